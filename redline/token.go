package redline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// class says what a token is to the clean-up and to the kinds of change.
type class uint8

const (
	word     class = iota
	number         // a number, sum of money, percentage or date, whole
	mark           // punctuation
	defined        // an [agreement.Define]
	refer          // an [agreement.Ref]
	breaks         // the end of a paragraph, between two of one clause
	terminal       // the end of the stream
)

// A lexeme, or token, is the least thing that can be marked as changed. Offsets are into
// the text of its stream; space is where the white space before it begins.
type lexeme struct {
	key               int32 // equal keys are equal tokens; see names
	class             class
	space, start, end int
}

// A segment is the stretch of a stream's text that one inline wrote.
type segment struct {
	start, end int
	inline     agreement.Inline
	was        string // for a [agreement.Ref]: its text in the old draft, where that differs
}

// A stream is the words of a run of inlines as tokens. Its text, cut at any
// tokens, gives the inlines back exactly, white space and all.
type stream struct {
	text     string
	segments []segment
	tokens   []lexeme // the last is terminal
	near     int      // see [stream.segment]
}

// names numbers the distinct tokens of both drafts.
type names struct {
	ids   map[string]int32
	terms []term // names of several words that are one token each
}

func newNames() names { return names{ids: map[string]int32{}} }

func (n names) of(s string) int32 {
	id, ok := n.ids[s]
	if !ok {
		id = int32(len(n.ids))
		n.ids[s] = id
	}
	return id
}

// Keys that no text can have, since text holds no control characters.
const (
	termKey     = "\x00term " // and the term
	refKey      = "\x00ref"   // until its target is known: see [merger.resolve]
	breakKey    = "\x00break"
	terminalKey = "\x00end"
)

// read makes the stream of in.
func (n names) read(in []agreement.Inline) *stream {
	const letters = 5 // of a word, about
	s := &stream{text: agreement.Words(in), segments: make([]segment, 0, len(in))}
	s.tokens = make([]lexeme, 0, len(s.text)/letters+2)
	at, scanned := 0, 0 // ends of the inlines seen and of the text made into tokens
	for _, x := range in {
		end := at + width(x)
		s.segments = append(s.segments, segment{start: at, end: end, inline: x})
		switch x := x.(type) {
		case *agreement.Define:
			n.scan(s, scanned, at)
			s.add(n.of(termKey+x.Term), defined, at, end)
			scanned = end
		case *agreement.Ref:
			if end == at {
				continue // it shows nothing
			}
			n.scan(s, scanned, at)
			s.add(n.of(refKey), refer, at, end)
			scanned = end
		case *agreement.Text: // read with the text after it, so that no number is cut where one inline ends
			if x.Raised() != "" { // but 10² is not 102
				n.scan(s, scanned, at)
				n.scan(s, at, end)
				scanned = end
			}
		}
		at = end
	}
	n.scan(s, scanned, at)
	s.add(n.of(terminalKey), terminal, at, at)
	return s
}

// width is the bytes of the words of an inline.
func width(x agreement.Inline) int {
	switch x := x.(type) {
	case *agreement.Text:
		return len(x.Text)
	case *agreement.Ref:
		return len(x.Text)
	case *agreement.Define:
		return len(x.Term) + len(`""`)
	}
	return 0
}

// raisedOf is as [agreement.Text.Raised] of any inline.
func raisedOf(x agreement.Inline) string {
	if t, ok := x.(*agreement.Text); ok {
		return t.Raised()
	}
	return ""
}

// add appends a token that starts after any white space since the one before.
func (s *stream) add(key int32, c class, start, end int) {
	space := 0
	if k := len(s.tokens) - 1; k >= 0 {
		space = s.tokens[k].end
	}
	s.tokens = append(s.tokens, lexeme{key: key, class: c, space: space, start: start, end: end})
}

// scan appends the tokens of s.text[from:to], which is words alone.
func (n names) scan(s *stream, from, to int) {
	for from < to {
		rest := s.text[from:to]
		if rest[0] == ' ' {
			from++
			continue
		}
		r, size := rune(rest[0]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(rest)
		}
		if unicode.IsSpace(r) {
			from += size
			continue
		}
		length, c := n.term(rest), defined
		if length == 0 {
			length, c = atom(rest, r, size)
		}
		s.add(n.of(rest[:length]), c, from, from+length)
		from += length
	}
}

// join is the streams of parts as one, with a break token between each two. A
// line feed, which no text holds, stands for the break.
func (n names) join(parts []*stream) *stream {
	if len(parts) == 1 {
		return parts[0]
	}
	all := &stream{}
	for i, p := range parts {
		base := len(all.text)
		all.text += p.text
		for _, g := range p.segments {
			g.start, g.end = g.start+base, g.end+base
			all.segments = append(all.segments, g)
		}
		for _, t := range p.tokens {
			t.space, t.start, t.end = t.space+base, t.start+base, t.end+base
			all.tokens = append(all.tokens, t)
		}
		if i < len(parts)-1 {
			end := len(all.text)
			last := &all.tokens[len(all.tokens)-1]
			last.key, last.class, last.end = n.of(breakKey), breaks, end+1
			all.text += "\n"
			all.segments = append(all.segments, segment{start: end, end: end + 1, inline: &agreement.Text{Text: "¶", Break: true}})
		}
	}
	return all
}

