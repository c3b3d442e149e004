package assemble_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/engross/engross/schema"
)

// A leaf is a place of the schema where a term sheet states a value.
type leaf struct {
	Path string   // with [] for the elements of lists: "termination.grounds[].cure_days"
	Enum []string // the values allowed, where they are listed
	Type string   // of JSON: "string", "integer", "boolean", "number"; "money" for a sum of money

	format  string
	pattern string
	least   int
	needed  bool
}

// leavesOfSchema are the places of the schema where a term sheet states values, in its
// order. A sum of money is one; the choices among clauses are not among them.
func leavesOfSchema() []leaf {
	var list []leaf
	s := shapes()
	s.leaves("", s.root, false, &list)
	return list
}

// A wholeKind is a kind of agreement or instrument.
type wholeKind struct {
	name       string
	kind       schema.DealKind
	instrument string
	template   string
}

var wholeKinds = []wholeKind{
	{"bilateral", schema.Bilateral, "agreement", ""}, {"pool", schema.Pool, "agreement", ""},
	{"consortium", schema.Consortium, "agreement", ""}, {"standard-pool", schema.StandardPool, "agreement", ""},
	{"cross-licence", schema.Bilateral, "agreement", "cross-licence"}, {"exclusive-licence", schema.Bilateral, "agreement", "exclusive-licence"},
	{"software-escrow", schema.Bilateral, "agreement", "software-escrow"}, {"pool-licence", schema.Bilateral, "agreement", "pool-licence"},
	{"amendment", schema.Bilateral, "amendment", ""}, {"accession", schema.Pool, "accession", ""},
}

// wholeSheet is a term sheet that states something at every leaf of the schema, so
// that it can be seen what each is good for: its values fit together as far as they
// name each other, and make no deal that anybody would sign. Each turn takes other
// members of enums.
func wholeSheet(k wholeKind, turn int) any {
	s := shapes()
	s.wholeKind, s.turn = k, turn
	sheet := s.make("", s.root, 0).(map[string]any)
	for _, list := range []string{"key_dates", "key_terms"} {
		delete(sheet["deal"].(map[string]any), list) // see neverSaid
	}
	if k.template != "" {
		sheet["deal"].(map[string]any)["template"] = k.template
	}
	return sheet
}

// shape is a part of the JSON Schema.
type shape struct {
	Ref        string            `json:"$ref"`
	Type       any               `json:"type"`
	Enum       []string          `json:"enum"`
	Format     string            `json:"format"`
	Pattern    string            `json:"pattern"`
	Minimum    int               `json:"minimum"`
	Maximum    int               `json:"maximum"`
	Required   []string          `json:"required"`
	Items      *shape            `json:"items"`
	Properties map[string]*shape `json:"properties"`
}

type shaper struct {
	root *shape
	defs map[string]*shape
	wholeKind
	turn int
}

func shapes() *shaper {
	var s struct {
		shape
		Defs map[string]*shape `json:"$defs"`
	}
	if err := json.Unmarshal(schema.JSON(), &s); err != nil {
		panic("the embedded JSON Schema is not JSON: " + err.Error()) // a test keeps it so
	}
	return &shaper{root: &s.shape, defs: s.Defs}
}

func (s *shaper) of(x *shape) *shape {
	for x.Ref != "" {
		x = s.defs[x.Ref[strings.LastIndex(x.Ref, "/")+1:]]
	}
	return x
}

func (s *shaper) leaves(path string, x *shape, needed bool, list *[]leaf) {
	if x = s.of(x); x.Items != nil {
		s.leaves(path+"[]", x.Items, needed, list)
		return
	}
	if isMoneyShape(x) {
		*list = append(*list, leaf{Path: path, Type: "money", needed: needed})
		return
	}
	if x.Properties == nil {
		if path != "clauses" {
			*list = append(*list, leaf{path, x.Enum, x.typeName(), x.Format, x.Pattern, x.Minimum, needed})
		}
		return
	}
	for _, name := range slices.Sorted(maps.Keys(x.Properties)) {
		s.leaves(strings.TrimPrefix(path+"."+name, "."), x.Properties[name], slices.Contains(x.Required, name), list)
	}
}

