package renew

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// A group is the sums of one kind: where they stand.
type group struct {
	name   string
	places []string
	usual  bool // lifted where an uplift does not say which sums
}

// groups are all sums that can be lifted. Those of tiers are numbers in the currency
// of the royalty; all others are money.
var groups = []group{
	{"rates", []string{"payments.royalties.*.tiers.*.rate"}, true},
	{"minimums", []string{"payments.royalties.*.minimum", "grants.*.minimum"}, true},
	{"caps", []string{"payments.royalties.*.cap", "payments.royalties.*.enterprise_cap", "payments.royalties.*.regions.*.cap"}, true},
	{"fees", []string{"payments.fees.*.amount"}, true},
	{"entry-fees", []string{"membership.accession.entry_fee"}, true},
	{"instalments", []string{"payments.balancing.*.instalments.*.amount"}, true},
	{"option-prices", []string{"grants.*.exercise_fee", "grants.*.diligence.*.extension_fee"}, false},
	{"escrow-fees", []string{"escrow.fees.annual"}, false},
}

// check finds what is wrong with one uplift.
func (u *Uplift) check(r *Rules, ps *agreement.Problems, at string) {
	ways := 0
	for _, given := range []bool{u.Percent != nil, u.Amount != nil, u.Index != nil} {
		if given {
			ways++
		}
	}
	if ways != 1 {
		r.problem(ps, at, "an uplift is by percent, by amount or by index: one of them", `write {"percent": 3}, or {"index": {"id": ..., "base": ..., "month": ...}}`)
	}
	if u.CapPct != nil && u.FloorPct != nil && u.CapPct.LessThan(u.FloorPct.Decimal) {
		r.problem(ps, at+"/cap_pct", fmt.Sprintf("the cap of %s is below the floor of %s", u.CapPct, u.FloorPct), "exchange them")
	}
	if u.Amount != nil && (u.CapPct != nil || u.FloorPct != nil) {
		r.problem(ps, at, "a cap or a floor in percent does not go with a fixed amount", "leave it out, or lift by percent")
	}
	if u.Percent != nil && u.Percent.LessThan(decimal.NewFromInt(-100)) {
		r.problem(ps, at+"/percent", fmt.Sprintf("%s would turn sums below zero", u.Percent), "lower by at most 100 percent")
	}
	if u.Round.To != nil && !u.Round.To.IsPositive() {
		r.problem(ps, at+"/round/to", "sums cannot be rounded to a multiple of 0", "give 0.01, 1 or 1000")
	}
	for i, path := range u.Only {
		if _, err := parsePath(path); err != nil {
			r.problem(ps, fmt.Sprintf("%s/only/%d", at, i), err.Error(), `write it like "payments.royalties[r1]"`)
		}
	}
}

// A lift is one uplift with its percentage worked out.
type lift struct {
	*Uplift
	rule    string
	pointer string
	factor  decimal.Decimal // what a sum rises by, in percent; unused for a fixed amount
	working string          // how the percentage came about
	only    []string        // JSON Pointers
}

var hundred = decimal.NewFromInt(100)

// uplift lifts sums by the rules, each once.
func (w *work) uplift() {
	lifted := map[string]string{}
	for i := range w.rules.Uplift {
		l, ok := w.lift(i)
		if !ok {
			continue
		}
		before := len(lifted)
		for _, g := range groups {
			if len(l.Of) == 0 && !g.usual || len(l.Of) > 0 && !slices.Contains(l.Of, g.name) {
				continue
			}
			for _, place := range g.places {
				for _, path := range w.draft.match(place) {
					if !w.inGroup(g.name, path) || !l.covers(path) {
						continue
					}
					key := pointer(path)
					if by, again := lifted[key]; again {
						w.problems.Add(w.rules.mistake(at("uplift", i), fmt.Sprintf("%s is lifted twice, by %s and by %s", w.draft.dotted(path), by, l.rule), "name the sums of each with of, or only"))
						continue
					}
					lifted[key] = l.rule
					w.raise(l, g.name, path)
				}
			}
		}
		if len(lifted) == before {
			w.facts.note("%s found no sum to lift: none of those that it is for falls due in the renewal. To lift others, name them with of: %s.", l.rule, groupNames())
		}
	}
	for _, b := range w.draft.match("payments.balancing.*") {
		if slices.ContainsFunc(sortedKeys(lifted), func(key string) bool { return strings.HasPrefix(key, pointer(b)+"/") }) {
			w.totalOf(b, reason{"uplift", "the sum of its instalments"})
		}
	}
	if len(w.rules.Uplift) > 0 {
		w.notLifted()
	}
}

// groupNames are the names of all groups of sums, as a list in words.
func groupNames() string {
	var names []string
	for _, g := range groups {
		names = append(names, g.name)
	}
	return strings.Join(names, ", ")
}

