package assemble

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"text/template/parse"
)

// findReads is the JSON Pointers of the term-sheet values that a clause may read:
// those of its parameters, and those that its actions name. What a range or a
// with walks over covers all that is under it.
func (v *Variant) findReads() []string {
	var list []string
	for _, p := range v.Parameters {
		if p.Path != "" {
			list = append(list, pathPointer(p.Path))
		}
	}
	for _, name := range v.named() {
		if chain := strings.TrimSuffix(name, "?"); !strings.Contains(chain, " ") {
			if path := pathOf(chain); path.names != nil {
				list = append(list, path.pointer)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// fieldPath is the place in the term sheet of a chain of Go fields.
type fieldPath struct {
	names           []string // nil where the first is no field of it
	dotted, pointer string
}

var fieldPaths sync.Map // by chain

// pathOf is the place of a chain, "Escrow.Agent", as far as its names are fields.
func pathOf(chain string) fieldPath {
	if known, ok := fieldPaths.Load(chain); ok {
		return known.(fieldPath)
	}
	var p fieldPath
	if names, ok := jsonNames(strings.Split(chain, ".")); ok {
		p = fieldPath{names, strings.Join(names, "."), "/" + strings.Join(names, "/")}
	}
	fieldPaths.Store(chain, p)
	return p
}

// walkTemplate calls f for every node of a parsed template.
func walkTemplate(n parse.Node, f func(parse.Node)) {
	if n == nil || reflect.ValueOf(n).IsNil() {
		return
	}
	f(n)
	branch := func(b *parse.BranchNode) {
		walkTemplate(b.Pipe, f)
		walkTemplate(b.List, f)
		walkTemplate(b.ElseList, f)
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, x := range n.Nodes {
			walkTemplate(x, f)
		}
	case *parse.ActionNode:
		walkTemplate(n.Pipe, f)
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			walkTemplate(c, f)
		}
	case *parse.CommandNode:
		for _, a := range n.Args {
			walkTemplate(a, f)
		}
	case *parse.ChainNode:
		walkTemplate(n.Node, f)
	}
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

// holdsOf are the methods through which words read a part of the term sheet.
var holdsOf = map[string]string{
	"InstalmentRows": "payments.balancing", "FeeRows": "payments.fees", "Royalties": "payments.royalties", "LDRows": "remedies.ld", "LDExamples": "remedies.ld",
	"ExitCostRows": "payments.exit_cost", "DistributionRows": "payments.distribution.shares", "CreditRows": "credits.weights", "BenchmarkRows": "valuation.benchmarks",
	"DepositRows": "escrow.deposits", "ReleaseRows": "escrow.release", "SeatRows": "governance.committee.members", "ThresholdRows": "governance.committee",
	"TierInfoRows": "confidentiality.tiers", "TierMemoryRows": "confidentiality.tiers", "FilingRows": "regulatory.filings", "RiskRows": "regulatory.jurisdictions",
}
