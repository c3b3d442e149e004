package check

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/engross/engross/schema"
)

// facts are the term sheet and what several checks ask of it. They are worked
// out once and then only read.
type facts struct {
	*schema.TermSheet

	stated *schema.TermSheet // as given, without the defaults of the clauses
	chosen
	party    index
	asset    index
	field    index
	project  index
	grant    index
	royalty  index
	deposit  index
	tier     index
	world    *world    // countries as bits, territories as sets, the tree of fields
	dangling []ref     // references to what nothing declares
	broken   broken    // objects with such a reference
	grants   []grant   // the sound grants, expanded
	overlaps []overlap // of grants that conflict
	cut      bool      // there are more overlaps
	touched  map[string]bool
	rivals   map[string][]string // competitors by party, as either of them states
	given    map[string][]int    // grants by licensor, in order
	vouched  func() []bool       // by asset; worked out when first asked for, as pools alone do
}

// An index finds an element of a list by its id. Of several with one id, the
// first is found.
type index map[string]int

func indexOf[T any](list []T, id func(*T) string) index {
	ix := make(index, len(list))
	for i := range list {
		if key := id(&list[i]); key != "" {
			if _, taken := ix[key]; !taken {
				ix[key] = i
			}
		}
	}
	return ix
}

// namesIn are the facts that tell which names of a term sheet nothing declares.
func namesIn(s *schema.TermSheet) *facts {
	f := &facts{
		TermSheet: s,
		party:     indexOf(s.Parties, func(p *schema.Party) string { return p.ID }),
		asset:     indexOf(s.Assets, func(a *schema.Asset) string { return a.ID }),
		field:     indexOf(s.Fields, func(x *schema.Field) string { return x.ID }),
		project:   indexOf(s.Projects, func(p *schema.Project) string { return p.ID }),
		grant:     indexOf(s.Grants, func(g *schema.Grant) string { return g.ID }),
		royalty:   indexOf(s.Payments.Royalties, func(r *schema.Royalty) string { return r.ID }),
		deposit:   indexOf(s.Escrow.Deposits, func(d *schema.Deposit) string { return d.ID }),
		tier:      indexOf(s.Confidentiality.Tiers, func(t *schema.InformationTier) string { return t.ID }),
	}
	f.world = worldOf(s, f.field)
	f.dangling = danglingRefs(f)
	return f
}

func factsOf(s *schema.TermSheet) *facts {
	f := namesIn(s)
	f.broken = brokenBy(f.dangling)
	f.grants = expandGrants(f)
	f.overlaps, f.cut = conflictsOf(f)
	f.touched = touchedBy(f)
	f.rivals = rivalsOf(s.Parties)
	f.given = map[string][]int{}
	for i := range f.grants {
		for _, id := range f.grants[i].licensors {
			f.given[id] = append(f.given[id], i)
		}
	}
	f.vouched = sync.OnceValue(f.vouchedAssets)
	return f
}

// broken holds the JSON Pointers of objects that refer to something undeclared.
type broken map[string]bool

func brokenBy(refs []ref) broken {
	b := make(broken, len(refs))
	for _, r := range refs {
		b[objectOf(r.pointer)] = true
	}
	return b
}

// holds reports whether a pointer leads into a broken object.
func (b broken) holds(pointer string) bool {
	for len(b) > 0 && pointer != "" {
		if b[pointer] {
			return true
		}
		pointer = pointer[:strings.LastIndexByte(pointer, '/')]
	}
	return false
}

// objectOf is the list element that a pointer leads into, "/grants/3" for
// "/grants/3/to/0"; outside a list it is the pointer itself.
func objectOf(pointer string) string {
	rest := pointer
	for rest != "" {
		token, after, _ := strings.Cut(rest[1:], "/")
		if token != "" && strings.Trim(token, "0123456789") == "" {
			return strings.TrimSuffix(pointer[:len(pointer)-len(after)], "/")
		}
		if after == "" {
			break
		}
		rest = "/" + after
	}
	return pointer
}

// whole reports whether the document is the agreement itself, not an amendment
// or an accession.
func (f *facts) whole() bool { return f.Deal.Instrument == "" || f.Deal.Instrument == "agreement" }

