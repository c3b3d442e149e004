package assemble

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/engross/engross/agreement"
)

// A Fact is something that code has to know of the words of a clause: which sums
// they give, who may leave by them, what they leave to courts. The variant that says
// it declares it in its front matter, so that no code knows a clause by name.
type Fact string

// What a variant may declare. [Declarables] says what each means and may be.
const (
	SharesBy      Fact = "shares-by"
	Affiliates    Fact = "affiliates"
	Contributions Fact = "contributions"
	ExitCost      Fact = "exit-cost"
	ExitWaived    Fact = "exit-cost-waived"
	ExitSetOff    Fact = "exit-cost-set-off"
	Credits       Fact = "credits"
	CreditsCap    Fact = "credits-cap"
	Netting       Fact = "netting"
	Assignment    Fact = "assignment"
	ControlChange Fact = "change-of-control"
	DelayEnd      Fact = "delay-end"
)

// anyText is the values of a fact that are not coded.
var anyText []string

// A Declarable is a fact that variants may declare.
type Declarable struct {
	Fact   Fact
	About  string   // a phrase
	Values []string // what it may be; nil where it is the value of a parameter
}

// Declarables are all facts that variants may declare, in the order of the README of
// the clauses.
func Declarables() []Declarable { return declarables }

var declarables = []Declarable{
	{SharesBy, "by what the income of a pool is shared: shares that the term sheet states (equal ones where it states none), equal shares, credits, or patents", []string{"stated", "equal", "credits", "patents"}},
	{Affiliates, "whether members that are affiliates of each other have one share together", []string{"once", "each"}},
	{Contributions, "whether money that members contributed comes back first", []string{"come-back-first", "stay"}},
	{ExitCost, "the form of what a member pays that leaves", []string{"none", "declining", "unrecovered-cost", "notice-based"}},
	{ExitWaived, "the cases in which nothing is payable on leaving", anyText},
	{ExitSetOff, "whether credits are set against the cost of leaving", anyText},
	{Credits, "whether contributions are counted in credits", []string{"counted", "none"}},
	{CreditsCap, "the most credits that one member may hold, as a share of all", anyText},
	{Netting, "whether sums that two parties owe each other on one day are set off", []string{"yes", "no"}},
	{Assignment, "on what an assignment of the agreement depends", []string{"consent", "with-business", "free"}},
	{ControlChange, "what a change of control entails, as in general.change_of_control", []string{"none", "notice", "terminate-option", "automatic", "freeze", "competitor-only"}},
	{DelayEnd, "the days after which a sum for each day of delay no longer runs", anyText},
}

// declared is one value that a variant declares of a fact: a coded value or the
// parameter whose value it is, with the condition on which the words say it.
type declared struct {
	value     string
	parameter string
	when      *condition
}

// frontFacts are the facts of front matter: each a value or {parameter: name}, or a
// list of {value: x, when: condition}, of which the first that holds counts.
type frontFacts map[Fact][]frontFact

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
		list := []*yaml.Node{n.Content[i+1]}
		if list[0].Kind == yaml.SequenceNode {
			list = list[0].Content
		}
		for _, v := range list {
			x := frontFact{Value: v.Value, line: v.Line}
			if v.Kind != yaml.ScalarNode {
				if err := v.Decode(&x); err != nil {
					return err
				}
			}
			name := Fact(n.Content[i].Value)
			(*f)[name] = append((*f)[name], x)
		}
	}
	return nil
}

// declare reads the facts of front matter. Problems are placed at their lines.
func (f frontFacts) declare(file string, shift int, ps *agreement.Problems) map[Fact][]declared {
	if f == nil {
		return nil
	}
	all := map[Fact][]declared{}
	for name, values := range f {
		all[name] = []declared{}
		for _, v := range values {
			d := declared{value: v.Value, parameter: v.Parameter}
			if v.When != "" {
				when, err := parseCondition(file, v.line+shift, v.When)
				if err != nil {
					ps.Add(templateProblem(err))
				}
				d.when = when
			}
			all[name] = append(all[name], d)
		}
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
		case x.Values != nil && !slices.Contains(x.Values, d.value):
			problem("bad-fact", "declares %q for %s", d.value, x.Fact)
		case i+1 < len(list) && d.when == nil:
			problem("bad-fact", "declares several values of %s: all but the last need a condition", x.Fact)
		}
	}
}

// A Saying is what the chosen clauses say about a fact. The zero Saying is that none
// of them says anything.
type Saying struct {
	Value   string // coded: "once"
	Is      any    // the value of the parameter, where the fact is one
	Topic   string // of the clause that says it
	Pointer string // where the term sheet chose its variant; "" where a fact or the position did
}

// Says is what the agreement says about a fact.
func (d *Deal) Says(f Fact) Saying { return d.said[f] }

// listen asks the chosen clauses what they say. Their conditions see the defaults,
// as their words do.
func (d *Deal) listen() {
	d.said = map[Fact]Saying{}
	for _, c := range d.chosen {
		if c.variant == nil {
			continue
		}
		for f, list := range c.variant.facts {
			i := slices.IndexFunc(list, func(x declared) bool { return x.when == nil || d.holds(x.when) })
			if i < 0 || d.said[f].Topic != "" {
				continue
			}
			s := Saying{Value: list[i].value, Topic: c.item.Use, Is: c.values[list[i].parameter]}
			if d.Sheet.Clauses[s.Topic].Variant != "" {
				s.Pointer = "/clauses/" + escapePointer(s.Topic) + "/variant"
			}
			d.said[f] = s
		}
	}
}

// String is a fact as the README of the clauses lists it.
func (x Declarable) String() string {
	values := "`{parameter: name}` `none`"
	if x.Values != nil {
		values = "`" + strings.Join(x.Values, "` `") + "`"
	}
	return fmt.Sprintf("| `%s` | %s | %s |", x.Fact, x.About, values)
}
