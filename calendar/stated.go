package calendar

import (
	"fmt"
	"slices"

	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

// stated adds what the term sheet states with a day.
func (d *deriver) stated() {
	d.statedTerm()
	d.statedSums()
	d.royalties()
	d.grants()
	d.statedAssets()
	d.projects()
	d.settlement()
	d.sunsets()
	d.statedReviews()
	d.endings()
	d.membership()
}

// facts are the days that a term sheet states and that are no deadline: facts of the
// past, and days by which something else is measured. They are in no calendar.
var facts = []string{
	"/deal/signing_date", "/deal/amends/date", "/deal/amends/history/*/date",
	"/assets/*/filing_date", "/assets/*/encumbrances/*/until", "/assets/*/frand/date",
	"/grants/*/capture/from", "/settlement/releases/*/until", "/settlement/covenants/*/filed_by",
	"/valuation/benchmarks/*/date", "/regulatory/self_assessment_date", "/wording/*/date", "/answers/*/date",
}

func at(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// single adds something that happens, or is due, on one day that is stated.
func (d *deriver) single(kind Kind, day schema.Date, what string, by, to []string, rule string, values ...string) {
	if !day.IsZero() {
		d.add(Entry{Kind: kind, Due: day, What: what, By: by, To: to, Rule: rule}, values...)
	}
}

// The rules of days that the agreement prints.
const (
	dayStated  = "the day stated"
	effective  = "the Effective Date"
	lastOfTerm = "the last day of the term"
)

func (d *deriver) statedSums() {
	s := d.sheet
	for i, b := range s.Payments.Balancing {
		base := at("/payments/balancing/%d", i)
		name := "Balancing payment"
		if b.Name != "" {
			name = upper(b.Name)
		}
		if len(b.Instalments) == 0 {
			d.add(Entry{Kind: Payment, Due: s.Deal.EffectiveDate, What: name, Sum: &b.Total, By: s.Expand(b.From), To: s.Expand(b.To), Rule: effective, Period: "once"}, base+"/total")
		}
		for n, x := range b.Instalments {
			e := Entry{Kind: Payment, Due: x.Date, What: fmt.Sprintf("%s, instalment %d of %d", name, n+1, len(b.Instalments)), Sum: &x.Amount,
				By: s.Expand(b.From), To: s.Expand(b.To), Rule: dayStated, Period: fmt.Sprintf("instalment %d", n+1)}
			if b.Acceleration != nil && *b.Acceleration && n > 0 {
				e.Moves = []string{"it falls due at once if an earlier instalment is not paid in time after a demand"}
			}
			d.add(e, at("%s/instalments/%d/date", base, n), at("%s/instalments/%d/amount", base, n))
		}
	}
	for i := range s.Payments.Fees {
		d.fee(&s.Payments.Fees[i], at("/payments/fees/%d", i))
	}
	for i, r := range s.Settlement.Releases {
		if r.Payment != nil {
			due, rule := r.Due, dayStated
			if due.IsZero() {
				due, rule = s.Deal.EffectiveDate, effective
			}
			d.add(Entry{Kind: Payment, Due: due, What: "Payment for the release of past claims", Sum: r.Payment, By: r.To, To: s.Expand(r.From), Rule: rule},
				at("/settlement/releases/%d/due", i), at("/settlement/releases/%d/payment", i))
		}
	}
}

func (d *deriver) fee(f *schema.Fee, base string) {
	var values []string
	for _, name := range []string{"amount", "start", "due_days", "end", "per", "year", "broken_year"} {
		values = append(values, base+"/"+name)
	}
	for _, x := range money.FeeDues(d.sheet, f, d.lastOfFees(), d.out.Until) {
		e := Entry{Kind: Payment, Due: x.Date, What: upper(f.Name), Sum: &x.Amount, By: without(d.sheet.Expand(f.Payer), f.Payee), To: d.sheet.Expand(f.Payee), Rule: dayStated}
		if f.Per == "year" {
			e.Period = "year from " + x.Begins.ISO()
			e.Rule = fmt.Sprintf("%s after %s, on which its year begins", schema.Days(f.DaysToPay()), x.Begins)
			if f.DaysToPay() == 0 {
				e.Rule = "the first day of its year"
			}
			if x.Working != "" {
				e.Rule += "; " + x.Working
			}
			if f.End.IsZero() {
				e.Moves = []string{"nothing falls due for a year that begins after the end of the term"}
				d.overFee(&e, x)
			}
		}
		d.add(e, values...)
	}
}

// without is parties but one, which pays nothing to itself.
func without(ids []string, one string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == one })
}

