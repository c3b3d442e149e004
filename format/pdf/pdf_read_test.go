package pdf

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func reading(t testing.TB, pdf []byte) *Reading {
	t.Helper()
	r, err := Read(pdf)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReadGivesTheWordsOfEachPage(t *testing.T) {
	pdf := printPDF(t, redlined())
	pages := reading(t, pdf).Pages
	for i, want := range pageTexts(t, pdf) {
		if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), strings.Join(pages[i].Lines, "\n")); diff != "" {
			t.Errorf("page %d (-want +got):\n%s", i+1, diff)
		}
	}
}

// spell writes an object as it stands in a file.
func spell(v any) string {
	switch v := v.(type) {
	case dict:
		var b strings.Builder
		b.WriteString("<<")
		for _, key := range slices.Sorted(maps.Keys(v)) {
			fmt.Fprintf(&b, "/%s %s ", pdfName(key), spell(v[key]))
		}
		return b.String() + ">>"
	case array:
		var b strings.Builder
		b.WriteString("[")
		for _, x := range v {
			b.WriteString(spell(x) + " ")
		}
		return b.String() + "]"
	case reference:
		return fmt.Sprintf("%d 0 R", int(v))
	case name:
		return "/" + pdfName(string(v))
	case string:
		return fmt.Sprintf("<%X>", v)
	case nil:
		return "null"
	}
	return fmt.Sprint(v)
}

// plainly writes a PDF anew as older programs do: each object by itself, and a
// plain table of where they are.
func plainly(t testing.TB, pdf []byte) []byte {
	t.Helper()
	r, err := read(pdf)
	if err != nil {
		t.Fatal(err)
	}
	numbers := slices.Sorted(maps.Keys(r.offsets))
	numbers = slices.Sorted(slices.Values(append(numbers, slices.Collect(maps.Keys(r.packs))...)))
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n")
	table := map[int]int{}
	for _, n := range numbers {
		object, stream := r.resolve(reference(n))
		d, _ := object.(dict)
		if d["Type"] == name("ObjStm") || d["Type"] == name("XRef") {
			continue
		}
		table[n] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\n", n, spell(object))
		if stream != nil {
			fmt.Fprintf(&out, "stream\n%s\nendstream\n", stream)
		}
		out.WriteString("endobj\n")
	}
	at := out.Len()
	out.WriteString("xref\n")
	for _, n := range numbers {
		if where, ok := table[n]; ok {
			fmt.Fprintf(&out, "%d 1\n%010d 00000 n \n", n, where)
		}
	}
	fmt.Fprintf(&out, "trailer\n%s\nstartxref\n%d\n%%%%EOF\n", spell(dict{"Root": r.trailer["Root"], "Info": r.trailer["Info"], "ID": r.trailer["ID"], "Size": r.trailer["Size"]}), at)
	return out.Bytes()
}

func TestReadWhatAnotherProgramWroteAnew(t *testing.T) {
	pdf := withAttachments(t)
	want, got := reading(t, pdf), reading(t, plainly(t, pdf))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("it reads otherwise (-want +got):\n%s", diff)
	}
	list, err := Attachments(plainly(t, pdf))
	if diff := cmp.Diff(carried, list); err != nil || diff != "" {
		t.Errorf("attachments differ: %v\n%s", err, diff)
	}
}

func TestReadTellsWhatDraws(t *testing.T) {
	pdf := plainly(t, printPDF(t, redlined()))
	want := reading(t, pdf)
	for name, test := range map[string]struct {
		from, to string
		same     func(a, b *Reading) bool
	}{
		"another face":     {"/BaseFont /ENGROA+SourceSerif4-Bold", "/BaseFont /ENGROA+SourceSerif4-Gold", func(a, b *Reading) bool { return a.Pages[0].Drawn == b.Pages[0].Drawn }},
		"another size":     {"/MediaBox [0 0 595.28", "/MediaBox [0 0 295.28", func(a, b *Reading) bool { return a.Pages[0].Size == b.Pages[0].Size }},
		"link led away":    {"/XYZ 0 ", "/XYZ 9 ", func(a, b *Reading) bool { return a.Pages[1].Notes == b.Pages[1].Notes }},
		"title of another": {"/Title <", "/Title <58", func(a, b *Reading) bool { return a.Rest["its title"] == b.Rest["its title"] }},
		"action on open":   {"/MarkInfo ", "/OpenAction <</S /JavaScript>> /MarkInfo ", func(a, b *Reading) bool { return len(a.Rest) == len(b.Rest) }},
	} {
		t.Run(name, func(t *testing.T) {
			altered := bytes.ReplaceAll(pdf, []byte(test.from), []byte(test.to))
			if bytes.Equal(altered, pdf) {
				t.Fatalf("the file has no %q", test.from)
			}
			if test.same(want, reading(t, altered)) {
				t.Error("it reads as before")
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(smallFile))
	f.Add([]byte("%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n2 0 obj\n<</Kids [2 0 R 2 0 R]>>\nendobj\ntrailer\n<</Root 1 0 R>>\n"))
	f.Add([]byte("%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n2 0 obj\n<</Contents 3 0 R /Annots [2 0 R]>>\nendobj\n3 0 obj\n<</Length 3 0 R>>\nstream\n(a) Tj [(b)] TJ /F1 9.5 Tf (c\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Read(data)
		if (err == nil) == (r == nil || len(r.Pages) == 0) {
			t.Errorf("read %v and %v", r, err)
		}
	})
}

// smallFile holds each kind of object in few bytes, so that much can be tried.
const smallFile = "%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 2 0 R /AF [5 0 R]>>\nendobj\n2 0 obj\n<</Kids [3 0 R]>>\nendobj\n" +
	"3 0 obj\n<</Contents 4 0 R /Annots [<</A (x\\)\\053)>> <4142> -.5 true]>>\nendobj\n4 0 obj\n<</Length 20>>\nstream\nBT /F1 9 Tf (a) Tj ET\nendstream\nendobj\n" +
	"5 0 obj\n<</EF <</F 4 0 R>> /UF (a#20b)>>\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Root 1 0 R /Size 6>>\nstartxref\n381\n%%EOF\n"

// TestReadEndsOnAnyBytes reads every beginning of a file that holds each kind of
// object, and files made to take for ever: a page that is there many times, a
// stream that unpacks without end, values without an operator.
func TestReadEndsOnAnyBytes(t *testing.T) {
	small := smallFile
	for i := range len(small) {
		Read([]byte(small[:i]))
		Attachments([]byte(small[:i]))
		Read([]byte(small[i:]))
	}
	page := strings.Repeat("3 0 R ", 15_000)
	many := strings.Replace(strings.Replace(small, "[3 0 R]", "["+page+"]", 1), "<</Length 20>>\nstream\n", "<<>>\nstream\n"+strings.Repeat("(word) Tj ", 40_000), 1)
	got, err := Read([]byte(many))
	if err != nil {
		t.Fatal(err)
	}
	if got.Pages[len(got.Pages)-1].Damage == nil {
		t.Error("a page that could not be read does not say so")
	}
	numbers := strings.Replace(small, "<</Length 20>>\nstream\n", "<<>>\nstream\n"+strings.Repeat("1 ", 1<<20), 1)
	if got, err := Read([]byte(numbers)); err != nil || got.Pages[0].Damage == nil {
		t.Errorf("a page of numbers without end: %v", err)
	}
}
