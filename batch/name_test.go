package batch

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestHostileNames(t *testing.T) {
	for _, name := range []string{
		"", ".", "..", "../../x", "/etc/passwd", `a\b`, "C:x", "a\x00b", "a\nb", "a\u202eb", "a\u200bb", "\xff",
		"CON", "con", "Nul.txt", "COM1", "lpt9.md", "COM¹", "aux ", " a", "a ", "a.", ".hidden", "-rf", "~x", "a*", "a?", `a"b`, "a|b", "<a>",
		strings.Repeat("x", 300), strings.Repeat("é", 101), "A.redline",
	} {
		if CheckName(name) == "" {
			t.Errorf("%q may name a file", name)
		}
	}
	for _, name := range []string{"ALPHA-BETA-2027-01", "Ünïcode", "日本", "CONTRACT", "com10", "a.b", "a b", "A & B (2027), draft", strings.Repeat("x", 200)} {
		if why := CheckName(name); why != "" {
			t.Errorf("%q %s", name, why)
		}
	}
}

// TestRivals gives names that some file system takes for one: neither is made, and
// the others are.
func TestRivals(t *testing.T) {
	for _, pair := range [][2]string{{"Same", "Same"}, {"Same", "SAME"}, {"Caf\u00e9", "Cafe\u0301"}, {"Stra\u00dfe", "STRASSE"}, {"\ufb01n", "fin"}} {
		rows := []string{sheet(pair[0], "B"), sheet("Other", "B"), sheet(pair[1], "B")}
		dir := t.TempDir()
		s, events := mustRun(t, jsonLines(t, rows), NewMaker(library(t, someWords), inMarkdown, nil), dir, Options{MaxFailures: -1})
		if s.Failed != 2 || s.Made != 1 {
			t.Errorf("%q: %+v", pair, s)
			continue
		}
		for _, row := range []int{1, 3} {
			if p := events[row][1].Problems[0]; events[row][1].Phase != Checking || p.ID != "same-name" || !strings.Contains(p.Message, "rows 1 and 3") {
				t.Errorf("%q: %v", pair, p)
			}
		}
		agrees(t, dir)
	}
}

func TestNoFileLeavesTheFolder(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "deep", "out")
	rows := []string{sheet("../../escaped", "B"), sheet("..", "B"), sheet("ok", "B")}
	mustRun(t, jsonLines(t, rows), NewMaker(library(t, someWords), inMarkdown, nil), dir, Options{MaxFailures: -1})
	entries, err := os.ReadDir(parent)
	if err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
	agrees(t, dir)
}

// Of what one agreement has left in a folder, its next agreement is made of one file.
func TestFolderRows(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.json", "a.pdf", "a.redline.pdf", "a.md", "b.json", "b.next.json", "b.pdf", "c.pdf", "c.redline.pdf", "d.jsonc", "d.PDF", "e.redline.pdf", ".f.json"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	in, err := Open(dir, InputOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for row := range in.Rows() {
		got = append(got, filepath.Base(row.Pos.Filename))
	}
	if want := []string{"a.json", "b.next.json", "c.pdf", "d.jsonc"}; !slices.Equal(got, want) {
		t.Errorf("the rows are %v, not %v", got, want)
	}
}
