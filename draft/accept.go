package draft

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/check"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// An Acceptance says what of the changes in a draft that came back is accepted, and
// what to note of it in the term sheet.
type Acceptance struct {
	Accept  func(*redline.Change) bool // nil accepts all
	AskedBy string
	Why     string
	Date    schema.Date
}

// Home is what became of the changes of a draft that came back.
type Home struct {
	Sheet    []byte           `json:"-"`        // the next term sheet
	Values   []HomeValue      `json:"values"`   // that changed, at their paths
	Wordings []schema.Wording `json:"wordings"` // that are new in it
	Refused  []redline.Change `json:"refused"`  // changes that were not accepted
	Left     []redline.Change `json:"left"`     // accepted changes that the next draft does not have
}

// A HomeValue is a value of the term sheet that is another.
type HomeValue struct {
	Path   string `json:"path"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Accept makes the term sheet of the draft that came back. A change of a printed value
// goes to the path of the value; one of words becomes negotiated wording. Comments and
// the order of the term sheet stay.
//
// The result is proved: the agreement that the next term sheet makes is compared with
// the draft that came back, and what differs is in Left. The error is
// [agreement.Problems], where the words that came back do not stand as a clause would.
func Accept(lib *assemble.Library, f *schema.File, back *agreement.Document, how Acceptance) (*Home, error) {
	a := &accepter{lib: lib, how: how, file: f, tried: map[string]bool{}}
	made, err := a.assemble(f)
	if err != nil {
		return nil, err
	}
	sent := made.Document
	res, err := redline.Diff(sent, likeSent(sent, back))
	if err != nil {
		return nil, err
	}
	accepted := how.Accept
	if accepted == nil {
		accepted = func(*redline.Change) bool { return true }
	}
	a.home = &Home{Values: []HomeValue{}, Wordings: []schema.Wording{}, Refused: []redline.Change{}, Left: []redline.Change{}}
	for i := range res.Changes {
		if c := &res.Changes[i]; c.Kind != redline.Consequential && !accepted(c) {
			a.home.Refused = append(a.home.Refused, *c)
		}
	}
	a.target = redline.Settle(res, accepted)
	made.Renumber(a.target)
	if err := a.values(); err != nil {
		return nil, err
	}
	if err := a.words(); err != nil {
		return nil, err
	}
	if a.refusal != nil && len(a.home.Left) > 0 {
		return nil, a.refusal
	}
	a.home.Sheet = a.file.Source
	return a.home, nil
}

// likeSent is a draft that came back with what a page does not say as it was sent.
func likeSent(sent, back *agreement.Document) *agreement.Document {
	d := *back
	d.Kind, d.Language, d.Digest = sent.Kind, sent.Language, sent.Digest
	if d.Notice == "" {
		d.Notice = sent.Notice
	}
	return &d
}

type accepter struct {
	lib    *assemble.Library
	how    Acceptance
	file   *schema.File // the term sheet as far as it is made
	target *agreement.Document
	home   *Home
	tried  map[string]bool
	// refusal is why the last wording that was not taken makes no agreement.
	refusal error
}

func (a *accepter) assemble(f *schema.File) (*assemble.Result, error) {
	if err := check.References(f).Err(); err != nil {
		return nil, err
	}
	return a.lib.Assemble(f, assemble.Options{})
}

// missing is what the agreement of a term sheet lacks of the draft that came back.
func (a *accepter) missing(f *schema.File) ([]redline.Change, error) {
	made, err := a.assemble(f)
	if err != nil {
		return nil, err
	}
	doc := made.Document
	target := likeSent(doc, a.target)
	target.Status = doc.Status
	res, err := redline.Diff(doc, target)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(res.Changes, func(c redline.Change) bool { return c.Kind == redline.Consequential }), nil
}

// edited is the term sheet with an edit.
func (a *accepter) edited(edit func(*schema.Edit)) (*schema.File, error) {
	e, err := a.file.Edit()
	if err != nil {
		return nil, err
	}
	edit(e)
	return schema.Load(a.file.Name, e.Source())
}

// values finds the values whose change brings the agreement nearer to the draft that
// came back: each is tried, and kept where it explains what changed and nothing else.
func (a *accepter) values() error {
	missing, err := a.missing(a.file)
	if err != nil {
		return err
	}
	for again := true; again && len(missing) > 0; {
		again = false
		for i := range missing {
			if next, left := a.tryValues(&missing[i], weight(missing)); next != nil {
				a.file, missing, again = next, left, true
				break
			}
		}
	}
	return nil
}

// weight is how much two drafts differ.
func weight(list []redline.Change) int {
	n := 0
	for _, c := range list {
		n += 2 + len(strings.Fields(c.Before)) + len(strings.Fields(c.After))
		n += len(c.Occurrences)
	}
	return n
}

// tryValues is the term sheet with the first value that would explain a change, and
// what is missing then; nil where there is none.
func (a *accepter) tryValues(c *redline.Change, before int) (*schema.File, []redline.Change) {
	list := a.headCandidates(c)
	if c.Before != "" && c.After != "" && c.Kind != redline.Moved {
		list = append(list, a.candidates(c)...)
	}
	for _, v := range list {
		next, err := a.edited(func(e *schema.Edit) { e.Put(v.path, v.value) })
		if err != nil {
			continue
		}
		left, err := a.missing(next)
		if err != nil || weight(left) >= before {
			continue
		}
		a.home.Values = append(a.home.Values, HomeValue{Path: v.name, Before: v.before, After: schema.Plain(v.value)})
		return next, left
	}
	return nil, nil
}
