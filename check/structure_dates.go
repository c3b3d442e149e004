package check

import (
	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// inOrder reports an error at a pointer where one date is before another that
// it should follow. Dates not given are in order.
func (r *report) inOrder(first schema.Date, firstName string, then schema.Date, thenName, pointer string) {
	if !first.IsZero() && !then.IsZero() && then.Before(first) {
		r.errorf(pointer, "correct one of the two dates", "%s %s is before %s %s", thenName, then.ISO(), firstName, first.ISO())
	}
}

// oneDay finds what ends on the day on which it begins.
func (r *report) oneDay(start, end schema.Date, what, pointer string) {
	if !start.IsZero() && start == end {
		r.errorf(pointer, "correct one of the two dates", "%s ends on %s, the day on which it begins", what, end.ISO())
	}
}

func dateOrder(f *facts, r *report) {
	signing, effective := f.Deal.SigningDate, f.Deal.EffectiveDate
	if !signing.IsZero() && effective.Before(signing) {
		r.warnf("/deal/effective_date", "move the effective date, or waive this with the reason for looking back",
			"the agreement takes effect on %s, before it is signed on %s", effective.ISO(), signing.ISO())
	}
	if f.whole() && f.Deal.Amends.ID == "" { // the term of an earlier agreement goes on from an earlier day
		r.inOrder(effective, "the effective date", f.Term.Start, "the term's start", "/term/start")
	}
	r.inOrder(f.TermStart(), "its start", f.Term.End, "the term's end", "/term/end")
	r.oneDay(f.TermStart(), f.Term.End, "the term", "/term/end")
	r.inOrder(effective, "the effective date", f.Escrow.End, "the escrow's end", "/escrow/end")
	for i := range f.grants {
		grantDates(f, r, &f.grants[i])
	}
	for i, p := range f.Projects {
		r.inOrder(p.Start, "its start", p.End, p.ID+"'s end", at("projects", i, "end"))
	}
	for i, y := range f.Payments.Royalties {
		r.inOrder(y.Start, "its start", y.End, "royalty "+y.ID+"'s end", at("payments", "royalties", i, "end"))
	}
	for i, a := range f.Assets {
		r.inOrder(a.FilingDate, "its filing", a.ExpiryDate, a.ID+"'s expiry", at("assets", i, "expiry_date"))
	}
	instalmentDates(f, r)
}

func grantDates(f *facts, r *report, g *grant) {
	r.inOrder(f.TermStart(), "the term's start", g.Start, g.ID+"'s start", g.at+"/start")
	start := f.GrantStart(g.Grant)
	if end, err := schema.ParseDate(string(g.End)); err == nil {
		r.inOrder(start, "its start", end, g.ID+"'s end", g.at+"/end")
		r.oneDay(start, end, g.ID, g.at+"/end")
	}
	r.inOrder(start, "its start", g.StepDown, g.ID+"'s step-down", g.at+"/step_down")
	r.inOrder(g.Capture.From, "its first day", g.Capture.To, g.ID+"'s capture window's last day", g.at+"/capture/to")
	for j, m := range g.Diligence {
		r.inOrder(start, g.ID+"'s start", m.By, "milestone", g.at+at("diligence", j, "by"))
	}
}

// instalmentDates looks for payments due before there is an agreement. One due
// on the effective date is due by intent, whenever that is.
func instalmentDates(f *facts, r *report) {
	signing := f.Deal.SigningDate
	if signing.IsZero() {
		signing = f.Deal.EffectiveDate
	}
	for i, b := range f.Payments.Balancing {
		for j, part := range b.Instalments {
			if part.Date.Before(signing) {
				severity := agreement.Error
				if part.Date == f.Deal.EffectiveDate {
					severity = agreement.Warning
				}
				r.find(severity, at("payments", "balancing", i, "instalments", j, "date"), "set a day after signing",
					"an instalment is due on %s, before the agreement is signed on %s", part.Date.ISO(), signing.ISO())
			}
		}
	}
}

func ambiguousTime(f *facts, r *report) {
	for i, g := range f.Grants {
		switch g.End {
		case "", schema.EndTerm, schema.EndLastToExpire:
			continue
		}
		if _, err := schema.ParseDate(string(g.End)); err != nil {
			r.errorf(at("grants", i, "end"), `write an ISO date such as 2029-06-30, "term" or "last-to-expire"`,
				"%q is no end of a grant", short(string(g.End)))
		}
	}
	f.businessDays(r)
}

// businessDays warns, at the first period in Business Days, where it is not
// said whose days they are. The library's definitions say it for want of places.
func (f *facts) businessDays(r *report) {
	if len(f.Interpretation.BusinessDayPlaces) > 0 || f.says(assemble.BusinessDays) == "yes" {
		return
	}
	seats := map[schema.Country]bool{}
	for _, p := range f.Parties {
		seats[p.Jurisdiction.Country()] = true
	}
	said := len(seats) < 2
	eachValue(f.TermSheet, func(pointer string, n schema.BusinessDays) {
		if !said {
			said = true
			r.warnf(pointer, "give interpretation.business_day_places", "%v are counted, but the parties sit in %s and nothing says whose days count",
				n, count(len(seats), "country", "countries"))
		}
	})
}

func lineage(f *facts, r *report) {
	a := f.Deal.Amends
	changes := f.Deal.Instrument == "amendment" || f.Deal.Instrument == "accession"
	if changes && (a.ID == "" || a.Date.IsZero()) {
		r.errorf("/deal/amends", "give deal.amends.id and date", "this %s does not say which agreement of which date it changes", f.Deal.Instrument)
	}
	if changes && a.Form == "restated" {
		r.errorf("/deal/amends/form", "leave it out, or deal.instrument where the whole agreement is restated", "an instrument that changes an agreement does not restate it")
	}
	r.inOrder(a.Date, "the agreement it changes of", f.Deal.EffectiveDate, "the effective date", "/deal/effective_date")
	before, name := a.Date, "the agreement it amends of"
	for i, h := range a.History {
		r.inOrder(before, name, h.Date, "amendment "+short(h.ID)+" of", at("deal", "amends", "history", i, "date"))
		before, name = h.Date, "the amendment listed before it of"
	}
	// The text of an agreement as amended keeps its effective date and lists its own amendments.
	if n := len(a.History); n > 0 && a.ID != f.Deal.ID {
		r.inOrder(a.History[n-1].Date, "the last amendment of", f.Deal.EffectiveDate, "the effective date", "/deal/effective_date")
	}
	if f.Deal.Instrument == "amendment" && len(a.Parties) > 0 && !sameSet(a.Parties, f.partyIDs()) {
		r.errorf("/deal/amends/parties", "add the member by an accession, or the change of party by a novation, first",
			"the amendment is made by other parties than the agreement: %s", some(a.Parties, 8))
	}
	for i, s := range a.Supersedes {
		superseded(r, s, at("deal", "amends", "supersedes", i))
	}
}

// superseded checks that one change says what it takes out and what it puts in.
func superseded(r *report, s schema.Superseded, pointer string) {
	brings := s.New != "" || len(s.Passages) > 0
	switch {
	case s.Action == "replace-words" && (s.Old == "" || s.New == ""):
		r.errorf(pointer, "give old and new", "the words replaced in %s, or the words that replace them, are missing", short(s.Provision))
	case s.Action != "delete" && s.Action != "replace-words" && !brings:
		r.errorf(pointer, "give new", "the new words of %s are missing", short(s.Provision))
	case s.Action == "delete" && brings:
		r.errorf(pointer, "delete new, or replace the provision", "%s is deleted and given new words", short(s.Provision))
	}
}
