package renew

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// A span is the term of a renewal.
type span struct {
	start, end schema.Date // end is zero where the term has none
	months     int         // its length; 0 where it is given by its end
	number     int         // which renewal it is
	shift      int         // whole months from the beginning of the agreement's last term to that of the renewal
}

// roll finds the term of the renewal.
func (f *facts) roll() span {
	s := span{number: f.used + 1}
	if f.end.IsZero() {
		return f.rollEndless(s)
	}
	s.start = f.end.AddDays(1)
	if given := f.rules.Term.Start; !given.IsZero() && given != s.start {
		f.problems.Add(f.rules.mistake("/term/start", fmt.Sprintf("the renewal begins on %s, the day after the term ends, not on %s", s.start, given), "leave term.start out"))
	}
	s.shift = months(f.start, s.start)
	s.end, s.months = f.renewedEnd(s.start)
	if !s.end.IsZero() && s.end.Before(s.start) {
		f.problems.Add(f.rules.mistake("/term/end", fmt.Sprintf("the renewal would end on %s, before it begins on %s", s.end, s.start), "give a later day"))
	}
	return s
}

// renewedEnd is the last day of a renewal that begins on a day, and its length.
func (f *facts) renewedEnd(start schema.Date) (schema.Date, int) {
	if end := f.rules.Term.End; !end.IsZero() {
		return end, 0
	}
	period := f.rules.Term.Months
	if period == nil {
		period = f.sheet.Term.Renewal.Period
	}
	if period == nil || *period == 0 {
		f.refuse("/term/renewal", "give term.months or term.end in the rules, or --months", "last year's agreement states no length of a renewal")
		return schema.Date{}, 0
	}
	n := int(*period)
	if f.rules.Term.Anniversary == "month-end" && start.AddDays(1).Month != start.Month {
		end := schema.Date{Year: start.Year, Month: start.Month, Day: 31}.AddMonths(n)
		return end.AddDays(-1), n
	}
	return start.Through(n), n
}

// rollEndless finds the day on which an agreement without an end is renewed: the
// next anniversary of its beginning.
func (f *facts) rollEndless(s span) span {
	switch given := f.rules.Term.Start; {
	case !given.IsZero():
		s.start = given
	case f.today.IsZero():
		f.problems.Add(f.rules.mistake("/term/start", "the agreement has no end, so that its renewal has no first day of its own", "give term.start, or --start"))
		return s
	default:
		for years := 1; ; years++ {
			if s.start = f.start.Through(12 * years).AddDays(1); f.today.Before(s.start) {
				break
			}
		}
		f.note("The agreement has no end. The renewal takes effect on %s, the next anniversary of its beginning.", s.start)
	}
	s.number, s.shift = f.used, months(f.start, s.start)
	switch {
	case f.rules.Term.Months != nil, !f.rules.Term.End.IsZero():
		s.end, s.months = f.renewedEnd(s.start)
	case f.rules.Term.Then != "" && f.rules.Term.Then != "evergreen":
		f.problems.Add(f.rules.mistake("/term/then", "a term that is no longer endless needs a length", "give term.months or term.end"))
	}
	return s
}

// months is the number of whole months from one day to another.
func months(from, to schema.Date) int {
	n := (to.Year-from.Year)*12 + int(to.Month) - int(from.Month)
	if to.Before(from.AddMonths(n)) {
		n--
	}
	return n
}

// writeTerm puts the term of the renewal into the new term sheet.
func (w *work) writeTerm() {
	why := fmt.Sprintf("the term that ends on %s is followed by renewal %d", w.facts.end, w.span.number)
	if w.facts.end.IsZero() {
		why = "the agreement has no end; it is confirmed from this day"
	}
	r := reason{"term", why}
	w.then()
	if w.rules.Term.Max != nil {
		w.draft.set(split("term.renewal.max"), *w.rules.Term.Max, r)
	}
	if w.facts.end.IsZero() && w.span.end.IsZero() {
		if w.restated() {
			w.draft.set(split("term.start"), w.facts.start.ISO(), reason{"term", "it goes on from its beginning, so that no time begins to run anew"})
		}
		return
	}
	start := w.facts.start
	if w.restated() {
		start = w.span.start
		w.draft.remove(split("term.start"), reason{"term", "the renewed term begins on the effective date"})
	}
	w.writeEnd(start, r)
	if w.counted() && w.span.number > w.facts.last.Sheet.Term.RenewalsUsed {
		w.draft.set(split("term.renewals_used"), w.span.number, reason{"term", "this renewal is counted"})
	}
}

// counted reports whether the agreement has a most of renewals, against which they count.
func (w *work) counted() bool {
	return w.rules.Term.Max != nil || w.last.Sheet.Sheet.Term.Renewal.Max != nil
}

