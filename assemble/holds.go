package assemble

import (
	"fmt"
	"slices"
	"strings"
)

// covers reports whether a variant that has the hold can state what is at a path.
func (h hold) covers(path string) bool {
	rest, ok := strings.CutPrefix(path, h.path)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// loses is the stated values that siblings of a chosen variant can state, while
// neither it nor another clause of the agreement can.
func (d *Deal) loses(c *chosen, v *Variant) []string {
	var lost []string
	has := func(path string) bool {
		return slices.ContainsFunc(v.holds(), func(h hold) bool { return h.covers(path) })
	}
	for _, sibling := range v.Topic.Variants {
		if sibling != v && d.lib.ofForm(sibling) {
			continue
		}
		for _, h := range sibling.holds() {
			if _, stated := d.File.Sheet.Get(h.path); h.states && stated && !slices.Contains(lost, h.path) && !has(h.path) && !d.statedElsewhere(c, h.path) {
				lost = append(lost, h.path)
			}
		}
	}
	for name := range d.Sheet.Clauses[c.item.Use].Parameters {
		if v.parameter(name) == nil && slices.ContainsFunc(v.Topic.Variants, func(s *Variant) bool { return s.parameter(name) != nil }) {
			lost = append(lost, fmt.Sprintf("clauses.%q.parameters.%s", c.item.Use, name))
		}
	}
	slices.Sort(lost)
	return lost
}

// Losses are the stated values that a variant of a topic has no place for, as JSON
// Pointers: whoever wants the variant has to give them up.
func (d *Deal) Losses(topic, variant string) []string {
	var pointers []string
	for _, c := range d.chosen {
		if c.variant == nil || c.variant.Topic.ID != topic {
			continue
		}
		for _, v := range c.variant.Topic.Variants {
			if v.Name != variant {
				continue
			}
			for _, path := range d.loses(c, v) {
				at, ok := "", true
				if name, parameter := strings.CutPrefix(path, fmt.Sprintf("clauses.%q.parameters.", c.item.Use)); parameter {
					at = "/clauses/" + escapePointer(c.item.Use) + "/parameters/" + escapePointer(name)
				} else {
					_, at, ok = d.File.Sheet.Locate(path)
				}
				if ok && !slices.Contains(pointers, at) {
					pointers = append(pointers, at)
				}
			}
		}
	}
	return pointers
}

// statedElsewhere reports whether another clause of the agreement states a value.
func (d *Deal) statedElsewhere(c *chosen, path string) bool {
	return slices.ContainsFunc(d.chosen, func(o *chosen) bool {
		return o != c && o.variant != nil && slices.ContainsFunc(o.variant.holds(), func(h hold) bool { return h.states && h.covers(path) })
	})
}

// keepStated sees to it that what the term sheet states beats its position: where
// the variant that the position takes has no place for a stated value, another that
// has is taken. A variant that the term sheet names without such a place is refused.
func (d *Deal) keepStated() {
	for _, c := range d.chosen {
		if c.variant == nil || len(c.variant.Topic.Variants) == 1 {
			continue
		}
		named := d.Sheet.Clauses[c.item.Use].Variant
		if named == "" && !c.byPosition {
			continue
		}
		lost := d.loses(c, c.variant)
		if len(lost) == 0 {
			continue
		}
		fit := d.holding(c)
		switch {
		case named == "" && len(fit) > 0:
			c.variant, c.balance = fit[0], fit[0].Name
		case named != "" && len(fit) > 0:
			lost = slices.DeleteFunc(lost, func(path string) bool { return strings.HasPrefix(path, "clauses.") }) // said by setParameters
			if len(lost) > 0 {
				d.refuseLoss(c, lost, variantNamesOf(fit))
			}
		}
	}
}

// holding are the variants of a topic that lose nothing that is stated: the
// balanced one first, then the others of the positions, then those of none.
func (d *Deal) holding(c *chosen) []*Variant {
	t := c.variant.Topic
	var fit []*Variant
	for _, v := range t.inOrder() {
		if v != c.variant && !d.lib.ofForm(v) && (v.needs == nil || d.holds(v.needs)) && len(d.loses(c, v)) == 0 {
			fit = append(fit, v)
		}
	}
	return fit
}

// ofForm reports whether a variant is that of a form of agreement, such as a short
// one: it is taken by that form, or by name, and stands in for no other.
func (l *Library) ofForm(v *Variant) bool {
	for _, t := range l.templates {
		for _, item := range t.Items {
			if item.Use == v.Topic.ID && item.Variant == v.Name && item.Variant != "" {
				return true
			}
		}
	}
	return false
}

func variantNamesOf(list []*Variant) []string {
	var names []string
	for _, v := range list {
		names = append(names, v.Name)
	}
	return names
}

func (d *Deal) refuseLoss(c *chosen, lost, fit []string) {
	at := "/clauses/" + escapePointer(c.item.Use) + "/variant"
	verb := " is"
	if len(lost) > 1 {
		verb = " are"
	}
	d.problem("lost-value", at, fmt.Sprintf("%s has no place for what the term sheet states: %s%s lost", c.variant, enumerate(lost, "and"), verb),
		"choose "+enumerate(fit, "or")+", or strike out the values")
}
