package serve

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// An exitTable says of each event that ends the agreement, or a part of it, who may
// act on it, what is set for it and what it leaves, with the provision that says so.
type exitTable struct {
	Heads []string
	Rows  []exitRow
}

type exitRow struct {
	Event string
	Cells []string // as the heads
	ID    string   // of the provision
	Where string
}

// grounds are those of the term sheet that an ending is about, where they are not of
// the same name.
var grounds = map[string][]string{"effects": nil, "sunset": nil, "membership": {"withdrawal", "expulsion"}}

var exitHeads = []string{"Who may end it", "What ends", "Set for it", "Kept", "Lost", "Paid", "When"}

// exitsOf is the table of the agreement as it stands; columns that nothing fills are
// left out. It is nil where nothing in the agreement ends it.
func exitsOf(x *reading) *exitTable {
	table := &exitTable{Heads: exitHeads}
	agreement.Walk(x.result.Document.Body, func(b agreement.Block) bool {
		section, ok := b.(*agreement.Clause)
		if !ok {
			return false
		}
		topic, variant := variantOf(x, section.ID)
		if variant == nil {
			return true
		}
		ending := variant.Declares(assemble.Ending)
		if ending == "" {
			return true
		}
		kinds, ok := grounds[ending]
		if !ok {
			kinds = []string{ending}
		}
		row := exitRow{Event: agreement.Words(section.Heading), ID: section.ID, Where: strings.TrimSuffix(section.Label, ".")}
		who, what := groundsIn(x.file.Sheet, kinds)
		row.Cells = append([]string{who, what, setFor(x, topic, variant)}, leaves(x.file.Sheet, kinds)...)
		table.Rows = append(table.Rows, row)
		return true
	})
	if table.Rows == nil {
		return nil
	}
	for i := len(table.Heads) - 1; i >= 0; i-- {
		if !slices.ContainsFunc(table.Rows, func(r exitRow) bool { return r.Cells[i] != "" }) {
			table.Heads = slices.Delete(slices.Clone(table.Heads), i, i+1)
			for j := range table.Rows {
				table.Rows[j].Cells = slices.Delete(table.Rows[j].Cells, i, i+1)
			}
		}
	}
	return table
}

// groundsIn is who may end the agreement on some grounds, and how much of it.
func groundsIn(t *schema.TermSheet, kinds []string) (who, what string) {
	var by, scopes []string
	for _, g := range t.Termination.Grounds {
		if !slices.Contains(kinds, g.Kind) {
			continue
		}
		s := namesOf(t, g.By, "each party")
		if len(g.Against) > 0 {
			s += ", against " + namesOf(t, g.Against, "")
		}
		if !slices.Contains(by, s) {
			by = append(by, s)
		}
		if g.Scope != "" && !slices.Contains(scopes, g.Scope) {
			scopes = append(scopes, map[string]string{"whole": "the whole agreement", "party": "the agreement for the party", "licence": "the licence", "suspension": "nothing: rights rest"}[g.Scope])
		}
	}
	return strings.Join(by, "; "), strings.Join(scopes, "; ")
}

// namesOf are parties by their short names.
func namesOf(t *schema.TermSheet, ids []string, none string) string {
	if len(ids) == 0 {
		return none
	}
	var names []string
	for _, id := range ids {
		if p := t.Party(id); p != nil {
			id = or(p.ShortName, p.ID)
		}
		names = append(names, id)
	}
	return strings.Join(names, ", ")
}

// variantOf is the topic that a clause of the agreement comes from, and its variant;
// nil where it comes from none.
func variantOf(x *reading, id string) (*assemble.Topic, *assemble.Variant) {
	t := x.result.Deal.Library().Topic(id)
	if t == nil {
		return nil, nil
	}
	i := slices.IndexFunc(t.Variants, func(v *assemble.Variant) bool { return v.Name == x.result.Variant(t.ID) })
	if i < 0 && len(t.Variants) == 1 {
		i = 0
	}
	if i < 0 {
		return nil, nil
	}
	return t, t.Variants[i]
}

// setFor is what the clause states for an event: periods, shares, sums.
func setFor(x *reading, t *assemble.Topic, v *assemble.Variant) string {
	var list []string
	for _, p := range parametersOf(x, t, v) {
		if p.Now != "" && p.Now != "false" {
			list = append(list, strings.TrimSuffix(p.About, ".")+": "+strings.Replace(p.Now, "true", "yes", 1))
		}
	}
	return strings.Join(list, "\n")
}

// leaves is what the term sheet says that a party keeps, loses and pays, and when.
func leaves(t *schema.TermSheet, kinds []string) []string {
	cells := make([]string, 4)
	for _, e := range t.Termination.Exits {
		if !slices.Contains(kinds, e.Ground) {
			continue
		}
		for i, s := range []string{e.Kept, e.Lost, e.Paid, e.Timing} {
			if s != "" && cells[i] != "" {
				s = "; " + s
			}
			cells[i] += s
		}
	}
	return cells
}
