package check

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/engross/engross/schema"
	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

// TestOverlapsAgainstBruteForce compares the sweep with the definition, pair by
// pair, over random deals.
func TestOverlapsAgainstBruteForce(t *testing.T) {
	total := 0
	for seed := range uint64(300) {
		f := factsOf(randomDeal(rand.New(rand.NewPCG(seed, 1)), 14, 5, 6))
		var got, want []string
		for _, o := range f.overlaps {
			got = append(got, fmt.Sprint(o.a.ID, o.b.ID, o.degrees, f.where(o)))
		}
		phases := f.phases()
		for _, o := range pairwise(f, phases) {
			want = append(want, fmt.Sprint(o.a.ID, o.b.ID, o.degrees, f.where(o)))
		}
		total += len(want)
		if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
	if total == 0 {
		t.Error("no deal has an overlap")
	}
}

// pairwise finds overlaps by their definition.
func pairwise(f *facts, phases []phase) []overlap {
	var found []overlap
	for i, p := range phases {
		for _, q := range phases[i+1:] {
			o := f.intersect(p, q)
			related := f.world.part(o.a.field, o.b.field) || f.world.part(o.b.field, o.a.field)
			if o.a != o.b && related && len(o.assets) > 0 && !o.countries.empty() && o.time.from < o.time.to &&
				(restricts(p.degree) || restricts(q.degree)) && o.conflicts() {
				found = append(found, o)
			}
		}
	}
	return found
}

// A sheet in which every grant collides with every other must not take the
// memory and time of all pairs.
func TestCollisionsAreCut(t *testing.T) {
	s := largeDeal(300, 40, 200)
	for i := range s.Grants {
		g := &s.Grants[i]
		g.Assets, g.Field, g.Territory, g.Exclusivity = []string{"p0"}, "", "", schema.Exclusive
	}
	f := factsOf(s)
	if len(f.overlaps) != maxConflicts || !f.cut {
		t.Errorf("%d overlaps, cut: %t", len(f.overlaps), f.cut)
	}
}

// TestExpansionAgreesWithSchema holds the one-pass expansion of grants against
// the definitions in package schema.
func TestExpansionAgreesWithSchema(t *testing.T) {
	for seed := range uint64(50) {
		s := randomDeal(rand.New(rand.NewPCG(seed, 2)), 20, 5, 12)
		f := factsOf(s)
		for i := range f.grants {
			g := &f.grants[i]
			taken := map[string]bool{}
			for _, from := range s.Licensors(g.Grant) {
				for _, a := range s.AssetsOf(g.Grant, from) {
					taken[a.ID] = true
				}
			}
			got := map[string]bool{}
			for _, n := range g.assets {
				got[s.Assets[n].ID] = true
			}
			end, open := s.GrantEnd(g.Grant)
			if !open && g.time.to != day(end)+1 || open != (g.time.to == forever) {
				t.Errorf("seed %d, %s: ends %s, want %s", seed, g.ID, g.time, end.ISO())
			}
			if diff := cmp.Diff(taken, got); diff != "" {
				t.Errorf("seed %d, %s: %s", seed, g.ID, diff)
			}
		}
	}
}

// randomDeal is a pool in which some grants are exclusive. The more members,
// the fewer grants meet.
func randomDeal(r *rand.Rand, grants, members, assets int) *schema.TermSheet {
	s := &schema.TermSheet{
		Deal:        schema.Deal{ID: "R", Kind: schema.Pool, EffectiveDate: schema.Date{Year: 2027, Month: 1, Day: 1}},
		Territories: []schema.Territory{{ID: "eu", Countries: []string{"EU"}}, {ID: "dach", Countries: []string{"DE", "AT", "CH"}}, {ID: "asia", Countries: []string{"JP", "KR", "CN"}}},
	}
	for i := range members {
		id := fmt.Sprint("m", i)
		s.Parties = append(s.Parties, schema.Party{ID: id, LegalName: "Member " + id, ShortName: id, Jurisdiction: "DE"})
	}
	for i := range 2 * members {
		x := schema.Field{ID: fmt.Sprint("f", i), Name: fmt.Sprint("Field ", i)}
		if i > 0 && r.IntN(2) == 0 {
			x.Parent = fmt.Sprint("f", r.IntN(i))
		}
		s.Fields = append(s.Fields, x)
	}
	classes := []schema.AssetClass{schema.Core, schema.Peripheral}
	for i := range assets {
		s.Assets = append(s.Assets, schema.Asset{
			ID: fmt.Sprint("p", i), Kind: schema.Patent, Class: classes[r.IntN(2)],
			Owners:     []schema.Owner{{Party: fmt.Sprint("m", r.IntN(members))}},
			FilingDate: schema.Date{Year: 2020 + r.IntN(5), Month: 1, Day: 1},
			ExpiryDate: schema.Date{Year: 2040 + r.IntN(5), Month: 1, Day: 1},
		})
	}
	for i := range grants {
		s.Grants = append(s.Grants, randomGrant(r, s, fmt.Sprint("g", i)))
	}
	return s
}

func randomGrant(r *rand.Rand, s *schema.TermSheet, id string) schema.Grant {
	member := func() string { return s.Parties[r.IntN(len(s.Parties))].ID }
	g := schema.Grant{ID: id, From: member(), To: []string{member()}}
	switch r.IntN(5) {
	case 0:
		g.Class = schema.Core
	case 1:
		g.Capture.From = schema.Date{Year: 2022, Month: 1, Day: 1}
	case 2:
		g.From, g.To, g.Class = "members", []string{"members"}, schema.Core
	default:
		for range 1 + r.IntN(4) {
			g.Assets = append(g.Assets, s.Assets[r.IntN(len(s.Assets))].ID)
		}
	}
	if r.IntN(4) > 0 {
		g.Field = s.Fields[r.IntN(len(s.Fields))].ID
	}
	g.Territory = []string{"world", "eu", "dach", "asia"}[r.IntN(4)]
	g.Exclusivity = []schema.Exclusivity{"", schema.Nonexclusive, schema.Exclusive, schema.Sole, schema.Coexclusive}[r.IntN(5)]
	if r.IntN(3) == 0 {
		g.StepDown = schema.Date{Year: 2027 + r.IntN(6), Month: 6, Day: 1}
	}
	if r.IntN(2) == 0 {
		g.Start = schema.Date{Year: 2027 + r.IntN(3), Month: 1, Day: 1}
	}
	switch r.IntN(3) {
	case 0:
		g.End = schema.GrantEnd(schema.Date{Year: 2027 + r.IntN(6), Month: 12, Day: 31}.ISO())
	case 1:
		g.End = schema.EndLastToExpire
	}
	return g
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

// BenchmarkRun checks deals of 20, 200 and 2,000 grants with as many exclusive
// grants as a large pool may have, few of which collide; members compete, state
// shares, pay royalties and deposit; rights lapse and sums are agreed.
func BenchmarkRun(b *testing.B) {
	for _, size := range []int{1, 10, 100} {
		s := largeDeal(20*size, 2*size, 50*size)
		b.Run(fmt.Sprintf("%dx", size), func(b *testing.B) {
			for b.Loop() {
				run(nil, s, declaring(b, nil))
			}
		})
	}
}

// largeDeal gives each grant a few assets of one member; one in ten is
// exclusive. Members license the same assets to several others in turn.
func largeDeal(grants, members, assets int) *schema.TermSheet {
	r := rand.New(rand.NewPCG(7, 7))
	s := randomDeal(r, 0, members, assets)
	perMember := assets / members
	for i := range s.Assets {
		s.Assets[i].Owners[0].Party = s.Parties[i/perMember%members].ID
	}
	for i := range grants {
		from := i % members
		g := schema.Grant{
			ID: fmt.Sprint("g", i), From: s.Parties[from].ID, To: []string{s.Parties[(from+1+r.IntN(members-1))%members].ID},
			Field: s.Fields[r.IntN(len(s.Fields))].ID, Territory: []string{"world", "eu", "dach", "asia"}[r.IntN(4)],
		}
		for n := range 5 {
			g.Assets = append(g.Assets, s.Assets[from*perMember+(i/members+n)%perMember].ID)
		}
		if i%10 == 0 {
			g.Exclusivity, g.Justification = schema.Exclusive, "needed"
			g.PassiveSales = "restricted"
			g.LicensorTerritory = "dach"
		}
		if i%2 == 0 {
			g.Royalty = fmt.Sprint("r", i%20)
		}
		s.Grants = append(s.Grants, g)
	}
	dealings(r, s)
	return s
}

// dealings gives a deal what the checks of competition, money and escrow read.
func dealings(r *rand.Rand, s *schema.TermSheet) {
	pct := func(n int64) *schema.Percent { return &schema.Percent{Decimal: decimal.NewFromInt(n)} }
	s.Payments.Currency = "EUR"
	for i := range 20 {
		s.Payments.Royalties = append(s.Payments.Royalties, schema.Royalty{
			ID: fmt.Sprint("r", i), Payer: "licensees", Payee: "licensors", Base: schema.OnNetSales, End: schema.Date{Year: 2041, Month: 1, Day: 1},
			Tiers: []schema.Tier{{Rate: schema.Decimal{Decimal: decimal.NewFromInt(1)}}},
		})
	}
	s.Valuation.AggregateCapPct = pct(30)
	for i := range s.Parties {
		p := &s.Parties[i]
		for range 3 {
			if rival := s.Parties[r.IntN(len(s.Parties))].ID; rival != p.ID {
				p.CompetitorOf = append(p.CompetitorOf, rival)
			}
		}
		p.Shares = []schema.MarketShare{{Market: fmt.Sprint("market ", i%20), Pct: pct(1), Year: 2026}}
	}
	for i := 0; i < len(s.Assets); i += 50 {
		s.Escrow.Deposits = append(s.Escrow.Deposits, schema.Deposit{
			ID: fmt.Sprint("d", i), Depositor: s.Assets[i].Owners[0].Party, Beneficiaries: []string{"members"}, Assets: []string{s.Assets[i].ID}, Materials: []string{"source", "build"},
		})
	}
	s.Escrow.End = schema.Date{Year: 2030, Month: 1, Day: 1}
	for i := range s.Grants {
		g := &s.Grants[i]
		g.Acts = []string{"make", "use", "sell"}
		switch id := fmt.Sprint("l", i); i % 4 {
		case 1:
			s.Term.Sunsets = append(s.Term.Sunsets, schema.Sunset{Grant: g.ID, Date: schema.Date{Year: 2030, Month: 1, Day: 1}})
		case 3:
			s.Remedies.LD = append(s.Remedies.LD, schema.LiquidatedDamages{ID: id, Trigger: []string{"late-report", "tier3-leak"}[i/4%2], Form: "fixed",
				Amount: &schema.Money{Amount: schema.Decimal{Decimal: decimal.NewFromInt(int64(i))}, Currency: "EUR"}})
		}
	}
	for i := range s.Assets {
		s.Assets[i].Office, s.Assets[i].ExportClass = []string{"US", "EP", "CN", "IN"}[i%4], []string{"", "5E002"}[i%2]
	}
}
