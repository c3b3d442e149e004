package assemble

import (
	"fmt"
	"slices"
	"strings"
	"text/template/parse"
)

// A formula is a condition as vet reasons about it: true, an atom (a pipeline
// taken as one unknown, or the presence of a topic), or made of others.
type formula struct {
	op   op
	atom string
	args []*formula
}

type op uint8

const (
	isTrue op = iota
	isAtom
	isNot
	isAnd
	isOr
)

var always = &formula{op: isTrue}

func atom(s string) *formula        { return &formula{op: isAtom, atom: s} }
func not(f *formula) *formula       { return &formula{op: isNot, args: []*formula{f}} }
func or(fs ...*formula) *formula    { return &formula{op: isOr, args: fs} }
func present(topic string) *formula { return atom("has " + topic) }

// and joins conditions, dropping those that always hold.
func and(fs ...*formula) *formula {
	var args []*formula
	for _, f := range fs {
		if f.op == isAnd {
			args = append(args, f.args...)
		} else if f.op != isTrue {
			args = append(args, f)
		}
	}
	switch len(args) {
	case 0:
		return always
	case 1:
		return args[0]
	}
	return &formula{op: isAnd, args: args}
}

func (f *formula) holds(truth map[string]bool) bool {
	switch f.op {
	case isTrue:
		return true
	case isAtom:
		return truth[f.atom]
	case isNot:
		return !f.args[0].holds(truth)
	case isAnd:
		for _, a := range f.args {
			if !a.holds(truth) {
				return false
			}
		}
		return true
	case isOr:
		for _, a := range f.args {
			if a.holds(truth) {
				return true
			}
		}
		return false
	}
	panic("formula: unknown operation")
}

func (f *formula) atoms(into map[string]bool) {
	if f.op == isAtom {
		into[f.atom] = true
	}
	for _, a := range f.args {
		a.atoms(into)
	}
}

func (f *formula) String() string {
	var parts []string
	for _, a := range f.args {
		parts = append(parts, a.String())
	}
	switch f.op {
	case isAtom:
		return f.atom
	case isNot:
		return "not (" + parts[0] + ")"
	case isAnd:
		return strings.Join(parts, ", and ")
	case isOr:
		return "(" + strings.Join(parts, " or ") + ")"
	}
	return "always"
}

// maxAtoms bounds the truth tables of vet; a question with more unknowns is
// answered by dropping conditions, which can only make vet stricter.
const maxAtoms = 16

// counterexample looks for a combination of conditions under which given holds
// and claim does not. It tries every combination of the atoms of both, so that
// no counterexample is missed: two atoms that are written alike are one, all
// others are independent of each other.
func counterexample(given, claim *formula) (map[string]bool, bool) {
	set := map[string]bool{}
	given.atoms(set)
	claim.atoms(set)
	names := slices.Sorted(keys(set))
	if len(names) > maxAtoms {
		names = names[:maxAtoms]
	}
	truth := map[string]bool{}
	for bits := range 1 << len(names) {
		for i, n := range names {
			truth[n] = bits>>i&1 == 1
		}
		if consistent(truth) && given.holds(truth) && !claim.holds(truth) {
			return truth, true
		}
	}
	return nil, false
}

// consistent rules out combinations that cannot be: a topic in two variants at
// once, or in a variant and absent; two parties and more than two.
func consistent(truth map[string]bool) bool {
	chosen := map[string]bool{}
	for a, v := range truth {
		topic, _, ok := strings.Cut(a, " is in variant ")
		if !ok || !v {
			continue
		}
		if chosen[topic] {
			return false
		}
		chosen[topic] = true
		if in, known := truth["has "+topic]; known && !in {
			return false
		}
	}
	if truth[".Bilateral"] && truth[".Multi"] {
		return false
	}
	return true
}

// conditionOf turns a pipeline that is used as a condition into a formula.
func conditionOf(p *parse.PipeNode) *formula {
	if len(p.Cmds) == 1 && len(p.Decl) == 0 {
		return commandCondition(p.Cmds[0])
	}
	return atom(canonical(p))
}

func commandCondition(c *parse.CommandNode) *formula {
	if len(c.Args) == 1 {
		return argCondition(c.Args[0])
	}
	if id, ok := c.Args[0].(*parse.IdentifierNode); ok {
		var args []*formula
		for _, a := range c.Args[1:] {
			args = append(args, argCondition(a))
		}
		switch id.Ident {
		case "not":
			return not(args[0])
		case "and":
			return and(args...)
		case "or":
			return or(args...)
		case "eq":
			if f := variantCondition(c); f != nil {
				return f
			}
		}
		return atom(canonical(c))
	}
	if method, ok := calledOnRoot(c.Args[0]); ok && method == "Has" && len(c.Args) == 2 {
		if s, ok := c.Args[1].(*parse.StringNode); ok {
			return present(s.Text)
		}
	}
	return atom(canonical(c))
}

// variantCondition understands eq (.Variant "topic") "variant" ...
func variantCondition(c *parse.CommandNode) *formula {
	p, ok := c.Args[1].(*parse.PipeNode)
	if !ok || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 2 {
		return nil
	}
	method, ok := calledOnRoot(p.Cmds[0].Args[0])
	topic, ok2 := p.Cmds[0].Args[1].(*parse.StringNode)
	if !ok || !ok2 || method != "Variant" {
		return nil
	}
	var any []*formula
	for _, a := range c.Args[2:] {
		v, ok := a.(*parse.StringNode)
		if !ok {
			return nil
		}
		any = append(any, inVariant(topic.Text, v.Text))
	}
	return or(any...)
}

func inVariant(topic, variant string) *formula {
	return atom(fmt.Sprintf("%s is in variant %s", topic, variant))
}

func argCondition(n parse.Node) *formula {
	switch n := n.(type) {
	case *parse.PipeNode:
		return conditionOf(n)
	case *parse.BoolNode:
		if n.True {
			return always
		}
		return not(always)
	}
	return atom(canonical(n))
}

// calledOnRoot is the method that a node calls on the context: .Has or $.Has.
func calledOnRoot(n parse.Node) (string, bool) {
	switch n := n.(type) {
	case *parse.FieldNode:
		return n.Ident[0], len(n.Ident) == 1
	case *parse.VariableNode:
		if n.Ident[0] == "$" && len(n.Ident) == 2 {
			return n.Ident[1], true
		}
	}
	return "", false
}

// canonical is a node in a spelling that does not depend on whether the root
// value is written . or $.
func canonical(n parse.Node) string {
	return strings.ReplaceAll(n.String(), "$.", ".")
}
