package pdf

import (
	"bytes"
	"errors"
	"io"
	"time"

	"github.com/go-pdf/fpdf"

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
	f := files.Get().(*file)
	defer files.Put(f)
	f.clear()
	var rest bytes.Buffer
	drawing, err := pages.draw(&rest, f)
	if err != nil {
		return err
	}
	return pages.finish(w, f, rest.Bytes(), drawing)
}

// epoch stands for the dates fpdf insists on; finish leaves them out.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// draw writes all but the content of the pages through fpdf, and draws that of
// each: see finish.
func (p *Pages) draw(w io.Writer, to *file) (*drawing, error) {
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
	logo, err := p.addLogo(f)
	if err != nil {
		return nil, err
	}
	c := &canvas{names: names, house: p.options.House, logoName: logo, lead: func(a anchor) bool { return p.anchors[a].page >= 0 }}
	d := &drawing{}
	for i := range p.pages {
		pg := &p.pages[i]
		way := "P"
		if pg.width > pg.height {
			way = "L"
		}
		f.AddPageFormat(way, size)
		c.page = i
		c.draw(pg)
		data, err := to.deflate(c.buf)
		if err != nil {
			return nil, err
		}
		d.streams = append(d.streams, bytes.Clone(data))
		d.elements = append(d.elements, c.content)
	}
	d.links = c.links
	return d, f.Output(w)
}

// addLogo gives fpdf the logo of the house, and says what it is called in a page.
func (p *Pages) addLogo(f *fpdf.Fpdf) (string, error) {
	if p.options.House == nil || p.options.House.Logo == nil {
		return "", nil
	}
	f.RegisterImageOptionsReader("logo", fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(p.options.House.Logo.PNG))
	t := f.CreateTemplateCustom(fpdf.PointType{}, fpdf.SizeType{Wd: 1, Ht: 1}, func(t *fpdf.Tpl) {
		t.ImageOptions("logo", 0, 0, 1, 1, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	})
	_, after, found := bytes.Cut(t.Bytes(), []byte("/I"))
	name, _, closed := bytes.Cut(after, []byte(" "))
	if err := f.Error(); err != nil || !found || !closed {
		return "", errors.New("pdf: fpdf does not take the logo as expected")
	}
	return "/I" + string(name), nil
}

// A drawing is what the pages draw.
type drawing struct {
	streams  [][]byte     // the content of each page, compressed
	elements [][]*tagNode // of each page, whose each marked content is
	links    []linkBox    // in the order of the pages
}

func points(n length) float64 { return float64(n) / 1000 }

// draw draws everything on a page.
func (c *canvas) draw(pg *page) {
	c.reset(pg.height)
	for _, pc := range pg.pieces {
		x, y := pc.x+pc.element.x, pc.y+pc.element.y
		switch pc.kind {
		case textElement:
			of := pc.p.tag
			if pc.again {
				of = nil
			}
			c.line(pc.p, pc.p.lines[pc.line], x, y, pc.turned, of)
		case ruleElement:
			c.begin(nil)
			c.rule(x, y, pc.w, pc.h, pc.ink)
		case logoElement:
			c.logo(x, y, pc.w, pc.h)
		case shapesElement:
			c.shapes(pc.element, x, y)
		case areaElement:
			if pc.field != nil || c.lead(pc.anchor) {
				c.links = append(c.links, linkBox{c.page, x, y, pc.w, pc.h, pc.anchor, pc.element.tag, pc.field})
			}
		case anchorElement:
		}
	}
	c.end()
}
