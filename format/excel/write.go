package excel

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
)

// Write writes a workbook. The error is that a sheet cannot be what it is to be, or
// that of w.
func Write(w io.Writer, b *Workbook) error {
	p := &writer{styles: newStyles(), texts: map[string]int{}}
	sheets := slices.Clone(b.Sheets)
	if len(sheets) == 0 {
		sheets = []Sheet{{Name: "Sheet1"}}
	}
	if lists, ok := p.listSheet(sheets); ok {
		sheets = append(sheets, lists)
	}
	if err := fits(sheets); err != nil {
		return err
	}
	for i := range sheets {
		p.sheet(i+1, &sheets[i])
	}
	p.book(b, sheets)
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, deflate)
	for _, part := range p.inOrder() {
		h := &zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		f, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := f.Write(part.data); err != nil {
			return err
		}
	}
	return z.Close()
}

// deflate compresses by a module of a fixed version: the compiler's own gives other bytes
// from release to release.
func deflate(w io.Writer) (io.WriteCloser, error) {
	return flate.NewWriter(w, flate.DefaultCompression)
}

// fits finds what no spreadsheet would open.
func fits(sheets []Sheet) error {
	seen := map[string]bool{}
	visible := false
	for i := range sheets {
		s := &sheets[i]
		name := strings.ToLower(s.Name)
		switch {
		case s.Name == "" || utf8.RuneCountInString(s.Name) > longestName || strings.ContainsAny(s.Name, forbiddenNames) || strings.HasPrefix(s.Name, "'") || strings.HasSuffix(s.Name, "'") || name == "history":
			return fmt.Errorf("%q cannot be the name of a sheet: it has at most %d characters and none of %s", s.Name, longestName, forbiddenNames)
		case seen[name]:
			return fmt.Errorf("two sheets are called %q", s.Name)
		case len(s.Rows) > mostRows:
			return fmt.Errorf("the sheet %q would have %d rows, and can have %d", s.Name, len(s.Rows), mostRows)
		}
		for _, row := range s.Rows {
			if len(row) > mostColumns {
				return fmt.Errorf("the sheet %q would have %d columns, and can have %d", s.Name, len(row), mostColumns)
			}
		}
		seen[name] = true
		visible = visible || !s.Hidden
	}
	if !visible {
		return fmt.Errorf("every sheet of the workbook is hidden")
	}
	return nil
}

// A part is one file in the archive.
type part struct {
	name, kind string
	data       []byte
}

type writer struct {
	styles *styles
	texts  map[string]int // where each text stands among the shared ones
	shared []string
	uses   int
	parts  []part
	lists  map[string]string // the cells in which the list of a rule stands
	notes  bool
}

const (
	declaration  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace    = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	relSpace     = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	packageSpace = `http://schemas.openxmlformats.org/package/2006`
	typePrefix   = `application/vnd.openxmlformats-officedocument.spreadsheetml.`
)

func (p *writer) add(name, kind, body string) {
	p.parts = append(p.parts, part{name, kind, []byte(declaration + body)})
}

// inOrder are the parts, what says what they are first.
func (p *writer) inOrder() []part {
	var types bytes.Buffer
	types.WriteString(declaration + `<Types xmlns="` + packageSpace + `/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`)
	if p.notes {
		types.WriteString(`<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>`)
	}
	for _, x := range p.parts {
		if x.kind != "" {
			fmt.Fprintf(&types, `<Override PartName="/%s" ContentType="%s"/>`, x.name, x.kind)
		}
	}
	types.WriteString(`</Types>`)
	return append([]part{{"[Content_Types].xml", "", types.Bytes()}}, p.parts...)
}

