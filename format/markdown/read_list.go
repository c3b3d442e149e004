package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// A standing is how a line stands on the printed page, by the rules of CommonMark 5.1 and
// 5.2: how deep in lists, and whether it is set as code. A reader of the source, who goes
// by what a line begins with, may see it otherwise; what differs is a mark of the words,
// so that no blank that makes an item of a list words, or words code, is passed over.
type standing struct {
	at    int // columns of blanks before it
	depth int
	item  bool // it begins an item
	code  bool
	html  int // the kind of block of HTML that it begins
}

// A standings says how the lines of a file stand, one after another.
type standings struct {
	items []int // columns at which the words of the open items begin
	words bool  // the line above is words that this one may go on with

	html   int // the kind of the block of HTML that is open
	within int // in so many items
	quoted int // and so deep in quotations
}

// line is how the next line stands.
func (s *standings) line(line []byte) standing {
	quoted := 0
	for begins(line, ">") {
		line = unquoted(line)
		quoted++
	}
	at, rest := blanks(line, 0)
	within := 0
	for within < len(s.items) && at >= s.items[within] {
		within++
	}
	goesOn := s.words && within == len(s.items)
	p, escaped := standing{at: at}, false // the point of a number, which so begins no item
	for base := s.base(within); ; base = s.base(within) {
		width, number := listMark(rest)
		switch {
		case at-base >= 4 && !s.words:
			p.code = true
		case at-base < 4 && !escaped && htmlBegins(rest, s.words) != noHTML:
			p.html = htmlBegins(rest, s.words)
			if s.within, s.quoted = within, quoted; !htmlEnds(p.html, rest) {
				s.html = p.html
			}
		case at-base < 4 && width > 0 && !(goesOn && (number != "" && number != "1" || len(rest) == width)):
			p.item, goesOn, s.words = true, false, false
			from := at + width
			escaped = escaped || bytes.ContainsRune(rest[:width], '\\')
			next, words := blanks(rest[width:], from)
			if len(words) == 0 || next-from > 4 {
				at, rest = from+1, words
				p.code = len(words) > 0
			} else {
				at, rest = next, words
			}
			s.items = append(s.items[:within], at)
			within++
			if len(words) > 0 && !p.code {
				continue
			}
		case s.words: // words go on with the words above, wherever they stand
			within = len(s.items)
		}
		break
	}
	s.items = s.items[:within]
	p.depth = within
	return p
}

// nextItem reports a line that begins the next item of a list that the words above it
// stand in an item of.
func (s *standings) nextItem(line []byte) bool {
	if len(s.items) == 0 {
		return false
	}
	at, within, rest := s.inItems(line)
	width, number := listMark(rest)
	return within < len(s.items) && at-s.base(within) < 4 && number != "" && !bytes.ContainsRune(rest[:width], '\\')
}

// inItems is where the words of a line begin, how many of the items that are open it is
// indented into, and the words, without the marks of quotations.
func (s *standings) inItems(line []byte) (at, within int, rest []byte) {
	for begins(line, ">") {
		line = unquoted(line)
	}
	at, rest = blanks(line, 0)
	for within < len(s.items) && at >= s.items[within] {
		within++
	}
	return at, within, rest
}

// unquoted is a line without the first mark of a quotation.
func unquoted(line []byte) []byte {
	line = bytes.TrimPrefix(bytes.TrimLeft(line, " "), []byte(">"))
	return bytes.TrimPrefix(line, []byte(" "))
}

// base is the column at which the words of the innermost of n open items begin.
func (s *standings) base(n int) int {
	if n == 0 {
		return 0
	}
	return s.items[n-1]
}

// blanks is the column at which the words of a line begin that goes on at column at.
func blanks(line []byte, at int) (column int, words []byte) {
	for i, c := range line {
		switch c {
		case ' ':
			at++
		case '\t':
			at += 4 - at%4
		default:
			return at, line[i:]
		}
	}
	return at, nil
}

