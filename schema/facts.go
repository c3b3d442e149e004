package schema

import "slices"

// The words that stand for parties where a party's id is expected.
const (
	AllMembers       = "members"       // every member
	TheAdministrator = "administrator" // the party that administers the pool
)

// Party is the party with an id, or nil.
func (t *TermSheet) Party(id string) *Party {
	return find(t.Parties, func(p *Party) bool { return p.ID == id })
}

// Asset is the asset with an id, or nil.
func (t *TermSheet) Asset(id string) *Asset {
	return find(t.Assets, func(a *Asset) bool { return a.ID == id })
}

// Field is the field of use with an id, or nil.
func (t *TermSheet) Field(id string) *Field {
	return find(t.Fields, func(f *Field) bool { return f.ID == id })
}

// Territory is the territory declared with an id, or nil.
func (t *TermSheet) Territory(id string) *Territory {
	return find(t.Territories, func(x *Territory) bool { return x.ID == id })
}

// Project is the project with an id, or nil.
func (t *TermSheet) Project(id string) *Project {
	return find(t.Projects, func(p *Project) bool { return p.ID == id })
}

// Grant is the grant with an id, or nil.
func (t *TermSheet) Grant(id string) *Grant {
	return find(t.Grants, func(g *Grant) bool { return g.ID == id })
}

// Royalty is the royalty with an id, or nil.
func (t *TermSheet) Royalty(id string) *Royalty {
	return find(t.Payments.Royalties, func(r *Royalty) bool { return r.ID == id })
}