func isMoneyShape(x *shape) bool {
	return len(x.Properties) == 2 && x.Properties["amount"] != nil && x.Properties["currency"] != nil
}

func (x *shape) typeName() string {
	if t, ok := x.Type.(string); ok {
		return t
	}
	return "number" // or a text that writes one
}

// make is a value of a shape at a path; n is the place of the element it belongs
// to in its list.
func (s *shaper) make(path string, x *shape, n int) any {
	x = s.of(x)
	if v, ok := s.fixed(path, n); ok {
		return v
	}
	switch {
	case x.Items != nil:
		return s.list(path, x)
	case isMoneyShape(x):
		return map[string]any{"amount": 12000 + 100*n, "currency": "EUR"}
	case x.Properties != nil:
		o := map[string]any{}
		for name, p := range x.Properties {
			if v := s.make(strings.TrimPrefix(path+"."+name, "."), p, n); v != nil {
				o[name] = v
			}
		}
		return o
	case len(x.Enum) > 0:
		return x.Enum[s.turn%len(x.Enum)]
	case path == "clauses":
		return nil
	}
	return s.scalar(path, x, n)
}

// list is a list with an element of each kind where kinds of elements are told
// apart, otherwise with one.
func (s *shaper) list(path string, x *shape) any {
	items := s.of(x.Items)
	kinds := []string{""}
	if by := toldApartBy[path]; by != "" {
		kinds = s.of(items.Properties[by]).Enum
	}
	var list []any
	for i, kind := range kinds {
		v := s.make(path+"[]", items, i)
		if o, ok := v.(map[string]any); ok && kind != "" {
			o[toldApartBy[path]] = kind
		}
		list = append(list, v)
	}
	return list
}

// toldApartBy names the field that says what kind of thing an element of a list is.
var toldApartBy = map[string]string{
	"assets": "kind", "grants": "exclusivity", "carve_outs": "treatment", "payments.fees": "per", "payments.royalties": "base",
	"escrow.release": "condition", "term.sunsets": "consequence", "termination.grounds": "kind", "termination.exits": "ground",
	"remedies.ladder": "measure", "remedies.ld": "form", "disputes.steps": "kind", "credits.weights": "kind", "settlement.covenants": "kind",
}

func (s *shaper) scalar(path string, x *shape, n int) any {
	switch x.typeName() {
	case "boolean":
		return true
	case "integer":
		i := max(x.Minimum, 2+n)
		if x.Maximum > 0 {
			i = min(i, x.Maximum)
		}
		return i
	case "number":
		return 5 + n
	}
	name := path[strings.LastIndex(path, ".")+1:]
	switch {
	case name == "id" && strings.Contains(path, "["):
		return strings.TrimSuffix(path[:strings.LastIndex(path, "[")], "s")[:1] + fmt.Sprint(n+1)
	case x.Format == "date":
		return fmt.Sprintf("20%d-0%d-15", 28+n, 1+len(path)%9)
	case x.Format == "engross-country" || x.Pattern == "^[A-Z]{2}$":
		return "DE"
	case x.Format == "engross-jurisdiction":
		return "FR"
	case x.Format == "engross-currency":
		return "EUR"
	case x.Format == "email":
		return "legal@whole.example"
	}
	return "what " + strings.NewReplacer("[]", "", "_", " ", ".", " ").Replace(path) + fmt.Sprintf(" %d says", n+1)
}

// fixed is what stands at a path whatever its shape; nil is nothing.
func (s *shaper) fixed(path string, n int) (any, bool) {
	if f, ok := wholeByPath[path]; ok {
		return f(s, n), true
	}
	if f, ok := wholeByName[path[strings.LastIndex(path, ".")+1:]]; ok && s.of(s.at(path)).Enum == nil && s.of(s.at(path)).Format == "" {
		if s.of(s.at(path)).Items != nil {
			return []any{f(s, n)}, true
		}
		return f(s, n), true
	}
	return nil, false
}

// at is the shape at a path.
func (s *shaper) at(path string) *shape {
	x := s.root
	for _, name := range strings.Split(path, ".") {
		name, elements := strings.CutSuffix(name, "[]")
		x = s.of(x).Properties[name]
		if elements {
			x = s.of(x).Items
		}
	}
	return x
}

func always(v any) func(*shaper, int) any { return func(*shaper, int) any { return v } }

