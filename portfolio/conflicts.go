package portfolio

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/schema"
	"github.com/engross/engross/schema/overlap"
)

// A Portfolio is agreements side by side.
type Portfolio struct {
	Agreements []*Agreement
	Unmatched  []string // what cannot be compared with anything, and why
	Notes      []string

	entries     []*entry
	parties     *naming
	coreNames   *naming
	cores       []int32 // by party
	assets      *naming
	looseAssets *naming
	fieldNames  *naming
	assetAlias  map[string]string
	disjoint    map[[2]int32]bool
	distinct    map[[2]int32]bool
	grants      []*granted
}

// An entry is an agreement with its names made numbers.
type entry struct {
	*Agreement
	fields []int32
	assets []identity
	until  schema.Date // the day from which a later agreement in the portfolio replaces it, or zero
}

// A granted is a grant with its names made numbers.
type granted struct {
	*Grant
	in       *entry
	from, to []int32 // parties
	loose    []int32 // assets
	certain  []int32
	index    int
}

// New puts agreements side by side.
func New(list []*Agreement, aliases *Aliases) *Portfolio {
	if aliases == nil {
		aliases = &Aliases{}
	}
	parties, assets, grants := 0, 0, 0
	for _, a := range list {
		parties, assets, grants = parties+len(a.Parties), assets+len(a.Assets), grants+len(a.Grants)
	}
	p := &Portfolio{parties: newNaming(aliases.Parties, Fold, parties), coreNames: newNaming(nil, Fold, 0), assets: newNaming(nil, Fold, assets), looseAssets: newNaming(nil, Fold, 2*assets),
		fieldNames: newNaming(aliases.Fields, Fold, 0), assetAlias: map[string]string{}, disjoint: map[[2]int32]bool{}, distinct: map[[2]int32]bool{},
		entries: make([]*entry, 0, len(list)), grants: make([]*granted, 0, grants)}
	for _, g := range aliases.Assets {
		for _, name := range g {
			p.assetAlias[Fold(name)] = Fold(g[0])
		}
	}
	pairs(aliases.Disjoint, func(name string) int32 { return p.fieldNames.id(Fold(name), name) }, p.disjoint)
	pairs(aliases.Distinct, func(name string) int32 { return p.parties.id(Fold(name), name) }, p.distinct)
	p.Agreements = p.once(list)
	for _, a := range p.Agreements {
		p.add(a)
	}
	p.chains()
	return p
}

func pairs(groups [][]string, id func(string) int32, to map[[2]int32]bool) {
	for _, g := range groups {
		for i, x := range g {
			for _, y := range g[i+1:] {
				to[[2]int32{id(x), id(y)}] = true
			}
		}
	}
}

func (p *Portfolio) add(a *Agreement) {
	e := &entry{Agreement: a, assets: make([]identity, 0, len(a.Assets))}
	p.entries = append(p.entries, e)
	for i := range a.Fields {
		e.fields = append(e.fields, p.fieldNames.id(a.Fields[i].Folded, a.Fields[i].Name))
	}
	for i := range a.Assets {
		e.assets = append(e.assets, p.identify(a, &a.Assets[i]))
	}
	who := make(map[string]int32, len(a.Parties))
	for _, x := range a.Parties {
		who[x.ID] = p.parties.id(x.Folded, x.Name)
	}
	partiesOf := func(ids []string) []int32 {
		list := make([]int32, 0, len(ids))
		for _, id := range ids {
			n, known := who[id]
			if !known {
				n = p.parties.id(Fold(id), id)
			}
			list = append(list, n)
		}
		return sorted(list)
	}
	for i := range a.Grants {
		g := &granted{Grant: &a.Grants[i], in: e, index: len(p.grants)}
		g.from, g.to = partiesOf(g.From), partiesOf(g.To)
		for _, x := range g.Assets {
			g.certain = append(g.certain, e.assets[x].certain)
			g.loose = append(g.loose, e.assets[x].loose...)
		}
		g.certain, g.loose = sorted(g.certain), sorted(g.loose)
		p.grants = append(p.grants, g)
	}
}

func sorted(list []int32) []int32 {
	slices.Sort(list)
	return slices.Compact(list)
}

