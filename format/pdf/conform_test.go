package pdf

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/go-fonts/liberation/liberationserifregular"

	"github.com/engross/engross/agreement"
)

// A conforming looks at a file for what a machine can of ISO 14289-1 (by the Matterhorn
// Protocol 1.1, whose checkpoints are named) and ISO 19005-3 (by its clauses). It knows
// what engross may write, and takes anything else for a fault. The structure itself is
// the business of [listen].
type conforming struct {
	*reader
	t       *testing.T
	catalog dict
	fonts   map[reference]*usedFont
}

// A usedFont is a font with the codes that pages show in it.
type usedFont struct {
	font  dict
	codes map[int]bool
}

// Conform fails where a file is not what it says it is, and gives the words that are
// heard.
func Conform(t *testing.T, pdf []byte) string {
	t.Helper()
	l := listen(t, pdf)
	c := &conforming{reader: l.reader, t: t, fonts: map[reference]*usedFont{}}
	c.reader.room = 1 << 40
	c.catalog, _ = c.dict(c.trailer["Root"])
	c.file(pdf)
	c.objects()
	c.metadata()
	c.document()
	c.structure(l.tags)
	for ref, n := range pageNumbers(c.reader, c.catalog) {
		c.page(ref, n)
	}
	for _, f := range c.fonts {
		c.font(f)
	}
	return strings.ReplaceAll(strings.ReplaceAll(strings.Join(l.spoken, ""), "\u00AD", ""), "\u00A0", " ")
}

func (c *conforming) fail(rule, format string, args ...any) {
	c.t.Errorf("%s: %s", rule, fmt.Sprintf(format, args...))
}

// file looks at the bytes: A-3 6.1.2, 6.1.3.
func (c *conforming) file(pdf []byte) {
	if !regexp.MustCompile(`^%PDF-1\.[0-7]\n%$`).Match(pdf[:10]) || min(pdf[10], pdf[11], pdf[12], pdf[13]) < 0x80 {
		c.fail("A 6.1.2", "the file begins with %q", pdf[:min(16, len(pdf))])
	}
	if ids, _ := c.trailer["ID"].(array); len(ids) != 2 || c.trailer["Encrypt"] != nil {
		c.fail("A 6.1.3", "the trailer is %v", c.trailer)
	}
}

// neverKeys are entries that act, hide, are transparent, or lead out of the file.
var neverKeys = []string{"AA", "OpenAction", "JavaScript", "JS", "XFA", "OCProperties", "OC", "SMask", "OPI", "Ref", "PS", "TR", "HTP", "Alternates", "FFilter", "FDecodeParms", "URI", "NeedAppearances", "Requirements", "Perms", "Suspects"}

// objects looks at each object: A-3 6.1, 6.2, 6.5, 6.6.
func (c *conforming) objects() {
	numbers := slices.Collect(maps.Keys(c.offsets))
	numbers = append(numbers, slices.Collect(maps.Keys(c.packs))...)
	if len(numbers) > 8_388_607 {
		c.fail("A 6.1.13", "%d objects", len(numbers))
	}
	for _, n := range numbers {
		object, stream := c.resolve(reference(n))
		d, _ := object.(dict)
		if stream != nil {
			if d["F"] != nil || d["Length"] != len(stream) || d["Filter"] != nil && d["Filter"] != name("FlateDecode") && d["Filter"] != name("DCTDecode") {
				c.fail("A 6.1.7", "the stream of object %d is described by %v", n, d)
			}
			if d["Type"] != name("XObject") && d["Subtype"] == name("Image") && d["Interpolate"] == keyword("true") {
				c.fail("A 6.2.8", "an image is smoothed")
			}
		}
		c.values(n, object, 0)
	}
}

