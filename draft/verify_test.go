package draft_test

import (
	"bytes"
	"compress/zlib"
	"crypto/md5"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/pdf"
)

func made(t *testing.T, o draft.Options) (md, pdf []byte) {
	t.Helper()
	o.Formats = []draft.Format{draft.Markdown, draft.PDF}
	p, err := draft.Make(resolved(t, library(t), load(t, "../testdata/examples/bilateral-semiconductor.json")), o)
	if err != nil {
		t.Fatal(err)
	}
	return p.Files[0].Data, p.Files[1].Data
}

// streams matches the head of each stream of a PDF that was compressed.
var streams = regexp.MustCompile(`/Filter /FlateDecode /Length (\d+)>>\nstream\n`)

// edit changes the contents of the first stream that has some words, and leaves
// the table of the file as it was, so that it is wrong.
func edit(t *testing.T, pdf []byte, from, to string) []byte {
	t.Helper()
	for _, m := range streams.FindAllSubmatchIndex(pdf, -1) {
		n, _ := strconv.Atoi(string(pdf[m[2]:m[3]]))
		z, err := zlib.NewReader(bytes.NewReader(pdf[m[1] : m[1]+n]))
		if err != nil {
			t.Fatal(err)
		}
		was, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(was, []byte(from)) {
			continue
		}
		now := bytes.Replace(was, []byte(from), []byte(to), 1)
		var packed bytes.Buffer
		w := zlib.NewWriter(&packed)
		w.Write(now)
		w.Close()
		head := string(pdf[:m[0]])
		head = strings.Replace(head, fmt.Sprintf("/Size %d /CheckSum <%x>", len(was), md5.Sum(was)), fmt.Sprintf("/Size %d /CheckSum <%x>", len(now), md5.Sum(now)), 1)
		return fmt.Appendf([]byte(head), "/Filter /FlateDecode /Length %d>>\nstream\n%s%s", packed.Len(), packed.Bytes(), pdf[m[1]+n:])
	}
	t.Fatalf("no stream has %q", from)
	return nil
}

// flip damages a page in the middle of its stream.
func flip(pdf []byte, page int) []byte {
	m := streams.FindAllIndex(pdf, -1)[page-1]
	out := bytes.Clone(pdf)
	out[m[1]+600] ^= 0xFF
	return out
}

// overwrite appends an update that gives the first page the content of another
// object, as an editor that saves only what changed does.
func overwrite(pdf []byte) []byte {
	start := string(pdf[bytes.LastIndex(pdf, []byte("startxref\n"))+len("startxref\n") : len(pdf)-len("\n%%EOF\n")])
	root := regexp.MustCompile(`/Root \d+ 0 R`).Find(pdf)
	content := "BT /F1 12 Tf 72 700 Td (Void) Tj ET"
	out := fmt.Appendf(bytes.Clone(pdf), "4 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n", len(content), content)
	return fmt.Appendf(out, "xref\n4 1\n%010d 00000 n \ntrailer\n<</Prev %s %s>>\nstartxref\n%d\n%%%%EOF\n", len(pdf), start, root, len(out))
}

// TestVerifyPDF alters a PDF in the ways in which files get altered.
func TestVerifyPDF(t *testing.T) {
	lib := library(t)
	_, pdf := made(t, draft.Options{})
	for name, test := range map[string]struct {
		pdf     []byte
		finding draft.Finding
		want    string // in one of the reasons, or of the places
	}{
		"untouched":          {pdf, draft.Unaltered, ""},
		"words of a page":    {edit(t, pdf, "(ho had access to Conf)", "(ho had no access to Conf)"), draft.NotProved, "had no access to Con"},
		"a drawing":          {edit(t, pdf, "\n.38 .38 .38 rg\n", "\n.99 .99 .99 rg\n"), draft.NotProved, "page 1 has the same words, but what draws them was changed"},
		"a byte of a page":   {flip(pdf, 30), draft.NotProved, "page 30 cannot be read "},
		"a byte at the end":  {append(bytes.Clone(pdf), '\n'), draft.NotProved, "1 byte were added"},
		"an appended update": {overwrite(pdf), draft.NotProved, "page 1 lacks “Patent Cross-"},
		"term sheet inside":  {edit(t, pdf, `"objection_days": 10`, `"objection_days": 12`), draft.NotProved, "escrow.objection_days is 12; the agreement was made with 10"},
		"resolved inside":    {edit(t, pdf, `"embargo_months": 6`, `"embargo_months": 7`), draft.NotProved, "embargo_months is 7"},
		"manifest of others": {edit(t, pdf, `"go": "go`, `"go": "og`), draft.NotProved, "the manifest inside is not the one whose digest the title page prints"},
		"manifest inside":    {edit(t, pdf, `"engross": "`, `"engross": "0.`), draft.NotProved, "the manifest inside is not the one whose digest the title page prints"},
		"metadata":           {bytes.Replace(pdf, []byte("<dc:format>application/pdf"), []byte("<dc:format>application/pxf"), 1), draft.NotProved, "its metadata was changed"},
		"written anew":       {bytes.Replace(pdf, []byte("%PDF-1.7\n"), []byte("%PDF-1.7\n%another program\n"), 1), draft.NotProved, "another program wrote it anew, or it was altered where engross does not read"},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := draft.VerifyPDF(lib, "a.pdf", test.pdf, nil, nil)
			if err != nil || v.Finding != test.finding {
				t.Fatalf("%v %v, want %v", v, err, test.finding)
			}
			said := strings.Join(v.Reasons, "\n")
			for _, d := range v.Where {
				said += "\n" + d.String()
			}
			if !strings.Contains(said, test.want) {
				t.Errorf("it says\n%s\nand not %q", said, test.want)
			}
		})
	}
}

