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

// danglingRefs are all references to undeclared objects, in the order of the term
// sheet. Ids in deal.amends are those of the earlier agreement: see ST11.
func danglingRefs(f *facts) []ref {
	var list []ref
	f.References(func(r *schema.Reference, id string, at func() string) {
		if !f.resolves(r, id) {
			list = append(list, ref{at(), id, r.To})
		}
	})
	return list
}

// resolves reports whether something is declared that a reference names; reserved
// words stand for parties too.
func (f *facts) resolves(r *schema.Reference, id string) bool {
	switch {
	case id == schema.TheAdministrator && slices.Contains(r.Reserved, id):
		return f.Administrator() != nil
	case r.Loose, slices.Contains(r.Reserved, id):
		return true
	case r.To == "territories": // or a group of countries, or a country
		return f.world.knows(id)
	}
	_, ok := f.declared(r.To)[id]
	return ok
}

// declared are the ids that a list declares.
func (f *facts) declared(list string) index {
	switch list {
	case "parties":
		return f.party
	case "assets":
		return f.asset
	case "fields":
		return f.field
	case "projects":
		return f.project
	case "grants":
		return f.grant
	case "payments.royalties":
		return f.royalty
	case "escrow.deposits":
		return f.deposit
	case "confidentiality.tiers":
		return f.tier
	}
	return nil // territories are more than their list
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
