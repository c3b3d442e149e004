package assemble

import (
	"fmt"
	"slices"
	"strings"
	"text/template/parse"
)

// A hold is a place of the term sheet that the words of a variant can state: the
// path of a parameter that they use, or a value that they read.
type hold struct {
	path   string
	states bool // it is printed or walked over, or a parameter, not only asked about in a condition
}

// covers reports whether a variant that has the hold can state what is at a path.
func (h hold) covers(path string) bool {
	rest, ok := strings.CutPrefix(path, h.path)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// holdsOf are the methods through which words read a part of the term sheet.
var holdsOf = map[string]string{
	"InstalmentRows": "payments.balancing", "FeeRows": "payments.fees", "Royalties": "payments.royalties", "LDRows": "remedies.ld", "LDExamples": "remedies.ld",
	"ExitCostRows": "payments.exit_cost", "DistributionRows": "payments.distribution.shares", "CreditRows": "credits.weights", "BenchmarkRows": "valuation.benchmarks",
	"DepositRows": "escrow.deposits", "ReleaseRows": "escrow.release", "SeatRows": "governance.committee.members", "ThresholdRows": "governance.committee",
	"TierInfoRows": "confidentiality.tiers", "TierMemoryRows": "confidentiality.tiers", "FilingRows": "regulatory.filings", "RiskRows": "regulatory.jurisdictions",
}

// findHolds is what the words of a variant can state.
func (v *Variant) findHolds() []hold {
	var list []hold
	for _, name := range v.named() {
		if method, argument, is := strings.Cut(name, " "); is {
			if path := v.argumentPath(method, argument); path != "" {
				list = append(list, hold{path, true})
			}
			continue
		}
		chain, asked := strings.CutSuffix(name, "?")
		if path := pathOf(chain); path.names != nil {
			list = append(list, hold{path.dotted, !asked})
		} else if method, _, _ := strings.Cut(chain, "."); holdsOf[method] != "" {
			list = append(list, hold{holdsOf[method], !asked})
		}
	}
	return list
}

// findNames is what the actions of a variant name, each once: fields and methods of
// the context, "Escrow.Agent", with a question mark where a condition alone asks for
// them, and calls of a method with a name, "Param cure_days".
func (v *Variant) findNames() []string {
	text, err := v.text()
	if err != nil {
		return nil
	}
	conditions := map[parse.Node]bool{}
	var list []string
	walkTemplate(text.root, func(n parse.Node) {
		switch n := n.(type) {
		case *parse.IfNode:
			walkTemplate(n.Pipe, func(x parse.Node) { conditions[x] = true })
		case *parse.CommandNode:
			if len(n.Args) != 2 {
				return
			}
			name, ok := n.Args[1].(*parse.StringNode)
			if chain := chainOf(n.Args[0]); ok && len(chain) == 1 {
				list = append(list, chain[0]+" "+name.Text)
			}
		case *parse.FieldNode, *parse.VariableNode:
			if chain := strings.Join(chainOf(n), "."); conditions[n] {
				list = append(list, chain+"?")
			} else if chain != "" && chain != "Emit" {
				list = append(list, chain)
			}
		}
	})
	slices.Sort(list)
	return slices.Compact(list)
}

// chainOf is the names of a field of the context: of ".A.B" and of "$.A.B".
func chainOf(n parse.Node) []string {
	switch n := n.(type) {
	case *parse.FieldNode:
		return n.Ident
	case *parse.VariableNode:
		if n.Ident[0] == "$" {
			return n.Ident[1:]
		}
	}
	return nil
}

// argumentPath is what a call with a name reads: a parameter, or the grounds of a
// kind. Asking whether there is such a ground states nothing of it.
func (v *Variant) argumentPath(method, name string) string {
	switch method {
	case "Param":
		if p := v.parameter(name); p != nil {
			return p.Path
		}
	case "Ground", "Grounds":
		return "termination.grounds[kind=" + name + "]"
	case "Exit":
		return "termination.exits[ground=" + name + "]"
	}
	return ""
}

// loses is the stated values that siblings of a chosen variant can state, while
// neither it nor another clause of the agreement can.
func (d *Deal) loses(c *chosen, v *Variant) []string {
	var lost []string
	has := func(path string) bool {
		return slices.ContainsFunc(v.holds(), func(h hold) bool { return h.covers(path) })
	}
	for _, sibling := range v.Topic.Variants {
		if sibling != v && d.lib.ofForm(sibling) {
			continue
		}
		for _, h := range sibling.holds() {
			if _, stated := d.File.Sheet.Get(h.path); h.states && stated && !slices.Contains(lost, h.path) && !has(h.path) && !d.statedElsewhere(c, h.path) {
				lost = append(lost, h.path)
			}
		}
	}
	for name := range d.Sheet.Clauses[c.item.Use].Parameters {
		if v.parameter(name) == nil && slices.ContainsFunc(v.Topic.Variants, func(s *Variant) bool { return s.parameter(name) != nil }) {
			lost = append(lost, fmt.Sprintf("clauses.%q.parameters.%s", c.item.Use, name))
		}
	}
	slices.Sort(lost)
	return lost
}

// Losses are the stated values that a variant of a topic has no place for, as JSON
// Pointers: whoever wants the variant has to give them up.
func (d *Deal) Losses(topic, variant string) []string {
	var pointers []string
	for _, c := range d.chosen {
		if c.variant == nil || c.variant.Topic.ID != topic {
			continue
		}
		for _, v := range c.variant.Topic.Variants {
			if v.Name != variant {
				continue
			}
			for _, path := range d.loses(c, v) {
				at, ok := "", true
				if name, parameter := strings.CutPrefix(path, fmt.Sprintf("clauses.%q.parameters.", c.item.Use)); parameter {
					at = "/clauses/" + escapePointer(c.item.Use) + "/parameters/" + escapePointer(name)
				} else {
					_, at, ok = d.File.Sheet.Locate(path)
				}
				if ok && !slices.Contains(pointers, at) {
					pointers = append(pointers, at)
				}
			}
		}
	}
	return pointers
}

// statedElsewhere reports whether another clause of the agreement states a value.
func (d *Deal) statedElsewhere(c *chosen, path string) bool {
	return slices.ContainsFunc(d.chosen, func(o *chosen) bool {
		return o != c && o.variant != nil && slices.ContainsFunc(o.variant.holds(), func(h hold) bool { return h.states && h.covers(path) })
	})
}

// keepStated sees to it that what the term sheet states beats its position: where
// the variant that the position takes has no place for a stated value, another that
// has is taken. A variant that the term sheet names without such a place is refused.
func (d *Deal) keepStated() {
	for _, c := range d.chosen {
		if c.variant == nil || len(c.variant.Topic.Variants) == 1 {
			continue
		}
		named := d.Sheet.Clauses[c.item.Use].Variant
		if named == "" && !c.byPosition {
			continue
		}
		lost := d.loses(c, c.variant)
		if len(lost) == 0 {
			continue
		}
		fit := d.holding(c)
		switch {
		case named == "" && len(fit) > 0:
			c.variant, c.balance = fit[0], fit[0].Name
		case named != "" && len(fit) > 0:
			lost = slices.DeleteFunc(lost, func(path string) bool { return strings.HasPrefix(path, "clauses.") }) // said by setParameters
			if len(lost) > 0 {
				d.refuseLoss(c, lost, variantNamesOf(fit))
			}
		}
	}
}

// holding are the variants of a topic that lose nothing that is stated: the
// balanced one first, then the others of the positions, then those of none.
func (d *Deal) holding(c *chosen) []*Variant {
	t := c.variant.Topic
	var fit []*Variant
	for _, v := range t.inOrder() {
		if v != c.variant && !d.lib.ofForm(v) && (v.needs == nil || d.holds(v.needs)) && len(d.loses(c, v)) == 0 {
			fit = append(fit, v)
		}
	}
	return fit
}

// ofForm reports whether a variant is that of a form of agreement, such as a short
// one: it is taken by that form, or by name, and stands in for no other.
func (l *Library) ofForm(v *Variant) bool {
	for _, t := range l.templates {
		for _, item := range t.Items {
			if item.Use == v.Topic.ID && item.Variant == v.Name && item.Variant != "" {
				return true
			}
		}
	}
	return false
}

func variantNamesOf(list []*Variant) []string {
	var names []string
	for _, v := range list {
		names = append(names, v.Name)
	}
	return names
}

func (d *Deal) refuseLoss(c *chosen, lost, fit []string) {
	at := "/clauses/" + escapePointer(c.item.Use) + "/variant"
	verb := " is"
	if len(lost) > 1 {
		verb = " are"
	}
	d.problem("lost-value", at, fmt.Sprintf("%s has no place for what the term sheet states: %s%s lost", c.variant, enumerate(lost, "and"), verb),
		"choose "+enumerate(fit, "or")+", or strike out the values")
}
