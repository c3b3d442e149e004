package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestDiffAgrees makes random edits of files of many makes, and holds against each other
// what the command says of each: its exit code, the list of changes, and the sentence at
// the end of the text.
func TestDiffAgrees(t *testing.T) {
	archives, err := filepath.Glob("../../redline/testdata/*/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no files: %v", err)
	}
	const same = "The two drafts have the same words."
	rng := rand.New(rand.NewPCG(12, 1))
	dir := t.TempDir()
	old, new := filepath.Join(dir, "old.md"), filepath.Join(dir, "new.md")
	codes := map[int]int{}
	for _, name := range archives {
		ar, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range ar.Files {
			if f.Name != "draft" && !strings.HasSuffix(f.Name, ".old") || len(f.Data) == 0 {
				continue
			}
			src := string(f.Data)
			for range 6 {
				edit, what := editedSomewhere(rng, src)
				for file, data := range map[string]string{old: src, new: edit} {
					if err := os.WriteFile(file, []byte(data), 0o666); err != nil {
						t.Fatal(err)
					}
				}
				what = fmt.Sprintf("%s %s: %s", filepath.Base(name), f.Name, what)
				var text, list, errs bytes.Buffer
				code := run([]string{"diff", old, new}, nil, &text, &errs)
				if again := run([]string{"diff", old, new, "--as", "json"}, nil, &list, &errs); again != code || code > 1 {
					t.Fatalf("%s: exit codes %d and %d: %s", what, code, again, &errs)
				}
				codes[code]++
				var res struct{ Changes []struct{} }
				if err := json.Unmarshal(list.Bytes(), &res); err != nil {
					t.Fatal(err)
				}
				if said := strings.Contains(text.String(), same); said != (code == 0) || (len(res.Changes) == 0) != (code == 0) {
					t.Errorf("%s: exit code %d, %d changes, says the same words: %v", what, code, len(res.Changes), said)
				}
			}
		}
	}
	if codes[0] == 0 || codes[1] == 0 {
		t.Errorf("the edits show nothing: exit codes %v", codes)
	}
}

// editedSomewhere puts a piece of words or mark-up somewhere in src, or takes a byte away.
func editedSomewhere(rng *rand.Rand, src string) (edit, what string) {
	pieces := []string{"x", "7", " ", "\n", "\n\n", "*", "**", "~~", "# ", "- ", "(b) ", "<", "<!-- a -->", "|", "[", "](u)", "\\", "> ", ""}
	piece := pieces[rng.IntN(len(pieces))]
	at := rng.IntN(len(src))
	for at > 0 && src[at]&0xc0 == 0x80 {
		at--
	}
	rest := src[at:]
	if piece == "" && rest[0] < 0x80 {
		rest = rest[1:]
	}
	return src[:at] + piece + rest, fmt.Sprintf("%q at %d", piece, at)
}
