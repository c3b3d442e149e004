package assemble

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// A Deviation is one departure from the balanced standard: another variant of
// a clause, another value of a parameter, or a clause left out or put in.
type Deviation struct {
	Topic     string `json:"topic"`
	Parameter string `json:"parameter,omitempty"` // "" for the choice of words, and for a clause left out or put in
	Title     string `json:"title"`               // of the clause
	What      string `json:"what"`                // the variant, or what the parameter is
	Value     string `json:"value"`               // as agreed
	Balanced  string `json:"balanced"`            // in the balanced standard
	Gains     string `json:"gains"`               // "licensor", "licensee" or "neither side"; [Playbook.Gainers] names the parties
	Fallback  string `json:"fallback"`            // what both sides usually take, or ""
	Pointer   string `json:"pointer"`             // where the term sheet says so; "" where it follows from deal.position
}

// Deviations lists the departures from the balanced standard, in the order of
// the agreement.
func (s *Deal) Deviations() []Deviation {
	var list []Deviation
	for _, c := range s.chosen {
		if c.variant != nil {
			list = append(list, s.deviationsOf(c)...)
		}
	}
	for i, w := range s.Sheet.Wording {
		list = append(list, s.wordingDeviation(w, "/wording/"+strconv.Itoa(i)))
	}
	for _, item := range s.Template.Items {
		if item.Use != "" && s.Sheet.Clauses[item.Use].Omit && s.byTopic[item.Use] == nil {
			t := s.lib.topics[item.Use]
			list = append(list, Deviation{Topic: t.ID, Title: t.Title, What: "clause", Value: "left out", Balanced: "included",
				Gains: "neither side", Fallback: t.Fallback, Pointer: "/clauses/" + escapePointer(t.ID) + "/omit"})
		}
	}
	return list
}

// wordingDeviation is the departure that negotiated words are, whatever they say.
func (s *Deal) wordingDeviation(w schema.Wording, at string) Deviation {
	topic, _, _ := strings.Cut(w.Provision, ".")
	d := Deviation{Topic: topic, Title: w.Provision, What: "words of " + w.Provision, Value: "negotiated", Balanced: "those of the library",
		Gains: "for counsel to say", Pointer: at}
	if t := s.lib.topics[topic]; t != nil {
		d.Title = t.Title
	}
	switch w.Action {
	case schema.Delete:
		d.Value = "deleted"
	case schema.InsertBefore, schema.InsertAfter:
		d.What, d.Balanced = "a provision beside "+w.Provision, "none"
	}
	return d
}

func (s *Deal) deviationsOf(c *chosen) []Deviation {
	var list []Deviation
	t := c.variant.Topic
	at := "/clauses/" + escapePointer(t.ID)
	if c.variant.Name != c.balance {
		d := Deviation{Topic: t.ID, Title: t.Title, What: "variant", Value: c.variant.Name, Balanced: c.balance,
			Gains: side(c.variant.Name == t.ByPosition[schema.Licensor], c.variant.Name == t.ByPosition[schema.Licensee]), Fallback: t.Fallback}
		if s.Sheet.Clauses[t.ID].Variant != "" {
			d.Pointer = at + "/variant"
		}
		list = append(list, d)
	}
	for _, p := range c.variant.Parameters {
		if p.Default[schema.Balanced] == nil {
			continue
		}
		standard, err := p.value(p.Default[schema.Balanced])
		value := c.values[p.Name]
		if err != nil || value == nil || same(value, standard) {
			continue
		}
		d := Deviation{Topic: t.ID, Parameter: p.Name, Title: t.Title, What: p.About, Value: shown(value), Balanced: shown(standard), Gains: p.gains(value), Fallback: p.Fallback}
		if c.given[p.Name] {
			d.Pointer = cmp.Or(pathPointerOr(p.Path), at+"/parameters/"+escapePointer(p.Name))
		}
		list = append(list, d)
	}
	return list
}

func pathPointerOr(path string) string {
	if path == "" {
		return ""
	}
	return pathPointer(path)
}

// Who gains by a departure.
const (
	gainsLicensor = "licensor"
	gainsLicensee = "licensee"
)

func side(licensor, licensee bool) string {
	switch {
	case licensor && !licensee:
		return gainsLicensor
	case licensee && !licensor:
		return gainsLicensee
	}
	return "neither side"
}

// gains tells whom a value favours: the side whose default it equals, or for a
// number, the side toward whose default it departs from the balanced one.
func (p *Parameter) gains(value any) string {
	l, errL := p.value(p.Default[schema.Licensor])
	e, errE := p.value(p.Default[schema.Licensee])
	if errL == nil && errE == nil && (same(value, l) || same(value, e)) {
		return side(same(value, l), same(value, e))
	}
	b, _ := p.value(p.Default[schema.Balanced])
	x, ok1 := magnitude(value)
	y, ok2 := magnitude(b)
	low, ok3 := magnitude(l)
	high, ok4 := magnitude(e)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return "neither side"
	}
	toward := x.Sub(y).Sign() * high.Sub(low).Sign()
	return side(toward < 0, toward > 0)
}

// annex is the deviation table as a part of the document.
func annex(deviations []Deviation, waivers []schema.Waiver) *agreement.Clause {
	c := &agreement.Clause{ID: "annex/deviations", Kind: agreement.Annex, Heading: plain("INTERNAL: departures from the balanced standard")}
	c.Body = append(c.Body, &agreement.Paragraph{Text: plain("Not for the other side. This annex is no part of the agreement.")})
	if len(deviations) == 0 {
		c.Body = append(c.Body, &agreement.Paragraph{Text: plain("The agreement follows the balanced standard throughout.")})
	} else {
		t := &agreement.Table{ID: "annex/deviations.table"}
		for _, h := range []string{"Clause", "Term", "This agreement", "Balanced standard", "Who gains", "Usual fallback"} {
			t.Head = append(t.Head, plain(h))
			t.Align = append(t.Align, agreement.Left)
		}
		for _, d := range deviations {
			row := agreement.Row{}
			for _, s := range []string{d.Title, d.What, d.Value, d.Balanced, d.Gains, cmp.Or(d.Fallback, "–")} {
				row.Cells = append(row.Cells, agreement.Cell{&agreement.Text{Text: s, Value: true}})
			}
			t.Rows = append(t.Rows, row)
		}
		c.Body = append(c.Body, t)
	}
	for _, w := range waivers {
		c.Body = append(c.Body, &agreement.Paragraph{Text: []agreement.Inline{&agreement.Text{Text: fmt.Sprintf("Finding %s is accepted: %s", w.Check, w.Reason), Value: true}}})
	}
	return c
}

func plain(s string) []agreement.Inline { return []agreement.Inline{&agreement.Text{Text: s}} }