// overFee says what a yearly fee hangs on, where a term ends that may be followed by
// another.
func (d *deriver) overFee(e *Entry, x money.FeeDue) {
	e.If = d.renewedBy(x.Begins)
	over := d.over(stretch{first: x.Begins, last: x.Begins.Through(12)})
	switch {
	case over.IsZero() || e.If != "":
	case x.Working != "" && over == d.lastOfFees():
		e.If = "the agreement ends with its term on " + over.String()
	default:
		e.Moves = append(e.Moves, "in a year in which the agreement ends on "+over.String()+", what the provision says of a part of a year")
	}
}

func (d *deriver) statedAssets() {
	s := d.sheet
	for i := range s.Assets {
		a := &s.Assets[i]
		if a.ExpiryDate.IsZero() {
			continue
		}
		var owners []string
		for _, o := range a.Owners {
			owners = append(owners, o.Party)
		}
		name := "Asset " + a.ID
		if a.Number != "" {
			name += " (" + a.Number + ")"
		}
		d.add(Entry{Kind: Expiry, Due: a.ExpiryDate, What: name + " expires if all fees are paid", By: owners, Rule: dayStated,
			Moves: []string{"it ends sooner if it is revoked, lapses or is not maintained"}}, at("/assets/%d/expiry_date", i))
	}
	for i, x := range s.CarveOuts {
		d.single(Review, x.ReviewDate, "Review of the exclusion "+x.ID, d.signers, nil, dayStated, at("/carve_outs/%d/review_date", i))
	}
}

func (d *deriver) projects() {
	for i, p := range d.sheet.Projects {
		by := p.Participants
		if by == nil {
			by = d.signers
		}
		d.single(Start, p.Start, "The project "+p.Name+" begins", by, nil, dayStated, at("/projects/%d/start", i))
		d.single(End, p.End, "The project "+p.Name+" ends", by, nil, dayStated, at("/projects/%d/end", i))
	}
}

func (d *deriver) settlement() {
	for i, c := range d.sheet.Settlement.Covenants {
		d.single(End, c.Until, "The promise not to sue ends", d.sheet.Expand(c.From), c.To, dayStated, at("/settlement/covenants/%d/until", i))
	}
}

func (d *deriver) sunsets() {
	var days []point
	for i, x := range d.sheet.Term.Sunsets {
		g := d.sheet.Grant(x.Grant)
		base := at("/term/sunsets/%d", i)
		if g == nil {
			continue
		}
		by, to := d.sheet.Licensors(g), d.sheet.Licensees(g)
		if x.Date.IsZero() {
			continue // the words say the event
		}
		d.single(Change, x.Date, "The licence "+x.Grant+" reaches its sunset", by, to, dayStated, base+"/date")
		days = append(days, point{x.Date, x.Grant, ""})
		if x.GraceMonths != nil {
			d.add(Entry{Kind: End, Due: x.Date.AddMonths(int(*x.GraceMonths)), What: "The grace period of the licence " + x.Grant + " ends", By: to, To: by,
				Rule: fmt.Sprintf("%s after %s", *x.GraceMonths, x.Date), Moves: []string{"it moves with the sunset"}}, base+"/grace_months")
		}
	}
	d.anchors = append(d.anchors, anchor{"the Sunset Date", days})
}

func (d *deriver) statedReviews() {
	s := d.sheet
	for i, x := range s.Remedies.LD {
		d.single(Review, x.ReviewDate, "Review of the sum agreed for "+x.ID, d.signers, nil, dayStated, at("/remedies/ld/%d/review_date", i))
	}
	for i, x := range s.Regulatory.Filings {
		d.single(Filing, x.Deadline, upper(x.Instrument)+" to "+x.Authority, s.Expand(x.Owner), nil, dayStated, at("/regulatory/filings/%d/deadline", i))
	}
	for i, x := range s.Regulatory.Jurisdictions {
		if s.Regulatory.MatrixInAgreement {
			d.single(Review, x.ReviewDate, "Review of the row "+x.Code+" ("+x.Regime+") of the risk matrix", s.Expand(x.Owner), nil, dayStated, at("/regulatory/jurisdictions/%d/review_date", i))
		}
	}
}

