package check

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	gocmp "github.com/google/go-cmp/cmp"

	"github.com/engross/engross/schema/regimes"
)

// TestDocs holds docs/checks.md, the reference of the checks, against the data
// that it is generated from. With -update it is written anew.
func TestDocs(t *testing.T) {
	file := filepath.Join("..", "docs", "checks.md")
	want := reference()
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/checks.md is stale, run go test ./check -update:\n%s", diff)
	}
}

func reference() string {
	var b strings.Builder
	b.WriteString(`<!-- Generated from package check by go test ./check -update. Do not edit. -->
# Checks

` + "`engross check`" + ` reads the facts of a term sheet, never the words of clauses, and reports everything it finds in one run.
This is not legal advice; counsel must review what it says and what it does not.

- An **error** stops an execution copy. It cannot be waived.
- A **warning** is printed and does not stop a draft. The term sheet can accept it under ` + "`waivers`" + `, with a reason that is printed beside the deviations:
  ` + "`{\"check\": \"EX05\", \"pointer\": \"/grants/0\", \"reason\": \"the plant takes three years to build\"}`" + `. A waiver that matches no warning is itself a warning.
- A **note** informs, or says what could not be assessed and which fact is missing.

` + "`engross check --explain EX01`" + ` prints one of these entries. An amendment or an accession leaves to the agreement before it what it does not state itself.

An object that refers to something undeclared is judged no further until the reference is mended (ST01). A check runs where the deal touches
one of its jurisdictions: by a licensed territory, a party's seat, the governing law, the forum, or the office of a licensed asset.
What was not verified in a published source is a question for counsel and cites nothing. Limits called a rule of thumb are the tool's own, not law.
The severity is the gravest that a check reports.
`)
	b.WriteString("\n| Family | Checks | Errors | Warnings | Notes |\n| --- | ---: | ---: | ---: | ---: |\n")
	for _, f := range Families() {
		n := map[agreement.Severity]int{}
		for _, c := range f.Checks {
			n[c.Severity]++
		}
		anchor := strings.ToLower(strings.NewReplacer(" ", "-", ",", "").Replace(f.Prefix + " " + f.Title))
		fmt.Fprintf(&b, "| [%s: %s](#%s) | %d | %d | %d | %d |\n", f.Prefix, f.Title, anchor, len(f.Checks), n[agreement.Error], n[agreement.Warning], n[agreement.Note])
	}
	for _, f := range Families() {
		fmt.Fprintf(&b, "\n## %s: %s\n", f.Prefix, f.Title)
		for _, c := range f.Checks {
			fmt.Fprintf(&b, "\n### %s: %s\n\n**%s.** %s\n\nReads: %s.\n", c.ID, c.Title, strings.ToUpper(c.Severity.String()[:1])+c.Severity.String()[1:], c.About, c.Needs)
			if !slices.Contains(c.Jurisdictions, "*") {
				fmt.Fprintf(&b, "\nJurisdictions: %s.\n", strings.Join(c.Jurisdictions, ", "))
			}
			for _, l := range c.Bases() {
				fmt.Fprintf(&b, "\n%s\n", l)
			}
		}
	}
	b.WriteString("\n## Facts by jurisdiction\n\nThe table that checks read, `regime/jurisdictions.json`. Correct it there.\n\n| Topic | Jurisdictions | Fact, or question for counsel | As of | Source |\n| --- | --- | --- | --- | --- |\n")
	facts := regimes.Facts()
	for len(facts) > 0 {
		j, n := facts[0], 1
		codes := j.Code
		for n < len(facts) && facts[n].Topic == j.Topic && facts[n].Text == j.Text {
			codes += ", " + facts[n].Code
			n++
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", j.Topic, codes, j.Text, j.AsOf, cmp.Or(j.Source, "not verified"))
		facts = facts[n:]
	}
	return b.String()
}
