package drawing

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// SVG is a drawing as an element of a page, without style attributes, which pages
// with a strict policy refuse. Who does not see it is told what it shows.
func SVG(d *agreement.Drawing) []byte {
	b := fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%s" height="%s" role="img" aria-label="%s" font-family="Source Serif 4, Charter, Georgia, serif" stroke="#000" fill="none">`,
		d.Width, d.Height, tenth(d.Width), tenth(d.Height), escape(d.Alt))
	for _, s := range d.Shapes {
		switch s := s.(type) {
		case *agreement.Path:
			b = appendPath(b, s)
		case *agreement.Label:
			b = appendLabel(b, s)
		}
	}
	return append(b, "</svg>\n"...)
}

// tenth is a length in points.
func tenth(n int) string {
	return strings.TrimSuffix(strconv.Itoa(n/10)+"."+strconv.Itoa(n%10), ".0") + "pt"
}

func appendPath(b []byte, p *agreement.Path) []byte {
	b = append(b, `<path d="`...)
	for i, q := range p.Points {
		command := "L"
		if i == 0 {
			command = "M"
		}
		b = fmt.Appendf(b, "%s%d %d", command, q.X, q.Y)
	}
	if p.Closed {
		b = append(b, 'Z')
	}
	b = append(b, '"')
	switch p.Fill {
	case agreement.NoFill:
	case agreement.White:
		b = append(b, ` fill="#fff"`...)
	case agreement.Grey:
		b = append(b, ` fill="#ddd"`...)
	case agreement.Black:
		b = append(b, ` fill="#000"`...)
	}
	if p.Weight == 0 {
		b = append(b, ` stroke="none"`...)
	} else {
		b = fmt.Appendf(b, ` stroke-width="%d"`, p.Weight)
	}
	if p.Dashed {
		b = append(b, ` stroke-dasharray="40 25"`...)
	}
	return append(b, "/>"...)
}

func appendLabel(b []byte, l *agreement.Label) []byte {
	b = fmt.Appendf(b, `<text x="%d" y="%d" font-size="%d" stroke="none" fill="#000"`, l.At.X, l.At.Y, l.Size)
	switch l.Anchor {
	case agreement.Left:
	case agreement.Center:
		b = append(b, ` text-anchor="middle"`...)
	case agreement.Right:
		b = append(b, ` text-anchor="end"`...)
	}
	if l.Bold {
		b = append(b, ` font-weight="bold"`...)
	}
	return append(append(append(b, '>'), escape(l.Text)...), "</text>"...)
}

// escape is words as they stand in SVG, also where it stands in Markdown or HTML.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder never fails
	return b.String()
}
