package assemble

import (
	"go/token"

	"github.com/engross/engross/agreement"
)

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
	filled
	clause  *agreement.Clause
	wording *wording
}

// remembered is the wording of a filled text, or nil where it has to be read.
func (v *Variant) remembered(marked []byte, traced bool) *wording {
	w := v.wordings.get(marked)
	if w != nil && traced && w.spans == nil {
		return nil
	}
	return w
}

// read finds the wording of a section whose text has not been met before.
func (s *section) read(terms *vocabulary, traced bool) {
	v := s.chosen.variant
	s.wording = v.read(string(s.marked), terms, traced)
	v.wordings.put(s.marked, s.wording)
}

// word gives a section its words: those of the wording, with values.
func (s *section) word(r *run) {
	v, w := s.chosen.variant, s.wording
	r.problems = append(r.problems, w.problems...)
	s.clause = &agreement.Clause{
		ID: v.Topic.ID, Kind: kindOf(s.chosen.item.Place), Pos: v.pos,
		Heading: []agreement.Inline{&agreement.Text{Text: typographic(v.Title, 0)}},
		Source:  &agreement.Source{Topic: v.Topic.ID, Variant: v.Name, Version: v.Version, Hash: v.Hash, Reads: v.reads()},
		Body:    newCopier(s.aside, w.size, w.spans).blocks(w.body), Conditions: s.chosen.conditions,
	}
	liftSingles(s.clause.Body)
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
