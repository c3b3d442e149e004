package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// KeyDates are the days that are certain from an agreement, for a schedule of them in
// the agreement itself: what the term sheet states and the agreement says, without what
// depends on an event, a notice or a renewal, and without what is only assumed. Days of
// one series are one entry, with the first and the last.
func KeyDates(res *assemble.Result) ([]assemble.KeyDate, error) {
	c, err := Of(res, Options{})
	if err != nil {
		return nil, err
	}
	var list []assemble.KeyDate
	series := map[string]int{}
	for _, e := range c.Dated() {
		if !e.certain() {
			continue
		}
		d := assemble.KeyDate{Day: e.Due, Times: 1, Named: slices.Contains(named, e.Rule), Code: e.code(), Of: subjectOf(res.Sheet, e.Values), By: e.By, To: e.To, Sum: e.Sum, Provision: e.ProvisionID, Values: e.Values}
		if !yearly().MatchString(e.Period) {
			list = append(list, d)
			continue
		}
		key := strings.Join([]string{d.Code, d.Of, d.Provision, strings.Join(d.By, ","), strings.Join(d.To, ","), sumOf(d.Sum)}, "|")
		if i, again := series[key]; again {
			list[i].Last, list[i].Times = d.Day, list[i].Times+1
			continue
		}
		series[key] = len(list)
		list = append(list, d)
	}
	return list, nil
}

// named are the rules of days that the agreement prints.
var named = []string{dayStated, effective, lastOfTerm}

// yearly is the name of one of the periods of a series: "2027-H1", "year from 2027-01-01".
var yearly = agreement.Pattern(`\b\d{4}\b`)

// happens is what happens on a day that the term sheet states, as a list of days has
// words for it. What is not here is told by its kind.
var happens = map[string]string{
	"/deal/effective_date":                   "effective",
	"/term/start":                            "term-start",
	"/term/end":                              "term-end",
	"/term/sunsets/*/date":                   "sunset",
	"/payments/pay_days":                     "royalties",
	"/payments/royalties/*/minimum":          "minimum",
	"/payments/royalties/*/start":            "royalty-start",
	"/payments/royalties/*/end":              "royalty-end",
	"/payments/royalties/*/early_rate/until": "early-rate",
	"/settlement/releases/*/due":             "release",
	"/settlement/covenants/*/until":          "covenant",
	"/grants/*/start":                        "licence-start",
	"/grants/*/end":                          "licence-end",
	"/grants/*/capture/to":                   "capture",
	"/grants/*/step_down":                    "step-down",
	"/projects/*/start":                      "project-start",
	"/projects/*/end":                        "project-end",
	"/services/end":                          "services-end",
	"/escrow/end":                            "escrow-end",
	"/general/conditions_by":                 "conditions",
	"/termination/grounds/*/lock_in_months":  "exit",
	"/membership/withdrawal/earliest":        "withdrawal",
}

// code is what happens, as a list of days has words for it.
func (e *Entry) code() string {
	if len(e.Values) > 0 {
		if code := happens[anyOf(e.Values[0])]; code != "" {
			return code
		}
	}
	return string(e.Kind)
}

// certain reports whether an entry is of a day that follows from the agreement alone,
// and of a kind that a schedule of days lists.
func (e *Entry) certain() bool {
	if e.If != "" || e.Assumed != "" || e.ProvisionID == "" {
		return false
	}
	switch e.Kind {
	case Payment, Report, Milestone, Review, Filing, Start, End, Expiry, Change, Notice:
		return true
	case Limit:
		return e.Rule == dayStated
	case Duty, Right:
	}
	return false
}

// subjectOf is what an entry is about: the id of an asset or a licence, the name of a
// royalty or a fee where it has one.
func subjectOf(s *schema.TermSheet, values []string) string {
	for _, at := range values {
		parts := strings.Split(strings.TrimPrefix(at, "/"), "/")
		n := slices.IndexFunc(parts, func(p string) bool { _, err := strconv.Atoi(p); return err == nil })
		if n < 1 {
			continue
		}
		element := strings.Join(parts[:n], ".") + "[" + parts[n] + "]"
		for _, field := range []string{".name", ".id"} {
			if v, ok := s.Get(element + field); ok && fmt.Sprint(v) != "" {
				return fmt.Sprint(v)
			}
		}
	}
	return ""
}
