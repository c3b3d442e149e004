package assemble_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

var update = flag.Bool("update", false, "rewrite the expected sections of testdata")

// TestCases runs the archives in testdata; README.md there describes them.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { runCase(t, file) })
	}
}

func runCase(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	outputs := map[string]string{}
	lib, problems := openArchive(t, archive)
	if has(archive, "want.vet") {
		outputs["want.vet"] = lines(append(problems, lib.Vet()...))
	}
	if has(archive, "sheet.json") {
		text, found := assembleArchive(t, lib, archive)
		outputs["want.tree"], outputs["want.problems"] = text, lines(append(problems, found...))
	}
	changed := false
	for i, f := range archive.Files {
		got, ok := outputs[f.Name]
		if !ok {
			continue
		}
		delete(outputs, f.Name)
		if *update {
			changed = changed || got != string(f.Data)
			archive.Files[i].Data = []byte(got)
		} else if d := cmp.Diff(string(f.Data), got); d != "" {
			t.Errorf("%s (-want +got):\n%s", f.Name, d)
		}
	}
	for name, got := range outputs {
		if got != "" && !(name == "want.tree" && has(archive, "want.problems")) {
			t.Errorf("the case does not say what %s is:\n%s", name, got)
		}
	}
	if changed {
		if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func has(a *txtar.Archive, name string) bool {
	for _, f := range a.Files {
		if f.Name == name {
			return true
		}
	}
	return false
}

func openArchive(t *testing.T, a *txtar.Archive) (*assemble.Library, agreement.Problems) {
	t.Helper()
	fsys, err := txtar.FS(a)
	if err != nil {
		t.Fatal(err)
	}
	clauses, err := fs.Sub(fsys, "clauses")
	if err != nil {
		t.Fatal(err)
	}
	templates, err := fs.Sub(fsys, "templates")
	if err != nil {
		t.Fatal(err)
	}
	lib, err := assemble.Open(clauses, templates)
	var ps agreement.Problems
	if err != nil && !errors.As(err, &ps) {
		t.Fatal(err)
	}
	return lib, ps
}

func assembleArchive(t *testing.T, lib *assemble.Library, a *txtar.Archive) (string, agreement.Problems) {
	t.Helper()
	for _, f := range a.Files {
		if f.Name != "sheet.json" {
			continue
		}
		sheet, err := schema.Load("sheet.json", f.Data)
		if err != nil {
			t.Fatal(err)
		}
		res, err := lib.Assemble(sheet, assemble.Options{Annex: strings.Contains(string(a.Comment), "annex")})
		var ps agreement.Problems
		if err != nil && !errors.As(err, &ps) {
			t.Fatal(err)
		}
		if err != nil {
			return "", ps
		}
		return tree(res.Document), res.Problems
	}
	return "", nil
}

func lines(ps agreement.Problems) string {
	ps.Sort()
	var b strings.Builder
	for _, p := range ps {
		fmt.Fprintln(&b, p)
		if p.Hint != "" {
			fmt.Fprintln(&b, "  hint: "+p.Hint)
		}
	}
	return b.String()
}

// tree prints a document, one node a line.
func tree(d *agreement.Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "document %s: %s\n", d.Kind, d.Title)
	blocks(&b, d.Body, "  ")
	return b.String()
}

func blocks(b *strings.Builder, body []agreement.Block, indent string) {
	for _, x := range body {
		switch x := x.(type) {
		case *agreement.Clause:
			fmt.Fprintf(b, "%s%s #%s", indent, x.Label, x.ID)
			if len(x.Heading) > 0 {
				fmt.Fprintf(b, " %s", inlines(x.Heading))
			}
			fmt.Fprintln(b)
			blocks(b, x.Body, indent+"  ")
		case *agreement.Paragraph:
			fmt.Fprintf(b, "%s%s\n", indent, inlines(x.Text))
		case *agreement.Table:
			fmt.Fprintf(b, "%stable %s\n", indent, x.ID)
			for _, r := range append([]agreement.Row{{Cells: x.Head}}, x.Rows...) {
				var cells []string
				for _, c := range r.Cells {
					cells = append(cells, inlines(c))
				}
				fmt.Fprintf(b, "%s  | %s |\n", indent, strings.Join(cells, " | "))
			}
		case *agreement.Signatures:
			fmt.Fprintf(b, "%ssignatures\n", indent)
			for _, s := range x.Blocks {
				fmt.Fprintf(b, "%s  %s: %s\n", indent, s.Party, s.Name)
			}
		}
	}
}

func inlines(in []agreement.Inline) string {
	var b strings.Builder
	for _, x := range in {
		switch x := x.(type) {
		case *agreement.Text:
			if x.Value {
				b.WriteString("‹" + x.Text + "›")
			} else {
				b.WriteString(x.Text)
			}
		case *agreement.Define:
			b.WriteString("**" + x.Term + "**")
		case *agreement.Ref:
			b.WriteString("[" + x.Text + "](" + x.Target + ")")
		}
	}
	return b.String()
}
