package pdf

import (
	"bytes"
	"io"
	"time"

	"github.com/go-pdf/fpdf"
	"github.com/klauspost/compress/zlib"

	"github.com/engross/engross/agreement"
)

// Write writes a document as PDF 1.7: the same bytes for the same document and
// options. Where the document cannot be printed, the error is
// [agreement.Problems] and nothing is written; other errors are those of w.
func Write(w io.Writer, d *agreement.Document, o Options) error {
	if err := checkAttachments(o.Attachments); err != nil {
		return err
	}
	pages, err := Layout(d, o)
	if err != nil {
		return err
	}
	zip := compressors.Get().(*zlib.Writer)
	defer compressors.Put(zip)
	f := &file{zip: zip}
	var rest bytes.Buffer
	contents, err := pages.draw(&rest, f)
	if err != nil {
		return err
	}
	return pages.finish(w, f, rest.Bytes(), contents)
}

// epoch stands for the dates fpdf insists on; finish leaves them out.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// draw writes all but the content of the pages through fpdf, and gives the
// content of each, compressed: see finish.
func (p *Pages) draw(w io.Writer, to *file) (contents [][]byte, err error) {
	width, height := p.options.Paper.size()
	size := fpdf.SizeType{Wd: points(width), Ht: points(height)}
	f := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: size})
	f.SetCatalogSort(true)
	f.SetCreationDate(epoch)
	f.SetModificationDate(epoch)
	f.SetAutoPageBreak(false, 0)
	f.SetCompression(false)
	names, err := p.addFonts(f)
	if err != nil {
		return nil, err
	}
	links := p.addLinks(f)
	c := &canvas{names: names}
	for i := range p.pages {
		pg := &p.pages[i]
		way := "P"
		if pg.width > pg.height {
			way = "L"
		}
		f.AddPageFormat(way, size)
		c.page(pg)
		data, err := to.deflate(c.buf)
		if err != nil {
			return nil, err
		}
		contents = append(contents, bytes.Clone(data))
		for _, b := range c.links {
			if links[b.to] != 0 {
				f.Link(points(b.x), points(b.y), points(b.w), points(b.h), links[b.to])
			}
		}
	}
	return contents, f.Output(w)
}

func points(n length) float64 { return float64(n) / 1000 }

// page draws everything on a page.
func (c *canvas) page(pg *page) {
	c.reset(pg.height)
	for _, pc := range pg.pieces {
		switch pc.kind {
		case textElement:
			c.line(pc.p, pc.p.lines[pc.line], pc.x+pc.element.x, pc.y+pc.element.y, pc.turned)
		case ruleElement:
			c.rule(pc.x+pc.element.x, pc.y+pc.element.y, pc.w, pc.h, pc.ink)
		case anchorElement:
		}
	}
}

// addLinks tells fpdf where anchors are; the result is its number for each, or
// 0 for those that stand nowhere.
func (p *Pages) addLinks(f *fpdf.Fpdf) []int {
	links := make([]int, len(p.anchors))
	for a, at := range p.anchors {
		if at.page >= 0 && a > 0 {
			links[a] = f.AddLink()
			f.SetLink(links[a], points(at.y), at.page+1)
		}
	}
	return links
}
