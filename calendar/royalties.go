package calendar

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// A stretch is one of the periods into which a calendar year is cut.
type stretch struct {
	name        string // "2027-Q1"
	first, last schema.Date
}

// stretches cuts the time between two days into parts of calendar years of so many
// months. The first and the last may lie in it only in part.
func stretches(from, to schema.Date, months int) []stretch {
	if from.IsZero() || to.Before(from) || months < 1 {
		return nil
	}
	var list []stretch
	n := (int(from.Month) - 1) / months
	for year := from.Year; ; n++ {
		if n*months >= 12 {
			n, year = 0, year+1
		}
		first := schema.Date{Year: year, Month: 1, Day: 1}.AddMonths(n * months)
		if to.Before(first) || year > 9000 {
			return list
		}
		list = append(list, stretch{stretchName(year, n, months), first, first.AddMonths(months).AddDays(-1)})
	}
}

func stretchName(year, n, months int) string {
	switch months {
	case 12:
		return fmt.Sprint(year)
	case 6:
		return fmt.Sprintf("%d-H%d", year, n+1)
	case 3:
		return fmt.Sprintf("%d-Q%d", year, n+1)
	}
	return fmt.Sprintf("%d-%02d", year, n+1)
}

// words is a period as a rule says it.
func (s stretch) words() string { return s.last.String() }

var reportMonths = map[string]int{"month": 1, "quarter": 3, "half": 6, "year": 12}

// A flow is the royalties that one party owes another.
type flow struct {
	by, to     []string
	ids        []string
	start, end schema.Date // end is zero where it ends country by country
	minimum    []minimum
	values     []string
}

type minimum struct {
	royalty    *schema.Royalty
	value      string
	start, end schema.Date
}

// royalties adds reports, payments and minimums.
func (d *deriver) royalties() {
	for i, r := range d.sheet.Payments.Royalties {
		base := at("/payments/royalties/%d", i)
		d.single(End, r.EarlyRate.Until, "Last day to sign for the early rate of the royalty "+r.ID, d.sheet.Expand(r.Payer), d.sheet.Expand(r.Payee), dayStated, base+"/early_rate/until")
		if !r.Start.IsZero() && r.Start != d.sheet.Deal.EffectiveDate {
			d.single(Start, r.Start, "The royalty "+r.ID+" begins", d.sheet.Expand(r.Payer), d.sheet.Expand(r.Payee), dayStated, base+"/start")
		}
		what := "The royalty " + r.ID + " ends"
		if r.EndEvent != "" {
			what += ", unless this event is later: " + r.EndEvent
		}
		d.single(End, r.End, what, d.sheet.Expand(r.Payer), d.sheet.Expand(r.Payee), dayStated, base+"/end")
	}
	for _, f := range d.flows() {
		d.flow(f)
	}
}

func (d *deriver) flows() []*flow {
	var list []*flow
	s := d.sheet
	for i := range s.Payments.Royalties {
		r := &s.Payments.Royalties[i]
		by, to := s.Expand(r.Payer), s.Expand(r.Payee)
		if r.Payer == "licensees" {
			by = d.licensees(r.ID)
		}
		start := r.Start
		if start.IsZero() {
			start = s.Deal.EffectiveDate
		}
		k := slices.IndexFunc(list, func(f *flow) bool { return slices.Equal(f.by, by) && slices.Equal(f.to, to) })
		if k < 0 {
			k, list = len(list), append(list, &flow{by: by, to: to, start: start, end: r.End})
		}
		f := list[k]
		f.ids = append(f.ids, r.ID)
		f.values = append(f.values, at("/payments/royalties/%d/payer", i))
		if start.Before(f.start) {
			f.start = start
		}
		if r.End.IsZero() || !f.end.IsZero() && f.end.Before(r.End) {
			f.end = r.End
		}
		if r.Minimum != nil {
			end := r.End
			if turns := d.term.turns(d.out.Until); end.IsZero() && len(turns) > 0 && !turns[len(turns)-1].renewed {
				end = turns[len(turns)-1].end
			}
			f.minimum = append(f.minimum, minimum{r, at("/payments/royalties/%d/minimum", i), start, end})
		}
	}
	return list
}

