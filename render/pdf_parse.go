package render

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strconv"
)

// A reader finds the objects of a PDF with plain cross-reference tables, such
// as PDF writes, and such as a program that only appends to it leaves: ISO
// 32000-1, 7.3 and 7.5. It trusts nothing it reads.
type reader struct {
	data    []byte
	offsets map[int]int
	trailer dict
}

// The objects of a PDF: a dict, an array, a reference, a name, a string, a whole
// number, or a keyword for all else; nil is none.
type (
	dict      map[string]any
	array     []any
	reference int
	name      string
	keyword   string
)

var errForeign = errors.New("it is not laid out as engross lays files out; another program may have rewritten it")

// Limits on a file that may be hostile.
const (
	mostSections = 32      // cross-reference tables
	mostObjects  = 4 << 20 //
	mostNesting  = 16      // of dictionaries and arrays
)

// read finds the objects of a file.
func read(data []byte) (*reader, error) {
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		return nil, errors.New("it is not a PDF")
	}
	tail := data[max(0, len(data)-1024):]
	i := bytes.LastIndex(tail, []byte("startxref"))
	if i < 0 {
		return nil, errors.New("its end is missing")
	}
	r := &reader{data: data, offsets: map[int]int{}}
	l := &lexer{data: tail, at: i + len("startxref")}
	next, ok := l.number()
	for n := 0; ok && n < mostSections; n++ {
		trailer, err := r.section(next)
		if err != nil {
			return nil, err
		}
		if r.trailer == nil {
			r.trailer = trailer
		}
		next, ok = trailer["Prev"].(int)
	}
	return r, nil
}

// section reads a cross-reference table and its trailer. Objects that a later
// table has are kept.
func (r *reader) section(at int) (dict, error) {
	if at < 0 || at >= len(r.data) {
		return nil, errForeign
	}
	l := &lexer{data: r.data, at: at}
	if !l.keyword("xref") {
		return nil, errForeign
	}
	for !l.keyword("trailer") {
		first, ok := l.number()
		count, also := l.number()
		if !ok || !also || first < 0 || count < 0 || count > mostObjects || len(r.offsets)+count > mostObjects {
			return nil, errForeign
		}
		for n := first; n < first+count; n++ {
			offset, ok := l.number()
			_, also := l.number()
			used := l.keyword("n")
			if !ok || !also || !used && !l.keyword("f") {
				return nil, errForeign
			}
			if _, later := r.offsets[n]; used && !later {
				r.offsets[n] = offset
			}
		}
	}
	if trailer, ok := l.value(0).(dict); ok {
		return trailer, nil
	}
	return nil, errForeign
}

// resolve follows a reference; what it leads to may have a stream.
func (r *reader) resolve(v any) (object any, stream []byte) {
	ref, ok := v.(reference)
	if !ok {
		return v, nil
	}
	at, ok := r.offsets[int(ref)]
	if !ok || at < 0 || at >= len(r.data) {
		return nil, nil
	}
	l := &lexer{data: r.data, at: at}
	if n, ok := l.number(); !ok || n != int(ref) {
		return nil, nil
	}
	if _, ok := l.number(); !ok || !l.keyword("obj") {
		return nil, nil
	}
	object = l.value(0)
	d, ok := object.(dict)
	if !ok || !l.keyword("stream") {
		return object, nil
	}
	length, ok := d["Length"].(int)
	if !ok || length < 0 {
		return object, nil
	}
	from := l.at
	if bytes.HasPrefix(r.data[from:], []byte("\r")) {
		from++
	}
	if bytes.HasPrefix(r.data[from:], []byte("\n")) {
		from++
	}
	if length > len(r.data)-from {
		return object, nil
	}
	return object, r.data[from : from+length]
}

// dict follows a reference to a dictionary; nil where it leads to none.
func (r *reader) dict(v any) (dict, []byte) {
	object, stream := r.resolve(v)
	d, _ := object.(dict)
	return d, stream
}

