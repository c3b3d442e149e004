package pdf

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/agreement"
)

var carried = []Attachment{
	{Name: "term-sheet.json", MediaType: "application/json", Description: "Term sheet (résolu)", Relationship: Source, Data: []byte(`{"deal":{"id":"AX"}}`)},
	{Name: "Łódź (1).txt", MediaType: "text/plain; charset=utf-8", Relationship: Supplement, Data: bytes.Repeat([]byte("endstream endobj\n"), 5000)},
	{Name: "empty.csv", Relationship: Data, Data: []byte{}},
}

func withAttachments(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, redlined(), Options{Attachments: carried}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAttachmentsComeBack(t *testing.T) {
	got, err := Attachments(withAttachments(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(carried, got); diff != "" {
		t.Errorf("attachments differ (-want +got):\n%s", diff)
	}
	none, err := Attachments(printPDF(t, redlined()))
	if err != nil || len(none) != 0 {
		t.Errorf("a PDF without attachments gives %v, %v", none, err)
	}
}

func TestAttachmentsSurviveAnAppendedUpdate(t *testing.T) {
	pdf := withAttachments(t)
	r, err := read(pdf)
	if err != nil {
		t.Fatal(err)
	}
	start := string(pdf[bytes.LastIndex(pdf, []byte("startxref\n"))+len("startxref\n") : len(pdf)-len("\n%%EOF\n")])
	signed := string(pdf) + "9999 0 obj\n(signature)\nendobj\n"
	table := len(signed)
	signed += "xref\n9999 1\n" + strings.Repeat("0", 10) + " 00000 n \ntrailer\n<</Prev " + start + " /Root " + spell(r.trailer["Root"]) + ">>\nstartxref\n" + strconv.Itoa(table) + "\n%%EOF\n"
	got, err := Attachments([]byte(signed))
	if err != nil || len(got) != len(carried) {
		t.Errorf("after an update: %d attachments, %v", len(got), err)
	}
}

func TestAttachmentsRefuses(t *testing.T) {
	pdf := plainly(t, withAttachments(t))
	edit := func(from, to string) []byte { return bytes.ReplaceAll(pdf, []byte(from), []byte(to)) }
	flipped := bytes.Clone(pdf)
	flipped[bytes.Index(pdf, []byte("/EmbeddedFile"))+160] ^= 0xFF
	for name, test := range map[string]struct {
		pdf  []byte
		want string
	}{
		"nothing":       {nil, "not a PDF"},
		"other file":    {[]byte("PK\x03\x04"), "not a PDF"},
		"truncated":     {pdf[:len(pdf)/2], "end is missing"},
		"encrypted":     {edit("/Root ", "/Encrypt <</Filter /Standard>> /Root "), "encrypted"},
		"other size":    {edit("/Size 20 ", "/Size 21 "), "damaged"},
		"path in name":  {edit(spell(utf16Text("term-sheet.json")), spell(utf16Text("../../etc/x.txt"))), "no plain file name"},
		"flipped bytes": {flipped, "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Attachments(test.pdf)
			var p agreement.Problems
			if !errors.As(err, &p) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want problems that say %q", err, test.want)
			}
		})
	}
}

func TestAttachmentsAreBounded(t *testing.T) {
	r, err := read(withAttachments(t))
	if err != nil {
		t.Fatal(err)
	}
	catalog, _ := r.dict(r.trailer["Root"])
	file := catalog["AF"].(array)[1]
	if _, err := r.attachment(file, len(carried[1].Data)); err != nil {
		t.Errorf("with room enough: %v", err)
	}
	if _, err := r.attachment(file, len(carried[1].Data)-1); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("with too little room: %v", err)
	}
}

func TestPDFRefusesAttachments(t *testing.T) {
	for name, list := range map[string][]Attachment{
		"path":         {{Name: "a/b", Relationship: Source}},
		"parent":       {{Name: "..", Relationship: Source}},
		"no name":      {{Relationship: Source}},
		"line break":   {{Name: "a\nb", Relationship: Source}},
		"same name":    {{Name: "a", Relationship: Source}, {Name: "a", Relationship: Data}},
		"relationship": {{Name: "a", Relationship: "Source /X"}},
		"too large":    {{Name: "a", Relationship: Data, Data: make([]byte, mostAttached+1)}},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			err := Write(&b, redlined(), Options{Attachments: list})
			if _, ok := errors.AsType[agreement.Problems](err); !ok || b.Len() > 0 {
				t.Errorf("got %v and %d bytes, want problems and nothing written", err, b.Len())
			}
		})
	}
}

func FuzzAttachments(f *testing.F) {
	f.Add([]byte(smallFile))
	f.Add([]byte("%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Prev 9>>\nstartxref\n9\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := Attachments(data)
		total := 0
		for _, a := range list {
			total += len(a.Data)
		}
		if err == nil && total > mostAttached {
			t.Errorf("%d bytes of attachments", total)
		}
	})
}
