package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/engross/engross/agreement"
)

// A shown stream is read by a person. Whatever could steer a terminal or turn the
// direction of text is shown as its code: names of files, words of other people's
// agreements and what stands in a manifest are printed and never obeyed.
type shown struct {
	w    io.Writer
	tail []byte // the beginning of a character whose end is to come
}

// ours are the sequences with which a redline is coloured.
var ours = agreement.Pattern(`^\x1b\[(?:0|3[124];[49])m`)

func (s *shown) Write(p []byte) (int, error) {
	data := append(s.tail, p...)
	s.tail = nil
	out := make([]byte, 0, len(data))
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1 && !utf8.FullRune(data):
			s.tail = bytes.Clone(data)
			data = nil
			continue
		case r == utf8.RuneError && n == 1:
			out = fmt.Appendf(out, `\x%02X`, data[0])
		case r == '\x1b' && ours().Match(data):
			n = len(ours().Find(data))
			out = append(out, data[:n]...)
		case r == '\n', r == '\t':
			out = append(out, byte(r))
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\u2028', r == '\u2029':
			out = fmt.Appendf(out, `\u%04X`, r)
		default:
			out = append(out, data[:n]...)
		}
		data = data[n:]
	}
	if _, err := s.w.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// emit writes the bytes of a file to standard output: as they are to a file or a
// program, as a person reads them to a terminal.
func (a *app) emit(data []byte) error {
	w := a.out
	if s, ok := w.(*shown); ok && terminal(w) == nil {
		w = s.w
	}
	_, err := w.Write(data)
	return err
}

// terminal is the terminal to which a stream goes, or nil.
func terminal(w io.Writer) *os.File {
	if s, ok := w.(*shown); ok {
		w = s.w
	}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return f
	}
	return nil
}