func pick(values ...any) func(*shaper, int) any {
	return func(_ *shaper, n int) any { return values[n%len(values)] }
}

// oddTurn is the first of two values in every other turn.
func (s *shaper) oddTurn(odd, even any) any {
	if s.turn%2 == 1 {
		return odd
	}
	return even
}

func onlyFirst(v any) func(*shaper, int) any {
	return func(_ *shaper, n int) any {
		if n > 0 {
			return nil
		}
		return v
	}
}

func texts(list ...any) []any { return list }

// wholeByName are the values of fields that refer to something, by their names.
var wholeByName = map[string]func(*shaper, int) any{
	"from": pick("alpha", "beta"), "to": pick("beta", "alpha"), "payer": pick("beta", "alpha"), "payee": pick("alpha", "beta"),
	"depositor": always("alpha"), "agent": always("agent"), "owner": always("alpha"), "member": always("alpha"), "by": always("alpha"),
	"grant": always("g1"), "project": always("p1"), "royalty": always("p1"), "licence_holder": always("alpha"), "keeper": always("alpha"),
	"administrator": func(s *shaper, _ int) any {
		if s.kind == schema.Bilateral {
			return "alpha"
		}
		return "admin"
	},
}

// wholeByPath are the values that have to fit others, or that would hide others.
var wholeByPath map[string]func(*shaper, int) any

