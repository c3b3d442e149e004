package draft

import (
	"cmp"
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
	Decide  func(*redline.Change) Choice // nil accepts all
	AskedBy string                       // who asked for changes of which [Choice.AskedBy] says nothing
	Why     string
	Date    schema.Date
}

// A Choice is what to do with a change, and what to note of it.
type Choice struct {
	Decision Decision
	AskedBy  string // who asked for the change
	Why      string // for the house; that of the Acceptance where it is ""
	Reply    string // to the other side, where the change is not accepted
}

// A Decision says what becomes of a change.
type Decision uint8

const (
	Accepted Decision = iota
	Refused           // the draft stays as it was, and says so in a comment
	Open              // the draft stays as it was for now
)

// Decisions are the names of all decisions, as rules and flags have them.
var Decisions = []string{"accept", "refuse", "open"}

// Home is what became of the changes of a draft that came back.
type Home struct {
	Sheet    []byte           `json:"-"`        // the next term sheet
	Values   []HomeValue      `json:"values"`   // that changed, at their paths
	Wordings []schema.Wording `json:"wordings"` // that are new in it
	Refused  []redline.Change `json:"refused"`  // changes that were not accepted
	Open     []redline.Change `json:"open"`     // changes that are left open
	Besides  []redline.Change `json:"besides"`  // accepted changes that cannot be parted from some that are refused or open, and stay with them
	Left     []redline.Change `json:"left"`     // accepted changes that the next draft does not have
}

// A HomeValue is a value of the term sheet that is another.
type HomeValue struct {
	Path   string `json:"path"`
	Before string `json:"before"`
	After  string `json:"after"`

	steps []string
	value any
}

// Accept makes the term sheet of the draft that came back. A change of a printed value
// goes to the path of the value; one of words becomes negotiated wording. Comments and
// the order of the term sheet stay.
//
// The result is proved: the agreement that the next term sheet makes is compared with
// the draft that came back, and what differs is in Left. The error is
// [agreement.Problems], where the words that came back do not stand as a clause would.
func Accept(lib *assemble.Library, f *schema.File, back *agreement.Document, how Acceptance) (*Home, error) {
	if how.Decide == nil {
		how.Decide = func(*redline.Change) Choice { return Choice{} }
	}
	a := &accepter{lib: lib, how: how, file: f, tried: map[string]bool{}, home: emptyHome()}
	made, err := a.assemble(f)
	if err != nil {
		return nil, err
	}
	res, err := redline.Diff(made.Document, likeSent(made.Document, back))
	if err != nil {
		return nil, err
	}
	a.settle(res)
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
	if err := a.answer(); err != nil {
		return nil, err
	}
	a.home.Sheet = a.file.Source
	return a.home, nil
}

func emptyHome() *Home {
	none := func() []redline.Change { return []redline.Change{} }
	return &Home{Values: []HomeValue{}, Wordings: []schema.Wording{}, Refused: none(), Open: none(), Besides: none(), Left: none()}
}

// settle decides on every change, and makes the draft that is to come home.
func (a *accepter) settle(res *redline.Result) {
	a.target, a.home.Besides = redline.Settle(res, func(c *redline.Change) bool {
		choice := a.how.Decide(c)
		choice.AskedBy, choice.Why = cmp.Or(choice.AskedBy, a.how.AskedBy), cmp.Or(choice.Why, a.how.Why)
		a.choices = append(a.choices, settled{*c, choice})
		switch choice.Decision {
		case Refused:
			a.home.Refused = append(a.home.Refused, *c)
		case Open:
			a.home.Open = append(a.home.Open, *c)
		case Accepted:
			return true
		}
		return false
	})
	if a.home.Besides == nil {
		a.home.Besides = []redline.Change{}
	}
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
	lib     *assemble.Library
	how     Acceptance
	file    *schema.File // the term sheet as far as it is made
	target  *agreement.Document
	home    *Home
	choices []settled
	tried   map[string]bool
	// refusal is why the last wording that was not taken makes no agreement.
	refusal error
}

// A settled change is one on which a choice was made.
type settled struct {
	redline.Change
	Choice
}

// choiceFor is the choice on an accepted change in a provision, or one around it.
func (a *accepter) choiceFor(id string) Choice {
	for _, s := range a.choices {
		if s.Decision == Accepted && (s.ClauseID == id || strings.HasPrefix(s.ClauseID, id+".")) {
			return s.Choice
		}
	}
	return Choice{AskedBy: a.how.AskedBy, Why: a.how.Why}
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
	list := append(a.headCandidates(c), a.choiceCandidates(c)...)
	if c.Before != "" && c.After != "" && c.Kind != redline.Moved {
		list = append(list, a.candidates(c)...)
	}
	for _, v := range list {
		next, err := a.edited(func(e *schema.Edit) { e.Put(v.path, v.value) })
		if err != nil {
			continue
		}
		left, err := a.missing(next)
		if err != nil || weight(left) >= before || v.topic != "" && changesIn(left, v.topic) {
			continue
		}
		a.home.Values = append(a.home.Values, HomeValue{Path: v.name, Before: v.before, After: schema.Plain(v.value), steps: v.path, value: v.value})
		return next, left
	}
	return nil, nil
}
