package markdown

import (
	"bytes"
	"cmp"
	_ "embed"
	"html"
	"io"
	"sort"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	htmlrenderer "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/drawing"
	"github.com/engross/engross/format/house"
)

//go:embed html.css
var styleSheet string

// HTML writes d as one self-contained page: its Markdown as goldmark renders
// it, a list of contents and a style sheet for screen and paper. Provisions
// carry their anchor as id and their level as class. It is in the house style of
// firm, or plain where that is nil. The only errors are those
// of w.
func HTML(w io.Writer, d *agreement.Document, firm *house.Style) error {
	p := newPrinter(d)
	p.document(d)
	var b bytes.Buffer
	b.Grow(2*len(p.buf) + len(styleSheet))
	pageHead(&b, d, firm)
	context := parser.NewContext()
	contents := ""
	if !d.Brief {
		contents = p.contents(d.Body)
	}
	context.Set(pageKey, &htmlPage{p, contents})
	if err := toHTML().Convert(p.buf, &b, parser.WithContext(context)); err != nil {
		return err
	}
	b.WriteString(footer(firm) + "</main>\n</body>\n</html>\n")
	_, err := w.Write(b.Bytes())
	return err
}

// toHTML passes on the tags <a>, <ins> and <del> in our Markdown. There are no
// others, because the Markdown printer escapes "<".
var toHTML = sync.OnceValue(func() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.Table),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(marker{}, 1000))),
		goldmark.WithRendererOptions(htmlrenderer.WithUnsafe()),
	)
})

// An htmlPage is what the transformer needs besides the Markdown.
type htmlPage struct {
	*printer
	contents string
}

var pageKey = parser.NewContextKey()

// pageHead writes all that comes before the text.
func pageHead(b *bytes.Buffer, d *agreement.Document, firm *house.Style) {
	class, pictures := "final", ""
	if firm != nil && firm.Logo != nil {
		pictures = "; img-src data:"
	}
	if d.Status == agreement.Draft {
		class = "draft"
	}
	b.WriteString("<!DOCTYPE html>\n<html lang=\"" + html.EscapeString(cmp.Or(d.Language, "en")) + "\">\n<head>\n" +
		"<meta charset=\"utf-8\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'" + pictures + "\">\n" +
		"<title>" + html.EscapeString(printable(d.Title)) + "</title>\n<style>\n" + styleSheet + houseSheet(firm) + "</style>\n</head>\n<body class=\"" + class + "\">\n")
	b.WriteString("<main>\n")
	letterhead(b, firm)
}

// contents is links to the parts, sections and schedules.
func (p *printer) contents(body []agreement.Block) string {
	var entries strings.Builder
	for _, x := range body {
		c, ok := x.(*agreement.Clause)
		if !ok || c.Change == agreement.Deleted || c.Change == agreement.MovedFrom || c.Label == "" && len(c.Heading) == 0 {
			continue
		}
		entry := c.Label
		if title := newWords(c.Heading); title != "" && c.Label != "" {
			entry += headSeparator(c.Label) + title
		} else if title != "" {
			entry = title
		}
		entry = html.EscapeString(printable(entry))
		if slug := p.anchors[c.ID].slug; slug != "" {
			entry = `<a href="#` + slug + `">` + entry + "</a>"
		}
		entries.WriteString(`<li class="` + kindClass(c.Kind) + `">` + entry + "</li>\n")
	}
	if entries.Len() == 0 {
		return ""
	}
	return "<nav aria-label=\"Contents\">\n<ul>\n" + entries.String() + "</ul>\n</nav>\n"
}

// newWords is the words of the new draft.
func newWords(in []agreement.Inline) string {
	var kept []agreement.Inline
	for _, x := range in {
		if c := agreement.ChangeOf(x); c != agreement.Deleted && c != agreement.MovedFrom {
			kept = append(kept, x)
		}
	}
	return agreement.Words(kept)
}

// printable is s without what HTML cannot hold.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// A marker moves what the Markdown printer noted of each block to its element,
// and sets the contents between the title block and the text.
type marker struct{}

