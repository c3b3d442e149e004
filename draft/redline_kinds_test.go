package draft

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/redline"
)

// TestEveryKindOfChangePrints prints each case of each kind of change, as package redline
// keeps them, in the formats that may refuse: as a Word file, which is proved, and as PDF. None does.
func TestEveryKindOfChangePrints(t *testing.T) {
	archives, err := filepath.Glob("../redline/testdata/kinds/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			old := ""
			for _, f := range ar.Files {
				if f.Name == "draft" {
					old = string(f.Data)
					continue
				}
				for line := range strings.Lines(string(f.Data)) {
					if line = strings.TrimSuffix(line, "\n"); line != "" && line[0] != '\t' {
						printsChange(t, line, old)
					}
				}
			}
		})
	}
}

var writtenOut = regexp.MustCompile(`\{U\+([0-9A-F]{4,5})\}`)

// printsChange prints the redline of a draft under the edits of a line.
func printsChange(t *testing.T, line, old string) {
	t.Helper()
	edits := writtenOut.ReplaceAllStringFunc(line, func(s string) string {
		code, _ := strconv.ParseUint(writtenOut.FindStringSubmatch(s)[1], 16, 32)
		return string(rune(code))
	})
	changed := old
	for edit := range strings.SplitSeq(edits, " && ") {
		from, to, _ := strings.Cut(strings.ReplaceAll(edit, `\n`, "\n"), " => ")
		changed = strings.Replace(changed, from, to, 1)
	}
	var docs [2]*agreement.Document
	for i, src := range []string{old, changed} {
		d, err := markdown.Read([]string{"old.md", "new.md"}[i], []byte(src))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		docs[i] = d
	}
	res, err := redline.Diff(docs[0], docs[1])
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	res.Document.Compared = []string{"old.md", "new.md"}
	for _, format := range []Format{Word, PDF} {
		_, err := Redline(res, format, Options{}, Reviser{})
		if err != nil {
			t.Errorf("%s as %s: %v", line, format, err)
		}
	}
}
