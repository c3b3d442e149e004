package assemble

import (
	"reflect"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/engross/engross/agreement"
)

// How a document gets its origins: the reader keeps where the parts of a wording
// stand in the marked text, and the copier finds there what was printed, from what
// and under which conditions.

// add says that a part stands in a span, or in this one too.
func (s *spans) add(part any, at span) {
	if s == nil {
		return
	}
	p := place{reflect.ValueOf(part).Pointer(), anObject}
	if i, known := s.places.find(p); known {
		s.list[i].to = at.to
		return
	}
	s.places.put(p, int32(len(s.list)))
	s.list = append(s.list, at)
}

// of is where a part stands.
func (s *spans) of(part any) (at span, ok bool) {
	i, ok := s.places.find(place{reflect.ValueOf(part).Pointer(), anObject})
	if ok {
		at = s.list[i]
	}
	return at, ok
}

// span is the span of a piece of the Markdown.
func (r *reader) span(from, to int) span {
	if r.spans == nil {
		return span{}
	}
	return span{r.moved.before(from), r.moved.before(to)}
}

// stands keeps where a block stands: where its first line begins, with the number of
// an item.
func (r *reader) stands(b agreement.Block, n ast.Node) {
	at, ok := startOf(n)
	if r.spans == nil || !ok {
		return
	}
	line := r.starts[sort.SearchInts(r.starts, at+1)-1]
	for line < at && r.markdown[line] == ' ' {
		line++
	}
	from := r.moved.before(line)
	r.spans.add(b, span{from, from})
}

// enter goes into a block: it gives the conditions that it has beyond those of what
// it stands in, and the conditions of that.
func (c *copier) enter(b agreement.Block, conditions *[]*agreement.Condition) (outer *guard) {
	outer = c.outer
	if c.spans == nil {
		return outer
	}
	if at, ok := c.spans.of(b); ok {
		own := c.at(at.from).guard
		if list := c.trace.below(own, outer, nil); len(list) > 0 {
			*conditions = list
		}
		c.outer = own
	}
	return outer
}

// at is what was printed at a place of the marked text.
func (c *copier) at(at int) event {
	if i := c.printedBefore(at); i >= 0 {
		return c.events[i]
	}
	return event{}
}

// printedBefore is the last thing printed at a place or before it, or -1.
func (c *copier) printedBefore(at int) int {
	return sort.Search(len(c.events), func(i int) bool { return c.events[i].at > at }) - 1
}

// origin is the origin of words: of values where marks stand in them, otherwise of
// what printed them.
func (c *copier) origin(x agreement.Inline, text string) *agreement.Origin {
	var o *agreement.Origin
	for _, mark, rest := cutMark(text); mark != ""; _, mark, rest = cutMark(rest) {
		if i := indexOf(mark); i < len(c.origins) {
			o = join(o, c.origins[i])
		}
	}
	if o != nil {
		return o
	}
	at, ok := c.spans.of(x)
	if !ok {
		return nil
	}
	var all, some [8]*agreement.Condition
	hangs := all[:0]
	for i := max(0, c.printedBefore(at.from)); i < len(c.events) && c.events[i].at < at.to; i++ {
		e := c.events[i]
		if e.origin != nil {
			o = join(o, e.origin)
		}
		for _, x := range c.trace.below(e.guard, c.outer, some[:]) {
			if !slices.Contains(hangs, x) {
				hangs = append(hangs, x)
			}
		}
	}
	if len(hangs) > 0 {
		o = join(o, keep(&c.trace.origins, agreement.Origin{Hangs: keepAll(&c.trace.hangs, hangs)}))
	}
	return o
}

// join is the origin of words of two origins.
func join(a, b *agreement.Origin) *agreement.Origin {
	if a == nil {
		return b
	}
	both := *a
	both.Values, both.Hangs = slices.Clone(a.Values), slices.Concat(a.Hangs, b.Hangs)
	for _, v := range b.Values {
		if !slices.Contains(both.Values, v) {
			both.Values = append(both.Values, v)
		}
	}
	if both.Site == nil {
		both.Site, both.How = b.Site, b.How
	} else if b.Site != nil && !strings.Contains(both.Source, b.Source) {
		both.Site = &agreement.Site{Pos: both.Pos, Source: both.Source + "; " + b.Source}
	}
	return &both
}
