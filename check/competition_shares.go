package check

import (
	"slices"
	"strings"

	"github.com/engross/engross/schema"
	"github.com/shopspring/decimal"
)

// The thresholds of market share, in percent, and the number of substitutes.
var (
	sharesTogether = decimal.NewFromInt(20)
	shareAlone     = decimal.NewFromInt(30)
	sharesResearch = decimal.NewFromInt(25)
)

const (
	substitutesGB = 3 // besides the parties' own
	substitutesUS = 4
)

// A market is the latest share that each party states of it.
type market struct {
	name    string // as first written
	kind    string // product, technology, innovation or ""
	parties []int  // indices, in the order of the term sheet
	pct     map[int]decimal.Decimal
	year    map[int]int
}

// markets are the markets of which parties state a share, in the order met. The
// market for a technology and that for the products made with it are two, though
// one name may stand for both.
func (f *facts) markets() []*market {
	var all []*market
	known := map[[2]string]*market{}
	for i, p := range f.Parties {
		for _, s := range p.Shares {
			if s.Pct == nil || s.Kind == "independent-technologies" {
				continue
			}
			key := [2]string{strings.ToLower(strings.TrimSpace(s.Market)), s.Kind}
			m := known[key]
			if m == nil {
				m = &market{name: strings.TrimSpace(s.Market), kind: s.Kind, pct: map[int]decimal.Decimal{}, year: map[int]int{}}
				known[key] = m
				all = append(all, m)
			}
			m.take(i, s)
		}
	}
	return all
}

// take notes a party's share: the latest, and of several for one year the
// greatest.
func (m *market) take(party int, s schema.MarketShare) {
	pct, had := m.pct[party]
	switch {
	case !had:
		m.parties = append(m.parties, party)
	case s.Year < m.year[party] || s.Year == m.year[party] && s.Pct.LessThan(pct):
		return
	}
	m.pct[party], m.year[party] = s.Pct.Decimal, s.Year
}

// together is the sum of the shares of parties of a market that are, and their
// ids.
func (f *facts) together(m *market, are func(*schema.Party) bool) (sum decimal.Decimal, ids []string) {
	for _, i := range m.parties {
		if are(&f.Parties[i]) {
			sum = sum.Add(m.pct[i])
			ids = append(ids, f.Parties[i].ID)
		}
	}
	return sum, ids
}

// String names a market as the parties do, and its kind.
func (m *market) String() string {
	if m.kind == "" {
		return short(m.name)
	}
	return short(m.name) + " (" + m.kind + ")"
}

// undertakings is the number of parties that license or are licensed, a group
// of affiliates counting once.
func (f *facts) undertakings() int {
	var met []string
	n := 0
	for _, p := range f.Members() {
		if !slices.ContainsFunc(met, func(id string) bool { return f.affiliated(id, p.ID) }) {
			n++
		}
		met = append(met, p.ID)
	}
	return n
}

// unstated is the first party with no market share that matters, or "".
func (f *facts) unstated(matters func(*schema.Party) bool) string {
	for _, p := range f.Members() {
		if matters(p) && !slices.ContainsFunc(p.Shares, func(s schema.MarketShare) bool { return s.Pct != nil }) {
			return p.ID
		}
	}
	return ""
}

// competes reports whether a party competes with another.
func (f *facts) competes(p *schema.Party) bool {
	return slices.ContainsFunc(f.Parties, func(q schema.Party) bool { return f.competitors(p.ID, q.ID) })
}

// rivalWithout is a party that competes with one that states a share of a
// market, and states none of it itself, or "".
func (f *facts) rivalWithout(m *market) string {
	for i, p := range f.Parties {
		if _, states := m.pct[i]; !states && slices.ContainsFunc(m.parties, func(j int) bool { return f.competitors(p.ID, f.Parties[j].ID) }) {
			return p.ID
		}
	}
	return ""
}

const selfAssess = "record the self-assessment in regulatory.self_assessment, and waive this with its reasons"

// sharesOf is where the shares of the party with an id stand.
func (f *facts) sharesOf(id string) string { return at("parties", f.party[id], "shares") }

func combinedShares(f *facts, r *report) {
	if !f.anyCompetitors() {
		return
	}
	if id := f.unstated(f.competes); id != "" {
		r.cannotAssess(f.sharesOf(id), "the combined share of competitors", "parties[].shares of "+id)
	}
	for _, m := range f.markets() {
		sum, ids := f.together(m, f.competes)
		if sum.GreaterThan(sharesTogether) {
			r.warnf(f.sharesOf(ids[0]), selfAssess, "%s %s%% of the market %s: more than %s%%, so the block exemption for technology transfer does not cover the deal",
				competitorsHold(ids), sum, m, sharesTogether)
		} else if id := f.rivalWithout(m); id != "" {
			r.cannotAssess(f.sharesOf(id), "the combined share of competitors", "the share of "+id+" in the market "+m.String())
		}
	}
}

func competitorsHold(ids []string) string {
	if len(ids) == 1 {
		return ids[0] + ", a competitor of another party, holds"
	}
	return "the competitors " + some(ids, 6) + " hold together"
}

func singleShares(f *facts, r *report) {
	alone := func(p *schema.Party) bool { return !f.competes(p) }
	if id := f.unstated(alone); id != "" && f.undertakings() == 2 {
		r.cannotAssess(f.sharesOf(id), "the market share of each party", "parties[].shares of "+id)
	}
	for _, m := range f.markets() {
		for _, i := range m.parties {
			if alone(&f.Parties[i]) && m.pct[i].GreaterThan(shareAlone) {
				r.warnf(at("parties", i, "shares"), selfAssess, "%s alone holds %s%% of the market %s: more than %s%%, so the block exemption for technology transfer does not cover the deal",
					f.Parties[i].ID, m.pct[i], m, shareAlone)
			}
		}
	}
}

