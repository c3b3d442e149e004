package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// The kinds of a block of HTML, by CommonMark 4.6: how it begins says where it ends.
// No mark of Markdown means anything in one: what a reader of the page sees is what is
// typed, without tags and comments.
const (
	noHTML        = iota
	verbatimHTML  // <pre>, to the end of such a tag
	commentHTML   // <!--, to -->
	processedHTML // <?, to ?>
	declaredHTML  // <!DOCTYPE, to >
	characterHTML // <![CDATA[, to ]]>
	blockHTML     // <div>, to a line without words
	tagHTML       // any other tag alone on its line, to a line without words
)

var (
	verbatimTags = tagSet("pre script style textarea")
	htmlBlocks   = tagSet("address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure " +
		"footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem meta nav noframes ol optgroup option p param " +
		"search section summary table tbody td tfoot th thead title tr track ul")
	lonelyTag = agreement.Pattern(`^<(?:[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>` + "`" + `]+))?)*\s*/?|/[A-Za-z][A-Za-z0-9-]*\s*)>[ \t]*$`)
)

// htmlBegins is the kind of block of HTML that words begin, or noHTML. A tag of no block
// does not interrupt words.
func htmlBegins(words []byte, goesOn bool) int {
	if len(words) < 2 || words[0] != '<' {
		return noHTML
	}
	switch rest := words[1:]; {
	case bytes.HasPrefix(rest, []byte("!--")):
		return commentHTML
	case rest[0] == '?':
		return processedHTML
	case bytes.HasPrefix(rest, []byte("![CDATA[")):
		return characterHTML
	case rest[0] == '!' && len(rest) > 1 && isLetter(rest[1]):
		return declaredHTML
	}
	name := bytes.TrimPrefix(words[1:], []byte("/"))
	n := 0
	for n < len(name) && (isLetter(name[n]) || n > 0 && (digits(string(name[n:n+1]), 1) > 0 || name[n] == '-')) {
		n++
	}
	tag, after := strings.ToLower(string(name[:n])), name[n:]
	ended := len(after) == 0 || strings.IndexByte(" \t>", after[0]) >= 0
	switch {
	case n == 0:
	case verbatimTags[tag] && ended && words[1] != '/':
		return verbatimHTML
	case htmlBlocks[tag] && (ended || bytes.HasPrefix(after, []byte("/>"))):
		return blockHTML
	case !goesOn && lonelyTag().Match(words):
		return tagHTML
	}
	return noHTML
}

