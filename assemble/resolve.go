package assemble

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// definitionsID is the provision after whose first paragraph the definitions
// stand.
const definitionsID = "frame/definitions.definitions"

// define puts the definitions that the text needs, and those that they need in
// turn, into the definitions clause, sorted, and the terms that are defined where
// they are used into its index. A term that is used and not defined is a problem at
// the clause that uses it.
func define(r *run, doc *agreement.Document, sections []*section) {
	if r.Template.Adopts {
		return
	}
	d := definer{run: r, lent: map[string]lent{}, inline: map[string]string{}, taken: map[string]*agreement.Paragraph{}}
	for _, s := range sections {
		for _, x := range s.wording.definitions {
			d.lent[expand(x.term(), s.aside.values)] = lent{x, s}
		}
	}
	for term, p := range r.negotiated {
		if delete(d.lent, term); p != nil {
			d.lent[term] = lent{definition{p, d.lib.terms.usesOf(p)}, sections[0]}
		}
	}
	for _, b := range doc.Body {
		at := ""
		if c, ok := b.(*agreement.Clause); ok && r.byTopic[c.ID] != nil && r.byTopic[c.ID].item.Place != InFront {
			at = c.ID
		}
		d.noteInline(b, at)
	}
	for _, s := range sections {
		d.use(s.wording.uses)
		for _, t := range s.aside.tables {
			d.use(d.lib.terms.usesOf(t))
		}
	}
	for _, b := range doc.Body {
		if c, ok := b.(*agreement.Clause); ok && c.Source != nil {
			continue // a section
		}
		agreement.Walk([]agreement.Block{b}, func(b agreement.Block) bool {
			d.use(d.lib.terms.usesOf(b))
			return true
		})
	}
	for term, p := range r.negotiated {
		if p != nil && d.lib.terms.homes[term] == nil { // a term that the library does not know is not found in use
			d.use([]use{{term: term, weak: true}})
		}
	}
	d.place(doc)
}

type definer struct {
	*run
	lent   map[string]lent                 // definitions on offer, by term
	inline map[string]string               // terms defined where they stand, and in which provision; "" in the front matter
	taken  map[string]*agreement.Paragraph // definitions needed
}

// lend is a definition of a section, for the dictionary.
func (s *section) lend(p *agreement.Paragraph) *agreement.Paragraph {
	return newCopier(s.aside, sizeOf([]agreement.Block{p}), s.wording.spans).paragraph(p)
}

// lent is a definition on offer, and the section that offers it.
type lent struct {
	definition
	from *section
}

// noteInline notes the terms that a block defines, which stands in the provision at.
func (d *definer) noteInline(b agreement.Block, at string) {
	agreement.Inlines(b, func(in []agreement.Inline) {
		for _, x := range in {
			if x, ok := x.(*agreement.Define); ok {
				d.inline[x.Term] = at
			}
		}
	})
	if c, ok := b.(*agreement.Clause); ok {
		if at != "" && !agreement.Positional(c.ID) {
			at = c.ID
		}
		for _, b := range c.Body {
			d.noteInline(b, at)
		}
	}
}

func (d *definer) use(uses []use) {
	for _, u := range uses {
		if _, here := d.inline[u.term]; here || d.taken[u.term] != nil {
			continue
		}
		if x, ok := d.lent[u.term]; ok {
			d.taken[u.term] = x.from.lend(x.paragraph)
			d.use(x.uses)
			continue
		}
		if !u.weak {
			d.problems.Add(&agreement.Problem{ID: "undefined-term", Pos: u.pos,
				Message: fmt.Sprintf("%q is used here, but no clause of this agreement defines it", u.term),
				Hint:    "it is defined by " + strings.Join(d.lib.terms.homes[u.term], ", ") + ", which is not in this agreement or not in a variant that defines it"})
		}
	}
}

