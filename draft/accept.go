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
	Keep    func(*redline.Change) bool   // reports a place in which nothing follows a value that came home elsewhere; nil keeps none
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

// decisions are the names of all decisions, as rules and flags have them.
var decisions = []string{"accept", "refuse", "open"}

// Home is what became of the changes of a draft that came back.
type Home struct {
	Sheet    []byte           `json:"-"`        // the next term sheet
	Values   []HomeValue      `json:"values"`   // that changed, at their paths
	Wordings []schema.Wording `json:"wordings"` // that are new in it
	Refused  []redline.Change `json:"refused"`  // changes that were not accepted
	Open     []redline.Change `json:"open"`     // changes that are left open
	Besides  []redline.Change `json:"besides"`  // accepted changes that cannot be parted from some that are refused or open, and stay with them
	Follows  []Follow         `json:"follows"`  // places that print a value which came home, and that came back as they were sent
	Torn     []Torn           `json:"torn"`     // values that came back otherwise in two places; the one that is not home is also in Left
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
// A value that is printed in several places, as one of the page of key terms is, is
// taken where one of them came back changed and the others as they were sent; what
// follows is in Follows.
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
	return &Home{Values: []HomeValue{}, Wordings: []schema.Wording{}, Refused: none(), Open: none(), Besides: none(), Follows: []Follow{}, Torn: []Torn{}, Left: none()}
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

// A lack is what the agreement of a term sheet lacks of the draft that came back.
type lack struct {
	made    *assemble.Result
	changes []redline.Change
}

// missing is what the agreement of a term sheet lacks of the draft that came back. With
// a trace, each change has the values that are printed there among its causes.
func (a *accepter) missing(f *schema.File, traced bool) (lack, error) {
	if err := check.References(f).Err(); err != nil {
		return lack{}, err
	}
	made, err := a.lib.Assemble(f, assemble.Options{Trace: traced})
	if err != nil {
		return lack{}, err
	}
	target := likeSent(made.Document, a.target)
	target.Status = made.Document.Status
	res, err := redline.Diff(made.Document, target)
	if err != nil {
		return lack{}, err
	}
	if traced {
		redline.Trace(res, f.Spoken)
	}
	return lack{made, ofWords(res.Changes)}, nil
}

// ofWords is changes without those that follow from others.
func ofWords(list []redline.Change) []redline.Change {
	return slices.DeleteFunc(list, func(c redline.Change) bool { return c.Kind == redline.Consequential })
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
// What is changed in words comes first: where a table repeats a value and says
// otherwise, the words prevail.
func (a *accepter) values() error {
	now, err := a.missing(a.file, true)
	if err != nil {
		return err
	}
	for again := true; again; {
		slices.SortStableFunc(now.changes, func(x, y redline.Change) int { return cmp.Compare(rank(&x), rank(&y)) })
		again = slices.ContainsFunc(now.changes, func(c redline.Change) (ok bool) {
			next, ok := a.tryValues(&c, now)
			if ok {
				now = next
			}
			return ok
		})
	}
	return nil
}

func rank(c *redline.Change) int {
	if inTable(c) {
		return 1
	}
	return 0
}

// isHome reports that a value has come home: no second change of it is looked for.
func (a *accepter) isHome(path string) bool {
	return slices.ContainsFunc(a.home.Values, func(v HomeValue) bool { return v.Path == path })
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

// tryValues takes the first value that would explain a change, and reports whether
// there is one, and what is missing then.
func (a *accepter) tryValues(c *redline.Change, now lack) (lack, bool) {
	list := append(a.headCandidates(c), a.choiceCandidates(c)...)
	if c.Before != "" && c.After != "" && c.Kind != redline.Moved {
		list = slices.Concat(list, a.termCandidate(c), a.candidates(c, now.made), a.countedCandidates(c, now.made))
	}
	for _, v := range list {
		if a.isHome(v.name) {
			continue
		}
		next, err := a.edited(func(e *schema.Edit) {
			e.Put(v.path, v.value)
			if v.instead != nil {
				e.Cut(v.instead)
			}
		})
		if err != nil {
			continue
		}
		left, err := a.missing(next, false)
		if err != nil || v.topic != "" && changesIn(left.changes, v.topic) {
			continue
		}
		var also repeats
		if v.topic == "" {
			if also = a.repeatsOf(c, now, left); also.refuse {
				continue
			}
		}
		if weight(left.changes)-weight(also.still) >= weight(now.changes) {
			continue
		}
		value := HomeValue{Path: v.name, Before: v.before, After: schema.Plain(v.value), steps: v.path, value: v.value}
		a.file, a.home.Values = next, append(a.home.Values, value)
		a.follow(value.Path, also, left.made.Document)
		left.changes = now.causes(without(left.changes, also.still))
		return left, true
	}
	return lack{}, false
}

// causes gives changes that were missing before the causes that they had.
func (l lack) causes(changes []redline.Change) []redline.Change {
	for i := range changes {
		if k := slices.IndexFunc(l.changes, func(c redline.Change) bool { return sameChange(&c, &changes[i]) }); k >= 0 {
			changes[i].Causes = l.changes[k].Causes
		}
	}
	return changes
}