func (c *conforming) values(n int, v any, depth int) {
	switch v := v.(type) {
	case dict:
		for key, x := range v {
			if slices.Contains(neverKeys, key) {
				c.fail("A 6.5, 6.6", "object %d has %s", n, key)
			}
			if (key == "CA" || key == "ca") && x != 1 || key == "BM" && x != name("Normal") {
				c.fail("A 6.2.10", "object %d is transparent: %s %v", n, key, x)
			}
			if len(key) > 127 {
				c.fail("A 6.1.13", "a name of %d bytes", len(key))
			}
			c.values(n, x, depth+1)
		}
		if kind := v["Type"]; kind == name("Filespec") && (v["F"] == nil || v["UF"] == nil || v["EF"] == nil || v["AFRelationship"] == nil) {
			c.fail("A 6.8, 21-001", "an attachment is described by %v", v)
		} else if kind == name("EmbeddedFile") && v["Subtype"] == nil {
			c.fail("A 6.8", "an attachment does not say of what kind it is")
		}
	case array:
		for _, x := range v {
			c.values(n, x, depth+1)
		}
	case string:
		if len(v) > 32767 {
			c.fail("A 6.1.13", "a string of %d bytes", len(v))
		}
	case int:
		if v > math.MaxInt32 || v < math.MinInt32 {
			c.fail("A 6.1.13", "the number %d", v)
		}
	case name:
		if len(v) > 127 {
			c.fail("A 6.1.13", "a name of %d bytes", len(v))
		}
	}
}

// metadata looks at what the file says of itself: A-3 6.6, Matterhorn 06, 07.
func (c *conforming) metadata() {
	d, xmp := c.dict(c.catalog["Metadata"])
	if d["Type"] != name("Metadata") || d["Subtype"] != name("XML") || d["Filter"] != nil {
		c.fail("A 6.6.2.1", "the metadata are %v", d)
	}
	var said struct {
		RDF struct {
			Description []struct {
				Part        []string `xml:"http://www.aiim.org/pdfa/ns/id/ part"`
				Conformance string   `xml:"http://www.aiim.org/pdfa/ns/id/ conformance"`
				Access      string   `xml:"http://www.aiim.org/pdfua/ns/id/ part"`
				Title       struct {
					Alt struct {
						Li []string `xml:"li"`
					} `xml:"Alt"`
				} `xml:"http://purl.org/dc/elements/1.1/ title"`
				Schemas struct {
					Prefixes []string `xml:"Bag>li>prefix"`
				} `xml:"http://www.aiim.org/pdfa/ns/extension/ schemas"`
			} `xml:"Description"`
		} `xml:"RDF"`
	}
	if err := xml.Unmarshal(xmp, &said); err != nil || len(said.RDF.Description) != 2 {
		c.fail("06-001", "the metadata cannot be read: %v", err)
		return
	}
	x, schemas := said.RDF.Description[0], said.RDF.Description[1].Schemas // by themselves: PDFBox reads them first, to know the others
	if !slices.Equal(x.Part, []string{"3"}) || x.Conformance != "A" {
		c.fail("A 6.6.4", "the file says that it is of part %v, conformance %s", x.Part, x.Conformance)
	}
	if x.Access != "1" {
		c.fail("06-002", "the file says that it is of part %s", x.Access)
	}
	info, _ := c.dict(c.trailer["Info"])
	if len(x.Title.Alt.Li) != 1 || strings.TrimSpace(x.Title.Alt.Li[0]) == "" || x.Title.Alt.Li[0] != plainText(info["Title"]) {
		c.fail("06-003", "the titles are %q and %q", x.Title.Alt.Li, plainText(info["Title"]))
	}
	if !slices.Contains(schemas.Prefixes, "pdfuaid") {
		c.fail("A 6.6.2.3", "the schema pdfuaid is not described")
	}
}

