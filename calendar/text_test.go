package calendar_test

import (
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/schema"
)

// TestTheCalendarIsTheText holds the calendar against the printed words of every
// example, at each position: a provision that names a day or a period has an entry,
// and each day of the calendar is one that the provision says, or that follows from
// the days and periods it says.
func TestTheCalendarIsTheText(t *testing.T) {
	lib := library(t)
	for name, src := range examples(t) {
		for _, position := range []schema.Position{schema.Balanced, schema.Licensor, schema.Licensee} {
			f, _ := schema.Load(name, src)
			f.Sheet.Deal.Position = position
			f.Source = nil
			res, err := lib.Assemble(f, assemble.Options{Trace: true})
			if err != nil {
				continue // a default of the position does not fit this deal
			}
			c := derived(t, res, calendar.Options{})
			words := provisions(res.Document)
			for _, problem := range slices.Concat(unlisted(c, words, res), unsaid(c, words)) {
				t.Errorf("%s at %s: %s", name, position, problem)
			}
			if len(c.Dated()) == 0 && name != "amendment" || len(c.Undated()) == 0 && name != "amendment" {
				t.Errorf("%s at %s: %d entries with a day and %d without", name, position, len(c.Dated()), len(c.Undated()))
			}
		}
	}
}

// provisions are the words of each provision, its cells among them, by its id.
func provisions(doc *agreement.Document) map[string][]string {
	words := map[string][]string{}
	var within func(body []agreement.Block, id string)
	within = func(body []agreement.Block, id string) {
		for _, b := range body {
			if c, ok := b.(*agreement.Clause); ok {
				if c.Kind != agreement.Front && c.Kind != agreement.Annex {
					within(c.Body, c.ID)
				}
				continue
			}
			agreement.Inlines(b, func(in []agreement.Inline) {
				key := id
				if strings.HasPrefix(agreement.BlockID(b), "term:") {
					key = "definition"
				}
				words[key] = append(words[key], agreement.Words(in))
			})
		}
	}
	within(doc.Body, "")
	return words
}

var (
	timeInText = regexp.MustCompile(`\b\d[\d,]* (Business Days?|days?|months?|years?|hours?)\b`)
	dayInText  = regexp.MustCompile(`\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b`)
)

// unlisted are the provisions with a period, and the days, of which there is no entry.
func unlisted(c *calendar.Calendar, words map[string][]string, res *assemble.Result) []string {
	var list []string
	has, due := map[string]bool{}, map[string]bool{}
	for _, e := range c.Entries {
		has[e.ProvisionID] = true
		due[e.Due.String()] = true
	}
	// what is said of entries elsewhere, such as the fee of a schedule, counts too
	past := past(res.Sheet)
	for _, id := range slices.Sorted(maps.Keys(words)) {
		if id == "" || id == "definition" {
			continue
		}
		for _, s := range words[id] {
			if p := timeInText.FindString(s); p != "" && !has[id] && !coveredElsewhere(c, p) {
				list = append(list, id+" says "+p+" and has no entry: "+s)
			}
			for _, day := range dayInText.FindAllString(s, -1) {
				if !due[day] && !past[day] && !isAfterDue(c, day) {
					list = append(list, id+" says "+day+", which is in no entry: "+s)
				}
			}
		}
	}
	return list
}

// coveredElsewhere reports whether some entry follows from a period.
func coveredElsewhere(c *calendar.Calendar, p string) bool {
	return slices.ContainsFunc(c.Entries, func(e calendar.Entry) bool { return strings.Contains(e.Rule, p) })
}

// isAfterDue reports whether an entry is counted from a day.
func isAfterDue(c *calendar.Calendar, day string) bool {
	return slices.ContainsFunc(c.Entries, func(e calendar.Entry) bool { return strings.Contains(e.Rule, day) || strings.Contains(e.What, day) })
}

// past are the days of a term sheet on which nothing falls due.
func past(s *schema.TermSheet) map[string]bool {
	days := map[string]bool{s.Deal.EffectiveDate.String(): true, s.Deal.SigningDate.String(): true, s.Deal.Amends.Date.String(): true}
	for _, a := range s.Assets {
		days[a.FilingDate.String()], days[a.FRAND.Date.String()] = true, true
		for _, e := range a.Encumbrances {
			days[e.Until.String()] = true
		}
	}
	for _, g := range s.Grants {
		days[g.Capture.From.String()] = true
	}
	for _, a := range s.Deal.Amends.History {
		days[a.Date.String()] = true
	}
	for _, b := range s.Valuation.Benchmarks {
		days[b.Date.String()] = true
	}
	for _, r := range s.Settlement.Releases {
		days[r.Until.String()] = true
	}
	for _, x := range s.Settlement.Covenants {
		days[x.FiledBy.String()] = true
	}
	days[s.Regulatory.SelfAssessmentDate.String()] = true
	return days
}

