package assemble

import (
	"go/token"
	"sync"

	"github.com/engross/engross/agreement"
)

// A wording is a clause as read, with marks in the place of values. What a clause
// prints besides values is the same text in every agreement in which its
// conditions fall out alike, so a wording is read once and copied with the values
// of each agreement. It never changes.
type wording struct {
	body        []agreement.Block
	definitions []definition // lent to the dictionary
	uses        []use        // the terms that body uses
	problems    agreement.Problems
	size        size  // of body
	spans       spans // where its parts stand in the marked text; nil where no trace was asked for
}

// A definition is a paragraph that defines a term, and the terms it uses itself.
type definition struct {
	paragraph *agreement.Paragraph
	uses      []use
}

// term is the term that is defined, in which marks stand for values.
func (d definition) term() string {
	return d.paragraph.Text[0].(*agreement.Define).Term // the reader lets no other paragraph in
}

// A tablePlace is where in a wording a table stands that was set aside.
type tablePlace struct {
	agreement.Block
	index int
	id    string
	pos   token.Position
}

// wordings remembers the wordings of one variant by the filled text they were
// read from. It may be used by many goroutines.
type wordings struct {
	mu     sync.RWMutex
	byText map[string]*wording
	size   int // bytes of the texts
}

// wordingsSize is how many bytes of text are remembered for one variant before it
// begins anew, so that a process that makes agreements for years stays small.
const wordingsSize = 1 << 16

func (m *wordings) get(marked []byte) *wording {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.byText[string(marked)]
}

func (m *wordings) put(marked []byte, w *wording) {
	if len(marked) > wordingsSize {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.size += len(marked); m.byText == nil || m.size > wordingsSize {
		m.byText, m.size = map[string]*wording{}, len(marked)
	}
	m.byText[string(marked)] = w
}

// section is one clause of an agreement: its wording with values.
type section struct {
	clause  *agreement.Clause
	chosen  *chosen
	wording *wording
	aside   aside
}

// read turns a filled clause into a section.
func read(r *run, f filled) *section {
	v := f.chosen.variant
	w := v.wordings.get(f.marked)
	if traced := r.trace != nil; w == nil || traced && w.spans == nil {
		w = v.read(string(f.marked), r.lib.terms, traced)
		v.wordings.put(f.marked, w)
	}
	r.problems = append(r.problems, w.problems...)
	return &section{chosen: f.chosen, wording: w, aside: f.aside, clause: &agreement.Clause{
		ID: v.Topic.ID, Kind: kindOf(f.chosen.item.Place), Pos: v.pos,
		Heading: []agreement.Inline{&agreement.Text{Text: typographic(v.Title, 0)}},
		Source:  &agreement.Source{Topic: v.Topic.ID, Variant: v.Name, Version: v.Version, Hash: v.Hash, Reads: v.reads()},
		Body:    newCopier(f.aside, w.size, w.spans).blocks(w.body), Conditions: f.chosen.conditions,
	}}
}

func kindOf(p Place) agreement.Kind {
	switch p {
	case InFront:
		return agreement.Front
	case InSchedule:
		return agreement.Schedule
	}
	return agreement.Numbered
}
