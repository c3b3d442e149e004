package assemble

import (
	"errors"
	"fmt"
	"go/token"
	"slices"
	"strings"
	"unicode"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

func factsOf(t *schema.TermSheet) facts {
	f := facts{degrees: map[schema.Exclusivity]bool{}}
	f.signing = t.Signers()
	for _, g := range t.Grants {
		degree := g.Exclusivity
		if degree == "" {
			degree = schema.Nonexclusive
		}
		f.degrees[degree] = true
	}
	return f
}

// Emit is added to every action that prints. It keeps the value aside and
// prints a mark in its place, so that the value cannot be read as Markdown.
// Where there is nothing to print it records a problem at the clause's line.
func (c *context) Emit(line int, expr string, v any) (string, error) {
	s, err := printed(v)
	if err != nil {
		c.absent(line, expr, err)
		s = "…"
	}
	switch v := v.(type) {
	case block:
		return string(v), nil
	case words:
		if !strings.ContainsFunc(s, unicode.IsControl) {
			return s, nil
		}
	case schema.BusinessDays: // "Business Days" is a defined term
		return s, nil
	case *schema.BusinessDays:
		if v != nil {
			return s, nil
		}
	}
	if strings.ContainsFunc(s, unicode.IsControl) {
		c.run.problems.Add(&agreement.Problem{ID: "control-character", Pos: c.at(line), Message: fmt.Sprintf("%s holds a control character: %q", expr, s),
			Hint: "write it in one line of plain text"})
		s = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return ' '
			}
			return r
		}, s)
	}
	c.aside.values = append(c.aside.values, s)
	return valueMark(len(c.aside.values)-1, s), nil
}

// absent says of a value that a clause prints that the term sheet does not give it:
// at its place there, or where that is not known at the clause's line.
func (c *context) absent(line int, expr string, err error) {
	clause := c.at(line)
	p := &agreement.Problem{ID: "absent-value", Pos: clause, Err: err}
	path, parameter := c.subject(expr)
	switch {
	case !errors.Is(err, errAbsent):
		p.Message = fmt.Sprintf("%s %v", expr, err)
		c.run.problems.Add(p)
		return
	case parameter != nil:
		p.Message = fmt.Sprintf("%s is missing: %s; %s needs it, and it has no default", path, parameter.About, c.here.variant)
	default:
		p.Message = fmt.Sprintf("%s is missing: %s prints it", path, c.here.item.Use)
	}
	p.Hint = fmt.Sprintf("give %s; it is printed at %s:%d", path, clause.Filename, clause.Line)
	switch {
	case parameter != nil && parameter.Path == "":
		p.Pointer = "/clauses/" + escapePointer(c.here.item.Use) + "/parameters/" + escapePointer(parameter.Name)
		p.Hint = fmt.Sprintf(`write "clauses": {%q: {"parameters": {%q: ...}}}`, c.here.item.Use, parameter.Name)
		if h := parameter.hint(); h != "" {
			p.Hint += ", and " + h
		}
	case schema.KnowsPath(path) == nil:
		p.Pointer = pathPointer(path)
	}
	if p.Pointer != "" {
		p.Pos = c.run.File.Pos(p.Pointer)
	}
	c.run.problems.Add(p)
}

// subject is the path in the term sheet that an action prints, and the
// parameter where it prints one.
func (c *context) subject(expr string) (string, *Parameter) {
	if _, rest, ok := strings.Cut(expr, `.Param "`); ok && c.here != nil {
		name, _, _ := strings.Cut(rest, `"`)
		if p := c.here.variant.parameter(name); p != nil {
			if p.Path != "" {
				return p.Path, p
			}
			return fmt.Sprintf("clauses.%q.parameters.%s", c.here.item.Use, name), p
		}
	}
	for _, word := range strings.FieldsFunc(expr, func(r rune) bool { return r == ' ' || r == '(' || r == ')' }) {
		if path, ok := jsonPath(word); ok { // what a function is asked to print: law .Disputes.GoverningLaw
			return path, nil
		}
	}
	return expr, nil
}

func (c *context) at(line int) token.Position {
	if c.here == nil {
		return token.Position{}
	}
	return token.Position{Filename: c.here.variant.pos.Filename, Line: line}
}

// Param is the value of a parameter of the clause, or nil where it has none.
func (c *context) Param(name string) (any, error) {
	if c.here == nil || c.here.variant.parameter(name) == nil {
		return nil, fmt.Errorf("the clause has no parameter %q", name)
	}
	v := c.here.values[name]
	if t := c.run.trace; t != nil && v != nil {
		t.sawParameter(c.run.Deal, c.here, name)
	}
	return v, nil
}

// ParamOf is the value of a parameter of another topic.
func (c *context) ParamOf(topic, name string) (any, error) {
	in := c.run.byTopic[topic]
	if in == nil || in.variant == nil || in.variant.parameter(name) == nil {
		return nil, fmt.Errorf("%s is not in the agreement, or has no parameter %q", topic, name)
	}
	return in.values[name], nil
}

// Phrase is the clause's own words for a coded value.
func (c *context) Phrase(set string, code any) (words, error) {
	return phraseOf(c.here.variant, set, code)
}

// PhraseOf is the words of another topic for a coded value.
func (c *context) PhraseOf(topic, set string, code any) (words, error) {
	if in := c.run.byTopic[topic]; in != nil && in.variant != nil {
		return phraseOf(in.variant, set, code)
	}
	t := c.run.lib.topics[topic]
	if t == nil || len(t.Variants) == 0 {
		return "", fmt.Errorf("there is no topic %q", topic)
	}
	return phraseOf(t.Variants[0], set, code)
}

// phraseOf is no words where there is no code: who prints them is told what is missing.
func phraseOf(v *Variant, set string, code any) (words, error) {
	s, err := printed(code)
	if errors.Is(err, errAbsent) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("a value for which %s has a phrase %q is not given", v.Topic.ID, set)
	}
	p, ok := v.phrase(set, s)
	if !ok {
		return "", fmt.Errorf("%s has no phrase %q for %q", v.Topic.ID, set, s)
	}
	return words(p), nil
}

// Has reports whether a topic is in the agreement; "topic.provision" asks for
// a provision of it.
func (c *context) Has(id string) bool {
	topic, provision, _ := strings.Cut(id, ".")
	in := c.run.byTopic[topic]
	if in == nil || provision == "" {
		return in != nil
	}
	return in.variant != nil && in.variant.names(provision)
}

// Variant is the variant chosen for a topic, or "".
func (c *context) Variant(topic string) string { return c.run.Deal.Variant(topic) }

// surviving lists the sections that survive: those that always do, and those
// that the term sheet names.
func (s *Deal) surviving() []*chosen {
	var list []*chosen
	for _, in := range s.chosen {
		if in.item.Place != InBody || in.item.Use == "" {
			continue
		}
		if s.lib.topics[in.item.Use].Survives || slices.Contains(s.Sheet.Termination.Survival, in.item.Use) {
			list = append(list, in)
		}
	}
	return list
}
