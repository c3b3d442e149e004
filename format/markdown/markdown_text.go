package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// inlines writes words, each run of one change between its tags, and after the
// last of them stop.
func (p *printer) inlines(in []agreement.Inline, stop string, around agreement.Change) {
	open := agreement.Unchanged
	for i := 0; i < len(in); i++ {
		x := in[i]
		change := inherit(agreement.ChangeOf(x), around)
		if openTag(change) != openTag(open) {
			p.raw(closeTag(open))
			p.raw(openTag(change))
		}
		open = change
		switch x := x.(type) {
		case *agreement.Text:
			s := valid(x.Text)
			raised := x.Raised()
			for i+1 < len(in) && isText(in[i+1], x.Change, raised) {
				i++
				s += valid(plain(in[i]))
			}
			if raised == "" || s == "" {
				p.text(s)
				continue
			}
			p.raw("<" + raised + ">")
			p.text(s)
			p.raw("</" + raised + ">")
		case *agreement.Define:
			p.define(x.Term)
		case *agreement.Ref:
			p.ref(x)
		}
	}
	p.raw(stop)
	p.raw(closeTag(open))
}

// isText reports whether x is text that goes on one of that change and height: together
// they are escaped as one, as they are when they have been read back.
func isText(x agreement.Inline, change agreement.Change, raised string) bool {
	t, ok := x.(*agreement.Text)
	return ok && t.Change == change && t.Raised() == raised
}

// define writes a defined term: "**Term**", or "*Term*" in a bold title.
func (p *printer) define(term string) {
	mark := "**"
	if p.inBold {
		mark = "*"
	}
	if term == "" {
		mark = ""
	}
	p.raw(`"` + mark)
	p.atEdge = true
	p.text(term)
	p.closeEdge()
	p.raw(mark + `"`)
}

// ref writes a cross-reference: a link where its target is in the document,
// plain words where it is not. One that was only renumbered shows both numbers.
func (p *printer) ref(r *agreement.Ref) {
	if r.Was == "" {
		p.link(r)
		return
	}
	p.hush(func() { p.changed(r.Was, agreement.Deleted) })
	p.hush(func() {
		p.raw("<ins>")
		p.link(r)
		p.raw("</ins>")
	})
}

func (p *printer) link(r *agreement.Ref) {
	slug := p.anchors[r.Target].slug
	if slug == "" || r.Text == "" {
		p.text(r.Text)
		return
	}
	p.raw("[")
	p.text(r.Text)
	p.raw("](#" + slug + ")")
}

// raw writes Markdown as it stands.
func (p *printer) raw(s string) {
	if s != "" {
		p.buf = append(p.buf, s...)
		p.atEdge = false
	}
}

// text writes words so that they print as themselves under CommonMark with
// GitHub's tables and strikethrough.
func (p *printer) text(s string) {
	if s == "" {
		return
	}
	s = valid(s)
	if p.atEdge {
		s = p.edgeSpace(s)
	}
	p.atEdge = false
	done := 0
	for i := 0; i < len(s); i++ {
		if !special[s[i]] {
			continue
		}
		if r, n := p.escape(s, i); r != "" {
			p.buf = append(append(p.buf, s[done:i]...), r...)
			i += n - 1
			done = i + 1
		}
	}
	p.buf = append(p.buf, s[done:]...)
}

func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// special are the bytes that escape looks at.
var special = func() (t [256]bool) {
	for c := range 0x20 {
		t[c] = true
	}
	for _, c := range []byte("\x7f\xc2\xe2\\`*_[]<&~|$!#") {
		t[c] = true
	}
	return t
}()

// escape is what stands for the n bytes of s at i, or "" when they stand for
// themselves.
func (p *printer) escape(s string, i int) (r string, n int) {
	switch c := s[i]; c {
	case '\\', '`', '*', '[', ']', '<', '~':
		return escaped[c], 1
	case '_':
		if i == 0 || i == len(s)-1 || !alphanumeric(s[i-1]) || !alphanumeric(s[i+1]) {
			return `\_`, 1
		}
	case '&':
		if entity(s[i+1:]) {
			return `\&`, 1
		}
	case '!': // before a link it would make an image
		if i == len(s)-1 {
			return `\!`, 1
		}
	case '$': // GitHub sets what stands between two as mathematics
		opens := i == 0 || s[i-1] == ' '
		closes := i == len(s)-1 || !alphanumeric(s[i+1])
		if closes && (!opens || i < len(s)-1 && s[i+1] == '$') {
			return `\$`, 1
		}
	case '|':
		if p.inCell {
			return `\|`, 1
		}
	case '#':
		if p.inHead {
			return `\#`, 1
		}
	case 0xc2, 0xe2:
		if r, n := utf8.DecodeRuneInString(s[i:]); r == 0x85 || r == 0x2028 || r == 0x2029 {
			return numeric(r), n
		}
	case 0:
		return "\uFFFD", 1 // as CommonMark has it
	default:
		return numeric(rune(c)), 1
	}
	return "", 1
}

var escaped = map[byte]string{'\\': `\\`, '`': "\\`", '*': `\*`, '[': `\[`, ']': `\]`, '<': `\<`, '~': `\~`}

func alphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// entity reports whether s could go on as a character reference after "&",
// here or in the run after it.
func entity(s string) bool {
	for i := range len(s) {
		if s[i] == ';' {
			return i > 0
		}
		if !alphanumeric(s[i]) && !(i == 0 && s[i] == '#') {
			return false
		}
	}
	return true
}

func numeric(r rune) string { return "&#" + strconv.Itoa(int(r)) + ";" }

// edgeSpace writes the white space s begins with as character references, and
// returns the rest.
func (p *printer) edgeSpace(s string) string {
	for {
		r, n := utf8.DecodeRuneInString(s)
		if n == 0 || !unicode.IsSpace(r) {
			return s
		}
		p.buf = append(p.buf, numeric(r)...)
		s = s[n:]
	}
}

// closeEdge makes white space at the end of what is written a character
// reference, where it would be trimmed or undo the emphasis that ends here.
func (p *printer) closeEdge() {
	if p.atEdge {
		return // nothing was written
	}
	r, n := utf8.DecodeLastRune(p.buf)
	if unicode.IsSpace(r) {
		p.buf = append(p.buf[:len(p.buf)-n], numeric(r)...)
	}
}

// end ends a block.
func (p *printer) end() {
	p.endLine()
	p.buf = append(p.buf, '\n')
}

// endLine ends a line of words.
func (p *printer) endLine() {
	p.closeEdge()
	line := bytes.LastIndexByte(p.buf, '\n') + 1
	p.guardLinks(line, "://", 0)
	p.guardLinks(line, "www.", 3)
	p.buf = append(p.buf, '\n')
}

// guardLinks keeps GitHub from taking an address in the line for a link when it
// would take an escape in it for a part of it. The backslash goes dot bytes into
// the sign of an address.
func (p *printer) guardLinks(from int, sign string, dot int) {
	for {
		i := bytes.Index(p.buf[from:], []byte(sign))
		if i < 0 {
			return
		}
		from += i + dot
		address := p.buf[from:]
		if space := bytes.IndexByte(address, ' '); space >= 0 {
			address = address[:space]
		}
		if bytes.ContainsAny(address, `\&`) {
			p.buf = slices.Insert(p.buf, from, '\\')
			from++
		}
		from += len(sign) - dot
	}
}

var (
	listStart  = agreement.Pattern(`^[0-9]+[.)](?: |$)`)
	labelStart = agreement.Pattern(`^(?:(?:Section|Clause|Article|Paragraph) )?[0-9]+(\.)[0-9]|^(\()[A-Za-z0-9]{1,6}\)|^[0-9]+(\))(?: |$)`)
	labelTitle = agreement.Pattern(`^(?i:part|schedule|annex|exhibit|appendix|attachment)(?:[ \t]+(?:[A-Z][0-9]{0,2}|[0-9]{1,3}[A-Z]?|[IVXLC]{1,7})(?:[ \t]*[:.–—-]|[ \t]|$)|[ \t]*[:.–—-]|$)` +
		`|^(?:Section|Clause|Article|Paragraph) [0-9IVXLC]|^§|^[0-9]+(?:[.:]|$| )|^[IVXLC]+\.|^\([A-Za-z0-9]{1,7}\)`)
)

// guardList keeps a label from starting a list: "4\.".
func (p *printer) guardList(start int) {
	if last := len(p.buf) - 1; last > start && listStart().Match(p.buf[start:]) {
		p.buf = slices.Insert(p.buf, last, '\\')
	}
}

// guardStart keeps the words of a paragraph from acting as mark-up, or from
// being read back as the label of a provision.
func (p *printer) guardStart(start int) {
	words := p.buf[start:]
	if len(words) == 0 {
		return
	}
	switch c := words[0]; {
	case c == '#' || c == '>' || c == '+' || c == '-' || c == '|' || c == '=':
		p.buf = slices.Insert(p.buf, start, '\\')
	case c == '(' || '0' <= c && c <= '9' || c == 'S' || c == 'C' || c == 'A' || c == 'P':
		if listStart().Match(words) && words[bytes.IndexAny(words, ".)")] == '.' {
			// "4\." is how a label prints, so the digit is escaped.
			p.buf = slices.Replace(p.buf, start, start+1, []byte(numeric(rune(c)))...)
			return
		}
		p.guard(labelStart(), start)
	}
}

// guardHeading keeps an unlabelled title from being read back as a labelled one.
func (p *printer) guardHeading(start int) {
	if labelTitle().Match(p.buf[start:]) {
		r, n := utf8.DecodeRune(p.buf[start:])
		p.buf = slices.Replace(p.buf, start, start+n, []byte(numeric(r))...)
	}
}

// guard puts a backslash before the group of re that matches at start.
func (p *printer) guard(re *regexp.Regexp, start int) {
	m := re.FindSubmatchIndex(p.buf[start:])
	for i := 2; i < len(m); i += 2 {
		if m[i] >= 0 {
			p.buf = slices.Insert(p.buf, start+m[i], '\\')
			return
		}
	}
}
