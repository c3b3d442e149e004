package assemble

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// chooseTemplate is the template that the term sheet names or, where it names
// none, the standard form of its kind and instrument: the one of that name, else
// the only one there is. It is nil, and a problem says why, where there is none.
func (s *Deal) chooseTemplate() *Template {
	deal := s.Sheet.Deal
	instrument := cmp.Or(deal.Instrument, "agreement")
	var fit []*Template
	var names []string
	for _, t := range s.lib.Templates() {
		if t.fits(deal.Kind, instrument) {
			fit, names = append(fit, t), append(names, t.Name)
		}
	}
	forms := "its forms for this deal are " + enumerate(names, "and")
	what := fmt.Sprintf("a deal of kind %s and instrument %s", deal.Kind, instrument)
	switch named := s.lib.templates[deal.Template]; {
	case deal.Template != "" && named == nil:
		s.problem("unknown-template", "/deal/template", fmt.Sprintf("the library has no template %q", deal.Template), cmp.Or(nearest(deal.Template, names), forms))
	case named != nil && !named.fits(deal.Kind, instrument):
		s.problem("unfit-template", "/deal/template", fmt.Sprintf("the template %s is not for %s", named.Name, what), forms)
	case named != nil:
		return named
	case len(fit) == 0:
		s.problem("no-template", "/deal/kind", "the library has no template for "+what, "list them with engross templates")
	case len(fit) == 1:
		return fit[0]
	default:
		for _, t := range fit {
			if t.Name == string(deal.Kind) || t.Name == instrument {
				return t
			}
		}
		s.problem("which-template", "/deal/kind", fmt.Sprintf("the library has several templates for %s", what), "name one in deal.template: "+enumerate(names, "or"))
	}
	return nil
}

func (t *Template) fits(kind schema.DealKind, instrument string) bool {
	return cmp.Or(t.Instrument, "agreement") == instrument && (len(t.Kinds) == 0 || slices.Contains(t.Kinds, kind))
}

func (s *Deal) problem(id, pointer, message, hint string) {
	s.Problems.Add(&agreement.Problem{ID: id, Pos: s.File.Pos(pointer), Pointer: pointer, Message: message, Hint: hint})
}

// checkChoices finds choices about topics and variants that do not exist.
func (s *Deal) checkChoices() {
	for _, id := range slices.Sorted(maps.Keys(s.Sheet.Clauses)) {
		t, choice, at := s.lib.topics[id], s.Sheet.Clauses[id], "/clauses/"+escapePointer(id)
		if t == nil {
			s.problem("unknown-topic", at, fmt.Sprintf("the library has no clause %q", id), cmp.Or(nearest(id, s.lib.topicIDs()), "list them with engross clauses"))
			continue
		}
		if choice.Variant != "" && t.Variant(choice.Variant) == nil {
			s.problem("unknown-variant", at+"/variant", fmt.Sprintf("%s has no variant %q", id, choice.Variant), "its variants are "+strings.Join(variantNames(t), ", "))
		}
		if choice.Omit && choice.Include {
			s.problem("contradiction", at, id+" is both left out and put in", "give omit or include, not both")
		}
	}
}

func (s *Deal) add(item *Item) {
	if item.Part != "" {
		s.chosen = append(s.chosen, &chosen{item: item})
		return
	}
	in := true
	var conditions []*agreement.Condition
	if item.when != nil {
		in = s.holds(item.when)
		conditions = s.because(nil, "when "+item.when.source, item.when.pos)
	}
	choice := s.Sheet.Clauses[item.Use]
	if !choice.Include && !in || choice.Omit {
		return
	}
	if choice.Include && !in {
		conditions = s.stated(nil, item.Use, "include", item.pos)
	}
	c := &chosen{item: item, values: map[string]any{}, given: map[string]bool{}, conditions: conditions}
	s.chosen = append(s.chosen, c)
	s.byTopic[item.Use] = c
	if item.Place == InSchedule {
		s.letters = append(s.letters, item.Letter)
	}
}

// holds evaluates a condition.
func (s *Deal) holds(c *condition) bool {
	r := &run{Deal: s}
	text, err := c.text()
	if err != nil {
		s.Problems.Add(templateProblem(err))
		return true
	}
	out, err := text.print(&context{TermSheet: s.Sheet, run: r}, nil)
	s.Problems = append(s.Problems, r.problems...)
	if err != nil {
		s.Problems.Add(templateProblem(err))
	}
	return strings.TrimSpace(string(out)) == "1"
}

func (s *Deal) chooseVariant(c *chosen) {
	t := s.lib.topics[c.item.Use]
	byFact := ""
	for _, x := range t.choose {
		is := s.holds(x.when)
		c.conditions = s.because(c.conditions, "choose "+x.variant+" when "+x.when.source, x.when.pos)
		if is {
			byFact = x.variant
			break
		}
	}
	if form := c.item.Variant; form != "" {
		byFact = form
	}
	switch {
	case s.Sheet.Clauses[t.ID].Variant != "":
		c.conditions = s.stated(c.conditions, t.ID, "variant", t.pos)
	case byFact == "" && len(t.Variants) > 1:
		c.conditions = s.byPosition(c.conditions, t)
	}
	c.byPosition = byFact == "" && s.Sheet.Clauses[t.ID].Variant == ""
	c.balance = cmp.Or(byFact, t.ByPosition[schema.Balanced])
	name := cmp.Or(s.Sheet.Clauses[t.ID].Variant, byFact, t.ByPosition[s.Sheet.Deal.Position])
	if c.variant = t.Variant(name); c.variant == nil { // said by checkChoices
		c.variant = t.Variant(c.balance)
	}
}

