package excel

import (
	"bytes"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A sheetWriter writes one sheet with what belongs to it.
type sheetWriter struct {
	*writer
	sheet *Sheet
	body  bytes.Buffer
	links bytes.Buffer
	rels  bytes.Buffer
	count int // of relationships
	notes []placedNote
}

type placedNote struct {
	column, row int
	text        string
}

func (p *writer) sheet(n int, s *Sheet) {
	w := &sheetWriter{writer: p, sheet: s}
	w.head()
	w.body.WriteString(`<sheetData>`)
	for i, row := range s.Rows {
		w.row(i+1, row)
	}
	w.body.WriteString(`</sheetData>`)
	w.foot(n)
	p.add(fmt.Sprintf("xl/worksheets/sheet%d.xml", n), typePrefix+"worksheet+xml", w.body.String())
	if w.count > 0 {
		p.add(fmt.Sprintf("xl/worksheets/_rels/sheet%d.xml.rels", n), "", `<Relationships xmlns="`+packageSpace+`/relationships">`+w.rels.String()+`</Relationships>`)
	}
}

func (w *sheetWriter) head() {
	b, s := &w.body, w.sheet
	b.WriteString(`<worksheet xmlns="` + mainSpace + `" xmlns:r="` + relSpace + `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">`)
	if s.Frozen > 0 {
		fmt.Fprintf(b, `<pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A%d" sqref="A%d"/>`, s.Frozen, s.Frozen+1, s.Frozen+1, s.Frozen+1)
	}
	b.WriteString(`</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>`)
	open := false
	for i, c := range s.Columns {
		if c.Width <= 0 {
			continue
		}
		if !open {
			b.WriteString(`<cols>`)
			open = true
		}
		fmt.Fprintf(b, `<col min="%d" max="%d" width="%s" customWidth="1"/>`, i+1, i+1, strconv.FormatFloat(c.Width, 'f', -1, 64))
	}
	if open {
		b.WriteString(`</cols>`)
	}
}

func (w *sheetWriter) row(n int, row []Cell) {
	height := ""
	if lines := w.sheet.lines(row); lines > 1 {
		height = fmt.Sprintf(` ht="%d" customHeight="1"`, min(lines*lineHeight, mostHeight))
	}
	fmt.Fprintf(&w.body, `<row r="%d"%s>`, n, height)
	for i := range row {
		w.cell(i, n, &row[i])
	}
	w.body.WriteString(`</row>`)
}

// The height of a line, and the most that a row may have, in points.
const (
	lineHeight = 15
	mostHeight = 409
)

// lines is how many lines the wrapped cells of a row need, by a guess on the safe side:
// not every program finds it out when it opens a workbook.
func (s *Sheet) lines(row []Cell) int {
	most := 1
	for i, c := range row {
		if i >= len(s.Columns) || !s.Columns[i].Wrap && c.Style != Head || s.Columns[i].Width <= 0 {
			continue
		}
		lines := 0
		for part := range strings.SplitSeq(c.Text, "\n") {
			lines += 1 + int(float64(utf8.RuneCountInString(part))*1.1/s.Columns[i].Width)
		}
		most = max(most, lines)
	}
	return most
}

func (w *sheetWriter) cell(column, row int, c *Cell) {
	look := look{style: c.Style, wrap: column < len(w.sheet.Columns) && w.sheet.Columns[column].Wrap}
	kind, value := w.value(c, &look)
	if c.Link != "" && kind != "" {
		look.link = true
		w.link(column, row, c.Link)
	}
	if c.Note != "" {
		w.notes = append(w.notes, placedNote{column, row, c.Note})
	}
	style := w.styles.of(look)
	if kind == "" && style == 0 {
		return
	}
	fmt.Fprintf(&w.body, `<c r="%s"`, Ref(column, row))
	if style > 0 {
		fmt.Fprintf(&w.body, ` s="%d"`, style)
	}
	switch kind {
	case "":
		w.body.WriteString(`/>`)
	case "n":
		w.body.WriteString(`><v>` + value + `</v></c>`)
	default:
		fmt.Fprintf(&w.body, ` t="%s"><v>%s</v></c>`, kind, value)
	}
}

// value is the type of a cell and its value, as a sheet has them, and the format in
// which it is shown. What a spreadsheet could not keep as it is, is text.
func (w *sheetWriter) value(c *Cell, l *look) (kind, value string) {
	switch c.Kind {
	case Blank:
		return "", ""
	case Number:
		if digits, ok := plainNumber(c.Text); ok && digits <= mostDigits {
			l.format = numberFormat(c)
			return "n", c.Text
		}
	case Percent:
		if v, ok := hundredth(c.Text); ok {
			l.format = "0%"
			if _, frac, ok := strings.Cut(c.Text, "."); ok {
				l.format = "0." + strings.Repeat("0", len(frac)) + "%"
			}
			return "n", v
		}
	case Day:
		if t, err := time.Parse(time.DateOnly, c.Text); err == nil && !t.Before(firstDay) {
			l.format = "yyyy-mm-dd"
			return "n", strconv.Itoa(int(t.Sub(dayZero).Hours() / 24))
		}
	case Truth:
		if c.Text == "true" || c.Text == "false" {
			return "b", map[string]string{"true": "1", "false": "0"}[c.Text]
		}
	case Words, Moment, Fault:
	}
	if strings.ContainsAny(c.Text, "\n") {
		l.wrap = true
	}
	l.quoted = c.Text != "" && strings.ContainsRune("=+-@\t\r", rune(c.Text[0]))
	return "s", strconv.Itoa(w.text(shortened(c.Text)))
}

// shortened is a text as far as a cell takes it; it says that something is missing.
func shortened(s string) string {
	if len(s) <= longestText {
		return s
	}
	const end = " [the rest is too long for a cell]"
	n := 0
	for i, r := range s {
		if n += utf16Len(r); n > longestText-len(end) {
			return s[:i] + end
		}
	}
	return s
}

func utf16Len(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// dayZero is the day with the number 0; the first day from which spreadsheets count
// right, for they believe in 29 February 1900, is firstDay.
var (
	dayZero  = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	firstDay = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)
)

func numberFormat(c *Cell) string {
	_, frac, point := strings.Cut(c.Text, ".")
	switch {
	case c.Style == Sum && point:
		return "#,##0." + strings.Repeat("0", len(frac))
	case c.Style == Sum:
		return "#,##0"
	case point:
		return "0." + strings.Repeat("0", len(frac))
	}
	return ""
}

// hundredth is a percentage as the number that a spreadsheet keeps.
func hundredth(percent string) (string, bool) {
	if digits, ok := plainNumber(percent); !ok || digits > mostDigits {
		return "", false
	}
	whole, ok := strings.CutPrefix(percent, "-")
	sign := ""
	if ok {
		sign = "-"
	}
	whole, frac, _ := strings.Cut(whole, ".")
	whole = strings.Repeat("0", max(0, 3-len(whole))) + whole
	return sign + whole[:len(whole)-2] + "." + whole[len(whole)-2:] + frac, true
}

// link leads from a cell to a file or a page, or with # to a place in the workbook.
func (w *sheetWriter) link(column, row int, address string) {
	if place, ok := strings.CutPrefix(address, "#"); ok {
		fmt.Fprintf(&w.links, `<hyperlink ref="%s" location="%s"/>`, Ref(column, row), attribute(place))
		return
	}
	if !strings.Contains(address, "://") {
		address = (&url.URL{Path: address}).String()
	}
	fmt.Fprintf(&w.links, `<hyperlink ref="%s" r:id="%s"/>`, Ref(column, row), w.relation("hyperlink", address, ` TargetMode="External"`))
}

func (w *sheetWriter) relation(kind, target, mode string) string {
	w.count++
	fmt.Fprintf(&w.rels, `<Relationship Id="rId%d" Type="%s/%s" Target="%s"%s/>`, w.count, relSpace, kind, attribute(target), mode)
	return fmt.Sprintf("rId%d", w.count)
}

// foot writes what follows the cells, in the order that the schema asks for.
func (w *sheetWriter) foot(n int) {
	b, s := &w.body, w.sheet
	if width := s.width(); s.Filter && s.Frozen > 0 && width > 0 {
		fmt.Fprintf(b, `<autoFilter ref="A%d:%s"/>`, s.Frozen, Ref(width-1, max(len(s.Rows), s.Frozen)))
	}
	w.rules()
	if w.links.Len() > 0 {
		b.WriteString(`<hyperlinks>` + w.links.String() + `</hyperlinks>`)
	}
	b.WriteString(`<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>`)
	if len(w.notes) > 0 {
		fmt.Fprintf(b, `<legacyDrawing r:id="%s"/>`, w.relation("vmlDrawing", fmt.Sprintf("../drawings/vmlDrawing%d.vml", n), ""))
		w.relation("comments", fmt.Sprintf("../comments%d.xml", n), "")
		w.remarks(n)
	}
	b.WriteString(`</worksheet>`)
}

func (s *Sheet) width() int {
	if s.Frozen == 0 || s.Frozen > len(s.Rows) {
		return 0
	}
	return len(s.Rows[s.Frozen-1])
}

func (w *sheetWriter) rules() {
	if len(w.sheet.Rules) == 0 {
		return
	}
	fmt.Fprintf(&w.body, `<dataValidations count="%d">`, len(w.sheet.Rules))
	for i := range w.sheet.Rules {
		w.rule(&w.sheet.Rules[i])
	}
	w.body.WriteString(`</dataValidations>`)
}

func (w *sheetWriter) rule(r *Rule) {
	kind, first, advice := "list", w.lists[strings.Join(r.List, "\x00")], "Choose one of the list."
	switch r.Allows {
	case OneOf:
	case AnyDay:
		kind, first, advice = `date" operator="greaterThanOrEqual`, "61", "Type a date."
	case AnyNumber:
		kind, first, advice = `decimal" operator="greaterThanOrEqual`, "-999999999999999", "Type a number."
	case WholeNumber:
		kind, first, advice = `whole" operator="greaterThanOrEqual`, "-999999999", "Type a whole number."
	}
	style := ""
	if r.Advise {
		style = ` errorStyle="warning"`
	}
	fmt.Fprintf(&w.body, `<dataValidation type="%s"%s allowBlank="1" showInputMessage="1" showErrorMessage="1" errorTitle="engross" error="%s"`, kind, style, advice)
	if r.Prompt != "" {
		fmt.Fprintf(&w.body, ` prompt="%s"`, attribute(atMost(r.Prompt, 255)))
	}
	fmt.Fprintf(&w.body, ` sqref="%s:%s"><formula1>%s</formula1></dataValidation>`, Ref(r.Column, r.From), Ref(r.Column, r.To), first)
}

// atMost is the first n characters of a text.
func atMost(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-3]) + "..."
}

