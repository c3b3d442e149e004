package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// fpdf leaves things out of a file and offers no way to add them: metadata, an
// identifier, the relationship of attachments; and it makes a new compressor
// for each page, which costs more than drawing it. So its file, with empty
// pages, is taken apart into its objects and put together again.

const producer = "engross"

var (
	tableStart  = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`)
	languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)
)

var errUnexpected = errors.New("render: fpdf wrote a file of an unexpected form")

// objects takes a file of fpdf's apart. Object n of the file is number n-1 of
// the result, whole, with its first and its last line.
func objects(file []byte) ([][]byte, error) {
	found := tableStart.FindSubmatch(file[max(0, len(file)-64):])
	if found == nil {
		return nil, errUnexpected
	}
	table, err := strconv.Atoi(string(found[1]))
	if err != nil || table > len(file) {
		return nil, errUnexpected
	}
	lines := bytes.Split(file[table:], []byte("\n"))
	var offsets []int
	for n := 3; n < len(lines) && len(lines[n]) == 19; n++ { // after xref, the count and object 0
		at, err := strconv.Atoi(string(lines[n][:10]))
		if err != nil || at > table {
			return nil, errUnexpected
		}
		offsets = append(offsets, at)
	}
	order := append(slices.Sorted(slices.Values(offsets)), table)
	out := make([][]byte, len(offsets))
	for n, at := range offsets {
		next, _ := slices.BinarySearch(order, at+1)
		out[n] = file[at:order[next]]
	}
	return out, nil
}

// A file is a PDF being written.
type file struct {
	buf     bytes.Buffer
	offsets []int
	zip     *zlib.Writer
	zipped  bytes.Buffer
}

// compressors are kept for the next document: each takes a megabyte.
var compressors = sync.Pool{New: func() any {
	w, err := zlib.NewWriterLevel(nil, zlib.BestSpeed)
	if err != nil {
		panic(err) // the level is a constant
	}
	return w
}}

// begin starts the next object and returns its number.
func (f *file) begin() int {
	f.offsets = append(f.offsets, f.buf.Len())
	return len(f.offsets)
}

func (f *file) object(format string, args ...any) int {
	n := f.begin()
	fmt.Fprintf(&f.buf, "%d 0 obj\n"+format+"\nendobj\n", append([]any{n}, args...)...)
	return n
}

func (f *file) stream(dict string, data []byte) int {
	return f.object("<<%s /Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
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
func (f *file) deflated(dict string, data []byte) (int, error) {
	packed, err := f.deflate(data)
	if err != nil {
		return 0, err
	}
	return f.packed(dict, packed), nil
}

// packed is a stream that is compressed already.
func (f *file) packed(dict string, data []byte) int {
	return f.stream(dict+"/Filter /FlateDecode", data)
}

// finish makes the file that is printed out of fpdf's and the content of the
// pages. The last two objects of fpdf's are the information dictionary and the
// catalog.
func (p *Pages) finish(w io.Writer, f *file, drawn []byte, contents [][]byte) error {
	old, err := objects(drawn)
	if err != nil || len(old) < 4+2*len(p.pages) {
		return errUnexpected
	}
	size := len(drawn)
	for _, c := range contents {
		size += len(c) + 200
	}
	f.buf.Grow(size)
	f.buf.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	kept := old[:len(old)-2]
	var links [][]byte
	for i, object := range kept {
		switch page := i >= 2 && i < 2+2*len(p.pages); { // pages are objects 3, 5 and so on, each before its content
		case page && i%2 == 0:
			links = append(links, f.page(object, len(kept)+len(links)+1)...)
		case page:
			f.packed("", contents[i/2-1])
		default:
			f.begin()
			f.buf.Write(object)
		}
	}
	for _, l := range links {
		f.object("<<%s /F 4>>", l)
	}
	info := f.object("%s", p.info())
	metadata := f.stream("/Type /Metadata /Subtype /XML", p.xmp())
	files := make([]int, len(p.options.Attachments))
	for i := range files {
		if files[i], err = f.attach(&p.options.Attachments[i]); err != nil {
			return err
		}
	}
	root := f.object("%s", p.catalog(f.outline(p.bookmarks()), metadata, files))
	f.end(root, info)
	_, err = w.Write(f.buf.Bytes())
	return err
}

// page copies a page, with its links made objects of their own, as strict
// readers want them; the first is to have the given number. It returns what is
// in each.
func (f *file) page(object []byte, first int) [][]byte {
	f.begin()
	before, rest, found := bytes.Cut(object, []byte("/Annots [<<"))
	list, after, closed := bytes.Cut(rest, []byte(">>]"))
	if !found || !closed {
		f.buf.Write(object)
		return nil
	}
	links := bytes.Split(list, []byte(">><<"))
	f.buf.Write(before)
	f.buf.WriteString("/Annots [")
	for i := range links {
		fmt.Fprintf(&f.buf, "%d 0 R ", first+i)
	}
	f.buf.WriteByte(']')
	f.buf.Write(after)
	return links
}

// end writes the table of objects and the trailer.
func (f *file) end(root, info int) {
	digest := sha256.Sum256(f.buf.Bytes())
	table := f.buf.Len()
	fmt.Fprintf(&f.buf, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets)+1)
	for _, at := range f.offsets {
		fmt.Fprintf(&f.buf, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&f.buf, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.offsets)+1, root, info, digest[:16], digest[:16], table)
}
