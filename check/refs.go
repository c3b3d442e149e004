package check

import (
	"slices"
	"strings"

	"github.com/engross/engross/schema"
)

// A ref is a place in the term sheet that names an object by its id.
type ref struct {
	pointer string
	id      string
	list    string // where the object is declared: "parties"
}

// refs collects the references to what nothing declares.
type refs struct {
	f        *facts
	dangling []ref
}

// danglingRefs are all references to undeclared objects, in the order of the
// term sheet.
func danglingRefs(f *facts) []ref {
	r := &refs{f: f}
	r.parties()
	r.assets()
	r.scopes()
	r.grants()
	r.payments()
	r.escrow()
	r.exits()
	r.others()
	return r.dangling
}

// to notes the reference at a pointer unless ids holds it. An absent reference
// is none, but an element of a list is never absent.
func (r *refs) to(ids index, list, id string, pointer ...any) {
	_, element := pointer[len(pointer)-1].(int)
	if _, ok := ids[id]; !ok && (id != "" || element) {
		r.dangling = append(r.dangling, ref{at(pointer...), id, list})
	}
}

// party notes a reference to a party; reserved words stand for parties too.
func (r *refs) party(id string, reserved []string, pointer ...any) {
	switch {
	case !slices.Contains(reserved, id):
		r.to(r.f.party, "parties", id, pointer...)
	case id == schema.TheAdministrator:
		r.administrator(pointer...)
	}
}

// administrator notes a reference to the administrator where there is none.
func (r *refs) administrator(pointer ...any) {
	if r.f.Administrator() == nil {
		r.dangling = append(r.dangling, ref{at(pointer...), schema.TheAdministrator, "parties"})
	}
}

// each notes the references in a list that stands at a pointer.
func each(ids []string, pointer []any, f func(id string, pointer ...any)) {
	for i, id := range ids {
		f(id, append(slices.Clone(pointer), i)...)
	}
}

func (r *refs) eachParty(ids []string, reserved []string, pointer ...any) {
	each(ids, pointer, func(id string, p ...any) { r.party(id, reserved, p...) })
}

func (r *refs) eachAsset(ids []string, pointer ...any) {
	each(ids, pointer, func(id string, p ...any) { r.to(r.f.asset, "assets", id, p...) })
}

// territory notes a reference to what is neither a territory, a group of
// countries nor a country.
func (r *refs) territory(id string, pointer ...any) {
	if !r.f.world.knows(id) {
		r.dangling = append(r.dangling, ref{at(pointer...), id, "territories"})
	}
}

func (r *refs) fieldOf(id string, pointer ...any) { r.to(r.f.field, "fields", id, pointer...) }

func (r *refs) parties() {
	for i, p := range r.f.Parties {
		r.eachParty(p.CompetitorOf, nil, "parties", i, "competitor_of")
		r.eachParty(p.AffiliateOf, nil, "parties", i, "affiliate_of")
	}
}

func (r *refs) assets() {
	tiers := indexOf(r.f.Confidentiality.Tiers, func(t *schema.InformationTier) string { return t.ID })
	for i, a := range r.f.Assets {
		r.to(tiers, "confidentiality.tiers", a.Tier, "assets", i, "tier")
		for j, e := range a.Encumbrances {
			r.fieldOf(e.Field, "assets", i, "encumbrances", j, "field")
			r.territory(e.Territory, "assets", i, "encumbrances", j, "territory")
		}
	}
}

// scopes are the fields, territories, projects and carve-outs.
func (r *refs) scopes() {
	for i, x := range r.f.Fields {
		r.fieldOf(x.Parent, "fields", i, "parent")
		r.eachParty(x.ReservedTo, nil, "fields", i, "reserved_to")
	}
	for i, t := range r.f.Territories {
		r.territory(t.Parent, "territories", i, "parent")
		r.eachArea(t.Countries, "territories", i, "countries")
		r.eachArea(t.Includes, "territories", i, "includes")
		r.eachArea(t.Excludes, "territories", i, "excludes")
	}
	for i, p := range r.f.Projects {
		r.eachParty(p.Participants, nil, "projects", i, "participants")
	}
	for i, x := range r.f.CarveOuts {
		r.party(x.Owner, nil, "carve_outs", i, "owner")
		r.eachAsset(x.Assets, "carve_outs", i, "assets")
		for j, id := range x.Grants {
			r.to(r.f.grant, "grants", id, "carve_outs", i, "grants", j)
		}
	}
}

func (r *refs) eachArea(areas []string, pointer ...any) { each(areas, pointer, r.territory) }

func (r *refs) grants() {
	for i, g := range r.f.Grants {
		r.party(g.From, []string{"members"}, "grants", i, "from")
		r.eachParty(g.To, []string{"members", "administrator"}, "grants", i, "to")
		r.eachAsset(g.Assets, "grants", i, "assets")
		r.fieldOf(g.Field, "grants", i, "field")
		r.territory(g.Territory, "grants", i, "territory")
		r.territory(g.MakeTerritory, "grants", i, "make_territory")
		r.territory(g.LicensorTerritory, "grants", i, "licensor_territory")
		for j, other := range g.SubjectTo {
			r.to(r.f.grant, "grants", other, "grants", i, "subject_to", j)
		}
		r.to(r.f.royalty, "payments.royalties", g.Royalty, "grants", i, "royalty")
		if g.Sublicense.Consent == schema.TheAdministrator {
			r.administrator("grants", i, "sublicense", "consent")
		}
	}
}

