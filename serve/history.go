package serve

import (
	"encoding/json"
	"io"
	"slices"

	"github.com/tailscale/hujson"

	"github.com/engross/engross/schema"
)

// Steps are how a term sheet came to be what it is since it was opened here: the
// texts before and after each change, by their revisions.
type steps struct {
	List []stepTaken       `json:"list"`
	Done int               `json:"done"` // how many of them stand; the others were undone
	Text map[string]string `json:"text"` // by revision
}

type stepTaken struct {
	What   string `json:"what"` // for a person: "escrow.objection_days: 10 → 15"
	Before string `json:"before"`
	After  string `json:"after"`
}

// mostSteps is how many changes can be undone.
const mostSteps = 100

// stepsOf reads the steps of a term sheet. Those that cannot be read are forgotten:
// the term sheet itself is whole without them.
func (f *Folder) stepsOf(name string) *steps {
	if s := f.steps[name]; s != nil {
		return s
	}
	s := &steps{Text: map[string]string{}}
	if f.undo != nil {
		if file, err := f.undo.Open(undoName(name)); err == nil {
			data, err := io.ReadAll(file)
			file.Close()
			if err != nil || json.Unmarshal(data, s) != nil || s.Text == nil || s.Done > len(s.List) || s.Done < 0 {
				s = &steps{Text: map[string]string{}}
			}
		}
	}
	f.steps[name] = s
	return s
}

func undoName(name string) string { return "undo-" + Revision([]byte(name)) + ".json" }

// keep writes the steps down. That they cannot be is no reason to lose a change.
func (f *Folder) keep(name string, s *steps) {
	f.steps[name] = s
	if f.undo == nil {
		return
	}
	if data, err := json.Marshal(s); err == nil {
		_ = writeWhole(f.undo, undoName(name), data, false)
	}
}

func begunName(name string) string { return "begun-" + Revision([]byte(name)) + ".json" }

// keepBegun notes the starter with which a term sheet began, so that the questions can
// say what nobody has looked at yet. Where it cannot be, they say nothing of it.
func (f *Folder) keepBegun(name string, json []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.undo != nil {
		_ = writeWhole(f.undo, begunName(name), json, false)
		return
	}
	if f.began == nil {
		f.began = map[string][]byte{}
	}
	f.began[name] = json
}

// begun is the starter with which a term sheet began, as JSON, or nil.
func (f *Folder) begun(name string) []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.undo == nil {
		return f.began[name]
	}
	file, err := f.undo.Open(begunName(name))
	if err != nil {
		return nil
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		return nil
	}
	return text
}

// confirm notes that somebody looked at what the starter says at a pointer, and that it
// is right.
func (f *Folder) confirm(name, pointer string) {
	root, err := hujson.Parse(f.begun(name))
	if err != nil {
		return
	}
	path, err := steps2path(pointer)
	edit := schema.Edit{Root: root}
	if err != nil || edit.At(path) == nil {
		return
	}
	edit.Cut(path)
	f.keepBegun(name, edit.Source())
}

// Change replaces a term sheet that was seen at a revision and notes how to undo it.
func (f *Folder) Change(name, seen, what string, text []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	before, err := f.Read(name)
	if err != nil {
		return err
	}
	if err := f.replace(name, seen, text); err != nil {
		return err
	}
	s := f.stepsOf(name)
	if at := s.at(seen); at >= 0 {
		s.Done = at
	} else {
		s.List, s.Done = nil, 0 // it was changed elsewhere: what came before cannot be put back without losing that
	}
	s.List = append(s.List[:s.Done], stepTaken{what, seen, Revision(text)})
	if len(s.List) > mostSteps {
		s.List = s.List[len(s.List)-mostSteps:]
	}
	s.Done = len(s.List)
	s.Text[seen], s.Text[Revision(text)] = string(before), string(text)
	s.prune()
	f.keep(name, s)
	return nil
}

// at is how many steps stand where the text is a revision, or -1.
func (s *steps) at(rev string) int {
	switch {
	case s.Done < len(s.List) && s.List[s.Done].Before == rev, s.Done > 0 && s.List[s.Done-1].After == rev:
		return s.Done
	}
	return -1
}

// prune forgets texts that no step needs.
func (s *steps) prune() {
	for rev := range s.Text {
		if !slices.ContainsFunc(s.List, func(x stepTaken) bool { return x.Before == rev || x.After == rev }) {
			delete(s.Text, rev)
		}
	}
}

// Undo puts back what the last change replaced, and Redo what the last undoing did.
// They give the text that stands now and say what was undone.
func (f *Folder) Undo(name, seen string) (what string, err error) { return f.turn(name, seen, -1) }
func (f *Folder) Redo(name, seen string) (what string, err error) { return f.turn(name, seen, +1) }

func (f *Folder) turn(name, seen string, way int) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.stepsOf(name)
	at := s.at(seen)
	i := at
	if way < 0 {
		i = at - 1
	}
	if at < 0 || i < 0 || i >= len(s.List) {
		verb := map[int]string{-1: "undo", +1: "do again"}[way]
		return "", &Refusal{422, "there is nothing to " + verb, "changes made in another program are not undone here"}
	}
	to := s.List[i].After
	if way < 0 {
		to = s.List[i].Before
	}
	text, ok := s.Text[to]
	if !ok {
		return "", &Refusal{422, "the earlier text is no longer there", "change the value by hand"}
	}
	if err := f.replace(name, seen, []byte(text)); err != nil {
		return "", err
	}
	s.Done = i + (1+way)/2
	f.keep(name, s)
	return s.List[i].What, nil
}

// turns are what can be undone and done again where the text is a revision; "" for
// nothing.
func (f *Folder) turns(name, rev string) (undo, redo string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.stepsOf(name)
	at := s.at(rev)
	if at > 0 {
		undo = s.List[at-1].What
	}
	if at >= 0 && at < len(s.List) {
		redo = s.List[at].What
	}
	return undo, redo
}
