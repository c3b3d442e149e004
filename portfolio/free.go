package portfolio

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/schema"
	"github.com/engross/engross/schema/overlap"
)

// A Question asks what can still be licensed of an asset.
type Question struct {
	Asset     string // its number, title, or id in an agreement
	Exclusive bool   // an exclusive licence is wanted: any other is in the way
	MinDays   int    // shorter times are of no use
	Entire    bool   // the whole of the countries at once; otherwise each part counts
	Field     string // by its name; "" for every field
	Where     []schema.Country
	From      schema.Date
}

// A Window is a time in which countries are free.
type Window struct {
	Countries []string    `json:"countries"`
	From      schema.Date `json:"from"`
	To        schema.Date `json:"to,omitzero"`      // zero for no end
	Certain   bool        `json:"certain"`          // whatever could not be matched is not in the way
	Doubts    []string    `json:"doubts,omitempty"` // what may be in the way
}

// A Block is a grant that is in the way.
type Block struct {
	Reference string             `json:"agreement"`
	Status    Status             `json:"status"`
	Grant     string             `json:"grant"`
	Degree    schema.Exclusivity `json:"exclusivity"`
	Certain   bool               `json:"certain"`
	Countries []string           `json:"countries"`
	From      schema.Date        `json:"from"`
	To        schema.Date        `json:"to,omitzero"`
	Renews    bool               `json:"renews,omitempty"` // its agreement renews itself unless notice is given
	Field     string             `json:"field"`
}

// An Answer is what is free, and what is in the way.
type Answer struct {
	Asset   string   `json:"asset"`
	Windows []Window `json:"free"`
	Blocks  []Block  `json:"blocked_by"`
	Notes   []string `json:"notes,omitempty"`
}

// find gives the loose numbers of an asset that is called by a name, and whether it is
// certain which it is.
func (p *Portfolio) find(name string) (certain map[int32]bool, loose []int32, shown string) {
	certain = map[int32]bool{}
	for _, e := range p.entries {
		for i := range e.Assets {
			a := &e.Assets[i]
			n, ok := parseNumber("", name)
			is := Fold(a.Title) == Fold(name) || Fold(a.Number) == Fold(name) || a.ID == name
			if own, has := parseNumber(a.Office, a.Number); ok && has && own.office == n.office && own.digits == n.digits && (n.kind == "" || n.kind == own.kind) {
				is = true
			}
			if is {
				certain[e.assets[i].certain] = true
				loose = append(loose, e.assets[i].loose...)
				shown = cmp.Or(shown, a.Number, a.Title, a.ID)
			}
		}
	}
	return certain, sorted(loose), shown
}

// Free says what can still be licensed.
func (p *Portfolio) Free(q Question, h *Holdings) (*Answer, error) {
	certain, loose, shown := p.find(q.Asset)
	if len(loose) == 0 {
		return nil, fmt.Errorf("no agreement of the portfolio has an asset %q", q.Asset)
	}
	ans := &Answer{Asset: shown}
	wanted := setOf(q.Where)
	if len(q.Where) == 0 {
		wanted = setOf(codes)
	}
	until := int32(Forever)
	if h != nil {
		wanted, until = ans.held(h, p, q, wanted)
	}
	sure := make([][]overlapSpan, len(codes)) // times in which something is in the way, by country
	maybe := make([][]overlapSpan, len(codes))
	field := p.fieldNames.id(Fold(q.Field), q.Field)
	for _, g := range p.grants {
		b, blocks := p.blocks(g, q, field, certain, loose)
		if !blocks {
			continue
		}
		where := and(g.Countries, wanted)
		after, renewed := g.after()
		if where == (overlap.Countries{}) || renewed <= dayOf(q.From) {
			continue
		}
		b.Countries = countriesOf(where)
		ans.Blocks = append(ans.Blocks, b)
		for i := range codes {
			if has(where, i) {
				maybe[i] = append(maybe[i], overlapSpan{g.First, g.blocksUntil(q, renewed)})
				if b.Certain {
					sure[i] = append(sure[i], overlapSpan{g.First, g.blocksUntil(q, after)})
				}
			}
		}
	}
	from := dayOf(q.From)
	clear := windowsOf(maybe, wanted, from, until, q)
	for i := range clear {
		clear[i].Certain = true
	}
	ans.Windows = clear
	for _, w := range windowsOf(sure, wanted, from, until, q) {
		if !slices.ContainsFunc(clear, func(x Window) bool { return x.From == w.From && x.To == w.To && slices.Equal(x.Countries, w.Countries) }) {
			w.Doubts = []string{"only if what may be in the way is not: see the grants that are not certain, and those that may be renewed"}
			ans.Windows = append(ans.Windows, w)
		}
	}
	return ans, nil
}

