package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/engross/engross/agreement"
)

// An item is one block of the file before it has a place in the tree: a heading,
// a paragraph, a table, or a rule.
type item struct {
	start, end int // in the source; start includes the anchors above
	words      int // where its words begin
	level      int // of a heading, 1 to 6; otherwise 0
	indent     int // columns before its first line; two for an em space
	rule       bool
	slugs      []string
	label      label
	labelled   bool
	heading    []agreement.Inline
	text       []agreement.Inline
	textStart  int // of the words after label and title
	table      *agreement.Table
	signatory  *agreement.Signatory
	rows       []Span
	entry      *entry // its line in the record, or nil
	textEntry  *entry // that of the paragraph a labelled item begins with
}

var (
	anchorLine  = regexp.MustCompile(`^(?:<a id="([^"<>]*)"></a>)+[ \t]*$`)
	oneAnchor   = regexp.MustCompile(`<a id="([^"<>]*)"></a>`)
	atxHeading  = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]+|$)`)
	closingHash = regexp.MustCompile(`[ \t]+#+[ \t]*$`)
	ruleLine    = regexp.MustCompile(`^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$`)
	underline   = regexp.MustCompile(`^ {0,3}(=+|-+)[ \t]*$`)
	delimiters  = regexp.MustCompile(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)
	bullet      = regexp.MustCompile(`^[-*+][ \t]+`)
	fence       = regexp.MustCompile("^ {0,3}(?:```|~~~)")
)

// findAnchors notes which anchors there are, so that links to others are words.
func (r *reader) findAnchors() {
	for _, m := range oneAnchor.FindAllSubmatch(r.src[:r.end], -1) {
		r.slugs[string(m[1])] = nil
	}
}

// scan cuts the file into items.
func (r *reader) scan() {
	r.lines = []int{0}
	for i, c := range r.src[:r.end] {
		if c == '\n' {
			r.lines = append(r.lines, i+1)
		}
	}
	r.lines = append(r.lines, r.end)
	var pending *item // anchors without their block yet
	for n := 0; n+1 < len(r.lines); {
		line := r.line(n)
		switch {
		case isSpaces(line):
			n++
			continue
		case bytes.HasPrefix(bytes.TrimSpace(line), []byte("<!--")):
			n = r.comment(n)
			continue
		case fence.Match(line):
			n++
			continue
		}
		it := pending
		if it == nil {
			it = &item{start: r.lines[n]}
		}
		pending = nil
		if anchorLine.Match(line) {
			for _, m := range oneAnchor.FindAllSubmatch(line, -1) {
				it.slugs = append(it.slugs, string(m[1]))
			}
			pending = it
			n++
			continue
		}
		n = r.block(it, n)
		r.items = append(r.items, it)
	}
}

// line is line n without its end.
func (r *reader) line(n int) []byte {
	return bytes.TrimRight(r.src[r.lines[n]:r.lines[n+1]], "\r\n")
}

func isSpaces(line []byte) bool { return len(bytes.TrimLeft(line, " \t\r\f\u2003")) == 0 }

// comment is the line after a comment that begins on line n.
func (r *reader) comment(n int) int {
	for ; n+1 < len(r.lines); n++ {
		if bytes.Contains(r.line(n), []byte("-->")) {
			return n + 1
		}
	}
	return n
}

// block reads the block that begins on line n and returns the line after it.
func (r *reader) block(it *item, n int) int {
	line := r.line(n)
	it.words, it.end = r.lines[n], r.lines[n]+len(line)
	if m := atxHeading.FindSubmatch(line); m != nil {
		it.level = len(m[1])
		it.words += len(m[0])
		if m := closingHash.FindIndex(r.src[it.words:it.end]); m != nil {
			it.end = it.words + m[0]
		}
		r.headed(it)
		return n + 1
	}
	if ruleLine.Match(line) {
		it.rule = true
		return n + 1
	}
	if r.tableAt(n) {
		return r.table(it, n)
	}
	return r.paragraphAt(it, n)
}