// endings adds the days on which something beside the licences ends.
func (d *deriver) endings() {
	s := d.sheet
	d.single(End, s.Escrow.End, "The escrow ends", d.signers, nil, dayStated, "/escrow/end")
	d.single(End, s.Services.End, "The services end", s.Expand(s.Services.Provider), s.Services.Recipients, dayStated, "/services/end")
	d.single(Limit, s.General.ConditionsBy, "The conditions for the agreement to take effect must have been met", d.signers, nil, dayStated, "/general/conditions_by")
	for i, g := range s.Termination.Grounds {
		if g.Kind != "convenience" || g.LockInMonths == nil || *g.LockInMonths == 0 {
			continue
		}
		by := g.By
		if by == nil {
			by = d.signers
		}
		d.add(Entry{Kind: Start, What: "Notice of termination for convenience may be given from this day", Due: s.Deal.EffectiveDate.AddMonths(int(*g.LockInMonths)), By: by, To: d.others(by),
			Rule: fmt.Sprintf("%s after the Effective Date", *g.LockInMonths)}, at("/termination/grounds/%d/lock_in_months", i))
	}
}

func (d *deriver) membership() {
	w := d.sheet.Membership.Withdrawal
	if w.EarliestMonths == nil || *w.EarliestMonths == 0 {
		return
	}
	day := d.sheet.Deal.EffectiveDate.AddMonths(int(*w.EarliestMonths))
	d.add(Entry{Kind: Start, What: "The withdrawal of a member may take effect from this day", Due: day, By: idsOf(d.sheet.Members()),
		Rule: fmt.Sprintf("%s after the Effective Date, for who was a member from then on", *w.EarliestMonths)}, "/membership/withdrawal/earliest")
}

// grants adds what happens to the licences.
func (d *deriver) grants() {
	s := d.sheet
	for i := range s.Grants {
		g, base := &s.Grants[i], at("/grants/%d", i)
		by, to := s.Licensors(g), s.Licensees(g)
		name := "The licence " + g.ID
		if !g.Start.IsZero() && g.Start != s.Deal.EffectiveDate {
			d.single(Start, g.Start, name+" begins", by, to, dayStated, base+"/start")
		}
		if end, err := schema.ParseDate(string(g.End)); err == nil && !g.Perpetual {
			d.single(End, end, name+" ends", by, to, dayStated, base+"/end")
		} else if g.End == schema.EndLastToExpire && !g.Perpetual {
			if last, open := s.GrantEnd(g); !open {
				d.add(Entry{Kind: End, Due: last, What: name + " ends with the last of its assets", By: by, To: to, Rule: "the expiry of the last asset licensed, if all are maintained",
					Moves: []string{"it ends sooner if the assets lapse or are revoked"}}, base+"/end")
			}
		}
		d.single(Change, g.StepDown, name+" becomes non-exclusive", by, to, dayStated, base+"/step_down")
		d.single(End, g.Capture.To, name+" takes in no patent first filed after this day", by, to, dayStated, base+"/capture/to")
		for n, m := range g.Diligence {
			e := Entry{Kind: Milestone, Due: m.By, What: upper(m.What), By: to, To: by, Rule: dayStated}
			if m.ExtensionFee != nil {
				e.Moves = []string{"it may be put off against a fee of " + m.ExtensionFee.String()}
			}
			d.add(e, at("%s/diligence/%d/by", base, n))
		}
	}
}

// lastOfFees is the last day of a yearly fee that states none: the end of the last
// term of which a day is listed.
func (d *deriver) lastOfFees() schema.Date {
	turns := d.term.turns(d.out.Until)
	if len(turns) == 0 {
		return schema.Date{}
	}
	t := turns[len(turns)-1]
	if t.renewed && t.end.Before(d.out.Until) {
		return d.term.next.EndAfter(t.end)
	}
	return t.end
}