type overlapSpan struct{ from, to int32 }

// blocksUntil is until when a grant is in the way: one that steps down leaves room for
// others that are not exclusive.
func (g *granted) blocksUntil(q Question, after int32) int32 {
	if !q.Exclusive {
		return min(after, max(g.StepDown, g.First))
	}
	return after
}

// blocks reports whether a grant is in the way of what is asked for.
func (p *Portfolio) blocks(g *granted, q Question, field int32, certain map[int32]bool, loose []int32) (Block, bool) {
	b := Block{Reference: g.in.Reference, Status: g.in.Status, Grant: g.ID, Degree: g.Degree, From: dateOf(g.First), Field: "every field", Certain: true}
	after, renewed := g.after()
	if after != Forever {
		b.To = dateOf(after - 1)
	}
	b.Renews = renewed > after
	if !q.Exclusive && !restricts(g.Degree) || !meet(g.loose, loose) {
		return b, false
	}
	b.Certain = slices.ContainsFunc(g.certain, func(id int32) bool { return certain[id] })
	if g.Field != overlap.EveryField {
		b.Field = g.in.Fields[g.Field].Name
		if q.Field != "" {
			switch chain := g.in.chain(g.Field); {
			case slices.Contains(chain, field):
			case slices.ContainsFunc(chain, func(x int32) bool { return p.disjoint[[2]int32{x, field}] || p.disjoint[[2]int32{field, x}] }), g.in.beside(chain[0], field):
				return b, false
			case g.in.under(field, chain[0]):
			default:
				b.Certain = false
			}
		}
	}
	return b, true
}

// under reports whether an agreement lists a field as a part of another.
func (e *entry) under(inner, outer int32) bool {
	i := slices.Index(e.fields, inner)
	return i >= 0 && slices.Contains(e.chain(i), outer)
}

// windowsOf are the times that are free, of countries that are free at the same times.
func windowsOf(blocked [][]overlapSpan, wanted overlap.Countries, from, until int32, q Question) []Window {
	groups := map[string][]string{}
	spans := map[string][]overlapSpan{}
	var all []overlapSpan
	for i, c := range codes {
		if !has(wanted, i) {
			continue
		}
		all = append(all, blocked[i]...)
		if !q.Entire {
			free := gaps(blocked[i], from, until, q.MinDays)
			key := fmt.Sprint(free)
			groups[key], spans[key] = append(groups[key], string(c)), free
		}
	}
	if q.Entire {
		groups["all"], spans["all"] = countriesOf(wanted), gaps(all, from, until, q.MinDays)
	}
	var list []Window
	for key, countries := range groups {
		if len(countries) == len(codes) {
			countries = []string{"the world"}
		}
		for _, s := range spans[key] {
			w := Window{Countries: countries, From: dateOf(s.from)}
			if s.to != Forever {
				w.To = dateOf(s.to - 1)
			}
			list = append(list, w)
		}
	}
	slices.SortFunc(list, func(a, b Window) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(strings.Join(a.Countries, " "), strings.Join(b.Countries, " ")))
	})
	return list
}

// gaps is what spans leave of a time, without what is shorter than some days.
func gaps(blocked []overlapSpan, from, until int32, least int) []overlapSpan {
	slices.SortFunc(blocked, func(a, b overlapSpan) int { return cmp.Compare(a.from, b.from) })
	var free []overlapSpan
	add := func(a, b int32) {
		if a < b && (b == Forever || int(b-a) >= least) {
			free = append(free, overlapSpan{a, b})
		}
	}
	at := from
	for _, b := range blocked {
		add(at, min(b.from, until))
		at = max(at, b.to)
	}
	add(at, until)
	return free
}

// Holdings are what a firm owns, or holds under licence.
type Holdings struct {
	Holdings []Holding `json:"holdings"`
}

// A Holding is one right that a firm owns or holds.
type Holding struct {
	Asset      string           `json:"asset"`               // number or title
	Kind       string           `json:"kind"`                // owned or licensed
	Countries  []schema.Country `json:"countries,omitempty"` // left out, the world
	Exclusive  bool             `json:"exclusive,omitempty"`
	Sublicense bool             `json:"sublicense,omitempty"` // of what is licensed: it may be licensed on
	Until      schema.Date      `json:"until,omitzero"`
}

