package excel

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A scanner takes the XML of a workbook apart, tag by tag. It knows what
// spreadsheets write: no document types, and so no entities but the five of XML.
// It is several times as fast as encoding/xml, and a table is nothing but tags.
type scanner struct {
	r    *bufio.Reader
	name string // of the tag at hand, without its prefix
	attr []byte // what stands after the name
	text []byte // between the tag before and this one, as it is
	end  bool   // the tag ends an element
	both bool   // it begins and ends one
	tag  []byte
}

// longestTag is more than any tag or text of a workbook has.
const (
	longestTag  = 1 << 16
	longestRaw  = 1 << 20
	readerBytes = 1 << 15
)

var errMarkup = errors.New("the workbook is damaged: what should be XML is not")

func newScanner(r io.Reader) *scanner {
	return &scanner{r: bufio.NewReaderSize(r, readerBytes)}
}

// next goes to the next tag. The error is io.EOF after the last.
func (s *scanner) next() error {
	s.text = s.text[:0]
	for {
		if err := s.toMark(); err != nil {
			return err
		}
		special, err := s.readTag()
		if err != nil {
			return err
		}
		if !special {
			return nil
		}
	}
}

// toMark reads text up to the next <.
func (s *scanner) toMark() error {
	for {
		part, err := s.r.ReadSlice('<')
		s.text = append(s.text, part...)
		if len(s.text) > longestRaw {
			return fmt.Errorf("the workbook is damaged: a text has more than %d bytes", longestRaw)
		}
		switch {
		case err == nil:
			s.text = s.text[:len(s.text)-1]
			return nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
	}
}

// readTag reads a tag after its <. It reports whether it was none: a comment or an
// instruction, or text that is set apart.
func (s *scanner) readTag() (special bool, err error) {
	s.tag = s.tag[:0]
	quote := byte(0)
	for {
		c, err := s.r.ReadByte()
		if err != nil {
			return false, cutOff(err)
		}
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			if len(s.tag) > 0 && s.tag[0] != '!' {
				quote = c
			}
		case c == '>':
			return s.endTag()
		}
		if s.tag = append(s.tag, c); len(s.tag) > longestTag {
			return false, errMarkup
		}
		if string(s.tag) == "!--" {
			return true, s.skip("-->", false)
		}
		if string(s.tag) == "![CDATA[" {
			return true, s.skip("]]>", true)
		}
	}
}

func cutOff(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// skip reads as far as some mark. What stands before it is text where kept is true.
func (s *scanner) skip(mark string, kept bool) error {
	var tail []byte
	for n := 0; ; n++ {
		c, err := s.r.ReadByte()
		if err != nil {
			return cutOff(err)
		}
		if n > longestRaw {
			return errMarkup
		}
		if tail = append(tail, c); bytes.HasSuffix(tail, []byte(mark)) {
			if kept {
				s.text = append(s.text, strings.NewReplacer("&", "&amp;").Replace(string(tail[:len(tail)-len(mark)]))...)
			}
			return nil
		}
	}
}

func (s *scanner) endTag() (special bool, err error) {
	t := s.tag
	switch {
	case len(t) == 0:
		return false, errMarkup
	case t[0] == '?':
		return true, nil
	case t[0] == '!':
		return false, errors.New("the workbook has a document type, which no spreadsheet writes")
	}
	if s.end = t[0] == '/'; s.end {
		t = t[1:]
	}
	if s.both = len(t) > 0 && t[len(t)-1] == '/'; s.both {
		t = t[:len(t)-1]
	}
	n := bytes.IndexAny(t, " \t\r\n")
	if n < 0 {
		n = len(t)
	}
	name := t[:n]
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	s.attr = t[n:]
	if string(name) != s.name {
		s.name = string(name)
	}
	return false, nil
}

// get is an attribute of the tag at hand, or "".
func (s *scanner) get(name string) string {
	rest := s.attr
	for {
		rest = bytes.TrimLeft(rest, " \t\r\n")
		i := bytes.IndexByte(rest, '=')
		if i < 0 {
			return ""
		}
		key := bytes.TrimSpace(rest[:i])
		rest = bytes.TrimLeft(rest[i+1:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			return ""
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return ""
		}
		if string(key) == name {
			return unescaped(rest[1 : end+1])
		}
		rest = rest[end+2:]
	}
}

// unescaped is text without the five entities of XML and characters by number.
func unescaped(b []byte) string {
	if bytes.IndexByte(b, '&') < 0 {
		return string(b)
	}
	var s strings.Builder
	for len(b) > 0 {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			s.Write(b)
			break
		}
		s.Write(b[:i])
		b = b[i:]
		end := bytes.IndexByte(b[:min(len(b), 12)], ';')
		if r, ok := entity(string(b[1:max(1, end)])); ok {
			s.WriteRune(r)
			b = b[end+1:]
			continue
		}
		s.WriteByte('&')
		b = b[1:]
	}
	return s.String()
}

func entity(name string) (rune, bool) {
	if digits, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if hex, ok := strings.CutPrefix(digits, "x"); ok {
			digits, base = hex, 16
		}
		n, err := strconv.ParseUint(digits, base, 31)
		return rune(n), err == nil && utf8.ValidRune(rune(n))
	}
	r, ok := map[string]rune{"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\''}[name]
	return r, ok
}

// decoded is a text of a cell, with characters written as _x000B_ as themselves.
func decoded(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if coded(s[i:]) {
			n, _ := strconv.ParseUint(s[i+2:i+6], 16, 16)
			b.WriteRune(rune(n)) // half of a pair is no character, and becomes the mark for that
			i += 7
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}