// inGroup tells sums apart that stand at the same place: yearly fees from those
// paid once, which are due already, and rates for a unit from percentages of net
// sales.
func (w *work) inGroup(name string, path []string) bool {
	switch name {
	case "rates":
		return w.draft.text(join(path[:3], "base")...) == string(schema.PerUnit)
	case "fees":
		return w.draft.text(join(path[:3], "per")...) == "year"
	case "instalments": // one that fell due stays what it was
		return !w.before(join(path[:5], "date")...)
	}
	return true
}

func (l *lift) covers(path []string) bool {
	if len(l.only) == 0 {
		return true
	}
	p := pointer(path)
	return slices.ContainsFunc(l.only, func(o string) bool { return p == o || strings.HasPrefix(p, o+"/") })
}

// lift works out the percentage of an uplift.
func (w *work) lift(i int) (*lift, bool) {
	u := &w.rules.Uplift[i]
	l := &lift{Uplift: u, rule: fmt.Sprintf("uplift[%d]", i), pointer: at("uplift", i)}
	for j, path := range u.Only {
		steps, _ := parsePath(path) // checked when the rules were loaded
		found, err := w.draft.locate(steps)
		if err != nil || w.draft.At(found) == nil {
			w.problems.Add(w.rules.mistake(at("uplift", i, "only", j), fmt.Sprintf("last year's term sheet has nothing at %.80s", path), "write it like payments.royalties[r1]"))
			return l, false
		}
		l.only = append(l.only, pointer(found))
	}
	switch {
	case u.Percent != nil:
		l.factor, l.working = u.Percent.Decimal, fmt.Sprintf("by %s", u.Percent)
	case u.Index != nil:
		var ok bool
		if l.factor, l.working, ok = w.indexChange(u.Index, at("uplift", i, "index")); !ok {
			return l, false
		}
	default:
		return l, true
	}
	if u.CapPct != nil && l.factor.GreaterThan(u.CapPct.Decimal) {
		l.factor, l.working = u.CapPct.Decimal, fmt.Sprintf("%s, held at the cap of %s", l.working, u.CapPct)
	}
	if u.FloorPct != nil && l.factor.LessThan(u.FloorPct.Decimal) {
		l.factor, l.working = u.FloorPct.Decimal, fmt.Sprintf("%s, but not less than the floor of %s", l.working, u.FloorPct)
	}
	return l, true
}

// indexPlaces is the number of decimals to which a change of an index is worked
// out where the rules do not round it: far more than any sum shows.
const indexPlaces = 24

// indexChange is the change of an index between two months, in percent.
func (w *work) indexChange(r *IndexRule, at string) (decimal.Decimal, string, bool) {
	x := w.indices[r.ID]
	if x == nil {
		w.problems.Add(w.rules.mistake(at+"/id", fmt.Sprintf("no values of the index %q are given", r.ID), "name a file with them: --index FILE"))
		return decimal.Zero, "", false
	}
	ok := true
	for _, m := range []struct{ name, month string }{{"base", r.Base}, {"month", r.Month}} {
		if _, has := x.Values[m.month]; !has {
			w.problems.Add(w.rules.mistake(at+"/"+m.name, fmt.Sprintf("the values of %s have none for %s", x.ID, m.month), "add it to the file, from the source that the file names"))
			ok = false
		}
	}
	if !ok {
		return decimal.Zero, "", false
	}
	base, now := x.Values[r.Base], x.Values[r.Month]
	change := now.Sub(base.Decimal).Mul(hundred).DivRound(base.Decimal, indexPlaces)
	source := x.Source
	if !x.Retrieved.IsZero() {
		source += ", read on " + x.Retrieved.String()
	}
	words := fmt.Sprintf("by %s: %s in %s, %s in %s (%s)", x.Name, base.Decimal, r.Base, now.Decimal, r.Month, source)
	w.tellRebased(x, r, at)
	if r.Decimals != nil {
		change = change.Round(int32(*r.Decimals))
	}
	words += fmt.Sprintf(", a change of %s%%", shownPercent(change))
	if r.SharePct != nil {
		change = change.Mul(r.SharePct.Decimal).DivRound(hundred, indexPlaces)
		words += fmt.Sprintf(", of which %s is passed on: %s%%", r.SharePct, shownPercent(change))
	}
	return change, words, true
}

// shownPercent is a percentage with at most six decimals, for a reader.
func shownPercent(d decimal.Decimal) string { return d.Round(6).String() }

