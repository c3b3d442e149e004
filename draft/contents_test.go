package draft

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/word"
	"github.com/engross/engross/redline"
)

// TestContentsTypedOver edits the contents of a Word file: a line that names a provision of
// either draft is Word's, with its page or without; one that names none is told.
func TestContentsTypedOver(t *testing.T) {
	contract := func(third string) *agreement.Document {
		d := &agreement.Document{Title: "Lease", Kind: "lease"}
		for i, title := range []string{"Land", "Rent", third, "Repairs", "Notices", "Courts", "End"} {
			n := fmt.Sprint(i + 1)
			d.Body = append(d.Body, &agreement.Clause{ID: "s" + n, Label: n + ".", Number: n, Heading: []agreement.Inline{&agreement.Text{Text: title}},
				Body: []agreement.Block{&agreement.Paragraph{Text: []agreement.Inline{&agreement.Text{Text: "It is so."}}}}})
		}
		return d
	}
	var file bytes.Buffer
	if err := word.Write(&file, contract("Term"), word.Options{}); err != nil {
		t.Fatal(err)
	}
	cell := func(s string) string { return `<w:t xml:space="preserve">` + s + `</w:t></w:r>` }
	for _, c := range []struct {
		old      *agreement.Document
		from, to string
		told     string
	}{
		{contract("Term"), "", "", ""},
		{contract("Term"), cell("3."), cell("5."), "contents 5. Term"},
		{contract("Term"), cell("3."), cell("8."), "contents 8. Term"},
		{contract("Term"), cell("Rent") + "</w:hyperlink>", cell("Rent and fees") + "</w:hyperlink>", "contents 2. Rent and fees"},
		{contract("Term"), cell("Rent") + "</w:hyperlink>", cell("Rent") + "<w:r><w:tab/></w:r><w:r><w:t>14</w:t></w:r></w:hyperlink>", ""},
		{contract("Years"), cell("Term") + "</w:hyperlink>", cell("Years") + "</w:hyperlink>", "Years → Term"}, // not made anew
	} {
		r, err := word.Read("edited.docx", withDocument(t, file.Bytes(), c.from, c.to), nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := redline.Diff(c.old, r.Accepted)
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, x := range res.Changes {
			told = append(told, strings.TrimPrefix(x.Before+" → "+x.After, " → "))
		}
		if got := strings.Join(told, ", "); got != c.told {
			t.Errorf("%s => %s: told %q, not %q", c.from, c.to, got, c.told)
		}
	}
}

// withDocument is a Word file with one thing in its words replaced.
func withDocument(t *testing.T, file []byte, from, to string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == "word/document.xml" {
			if !bytes.Contains(data, []byte(from)) {
				t.Fatalf("%q is not in the document", from)
			}
			data = bytes.Replace(data, []byte(from), []byte(to), 1)
		}
		part, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
