package renew

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/schema"
)

// past deals with what a restated agreement must not say again: sums that fell due
// and milestones that passed under last year's, and days that lie behind. An
// amendment leaves them where they stand, for the agreement goes on.
func (w *work) past() {
	w.pastPayments()
	w.pastMilestones()
	w.pastGrants()
	w.pastSunsets()
	w.pastStarts()
	w.reviewDays()
	w.staleFacts()
}

// before reports whether the day at a path is given and lies before the renewal.
func (w *work) before(path ...string) bool {
	d, err := schema.ParseDate(w.draft.text(path...))
	return err == nil && d.Before(w.span.start)
}

// removeLast removes paths, the last first, so that those before keep their places.
func (w *work) removeLast(paths [][]string, r reason) {
	slices.Reverse(paths)
	for _, p := range paths {
		w.draft.remove(p, r)
	}
}

func (w *work) pastPayments() {
	due := reason{"past", "it fell due under last year's agreement, and is owed under it as far as it was not paid"}
	balances := w.draft.match("payments.balancing.*")
	slices.Reverse(balances)
	for _, b := range balances {
		parts := w.draft.match(strings.Join(join(b, "instalments", "*"), "."))
		var paid [][]string
		for _, p := range parts {
			if w.before(join(p, "date")...) {
				paid = append(paid, p)
			}
		}
		if len(paid) == len(parts) {
			w.draft.remove(b, due)
			continue
		}
		if len(paid) > 0 {
			w.removeLast(paid, due)
			w.totalOf(b, reason{"past", "what is left to pay"})
		}
	}
	w.emptied(split("payments.balancing"), due)
	var once [][]string
	for _, p := range w.draft.match("payments.fees.*") {
		if per := w.draft.text(join(p, "per")...); per != "year" {
			once = append(once, p)
		}
	}
	w.removeLast(once, due)
	w.emptied(split("payments.fees"), due)
	if w.facts.sheet.Deal.Kind == "bilateral" {
		w.nothingToPay()
	}
}

// nothingToPay removes how sums are paid where none is left: a bilateral agreement then
// has no words for it.
func (w *work) nothingToPay() {
	before := &w.facts.sheet.Payments
	if len(before.Balancing)+len(before.Fees)+len(before.Royalties) == 0 {
		return
	}
	for _, place := range []string{"payments.balancing.*", "payments.fees.*", "payments.royalties.*"} {
		if len(w.draft.match(place)) > 0 {
			return
		}
	}
	for _, member := range []string{"currency", "pay_days", "interest", "tax", "conversion", "netting"} {
		if path := []string{"payments", member}; w.draft.At(path) != nil {
			w.draft.remove(path, reason{"past", "no sum is left for which it would count"})
		}
	}
}

// totalOf makes the total of a balancing payment the sum of its instalments.
func (w *work) totalOf(b []string, r reason) {
	var sum schema.Decimal
	for _, p := range w.draft.match(strings.Join(join(b, "instalments", "*", "amount", "amount"), ".")) {
		d, err := schema.ParseDecimal(w.draft.text(p...))
		if err != nil {
			return
		}
		sum = schema.Decimal{Decimal: sum.Add(d.Decimal)}
	}
	w.setAmount(join(b, "total"), sum, r)
}

// setAmount changes the amount of a sum of money and leaves its currency.
func (w *work) setAmount(path []string, amount schema.Decimal, r reason) {
	before := plain(w.draft.At(path))
	w.draft.Put(join(path, "amount"), amount)
	if after := plain(w.draft.At(path)); schema.Plain(before) != schema.Plain(after) {
		w.draft.enter(w.draft.dotted(path), schema.Plain(before), schema.Plain(after), r)
	}
}