// raise lifts one sum.
func (w *work) raise(l *lift, name string, path []string) {
	before, code, ok := w.sumAt(name, path)
	if !ok || before.IsZero() {
		return // what is free stays free
	}
	if l.Amount != nil && string(l.Amount.Currency) != code {
		w.problems.Add(w.rules.mistake(l.pointer+"/amount", fmt.Sprintf("%s is in %s, and the fixed amount in %s", w.draft.dotted(path), code, l.Amount.Currency), "name the sums that it is added to with only"))
		return
	}
	factor, why := l.factor, l.working
	if l.Amount != nil {
		factor, why = l.Amount.Amount.Mul(hundred).DivRound(before, indexPlaces), fmt.Sprintf("by %s", l.Amount)
	}
	lim, exact := limits{least: l.FloorPct, most: l.CapPct}, before.Add(before.Mul(factor).DivRound(hundred, indexPlaces))
	if l.Amount != nil {
		exact = before.Add(l.Amount.Amount.Decimal)
	}
	if most := w.facts.sheet.Term.Renewal.RateCapPct; name == "rates" && most != nil && !l.BeyondRateCap {
		lim = lim.within(most)
		if factor.GreaterThan(most.Decimal) {
			if l.Amount != nil {
				why += fmt.Sprintf(", which is %s%%", shownPercent(factor))
			}
			why = fmt.Sprintf("%s, held at %s, the most by which a rate may rise at a renewal (term.renewal.rate_cap_pct)", why, most)
			exact = before.Add(before.Mul(most.Decimal).Shift(-2))
		}
	}
	w.putSum(l, name, path, raised{before, exact, lim}, code, why)
}

// putSum rounds a lifted sum within its limits and puts it in place.
func (w *work) putSum(l *lift, name string, path []string, x raised, code, why string) {
	unit := l.unit(name, w.draft.text(path...), code)
	after, wrong := x.rounded(unit, l.Round.Mode)
	if wrong != "" {
		w.problems.Add(w.rules.mistake(l.pointer, fmt.Sprintf("%s cannot be lifted %s: %s", w.draft.dotted(path), why, wrong),
			"round to a finer step with round, or name with of or only the sums that the step is for"))
		return
	}
	working := fmt.Sprintf("%s: %s becomes %s", why, schema.Decimal{Decimal: x.before}, schema.Decimal{Decimal: x.exact.Round(8)})
	if !after.Equal(x.exact) {
		working += fmt.Sprintf(", rounded to a multiple of %s", unit)
	}
	w.tellFall(l, path, x.before, after, why)
	r := reason{l.rule, working}
	switch {
	case after.Equal(x.before):
		w.draft.remark(path, reason{l.rule, working + "; it stays"})
		return
	case name == "rates": // with as many decimals as before
		w.draft.set(path, after.StringFixed(max(decimals(w.draft.text(path...)), decimals(after.String()))), r)
		return
	}
	w.setAmount(path, schema.Decimal{Decimal: after}, r)
}

// tellFall warns of a sum that is lower afterwards, which nobody expects of a lift
// unless its rule says so in as many words.
func (w *work) tellFall(l *lift, path []string, before, after decimal.Decimal, why string) {
	if l.Percent != nil && l.Percent.IsNegative() && !after.IsZero() || !after.LessThan(before) {
		return
	}
	p := w.rules.mistake(l.pointer, fmt.Sprintf("%s falls from %s to %s, %s", w.draft.dotted(path), schema.Decimal{Decimal: before}, schema.Decimal{Decimal: after}, why),
		"give floor_pct: 0 where no sum may fall")
	p.ID, p.Severity = "sum-falls", agreement.Warning
	w.problems.Add(p)
}

// unit is what a sum is rounded to a multiple of.
func (l *lift) unit(name, text, code string) decimal.Decimal {
	places := int32(2)
	if digits, ok := schema.Currency(code).Digits(); ok {
		places = int32(digits)
	}
	if name == "rates" {
		places = max(places, decimals(text))
	}
	minor := decimal.New(1, -places)
	if to := l.Round.To; to != nil && (name == "rates" || to.Mod(minor).IsZero()) {
		return to.Decimal
	}
	return minor // of a sum of money nothing smaller can be paid
}

// decimals is the number of decimals that a number is written with.
func decimals(text string) int32 {
	_, frac, _ := strings.Cut(text, ".")
	return int32(len(frac))
}

// sumAt is a sum and its currency.
func (w *work) sumAt(name string, path []string) (decimal.Decimal, string, bool) {
	v := w.draft.At(path)
	number, code := textAt(v, "amount"), textAt(v, "currency")
	if name == "rates" {
		number, code = schema.TextOf(v), w.draft.text(join(path[:3], "currency")...)
		if code == "" {
			code = string(w.facts.sheet.Payments.Currency)
		}
	}
	d, err := schema.ParseDecimal(number)
	return d.Decimal, code, err == nil
}

// notLifted says which rates are percentages, so that nobody looks for them among
// the sums.
func (w *work) notLifted() {
	for _, p := range w.draft.match("payments.royalties.*") {
		if base := w.draft.text(join(p, "base")...); base != string(schema.PerUnit) {
			w.facts.note("The rates of %s are percentages of %s, which rise and fall with what they are measured on. They were not lifted.",
				w.draft.dotted(p), strings.ReplaceAll(base, "-", " "))
		}
	}
}