// atom is the length and class of the token at the start of s, whose first
// rune is r.
func atom(s string, r rune, size int) (int, class) {
	if mayBeFigure(s, r) {
		if n := digitsAlone(s); '0' <= r && r <= '9' && n > 0 {
			return n, number
		}
		if n := figure(s[:min(len(s), longestFigure)]); n > 0 && !continues(s[n:]) {
			return n, number
		}
	}
	if ideograph(r) {
		return size, word
	}
	if wordRune(r) {
		return wordLength(s), word
	}
	if n := enumerator(s); n > 0 {
		if '0' <= s[1] && s[1] <= '9' {
			return n, number
		}
		return n, mark
	}
	n := size
	for strings.ContainsRune("._-*=", r) && n < len(s) && rune(s[n]) == r {
		n++
	}
	return n, mark
}

// mayBeFigure is a quick test that spares most words, and most numbers that are
// digits alone, the pattern.
func mayBeFigure(s string, r rune) bool {
	switch {
	case strings.ContainsRune(currencies, r), fraction(r):
		return true
	case 'A' <= r && r <= 'Z':
		return len(s) > 2 && (s[1] == '$' || 'A' <= s[1] && s[1] <= 'Z' || strings.Contains(monthStarts, s[:3])) && strings.ContainsAny(s[:min(len(s), longestFigure/4)], "0123456789")
	}
	return '0' <= r && r <= '9'
}

// monthStarts are the first three letters of each month.
const monthStarts = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"

// digitsAlone is the length of the digits that s begins with, where nothing after them
// can belong to a figure; else 0.
func digitsAlone(s string) int {
	n := 1
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	next := s[n:]
	switch {
	case next == "":
		return n
	case strings.IndexByte(".,/-:'", next[0]) >= 0:
		if len(next) > 1 && '0' <= next[1] && next[1] <= '9' {
			return 0
		}
		return n
	case next[0] == ' ':
		if len(next) > 1 && (next[1] >= utf8.RuneSelf || strings.IndexByte("0123456789$%tmbpeEJFMASOND", next[1]) >= 0) {
			return 0
		}
		return n
	case next[0] == ';' || next[0] == ')' || next[0] == ']' || next[0] == '"':
		return n
	}
	return 0
}

// continues reports that a word runs on where a figure would end.
func continues(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest != "" && wordRune(r)
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return wordBytes[r]
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// wordBytes are the letters and digits among the first characters.
var wordBytes = func() (t [utf8.RuneSelf]bool) {
	for c := range t {
		t[c] = '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	}
	return t
}()

// ideograph reports a rune of a script that puts no spaces between words; each
// is a token.
func ideograph(r rune) bool {
	const first = 0x2e80 // below it are the scripts of nearly all text
	return r >= first && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// wordLength is the length of the word at the start of s: letters and digits,
// and the marks that join them ("non-exclusive", "Customer’s", "and/or").
func wordLength(s string) int {
	end, joined := 0, false
	for end < len(s) && s[end] < utf8.RuneSelf && wordBytes[s[end]] {
		end++
	}
	from := end
	for i, r := range s[from:] {
		i += from
		switch {
		case ideograph(r):
			return end
		case wordRune(r):
			end, joined = i+utf8.RuneLen(r), false
		case joined && r != '/', !strings.ContainsRune("'’-‐‑/.@:_&+", r):
			return end
		default:
			joined = true
		}
	}
	return end
}

// enumerator is the length of a marker such as "(a)" or "(iv)" at the start of
// s, or 0.
func enumerator(s string) int {
	const longest = len("(xviii)")
	for i := 1; s[0] == '(' && i < min(len(s), longest); i++ {
		switch c := s[i]; {
		case c == ')' && i > 1:
			return i + 1
		case (c < 'a' || c > 'z') && (c < '0' || c > '9'):
			return 0
		}
	}
	return 0
}

func countWords(tokens []lexeme) int {
	n := 0
	for _, t := range tokens {
		if t.class.telling() {
			n++
		}
	}
	return n
}

// telling reports a token that says something.
func (c class) telling() bool { return c != mark && c != breaks && c != terminal }

// term is the length of the longest of the terms that s begins with, in the singular
// or the plural, or 0.
func (n names) term(s string) (length int) {
	for i := range n.terms {
		t := &n.terms[i]
		if s[0] != t.first[0] || !strings.HasPrefix(s, t.first) {
			continue
		}
		at := len(t.first)
		last := s[at : at+wordLength(s[at:])]
		if slices.Equal(singular(last), t.last) {
			length = max(length, at+len(last))
		}
	}
	return length
}

// with makes each of the terms that has several words one token, so that "Licensed
// Field" becomes "Field of Use" as a whole, wherever it stands.
func (n names) with(terms []string) names {
	n.terms = nil
	for _, t := range terms {
		if at := strings.LastIndexByte(t, ' ') + 1; at > 0 {
			n.terms = append(n.terms, term{t[:at], singular(t[at:])})
		}
	}
	return n
}

// singular is the words of a name, its last one without the endings of the
// plural and the possessive.
func singular(name string) []string {
	words := strings.Fields(strings.Trim(name, `"“” `))
	if len(words) == 0 {
		return nil
	}
	last := strings.TrimRight(words[len(words)-1], "'’")
	for _, possessive := range []string{"'s", "’s"} {
		last = strings.TrimSuffix(last, possessive)
	}
	switch {
	case strings.HasSuffix(last, "ies"):
		last = strings.TrimSuffix(last, "ies") + "y"
	case strings.HasSuffix(last, "ss"):
	default:
		last = strings.TrimSuffix(last, "s")
	}
	words[len(words)-1] = last
	return words
}

// A term is the name of something defined that has several words: all but the last,
// with the blank after them, and the last in the singular.
type term struct {
	first string
	last  []string
}
