package redline

import (
	"bufio"
	_ "embed"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/engross/engross/agreement"
)

//go:embed redline.css
var styleSheet string

// HTML writes res as one page that needs nothing else: a list of the changes, each
// a link to its place, and the marked agreement, all of it or, by a box to tick,
// only what changed. It has no script.
func HTML(w io.Writer, res *Result) error {
	b := bufio.NewWriter(w)
	p := &htmlPrinter{w: b, moves: ends(res.Document), anchors: map[agreement.Block]string{}}
	for _, c := range res.Changes {
		if c.block != nil && p.anchors[c.block] == "" {
			p.anchors[c.block] = fmt.Sprintf("change-%d", len(p.anchors)+1)
		}
	}
	p.head(res)
	p.list(res.Changes)
	p.write("<main>\n")
	p.blocks(res.Document.Body, 2)
	p.write("</main>\n<footer>%s</footer>\n</body>\n</html>\n", notice)
	return b.Flush()
}

type htmlPrinter struct {
	w       *bufio.Writer
	moves   map[int]move
	anchors map[agreement.Block]string
}

// write formats to the page, its arguments escaped; an error is kept by the writer
// until it is flushed. The format is the only source of mark-up.
func (p *htmlPrinter) write(format string, args ...any) {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = html.EscapeString(printable(s))
		}
	}
	fmt.Fprintf(p.w, format, args...)
}

// tag writes mark-up as it is.
func (p *htmlPrinter) tag(s string) { _, _ = p.w.WriteString(s) }

func (p *htmlPrinter) head(res *Result) {
	d := res.Document
	lang := d.Language
	if lang == "" {
		lang = "en"
	}
	p.write("<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"+
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"+
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"+
		"<title>Redline: %s</title>\n", lang, d.Title)
	p.tag("<style>\n" + styleSheet + "</style>\n")
	p.write("</head>\n<body>\n<header>\n<h1>%s</h1>\n<p>Changes from <b>%s</b> to <b>%s</b>: %s.</p>\n", d.Title, d.Compared[0], d.Compared[1], res.Stats.String())
	p.write("<p class=\"legend\"><ins>inserted</ins> <del>deleted</del> <del class=\"moved\">moved from here</del> <ins class=\"moved\">moved to here</ins> <s>old number</s></p>\n</header>\n" +
		"<input type=\"checkbox\" id=\"only\"><label for=\"only\">Show only what changed</label>\n")
}

// list writes the changes with links, those that are consequential folded away.
func (p *htmlPrinter) list(changes []Change) {
	p.write("<nav>\n<h2>Changes</h2>\n<ol>\n")
	var consequences []Change
	for _, c := range changes {
		if c.Kind == Consequential {
			consequences = append(consequences, c)
			continue
		}
		p.write("<li>")
		p.entry(&c)
		p.write("</li>\n")
	}
	p.write("</ol>\n")
	if len(consequences) > 0 {
		p.write("<details><summary>%s and references that followed</summary>\n<ul>\n", count(len(consequences), "number"))
		for _, c := range consequences {
			p.write("<li><a href=\"#%s\">%s → %s</a></li>\n", p.anchors[c.block], c.Before, c.After)
		}
		p.write("</ul>\n</details>\n")
	}
	p.write("</nav>\n")
}

func (p *htmlPrinter) entry(c *Change) {
	name := strings.TrimSpace(c.Where() + " " + c.Heading)
	if anchor := p.anchors[c.block]; anchor != "" {
		p.write("<a href=\"#%s\">%s</a>", anchor, name)
	} else {
		p.write("%s", name)
	}
	p.write(" <small>%s</small>", c.Kind.String())
	if c.Kind != Moved {
		p.write("<br>")
		if c.Before != "" {
			p.write("<del>%s</del> ", shorten(c.Before))
		}
		if c.After != "" {
			p.write("<ins>%s</ins>", shorten(c.After))
		}
	}
	if n := len(c.Occurrences); n > 1 {
		p.write(" <small>%d places</small>", n)
	}
	for _, w := range c.Causes {
		p.write("<br><small>because of %s</small>", w.String())
	}
}

