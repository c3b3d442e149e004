package pdf

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strconv"
)

// A reader finds the objects of a PDF: ISO 32000-1, 7.3 and 7.5. It trusts
// nothing it reads.
type reader struct {
	data    []byte
	offsets map[int]int
	packs   map[int]int  // of objects that stand in streams: the number of the stream
	freed   map[int]bool // numbers that a later table says are no object
	packed  map[int]any  // objects that stand in streams, once they are read
	trailer dict
	room    int // how many bytes may still be unpacked
}

// The objects of a PDF: a dict, an array, a reference, a name, a string, an int
// or a float64, or a keyword for all else; nil is none.
type (
	dict      map[string]any
	array     []any
	reference int
	name      string
	keyword   string
)

var errForeign = errors.New("its objects cannot be found; it may be damaged")

// Limits on a file that may be hostile.
const (
	mostSections = 32      // cross-reference tables
	mostObjects  = 4 << 20 //
	mostNesting  = 16      // of dictionaries and arrays
	mostLiteral  = 1 << 20 // bytes of a string
)

// open finds the objects of a file, by its tables or, where another program
// wrote them anew or they are damaged, without them.
func open(data []byte) (*reader, error) {
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		return nil, errors.New("it is not a PDF")
	}
	r, err := read(data)
	if err == nil && r.trailer["Encrypt"] != nil {
		return nil, errEncrypted
	}
	if err == nil {
		if root, _ := r.dict(r.trailer["Root"]); root["Pages"] != nil {
			return r, nil
		}
		err = errForeign
	}
	found, scanning := scan(data)
	if scanning == nil || scanning == errEncrypted {
		return found, scanning
	}
	return nil, err
}

// read finds the objects of a file by its cross-reference tables, plain ones and
// streams, as viewers do.
func read(data []byte) (*reader, error) {
	tail := data[max(0, len(data)-1024):]
	i := bytes.LastIndex(tail, []byte("startxref"))
	if i < 0 {
		return nil, errors.New("its end is missing")
	}
	r := &reader{data: data, offsets: map[int]int{}, packs: map[int]int{}, freed: map[int]bool{}, packed: map[int]any{}, room: roomFor(data)}
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
		return r.tableStream(at)
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
			switch {
			case r.known(n):
			case used:
				r.offsets[n] = offset
			default:
				r.freed[n] = true
			}
		}
	}
	trailer, ok := l.value(0).(dict)
	if !ok {
		return nil, errForeign
	}
	if at, hybrid := trailer["XRefStm"].(int); hybrid { // ISO 32000-1, 7.5.8.4
		if _, err := r.tableStream(at); err != nil {
			return nil, err
		}
	}
	return trailer, nil
}

// known reports whether a later table says where an object is, or that it is gone.
func (r *reader) known(n int) bool {
	_, plain := r.offsets[n]
	_, packed := r.packs[n]
	return plain || packed || r.freed[n]
}

// resolve follows a reference; what it leads to may have a stream.
func (r *reader) resolve(v any) (object any, stream []byte) {
	ref, ok := v.(reference)
	if !ok {
		return v, nil
	}
	if packed, ok := r.packed[int(ref)]; ok {
		return packed, nil
	}
	if pack, ok := r.packs[int(ref)]; ok {
		r.open(pack)
		return r.packed[int(ref)], nil
	}
	at, ok := r.offsets[int(ref)]
	if !ok || at < 0 || at >= len(r.data) {
		return nil, nil
	}
	object, stream, _ = r.objectAt(at, int(ref))
	return object, stream
}

// objectAt reads the object of a number; end is where it ends.
func (r *reader) objectAt(at, n int) (object any, stream []byte, end int) {
	l := &lexer{data: r.data, at: at}
	if is, ok := l.number(); !ok || is != n {
		return nil, nil, at
	}
	if _, ok := l.number(); !ok || !l.keyword("obj") {
		return nil, nil, at
	}
	object = l.value(0)
	d, ok := object.(dict)
	if !ok || !l.keyword("stream") {
		return object, nil, l.at
	}
	from := l.at
	if bytes.HasPrefix(r.data[from:], []byte("\r")) {
		from++
	}
	if bytes.HasPrefix(r.data[from:], []byte("\n")) {
		from++
	}
	length, ok := d["Length"].(int)
	if ref, indirect := d["Length"].(reference); indirect && int(ref) != n {
		length, ok = r.length(ref)
	}
	if ok && length >= 0 && length <= len(r.data)-from {
		after := &lexer{data: r.data, at: from + length}
		if after.keyword("endstream") {
			return object, r.data[from : from+length], after.at
		}
	}
	length = bytes.Index(r.data[from:], []byte("endstream")) // the length is wrong
	if length < 0 {
		return object, nil, len(r.data)
	}
	return object, bytes.TrimSuffix(r.data[from:from+length], []byte("\n")), from + length
}

