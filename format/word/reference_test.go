package word

import (
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

const (
	referenceRels = `<Relationships xmlns="x"><Relationship Id="s" Type="y/styles" Target="styles.xml"/><Relationship Id="h" Type="y/header" Target="header1.xml"/><Relationship Id="f" Type="y/footer" Target="footer1.xml"/></Relationships>`
	section       = `<w:p/><w:sectPr><w:headerReference w:type="default" r:id="h"/><w:footerReference w:type="default" r:id="f"/><w:pgMar w:top="2000" w:left="1111" w:right="99999" w:bottom="1000.0"/></w:sectPr>`
	inWord        = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
)

func hdr(inner string) string { return `<w:hdr ` + inWord + `>` + inner + `</w:hdr>` }

// firm is a reference document with styles and a header.
func firm(t testing.TB, styles, header string, others ...string) []byte {
	return pack(t, body(section), append([]string{"word/_rels/document.xml.rels", referenceRels, "word/header1.xml", header,
		"word/footer1.xml", `<w:ftr ` + inWord + `><w:p><w:r><w:t>Firm footer</w:t></w:r></w:p></w:ftr>`,
		"word/styles.xml", `<w:styles ` + inWord + `>` + styles + `</w:styles>`}, others...)...)
}

// TestReference writes in the styles of a firm: theirs stand in the place of ours of
// the same name, whatever their ids are, and the numbers stay.
func TestReference(t *testing.T) {
	data := firm(t, `<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="19"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Haus"/><w:pPr><w:keepNext/><w:numPr><w:numId w:val="77"/></w:numPr><w:jc w:val="center"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Haus"><w:name w:val="House"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Not our title"/></w:style>`,
		hdr(`<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:drawing><a:blip r:embed="p"/></w:drawing><w:t>Firm header</w:t></w:r></w:p>`),
		"word/_rels/header1.xml.rels", `<Relationships xmlns="x"><Relationship Id="p" Type="y/image" Target="media/logo.png"/></Relationships>`, "word/media/logo.png", "png")
	ref, err := ReadReference("firm.docx", data)
	if err != nil {
		t.Fatal(err)
	}
	made := write(t, sample(), Options{Style: ref})
	parts := unzip(t, made)
	for part, wants := range map[string][]string{
		"word/styles.xml": {`w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Haus"/><w:pPr><w:keepNext/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:jc`,
			`w:styleId="TitleReference"><w:name w:val="Not our title"/>`, `w:styleId="Title"><w:name w:val="Title"/>`, `<w:sz w:val="19"/>`},
		"word/reference1.xml":            {"Firm header", `<w:pStyle w:val="Heading1"/>`},
		"word/reference2.xml":            {"Firm footer", "DRAFT", "Not legal advice."},
		"word/_rels/reference1.xml.rels": {`Id="p"`, `Target="media/reference1.png"`},
		"word/media/reference1.png":      {"png"},
		"word/document.xml":              {`w:top="2000"`, `w:left="1111"`, `w:bottom="1000"`},
	} {
		for _, want := range wants {
			if !strings.Contains(parts[part], want) {
				t.Errorf("%s does not have %s", part, want)
			}
		}
	}
	if strings.Contains(parts["word/document.xml"], "99999") {
		t.Error("a margin as wide as the sheet was taken")
	}
	if got, want := plainText(read(t, made)), plainText(read(t, write(t, sample(), Options{}))); got != want {
		t.Errorf("it says %q, not %q", got, want)
	}
}

// TestHostileReference says that what could act when an agreement is opened is refused.
func TestHostileReference(t *testing.T) {
	field := func(code string) string {
		return hdr(`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>` + code + `</w:instrText></w:r></w:p>`)
	}
	rels := func(x string) []string {
		return []string{"word/_rels/header1.xml.rels", `<Relationships xmlns="x">` + x + `</Relationships>`}
	}
	for _, c := range []struct {
		name, want, header string
		others             []string
	}{
		{"a picture outside", "image outside the file", hdr(""), rels(`<Relationship Id="p" Type="y/image" Target="https://example.com/pixel.png" TargetMode="External"/>`)},
		{"a template outside", "attachedTemplate outside", hdr(""), rels(`<Relationship Id="p" Type="y/attachedTemplate" Target="https://example.com/t.dotm" TargetMode="External"/>`)},
		{"an object", "of the kind oleObject", hdr(""), rels(`<Relationship Id="p" Type="y/oleObject" Target="embeddings/x.bin"/>`)},
		{"a picture that is a program", "picture of the kind", hdr(""), append(rels(`<Relationship Id="p" Type="y/image" Target="media/x.exe"/>`), "word/media/x.exe", "MZ")},
		{"a file of the machine", "picture of the kind", hdr(""), rels(`<Relationship Id="p" Type="y/image" Target="../../../etc/passwd"/>`)},
		{"DDE", "a field DDEAUTO", field("DDEAUTO c:\\\\cmd.exe"), nil},
		{"included text", "a field INCLUDETEXT", field(" INCLUDETEXT \"//host/share\""), nil},
		{"a simple field", "a field LINK", hdr(`<w:p><w:fldSimple w:instr="LINK x"/></w:p>`), nil},
		{"an old drawing", "leads to", hdr(`<w:pict><v:imagedata src="http://example.com/x.png"/></w:pict>`), nil},
		{"an object in the text", "an element <object>", hdr(`<w:p><w:object/></w:p>`), nil},
		{"macros", "macros", hdr(""), []string{"word/vbaProject.bin", "x"}},
		{"entities", "document type", `<!DOCTYPE x [<!ENTITY a "b">]>` + hdr(""), nil},
		{"cut off", "not well-formed", "<w:hdr>", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadReference("firm.docx", firm(t, "", c.header, c.others...))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// FuzzReference says that no reference document makes the writer panic.
func FuzzReference(f *testing.F) {
	f.Add(`<w:style w:styleId="a"><w:name w:val="heading 1"/><w:pPr/></w:style>`, hdr("<w:p/>"))
	f.Fuzz(func(t *testing.T, styles, header string) {
		if ref, err := ReadReference("x.docx", firm(t, styles, header)); err == nil {
			write(t, &agreement.Document{Title: "T", Body: []agreement.Block{&agreement.Clause{ID: "a", Label: "1.", Number: "1", Heading: text("Grant"), Body: []agreement.Block{words("It is granted.")}}}}, Options{Style: ref})
		}
	})
}

// TestFormatted tells what is marked by hand in a document of ours, and who tracked it.
func TestFormatted(t *testing.T) {
	parts := unzip(t, write(t, sample(), Options{}))
	document := strings.Replace(parts["word/document.xml"], `<w:r><w:t xml:space="preserve">This is flush.`, `<w:r><w:rPr><w:strike/><w:color w:val="FFFFFF"/></w:rPr><w:t xml:space="preserve">This is flush.`, 1)
	document = strings.Replace(document, `<w:r><w:t xml:space="preserve">lend it.`, `<w:r><w:rPr><w:b/><w:rPrChange w:id="7" w:author="Jane"><w:rPr/></w:rPrChange></w:rPr><w:t xml:space="preserve">lend it.`, 1)
	r := read(t, pack(t, document, "word/_rels/document.xml.rels", parts["word/_rels/document.xml.rels"], "word/styles.xml", parts["word/styles.xml"],
		"word/numbering.xml", parts["word/numbering.xml"], "customXml/item1.xml", parts["customXml/item1.xml"]))
	want := []Formatted{{ID: "a.two.~2", Words: "lend it.", Marks: "bold", Tracked: true, Author: "Jane"}, {ID: "a.two.~2", Words: "This is flush.", Marks: "struck, white"}}
	if len(r.Formatted) != 2 || r.Formatted[0] != want[0] || r.Formatted[1] != want[1] {
		t.Errorf("%+v", r.Formatted)
	}
}