func (s *Deal) setParameters(c *chosen) {
	id := c.item.Use
	own := s.Sheet.Clauses[id].Parameters
	for _, name := range slices.Sorted(maps.Keys(own)) {
		if p := c.variant.parameter(name); p == nil {
			var names []string
			for _, p := range c.variant.Parameters {
				names = append(names, p.Name)
			}
			s.problem("unknown-parameter", "/clauses/"+escapePointer(id)+"/parameters/"+escapePointer(name),
				fmt.Sprintf("%s has no parameter %q", c.variant, name), cmp.Or(nearest(name, names), "its parameters are "+strings.Join(names, ", ")))
		}
	}
	for _, p := range c.variant.Parameters {
		s.setParameter(c, p, own)
	}
}

// setParameter finds a parameter's value: what the term sheet gives at its
// path or among the clause's parameters, else the default of the position. What the
// path does not have is then written there, so that the checks and other clauses see
// the value that the agreement will state.
func (s *Deal) setParameter(c *chosen, p *Parameter, own map[string]any) {
	raw, given := own[p.Name]
	atPath := false
	if p.Path != "" {
		if v, ok := s.Sheet.Get(p.Path); ok {
			raw, given, atPath = v, true, true
		}
	}
	if !given {
		raw = p.Default[s.Sheet.Deal.Position]
	}
	if raw == nil {
		return
	}
	v, err := p.value(raw)
	unusual := errors.As(err, new(*outOfRange)) && given
	if err != nil {
		pointer := "/clauses/" + escapePointer(c.item.Use) + "/parameters/" + escapePointer(p.Name)
		if atPath {
			pointer = pathPointer(p.Path)
		}
		pos := s.File.Pos(pointer)
		if !given {
			pos = p.pos
		}
		problem := &agreement.Problem{ID: "bad-parameter", Pos: pos, Pointer: pointer,
			Message: fmt.Sprintf("%s: %s: %v", c.item.Use, p.About, err), Hint: p.hint(), Err: err}
		switch {
		case unusual && noTime(v):
			problem.ID, problem.Message = "no-time", fmt.Sprintf("%s: %s: %v leave no time", c.item.Use, p.About, v)
			problem.Hint = "write 1 or more, or leave it out" + s.otherwise(p) + "; if no time is meant, say what happens at once in interpretation.special_terms"
		case unusual: // what was agreed is printed all the same
			problem.Severity, problem.ID, problem.Hint = agreement.Warning, "unusual-value", "see that it is what was agreed, and in the right unit"
		}
		if s.Problems.Add(problem); !unusual {
			return
		}
	}
	c.values[p.Name], c.given[p.Name] = v, given
	if !atPath && p.Path != "" {
		if err := s.Sheet.Set(p.Path, raw); err != nil {
			s.Problems.Add(&agreement.Problem{ID: "bad-parameter", Pos: p.pos, Message: fmt.Sprintf("parameter %s: %v", p.Name, err), Err: err})
		}
	}
}

// otherwise says what the standard has where a parameter is left out.
func (s *Deal) otherwise(p *Parameter) string {
	v, err := p.value(p.Default[s.Sheet.Deal.Position])
	if v == nil || err != nil {
		return ""
	}
	return fmt.Sprintf(" for the %v of the standard", v)
}

// dropEmptyParts drops part headings under which no topic is left.
func (s *Deal) dropEmptyParts() {
	var kept []*chosen
	for i, c := range s.chosen {
		if c.item.Part != "" && (i+1 == len(s.chosen) || s.chosen[i+1].item.Part != "" || s.chosen[i+1].item.Place != InBody) {
			continue
		}
		kept = append(kept, c)
	}
	s.chosen = kept
}

// checkTogether finds topics that need or exclude each other.
func (s *Deal) checkTogether() {
	for _, c := range s.chosen {
		if c.variant == nil {
			continue
		}
		at := "/clauses/" + escapePointer(c.item.Use)
		if n := c.variant.needs; n != nil && !s.holds(n) {
			s.problem("unfit-variant", at+"/variant", fmt.Sprintf("%s fits only where %s", c.variant, n.source),
				"choose another variant, or give what it needs")
		}
		for _, r := range c.variant.requires() {
			if s.byTopic[r] == nil {
				s.problem("missing-requirement", at, fmt.Sprintf("%s needs %s, which is not in this agreement", c.item.Use, r),
					fmt.Sprintf(`put it in with "clauses": {%q: {"include": true}}, or leave out %s`, r, c.item.Use))
			}
		}
		for _, x := range c.variant.conflicts() {
			if s.byTopic[x] != nil {
				s.problem("conflict", at, fmt.Sprintf("%s and %s cannot stand in one agreement", c.item.Use, x), "leave one of them out")
			}
		}
	}
}

// checkStatedTerms finds what an instrument states and no clause of the library can
// hold: the clauses that would refuse it stand in the earlier agreement.
func (d *Deal) checkStatedTerms() {
	if !d.Template.Adopts {
		return
	}
	for _, t := range d.statedTerms() {
		pointer := pathPointer(t.parameter.Path)
		known := slices.ContainsFunc(d.Problems, func(p *agreement.Problem) bool { return p.Pointer == pointer })
		if t.err != nil && !known {
			d.problem("bad-parameter", pointer, fmt.Sprintf("%s: %s: %v", t.topic.ID, t.parameter.About, t.err), t.parameter.hint())
		}
	}
}
