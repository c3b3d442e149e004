package assemble

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/engross/engross/agreement"
)

// frontFacts are the facts of front matter: each a value or {parameter: name}, or a
// list of {value: x, when: condition}, of which the first that holds counts.
type frontFacts map[Fact]frontList

type frontList []frontFact

type frontFact struct {
	Value     string `yaml:"value"`
	Parameter string `yaml:"parameter"`
	When      string `yaml:"when"`
	line      int
}

func (f *frontFacts) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: facts are names with values", n.Line)
	}
	*f = frontFacts{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		var list frontList
		if err := list.UnmarshalYAML(n.Content[i+1]); err != nil {
			return err
		}
		(*f)[Fact(n.Content[i].Value)] = list
	}
	return nil
}

// UnmarshalYAML reads one value, or a list of values of which each may have a condition.
func (l *frontList) UnmarshalYAML(n *yaml.Node) error {
	list := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		list = n.Content
	}
	for _, v := range list {
		x := frontFact{Value: v.Value, line: v.Line}
		if v.Kind != yaml.ScalarNode {
			if err := v.Decode(&x); err != nil {
				return err
			}
		}
		*l = append(*l, x)
	}
	return nil
}

// facts are the facts that front matter declares.
func (o *opener) facts(f frontFacts, file string, shift int) map[Fact][]declared {
	if f == nil {
		return nil
	}
	all := map[Fact][]declared{}
	for name, values := range f {
		all[name] = o.declared(values, file, shift)
	}
	return all
}

func (o *opener) declared(l frontList, file string, shift int) []declared {
	all := []declared{}
	for _, v := range l {
		d := declared{value: v.Value, parameter: v.Parameter}
		if v.When != "" {
			d.when = o.condition(file, v.line+shift, v.When)
		}
		all = append(all, d)
	}
	return all
}

// joinFacts gives each variant the facts that the topic declares for all, and finds
// what is wrong with what they declare. A fact that one variant declares is asked
// of its siblings: code would otherwise take the silence of one for an answer.
func (t *Topic) joinFacts(ps *agreement.Problems) {
	all := map[Fact]bool{}
	for _, v := range t.Variants {
		own := map[Fact][]declared{}
		for f, d := range t.facts {
			own[f] = d
		}
		for f, d := range v.facts {
			own[f] = d
		}
		v.facts = own
		for f := range own {
			all[f] = true
		}
	}
	for _, x := range declarables {
		if !all[x.Fact] {
			continue
		}
		delete(all, x.Fact)
		for _, v := range t.Variants {
			v.checkFact(x, ps)
		}
	}
	for f := range all {
		var names []string
		for _, x := range declarables {
			names = append(names, string(x.Fact))
		}
		ps.Add(&agreement.Problem{ID: "unknown-fact", Pos: t.pos, Message: fmt.Sprintf("%s declares %q, of which no code asks", t.ID, f), Hint: nearest(string(f), names)})
	}
}

func (v *Variant) checkFact(x Declarable, ps *agreement.Problems) {
	problem := func(id, format string, args ...any) {
		hint := "it is " + x.About
		if x.Values != nil {
			hint += "; it may be " + enumerate(x.Values, "or")
		}
		ps.Add(&agreement.Problem{ID: id, Pos: v.pos, Message: v.String() + " " + fmt.Sprintf(format, args...), Hint: hint})
	}
	list, ok := v.facts[x.Fact]
	if !ok {
		problem("undeclared-fact", "does not declare %s, which another variant declares", x.Fact)
		return
	}
	for i, d := range list {
		switch {
		case x.Values == nil && d.value == "none":
		case x.Values == nil && d.parameter == "":
			problem("bad-fact", "declares %q for %s, which is the value of a parameter, or none: write {parameter: name}", d.value, x.Fact)
		case x.Values == nil && v.parameter(d.parameter) == nil:
			problem("bad-fact", "declares %s by a parameter %q, which it does not have", x.Fact, d.parameter)
		case x.Values != nil && d.parameter != "":
			if p := v.parameter(d.parameter); p == nil || len(p.Options) == 0 || !containsAll(x.Values, p.Options) {
				problem("bad-fact", "declares %s by the parameter %q, whose options are not its values", x.Fact, d.parameter)
			}
		case x.Values != nil && !slices.Contains(x.Values, d.value):
			problem("bad-fact", "declares %q for %s", d.value, x.Fact)
		case i+1 < len(list) && d.when == nil:
			problem("bad-fact", "declares several values of %s: all but the last need a condition", x.Fact)
		}
	}
}

func containsAll(list, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(list, w) })
}

// Declares is the value that a variant declares of a fact, whatever the deal; "" where
// there is none, or it hangs on the deal.
func (v *Variant) Declares(f Fact) string {
	if list := v.facts[f]; len(list) > 0 && list[0].when == nil {
		return list[0].value
	}
	return ""
}

// String is a fact as the README of the clauses lists it.
func (x Declarable) String() string {
	values := "`{parameter: name}` `none`"
	if x.Values != nil {
		values = "`" + strings.Join(x.Values, "` `") + "`"
	}
	return fmt.Sprintf("| `%s` | %s | %s |", x.Fact, x.About, values)
}