// once leaves out copies: files with one reference that say the same, such as a term
// sheet and the PDF that was made of it. Of a draft and what was signed the signed one
// stays.
func (p *Portfolio) once(list []*Agreement) []*Agreement {
	kept := make([]*Agreement, 0, len(list))
	by := make(map[string][]int, len(list))
	for _, a := range list {
		i := slices.IndexFunc(by[a.Reference], func(i int) bool { return sameContent(kept[i], a) })
		if i < 0 {
			by[a.Reference] = append(by[a.Reference], len(kept))
			kept = append(kept, a)
			continue
		}
		p.Notes = append(p.Notes, fmt.Sprintf("%s and %s say the same: %s is counted once", kept[by[a.Reference][i]].File, a.File, a.Reference))
		if a.Status == Signed {
			kept[by[a.Reference][i]] = a
		}
	}
	return kept
}

func sameContent(a, b *Agreement) bool {
	x, y := newKeeper(), newKeeper()
	x.said(a)
	y.said(b)
	return slices.Equal(x.texts, y.texts) && bytes.Equal(x.data, y.data)
}

// chains finds agreements that a later one replaces, and files with one reference.
func (p *Portfolio) chains() {
	by := map[string]*entry{}
	for _, e := range p.entries {
		if other := by[e.Reference]; other != nil {
			p.Notes = append(p.Notes, fmt.Sprintf("%s and %s have one reference, %s: both are compared", other.File, e.File, e.Reference))
		}
		by[e.Reference] = e
	}
	for _, e := range p.entries {
		switch old := by[e.Amends]; {
		case e.Amends == "":
		case old == nil:
			p.Notes = append(p.Notes, fmt.Sprintf("%s continues %s, which is not in the portfolio", e.Reference, e.Amends))
		case old != e && e.Restates && e.Status == Signed:
			old.until = e.Effective
		}
	}
}

// takesThePlaceOf reports whether an agreement restates another.
func (e *entry) takesThePlaceOf(other *entry) bool {
	return e != other && e.Restates && e.Amends == other.Reference
}

// replacedOn reports whether a later agreement replaces this one on a day.
func (e *entry) replacedOn(day schema.Date) bool { return !e.until.IsZero() && !day.Before(e.until) }

// after is the day after the last of a grant, and the one if its agreement is renewed.
func (g *granted) after() (after, renewed int32) {
	if g.in.until.IsZero() {
		return g.After, g.Renewed
	}
	return min(g.After, dayOf(g.in.until)), min(g.After, dayOf(g.in.until))
}

// A Meeting is two grants that may not both stand.
type Meeting struct {
	Other                     *Agreement         `json:"-"`
	With                      string             `json:"with"` // reference
	Grant                     string             `json:"grant"`
	Index                     int                `json:"index"`
	Status                    Status             `json:"status"`
	Degree                    schema.Exclusivity `json:"exclusivity"`
	Licensee                  []string           `json:"licensees"`
	Certain                   bool               `json:"certain"`
	Doubts                    []string           `json:"doubts,omitempty"` // why it is not certain
	Assets                    []string           `json:"assets"`
	Field                     string             `json:"field"`
	Where                     []string           `json:"countries"`
	From                      schema.Date        `json:"from"`
	To                        schema.Date        `json:"to,omitzero"` // zero for no end
	What                      string             `json:"what"`
	Provision, OtherProvision string
}

// A Conflict is one grant that shuts others out, with the grants that it meets.
type Conflict struct {
	Agreement *Agreement         `json:"-"`
	Reference string             `json:"reference"`
	Status    Status             `json:"status"`
	Grant     string             `json:"grant"`
	Index     int                `json:"index"`
	Degree    schema.Exclusivity `json:"exclusivity"`
	Licensees []string           `json:"licensees"`
	Certain   int                `json:"certain"`
	Possible  int                `json:"possible"`
	Meets     []Meeting          `json:"meets"` // the first of them, certain ones first

	shownDoubtful int
}

const (
	shownMeetings = 20         // of one grant
	mostMeetings  = 20_000_000 // looked at in all
)