func (w *work) pastMilestones() {
	var gone [][]string
	for _, p := range w.draft.match("grants.*.diligence.*") {
		if w.before(join(p, "by")...) {
			gone = append(gone, p)
		}
	}
	w.removeLast(gone, reason{"past", "its day has passed: what follows from it was settled under last year's agreement"})
	for _, p := range w.draft.match("grants.*.diligence") {
		w.emptied(p, reason{})
	}
	for _, p := range w.draft.match("grants.*") {
		if g := w.draft.At(p); schema.Child(g, "diligence") == nil && schema.Child(g, "minimum") == nil {
			w.draft.remove(join(p, "loss"), reason{"past", "no milestone is left to which it applies"})
		}
	}
}

// pastGrants ends grants, and their exclusivity, where their day has come.
func (w *work) pastGrants() {
	ended := map[string]string{}
	var order []string
	for _, p := range w.draft.match("grants.*") {
		id, end := w.draft.text(join(p, "id")...), w.draft.text(join(p, "end")...)
		if w.before(join(p, "end")...) && end != w.facts.end.ISO() {
			ended[id], order = end, append(order, id)
		}
		if w.before(join(p, "step_down")...) {
			r := reason{"past", "its exclusivity ended on " + w.draft.text(join(p, "step_down")...)}
			w.draft.set(join(p, "exclusivity"), "nonexclusive", r)
			w.draft.remove(join(p, "step_down"), r)
		}
	}
	for _, id := range order {
		w.drop(thing{grant, id}, reason{"past", "it ended on " + ended[id]})
	}
	for _, p := range w.draft.match("payments.royalties.*") {
		if w.before(join(p, "end")...) && w.draft.text(join(p, "end")...) != w.facts.end.ISO() {
			w.stillDue = append(w.stillDue, w.draft.text(join(p, "id")...))
		}
	}
}

// pastSunsets carries out sunsets whose day, with its grace, has come.
func (w *work) pastSunsets() {
	for i := len(w.last.Sheet.Sheet.Term.Sunsets) - 1; i >= 0; i-- {
		s := w.last.Sheet.Sheet.Term.Sunsets[i]
		if s.GraceMonths != nil && !s.Date.IsZero() {
			s.Date = s.Date.AddMonths(int(*s.GraceMonths))
		}
		if s.Date.IsZero() || !s.Date.Before(w.span.start) {
			continue
		}
		path := w.draft.pathOf(thing{grant, s.Grant})
		if path == nil {
			continue // it went before, and the sunset with it
		}
		r := reason{"past", fmt.Sprintf("its sunset came on %s", s.Date)}
		for _, p := range w.draft.match("term.sunsets.*") {
			if w.draft.text(join(p, "grant")...) == s.Grant && w.draft.text(join(p, "date")...) != "" {
				w.draft.remove(p, r)
				break
			}
		}
		w.emptied(split("term.sunsets"), r)
		switch s.Consequence {
		case "nonexclusive":
			w.draft.set(join(path, "exclusivity"), "nonexclusive", r)
		case "continue", "review":
		default:
			w.drop(thing{grant, s.Grant}, r)
		}
	}
}

// pastStarts lets what has begun begin with the renewal, and what was to end with
// the term end with the new one.
func (w *work) pastStarts() {
	for _, place := range []string{"grants.*.start", "payments.royalties.*.start"} {
		for _, p := range w.draft.match(place) {
			if w.before(p...) {
				w.draft.remove(p, reason{"past", "it has begun; under the renewed agreement it runs from the effective date"})
			}
		}
	}
	w.pastYears()
	for _, p := range w.draft.match("payments.royalties.*.early_rate") {
		if w.before(join(p, "until")...) {
			w.draft.remove(p, reason{"past", "the time to sign early has passed"})
		}
	}
}

// pastYears lets yearly fees run from the renewal: the years before it were those of the
// old agreement. Where a year that the end of the term breaks is owed in full, it has been
// paid, and the fee runs from its end.
func (w *work) pastYears() {
	for _, p := range w.draft.match("payments.fees.*") {
		start, err := schema.ParseDate(w.draft.text(join(p, "start")...))
		if err != nil || w.draft.text(join(p, "per")...) != "year" || !start.Before(w.span.start) {
			continue
		}
		first := w.span.start
		if w.draft.text(join(p, "broken_year")...) == "full" {
			for n := 1; ; n++ {
				if first = start.Through(12 * n).AddDays(1); !first.Before(w.span.start) {
					break
				}
			}
		}
		w.draft.set(join(p, "start"), first.ISO(), reason{"past", "its years until then were those of the agreement before"})
	}
}

