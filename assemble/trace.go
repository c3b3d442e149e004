package assemble

import (
	"go/token"
	"reflect"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// keep puts a thing among many that are allocated together.
func keep[T any](among *[]T, x T) *T {
	if len(*among) == cap(*among) {
		*among = make([]T, 0, 64)
	}
	*among = append(*among, x)
	return &(*among)[len(*among)-1]
}

// keepAll puts a list among many that are allocated together.
func keepAll[T any](among *[]T, list []T) []T {
	if cap(*among)-len(*among) < len(list) {
		*among = make([]T, 0, max(len(list), 256))
	}
	from := len(*among)
	*among = append(*among, list...)
	return slices.Clip((*among)[from:])
}

// newTracer knows where the values lie that a term sheet states.
func newTracer(f *schema.File, sheet *schema.TermSheet) *tracer {
	n := f.Stated()
	t := &tracer{file: f, values: make([]agreement.Value, n, n+n/2), names: map[string]int32{}, taken: map[parameterOf]int32{}, looked: make([]bool, n)}
	t.given, t.places = roomFor(n), roomFor(n)
	t.findPlaces(&t.given, f.Sheet)
	t.findPlaces(&t.places, sheet)
	return t
}

// fork is a tracer for one assembly of a deal, which several may make at once: it
// knows what t does, and what it learns is its own.
func (t *tracer) fork() *tracer {
	return &tracer{file: t.file, of: t, values: slices.Clip(t.values), names: map[string]int32{}, taken: map[parameterOf]int32{},
		params: map[parameterOf][]int32{}, direct: slices.Clip(t.direct), looked: slices.Clone(t.looked)}
}

// stated is a value that the term sheet states, by its pointer.
func (t *tracer) stated(pointer string) int32 {
	if i, ok := t.file.StatedAs(pointer); ok {
		return int32(i)
	}
	return t.add(pointer, agreement.Value{Pointer: pointer})
}

// add makes a value known by a name.
func (t *tracer) add(name string, v agreement.Value) int32 {
	if i, known := t.names[name]; known {
		return i
	}
	if t.of != nil {
		if i, known := t.of.names[name]; known {
			return i
		}
	}
	i := int32(len(t.values))
	t.values, t.names[name] = append(t.values, v), i
	return i
}

// took says that a clause took its own value for a parameter, and wrote it where
// the term sheet would state it.
func (t *tracer) took(s *Deal, c *chosen, p *Parameter) int32 {
	key := parameterOf{c, p.Name}
	if i, known := t.taken[key]; known {
		return i
	}
	if t.of != nil {
		if i, known := t.of.taken[key]; known {
			return i
		}
	}
	d := keep(&t.defaults, agreement.Default{Topic: c.item.Use, Parameter: p.Name, Position: string(s.Sheet.Deal.Position)})
	i := int32(len(t.values))
	t.values, t.taken[key] = append(t.values, agreement.Value{Default: d}), i
	if p.Path != "" {
		var v reflect.Value
		if v, d.Pointer, _ = s.Sheet.Locate(p.Path); d.Pointer != "" {
			t.lies(v, i)
			return i
		}
	}
	d.Pointer = "/clauses/" + escapePointer(c.item.Use) + "/parameters/" + escapePointer(p.Name)
	return i
}

// sawParameter notes that a parameter was read, and by what its place was selected.
func (t *tracer) sawParameter(s *Deal, c *chosen, name string) {
	key := parameterOf{c, name}
	if known, ok := t.params[key]; ok {
		t.reads = append(t.reads, known...)
		return
	}
	from := len(t.reads)
	t.seeParameter(s, c, name)
	if t.params != nil {
		t.params[key] = keepAll(&t.lists, t.reads[from:])
	}
}

func (t *tracer) seeParameter(s *Deal, c *chosen, name string) {
	t.reads = append(t.reads, t.ofParameter(s, c, name))
	path := c.variant.parameter(name).Path
	element, _, ok := strings.Cut(path, "]")
	if _, selector, has := strings.Cut(element, "["); ok && has {
		key, _, _ := strings.Cut(selector, "=")
		if v, _, found := s.Sheet.Locate(element + "]." + key); found {
			t.saw(v)
		}
	}
}

// ofParameter is the value of a clause's parameter.
func (t *tracer) ofParameter(s *Deal, c *chosen, name string) int32 {
	p := c.variant.parameter(name)
	if !c.given[name] {
		return t.took(s, c, p)
	}
	if p.Path != "" {
		if _, at, ok := s.Sheet.Locate(p.Path); ok {
			if i, given := t.file.StatedAs(at); given {
				return int32(i)
			}
		}
	}
	return t.stated("/clauses/" + escapePointer(c.item.Use) + "/parameters/" + escapePointer(name))
}

// mark is where the reads begin that somebody will take.
func (t *tracer) mark() int {
	if t == nil {
		return 0
	}
	t.base = len(t.reads)
	return t.base
}

// saw notes that a value was read. It reports false of one that does not lie in
// the term sheet, or that the sheet does not state.
func (t *tracer) saw(v reflect.Value) bool {
	if !v.IsValid() {
		return false
	}
	p, ok := placeOf(v)
	if !ok {
		return false
	}
	if i, ok := t.find(p); ok {
		t.reads = append(t.reads, i)
		return true
	}
	made, ok := t.joint[p]
	t.reads = append(t.reads, made...)
	return ok
}

// knows reports whether a value lies in the term sheet, which states it.
func (t *tracer) knows(v reflect.Value) bool {
	if !v.IsValid() {
		return false
	}
	p, ok := placeOf(v)
	if ok {
		_, ok = t.find(p)
	}
	return ok
}

// take takes what was read since a mark, each once.
func (t *tracer) take(mark int) []int32 {
	list := t.since(mark)
	if t != nil {
		t.reads, t.worked = t.reads[:mark], false
	}
	return list
}

// since is what was read since a mark, each once.
func (t *tracer) since(mark int) []int32 {
	if t == nil {
		return nil
	}
	n := len(t.reads) - mark
	if n == 0 {
		return nil
	}
	if cap(t.lists)-len(t.lists) < n {
		t.lists = make([]int32, 0, max(n, 256))
	}
	from := len(t.lists)
	for _, i := range t.reads[mark:] {
		if !slices.Contains(t.lists[from:], i) {
			t.lists = append(t.lists, i)
		}
	}
	return slices.Clip(t.lists[from:])
}

func (t *tracer) valuesOf(list []int32) []agreement.Value {
	switch len(list) {
	case 0:
		return nil
	case 1:
		i := list[0]
		return t.values[i : i+1 : i+1]
	}
	values := make([]agreement.Value, len(list))
	for n, i := range list {
		values[n] = t.values[i]
	}
	return values
}

// origin is the origin of words that were made of what was read since a mark.
func (t *tracer) origin(mark int, how agreement.How) *agreement.Origin {
	if how == agreement.Printed && t.worked {
		how = agreement.Reckoned
	}
	values := t.valuesOf(t.take(mark))
	if values == nil {
		return nil
	}
	return keep(&t.origins, agreement.Origin{How: how, Values: values})
}

// condition is a guard as a document has it.
func (t *tracer) condition(g *guard) *agreement.Condition {
	if g.made == nil {
		g.made = keep(&t.conditions, agreement.Condition{Site: g.site, Fails: g.fails, Values: t.valuesOf(g.values)})
	}
	return g.made
}

// within reports whether g is outer, or within it.
func (g *guard) within(outer *guard) bool {
	for ; g != nil; g = g.outer {
		if g == outer {
			return true
		}
	}
	return outer == nil
}

// below are the conditions of g that are not those of outer too, outermost first.
func (t *tracer) below(g, outer *guard, room []*agreement.Condition) []*agreement.Condition {
	list := room[:0]
	for ; g != nil && !outer.within(g); g = g.outer {
		list = append(list, t.condition(g))
	}
	slices.Reverse(list)
	return list
}

// lookedAt is a condition that has been looked at, within another.
func (t *tracer) lookedAt(outer *guard, s *agreement.Site, fails bool, values []int32) *guard {
	for _, i := range values {
		if int(i) < len(t.looked) {
			t.looked[i] = true
		}
	}
	t.why = keep(&t.guards, guard{outer: outer, site: s, fails: fails, values: values})
	return t.why
}

// saw notes that fields of the term sheet are read, given by their addresses. A
// method of the context that looks at the sheet says so; what a clause itself names
// is noted without it.
func (c *context) saw(fields ...any) {
	if t := c.run.trace; t != nil {
		for _, p := range fields {
			t.saw(reflect.ValueOf(p).Elem())
		}
	}
}

// only is saw where what was looked at on the way has no say in what is printed.
func (c *context) only(fields ...any) {
	if t := c.run.trace; t != nil {
		t.reads = t.reads[:t.base]
		c.saw(fields...)
	}
}

// reckoned is saw of what a figure is worked out from.
func (c *context) reckoned(fields ...any) {
	if t := c.run.trace; t != nil {
		c.saw(fields...)
		t.worked = true
	}
}

// cell is a cell of a table that prints what is read of the term sheet: the fields
// given, and what was read on the way to the words.
func (c *context) cell(s string, fields ...any) agreement.Cell {
	return c.cellOf(agreement.Printed, s, fields)
}

// coded is a cell whose words hang on what is read, and say something else.
func (c *context) coded(s string, fields ...any) agreement.Cell {
	return c.cellOf(agreement.Chosen, s, fields)
}

// figure is a cell that is worked out from what is read.
func (c *context) figure(s string, fields ...any) agreement.Cell {
	return c.cellOf(agreement.Reckoned, s, fields)
}

func (c *context) cellOf(how agreement.How, s string, fields []any) agreement.Cell {
	t := c.run.trace
	if t == nil {
		return textCell(s)
	}
	c.saw(fields...)
	o := t.origin(t.base, how)
	if s == "" {
		return nil
	}
	return agreement.Cell{&agreement.Text{Text: s, Value: true, Origin: o}}
}

// set sets a field of something that is made of the term sheet for a clause to
// read, as a cell is made.
func set[T any](c *context, field *T, v T, fields ...any) {
	*field = v
	t := c.run.trace
	if t == nil {
		return
	}
	c.saw(fields...)
	if p, ok := placeOf(reflect.ValueOf(field).Elem()); ok {
		if t.joint == nil {
			t.joint = map[place][]int32{}
		}
		t.joint[p], t.kept = t.take(t.base), append(t.kept, field)
	}
}

// because adds the condition that was last looked at, as a library's files write it.
func (s *Deal) because(list []*agreement.Condition, source string, pos token.Position) []*agreement.Condition {
	if s.trace == nil {
		return list
	}
	why := s.trace.condition(s.trace.why)
	why.Site = &agreement.Site{Pos: pos, Source: source}
	return append(list, why)
}

// stated adds a choice that the term sheet makes among the clauses by name.
func (s *Deal) stated(list []*agreement.Condition, topic, what string, pos token.Position) []*agreement.Condition {
	if s.trace == nil {
		return list
	}
	at := "/clauses/" + escapePointer(topic) + "/" + what
	return append(list, s.trace.condition(s.trace.lookedAt(nil, siteIn(pos.Filename, pos.Line, what), false, []int32{s.trace.stated(at)})))
}

// byPosition adds that the position of the deal chose the variant of a topic.
func (s *Deal) byPosition(list []*agreement.Condition, t *Topic) []*agreement.Condition {
	if s.trace == nil {
		return list
	}
	var values []int32
	if at := "/deal/position"; s.File.Given(at) {
		values = append(values, s.trace.stated(at))
	}
	return append(list, s.trace.condition(s.trace.lookedAt(nil, siteIn(t.pos.Filename, t.pos.Line, "position "+string(s.Sheet.Deal.Position)), false, values)))
}

// traceDefaults learns where the values lie now that the defaults are in.
func (s *Deal) traceDefaults() {
	t := s.trace
	t.values = t.values[:t.file.Stated()]
	clear(t.names)
	clear(t.taken)
	t.findPlaces(&t.places, s.Sheet)
	for _, c := range s.chosen {
		if c.variant == nil {
			continue
		}
		for _, p := range c.variant.Parameters {
			if c.values[p.Name] != nil && !c.given[p.Name] {
				t.took(s, c, p)
			}
		}
	}
}

// ofCell is the origin of a cell that an action prints.
func ofCell(c agreement.Cell) *agreement.Origin {
	if x, ok := first(c).(*agreement.Text); ok && x.Origin != nil {
		o := *x.Origin
		return &o
	}
	return nil
}

// printedBy says of the cells of a table which action prints them.
func printedBy(t *agreement.Table, s *agreement.Site) {
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			for _, x := range c {
				if x, ok := x.(*agreement.Text); ok && x.Origin != nil {
					x.Origin.Site = s
				}
			}
		}
	}
}

// reads notes fields that are printed outside clauses, and is the origin of them: a value
// for each field, one without a pointer where the term sheet does not state it.
func (r *run) reads(fields ...any) *agreement.Origin {
	t := r.trace
	if t == nil {
		return nil
	}
	o := &agreement.Origin{How: agreement.Printed, Values: make([]agreement.Value, len(fields))}
	for k, p := range fields {
		mark := t.mark()
		t.saw(reflect.ValueOf(p).Elem())
		values := t.valuesOf(t.take(mark))
		if t.direct = append(t.direct, values...); len(values) > 0 {
			o.Values[k] = values[0]
		}
	}
	return o
}

// traced is the trace of a document, or nil.
func (r *run) traced(doc *agreement.Document) *Trace {
	if r.trace == nil {
		return nil
	}
	return &Trace{lib: r.lib, file: r.File, doc: doc, stated: r.trace.values, looked: r.trace.looked, direct: r.trace.direct}
}

func first(in []agreement.Inline) agreement.Inline {
	if len(in) == 0 {
		return nil
	}
	return in[0]
}
