package word

import (
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// Numbers are Word's own: a provision has a list and a level, and Word counts. So
// that no number is ever another than the one in the document, the writer counts as
// Word does; a provision whose label Word would not make has it as words.

// A listKind is one way to number the levels of a list.
type listKind uint8

const (
	decimalList   listKind = iota // 1. / 1.1 / (a) / (i) / (A) / (1)
	articleList                   // Article I / Section 1.01 / (a) / ...
	partList                      // Part A
	scheduleList                  // Schedule A
	paragraphList                 // 1. / (a) / (i): in a schedule
	partyList                     // (1) / (a) / (i)
	recitalList                   // (A) / (a) / (i)
	annexList                     // Annex
	listKinds
)

// A level says how one level of a list counts.
type level struct {
	format string // as OOXML names it
	text   string // with %1 for the number of the first level
	legal  bool   // numbers of other levels are in figures
	depth  int    // of the provision, for its indents
	style  string // the paragraph style that is tied to it
	heads  bool   // it is the label of a heading, which Word sets before the words
}

var below = []level{
	{format: "lowerLetter", text: "(%a)", depth: 3, style: "Level3"}, {format: "lowerRoman", text: "(%a)", depth: 4, style: "Level4"},
	{format: "upperLetter", text: "(%a)", depth: 5, style: "Level5"}, {format: "decimal", text: "(%a)", depth: 6, style: "Level6"},
	{format: "decimal", text: "(%a)", depth: 7, style: "Level7"},
}

// levels are the levels of each kind of list. A style can be tied to one list only:
// those of sections; other lists are named in each paragraph.
var levels = [listKinds][]level{
	decimalList: list(below, level{format: "decimal", text: "%1.", depth: 1, style: "Heading1"},
		level{format: "decimal", text: "%1.%2", depth: 2, style: "Level2"}),
	articleList: list(below, level{format: "upperRoman", text: "Article %1", depth: 1, style: "Heading1"},
		level{format: "decimalZero", text: "Section %1.%2", legal: true, depth: 2, style: "Level2"}),
	partList:      {{format: "upperLetter", text: "Part %1", heads: true}},
	scheduleList:  {{format: "upperLetter", text: "Schedule %1", heads: true}},
	paragraphList: list(below, level{format: "decimal", text: "%1.", depth: 1}),
	partyList:     list(below, level{format: "decimal", text: "(%1)", depth: 1}),
	recitalList:   list(below, level{format: "upperLetter", text: "(%1)", depth: 1}),
	annexList:     {{format: "decimal", text: "Annex", heads: true}},
}

// list is the levels first, with the bracketed ones below them.
func list(below []level, first ...level) []level {
	out := first
	for _, l := range below {
		l.text = strings.Replace(l.text, "%a", "%"+strconv.Itoa(len(out)+1), 1)
		out = append(out, l)
	}
	return out
}

// A numList is a list that counts.
type numList struct {
	kind  listKind
	num   int // its number in the package, from 1
	start int // of its first level
	now   counter
	was   counter // as the old draft of a redline counts
}

// A counter is how far each level has counted.
type counter [9]int

// step is the counter at the next provision of a level.
func (c counter) step(l *numList, level int) counter {
	for i := level + 1; i < len(c); i++ {
		c[i] = 0
	}
	c[level]++
	return c
}

// number is a counter's number at a level, in a format.
func (l *numList) number(c counter, level int, format string) string {
	n := c[level]
	if level == 0 {
		n += l.start - 1
	}
	n = max(n, 1)
	switch format {
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperLetter":
		return strings.ToUpper(letters(n))
	case "lowerLetter":
		return letters(n)
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	}
	return strconv.Itoa(n)
}

// label is the label that Word prints.
func (l *numList) label(c counter, at int) string {
	lv := levels[l.kind][at]
	s := lv.text
	for i := at; i >= 0; i-- {
		format := levels[l.kind][i].format
		if lv.legal && i < at {
			format = "decimal"
		}
		if mark := "%" + strconv.Itoa(i+1); strings.Contains(s, mark) {
			s = strings.Replace(s, mark, l.number(c, i, format), 1)
		}
	}
	return s
}

// A numbering is the lists of a document, and the place of each clause in them.
type numbering struct {
	lists  []*numList
	places map[*agreement.Clause]*numbered
	now    map[string]*numbered // by ID, in the new draft
	was    map[string]*numbered // by ID, in the old draft
}

// A numbered clause has a place in a list.
type numbered struct {
	list  *numList
	level int
	now   counter
	was   counter
	above *numbered // the provision around it in the list
	mark  string    // its bookmark, or ""
}

func (n *numbering) list(kind listKind, start int) *numList {
	l := &numList{kind: kind, num: len(n.lists) + 1, start: start}
	n.lists = append(n.lists, l)
	return l
}

// numberAll finds the place in a list of each clause whose label Word can make.
func numberAll(body []agreement.Block, marks *bookmarks) *numbering {
	n := &numbering{places: map[*agreement.Clause]*numbered{}, now: map[string]*numbered{}, was: map[string]*numbered{}}
	kind := decimalList
	agreement.Walk(body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok && c.Kind == agreement.Numbered && strings.HasPrefix(c.Label, "Article ") {
			kind = articleList
		}
		return kind == decimalList
	})
	sections, parts := n.list(kind, 1), (*numList)(nil)
	for _, b := range body {
		c, ok := b.(*agreement.Clause)
		if !ok {
			continue
		}
		switch c.Kind {
		case agreement.Numbered:
			n.clause(c, sections, 1, nil, c.Change, marks)
		case agreement.Part:
			if parts == nil {
				parts = n.list(partList, 1)
			}
			n.place(c, parts, 0, nil, c.Change, marks)
		case agreement.Schedule:
			n.place(c, n.list(scheduleList, scheduleStart(c.Label)), 0, nil, c.Change, marks)
			n.children(c, paragraphList, marks)
		case agreement.Annex:
			n.place(c, n.list(annexList, 1), 0, nil, c.Change, marks)
			n.children(c, paragraphList, marks)
		case agreement.Front:
			n.children(c, partyList, marks)
		}
	}
	return n
}

