package markdown

import (
	"io"
	"strings"

	"github.com/engross/engross/agreement"
)

// Write writes d as Markdown: the canonical text, which the package comment
// describes. The only errors are those of w.
func Write(w io.Writer, d *agreement.Document) error {
	_, err := w.Write(Text(d))
	return err
}

// Text is what [Write] writes.
func Text(d *agreement.Document) []byte {
	p := newPrinter(d)
	p.document(d)
	if d.Compared == nil && !d.Brief {
		p.record(d)
	}
	return p.buf
}

// A printer holds the Markdown of one document while it is written.
type printer struct {
	buf    []byte
	inCell bool // "|" would end the cell
	inHead bool // "#" may end the heading
	inBold bool // bold is already on
	atEdge bool // white space here would be trimmed, or would undo the emphasis

	anchors    map[string]anchor          // by ID, of every block that has one or is referred to
	moves      map[int]agreement.Move     // the ends of each move
	marks      []mark                     // where blocks begin, for the HTML printer
	titleMarks int                        // how many of them are of the title block
	drawings   map[int]*agreement.Drawing // of tables, by the place of their mark, for the HTML printer
	quiet      []int                      // where the tags of mere renumbering stand, for the HTML printer
}

// An anchor is what a block with an ID is linked to by.
type anchor struct {
	slug   string // "" of what is only referred to
	living bool   // the block is in the new draft
	wanted bool   // something refers to it, and its anchor is not written yet
}

// A mark is the place in the Markdown where a block begins, and what its HTML
// element carries.
type mark struct {
	pos   int
	words int // where its words begin, after anchor and indentation
	label int // where its label ends, with the space after it; words when it has none
	id    string
	class string
}

// A place is what a block needs to know of where it stands.
type place struct {
	depth  int    // in the tree
	level  int    // of a heading here
	indent int    // of a paragraph here
	headed bool   // whether a numbered clause with a title has a heading here, as a section has, not a run-in title
	number string // citation of the clause around it
	change agreement.Change
	move   int
}

func newPrinter(d *agreement.Document) *printer {
	p := &printer{buf: make([]byte, 0, 1<<18), drawings: map[int]*agreement.Drawing{}}
	p.index(d.Body)
	return p
}

// document writes everything but the closing record.
func (p *printer) document(d *agreement.Document) {
	p.titleBlock(d)
	p.titleMarks = len(p.marks)
	p.blocks(d.Body, place{level: 2, headed: true})
	if d.Notice == "" && d.Digest == "" {
		return
	}
	p.open("rule", "", agreement.Unchanged)
	p.raw("---")
	p.end()
	p.line("notice", d.Notice)
	if d.Digest != "" {
		p.line("digest", "Document digest: "+d.Digest)
	}
}

func (p *printer) blocks(body []agreement.Block, at place) {
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			p.clause(b, at)
		case *agreement.Paragraph:
			p.paragraph(b, at)
		case *agreement.Table:
			p.table(b, at)
		case *agreement.Signatures:
			p.signatures(b, at)
		}
	}
}

func (p *printer) clause(c *agreement.Clause, at place) {
	if c.Kind != agreement.Numbered || at.headed && len(c.Heading) > 0 {
		p.headed(c, at)
	} else {
		p.runIn(c, at)
	}
}

// headed writes a clause under a heading of its own.
func (p *printer) headed(c *agreement.Clause, at place) {
	level := min(at.level, 6)
	if at.depth == 0 && (c.Kind == agreement.Part || c.Kind == agreement.Schedule || c.Kind == agreement.Annex) {
		level = 1
	}
	in := at.inside(c)
	in.level, in.indent, in.headed = level+1, 0, false
	if c.Label != "" || c.Was != "" || len(c.Heading) > 0 {
		p.anchor(c.ID, in.change)
		p.open(kindClass(c.Kind), c.ID, in.change)
		p.raw("######"[:level])
		p.raw(" ")
		p.inHead, p.atEdge = true, true
		p.label(c, len(c.Heading) > 0, headSeparator(c.Label), at)
		start := len(p.buf)
		p.inlines(c.Heading, "", in.change)
		if c.Label == "" {
			p.guardHeading(start)
		}
		p.inHead = false
		p.end()
	}
	p.blocks(c.Body, in)
}

