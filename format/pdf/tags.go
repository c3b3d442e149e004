package pdf

import "strings"

// A tag is what a piece of a document is to a reader that does not see the page:
// the standard structure types of ISO 32000-1, 14.8.4, that are used here.
type tag string

const (
	tagDocument  tag = "Document"
	tagSection   tag = "Sect"
	tagTitle     tag = "H1"
	tagHeading   tag = "H2" // of a part, a schedule, or a section that stands under no part
	tagUnder     tag = "H3" // of a section under a part
	tagParagraph tag = "P"
	tagList      tag = "L"
	tagItem      tag = "LI"
	tagLabel     tag = "Lbl"
	tagBody      tag = "LBody"
	tagTable     tag = "Table"
	tagRow       tag = "TR"
	tagHead      tag = "TH"
	tagCell      tag = "TD"
	tagContents  tag = "TOC"
	tagEntry     tag = "TOCI"
	tagReference tag = "Reference"
	tagLink      tag = "Link"
	tagForm      tag = "Form" // a field to fill in
	tagFigure    tag = "Figure"
)

// A tagNode is one element of the structure of a document. What is drawn of it on
// the pages comes before the elements in it.
type tagNode struct {
	tag     tag
	columns bool      // of a head cell: it heads its column; otherwise its row
	counts  string    // of a list: how its items are counted, a ListNumbering of the standard
	alt     string    // of a figure: what it shows
	box     [4]length // of a figure: left, bottom, right, top on its page
	drawn   []drawn
	within  []*tagNode

	number int // of its object
	parent int // of the object of what it is in
}

// A drawn is content of an element: marked content of a page, an element that was
// begun while its page was drawn, or a link.
type drawn struct {
	page    int
	content int // number of the marked content on the page; -1 for the others
	element *tagNode
	link    int // object number of the annotation
}

// enter begins an element in the one that is open and gives the outer one, to go
// back to.
func (l *layouter) enter(t tag) (outer *tagNode) {
	outer = l.at
	l.at = outer.add(t)
	return outer
}

func (n *tagNode) add(t tag) *tagNode {
	x := &tagNode{tag: t}
	n.within = append(n.within, x)
	return x
}

// item begins an item of a list, of the one that is being set where that is the
// last thing in the open element. The label of the first says how the list is counted.
func (l *layouter) item(label string) *tagNode {
	last := len(l.at.within) - 1
	if last < 0 || l.at.within[last].tag != tagList {
		l.at.add(tagList).counts = numbering(label)
		last++
	}
	return l.at.within[last].add(tagItem)
}

// numbering is how a list is counted that begins with a label.
func numbering(label string) string {
	switch first := strings.Trim(label, "()[]. "); {
	case first == "":
		return "None"
	case first == "i":
		return "LowerRoman"
	case first == "I":
		return "UpperRoman"
	case 'a' <= first[0] && first[0] <= 'z':
		return "LowerAlpha"
	case 'A' <= first[0] && first[0] <= 'Z':
		return "UpperAlpha"
	}
	return "Decimal"
}

// heading is the tag of a heading that stands at a level of the outline.
func headingTag(level int) tag {
	if level > 0 {
		return tagUnder
	}
	return tagHeading
}
