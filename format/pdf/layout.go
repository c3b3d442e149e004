package pdf

import (
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/house"
)

// Options says how a PDF is made. The zero value prints on A4 with the
// built-in faces.
type Options struct {
	Paper       Paper
	Fonts       *Fonts       // faces for characters that the built-in ones lack, or nil
	Attachments []Attachment // files to embed, in this order
	TextAnchors bool         // on an execution copy, the names of the fields as words that no eye sees, for services that read no forms
	House       *house.Style // of whose firm it has the faces, the colour and what stands in the margins, or nil
}

// Pages are the laid-out pages of a document.
type Pages struct {
	doc     *agreement.Document
	options Options
	pages   []page
	tags    *tagNode // the root of the structure
	outline []entry
	anchors []spot // by anchor
	fonts   fontsUsed
	// textFont is the number of the object of the regular face, once it is written.
	textFont int
}

// A page is what is drawn on one sheet, from its upper left corner.
type page struct {
	width, height length
	left          length // of the measure
	top           length // of the first line
	pieces        []piece
}

// A piece is an element and where it stands.
type piece struct {
	*element
	x, y  length // of the element's own origin
	again bool   // it was drawn before, and is drawn here for the eye alone
}

// An element is one thing drawn: a line of a paragraph, a rule, or a mark that
// something begins here.
type element struct {
	kind   elementKind
	x, y   length // from the origin; for a line, the start of its baseline
	p      *paragraph
	line   int
	turned bool   // the line runs upward
	w, h   length // of a rule, or of the area of a link
	ink    ink
	anchor anchor
	tag    *tagNode          // of an area: the link or the form that it belongs to; of a drawing: the figure
	field  *field            // of an area: what is filled in there, or nil
	paths  []*agreement.Path // of a drawing
}

type elementKind uint8

const (
	textElement elementKind = iota
	ruleElement
	anchorElement
	areaElement   // a rectangle that leads to an anchor, or a field to fill in
	shapesElement // lines and areas of a drawing
	logoElement   // the logo of a firm
)

// An anchor is a place that links lead to; 0 is none.
type anchor int

// A spot is where an anchor stands, once the pages are known.
type spot struct {
	page int // from 0; -1 where the anchor was never set down
	y    length
}

// An entry is a line of the contents and of the outline.
type entry struct {
	label, title string
	kind         agreement.Kind
	level        int
	anchor       anchor
}

// A row is what a page break never cuts: a line with all that stands beside it.
type row struct {
	height   length // down to the row below
	above    length // space before it, none at the head of a page
	elements []element
	keep     bool      // stays on the page of the row before
	sheet    sheet     // begins a new page
	head     *tableTop // repeated where the row begins a page
	changed  bool      // marked by a change bar
}

// A sheet says whether a row begins a new page.
type sheet uint8

const (
	samePage sheet = iota
	newUpright
	newLandscape
	newSchedule // upright, unless it goes on the page of the schedule before
)

// A tableTop is the rows repeated at the head of each page of a table.
type tableTop struct{ rows []row }

// A layouter turns a document into rows, and rows into pages.
type layouter struct {
	doc         *agreement.Document
	paper       Paper
	fonts       *Fonts
	house       *house.Style
	textAnchors bool
	breaker     breaker
	margins     margins
	measure     length // width of the text on the sheet being filled
	rows        []row
	next        row // what is known of the row to come
	anchors     map[string]anchor
	anchorN     int
	outline     []entry
	grids       map[*agreement.Table]*grid // measured before they are set
	parted      bool                       // sections stand under a part
	where       []string                   // citations of the clauses around, for problems
	pos         *agreement.Clause
	problems    agreement.Problems
	moves       map[int]agreement.Move
	told        map[string]bool // messages with the words they are about
	at          *tagNode        // the element that is open
	signers     int             // signature blocks that were set
	value       bool            // the words being set are of the term sheet, not of the clause

	schedules int // set so far
}