// licensees are those who owe a royalty by their licences.
func (d *deriver) licensees(royalty string) []string {
	var ids []string
	for i := range d.sheet.Grants {
		if g := &d.sheet.Grants[i]; g.Royalty == royalty {
			ids = append(ids, d.sheet.Licensees(g)...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// flow adds the reports and payments of one flow of royalties.
func (d *deriver) flow(f *flow) {
	p := d.sheet.Payments
	months, days := reportMonths[p.Reports.Period], p.Reports.DueDays
	if months == 0 || days == nil {
		return // the words say whatever they say
	}
	ids := " (" + strings.Join(f.ids, ", ") + ")"
	end := d.lastDay()
	if !f.end.IsZero() {
		if end = f.end; d.cut(f.end) {
			end = d.out.Until
		}
	}
	moves := []string{}
	if f.end.IsZero() {
		moves = []string{"it ends country by country, with the last right on which the royalty rests"}
	}
	list := stretches(f.start, end, months)
	for i, x := range list {
		report := x.last.AddDays(int(*days))
		cond := d.renewedBy(x.first)
		d.add(Entry{Kind: Report, Due: report, What: "Royalty Report for the period that ends on " + x.words() + ids, By: f.by, To: f.to, Period: x.name, If: cond,
			Rule: fmt.Sprintf("%s after %s", *days, x.last), Moves: moves}, "/payments/reports/due_days", "/payments/reports/period")
		if p.PayDays != nil {
			d.add(Entry{Kind: Payment, Due: report.AddDays(int(*p.PayDays)), What: "Royalties for the period that ends on " + x.words() + ids, By: f.by, To: f.to, Period: x.name, If: cond,
				Rule: fmt.Sprintf("%s after %s, the last day for the Royalty Report", *p.PayDays, report), Moves: moves}, "/payments/pay_days")
		}
		due := report
		if p.PayDays != nil {
			due = report.AddDays(int(*p.PayDays))
		}
		switch over := d.over(x); {
		case x.last.Month == 12:
			d.minimums(f, x, due, schema.Date{})
		case !over.IsZero():
			d.minimums(f, x, due, over)
		case i == len(list)-1 && !d.cut(f.end):
			d.minimums(f, x, due, schema.Date{})
		}
	}
}

// minimums adds the differences to yearly minimums, which are paid when the last
// royalty for the year falls due: that for a stretch in which the agreement ends, if it is not
// renewed, or that for the end of the year.
func (d *deriver) minimums(f *flow, last stretch, due, over schema.Date) {
	if d.res.Says(assemble.MinimumDue).Value != "last-royalty" {
		return
	}
	year := schema.Date{Year: last.last.Year, Month: 1, Day: 1}
	for _, m := range f.minimum {
		e := Entry{Kind: Payment, Due: due, What: fmt.Sprintf("Difference to the minimum of the royalty %s for %d", m.royalty.ID, year.Year), Sum: m.royalty.Minimum, By: f.by, To: f.to,
			Period: fmt.Sprintf("%s %d", m.royalty.ID, year.Year), Rule: "the last royalty for the year, due on " + due.String(), If: d.renewedBy(last.first)}
		final := schema.Date{Year: year.Year, Month: 12, Day: 31}
		if m.start.Year > year.Year || !m.end.IsZero() && m.end.Before(year) {
			continue
		}
		if year.Before(m.start) || !m.end.IsZero() && m.end.Before(final) {
			e.Sum = nil
			e.Rule += fmt.Sprintf("; %s is reduced in proportion to the days", m.royalty.Minimum)
		}
		if over.IsZero() {
			over = d.over(last)
		} else {
			e.If, e.Period = "the agreement ends with its term on "+over.String(), e.Period+" in part"
		}
		if m.end.IsZero() && !over.IsZero() && over.Before(final) {
			e.Sum = nil
			e.Rule += fmt.Sprintf("; %s is reduced in proportion to the days if the agreement ends on %s", m.royalty.Minimum, over)
		}
		d.add(e, m.value, "/payments/reports/due_days", "/payments/pay_days")
	}
}

// over is the day in a stretch on which a term ends that may be followed by another.
func (d *deriver) over(x stretch) schema.Date {
	for _, t := range d.term.turns(d.out.Until) {
		if t.renewed && !t.end.Before(x.first) && t.end.Before(x.last) {
			return t.end
		}
	}
	return schema.Date{}
}

// cut reports whether what ends on a day, or with the agreement, goes on after the last
// day that is listed.
func (d *deriver) cut(end schema.Date) bool {
	if !end.IsZero() {
		return d.out.Until.Before(end)
	}
	turns := d.term.turns(d.out.Until)
	return len(turns) == 0 || turns[len(turns)-1].renewed || d.out.Until.Before(turns[len(turns)-1].end)
}

// renewedBy says on what a day of a later term depends.
func (d *deriver) renewedBy(day schema.Date) string {
	if d.term.end.IsZero() || !d.term.end.Before(day) {
		return ""
	}
	if d.term.renewsItself() {
		return "the agreement is renewed after " + d.term.end.String()
	}
	return "the licence lasts longer than the term"
}

// upper begins a phrase with a capital letter.
func upper(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}
