package assemble

import (
	"fmt"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

func (t *bookTerm) UnmarshalYAML(n *yaml.Node) error {
	type plain bookTerm
	t.line = n.Line
	return n.Decode((*plain)(t))
}

func (t *bookTerm) of(side schema.Position) *bookSide {
	switch {
	case t == nil:
		return nil
	case side == schema.Licensor:
		return t.Licensor
	case side == schema.Licensee:
		return t.Licensee
	}
	return nil
}

const (
	High   Importance = "high"
	Middle Importance = "middle"
	Low    Importance = "low"
)

// importances are all of them, the greatest first.
var importances = []Importance{High, Middle, Low}

const bookFile = "playbook.yaml"

// isBook reports whether a file is one of the playbook.
func isBook(name string) bool {
	return path.Base(name) == bookFile || strings.HasSuffix(name, "."+bookFile) && strings.Count(name, "/") == 1
}

// bookTopic is the topic that a file of the playbook is about; "" for the rule.
func bookTopic(name string) string {
	switch {
	case name == bookFile:
		return ""
	case path.Base(name) == bookFile:
		return path.Dir(name)
	}
	return strings.TrimSuffix(name, "."+bookFile)
}

// Playbook is the playbook of the library. It is read when it is first wanted. The
// error is [agreement.Problems].
func (l *Library) Playbook() (*Playbook, error) {
	b, ps := l.book()
	return b, ps.Err()
}

func (o *opener) readPlaybook(l *Library) (*Playbook, agreement.Problems) {
	b := &Playbook{lib: l, entries: map[string]*entry{}}
	var ps agreement.Problems
	_ = fs.WalkDir(o.clauses, ".", func(name string, d fs.DirEntry, err error) error { // what cannot be read, list reports
		if err != nil || d.IsDir() || !isBook(name) {
			return nil
		}
		id := bookTopic(name)
		if id == "" {
			o.readBook(name, &b.rule, &ps)
			return nil
		}
		e := &entry{pos: token.Position{Filename: "clauses/" + name, Line: 1}}
		if !o.readBook(name, e, &ps) {
			return nil
		}
		b.entries[id] = e
		b.check(id, e, &ps)
		return nil
	})
	for w := range b.rule.Approve {
		if !slices.Contains(Weights, w) {
			ps.Add(&agreement.Problem{ID: "bad-playbook", Pos: token.Position{Filename: "clauses/" + bookFile, Line: 1}, Message: fmt.Sprintf("approve names a weight %q", w), Hint: fmt.Sprintf("the weights are %v", Weights)})
		}
	}
	ps.Sort()
	return b, ps
}

// readBook reads a file of the playbook, or what the index says of it.
func (o *opener) readBook(name string, into record, ps *agreement.Problems) bool {
	file := "clauses/" + name
	src, ok := readFile(o.clauses, name, file, ps)
	if !ok {
		return false
	}
	digest := digestOf([]byte(src))
	if o.ofClauses.find(name, digest, into) {
		return true
	}
	decodeYAML(file, src, 0, into, ps)
	if o.made != nil {
		o.made(false, name, digest, into)
	}
	return true
}

// sides are the ways in which parties stand on two sides of a clause.
var sides = []string{"grants", "escrow", "payments", "services"}

// check finds what is wrong in an entry: names that the library does not have, values
// that a parameter cannot have, and steps that lead backwards.
func (b *Playbook) check(id string, e *entry, ps *agreement.Problems) {
	problem := func(line int, hint, format string, args ...any) {
		ps.Add(&agreement.Problem{ID: "bad-playbook", Pos: token.Position{Filename: e.pos.Filename, Line: max(line, 1)}, Message: fmt.Sprintf(format, args...), Hint: hint})
	}
	t := b.lib.topics[id]
	if t == nil {
		problem(1, b.lib.NearestTopic(id), "the library has no clause %q", id)
		return
	}
	if e.Sides != "" && !slices.Contains(sides, e.Sides) {
		problem(1, "the sides are "+enumerate(sides, "or"), "sides is %q", e.Sides)
	}
	if e.Variant != nil {
		b.checkTerm(id, "", e.Variant, problem)
	}
	for _, name := range sortedKeys(e.Parameters) {
		if b.parameter(id, name) == nil {
			problem(e.Parameters[name].line, nearest(name, namesOfParameters(t)), "%s has no parameter %q", id, name)
			continue
		}
		b.checkTerm(id, name, e.Parameters[name], problem)
	}
}

func (b *Playbook) checkTerm(topic, parameter string, t *bookTerm, problem func(line int, hint, format string, args ...any)) {
	what := cond(parameter == "", "the choice of words", "the parameter "+parameter)
	if t.Weight != "" && !slices.Contains(importances, t.Weight) {
		problem(t.line, fmt.Sprintf("the weights are %v", importances), "the weight of %s is %q", what, t.Weight)
	}
	for _, side := range []schema.Position{schema.Licensor, schema.Licensee} {
		if t.of(side) == nil {
			continue
		}
		p, err := b.play(topic, parameter, side)
		switch {
		case err != nil:
			problem(t.line, "", "%s, for position %s: %v", what, side, err)
		case p == nil:
		case p.leaves(p.Fallback):
			problem(t.line, "what a side falls back to lies between what it opens with and what it walks away from", "%s, for position %s: the fallback %s is walked away from", what, side, shown(p.Fallback))
		case p.leaves(p.Own):
			problem(t.line, "what a side opens with lies before what it walks away from", "%s, for position %s: what it opens with, %s, is walked away from", what, side, shown(p.Own))
		}
	}
}

func cond(is bool, a, b string) string {
	if is {
		return a
	}
	return b
}

func namesOfParameters(t *Topic) []string {
	var names []string
	for _, v := range t.Variants {
		for _, p := range v.Parameters {
			names = append(names, p.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// parameter is a parameter of a topic or of one of its variants, or nil.
func (b *Playbook) parameter(topic, name string) *Parameter {
	for _, v := range b.lib.topics[topic].Variants {
		if p := v.parameter(name); p != nil {
			return p
		}
	}
	return nil
}
