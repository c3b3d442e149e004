package word

import (
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// A sheetStyle is a style of the file.
type sheetStyle struct {
	name  string // in lower case
	based string
	kind  string
	props
	bold int8
}

// styleSheet is the styles of a file by ID.
type styleSheet struct {
	byID     map[string]*sheetStyle
	standard string // ID of the paragraph style of what names none
}

const deepestStyle = 20 // styles based on one another

// find is the first value that a style, or one that it is based on, gives.
func (s *styleSheet) find(id string, f func(*sheetStyle) bool) {
	for range deepestStyle {
		st := s.byID[id]
		if st == nil || f(st) {
			return
		}
		id = st.based
	}
}

// name is the name of a style, or of the standard one; in lower case.
func (s *styleSheet) name(id string) string {
	if id == "" {
		id = s.standard
	}
	if st := s.byID[id]; st != nil {
		return st.name
	}
	return strings.ToLower(id)
}

func (s *styleSheet) isBold(id string) bool {
	bold := false
	s.find(id, func(st *sheetStyle) bool { bold = st.bold > 0; return st.bold != 0 })
	return bold
}

// outline is the level of a heading, from 0, or -1.
func (s *styleSheet) outline(p *props) int {
	level := p.outline
	if level < 0 {
		s.find(s.or(p.style), func(st *sheetStyle) bool { level = st.outline; return level >= 0 })
	}
	if level > 8 {
		return -1
	}
	return level
}

func (s *styleSheet) or(id string) string {
	if id == "" {
		return s.standard
	}
	return id
}

func (s *styleSheet) indent(p *props) int {
	indent := p.indent
	if !p.hasIndent {
		s.find(s.or(p.style), func(st *sheetStyle) bool { indent = st.indent; return st.hasIndent })
	}
	return indent
}

func readStyles(src *source, name string) (*styleSheet, error) {
	s := &styleSheet{byID: map[string]*sheetStyle{}}
	err := src.scan(name, func(x *scanner) error {
		r := &reader{scanner: x, found: &findings{}}
		return x.each(func(name string) error {
			if name != "style" {
				return nil
			}
			st := &sheetStyle{kind: x.attr("type"), props: plainProps()}
			id := x.attr("styleId")
			if d := x.attr("default"); st.kind == "paragraph" && (d == "1" || d == "true" || d == "on") {
				s.standard = id
			}
			if s.byID[id] == nil {
				s.byID[id] = st
			}
			return x.each(func(name string) error {
				switch name {
				case "name":
					st.name = strings.ToLower(x.attr("val"))
				case "basedOn":
					st.based = x.attr("val")
				case "pPr":
					return x.each(func(name string) error { return r.prop(name, &st.props) })
				case "rPr":
					var look piece
					err := r.runProps(&look)
					st.bold = look.bold
					return err
				}
				return nil
			})
		})
	})
	return s, err
}

// A numberDefinition is the levels of a list.
type numberDefinition struct {
	levels map[int]*numberLevel
	link   string // the style whose list it is instead
}

type numberLevel struct {
	start   int
	format  string
	text    string
	style   string
	legal   bool
	restart int // -1 where it does not say
	indent  int
	has     bool
}

// A listUse is a list that paragraphs name.
type listUse struct {
	definition string
	starts     map[int]int
	levels     map[int]*numberLevel
}

// numberSheet is the lists of a file.
type numberSheet struct {
	definitions map[string]*numberDefinition
	lists       map[int]*listUse
	byStyle     map[string]string // list styles: the definition
}

func readNumbers(src *source, name string) (*numberSheet, error) {
	n := &numberSheet{definitions: map[string]*numberDefinition{}, lists: map[int]*listUse{}, byStyle: map[string]string{}}
	err := src.scan(name, func(x *scanner) error {
		r := &reader{scanner: x, found: &findings{}}
		return x.each(func(name string) error {
			switch name {
			case "abstractNum":
				d := &numberDefinition{levels: map[int]*numberLevel{}}
				id := x.attr("abstractNumId")
				n.definitions[id] = d
				return x.each(func(name string) error {
					switch name {
					case "lvl":
						return r.level(d.levels)
					case "numStyleLink":
						d.link = strings.ToLower(x.attr("val"))
					case "styleLink":
						n.byStyle[strings.ToLower(x.attr("val"))] = id
					}
					return nil
				})
			case "num":
				l := &listUse{starts: map[int]int{}, levels: map[int]*numberLevel{}}
				n.lists[number(x.attr("numId"), -1)] = l
				return x.each(func(name string) error {
					switch name {
					case "abstractNumId":
						l.definition = x.attr("val")
					case "lvlOverride":
						at := number(x.attr("ilvl"), -1)
						return x.each(func(name string) error {
							switch name {
							case "startOverride":
								l.starts[at] = number(x.attr("val"), 1)
							case "lvl":
								return r.level(l.levels)
							}
							return nil
						})
					}
					return nil
				})
			}
			return nil
		})
	})
	return n, err
}

func (r *reader) level(levels map[int]*numberLevel) error {
	l := &numberLevel{start: 1, format: "decimal", restart: -1}
	at := number(r.attr("ilvl"), -1)
	if at >= 0 && at < 9 {
		levels[at] = l
	}
	return r.each(func(name string) error {
		switch name {
		case "start":
			l.start = number(r.attr("val"), 1)
		case "numFmt":
			l.format = r.attr("val")
		case "lvlText":
			l.text = r.attr("val")
		case "pStyle":
			l.style = r.attr("val")
		case "isLgl":
			l.legal = !off(r.attr("val"))
		case "lvlRestart":
			l.restart = number(r.attr("val"), -1)
		case "AlternateContent":
			return r.alternate(func(name string) error {
				if name == "numFmt" {
					l.format = r.attr("val")
				}
				return nil
			})
		case "pPr":
			p := plainProps()
			err := r.each(func(name string) error { return r.prop(name, &p) })
			l.indent, l.has = p.indent, p.hasIndent
			return err
		}
		return nil
	})
}

// A counting is the numbers of one reading of a file, in the order of its paragraphs.
type counting struct {
	*numberSheet
	styles *styleSheet
	counts map[string]*[9]int // by definition: the last number of each level, or one less than the first
	begun  map[string]*[9]bool
	used   map[[2]int]bool // lists and levels whose own start was taken
}

func newCounting(n *numberSheet, s *styleSheet) *counting {
	return &counting{n, s, map[string]*[9]int{}, map[string]*[9]bool{}, map[[2]int]bool{}}
}

// A numberedAs is how a paragraph is numbered.
type numberedAs struct {
	list  int // 0 where it is not
	level int
	label string // as it is printed
	mark  bool   // a bullet, not a number
	head  string // the format of the level
}

// of is the list and level of a paragraph.
func (c *counting) of(p *props) (list, level int) {
	list, level = p.num, p.lvl
	fromStyle := ""
	if list < 0 || level < 0 {
		id := c.styles.or(p.style)
		for range deepestStyle {
			st := c.styles.byID[id]
			if st == nil {
				break
			}
			if st.num >= 0 && list < 0 {
				list, fromStyle = st.num, id
			}
			if st.lvl >= 0 && level < 0 {
				level = st.lvl
			}
			id = st.based
		}
	}
	if list <= 0 {
		return 0, 0
	}
	if d := c.definition(list); fromStyle != "" && d != nil {
		for at, l := range d.levels {
			if l.style == fromStyle || l.style == p.style && p.style != "" {
				level = at
				if l.style == p.style {
					break
				}
			}
		}
	}
	return list, min(max(level, 0), 8)
}

func (c *counting) definition(list int) *numberDefinition {
	l := c.lists[list]
	if l == nil {
		return nil
	}
	return c.definitions[c.definitionID(l)]
}

func (c *counting) definitionID(l *listUse) string {
	id := l.definition
	for range deepestStyle {
		d := c.definitions[id]
		if d == nil || d.link == "" || c.byStyle[d.link] == "" || c.byStyle[d.link] == id {
			break
		}
		id = c.byStyle[d.link]
	}
	return id
}

func (c *counting) levelAt(list, at int) *numberLevel {
	if l := c.lists[list].levels[at]; l != nil {
		return l
	}
	if d := c.definition(list); d != nil {
		return d.levels[at]
	}
	return nil
}

// next counts a paragraph.
func (c *counting) next(p *props) numberedAs {
	list, at := c.of(p)
	if list == 0 || c.lists[list] == nil {
		return numberedAs{}
	}
	lv := c.levelAt(list, at)
	if lv == nil {
		return numberedAs{}
	}
	id := c.definitionID(c.lists[list])
	n, begun := c.counts[id], c.begun[id]
	if n == nil {
		n, begun = &[9]int{}, &[9]bool{}
		c.counts[id], c.begun[id] = n, begun
	}
	own := [2]int{list, at}
	if _, ok := c.lists[list].starts[at]; ok && !c.used[own] || !begun[at] {
		n[at] = c.start(list, at, lv) - 1
	}
	c.used[own] = true
	n[at]++
	begun[at] = true
	for i := at + 1; i < 9; i++ {
		deeper := c.levelAt(list, i)
		if deeper == nil || deeper.restart != 0 && (deeper.restart < 0 || at < deeper.restart) {
			begun[i] = false
			n[i] = 0
		}
	}
	return numberedAs{list, at, c.label(list, at, lv, n, begun), lv.format == "bullet", lv.format}
}

// start is where a level of a list begins, and begins again.
func (c *counting) start(list, at int, lv *numberLevel) int {
	if start, ok := c.lists[list].starts[at]; ok {
		return start
	}
	return lv.start
}

func (c *counting) label(list, at int, lv *numberLevel, n *[9]int, begun *[9]bool) string {
	s := lv.text
	if lv.format == "bullet" {
		return agreement.Bullet
	}
	for i := 0; i <= 8; i++ {
		mark := "%" + strconv.Itoa(i+1)
		if !strings.Contains(s, mark) {
			continue
		}
		of := c.levelAt(list, i)
		if of == nil {
			continue
		}
		value, format := n[i], of.format
		if !begun[i] && i != at {
			value = c.start(list, i, of)
		}
		if lv.legal && i <= at && format != "none" && (i < at || format != "decimalZero") {
			format = "decimal"
		}
		s = strings.ReplaceAll(s, mark, formatNumber(value, format))
	}
	return s
}

func formatNumber(n int, format string) string {
	switch format {
	case "none":
		return ""
	case "upperRoman", "lowerRoman":
		if n < 1 || n > 32767 {
			return strconv.Itoa(n)
		}
		if format == "lowerRoman" {
			return strings.ToLower(roman(n))
		}
		return roman(n)
	case "upperLetter", "lowerLetter":
		if n < 1 || n > 780 {
			return strconv.Itoa(n)
		}
		if format == "upperLetter" {
			return strings.ToUpper(letters(n))
		}
		return letters(n)
	case "decimalZero":
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "ordinal":
		return strconv.Itoa(n) + ordinalEnd(n)
	}
	return strconv.Itoa(n)
}

func ordinalEnd(n int) string {
	if n%100 >= 11 && n%100 <= 13 {
		return "th"
	}
	switch n % 10 {
	case 1:
		return "st"
	case 2:
		return "nd"
	case 3:
		return "rd"
	}
	return "th"
}
