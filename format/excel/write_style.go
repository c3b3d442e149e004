package excel

import (
	"bytes"
	"fmt"
	"slices"
)

// A look is all that says how a cell is shown.
type look struct {
	style  Style
	format string // of numbers; "" for the general one
	wrap   bool
	quoted bool // it stays text when it is typed into
	link   bool
}

// styles collects the looks of a workbook, in the order in which they are first used.
type styles struct {
	looks   []look
	known   map[look]int
	formats []string
}

func newStyles() *styles {
	return &styles{looks: []look{{}}, known: map[look]int{{}: 0}}
}

func (s *styles) of(l look) int {
	at, ok := s.known[l]
	if !ok {
		at = len(s.looks)
		s.known[l] = at
		s.looks = append(s.looks, l)
	}
	return at
}

// firstFormat is the number from which formats of a workbook's own are counted.
const firstFormat = 164

func (s *styles) formatOf(code string) int {
	if code == "" {
		return 0
	}
	i := slices.Index(s.formats, code)
	if i < 0 {
		i = len(s.formats)
		s.formats = append(s.formats, code)
	}
	return firstFormat + i
}

// The fonts and fills, by their place in xml.
const (
	fontPlain = iota
	fontBold
	fontTitle
	fontLink
	fontFaint
)

const (
	fillNone = iota
	_        // which every workbook has
	fillHead
	fillGood
	fillDoubtful
	fillBad
)

// dress is the font and the fill of a style.
func (l look) dress() (font, fill int) {
	switch l.style {
	case Head:
		return fontBold, fillHead
	case Title:
		return fontTitle, fillNone
	case Good:
		fill = fillGood
	case Doubtful:
		fill = fillDoubtful
	case Bad:
		fill = fillBad
	case Faint:
		font = fontFaint
	case Plain, Sum:
	}
	if l.link {
		font = fontLink
	}
	return font, fill
}

func (s *styles) xml() string {
	var looks bytes.Buffer
	for _, l := range s.looks {
		font, fill := l.dress()
		fmt.Fprintf(&looks, `<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"`, s.formatOf(l.format), font, fill)
		if l.quoted {
			looks.WriteString(` quotePrefix="1"`)
		}
		looks.WriteString(`><alignment vertical="top"`)
		if l.wrap || l.style == Head {
			looks.WriteString(` wrapText="1"`)
		}
		looks.WriteString(`/></xf>`)
	}
	var b bytes.Buffer
	b.WriteString(`<styleSheet xmlns="` + mainSpace + `">`)
	if len(s.formats) > 0 {
		fmt.Fprintf(&b, `<numFmts count="%d">`, len(s.formats))
		for i, code := range s.formats {
			fmt.Fprintf(&b, `<numFmt numFmtId="%d" formatCode="%s"/>`, firstFormat+i, attribute(code))
		}
		b.WriteString(`</numFmts>`)
	}
	font := func(inner, colour string) string {
		return `<font>` + inner + `<color ` + colour + `/><name val="Calibri"/><family val="2"/></font>`
	}
	b.WriteString(`<fonts count="5">` + font(`<sz val="11"/>`, `rgb="FF000000"`) + font(`<b/><sz val="11"/>`, `rgb="FF000000"`) + font(`<b/><sz val="14"/>`, `rgb="FF000000"`) +
		font(`<u/><sz val="11"/>`, `rgb="FF0B5394"`) + font(`<sz val="11"/>`, `rgb="FF595959"`) + `</fonts>`)
	b.WriteString(`<fills count="6"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>`)
	for _, colour := range []string{"FFDDE5EE", "FFDDEFD9", "FFFFF2CC", "FFF8D7DA"} {
		b.WriteString(`<fill><patternFill patternType="solid"><fgColor rgb="` + colour + `"/><bgColor indexed="64"/></patternFill></fill>`)
	}
	b.WriteString(`</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>`)
	fmt.Fprintf(&b, `<cellXfs count="%d">%s</cellXfs>`, len(s.looks), looks.String())
	b.WriteString(`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`)
	return b.String()
}
