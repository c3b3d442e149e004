package redline

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestDiff compares the drafts old and new of each file in testdata/diff with
// the redline and the list of changes in it.
func TestDiff(t *testing.T) {
	files, err := filepath.Glob("testdata/diff/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for _, f := range ar.Files {
				got[f.Name] = string(f.Data)
			}
			res, err := Diff(draftText(got["old"]).document(), draftText(got["new"]).document())
			if err != nil {
				t.Fatal(err)
			}
			got["redline"], got["changes"] = show(res.Document), showChanges(res)
			var out txtar.Archive
			out.Comment = ar.Comment
			for _, name := range []string{"old", "new", "redline", "changes"} {
				out.Files = append(out.Files, txtar.File{Name: name, Data: []byte(got[name])})
			}
			data := txtar.Format(&out)
			if *update {
				if err := os.WriteFile(file, data, 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := string(txtar.Format(ar)); string(data) != want {
				t.Errorf("got:\n%s\nwant:\n%s", data, want)
			}
		})
	}
}

func showChanges(res *Result) string {
	var b strings.Builder
	for _, c := range res.Changes {
		fmt.Fprintf(&b, "%s %s [%s] %s -> %s %q: %q -> %q (%s | %s)\n", c.Kind, c.Scope, c.ClauseID, c.OldNumber, c.NewNumber,
			c.Heading, c.Before, c.After, c.Left, c.Right)
		for _, o := range c.Occurrences {
			fmt.Fprintf(&b, "    [%s] %s -> %s: %q -> %q\n", o.ClauseID, o.OldNumber, o.NewNumber, o.Before, o.After)
		}
	}
	fmt.Fprintf(&b, "%v; rows +%d -%d\n", res.Stats, res.Stats.RowsInserted, res.Stats.RowsDeleted)
	return b.String()
}
