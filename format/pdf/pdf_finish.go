package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/engross/engross/agreement"
)

// fpdf leaves things out of a file and offers no way to add them: metadata, an
// identifier, the relationship of attachments; and it makes a new compressor
// for each page, which costs more than drawing it. So its file, with empty
// pages, is taken apart into its objects and put together again.

const producer = "engross"

var (
	tableStart  = agreement.Pattern(`startxref\n(\d+)\n%%EOF\n$`)
	languageTag = agreement.Pattern(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)
)

var errUnexpected = errors.New("pdf: fpdf wrote a file of an unexpected form")

// objects takes a file of fpdf's apart. Object n of the file is number n-1 of
// the result, whole, with its first and its last line.
func objects(file []byte) ([][]byte, error) {
	found := tableStart().FindSubmatch(file[max(0, len(file)-64):])
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

// finish makes the file that is printed out of fpdf's and of what the pages draw.
// The last two objects of fpdf's are the information dictionary and the catalog.
func (p *Pages) finish(w io.Writer, f *file, fpdf []byte, d *drawing) error {
	old, err := objects(fpdf)
	if err != nil || len(old) < 4+2*len(p.pages) {
		return errUnexpected
	}
	kept := old[:len(old)-2]
	size := len(fpdf)
	for _, c := range d.streams {
		size += len(c) + 200
	}
	f.begin(size)
	f.alloc(len(kept))
	s := p.structure(f, d)
	links := f.alloc(len(d.links))
	for i, object := range kept {
		switch page := i >= 2 && i < 2+2*len(p.pages); { // pages are objects 3, 5 and so on, each before its content
		case page && i%2 == 0:
			err = f.put(i+1, p.page(object, i/2-1, d.links, links))
		case page:
			f.stream(i+1, "/Filter /FlateDecode", d.streams[i/2-1])
		default:
			err = p.archived(f, i+1, object)
		}
		if err != nil {
			return err
		}
	}
	for i := range d.links {
		p.annotation(f, links+i, &d.links[i], len(p.pages)+i)
	}
	s.write(f)
	info, metadata := f.alloc(1), f.alloc(1)
	f.object(info, "%s", p.info())
	f.stream(metadata, "/Type /Metadata /Subtype /XML", p.xmp())
	files := make([]int, len(p.options.Attachments))
	for i := range files {
		if files[i], err = f.attach(&p.options.Attachments[i]); err != nil {
			return err
		}
	}
	intent, err := f.intent()
	if err != nil {
		return err
	}
	root := f.alloc(1)
	f.object(root, "%s", p.catalog(f.outline(p.bookmarks()), metadata, s.root, intent, d.form(p.textFont), files))
	if err := f.end(root, info); err != nil {
		return err
	}
	_, err = w.Write(f.buf.Bytes())
	return err
}

// page is a page of fpdf's with its place in the structure and its links.
func (p *Pages) page(object []byte, n int, links []linkBox, first int) []byte {
	end := bytes.LastIndex(object, []byte(">>"))
	out := fmt.Appendf(bytes.Clone(object[:end]), " /StructParents %d /Tabs /S", n)
	before := len(out)
	for i := range links {
		if links[i].page != n {
			continue
		}
		if len(out) == before {
			out = append(out, " /Annots ["...)
		}
		out = fmt.Appendf(out, "%d 0 R ", first+i)
	}
	if len(out) > before {
		out = append(out, ']')
	}
	return append(out, object[end:]...)
}

// annotation writes a link, with its place on its page, where it leads and what it
// says; or a field.
func (p *Pages) annotation(f *file, n int, b *linkBox, key int) {
	height := p.pages[b.page].height
	rect := fmt.Sprintf("%.2f %.2f %.2f %.2f", points(b.x), points(height-b.y-b.h), points(b.x+b.w), points(height-b.y))
	if b.field != nil {
		b.field.number = n
		empty := f.alloc(1)
		f.stream(empty, fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 %.2f %.2f] /Resources <<>>", points(b.w), points(b.h)), nil)
		f.object(n, "%s", b.field.widget(b.page, rect, fmt.Sprintf("%d 0 R", empty), key))
		return
	}
	at := p.anchors[b.to]
	f.object(n, "<</Type /Annot /Subtype /Link /Rect [%s] /Border [0 0 0] /F 4 /Dest [%d 0 R /XYZ 0 %d null] /StructParent %d /Contents %s>>",
		rect, pageObject(at.page), (p.pages[at.page].height-at.y)/pt, key, textString(p.leads(b.to)))
}

// leads says in words where a link leads.
func (p *Pages) leads(to anchor) string {
	for _, e := range p.outline {
		if e.anchor == to {
			return e.String()
		}
	}
	return fmt.Sprintf("Page %d", p.anchors[to].page+1)
}