func init() {
	wholeByPath = map[string]func(*shaper, int) any{
		"deal.id": always("WHOLE-1"), "deal.language": always("en-GB"), "deal.position": always("B"), "deal.template": always(nil),
		"deal.kind": func(s *shaper, _ int) any { return string(s.kind) }, "deal.instrument": func(s *shaper, _ int) any { return s.instrument },
		"deal.effective_date": always("2027-01-01"), "deal.signing_date": always("2026-12-15"),
		"deal.amends.parties": always(texts("alpha", "beta")),
		"deal.amends.form": func(s *shaper, _ int) any {
			if s.instrument == "amendment" {
				return "amendment"
			}
			return "restated"
		},
		"parties":                               (*shaper).parties,
		"parties[].jurisdiction":                pick("DE", "FR", "IE", "NL", "JP"),
		"parties[].competitor_of":               onlyFirst(texts("beta")),
		"parties[].affiliate_of":                pick(nil, nil, texts("alpha")),
		"interpretation.time_zone":              always("Europe/Berlin"),
		"assets[].owners[].share":               always(100),
		"assets[].tier":                         always("c1"),
		"assets[].encumbrances[].holder":        always("Outside Holdings Limited"),
		"assets[].encumbrances[].field":         always("f1"),
		"assets[].encumbrances[].territory":     always("t1"),
		"fields[].parent":                       pick(nil, "f1"),
		"fields[].reserved_to":                  pick(nil, texts("alpha")),
		"fields":                                several("fields", 2),
		"territories":                           several("territories", 2),
		"territories[].countries":               pick(texts("DE", "FR", "IE"), texts("DE")),
		"territories[].parent":                  pick(nil, "t1"),
		"territories[].includes":                always(texts("IE")),
		"territories[].excludes":                always(texts("FR")),
		"territories[].region":                  always("1"),
		"projects[].participants":               always(texts("alpha", "beta")),
		"grants[].from":                         pick("alpha", "beta"),
		"grants[].to":                           pick(texts("beta"), texts("alpha")),
		"grants[].assets":                       pick(texts("a1", "a2"), nil, nil, texts("a3")),
		"grants[].class":                        pick(nil, "core", nil, nil),
		"grants[].capture":                      pick(nil, nil, map[string]any{"from": "2015-01-01", "to": "2029-12-31"}, nil),
		"grants[].field":                        pick("f1", "f2"),
		"grants[].territory":                    pick("t1", "t2"),
		"grants[].make_territory":               pick("t2", "t1"),
		"grants[].licensor_territory":           pick("t2", "t1"),
		"grants[].subject_to":                   pick(texts("g2"), texts("g1")),
		"grants[].end":                          pick("term", "last-to-expire", "2031-12-31", "term"),
		"grants[].perpetual":                    pick(nil, nil, nil, true),
		"grants[].royalty_free":                 pick(nil, nil, nil, true),
		"grants[].royalty":                      pick("p1", "p2", "p3", nil),
		"carve_outs[].assets":                   pick(texts("a4"), texts("a5"), texts("a6")),
		"contributions[].assets":                always(texts("a1")),
		"improvements.access.field":             always("f1"),
		"payments.balancing":                    several("payments.balancing", 2),
		"payments.distribution.shares":          always([]any{map[string]any{"member": "alpha", "pct": 60}, map[string]any{"member": "beta", "pct": 40}}),
		"payments.royalties[].tiers":            always([]any{map[string]any{"from": 0, "to": 1000, "rate": 2}, map[string]any{"from": 1000, "rate": 1}}),
		"payments.royalties[].regions[].region": always("1"),
		"payments.royalty_limits[].royalties":   always(texts("p1", "p2")),
		"escrow.kind":                           always("three-party"),
		"escrow.deposits[].beneficiaries":       always(texts("beta")),
		"escrow.deposits[].assets":              always(texts("a3")),
		"term.length":                           func(s *shaper, _ int) any { return s.oddTurn(nil, 60) },
		"term.end":                              func(s *shaper, _ int) any { return s.oddTurn("2036-12-31", nil) },
		"term.start":                            func(s *shaper, _ int) any { return s.oddTurn("2027-02-01", nil) },
		"projects":                              several("projects", 2),
		"projects[].end":                        pick("2029-12-31", nil),
		"improvements.ownership": func(s *shaper, _ int) any {
			return []any{"developer", "joint", "university", "pool", "by-subject"}[s.turn%5]
		},
		"term.sunsets[].date":            pick("2030-06-30", nil, nil, "2031-06-30"),
		"term.sunsets[].event":           pick(nil, "the event of the sunset", nil, nil),
		"term.sunsets[].project":         pick(nil, nil, "p1", nil),
		"general.insurance[].party":      always("alpha"),
		"termination.grounds[].by":       always(texts("alpha")),
		"termination.grounds[].against":  always(texts("beta")),
		"termination.survival":           always(texts("governance/updates")),
		"remedies.indemnities[].to":      always(texts("beta")),
		"disputes.forum.language":        always("English"),
		"regulatory.restraints[].party":  always("alpha"),
		"escrow.release[].deposits":      always(texts("e1")),
		"general.process_agents[].party": always("alpha"),
		"general.spinoffs[].party":       always("alpha"),
		"services.provider":              always("alpha"),
		"services.recipients":            always(texts("beta")),
		"services.assets":                always(texts("a3")),
		"settlement.covenants[].field":   always("f1"),

		"carve_outs[].grants":   always(texts("g1")),
		"remedies.ld[].amount":  pick(map[string]any{"amount": 5000, "currency": "EUR"}, nil),
		"remedies.ld[].royalty": always("p1"),
		"membership.accession.acceding": func(s *shaper, _ int) any {
			if s.instrument == "accession" {
				return "gamma"
			}
			return nil
		},
		"waivers[].check":   always("CO01"),
		"waivers[].pointer": always("/grants/0"),
	}
}

// several makes a list of so many elements.
func several(path string, n int) func(*shaper, int) any {
	return func(s *shaper, _ int) any {
		var list []any
		for i := range n {
			list = append(list, s.make(path+"[]", s.of(s.at(path)).Items, i))
		}
		return list
	}
}

// parties are those of the deal, each with its role.
func (s *shaper) parties(int) any {
	roles := []struct{ id, role string }{{"alpha", "licensor"}, {"beta", "licensee"}, {"agent", "escrow-agent"}}
	if s.kind != schema.Bilateral {
		roles = []struct{ id, role string }{{"alpha", "member"}, {"beta", "member"}, {"gamma", "research-org"}, {"admin", "administrator"}, {"agent", "escrow-agent"}}
	} else if s.instrument == "accession" {
		roles = append(roles, struct{ id, role string }{"gamma", "licensee"})
	}
	var list []any
	for i, r := range roles {
		p := s.make("parties[]", s.of(s.at("parties")).Items, i).(map[string]any)
		p["id"], p["short_name"], p["roles"] = r.id, strings.ToUpper(r.id[:1])+r.id[1:], []any{r.role}
		list = append(list, p)
	}
	return list
}
