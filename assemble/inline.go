package assemble

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// An inlineBuilder gathers inlines. It puts values in the place of their marks
// and makes the quotation marks of the library typographic; values stay as they
// are.
type inlineBuilder struct {
	values []string
	out    []agreement.Inline
	last   rune // the last character printed, or 0
}

// words adds words of the library, in which marks stand for values.
func (b *inlineBuilder) words(s string) {
	for s != "" {
		before, rest, found := strings.Cut(s, string(valueOpen))
		if before != "" {
			before = typographic(before, b.last)
			b.text(before, false)
		}
		if !found {
			return
		}
		number, rest, _ := strings.Cut(rest, string(valueClose))
		i, _ := strconv.Atoi(number) // only Emit writes marks
		b.text(b.values[i], true)
		s = rest
	}
}

func (b *inlineBuilder) text(s string, value bool) {
	b.last, _ = utf8.DecodeLastRuneInString(s)
	if n := len(b.out); n > 0 {
		if t, ok := b.out[n-1].(*agreement.Text); ok && t.Value == value {
			t.Text += s
			return
		}
	}
	b.out = append(b.out, &agreement.Text{Text: s, Value: value})
}

func (b *inlineBuilder) define(s string) {
	b.last = '"'
	b.out = append(b.out, &agreement.Define{Term: b.plain(s)})
}

func (b *inlineBuilder) heading(s string) {
	b.last = '.'
	b.out = append(b.out, &headingMark{text: typographic(b.plain(s), 0)})
}

func (b *inlineBuilder) ref(target string) {
	b.last = '0'
	b.out = append(b.out, &agreement.Ref{Target: target})
}

// plain puts values in the place of marks.
func (b *inlineBuilder) plain(s string) string {
	inner := inlineBuilder{values: b.values}
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
		opens := prev == 0 || unicode.IsSpace(prev) || strings.ContainsRune("([–—/“‘", prev)
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