// Layout breaks a document into lines and pages. Where it cannot print the
// document, the error is [agreement.Problems].
func Layout(d *agreement.Document, o Options) (*Pages, error) {
	l := &layouter{
		doc: d, paper: o.Paper, fonts: o.Fonts, house: o.House, textAnchors: o.TextAnchors,
		breaker: breaker{patterns: patternsFor(d.Language)},
		anchors: map[string]anchor{}, grids: map[*agreement.Table]*grid{},
		moves: agreement.Moves(d.Body), told: map[string]bool{}, margins: agreementMargins,
	}
	if d.Brief {
		l.margins = briefMargins
	}
	if o.Paper > Letter {
		return nil, agreement.Problems{{ID: "paper", Message: "no such paper size", Hint: "choose A4 or Letter"}}
	}
	l.measure = l.upright()
	matter := &tagNode{tag: tagDocument}
	l.at = matter
	if d.Brief {
		l.briefTitle()
	}
	l.blocks(d.Body, frame{})
	body := l.paginate(l.take())
	root := &tagNode{tag: tagDocument}
	l.at = root
	var front []page
	if !d.Brief {
		front = l.frontMatter(body)
	}
	root.within = append(root.within, matter.within...)
	if err := l.problems.Err(); err != nil {
		l.problems.Sort()
		return nil, l.problems
	}
	p := &Pages{doc: d, options: o, tags: root, outline: l.outline, pages: slices.Concat(front, body)}
	l.furnish(p)
	p.locate(l.anchorN)
	if err := l.problems.Err(); err != nil {
		l.problems.Sort()
		return nil, l.problems
	}
	return p, nil
}

// upright and landscape are the measures of the two ways to hold the sheet.
func (l *layouter) upright() length {
	width, _ := l.paper.size()
	return width - l.margins.left - l.margins.right
}

func (l *layouter) landscape() length {
	_, height := l.paper.size()
	return height - l.margins.left - l.margins.right
}

// take hands over the rows made so far.
func (l *layouter) take() []row {
	rows := l.rows
	l.rows, l.next = nil, row{}
	return rows
}

// row appends a row, with what the calls before it said of it.
func (l *layouter) row(r row) {
	r.above = max(r.above, l.next.above)
	r.keep = r.keep || l.next.keep
	if l.next.sheet != samePage {
		r.sheet = l.next.sheet
	}
	r.elements = append(l.next.elements, r.elements...)
	l.rows = append(l.rows, r)
	l.next = row{}
}

// space leaves room above the next row.
func (l *layouter) space(n length) {
	if l.doc.Brief {
		n /= 2
	}
	l.next.above = max(l.next.above, n)
}

// keepWithNext keeps the next row on the page of the last.
func (l *layouter) keepWithNext() { l.next.keep = true }

// anchorFor is the anchor that links to the block with an ID lead to.
func (l *layouter) anchorFor(id string) anchor {
	if id == "" {
		return 0
	}
	a, ok := l.anchors[id]
	if !ok {
		l.anchorN++
		a = anchor(l.anchorN)
		l.anchors[id] = a
	}
	return a
}

// mark sets an anchor down at the next row.
func (l *layouter) mark(a anchor) {
	if a != 0 {
		l.next.elements = append(l.next.elements, element{kind: anchorElement, anchor: a})
	}
}

// locate finds where each anchor stands.
func (p *Pages) locate(anchors int) {
	p.anchors = make([]spot, anchors+1)
	for i := range p.anchors {
		p.anchors[i].page = -1
	}
	for n, pg := range p.pages {
		for _, pc := range pg.pieces {
			switch pc.kind {
			case anchorElement:
				p.anchors[pc.anchor] = spot{n, pc.y}
			case textElement:
				p.fonts.add(pc.p, pc.p.lines[pc.line])
			case ruleElement, areaElement, shapesElement, logoElement:
			}
		}
	}
}
