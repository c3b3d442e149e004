package word

import (
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/house"
)

func (w *writer) hasLogo() bool { return w.options.House != nil && w.options.House.Logo != nil }

// letterhead is the logo and the lines of the firm, in the header of the first page.
func (w *writer) letterhead(p *printer) {
	h := w.options.House
	if h == nil || h.Logo == nil && len(h.Letterhead) == 0 {
		return
	}
	half := strconv.Itoa(w.measure(false) / 2)
	p.raw(`<w:tbl><w:tblPr><w:tblW w:w="`, strconv.Itoa(w.measure(false)), `" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="`, half, `"/><w:gridCol w:w="`, half, `"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="`, half, `" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:spacing w:before="0"/></w:pPr>`)
	if h.Logo != nil {
		p.logo(h.Logo)
	}
	p.raw(`</w:p></w:tc><w:tc><w:tcPr><w:tcW w:w="`, half, `" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>`)
	for _, line := range h.Letterhead {
		p.raw(`<w:p><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="right"/></w:pPr>`)
		p.plainRun(line)
		p.raw(`</w:p>`)
	}
	if len(h.Letterhead) == 0 {
		p.raw(`<w:p/>`)
	}
	p.raw(`</w:tc></w:tr></w:tbl>`)
}

// logo is the picture of a logo in a line: ECMA-376, 20.4.2.8. Its measures are in
// English metric units, 36,000 to a millimetre.
func (p *printer) logo(logo *house.Picture) {
	const mm = 36000
	w, h := logo.Fit(60*mm, 15*mm)
	size := `cx="` + strconv.Itoa(w) + `" cy="` + strconv.Itoa(h) + `"`
	const drawing = "http://schemas.openxmlformats.org/drawingml/2006/"
	p.raw(`<w:r><w:drawing><wp:inline xmlns:wp="`, drawing, `wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent `, size, `/><wp:docPr id="1" name="Logo" descr="Logo"/>`,
		`<a:graphic xmlns:a="`, drawing, `main"><a:graphicData uri="`, drawing, `picture"><pic:pic xmlns:pic="`, drawing, `picture"><pic:nvPicPr><pic:cNvPr id="1" name="Logo"/><pic:cNvPicPr/></pic:nvPicPr>`,
		`<pic:blipFill><a:blip r:embed="rLogo"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext `, size, `/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`)
}

// houseParts are the logo and the tie of the first header to it.
func (w *writer) houseParts() []Part {
	if !w.hasLogo() {
		return nil
	}
	return []Part{
		{"word/_rels/header2.xml.rels", []byte(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rLogo" Type="` + relation + `image" Target="media/logo.png"/></Relationships>`)},
		{"word/media/logo.png", w.options.House.Logo.PNG},
	}
}

// colouredStyle finds the styles of titles and headings, with the size of their type.
var colouredStyle = agreement.Pattern(`w:styleId="(?:Title|Heading1|PartHeading|ScheduleHeading|FrontHeading)".*?<w:sz `)

// houseStyles are our styles in the typeface and the colour of the firm.
func (w *writer) houseStyles(own string) string {
	h := w.options.House
	if h == nil {
		return own
	}
	if family := h.Family(); family != "" {
		own = strings.ReplaceAll(own, "Times New Roman", escaped(family))
	}
	if h.Colour != nil {
		own = colouredStyle().ReplaceAllStringFunc(own, func(style string) string {
			return strings.TrimSuffix(style, "<w:sz ") + `<w:color w:val="` + strings.ToUpper(h.Colour.Hex()) + `"/><w:sz `
		})
	}
	return own
}
