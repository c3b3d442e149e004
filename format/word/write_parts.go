package word

import (
	"archive/zip"
	_ "embed"
	"io"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/flate"

	"github.com/engross/engross/agreement"
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

//go:embed parts/styles.xml
var stylesTemplate string

// namespace is that of the data that travels in a document.
const namespace = "urn:engross:agreement"

// A compressor compresses by a module of a fixed version: the compiler's own gives other
// bytes from release to release. It takes a megabyte, and a file has twenty parts, so it
// is kept for the next.
type compressor struct{ *flate.Writer }

var compressors = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.DefaultCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	return &compressor{w}
}}

func deflate(w io.Writer) (io.WriteCloser, error) {
	c := compressors.Get().(*compressor)
	c.Reset(w)
	return c, nil
}

func (c *compressor) Close() error {
	err := c.Writer.Close()
	compressors.Put(c)
	return err
}

// pack writes the package. Names, order, times and attributes are always the same;
// Word for Mac warns of a file whose entries have no attributes.
func (w *writer) pack(out io.Writer) error {
	z := zip.NewWriter(out)
	z.RegisterCompressor(zip.Deflate, deflate)
	add := func(name string, data []byte) error {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		h.SetMode(0o644)
		f, err := z.CreateHeader(h)
		if err == nil {
			_, err = f.Write(data)
		}
		return err
	}
	for _, part := range w.parts() {
		if err := add(part.Name, part.Data); err != nil {
			return err
		}
	}
	return z.Close()
}