// Conflicts are the grants that shut others out and meet such as they shut out, most
// certain first. Where one agreement is named, only those with it are. cut says that
// there were too many to look at them all.
func (p *Portfolio) Conflicts(only *Agreement) (list []*Conflict, cut bool) {
	phases, of, degrees := p.phases()
	space := overlap.Space{Assets: len(p.looseAssets.names), Countries: len(codes)}
	found := map[int]*Conflict{}
	looked := 0
	whole := space.Sweep(phases, func(i, j int) bool {
		if looked++; looked > mostMeetings {
			return false
		}
		g, h := of[i], of[j]
		if g.in == h.in || only != nil && g.in.Agreement != only && h.in.Agreement != only {
			return true
		}
		if g.index > h.index {
			i, j, g, h = j, i, h, g
		}
		if !phases[i].Restricts {
			i, j, g, h = j, i, h, g
		}
		if v, ok := p.judge(g, h, degrees[i], degrees[j]); ok {
			if g.renewedFrom(phases[i].From) || h.renewedFrom(phases[j].From) {
				if g.meets(h) {
					return true // they meet before they are renewed, which is what is told
				}
				v.doubts |= onlyRenewed
			}
			if c := p.count(found, g, degrees[i], v); c != nil {
				c.show(p.meeting(v, &phases[i], &phases[j], g, h))
			}
		}
		return true
	})
	for _, c := range found {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b *Conflict) int {
		return cmp.Or(-cmp.Compare(min(a.Certain, 1), min(b.Certain, 1)), cmp.Compare(a.Reference, b.Reference), cmp.Compare(a.Agreement.File, b.Agreement.File), cmp.Compare(a.Index, b.Index))
	})
	for _, c := range list {
		slices.SortFunc(c.Meets, func(a, b Meeting) int {
			return cmp.Or(-cmp.Compare(boolInt(a.Certain), boolInt(b.Certain)), cmp.Compare(a.With, b.With), cmp.Compare(a.Index, b.Index), a.From.Compare(b.From))
		})
	}
	return list, !whole
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func restricts(d schema.Exclusivity) bool { return d != schema.Nonexclusive }

// phases are the grants while their degrees stand, by first day.
func (p *Portfolio) phases() (list []overlap.Phase, of []*granted, degrees []schema.Exclusivity) {
	type one struct {
		from, to int32
		g        *granted
		degree   schema.Exclusivity
	}
	all := make([]one, 0, len(p.grants))
	add := func(g *granted, d schema.Exclusivity, from, to int32) {
		if from < to {
			all = append(all, one{from, to, g, d})
		}
	}
	for _, g := range p.grants {
		after, renewed := g.after()
		step := max(g.StepDown, g.First)
		if !restricts(g.Degree) {
			step = g.First
		}
		add(g, g.Degree, g.First, min(step, after))
		add(g, schema.Nonexclusive, step, after)
		add(g, g.Degree, after, min(step, renewed))
		add(g, schema.Nonexclusive, max(step, after), renewed)
	}
	slices.SortFunc(all, func(a, b one) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.g.index, b.g.index)) })
	list, of, degrees = make([]overlap.Phase, len(all)), make([]*granted, len(all)), make([]schema.Exclusivity, len(all))
	for i, x := range all {
		list[i] = overlap.Phase{Grant: x.g.index, Restricts: restricts(x.degree), Assets: x.g.loose, Field: overlap.EveryField, Countries: x.g.Countries, From: x.from, To: x.to}
		of[i], degrees[i] = x.g, x.degree
	}
	return list, of, degrees
}

// count counts a meeting, and gives the conflict where it is to be shown too.
func (p *Portfolio) count(found map[int]*Conflict, g *granted, degree schema.Exclusivity, v verdict) *Conflict {
	c := found[g.index]
	if c == nil {
		c = &Conflict{Agreement: g.in.Agreement, Reference: g.in.Reference, Status: g.in.Status, Grant: g.ID, Index: g.Index, Degree: degree, Licensees: p.names(g.to)}
		found[g.index] = c
	}
	if v.doubts == 0 {
		c.Certain++
	} else {
		c.Possible++
	}
	if len(c.Meets) < shownMeetings || v.doubts == 0 && c.shownDoubtful > 0 {
		return c
	}
	return nil
}

// show keeps a meeting; a certain one takes the place of one that is not.
func (c *Conflict) show(m Meeting) {
	if !m.Certain {
		c.shownDoubtful++
	}
	if len(c.Meets) < shownMeetings {
		c.Meets = append(c.Meets, m)
		return
	}
	i := slices.IndexFunc(c.Meets, func(x Meeting) bool { return !x.Certain })
	c.Meets[i], c.shownDoubtful = m, c.shownDoubtful-1
}