// document looks at the catalog: Matterhorn 01, 07, 11, 20, 25; A-3 6.2.3, 6.4.
func (c *conforming) document() {
	shows, _ := c.dict(c.catalog["ViewerPreferences"])
	if shows["DisplayDocTitle"] != keyword("true") {
		c.fail("07-001", "the title is not shown")
	}
	if lang := plainText(c.catalog["Lang"]); !languageTag().MatchString(lang) {
		c.fail("11-006", "the language is %q", lang)
	}
	if marked, _ := c.dict(c.catalog["MarkInfo"]); marked["Marked"] != keyword("true") || marked["Suspects"] == keyword("true") {
		c.fail("01-007", "the marks are %v", marked)
	}
	intents, _ := c.resolve(c.catalog["OutputIntents"])
	list, _ := intents.(array)
	if len(list) != 1 {
		c.fail("A 6.2.3", "it has %d output intents", len(list))
		return
	}
	intent, _ := c.dict(list[0])
	profile, _ := c.dict(intent["DestOutputProfile"])
	if intent["S"] != name("GTS_PDFA1") || profile["N"] != 3 {
		c.fail("A 6.2.3", "the output intent is %v", intent)
	}
	form, _ := c.dict(c.catalog["AcroForm"])
	fields, _ := form["Fields"].(array)
	for _, v := range fields {
		f, _ := c.dict(v)
		look, _ := c.dict(f["AP"])
		if normal, stream := c.dict(look["N"]); plainText(f["T"]) == "" || stream == nil || len(look) != 1 || normal["BBox"] == nil {
			c.fail("A 6.4.1", "the field %v has no look", f)
		}
	}
	files, _ := c.catalog["AF"].(array)
	names, _ := c.dict(c.catalog["Names"])
	embedded, _ := c.dict(names["EmbeddedFiles"])
	if pairs, _ := embedded["Names"].(array); len(pairs) != 2*len(files) {
		c.fail("A 6.8", "%d attachments, %d names", len(files), len(pairs)/2)
	}
}

// withinTags are the elements in which an element may stand, and standard are those that need
// no place of their own: Matterhorn 02, 09.
var (
	withinTags = map[string][]string{
		"Document": {}, "L": {"Sect", "Document", "LBody", "Part"}, "LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}, "Table": {"Sect", "Document", "LBody"}, "TR": {"Table"}, "TH": {"TR"}, "TD": {"TR"},
		"TOC": {"Sect", "TOC"}, "TOCI": {"TOC"}, "Reference": {"TOCI"}, "Link": {"Reference", "P", "LBody", "TD", "TH", "H2", "H3", "H4"}, "Form": {"P", "Sect", "TD", "LBody", "Document"},
	}
	standard = []string{"Sect", "P", "H1", "H2", "H3", "H4", "Figure", "Span", "Part"}
)

// structure looks at the tags in the order in which they are heard: Matterhorn 02, 09, 14.
func (c *conforming) structure(tags []string) {
	var path []string
	level := 0
	for _, line := range tags {
		tag := strings.TrimLeft(line, " ")
		path = append(path[:len(line)-len(tag)], tag)
		within, known := withinTags[tag]
		switch {
		case !known && !slices.Contains(standard, tag):
			c.fail("02-001", "the tag %s", tag)
		case known && len(path) > 1 && !slices.Contains(within, path[len(path)-2]):
			c.fail("09-004", "%s stands in %s", tag, path[len(path)-2])
		}
		if len(tag) == 2 && tag[0] == 'H' && tag != "HR" && tag[1] >= '1' && tag[1] <= '6' {
			n := int(tag[1] - '0')
			if n > level+1 {
				c.fail("14-003", "a heading of level %d follows one of level %d", n, level)
			}
			level = n
		}
	}
	if level == 0 {
		c.fail("14-002", "there are no headings")
	}
	root, _ := c.dict(c.catalog["StructTreeRoot"])
	c.elements(root["K"])
}

// elements looks at what elements say of themselves: Matterhorn 13, 15, 16; rows of a table have
// equal numbers of cells.
func (c *conforming) elements(v any) {
	d, _ := c.dict(v)
	if d == nil {
		return
	}
	about, _ := d["A"].(dict)
	switch d["S"] {
	case name("Figure"):
		if plainText(d["Alt"]) == "" || about["BBox"] == nil {
			c.fail("13-004", "a figure says %q and is at %v", plainText(d["Alt"]), about)
		}
	case name("TH"):
		if about["Scope"] == nil {
			c.fail("15-003", "a head cell heads nothing")
		}
	case name("L"):
		if about["ListNumbering"] == nil {
			c.fail("16-001", "a list does not say how it is numbered")
		}
	case name("Table"):
		columns := map[int]bool{}
		kids, _ := d["K"].(array)
		for _, kid := range kids {
			row, _ := c.dict(kid)
			cells, _ := row["K"].(array)
			n := 0
			for _, x := range cells {
				cell, _ := c.dict(x)
				its, _ := cell["A"].(dict)
				span, _ := its["ColSpan"].(int)
				n += max(span, 1)
			}
			columns[n] = true
		}
		if len(columns) > 1 {
			c.fail("09-004, 15", "rows of a table have %v cells", slices.Sorted(maps.Keys(columns)))
		}
	}
	kids, _ := d["K"].(array)
	for _, kid := range kids {
		if ref, ok := kid.(reference); ok {
			c.elements(ref)
		}
	}
}

