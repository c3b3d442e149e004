// Package portfolio says what many agreements together grant, owe and forbid.
//
// [Read] makes an [Agreement] of a term sheet: its grants with everything that their
// rows leave to the rest of the sheet. [New] puts agreements side by side: it finds
// who is who across files, which asset is which, and which field is part of which, as
// far as names, numbers and an alias file tell. [Portfolio.Conflicts] finds grants
// that cannot both be performed: certain ones, with exactly where, and possible ones,
// where something could not be matched. Nothing that cannot be matched is passed over
// in silence.
//
// The package reads no clock and no file.
package portfolio

import (
	"cmp"
	"math"
	"slices"

	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/schema/overlap"
)

// Status says how far an agreement has come. What is pending, or only drafted, is in
// the way too.
type Status string

const (
	Draft   Status = "draft"
	Pending Status = "pending"
	Signed  Status = "signed"
)

// An Agreement is what a term sheet says, as far as other agreements are concerned.
type Agreement struct {
	File      string
	Reference string
	Status    Status
	Amends    string // reference of the earlier agreement that it restates or amends
	Restates  bool
	Effective schema.Date
	End       schema.Date // of the term; zero where none is stated
	Notice    schema.Date // the last day for notice before it, where the term sheet states the period
	Renews    bool        // it renews itself
	Parties   []Party
	Assets    []Asset
	Fields    []Field
	Grants    []Grant
	Royalties []Royalty
	Sums      []Sum
	Claims    []Claim // what somebody may ask for first
	Challenge string  // what a challenge to a licensed right entails
	Proof     string  // of a file that carries its term sheet: the library that proved it to be what its pages say
	Words     Words
}

// Words are where an agreement speaks of its grants, once that was asked for.
type Words struct {
	Library    string   // whose words they are
	Provisions []string // by grant
	Days       []string // what is said of time, of terms as good as anybody's
}

// A Party is a party of an agreement.
type Party struct {
	ID, Name, Short string
	Folded          string // the name, however it is written
}

// An Asset is an asset of an agreement.
type Asset struct {
	ID, Kind, Title, Office, Number, Family string
	Pending                                 bool
	Owners                                  []string // ids of parties, or names
	Expiry                                  schema.Date

	Certain string   // what it is known by for certain
	Loose   []string // and perhaps
}

// A Field is a field of use.
type Field struct {
	ID, Name string
	Folded   string
	Parent   int // among the fields of the agreement, or overlap.EveryField
}

// A Grant is a licence.
type Grant struct {
	ID        string
	Index     int // in the term sheet
	From, To  []string
	Assets    []int32
	Field     int // or overlap.EveryField
	Countries overlap.Countries
	Degree    schema.Exclusivity
	First     int32 // days since 1970
	After     int32 // the day after the last, or Forever
	StepDown  int32 // day from which it is nonexclusive, or Forever
	Renewed   int32 // the day after the last, if its agreement is renewed for as long as may be; After where it is not
	Sub       bool  // sublicences are allowed
	Existing  []string
	Favoured  bool // the licensee is promised terms as good as anybody's
	Royalty   string
	Free      bool
}

// A Royalty is what is paid for the use of assets.
type Royalty struct {
	ID, Terms string
	Stacking  string // cap on all royalties for a product, or ""
}

// A Sum is what falls due on one day.
type Sum struct {
	Day          schema.Date
	Payer, Payee string // names
	Amount       schema.Money
}

// Forever is the end of what has no end.
const Forever = math.MaxInt32

var epoch = schema.Date{Year: 1970, Month: 1, Day: 1}

func dayOf(d schema.Date) int32  { return int32(epoch.DaysUntil(d)) }
func dateOf(n int32) schema.Date { return epoch.AddDays(int(n)) }

// Codes are the countries that sets of countries have as bits, in order.
var codes = slices.Sorted(slices.Values((&schema.TermSheet{}).Countries("world")))

var bits = func() map[schema.Country]int {
	m := make(map[schema.Country]int, len(codes))
	for i, c := range codes {
		m[c] = i
	}
	return m
}()

func setOf(countries []schema.Country) (s overlap.Countries) {
	for _, c := range countries {
		if i, ok := bits[c]; ok {
			s[i/64] |= 1 << (i % 64)
		}
	}
	return s
}

// Read makes an agreement of a term sheet.
func Read(file string, status Status, s *schema.TermSheet) *Agreement {
	a := &Agreement{File: file, Status: status, Reference: s.Deal.ID, Amends: s.Deal.Amends.ID, Restates: s.Deal.Amends.Form != "amendment",
		Effective: s.Deal.EffectiveDate, Challenge: s.Termination.Challenge}
	a.term(s)
	for _, p := range s.Parties {
		a.Parties = append(a.Parties, Party{p.ID, p.LegalName, p.ShortName, Fold(p.LegalName)})
	}
	for i := range s.Assets {
		x := &s.Assets[i]
		b := Asset{ID: x.ID, Kind: string(x.Kind), Title: x.Title, Office: x.Office, Number: x.Number, Family: x.Family, Expiry: x.ExpiryDate,
			Pending: x.Kind == schema.Application || x.Status == "pending"}
		for _, o := range x.Owners {
			b.Owners = append(b.Owners, o.Party)
		}
		b.known(a)
		a.Assets = append(a.Assets, b)
	}
	a.readFields(s)
	a.readGrants(s)
	a.readClaims(s)
	for _, r := range s.Payments.Royalties {
		y := Royalty{ID: r.ID, Terms: royaltyTerms(&r)}
		if r.StackingCap != nil {
			y.Stacking = r.StackingCap.String() + " of net sales"
		}
		a.Royalties = append(a.Royalties, y)
	}
	a.sums(s)
	return a
}