func (r *refs) payments() {
	f, pay := r.f, &r.f.Payments
	r.fieldOf(f.Improvements.Access.Field, "improvements", "access", "field")
	for i, x := range f.Settlement.Releases {
		r.party(x.From, []string{"members"}, "settlement", "releases", i, "from")
		r.eachParty(x.To, []string{"members"}, "settlement", "releases", i, "to")
	}
	for i, x := range f.Settlement.Covenants {
		r.party(x.From, []string{"members"}, "settlement", "covenants", i, "from")
		r.eachParty(x.To, []string{"members"}, "settlement", "covenants", i, "to")
		r.fieldOf(x.Field, "settlement", "covenants", i, "field")
	}
	for i, c := range f.Contributions {
		r.party(c.Member, nil, "contributions", i, "member")
		r.eachAsset(c.Assets, "contributions", i, "assets")
	}
	for i, b := range f.Valuation.Benchmarks {
		r.to(f.royalty, "payments.royalties", b.Royalty, "valuation", "benchmarks", i, "royalty")
	}
	for i, b := range pay.Balancing {
		r.party(b.From, nil, "payments", "balancing", i, "from")
		r.party(b.To, nil, "payments", "balancing", i, "to")
	}
	for i, fee := range pay.Fees {
		r.party(fee.Payer, []string{"members", "licensees"}, "payments", "fees", i, "payer")
		r.party(fee.Payee, []string{"members", "administrator"}, "payments", "fees", i, "payee")
	}
	for i, y := range pay.Royalties {
		r.party(y.Payer, []string{"members", "licensees"}, "payments", "royalties", i, "payer")
		r.party(y.Payee, []string{"members", "administrator", "licensors"}, "payments", "royalties", i, "payee")
	}
	for i, l := range pay.RoyaltyLimits {
		for j, id := range l.Royalties {
			r.to(f.royalty, "payments.royalties", id, "payments", "royalty_limits", i, "royalties", j)
		}
	}
	for i, s := range pay.Distribution.Shares {
		r.party(s.Member, nil, "payments", "distribution", "shares", i, "member")
	}
}

func (r *refs) escrow() {
	e := &r.f.Escrow
	deposits := index{}
	r.party(e.Agent, nil, "escrow", "agent")
	for i, d := range e.Deposits {
		r.party(d.Depositor, nil, "escrow", "deposits", i, "depositor")
		r.eachParty(d.Beneficiaries, []string{"members"}, "escrow", "deposits", i, "beneficiaries")
		r.eachAsset(d.Assets, "escrow", "deposits", i, "assets")
		deposits[d.ID] = i
	}
	for i, c := range e.Release {
		for j, id := range c.Deposits {
			r.to(deposits, "escrow.deposits", id, "escrow", "release", i, "deposits", j)
		}
	}
}

// exits are sunsets, termination and remedies.
func (r *refs) exits() {
	for i, s := range r.f.Term.Sunsets {
		r.to(r.f.grant, "grants", s.Grant, "term", "sunsets", i, "grant")
		r.to(r.f.project, "projects", s.Project, "term", "sunsets", i, "project")
	}
	for i, g := range r.f.Termination.Grounds {
		r.eachParty(g.By, []string{"members"}, "termination", "grounds", i, "by")
		r.eachParty(g.Against, []string{"members"}, "termination", "grounds", i, "against")
	}
	for i, d := range r.f.Remedies.LD {
		r.to(r.f.royalty, "payments.royalties", d.Royalty, "remedies", "ld", i, "royalty")
	}
	for i, d := range r.f.Remedies.Indemnities {
		r.party(d.By, []string{"each"}, "remedies", "indemnities", i, "by")
		r.eachParty(d.To, []string{"members"}, "remedies", "indemnities", i, "to")
	}
}

func (r *refs) others() {
	f := r.f
	for i, m := range f.Governance.Committee.Members {
		r.party(m.Member, nil, "governance", "committee", "members", i, "member")
	}
	r.party(f.Governance.Administrator, nil, "governance", "administrator")
	for i, x := range f.Regulatory.Restraints {
		r.party(x.Party, []string{"each", "members"}, "regulatory", "restraints", i, "party")
	}
	r.party(f.Regulatory.Export.LicenceHolder, nil, "regulatory", "export", "licence_holder")
	r.party(f.Membership.Accession.Acceding, nil, "membership", "accession", "acceding")
	// Ids in deal.amends are those of the earlier agreement: see ST11.
}

// names are the ids of an index, sorted, at most six, for a hint.
func names(ids index) string {
	list := make([]string, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	slices.Sort(list)
	return some(list, 6)
}

// some joins at most n words and says how many more there are.
func some(words []string, n int) string {
	if len(words) <= n {
		return strings.Join(words, ", ")
	}
	return strings.Join(words[:n], ", ") + " and " + count(len(words)-n, "more", "more")
}
