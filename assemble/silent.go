package assemble

import (
	"fmt"
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

// wayOut is what to do about a value of which an agreement says nothing: put in a
// clause that says it, choose a variant that does, take another kind of agreement,
// or strike it.
func (t *Trace) wayOut(at string) string {
	general := generalPointer(at)
	chosen := map[string]string{}
	for _, s := range sources(t.doc) {
		chosen[s.Topic] = s.Variant
	}
	var topics, variants []string
	for _, topic := range t.lib.Topics() {
		able := namesOf(topic.Variants, func(v *Variant) bool { return v.mayState(general) })
		switch name, in := chosen[topic.ID]; {
		case len(able) == 0:
		case !in:
			topics = append(topics, topic.ID)
		case !slices.Contains(able, name):
			variants = append(variants, fmt.Sprintf(`%q: {"variant": %q}`, topic.ID, able[0]))
		}
	}
	switch {
	case len(variants) == 1:
		return `choose the variant that says it, with "clauses": {` + variants[0] + "}, or strike it"
	case len(topics) > 0 && len(topics) < 4:
		return fmt.Sprintf(`put in the clause that says it, with "clauses": {%q: {"include": true}}%s, or strike it`, topics[0], t.elsewhere(topics[0]))
	}
	return "strike it, or say it in interpretation.special_terms"
}

// elsewhere names the other forms of agreement that have a topic.
func (t *Trace) elsewhere(topic string) string {
	var names []string
	for _, x := range t.lib.Templates() {
		if slices.ContainsFunc(x.Items, func(i *Item) bool { return i.Use == topic }) {
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
