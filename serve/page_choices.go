package serve

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// A provisionChoice is a clause with the ways to word it, each in clean words as this
// deal would have it.
type provisionChoice struct {
	ID, Title, Purpose, Fallback string
	Notes                        []string
	Why                          []valueLine // values because of which it is here
	Source                       string      // what library text it is
	Pointer                      string      // of its choice
	Stated                       bool        // the term sheet chose the variant
	Parameters                   []parameterLine
	Variants                     []wordedVariant
	Revision                     string
}

type parameterLine struct {
	clauseField
	Pointer, Now string
}

// A wordedVariant is a variant in the words of this deal.
type wordedVariant struct {
	Name, Summary, Positions string
	Current                  bool
	HTML                     string      // the provision
	Broken                   []Problem   // why it does not fit
	Aside                    []asideItem // what it has no place for: it is set aside where it is taken
	Changes                  []change    // elsewhere in the agreement, if it were taken
}

func (d *desk) choices(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	t := d.Library.Topic(r.URL.Query().Get("topic"))
	if t == nil || x.result == nil {
		d.failed(w, &Refusal{404, "there is no such clause in the agreement", "look at the text as it is now"})
		return
	}
	d.part(w, r, "choices", d.choice(x, t))
}

func (d *desk) choice(x *reading, t *assemble.Topic) provisionChoice {
	c := provisionChoice{ID: t.ID, Title: t.Title, Purpose: t.Purpose, Fallback: t.Fallback, Notes: t.Notes,
		Pointer: variantPointer(t), Revision: x.Revision, Stated: x.file.Sheet.Clauses[t.ID].Variant != ""}
	if s := sectionOf(x.result.Document, t.ID); s != nil {
		c.Why = conditionValues(x.says, s)
		c.Source = s.Source.Topic + " " + s.Source.Variant + ", version " + s.Source.Version
	}
	current := x.result.Variant(t.ID)
	for _, v := range t.Variants {
		y := wordedVariant{Name: v.Name, Summary: v.Summary, Positions: positionsOf(t, v.Name), Current: v.Name == current || len(t.Variants) == 1}
		if y.Current {
			y.HTML = bareSection(x.result.Document, t.ID)
			c.Notes = append(slices.Clone(c.Notes), v.Notes...)
			c.Parameters = parametersOf(x, t, v)
		} else {
			d.tryVariant(x, t, &y)
		}
		if c.Variants = append(c.Variants, y); y.Current { // what stands comes first
			c.Variants = slices.Insert(c.Variants[:len(c.Variants)-1], 0, y)
		}
	}
	return c
}

func positionsOf(t *assemble.Topic, name string) string {
	var list []string
	for _, p := range []struct {
		at   schema.Position
		word string
	}{{schema.Licensor, "the licensor’s standard"}, {schema.Balanced, "the balanced standard"}, {schema.Licensee, "the licensee’s standard"}} {
		if t.ByPosition[p.at] == name {
			list = append(list, p.word)
		}
	}
	return strings.Join(list, ", ")
}

// parametersOf are the values of the words now in the agreement.
func parametersOf(x *reading, t *assemble.Topic, v *assemble.Variant) []parameterLine {
	var list []parameterLine
	for _, p := range v.Parameters {
		y := parameterLine{clauseField: clauseFieldOf(t, p), Pointer: "/clauses/" + escapeStep(t.ID) + "/parameters/" + escapeStep(p.Name)}
		if p.Path != "" {
			if _, at, ok := x.file.Sheet.Locate(p.Path); ok {
				y.Pointer = at
			} else {
				continue // of an element that is not there
			}
		}
		if now := x.result.Parameter(t.ID, p.Name); now != nil {
			y.Now = codeWords(schema.Plain(plainValue(now)))
		}
		list = append(list, y)
	}
	return list
}

// sectionOf is the section of a topic, or nil.
func sectionOf(doc *agreement.Document, topic string) *agreement.Clause {
	for _, b := range doc.Body {
		if c, ok := b.(*agreement.Clause); ok && c.Source != nil && c.Source.Topic == topic {
			return c
		}
	}
	return nil
}

// conditionValues are the values because of which a provision is in the agreement.
func conditionValues(f *stated, c *agreement.Clause) []valueLine {
	var list []valueLine
	for _, k := range c.Conditions {
		for _, v := range k.Values {
			if v.Pointer != "" && !slices.ContainsFunc(list, func(l valueLine) bool { return l.Pointer == v.Pointer }) {
				list = append(list, valueLine{v.Pointer, f.called(v.Pointer), f.shows(v.Pointer)})
			}
		}
	}
	const most = 12
	return list[:min(len(list), most)]
}

// bareSection is a provision to read: nothing in it can be touched.
func bareSection(doc *agreement.Document, topic string) string {
	c := sectionOf(doc, topic)
	if c == nil {
		return ""
	}
	p := textWriter{bare: true}
	p.blocks(c.Body)
	return p.b.String()
}

// tryVariant words a provision as a variant that is not chosen, and says what would
// change elsewhere.
func (d *desk) tryVariant(x *reading, t *assemble.Topic, y *wordedVariant) {
	next, aside, err := choosing(d.Workbench, x.file, t, y.Name)
	var res *assemble.Result
	if err == nil {
		res, err = d.Library.Assemble(next, assemble.Options{})
	}
	if err != nil {
		y.Broken = x.says.worded(problems(errorsOf(err)))
		return
	}
	y.HTML, y.Aside = bareSection(res.Document, t.ID), aside
	for i := range aside {
		aside[i].Path = x.says.called(aside[i].Pointer)
	}
	if marked, err := redline.Diff(x.result.Document, res.Document); err == nil {
		y.Changes = slices.DeleteFunc(changesOf(marked), func(c change) bool {
			return c.ID == t.ID || strings.HasPrefix(c.ID, t.ID+".") || c.Kind == redline.Consequential.String()
		})
	}
}

// plainValue is a value of the library as JSON is read.
func plainValue(v any) any {
	switch v := v.(type) {
	case []string:
		list := make([]any, len(v))
		for i := range v {
			list[i] = v[i]
		}
		return list
	case bool, string, nil:
		return v
	}
	return fmt.Sprint(v)
}