// contentOperators are those that engross draws with; all are of ISO 32000-1 and none asks
// for colours beyond the output intent, or for what is outside the page.
var contentOperators = strings.Fields("BT ET Tm Td Tf TJ Tw Tc Ts Tr rg RG g G w J j d re f m l c v y h S s B n W q Q cm Do BDC BMC EMC gs f* i M")

// page looks at a page, its annotations and its content: A-3 6.2, 6.3, Matterhorn 28.
func (c *conforming) page(ref reference, n int) {
	page, _ := c.dict(ref)
	for _, key := range []string{"Group", "PresSteps", "Trans"} {
		if page[key] != nil {
			c.fail("A 6.2.10", "page %d has %s", n, key)
		}
	}
	notes, _ := page["Annots"].(array)
	if len(notes) > 0 && page["Tabs"] != name("S") {
		c.fail("28-008", "page %d has no tab order", n)
	}
	for _, v := range notes {
		note, _ := c.dict(v)
		kind, _ := note["Subtype"].(name)
		flags, _ := note["F"].(int)
		switch {
		case kind != "Link" && kind != "Widget":
			c.fail("A 6.3.1", "page %d has a %s", n, kind)
		case flags&4 == 0 || flags&(1|2|32) != 0:
			c.fail("A 6.3.2", "page %d: an annotation has the flags %d", n, flags)
		case kind == "Link" && plainText(note["Contents"]) == "":
			c.fail("28-012", "page %d: a link does not say where it leads", n)
		case kind == "Widget" && plainText(note["TU"]) == "":
			c.fail("28-005", "page %d: a field does not say what it is", n)
		case note["A"] != nil:
			c.fail("A 6.5.1", "page %d: an annotation acts", n)
		}
	}
	resources, _ := c.dict(page["Resources"])
	fonts, _ := c.dict(resources["Font"])
	d, stream := c.dict(page["Contents"])
	content, err := c.decode(d, stream)
	if err != nil {
		c.fail("A 6.1.7", "page %d: %v", n, err)
	}
	c.draws(n, content, fonts)
}

// draws looks at what draws a page, and notes which codes of which fonts are shown.
func (c *conforming) draws(n int, content []byte, fonts dict) {
	var operands []any
	var font *usedFont
	depth := 0
	l := &lexer{data: content}
	for {
		v := l.value(0)
		if v == nil && l.at >= len(content) {
			break
		}
		op, ok := v.(keyword)
		if !ok {
			operands = append(operands, v)
			continue
		}
		if !slices.Contains(contentOperators, string(op)) {
			c.fail("A 6.2.2", "page %d draws with %s", n, op)
		}
		switch op {
		case "Tf":
			key, _ := operands[0].(name)
			ref, _ := fonts[string(key)].(reference)
			if font = c.fonts[ref]; font == nil {
				d, _ := c.dict(ref)
				font = &usedFont{d, map[int]bool{}}
				c.fonts[ref] = font
			}
		case "TJ":
			codes := stringsIn(operands[0])
			for len(codes) > 0 {
				if font.font["Subtype"] == name("Type0") {
					font.codes[int(codes[0])<<8|int(codes[1])] = true
					codes = codes[2:]
				} else {
					font.codes[int(codes[0])] = true
					codes = codes[1:]
				}
			}
		case "q":
			if depth++; depth > 28 {
				c.fail("A 6.1.13", "page %d saves its state %d times", n, depth)
			}
		case "Q":
			depth--
		}
		operands = operands[:0]
	}
	if depth != 0 {
		c.fail("A 6.2.2", "page %d does not give back its state", n)
	}
}

