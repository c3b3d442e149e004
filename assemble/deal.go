package assemble

import (
	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// A Deal is a term sheet with the choices of a library made: which clauses are in,
// in which variant, and what they state. It is what is checked, reckoned, assembled
// and drafted; the choices are made once for each agreement. A deal is not changed
// once it is resolved, and may be used by any number of goroutines.
type Deal struct {
	File     *schema.File      // the term sheet as given
	Sheet    *schema.TermSheet // a copy, with the defaults that were taken
	Template *Template
	Topics   []string           // in the order of the agreement
	Problems agreement.Problems // contradictions among the choices; no agreement is made while there are errors

	lib       *Library
	chosen    []*chosen // in the order of the template
	byTopic   map[string]*chosen
	letters   []string // letters of the schedules in use
	facts     facts
	said      map[Fact]Saying
	omissions []Omission
	trace     *tracer // nil where no trace is asked for
}

// chosen is a topic that is in, or a part heading.
type chosen struct {
	item    *Item
	variant *Variant
	values  map[string]any // by the name of the parameter; an absent value is nil
	given   map[string]bool
	balance string // the variant that the balanced standard would take

	conditions []*agreement.Condition // that let it in and chose the variant, for a trace
	byPosition bool                   // the position chose the variant, not the term sheet or its facts
}

// Resolve makes the choices for a term sheet. Conditions look at what the term
// sheet says; defaults are filled in afterwards. The error is that no template fits
// the term sheet; contradictions among the choices are in the Problems of the deal.
func (l *Library) Resolve(f *schema.File) (*Deal, error) { return l.resolve(f, false) }

// ResolveTraced is [Library.Resolve] for a deal of which a trace will be asked: the
// choices are watched while they are made, and need not be made again for it.
func (l *Library) ResolveTraced(f *schema.File) (*Deal, error) { return l.resolve(f, true) }

func (l *Library) resolve(f *schema.File, traced bool) (*Deal, error) {
	f, err := sourced(f)
	if err != nil {
		return nil, err
	}
	d := &Deal{lib: l, File: f, Sheet: f.Sheet.Clone(), byTopic: map[string]*chosen{}}
	if d.Template = d.chooseTemplate(); d.Template == nil {
		return nil, d.Problems.Err()
	}
	if d.Sheet.Deal.Position == "" {
		d.Sheet.Deal.Position = schema.Balanced
	}
	if traced {
		d.trace = newTracer(f, d.Sheet)
	}
	d.facts = factsOf(d.Sheet)
	d.choose()
	for _, c := range d.chosen {
		if c.item.Use != "" {
			d.Topics = append(d.Topics, c.item.Use)
		}
	}
	d.Problems.Sort()
	return d, nil
}

// sourced is a term sheet with a source: that of one that a program built is its
// values as JSON.
func sourced(f *schema.File) (*schema.File, error) {
	switch {
	case f == nil || f.Sheet == nil:
		return nil, agreement.Problems{{ID: "no-term-sheet", Message: "there is no term sheet", Hint: "load one, or build a schema.TermSheet"}}
	case f.Source != nil:
		return f, nil
	}
	return f.Sourced()
}

// choose settles what goes into the agreement.
func (d *Deal) choose() {
	d.checkChoices()
	for _, item := range d.items() {
		d.add(item)
	}
	for _, c := range d.chosen {
		if c.variant == nil && c.item.Use != "" {
			d.chooseVariant(c)
		}
	}
	d.keepStated()
	for _, c := range d.chosen {
		if c.variant != nil {
			d.setParameters(c)
		}
	}
	if d.trace != nil {
		d.traceDefaults()
	}
	d.dropEmptyParts()
	d.checkTogether()
	d.checkIdleChoices()
	d.checkStatedTerms()
	d.listen()
	d.findOmissions()
}

// Library is the library whose choices the deal has.
func (d *Deal) Library() *Library { return d.lib }

// Has reports whether a topic is in the agreement.
func (d *Deal) Has(topic string) bool { return d.byTopic[topic] != nil }

// Variant is the variant chosen for a topic; "" where the topic has only one, or
// is not in the agreement.
func (d *Deal) Variant(topic string) string {
	if in := d.byTopic[topic]; in != nil && in.variant != nil {
		return in.variant.Name
	}
	return ""
}

// Parameter is the value of a parameter of a topic as the agreement states it,
// or nil where there is none.
func (d *Deal) Parameter(topic, name string) any {
	if in := d.byTopic[topic]; in != nil {
		return in.values[name]
	}
	return nil
}