// ReadHoldings reads a file of holdings.
func ReadHoldings(src []byte) (*Holdings, error) {
	h := new(Holdings)
	dec := json.NewDecoder(strings.NewReader(string(src)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(h); err != nil {
		return nil, fmt.Errorf(`%w; the file is written like {"holdings": [{"asset": "EP 3111111 B1", "kind": "owned", "countries": ["DE", "FR"], "until": "2038-03-01"}]}`, err)
	}
	for i, x := range h.Holdings {
		switch {
		case x.Asset == "":
			return nil, fmt.Errorf("holding no. %d names no asset", i+1)
		case x.Kind != "owned" && x.Kind != "licensed":
			return nil, fmt.Errorf("%s: kind is %q; give owned or licensed", x.Asset, x.Kind)
		}
		for _, c := range x.Countries {
			if _, ok := bits[c]; !ok {
				return nil, fmt.Errorf("%s: %q is no country (ISO 3166-1 alpha-2)", x.Asset, c)
			}
		}
	}
	return h, nil
}

func (x *Holding) countries() overlap.Countries {
	if len(x.Countries) == 0 {
		return setOf(codes)
	}
	return setOf(x.Countries)
}

// held confines what is asked for to what the firm holds.
func (ans *Answer) held(h *Holdings, p *Portfolio, q Question, wanted overlap.Countries) (overlap.Countries, int32) {
	_, loose, _ := p.find(q.Asset)
	var all overlap.Countries
	until := int32(0)
	for i := range h.Holdings {
		x := &h.Holdings[i]
		if _, l, _ := p.find(x.Asset); !meet(l, loose) || x.Kind == "licensed" && !x.Sublicense {
			continue
		}
		c := x.countries()
		for w := range all {
			all[w] |= c[w]
		}
		end := int32(Forever)
		if !x.Until.IsZero() {
			end = dayOf(x.Until) + 1
		}
		until = max(until, end)
	}
	if until == 0 {
		ans.Notes = append(ans.Notes, "the file of holdings has no right in it that may be licensed")
	}
	return and(wanted, all), until
}

// NotHeld are grants of what the firm does not hold, or not as far as it grants it.
func (p *Portfolio) NotHeld(h *Holdings, party string) []string {
	by := map[int32][]*Holding{}
	for i := range h.Holdings {
		if _, loose, _ := p.find(h.Holdings[i].Asset); loose != nil {
			for _, id := range loose {
				by[id] = append(by[id], &h.Holdings[i])
			}
		}
	}
	var list []string
	for _, g := range p.grants {
		if !g.in.until.IsZero() || party != "" && !slices.ContainsFunc(p.names(g.from), func(n string) bool { return Fold(n) == Fold(party) }) {
			continue
		}
		for _, a := range g.Assets {
			if why := lacks(by, g, g.in.assets[a].loose); why != "" {
				list = append(list, fmt.Sprintf("%s, %s: %s %s", g.in.Reference, g.ID, cmp.Or(g.in.Assets[a].Number, g.in.Assets[a].Title, g.in.Assets[a].ID), why))
			}
		}
	}
	return list
}

func lacks(by map[int32][]*Holding, g *granted, loose []int32) string {
	var held []*Holding
	for _, id := range loose {
		held = append(held, by[id]...)
	}
	if held == nil {
		return "is not among the holdings"
	}
	left, last, sub := g.Countries, int32(0), false
	for _, x := range held {
		c := x.countries()
		for w := range left {
			left[w] &^= c[w]
		}
		end := int32(Forever)
		if !x.Until.IsZero() {
			end = dayOf(x.Until) + 1
		}
		last = max(last, end)
		sub = sub || x.Kind == "owned" || x.Sublicense
	}
	switch {
	case !sub:
		return "is held under a licence that allows no sublicence"
	case left != (overlap.Countries{}):
		return "is granted for countries in which it is not held: " + strings.Join(first(countriesOf(left), 8), ", ")
	case g.After > last:
		return "is granted for longer than it is held"
	}
	return ""
}

// first is the beginning of a list, with how many more there are.
func first(list []string, n int) []string {
	if len(list) <= n {
		return list
	}
	return append(slices.Clone(list[:n]), fmt.Sprintf("and %d more", len(list)-n))
}