// shorten is s in a line that a list has room for.
func shorten(s string) string {
	const most = 40
	words := strings.Fields(s)
	if len(words) > most {
		return strings.Join(words[:most], " ") + " …"
	}
	return strings.Join(words, " ")
}

// classes is those of a block: whether it or something in it changed, and how.
func classes(b agreement.Block) string {
	if !touched(b) {
		return "same"
	}
	switch changeOfBlock(b) {
	case agreement.Inserted:
		return "touched inserted"
	case agreement.Deleted:
		return "touched deleted"
	case agreement.MovedFrom, agreement.MovedTo:
		return "touched moved"
	case agreement.Unchanged:
	}
	return "touched"
}

func (p *htmlPrinter) open(element string, b agreement.Block) {
	if anchor := p.anchors[b]; anchor != "" {
		p.write("<"+element+" id=\"%s\" class=\"%s\">", anchor, classes(b))
		return
	}
	p.write("<"+element+" class=\"%s\">", classes(b))
}

func (p *htmlPrinter) blocks(body []agreement.Block, level int) {
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			p.open("section", b)
			p.clause(b, level)
			p.write("</section>\n")
		case *agreement.Paragraph:
			p.open("p", b)
			p.note(b.Move, b.Change)
			p.inlines(b.Text)
			p.write("</p>\n")
		case *agreement.Table:
			p.open("table", b)
			p.table(b)
			p.write("</table>\n")
		case *agreement.Signatures:
			p.open("div", b)
			p.write("<p>")
			p.inlines(b.Lead)
			p.write("</p>\n")
			for _, s := range b.Blocks {
				p.write("<p>")
				p.inlines(signatoryWords(s))
				p.write("</p>\n")
			}
			p.write("</div>\n")
		}
	}
}

// clause writes a clause's label and heading, and what is in it.
func (p *htmlPrinter) clause(c *agreement.Clause, level int) {
	element := "p"
	if level == 2 || c.Kind != agreement.Numbered {
		element = fmt.Sprintf("h%d", min(level, 6))
	}
	p.tag("<" + element + " class=\"title\">")
	if c.Was != "" && c.Change == agreement.Unchanged {
		p.write("<s>%s</s> ", c.Was)
	}
	p.mark(c.Change, c.Label)
	p.write(" ")
	p.note(c.Move, c.Change)
	p.write("<b>")
	p.inlines(c.Heading)
	p.tag("</b></" + element + ">\n")
	p.blocks(c.Body, level+1)
}

func (p *htmlPrinter) note(number int, change agreement.Change) {
	if number != 0 {
		p.write("<small>[%s]</small> ", p.moves[number].note(change))
	}
}

func (p *htmlPrinter) mark(change agreement.Change, s string) {
	switch {
	case s == "":
	case change == agreement.Inserted:
		p.write("<ins>%s</ins>", s)
	case change == agreement.Deleted:
		p.write("<del>%s</del>", s)
	case change == agreement.MovedFrom:
		p.write("<del class=\"moved\">%s</del>", s)
	case change == agreement.MovedTo:
		p.write("<ins class=\"moved\">%s</ins>", s)
	default:
		p.write("%s", s)
	}
}

func (p *htmlPrinter) inlines(in []agreement.Inline) {
	for _, x := range in {
		if r, ok := x.(*agreement.Ref); ok && r.Was != "" && r.Change == agreement.Unchanged {
			p.write("<s>%s</s> ", r.Was)
		}
		p.mark(changeOf(x), agreement.Words([]agreement.Inline{x}))
	}
}

func (p *htmlPrinter) table(t *agreement.Table) {
	row := func(cells []agreement.Cell, element string) {
		for _, c := range cells {
			p.tag("<" + element + ">")
			p.inlines(c)
			p.tag("</" + element + ">")
		}
		p.write("</tr>\n")
	}
	p.write("<thead><tr>")
	row(t.Head, "th")
	p.write("</thead>\n<tbody>\n")
	for _, r := range t.Rows {
		if touchedRow(r) {
			p.write("<tr>")
		} else {
			p.write("<tr class=\"same\">")
		}
		row(r.Cells, "td")
	}
	p.write("</tbody>\n")
}