// listMark is the width of the mark of an item that words begin with, and its number, if
// it has one. An escaped point prints as one that is not.
func listMark(words []byte) (width int, number string) {
	if len(words) == 0 {
		return 0, ""
	}
	n := 0
	switch c := words[0]; {
	case strings.IndexByte("-*+", c) >= 0:
		n = 1
	case '0' <= c && c <= '9':
		const most = 9
		d := 1
		for d < min(len(words), most) && '0' <= words[d] && words[d] <= '9' {
			d++
		}
		number, n = string(words[:d]), d
		if n < len(words) && words[n] == '\\' {
			n++
		}
		if n == len(words) || words[n] != '.' && words[n] != ')' {
			return 0, ""
		}
		n++
	}
	if n == 0 || n < len(words) && words[n] != ' ' && words[n] != '\t' {
		return 0, ""
	}
	return n, number
}

// listed reports an item that a reader of the source takes for one of a list: it begins
// with a bullet, or a number and a point.
func (r *reader) listed(it *item) bool {
	if bulleted := it.bullet && it.marker.Start == it.opens; bulleted || !it.labelled {
		return bulleted
	}
	n := digits(it.label.text, len("123456789"))
	return n > 0 && len(it.label.text) == n+1 && it.first == it.opens && it.level == 0 && digits(string(r.src[it.opens:it.opens+1]), 1) > 0
}

// setting is how the page sets an item otherwise than it seems, or "". It is in the
// clauses that are open, of which those at the margin or deeper hold it by their
// numbers alone.
func (t *tree) setting(it *item) string {
	depth, listed := 0, t.listed(it)
	if listed {
		depth++
	}
	is := it.standing
	indent := is.at
	for _, o := range slices.Backward(t.open) {
		if !o.listed {
			break
		}
		if o.at < indent {
			depth, indent = depth+1, o.at
		}
	}
	switch {
	case it.quoted > 0 || depth == is.depth && (is.item || !listed):
		return ""
	case is.depth > 0 && (is.item || !listed):
		return "at level " + string(rune('0'+min(is.depth, 9))) + " of a list"
	}
	return "no item of a list"
}

// stands marks the words of an item that the page sets otherwise than it seems.
func (t *tree) stands(it *item, words []agreement.Inline) {
	mark := t.setting(it)
	if mark == "" {
		return
	}
	for _, x := range words {
		switch x := x.(type) {
		case *agreement.Text:
			x.Mark = withMark(x.Mark, mark)
		case *agreement.Ref:
			x.Mark = withMark(x.Mark, mark)
		case *agreement.Define:
		}
	}
}

// withMark is marks with one more.
func withMark(marks, mark string) string {
	if marks == "" {
		return mark
	}
	list := append(strings.Split(marks, "; "), mark)
	slices.Sort(list)
	return strings.Join(list, "; ")
}

// tabled notes how a table is set otherwise than it seems: as code, or with its head in a
// list and its rows outside, its lines show as they are.
func (t *tree) tabled(it *item) {
	n := t.lineOf(it.end)
	last, _ := t.indentation(n)
	if mark := t.setting(it); !it.html && (it.standing.code || it.standing.at >= last+deeper) {
		t.aside("table", "indented so that its lines are words", it.start)
	} else if mark != "" {
		t.aside("table", mark, it.start)
	}
}

// quotes is how all words of an item are marked.
func (it *item) quotes() (marks []string) {
	switch {
	case it.quoted == 1:
		marks = append(marks, "quoted")
	case it.quoted > 1:
		marks = append(marks, fmt.Sprintf("quoted at level %d", it.quoted))
	}
	if it.standing.code {
		marks = append(marks, "indented as code")
	}
	if it.bullet && it.labelled && it.label.style != bulleted {
		marks = append(marks, "after a bullet")
	}
	return marks
}
