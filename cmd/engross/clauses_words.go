package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/schema"
)

// A wanted is one wording of a clause, to be shown as an agreement prints it.
type wanted struct {
	topic    *assemble.Topic
	variant  string
	position string // "" for that of the deal, or the balanced one
	deal     string // term sheet whose facts fill the words, or "" for those of a starter
}

// showWords prints a clause as clean words: assembled, with the defaults of a position
// and the facts of a deal.
func (a *app) showWords(lib *assemble.Library, w wanted) error {
	if w.topic.Variant(w.variant) == nil && (w.variant != "" || len(w.topic.Variants) == 1) {
		var names []string
		for _, v := range w.topic.Variants {
			names = append(names, v.Name)
		}
		return &usageError{message: fmt.Sprintf("%s has no variant %q", w.topic.ID, w.variant), hint: "its variants: " + strings.Join(names, ", ")}
	}
	if p := w.position; p != "" && p != "L" && p != "B" && p != "E" {
		return &usageError{message: fmt.Sprintf("--position is %q", p), hint: "give L, B or E"}
	}
	files, err := a.factsFor(lib, w)
	if err != nil {
		return err
	}
	for _, f := range files {
		if clause := wordsIn(lib, f, w); clause != nil {
			doc := &agreement.Document{Title: w.topic.ID + cond(w.variant != "", ", "+w.variant, ""), Language: "en-GB", Status: agreement.Final, Notice: assemble.Notice, Brief: true, Body: []agreement.Block{clause}}
			var b bytes.Buffer
			if err := markdown.Write(&b, doc); err != nil {
				return err
			}
			return a.emit(b.Bytes())
		}
	}
	if w.deal != "" {
		return &usageError{message: fmt.Sprintf("%s does not fit the deal in %s", w.topic.ID+" "+w.variant, w.deal), hint: "engross check says why, with the variant chosen under clauses"}
	}
	return &usageError{message: fmt.Sprintf("no starter states what %s needs", w.topic.ID+" "+w.variant), hint: "name a term sheet that does with --deal; engross clauses show " + w.topic.ID + " prints the clause as it is written"}
}

func cond(is bool, a, b string) string {
	if is {
		return a
	}
	return b
}

// factsFor are term sheets whose facts may fill a clause: that of the deal named, or
// starters of every kind with all the matters that they may have.
func (a *app) factsFor(lib *assemble.Library, w wanted) ([]*schema.File, error) {
	if w.deal != "" {
		f, err := a.load(w.deal)
		if err != nil {
			return nil, err
		}
		return []*schema.File{f}, nil
	}
	var files []*schema.File
	add := func(name string, text []byte) {
		if f, err := schema.Load(name, text); err == nil {
			files = append(files, f)
		}
	}
	for _, kind := range schema.DealKinds {
		parties := 2
		if kind != schema.Bilateral {
			parties = 4
		}
		for _, with := range [][]string{schema.StarterMatters(), nil} {
			if text, err := schema.Starter(kind, parties, with...); err == nil {
				add(string(kind)+".json", text)
			}
		}
	}
	for _, t := range lib.Templates() {
		if t.Starter != "" {
			add(t.Name+".json", []byte(t.Starter))
		}
	}
	return files, nil
}

// wordsIn is the clause as an agreement of a term sheet prints it, or nil where none can
// be made with it.
func wordsIn(lib *assemble.Library, f *schema.File, w wanted) *agreement.Clause {
	asked := *f
	asked.Sheet = f.Sheet.Clone()
	asked.Sheet.Deal.Position = schema.Position(cmp.Or(w.position, string(f.Sheet.Deal.Position)))
	asked.Sheet.Clauses = maps.Clone(f.Sheet.Clauses)
	if asked.Sheet.Clauses == nil {
		asked.Sheet.Clauses = map[string]schema.Choice{}
	}
	if w.deal == "" {
		forgetOthers(asked.Sheet, w)
	}
	for _, include := range []bool{false, true} {
		asked.Sheet.Clauses[w.topic.ID] = schema.Choice{Variant: w.variant, Include: include}
		deal, err := lib.Resolve(&asked)
		if err != nil || deal.Problems.Err() != nil || deal.Variant(w.topic.ID) != w.variant {
			continue
		}
		res, err := deal.Assemble(assemble.Options{})
		if err != nil {
			continue
		}
		for _, b := range res.Document.Body {
			if c, ok := b.(*agreement.Clause); ok && c.Source != nil && c.Source.Topic == w.topic.ID {
				return c
			}
		}
	}
	return nil
}

// forgetOthers takes out of a starter the values for which other variants have a place
// and this one has none.
func forgetOthers(t *schema.TermSheet, w wanted) {
	has := map[string]bool{}
	for _, p := range w.topic.Variant(w.variant).Parameters {
		has[p.Path] = true
	}
	for _, p := range allParameters(w.topic) {
		if p.Path == "" || has[p.Path] {
			continue
		}
		if v, _, ok := t.Locate(p.Path); ok && v.CanSet() {
			v.SetZero()
		}
	}
}
