package assemble

import (
	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

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
	if d.trace != nil {
		d.readAhead()
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

// readAhead begins to parse the texts that an assembly will want, while the rest is
// settled.
func (d *Deal) readAhead() {
	var variants []*Variant
	for _, c := range d.chosen {
		if c.variant != nil {
			variants = append(variants, c.variant)
		}
	}
	go func() {
		defer func() { _ = recover() }() // raised again where the text is asked for
		for _, v := range variants {
			v.text()
		}
	}()
}

// Library is the library whose choices the deal has.
func (d *Deal) Library() *Library { return d.lib }

// Has reports whether a topic is in the agreement.
func (d *Deal) Has(topic string) bool { return d.byTopic[topic] != nil }

// Parameter is the value of a parameter of a topic as the agreement states it,
// or nil where there is none.
func (d *Deal) Parameter(topic, name string) any {
	if in := d.byTopic[topic]; in != nil {
		return in.values[name]
	}
	return nil
}