// leavesOut reports whether a pointer leads to a term that the document does
// not state because the agreement does that it amends or accedes to. What is in
// a list was stated, and is complete.
func (f *facts) leavesOut(pointer string) bool {
	inList := func(token string) bool { return token != "" && strings.Trim(token, "0123456789") == "" }
	if f.whole() || pointer == "" || strings.HasPrefix(pointer, "/clauses/") || slices.ContainsFunc(strings.Split(pointer, "/"), inList) {
		return false
	}
	_, given := f.Get(strings.ReplaceAll(pointer[1:], "/", "."))
	return !given
}

// hasRole reports whether the party with an id has a role.
func (f *facts) hasRole(party string, role schema.Role) bool {
	i, ok := f.party[party]
	return ok && slices.Contains(f.Parties[i].Roles, role)
}

// pooled reports whether the deal is of a kind with members.
func (f *facts) pooled() bool { return f.Deal.Kind != schema.Bilateral }

// plainLicence reports whether the deal is the simplest: one of two parties
// licenses the other, nobody exclusively, and they do not state that they compete.
func (f *facts) plainLicence() bool {
	if f.pooled() || f.anyCompetitors() || len(f.given) > 1 {
		return false
	}
	return !slices.ContainsFunc(f.grants, func(g grant) bool { return restricts(g.degree) })
}

// competitors reports whether two parties compete, as either of them states.
func (f *facts) competitors(a, b string) bool {
	_, rivals := slices.BinarySearch(f.rivals[a], b)
	return rivals
}

// rivalsOf are the competitors of each party, sorted.
func rivalsOf(parties []schema.Party) map[string][]string {
	rivals := map[string][]string{}
	for _, p := range parties {
		for _, id := range p.CompetitorOf {
			rivals[p.ID] = append(rivals[p.ID], id)
			rivals[id] = append(rivals[id], p.ID)
		}
	}
	for id, list := range rivals {
		slices.Sort(list)
		rivals[id] = slices.Compact(list)
	}
	return rivals
}

// anyCompetitors reports whether any two parties compete.
func (f *facts) anyCompetitors() bool {
	return slices.ContainsFunc(f.Parties, func(p schema.Party) bool { return len(p.CompetitorOf) > 0 })
}

// affiliated reports whether two parties belong to one group, as either states.
func (f *facts) affiliated(a, b string) bool {
	states := func(x, y string) bool {
		i, ok := f.party[x]
		return ok && slices.Contains(f.Parties[i].AffiliateOf, y)
	}
	return states(a, b) || states(b, a)
}

// is reports whether an optional yes-or-no is given and yes.
func is(b *bool) bool { return b != nil && *b }

// isNot reports whether an optional yes-or-no is given and no.
func isNot(b *bool) bool { return b != nil && !*b }

// touchedBy are the jurisdictions that a deal touches: ISO 3166-1 codes, and
// "EU" with each of its members.
func touchedBy(f *facts) map[string]bool {
	var set countrySet
	touch := func(c schema.Country) { set = set.or(f.world.set([]schema.Country{c})) }
	for _, p := range f.Parties {
		touch(p.Jurisdiction.Country())
	}
	touch(f.Disputes.GoverningLaw.Country())
	touch(f.Disputes.Forum.SeatCountry)
	touch(f.Disputes.Forum.CourtCountry)
	for _, g := range f.grants {
		set = set.or(g.countries)
		if g.MakeTerritory != "" {
			set = set.or(f.world.of(g.MakeTerritory))
		}
		for _, a := range g.assets {
			set = set.or(f.world.set(f.Assets[a].Countries))
			touch(schema.Country(f.Assets[a].Office))
		}
	}
	touched := map[string]bool{"*": true}
	for _, c := range f.world.list(set) {
		touched[c] = true
	}
	if !set.and(f.world.of("EU")).empty() {
		touched["EU"] = true
	}
	return touched
}

// touches reports whether the deal touches one of some jurisdictions: ISO
// 3166-1 codes, "EU", or "*" for any deal.
func (f *facts) touches(codes ...string) bool {
	return slices.ContainsFunc(codes, func(c string) bool { return f.touched[c] })
}

// partyIDs are the ids of all parties, in the order of the term sheet.
func (f *facts) partyIDs() []string {
	ids := make([]string, len(f.Parties))
	for i, p := range f.Parties {
		ids[i] = p.ID
	}
	return ids
}

// sameSet reports whether two lists hold the same words, in any order.
func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

// count is a number with its noun: "1 country", "3 countries".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

const shortest = 60 // runes of a user's word that a message repeats

// short cuts a user's word to what a message can repeat.
func short(s string) string {
	if runes := []rune(s); len(runes) > shortest {
		return string(runes[:shortest]) + "..."
	}
	return s
}