// parts are all parts of the package, in order.
func (w *writer) parts() []Part {
	comments := len(w.comments) > 0
	list := []Part{
		{"[Content_Types].xml", w.contentTypes(comments)},
		{"_rels/.rels", []byte(xmlHead + rootRelations)},
		{"word/document.xml", w.buf},
		{"word/_rels/document.xml.rels", w.relations(comments)},
		{"word/styles.xml", w.styles()},
		{"word/numbering.xml", w.numberingPart()},
		{"word/settings.xml", w.settings()},
		{"word/header1.xml", w.header(false)},
		{"word/header2.xml", w.header(true)},
		{"word/footer1.xml", w.footer()},
	}
	if comments {
		list = append(list, Part{"word/comments.xml", w.commentsPart()})
	}
	list = append(list, w.referenceParts()...)
	list = append(list, w.houseParts()...)
	return append(list,
		Part{"docProps/core.xml", w.coreProperties()},
		Part{"docProps/app.xml", []byte(xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>engross</Application></Properties>`)},
		Part{"docProps/custom.xml", w.customProperties()},
		Part{"customXml/item1.xml", w.data()},
		Part{"customXml/itemProps1.xml", []byte(xmlHead + `<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" ds:itemID="{6C1A5F0E-3B5D-4E0B-9A63-2F6E67726F73}"><ds:schemaRefs><ds:schemaRef ds:uri="` + namespace + `"/></ds:schemaRefs></ds:datastoreItem>`)},
		Part{"customXml/_rels/item1.xml.rels", []byte(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rProps" Type="` + relation + `customXmlProps" Target="itemProps1.xml"/></Relationships>`)},
	)
}

const (
	relation      = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	rootRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rDocument" Type="` + relation + `officeDocument" Target="word/document.xml"/><Relationship Id="rCore" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rApp" Type="` + relation + `extended-properties" Target="docProps/app.xml"/><Relationship Id="rCustom" Type="` + relation + `custom-properties" Target="docProps/custom.xml"/></Relationships>`
)

func (w *writer) contentTypes(comments bool) []byte {
	const office = "application/vnd.openxmlformats-officedocument."
	var p printer
	p.raw(xmlHead, `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`)
	if w.hasLogo() {
		p.raw(`<Default Extension="png" ContentType="image/png"/>`)
	}
	over := func(name, kind string) {
		p.raw(`<Override PartName="/`, name, `" ContentType="`, kind, `"/>`)
	}
	over("word/document.xml", office+"wordprocessingml.document.main+xml")
	for _, part := range []string{"styles", "numbering", "settings"} {
		over("word/"+part+".xml", office+"wordprocessingml."+part+"+xml")
	}
	over("word/header1.xml", office+"wordprocessingml.header+xml")
	over("word/header2.xml", office+"wordprocessingml.header+xml")
	over("word/footer1.xml", office+"wordprocessingml.footer+xml")
	if comments {
		over("word/comments.xml", office+"wordprocessingml.comments+xml")
	}
	w.referenceTypes(&p, over)
	over("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
	over("docProps/app.xml", office+"extended-properties+xml")
	over("docProps/custom.xml", office+"custom-properties+xml")
	over("customXml/itemProps1.xml", office+"customXmlProperties+xml")
	p.raw(`</Types>`)
	return p.buf
}

func (w *writer) relations(comments bool) []byte {
	var p printer
	p.raw(xmlHead, `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	add := func(id, kind, target string) {
		p.raw(`<Relationship Id="`, id, `" Type="`, relation, kind, `" Target="`, target, `"/>`)
	}
	add("rStyles", "styles", "styles.xml")
	add("rNumbering", "numbering", "numbering.xml")
	add("rSettings", "settings", "settings.xml")
	add("rHeader", "header", "header1.xml")
	add("rFirstHeader", "header", "header2.xml")
	add("rFooter", "footer", "footer1.xml")
	if comments {
		add("rComments", "comments", "comments.xml")
	}
	if r := w.options.Style; r != nil {
		for i := range r.sheets {
			add(relationID(&r.sheets[i]), r.sheets[i].kind, strings.TrimPrefix(r.sheets[i].name, "word/"))
		}
		if r.theme != nil {
			add("rTheme", "theme", "theme/theme1.xml")
		}
	}
	add("rData", "customXml", "../customXml/item1.xml")
	p.raw(`</Relationships>`)
	return p.buf
}

// styles are our own, or those of the firm's reference document.
func (w *writer) styles() []byte {
	var p printer
	for depth := 1; depth <= deepest; depth++ {
		n := strconv.Itoa(depth)
		p.raw(`<w:style w:type="paragraph" w:customStyle="1" w:styleId="Level`, n, `"><w:name w:val="Level `, n, `"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>`)
		if at := levelOf(w.numbers.lists[0].kind, depth); at > 0 {
			p.raw(`<w:numPr><w:ilvl w:val="`, strconv.Itoa(at), `"/><w:numId w:val="1"/></w:numPr>`)
		}
		p.tabAndIndent(depth)
		p.raw(`<w:jc w:val="both"/></w:pPr></w:style>`)
	}
	for depth := 0; depth <= deepest; depth++ {
		n := strconv.Itoa(depth)
		p.raw(`<w:style w:type="paragraph" w:customStyle="1" w:styleId="Text`, n, `"><w:name w:val="Text `, n, `"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:ind w:left="`, strconv.Itoa(textIndent(depth)), `"/><w:jc w:val="both"/></w:pPr></w:style>`)
	}
	own := strings.NewReplacer("LEVELS", string(p.buf), "LANGUAGE", escaped(w.language()), "WIDE", strconv.Itoa(w.measure(false))).Replace(stylesTemplate)
	if r := w.options.Style; r != nil {
		return []byte(r.styles.merged(own))
	}
	return []byte(w.houseStyles(own))
}

// referenceParts are the header, the footer, the pictures and the theme of the
// reference document.
func (w *writer) referenceParts() (list []Part) {
	r := w.options.Style
	if r == nil {
		return nil
	}
	ours, taken := map[string]string{}, map[string]bool{}
	for _, raw := range styleElements(stylesTemplate) {
		id := styleIDOf().FindStringSubmatch(raw)[1]
		ours[strings.ToLower(styleNameOf().FindStringSubmatch(raw)[1])], taken[id] = id, true
	}
	ids := r.styles.ids(ours, taken)
	for i := range r.sheets {
		s := &r.sheets[i]
		data := []byte(renameStyles(string(s.data), ids))
		if s.kind == "footer" {
			data = draftLine(data, w.footerNotice())
		}
		list = append(list, Part{s.name, data})
		if s.rels != nil {
			list = append(list, Part{"word/_rels/" + strings.TrimPrefix(s.name, "word/") + ".rels", s.rels})
		}
	}
	list = append(list, r.media...)
	if r.theme != nil {
		list = append(list, Part{"word/theme/theme1.xml", r.theme})
	}
	return list
}

// footerNotice is the mark of a draft and the notice, for a footer that is not ours.
func (w *writer) footerNotice() string {
	var p printer
	p.raw(`<w:p><w:pPr><w:pStyle w:val="FooterNotice"/></w:pPr>`)
	if w.doc.Status == agreement.Draft {
		p.raw(`<w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space="preserve">DRAFT  </w:t></w:r>`)
	}
	p.plainRun(w.doc.Notice)
	p.raw(`</w:p>`)
	return string(p.buf)
}

// referenceTypes names the types of the parts of the reference document.
func (w *writer) referenceTypes(p *printer, over func(name, kind string)) {
	r := w.options.Style
	if r == nil {
		return
	}
	for i := range r.sheets {
		over(r.sheets[i].name, "application/vnd.openxmlformats-officedocument.wordprocessingml."+r.sheets[i].kind+"+xml")
	}
	for _, m := range r.media {
		over(m.Name, pictureKinds[strings.TrimPrefix(path.Ext(m.Name), ".")])
	}
	if r.theme != nil {
		over("word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml")
	}
}

func (p *printer) tabAndIndent(depth int) {
	text := textIndent(depth)
	p.raw(`<w:ind w:left="`, strconv.Itoa(text), `" w:hanging="`, strconv.Itoa(text-labelIndent(depth)), `"/>`)
}

func (w *writer) language() string {
	if w.doc.Language == "" {
		return "en-GB"
	}
	return w.doc.Language
}

func (w *writer) numberingPart() []byte {
	var p printer
	p.raw(xmlHead, `<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">`)
	used := map[listKind]bool{}
	for _, l := range w.numbers.lists {
		used[l.kind] = true
	}
	for kind := range listKinds {
		if used[kind] {
			p.abstract(kind)
		}
	}
	for i, l := range w.numbers.lists {
		p.raw(`<w:num w:numId="`, strconv.Itoa(l.num), `"><w:abstractNumId w:val="`, strconv.Itoa(int(l.kind)), `"/>`)
		if i > 0 { // each begins anew
			for at := range levels[l.kind] {
				start := 1
				if at == 0 {
					start = l.start
				}
				p.raw(`<w:lvlOverride w:ilvl="`, strconv.Itoa(at), `"><w:startOverride w:val="`, strconv.Itoa(start), `"/></w:lvlOverride>`)
			}
		}
		p.raw(`</w:num>`)
	}
	p.raw(`</w:numbering>`)
	return p.buf
}

func (p *printer) abstract(kind listKind) {
	many := "multilevel"
	if len(levels[kind]) == 1 {
		many = "singleLevel"
	}
	p.raw(`<w:abstractNum w:abstractNumId="`, strconv.Itoa(int(kind)), `"><w:nsid w:val="45470`, strconv.Itoa(100+int(kind)), `"/><w:multiLevelType w:val="`, many, `"/>`)
	for at, l := range levels[kind] {
		p.raw(`<w:lvl w:ilvl="`, strconv.Itoa(at), `"><w:start w:val="1"/><w:numFmt w:val="`, l.format, `"/>`)
		if l.style != "" && kind <= articleList {
			p.raw(`<w:pStyle w:val="`, l.style, `"/>`)
		}
		if l.legal {
			p.raw(`<w:isLgl/>`)
		}
		if l.heads {
			p.raw(`<w:suff w:val="space"/>`)
		}
		p.raw(`<w:lvlText w:val="`, l.text, `"/><w:lvlJc w:val="left"/>`)
		if l.heads {
			p.raw(`<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr><w:rPr><w:b w:val="0"/><w:bCs w:val="0"/></w:rPr></w:lvl>`)
			continue
		}
		p.raw(`<w:pPr><w:tabs><w:tab w:val="num" w:pos="`, strconv.Itoa(textIndent(l.depth)), `"/></w:tabs>`)
		p.tabAndIndent(l.depth)
		p.raw(`</w:pPr></w:lvl>`)
	}
	p.raw(`</w:abstractNum>`)
}

func (w *writer) settings() []byte {
	return []byte(xmlHead + `<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="` + escaped(w.language()) + `"/></w:settings>`)
}

// header is the title and the reference; the title page has none.
func (w *writer) header(first bool) []byte {
	var p printer
	p.raw(xmlHead, `<w:hdr `, namespaces, `>`)
	if first {
		w.letterhead(&p)
		p.raw(`<w:p><w:pPr><w:pStyle w:val="Spacer"/></w:pPr></w:p></w:hdr>`)
		return p.buf
	}
	p.raw(`<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>`)
	p.plainRun(w.doc.Title)
	p.raw(`<w:r><w:tab/></w:r>`)
	p.plainRun(w.doc.Reference)
	p.raw(`</w:p></w:hdr>`)
	return p.buf
}

func (p *printer) plainRun(s string) {
	if s == "" {
		return
	}
	p.raw(`<w:r><w:t xml:space="preserve">`)
	p.text(strings.ReplaceAll(s, "\t", " "))
	p.raw(`</w:t></w:r>`)
}

func (w *writer) footer() []byte {
	var p printer
	p.raw(xmlHead, `<w:ftr `, namespaces, `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>`)
	if w.doc.Status == agreement.Draft {
		p.raw(`<w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t>DRAFT</w:t></w:r>`)
	}
	p.raw(`<w:r><w:tab/></w:r>`)
	p.plainRun("Page ")
	p.pageField("PAGE")
	p.plainRun(" of ")
	p.pageField("NUMPAGES")
	p.raw(`</w:p>`)
	if w.options.House != nil && w.options.House.Footer != "" {
		p.raw(`<w:p><w:pPr><w:pStyle w:val="FooterNotice"/></w:pPr>`)
		p.plainRun(w.options.House.Footer)
		p.raw(`</w:p>`)
	}
	p.raw(`<w:p><w:pPr><w:pStyle w:val="FooterNotice"/></w:pPr>`)
	p.plainRun(w.doc.Notice)
	p.raw(`</w:p></w:ftr>`)
	return p.buf
}

func (p *printer) pageField(code string) {
	p.raw(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> `, code, ` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`)
}

func (w *writer) commentsPart() []byte {
	var p printer
	p.raw(xmlHead, `<w:comments `, namespaces, `>`)
	for id, c := range w.comments {
		p.raw(`<w:comment w:id="`, strconv.Itoa(id), `" w:author="`, escaped(w.options.Author), `"`)
		if !w.options.Date.IsZero() {
			p.raw(` w:date="`, w.options.Date.UTC().Format(time.RFC3339), `"`)
		}
		p.raw(`>`)
		for _, line := range strings.Split(c, "\n") {
			p.raw(`<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>`)
			p.plainRun(line)
			p.raw(`</w:p>`)
		}
		p.raw(`</w:comment>`)
	}
	p.raw(`</w:comments>`)
	return p.buf
}

func (w *writer) coreProperties() []byte {
	var p printer
	p.raw(xmlHead, `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>`)
	p.text(w.doc.Title)
	p.raw(`</dc:title><dc:creator>engross</dc:creator><cp:keywords>`)
	p.text(w.doc.Digest)
	p.raw(`</cp:keywords><dc:identifier>`)
	p.text(w.doc.Reference)
	p.raw(`</dc:identifier><dc:language>`)
	p.text(w.language())
	p.raw(`</dc:language></cp:coreProperties>`)
	return p.buf
}

func (w *writer) customProperties() []byte {
	var p printer
	p.raw(xmlHead, `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">`)
	n := 1
	add := func(name, value string) {
		if value == "" {
			return
		}
		n++
		p.raw(`<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="`, strconv.Itoa(n), `" name="`, name, `"><vt:lpwstr>`)
		p.text(value)
		p.raw(`</vt:lpwstr></property>`)
	}
	add("Agreement digest", w.doc.Digest)
	add("Agreement reference", w.doc.Reference)
	add("Agreement kind", w.doc.Kind)
	p.raw(`</Properties>`)
	return p.buf
}

// data is what travels in the document: which bookmark is which provision, and the
// parts that the caller gives, whose bytes are kept as they are.
func (w *writer) data() []byte {
	var p printer
	p.raw(xmlHead, `<agreement xmlns="`, namespace, `" kind="`, escaped(w.doc.Kind), `" language="`, escaped(w.doc.Language), `" digest="`, escaped(w.doc.Digest), `">`)
	for _, m := range w.marks.given {
		p.raw(`<provision mark="`, m.name, `" id="`, escaped(m.id), `"/>`)
	}
	for _, part := range w.options.Parts {
		p.raw(`<part name="`, escaped(part.Name), `">`)
		p.text(string(part.Data))
		p.raw(`</part>`)
	}
	p.raw(`</agreement>`)
	return p.buf
}