// paragraphAt reads the paragraph, or underlined heading, that begins on line n.
func (r *reader) paragraphAt(it *item, n int) int {
	it.indent, it.words = r.indentation(n)
	if m := bullet.Find(r.src[it.words:it.end]); m != nil {
		it.words += len(m)
	}
	for n++; n+1 < len(r.lines); n++ {
		line := r.line(n)
		if underline.Match(line) {
			it.level = 2
			if bytes.ContainsRune(line, '=') {
				it.level = 1
			}
			r.headed(it)
			return n + 1
		}
		if r.interrupts(it, n) {
			break
		}
		it.end = r.lines[n] + len(line)
	}
	r.labelParagraph(it)
	return n
}

// interrupts reports whether line n ends the paragraph above it. A label does
// where the line above it ends as a provision does, or is indented less.
func (r *reader) interrupts(it *item, n int) bool {
	line := r.line(n)
	if isSpaces(line) || atxHeading.Match(line) || ruleLine.Match(line) || anchorLine.Match(line) || r.tableAt(n) {
		return true
	}
	indent, start := r.indentation(n)
	words := r.src[start : r.lines[n]+len(line)]
	if bullet.Match(words) {
		return true
	}
	if _, ok := paragraphLabel(string(words), r.record.labels()); !ok {
		return false
	}
	above := bytes.TrimRight(r.src[it.words:it.end], " \t\r\n\\*")
	for _, end := range []string{".", ";", ":", ",", " and", " or"} {
		if bytes.HasSuffix(above, []byte(end)) {
			return true
		}
	}
	return indent > it.indent
}

// indentation is the columns before the words of line n and where they begin.
func (r *reader) indentation(n int) (columns, start int) {
	i := r.lines[n]
	for i < r.lines[n+1] {
		switch {
		case r.src[i] == ' ':
			columns++
		case r.src[i] == '\t':
			columns += 4 - columns%4
		case bytes.HasPrefix(r.src[i:], []byte("\u2003")):
			columns += 2
			i += len("\u2003") - 1
		case bytes.HasPrefix(r.src[i:], []byte("\u00a0")):
			columns++
			i += len("\u00a0") - 1
		case r.src[i] == '>':
		default:
			return columns, i
		}
		i++
	}
	return columns, i
}

// headed reads the words of a heading.
func (r *reader) headed(it *item) {
	words := string(r.src[it.words:it.end])
	if it.label, it.labelled = headingLabel(strings.TrimRight(words, " \t\r\n"), r.record.labels()); it.labelled {
		it.heading = r.inlines(it.words+it.label.size+it.label.sep, it.end, false)
		return
	}
	it.heading = r.inlines(it.words, it.end, false)
}

// labelParagraph reads the words of a paragraph: its label, its run-in title,
// and the rest. Some offices set the label in bold with the title.
func (r *reader) labelParagraph(it *item) {
	words := r.src[it.words:it.end]
	bold := bytes.HasPrefix(words, []byte("**"))
	if bold {
		words = words[2:]
	}
	it.label, it.labelled = paragraphLabel(string(words), r.record.labels())
	if !it.labelled && bold {
		// "**4.2** words"
		if end := bytes.Index(words, []byte("**")); end > 0 {
			if it.label, it.labelled = paragraphLabel(string(words[:end]), r.record.labels()); it.labelled && it.label.size == end {
				it.words += 2
				it.textStart = it.words + end + 2
				it.text = r.inlines(it.textStart, it.end, false)
				return
			}
			it.labelled = false
		}
	}
	if !it.labelled {
		it.text = r.inlines(it.words, it.end, false)
		return
	}
	if bold {
		it.words += 2
	}
	rest := it.words + it.label.size + it.label.sep
	if bytes.HasPrefix(r.src[rest:it.end], []byte("**")) && !bold {
		rest += 2
		bold = true
	}
	if end := unescapedIndex(r.src[rest:it.end], "**"); bold && end >= 0 && !bytes.HasPrefix(r.src[rest:it.end], []byte(`"`+"**")) {
		it.heading = r.inlines(rest, rest+end, true)
		rest += end + 2
	}
	it.textStart = rest
	it.text = r.inlines(rest, it.end, false)
}

// labelSpan is where the label of an item stands.
func (it *item) labelSpan() Span {
	if !it.labelled {
		return Span{}
	}
	return Span{it.words, it.words + it.label.size}
}