func TestVerifyPDFRefuses(t *testing.T) {
	_, file := made(t, draft.Options{})
	var none bytes.Buffer
	if err := pdf.Write(&none, &agreement.Document{Title: "Agreement"}, pdf.Options{}); err != nil {
		t.Fatal(err)
	}
	for name, pdf := range map[string][]byte{
		"not ours":  []byte("%PDF-1.7\nnot ours"),
		"cut short": file[:len(file)/2],
		"no sheet":  none.Bytes(),
	} {
		if v, err := draft.VerifyPDF(library(t), "a.pdf", pdf, nil, nil); err == nil {
			t.Errorf("%s: %v", name, v)
		}
	}
}

func TestVerifyMarkdown(t *testing.T) {
	lib := library(t)
	sheet := load(t, "../testdata/examples/bilateral-semiconductor.json")
	md, _ := made(t, draft.Options{Final: true, Annex: true, Paper: pdf.Letter})
	quoted := append([]byte("\uFEFF> "), bytes.ReplaceAll(md, []byte("\n"), []byte("\n> "))...)
	for name, test := range map[string]struct {
		text    []byte
		finding draft.Finding
	}{
		"untouched":          {md, draft.Unaltered},
		"sent as plain text": {append([]byte("\uFEFF"), bytes.ReplaceAll(md, []byte("\n"), []byte(" \r\n"))...), draft.Unaltered},
		"quoted":             {quoted, draft.Altered},
		"lines broken anew":  {bytes.ReplaceAll(md, []byte(" the "), []byte("\nthe ")), draft.Altered},
		"digest on a line":   {bytes.Replace(md, []byte("digest: "), []byte("digest:\n"), 1), draft.Altered},
		"edited":             {bytes.Replace(md, []byte("60 days"), []byte("90 days"), 1), draft.Altered},
	} {
		if v, err := draft.VerifyMarkdown(lib, "a.md", test.text, sheet); err != nil || v.Finding != test.finding {
			t.Errorf("%s: %v %v, want %v", name, v, err, test.finding)
		}
	}
	other := load(t, "../testdata/examples/names.json")
	if v, err := draft.VerifyMarkdown(lib, "a.md", md, other); err != nil || v.Finding != draft.AnotherBuild {
		t.Errorf("against another term sheet: %v %v", v, err)
	}
}

func TestExtract(t *testing.T) {
	_, pdf := made(t, draft.Options{Source: true})
	carried, err := draft.Extract("a.pdf", pdf)
	if err != nil || !bytes.Equal(carried.Best(), load(t, "../testdata/examples/bilateral-semiconductor.json").Source) {
		t.Error("the term sheet does not come back byte for byte", err)
	}
}

// TestDifferences tells of clauses which of them changed, and by which name.
func TestDifferences(t *testing.T) {
	was := &draft.Manifest{Clauses: []draft.Made{{Name: "a", Version: "1.0.0", Hash: "x"}, {Name: "b", Version: "1.0.0", Hash: "x"}, {Name: "c", Version: "1.0.0", Hash: "x"}}}
	now := &draft.Manifest{Clauses: []draft.Made{{Name: "a", Version: "1.1.0", Hash: "y"}, {Name: "b", Version: "1.0.0", Hash: "y"}, {Name: "c", Version: "1.0.0", Hash: "x"}}}
	want := []string{"the words of the clause a have changed (version 1.0.0, now 1.1.0)", "the words of the clause b have changed (both call themselves version 1.0.0)"}
	if got := was.Differences(now); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
