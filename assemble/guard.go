package assemble

import (
	"fmt"
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

// truth is what is known of a formula while some of its atoms are not settled.
type truth int8

const (
	unknown truth = iota
	yes
	no
)

func (f *formula) under(settled map[string]bool) truth {
	switch f.op {
	case isTrue:
		return yes
	case isAtom:
		v, ok := settled[f.atom]
		switch {
		case !ok:
			return unknown
		case v:
			return yes
		}
		return no
	case isNot:
		switch f.args[0].under(settled) {
		case yes:
			return no
		case no:
			return yes
		}
		return unknown
	case isAnd:
		return f.joined(settled, no, yes)
	case isOr:
		return f.joined(settled, yes, no)
	}
	panic("formula: unknown operation")
}

// joined is what an "and" or an "or" comes to: decided as soon as one argument
// decides it, otherwise the other value once all arguments are settled.
func (f *formula) joined(settled map[string]bool, decides, otherwise truth) truth {
	result := otherwise
	for _, a := range f.args {
		switch a.under(settled) {
		case decides:
			return decides
		case unknown:
			result = unknown
		}
	}
	return result
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

// counterexample looks for a combination of conditions under which given holds
// and claim does not. It settles, both ways, one after another the atoms on
// which the answer still hangs, and leaves a branch only where no combination in
// it can be a counterexample, so that none is missed. Two atoms that are written
// alike are one; all others are independent of each other, but for what
// consistent rules out.
func counterexample(given, claim *formula) (map[string]bool, bool) {
	s := search{wanted: and(given, not(claim)), settled: map[string]bool{}}
	if s.run() {
		return s.settled, true
	}
	return nil, false
}

type search struct {
	wanted  *formula
	settled map[string]bool
}

// run reports whether a combination makes the wanted formula true; it is then
// in settled.
func (s *search) run() bool {
	switch s.wanted.under(s.settled) {
	case yes:
		return true
	case no:
		return false
	}
	a := s.wanted.open(s.settled)
	for _, v := range []bool{true, false} {
		s.settled[a] = v
		if (!v || consistentWith(s.settled, a)) && s.run() {
			return true
		}
	}
	delete(s.settled, a)
	return false
}

// open is an atom that is not settled, in a part of the formula that is not
// decided.
func (f *formula) open(settled map[string]bool) string {
	if f.op == isAtom {
		return f.atom
	}
	for _, a := range f.args {
		if a.under(settled) == unknown {
			return a.open(settled)
		}
	}
	return ""
}

// consistentWith rules out combinations that cannot be, now that an atom is
// true: a topic in two variants at once, or in a variant and absent; two parties
// and more than two.
func consistentWith(settled map[string]bool, atom string) bool {
	topic, _, ok := strings.Cut(atom, " is in variant ")
	if !ok {
		return !settled[".Bilateral"] || !settled[".Multi"]
	}
	for a, v := range settled {
		if v && a != atom && strings.HasPrefix(a, topic+" is in variant ") {
			return false
		}
	}
	in, known := settled["has "+topic]
	return !known || in
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
