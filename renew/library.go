package renew

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
)

// renewalOf is what the clause on the term declares in last year's agreement: in the
// variant that it was made of, where that is known.
func renewalOf(before *assemble.Deal, made *draft.Manifest) string {
	said := before.Says(assemble.Renewal)
	if made != nil {
		for _, c := range made.Clauses {
			if t := before.Library().Topic(c.Name); t != nil && c.Name == said.Topic && t.Variant(c.Variant) != nil {
				return t.Variant(c.Variant).Declares(assemble.Renewal)
			}
		}
	}
	return cmp.Or(said.Value, fixedTerm) // no clause says that it renews itself
}

// pin writes into the new term sheet the values that last year's agreement took from
// the library and that the library would now give otherwise. The others are left to
// it: stated in the term sheet, some would have effects of their own, because the
// conditions of clauses look at what a term sheet says.
func (w *work) pin() error {
	if w.rules.Defaults != "pin" {
		return nil
	}
	if w.last.Made == nil {
		w.facts.note("Last year's term sheet does not carry the values that it took from the library; there is nothing to hold this library against.")
		return nil
	}
	file, err := w.load()
	if err != nil {
		return err
	}
	now, err := w.lib.Resolve(file)
	if err == nil {
		err = now.Problems.Err()
	}
	if err != nil {
		return w.placed(err)
	}
	values := map[string]string{}
	for _, d := range now.Defaults() {
		values[d.Topic+" "+d.Parameter] = d.Value
	}
	for _, d := range w.defaults {
		if value, taken := values[d.Topic+" "+d.Parameter]; taken && value != d.Value {
			w.pinOne(d)
		}
	}
	return nil
}

// pinOne writes one value of last year into the new term sheet.
func (w *work) pinOne(d assemble.Default) {
	r := reason{"defaults", "last year's agreement took it from the library, which would now give another; it is pinned"}
	if d.Path == "" {
		w.facts.note("The value of %s in the clause %s was %s and has no place in the term sheet; give it under clauses[%s].parameters if it is to stay.", d.Parameter, d.Topic, d.Value, d.Topic)
		return
	}
	steps, err := parsePath(d.Path)
	var where []string
	if err == nil {
		where, err = w.draft.locate(steps)
	}
	var value any
	ok := false
	if w.last.Resolved != nil {
		value, ok = w.last.Resolved.Get(d.Path)
	}
	if err != nil || !ok {
		w.facts.note("%s was %s and could not be pinned; set it if it is to stay.", d.Path, d.Value)
		return
	}
	w.draft.set(where, value, r)
	w.pinned[d.Path] = true
}

// defaultChanges lists the values that come from the library, last year's and now,
// where they differ or were pinned.
func (w *work) defaultChanges(before, after *assemble.Result) []DefaultChange {
	old := map[string]string{}
	if w.last.Made != nil {
		for _, d := range w.last.Made.Defaults {
			old[d.Clause+" "+d.Parameter] = d.Value
		}
	} else {
		for _, d := range before.Defaults() {
			old[d.Topic+" "+d.Parameter] = d.Value
		}
	}
	var list []DefaultChange
	now := map[string]bool{}
	for _, d := range after.Defaults() {
		key := d.Topic + " " + d.Parameter
		now[key] = true
		if was, had := old[key]; !had || was != d.Value {
			list = append(list, DefaultChange{d.Topic, d.Parameter, d.Path, was, d.Value, false})
		}
	}
	for _, d := range w.defaults {
		if key := d.Topic + " " + d.Parameter; w.pinned[d.Path] && !now[key] {
			list = append(list, DefaultChange{d.Topic, d.Parameter, d.Path, old[key], old[key], true})
		}
	}
	return list
}

// libraryChanges says how the words of the library differ from those of last year's
// agreement, and refuses the difference where the library is pinned.
func (w *work) libraryChanges(before *assemble.Result) ([]string, error) {
	pinned := w.rules.Library == "pin" || !w.restated()
	if w.last.Made == nil {
		if w.rules.Library == "pin" {
			return nil, agreement.Problems{w.rules.mistake("/library", "a term sheet alone does not say of which library its agreement was made", "give the PDF of last year's agreement, or leave library out")}
		}
		return []string{"Last year's term sheet does not say of which library its agreement was made. The comparison is with the agreement as this library words it."}, nil
	}
	again, err := draft.Make(before.Deal, draft.Options{Final: w.last.Made.Options.Final, Annex: w.last.Made.Options.Annex})
	if err != nil {
		return nil, err
	}
	var list []string
	for _, s := range w.last.Made.Differences(again.Manifest) {
		list = append(list, upperFirst(s)+".")
	}
	if len(list) == 0 {
		return []string{"The words are those of last year's library."}, nil
	}
	if !pinned || w.sameWords(again.Manifest) {
		return list, nil
	}
	var ps agreement.Problems
	hint := `give last year's library with --library, or take the new words: "library": "upgrade"`
	if !w.restated() {
		hint = `give last year's library with --library, or restate the agreement: "form": "restated"`
	}
	for _, s := range list {
		ps.Add(&agreement.Problem{ID: "library-changed", Pos: w.last.Sheet.Pos(""), Message: fmt.Sprintf("the words are not last year's: %s", s[:len(s)-1]), Hint: hint})
	}
	return nil, ps
}

// sameWords reports whether the agreement is made of the same template and clauses,
// though perhaps by another version of the program.
func (w *work) sameWords(now *draft.Manifest) bool {
	return len(w.last.Made.Differences(now)) == 0
}

// lastDefaults are the values that last year's agreement took from the library.
func lastDefaults(before *assemble.Result, made *draft.Manifest) []assemble.Default {
	if made == nil {
		return before.Defaults()
	}
	var list []assemble.Default
	for _, d := range made.Defaults {
		list = append(list, assemble.Default{Topic: d.Clause, Parameter: d.Parameter, Path: d.Path, Value: d.Value})
	}
	return list
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