func (a *Agreement) term(s *schema.TermSheet) {
	a.End, _ = s.TermEnd()
	r := s.Term.Renewal
	_, _, a.Renews = s.RenewedEnd()
	if r.NoticeDays != nil && !a.End.IsZero() {
		a.Notice = a.End.AddDays(-int(*r.NoticeDays))
	}
}

func (a *Agreement) readFields(s *schema.TermSheet) {
	at := map[string]int{}
	for i, f := range s.Fields {
		at[f.ID] = i
	}
	for _, f := range s.Fields {
		parent, ok := at[f.Parent]
		if !ok {
			parent = overlap.EveryField
		}
		a.Fields = append(a.Fields, Field{f.ID, cmp.Or(f.Name, f.ID), Fold(cmp.Or(f.Name, f.ID)), parent})
	}
}

func (a *Agreement) readGrants(s *schema.TermSheet) {
	asset, field := map[string]int32{}, map[string]int{}
	for i := range s.Assets {
		asset[s.Assets[i].ID] = int32(i)
	}
	for i := range s.Fields {
		field[s.Fields[i].ID] = i
	}
	areas := map[string]overlap.Countries{}
	for i := range s.Grants {
		g := &s.Grants[i]
		area, known := areas[g.Territory]
		if !known {
			area = setOf(s.Countries(cmp.Or(g.Territory, "world")))
			areas[g.Territory] = area
		}
		x := Grant{ID: g.ID, Index: i, From: s.Licensors(g), To: s.Licensees(g), Field: overlap.EveryField, Countries: area, Degree: cmp.Or(g.Exclusivity, schema.Nonexclusive),
			First: dayOf(s.GrantStart(g)), After: Forever, StepDown: Forever, Existing: g.ExistingLicences, Favoured: g.MostFavoured, Royalty: g.Royalty, Free: g.RoyaltyFree}
		x.Sub = g.Sublicense.Allowed != nil && *g.Sublicense.Allowed
		if f, ok := field[g.Field]; ok {
			x.Field = f
		}
		if end, open := s.GrantEnd(g); !open {
			x.After = dayOf(end) + 1
		}
		x.Renewed = x.After
		if end, open, renews := s.RenewedEnd(); renews && !g.Perpetual && (g.End == "" || g.End == schema.EndTerm) {
			if x.Renewed = Forever; !open {
				x.Renewed = dayOf(end) + 1
			}
		}
		if !g.StepDown.IsZero() {
			x.StepDown = dayOf(g.StepDown)
		}
		for _, t := range s.Term.Sunsets {
			if t.Grant != g.ID || t.Date.IsZero() {
				continue
			}
			switch t.Consequence {
			case "nonexclusive":
				x.StepDown = min(x.StepDown, dayOf(t.Date))
			case "lapse":
				x.After = min(x.After, dayOf(t.Date)+1)
				x.Renewed = x.After
			}
		}
		x.Assets = assetsOf(s, g, asset)
		a.Grants = append(a.Grants, x)
	}
}

// assetsOf are the assets of a grant, without what is kept out of it.
func assetsOf(s *schema.TermSheet, g *schema.Grant, asset map[string]int32) []int32 {
	var list []int32
	if g.Class == "" && g.Capture == (schema.Capture{}) {
		for _, id := range g.Assets {
			if i, ok := asset[id]; ok {
				list = append(list, i)
			}
		}
	} else {
		for _, from := range s.Licensors(g) {
			for _, a := range s.AssetsOf(g, from) {
				list = append(list, asset[a.ID])
			}
		}
	}
	for _, out := range s.CarveOuts {
		if out.Treatment == "not-licensed" && (out.Grants == nil || slices.Contains(out.Grants, g.ID)) {
			list = slices.DeleteFunc(list, func(i int32) bool { return slices.Contains(out.Assets, s.Assets[i].ID) })
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// yearsAhead is for how long sums are listed of an agreement without an end.
const yearsAhead = 10

func (a *Agreement) sums(s *schema.TermSheet) {
	last := a.Effective.Year + yearsAhead
	if !a.End.IsZero() {
		last = min(a.End.Year+1, a.Effective.Year+100)
	}
	if len(s.Payments.Balancing)+len(s.Payments.Fees)+len(s.Settlement.Releases) == 0 {
		return
	}
	for year := a.Effective.Year; year <= last; year++ {
		for _, x := range money.FixedSums(s, year) {
			for _, payer := range s.Expand(x.Payer) {
				if payer == x.Payee { // a member to which each other one pays
					continue
				}
				a.Sums = append(a.Sums, Sum{x.Date, a.nameOf(payer), a.nameOf(x.Payee), x.Amount})
			}
		}
	}
}

// nameOf is the registered name of a party, or what the term sheet says of somebody
// outside the deal.
func (a *Agreement) nameOf(id string) string {
	for _, p := range a.Parties {
		if p.ID == id {
			return p.Name
		}
	}
	return id
}

func royaltyTerms(r *schema.Royalty) string {
	unit := "%"
	if r.Base == schema.PerUnit {
		unit = " " + string(r.Currency) + " a " + cmp.Or(r.Unit, "unit")
	}
	words := ""
	for i, t := range r.Tiers {
		if i > 0 {
			words += ", "
		}
		words += t.Rate.String() + unit
		if len(r.Tiers) > 1 {
			words += " from " + t.From.String()
		}
	}
	if r.Base != schema.PerUnit && words != "" {
		words += " of " + map[schema.RoyaltyBase]string{schema.OnNetSales: "net sales", schema.OnGrossMargin: "gross margin"}[r.Base]
	}
	if r.Minimum != nil {
		words += ", at least " + r.Minimum.String() + " a year"
	}
	if r.Cap != nil {
		words += ", at most " + r.Cap.String() + " a year"
	}
	return words
}
