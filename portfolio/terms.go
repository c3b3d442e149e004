package portfolio

import (
	"cmp"
	"slices"

	"github.com/engross/engross/schema"
)

// A Favoured is a licensee that is promised terms as good as anybody's, with the other
// grants of the same assets: their terms stand side by side, and nobody judges which
// are better.
type Favoured struct {
	Agreement *Agreement `json:"-"`
	Reference string     `json:"agreement"`
	Grant     string     `json:"grant"`
	Index     int        `json:"index"`
	Licensees []string   `json:"licensees"`
	Terms     string     `json:"terms"`
	Others    []Compared `json:"others"`
	More      int        `json:"more,omitempty"`
	Provision string     `json:"provision,omitempty"`
	Days      []string   `json:"days,omitempty"` // what the provision says of time
}

// Compared are the terms of another grant.
type Compared struct {
	Reference string             `json:"agreement"`
	Grant     string             `json:"grant"`
	Status    Status             `json:"status"`
	Licensees []string           `json:"licensees"`
	Degree    schema.Exclusivity `json:"exclusivity"`
	Terms     string             `json:"terms"`
	From      schema.Date        `json:"from"`
	Certain   bool               `json:"certain"`
}

// Favoured are the grants with a promise of terms as good as anybody's that other
// grants of the same licensor and assets touch. Where one agreement is named, only
// what it touches is.
func (p *Portfolio) Favoured(only *Agreement) []Favoured {
	by := map[int32][]*granted{} // grants by asset
	for _, g := range p.grants {
		for _, a := range g.loose {
			by[a] = append(by[a], g)
		}
	}
	var list []Favoured
	for _, g := range p.grants {
		if !g.Favoured || !g.in.until.IsZero() {
			continue
		}
		f := Favoured{Agreement: g.in.Agreement, Reference: g.in.Reference, Grant: g.ID, Index: g.Index, Licensees: p.names(g.to), Terms: g.terms()}
		seen := map[int]bool{g.index: true}
		for _, a := range g.loose {
			for _, h := range by[a] {
				if seen[h.index] || h.in == g.in || !h.in.until.IsZero() || only != nil && h.in.Agreement != only && g.in.Agreement != only || !p.maybeShare(g.from, h.from) || subset(h.to, g.to) {
					continue
				}
				seen[h.index] = true
				if len(f.Others) == shownMeetings {
					f.More++
					continue
				}
				f.Others = append(f.Others, Compared{h.in.Reference, h.ID, h.in.Status, p.names(h.to), h.Degree, h.terms(), dateOf(h.First), meet(g.from, h.from) && meet(g.certain, h.certain)})
			}
		}
		if len(f.Others) > 0 {
			list = append(list, f)
		}
	}
	return list
}

func (p *Portfolio) maybeShare(a, b []int32) bool {
	return slices.ContainsFunc(a, func(x int32) bool { return p.maybeSubset([]int32{x}, b) })
}

// terms are what is paid for a grant.
func (g *granted) terms() string {
	if g.Free {
		return "royalty-free"
	}
	for _, r := range g.in.Royalties {
		if r.ID == g.Royalty {
			return r.Terms
		}
	}
	return "no royalty stated"
}

// A Stack is a payer of several royalties on assets of which one has a limit on all
// royalties for a product.
type Stack struct {
	Payer string   `json:"payer"`
	Limit string   `json:"limit"` // and whose it is
	Rates []string `json:"rates"`
}

// Stacks are the payers of royalties under several agreements, one of which limits all
// royalties for a product.
func (p *Portfolio) Stacks() []Stack {
	type rate struct{ in, words, limit string }
	by := map[int32][]rate{}
	for _, g := range p.grants {
		if g.Royalty == "" || !g.in.until.IsZero() {
			continue
		}
		for _, r := range g.in.Royalties {
			if r.ID != g.Royalty {
				continue
			}
			for _, payer := range g.to {
				x := rate{in: g.in.Reference, words: g.in.Reference + ", " + r.ID + ": " + r.Terms}
				if r.Stacking != "" {
					x.limit = r.Stacking + " (" + g.in.Reference + ", " + r.ID + ")"
				}
				if !slices.Contains(by[payer], x) {
					by[payer] = append(by[payer], x)
				}
			}
		}
	}
	var list []Stack
	for payer, rates := range by {
		i := slices.IndexFunc(rates, func(r rate) bool { return r.limit != "" })
		if i < 0 || !slices.ContainsFunc(rates, func(r rate) bool { return r.in != rates[0].in }) {
			continue
		}
		s := Stack{Payer: p.parties.names[payer], Limit: rates[i].limit}
		for _, r := range rates {
			s.Rates = append(s.Rates, r.words)
		}
		s.Rates = first(s.Rates, shownMeetings)
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b Stack) int { return cmp.Compare(a.Payer, b.Payer) })
	return list
}

// A Year is what falls due to one payee in one calendar year, by currency.
type Year struct {
	Year       int          `json:"year"`
	Payee      string       `json:"payee"`
	Amount     schema.Money `json:"amount"`
	Agreements int          `json:"agreements"`
}

// Money are the fixed sums by year, added up. Royalties hang on volumes and are not in
// them. Only signed agreements count, each up to the day from which a
// later one replaces it.
func (p *Portfolio) Money(from, to int) []Year {
	type key struct {
		year     int
		payee    int32
		currency schema.Currency
	}
	type tally struct {
		Year
		last *entry // whose sums are in it
	}
	sums := map[key]*tally{}
	payees := map[string]int32{}
	for _, e := range p.entries {
		if e.Status != Signed {
			continue
		}
		for i := range e.Sums {
			s := &e.Sums[i]
			if s.Day.Year < from || to > 0 && s.Day.Year > to || e.replacedOn(s.Day) {
				continue
			}
			payee, known := payees[s.Payee]
			if !known {
				payee = p.parties.id(Fold(s.Payee), s.Payee)
				payees[s.Payee] = payee
			}
			k := key{s.Day.Year, payee, s.Amount.Currency}
			y := sums[k]
			if y == nil {
				y = &tally{Year: Year{Year: s.Day.Year, Payee: p.parties.names[k.payee], Amount: schema.Money{Currency: k.currency}}}
				sums[k] = y
			}
			y.Amount.Amount = schema.Decimal{Decimal: y.Amount.Amount.Add(s.Amount.Amount.Decimal)}
			if y.last != e {
				y.last = e
				y.Agreements++
			}
		}
	}
	var list []Year
	for _, y := range sums {
		list = append(list, y.Year)
	}
	slices.SortFunc(list, func(a, b Year) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Payee, b.Payee), cmp.Compare(a.Amount.Currency, b.Amount.Currency))
	})
	return list
}

// Ending are the agreements that end in a time, by day.
func (p *Portfolio) Ending(from, to schema.Date) []*Agreement {
	var list []*Agreement
	for _, e := range p.entries {
		if !e.End.IsZero() && !e.replacedOn(e.End) && !e.End.Before(from) && (to.IsZero() || !to.Before(e.End)) {
			list = append(list, e.Agreement)
		}
	}
	slices.SortStableFunc(list, func(a, b *Agreement) int { return cmp.Or(a.End.Compare(b.End), cmp.Compare(a.Reference, b.Reference)) })
	return list
}

// Challenges are the agreements in which a challenge to a licensed right has a price.
func (p *Portfolio) Challenges() []*Agreement {
	var list []*Agreement
	for _, e := range p.entries {
		if e.until.IsZero() && e.Challenge != "" && e.Challenge != "none" {
			list = append(list, e.Agreement)
		}
	}
	return list
}