// researchShares says nothing of shares that are not stated: CO01 does.
func researchShares(f *facts, r *report) {
	if f.Deal.Kind != schema.Consortium && len(f.Projects) == 0 {
		return
	}
	for _, m := range f.markets() {
		if sum, ids := f.together(m, f.competes); sum.GreaterThan(sharesResearch) {
			r.notef(f.sharesOf(ids[0]), "assess the projects themselves", "%s %s%% of the market %s: more than %s%%, so the block exemption for research and development does not cover their joint research",
				competitorsHold(ids), sum, m, sharesResearch)
		}
	}
}

// substituteCount is the least number of independent technologies stated, and
// where.
func (f *facts) substituteCount() (least int, pointer string) {
	for i, p := range f.Parties {
		for j, s := range p.Shares {
			if s.Kind == "independent-technologies" && s.Count != nil && (pointer == "" || *s.Count < least) {
				least, pointer = *s.Count, at("parties", i, "shares", j, "count")
			}
		}
	}
	return least, pointer
}

func substitutes(f *facts, r *report) {
	if f.undertakings() != 2 || len(f.grants) == 0 || f.plainLicence() {
		return
	}
	const fix = `state them in parties[].shares with kind "independent-technologies", or waive this with the reason`
	switch n, pointer := f.substituteCount(); {
	case pointer == "":
		r.warnf("/parties", fix, "the deal reaches the United Kingdom, and the number of independently controlled substitute technologies is not stated")
	case n < substitutesGB:
		r.warnf(pointer, "have counsel assess the deal, and waive this with the reason", "%s besides the parties' own: fewer than %d",
			count(n, "independently controlled substitute technology", "independently controlled substitute technologies"), substitutesGB)
	}
}

func safetyZone(f *facts, r *report) {
	const fix = "have counsel weigh the deal under the rule of reason"
	n, pointer := f.substituteCount()
	said := f.touches(economicArea...) && (f.anyCompetitors() || f.undertakings() == 2) // by CO01 or CO02
	if id := f.unstated(func(*schema.Party) bool { return true }); id != "" && pointer == "" && !said {
		r.cannotAssess(f.sharesOf(id), "whether the deal lies in the safety zone of the United States", "parties[].shares of "+id)
	}
	for _, m := range f.markets() {
		if sum, ids := f.together(m, func(*schema.Party) bool { return true }); sum.GreaterThan(sharesTogether) {
			r.notef(f.sharesOf(ids[0]), fix, "%s hold together %s%% of the market %s: outside the safety zone of %s%%", some(ids, 6), sum, m, sharesTogether)
		}
	}
	if pointer != "" && n < substitutesUS {
		r.notef(pointer, fix, "%s besides the parties' own: outside the safety zone, which begins at %d",
			count(n, "independently controlled technology", "independently controlled technologies"), substitutesUS)
	}
}

// The days of the block exemption of the European Union, and the last day of
// the one before it for agreements that met that. The exemption of the United
// Kingdom is reported to end in the course of the same year.
var (
	exemptionStart  = schema.Date{Year: 2026, Month: 5, Day: 1}
	exemptionEnd    = schema.Date{Year: 2038, Month: 4, Day: 30}
	transitionalEnd = schema.Date{Year: 2027, Month: 4, Day: 30}
)

const exemptionYearGB = 2038

func exemptionEnds(f *facts, r *report) {
	if f.undertakings() != 2 {
		return
	}
	end, ends := f.TermEnd()
	until, pointer := "has no end", "/term"
	switch {
	case !ends && !f.whole():
		until, pointer = "is not stated here", "/deal/amends/date"
	case ends:
		until = "ends on " + end.ISO()
		pointer = "/term/length"
		if f.Term.Length == nil || !f.Term.End.IsZero() {
			pointer = "/term/end"
		}
	}
	outlasts := func(d schema.Date) bool { return !ends || d.Before(end) }
	made := f.Deal.EffectiveDate
	if !f.whole() && !f.Deal.Amends.Date.IsZero() {
		made = f.Deal.Amends.Date
	}
	switch {
	case !f.touches(economicArea...):
		if !ends || end.Year >= exemptionYearGB {
			r.notef(pointer, "ask counsel for the day, and assess the deal again before it",
				"the term %s; the block exemption of the United Kingdom may end in %d", until, exemptionYearGB)
		}
	case made.Before(exemptionStart) && outlasts(transitionalEnd):
		r.notef(pointer, "assess the deal again by "+transitionalEnd.ISO(), "the agreement was made on %s and its term %s; what met the former block exemption is covered until %s",
			made.ISO(), until, transitionalEnd.ISO())
	case outlasts(exemptionEnd):
		r.notef(pointer, "assess the deal again by "+exemptionEnd.ISO(), "the term %s; the block exemption ends on %s", until, exemptionEnd.ISO())
	}
}

// exemptions are words that name the exemption for two in a self-assessment.
var exemptions = []string{"2026/877", "316/2014", "ttber", "technology transfer block exemption"}

func exemptionForTwo(f *facts, r *report) {
	words := strings.ToLower(f.Regulatory.SelfAssessment)
	relies := slices.ContainsFunc(exemptions, func(e string) bool { return strings.Contains(words, e) })
	if n := f.undertakings(); n > 2 && relies && !strings.Contains(words, "analog") {
		r.warnf("/regulatory/self_assessment", "rely on the guidelines on pools", "%d undertakings rely on %q, which covers agreements between two", n, short(f.Regulatory.SelfAssessment))
	}
}
