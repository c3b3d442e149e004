package markdown

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// An item is one block of the file before it has a place in the tree: a heading,
// a paragraph, a table, or a rule.
type item struct {
	start, end int // in the source; start includes the anchors above
	words      int // where its words begin
	first      int // where they began before its label was read
	level      int // of a heading, 1 to 6; otherwise 0
	indent     int // columns before its first line; two for an em space
	opens      int // where that line begins after them
	standing   standing
	rule       bool
	bullet     bool // its words stand after the mark of a list
	marker     Span // that mark
	quoted     int  // how deep in quotations it stands
	code       bool // nothing in it is mark-up
	front      bool // it is a line of front matter
	html       bool // it is HTML, and no Markdown in it
	slugs      []string
	label      label
	labelled   bool
	unlabelled bool // its number was found to be none
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
	anchorLine  = agreement.Pattern(`^(?:<a (?:id|name)="([^"<>]*)"></a>[ \t]*)+$`)
	oneAnchor   = agreement.Pattern(`<a (?:id|name)="([^"<>]*)">(?:</a>)?`)
	headAnchors = agreement.Pattern(`^(?:<a (?:id|name)="[^"<>]*"></a>\s*|\[\]\{#[^\s{}]+[^{}]*\}\s*)+`)
	spanAnchor  = agreement.Pattern(`\{#([^\s{}]+)[^{}]*\}`)
	tailAnchor  = agreement.Pattern(`[ \t]*\{#[^\s{}]+[^{}]*\}[ \t]*$`)
	delimiters  = agreement.Pattern(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)
)

// cutLines notes where the lines of the file begin.
func (r *reader) cutLines() {
	r.lines = []int{0}
	for i, c := range r.src[:r.end] {
		if c == '\n' {
			r.lines = append(r.lines, i+1)
		}
	}
	r.lines = append(r.lines, r.end)
}

// scan cuts the file into items.
func (r *reader) scan() {
	r.cutLines()
	var pending *item // anchors without their block yet
	page := &r.page
	for n := r.frontMatter(); n+1 < len(r.lines); {
		line := r.line(n)
		if isSpaces(line) {
			page.words = false
			n++
			continue
		}
		stands := page.line(line)
		if stands.html == commentHTML && !r.commented(n) {
			stands.html, page.html = noHTML, noHTML
		}
		switch {
		case stands.html != noHTML:
			it := &item{start: r.lines[n], standing: stands}
			if pending != nil {
				it.start, it.slugs = pending.start, pending.slugs
			}
			if n = r.html(it, n); it.words < it.end || it.bullet {
				r.items = append(r.items, it)
			}
			if len(it.text) > 0 || it.table != nil {
				pending = nil
			}
			page.words = false
			continue
		case r.record == nil && isQuotedBlank(line), r.named != nil && r.defines(line):
			page.words = false
			n++
			continue
		case isFence(line):
			page.words = false
			n = r.fenced(n)
			continue
		}
		it := pending
		if it == nil {
			it = &item{start: r.lines[n]}
		}
		stands.code = stands.code || it.standing.code
		it.standing = stands
		pending = nil
		if begins(line, "<") && anchorLine().Match(line) {
			for _, m := range oneAnchor().FindAllSubmatch(line, -1) {
				it.slugs = append(it.slugs, string(m[1]))
			}
			pending = it
			page.words = false // a number below it is a number
			n++
			continue
		}
		n = r.block(it, n)
		page.words = it.level == 0 && !it.rule && it.table == nil && it.signatory == nil && !it.standing.code
		r.items = append(r.items, it)
	}
}

func isSpaces(line []byte) bool { return len(bytes.TrimLeft(line, " \t\r\f\u2003")) == 0 }

// isQuotedBlank reports a line with nothing on it but the marks of a quotation.
func isQuotedBlank(line []byte) bool {
	return begins(line, ">") && len(bytes.TrimLeft(line, "> \t")) == 0
}

// quotation is how deep in quotations the words are that begin at start on line n.
func (r *reader) quotation(n, start int) int {
	return bytes.Count(r.src[r.lines[n]:start], []byte(">"))
}

// commented reports whether the comment that begins on line n ends.
func (r *reader) commented(n int) bool {
	at := r.lines[n] + bytes.IndexByte(r.src[r.lines[n]:r.end], '<')
	return bytes.Contains(r.src[at:r.end], []byte("-->"))
}

// lineOf is the line that an offset is on.
func (r *reader) lineOf(at int) int {
	n, found := slices.BinarySearch(r.lines, at)
	if !found || n+1 == len(r.lines) {
		n--
	}
	return n
}

