package markdown

import (
	"bytes"
	"encoding/base64"
	"html"
	"strings"

	"github.com/engross/engross/format/house"
)

// houseSheet is what the house style of a firm adds to the style sheet.
func houseSheet(s *house.Style) string {
	if s == nil {
		return ""
	}
	var b strings.Builder
	b.WriteString(".letterhead { display: flex; justify-content: space-between; align-items: center; gap: 2em; margin-bottom: 3em; font-size: .85rem; color: #555; }\n" +
		".letterhead img { max-width: 15rem; max-height: 4rem; }\n.letterhead p, footer p { margin: 0; }\nfooter { margin-top: 3em; font-size: .85rem; color: #555; text-align: center; }\n")
	if family := s.Family(); family != "" {
		b.WriteString("body { font-family: " + quoted(family) + ", Charter, Cambria, Georgia, serif; }\n")
	}
	if s.Colour != nil {
		b.WriteString("h1, h2, a { color: #" + s.Colour.Hex() + "; }\n")
	}
	b.WriteString(s.CSS)
	return b.String()
}

// quoted is a string of CSS that ends no style sheet.
func quoted(s string) string {
	return `"` + strings.Map(func(r rune) rune {
		if strings.ContainsRune(`"\<>`, r) || r < ' ' {
			return -1
		}
		return r
	}, s) + `"`
}

// letterhead is the logo and the lines of the firm above the title.
func letterhead(b *bytes.Buffer, s *house.Style) {
	if s == nil || s.Logo == nil && len(s.Letterhead) == 0 {
		return
	}
	b.WriteString("<header class=\"letterhead\">\n")
	if s.Logo != nil {
		b.WriteString(`<img alt="Logo" src="data:image/png;base64,` + base64.StdEncoding.EncodeToString(s.Logo.PNG) + "\">\n")
	}
	b.WriteString("<div>\n")
	for _, line := range s.Letterhead {
		b.WriteString("<p>" + html.EscapeString(printable(line)) + "</p>\n")
	}
	b.WriteString("</div>\n</header>\n")
}

// footer is the line of the firm below the text.
func footer(s *house.Style) string {
	if s == nil || s.Footer == "" {
		return ""
	}
	return "<footer>\n<p>" + html.EscapeString(printable(s.Footer)) + "</p>\n</footer>\n"
}
