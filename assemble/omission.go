package assemble

import (
	"maps"
	"slices"
)

// Omissions are the topics that the term sheet leaves out, sorted.
func (d *Deal) Omissions() []Omission { return d.omissions }

func (d *Deal) findOmissions() {
	for _, id := range slices.Sorted(maps.Keys(d.Sheet.Clauses)) {
		t := d.lib.topics[id]
		if t == nil || !d.Sheet.Clauses[id].Omit {
			continue
		}
		o := Omission{Topic: id, Missed: t.Missed}
		if i := slices.IndexFunc(t.carries, func(x declared) bool { return d.states(x.value) && (x.when == nil || d.holds(x.when)) }); i >= 0 {
			o.Value = t.carries[i].value
		}
		d.omissions = append(d.omissions, o)
	}
}

func (d *Deal) states(path string) bool {
	_, ok := d.File.Sheet.Get(path)
	return ok
}
