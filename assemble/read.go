package assemble

import (
	"bytes"
	"fmt"
	"go/token"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	gtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/engross/engross/agreement"
)

// markdown parses clauses: CommonMark with tables. It does not change and is
// shared.
var markdown = sync.OnceValue(func() parser.Parser { return goldmark.New(goldmark.WithExtensions(extension.Table)).Parser() })

// A reader turns one filled clause into the tree, in which marks stand for
// values. Markdown that a clause cannot mean is a problem, never silently dropped.
type reader struct {
	variant  *Variant
	markdown []byte
	starts   []int // offset at which each line of the Markdown begins
	lines    []int // line of the clause file by line of the Markdown
	ids      map[string]bool
	tables   int
	moved    shifts
	spans    *spans // for a trace, otherwise nil
	problems agreement.Problems
}

// read turns a filled clause into the tree.
func (v *Variant) read(marked string, terms *vocabulary, traced bool) *wording {
	r := &reader{variant: v, ids: map[string]bool{}}
	if traced {
		r.spans = &spans{places: roomFor(64)}
	}
	r.markdown, r.lines, r.moved = takeLineMarks(marked)
	r.starts = lineStarts(string(r.markdown))
	w := &wording{}
	root := markdown().Parse(gtext.NewReader(r.markdown))
	inDefinitions := false
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		switch h, isHeading := n.(*ast.Heading); {
		case isHeading && h.Level == 2 && strings.TrimSpace(string(h.Lines().Value(r.markdown))) == "Definitions":
			inDefinitions = true
		case inDefinitions:
			if p := r.definition(n); p != nil {
				w.definitions = append(w.definitions, definition{p, terms.usesOf(p)})
			}
		default:
			w.body = append(w.body, r.block(n, v.Topic.ID, 1)...)
		}
	}
	agreement.Walk(w.body, func(b agreement.Block) bool {
		w.uses = append(w.uses, terms.usesOf(b)...)
		return true
	})
	w.uses = slices.CompactFunc(w.uses, func(a, b use) bool { return a == b })
	w.problems, w.size, w.spans = r.problems, sizeOf(w.body), r.spans
	return w
}

func (r *reader) definition(n ast.Node) *agreement.Paragraph {
	p, ok := n.(*ast.Paragraph)
	if !ok {
		r.problem(n, "a definition is one paragraph", `write **"Term"** means ... as one paragraph`)
		return nil
	}
	text := r.inlines(p, false)
	d, ok := first(text).(*agreement.Define)
	if !ok {
		r.problem(n, "a definition does not begin with the term it defines", `begin with **"Term"**`)
		return nil
	}
	para := &agreement.Paragraph{ID: "term:" + d.Term, Text: text, Pos: r.pos(n)}
	r.stands(para, n)
	return para
}

// block reads a block that stands at a depth; provisions of depth 1 are items of
// the outermost list.
func (r *reader) block(n ast.Node, parent string, depth int) []agreement.Block {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		return r.paragraph(n)
	case *ast.List:
		return r.list(n, parent, depth)
	case *east.Table:
		return []agreement.Block{r.table(n)}
	}
	r.problem(n, fmt.Sprintf("%s has no meaning in a clause", nodeName(n)), "a clause holds an ordered list of provisions, paragraphs and tables; see clauses/README.md")
	return nil
}

func nodeName(n ast.Node) string {
	switch n.Kind() {
	case ast.KindHeading:
		return "a heading"
	case ast.KindThematicBreak:
		return "a horizontal rule"
	case ast.KindHTMLBlock, ast.KindRawHTML:
		return "HTML"
	case ast.KindCodeBlock, ast.KindFencedCodeBlock, ast.KindCodeSpan:
		return "code"
	case ast.KindBlockquote:
		return "a quotation"
	case ast.KindImage:
		return "an image"
	case ast.KindAutoLink:
		return "a web address in angle brackets"
	case ast.KindEmphasis:
		return "emphasis"
	case ast.KindLink:
		return "a link with words"
	}
	return n.Kind().String()
}

var tableMark = agreement.Pattern("^" + string(tableOpen) + `(\d+)` + string(tableClose) + "$")