// A lexer reads objects one after another.
type lexer struct {
	data []byte
	at   int
}

func (l *lexer) skip() {
	for l.at < len(l.data) && bytes.IndexByte([]byte(" \t\r\n\f\x00"), l.data[l.at]) >= 0 {
		l.at++
	}
}

func (l *lexer) keyword(s string) bool {
	l.skip()
	if bytes.HasPrefix(l.data[l.at:], []byte(s)) {
		l.at += len(s)
		return true
	}
	return false
}

func (l *lexer) number() (int, bool) {
	l.skip()
	start := l.at
	for l.at < len(l.data) && l.at-start < 19 && (l.data[l.at] >= '0' && l.data[l.at] <= '9' || l.data[l.at] == '-') {
		l.at++
	}
	n, err := strconv.Atoi(string(l.data[start:l.at]))
	return n, err == nil
}

// value reads one object; nil where there is none.
func (l *lexer) value(depth int) any {
	l.skip()
	if depth > mostNesting || l.at >= len(l.data) {
		return nil
	}
	switch c := l.data[l.at]; {
	case l.keyword("<<"):
		return l.dict(depth)
	case c == '<':
		l.at++
		return l.hex()
	case c == '(':
		l.at++
		return l.literal()
	case c == '/':
		l.at++
		return name(l.word())
	case c == '[':
		l.at++
		return l.array(depth)
	case c >= '0' && c <= '9' || c == '-' || c == '.':
		return l.numberOrReference()
	}
	return keyword(l.word())
}

func (l *lexer) dict(depth int) any {
	d := dict{}
	for !l.keyword(">>") {
		if l.at >= len(l.data) || l.data[l.at] != '/' {
			return nil
		}
		l.at++
		key := l.word()
		d[key] = l.value(depth + 1)
	}
	return d
}

func (l *lexer) array(depth int) any {
	a := array{}
	for !l.keyword("]") {
		v := l.value(depth + 1)
		if v == nil || len(a) > mostObjects {
			return nil
		}
		a = append(a, v)
	}
	return a
}

func (l *lexer) numberOrReference() any {
	start := l.at
	n, ok := l.number()
	if !ok || l.at < len(l.data) && l.data[l.at] == '.' {
		l.at = start
		return keyword(l.word()) // a fraction; none of ours matters
	}
	after := l.at
	if generation, ok := l.number(); ok && generation == 0 && l.keyword("R") {
		return reference(n)
	}
	l.at = after
	return n
}

// word reads up to the next delimiter and undoes the escapes of a name.
func (l *lexer) word() string {
	var out []byte
	for l.at < len(l.data) && bytes.IndexByte([]byte(" \t\r\n\f\x00/<>[]()%"), l.data[l.at]) < 0 {
		c := l.data[l.at]
		if c == '#' && l.at+2 < len(l.data) {
			if b, err := hex.DecodeString(string(l.data[l.at+1 : l.at+3])); err == nil {
				c = b[0]
				l.at += 2
			}
		}
		out = append(out, c)
		l.at++
	}
	if len(out) == 0 {
		l.at++ // a stray delimiter
	}
	return string(out)
}

func (l *lexer) hex() any {
	end := bytes.IndexByte(l.data[l.at:], '>')
	if end < 0 {
		return nil
	}
	b, err := hex.DecodeString(string(l.data[l.at : l.at+end]))
	if err != nil {
		return nil
	}
	l.at += end + 1
	return string(b)
}

// literal reads a string without escapes, the only kind that PDF writes.
func (l *lexer) literal() any {
	end := bytes.IndexByte(l.data[l.at:], ')')
	if end < 0 || bytes.ContainsAny(l.data[l.at:l.at+end], `(\`) {
		return nil
	}
	s := string(l.data[l.at : l.at+end])
	l.at += end + 1
	return s
}
