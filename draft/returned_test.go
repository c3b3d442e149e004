package draft_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/format/word"
)

var returnedFolder = flag.String("returned", "testdata/returned", "the files that came back, for TestReturned")

// TestReturned reads the files of testdata/returned: an agreement as it came back from
// LibreOffice, with each kind of edit (.ci/returned.py made them). What was changed, by
// whom, and what nobody tracked is in the .txt beside each.
func TestReturned(t *testing.T) {
	folder := *returnedFolder
	sent := sentAgreement(t, folder)
	files, err := filepath.Glob(folder + "/*.docx")
	if err != nil || len(files) == 0 {
		t.Fatal("there is nothing to read", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".docx"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r, err := word.Read(filepath.Base(file), data, sent)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, strings.TrimSuffix(file, ".docx")+".txt", tidings(t, sent, r))
		})
	}
}

// sentAgreement is the agreement that was sent. With -update it is written as it is sent
// today, from which .ci/returned.py makes the others.
func sentAgreement(t *testing.T, folder string) *agreement.Document {
	src, err := os.ReadFile("testdata/returned/sent.md")
	if err != nil {
		t.Fatal(err)
	}
	sent, err := markdown.Read("sent.md", src)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		var b bytes.Buffer
		if err := word.Write(&b, sent, word.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(folder+"/sent.docx", b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return sent
}

// tidings is everything that is told of a file that came back.
func tidings(t *testing.T, sent *agreement.Document, r *word.Reading) string {
	back, err := draft.Return(sent, r, nil)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, c := range back.Untracked {
		fmt.Fprintf(&b, "untracked %s %s %s [%s]: %q became %q\n", c.Kind, c.Scope, c.ClauseID, c.Where(), c.Before, c.After)
	}
	for _, x := range back.Tracked {
		fmt.Fprintf(&b, "tracked by %s in %s [%s]: %q became %q\n", x.Author, x.ID, x.Number, x.Before, x.After)
	}
	for _, x := range back.Formatting {
		fmt.Fprintf(&b, "%s in %s: %q, tracked %v by %q\n", x.Marks, x.ID, x.Words, x.Tracked, x.Author)
	}
	for _, x := range back.Comments {
		fmt.Fprintf(&b, "comment by %s: %q\n", x.Author, x.Text)
	}
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "%s\n", p.Message)
	}
	if b.Len() == 0 {
		return "nothing was changed\n"
	}
	return b.String()
}