// book writes the parts that hold the sheets together.
func (p *writer) book(b *Workbook, sheets []Sheet) {
	var book, rels, names bytes.Buffer
	book.WriteString(`<workbook xmlns="` + mainSpace + `" xmlns:r="` + relSpace + `"><bookViews><workbookView activeTab="` + fmt.Sprint(firstVisible(sheets)) + `"/></bookViews><sheets>`)
	rels.WriteString(`<Relationships xmlns="` + packageSpace + `/relationships">`)
	rel := func(n int, kind, target string) {
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>`, n, relSpace, kind, target)
	}
	for i, s := range sheets {
		state := ""
		if s.Hidden {
			state = ` state="hidden"`
		}
		fmt.Fprintf(&book, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, attribute(s.Name), i+1, state, i+1)
		rel(i+1, "worksheet", fmt.Sprintf("worksheets/sheet%d.xml", i+1))
		if s.Frozen > 0 {
			fmt.Fprintf(&names, `<definedName name="_xlnm.Print_Titles" localSheetId="%d">%s!$1:$%d</definedName>`, i, escaped(quotedName(s.Name)), s.Frozen)
		}
	}
	book.WriteString(`</sheets>`)
	if names.Len() > 0 {
		book.WriteString(`<definedNames>` + names.String() + `</definedNames>`)
	}
	book.WriteString(`</workbook>`)
	rel(len(sheets)+1, "styles", "styles.xml")
	rel(len(sheets)+2, "sharedStrings", "sharedStrings.xml")
	rels.WriteString(`</Relationships>`)
	p.add("xl/workbook.xml", typePrefix+"sheet.main+xml", book.String())
	p.add("xl/_rels/workbook.xml.rels", "", rels.String())
	p.add("xl/styles.xml", typePrefix+"styles+xml", p.styles.xml())
	p.add("xl/sharedStrings.xml", typePrefix+"sharedStrings+xml", p.sharedTexts())
	p.add("_rels/.rels", "", `<Relationships xmlns="`+packageSpace+`/relationships"><Relationship Id="rId1" Type="`+relSpace+`/officeDocument" Target="xl/workbook.xml"/>`+
		`<Relationship Id="rId2" Type="`+packageSpace+`/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`)
	p.add("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", `<cp:coreProperties xmlns:cp="`+packageSpace+`/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">`+
		`<dc:title>`+escaped(b.Title)+`</dc:title><dc:creator>engross</dc:creator><dc:description>`+escaped(b.Description)+`</dc:description></cp:coreProperties>`)
}

func firstVisible(sheets []Sheet) int {
	return max(0, slices.IndexFunc(sheets, func(s Sheet) bool { return !s.Hidden }))
}

// quotedName is the name of a sheet as references have it.
func quotedName(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// text is where a text stands among the shared ones.
func (p *writer) text(s string) int {
	p.uses++
	at, ok := p.texts[s]
	if !ok {
		at = len(p.shared)
		p.texts[s] = at
		p.shared = append(p.shared, s)
	}
	return at
}

func (p *writer) sharedTexts() string {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<sst xmlns="%s" count="%d" uniqueCount="%d">`, mainSpace, p.uses, len(p.shared))
	for _, s := range p.shared {
		b.WriteString(`<si><t xml:space="preserve">` + escaped(s) + `</t></si>`)
	}
	b.WriteString(`</sst>`)
	return b.String()
}

// listsName is the name of the hidden sheet with the lists of rules.
const listsName = "Lists"

// listSheet is a hidden sheet with the lists from which cells are chosen: one that
// stands in the rule itself may not be longer than 255 characters, nor hold a comma.
func (p *writer) listSheet(sheets []Sheet) (Sheet, bool) {
	p.lists = map[string]string{}
	var columns [][]string
	for _, s := range sheets {
		for _, r := range s.Rules {
			key := strings.Join(r.List, "\x00")
			if r.Allows != OneOf || len(r.List) == 0 || p.lists[key] != "" {
				continue
			}
			column := letters(len(columns))
			p.lists[key] = fmt.Sprintf("%s!$%s$1:$%s$%d", listsName, column, column, len(r.List))
			columns = append(columns, r.List)
		}
	}
	lists := Sheet{Name: listsName, Hidden: true}
	for i, column := range columns {
		for n, s := range column {
			if n == len(lists.Rows) {
				lists.Rows = append(lists.Rows, make([]Cell, len(columns)))
			}
			lists.Rows[n][i] = Text(s)
		}
	}
	return lists, len(columns) > 0
}

// escaped is text as XML. What XML has no place for is written as spreadsheets do,
// _x000B_; a text that reads so already has its first mark written that way.
func escaped(s string) string {
	if !strings.ContainsFunc(s, odd) && !strings.Contains(s, "_x") && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '_' && coded(s[i:]):
			b.WriteString("_x005F_")
		case unwritable(r):
			fmt.Fprintf(&b, "_x%04X_", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func odd(r rune) bool { return strings.ContainsRune(`&<>"`, r) || unwritable(r) }

// unwritable reports whether XML has no place for a character.
func unwritable(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff
}

// attribute is text as the value of an attribute, in which line breaks would be lost.
func attribute(s string) string {
	return strings.NewReplacer("\n", "&#10;", "\t", "&#9;").Replace(escaped(s))
}

// coded reports whether a text begins with a character written as _x000B_, or does once
// what follows is written.
func coded(s string) bool {
	if len(s) < 7 || s[:2] != "_x" || strings.Trim(s[2:6], "0123456789abcdefABCDEF") != "" {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s[6:])
	return next == '_' || unwritable(next)
}
