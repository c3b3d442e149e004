package draft_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/schema"
)

// TestHandEdits edits what we drafted, by hand, and compares it with the term sheet that
// made it: in each archive of testdata/handedits the file named "sheet" says which, and
// "cases" has an edit a line, "words => words", several of them parted by " && ". Each
// change that the redline tells is indented below, with the values that it comes from.
func TestHandEdits(t *testing.T) {
	archives, err := filepath.Glob("testdata/handedits/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			sheet := strings.TrimSpace(string(ar.Files[0].Data))
			src, err := os.ReadFile(filepath.Join("../testdata/examples", sheet+".json"))
			if err != nil {
				t.Fatal(err)
			}
			file, err := schema.Load(sheet+".json", src)
			if err != nil {
				t.Fatal(err)
			}
			res, err := library(t).Assemble(file, assemble.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var printed, b strings.Builder
			if err := markdown.Write(&printed, res.Document); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(ar.Files[1].Data)) {
				if line = strings.TrimSuffix(line, "\n"); line != "" && line[0] != '\t' {
					b.WriteString(line + "\n" + editedByHand(t, file, printed.String(), line))
				}
			}
			was := string(ar.Files[1].Data)
			ar.Files[1].Data = []byte(b.String())
			if *update {
				if err := os.WriteFile(name, txtar.Format(ar), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if b.String() != was {
				t.Errorf("got:\n%s", b.String())
			}
		})
	}
}

// editedByHand is what the redline of a term sheet and its agreement under the edits of a
// line says.
func editedByHand(t *testing.T, file *schema.File, text, line string) string {
	t.Helper()
	for edit := range strings.SplitSeq(line, " && ") {
		from, to, _ := strings.Cut(strings.ReplaceAll(edit, `\n`, "\n"), " => ")
		if !strings.Contains(text, from) {
			t.Fatalf("%q is not in the agreement", from)
		}
		text = strings.Replace(text, from, to, 1)
	}
	doc, err := markdown.Read("edited.md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	diff, err := draft.Compare(library(t), draft.Compared{Name: "sheet", File: file}, draft.Compared{Name: "edited.md", Document: doc})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, c := range diff.Changes {
		b.WriteString("\t" + strings.Join(strings.Fields(fmt.Sprintf("%s %s %s", c.Kind, c.Scope, c.Where())), " ") + ": " + quoted(c.Before) + " → " + quoted(c.After))
		for _, cause := range c.Causes {
			b.WriteString("; " + cause.Path)
			if cause.Reckoned {
				b.WriteString(" (reckoned)")
			}
		}
		b.WriteString("\n")
	}
	return cmp.Or(b.String(), "\t"+diff.Closing()+"\n")
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, "\n", " / ") + `"` }
