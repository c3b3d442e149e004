package pdf

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// inkFor is how a change is marked.
func inkFor(c agreement.Change) ink {
	switch c {
	case agreement.Unchanged:
		return black
	case agreement.Inserted:
		return inkInserted
	case agreement.Deleted:
		return inkDeleted
	case agreement.MovedFrom:
		return inkMovedFrom
	case agreement.MovedTo:
		return inkMovedTo
	}
	panic("render: no such change")
}

// inlines appends words in a face; defined terms are bold between quotation
// marks.
func (w *writer) inlines(in []agreement.Inline, face faceID) {
	n := 0
	for _, x := range in {
		_, words := inlineChange(x)
		n += len(words) // no fewer than its characters
	}
	w.p.glyphs = slices.Grow(w.p.glyphs, n)
	w.p.runs = slices.Grow(w.p.runs, len(in)+2)
	for _, x := range in {
		switch x := x.(type) {
		case *agreement.Text:
			w.text(x.Text, face, run{ink: inkFor(x.Change), verbatim: x.Value, raised: x.Raised()})
		case *agreement.Define:
			r := run{ink: inkFor(x.Change), verbatim: true}
			w.text("“", face, r)
			w.text(x.Term, bold, r)
			w.text("”", face, r)
		case *agreement.Ref:
			w.reference(x, face)
		}
	}
}

// reference appends a cross-reference. Its number stays with the word before
// it; where only the number moved, a redline shows the old one struck in grey.
func (w *writer) reference(x *agreement.Ref, face faceID) {
	if x.Was != "" && x.Change == agreement.Unchanged {
		w.text(tied(x.Was), face, run{ink: greyStruck, verbatim: true})
		w.text(" ", face, run{})
	}
	r := run{ink: inkFor(x.Change), verbatim: true}
	if !r.ink.struck() {
		r.link = w.anchorFor(x.Target)
	}
	w.text(tied(x.Text), face, r)
}

// tied keeps the first two words of a citation on one line: "Section 4.2".
func tied(s string) string { return strings.Replace(s, " ", "\u00A0", 1) }

// label appends the label of a clause.
func (w *writer) label(c *agreement.Clause) {
	w.text(c.Label, w.p.style.face, run{ink: inkFor(c.Change), verbatim: true})
}
