package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
)

// A program that signs a PDF leaves its bytes as they are and adds updates after
// its end: ISO 32000-1, 7.5.6. They are read here so strictly that no other reader
// can read them otherwise: every byte of an update belongs to an object or to its
// table, the table names exactly the objects that stand in the update, and nothing is
// written in a way that is open to more than one reading.

// An addition is an update: what was added after the end of a file at one time.
type addition struct {
	end     int       // after its last line; a signature may leave out the line end
	root    reference // to the catalog
	objects map[int]placed
}

// A placed is an object of an update.
type placed struct {
	value      any
	stream     []byte // nil where it has none
	offset     int    // 0 where it stands in a stream of objects
	pack       int    // number of that stream, or 0
	generation int
}

const mostUpdates = 200

var (
	errUpdate = errors.New("what was added after the end of the file is not in the form of an update, or can be read in more than one way")
	remark    = agreement.Pattern(`^%[ -~]{0,200}[\r\n]`)
	ending    = agreement.Pattern(`^startxref[\r\n ]+(\d{1,10})[\r\n ]+%%EOF(?:\r\n|\r|\n|$)`)
)

// additions reads what stands after the first bytes of a file, which are base and
// end in a table that they name.
func additions(base *reader, file []byte, from int) ([]addition, error) {
	found := tableStart().FindSubmatch(file[max(0, from-64):from])
	if found == nil {
		return nil, errUpdate
	}
	u := &updating{lexer: lexer{data: file, at: from}, base: base, previous: string(found[1]), seen: map[int]bool{}}
	var list []addition
	for u.at < len(file) {
		if len(list) == mostUpdates {
			return nil, fmt.Errorf("more than %d updates were added", mostUpdates)
		}
		next, err := u.update()
		if err != nil {
			return nil, err
		}
		list = append(list, next)
	}
	return list, nil
}

type updating struct {
	lexer
	base     *reader
	previous string       // where the table of what comes before begins
	packs    []int        // numbers of the streams of objects of this update
	seen     map[int]bool // numbers of the objects of the updates before
}

// update reads one update, which begins where the lexer stands.
func (u *updating) update() (addition, error) {
	got := addition{objects: map[int]placed{}}
	u.packs = nil
	for {
		u.remarks()
		start := u.at
		if bytes.HasPrefix(u.data[u.at:], []byte("xref")) {
			t, err := u.plainTable()
			if err != nil {
				return got, err
			}
			return got, u.finish(&got, t, start, -1)
		}
		n, object, err := u.object()
		if err != nil {
			return got, err
		}
		if _, twice := got.objects[n]; twice {
			return got, errUpdate
		}
		d, _ := object.value.(dict)
		if d["Type"] == name("XRef") {
			t, err := u.packedTable(d, object.stream)
			if err != nil {
				return got, err
			}
			if u.taken(n) {
				return got, errUpdate
			}
			if e, named := t.offsets[n]; named && (!e.used || e.offset != start) {
				return got, errUpdate
			}
			return got, u.finish(&got, t, start, n)
		}
		got.objects[n] = object
		if d["Type"] == name("ObjStm") {
			if u.taken(n) {
				return got, errUpdate
			}
			u.packs = append(u.packs, n)
		}
	}
}

// taken reports whether a number is that of an object of what comes before.
func (u *updating) taken(n int) bool { return n < u.base.size() || u.seen[n] }

// size is one more than the highest number of an object that the file names.
func (r *reader) size() int {
	n, _ := r.trailer["Size"].(int)
	return n
}

// remarks passes over blanks and what a program writes of itself between objects.
func (u *updating) remarks() {
	for {
		for u.at < len(u.data) && strings.IndexByte(" \t\r\n", u.data[u.at]) >= 0 {
			u.at++
		}
		m := remark().Find(u.data[u.at:])
		if m == nil || bytes.HasPrefix(m, []byte("%%EOF")) || bytes.HasPrefix(m, []byte("%PDF")) || bytes.Contains(m, []byte("obj")) || bytes.Contains(m, []byte("xref")) || bytes.Contains(m, []byte("trailer")) {
			return
		}
		u.at += len(m)
	}
}

