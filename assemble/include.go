package assemble

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// items are the lines of the template, with the topics that the term sheet puts in
// besides, each in the place that its family has.
func (d *Deal) items() []*Item {
	items := d.Template.Items
	for _, id := range slices.Sorted(maps.Keys(d.Sheet.Clauses)) {
		if d.Sheet.Clauses[id].Include && d.lib.topics[id] != nil && !slices.ContainsFunc(items, func(x *Item) bool { return x.Use == id }) {
			items = d.lib.insert(slices.Clone(items), id)
		}
	}
	return items
}

// insert puts a topic among the items of a template: beside those by which it
// stands in another template, else beside its family, else last in the body.
func (l *Library) insert(items []*Item, id string) []*Item {
	family := func(x *Item) bool { return strings.HasPrefix(x.Use, familyOf(id)+"/") }
	item := l.itemOf(func(x *Item) bool { return x.Use == id })
	model := l.listWith(func(x *Item) bool { return x.Use == id })
	if item == nil { // no template has it
		item = &Item{Use: id, Place: InBody, pos: l.topics[id].pos}
		if other := l.itemOf(family); other != nil {
			item.Place = other.Place
		}
		model = l.listWith(family)
	}
	if item.Place == InSchedule {
		item = item.withLetter(items)
	}
	if at := placeFor(items, item, model, family); at >= 0 {
		return slices.Insert(items, at, item)
	}
	end := slices.IndexFunc(items, func(x *Item) bool { return x.Place > item.Place })
	if end < 0 {
		end = len(items)
	}
	return slices.Insert(items, end, item)
}

func familyOf(id string) string {
	family, _, _ := strings.Cut(id, "/")
	return family
}

// itemOf is the first line of any template that is meant, or nil.
func (l *Library) itemOf(is func(*Item) bool) *Item {
	for _, t := range l.Templates() {
		if i := slices.IndexFunc(t.Items, is); i >= 0 {
			return t.Items[i]
		}
	}
	return nil
}

// listWith is the lines of the first template that has a line that is meant.
func (l *Library) listWith(is func(*Item) bool) []*Item {
	for _, t := range l.Templates() {
		if slices.ContainsFunc(t.Items, is) {
			return t.Items
		}
	}
	return nil
}

// placeFor is where an item goes: beside the nearest line of the model that these
// items have too, one of its family before others, one that it follows before one
// that it precedes. It is -1 where they share none.
func placeFor(items []*Item, item *Item, model []*Item, family func(*Item) bool) int {
	end := slices.IndexFunc(model, func(x *Item) bool { return x.Use == item.Use })
	if end < 0 { // it follows its family
		for i, x := range model {
			if family(x) {
				end = i + 1
			}
		}
	}
	beside := func(x *Item, fits func(*Item) bool) int {
		if x.Use == "" || x.Place != item.Place || !fits(x) {
			return -1
		}
		return slices.IndexFunc(items, func(y *Item) bool { return y.Use == x.Use })
	}
	for _, fits := range []func(*Item) bool{family, func(*Item) bool { return true }} {
		for i := end - 1; i >= 0; i-- {
			if at := beside(model[i], fits); at >= 0 {
				return at + 1
			}
		}
		for i := max(end, 0); i < len(model); i++ {
			if at := beside(model[i], fits); at >= 0 {
				return at
			}
		}
	}
	return -1
}

// withLetter is a schedule under a letter that no other has: its own where it is
// free, else the first free one after those of the standard form.
func (x *Item) withLetter(items []*Item) *Item {
	taken := func(letter string) bool {
		return slices.ContainsFunc(items, func(o *Item) bool { return o.Letter == letter })
	}
	if x.Letter != "" && !taken(x.Letter) {
		return x
	}
	c := *x
	for letter := 'N'; letter <= 'Z'; letter++ {
		if c.Letter = string(letter); !taken(c.Letter) {
			break
		}
	}
	return &c
}

// checkIdleChoices finds choices about clauses that are not in the agreement: the
// term sheet states something that nothing prints.
func (d *Deal) checkIdleChoices() {
	for _, id := range slices.Sorted(maps.Keys(d.Sheet.Clauses)) {
		choice, at := d.Sheet.Clauses[id], "/clauses/"+escapePointer(id)
		if d.lib.topics[id] == nil || d.Has(id) || choice.Omit {
			continue
		}
		switch {
		case choice.Variant != "":
			d.problem("idle-choice", at+"/variant", fmt.Sprintf("a variant of %s is chosen, and %s is not in this agreement", id, id),
				fmt.Sprintf(`put it in with "clauses": {%q: {"include": true}}, or delete the choice`, id))
		case len(choice.Parameters) > 0:
			d.problem("idle-choice", at+"/parameters", fmt.Sprintf("parameters of %s are given, and %s is not in this agreement", id, id),
				fmt.Sprintf(`put it in with "clauses": {%q: {"include": true}}, or delete them`, id))
		}
	}
}
