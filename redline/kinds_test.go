package redline_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/engross/engross/redline"
)

// TestKinds edits drafts in many instances of one kind: in each archive of
// testdata/kinds a draft and cases, an edit a line, "words => words", several of
// them parted by " && ", a line feed written \n and a character {U+1234}. The changes
// of the redline are indented below.
func TestKinds(t *testing.T) {
	archives, err := filepath.Glob("testdata/kinds/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no test files: %v", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			out, draft := txtar.Archive{Comment: ar.Comment}, ""
			for _, f := range ar.Files {
				if f.Name == "draft" {
					draft = string(f.Data)
				} else {
					f.Data = []byte(casesOf(t, draft, string(f.Data)))
				}
				out.Files = append(out.Files, f)
			}
			data := txtar.Format(&out)
			if flagged("update") {
				if err := os.WriteFile(name, data, 0o666); err != nil {
					t.Fatal(err)
				}
			} else if want := string(txtar.Format(ar)); string(data) != want {
				t.Errorf("got:\n%s", data)
			}
		})
	}
}

// casesOf is the edits of draft with what the redline of each says.
func casesOf(t *testing.T, draft, cases string) string {
	var b strings.Builder
	for line := range strings.Lines(cases) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "\t") {
			continue
		}
		b.WriteString(line + "\n")
		changed := edited(t, draft, characters(strings.ReplaceAll(line, " && ", "\n")))
		res := compareFiles(t, draft, changed)
		forms(t, line, draft, changed, res)
		if _, wrong := redline.ColumnsNotIn(res); len(wrong) > 0 {
			t.Errorf("%s: %q", line, wrong)
		}
		for _, c := range res.Changes {
			b.WriteString("\t" + inShort(c) + "\n")
		}
		if len(res.Changes) == 0 {
			b.WriteString("\t" + res.Closing() + "\n")
		}
	}
	return b.String()
}

var character = regexp.MustCompile(`\{U\+([0-9A-F]{4,5})\}`)

// characters is line with its characters written out.
func characters(line string) string {
	return character.ReplaceAllStringFunc(line, func(s string) string {
		code, _ := strconv.ParseUint(character.FindStringSubmatch(s)[1], 16, 32)
		return string(rune(code))
	})
}

// inShort is a change on one line.
func inShort(c redline.Change) string {
	s := strings.Join(strings.Fields(fmt.Sprintf("%s %s %s", c.Kind, c.Scope, c.Where())), " ") + fmt.Sprintf(": %q → %q", c.Before, c.After)
	if n := len(c.Occurrences); n > 1 {
		s += fmt.Sprintf(" in %d places", n)
	}
	return strings.ReplaceAll(s, `\n`, " / ")
}