// defines reports a line that says where links lead.
func (r *reader) defines(line []byte) bool {
	if !begins(line, "[") {
		return false
	}
	m := linkDefinition().FindSubmatch(line)
	return m != nil && r.named[linkName(m[1])] != ""
}

// block reads the block that begins on line n and returns the line after it.
func (r *reader) block(it *item, n int) int {
	line := r.line(n)
	it.words, it.end = r.lines[n], r.lines[n]+len(line)
	if level, size := headingMark(line); level > 0 {
		it.level = level
		it.words += size
		it.end = it.words + closingHash(r.src[it.words:it.end])
		r.headed(it)
		return n + 1
	}
	if isRule(line) {
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
	it.opens = it.words
	it.quoted = r.quotation(n, it.words)
	if m := bulletMark(r.src[it.words:it.end]); m != nil {
		it.bullet, it.marker = true, Span{it.words, it.words + 1}
		it.words += len(m)
	}
	r.headAnchors(it)
	if m := bulletMark(r.src[it.words:it.end]); m != nil && !it.bullet && len(it.slugs) > 0 {
		it.bullet, it.marker = true, Span{it.words, it.words + 1}
		it.words += len(m)
	}
	if level, size := headingMark(r.src[it.words:it.end]); level > 0 && len(it.slugs) > 0 { // an anchor on the line of a heading
		it.level = level
		it.words += size
		r.headed(it)
		return n + 1
	}
	if l, ok := paragraphLabel(string(bytes.TrimLeft(r.src[it.words:it.end], "*_")), r.record.labels()); ok {
		it.label = l
		it.labelled = r.seen.takes(l, false) || r.record.labels()[l.text]
	}
	empty := it.standing.item && (it.bullet && it.words >= it.end || it.label.size > 0 && it.words+it.label.size >= it.end)
	for n++; n+1 < len(r.lines); n++ {
		line := r.line(n)
		if columns, _ := r.indentation(n); empty && columns < it.indent+deeper {
			break // words at the margin are none of an item without any
		}
		empty = false
		if isUnderline(line) {
			if columns, _ := r.indentation(n); it.bullet && columns < it.indent+deeper && line[len(line)-1] == '-' {
				break // below the item, and of it nothing
			}
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
	if isSpaces(line) || r.record == nil && isQuotedBlank(line) || isHeading(line) || isRule(line) || begins(line, "<") && anchorLine().Match(line) || r.tableAt(n) {
		return true
	}
	indent, start := r.indentation(n)
	words := r.src[start : r.lines[n]+len(line)]
	if bulletMark(words) != nil || isFence(line) || r.page.interrupted(line) || r.record == nil && r.page.nextItem(line) || r.quotation(n, start) > it.quoted {
		return true
	}
	l, ok := paragraphLabel(string(words), r.record.labels())
	switch {
	case !ok:
		return false
	case (it.labelled || it.bullet) && indent+deeper <= it.indent && r.record == nil && r.seen.place(l, false) >= 0:
		return true // an item of the list around this one
	case it.labelled && (agreement.Follows(it.label.text, l.text) || it.label.text == l.text) && r.record == nil && indent == it.indent:
		return true
	case r.seen.place(l, false) < 0:
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
	i, fixed := r.lines[n], false
	for i < r.lines[n]+len(r.line(n)) { // blanks at its end are no words
		switch {
		case r.src[i] == ' ':
			columns++
		case r.src[i] == '\t':
			columns += 4 - columns%4
		case bytes.HasPrefix(r.src[i:], []byte("\u2003")):
			columns, fixed = columns+2, true
			i += len("\u2003") - 1
		case bytes.HasPrefix(r.src[i:], []byte("\u00a0")):
			columns, fixed = columns+1, true
			i += len("\u00a0") - 1
		case r.src[i] == '>' && !fixed: // after a blank that prints it quotes nothing
		default:
			return columns, i
		}
		i++
	}
	return columns, i
}

// headAnchors takes the anchors from the beginning of a block.
func (r *reader) headAnchors(it *item) {
	if !begins(r.src[it.words:it.end], "<[") {
		return
	}
	m := headAnchors().Find(r.src[it.words:it.end])
	for _, a := range anchors {
		for _, found := range a.like().FindAllSubmatch(m, -1) {
			it.slugs = append(it.slugs, string(found[1]))
		}
	}
	it.words += len(m)
}

// headed reads the words of a heading.
func (r *reader) headed(it *item) {
	r.headAnchors(it)
	if words := r.src[it.words:it.end]; r.record == nil && bytes.HasSuffix(bytes.TrimRight(words, " \t"), []byte("}")) {
		if m := tailAnchor().FindIndex(words); m != nil {
			it.slugs = append(it.slugs, string(spanAnchor().FindSubmatch(words[m[0]:])[1]))
			it.end = it.words + m[0]
		}
	}
	if r.labelHeading(it); it.labelled && it.label.style != titled {
		r.seen.takes(it.label, true)
	}
}

// labelHeading reads the words of a heading with its label, if it may have one.
func (r *reader) labelHeading(it *item) {
	words := string(r.src[it.words:it.end])
	it.label, it.labelled = headingLabel(strings.TrimRight(words, " \t\r\n"), r.record.labels())
	if it.labelled = it.labelled && !it.unlabelled; it.labelled {
		it.heading = r.inlines(it.words+it.label.size+it.label.sep, it.end, false)
		return
	}
	it.label = label{}
	it.heading = r.inlines(it.words, it.end, false)
}

// labelParagraph reads the words of a paragraph: its label, its run-in title,
// and the rest. Some offices set the label in bold with the title.
func (r *reader) labelParagraph(it *item) {
	it.first = it.words
	if it.html {
		r.rawParagraph(it)
		return
	}
	words := r.src[it.words:it.end]
	strong, bold := strongMark(words)
	if bold = bold && closing(words[2:], strong) > 0; bold {
		words = words[2:]
	}
	it.label, it.labelled = paragraphLabel(string(words), r.record.labels())
	if it.unlabelled || it.bullet && it.label.style == decimal {
		r.unlabelledParagraph(it)
		return
	}
	if !it.labelled && bold {
		// "**4.2** words"
		if end := bytes.Index(words, []byte(strong)); end > 0 {
			if it.label, it.labelled = paragraphLabel(string(words[:end]), r.record.labels()); it.labelled && it.label.size == end {
				it.words += 2
				it.textStart = it.words + end + 2
				it.text = r.inlines(it.textStart, it.end, false, it.quotes()...)
				return
			}
			it.labelled = false
		}
	}
	if !it.labelled {
		r.unlabelledParagraph(it)
		return
	}
	if bold {
		it.words += 2
	}
	rest := it.words + it.label.size + it.label.sep
	if words := r.src[rest:it.end]; !bold {
		if strong, bold = strongMark(words); bold {
			end := closing(words[2:], strong)
			if bold = end > 0 && (r.record != nil || entitles(words[2:2+end], words[4+end:])); bold {
				rest += 2
			}
		}
	}
	if end := closing(r.src[rest:it.end], strong); bold && end >= 0 && !bytes.HasPrefix(r.src[rest:it.end], []byte(`"`+strong)) {
		it.heading = r.inlines(rest, rest+end, true, it.quotes()...)
		rest += end + 2
	}
	it.textStart = rest
	it.text = r.inlines(rest, it.end, false, it.quotes()...)
}

// strongMark is the mark with which bold words begin, where words do.
func strongMark(words []byte) (mark string, ok bool) {
	for _, mark := range []string{"**", "__"} {
		if bytes.HasPrefix(words, []byte(mark)) && leadingBlank(words[2:]) == 0 {
			return mark, true
		}
	}
	return "**", false
}

// closing is where bold words end, or -1: a mark with a blank before it ends none, nor
// does one between a full stop and a letter.
func closing(words []byte, strong string) int {
	end := unescapedIndex(words, strong)
	if end <= 0 {
		return end
	}
	before, _ := utf8.DecodeLastRune(words[:end])
	after, _ := utf8.DecodeRune(words[end+len(strong):])
	if unicode.IsSpace(before) || unicode.IsPunct(before) && (unicode.IsLetter(after) || unicode.IsDigit(after)) {
		return -1
	}
	return end
}

// entitles reports whether bold words that begin a provision are its title: a title
// ends with a mark or before a capital, and is not all there is of a sentence.
func entitles(bold, after []byte) bool {
	bold, after = bytes.TrimSpace(bold), bytes.TrimSpace(after)
	if len(bold) == 0 {
		return false
	}
	ends := bytes.IndexByte([]byte(".:;,!?"), bold[len(bold)-1]) >= 0
	if len(after) == 0 {
		return !ends
	}
	first, _ := utf8.DecodeRune(after)
	return ends || !unicode.IsLower(first)
}

// unlabelledParagraph reads the words of a paragraph that has no number, but may be
// an item of a list.
func (r *reader) unlabelledParagraph(it *item) {
	it.label, it.labelled = label{}, false
	if it.bullet {
		it.label, it.labelled = label{text: agreement.Bullet, style: bulleted}, true
	}
	it.textStart = it.words
	it.text = r.inlines(it.words, it.end, false, it.quotes()...)
}

// labelSpan is where the label of an item stands.
func (it *item) labelSpan() Span {
	switch {
	case !it.labelled:
		return Span{}
	case it.label.style == bulleted:
		return it.marker
	}
	return Span{it.words, it.words + it.label.size}
}
