package word

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

func text(s string) []agreement.Inline { return []agreement.Inline{&agreement.Text{Text: s}} }

func words(s string) *agreement.Paragraph { return &agreement.Paragraph{Text: text(s)} }

// sample is a small agreement with what an agreement can have.
func sample() *agreement.Document {
	return &agreement.Document{
		Title: "Cross-Licence <&> Agreement", Kind: "bilateral", Reference: "X-1", Language: "en-GB", Date: "1 January 2027",
		Parties: []agreement.Party{{Name: "Alpha & Sons", Short: "Alpha"}, {Name: "Beta K.K.", Native: "ベータ株式会社", Short: "Beta"}},
		Notice:  "Not legal advice.", Digest: "sha256:00",
		Body: []agreement.Block{
			&agreement.Clause{ID: "frame/parties", Kind: agreement.Front, Heading: text("Parties"), Body: []agreement.Block{
				words("This agreement is made between:"),
				&agreement.Clause{ID: "frame/parties.~1", Label: "(1)", Number: "(1)", Body: []agreement.Block{words("Alpha & Sons; and")}},
				&agreement.Clause{ID: "frame/parties.~2", Label: "(2)", Number: "(2)", Body: []agreement.Block{words("Beta K.K.")}},
			}},
			&agreement.Clause{ID: "a", Label: "1.", Number: "1", Heading: text("Grant"), Body: []agreement.Block{
				&agreement.Clause{ID: "a.one", Label: "1.1", Number: "1.1", Heading: text("Licence"), Body: []agreement.Block{
					&agreement.Paragraph{Text: []agreement.Inline{&agreement.Text{Text: "Each Party licenses the "}, &agreement.Define{Term: "Patents"},
						&agreement.Text{Text: " under "}, &agreement.Ref{Target: "a.two.~1", Text: "Section 1.2(a)"}, &agreement.Text{Text: "."}}},
					&agreement.Paragraph{ID: "term:Patents", Text: []agreement.Inline{&agreement.Define{Term: "Patents"}, &agreement.Text{Text: " means patents."}}},
				}},
				&agreement.Clause{ID: "a.two", Label: "1.2", Number: "1.2", Body: []agreement.Block{
					words("A Party may not:"),
					&agreement.Clause{ID: "a.two.~1", Label: "(a)", Number: "1.2(a)", Body: []agreement.Block{words("sell; or")}},
					&agreement.Clause{ID: "a.two.~2", Label: "(b)", Number: "1.2(b)", Body: []agreement.Block{words("lend it.")}},
					words("This is flush."),
				}},
			}},
			&agreement.Signatures{Lead: text("Signed by:"), Blocks: []agreement.Signatory{{Party: "Alpha & Sons", Name: "A. Person"}, {Party: "Beta K.K.", Native: "ベータ株式会社", Seal: true}}},
			&agreement.Clause{ID: "s", Kind: agreement.Schedule, Label: "Schedule E", Number: "Schedule E", Heading: text("Escrow"), Body: []agreement.Block{
				&agreement.Clause{ID: "s.one", Label: "1.", Number: "Schedule E, paragraph 1", Body: []agreement.Block{words("The deposits are:"),
					&agreement.Table{ID: "s.table", Align: []agreement.Align{agreement.Left, agreement.Right}, Head: []agreement.Cell{text("What"), text("Sum")},
						Rows: []agreement.Row{{Cells: []agreement.Cell{text("Code"), text("EUR 5")}}, {Cells: []agreement.Cell{text("Keys"), nil}}}},
				}},
				&agreement.Clause{ID: "s.two", Label: "7.", Number: "Schedule E, paragraph 7", Body: []agreement.Block{
					&agreement.Paragraph{Text: []agreement.Inline{&agreement.Text{Text: "An odd number, see "}, &agreement.Ref{Target: "s.one", Text: "paragraph 1 of Schedule E"}}}}},
			}},
		},
	}
}

func write(t testing.TB, d *agreement.Document, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSameBytesAndSound(t *testing.T) {
	a, b := write(t, sample(), Options{}), write(t, sample(), Options{})
	if !bytes.Equal(a, b) {
		t.Error("written twice, the bytes differ")
	}
	lint(t, a)
}

// TestNumbersAreLive says that a number that Word can make is Word's, and one that it
// cannot is typed.
func TestNumbersAreLive(t *testing.T) {
	doc := unzip(t, write(t, sample(), Options{}))["word/document.xml"]
	for _, c := range []struct{ words, want string }{
		{"A Party may not:", `<w:ilvl w:val="1"/><w:numId w:val="1"/>`},
		{"sell; or", `<w:ilvl w:val="2"/><w:numId w:val="1"/>`},
		{"Escrow", `<w:ilvl w:val="0"/><w:numId w:val="3"/>`},
		{"An odd number", `<w:ilvl w:val="0"/><w:numId w:val="0"/>`},
	} {
		i := strings.LastIndex(doc, c.words)
		p := doc[strings.LastIndex(doc[:i], "<w:p>"):i]
		if !strings.Contains(p, c.want) {
			t.Errorf("%q: %s", c.words, p)
		}
		if typed := strings.Contains(p, "ProvisionLabel"); typed != strings.Contains(c.want, `numId w:val="0"`) {
			t.Errorf("%q: typed label %v", c.words, typed)
		}
	}
}

func TestReferencesAreFields(t *testing.T) {
	doc := unzip(t, write(t, sample(), Options{}))["word/document.xml"]
	plain := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(doc, "")
	for _, want := range []string{
		`under Section  REF ` + Name("a.two.~1") + ` \w \h 1.2(a).`,
		`see paragraph  REF ` + Name("s.one") + ` \n \h 1 of Schedule E`,
	} {
		if !strings.Contains(plain, want) {
			t.Errorf("no %q", want)
		}
	}
}

func TestPartsTravel(t *testing.T) {
	data := unzip(t, write(t, sample(), Options{Parts: []Part{{"sheet.json", []byte("{\"a\": \"<&>\"}\r\n")}}}))["customXml/item1.xml"]
	if !strings.Contains(data, `<part name="sheet.json">{&quot;a&quot;: &quot;&lt;&amp;&gt;&quot;}&#13;&#10;</part>`) {
		t.Error(data)
	}
}
