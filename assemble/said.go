package assemble

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// Deviations lists the departures from the balanced standard that the agreement has
// words for: a default of the position that no word hangs on departs from nothing. That
// takes a trace; without one, they are those of the deal.
func (r *Result) Deviations() []Deviation {
	if r.Trace == nil {
		return r.Deal.Deviations()
	}
	said := r.Trace.saysOfStandard()
	return slices.DeleteFunc(r.Deal.Deviations(), func(d Deviation) bool {
		_, ok := said.defaults[[2]string{d.Topic, d.Parameter}]
		return d.Parameter != "" && d.Pointer == "" && !ok
	})
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
		if list := conditionsAt(b); list != nil {
			for _, c := range *list {
				s.note("", in, c.Values)
			}
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
			if was := s.defaults[k]; was == "" || strings.HasPrefix(was, definitionsID) && provisionOf(in, k[0]) != "" {
				s.defaults[k] = provisionOf(in, k[0])
			}
		case topic != "" && !everywhere().MatchString(v.Pointer):
			s.stated[topic] = true
		}
	}
}

// provisionOf is the ID of the named provision of a topic in which a clause stands, or of
// the definitions, where its terms are; "" for one that is of another topic.
func provisionOf(in *agreement.Clause, topic string) string {
	if in == nil || !strings.HasPrefix(in.ID, topic+".") && !strings.HasPrefix(in.ID, definitionsID) {
		return ""
	}
	named, _, _ := strings.Cut(in.ID, "~")
	return strings.TrimSuffix(named, ".")
}