func (marker) Transform(doc *ast.Document, r text.Reader, pc parser.Context) {
	p := pc.Get(pageKey).(*htmlPage)
	for n := doc.FirstChild(); n != nil; {
		next := n.NextSibling()
		i := sort.Search(len(p.marks), func(i int) bool { return p.marks[i].pos > n.Pos() }) - 1
		switch {
		case onlyAnchors(n):
			doc.RemoveChild(doc, n)
		case i >= 0:
			if i >= p.titleMarks && p.contents != "" {
				doc.InsertBefore(doc, n, tag(p.contents))
				p.contents = ""
			}
			if d := p.drawings[i]; d != nil {
				doc.InsertBefore(doc, n, tag(figure(d)))
				delete(p.drawings, i)
			}
			markBlock(n, p.marks[i], r.Source())
		}
		n = next
	}
	for n := range descendants(doc) {
		if raw, ok := n.(*ast.RawHTML); ok {
			p.markQuiet(raw)
		}
	}
}

// figure is a drawing with its title, before the table that says what it shows.
func figure(d *agreement.Drawing) string {
	return "<figure>\n<figcaption>" + html.EscapeString(printable(d.Title)) + "</figcaption>\n" + string(drawing.SVG(d)) + "</figure>\n"
}

// onlyAnchors reports whether n is the anchor of the heading or table after it,
// which gets the id itself.
func onlyAnchors(n ast.Node) bool {
	if n.Kind() != ast.KindParagraph {
		return false
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() != ast.KindRawHTML {
			return false
		}
	}
	return true
}

// markBlock gives a block its id and class and its label an element, and takes
// away what stood for them in the Markdown: the anchor and the indentation.
func markBlock(n ast.Node, m mark, source []byte) {
	class := m.class
	if n.Kind() == ast.KindParagraph && m.label > m.words {
		class += " provision"
	}
	if m.id != "" {
		n.SetAttributeString("id", []byte(m.id))
	}
	n.SetAttributeString("class", []byte(class))
	if n.Kind() != ast.KindParagraph && n.Kind() != ast.KindHeading {
		return
	}
	trimBefore(n, m, source)
	if m.label > m.words {
		markLabel(n, m)
	}
}

// trimBefore removes what stands before the words, but for the anchor of
// another block, such as the definition a provision begins with.
func trimBefore(n ast.Node, m mark, source []byte) {
	own := []byte(`<a id="` + m.id + `">`)
	keep := false
	for c := n.FirstChild(); c != nil && position(c) < m.words; {
		next := c.NextSibling()
		switch x := c.(type) {
		case *ast.Text:
			x.SetSoftLineBreak(false)
			x.Segment.Start = min(m.words, x.Segment.Stop)
		case *ast.RawHTML:
			if tag := x.Segments.Value(source); tag[1] != '/' {
				keep = !bytes.Equal(tag, own)
			}
			if !keep {
				n.RemoveChild(n, c)
			}
		}
		c = next
	}
}

// markLabel puts the label into an element of its own.
func markLabel(n ast.Node, m mark) {
	open := false
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if !open && position(c) >= m.words {
			n.InsertBefore(n, c, tag(`<span class="label">`))
			open = true
		}
		if open && position(c) >= m.label {
			n.InsertBefore(n, c, tag("</span>"))
			return
		}
		if t, ok := c.(*ast.Text); ok && t.Segment.Stop > m.label {
			rest := ast.NewTextSegment(t.Segment.WithStart(m.label))
			t.Segment.Stop = m.label
			n.InsertAfter(n, t, rest)
		}
	}
	if open {
		n.AppendChild(n, tag("</span>"))
	}
}

// markQuiet gives the tags of what was only renumbered a class.
func (p *printer) markQuiet(raw *ast.RawHTML) {
	start := raw.Segments.At(0).Start
	i := sort.SearchInts(p.quiet, start)
	if i == len(p.quiet) || p.quiet[i] != start {
		return
	}
	element := "<ins"
	if bytes.HasPrefix(p.buf[start:], []byte("<del")) {
		element = "<del"
	}
	raw.Parent().ReplaceChild(raw.Parent(), raw, tag(element+` class="renumbered">`))
}

func tag(s string) ast.Node {
	n := ast.NewString([]byte(s))
	n.SetCode(true) // written as it stands
	return n
}

// position is the offset of an inline node in the Markdown.
func position(n ast.Node) int {
	if raw, ok := n.(*ast.RawHTML); ok {
		return raw.Segments.At(0).Start
	}
	return n.Pos()
}

// descendants is every node under n. The node it yields may be replaced.
func descendants(n ast.Node) func(yield func(ast.Node) bool) {
	return func(yield func(ast.Node) bool) {
		var visit func(ast.Node) bool
		visit = func(n ast.Node) bool {
			for c := n.FirstChild(); c != nil; {
				next := c.NextSibling()
				if !visit(c) || !yield(c) {
					return false
				}
				c = next
			}
			return true
		}
		visit(n)
	}
}
