package batch

import (
	"cmp"
	"maps"
	"slices"
)

// A Group is agreements with the same changes.
type Group struct {
	Signature string    `json:"signature"` // "" for those without changes
	Count     int       `json:"count"`
	Names     []string  `json:"names"` // the first of them
	Changes   []Change  `json:"changes"`
	Approved  *Approval `json:"approved,omitempty"`
}

// shownNames is how many agreements of a group are named: each of a small group,
// so that the odd ones stand out; examples of a large one.
const shownNames = 10

// A Grouping is the agreements of a manifest by what changed in them.
type Grouping struct {
	Groups   []Group   `json:"groups"`   // the largest first
	Unknown  []Unknown `json:"unknown"`  // could not be compared
	Failed   int       `json:"failed"`   // rows that have no agreement
	Compared int       `json:"compared"` // agreements
}

// An Unknown is an agreement that could not be compared, and why.
type Unknown struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// grouper collects groups; it holds one of each kind of change, however many
// agreements there are.
type grouper struct {
	groups map[string]*Group
	result Grouping
}

func newGrouper() *grouper {
	return &grouper{groups: map[string]*Group{}, result: Grouping{Unknown: []Unknown{}}}
}

func (g *grouper) add(name string, c *Changes) {
	g.result.Compared++
	x := g.groups[c.Signature]
	if x == nil {
		x = &Group{Signature: c.Signature, Changes: c.List}
		g.groups[c.Signature] = x
	}
	if x.Count++; len(x.Names) < shownNames {
		x.Names = append(x.Names, name)
	}
}

func (g *grouper) unknown(name string, err error) {
	g.result.Unknown = append(g.result.Unknown, Unknown{name, oneLine(err.Error())})
}

func (g *grouper) grouping() *Grouping {
	for _, x := range slices.SortedFunc(maps.Values(g.groups), func(a, b *Group) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Signature, b.Signature))
	}) {
		g.result.Groups = append(g.result.Groups, *x)
	}
	return &g.result
}
