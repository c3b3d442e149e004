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
	name    string
	parties []int // indices, in the order of the term sheet
	pct     map[int]decimal.Decimal
	year    map[int]int
}

// markets are the markets of which parties state a share, in the order met.
func (f *facts) markets() []*market {
	var all []*market
	for i, p := range f.Parties {
		for _, s := range p.Shares {
			if s.Pct == nil || s.Kind == "independent-technologies" {
				continue
			}
			name := strings.ToLower(strings.TrimSpace(s.Market))
			n := slices.IndexFunc(all, func(m *market) bool { return m.name == name })
			if n < 0 {
				n = len(all)
				all = append(all, &market{name: name, pct: map[int]decimal.Decimal{}, year: map[int]int{}})
			}
			m := all[n]
			if _, known := m.pct[i]; !known {
				m.parties = append(m.parties, i)
			} else if s.Year < m.year[i] {
				continue
			}
			m.pct[i], m.year[i] = s.Pct.Decimal, s.Year
		}
	}
	return all
}

// together is the sum of the shares of parties of a market that are, and their
// ids.
func (f *facts) together(m *market, are func(i int) bool) (sum decimal.Decimal, ids []string) {
	for _, i := range m.parties {
		if are(i) {
			sum = sum.Add(m.pct[i])
			ids = append(ids, f.Parties[i].ID)
		}
	}
	return sum, ids
}

// rivals are the shares of those that compete with another party in a market.
func (f *facts) rivals(m *market) (decimal.Decimal, []string) {
	return f.together(m, func(i int) bool {
		return slices.ContainsFunc(m.parties, func(j int) bool { return f.competitors(f.Parties[i].ID, f.Parties[j].ID) })
	})
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

func (f *facts) competes(p *schema.Party) bool {
	return slices.ContainsFunc(f.Parties, func(q schema.Party) bool { return f.competitors(p.ID, q.ID) })
}

func combinedShares(f *facts, r *report) {
	if !f.anyCompetitors() {
		return
	}
	if id := f.unstated(f.competes); id != "" {
		r.cannotAssess("/parties", "the combined share of competitors", "parties[].shares of "+id)
	}
	for _, m := range f.markets() {
		if sum, ids := f.rivals(m); sum.GreaterThan(sharesTogether) {
			r.warnf("/parties", "record the self-assessment in regulatory.self_assessment, and waive this with its reasons",
				"%s compete and hold together %s%% of the market %s: more than %s%%", some(ids, 6), sum, short(m.name), sharesTogether)
		}
	}
}

func singleShares(f *facts, r *report) {
	if f.anyCompetitors() || f.undertakings() != 2 {
		return
	}
	if id := f.unstated(func(*schema.Party) bool { return true }); id != "" {
		r.cannotAssess("/parties", "the market share of each party", "parties[].shares of "+id)
	}
	for _, m := range f.markets() {
		for _, i := range m.parties {
			if m.pct[i].GreaterThan(shareAlone) {
				r.warnf(at("parties", i, "shares"), "record the self-assessment in regulatory.self_assessment, and waive this with its reasons",
					"%s alone holds %s%% of the market %s: more than %s%%", f.Parties[i].ID, m.pct[i], short(m.name), shareAlone)
			}
		}
	}
}

func researchShares(f *facts, r *report) {
	if f.Deal.Kind != schema.Consortium && len(f.Projects) == 0 {
		return
	}
	for _, m := range f.markets() {
		if sum, ids := f.rivals(m); sum.GreaterThan(sharesResearch) {
			r.notef("/parties", "assess the projects themselves", "%s research together and hold %s%% of the market %s: more than %s%%",
				some(ids, 6), sum, short(m.name), sharesResearch)
		}
	}
}

// substituteCount is the least number of independent technologies stated.
func (f *facts) substituteCount() (least int, stated bool) {
	for _, p := range f.Parties {
		for _, s := range p.Shares {
			if s.Kind == "independent-technologies" && s.Count != nil && (!stated || *s.Count < least) {
				least, stated = *s.Count, true
			}
		}
	}
	return least, stated
}

func substitutes(f *facts, r *report) {
	if f.undertakings() != 2 || len(f.grants) == 0 {
		return
	}
	const fix = `state them in parties[].shares with kind "independent-technologies", or waive this with the reason`
	switch n, stated := f.substituteCount(); {
	case !stated:
		r.warnf("/parties", fix, "the deal reaches the United Kingdom, and the number of independently controlled substitute technologies is not stated")
	case n < substitutesGB:
		r.warnf("/parties", fix, "%s besides the parties' own; fewer than %d", count(n, "independently controlled substitute technology", "independently controlled substitute technologies"), substitutesGB)
	}
}

func safetyZone(f *facts, r *report) {
	const fix = "have counsel weigh the deal under the rule of reason"
	markets := f.markets()
	n, stated := f.substituteCount()
	if len(markets) == 0 && !stated && !f.touches("EU") { // where CO01 and CO02 say it
		r.cannotAssess("/parties", "whether the deal lies in the safety zone of the United States", "parties[].shares")
	}
	for _, m := range markets {
		if sum, ids := f.together(m, func(int) bool { return true }); sum.GreaterThan(sharesTogether) {
			r.notef("/parties", fix, "%s hold together %s%% of the market %s: outside the safety zone of %s%%", some(ids, 6), sum, short(m.name), sharesTogether)
		}
	}
	if stated && n < substitutesUS {
		r.notef("/parties", fix, "%s besides the parties' own: outside the safety zone of %d",
			count(n, "independently controlled technology", "independently controlled technologies"), substitutesUS)
	}
}

// exemptionEnd is the last day of the block exemption, and of the one before it
// for agreements that met that.
var (
	exemptionStart  = schema.Date{Year: 2026, Month: 5, Day: 1}
	exemptionEnd    = schema.Date{Year: 2038, Month: 4, Day: 30}
	transitionalEnd = schema.Date{Year: 2027, Month: 4, Day: 30}
)

func exemptionEnds(f *facts, r *report) {
	end, ok := f.TermEnd()
	if f.undertakings() != 2 || !ok {
		return
	}
	by, which := exemptionEnd, "the block exemption"
	if f.Deal.EffectiveDate.Before(exemptionStart) {
		by, which = transitionalEnd, "the transitional period of the former block exemption"
	}
	if by.Before(end) {
		r.notef("/term", "assess the deal again by "+by.ISO(), "the term ends on %s, %s on %s", end.ISO(), which, by.ISO())
	}
}

func exemptionForTwo(f *facts, r *report) {
	words := strings.ToLower(f.Regulatory.SelfAssessment)
	relies := strings.Contains(words, "2026/877") || strings.Contains(words, "316/2014") || strings.Contains(words, "ttber")
	if n := f.undertakings(); n > 2 && relies && !strings.Contains(words, "analog") {
		r.warnf("/regulatory/self_assessment", "rely on the guidelines on pools", "%d undertakings rely on %q, which covers agreements between two", n, short(f.Regulatory.SelfAssessment))
	}
}
