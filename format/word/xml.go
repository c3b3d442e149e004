package word

import (
	"strconv"
	"unicode/utf8"
)

// A printer holds one part of the package while it is written. Elements are
// written in the order that the schema asks for, so each stands where it is used.
type printer struct{ buf []byte }

func (p *printer) raw(parts ...string) {
	for _, s := range parts {
		p.buf = append(p.buf, s...)
	}
}

func (p *printer) num(n int) { p.buf = strconv.AppendInt(p.buf, int64(n), 10) }

// text writes words, in content or in an attribute, so that they stand for
// themselves. What XML cannot hold becomes the replacement character.
func (p *printer) text(s string) {
	done := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if r := escapes[c]; r != "" {
				p.buf = append(append(p.buf, s[done:i]...), r...)
				done = i + 1
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || r == 0xfffe || r == 0xffff {
			p.buf = append(append(p.buf, s[done:i]...), "\uFFFD"...)
			done = i + n
		}
		i += n
	}
	p.buf = append(p.buf, s[done:]...)
}

var escapes = func() (t [utf8.RuneSelf]string) {
	for c := range 0x20 {
		t[c] = "\uFFFD"
	}
	t['\t'], t['\n'], t['\r'] = "&#9;", "&#10;", "&#13;"
	t['&'], t['<'], t['>'], t['"'] = "&amp;", "&lt;", "&gt;", "&quot;"
	return t
}()

func escaped(s string) string {
	var p printer
	p.text(s)
	return string(p.buf)
}