// htmlEnds reports whether a block of HTML of that kind ends on a line.
func htmlEnds(kind int, line []byte) bool {
	switch kind {
	case verbatimHTML:
		line = bytes.ToLower(line)
		for tag := range verbatimTags {
			if bytes.Contains(line, []byte("</"+tag+">")) {
				return true
			}
		}
	case commentHTML:
		return bytes.Contains(line, []byte("-->"))
	case processedHTML:
		return bytes.Contains(line, []byte("?>"))
	case declaredHTML:
		return bytes.Contains(line, []byte(">"))
	case characterHTML:
		return bytes.Contains(line, []byte("]]>"))
	}
	return false
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// goesOn reports whether a line goes on with the block of HTML that is open, and closes
// that where it ends.
func (s *standings) goesOn(line []byte) bool {
	for range s.quoted {
		if !begins(line, ">") {
			s.html = noHTML
			return false
		}
		line = unquoted(line)
	}
	at, rest := blanks(line, 0)
	if len(rest) == 0 && s.html >= blockHTML || len(rest) > 0 && at < s.base(s.within) {
		s.html = noHTML
		return false
	}
	if htmlEnds(s.html, rest) {
		s.html = noHTML
	}
	return true
}

// interrupted reports a line that ends the words above it because it begins a block of
// HTML.
func (s *standings) interrupted(line []byte) bool {
	if !begins(line, "<>") {
		return false
	}
	at, within, rest := s.inItems(line)
	return at-s.base(within) < 4 && htmlBegins(rest, true) != noHTML
}

// A raw block is one of HTML, so deep in quotations.
type raw struct {
	Span
	quoted int
}

// rawAt is the block of HTML that an offset is in, or nil.
func (r *reader) rawAt(at int) *raw {
	n, _ := slices.BinarySearchFunc(r.raw, at, func(x raw, at int) int { return x.Start - at - 1 })
	if n == 0 || at >= r.raw[n-1].End {
		return nil
	}
	return &r.raw[n-1]
}

// html reads the block of HTML that begins on line n, and is the line after it.
func (r *reader) html(it *item, n int) int {
	it.html = true
	it.indent, it.words = r.indentation(n)
	it.opens, it.quoted = it.words, r.quotation(n, it.words)
	from := it.words + bytes.IndexByte(r.src[it.words:r.lines[n+1]], '<')
	last := n
	for r.page.html != noHTML && last+2 < len(r.lines) && r.page.goesOn(r.line(last+1)) {
		last++
	}
	it.end = r.lines[last] + len(r.line(last))
	if end, ok := r.tableEnd(from, last); ok {
		last, it.end = r.lineOf(end), end
	}
	r.raw = append(r.raw, raw{Span{from, it.end}, it.quoted})
	if it.words == from {
		it.words = r.uncommented(from, it.end)
		it.opens = it.words
	}
	if m := bulletMark(r.src[it.words:it.end]); m != nil && it.words < from {
		it.bullet, it.marker = true, Span{it.words, it.words + 1}
		it.words += len(m)
	}
	if !r.htmlTable(it) {
		r.labelParagraph(it)
	}
	return last + 1
}

// uncommented is where words begin after the comments at an offset.
func (r *reader) uncommented(at, end int) int {
	for {
		at += leadingBlank(r.src[at:end])
		n := 0
		if bytes.HasPrefix(r.src[at:end], []byte("<!--")) {
			n = tagLength(r.src[at:end])
		}
		if n == 0 {
			return at
		}
		at += n
	}
}

// rawParagraph reads the words of a block of HTML. What has an escape is no label: its
// backslash shows.
func (r *reader) rawParagraph(it *item) {
	words := r.src[it.words:it.end]
	it.label, it.labelled = paragraphLabel(string(words), r.record.labels())
	if !it.labelled || it.unlabelled || it.bullet && it.label.style == decimal || bytes.ContainsRune(words[:it.label.size], '\\') {
		r.unlabelledParagraph(it)
		return
	}
	it.textStart = it.words + it.label.size + it.label.sep
	it.text = r.inlines(it.textStart, it.end, false, it.quotes()...)
}

// nextRaw reads one stretch of words, one tag or one character of a block of HTML.
func (b *inlineReader) nextRaw(rest []byte) {
	switch c := rest[0]; {
	case c == '&':
		b.entity(rest)
	case c == '<' && b.raw.quoted > 0 && bytes.ContainsRune(rest[:tagLength(rest)], '\n'):
		b.take(1) // a mark of the quotation is not what ends it
	case c == '<':
		b.tag(rest)
	case isBlank(c):
		n := max(1, leadingBlank(rest)) // of a form feed it knows nothing
		if bytes.ContainsRune(rest[:n], '\n') {
			for range b.raw.quoted {
				if n < len(rest) && rest[n] == '>' {
					n += 1 + leadingBlank(rest[n+1:])
				}
			}
		}
		b.gap(n)
	default:
		n := 1
		for n < len(rest) && rest[n] != '&' && rest[n] != '<' && !isBlank(rest[n]) {
			n++
		}
		b.take(n)
	}
}

// gap says one blank for n bytes of a block of HTML, where words stand on both sides.
func (b *inlineReader) gap(n int) {
	last := byte(' ')
	if k := len(b.out) - 1; len(b.words) > 0 {
		last = b.words[len(b.words)-1]
	} else if k >= 0 {
		if words := agreement.Words(b.out[k:]); words != "" {
			last = words[len(words)-1]
		}
	}
	if last == ' ' {
		b.skip(n)
		return
	}
	b.say(" ", n)
}

// tableEnd is where the table in HTML ends that begins at an offset and whose block ends
// on line last, or in one that follows it below lines without words.
func (r *reader) tableEnd(from, last int) (int, bool) {
	const begin, finish = "<table", "</table>"
	if !hasFold(r.src[from:r.end], begin) || r.page.within > 0 || r.page.quoted > 0 {
		return 0, false
	}
	page := standings{}
	for n := r.lineOf(from); n+1 < len(r.lines); n++ {
		line := r.line(n)
		switch {
		case page.html != noHTML && page.goesOn(line):
		case isSpaces(line):
			continue
		case page.line(line).html == noHTML || page.within > 0 || page.quoted > 0:
			return 0, false
		}
		if at := bytes.LastIndex(bytes.ToLower(line), []byte(finish)); at >= 0 {
			alone := n+2 >= len(r.lines) || page.html == noHTML || !page.goesOn(r.line(n+1))
			return r.lines[n] + len(line), n >= last && at+len(finish) == len(line) && alone
		}
	}
	return 0, false
}

func hasFold(s []byte, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(string(s[:len(prefix)]), prefix)
}
