package main

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/check"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

// The guide to the term sheet is what the schema, the library and the checks say
// today.
func TestGuideIsFresh(t *testing.T) {
	lib, err := assemble.OpenVetted(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	const page = "../../docs/term-sheet.md"
	want := guidePage(lib)
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s is stale: go test ./cmd/engross -run Guide -update\n%s", page, diff)
	}
}

// Each value has a meaning in words, and each check says by a path what it reads.
func TestGuideIsWhole(t *testing.T) {
	read := map[string]bool{}
	for _, f := range schema.Guide() {
		if f.Meaning == "" && f.Path != "$schema" {
			t.Errorf("%s has no description", f.Path)
		}
		for _, c := range check.Reading(f.Path) {
			read[c.ID] = true
		}
	}
	for _, c := range check.All() {
		if !read[c.ID] {
			t.Errorf("%s: no path of the term sheet is among what it needs: %q", c.ID, c.Needs)
		}
	}
}
