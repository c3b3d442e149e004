package draft

import (
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// words makes wordings of what no value explains, a provision at a time, and says what
// is left.
func (a *accepter) words() error {
	now, err := a.missing(a.file, false)
	if err != nil {
		return err
	}
	for len(now.changes) > 0 {
		next, ok := a.wordMany(now)
		if !ok {
			next, ok = a.wordOne(now)
		}
		if !ok {
			break
		}
		now = next
	}
	a.home.Left = append(a.home.Left, now.changes...)
	return nil
}

// wordMany adds all wordings at once that replace or delete provisions, none within
// another, and reports whether there were several and they make an agreement. Where
// they do not, they are tried one by one, so that one refuses no other.
func (a *accepter) wordMany(missing lack) (lack, bool) {
	now, target := indexOf(missing.made.Document.Body), indexOf(a.target.Body)
	var list []schema.Wording
	for i := range missing.changes {
		c := &missing.changes[i]
		w, ok := a.wordingFor(c, now, target)
		apart := !slices.ContainsFunc(list, func(o schema.Wording) bool {
			return o.Provision == w.Provision || strings.HasPrefix(o.Provision, w.Provision+".") || strings.HasPrefix(w.Provision, o.Provision+".")
		})
		if ok && apart && (w.Action == "" || w.Action == schema.Delete) && !a.tried[wordingKey(w)] {
			list = append(list, a.noted(w, c))
		}
	}
	if len(list) < 2 {
		return lack{}, false
	}
	next, err := a.edited(func(e *schema.Edit) {
		for _, w := range list {
			putWording(e, w)
		}
	})
	if err != nil {
		return lack{}, false
	}
	left, err := a.missing(next, false)
	if err != nil {
		return lack{}, false
	}
	for _, w := range list {
		a.tried[wordingKey(w)] = true
	}
	a.file, a.home.Wordings = next, append(a.home.Wordings, list...)
	return left, true
}

// wordOne adds the wording that the first change needs which has not been tried, and
// reports whether there was one.
func (a *accepter) wordOne(missing lack) (lack, bool) {
	now, target := indexOf(missing.made.Document.Body), indexOf(a.target.Body)
	for i := range missing.changes {
		c := &missing.changes[i]
		w, ok := a.wordingFor(c, now, target)
		if !ok || a.tried[wordingKey(w)] {
			continue
		}
		a.tried[wordingKey(w)] = true
		w = a.noted(w, c)
		next, err := a.edited(func(e *schema.Edit) { putWording(e, w) })
		if err != nil {
			continue
		}
		left, err := a.missing(next, false)
		if err != nil {
			a.refusal = err
			continue
		}
		a.file, a.home.Wordings = next, append(a.home.Wordings, w)
		return left, true
	}
	return lack{}, false
}

// noted is a wording with who asked for the change that it brings home, and why.
func (a *accepter) noted(w schema.Wording, c *redline.Change) schema.Wording {
	choice := a.choiceFor(c.ClauseID)
	w.AskedBy, w.Why, w.Date = choice.AskedBy, choice.Why, a.how.Date
	return w
}

func wordingKey(w schema.Wording) string {
	return "wording " + w.Action + " " + w.Provision + strings.Join(w.Words, "\n")
}

// putWording adds a wording, in the place of an earlier one of the same provision.
func putWording(e *schema.Edit, w schema.Wording) {
	if list, ok := schema.ArrayOf(e.At([]string{"wording"})); ok && (w.Action == "" || w.Action == schema.Delete) {
		for i := range list.Elements {
			old := &list.Elements[i]
			action := schema.TextOf(schema.Child(old, "action"))
			if schema.TextOf(schema.Child(old, "provision")) == w.Provision && (action == "" || action == schema.Replace || action == schema.Delete) {
				e.Put([]string{"wording", strconv.Itoa(i)}, w)
				return
			}
		}
	}
	e.Put([]string{"wording", schema.AppendStep}, w)
}

// An index finds the provisions of a document and what each stands under.
type index struct {
	clauses     map[string]*agreement.Clause
	parents     map[string]*agreement.Clause
	definitions map[string]*agreement.Paragraph
}

func indexOf(body []agreement.Block) *index {
	x := &index{map[string]*agreement.Clause{}, map[string]*agreement.Clause{}, map[string]*agreement.Paragraph{}}
	x.add(body, nil)
	return x
}

func (x *index) add(body []agreement.Block, parent *agreement.Clause) {
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			x.clauses[b.ID], x.parents[b.ID] = b, parent
			x.add(b.Body, b)
		case *agreement.Paragraph:
			if strings.HasPrefix(b.ID, "term:") {
				x.definitions[b.ID] = b
			}
		case *agreement.Table, *agreement.Signatures:
		}
	}
}

// wordingFor is the wording that brings a change home.
func (a *accepter) wordingFor(c *redline.Change, now, target *index) (schema.Wording, bool) {
	if strings.HasPrefix(c.ClauseID, "term:") {
		return definitionWording(c.ClauseID, target)
	}
	id := c.ClauseID
	for {
		t, n := target.clauses[id], now.clauses[id]
		switch {
		case t == nil && n == nil:
			return schema.Wording{}, false
		case t == nil && !agreement.Positional(id) && now.parents[id] != nil:
			return schema.Wording{Provision: id, Action: schema.Delete}, true
		case n == nil && target.parents[id] != nil && isSection(target.parents[target.parents[id].ID], target.parents[id]):
			return insertion(t, target.parents[id], now)
		case t != nil && n != nil && !agreement.Positional(id) && target.parents[id] != nil:
			words, err := assemble.WordsOf(t)
			return schema.Wording{Provision: id, Words: words}, err == nil && len(words) > 0
		}
		parent := target.parents[id]
		if t == nil {
			parent = now.parents[id]
		}
		if parent == nil {
			return schema.Wording{}, false
		}
		id = parent.ID
	}
}

// isSection reports that a clause stands under no other.
func isSection(above, c *agreement.Clause) bool { return above == nil && c != nil }

func definitionWording(id string, target *index) (schema.Wording, bool) {
	p := target.definitions[id]
	if p == nil {
		return schema.Wording{Provision: id, Action: schema.Delete}, true
	}
	words, err := assemble.WordsOfDefinition(p)
	return schema.Wording{Provision: id, Words: words}, err == nil
}

// insertion is the wording of a provision that is new in a section: after the one
// before it that the agreement has, or before the one after it.
func insertion(c, section *agreement.Clause, now *index) (schema.Wording, bool) {
	words, err := assemble.WordsOf(c)
	if err != nil || len(words) == 0 {
		return schema.Wording{}, false
	}
	if name, ok := strings.CutPrefix(c.ID, section.ID+"."); ok && !agreement.Positional(c.ID) {
		words[0] += " {#" + name + "}"
	}
	w := schema.Wording{Words: words}
	passed := false
	for _, b := range section.Body {
		q, ok := b.(*agreement.Clause)
		switch {
		case !ok:
		case q == c:
			passed = true
		case now.clauses[q.ID] == nil || agreement.Positional(q.ID):
		case !passed:
			w.Provision, w.Action = q.ID, schema.InsertAfter
		case w.Provision == "":
			w.Provision, w.Action = q.ID, schema.InsertBefore
		}
	}
	return w, w.Provision != ""
}
