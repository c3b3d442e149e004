package portfolio

import (
	"slices"
	"strings"

	"github.com/engross/engross/schema"
	"github.com/engross/engross/schema/overlap"
)

// A verdict is what is not certain about two grants that cannot both stand.
type verdict struct {
	doubts doubt
	onward *granted // licenses on what its licence does not allow to be sublicensed
	dg     schema.Exclusivity
}

type doubt uint8

const (
	sameLicensee doubt = 1 << iota
	maybeSublicence
	fieldsUnknown
	assetsUnknown
	onlyRenewed
)

// renewedFrom reports whether a phase that begins on a day is one of a term that follows
// only if the agreement is renewed.
func (g *granted) renewedFrom(day int32) bool {
	after, _ := g.after()
	return day >= after
}

// meets reports whether two grants share a day without a renewal.
func (g *granted) meets(h *granted) bool {
	a, _ := g.after()
	b, _ := h.after()
	return g.First < b && h.First < a
}

// judge says whether two grants that share an asset, or may, a country and a day
// cannot both stand, and what is not certain about it.
func (p *Portfolio) judge(g, h *granted, dg, dh schema.Exclusivity) (v verdict, collide bool) {
	v.dg = dg
	if g.in.takesThePlaceOf(h.in) || h.in.takesThePlaceOf(g.in) {
		return v, false // they never both stand, signed or not
	}
	// Is somebody licensed whom the other shuts out?
	gShuts, hShuts := restricts(dg) && !subset(h.to, g.to), restricts(dh) && !subset(g.to, h.to)
	if !gShuts && !hShuts || p.discloses(g, h) || p.discloses(h, g) {
		return v, false
	}
	if !(gShuts && !p.maybeSubset(h.to, g.to)) && !(hShuts && !p.maybeSubset(g.to, h.to)) {
		v.doubts |= sameLicensee
	}
	for _, x := range [2][2]*granted{{g, h}, {h, g}} {
		on, head := x[0], x[1]
		if meet(on.from, head.from) {
			continue
		}
		switch {
		case subset(on.from, head.to) && head.Sub:
			return v, false // a sublicence that its licence allows
		case subset(on.from, head.to):
			v.onward = on
		case head.Sub && p.maybeSubset(on.from, head.to):
			v.doubts |= maybeSublicence
		}
	}
	switch p.relate(g.in, g.Field, h.in, h.Field) {
	case apart:
		return v, false
	case mayMeet:
		v.doubts |= fieldsUnknown
	case together:
	}
	if !meet(g.certain, h.certain) {
		v.doubts |= assetsUnknown
	}
	return v, true
}

// renewedNames are those of two agreements that have to be renewed for their grants to
// meet.
func renewedNames(x, y *overlap.Phase, g, h *granted) string {
	switch a, b := g.renewedFrom(x.From), h.renewedFrom(y.From); {
	case a && b:
		return g.in.Reference + " and " + h.in.Reference + " are"
	case a:
		return g.in.Reference + " is"
	}
	return h.in.Reference + " is"
}

// subset reports whether each of some numbers is in a sorted list.
func subset(list, of []int32) bool {
	for _, x := range list {
		if _, ok := slices.BinarySearch(of, x); !ok {
			return false
		}
	}
	return true
}

// meet reports whether two sorted lists share something.
func meet(a, b []int32) bool { return overlap.FirstCommon(a, b) >= 0 }

// maybeSubset is subset where parties whose names differ only in the form of company
// may be one.
func (p *Portfolio) maybeSubset(list, of []int32) bool {
	for _, x := range list {
		if !slices.ContainsFunc(of, func(y int32) bool { return p.maybeSame(x, y) }) {
			return false
		}
	}
	return true
}

func (p *Portfolio) maybeSame(x, y int32) bool {
	if x == y {
		return true
	}
	return p.coreOf(x) == p.coreOf(y) && !p.distinct[[2]int32{x, y}] && !p.distinct[[2]int32{y, x}]
}

// coreOf is the name of a party without its form of company, as a number.
func (p *Portfolio) coreOf(x int32) int32 {
	for int(x) >= len(p.cores) {
		name := Core(Fold(p.parties.names[len(p.cores)]))
		p.cores = append(p.cores, p.coreNames.id(name, name))
	}
	return p.cores[x]
}

// discloses reports whether a grant says that it is subject to another.
func (p *Portfolio) discloses(g, h *granted) bool {
	return len(g.Existing) > 0 && slices.ContainsFunc(g.Existing, func(words string) bool {
		folded := Fold(words)
		if strings.Contains(folded, Fold(h.in.Reference)) {
			return true
		}
		return slices.ContainsFunc(h.to, func(id int32) bool { return strings.Contains(folded, Fold(p.parties.names[id])) })
	})
}
