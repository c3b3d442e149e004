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

// Deviations lists the departures from the balanced standard that the agreement has
// words for: a default of the position that no word hangs on departs from nothing. The
// agreement has to be assembled with a trace.
func (r *Result) Deviations() []Deviation {
	said := r.Trace.saysOfStandard()
	return slices.DeleteFunc(r.Deal.Deviations(), func(d Deviation) bool {
		_, ok := said.defaults[[2]string{d.Topic, d.Parameter}]
		return d.Parameter != "" && d.Pointer == "" && !ok
	})
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

// printedIn is the ID of the first provision that prints what lies below a pointer, or "".
func (t *Trace) printedIn(below string) string {
	for _, u := range t.Uses() {
		if u.Clause != nil && slices.ContainsFunc(u.Origin.Values, func(v agreement.Value) bool { return strings.HasPrefix(v.Pointer, below) }) {
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

// ofStandard is what a trace says of the standard.
type ofStandard struct {
	defaults map[[2]string]string // topics and parameters whose default has words, and the provision of the topic that has them, or ""
	stated   map[string]bool      // topics whose words come from what the term sheet states
}

// saysOfStandard finds which defaults have words, and which clauses say nothing of the
// term sheet.
func (t *Trace) saysOfStandard() *ofStandard {
	s := &ofStandard{map[[2]string]string{}, map[string]bool{}}
	uses := t.Uses()
	for _, u := range uses {
		topic := ""
		if u.Clause != nil {
			topic, _, _ = strings.Cut(u.Clause.ID, ".")
		}
		s.note(topic, u.Clause, u.Origin.Values)
	}
	agreement.Walk(t.doc.Body, func(b agreement.Block) bool {
		in, _ := b.(*agreement.Clause)
		for _, c := range conditionsOf(b) {
			s.note("", in, c.Values)
		}
		return true
	})
	for _, u := range uses { // last: words before an "if" hang on it too
		for _, c := range u.Origin.Hangs {
			s.note("", u.Clause, c.Values)
		}
	}
	return s
}

// everywhere begins the pointers of what every clause may name: parties and the
// agreement, and choices, which given looks at.
var everywhere = agreement.Pattern(`^/(parties|deal|clauses)(/|$)`)

// note keeps what values are of, and which provision says a default.
func (s *ofStandard) note(topic string, in *agreement.Clause, values []agreement.Value) {
	for _, v := range values {
		switch {
		case v.Default != nil:
			k := [2]string{v.Default.Topic, v.Default.Parameter}
			if s.defaults[k] == "" {
				s.defaults[k] = provisionOf(in, k[0])
			}
		case topic != "" && !everywhere().MatchString(v.Pointer):
			s.stated[topic] = true
		}
	}
}

// provisionOf is the ID of the named provision of a topic in which a clause stands; ""
// for one that is of another topic.
func provisionOf(in *agreement.Clause, topic string) string {
	if in == nil || !strings.HasPrefix(in.ID, topic+".") {
		return ""
	}
	named, _, _ := strings.Cut(in.ID, "~")
	return strings.TrimSuffix(named, ".")
}

// conditionsOf are the conditions that let a block in.
func conditionsOf(b agreement.Block) []*agreement.Condition {
	switch b := b.(type) {
	case *agreement.Clause:
		return b.Conditions
	case *agreement.Paragraph:
		return b.Conditions
	case *agreement.Table:
		return b.Conditions
	}
	return nil
}

// Change is where the term sheet states another value, or makes another choice.
func (d *Default) Change() string {
	return cmp.Or(d.change, d.Path, fmt.Sprintf("clauses.%q.parameters.%s", d.Topic, d.Parameter))
}
