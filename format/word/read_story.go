package word

import (
	"strconv"
	"strings"
)

// A story is what a part of a document says, before anybody has accepted or rejected
// anything: paragraphs and tables, each piece of them with the changes it is in.

// A Revision is a tracked change as the file has it.
type Revision struct {
	Kind   string // "ins", "del", "moveFrom", "moveTo"; of format alone "rPrChange" and such
	Author string // "" where the file does not say, or was cleaned of names
	Date   string // as the file has it, or ""
}

// revisions are those that a piece is in, outermost first.
type revisions []*Revision

// alive reports whether something is there when all is accepted, or rejected: every
// change it is in must leave it there.
func (rs revisions) alive(accept bool) bool {
	for _, r := range rs {
		switch r.Kind {
		case "ins", "moveTo", "cellIns":
			if !accept {
				return false
			}
		case "del", "moveFrom", "cellDel":
			if accept {
				return false
			}
		}
	}
	return true
}

func (rs revisions) moved() bool {
	for _, r := range rs {
		if r.Kind == "moveFrom" {
			return true
		}
	}
	return false
}

// A pieceKind says what a piece is.
type pieceKind uint8

const (
	wordsPiece   pieceKind = iota
	markPiece              // a bookmark begins
	markEndPiece           // and ends
	fieldBegin
	fieldResult
	fieldEnd
	notePiece    // a reference to a footnote or an endnote
	commentPiece // a reference to a comment
	anchorBegin  // a link begins, to a bookmark or out of the file
	anchorEnd
)

// A piece is part of a paragraph.
type piece struct {
	kind   pieceKind
	text   string // words; the name of a bookmark; the code of a field
	id     string // of a bookmark, a note, a comment
	style  string // character style
	bold   int8   // 1 bold, -1 not, 0 as the style has it
	hidden bool
	marks  string    // how the words are marked besides, by hand: "italic, struck"
	format *Revision // where that is tracked
	was    *piece    // how the words were marked before that
	in     revisions
}

// props are what a paragraph says of itself.
type props struct {
	style     string
	num, lvl  int // -1 where it does not say
	outline   int // -1 where it does not say
	indent    int // twips, of the words
	hasIndent bool
	right     bool
	center    bool
	section   bool // a section ends here
}

func plainProps() props { return props{num: -1, lvl: -1, outline: -1} }

// A para is a paragraph of a story.
type para struct {
	props
	was    *props // before a change of its format
	mark   revisions
	pieces []piece
}

// A tableStory is a table.
type tableStory struct {
	style string
	rows  []rowStory
}

type rowStory struct {
	in    revisions
	head  bool
	cells []cellStory
}

type cellStory struct {
	in   revisions
	span int
	body []storyBlock
}

// A storyBlock is a paragraph or a table.
type storyBlock struct {
	para  *para
	table *tableStory
	box   bool // it stands in a text box beside the paragraph before it
}

// A reader reads a story.
type reader struct {
	*scanner
	in      revisions // the changes around
	pending []piece   // bookmarks between paragraphs
	formats []*Revision
	boxes   [][]storyBlock // text boxes met in the paragraph
	found   *findings
}

// findings are what in a file is not words, to be told.
type findings struct {
	pictures, objects, chunks, paragraphs int
}

// blocks reads the blocks in the element that has just begun.
func (r *reader) blocks() (out []storyBlock, err error) {
	err = r.each(func(name string) error { return r.block(name, &out) })
	if len(r.pending) > 0 && len(out) > 0 { // bookmarks after the last paragraph
		if p := out[len(out)-1].para; p != nil {
			p.pieces = append(p.pieces, r.pending...)
			r.pending = nil
		}
	}
	return out, err
}

func (r *reader) block(name string, out *[]storyBlock) error {
	switch name {
	case "p":
		p, err := r.paragraph()
		*out = append(*out, storyBlock{para: p})
		for _, box := range r.boxes {
			*out = append(*out, box...)
		}
		r.boxes = nil
		return err
	case "tbl":
		t, err := r.table()
		*out = append(*out, storyBlock{table: t})
		return err
	case "ins", "del", "moveFrom", "moveTo":
		return r.within(name, func() error {
			return r.each(func(name string) error { return r.block(name, out) })
		})
	case "bookmarkStart", "bookmarkEnd":
		r.pending = append(r.pending, r.bookmark(name))
	case "altChunk":
		r.found.chunks++
	case "AlternateContent":
		return r.alternate(func(name string) error { return r.block(name, out) })
	case "sectPr", "sdtPr", "sdtEndPr", "customXmlPr", "tblPr", "tblGrid", "tcPr", "trPr", "tblPrEx", "smartTagPr":
		return nil
	case "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "commentRangeStart", "commentRangeEnd", "proofErr", "permStart", "permEnd":
		return nil
	default: // content controls and whatever else stands around paragraphs
		return r.each(func(name string) error { return r.block(name, out) })
	}
	return nil
}

// alternate reads one of the alternatives that a program writes for older ones: the
// first.
func (r *reader) alternate(f func(name string) error) error {
	taken := false
	return r.each(func(name string) error {
		if taken || name != "Choice" && name != "Fallback" {
			return nil
		}
		taken = true
		return r.each(f)
	})
}