func (r *reader) paragraph(n ast.Node) []agreement.Block {
	raw := strings.TrimSpace(string(n.Lines().Value(r.markdown)))
	if m := tableMark().FindStringSubmatch(raw); m != nil {
		i, _ := strconv.Atoi(m[1])
		place := &tablePlace{index: i, id: r.tableID(), pos: r.pos(n)}
		r.stands(place, n)
		return []agreement.Block{place}
	}
	text := r.inlines(n, false)
	if len(text) == 0 {
		return nil
	}
	para := &agreement.Paragraph{Text: text, Pos: r.pos(n)}
	r.stands(para, n)
	return []agreement.Block{para}
}

func (r *reader) tableID() string {
	r.tables++
	return fmt.Sprintf("%s.~table%d", r.variant.Topic.ID, r.tables)
}

func (r *reader) list(n *ast.List, parent string, depth int) []agreement.Block {
	if !n.IsOrdered() {
		r.problem(n, "a bulleted list has no meaning in a clause", "write each item with 1. so that it is numbered")
		return nil
	}
	if depth > 4 {
		r.problem(n, "provisions are nested more than four levels deep", "split the provision")
		return nil
	}
	var out []agreement.Block
	ordinal := 0
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		ordinal++
		out = append(out, r.item(item, parent, depth, ordinal))
	}
	return out
}

func (r *reader) item(n ast.Node, parent string, depth, ordinal int) *agreement.Clause {
	c := &agreement.Clause{Pos: r.pos(n)}
	firstWords := n.FirstChild()
	if firstWords == nil {
		r.problems.Add(&agreement.Problem{ID: "empty-provision", Pos: r.pos(n), Message: "a provision has no words", Hint: "write it or take the item away"})
		return c
	}
	r.stands(c, n)
	var name string
	if k := firstWords.Kind(); k == ast.KindParagraph || k == ast.KindTextBlock {
		text := r.inlines(firstWords, depth == 1)
		text, name = cutName(text)
		if h, ok := first(text).(*headingMark); ok {
			c.Heading = []agreement.Inline{&agreement.Text{Text: h.text}}
			text = trimLeft(text[1:])
		}
		if len(text) > 0 {
			para := &agreement.Paragraph{Text: text, Pos: c.Pos}
			r.stands(para, n)
			c.Body = append(c.Body, para)
		}
		firstWords = firstWords.NextSibling()
	}
	c.ID = fmt.Sprintf("%s.~%d", parent, ordinal)
	if name != "" {
		c.ID = r.variant.Topic.ID + "." + name
		if r.ids[name] {
			r.problems.Add(&agreement.Problem{ID: "repeated-name", Pos: r.pos(n), Message: fmt.Sprintf("two provisions of %s are named %s", r.variant.Topic.ID, name), Hint: "give each its own name"})
		}
		r.ids[name] = true
	}
	for b := firstWords; b != nil; b = b.NextSibling() {
		c.Body = append(c.Body, r.block(b, c.ID, depth+1)...)
	}
	return c
}

// cutName takes the provision's name, {#name}, off the end of its first words.
func cutName(in []agreement.Inline) ([]agreement.Inline, string) {
	if len(in) == 0 {
		return in, ""
	}
	t, ok := in[len(in)-1].(*agreement.Text)
	if !ok || t.Value {
		return in, ""
	}
	m := provisionName().FindStringSubmatchIndex(t.Text)
	if m == nil || m[1] != len(t.Text) {
		return in, ""
	}
	name := t.Text[m[2]:m[3]]
	if t.Text = strings.TrimRight(t.Text[:m[0]], " "); t.Text == "" {
		in = in[:len(in)-1]
	}
	return in, name
}

func trimLeft(in []agreement.Inline) []agreement.Inline {
	if t, ok := first(in).(*agreement.Text); ok && !t.Value {
		if t.Text = strings.TrimLeft(t.Text, " "); t.Text == "" {
			return in[1:]
		}
	}
	return in
}

func (r *reader) table(n *east.Table) *agreement.Table {
	t := &agreement.Table{Pos: r.pos(n), ID: r.tableID()}
	r.stands(t, n)
	for _, a := range n.Alignments {
		switch a {
		case east.AlignRight:
			t.Align = append(t.Align, agreement.Right)
		case east.AlignCenter:
			t.Align = append(t.Align, agreement.Center)
		default:
			t.Align = append(t.Align, agreement.Left)
		}
	}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []agreement.Cell
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, r.inlines(cell, false))
		}
		if _, ok := row.(*east.TableHeader); ok {
			t.Head = cells
		} else {
			t.Rows = append(t.Rows, agreement.Row{Cells: cells})
		}
	}
	return t
}