func (p *Portfolio) names(ids []int32) []string {
	var list []string
	for _, id := range ids {
		list = append(list, p.parties.names[id])
	}
	return list
}

// meeting says in words what was found.
func (p *Portfolio) meeting(v verdict, x, y *overlap.Phase, g, h *granted) Meeting {
	m := Meeting{Certain: v.doubts == 0, What: fmt.Sprintf("%s is %s, and %s licenses somebody else", g.ID, v.dg, h.ID)}
	if v.onward != nil {
		m.What = v.onward.in.Reference + ", " + v.onward.ID + " licenses on what its licence does not allow to be sublicensed"
	}
	say := func(d doubt, words string) {
		if v.doubts&d != 0 {
			m.Doubts = append(m.Doubts, words)
		}
	}
	names := func(a, b []int32) string {
		return strings.Join(p.names(a), ", ") + " and " + strings.Join(p.names(b), ", ")
	}
	say(sameLicensee, "the licensees may be one and the same: "+names(g.to, h.to))
	say(maybeSublicence, "one may be a sublicence under the other: "+names(g.from, h.to))
	if v.doubts&fieldsUnknown != 0 {
		say(fieldsUnknown, "it is not known whether the fields share a product: "+g.in.Fields[g.Field].Name+" and "+h.in.Fields[h.Field].Name)
	}
	say(assetsUnknown, "the assets may be one and the same")
	if v.doubts&onlyRenewed != 0 {
		say(onlyRenewed, "only if "+renewedNames(x, y, g, h)+" renewed")
	}
	m.place(p, x, y, g, h)
	return m
}

// place says exactly where two grants meet.
func (m *Meeting) place(p *Portfolio, x, y *overlap.Phase, g, h *granted) {
	m.Other, m.With, m.Grant, m.Index, m.Status, m.Degree, m.Licensee = h.in.Agreement, h.in.Reference, h.ID, h.Index, h.in.Status, h.Degree, p.names(h.to)
	for _, a := range g.Assets {
		id := g.in.assets[a]
		for _, b := range h.Assets {
			other := h.in.assets[b]
			if same := id.certain == other.certain; same || !m.Certain && meet(sorted(slices.Clone(id.loose)), sorted(slices.Clone(other.loose))) {
				name := cmp.Or(g.in.Assets[a].Number, g.in.Assets[a].Title, g.in.Assets[a].ID)
				if o := cmp.Or(h.in.Assets[b].Number, h.in.Assets[b].Title, h.in.Assets[b].ID); !same && o != name {
					name += " / " + o
				}
				m.Assets = append(m.Assets, name)
			}
		}
		if len(m.Assets) >= shownMeetings {
			break
		}
	}
	m.Field = fieldsOf(g, h)
	m.Where = countriesOf(and(g.Countries, h.Countries))
	m.From = dateOf(max(x.From, y.From))
	if to := min(x.To, y.To); to != Forever {
		m.To = dateOf(to - 1)
	}
}

func fieldsOf(g, h *granted) string {
	switch a, b := g.Field, h.Field; {
	case a == overlap.EveryField && b == overlap.EveryField:
		return "every field"
	case a == overlap.EveryField:
		return h.in.Fields[b].Name
	case b == overlap.EveryField:
		return g.in.Fields[a].Name
	case slices.Contains(h.in.chain(b), g.in.fields[a]):
		return h.in.Fields[b].Name
	case slices.Contains(g.in.chain(a), h.in.fields[b]):
		return g.in.Fields[a].Name
	default:
		return g.in.Fields[a].Name + " / " + h.in.Fields[b].Name
	}
}

func and(a, b overlap.Countries) overlap.Countries {
	for i := range a {
		a[i] &= b[i]
	}
	return a
}

func has(s overlap.Countries, bit int) bool { return s[bit/64]>>(bit%64)&1 == 1 }

// countriesOf are the codes of a set; "the world" where it is all of them.
func countriesOf(s overlap.Countries) []string {
	var list []string
	for i, c := range codes {
		if has(s, i) {
			list = append(list, string(c))
		}
	}
	if len(list) == len(codes) {
		return []string{"the world"}
	}
	return list
}
