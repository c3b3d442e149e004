package portfolio

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/schema"
)

// A Claim is what somebody may ask for before others do: an option on an asset, a
// licence that may still be taken up, a right of first refusal.
type Claim struct {
	Kind   ClaimKind
	Holder []string // ids of parties, or names
	Assets []int32
	Until  schema.Date // zero for no limit
	Days   int         // in which it is to be answered; 0 where none are stated
	Of     string      // id of the licence, or ""
}

// A ClaimKind says what a claim is.
type ClaimKind string

const (
	AssetOption   ClaimKind = "option"        // on an asset, as its encumbrances state
	LicenceOption ClaimKind = "licence"       // a licence that may be taken up
	FirstRefusal  ClaimKind = "first-refusal" // of contributed rights that are to be transferred
)

// readClaims reads what somebody may ask for first.
func (a *Agreement) readClaims(s *schema.TermSheet) {
	for i := range s.Assets {
		for _, e := range s.Assets[i].Encumbrances {
			if e.Kind == "option" {
				a.Claims = append(a.Claims, Claim{Kind: AssetOption, Holder: []string{e.Holder}, Assets: []int32{int32(i)}, Until: e.Until})
			}
		}
	}
	for i := range s.Grants {
		if g := &s.Grants[i]; g.OptionWindowMonths != nil {
			a.Claims = append(a.Claims, Claim{Kind: LicenceOption, Holder: s.Licensees(g), Assets: a.Grants[i].Assets, Until: s.Deal.EffectiveDate.AddMonths(int(*g.OptionWindowMonths)), Of: g.ID})
		}
	}
	if t := s.Membership.Transfer; t.Rule == "first-refusal" {
		c := Claim{Kind: FirstRefusal, Until: a.End}
		for _, p := range s.Parties {
			c.Holder = append(c.Holder, p.ID)
		}
		if t.FirstRefusalDays != nil {
			c.Days = int(*t.FirstRefusalDays)
		}
		for i := range a.Assets {
			c.Assets = append(c.Assets, int32(i))
		}
		a.Claims = append(a.Claims, c)
	}
}

// A First is a claim that a new agreement meets: the holder has to be asked, or the
// claim has to have ended, before it is signed.
type First struct {
	Reference string    `json:"agreement"`
	Status    Status    `json:"status"`
	Kind      ClaimKind `json:"kind"`
	Holders   []string  `json:"holders"`
	Assets    []string  `json:"assets"`
	Until     string    `json:"until,omitempty"`
	Days      int       `json:"days,omitempty"`
	Of        string    `json:"licence,omitempty"`
	Certain   bool      `json:"certain"` // it is known that the assets are the same
}

// Firsts are the claims of other agreements on what an agreement grants. One whose
// holders alone are licensed is none; a right of first refusal is on a transfer, so that
// only exclusive licences are listed beside it.
func (p *Portfolio) Firsts(only *Agreement) []First {
	var list []First
	for _, e := range p.entries {
		if e.Agreement == only || !e.until.IsZero() {
			continue
		}
		for i := range e.Claims {
			if f, meets := p.first(e, &e.Claims[i], only); meets {
				list = append(list, f)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b First) int { return cmp.Compare(a.Reference, b.Reference) })
	return list
}

func (p *Portfolio) first(e *entry, c *Claim, only *Agreement) (f First, meets bool) {
	var holders []int32
	for _, h := range c.Holder {
		name := e.nameOf(h)
		holders = append(holders, p.parties.id(Fold(name), name))
		f.Holders = append(f.Holders, name)
	}
	for _, g := range p.grants {
		if g.in.Agreement != only || subset(g.to, holders) || c.Kind == FirstRefusal && g.Degree == schema.Nonexclusive || !c.Until.IsZero() && c.Until.Before(dateOf(g.First)) {
			continue
		}
		for _, a := range c.Assets {
			id, asset := e.assets[a], &e.Assets[a]
			for _, b := range g.Assets {
				other := g.in.assets[b]
				same := id.certain == other.certain
				if !same && !meet(sorted(slices.Clone(id.loose)), sorted(slices.Clone(other.loose))) {
					continue
				}
				name := cmp.Or(asset.Number, asset.Title, asset.ID)
				if meets, f.Certain = true, f.Certain || same; !slices.Contains(f.Assets, name) && len(f.Assets) < shownMeetings {
					f.Assets = append(f.Assets, name)
				}
			}
		}
	}
	f.Reference, f.Status, f.Kind, f.Days, f.Of = e.Reference, e.Status, c.Kind, c.Days, c.Of
	if !c.Until.IsZero() {
		f.Until = c.Until.ISO()
	}
	return f, meets
}

// String says what has to be asked.
func (f First) String() string {
	what := map[ClaimKind]string{AssetOption: "an option on", LicenceOption: "a licence that may be taken up (" + f.Of + ") of", FirstRefusal: "first refusal of a transfer (an exclusive licence may count as one) of"}[f.Kind]
	s := fmt.Sprintf("%s (%s): %s has %s %s", f.Reference, f.Status, names(f.Holders), what, names(f.Assets))
	if f.Until != "" {
		s += " until " + f.Until
	}
	if f.Days > 0 {
		s += fmt.Sprintf(", to be answered in %d days", f.Days)
	}
	if !f.Certain {
		s += "; possible: the asset could not be matched for certain"
	}
	return s
}

func names(list []string) string {
	if len(list) <= 4 {
		return strings.Join(list, ", ")
	}
	return strings.Join(list[:4], ", ") + fmt.Sprintf(" and %d more", len(list)-4)
}
