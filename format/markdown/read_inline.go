package markdown

import (
	"bytes"
	"html"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// An inlineReader reads the words of one block. Mark-up ends at the end of the
// block, and what opens nothing is words. How words are marked goes with them
// (see [agreement.Text.Mark]).
type inlineReader struct {
	*reader
	i, end   int  // in the source
	raw      *raw // the block of HTML that it is in
	bold     bool // inside a run-in title, where a defined term stands between single asterisks
	out      []agreement.Inline
	words    []byte
	from     origin
	marks    []string         // that are open, outermost first
	links    []openLink       // that are open
	emphases map[int]emphasis // by where its asterisks stand
	tags     map[string][]int // that marked words and are not closed, with their places
	closing  map[int]int      // the bracket that closes the one at a place
}

// An openLink ends at close, where its "]" stands; after it the file goes on at next.
type openLink struct {
	close, next int
	mark        string
}

// inlines reads the words between two offsets.
func (r *reader) inlines(start, end int, bold bool, marks ...string) []agreement.Inline {
	for start < end && isBlank(r.src[start]) {
		start++
	}
	for start < end && isBlank(r.src[end-1]) {
		end--
	}
	b := inlineReader{reader: r, i: start, end: end, bold: bold, marks: marks, words: r.buffer[:0]}
	r.buffer = nil // until this is read: what is in it may have words of its own
	if b.raw = r.rawAt(start); b.raw == nil {
		b.scanMarks()
	}
	for b.i < b.end {
		b.next()
	}
	if b.raw != nil {
		b.words = bytes.TrimRight(b.words, " ")
	}
	b.flush()
	r.buffer = b.words
	for name, places := range b.tags { // a reader of the page may see them go on
		for _, at := range places {
			r.aside("tag", "<"+name+"> that is not closed", at)
		}
	}
	return b.out
}

// literal reads the lines of a block of code, in which nothing is mark-up.
func (r *reader) literal(start, end int) []agreement.Inline {
	b := inlineReader{reader: r, i: start, end: end, marks: []string{"code"}}
	for b.i < b.end {
		if rest := b.src[b.i:b.end]; rest[0] == '\n' || rest[0] == '\r' {
			b.lineEnd(rest)
		} else {
			b.take(len(rest) - len(bytes.TrimLeftFunc(rest, func(r rune) bool { return r != '\n' && r != '\r' })))
		}
	}
	b.flush()
	return b.out
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

// special are the bytes at which mark-up can begin.
var marking = func() (t [256]bool) {
	for _, c := range []byte("\\&\"*_~^`[]!<\n\r\t\f ") {
		t[c] = true
	}
	return t
}()

// next reads one stretch of words, or one piece of mark-up.
func (b *inlineReader) next() {
	if k := len(b.links) - 1; k >= 0 && b.i == b.links[k].close {
		b.closeMark(b.links[k].mark)
		b.i = b.links[k].next
		b.links = b.links[:k]
		return
	}
	rest := b.src[b.i:b.end]
	if b.raw != nil {
		b.nextRaw(rest)
		return
	}
	switch c := rest[0]; c {
	case '\\':
		b.escape(rest)
	case '&':
		b.entity(rest)
	case '"':
		if !b.definition(rest) {
			b.take(1)
		}
	case '*', '_', '~':
		b.emphasis(rest)
	case '^':
		if n := superscript(rest); n > 0 && b.record == nil {
			b.span("superscript", b.i+1, b.i+n-1, b.i+n)
		} else {
			b.take(1)
		}
	case '`':
		b.code(rest)
	case '[':
		if !b.link(b.i, false) {
			b.take(1)
		}
	case '!':
		if len(rest) < 2 || rest[1] != '[' || !b.link(b.i+1, true) {
			b.take(1)
		}
	case '<':
		b.tag(rest)
	case ' ', '\n', '\r', '\t', '\f':
		b.space(rest)
	default:
		n := 1
		for n < len(rest) && (!marking[rest[n]] || rest[n] == ' ' && n+1 < len(rest) && !marking[rest[n+1]]) {
			n++
		}
		if k := len(b.links) - 1; k >= 0 {
			n = max(1, min(n, b.links[k].close-b.i))
		}
		b.take(n)
	}
}

// escape reads a backslash: before punctuation it is mark-up, before the end of a
// line a break.
func (b *inlineReader) escape(rest []byte) {
	switch {
	case len(rest) > 1 && rest[1] == '\n', len(rest) > 2 && rest[1] == '\r' && rest[2] == '\n':
		b.skip(1)
	case bytes.HasPrefix(rest, []byte(`\"**`)) && b.definition(rest[1:]):
	case len(rest) > 1 && isPunct(rest[1]):
		b.skip(1)
		b.take(1)
	default:
		b.take(1)
	}
}

// take makes n bytes of the source words; skip passes n bytes of mark-up; say
// gives words that stand for n bytes of the source.
func (b *inlineReader) take(n int) { say(b, b.src[b.i:b.i+n], n) }

func (b *inlineReader) skip(n int) { b.i += n }

func (b *inlineReader) say(words string, n int) { say(b, words, n) }

func say[T string | []byte](b *inlineReader, words T, n int) {
	if len(words) > 0 {
		switch {
		case len(b.words) == 0:
			b.from = origin{span: Span{Start: b.i}}
		case b.from.offset(len(b.words)) != b.i:
			b.from.jumps = append(b.from.jumps, jump{len(b.words), b.i})
		}
		b.words = append(b.words, words...)
		b.from.span.End = b.i + n
		if len(words) != n {
			// What follows does not stand where the words before it would put it.
			b.from.jumps = append(b.from.jumps, jump{len(b.words), b.i + n})
		}
	}
	b.i += n
}

// flush makes the words read so far a run of text.
func (b *inlineReader) flush() {
	if len(b.words) == 0 {
		return
	}
	b.add(&agreement.Text{Text: string(b.words), Mark: b.mark()}, b.from)
	b.words = b.words[:0]
}

// mark is how the words being read are marked.
func (b *inlineReader) mark() string {
	if len(b.marks) == 0 {
		return ""
	}
	list := slices.Clone(b.marks)
	slices.Sort(list)
	return strings.Join(slices.Compact(list), "; ")
}

func (b *inlineReader) openMark(mark string) {
	b.flush()
	b.marks = append(b.marks, mark)
}

// closeMark ends the mark of that name that was opened last.
func (b *inlineReader) closeMark(mark string) {
	for k := len(b.marks) - 1; k >= 0; k-- {
		if b.marks[k] == mark || mark == "link" && strings.HasPrefix(b.marks[k], "link ") {
			b.flush()
			b.marks = slices.Delete(slices.Clone(b.marks), k, k+1)
			return
		}
	}
}

// span reads the words from start to end, which are marked, and goes on at next.
func (b *inlineReader) span(mark string, start, end, next int) {
	if mark != "" {
		b.openMark(mark)
	}
	b.i = start
	b.links = append(b.links, openLink{end, next, mark})
}

func (b *inlineReader) add(x agreement.Inline, from origin) {
	b.out = append(b.out, x)
	b.origins[x] = from
}

var characterReference = agreement.Pattern(`^&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][0-9A-Za-z]{1,31});`)

// entity reads a character reference.
func (b *inlineReader) entity(rest []byte) {
	const longest = 34
	if n := bytes.IndexByte(rest[:min(len(rest), longest)], ';'); n > 0 {
		n = len(characterReference().Find(rest))
		// A name that is longer than the one it begins with, as in &ampere;, is
		// unescaped in part only, and so is none.
		if s := html.UnescapeString(string(rest[:n])); n > 0 && !strings.HasSuffix(s, ";") {
			b.say(strings.Map(printableRune, s), n)
			return
		}
	}
	b.take(1)
}

// printableRune makes what the text of a tree cannot hold a space.
func printableRune(r rune) rune {
	if r < ' ' || r == 0x7f {
		return ' '
	}
	return r
}

// definition reads a term that is defined: "**Term**", and "*Term*" in a title.
// rest begins with its quotation mark, which stands at the end of what was read
// where a backslash is before it.
func (b *inlineReader) definition(rest []byte) bool {
	open, n, whole := b.defined(rest)
	if whole == 0 {
		return false
	}
	b.i += len(b.src[b.i:b.end]) - len(rest)
	b.define(open, n, whole)
	return true
}

// defined is where in rest the term that it defines begins, how long it is, and
// how long the definition is; 0 where rest begins with none.
func (b *inlineReader) defined(rest []byte) (open, n, whole int) {
	mark := `**`
	if b.bold {
		mark = `*`
	}
	if !bytes.HasPrefix(rest[1:], []byte(mark)) {
		return 0, 0, 0
	}
	const longest = 400
	open = 1 + len(mark)
	n = unescapedIndex(rest[open:min(len(rest), open+longest)], mark)
	if n <= 0 {
		return 0, 0, 0
	}
	after := rest[open+n+len(mark):]
	for _, quote := range []string{`"`, `\"`} {
		if bytes.HasPrefix(after, []byte(quote)) {
			return open, n, open + n + len(mark) + len(quote)
		}
	}
	return 0, 0, 0
}

// define adds the term of n bytes that begins open bytes on, and goes on after
// the whole.
func (b *inlineReader) define(open, n, whole int) {
	b.flush()
	term := b.inside(b.i+open, b.i+open+n)
	if len(term.words) == 0 {
		b.skip(whole)
		return
	}
	from := origin{span: Span{b.i, b.i + whole}}
	from.jumps = append(from.jumps, jump{1, term.from.span.Start})
	for _, j := range term.from.jumps {
		from.jumps = append(from.jumps, jump{j.word + 1, j.src})
	}
	from.jumps = append(from.jumps, jump{len(term.words) + 1, b.i + whole - 1})
	b.add(&agreement.Define{Term: string(term.words)}, from)
	b.skip(whole)
}

// inside reads plain words between two offsets.
func (b *inlineReader) inside(start, end int) *inlineReader {
	in := &inlineReader{reader: b.reader, i: start, end: end}
	for in.i < in.end {
		switch rest := in.src[in.i:in.end]; {
		case rest[0] == '\\' && len(rest) > 1 && isPunct(rest[1]):
			in.skip(1)
			in.take(1)
		case rest[0] == '&':
			in.entity(rest)
		case rest[0] == '\n':
			in.lineEnd(rest)
		default:
			in.take(1)
		}
	}
	return in
}

// code reads a code span, in which nothing is mark-up.
func (b *inlineReader) code(rest []byte) {
	n := len(rest) - len(bytes.TrimLeft(rest, "`"))
	end := closingTicks(rest[n:], n)
	if end < 0 {
		b.take(n)
		return
	}
	b.openMark("code")
	b.skip(n)
	for stop := b.i + end; b.i < stop; {
		if line := b.src[b.i:stop]; isBlank(line[0]) {
			b.lineEnd(line)
		} else {
			b.take(1)
		}
	}
	b.closeMark("code")
	b.skip(n)
}

// closingTicks is where in s a run of just n backticks begins, or -1.
func closingTicks(s []byte, n int) int {
	const longest = 1 << 14
	s = s[:min(len(s), longest)]
	for i := 0; i < len(s); i++ {
		if s[i] != '`' {
			continue
		}
		run := len(s[i:]) - len(bytes.TrimLeft(s[i:], "`"))
		if run == n {
			return i
		}
		i += run - 1
	}
	return -1
}

// superscript is the length of what rest begins with where it is raised as pandoc
// writes it, ^3^.
func superscript(rest []byte) int {
	const longest = 40
	n := bytes.IndexByte(rest[1:min(len(rest), longest)], '^')
	if n < 1 || bytes.ContainsAny(rest[1:1+n], " \t\n") {
		return 0
	}
	return n + 2
}

// space reads white space. With the end of a line in it, it is one space; so it
// is, however wide, in a file from elsewhere, where it prints as one.
func (b *inlineReader) space(rest []byte) {
	n := len(rest) - len(bytes.TrimLeft(rest, " \t\r\n\f"))
	switch {
	case bytes.ContainsAny(rest[:n], "\n\r\t\f"):
		b.lineEnd(rest)
	case n > 1 && b.record == nil:
		b.say(" ", n)
	default:
		b.take(n)
	}
}

// lineEnd makes the end of a line, and the indentation of the next, one space.
func (b *inlineReader) lineEnd(rest []byte) {
	n := len(rest) - len(bytes.TrimLeft(rest, " \t\r\n\f>\u2003"))
	b.say(" ", max(1, n))
}

// unescapedIndex is the index of mark in s where no backslash stands before it,
// or -1.
func unescapedIndex(s []byte, mark string) int {
	for i := 0; i+len(mark) <= len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case mark[0]:
			if string(s[i:i+len(mark)]) == mark {
				return i
			}
		}
	}
	return -1
}

func isPunct(c byte) bool {
	return '!' <= c && c <= '/' || ':' <= c && c <= '@' || '[' <= c && c <= '`' || '{' <= c && c <= '~'
}

func isWordByte(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || c >= 0x80
}
