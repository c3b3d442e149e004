package markdown

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// An inlineReader reads the words of one block. Mark-up ends at the end of the
// block, and what opens nothing is words.
type inlineReader struct {
	*reader
	i, end int  // in the source
	bold   bool // inside a run-in title, where a defined term stands between single asterisks
	out    []agreement.Inline
	words  []byte
	from   origin
}

// inlines reads the words between two offsets.
func (r *reader) inlines(start, end int, bold bool) []agreement.Inline {
	for start < end && isBlank(r.src[start]) {
		start++
	}
	for start < end && isBlank(r.src[end-1]) {
		end--
	}
	b := inlineReader{reader: r, i: start, end: end, bold: bold}
	for b.i < b.end {
		b.next()
	}
	b.flush()
	return b.out
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

// next reads one character, or one piece of mark-up.
func (b *inlineReader) next() {
	rest := b.src[b.i:b.end]
	switch c := rest[0]; c {
	case '\\':
		switch {
		case len(rest) > 1 && rest[1] == '\n':
			b.skip(1)
		case len(rest) > 1 && isPunct(rest[1]):
			b.skip(1)
			b.take(1)
		default:
			b.take(1)
		}
	case '&':
		b.entity(rest)
	case '"':
		if !b.definition(rest) {
			b.take(1)
		}
	case '*', '_':
		b.emphasis(rest)
	case '`':
		b.skip(1)
	case '[':
		if !b.reference(rest) {
			b.take(1)
		}
	case '!':
		if len(rest) > 1 && rest[1] == '[' && linkEnd(rest[1:]) > 0 {
			b.skip(1)
		} else {
			b.take(1)
		}
	case '<':
		b.tag(rest)
	case '\n', '\r', '\t', '\f':
		b.lineEnd(rest)
	default:
		n := bytes.IndexAny(rest, "\\&\"*_`[!<\n\r\t\f")
		if n < 0 {
			n = len(rest)
		}
		b.take(n)
	}
}

// take makes n bytes of the source words; skip passes n bytes of mark-up; say
// gives words that stand for n bytes of the source.
func (b *inlineReader) take(n int) { b.say(string(b.src[b.i:b.i+n]), n) }

func (b *inlineReader) skip(n int) { b.i += n }

func (b *inlineReader) say(words string, n int) {
	if words != "" {
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
	b.add(&agreement.Text{Text: string(b.words)}, b.from)
	b.words = b.words[:0]
}

func (b *inlineReader) add(x agreement.Inline, from origin) {
	b.out = append(b.out, x)
	b.origins[x] = from
}

var characterReference = regexp.MustCompile(`^&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][0-9A-Za-z]{1,31});`)

// entity reads a character reference.
func (b *inlineReader) entity(rest []byte) {
	if n := len(characterReference.Find(rest)); n > 0 {
		// A name that is longer than the one it begins with, as in &ampere;, is
		// unescaped in part only, and so is none.
		if s := html.UnescapeString(string(rest[:n])); !strings.HasSuffix(s, ";") {
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
func (b *inlineReader) definition(rest []byte) bool {
	mark := `**`
	if b.bold {
		mark = `*`
	}
	if !bytes.HasPrefix(rest[1:], []byte(mark)) {
		return false
	}
	open := 1 + len(mark)
	n := unescapedIndex(rest[open:], mark)
	if n <= 0 || !bytes.HasPrefix(rest[open+n+len(mark):], []byte(`"`)) {
		return false
	}
	b.define(open, n, open+n+len(mark)+1)
	return true
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

// emphasis passes over asterisks and underscores that are mark-up. Bold words
// between quotation marks are a term that is defined.
func (b *inlineReader) emphasis(rest []byte) {
	n := len(rest) - len(bytes.TrimLeft(rest, string(rest[:1])))
	if n == 2 && bytes.HasPrefix(rest[2:], []byte(`"`)) {
		if end := unescapedIndex(rest[3:], `"**`); end > 0 {
			b.flush()
			b.i += 2
			b.define(1, end, end+2)
			b.skip(2)
			return
		}
	}
	before, after := byte(' '), byte(' ')
	if b.i > 0 {
		before = b.src[b.i-1]
	}
	if n < len(rest) {
		after = rest[n]
	}
	if isBlank(before) && isBlank(after) || rest[0] == '_' && isWordByte(before) && isWordByte(after) || n > 3 {
		b.take(n)
		return
	}
	b.skip(n)
}

// reference reads a link: a cross-reference when it leads to an anchor of this
// file, else its words.
func (b *inlineReader) reference(rest []byte) bool {
	n := linkEnd(rest)
	if n == 0 {
		return false
	}
	text := unescapedIndex(rest, `](`)
	target := string(rest[text+2 : n-1])
	slug, local := strings.CutPrefix(target, "#")
	if _, known := b.slugs[slug]; !local || !known {
		b.skip(1)
		inner := b.inside(b.i, b.i+text-1)
		b.spliceWords(inner)
		b.i = inner.end + n - text
		return true
	}
	b.flush()
	inner := b.inside(b.i+1, b.i+text)
	from := inner.from
	from.span = Span{b.i, b.i + n}
	from.jumps = append([]jump{{0, inner.from.span.Start}}, from.jumps...)
	ref := &agreement.Ref{Text: string(inner.words)}
	b.add(ref, from)
	b.links = append(b.links, link{ref, slug})
	b.skip(n)
	return true
}

// spliceWords adds the words of another reader to these.
func (b *inlineReader) spliceWords(inner *inlineReader) {
	for k := 0; k < len(inner.words); {
		_, n := utf8.DecodeRune(inner.words[k:])
		b.i = inner.from.offset(k)
		b.say(string(inner.words[k:k+n]), max(1, inner.from.offset(k+n)-b.i))
		k += n
	}
}

// linkEnd is the length of the link rest begins with, or 0.
func linkEnd(rest []byte) int {
	text := unescapedIndex(rest, `](`)
	if text < 0 || bytes.IndexByte(rest[1:text], '[') >= 0 && unescapedIndex(rest[1:text], `[`) >= 0 {
		return 0
	}
	end := bytes.IndexAny(rest[text+2:], ") \n")
	if end < 0 || rest[text+2+end] != ')' {
		return 0
	}
	return text + 2 + end + 1
}

// tag passes over an HTML tag; an address between angle brackets is words.
func (b *inlineReader) tag(rest []byte) {
	end := bytes.IndexByte(rest, '>')
	if len(rest) < 2 || end < 0 || !(isWordByte(rest[1]) || rest[1] == '/' || rest[1] == '!') {
		b.take(1)
		return
	}
	inner := rest[1:end]
	switch {
	case bytes.ContainsAny(inner, ":@") && !bytes.ContainsAny(inner, " \n=\""):
		b.skip(1)
		b.take(len(inner))
		b.skip(1)
	case bytes.HasPrefix(inner, []byte("br")):
		b.say(" ", end+1)
	default:
		b.skip(end + 1)
	}
}

// lineEnd makes the end of a line, and the indentation of the next, one space.
func (b *inlineReader) lineEnd(rest []byte) {
	n := len(rest) - len(bytes.TrimLeft(rest, " \t\r\n\f>\u2003"))
	b.say(" ", n)
}

// unescapedIndex is the index of mark in s where no backslash stands before it,
// or -1.
func unescapedIndex(s []byte, mark string) int {
	for i := 0; i+len(mark) <= len(s); i++ {
		if s[i] == '\\' {
			i++
			continue
		}
		if string(s[i:i+len(mark)]) == mark {
			return i
		}
	}
	return -1
}

func isPunct(c byte) bool {
	return '!' <= c && c <= '/' || ':' <= c && c <= '@' || '[' <= c && c <= '`' || '{' <= c && c <= '~'
}

func isWordByte(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || c >= utf8.RuneSelf
}