// writeEnd states the end of the term as last year's term sheet did, by a length or
// by a day, as far as a length leads to the day.
func (w *work) writeEnd(start schema.Date, r reason) {
	length := termMonths(start, w.span.end)
	if length >= 12 && length <= 300 && // the lengths that the library states in months
		w.last.Sheet.Sheet.Term.End.IsZero() && w.rules.Term.End.IsZero() {
		w.draft.set(split("term.length"), length, reason{r.rule, fmt.Sprintf("%s; it ends on %s", r.why, w.span.end)})
		return
	}
	w.draft.remove(split("term.length"), reason{r.rule, "the last day is given instead"})
	w.draft.set(split("term.end"), w.span.end.ISO(), r)
}

// then changes how the renewed agreement is renewed in its turn.
func (w *work) then() {
	then := w.rules.Term.Then
	if then == "" || then == w.facts.renewal {
		return
	}
	r := reason{"term.then", "how it is renewed from now on"}
	for _, v := range w.lib.Saying(assemble.Renewal, then) {
		if w.facts.last.Sheet.Clauses[v.Topic.ID].Variant != "" || then == evergreen {
			w.draft.set([]string{"clauses", v.Topic.ID, "variant"}, v.Name, r)
		}
	}
	if then != evergreen {
		w.draft.set(split("term.renewal.auto"), then == autoRenew, r)
	}
}

// newID is the reference of the new document.
func (w *work) newID() string {
	if w.rules.ID != "" {
		return w.rules.ID
	}
	old := w.last.Sheet.Sheet.Deal
	if w.rules.form() == Amendment {
		return fmt.Sprintf("%s-A%d", old.ID, len(w.history())+1)
	}
	year := fmt.Sprintf("%04d", old.EffectiveDate.Year)
	if i := strings.LastIndex(old.ID, year); i >= 0 && old.EffectiveDate.Year != w.span.start.Year {
		return old.ID[:i] + fmt.Sprintf("%04d", w.span.start.Year) + old.ID[i+4:]
	}
	base, n := old.ID, 1
	if i := strings.LastIndex(old.ID, "-R"); i > 0 {
		var before int
		if _, err := fmt.Sscanf(old.ID[i:], "-R%d", &before); err == nil && old.ID[i:] == fmt.Sprintf("-R%d", before) {
			base, n = old.ID[:i], before+1
		}
	}
	return fmt.Sprintf("%s-R%d", base, n)
}

// writeDeal gives the restated agreement its reference and dates, and says which
// agreement it restates.
func (w *work) writeDeal() {
	old := w.last.Sheet.Sheet.Deal
	id := w.newID()
	if len(id) > 60 {
		w.problems.Add(w.rules.mistake("/id", fmt.Sprintf("the reference of the new document would have %d characters, and may have 60: %.80s", len(id), id), "give id"))
	}
	if id == old.ID {
		w.problems.Add(w.rules.mistake("/id", "the new document would have the reference of last year's, "+id, "give another id"))
	}
	d := &w.draft
	d.set(split("deal.id"), id, reason{"id", "the reference of the renewed agreement"})
	if w.rules.Title != "" {
		d.set(split("deal.title"), w.rules.Title, reason{"title", "as the rules say"})
	}
	first := reason{"term", "the day after last year's term"}
	if w.facts.end.IsZero() {
		first.why = "the day from which the agreement is confirmed"
	}
	d.set(split("deal.effective_date"), w.span.start.ISO(), first)
	if day := w.rules.SigningDate; !day.IsZero() {
		d.set(split("deal.signing_date"), day.ISO(), reason{"signing_date", "as the rules say"})
	} else {
		d.remove(split("deal.signing_date"), reason{"signing_date", "no day of signing is given: the agreement is made on its effective date"})
	}
	d.set(split("deal.amends"), w.amends(Restated), reason{"form", "it amends and restates last year's agreement"})
}

// amends names last year's agreement, for the document that restates or amends it.
func (w *work) amends(form Form) schema.Amends {
	old := w.last.Sheet.Sheet.Deal
	a := schema.Amends{ID: old.ID, Title: w.title, Date: cmp.Or(old.SigningDate, old.EffectiveDate), Form: string(form), History: w.history()}
	if len(w.rules.Members.Add)+len(w.leavers) > 0 {
		for _, p := range w.last.Sheet.Sheet.Signers() {
			name := p.ID
			if slices.Contains(w.leavers, p.ID) {
				name = p.LegalName
			}
			a.Parties = append(a.Parties, name)
		}
	}
	return a
}

// history is the amendments of last year's agreement, in the order of their dates.
func (w *work) history() []schema.Amendment {
	var list []schema.Amendment
	if a := w.last.Sheet.Sheet.Deal.Amends; a.ID == w.last.Sheet.Sheet.Deal.ID {
		list = append(list, a.History...)
	}
	return inOrder(append(list, w.rules.History...))
}

// wrong reports whether an error has been found.
func (w *work) wrong() bool { return w.problems.Count(agreement.Error) > 0 }