var countedRule = regexp.MustCompile(`^(?:between \d+ and )?(\d+) (day|month|year)s? (after|before) (?:the end of the (?:initial )?term on )?(\d{1,2} \w+ \d{4})`)

// unsaid are the entries whose day the provision does not say, and does not follow
// from what it says: it is counted anew, by the arithmetic of the standard library.
func unsaid(c *calendar.Calendar, words map[string][]string) []string {
	var list []string
	all := ""
	for _, s := range words {
		all += strings.Join(s, "\n") + "\n"
	}
	for _, e := range c.Dated() {
		said := strings.Join(slices.Concat(words[e.ProvisionID], words["definition"]), "\n")
		m := countedRule.FindStringSubmatch(e.Rule)
		switch {
		case e.ProvisionID == "":
			list = append(list, e.What+" has no provision")
		case m == nil && e.Rule == "the day stated" && !strings.Contains(said, e.Due.String()):
			list = append(list, e.ProvisionID+" does not say "+e.Due.String()+": "+e.What)
		case m != nil:
			from, err := time.Parse("2 January 2006", m[4])
			if err != nil || !e.Due.IsZero() && e.Due.String() != count(from, m[1], m[2], m[3]).Format("2 January 2006") {
				list = append(list, e.Due.String()+" is not "+e.Rule)
			}
			if p := m[1] + " " + m[2]; !strings.Contains(all, p) && !strings.Contains(all, "Once") && m[1] != "0" {
				list = append(list, "the agreement does not say "+p+": "+e.What)
			}
		}
	}
	return list
}

// count counts a period by the package time: months end on the same day of the month
// or, where there is none, on its last.
func count(from time.Time, number, unit, way string) time.Time {
	n := 0
	for _, d := range number {
		n = n*10 + int(d-'0')
	}
	if way == "before" {
		n = -n
	}
	if unit == "day" {
		return from.AddDate(0, 0, n)
	}
	if unit == "year" {
		n *= 12
	}
	to := time.Date(from.Year(), from.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := to.AddDate(0, 1, -1).Day()
	return to.AddDate(0, 0, min(from.Day(), last)-1)
}

// TestTheCalendarIsTheTextOfOddDeals does the same with deals whose days are odd: at the
// ends of months, on 29 February, with terms and renewals of any length, reports and fees
// of any period. What recurs is asked for into the terms that follow.
func TestTheCalendarIsTheTextOfOddDeals(t *testing.T) {
	lib := library(t)
	r := rand.New(rand.NewPCG(17, 29))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	made := 0
	for range 60 {
		src := strings.NewReplacer(
			`"effective_date": "2027-01-31"`, `"effective_date": "`+pick("2028-02-29", "2027-01-31", "2027-08-30", "2027-10-01", "2027-12-31", "2027-04-01", "2028-03-01")+`"`,
			`"length": 36`, `"length": `+pick("1", "6", "7", "12", "18", "36", "48"),
			`{"auto": true, "period": 12, "notice_days": 60, "max": 2}`, pick(`{"auto": false}`, `{"auto": true, "period": 1, "notice_days": 10}`, `{"auto": true, "period": 12, "notice_days": 60, "max": 2}`, `{"auto": true, "period": 13, "notice_days": 365, "max": 1}`, `{"auto": true, "period": 6, "notice_days": 30, "max": 1}`),
			`"period": "half", "due_days": 60`, `"period": "`+pick("quarter", "half", "year")+`", "due_days": `+pick("1", "30", "31", "60", "90"),
			`"pay_days": 20`, `"pay_days": `+pick("0", "15", "45"),
			`"per": "year", "due_days": 0`, pick(`"per": "year", "due_days": 0`, `"per": "year", "due_days": 30`, `"per": "once", "start": "2029-02-28"`, `"per": "year", "start": "2029-01-31", "due_days": 29`),
			`"expiry_date": "2038-03-01"`, `"expiry_date": "`+pick("2038-03-01", "2040-02-29", "2028-12-31")+`"`,
		).Replace(sheet)
		f, err := schema.Load("odd.json", []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		res, err := lib.Assemble(f, assemble.Options{Trace: true})
		if err != nil {
			continue // what is refused
		}
		made++
		o := calendar.Options{}
		if end, ok := f.Sheet.TermEnd(); ok {
			o.To = end.AddMonths(30)
		}
		c := derived(t, res, o)
		words := provisions(res.Document)
		for _, problem := range unsaid(c, words) {
			t.Errorf("%s: %s", src[:120], problem)
		}
		for _, problem := range unlisted(derived(t, res, calendar.Options{To: f.Sheet.Deal.EffectiveDate.AddMonths(1200)}), words, res) {
			t.Errorf("%s: %s", src[:120], problem)
		}
	}
	if made < 40 {
		t.Errorf("%d deals were made", made)
	}
}
