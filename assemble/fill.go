package assemble

import (
	"sort"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// filled is the Markdown of one clause, with line marks in it, and what its other
// marks stand for.
type filled struct {
	aside
	chosen *chosen
	marked []byte
}

// fill prints a chosen clause with the values of the term sheet, into space. Where
// a value is absent the rest goes on, so that all absent values are found at once.
func fill(r *run, c *chosen, space []byte) (filled, error) {
	x := &context{TermSheet: r.Sheet, run: r, here: c, aside: r.trace.aside()}
	text, err := c.variant.print(x, space)
	if r.numbering() == "article" && c.item.Place != InSchedule {
		text = []byte(articleWords.Replace(string(text)))
	}
	r.trace.keepAside(&x.aside)
	return filled{x.aside, c, text}, err
}

// articleWords calls a section an Article in the words of the library, where the
// numbering does; values are marks here, so none is changed.
var articleWords = strings.NewReplacer("this section", "this Article", "This section", "This Article",
	"these sections", "these Articles", "following sections", "following Articles", "other sections", "other Articles")

func (v *Variant) print(c *context, out []byte) ([]byte, error) {
	x, err := v.text()
	if err != nil {
		return out, err
	}
	return x.print(c, out)
}

// takeLineMarks takes the line marks out of a filled clause. Beside its Markdown
// it gives the line of the clause file by line of the Markdown; both count from
// 1, index 0 is unused. A line without a mark, all of which came from values, has
// the source line of the one above. The shifts tell offsets in the one text from
// those in the other.
func takeLineMarks(s string) ([]byte, []int, shifts) {
	out := make([]byte, 0, len(s))
	lines := []int{0, 0}
	var moved shifts
	whole, last := len(s), 1
	for len(s) > 0 {
		switch i := strings.IndexAny(s, "\x00\n"); {
		case i < 0:
			out, s = append(out, s...), ""
		case s[i] == '\n':
			out, s = append(out, s[:i+1]...), s[i+1:]
			if n := len(lines) - 1; lines[n] == 0 {
				lines[n] = last
			}
			lines = append(lines, 0)
		default:
			out = append(out, s[:i]...)
			number, rest, _ := strings.Cut(s[i+1:], string(lineMark))
			s = rest
			moved = append(moved, shift{len(out), whole - len(rest)})
			last, _ = strconv.Atoi(number) // only markLines writes marks
			if n := len(lines) - 1; lines[n] == 0 {
				lines[n] = last
			}
		}
	}
	if n := len(lines) - 1; lines[n] == 0 {
		lines[n] = last
	}
	return out, lines, moved
}

// shifts are the places in a text where marks were taken out.
type shifts []shift

type shift struct{ at, before int } // an offset, and what it was with the marks

// before is where an offset was in the text with marks.
func (m shifts) before(at int) int {
	i := sort.Search(len(m), func(i int) bool { return m[i].at > at }) - 1
	if i < 0 {
		return at
	}
	return m[i].before + at - m[i].at
}

var provisionName = agreement.Pattern(`\{#([a-z0-9-]+)\}`)

func (s *Deal) numbering() string {
	if n := s.Sheet.Deal.Numbering; n != "" {
		return n
	}
	return s.Template.Numbering
}
