package word

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/house"
)

// Paper is the size of the sheet.
type Paper uint8

const (
	A4     Paper = iota // 210 by 297 millimetres
	Letter              // 8½ by 11 inches
)

// Options say how a document is written. The zero value writes it on A4.
type Options struct {
	Paper    Paper
	Parts    []Part                       // data to travel with the document, in this order
	Author   string                       // of the changes of a redline; "engross" where none is given
	Date     time.Time                    // of the changes; none is written where it is zero
	Style    *Reference                   // in whose styles, header, footer and margins it is written, or nil
	House    *house.Style                 // of whose firm it has the logo, the letterhead, the footer, the colour and the typeface where Style is nil, or nil
	Comments map[agreement.Block][]string // on blocks of a redline, by its author; lines are paragraphs
}

// A Part is data that travels inside a document, such as a term sheet.
type Part struct {
	Name string
	Data []byte
}

// Write writes a document as a Word file: the same bytes for the same document and
// options. A redline has its changes as tracked changes: accepting all of them
// gives the new draft, rejecting all of them the old one.
func Write(w io.Writer, d *agreement.Document, o Options) error {
	if o.Paper > Letter {
		return agreement.Problems{{ID: "paper", Message: "no such paper size", Hint: "choose A4 or Letter"}}
	}
	if o.Author == "" {
		o.Author = "engross"
	}
	if o.Style != nil {
		o.House = nil // the firm's own document has all of it
	}
	b := newWriter(d, o)
	b.document()
	return b.pack(w)
}

// A writer holds a document while it is written.
type writer struct {
	printer
	doc      *agreement.Document
	options  Options
	numbers  *numbering
	marks    *bookmarks
	next     int // the last number given to a bookmark, a change or a comment
	open     agreement.Change
	comments []string
	sheet    sheet
	section  bool // a section has been written, so that the title page is done

	marked, wasMarked string // how the words being written are marked in each draft, as [agreement.Text] has it

	moves, movesSeen map[moveEnd]int // how many blocks each end of a move has, and had so far
}

// A sheet is a page's way up, and the width of the text on it.
type sheet struct {
	turned bool
	wide   length // of the measure
}

func newWriter(d *agreement.Document, o Options) *writer {
	w := &writer{doc: d, options: o, moves: map[moveEnd]int{}, movesSeen: map[moveEnd]int{}}
	countMoves(w.moves, d.Body, 0)
	w.marks = newBookmarks(d.Body, &w.next)
	w.numbers = numberAll(d.Body, w.marks)
	w.sheet.wide = w.measure(false)
	return w
}

// redline reports whether the document has changes to track.
func (w *writer) redline() bool { return w.doc.Was != nil || w.doc.Compared != nil }

const namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// document writes the main part.
func (w *writer) document() {
	w.raw(xmlHead, `<w:document `, namespaces, `><w:body>`)
	w.titlePage()
	if !w.doc.Brief {
		w.contents()
	}
	w.blocks(w.doc.Body, place{})
	w.sectionProperties()
	w.raw(`</w:body></w:document>`)
}

// A place is where blocks stand: how deep, and what a redline says of all there.
type place struct {
	depth  int // of the numbered provision around
	runIn  bool
	inside bool // in a clause of the first level
	change agreement.Change
	move   int
}

// A paragraph is what Word needs to know of one.
type paragraph struct {
	style    string
	list     *numbered // or nil
	typed    bool      // its label is words, so that no number of its style shows
	keep     bool      // on the page of the next
	change   agreement.Change
	was      *paragraph // what a change of its kind was, where a redline has one
	newSheet bool       // the section ends here
}