// object reads the object that begins here, whole.
func (u *updating) object() (n int, p placed, err error) {
	p.offset = u.at
	u.odd = false
	n, numbered := u.number()
	generation, also := u.number()
	if !numbered || !also || n <= 0 || generation < 0 || u.operator() != "obj" {
		return n, p, errUpdate
	}
	p.generation = generation
	p.value = u.value(0)
	if p.value == nil || u.odd || !plainObject(p.value) {
		return n, p, errUpdate
	}
	word := u.operator()
	if d, ok := p.value.(dict); ok && word == "stream" {
		if p.stream, err = u.streamOf(d); err != nil {
			return n, p, err
		}
		word = u.operator()
	}
	if word != "endobj" || u.odd {
		return n, p, errUpdate
	}
	return n, p, nil
}

// streamOf reads the stream of an object, which is as long as its dictionary says.
func (u *updating) streamOf(d dict) ([]byte, error) {
	rest := u.data[u.at:]
	after, ok := bytes.CutPrefix(rest, []byte("\r\n"))
	if !ok {
		after, ok = bytes.CutPrefix(rest, []byte("\n"))
	}
	length, direct := d["Length"].(int)
	if !ok || !direct || length < 0 || length > len(after) || d["F"] != nil {
		return nil, errUpdate
	}
	u.at = len(u.data) - len(after) + length
	if u.operator() != "endstream" {
		return nil, errUpdate
	}
	return after[:length:length], nil
}

// plainObject reports whether an object consists of what a PDF may hold.
func plainObject(v any) bool {
	switch v := v.(type) {
	case dict:
		for _, x := range v {
			if !plainObject(x) {
				return false
			}
		}
	case array:
		for _, x := range v {
			if !plainObject(x) {
				return false
			}
		}
	case keyword:
		return v == "true" || v == "false" || v == "null"
	case nil:
		return false
	}
	return true
}

// A table is what an update says of its objects.
type table struct {
	offsets map[int]told
	trailer dict
}

// told is what a table says of one object.
type told struct {
	offset, generation int
	pack               int // number of the stream that it stands in, or 0
	used               bool
}

var (
	xrefHead = agreement.Pattern(`^xref[ \t]*(?:\r\n|\r|\n)`)
	xrefPart = agreement.Pattern(`^(\d{1,10}) (\d{1,7})[ \t]*(?:\r\n|\r|\n)`)
	xrefRow  = agreement.Pattern(`^(\d{10}) (\d{5}) ([nf])(?: \r| \n|\r\n)`)
)

func (u *updating) plainTable() (table, error) {
	t := table{offsets: map[int]told{}}
	rest := u.data[u.at:]
	rest = rest[len(xrefHead().Find(rest)):]
	for {
		part := xrefPart().FindSubmatch(rest)
		if part == nil {
			break
		}
		rest = rest[len(part[0]):]
		first, count := decimal(part[1]), decimal(part[2])
		for n := first; n < first+count; n++ {
			row := xrefRow().FindSubmatch(rest)
			if row == nil {
				return t, errUpdate
			}
			rest = rest[len(row[0]):]
			if _, twice := t.offsets[n]; twice {
				return t, errUpdate
			}
			t.offsets[n] = told{offset: decimal(row[1]), generation: decimal(row[2]), used: row[3][0] == 'n'}
		}
	}
	u.at, u.odd = len(u.data)-len(rest), false
	if u.operator() != "trailer" {
		return t, errUpdate
	}
	t.trailer, _ = u.value(0).(dict)
	if t.trailer == nil || u.odd || !plainObject(t.trailer) {
		return t, errUpdate
	}
	return t, nil
}

func decimal(digits []byte) int {
	n := 0
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	return n
}

// packedTable reads the table of an update that stands in a stream.
func (u *updating) packedTable(d dict, stream []byte) (table, error) {
	t := table{offsets: map[int]told{}, trailer: d}
	rows, err := u.base.decode(d, stream)
	if err != nil {
		return t, errUpdate
	}
	widths, ok := ints(d["W"])
	size, sized := d["Size"].(int)
	index, listed := ints(d["Index"])
	if d["Index"] == nil {
		index, listed = []int{0, size}, true
	}
	if !ok || len(widths) != 3 || !sized || !listed || len(index)%2 != 0 {
		return t, errUpdate
	}
	width := 0
	for _, w := range widths {
		if w < 0 || w > 7 {
			return t, errUpdate
		}
		width += w
	}
	for ; len(index) > 0 && width > 0; index = index[2:] {
		for n := index[0]; n < index[0]+index[1]; n++ {
			if len(rows) < width {
				return t, errUpdate
			}
			if _, twice := t.offsets[n]; twice || n < 0 {
				return t, errUpdate
			}
			t.offsets[n], ok = rowOf(rows[:width], widths)
			if !ok {
				return t, errUpdate
			}
			rows = rows[width:]
		}
	}
	if len(rows) > 0 || width == 0 {
		return t, errUpdate
	}
	return t, nil
}

