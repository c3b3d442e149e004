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

// HTML writes res as one page that needs nothing else: why the drafts differ, a list
// of the changes, each a link to its place, and the marked agreement, all of it or,
// by a box to tick, only what changed. It has no script.
func HTML(w io.Writer, res *Result) error {
	b := bufio.NewWriter(w)
	p := &htmlPrinter{w: b, moves: ends(res.Document), retyped: res.retyped(), shown: res.shown(), anchors: map[agreement.Block]string{}}
	for _, c := range res.Changes {
		if c.block != nil && p.anchors[c.block] == "" {
			p.anchors[c.block] = fmt.Sprintf("change-%d", len(p.anchors)+1)
		}
	}
	p.head(res)
	p.list(res.Changes)
	p.write("<main>\n")
	p.titlePage(res.Changes)
	p.blocks(res.Document.Body, 2)
	p.numbers(res.Changes)
	p.write("</main>\n<footer>%s</footer>\n</body>\n</html>\n", notice)
	return b.Flush()
}

type htmlPrinter struct {
	w       *bufio.Writer
	moves   map[int]move
	anchors map[agreement.Block]string
	retyped map[*agreement.Clause]bool
	shown   func(agreement.Block) bool
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
	p.write("</head>\n<body>\n<header>\n<h1>%s</h1>\n<table>\n<tr><th>Old draft</th><td>%s</td></tr>\n<tr><th>New draft</th><td>%s</td></tr>\n",
		d.Title, d.Compared[0], d.Compared[1])
	if res.Date != "" {
		p.write("<tr><th>Date of comparison</th><td>%s</td></tr>\n", res.Date)
	}
	p.write("<tr><th>Changes</th><td>%s</td></tr>\n</table>\n", res.Closing())
	p.write("<p class=\"legend\"><ins>inserted</ins> <del>deleted</del> <del class=\"moved\">moved from here</del> <ins class=\"moved\">moved to here</ins> <s>old number</s></p>\n")
	terms, library := reasonsOnPaper(res)
	p.reasons("Terms that changed", terms)
	p.reasons("Library clauses that changed", library)
	if s := res.untold(); s != "" {
		p.write("<p><small>%s</small></p>\n", s)
	}
	if shared(terms, library) {
		p.write("<p><small>%s</small></p>\n", sharedNote)
	}
	p.write("</header>\n<input type=\"checkbox\" id=\"only\"><label for=\"only\">Show only what changed</label>\n")
}

// reasons writes causes as a table that can be folded away.
func (p *htmlPrinter) reasons(title string, list []reason) {
	if len(list) == 0 {
		return
	}
	p.write("<details open class=\"why\"><summary>%s (%d)</summary>\n<table>\n<thead><tr><th>Term</th><th>Old</th><th>New</th><th>Where it shows</th></tr></thead>\n<tbody>\n", title, len(list))
	for _, r := range list {
		p.write("<tr><td>")
		p.path(r.cause.name())
		p.write("</td><td>%s</td><td>%s</td><td>%s</td></tr>\n", stated(r.cause.Before), stated(r.cause.After), r.where())
	}
	p.write("</tbody>\n</table>\n</details>\n")
}

// path writes the name of a term, which may go on in the next line after a dot.
func (p *htmlPrinter) path(name string) {
	for part := range strings.SplitAfterSeq(name, ".") {
		p.write("%s<wbr>", part)
	}
}

// titlePage writes what changed before the body begins.
func (p *htmlPrinter) titlePage(changes []Change) {
	for _, c := range changes {
		if c.Scope == Head {
			p.write("<p class=\"touched\">%s: %s<del>%s</del> <ins>%s</ins>%s</p>\n", c.Heading, c.quote[1].left, c.Before, c.After, c.quote[1].right)
		}
	}
}