func (d *definer) place(doc *agreement.Document) {
	home := find(doc.Body, definitionsID)
	if home == nil {
		if len(d.taken) > 0 {
			d.problems.Add(&agreement.Problem{ID: "no-definitions", Pos: d.Template.pos,
				Message: fmt.Sprintf("the agreement uses defined terms and has no provision %s to define them in", definitionsID), Hint: "put frame/definitions into the template"})
		}
		return
	}
	home.Body = slices.DeleteFunc(home.Body, func(b agreement.Block) bool {
		t, ok := b.(*agreement.Table)
		return ok && len(t.Rows) == 0 && !d.index(t)
	})
	var list []agreement.Block
	for _, term := range sorted(d.taken) {
		list = append(list, d.taken[term])
	}
	home.Body = slices.Insert(home.Body, min(1, len(home.Body)), list...)
}

// index fills the table without rows under the definitions with the terms that stand in other
// provisions; it says whether there are any.
func (d *definer) index(t *agreement.Table) bool {
	for _, term := range sorted(d.inline) {
		if at := d.inline[term]; at != "" {
			t.Rows = append(t.Rows, agreement.Row{Cells: []agreement.Cell{{&agreement.Text{Text: term}}, {&agreement.Ref{Target: at}}}})
		}
	}
	return len(t.Rows) > 0
}

// sorted are the terms of a map in the order of a dictionary.
func sorted[V any](m map[string]V) []string {
	return slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
	})
}

func find(body []agreement.Block, id string) *agreement.Clause {
	var found *agreement.Clause
	agreement.Walk(body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok && c.ID == id {
			found = c
		}
		return found == nil
	})
	return found
}

// resolve gives every cross-reference its number. One to a provision that is
// not in the agreement is a problem at the clause that makes it.
func resolve(r *run, doc *agreement.Document, cited map[*agreement.Clause]string) {
	refer(doc, cited, func(target string, b agreement.Block) { r.problems.Add(r.dangling(target, b)) })
}

// refer gives every cross-reference its number, and tells of those that lead nowhere.
func refer(doc *agreement.Document, cited map[*agreement.Clause]string, dangling func(string, agreement.Block)) {
	targets := map[string]*agreement.Clause{}
	agreement.Walk(doc.Body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok {
			targets[c.ID] = c
		}
		return true
	})
	walkInlines(doc.Body, func(in []agreement.Inline, b agreement.Block) {
		for _, x := range in {
			ref, ok := x.(*agreement.Ref)
			if !ok {
				continue
			}
			c := targets[ref.Target]
			if c == nil {
				dangling(ref.Target, b)
				continue
			}
			ref.Text = cited[c]
			if _, inTable := b.(*agreement.Table); !inTable { // there a heading has its own column
				ref.Text = citation(c, cited[c])
			}
		}
	})
}

// citation is how a provision is referred to: a section or a schedule by number
// and heading, a provision by number.
func citation(c *agreement.Clause, cited string) string {
	if len(c.Heading) > 0 && !strings.Contains(c.ID, ".") {
		return cited + " (" + agreement.Words(c.Heading) + ")"
	}
	return cited
}

func (r *run) dangling(target string, b agreement.Block) *agreement.Problem {
	topic, provision, _ := strings.Cut(target, ".")
	p := &agreement.Problem{ID: "dangling-reference", Pos: posOf(b)}
	switch {
	case r.lib.topics[topic] == nil:
		p.Message, p.Hint = fmt.Sprintf("there is no clause %s to refer to", topic), nearest(topic, r.lib.topicIDs())
	case r.byTopic[topic] == nil:
		p.Message = fmt.Sprintf("this refers to %s, which is not in this agreement", topic)
		p.Hint = fmt.Sprintf(`guard the words with {{ if .Has %q }}, or put the clause in with "clauses": {%q: {"include": true}}`, topic, topic)
	default:
		p.Message = fmt.Sprintf("%s has no provision named %s", r.byTopic[topic].variant, provision)
		p.Hint = fmt.Sprintf("guard the words with {{ if .Has %q }}", target)
	}
	return p
}

// walkInlines calls f for each run of inlines in reading order, with the block
// that it stands in.
func walkInlines(body []agreement.Block, f func([]agreement.Inline, agreement.Block)) {
	agreement.Walk(body, func(b agreement.Block) bool {
		agreement.Inlines(b, func(in []agreement.Inline) { f(in, b) })
		return true
	})
}
