package pdf

import (
	"bytes"
	"compress/zlib"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/agreement"
)

var update = flag.Bool("update", false, "rewrite the files in testdata")

func printPDF(t testing.TB, d *agreement.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d, Options{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func layOut(t testing.TB, d *agreement.Document) *Pages {
	t.Helper()
	p, err := Layout(d, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// goldenLayout compares the dump of a layout with a file in testdata; with
// -update it writes the file.
func goldenLayout(t *testing.T, name string, d *agreement.Document) {
	t.Helper()
	var b bytes.Buffer
	if err := layOut(t, d).Dump(&b); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", "layout", name+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s (-want +got; rewrite with -update):\n%s", file, diff)
	}
}

// pageTexts reads the text layer of a PDF as a viewer does: the strings of
// each page's content in order, through the encodings of its fonts, a line
// break where a line is set down.
func pageTexts(t testing.TB, pdf []byte) []string {
	t.Helper()
	r, err := read(pdf)
	if err != nil {
		t.Fatal(err)
	}
	catalog, _ := r.dict(r.trailer["Root"])
	tree, _ := r.dict(catalog["Pages"])
	var out []string
	for _, kid := range tree["Kids"].(array) {
		page, _ := r.dict(kid)
		resources, _ := r.dict(page["Resources"])
		_, content := r.dict(page["Contents"])
		z, err := zlib.NewReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, contentText(r, resources["Font"].(dict), data))
	}
	return out
}

// countLines counts the lines of text that read s.
func countLines(text, s string) int {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		if line == s {
			n++
		}
	}
	return n
}

func contentText(r *reader, fonts dict, content []byte) string {
	var b strings.Builder
	var font dict
	for line := range bytes.Lines(content) {
		s := strings.TrimSuffix(string(line), "\n")
		switch {
		case strings.HasSuffix(s, "Tm"):
			b.WriteByte('\n')
		case strings.HasSuffix(s, "Tf"):
			i := strings.LastIndex(s, "/")
			font, _ = r.dict(fonts[strings.Fields(s[i+1:])[0]])
		case strings.HasSuffix(s, "]TJ"):
			b.WriteString(decode(r, font, stringsOf(s)))
		}
	}
	return strings.TrimSuffix(strings.ReplaceAll(b.String(), " \n", "\n"), " ") // each line ends in a blank
}

// stringsOf joins the strings in the operand of TJ.
func stringsOf(s string) []byte {
	var out []byte
	inside := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case inside && c == '\\':
			i++
			out = append(out, unescape(s[i]))
		case c == '(' && !inside:
			inside = true
		case c == ')' && inside:
			inside = false
		case inside:
			out = append(out, c)
		}
	}
	return out
}

func unescape(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	}
	return c
}

// decode maps the codes of a font to characters.
func decode(r *reader, font dict, codes []byte) string {
	return (&walk{reader: r}).newDecoder(font)(string(codes))
}
