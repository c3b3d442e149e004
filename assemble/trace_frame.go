package assemble

import (
	"go/token"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/engross/engross/agreement"
)

// aside is for what a clause prints next: its events come to lie among the others.
func (t *tracer) aside() aside {
	if t == nil {
		return aside{}
	}
	if cap(t.events)-len(t.events) < 64 {
		t.events = make([]event, 0, 512)
	}
	return aside{trace: t, events: t.events[len(t.events):]}
}

// keepAside keeps what a clause has printed from being written over.
func (t *tracer) keepAside(a *aside) {
	if t == nil {
		return
	}
	if n := len(a.events); n <= cap(t.events)-len(t.events) {
		t.events = t.events[:len(t.events)+n]
	}
	a.events = slices.Clip(a.events)
}

// wrote notes that what follows is printed, under the conditions of the frame.
func (f *frame) wrote(o *agreement.Origin) {
	if a := &f.context.aside; a.trace != nil { // a condition prints nothing that anybody keeps
		a.events = append(a.events, event{len(f.out), f.guard, o})
	}
}

// printed notes where what an action prints comes from.
func (f *frame) printed(s *agreement.Site, mark int, v any) {
	o := f.trace.origin(mark, howOf(v))
	if cell, is := v.(agreement.Cell); is {
		o = ofCell(cell)
	}
	if o != nil {
		o.Site = s
	}
	if b, is := v.(block); is {
		printedBy(f.context.aside.tables[indexOf(string(b))], s)
	}
	if a := &f.context.aside; len(a.values) > len(a.origins) { // it was set aside as a value
		a.origins = append(a.origins, o)
		o = nil
	}
	f.wrote(o)
}

// holds evaluates a condition, which what follows then stands under.
func (f *frame) holds(cond expr, s *agreement.Site) (is bool, from []int32) {
	if f.trace == nil {
		return truthOf(cond(f)), nil
	}
	mark := f.trace.mark()
	v := cond(f)
	is = truthOf(v)
	from = f.trace.take(mark)
	f.under(s, !is, from)
	if f.trace.knows(v) {
		from = nil
	}
	return is, from
}

// each puts what follows under the condition that a list has an element, or, where v
// is the list, that it has none; it gives the values that the element is made of.
func (f *frame) each(s *agreement.Site, v reflect.Value, list []int32) []int32 {
	if f.trace == nil {
		return nil
	}
	mark := f.trace.mark()
	if v.Kind() != reflect.Slice && f.trace.saw(v) {
		f.under(s, false, f.trace.take(mark))
		return nil
	}
	f.under(s, v.Kind() == reflect.Slice, list)
	return list
}

// set sets a variable.
func (f *frame) set(place int, v reflect.Value, from []int32) {
	f.vars[place] = v
	if f.trace != nil {
		f.from[place] = from
	}
}

// under puts what follows under a condition.
func (f *frame) under(s *agreement.Site, fails bool, values []int32) {
	f.guard = f.trace.lookedAt(f.guard, s, fails, values)
}

// howOf says what the values have to do with what an action prints.
func howOf(v any) agreement.How {
	if _, chosen := v.(words); chosen {
		return agreement.Chosen
	}
	return agreement.Printed
}

// actionSource is an action as the clause's author wrote it.
func actionSource(expr string) string { return strings.ReplaceAll(expr, "$.", ".") }

// site is where a branch stands, and how it is written.
func (c *compiler) site(word string, p *parse.PipeNode) *agreement.Site {
	return siteIn(c.text.file, c.text.pos(p.Pos).Line, word+" "+canonical(p))
}

func siteIn(file string, line int, source string) *agreement.Site {
	return &agreement.Site{Pos: token.Position{Filename: file, Line: line}, Source: source}
}
