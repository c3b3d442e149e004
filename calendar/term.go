package calendar

import (
	"fmt"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// A term is the term that is running, and how it goes on.
type term struct {
	start, end schema.Date // end is zero where the agreement states none
	renewal    string      // what the agreement says of its end: see [assemble.Renewal]
	next       *schema.Renewal
	left       int // renewals that may follow; negative for no limit
	used       int
	minimum    int // months before which no notice ends an agreement without end
}

func termOf(deal *assemble.Deal) term {
	s := deal.Sheet
	t := term{start: s.TermStart(), renewal: deal.Says(assemble.Renewal).Value, next: &s.Term.Renewal, left: s.Term.RenewalsLeft(), used: s.Term.RenewalsUsed}
	t.end, _ = s.TermEnd()
	if m, ok := deal.Says(assemble.MinimumTerm).Is.(schema.Months); ok {
		t.minimum = int(m)
	}
	return t
}

// renewsItself reports whether the term is followed by another unless somebody says no.
func (t term) renewsItself() bool {
	return t.renewal == "auto-renew" && t.left != 0 && !t.next.EndAfter(t.end).IsZero()
}

// A turn is the last day of one of the terms that follow each other.
type turn struct {
	end     schema.Date
	number  int  // of the term: 1 is the initial one
	renewed bool // another term follows unless notice is given
}

func (t turn) name() string { return fmt.Sprintf("term %d", t.number) }

// turns are the ends of the term that is running and of those that follow it of
// themselves, up to a day; the first is always among them.
func (t term) turns(until schema.Date) []turn {
	if t.end.IsZero() {
		return nil
	}
	var list []turn
	end := t.end
	for n := 0; ; n++ {
		if n > 0 {
			end = t.next.EndAfter(end)
		}
		x := turn{end, t.used + n + 1, t.renewsItself() && (t.left < 0 || n < t.left)}
		if n > 0 && (until.Before(x.end) || x.end.Year > 9000) {
			return list
		}
		list = append(list, x)
		if !x.renewed {
			return list
		}
	}
}

// statedTerm adds the beginning and the ends of the term, and the days of notice.
func (d *deriver) statedTerm() {
	s := d.sheet
	all := d.signers
	d.add(Entry{Kind: Start, What: "The agreement takes effect", Rule: effective, Due: s.Deal.EffectiveDate, By: all,
		Moves: d.conditionsPrecedent()}, "/deal/effective_date")
	if !s.Term.Start.IsZero() && s.Term.Start != s.Deal.EffectiveDate {
		d.add(Entry{Kind: Start, What: "The term begins", Rule: "the day stated", Due: s.Term.Start, By: all}, "/term/start")
	}
	if d.term.end.IsZero() && d.term.renewal == "evergreen" {
		d.evergreen()
	}
	for _, t := range d.term.turns(d.out.Until) {
		d.turn(t)
	}
}

func (d *deriver) conditionsPrecedent() []string {
	if len(d.sheet.General.ConditionsPrecedent) == 0 {
		return nil
	}
	return []string{"it does not take effect before its conditions are met"}
}

// turn adds the end of one term and the day of notice before it.
func (d *deriver) turn(t turn) {
	s := d.sheet
	values := []string{"/term/end", "/term/length"}
	end := Entry{Kind: End, What: "The term ends", Rule: lastOfTerm, Due: t.end, By: d.signers, Period: t.name()}
	if t.renewed {
		end.What = "The term then running ends, and another begins unless notice has been given"
		end.Moves = []string{"it is renewed unless notice of non-renewal has been given"}
	}
	if n := t.number - 1 - d.term.used; n > 0 {
		end.Rule = fmt.Sprintf("%s after the end of the term before", d.term.next.Period)
		end.If = "the agreement has been renewed"
		values = append([]string{"/term/renewal/period"}, values...)
	}
	d.add(end, values...)
	if t.renewed {
		d.add(Entry{Kind: Start, What: fmt.Sprintf("Another term begins, of %s, unless notice has been given", d.term.next.Period), Rule: "the day after the term before ends", Due: t.end.AddDays(1), By: d.signers,
			Period: t.name(), If: "no notice of non-renewal has been given"}, "/term/renewal/period")
	}
	const stated = "/term/renewal/notice_days"
	if s.Term.Renewal.NoticeDays == nil || d.provision([]string{stated}) == nil {
		return
	}
	days := *s.Term.Renewal.NoticeDays
	notice := Entry{Kind: Notice, Due: t.end.AddDays(-int(days)), Period: t.name(), By: d.signers, To: d.signers, If: end.If,
		Rule: fmt.Sprintf("%s before the end of the term on %s", days, t.end), Moves: []string{"it moves with the end of the term"}}
	switch d.term.renewal {
	case "auto-renew":
		if notice.What = "Last day for notice of non-renewal"; !t.renewed {
			return
		}
	case "fixed":
		notice.What = "Last day to propose a renewal"
	case "by-amendment":
		notice.What = "Last day to meet about an amendment that extends the term"
	default:
		return
	}
	d.anchors = append(d.anchors, anchor{"the time for notice of non-renewal ends", []point{{notice.Due, t.name(), notice.If}}})
	d.add(notice, stated)
}

// evergreen adds the first day on which an agreement without an end may be ended.
func (d *deriver) evergreen() {
	if d.term.minimum == 0 || d.sheet.Term.Renewal.NoticeDays == nil {
		return
	}
	first := d.term.start.Through(d.term.minimum)
	days := *d.sheet.Term.Renewal.NoticeDays
	d.add(Entry{Kind: Notice, What: "Notice given by this day can end the agreement at the end of the initial term; later notice ends it when its time has run",
		Due: first.AddDays(-int(days)), By: d.signers, To: d.signers, Rule: fmt.Sprintf("%s before the end of the initial term on %s", days, first), Period: "initial term"}, "/term/renewal/notice_days")
	d.anchors = append(d.anchors, anchor{"the end of the Initial Term", []point{{first, "initial term", ""}}})
}
