package draft_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

var update = flag.Bool("update", false, "rewrite testdata/agreements")

// refused are the examples that no agreement can be made of, on purpose.
var refused = map[string]bool{"mistakes": true, "rejected-pool": true}

func examples(tb testing.TB) []string {
	tb.Helper()
	files, err := filepath.Glob("../testdata/examples/*.json")
	if err != nil || len(files) < 5 {
		tb.Fatal("no examples", err)
	}
	var good []string
	for _, f := range files {
		if !refused[nameOf(f)] {
			good = append(good, f)
		}
	}
	return good
}

func nameOf(file string) string { return strings.TrimSuffix(filepath.Base(file), ".json") }

func library(tb testing.TB) *assemble.Library {
	tb.Helper()
	lib, err := assemble.Open(clauses.FS, templates.FS)
	if err != nil {
		tb.Fatal(err)
	}
	return lib.WithDating(calendar.KeyDates)
}

func load(tb testing.TB, file string) *schema.File {
	tb.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	f, err := schema.Load("term-sheet.json", src)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func TestLibraryIsSound(t *testing.T) {
	if problems := library(t).Vet(); len(problems) > 0 {
		t.Errorf("vet finds %d problems:\n%v", len(problems), problems)
	}
}

// TestExamples makes every example in every format, twice, with two libraries, once while it is examined:
// the same bytes each time, and nothing in them that a lawyer would stop at. The
// text is compared with testdata/agreements; go test ./draft -update rewrites
// it, and the difference is what a change of a clause does to agreements.
func TestExamples(t *testing.T) {
	first, second := library(t), library(t)
	for _, file := range examples(t) {
		t.Run(nameOf(file), func(t *testing.T) {
			o := draft.Options{Formats: draft.Formats}
			a, err := draft.Make(resolved(t, first, load(t, file)), o)
			if err != nil {
				t.Fatal(err)
			}
			deal, err := second.ResolveTraced(load(t, file))
			if err != nil {
				t.Fatal(err)
			}
			x, b, err := draft.MakeExamined(deal, o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(fmt.Sprint(draft.Examine(a.Deal).Problems), fmt.Sprint(x.Problems)); diff != "" {
				t.Errorf("made while it is examined, other things are found\n%s", diff)
			}
			for i := range a.Files {
				if !bytes.Equal(a.Files[i].Data, b.Files[i].Data) {
					t.Errorf("%s: made twice, the bytes differ", a.Files[i].Format)
				}
			}
			var again bytes.Buffer
			if err := markdown.Write(&again, a.Document); err != nil || !bytes.Equal(again.Bytes(), a.Files[0].Data) {
				t.Errorf("the Markdown is not that of its document (%v)", err)
			}
			text := string(a.Files[0].Data)
			body, _, _ := strings.Cut(text, "\n<!--")
			for _, x := range leftovers.FindAllString(body, -1) {
				t.Errorf("left in the text: %q", x)
			}
			for _, p := range slices.Concat(a.Problems, silent(a.Deal)) {
				t.Error(p)
			}
			golden(t, filepath.Join("../testdata/agreements", nameOf(file)+".md"), digestLine.ReplaceAllString(body, ""))
		})
	}
}

// silent are the values of a deal of which its agreement says nothing.
func silent(deal *assemble.Deal) agreement.Problems {
	return slices.DeleteFunc(draft.Examine(deal).Problems, func(p *agreement.Problem) bool { return p.ID != "no-effect" })
}

// elsewhere are examples whose agreements are kept at other positions than their own.
var elsewhere = []string{"short-cross-licence", "short-exclusive-licence", "short-software-escrow", "short-pool-licence"}

// TestOtherPositions keeps the agreements of some examples at L and at E: what the
// position picks, and nothing else, differs.
func TestOtherPositions(t *testing.T) {
	lib := library(t)
	for _, name := range elsewhere {
		for _, position := range []string{"L", "E"} {
			c := fidelityCase{base: name}
			f, err := schema.Load("term-sheet.json", c.sheet(t, position))
			if err != nil {
				t.Fatal(err)
			}
			deal := resolved(t, lib, f)
			for _, p := range silent(deal) {
				t.Error(name, position, p)
			}
			p, err := draft.Make(deal, draft.Options{Formats: []draft.Format{draft.Markdown}})
			if err != nil {
				t.Fatal(err)
			}
			body, _, _ := strings.Cut(string(p.Files[0].Data), "\n<!--")
			golden(t, filepath.Join("../testdata/agreements", name+"."+position+".md"), digestLine.ReplaceAllString(body, ""))
		}
	}
}

// TestStartersStateNothingInVain makes the agreement of what engross new writes, for
// every kind and form: it has words for each value.
func TestStartersStateNothingInVain(t *testing.T) {
	lib := library(t)
	try := func(name string, src []byte) {
		f, err := schema.Load(name, src)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range silent(resolved(t, lib, f)) {
			t.Error(name, p)
		}
	}
	for _, kind := range schema.DealKinds {
		src, err := schema.Starter(kind, 2)
		if err != nil {
			t.Fatal(err)
		}
		try(string(kind), src)
	}
	for _, x := range lib.Templates() {
		if x.Starter != "" {
			try(x.Name, []byte(x.Starter))
		}
	}
}

// digestLine and the record after it change with every clause file, the words
// of the agreement only with its words.
var digestLine = regexp.MustCompile(`(?m)^Document digest: .*\n`)

// leftovers are what no finished agreement holds: template syntax, absent
// values, brackets that are no link, doubled or missing punctuation.
var leftovers = regexp.MustCompile(`\{\{|\}\}|<no value>|<nil>|%!|\[[^\]]*\][^(]|\bTBD\b|…|\.\.| ,| ;|;;|,,|\(\)| \.|[a-z]  [a-z]`)

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err, "(go test ./draft -update writes it)")
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
		t.Errorf("%s differs (-want +got); go test ./draft -update accepts it:\n%.4000s", file, d)
	}
}

func resolved(t testing.TB, lib *assemble.Library, f *schema.File) *assemble.Deal {
	t.Helper()
	deal, err := lib.Resolve(f)
	if err != nil {
		t.Fatal(err)
	}
	return deal
}