// runIn writes a clause as a paragraph: its label, its title in bold, and its
// first words.
func (p *printer) runIn(c *agreement.Clause, at place) {
	body := c.Body
	var first *agreement.Paragraph
	if len(body) > 0 {
		if q, ok := body[0].(*agreement.Paragraph); ok && len(q.Text) > 0 {
			first, body = q, body[1:]
		}
	}
	in := at.inside(c)
	in.indent, in.headed = at.indent+1, false
	p.open(levelClass(at.indent), c.ID, in.change)
	p.anchor(c.ID, in.change)
	if first != nil {
		p.anchor(first.ID, in.change)
	}
	p.indent(at.indent)
	p.label(c, first != nil || len(c.Heading) > 0, " ", at)
	if len(c.Heading) > 0 {
		p.runInHeading(c.Heading, in.change)
		if first != nil {
			p.raw(" ")
		}
	}
	if first != nil {
		p.words(first, in)
	}
	p.end()
	p.blocks(body, in)
}

// runInHeading writes a title in bold, with a full stop unless it has an end.
func (p *printer) runInHeading(heading []agreement.Inline, change agreement.Change) {
	p.raw("**")
	p.inBold, p.atEdge = true, true
	stop := ""
	if words := strings.TrimRight(agreement.Words(heading), " "); words != "" && !strings.ContainsRune(".?!:;", rune(words[len(words)-1])) {
		stop = "."
	}
	p.inlines(heading, stop, change)
	p.closeEdge()
	p.inBold = false
	p.raw("**")
}

func (p *printer) paragraph(q *agreement.Paragraph, at place) {
	if len(q.Text) == 0 {
		return
	}
	change := inherit(q.Change, at.change)
	p.open(levelClass(at.indent), q.ID, change)
	p.anchor(q.ID, change)
	p.indent(at.indent)
	start := len(p.buf)
	p.words(q, at)
	p.guardStart(start)
	p.end()
}

// words writes the text of a paragraph, with a note when it has moved.
func (p *printer) words(q *agreement.Paragraph, at place) {
	change := inherit(q.Change, at.change)
	if q.Move != 0 && q.Move != at.move {
		p.moved(q.Move, change)
	}
	p.atEdge = true
	p.inlines(q.Text, "", change)
}

// label writes the label of a clause, the label it had, and a note when it has
// moved; more says that something follows, which sep keeps apart.
func (p *printer) label(c *agreement.Clause, more bool, sep string, at place) {
	if !more {
		sep = ""
	}
	m := &p.marks[len(p.marks)-1]
	m.words = len(p.buf)
	change := inherit(c.Change, at.change)
	if c.Was == "" {
		p.oneLabel(c.Label, sep, change)
	} else {
		p.hush(func() { p.oneLabel(c.Was, sep, agreement.Deleted) })
		p.hush(func() { p.oneLabel(c.Label, sep, agreement.Inserted) })
	}
	m.label = len(p.buf)
	if c.Move != 0 && c.Move != at.move {
		p.moved(c.Move, change)
	}
	p.atEdge = true
}

// hush runs write, whose tags mark what was only renumbered.
func (p *printer) hush(write func()) {
	p.quiet = append(p.quiet, len(p.buf))
	write()
}

func (p *printer) oneLabel(label, sep string, change agreement.Change) {
	if label == "" {
		return
	}
	p.raw(openTag(change))
	start := len(p.buf)
	p.text(label)
	if !p.inHead {
		p.guardList(start)
	}
	p.raw(sep)
	p.raw(closeTag(change))
}

// moved writes the note at one end of a move.
func (p *printer) moved(n int, change agreement.Change) {
	m := p.moves[n]
	note, end := "*[moved to ", m.To
	if change == agreement.MovedTo {
		note, end = "*[moved from ", m.From
	}
	if end == "" {
		note, end = "*[moved ", "here"
	}
	p.raw(note)
	p.text(end)
	p.raw("]* ")
}

// inside is the place of the blocks within c.
func (at place) inside(c *agreement.Clause) place {
	at.depth++
	at.change = inherit(c.Change, at.change)
	if c.Move != 0 {
		at.move = c.Move
	}
	at.number = c.Number
	return at
}

// headSeparator stands between a label and a title in a heading: "4. Title",
// "Schedule A: Title".
func headSeparator(label string) string {
	if strings.Trim(label, ".0123456789") == "" || strings.HasSuffix(label, ".") || strings.HasSuffix(label, ")") {
		return " "
	}
	return ": "
}

// inherit is the change of a node that stands in a block changed as a whole.
func inherit(c, around agreement.Change) agreement.Change {
	if c == agreement.Unchanged {
		return around
	}
	return c
}

func openTag(c agreement.Change) string {
	switch c {
	case agreement.Unchanged:
		return ""
	case agreement.Inserted, agreement.MovedTo:
		return "<ins>"
	case agreement.Deleted, agreement.MovedFrom:
		return "<del>"
	}
	return ""
}

func closeTag(c agreement.Change) string { return strings.Replace(openTag(c), "<", "</", 1) }