func find[T any](list []T, is func(*T) bool) *T {
	for i := range list {
		if is(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// Has reports whether a party has a role.
func (p *Party) Has(r Role) bool { return slices.Contains(p.Roles, r) }

// Members are the parties that license or are licensed as partners of the
// deal, in the order of the term sheet: those with the role member or
// research-org, those without a role, and in a bilateral deal the licensor and
// the licensee too.
func (t *TermSheet) Members() []*Party {
	return parties(t.Parties, func(p *Party) bool {
		if t.Deal.Kind == Bilateral && (p.Has(RoleLicensor) || p.Has(RoleLicensee)) {
			return true
		}
		return len(p.Roles) == 0 || p.Has(RoleMember) || p.Has(RoleResearchOrg)
	})
}

// Signers are the parties that sign, in the order of the term sheet: all but
// one that is an escrow agent and nothing else, which signs the escrow
// agreement.
func (t *TermSheet) Signers() []*Party {
	return parties(t.Parties, func(p *Party) bool {
		return !(len(p.Roles) == 1 && p.Roles[0] == RoleEscrowAgent)
	})
}

func parties(list []Party, is func(*Party) bool) []*Party {
	var all []*Party
	for i := range list {
		if is(&list[i]) {
			all = append(all, &list[i])
		}
	}
	return all
}

// Administrator is the party that administers the pool: the one that
// governance.administrator names, or else the first with that role; nil where
// there is none.
func (t *TermSheet) Administrator() *Party {
	if t.Governance.Administrator != "" {
		return t.Party(t.Governance.Administrator)
	}
	return find(t.Parties, func(p *Party) bool { return p.Has(RoleAdministrator) })
}

// Expand is the ids that one reference to parties stands for: the members for
// "members", the administrator for "administrator" (nobody where there is
// none), otherwise the id itself, declared or not.
func (t *TermSheet) Expand(ref string) []string {
	switch {
	case ref == AllMembers:
		var ids []string
		for _, p := range t.Members() {
			ids = append(ids, p.ID)
		}
		return ids
	case ref == TheAdministrator && t.Party(ref) == nil:
		if p := t.Administrator(); p != nil {
			return []string{p.ID}
		}
		return nil
	}
	return []string{ref}
}

// Licensors are the ids of those who grant g.
func (t *TermSheet) Licensors(g *Grant) []string { return t.Expand(g.From) }

// Licensees are the ids of those to whom g is granted, each once, in the order
// named. "members" leaves out a single licensor; where the members license
// each other it is all of them, each being the licensee of the others.
func (t *TermSheet) Licensees(g *Grant) []string {
	var ids []string
	for _, to := range g.To {
		for _, id := range t.Expand(to) {
			if to == AllMembers && id == g.From || slices.Contains(ids, id) {
				continue
			}
			ids = append(ids, id)
		}
	}
	return ids
}

// OwnedBy reports whether a party is among the owners of an asset.
func (a *Asset) OwnedBy(party string) bool {
	return slices.ContainsFunc(a.Owners, func(o Owner) bool { return o.Party == party })
}

// IsPatent reports whether an asset is a patent or an application for one.
func (a *Asset) IsPatent() bool { return a.Kind == Patent || a.Kind == Application }

// AssetsOf are the assets that one licensor of g licenses, in the order of the
// term sheet. Assets listed by id are a single licensor's without regard to
// their owners, which it may hold under licence; of several licensors, each
// licenses those it owns. A class or a capture window takes in what the
// licensor owns: patents and applications first filed in the window, both days
// included.
func (t *TermSheet) AssetsOf(g *Grant, licensor string) []*Asset {
	several := len(t.Licensors(g)) > 1
	listed := make(map[string]bool, len(g.Assets))
	for _, id := range g.Assets {
		listed[id] = true
	}
	var all []*Asset
	for i := range t.Assets {
		a := &t.Assets[i]
		if listed[a.ID] && !several || a.OwnedBy(licensor) && (listed[a.ID] || g.takesIn(a)) {
			all = append(all, a)
		}
	}
	return all
}

// takesIn reports whether the class and the capture window of g, as far as it
// has them, take in an asset.
func (g *Grant) takesIn(a *Asset) bool {
	captures := g.Capture != Capture{}
	if g.Class == "" && !captures || g.Class != "" && a.Class != g.Class {
		return false
	}
	return !captures || g.Capture.Holds(a)
}

// Holds reports whether an asset is a patent or application first filed in the
// window. A window without a first or last day is open at that end.
func (c Capture) Holds(a *Asset) bool {
	if !a.IsPatent() || a.FilingDate.IsZero() {
		return false
	}
	return (c.From.IsZero() || !a.FilingDate.Before(c.From)) && (c.To.IsZero() || !c.To.Before(a.FilingDate))
}

// DaysToPay is the number of days from the first day of a year of a yearly fee
// to the day on which the fee for that year falls due.
func (f *Fee) DaysToPay() int {
	if f.DueDays == nil {
		return 30
	}
	return int(*f.DueDays)
}

// TermStart is the first day of the agreement's term.
func (t *TermSheet) TermStart() Date {
	if t.Term.Start.IsZero() {
		return t.Deal.EffectiveDate
	}
	return t.Term.Start
}

// TermEnd is the last day of the term: the day given, or that of the given number of
// months from its first day (see [Date.Through]). ok is false where neither is given.
func (t *TermSheet) TermEnd() (end Date, ok bool) {
	switch {
	case !t.Term.End.IsZero():
		return t.Term.End, true
	case t.Term.Length != nil && !t.TermStart().IsZero():
		return t.TermStart().Through(int(*t.Term.Length)), true
	}
	return Date{}, false
}

// RenewalsLeft is how many terms may still follow the one that runs; negative where no
// number is stated.
func (t *Term) RenewalsLeft() int {
	if t.Renewal.Max == nil {
		return -1
	}
	return max(0, *t.Renewal.Max-t.RenewalsUsed)
}

// EndAfter is the last day of the term that follows one which ends on a day; zero where
// no length is stated.
func (r *Renewal) EndAfter(end Date) Date {
	if r.Period == nil || *r.Period < 1 || end.IsZero() {
		return Date{}
	}
	return end.AddDays(1).Through(int(*r.Period))
}

// RenewedEnd is the last day of the last of the terms that may follow the one that runs
// of themselves; open, and zero, where there is no last one. renews is false where none
// follows.
func (t *TermSheet) RenewedEnd() (end Date, open, renews bool) {
	end, _ = t.TermEnd()
	r, left := &t.Term.Renewal, t.Term.RenewalsLeft()
	if r.Auto == nil || !*r.Auto || left == 0 || r.EndAfter(end).IsZero() {
		return Date{}, false, false
	}
	for ; left > 0 && end.Year < 9000; left-- {
		end = r.EndAfter(end)
	}
	if left != 0 {
		return Date{}, true, true
	}
	return end, false, true
}

// GrantStart is the first day of a grant.
func (t *TermSheet) GrantStart(g *Grant) Date {
	if g.Start.IsZero() {
		return t.Deal.EffectiveDate
	}
	return g.Start
}

// GrantEnd is the last day of a grant. It is open, and end zero, where the
// grant is perpetual, where it ends with a term that has no end, and where it
// ends with the last of its assets to expire and one of them has no expiry date.
func (t *TermSheet) GrantEnd(g *Grant) (end Date, open bool) {
	switch {
	case g.Perpetual:
		return Date{}, true
	case g.End == "" || g.End == EndTerm:
		end, ok := t.TermEnd()
		return end, !ok
	case g.End == EndLastToExpire:
		return t.lastExpiry(g)
	}
	end, err := ParseDate(string(g.End))
	return end, err != nil
}

func (t *TermSheet) lastExpiry(g *Grant) (last Date, open bool) {
	for _, licensor := range t.Licensors(g) {
		for _, a := range t.AssetsOf(g, licensor) {
			if a.ExpiryDate.IsZero() {
				return Date{}, true
			}
			if last.Before(a.ExpiryDate) {
				last = a.ExpiryDate
			}
		}
	}
	return last, last.IsZero()
}