// font looks at a font and the codes that are shown in it: A-3 6.2.11, Matterhorn 10, 31.
func (c *conforming) font(f *usedFont) {
	called, _ := f.font["BaseFont"].(name)
	meaning := (&walk{reader: c.reader}).newDecoder(f.font)
	if meaning == nil {
		c.fail("10-001", "%s does not say what its codes mean", called)
		return
	}
	described, _ := c.dict(f.font["FontDescriptor"])
	glyphOf := func(code int) int { return -1 }
	var width func(int) float64
	flags := 0
	composite := f.font["Subtype"] == name("Type0")
	if composite {
		list, _ := c.resolve(f.font["DescendantFonts"])
		inner, _ := c.dict(list.(array)[0])
		described, _ = c.dict(inner["FontDescriptor"])
		width = c.compositeWidths(inner)
		to, stream := c.dict(inner["CIDToGIDMap"])
		table, err := c.decode(to, stream)
		if f.font["Encoding"] != name("Identity-H") || inner["Subtype"] != name("CIDFontType2") || to == nil || err != nil {
			c.fail("31-004", "%s is composed in an unknown way: %v", called, inner)
			return
		}
		glyphOf = func(code int) int {
			if 2*code+1 >= len(table) {
				return 0
			}
			return int(binary.BigEndian.Uint16(table[2*code:]))
		}
	} else {
		list, _ := c.resolve(f.font["Widths"])
		first, _ := f.font["FirstChar"].(int)
		width = func(code int) float64 {
			if i := code - first; i >= 0 && i < len(list.(array)) {
				w, _ := decimalOf(list.(array)[i])
				return w
			}
			return -1
		}
	}
	flags, _ = described["Flags"].(int)
	file, stream := c.dict(described["FontFile2"])
	program, err := c.decode(file, stream)
	if file == nil || err != nil {
		c.fail("31-009", "%s is not embedded", called)
		return
	}
	tables := sfntTables(program)
	if !composite {
		symbolic := flags&4 != 0
		if symbolic == (f.font["Encoding"] != nil) || symbolic == (flags&32 != 0) {
			c.fail("31-019", "%s: a font is symbolic or has an encoding", called)
		}
		glyphOf = func(code int) int {
			if symbolic {
				return tables.glyph(3, 0, 0xF000+code)
			}
			return tables.glyph(3, 1, int([]rune(meaning(string([]byte{byte(code)})))[0]))
		}
	}
	for code := range f.codes {
		s := string([]byte{byte(code)})
		if composite {
			s = string([]byte{byte(code >> 8), byte(code)})
		}
		if r := []rune(meaning(s)); len(r) != 1 || r[0] == 0 || r[0] == 0xFFFE || r[0] == 0xFEFF || r[0] == 0xFFFD {
			c.fail("10-001", "%s: the code %X means %q", called, code, string(r))
			continue
		}
		glyph := glyphOf(code)
		if glyph <= 0 {
			c.fail("31-030", "%s: the code %X has no shape", called, code)
			continue
		}
		if is, said := tables.width(glyph), width(code); math.Abs(is-said) > 1 {
			c.fail("31-001 width", "%s: the code %X is %.1f wide and said to be %.1f", called, code, is, said)
		}
	}
}

// compositeWidths are the widths of a font of many characters: ISO 32000-1, 9.7.4.3.
func (c *conforming) compositeWidths(d dict) func(int) float64 {
	usual, ok := decimalOf(d["DW"])
	if !ok {
		usual = 1000
	}
	object, _ := c.resolve(d["W"])
	list, _ := object.(array)
	widths := map[int]float64{}
	for i := 0; i+1 < len(list); {
		first, _ := list[i].(int)
		if each, ok := list[i+1].(array); ok {
			for k, w := range each {
				widths[first+k], _ = decimalOf(w)
			}
			i += 2
			continue
		}
		last, _ := list[i+1].(int)
		for n := first; n <= last; n++ {
			widths[n], _ = decimalOf(list[i+2])
		}
		i += 3
	}
	return func(code int) float64 {
		if w, ok := widths[code]; ok {
			return w
		}
		return usual
	}
}

// An sfnt is the tables of a font program.
type sfnt map[string][]byte

func sfntTables(b []byte) sfnt {
	s := sfnt{}
	for i := range int(binary.BigEndian.Uint16(b[4:])) {
		entry := b[12+16*i:]
		at, size := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		s[string(entry[:4])] = b[at:min(int(at+size), len(b))]
	}
	return s
}

