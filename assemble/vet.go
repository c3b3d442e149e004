package assemble

import (
	"fmt"
	"go/token"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/jba/templatecheck"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// Vet finds the mistakes of a library without a term sheet.
//
// It type-checks every action against the term sheet's types; looks up every
// parameter, phrase, topic and path; and proves for each template that every
// reference, required topic and defined term resolves under every combination
// of conditions. The proof is by truth tables over the conditions that bear on
// one reference at a time: each "when" and each if, range and with around the
// words is an unknown, the same pipeline written twice is one unknown, and every
// combination of them is tried, for every variant that a topic can take. Since
// unknowns are taken as independent, vet may ask for a guard that the facts
// make needless; it never lets one pass that is missing.
//
// Outside the proof is a term sheet that leaves out a topic which others need,
// but for a template that names its core: [Library.Assemble]
// reports it.
func (l *Library) Vet() agreement.Problems {
	v := &vetter{lib: l, said: map[*Variant]*static{}, used: map[string]bool{}, told: map[string]bool{}, formal: map[*Variant]bool{}, treated: map[string]treated{}, ways: map[*Variant][]*wording{}}
	for _, t := range l.Topics() {
		for _, x := range t.Variants {
			v.said[x] = l.inspect(x)
		}
	}
	for _, t := range l.Topics() {
		for _, x := range t.Variants {
			v.variant(x)
		}
		v.parameters(t)
	}
	v.names()
	for _, t := range l.Topics() {
		for _, x := range t.Variants {
			v.references(x)
			v.deeds(x)
			v.neverOccurs(x)
		}
	}
	v.clashingTimes()
	for _, t := range l.Templates() {
		for _, item := range t.Items {
			if item.Variant != "" {
				v.formal[l.topics[item.Use].Variant(item.Variant)] = true
			}
		}
	}
	for _, t := range l.Templates() {
		v.template(t)
	}
	v.forms()
	v.problems = append(v.problems, v.lib.strays()...)
	_, book := v.lib.book()
	v.problems = append(v.problems, book...)
	v.unused()
	v.problems.Sort()
	return v.problems
}

type vetter struct {
	lib      *Library
	said     map[*Variant]*static
	used     map[string]bool   // terms
	told     map[string]bool   // what has been found in one template and need not be said of the next
	formal   map[*Variant]bool // variants that a template takes for its form
	treated  map[string]treated
	ways     map[*Variant][]*wording // each clause as it prints
	problems agreement.Problems
}

func (v *vetter) add(s agreement.Severity, id string, pos token.Position, hint, format string, args ...any) {
	v.problems.Add(&agreement.Problem{Severity: s, ID: id, Pos: pos, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// variant looks at one clause file by itself.
func (v *vetter) variant(x *Variant) {
	said := v.said[x]
	text, err := x.text()
	if err != nil {
		v.problems.Add(templateProblem(err))
		return
	}
	if strings.TrimSpace(x.body()) == "" {
		v.add(agreement.Error, "empty-clause", x.pos, "", "the clause has no words")
		return
	}
	if err := templatecheck.CheckText(spread(text.template()), &context{}); err != nil {
		v.problems.Add(inAuthorsWords(templateProblem(err)))
	}
	for _, m := range said.params {
		if x.parameter(m.what) == nil {
			v.add(agreement.Error, "unknown-parameter", m.pos, nearest(m.what, parameterNames(x)), "the clause has no parameter %q", m.what)
		}
	}
	for _, m := range said.phrases {
		if x.Topic.phrases[m.what] == nil && x.phrases[m.what] == nil {
			v.add(agreement.Error, "unknown-phrases", m.pos, "add it under phrases: in the front matter", "the clause has no phrases %q", m.what)
		}
	}
	for _, m := range said.topics {
		topic, _, _ := strings.Cut(m.what, ".")
		if v.lib.topics[topic] == nil {
			v.add(agreement.Error, "unknown-topic", m.pos, nearest(topic, v.lib.topicIDs()), "there is no topic %q", topic)
		}
	}
	for _, id := range slices.Concat(x.requires(), x.conflicts()) {
		if v.lib.topics[id] == nil {
			v.add(agreement.Error, "unknown-topic", x.pos, nearest(id, v.lib.topicIDs()), "requires or conflicts names %q, and there is no such topic", id)
		}
	}
	v.markup(x, text)
	v.repeated("repeated-name", "give each its own name", "the provision %s has the name of the one on line %d", said.names)
	v.repeated("repeated-term", "define it once", "%q is defined on line %d too", said.defines)
	v.style(x, said)
	if !v.lib.inFront(x.Topic.ID) {
		v.unnamed(x)
	}
}

// inFront reports whether a topic stands before the sections, where nothing
// refers to a single party or recital.
func (l *Library) inFront(topic string) bool {
	for _, t := range l.templates {
		for _, item := range t.Items {
			if item.Use == topic && item.Place == InFront {
				return true
			}
		}
	}
	return false
}

// adopted reports whether a topic stands only in instruments that adopt the terms
// of an earlier agreement.
func (l *Library) adopted(topic string) bool {
	found := false
	for _, t := range l.templates {
		for _, item := range t.Items {
			if item.Use == topic && !t.Adopts {
				return false
			}
			found = found || item.Use == topic
		}
	}
	return found
}

func parameterNames(x *Variant) []string {
	var names []string
	for _, p := range x.Parameters {
		names = append(names, p.Name)
	}
	return names
}

// parameters reads each default, and tries it at the path of its parameter.
func (v *vetter) parameters(t *Topic) {
	seen := map[*Parameter]bool{}
	for _, x := range t.Variants {
		for _, p := range x.Parameters {
			if seen[p] {
				continue
			}
			seen[p] = true
			v.defaults(p)
			if p.Path == "" {
				continue
			}
			if err := tryPath(p); err != nil {
				v.add(agreement.Error, "bad-path", p.pos, "a path is made of the JSON names of the term sheet", "parameter %s: %v", p.Name, err)
			}
		}
	}
}

// tryPath sets a parameter's defaults, or its first option, at its path in an
// empty term sheet and reads it back as the parameter's type.
func tryPath(p *Parameter) error {
	for _, pos := range []schema.Position{schema.Licensor, schema.Balanced, schema.Licensee} {
		raw := p.Default[pos]
		if raw == nil && len(p.Options) > 0 && p.Type == "choice" {
			raw = p.Options[0]
		}
		sheet := &schema.TermSheet{}
		if raw == nil {
			return schema.KnowsPath(p.Path)
		}
		if err := sheet.Set(p.Path, raw); err != nil {
			return err
		}
		got, ok := sheet.Get(p.Path)
		if !ok {
			if list := reflect.ValueOf(raw); list.Kind() == reflect.Slice && list.Len() == 0 {
				continue
			}
			return fmt.Errorf("%s cannot be read back", p.Path)
		}
		if _, err := p.value(got); err != nil {
			return fmt.Errorf("%s: %w", p.Path, err)
		}
	}
	return nil
}

// template proves one template.
func (v *vetter) template(t *Template) {
	v.known(t)
	in, pinned := map[string]*formula{}, map[string]*Variant{}
	for _, item := range t.Items {
		if item.Use == "" || v.lib.topics[item.Use] == nil {
			continue
		}
		if in[item.Use] != nil {
			v.add(agreement.Error, "repeated-topic", item.pos, "list it once", "%s stands twice in the template", item.Use)
		}
		in[item.Use] = item.condition()
		if len(t.Core) > 0 && !slices.Contains(t.Core, item.Use) {
			in[item.Use] = and(in[item.Use], atom("the term sheet keeps "+item.Use))
		}
		if item.Variant != "" {
			pinned[item.Use] = v.lib.topics[item.Use].Variant(item.Variant)
		}
	}
	p := &proof{vetter: v, template: t, in: in, pinned: pinned}
	p.letters()
	for _, topic := range slices.Sorted(maps.Keys(in)) {
		for _, x := range p.variants(topic) {
			p.variant(topic, x)
		}
	}
}

func (i *Item) condition() *formula {
	if i.when == nil {
		return always
	}
	return i.when.formula()
}

// proof is about one template: in holds the condition on which each topic is in,
// pinned the variants that the form takes. What another variant, named in a term
// sheet, says besides is for Assemble to report.
type proof struct {
	*vetter
	template *Template
	in       map[string]*formula
	pinned   map[string]*Variant
}

// variants are those that a topic can take in the template: what the form takes
// or, where it takes none, all but those that only forms take.
func (p *proof) variants(topic string) []*Variant {
	if x := p.pinned[topic]; x != nil {
		return []*Variant{x}
	}
	var list []*Variant
	for _, x := range p.lib.topics[topic].Variants {
		if !p.formal[x] || x.byDefault() {
			list = append(list, x)
		}
	}
	return list
}

func (p *proof) variant(topic string, x *Variant) {
	here := and(p.in[topic], x.chosen())
	for _, r := range x.requires() {
		if truth, found := counterexample(p.expand(here), p.expand(present(r))); found && x.byDefault() && len(p.template.Core) == 0 {
			p.tell("missing-requirement", x.pos, r, "put it into the template on the same condition", truth, "%s needs %s, which is not there", topic, r)
		}
	}
	for _, c := range x.conflicts() {
		if p.in[c] == nil {
			continue
		}
		if truth, found := counterexample(p.expand(and(here, present(c))), not(always)); found && p.in[topic].op == isTrue && p.in[c].op == isTrue {
			p.tell("conflict", x.pos, c, "", truth, "%s and %s can stand together", topic, c)
		}
	}
	for _, r := range x.requires() { // without it there is no agreement
		here = and(here, present(r))
	}
	for _, m := range p.said[x].refs {
		p.resolves(here, m)
	}
	for _, m := range p.said[x].uses {
		p.used[m.what] = true
		p.defined(topic, x, here, m)
	}
}

// tell adds a finding about one template, unless another template has shown it.
func (p *proof) tell(id string, pos token.Position, what, hint string, truth map[string]bool, format string, args ...any) {
	key := fmt.Sprint(id, pos, what)
	if !p.told[key] {
		p.told[key] = true
		p.add(agreement.Error, id, pos, hint, "in the template %s, %s%s", p.template.Name, fmt.Sprintf(format, args...), when(truth))
	}
}

// byDefault reports whether a variant is taken without the term sheet naming
// it. What another variant requires is for the term sheet that names it to put in.
func (v *Variant) byDefault() bool {
	for _, name := range v.Topic.ByPosition {
		if name == v.Name {
			return true
		}
	}
	return slices.ContainsFunc(v.Topic.choose, func(c choice) bool { return c.variant == v.Name })
}

// resolves proves that the target of a reference is in whenever the reference is.
func (p *proof) resolves(here *formula, m mention) {
	topic, name, _ := strings.Cut(m.what, ".")
	target := p.lib.topics[topic]
	if target == nil {
		p.add(agreement.Error, "dangling-reference", m.pos, nearest(topic, p.lib.topicIDs()), "there is no topic %q to refer to", topic)
		return
	}
	given := p.expand(and(here, m.guard))
	if truth, found := counterexample(given, p.expand(present(topic))); found {
		p.tell("dangling-reference", m.pos, topic, fmt.Sprintf("guard the words with {{ if .Has %q }}", topic), truth, "this can refer to %s when it is not there", topic)
		return
	}
	if name == "" {
		return
	}
	for _, x := range p.variants(topic) {
		there := p.named(x, name)
		if truth, found := counterexample(and(given, p.expand(x.chosen())), p.expand(there)); found {
			p.tell("dangling-reference", m.pos, m.what+x.Name, fmt.Sprintf("name it there, or guard the words with {{ if .Has %q }}", m.what), truth,
				"%s has no provision named %s", x, name)
		}
	}
}

// chosen is the condition on which a variant is chosen, as far as vet knows it.
func (v *Variant) chosen() *formula {
	in := inVariant(v.Topic.ID, v.Name)
	if v.needs == nil {
		return in
	}
	return and(in, v.needs.formula())
}

// named is the condition on which a variant has a provision.
func (p *proof) named(x *Variant, name string) *formula {
	var any []*formula
	for _, n := range p.said[x].names {
		if n.what == name {
			any = append(any, n.guard)
		}
	}
	return or(any...)
}

// defined proves that a term is defined wherever it is used.
func (p *proof) defined(topic string, x *Variant, here *formula, m mention) {
	if m.weak || p.template.Adopts {
		return
	}
	var any []*formula
	for _, home := range p.lib.terms.homes[m.what] {
		for _, y := range p.variants(home) {
			for _, d := range p.said[y].defines {
				if d.what != m.what {
					continue
				}
				if y == x {
					any = append(any, d.guard)
				} else {
					any = append(any, and(present(home), inVariant(home, y.Name), d.guard))
				}
			}
		}
	}
	given := []*formula{here, m.guard}
	for _, home := range p.lib.terms.homes[m.what] { // a topic that is in is in one of its variants
		if p.in[home] == nil || home == topic {
			continue
		}
		variants := []*formula{not(present(home))}
		for _, y := range p.variants(home) {
			variants = append(variants, y.chosen())
		}
		given = append(given, or(variants...))
	}
	if truth, found := counterexample(p.expand(and(given...)), p.expand(or(any...))); found {
		p.tell("undefined-term", m.pos, m.what, "its definition is in "+strings.Join(p.lib.terms.homes[m.what], ", "), truth,
			"%q can be used here without being defined", m.what)
	}
}

// expand puts in the place of each question whether a topic, or a provision of
// it, is in the condition on which it is.
func (p *proof) expand(f *formula) *formula {
	if f.op == isAtom {
		if pooled, known := p.template.pooled(); f.atom == ".Pooled" && known {
			if pooled {
				return always
			}
			return not(always)
		}
		id, ok := strings.CutPrefix(f.atom, "has ")
		if !ok {
			return f
		}
		topic, name, _ := strings.Cut(id, ".")
		in := p.in[topic]
		if in == nil {
			return not(always)
		}
		if name == "" {
			return p.expand(in)
		}
		var any []*formula
		for _, x := range p.variants(topic) {
			if x.names(name) {
				any = append(any, inVariant(topic, x.Name))
			}
		}
		if len(any) == len(p.variants(topic)) {
			return p.expand(in)
		}
		return and(p.expand(in), or(any...))
	}
	if len(f.args) == 0 {
		return f
	}
	c := &formula{op: f.op}
	for _, a := range f.args {
		c.args = append(c.args, p.expand(a))
	}
	return c
}

// pooled is what .Pooled is for the kinds of deal of a template, where that is
// the same for all of them.
func (t *Template) pooled() (pooled, known bool) {
	if len(t.Kinds) == 0 {
		return false, false
	}
	bilateral := slices.Contains(t.Kinds, schema.Bilateral)
	return !bilateral, !bilateral || len(t.Kinds) == 1
}

// when tells a combination of conditions in words.
func when(truth map[string]bool) string {
	var parts []string
	for _, a := range slices.Sorted(maps.Keys(truth)) {
		switch {
		case strings.HasSuffix(a, " is in variant "): // the only one, without a name
		case truth[a]:
			parts = append(parts, a)
		default:
			parts = append(parts, "not "+a)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return ", when " + strings.Join(parts, " and ")
}

// unused finds terms that are defined and used nowhere, and topics that no
// template uses.
func (v *vetter) unused() {
	in := map[string]bool{}
	for _, t := range v.lib.Templates() {
		for _, item := range t.Items {
			in[item.Use] = true
		}
	}
	for _, t := range v.lib.Topics() {
		if !in[t.ID] && len(v.lib.templates) > 0 {
			v.add(agreement.Warning, "unused-topic", t.pos, "list it in a template, or take it out", "no template uses %s", t.ID)
		}
		for _, x := range t.Variants {
			for _, d := range v.said[x].defines {
				if in[t.ID] && !v.used[d.what] && !strings.ContainsAny(d.what, "{}") {
					v.add(agreement.Warning, "unused-term", d.pos, "use it or take the definition out", "%q is defined and nowhere used", d.what)
				}
			}
		}
	}
}
