package assemble

import (
	"fmt"
	"maps"
	"slices"
)

// WordingsSize is the most text that is remembered for one variant.
const WordingsSize = wordingsSize

// Remembered is the most text that the library remembers for one of its variants.
func (l *Library) Remembered() int {
	most := 0
	for _, t := range l.topics {
		for _, v := range t.Variants {
			kept := 0
			for text := range v.wordings.byText {
				kept += len(text)
			}
			most = max(most, kept)
		}
	}
	return most
}

// LeavePrograms makes text/template fill every clause.
func (l *Library) LeavePrograms() {
	for _, t := range l.topics {
		for _, v := range t.Variants {
			if text, err := v.text(); err == nil {
				text.program = nil
			}
		}
	}
}

// Told is all that a library knows, a line for each thing, but for what it remembers.
func (l *Library) Told() []string {
	list := []string{l.Hash(), fmt.Sprint(l.terms)}
	told := func(what string, values ...any) {
		for _, v := range values {
			list = append(list, fmt.Sprintf("%s: %#v", what, v))
		}
	}
	parameters := func(what string, of []*Parameter) {
		for _, p := range of {
			told(what, *p)
		}
	}
	facts := func(what string, of map[Fact][]declared) {
		for _, f := range slices.Sorted(maps.Keys(of)) {
			for _, d := range of[f] {
				told(what+" "+string(f), d.value, d.parameter, d.when.told())
			}
		}
	}
	for _, t := range l.Topics() {
		told(t.ID, t.Title, t.Purpose, t.Fallback, t.Notes, t.Survives, t.Requires, t.Conflicts, t.ByPosition, t.Missed, t.phrases, t.pos)
		parameters(t.ID, t.Parameters)
		facts(t.ID, t.facts)
		facts(t.ID, map[Fact][]declared{"carries": t.carries})
		for _, c := range t.choose {
			told(t.ID, c.variant, c.when.told())
		}
		for _, v := range t.Variants {
			told(v.String(), v.Title, v.Summary, v.Version, v.Source, v.Licence, v.Notes, v.Requires, v.Conflicts, v.Hash, v.phrases, v.Text(), v.terms(), v.named(),
				v.holds(), v.reads(), v.pos, v.needs.told())
			parameters(v.String(), v.Parameters)
			facts(v.String(), v.facts)
		}
	}
	for _, t := range l.Templates() {
		told(t.Name, t.Title, t.Summary, t.Size, t.Kinds, t.Starter, t.Instrument, t.Numbering, t.Signing, t.signers, t.Core, t.Adopts, t.Hash, t.pos)
		for _, i := range t.Items {
			told(t.Name, i.Part, i.Use, i.Variant, i.Place, i.Letter, i.when.told(), i.pos)
		}
	}
	book, problems := l.book()
	told("playbook", book.rule, problems.Err())
	for _, id := range sortedKeys(book.entries) {
		c := coder{writing: true}
		book.entries[id].code(&c)
		told("playbook of "+id, string(c.out), book.entries[id].pos)
	}
	return list
}

func (c *condition) told() string {
	if c == nil {
		return ""
	}
	x, err := c.text()
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(c.source, c.pos, x.formula)
}
