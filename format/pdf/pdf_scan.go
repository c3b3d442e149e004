package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"strconv"

	"github.com/engross/engross/agreement"
)

// A program that rewrites a PDF may pack objects into streams and leave a
// compressed table of where they are: ISO 32000-1, 7.5.7 and 7.5.8. A damaged
// file may have a table that is wrong. scan does without: it looks for every
// object in the file, and a later one takes the place of an earlier.

var (
	objectStart  = agreement.Pattern(`(?:^|[\r\n\t ])(\d{1,10})[ \r\n]+\d{1,5}[ \r\n]+obj\b`)
	errEncrypted = errors.New("it is encrypted")
	errBroken    = errors.New("its data are damaged")
	errTooLarge  = errors.New("there is too much of it")
)

// The streams of a file may come to so many times its bytes, and to so many bytes
// in any case. What engross writes comes to some five times its bytes.
const (
	mostUnpacked  = 128 << 20
	mostRatio     = 40
	leastUnpacked = 4 << 20
)

// roomFor is how many bytes of streams of a file are read. A stream that is read
// again counts again, so that reading takes time in proportion to the file.
func roomFor(data []byte) int { return min(mostUnpacked, leastUnpacked+mostRatio*len(data)) }

// scan finds the objects of a file without its tables.
func scan(data []byte) (*reader, error) {
	r := &reader{data: data, offsets: map[int]int{}, packed: map[int]any{}, room: roomFor(data)}
	var packs []dict
	var packed [][]byte
	for at := 0; at < len(data); {
		m := objectStart().FindSubmatchIndex(data[at:])
		if m == nil {
			break
		}
		n, _ := strconv.Atoi(string(data[at+m[2] : at+m[3]]))
		start := at + m[2]
		if len(r.offsets) > mostObjects {
			return nil, errForeign
		}
		r.offsets[n] = start
		delete(r.packed, n)
		object, stream, end := r.objectAt(start, n)
		if d, ok := object.(dict); ok {
			switch {
			case d["Type"] == name("ObjStm"):
				packs, packed = append(packs, d), append(packed, stream)
			case d["Type"] == name("XRef"):
				r.adopt(d)
			}
		}
		at = max(end, at+m[1])
	}
	for i := range packs {
		r.unpack(packs[i], packed[i], func(n int) bool { _, plain := r.offsets[n]; return !plain })
	}
	r.trailers()
	if r.trailer["Encrypt"] != nil {
		return nil, errEncrypted
	}
	if root, _ := r.dict(r.trailer["Root"]); root == nil {
		return nil, errForeign
	}
	return r, nil
}

// adopt takes what a trailer, or a stream in its place, says of the file.
func (r *reader) adopt(d dict) {
	if r.trailer == nil {
		r.trailer = dict{}
	}
	for _, key := range []string{"Root", "Info", "Encrypt"} {
		if d[key] != nil {
			r.trailer[key] = d[key]
		}
	}
}

// trailers reads all trailers, the last of which counts.
func (r *reader) trailers() {
	for at := 0; ; {
		i := bytes.Index(r.data[at:], []byte("trailer"))
		if i < 0 {
			return
		}
		at += i + len("trailer")
		l := &lexer{data: r.data, at: at}
		if d, ok := l.value(0).(dict); ok {
			r.adopt(d)
		}
	}
}

// unpack reads the objects packed into a stream that are wanted.
func (r *reader) unpack(d dict, stream []byte, wanted func(int) bool) {
	count, _ := d["N"].(int)
	first, _ := d["First"].(int)
	data, err := r.decode(d, stream)
	if err != nil || count < 0 || count > mostObjects || first < 0 || first > len(data) {
		return
	}
	index := &lexer{data: data[:first]}
	for range count {
		n, ok := index.number()
		at, also := index.number()
		if !ok || !also || at < 0 || at > len(data)-first {
			return
		}
		if wanted(n) {
			l := &lexer{data: data, at: first + at}
			r.packed[n] = l.value(0)
		}
	}
}

// decode undoes the compression of a stream. What could be read before an error
// is returned with it.
func (r *reader) decode(d dict, stream []byte) ([]byte, error) {
	filter := d["Filter"]
	if list, ok := filter.(array); ok && len(list) == 1 {
		filter = list[0]
	}
	switch {
	case filter == nil && len(stream) > r.room:
		return nil, errTooLarge
	case filter == nil:
		r.room -= len(stream)
		return stream, nil
	case filter != name("FlateDecode") || d["DP"] != nil:
		return nil, errors.New("it is packed in a way that engross does not know")
	}
	z, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return nil, errBroken
	}
	data, err := io.ReadAll(io.LimitReader(z, int64(r.room)+1))
	if len(data) > r.room {
		r.room = 0
		return nil, errTooLarge
	}
	r.room -= len(data)
	if err != nil {
		return data, errBroken
	}
	return unfilter(data, d["DecodeParms"])
}