// width is that of a glyph in thousandths of the size.
func (s sfnt) width(glyph int) float64 {
	many := int(binary.BigEndian.Uint16(s["hhea"][34:]))
	return float64(binary.BigEndian.Uint16(s["hmtx"][4*min(glyph, many-1):])) * 1000 / float64(binary.BigEndian.Uint16(s["head"][18:]))
}

// glyph is that of a character in a table of a platform and an encoding; 0 where
// there is none.
func (s sfnt) glyph(platform, encoding uint16, char int) int {
	table := s["cmap"]
	u16 := func(b []byte) int { return int(binary.BigEndian.Uint16(b)) }
	for i := range u16(table[2:]) {
		entry := table[4+8*i:]
		if binary.BigEndian.Uint16(entry) != platform || binary.BigEndian.Uint16(entry[2:]) != encoding {
			continue
		}
		sub := table[binary.BigEndian.Uint32(entry[4:]):]
		if u16(sub) != 4 {
			continue
		}
		double := u16(sub[6:])
		for k := 0; k < double; k += 2 {
			end, start := u16(sub[14+k:]), u16(sub[16+double+k:])
			if char > end || char < start {
				continue
			}
			delta, offset := u16(sub[16+2*double+k:]), u16(sub[16+3*double+k:])
			if offset == 0 {
				return (char + delta) & 0xFFFF
			}
			if g := u16(sub[16+3*double+k+offset+2*(char-start):]); g != 0 {
				return (g + delta) & 0xFFFF
			}
			return 0
		}
	}
	return 0
}

// TestConformNotices alters a file in ways that a validator finds, so that the checks are
// known to check.
func TestConformNotices(t *testing.T) {
	for what, test := range map[string]struct{ from, to string }{
		"an action":        {"/Border [0 0 0]", "/AA <<>>"},
		"a hidden link":    {"/F 4", "/F 2"},
		"no scope":         {"/Scope", "/Scape"},
		"no alternate":     {"/Contents", "/Cantents"},
		"no tab order":     {"/Tabs /S", "/Tabs /R"},
		"another part":     {"<pdfaid:part>3<", "<pdfaid:part>2<"},
		"no output intent": {"/GTS_PDFA1", "/GTS_PDFX"},
		"widths":           {"/Widths", "/Wudths"},
		"not embedded":     {"/FontFile2", "/FontFile9"},
		"a tag of ours":    {"/S /LBody", "/S /Lbudy"},
		"no title":         {"/DisplayDocTitle true", "/DisplayDocTitle false"},
		"no language":      {"/Lang", "/Lung"},
	} {
		altered := bytes.ReplaceAll(plainly(t, printPDF(t, pool(3))), []byte(test.from), []byte(test.to))
		inner := &testing.T{}
		done := make(chan bool)
		go func() {
			defer close(done)
			defer func() {
				if trouble := recover(); trouble == nil && !inner.Failed() { // the checks trust what they check
					t.Errorf("%s is not noticed", what)
				}
			}()
			Conform(inner, altered)
		}()
		<-done
	}
}

// TestSamplesConform checks what the examples do not have: a table over many pages, a
// pool of forty, every kind of change, a drawing, and fonts that were loaded.
func TestSamplesConform(t *testing.T) {
	fonts, err := LoadFonts(fstest.MapFS{"a.ttf": {Data: liberationserifregular.TTF}})
	if err != nil {
		t.Fatal(err)
	}
	for what, d := range map[string]*agreement.Document{
		"two thousand rows": {Title: "T", Language: "en-GB", Body: []agreement.Block{&agreement.Clause{Heading: sampleText("A"), Body: []agreement.Block{patents(2000)}}}},
		"forty members":     pool(40), "changes": redlined(), "a drawing": withDrawing(),
		"a loaded font": {Title: "T", Language: "en-GB", Parties: []agreement.Party{{Name: "Box", Native: boxed}}, Body: []agreement.Block{&agreement.Clause{Heading: sampleText("A")}}},
	} {
		t.Run(what, func(t *testing.T) {
			var b bytes.Buffer
			if err := Write(&b, d, Options{Fonts: fonts, Paper: Letter}); err != nil {
				t.Fatal(err)
			}
			Conform(t, b.Bytes())
		})
	}
}