// revision is the change that the element which has just begun tracks.
func (r *reader) revision(kind string) *Revision {
	return &Revision{Kind: kind, Author: r.attr("author"), Date: r.attr("date")}
}

// within reads what stands in a change.
func (r *reader) within(kind string, f func() error) error {
	outer := r.in
	r.in = append(outer[:len(outer):len(outer)], r.revision(kind))
	err := f()
	r.in = outer
	return err
}

func (r *reader) bookmark(name string) piece {
	kind := markPiece
	if name == "bookmarkEnd" {
		kind = markEndPiece
	}
	return piece{kind: kind, text: r.attr("name"), id: r.attr("id"), in: r.in}
}

func (r *reader) paragraph() (*para, error) {
	if r.found.paragraphs++; r.found.paragraphs > maxParas {
		return nil, errTooLong
	}
	p := &para{props: plainProps(), pieces: r.pending}
	r.pending = nil
	boxes := r.boxes
	r.boxes = nil
	err := r.each(func(name string) error {
		if name == "pPr" {
			return r.paragraphProps(p)
		}
		return r.inline(name, p)
	})
	r.boxes = append(boxes, r.boxes...)
	return p, err
}

// paragraphProps reads what a paragraph says of itself.
func (r *reader) paragraphProps(p *para) error {
	return r.each(func(name string) error {
		switch name {
		case "rPr":
			return r.each(func(name string) error {
				switch name {
				case "ins", "del", "moveFrom", "moveTo":
					p.mark = append(p.mark, r.revision(name))
				case "rPrChange":
					r.formats = append(r.formats, r.revision(name))
				}
				return nil
			})
		case "pPrChange":
			r.formats = append(r.formats, r.revision(name))
			was := plainProps()
			err := r.each(func(name string) error {
				if name == "pPr" {
					return r.each(func(name string) error { return r.prop(name, &was) })
				}
				return nil
			})
			p.was = &was
			return err
		}
		return r.prop(name, &p.props)
	})
}

func (r *reader) prop(name string, p *props) error {
	switch name {
	case "pStyle":
		p.style = r.attr("val")
	case "numPr":
		return r.each(func(name string) error {
			switch name {
			case "numId":
				p.num = number(r.attr("val"), -1)
			case "ilvl":
				p.lvl = number(r.attr("val"), -1)
			}
			return nil
		})
	case "sectPr":
		p.section = true
	case "outlineLvl":
		p.outline = number(r.attr("val"), -1)
	case "jc":
		p.right = r.attr("val") == "right" || r.attr("val") == "end"
		p.center = r.attr("val") == "center"
	case "ind":
		for _, side := range []string{"left", "start"} {
			if v := r.attr(side); v != "" {
				p.indent, p.hasIndent = number(v, 0), true
			}
		}
	}
	return nil
}

// number reads a whole number, also where a program writes a decimal.
func number(s string, otherwise int) int {
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil {
		return n
	}
	if f, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(s), "pt"), 64); err == nil && f > -1e9 && f < 1e9 {
		return int(f)
	}
	return otherwise
}

func (r *reader) table() (*tableStory, error) {
	t := &tableStory{}
	err := r.each(func(name string) error { return r.tablePart(name, t) })
	return t, err
}

func (r *reader) tablePart(name string, t *tableStory) error {
	switch name {
	case "tr":
		return r.tableRow(t)
	case "tblPr":
		return r.each(func(name string) error {
			if name == "tblStyle" {
				t.style = r.attr("val")
			}
			return nil
		})
	case "tblGrid", "tblPrEx", "sdtPr", "sdtEndPr", "customXmlPr":
		return nil
	case "bookmarkStart", "bookmarkEnd":
		r.pending = append(r.pending, r.bookmark(name))
		return nil
	}
	return r.each(func(name string) error { return r.tablePart(name, t) })
}

func (r *reader) tableRow(t *tableStory) error {
	row := rowStory{in: r.in}
	err := r.each(func(name string) error { return r.rowPart(name, &row) })
	t.rows = append(t.rows, row)
	return err
}

func (r *reader) rowPart(name string, row *rowStory) error {
	switch name {
	case "tc":
		return r.tableCell(row)
	case "trPr":
		return r.each(func(name string) error {
			switch name {
			case "ins", "del":
				row.in = append(row.in[:len(row.in):len(row.in)], r.revision(name))
			case "tblHeader":
				row.head = !off(r.attr("val"))
			case "trPrChange":
				r.formats = append(r.formats, r.revision(name))
			}
			return nil
		})
	case "tblPrEx", "sdtPr", "sdtEndPr", "customXmlPr":
		return nil
	case "bookmarkStart", "bookmarkEnd":
		r.pending = append(r.pending, r.bookmark(name))
		return nil
	}
	return r.each(func(name string) error { return r.rowPart(name, row) })
}

func (r *reader) tableCell(row *rowStory) error {
	c := cellStory{span: 1}
	err := r.each(func(name string) error {
		if name == "tcPr" {
			return r.each(func(name string) error {
				switch name {
				case "gridSpan":
					c.span = max(1, min(64, number(r.attr("val"), 1)))
				case "cellIns", "cellDel":
					c.in = append(c.in, r.revision(name))
				}
				return nil
			})
		}
		return r.block(name, &c.body)
	})
	row.cells = append(row.cells, c)
	return err
}