// headingMark is the run-in heading of a provision on its way from the words to
// the clause.
type headingMark struct {
	agreement.Inline
	text string
}

// inlines reads the words of a block. Where a heading is allowed, bold words at
// the beginning are one.
func (r *reader) inlines(n ast.Node, heading bool) []agreement.Inline {
	b := inlineBuilder{spans: r.spans}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			r.words(&b, c.Segment)
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.words(" ")
			}
		case *ast.String:
			b.words(string(c.Value))
		case *ast.Emphasis:
			r.emphasis(&b, c, heading && c.PreviousSibling() == nil)
		case *ast.Link:
			if target, ok := strings.CutPrefix(string(c.Destination), "#"); ok && c.FirstChild() == nil && target != "" {
				b.ref(r.fullID(target))
				continue
			}
			r.problem(n, "a link with words has no meaning in a clause", "refer to a provision with [](#topic.name)")
		default:
			r.problem(n, fmt.Sprintf("%s has no meaning in a clause", nodeName(c)), "see clauses/README.md")
		}
	}
	return b.done()
}

// words reads a piece of Markdown.
func (r *reader) words(b *inlineBuilder, piece gtext.Segment) {
	at := piece.Start
	for raw := string(piece.Value(r.markdown)); raw != ""; {
		before, mark, after := cutMark(raw)
		b.span = r.span(at, at+len(before))
		b.words(unescape([]byte(before)))
		b.words(mark)
		at += len(raw) - len(after)
		raw = after
	}
}

// fullID is the ID that a reference means: one without a slash is a provision
// of the same topic.
func (r *reader) fullID(target string) string {
	if strings.Contains(target, "/") {
		return target
	}
	return r.variant.Topic.ID + "." + target
}

func (r *reader) emphasis(b *inlineBuilder, e *ast.Emphasis, heading bool) {
	if e.Level != 2 {
		r.problem(e.Parent(), "emphasis has no meaning in a clause", `define a term with **"Term"**, or write plain words`)
		return
	}
	var raw strings.Builder
	for c := e.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			raw.WriteString(unescape(t.Segment.Value(r.markdown)))
		}
	}
	s := raw.String()
	switch {
	case len(s) > 2 && s[0] == '"' && s[len(s)-1] == '"':
		b.define(s[1 : len(s)-1])
	case heading && strings.ContainsAny(s[len(s)-1:], ".?"):
		b.heading(s)
	default:
		r.problem(e.Parent(), fmt.Sprintf("bold words %q are neither a defined term nor the heading of a provision", s),
			`define a term with **"Term"**; a heading stands at the beginning of a first-level item and ends with a full stop`)
	}
}

func (r *reader) pos(n ast.Node) token.Position {
	at, ok := startOf(n)
	if !ok {
		return r.variant.pos
	}
	line := sort.SearchInts(r.starts, at+1)
	return token.Position{Filename: r.variant.pos.Filename, Line: r.lines[min(line, len(r.lines)-1)]}
}

// startOf is where the words of a node begin, or of the block it stands in.
func startOf(n ast.Node) (int, bool) {
	for n != nil && (n.Type() == ast.TypeInline || n.Lines() == nil || n.Lines().Len() == 0) {
		if c := n.FirstChild(); c != nil && c.Type() != ast.TypeInline {
			n = c
			continue
		}
		n = n.Parent()
		if n == nil || n.Kind() == ast.KindDocument {
			return 0, false
		}
		if n.Lines() == nil || n.Lines().Len() == 0 {
			return 0, false
		}
	}
	return n.Lines().At(0).Start, true
}

func (r *reader) problem(n ast.Node, message, hint string) {
	r.problems.Add(&agreement.Problem{ID: "markdown", Pos: r.pos(n), Message: message, Hint: hint})
}

// unescape gives the words that a piece of Markdown source stands for.
func unescape(src []byte) string {
	if bytes.IndexByte(src, '\\') < 0 && bytes.IndexByte(src, '&') < 0 {
		return string(src)
	}
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(src))))
}