// remarks writes the notes of a sheet: their words, and the boxes in which they are
// shown.
func (w *sheetWriter) remarks(n int) {
	w.writer.notes = true
	var words, boxes bytes.Buffer
	words.WriteString(`<comments xmlns="` + mainSpace + `"><authors><author>engross</author></authors><commentList>`)
	boxes.WriteString(`<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">` +
		`<v:shapetype id="note" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`)
	for i, x := range w.notes {
		fmt.Fprintf(&words, `<comment ref="%s" authorId="0"><text><t xml:space="preserve">%s</t></text></comment>`, Ref(x.column, x.row), escaped(shortened(x.text)))
		fmt.Fprintf(&boxes, `<v:shape id="n%d" type="#note" style="position:absolute;visibility:hidden;width:240pt;height:90pt" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>`+
			`<v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%d, 15, %d, 2, %d, 31, %d, 1</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`,
			i+1, x.column+1, max(0, x.row-2), x.column+5, x.row+4, x.row-1, x.column)
	}
	words.WriteString(`</commentList></comments>`)
	boxes.WriteString(`</xml>`)
	w.add(fmt.Sprintf("xl/comments%d.xml", n), typePrefix+"comments+xml", words.String())
	w.add(fmt.Sprintf("xl/drawings/vmlDrawing%d.vml", n), "", boxes.String())
}