// withTheTerm moves days that were the last of the old term to the last of the new.
func (w *work) withTheTerm() {
	if w.facts.end.IsZero() || w.span.end.IsZero() {
		return
	}
	for _, place := range []string{"grants.*.end", "payments.royalties.*.end", "escrow.end"} {
		for _, p := range w.draft.match(place) {
			if w.draft.text(p...) == w.facts.end.ISO() {
				w.draft.set(p, w.span.end.ISO(), reason{"term", "it was the last day of the term, and moves with it"})
			}
		}
	}
}

// reviewDays moves days of review and of filing that lie behind by as much as the
// term moves, so that they fall at the same time of the renewed term.
func (w *work) reviewDays() {
	for _, place := range []string{"carve_outs.*.review_date", "remedies.ld.*.review_date", "regulatory.jurisdictions.*.review_date", "regulatory.filings.*.deadline"} {
		for _, p := range w.draft.match(place) {
			day, err := schema.ParseDate(w.draft.text(p...))
			if err != nil || !day.Before(w.span.start) {
				continue
			}
			moved := day.AddMonths(w.span.shift)
			for moved.Before(w.span.start) {
				moved = moved.AddMonths(12)
			}
			w.draft.set(p, moved.ISO(), reason{"past", fmt.Sprintf("it lay behind; it moves by %s with the term", schema.Months(months(day, moved)))})
		}
	}
}

// staleFacts names statements that were true of last year and that nobody but the
// parties can bring up to date, and periods that run anew.
func (w *work) staleFacts() {
	t := w.last.Sheet.Sheet
	if n := len(t.Waivers); n > 0 {
		w.facts.note("Last year's parties accepted %s of the checks under waivers. They go on; look whether each still holds.", count(n, "finding"))
	}
	year := 0
	for _, p := range t.Parties {
		for _, s := range p.Shares {
			if w.draft.pathOf(thing{party, p.ID}) != nil {
				year = max(year, s.Year)
			}
		}
	}
	if year > 0 && year < w.span.start.Year-1 {
		w.facts.note("The market shares are those of %d. Bring them up to date with set before the agreement is signed.", year)
	}
	if d := t.Regulatory.SelfAssessmentDate; !d.IsZero() {
		w.facts.note("The parties assessed their agreement under competition law on %s. Assess it again for the renewal, and set regulatory.self_assessment_date.", d)
	}
	for i, g := range t.Grants {
		if g.OptionWindowMonths != nil && w.draft.pathOf(thing{grant, g.ID}) != nil {
			w.facts.note("The %s in which grants[%s] may be taken up run anew from %s. If they are not meant to, set grants[%s].option_window_months.", *g.OptionWindowMonths, g.ID, w.span.start, g.ID)
		}
		if to := t.Grants[i].Capture.To; !to.IsZero() && to.Before(w.span.start) {
			w.facts.note("grants[%s] captures patents filed until %s. The renewal captures none filed later.", g.ID, to)
		}
	}
	for _, d := range t.Escrow.Deposits {
		if d.InitialDays != nil && len(w.draft.match("escrow.deposits.*")) > 0 {
			w.facts.note("The first deposits are due anew, within the days stated for each after %s. If they are not meant to be, set escrow.deposits[%s].initial_days and the others.", w.span.start, d.ID)
			break
		}
	}
	for _, x := range t.Termination.Grounds {
		if x.LockInMonths != nil {
			w.facts.note("The %s before which notice for convenience may not be given run anew from %s.", *x.LockInMonths, w.span.start)
		}
	}
}