// length is a number that stands in an object of its own.
func (r *reader) length(ref reference) (int, bool) {
	if n, ok := r.packed[int(ref)].(int); ok {
		return n, true
	}
	at, ok := r.offsets[int(ref)]
	if !ok || at < 0 || at >= len(r.data) {
		return 0, false
	}
	l := &lexer{data: r.data, at: at}
	l.number()
	l.number()
	if !l.keyword("obj") {
		return 0, false
	}
	return l.number()
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
	odd  bool // it met what readers may read in more than one way
}

// skip passes over blanks and comments.
func (l *lexer) skip() {
	for ; l.at < len(l.data); l.at++ {
		switch l.data[l.at] {
		case ' ', '\t', '\r', '\n', '\f', 0:
		case '%':
			l.odd = true
			for l.at+1 < len(l.data) && l.data[l.at+1] != '\n' && l.data[l.at+1] != '\r' {
				l.at++
			}
		default:
			return
		}
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
		l.odd = true
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
			l.odd = true
			return nil
		}
		l.at++
		key := l.word()
		if _, twice := d[key]; twice {
			l.odd = true
		}
		d[key] = l.value(depth + 1)
	}
	return d
}

func (l *lexer) array(depth int) any {
	a := array{}
	for !l.keyword("]") {
		v := l.value(depth + 1)
		if v == nil || len(a) > mostObjects {
			l.odd = true
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
		word := l.word()
		if f, err := strconv.ParseFloat(word, 64); err == nil {
			return f
		}
		l.odd = true
		return keyword(word)
	}
	after := l.at
	if generation, ok := l.number(); ok && generation == 0 {
		if word := *l; keyword(word.operator()) == "R" {
			l.at = word.at
			return reference(n)
		}
	}
	l.at = after
	return n
}

// operator reads the word that comes next.
func (l *lexer) operator() string {
	l.skip()
	return l.word()
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
			} else {
				l.odd = true
			}
		}
		out = append(out, c)
		l.at++
	}
	if len(out) == 0 && l.at < len(l.data) {
		l.at++ // a stray delimiter
		l.odd = true
	}
	return string(out)
}

func (l *lexer) hex() any {
	end := bytes.IndexByte(l.data[l.at:], '>')
	if end < 0 {
		l.odd = true
		return nil
	}
	b, err := hex.DecodeString(string(l.data[l.at : l.at+end]))
	if err != nil {
		l.odd = true
		return nil
	}
	l.at += end + 1
	return string(b)
}

// literal reads a string up to the parenthesis that closes it: ISO 32000-1,
// 7.3.4.2.
func (l *lexer) literal() any {
	var out []byte
	for depth := 1; l.at < len(l.data) && len(out) < mostLiteral; {
		c := l.data[l.at]
		l.at++
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return string(out)
			}
		case '\\':
			out = l.escaped(out)
			continue
		}
		out = append(out, c)
	}
	l.odd = true
	return nil
}

// escaped appends what stands for the escape after a backslash.
func (l *lexer) escaped(out []byte) []byte {
	if l.at >= len(l.data) {
		return out
	}
	c := l.data[l.at]
	l.at++
	switch c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\r':
		if l.at < len(l.data) && l.data[l.at] == '\n' {
			l.at++
		}
		return out
	case '\n':
		return out
	case '0', '1', '2', '3', '4', '5', '6', '7':
		n := int(c - '0')
		for i := 0; i < 2 && l.at < len(l.data) && l.data[l.at] >= '0' && l.data[l.at] <= '7'; i++ {
			n = n*8 + int(l.data[l.at]-'0')
			l.at++
		}
		return append(out, byte(n))
	}
	return append(out, c)
}
