// Package redline compares two drafts of an agreement and says what changed, in
// a way that counsel can rely on: everything that changed is shown, which is proved
// on every run, and as little else as can be.
//
//	old, new := ...                   // two *agreement.Document
//	res, err := redline.Diff(old, new)
//	res.Document                      // a document with the changes marked, for any printer
//	res.Changes                       // each change, its kind, place, words before and after
//
// The drafts are compared as words in clauses. Numbers of clauses are not words,
// and references are compared by what they refer to, so that renumbering changes
// nothing; it is listed apart, as consequential, where something before them came,
// went or moved. Clauses are aligned by their
// stable ids and, where they have none, by their words. Those that moved are
// shown as moved, with the words that were edited on the way.
//
// The rooms of this package, in the order in which to read them; no file uses
// anything of a room before its own:
//
//   - printing a redline: print_html.go, print_critic.go, print_json.go, print_text.go,
//     cover.go, excerpt.go, remarks.go, runs.go, view.go, origin.go
//   - telling the cause of a change: explain.go, why.go
//   - the comparison from end to end, and its proof: redline.go, proof.go, settle.go,
//     accept.go, layout.go, overtyped.go
//   - the list of changes: list.go, structure.go, asides.go, hunks.go, kind.go, rename.go
//   - merging two drafts into one marked document: merge.go, words.go, seam.go, table.go,
//     recast.go, split.go, titles.go
//   - pairing the provisions, the tables and their columns: columns.go, align.go,
//     opening.go, likeness.go, rehang.go
//   - drafts as trees, and what a change is: tree.go, change.go, plain.go
//   - words, figures and the algorithm: token.go, figure.go, myers.go, mark.go
package redline

import (
	"fmt"

	"github.com/engross/engross/agreement"
)

// notice is printed with every redline.
const notice = "This comparison was made by a program. It is not legal advice; counsel must review it."

// Diff compares two drafts. It keeps both and changes neither.
//
// The result is proved: [Accept] of its document spells new and [Reject] of it
// spells old, words, structure and numbers. Where it did not, or where a draft
// is itself a redline, the error is an [agreement.Problems] and there is no
// result.
func Diff(old, new *agreement.Document) (*Result, error) {
	var ps agreement.Problems
	inspect(&ps, "old", old)
	inspect(&ps, "new", new)
	if err := ps.Err(); err != nil {
		return nil, err
	}
	old, new = overtyped(old, new)
	m := merged(uncut(old), uncut(new))
	if was, is, any := m.untitled(); any {
		old, new = was, is
		m = merged(uncut(old), uncut(new))
	}
	if was, is, any := m.divide(); any {
		if res, err := merged(was, is).result(old, new); err == nil && res != nil {
			res.divided = true
			return res, nil
		}
	}
	return m.result(old, new)
}

// merged is a merger of two drafts that are aligned.
func merged(old, new cutting) *merger {
	const distinct = 1 << 11 // words of an agreement, about
	ns := names{ids: make(map[string]int32, distinct)}
	gone, come := termChanges(old.doc, new.doc)
	before, after := ns.with(gone).draft(old), ns.with(come).draft(new)
	a := newAligner(before, after, len(ns.ids))
	a.pieces(old, new)
	a.align()
	return &merger{names: ns, lost: gone, won: come, old: before, new: after, origins: map[agreement.Block]int{}, merged: map[int]agreement.Block{}}
}

// result is the redline of old and new, proved. There is none where a paragraph was
// cut in vain.
func (m *merger) result(old, new *agreement.Document) (*Result, error) {
	before, after := m.old, m.new
	m.oldDepth, m.newDepth = before.depths(), after.depths()
	m.oldIn, m.newIn = before.parents(), after.parents()
	rehung := rehang(before, after)
	layout(m.names, before, after)
	if m.undivided() {
		return nil, nil
	}
	m.resolve()
	m.hung = after.depths()
	doc := m.document()
	if err := prove(doc, old, new, !rehung); err != nil {
		return nil, err
	}
	res := &Result{Document: doc, old: old, new: new, words: before.nodes[0].words + after.nodes[0].words}
	for i := range before.nodes {
		res.blocks = append(res.blocks, before.nodes[i].block)
	}
	res.Changes, res.Stats = list(m, doc)
	return res, nil
}

// inspect reports what in a draft cannot be compared.
func inspect(ps *agreement.Problems, name string, d *agreement.Document) {
	if d == nil {
		ps.Add(&agreement.Problem{ID: "redline-draft", Message: "there is no " + name + " draft",
			Hint: "give two drafts to compare"})
		return
	}
	if d.Was != nil || d.Compared != nil {
		ps.Add(&agreement.Problem{ID: "redline-draft", Message: "the " + name + " draft is itself a redline",
			Hint: "accept or reject its changes first"})
	}
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		t, ok := b.(*agreement.Table)
		for i := 0; ok && i < len(t.Rows); i++ {
			if len(t.Rows[i].Cells) != len(t.Head) {
				ps.Add(&agreement.Problem{ID: "redline-draft", Pos: t.Pos,
					Message: fmt.Sprintf("row %d of a table in the %s draft has %d cells and its head %d", i+1, name, len(t.Rows[i].Cells), len(t.Head)),
					Hint:    "give every row as many cells as the head"})
			}
		}
		return true
	})
}

// Undivided is the same redline with the words that became a provision of their own
// deleted where they were and inserted where they are, for a printer that has no mark
// for the end of a paragraph between two provisions.
func Undivided(res *Result) (*Result, error) {
	if !res.divided {
		return res, nil
	}
	plain, err := merged(uncut(res.old), uncut(res.new)).result(res.old, res.new)
	if err != nil {
		return nil, err
	}
	plain.Document.Compared, plain.Date = res.Document.Compared, res.Date
	return plain, nil
}
