package word

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// pack is a Word file with this main part and other parts.
func pack(t testing.TB, document string, others ...string) []byte {
	t.Helper()
	return packed(t, zip.Deflate, document, others...)
}

func packed(t testing.TB, method uint16, document string, others ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	add := func(name, data string) {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = f.Write([]byte(data))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	add("_rels/.rels", `<Relationships xmlns="x"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`)
	add("word/document.xml", document)
	for i := 0; i+1 < len(others); i += 2 {
		add(others[i], others[i+1])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func body(paragraphs string) string {
	return `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + paragraphs + `</w:body></w:document>`
}

// TestHostile says that what is made to harm is refused in words, or read harmlessly.
func TestHostile(t *testing.T) {
	deep := strings.Repeat("<w:x>", 5000)
	bomb := body("<w:p><w:r><w:t>" + strings.Repeat("a", maxPart) + "</w:t></w:r></w:p>")
	many := []string{}
	for i := range maxParts {
		many = append(many, fmt.Sprintf("word/media/%d.png", i), "x")
	}
	for _, c := range []struct{ name, want, data string }{
		{"no zip", "no Word file", "PK\x03\x04 is not enough"},
		{"old Word", "before 2007", "\xd0\xcf\x11\xe0 and more"},
		{"rich text", "Rich Text", `{\rtf1 x}`},
		{"a bomb", "is larger than", string(pack(t, bomb))},
		{"too many parts", "has 4002 parts", string(pack(t, body("<w:p/>"), many...))},
		{"too many paragraphs", "more than 150000 paragraphs", string(pack(t, body(strings.Repeat("<w:p/>", maxParas+1))))},
		{"too many cells", "more than 150000 paragraphs", string(pack(t, body("<w:tbl>"+strings.Repeat("<w:tr><w:tc><w:p/></w:tc></w:tr>", maxParas+1)+"</w:tbl>")))},
		{"100 MB and more", "none above", "PK\x03\x04" + strings.Repeat(" ", MaxFile)},
		{"deep", "too deep", string(pack(t, body(deep)))},
		{"entities", "document type", string(pack(t, `<!DOCTYPE x [<!ENTITY a "b">]>`+body("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")))},
		{"an entity without one", "entity is not known", string(pack(t, body("<w:p><w:r><w:t>&lol;</w:t></w:r></w:p>")))},
		{"cut off", "not well-formed", string(pack(t, strings.TrimSuffix(body("<w:p/>"), "</w:document>")))},
		{"crossed", "not well-formed", string(pack(t, body("<w:p><w:ins></w:p></w:ins>")))},
		{"a part twice", "in the file twice", string(pack(t, body("<w:p/>"), "word/Document.xml", body("<w:p/>")))},
		{"no text", "has no text", string(pack(t, `<w:document xmlns:w="x"/>`))},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read("x.docx", []byte(c.data), nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %.300v", err)
			}
		})
	}
}

// TestBombsTogether says that no more is unpacked than an agreement needs, though each
// part be small enough.
func TestBombsTogether(t *testing.T) {
	rels, bombs := "", []string{}
	for i := range 8 {
		rels += fmt.Sprintf(`<Relationship Id="r%d" Type="y/customXml" Target="../x/%d.xml"/>`, i, i)
		bombs = append(bombs, fmt.Sprintf("x/%d.xml", i), "<a>"+strings.Repeat("b", maxPart-8)+"</a>")
	}
	bombs = append(bombs, "word/_rels/document.xml.rels", `<Relationships xmlns="x">`+rels+`</Relationships>`)
	f, err := readFile("x.docx", pack(t, body("<w:p/>"), bombs...))
	if err != nil {
		t.Fatal(err)
	}
	if f.unpacked > maxAll+maxPart {
		t.Errorf("%d bytes were unpacked", f.unpacked)
	}
}

// TestNothingIsCopiedOut says that what is written of a file that was read holds its
// words and nothing that was beside them: no macro, object, relation or field.
func TestNothingIsCopiedOut(t *testing.T) {
	r := read(t, pack(t, body(`<w:p><w:r><w:t>words</w:t></w:r><w:hyperlink r:id="a"><w:r><w:t>here</w:t></w:r></w:hyperlink><w:r><w:object><o:OLEObject xmlns:o="o" r:id="b"/></w:object></w:r></w:p>`+
		`<w:p><w:fldSimple w:instr="INCLUDEPICTURE &quot;https://example.com/x.png&quot;"><w:r><w:t>picture</w:t></w:r></w:fldSimple></w:p>`),
		"word/_rels/document.xml.rels", `<Relationships xmlns="x"><Relationship Id="a" Type="y/hyperlink" TargetMode="External" Target="https://example.com/a"/>`+
			`<Relationship Id="b" Type="y/oleObject" Target="embeddings/evil.bin"/><Relationship Id="c" Type="y/attachedTemplate" TargetMode="External" Target="https://example.com/evil.dotm"/></Relationships>`,
		"word/embeddings/evil.bin", "evil", "word/vbaProject.bin", "macros"))
	var b bytes.Buffer
	if err := Write(&b, r.Accepted, Options{}); err != nil {
		t.Fatal(err)
	}
	for name, data := range unzip(t, b.Bytes()) {
		for _, s := range []string{"example.com", "INCLUDEPICTURE", "evil", "macros", "OLEObject"} {
			if strings.Contains(data, s) || strings.Contains(name, s) {
				t.Errorf("%s has %q", name, s)
			}
		}
	}
}

// TestNothingIsRun says that fields are read as the words that they printed, and
// relations that lead out of the file are not followed.
func TestNothingIsRun(t *testing.T) {
	dde := `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>printed</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
	r := read(t, pack(t, body(dde), "word/_rels/document.xml.rels",
		`<Relationships xmlns="x"><Relationship Id="a" Type="y/styles" TargetMode="External" Target="https://example.com/styles.xml"/><Relationship Id="b" Type="y/footnotes" Target="../../../../etc/passwd"/></Relationships>`,
		"word/vbaProject.bin", "macros"))
	if got := plainText(r); got != "printed" {
		t.Errorf("it says %q", got)
	}
	if len(r.Problems) != 1 || !strings.Contains(r.Problems[0].Message, "macros") {
		t.Error(r.Problems)
	}
}

func plainText(r *Reading) string {
	f := ""
	for i, b := range r.Accepted.Body {
		if i > 0 {
			f += "\n"
		}
		f += fmt.Sprint(wordsOfBlock(b))
	}
	return f
}

// FuzzRead says that no file makes the reader panic or hang, whatever its main part.
func FuzzRead(f *testing.F) {
	parts := unzip(f, write(f, sample(), Options{}))
	f.Add(parts["word/document.xml"], parts["word/styles.xml"], parts["word/numbering.xml"])
	f.Add(body(`<w:p><w:pPr><w:numPr><w:ilvl w:val="9"/><w:numId w:val="1"/></w:numPr></w:pPr><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p>`), "", `<w:numbering><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="-5"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1%9"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>`)
	f.Add(body(`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr></w:tc></w:tr><w:tr/></w:tbl>`), `<w:styles><w:style w:styleId="a"><w:basedOn w:val="a"/></w:style></w:styles>`, "")
	f.Fuzz(func(t *testing.T, document, styles, numbering string) {
		rels := `<Relationships xmlns="x"><Relationship Id="a" Type="y/styles" Target="styles.xml"/><Relationship Id="b" Type="y/numbering" Target="numbering.xml"/></Relationships>`
		r, err := Read("x.docx", packed(t, zip.Store, document, "word/_rels/document.xml.rels", rels, "word/styles.xml", styles, "word/numbering.xml", numbering), nil)
		if err != nil {
			return
		}
		var b bytes.Buffer // what was read can be written again
		if err := Write(&b, r.Accepted, Options{}); err != nil {
			t.Fatal(err)
		}
		if _, err := Read("again.docx", b.Bytes(), nil); err != nil {
			t.Fatalf("written again it cannot be read: %v", err)
		}
	})
}
