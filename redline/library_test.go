package redline_test

import (
	"bytes"
	"os"
	"regexp"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

// examples are agreements assembled from the library, as users compare them.
func examples(t testing.TB, edits ...[2]string) (docs []*agreement.Document) {
	t.Helper()
	lib, err := assemble.Open(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"bilateral-semiconductor", "pool-five"} {
		src, err := os.ReadFile("../testdata/examples/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range edits {
			src = bytes.ReplaceAll(src, []byte(e[0]), []byte(e[1]))
		}
		file, err := schema.Load(name, src)
		if err != nil {
			t.Fatal(err)
		}
		res, err := lib.Assemble(file, assemble.Options{})
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, res.Document)
	}
	return docs
}

// words is the Markdown of d without what is for programs, anchors and the record,
// and without the alignment of columns, which is no part of what a draft says.
func words(t *testing.T, d *agreement.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := markdown.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	text, _, _ := bytes.Cut(b.Bytes(), []byte("<!--"))
	return regexp.MustCompile(`<a id="[^"]*"></a>|(--):`).ReplaceAllString(string(text), "$1")
}

// TestMarkdownComesBack compares whole agreements, alike and not, and prints what
// accepting and rejecting give: the Markdown of the drafts, to the byte.
func TestMarkdownComesBack(t *testing.T) {
	first := examples(t)
	second := examples(t, [2]string{`"pay_days": 30`, `"pay_days": 45`}, [2]string{`"governing_law": "IE"`, `"governing_law": "FR"`})
	for _, pair := range [][2]*agreement.Document{
		{first[0], second[0]}, {first[1], second[1]}, {first[0], first[1]}, {first[1], first[0]},
	} {
		res, err := redline.Diff(pair[0], pair[1])
		if err != nil {
			t.Fatal(err)
		}
		if got, want := words(t, redline.Accept(res.Document)), words(t, pair[1]); got != want {
			t.Errorf("%s: accepting gives other words than the new draft", pair[1].Title)
		}
		if got, want := words(t, redline.Reject(res.Document)), words(t, pair[0]); got != want {
			t.Errorf("%s: rejecting gives other words than the old draft", pair[0].Title)
		}
	}
}

// TestForeignCopy reads an agreement back from Markdown without its record, as
// another office would send it, and compares it with itself edited by hand.
func TestForeignCopy(t *testing.T) {
	text := words(t, examples(t)[1])
	edited := regexp.MustCompile(`within 30 days`).ReplaceAllString(text, "within 40 days")
	old, err := markdown.Read("old.md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	new, err := markdown.Read("new.md", []byte(edited))
	if err != nil {
		t.Fatal(err)
	}
	res, err := redline.Diff(old, new)
	if err != nil {
		t.Fatal(err)
	}
	want := len(regexp.MustCompile(`within 30 days`).FindAllString(text, -1))
	if len(res.Changes) != want || want == 0 {
		t.Errorf("%d changes for %d edits", len(res.Changes), want)
	}
	for _, c := range res.Changes {
		if c.Kind != redline.Number || c.Before != "30" || c.After != "40" {
			t.Errorf("%s: %s %q -> %q", c.Where(), c.Kind, c.Before, c.After)
		}
	}
}

func BenchmarkDiffLibrary(b *testing.B) {
	old := examples(b)
	new := examples(b, [2]string{`"pay_days": 30`, `"pay_days": 45`}, [2]string{`"governing_law": "IE"`, `"governing_law": "FR"`})
	for i, d := range old {
		b.Run(d.Kind, func(b *testing.B) {
			var res *redline.Result
			for b.Loop() {
				var err error
				if res, err = redline.Diff(d, new[i]); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(res.Changes)), "changes")
		})
	}
}
