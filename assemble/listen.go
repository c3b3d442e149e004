package assemble

import "slices"

// listen asks the chosen clauses what they say. Their conditions see the defaults,
// as their words do.
func (d *Deal) listen() {
	d.said = map[Fact]Saying{}
	for _, c := range d.chosen {
		if c.variant == nil {
			continue
		}
		for f, list := range c.variant.facts {
			i := d.first(list)
			if i < 0 || d.said[f].Topic != "" {
				continue
			}
			s := Saying{Value: list[i].value, Topic: c.item.Use, Parameter: list[i].parameter, Is: c.values[list[i].parameter]}
			if code, ok := s.Is.(string); ok {
				s.Value = code
			}
			if d.Sheet.Clauses[s.Topic].Variant != "" {
				s.Pointer = "/clauses/" + escapePointer(s.Topic) + "/variant"
			}
			d.said[f] = s
		}
	}
}

// first is the first declaration whose condition holds, or -1.
func (d *Deal) first(list []declared) int {
	return slices.IndexFunc(list, func(x declared) bool { return x.when == nil || d.holds(x.when) })
}

// Saying lists the variants of the library that may say a value of a fact.
func (l *Library) Saying(f Fact, value string) []*Variant {
	var all []*Variant
	for _, t := range l.Topics() {
		for _, v := range t.Variants {
			if slices.ContainsFunc(v.facts[f], func(d declared) bool { return d.value == value }) {
				all = append(all, v)
			}
		}
	}
	return all
}