// list writes the changes with links to their places.
func (p *htmlPrinter) list(changes []Change) {
	p.write("<nav>\n<h2>Changes</h2>\n<ol>\n")
	for _, c := range changes {
		if c.Kind != Consequential {
			p.write("<li>")
			p.entry(&c)
			p.write("</li>\n")
		}
	}
	p.write("</ol>\n")
	if followed := len(changes) - len(substance(changes)); followed > 0 {
		p.write("<p><a href=\"#numbers\">%s that followed</a></p>\n", count(followed, "number"))
	}
	p.write("</nav>\n")
}

// numbers writes what followed as a table at the end.
func (p *htmlPrinter) numbers(changes []Change) {
	list := renumbered(changes)
	if len(list) == 0 {
		return
	}
	p.write("<section id=\"numbers\">\n<h2>Numbers that followed</h2>\n<p>These are not marked as changes. What stands under a provision follows its number.</p>\n" +
		"<table>\n<thead><tr><th>Old number</th><th>New number</th><th>References that followed</th></tr></thead>\n<tbody>\n")
	for _, c := range list {
		p.write("<tr><td>%s</td><td>%s</td><td>%s</td></tr>\n", c.Before, c.After, standing(c.Occurrences))
	}
	p.write("</tbody>\n</table>\n</section>\n")
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
		if strings.Contains(c.Left, " | ") { // the cell of a table
			p.write("%s: ", c.Left)
		}
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
	if causes := onPaper(c.Causes); len(causes) > 0 {
		p.write("<br><small>because of ")
		for i, w := range causes {
			if i > 0 {
				p.write("; ")
			}
			p.path(w.name())
		}
		p.write("</small>")
	}
}

// shorten is s in a line that a list has room for.
func shorten(s string) string {
	const most = 30
	words := strings.Fields(s)
	if len(words) > most {
		return strings.Join(words[:most], " ") + " …"
	}
	return strings.Join(words, " ")
}

// classes is those of a block: whether it or something in it changed, and how.
func (p *htmlPrinter) classes(b agreement.Block) string {
	if !p.shown(b) {
		return "same"
	}
	switch agreement.ChangeOfBlock(b) {
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
		p.write("<"+element+" id=\"%s\" class=\"%s\">", anchor, p.classes(b))
		return
	}
	p.write("<"+element+" class=\"%s\">", p.classes(b))
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

// clause writes a clause's label and heading and what is in it. A section has a
// heading of its own; in any other clause the first paragraph goes on after it.
func (p *htmlPrinter) clause(c *agreement.Clause, level int) {
	body := c.Body
	if level == 2 || c.Kind != agreement.Numbered {
		element := fmt.Sprintf("h%d", min(level, 6))
		p.tag("<" + element + ">")
		p.title(c)
		p.tag("</" + element + ">\n")
	} else if first, ok := runIn(body); ok {
		p.open("p", first)
		p.title(c)
		p.inlines(first.Text)
		p.write("</p>\n")
		body = body[1:]
	} else {
		p.tag("<p>")
		p.title(c)
		p.tag("</p>\n")
	}
	p.blocks(body, level+1)
}

func (p *htmlPrinter) title(c *agreement.Clause) {
	switch {
	case p.retyped[c]:
		p.mark(agreement.Deleted, c.Was)
		p.mark(agreement.Inserted, c.Label)
	case c.Was != "" && c.Change == agreement.Unchanged:
		p.write("<s>%s</s> ", c.Was)
		fallthrough
	default:
		p.mark(c.Change, c.Label)
	}
	p.write(" ")
	p.note(c.Move, c.Change)
	if len(c.Heading) > 0 {
		p.write("<b>")
		p.inlines(c.Heading)
		p.write("</b> ")
	}
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
		raised := raisedOf(x)
		if raised != "" {
			p.tag("<" + raised + ">")
		}
		p.mark(agreement.ChangeOf(x), agreement.Words([]agreement.Inline{x}))
		if raised != "" {
			p.tag("</" + raised + ">")
		}
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
