package batch

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
)

const clauseFront = "---\nversion: 1.0.0\nsource: original\nlicence: CC-BY-4.0\ntitle: One\n---\n"

// library is a small library; words are a sentence of its one clause.
func library(t testing.TB, words string) *assemble.Library {
	t.Helper()
	lib, err := assemble.Open(fstest.MapFS{
		"frame/definitions.md": {Data: []byte(clauseFront + "1. In this agreement: {#definitions}\n\n## Definitions\n\n**\"Thing\"** means a thing.\n")},
		"a/one.md": {Data: []byte(clauseFront + "1. {{ (index .Parties 1).LegalName }} shall deliver each Thing. " + words + " {#first}\n" +
			"1. This agreement begins on {{ .Deal.EffectiveDate }}.{{ with .Escrow.ObjectionDays }} An objection is made within {{ . }}.{{ end }} {#second}\n")},
	}, fstest.MapFS{"t.yaml": {Data: []byte("title: Test Agreement\nkinds: [bilateral]\nnumbering: decimal\nsigning: Signed.\nclauses:\n  - frame/definitions\n  - a/one\n")}})
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

const someWords = "It does so in good order."

// sheet is a term sheet on one line.
func sheet(id, legalName string) string {
	return fmt.Sprintf(`{"deal":{"id":%q,"kind":"bilateral","effective_date":"2027-01-01"},"parties":[`+
		`{"id":"alpha","legal_name":"Alpha Ltd","short_name":"Alpha","jurisdiction":"IE"},`+
		`{"id":"beta","legal_name":%q,"short_name":"Beta","jurisdiction":"DE"}]}`, id, legalName)
}

// sheets are the term sheets D-0001 and so on.
func sheets(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = sheet(fmt.Sprintf("D-%04d", i+1), fmt.Sprintf("Beta %d GmbH", i+1))
	}
	return list
}

// input writes an input file.
func input(t testing.TB, name string, text string, o InputOptions) *Input {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	in, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func jsonLines(t testing.TB, rows []string) *Input {
	return input(t, "rows.jsonl", strings.Join(rows, "\n")+"\n", InputOptions{})
}

var inMarkdown = draft.Options{Formats: []draft.Format{draft.Markdown}}

// mustRun runs a batch and gives its events by row.
func mustRun(t testing.TB, in *Input, m *Maker, dir string, o Options) (Summary, map[int][]Event) {
	t.Helper()
	events := map[int][]Event{}
	o.Report = func(e Event) { events[e.Row] = append(events[e.Row], e) }
	s, err := Run(context.Background(), in, m, dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return s, events
}

// contents are the files of a folder, the durations taken out of manifests.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = durations.ReplaceAllString(string(data), `"duration_ms":0`)
	}
	return all
}

// agrees fails the test where the manifest and the folder do not say the same.
func agrees(t testing.TB, dir string) {
	t.Helper()
	stated := map[string]bool{"manifest.jsonl": true, "failures.jsonl": true, "failures.csv": true, "failures.txt": true}
	for r, err := range Records(filepath.Join(dir, "manifest.jsonl")) {
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range r.files() {
			stated[o.File] = true
			if sum, err := digestOf(filepath.Join(dir, o.File)); err != nil || sum != o.SHA256 {
				t.Errorf("row %d: the manifest has %s with the digest %s, the folder has %q (%v)", r.Row, o.File, o.SHA256, sum, err)
			}
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !stated[e.Name()] {
			t.Errorf("%s is in the folder and not in the manifest", e.Name())
		}
	}
}