// scheduleStart is 5 for "Schedule E", whose letters are fixed and so may leave gaps.
func scheduleStart(label string) int {
	letter := strings.TrimPrefix(label, "Schedule ")
	if len(letter) == 1 && 'A' <= letter[0] && letter[0] <= 'Z' {
		return int(letter[0]-'A') + 1
	}
	return 1
}

// children numbers the provisions of a schedule or of front matter, in a list of
// their own.
func (n *numbering) children(c *agreement.Clause, kind listKind, marks *bookmarks) {
	var own *numList
	for _, b := range c.Body {
		q, ok := b.(*agreement.Clause)
		if !ok || absent(q.Change, c.Change) {
			continue
		}
		if own == nil {
			if kind == partyList && strings.HasPrefix(q.Label, "(A") {
				kind = recitalList
			}
			own = n.list(kind, 1)
		}
		n.clause(q, own, 1, nil, inherit(q.Change, c.Change), marks)
	}
}

func (n *numbering) clause(c *agreement.Clause, l *numList, depth int, above *numbered, change agreement.Change, marks *bookmarks) {
	if depth == 2 && strings.HasPrefix(c.Label, "(") { // a list straight under a section
		depth++
	}
	if at := levelOf(l.kind, depth); at >= 0 {
		if place := n.place(c, l, at, above, change, marks); place != nil {
			above = place
		}
	}
	for _, b := range c.Body {
		if q, ok := b.(*agreement.Clause); ok && !absent(q.Change, change) {
			n.clause(q, l, depth+1, above, inherit(q.Change, change), marks)
		}
	}
}

// levelOf is the level of a list for provisions of a depth, or -1.
func levelOf(kind listKind, depth int) int {
	for i, l := range levels[kind] {
		if l.depth == depth {
			return i
		}
	}
	return -1
}

// place gives a clause the next number of a list, if that is the number it has in
// each draft that has it.
func (n *numbering) place(c *agreement.Clause, l *numList, at int, above *numbered, change agreement.Change, marks *bookmarks) *numbered {
	if c.Label == "" {
		return nil
	}
	now, was := l.now, l.was
	if inNew(change) {
		if now = l.now.step(l, at); l.label(now, at) != c.Label {
			return nil
		}
	}
	if inOld(change) {
		if was = l.was.step(l, at); l.label(was, at) != former(c.Was, c.Label) {
			return nil
		}
	}
	l.now, l.was = now, was
	p := &numbered{list: l, level: at, now: now, was: was, above: above, mark: marks.name(c.ID, change)}
	n.places[c] = p
	if inNew(change) {
		n.now[c.ID] = p
	}
	if inOld(change) {
		n.was[formerID(c.ID)] = p
	}
	return p
}

// A citing is the number of a provision as a field prints it.
type citing struct {
	text string
	to   *numbered
	full bool // with the numbers above it
}

// cite is the number of a provision as words refer to it, in one field or in
// several: Word puts "4.2(b)" together, but not "Section 1.01(a)".
func (p *numbered) cite(old bool) []citing {
	c := p.now
	if old {
		c = p.was
	}
	own := strings.TrimSuffix(p.list.label(c, p.level), ".")
	switch {
	case p.level == 0 || strings.Contains(levels[p.list.kind][p.level].text, "%1."):
		return []citing{{own, p, false}}
	case p.list.kind == articleList || p.above == nil:
		if p.above == nil {
			return []citing{{own, p, false}}
		}
		return append(p.above.cite(old), citing{own, p, false})
	}
	whole := ""
	for _, x := range p.above.cite(old) {
		whole += x.text
	}
	return []citing{{whole + own, p, true}}
}

// letters is Word's count a, b, ... z, aa, bb, ...
func letters(n int) string {
	return strings.Repeat(string(rune('a'+(n-1)%26)), (n-1)/26+1)
}

func roman(n int) string {
	var b strings.Builder
	for _, r := range []struct {
		value  int
		digits string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= r.value; n -= r.value {
			b.WriteString(r.digits)
		}
	}
	return b.String()
}

func inNew(c agreement.Change) bool { return c != agreement.Deleted && c != agreement.MovedFrom }
func inOld(c agreement.Change) bool { return c != agreement.Inserted && c != agreement.MovedTo }

// former is what words were in the old draft.
func former(was, is string) string {
	if was != "" {
		return was
	}
	return is
}

// inherit is the change of a node that stands in a block changed as a whole.
func inherit(c, around agreement.Change) agreement.Change {
	if c == agreement.Unchanged {
		return around
	}
	return c
}