func rowOf(row []byte, widths []int) (told, bool) {
	var fields [3]int
	for i, w := range widths {
		for _, b := range row[:w] {
			fields[i] = fields[i]<<8 | int(b)
		}
		row = row[w:]
	}
	if widths[0] == 0 {
		fields[0] = 1
	}
	switch fields[0] {
	case 0:
		return told{offset: fields[1], generation: fields[2]}, true
	case 1:
		return told{offset: fields[1], generation: fields[2], used: true}, true
	case 2:
		return told{pack: fields[1], used: true}, fields[1] > 0
	}
	return told{}, false
}

// trailerKeys are what a trailer of an update may say.
var trailerKeys = map[string]bool{"Type": true, "Size": true, "Root": true, "Info": true, "ID": true, "Prev": true,
	"W": true, "Index": true, "Length": true, "Filter": true, "DecodeParms": true}

// finish holds an update against its table, reads the objects that stand in
// streams, and passes over its end. self is the number of the table where it is
// an object, or -1.
func (u *updating) finish(got *addition, t table, at, self int) error {
	for key := range t.trailer {
		if !trailerKeys[key] {
			return fmt.Errorf("an update names %s for the whole file", key)
		}
	}
	var ok bool
	got.root, ok = t.trailer["Root"].(reference)
	if !ok || t.trailer["Info"] != nil && t.trailer["Info"] != u.base.trailer["Info"] || fmt.Sprint(t.trailer["Prev"]) != u.previous {
		return errors.New("an update does not go on from the file as it stood")
	}
	for _, n := range u.packs {
		if err := u.unpackStrictly(got, n); err != nil {
			return err
		}
	}
	size, _ := t.trailer["Size"].(int)
	named := 0
	for n, e := range t.offsets {
		p, here := got.objects[n]
		switch {
		case n >= size: // some readers see none of them
			return errUpdate
		case n == self:
		case !e.used && (here || n > 0 && u.taken(n)):
			return errUpdate // it takes an object away
		case e.used && (!here || e.offset != p.offset || e.generation != p.generation || e.pack != p.pack):
			return errUpdate
		case e.used:
			named++
		}
	}
	if named != len(got.objects) || size < u.base.size() {
		return errUpdate
	}
	for n := range got.objects {
		u.seen[n] = true
	}
	for _, n := range u.packs {
		delete(got.objects, n)
	}
	u.remarks()
	m := ending().FindSubmatch(u.data[u.at:])
	if m == nil || decimal(m[1]) > at || len(bytes.Trim(u.data[decimal(m[1]):at], " \t\r\n")) > 0 {
		return errUpdate
	}
	u.previous = string(m[1])
	u.at += len(m[0])
	got.end = u.at
	return nil
}

// unpackStrictly reads the objects of a stream of objects into the update.
func (u *updating) unpackStrictly(got *addition, pack int) error {
	d := got.objects[pack].value.(dict)
	count, _ := d["N"].(int)
	first, _ := d["First"].(int)
	data, err := u.base.decode(d, got.objects[pack].stream)
	if err != nil || count <= 0 || count > mostObjects || first <= 0 || first > len(data) || d["Extends"] != nil {
		return errUpdate
	}
	index := &lexer{data: data[:first]}
	last := &lexer{data: data, at: first}
	for range count {
		n, ok := index.number()
		at, also := index.number()
		_, twice := got.objects[n]
		if !ok || !also || twice || at < 0 || first+at < last.at || first+at > len(data) || len(bytes.Trim(data[last.at:first+at], " \t\r\n")) > 0 {
			return errUpdate
		}
		last.at = first + at
		v := last.value(0)
		if v == nil || last.odd || !plainObject(v) {
			return errUpdate
		}
		got.objects[n] = placed{value: v, pack: pack}
	}
	if len(bytes.Trim(data[last.at:], " \t\r\n\x00")) > 0 || len(bytes.Trim(index.data[index.at:], " \t\r\n")) > 0 {
		return errUpdate
	}
	return nil
}
