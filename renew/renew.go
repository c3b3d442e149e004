package renew

import (
	"cmp"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

// Last is last year's agreement: its term sheet and, where a PDF carried it, what
// the agreement was made of.
type Last struct {
	Sheet    *schema.File
	Made     *draft.Manifest   // or nil
	Resolved *schema.TermSheet // with the defaults that were taken last year, or nil

	Unproved *agreement.Problem // a warning that the file it came in was not proved, or nil
}

// FromPDF is the agreement that a PDF written by engross carries, once the opener
// has proved the file.
func FromPDF(o draft.Opener, name string, pdf []byte) (*Last, error) {
	c, err := o.PDF(name, pdf)
	if err != nil {
		return nil, err
	}
	l := &Last{Made: c.Manifest, Unproved: c.Unproved}
	if l.Sheet, err = schema.Load(name, c.Best()); err != nil {
		return nil, err
	}
	if f, err := schema.Load(name, c.Resolved); err == nil {
		l.Resolved = f.Sheet
	}
	return l, nil
}

// Options are what a renewal needs besides last year's agreement and the rules.
type Options struct {
	Library *assemble.Library
	Today   schema.Date // zero where it is not known: whether it is too late is then not checked
	Indices []*Index
	Name    string // file name of the new term sheet, for the places of what is found in it; "" for last year's
}

// A Renewal is next year's agreement.
type Renewal struct {
	Form     Form
	Sheet    *schema.File        // next year's term sheet, from which the year after is renewed
	Document *schema.File        // the term sheet of the document to be signed; Sheet itself where it is restated
	Compared *schema.File        // the term sheet whose agreement is compared with last year's
	Before   *agreement.Document // last year's agreement, as this library words it
	Report   *Report
	Problems agreement.Problems // warnings and notes
}

// work is one renewal under way.
type work struct {
	last     *Last
	rules    *Rules
	lib      *assemble.Library
	name     string // of the new term sheet
	indices  map[string]*Index
	facts    *facts
	span     span
	title    string // of last year's agreement, as printed
	draft    successor
	leavers  []string
	gone     []thing            // taken out of the term sheet
	stillDue []string           // royalties whose last day has passed
	setAt    map[string]string  // JSON Pointer of a value to that of the rule that brought it in
	defaults []assemble.Default // that last year's agreement took from the library
	pinned   map[string]bool    // their paths
	problems agreement.Problems
}

// Renew makes next year's term sheet. The error is [agreement.Problems]: what
// refuses the renewal, and what is wrong with the rules or with what they make.
func Renew(last *Last, rules *Rules, o Options) (*Renewal, error) {
	before, err := o.Library.Assemble(last.Sheet, assemble.Options{})
	if err != nil {
		return nil, err
	}
	w := &work{last: last, rules: rules, lib: o.Library, name: cmp.Or(o.Name, last.Sheet.Name), title: before.Document.Title, indices: map[string]*Index{},
		setAt: map[string]string{}, defaults: lastDefaults(before, last.Made), pinned: map[string]bool{}}
	for _, x := range o.Indices {
		w.indices[x.ID] = x
	}
	w.facts = newFacts(last, before, rules, o.Today)
	if len(w.facts.problems) == 0 || w.facts.problems[0].Pointer != "/deal/instrument" {
		w.span = w.facts.roll()
	}
	w.leavers = leavers(rules, w.facts.leavers)
	w.problems = append(w.problems, w.facts.problems...)
	w.mayChangeParties()
	if w.wrong() {
		return nil, w.sorted()
	}
	d, err := newSuccessor(last.Sheet)
	if err != nil {
		return nil, err
	}
	w.draft = *d
	w.write()
	after, err := w.finish()
	if err != nil {
		return nil, err
	}
	return w.outcome(before, after)
}

func (w *work) sorted() agreement.Problems {
	w.problems.Sort()
	return w.problems
}

func (w *work) restated() bool { return w.rules.form() == Restated }

// leavers are the ids of those who leave, by the rules or by their notice.
func leavers(rules *Rules, notices []string) []string {
	list := slices.Clone(rules.Members.Drop)
	for _, id := range notices {
		if !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

// write puts everything into the new term sheet that the rules say.
func (w *work) write() {
	if w.restated() {
		w.writeDeal()
	}
	w.writeTerm()
	w.changeMembers()
	w.changeAssets()
	w.withTheTerm()
	if w.restated() {
		w.past()
	}
	w.dropTalks()
	w.dropIdle(reason{"members", ""})
	w.uplift()
	w.setValues()
}

// mayChangeParties refuses changes of parties that the form or the kind of deal
// does not allow.
func (w *work) mayChangeParties() {
	sheet := w.last.Sheet.Sheet
	if len(w.rules.Members.Add)+len(w.leavers) == 0 {
		return
	}
	if !w.restated() {
		w.problems.Add(w.rules.mistake("/members", "an amendment does not change who the parties are",
			`let a member join by an accession and leave by withdrawal, or restate the agreement: "form": "restated"`))
	}
	left := 0
	for _, p := range sheet.Members() {
		if !slices.Contains(w.leavers, p.ID) {
			left++
		}
	}
	if left+len(w.rules.Members.Add) < 2 {
		w.problems.Add(w.rules.mistake("/members/drop", fmt.Sprintf("fewer than two parties would be left of %s", sheet.Deal.ID), "draft a new agreement instead"))
	}
	for i, id := range w.rules.Members.Drop {
		if sheet.Party(id) == nil {
			w.problems.Add(w.rules.mistake(at("members", "drop", i), fmt.Sprintf("%.40q is not a party of last year's agreement", id), "name the party by its id"))
		}
	}
	for i, p := range w.rules.Members.Add {
		if sheet.Party(p.ID) != nil {
			w.problems.Add(w.rules.mistake(at("members", "add", i, "id"), fmt.Sprintf("%s is a party already", p.ID), "give the new party another id, or leave it out"))
		}
	}
}

// changeMembers takes out who leaves, with everything that is theirs, and adds who
// joins.
func (w *work) changeMembers() {
	for _, id := range w.leavers {
		w.drop(thing{party, id}, reason{"members.drop", "it leaves at the end of last year's term"})
		if p := w.last.Sheet.Sheet.Party(id); p != nil {
			w.facts.note("%s leaves. What it granted, received and owes from its time as a party is settled by last year's agreement.", p.ShortName)
		}
	}
	for i, p := range w.rules.Members.Add {
		path := join(split("parties"), schema.AppendStep)
		w.setAt[w.next("parties")] = at("members", "add", i)
		w.draft.set(path, p, reason{"members.add", "it joins; it takes part in every grant among the members"})
	}
}

// next is the pointer of the element that is about to be appended to a list.
func (w *work) next(name string) string {
	list, _ := schema.ArrayOf(w.draft.At(split(name)))
	n := 0
	if list != nil {
		n = len(list.Elements)
	}
	return at(name, n)
}

// changeAssets takes assets out and adds others.
func (w *work) changeAssets() {
	t := w.last.Sheet.Sheet
	for i, id := range w.rules.Assets.Drop {
		if t.Asset(id) == nil {
			w.problems.Add(w.rules.mistake(at("assets", "drop", i), fmt.Sprintf("last year's agreement has no asset %.40q", id), "name the asset by its id"))
		}
		w.drop(thing{asset, id}, reason{"assets.drop", "as the rules say"})
	}
	for i := range t.Assets {
		a := &t.Assets[i]
		why := spent(a, w.span.start)
		path := w.draft.pathOf(thing{asset, a.ID})
		switch {
		case why == "" || path == nil:
		case w.rules.Assets.Expired == "keep":
			w.draft.remark(path, reason{"assets.expired", why + "; kept, as the rules say"})
		default:
			w.drop(thing{asset, a.ID}, reason{"assets.expired", why})
		}
	}
	for i, a := range w.rules.Assets.Add {
		w.setAt[w.next("assets")] = at("assets", "add", i)
		w.draft.set(join(split("assets"), schema.AppendStep), a, reason{"assets.add", "as the rules say"})
	}
}

// spent says why an asset gives nothing in a renewal that begins on a day, or is "".
func spent(a *schema.Asset, start schema.Date) string {
	switch {
	case !a.ExpiryDate.IsZero() && a.ExpiryDate.Before(start):
		return fmt.Sprintf("it expired on %s, before the renewal begins", a.ExpiryDate)
	case a.Status == "lapsed" || a.Status == "refused" || a.Status == "revoked":
		return "its status is " + a.Status
	}
	return ""
}

// setValues puts in the values that the rules give by their path.
func (w *work) setValues() {
	for _, path := range sortedKeys(w.rules.Set) {
		steps, _ := parsePath(path) // checked when the rules were loaded
		where, err := w.draft.locate(steps)
		rule := "/set/" + escape(path)
		if err != nil {
			w.problems.Add(w.rules.mistake(rule, err.Error(), "look the path up in last year's term sheet"))
			continue
		}
		value := w.rules.Set[path]
		if value == nil {
			if w.draft.At(where) == nil {
				w.problems.Add(w.rules.mistake(rule, fmt.Sprintf("there is nothing at %.80s to take away", path), "leave it out"))
				continue
			}
			w.draft.remove(where, reason{"set", "as the rules say"})
			continue
		}
		w.draft.set(where, value, reason{"set", "as the rules say"})
		if last := len(where) - 1; where[last] == schema.AppendStep {
			list, _ := schema.ArrayOf(w.draft.At(where[:last]))
			where = join(where[:last], fmt.Sprint(len(list.Elements)-1))
		}
		w.setAt[pointer(where)] = rule
	}
}

// inOrder sorts amendments by their dates and drops repetitions.
func inOrder(list []schema.Amendment) []schema.Amendment {
	slices.SortStableFunc(list, func(a, b schema.Amendment) int { return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.ID, b.ID)) })
	return slices.Compact(list)
}

func endsInLetter(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func beginsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
