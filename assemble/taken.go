package assemble

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// Taken is what the agreement has of its own accord, the gravest first, those of one
// weight in the order of the agreement: the defaults that have words in it, the
// clauses that the form puts in whatever the term sheet says, and when fees fall due. The agreement has to be
// assembled with a trace.
func (r *Result) Taken() []Default {
	said := r.Trace.saysOfStandard()
	list := r.standardClauses(said)
	for _, d := range r.Defaults() {
		provision, ok := said.defaults[[2]string{d.Topic, d.Parameter}]
		if d.provision = provision; ok {
			if element, _, of := strings.Cut(d.Path, "]"); of {
				if _, there := r.File.Sheet.Get(element + "]"); !there { // an element made to hold the value would do more: a ground gives a right to end
					d.change = fmt.Sprintf("clauses.%q.parameters.%s", d.Topic, d.Parameter)
				}
			}
			list = append(list, d)
		}
	}
	list = append(list, r.feeTimes()...)
	slices.SortStableFunc(list, func(a, b Default) int { return slices.Index(Weights, a.Weight) - slices.Index(Weights, b.Weight) })
	return list
}

// standardClauses are the clauses that are in though the term sheet says nothing of
// them, and those whose words the position picked among several: they may hold rights
// that no parameter names.
func (d *Deal) standardClauses(said *ofStandard) []Default {
	var list []Default
	for _, c := range d.chosen {
		topic := c.item.Use
		if c.variant == nil || c.item.Place != InBody || strings.HasPrefix(definitionsID, topic+".") || d.given(c) {
			continue
		}
		instrument := d.Template.Instrument != "" && d.Template.Instrument != "agreement" // one clause, with what it states and its own words
		ofForm := c.item.when == nil && (!said.stated[topic] || instrument)
		if !ofForm && !(c.byPosition && len(c.variant.Topic.Variants) > 1) {
			continue
		}
		change := fmt.Sprintf("clauses.%q.omit", topic)
		switch {
		case instrument:
			change = "interpretation.special_terms"
		case !ofForm:
			change = fmt.Sprintf("clauses.%q.variant", topic)
		case len(c.variant.Topic.Variants) > 1:
			change = fmt.Sprintf("clauses.%q.variant or omit", topic)
		}
		list = append(list, Default{Topic: topic, About: c.variant.Title, Value: strings.TrimSuffix(c.variant.Summary, "."), Weight: AboutRights, change: change})
	}
	return list
}

// feeTimes are what the agreement says of the time of each fee, where the term sheet
// leaves it out.
func (r *Result) feeTimes() []Default {
	var list []Default
	for i := range r.File.Sheet.Payments.Fees {
		f := &r.File.Sheet.Payments.Fees[i]
		var says, members []string
		add := func(missing bool, member, words string) {
			if missing {
				says, members = append(says, words), append(members, member)
			}
		}
		if f.Per == "year" {
			add(f.Start.IsZero(), "start", "from the Effective Date")
			add(f.Year == "", "year", "for years from its first day")
			add(f.DueDays == nil, "due_days", fmt.Sprintf("due %s after each year begins", schema.Days(f.DaysToPay())))
			add(f.BrokenYear == "", "broken_year", "for part of a year in proportion to its days")
		} else {
			add(f.Per == "", "per", "once")
			add(f.Start.IsZero(), "start", "on the Effective Date")
		}
		at := r.Trace.printedIn(fmt.Sprintf("/payments/fees/%d/", i))
		if at == "" || len(says) == 0 {
			continue
		}
		topic, _, _ := strings.Cut(at, ".")
		list = append(list, Default{Topic: topic, About: "for which time the " + f.Name + " is payable, and when it falls due", Value: strings.Join(says, ", "), Weight: AboutMoney,
			provision: at, change: "payments.fees[" + f.ID + "]." + strings.Join(members, ", ")})
	}
	return list
}

// printedIn is the ID of the first provision with a number that prints what lies below a
// pointer, or "".
func (t *Trace) printedIn(below string) string {
	for _, u := range t.Uses() {
		if u.Clause != nil && u.Clause.Number != "" && slices.ContainsFunc(u.Origin.Values, func(v agreement.Value) bool { return strings.HasPrefix(v.Pointer, below) }) {
			return u.Clause.ID
		}
	}
	return ""
}

// given reports whether the term sheet makes a choice about a clause.
func (d *Deal) given(c *chosen) bool {
	_, ok := d.File.Sheet.Clauses[c.item.Use]
	return ok
}

// Change is where the term sheet states another value, or makes another choice.
func (d *Default) Change() string {
	return cmp.Or(d.change, d.Path, fmt.Sprintf("clauses.%q.parameters.%s", d.Topic, d.Parameter))
}
