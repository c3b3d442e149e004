package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// A file is a PDF being written: ISO 32000-1, 7.5. Objects without a stream are
// packed together, some hundreds in a compressed stream, and so is the table of
// where they are; the tags of a long agreement would otherwise double it.
type file struct {
	buf    bytes.Buffer
	places []place // of the objects, from number 1
	pack   bytes.Buffer
	packed []int        // numbers of the objects in pack
	starts []int        // where they begin in it
	table  bytes.Buffer // of what is packed, and then that
	zip    *zlib.Writer
	zipped bytes.Buffer
}

// A place is where an object is: at an offset, or in the stream of another at an
// index.
type place struct{ offset, pack, index int }

// mostPacked is how many objects are packed together.
const mostPacked = 400

// files are kept for the next document: the compressor of each takes a megabyte, and
// what is written another.
var files = sync.Pool{New: func() any {
	w, err := zlib.NewWriterLevel(nil, zlib.BestSpeed)
	if err != nil {
		panic(err) // the level is a constant
	}
	return &file{zip: w}
}}

// clear makes a file ready for the next document.
func (f *file) clear() {
	f.buf.Reset()
	f.pack.Reset()
	f.table.Reset()
	f.places, f.packed, f.starts = f.places[:0], f.packed[:0], f.starts[:0]
}

// begin writes the head of a file of about so many bytes.
func (f *file) begin(size int) {
	f.buf.Grow(size)
	f.buf.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
}

// alloc sets aside numbers for objects, and gives the first.
func (f *file) alloc(n int) int {
	f.places = append(f.places, make([]place, n)...)
	return len(f.places) - n + 1
}

// object writes an object without a stream.
func (f *file) object(n int, format string, args ...any) {
	f.open(n)
	fmt.Fprintf(&f.pack, format, args...)
	f.close()
}

// open begins an object in pack, and close ends it.
func (f *file) open(n int) {
	f.packed, f.starts = append(f.packed, n), append(f.starts, f.pack.Len())
}

func (f *file) close() {
	f.pack.WriteByte('\n')
	if len(f.packed) == mostPacked {
		f.flush()
	}
}

// put writes an object of another file, which has the same number there.
func (f *file) put(n int, whole []byte) error {
	if bytes.Contains(whole, []byte("\nstream\n")) {
		f.places[n-1] = place{offset: f.buf.Len()}
		f.buf.Write(whole)
		return nil
	}
	_, inner, ok := bytes.Cut(whole, []byte(" obj\n"))
	inner, closed := bytes.CutSuffix(inner, []byte("endobj\n"))
	if !ok || !closed {
		return errUnexpected
	}
	f.open(n)
	f.pack.Write(bytes.TrimSpace(inner))
	f.close()
	return nil
}

// stream writes an object with a stream.
func (f *file) stream(n int, dict string, data []byte) {
	f.places[n-1] = place{offset: f.buf.Len()}
	fmt.Fprintf(&f.buf, "%d 0 obj\n<<%s /Length %d>>\nstream\n", n, dict, len(data))
	f.buf.Write(data)
	f.buf.WriteString("\nendstream\nendobj\n")
}

// deflate compresses data; the result is good until the next call.
func (f *file) deflate(data []byte) ([]byte, error) {
	f.zipped.Reset()
	f.zip.Reset(&f.zipped)
	if _, err := f.zip.Write(data); err != nil {
		return nil, err
	}
	if err := f.zip.Close(); err != nil {
		return nil, err
	}
	return f.zipped.Bytes(), nil
}

// deflated is a stream, compressed.
func (f *file) deflated(n int, dict string, data []byte) error {
	packed, err := f.deflate(data)
	if err == nil {
		f.stream(n, dict+"/Filter /FlateDecode", packed)
	}
	return err
}

// flush writes the objects that are packed together.
func (f *file) flush() {
	if len(f.packed) == 0 {
		return
	}
	data := &f.table
	data.Reset()
	n := f.alloc(1)
	for i, object := range f.packed {
		f.places[object-1] = place{pack: n, index: i}
		fmt.Fprintf(data, "%d %d ", object, f.starts[i])
	}
	first := data.Len()
	data.Write(f.pack.Bytes())
	if err := f.deflated(n, fmt.Sprintf("/Type /ObjStm /N %d /First %d ", len(f.packed), first), data.Bytes()); err != nil {
		panic(err) // a bytes.Buffer does not fail
	}
	f.pack.Reset()
	f.packed, f.starts = f.packed[:0], f.starts[:0]
}

// end writes the table of objects, as a stream, and the end of the file.
func (f *file) end(root, info int) error {
	f.flush()
	digest := sha256.Sum256(f.buf.Bytes())
	n := f.alloc(1)
	at := f.buf.Len()
	f.places[n-1] = place{offset: at}
	const width = 7 // of a row: one byte, four, two
	rows := make([]byte, 0, (width+1)*(len(f.places)+1))
	var above [width]byte
	add := func(row [width]byte) {
		rows = append(rows, 2) // each byte less the one above it: ISO 15948, 9.2
		for i := range row {
			rows = append(rows, row[i]-above[i])
		}
		above = row
	}
	add([width]byte{0, 0, 0, 0, 0, 0xFF, 0xFF})
	for _, p := range f.places {
		kind, where, index := byte(1), p.offset, 0
		if p.pack != 0 {
			kind, where, index = 2, p.pack, p.index
		}
		add([width]byte{kind, byte(where >> 24), byte(where >> 16), byte(where >> 8), byte(where), byte(index >> 8), byte(index)})
	}
	dict := fmt.Sprintf("/Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>] /DecodeParms <</Predictor 12 /Columns %d>> ",
		len(f.places)+1, root, info, digest[:16], digest[:16], width)
	if err := f.deflated(n, dict, rows); err != nil {
		return err
	}
	fmt.Fprintf(&f.buf, "startxref\n%d\n%%%%EOF\n", at)
	return nil
}
