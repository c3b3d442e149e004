package assemble

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// Silent is a problem for each value that the term sheet states and of which the
// agreement says nothing.
func (t *Trace) Silent() agreement.Problems {
	list, open := t.without()
	t.settle(list, slices.DeleteFunc(open, func(i int) bool { return schema.RequiredAt(list[i].Pointer) })) // which nobody can leave out
	return t.SilentOf(list)
}

// SilentOf is Silent where the effects are known.
func (t *Trace) SilentOf(effects []Effect) agreement.Problems {
	var ps agreement.Problems
	for _, e := range effects {
		if e.What == IsSilent {
			ps.Add(&agreement.Problem{ID: "no-effect", Pos: t.file.Pos(e.Pointer), Pointer: e.Pointer,
				Message: "`" + t.file.Path(e.Pointer) + "` is stated, but this agreement says nothing of it", Hint: t.wayOut(e.Pointer)})
		}
	}
	return ps
}

// wayOut is what to do about a value of which an agreement says nothing: choose a
// variant that says it, put in a clause that does, or strike it. What is advised has
// been tried.
func (t *Trace) wayOut(at string) string {
	general := generalPointer(at)
	chosen := map[string]string{}
	for _, s := range sources(t.doc) {
		chosen[s.Topic] = s.Variant
	}
	var variants, topics []advice
	for _, topic := range t.lib.Topics() {
		able := namesOf(topic.Variants, func(v *Variant) bool { return v.mayState(general) })
		name, in := chosen[topic.ID]
		switch {
		case len(able) == 0 || t.repeats(topic) || !t.ofForm(topic):
		case !in:
			topics = append(topics, t.including(topic, advice{}))
		case !slices.Contains(able, name):
			for _, v := range able {
				variants = append(variants, advice{{topic.ID, schema.Choice{Variant: v}}})
			}
		}
	}
	if x := t.firstThatSays(variants, at); x != nil {
		return "choose the variant that says it, with " + x.String() + ", or strike it"
	}
	if x := t.firstThatSays(topics, at); x != nil {
		return "put in the clause that says it, with " + x.String() + t.elsewhere(x[0].topic) + ", or strike it"
	}
	return "strike it, and say in interpretation.special_terms what was agreed"
}

// advice is what to write among the choices of clauses, in this order.
type advice []advised

type advised struct {
	topic  string
	choice schema.Choice
}

// String is the advice as the term sheet writes it.
func (a advice) String() string {
	var list []string
	for _, x := range a {
		choice := `{"include": true}`
		if x.choice.Variant != "" {
			choice = fmt.Sprintf(`{"variant": %q}`, x.choice.Variant)
		}
		list = append(list, fmt.Sprintf("%q: %s", x.topic, choice))
	}
	return `"clauses": {` + strings.Join(list, ", ") + "}"
}

// including is the advice to put in a topic, with those that it needs.
func (t *Trace) including(topic *Topic, a advice) advice {
	if slices.ContainsFunc(a, func(x advised) bool { return x.topic == topic.ID }) {
		return a
	}
	a = append(a, advised{topic.ID, schema.Choice{Include: true}})
	in := sources(t.doc)
	for _, id := range topic.Requires {
		if need := t.lib.topics[id]; need != nil && !slices.ContainsFunc(in, func(s *agreement.Source) bool { return s.Topic == id }) {
			a = t.including(need, a)
		}
	}
	return a
}

// repeats reports whether a topic only repeats what other provisions say.
func (t *Trace) repeats(topic *Topic) bool {
	return slices.ContainsFunc(topic.Variants, func(v *Variant) bool {
		_, days := v.facts[KeyDates]
		_, terms := v.facts[KeyTerms]
		return days || terms
	})
}

// ofForm reports whether a topic is no document of its own that this one is not.
func (t *Trace) ofForm(topic *Topic) bool {
	forms := t.formsWith(topic.ID)
	return len(forms) == 0 || slices.ContainsFunc(forms, func(x *Template) bool { return x.Instrument == "" || x.Instrument == t.instrument() })
}

func (t *Trace) instrument() string { return cmp.Or(t.file.Sheet.Deal.Instrument, "agreement") }

func (t *Trace) formsWith(topic string) []*Template {
	return slices.DeleteFunc(slices.Clone(t.lib.Templates()), func(x *Template) bool {
		return !slices.ContainsFunc(x.Items, func(i *Item) bool { return i.Use == topic })
	})
}

// firstThatSays is the first advice after which the agreement says what stands at a
// place.
func (t *Trace) firstThatSays(list []advice, at string) advice {
	for _, a := range list {
		if t.saysWith(a, at) {
			return a
		}
	}
	return nil
}

// mostTried is how many agreements are made to find what to advise: a term sheet of
// which much has no effect is of another form, and no clause mends it.
const mostTried = 40

func (t *Trace) saysWith(a advice, at string) bool {
	if t.tries++; t.tries > mostTried {
		return false
	}
	sheet := t.file.Sheet.Clone()
	if sheet.Clauses == nil {
		sheet.Clauses = map[string]schema.Choice{}
	}
	for _, x := range a {
		c := sheet.Clauses[x.topic]
		c.Variant, c.Include, c.Omit = cmp.Or(x.choice.Variant, c.Variant), c.Include || x.choice.Include, false
		sheet.Clauses[x.topic] = c
	}
	with, ok := t.tried[a.String()]
	if !ok {
		with, _ = t.words(sheet)
		if t.tried == nil {
			t.tried = map[string]string{}
		}
		t.tried[a.String()] = with
	}
	if with == "" {
		return false
	}
	t.file.EachStated(sheet, func(_ int, pointer string, v reflect.Value) {
		if pointer == at && v.CanSet() {
			alter(v, at, 0)
		}
	})
	without, err := t.words(sheet)
	return err != nil || without != with
}

// elsewhere names the other forms of such an agreement that have a topic.
func (t *Trace) elsewhere(topic string) string {
	var names []string
	for _, x := range t.formsWith(topic) {
		if cmp.Or(x.Instrument, "agreement") == t.instrument() && slices.Contains(x.Kinds, t.file.Sheet.Deal.Kind) {
			names = append(names, x.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ", take a form of agreement that has it (" + strings.Join(names, ", ") + ")"
}

func namesOf(variants []*Variant, able func(*Variant) bool) []string {
	var names []string
	for _, v := range variants {
		if able(v) {
			names = append(names, v.Name)
		}
	}
	return names
}

// mayState reports whether the words of a variant may say what lies at a place: they
// read it, or an object that it is a member of.
func (v *Variant) mayState(at string) bool {
	return slices.ContainsFunc(v.reads(), func(read string) bool {
		return read == at || strings.Count(read, "/") > 1 && at[:strings.LastIndex(at, "/")] == read
	})
}

// generalPointer is a pointer without the places of elements, as clauses read it.
func generalPointer(at string) string {
	var parts []string
	for _, s := range strings.Split(at, "/") {
		if s == "" || strings.Trim(s, "0123456789") != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "/")
}
