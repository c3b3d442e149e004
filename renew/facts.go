package renew

import (
	"fmt"
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// How an agreement ends or goes on, as its clause on the term declares it.
const (
	autoRenew  = "auto-renew"
	evergreen  = "evergreen"
	fixedTerm  = "fixed"
	lastExpiry = "last-expiry"
)

// facts are what last year's agreement says about its renewal, and what has
// happened to it.
type facts struct {
	last    *schema.File
	sheet   *schema.TermSheet // with last year's defaults
	rules   *Rules
	today   schema.Date // zero where it is not known
	renewal string      // what the clause on the term declares

	start, end schema.Date // of the term that ends; end is zero where it has none
	used       int         // renewals used when it ends
	leavers    []string    // those who gave notice of non-renewal in time
	problems   agreement.Problems
	notes      []string
}

// newFacts reads last year's agreement and refuses where it cannot be renewed.
func newFacts(last *Last, before *assemble.Result, rules *Rules, today schema.Date) *facts {
	f := &facts{last: last.Sheet, sheet: before.Sheet, rules: rules, today: today, used: last.Sheet.Sheet.Term.RenewalsUsed}
	if last.Resolved != nil {
		f.sheet = last.Resolved
	}
	f.renewal = renewalOf(before.Deal, last.Made)
	f.start = f.sheet.TermStart()
	f.end, _ = f.sheet.TermEnd()
	switch f.renewal {
	case evergreen, lastExpiry:
		f.end = last.Sheet.Sheet.Term.End // a length is the library's default, and states nothing
	}
	if f.instrument(); len(f.problems) > 0 {
		return f
	}
	f.terminated()
	f.renewedItself()
	f.noticesGiven()
	f.timeToPropose()
	f.renewalsLeft()
	return f
}

// refuse reports why there is no renewal, at a value of last year's term sheet.
func (f *facts) refuse(pointer, hint, format string, args ...any) {
	f.problems.Add(&agreement.Problem{ID: "no-renewal", Pos: f.last.Pos(pointer), Pointer: pointer, Message: fmt.Sprintf(format, args...), Hint: hint})
}

func (f *facts) note(format string, args ...any) {
	f.notes = append(f.notes, fmt.Sprintf(format, args...))
}

// instrument refuses what is no agreement, but a document about one.
func (f *facts) instrument() {
	switch f.last.Sheet.Deal.Instrument {
	case "amendment", "accession":
		f.refuse("/deal/instrument", "give the term sheet of the agreement as amended, which engross renew writes beside each amendment",
			"this is an %s, which is renewed with the agreement that it changes", f.last.Sheet.Deal.Instrument)
	}
}

func (f *facts) terminated() {
	if day := f.rules.Facts.Terminated; !day.IsZero() {
		f.refuse("/deal", "draft a new agreement with engross draft; a renewal continues one that is in force",
			"%s was terminated with effect from %s", f.last.Sheet.Deal.ID, day)
	}
}

// renewedItself counts the renewals by which an agreement has continued by
// itself until today.
func (f *facts) renewedItself() {
	next := &f.sheet.Term.Renewal
	if f.renewal != autoRenew || f.today.IsZero() || next.EndAfter(f.end).IsZero() {
		return
	}
	for f.end.Before(f.today) && f.mayRenewAgain() {
		first := f.end.AddDays(1)
		f.end = next.EndAfter(f.end)
		f.used++
		f.note("On %s it renewed itself until %s, which was renewal %d.", first, f.end, f.used)
	}
}

func (f *facts) mayRenewAgain() bool {
	most := f.most()
	return most == nil || f.used < *most
}

// most is the greatest number of renewals, or nil for no limit.
func (f *facts) most() *int {
	if f.rules.Term.Max != nil {
		return f.rules.Term.Max
	}
	return f.sheet.Term.Renewal.Max
}

// noticeDay is the last day for notice of non-renewal, or to propose a renewal.
func (f *facts) noticeDay() schema.Date {
	if f.end.IsZero() || f.sheet.Term.Renewal.NoticeDays == nil {
		return schema.Date{}
	}
	return f.end.AddDays(-int(*f.sheet.Term.Renewal.NoticeDays))
}

// noticesGiven takes account of notices of non-renewal: in time, they end an
// agreement between two, and the participation of one of several.
func (f *facts) noticesGiven() {
	for i, n := range f.rules.Facts.NonRenewal {
		p := f.last.Sheet.Party(n.By)
		pointer := at("facts", "non_renewal", i)
		switch day := f.noticeDay(); {
		case p == nil:
			f.problems.Add(f.rules.mistake(pointer+"/by", fmt.Sprintf("%.40q is not a party of last year's agreement", n.By), "name the party by its id"))
		case f.renewal != autoRenew && f.renewal != evergreen:
			f.note("The notice of non-renewal by %s of %s changes nothing: the agreement does not renew itself.", p.ShortName, n.Date)
		case !day.IsZero() && day.Before(n.Date):
			f.note("The notice of non-renewal by %s of %s came after %s, the last day for it, and has no effect.", p.ShortName, n.Date, day)
		case len(f.last.Sheet.Members()) <= 2 || f.last.Sheet.Deal.Kind == schema.Bilateral:
			f.refuse("/term/renewal", "draft a new agreement if the parties want one after all", "%s gave notice of non-renewal on %s, in time: the agreement ends%s", p.ShortName, n.Date, onDay(f.end))
		case !slices.Contains(f.leavers, n.By):
			f.leavers = append(f.leavers, n.By)
			f.note("%s gave notice of non-renewal on %s and leaves at the end of the term; the agreement is renewed among the others.", p.ShortName, n.Date)
		}
	}
}

// onDay is " on" a day, or nothing where it is not known.
func onDay(d schema.Date) string {
	if d.IsZero() {
		return ""
	}
	return " on " + d.String()
}

// timeToPropose refuses a renewal that had to be proposed, or agreed, earlier.
func (f *facts) timeToPropose() {
	if f.end.IsZero() || f.renewal == evergreen {
		return
	}
	if f.today.IsZero() {
		f.note("It was not checked whether the time for renewal has passed, because no day was given as today.")
	}
	signing := f.rules.SigningDate
	day := f.noticeDay()
	switch ended := !f.today.IsZero() && f.end.Before(f.today); {
	case ended:
		f.refuse(f.endPointer(), "draft a new agreement; what has ended cannot be renewed", "the term ended on %s, before today, %s", f.end, f.today)
	case f.renewal == autoRenew:
		if len(f.rules.Facts.NonRenewal) == 0 && !f.today.IsZero() && !day.IsZero() && day.Before(f.today) {
			f.note("Notice of non-renewal could be given until %s; none is recorded, so that the agreement is renewed in any case.", day)
		}
		return
	case signing.IsZero():
		f.problems.Add(f.rules.mistake("/signing_date", fmt.Sprintf("a renewal of %s has to be signed before its term ends on %s, and no day of signing is given", f.last.Sheet.Deal.ID, f.end),
			"give signing_date, or --signing"))
	case f.end.Before(signing):
		f.problems.Add(f.rules.mistake("/signing_date", fmt.Sprintf("signing on %s comes after the term has ended on %s, and a renewal has to be signed before", signing, f.end), "sign earlier, or draft a new agreement"))
	}
	if !f.rules.Facts.Agreed && f.problems.Count(agreement.Error) == 0 && !f.today.IsZero() && !day.IsZero() && day.Before(f.today) {
		f.refuse("/term/renewal/notice_days", `if all parties agree to renew nevertheless, say so: "facts": {"agreed": true}, or --agreed`,
			"a renewal had to be proposed by %s, %s before the end of the term, and today is %s", day, *f.sheet.Term.Renewal.NoticeDays, f.today)
	}
}

func (f *facts) endPointer() string {
	if !f.last.Sheet.Term.End.IsZero() {
		return "/term/end"
	}
	return "/term/length"
}

// renewalsLeft refuses where the agreement provides for no renewal, or for no
// other.
func (f *facts) renewalsLeft() {
	agreed := `if all parties agree to another, say so: "facts": {"agreed": true}, or --agreed`
	if most := f.most(); !f.mayRenewAgain() && !f.rules.Facts.Agreed {
		f.refuse("/term/renewal/max", agreed+"; or raise term.max in the rules", "its renewals are used up: %d of %d", f.used, *most)
	}
	if f.renewal == lastExpiry && !f.rules.Facts.Agreed {
		f.refuse("/term", agreed, "it lasts until the last licensed right expires, and provides for no renewal")
	}
}

// termMonths is the number of whole months of a term, or 0 where it is not a
// number of whole months.
func termMonths(start, end schema.Date) int {
	n := (end.Year-start.Year)*12 + int(end.Month) - int(start.Month)
	for _, months := range []int{n, n + 1} {
		if months > 0 && start.Through(months) == end {
			return months
		}
	}
	return 0
}
