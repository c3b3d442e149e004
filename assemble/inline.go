package assemble

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// expand puts values in the place of their marks.
func expand(s string, values []string) string {
	before, mark, after := cutMark(s)
	switch {
	case mark == "":
		return s
	case before == "" && after == "":
		return values[indexOf(mark)]
	}
	var b strings.Builder
	for ; mark != ""; before, mark, after = cutMark(after) {
		b.WriteString(before)
		b.WriteString(values[indexOf(mark)])
	}
	b.WriteString(before)
	return b.String()
}

// An inlineBuilder gathers inlines. It makes the quotation marks of the library
// typographic. Where values stand, the text is their marks.
type inlineBuilder struct {
	out   []agreement.Inline
	last  rune // the last character printed, or 0
	stop  bool // what was added last is a value that ends in a full stop
	open  bool // a quotation mark was opened and not closed
	spans *spans
	span  span // of the piece of Markdown at hand
}

// words adds words of the library, in which marks stand for values.
func (b *inlineBuilder) words(s string) {
	for s != "" {
		before, mark, after := cutMark(s)
		if b.stop && oneStop(before) { // "Alder Inc." ends a sentence too
			before = before[1:]
		} else if inside, quoted := strings.CutPrefix(before, `"`); b.stop && quoted && oneStop(inside) {
			before = `"` + inside[1:] // and so does what ends in it within quotation marks
		}
		b.stop = b.stop && before == ""
		if before != "" {
			if b.open && before[0] == '"' && b.last == '(' {
				b.last = 'a' // whatever the value ends in, its quotation ends after it
			}
			before = typographic(before, b.last)
			b.text(before, false)
			b.last, _ = utf8.DecodeLastRuneInString(before)
			if i := strings.LastIndexAny(before, "“”"); i >= 0 {
				b.open = strings.HasPrefix(before[i:], "“")
			}
		}
		if mark != "" {
			b.text(mark, true)
			b.last, b.stop = 'a', strings.ContainsRune(mark, stopped)
			if strings.Contains(mark, "(") {
				b.last = '('
			}
		}
		s = after
	}
}

// oneStop reports words that begin with the full stop of a sentence, and not with dots.
func oneStop(s string) bool {
	return strings.HasPrefix(s, ".") && !strings.HasPrefix(s, "..") && (len(s) == 1 || !unicode.IsLetter(rune(s[1])) && !unicode.IsDigit(rune(s[1])))
}

func (b *inlineBuilder) text(s string, value bool) {
	if n := len(b.out); n > 0 {
		if t, ok := b.out[n-1].(*agreement.Text); ok && t.Value == value {
			t.Text += s
			b.spans.add(t, b.span)
			return
		}
	}
	t := &agreement.Text{Text: s, Value: value}
	b.spans.add(t, b.span)
	b.out = append(b.out, t)
}

func (b *inlineBuilder) define(s string) {
	b.last = '"'
	b.out = append(b.out, &agreement.Define{Term: b.plain(s)})
}

func (b *inlineBuilder) heading(s string) {
	b.last = '.'
	b.out = append(b.out, &headingMark{text: b.plain(s)})
}

func (b *inlineBuilder) ref(target string) {
	b.last = '0'
	b.out = append(b.out, &agreement.Ref{Target: target})
}

// plain is the words of s alone.
func (b *inlineBuilder) plain(s string) string {
	var inner inlineBuilder
	inner.words(s)
	return agreement.Words(inner.done())
}

// done is the inlines, without blanks at either end of the words.
func (b *inlineBuilder) done() []agreement.Inline {
	out := b.out
	for len(out) > 0 {
		t, ok := out[len(out)-1].(*agreement.Text)
		if !ok || t.Value {
			break
		}
		if t.Text = strings.TrimRight(t.Text, " \n"); t.Text != "" {
			break
		}
		out = out[:len(out)-1]
	}
	return trimLeft(out)
}

// typographic makes straight quotation marks and apostrophes typographic; prev
// is the character before s, or 0.
func typographic(s string, prev rune) string {
	if !strings.ContainsAny(s, `"'`) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		opens := quoteOpensAfter(prev)
		switch {
		case r == '"' && opens:
			r = '“'
		case r == '"':
			r = '”'
		case r == '\'' && opens:
			r = '‘'
		case r == '\'':
			r = '’'
		}
		b.WriteRune(r)
		prev = r
	}
	return b.String()
}