// begin opens a paragraph.
func (w *writer) begin(q paragraph) {
	w.raw(`<w:p><w:pPr>`)
	w.properties(q)
	if q.change != agreement.Unchanged {
		w.raw(`<w:rPr>`)
		w.revision(w.tagOf(q.change), "/")
		w.raw(`</w:rPr>`)
	}
	if q.newSheet {
		w.sectionProperties()
	}
	if q.was != nil {
		w.revision("pPrChange", "")
		w.raw(`<w:pPr>`)
		w.properties(*q.was)
		w.raw(`</w:pPr></w:pPrChange>`)
	}
	w.raw(`</w:pPr>`)
}

func (w *writer) properties(q paragraph) {
	w.raw(`<w:pStyle w:val="`, q.style, `"/>`)
	if q.keep {
		w.raw(`<w:keepNext/>`)
	}
	switch {
	case q.list != nil:
		w.raw(`<w:numPr><w:ilvl w:val="`, strconv.Itoa(q.list.level), `"/><w:numId w:val="`, strconv.Itoa(q.list.list.num), `"/></w:numPr>`)
	case q.typed:
		w.raw(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>`)
	}
}

func (w *writer) end() {
	w.changes(agreement.Unchanged)
	w.raw(`</w:p>`)
}

// tracked is how Word tracks a change: a move wants a date, and is without one a deletion
// and an insertion.
func (w *writer) tracked(c agreement.Change) agreement.Change {
	if w.options.Date.IsZero() {
		return comesOrGoes(c)
	}
	return c
}

// tagOf is the element that tracks a change.
func (w *writer) tagOf(c agreement.Change) string {
	switch w.tracked(c) {
	case agreement.Inserted:
		return "ins"
	case agreement.Deleted:
		return "del"
	case agreement.MovedFrom:
		return "moveFrom"
	case agreement.MovedTo:
		return "moveTo"
	case agreement.Unchanged:
	}
	return ""
}

// revision writes the start of an element that tracks a change, or with "/" the
// whole of it.
func (w *writer) revision(tag, slash string) {
	w.next++
	w.raw(`<w:`, tag, ` w:id="`, strconv.Itoa(w.next), `"`)
	w.stamp()
	w.raw(slash, `>`)
}

// stamp is who changed it and when.
func (w *writer) stamp() {
	w.raw(` w:author="`, escaped(w.options.Author), `"`)
	if !w.options.Date.IsZero() {
		w.raw(` w:date="`, w.options.Date.UTC().Format(time.RFC3339), `"`)
	}
}

// changes makes what follows changed in this way.
func (w *writer) changes(c agreement.Change) {
	if c == w.open {
		return
	}
	if w.open != agreement.Unchanged {
		w.raw(`</w:`, w.tagOf(w.open), `>`)
	}
	if w.open = c; c != agreement.Unchanged {
		w.revision(w.tagOf(c), "")
	}
}

// blocks writes blocks in reading order.
func (w *writer) blocks(body []agreement.Block, at place) {
	for i, b := range body {
		if absent(agreement.ChangeOfBlock(b), at.change) {
			continue
		}
		switch b := b.(type) {
		case *agreement.Clause:
			w.clause(b, at)
		case *agreement.Paragraph:
			w.moved(b.Move, b.Change, at, func() { w.flush(b, at, i+1 < len(body) && introduces(b, body[i+1])) })
		case *agreement.Table:
			w.table(b, at)
		case *agreement.Signatures:
			w.signatures(b, at)
		}
	}
}

// absent reports that a block stands in one that has moved, and not at that end of the
// move.
func absent(own, around agreement.Change) bool {
	return around == agreement.MovedTo && !inNew(own) || around == agreement.MovedFrom && !inOld(own)
}

// introduces reports whether words lead to the block after them.
func introduces(q *agreement.Paragraph, next agreement.Block) bool {
	words := agreement.Words(q.Text)
	_, table := next.(*agreement.Table)
	return table || len(words) > 0 && words[len(words)-1] == ':'
}

// moved writes a block between the marks of a move, if it is one end of it. Of several
// blocks that moved together each has marks of its own. Without a
// date there are none, and where the other end has no such block.
func (w *writer) moved(n int, change agreement.Change, at place, write func()) {
	tag := w.tagOf(change)
	if n == 0 || n == at.move || change != agreement.MovedFrom && change != agreement.MovedTo {
		write()
		return
	}
	end := moveEnd{n, change}
	w.movesSeen[end]++
	k := w.movesSeen[end]
	if w.options.Date.IsZero() || k > min(w.moves[moveEnd{n, agreement.MovedFrom}], w.moves[moveEnd{n, agreement.MovedTo}]) {
		write()
		return
	}
	w.next++
	id := strconv.Itoa(w.next)
	w.raw(`<w:`, tag, `RangeStart w:id="`, id, `" w:name="`, fmt.Sprintf("move%d.%d", n, k), `"`)
	w.stamp()
	w.raw(`/>`)
	write()
	w.raw(`<w:`, tag, `RangeEnd w:id="`, id, `"/>`)
}

// A moveEnd is one end of a move.
type moveEnd struct {
	n      int
	change agreement.Change
}

// countMoves counts the blocks at each end of the moves in a body that stands in move n.
func countMoves(ends map[moveEnd]int, body []agreement.Block, n int) {
	count := func(own int, change agreement.Change) int {
		if own == 0 || own == n || change != agreement.MovedFrom && change != agreement.MovedTo {
			return n
		}
		ends[moveEnd{own, change}]++
		return own
	}
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			countMoves(ends, b.Body, count(b.Move, b.Change))
		case *agreement.Paragraph:
			count(b.Move, b.Change)
		case *agreement.Table, *agreement.Signatures:
		}
	}
}

// flush writes a paragraph without a number.
func (w *writer) flush(q *agreement.Paragraph, at place, keep bool) {
	change := inherit(q.Change, at.change)
	at.change = change
	w.paragraphs(paragraph{style: depthStyle("Text", at.depth), keep: keep, change: change}, q, nil, at, func() {}, change)
}

// paragraphs writes words with what goes before them; where a redline has the end of
// a paragraph among them, as several.
func (w *writer) paragraphs(p paragraph, q *agreement.Paragraph, c *agreement.Clause, at place, before func(), head agreement.Change) {
	parts, ends := split(q.Text)
	around := inherit(q.Change, at.change)
	for i, part := range parts {
		own := p
		if i > 0 { // Word keeps the kind of the paragraph at the end of which the mark stands
			own = paragraph{style: depthStyle("Text", at.depth), change: p.change}
			first := p
			if ends[i-1] == agreement.Deleted {
				own, first = first, own
			}
			if at.change == agreement.Unchanged {
				own.was = &first
			}
		}
		if i < len(ends) && at.change == agreement.Unchanged {
			own.change = ends[i]
		}
		w.begin(own)
		var marks [2]mark
		if i == 0 {
			if c != nil {
				marks[0] = w.marks.open(&w.printer, c.ID, head)
			}
			marks[1] = w.marks.open(&w.printer, q.ID, around)
		}
		write := func() {
			if i == 0 {
				before()
			}
			w.inlines(part, "", around)
			w.changes(agreement.Unchanged)
		}
		switch {
		case i > 0:
			write()
		case c != nil:
			w.comment(c, func() { w.comment(q, write) })
		default:
			w.comment(q, write)
		}
		marks[1].close(&w.printer)
		marks[0].close(&w.printer)
		w.end()
	}
}

// split cuts words at the ends of paragraphs that only one draft has.
func split(in []agreement.Inline) (parts [][]agreement.Inline, ends []agreement.Change) {
	from := 0
	for i, x := range in {
		if t, ok := x.(*agreement.Text); ok && t.Break {
			parts, ends = append(parts, in[from:i]), append(ends, t.Change)
			from = i + 1
		}
	}
	return append(parts, in[from:]), ends
}

// depthStyle is the style of a provision or of the words under one.
func depthStyle(name string, depth int) string { return name + strconv.Itoa(min(depth, deepest)) }
