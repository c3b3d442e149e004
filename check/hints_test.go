package check_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/schema"
)

// factsAsked are values for the checks alone that a hint asks for, and why that is
// right: the finding is about a fact, and nobody would think himself bound by it.
var factsAsked = map[string]string{
	"parties[].shares":                "a market share is a fact that a check compares",
	"disputes.forum.court_country":    "whether the court is of the country of the law is a fact",
	"disputes.split_reason":           "a reason, as a waiver has one",
	"payments.royalties[].unit_price": "a price with which a check compares the rate",
	"valuation.benchmarks[].rate":     "a figure with which a check compares the rate of a royalty",
	"payments.exit_cost.unrecovered":  "an estimate with which a check compares the cost",
	"regulatory.filings[].kind":       "the filing itself is printed",
}

var finding = regexp.MustCompile(`(?m)^(?:error|warning|note) \S* ?.*\n  (.+)$`)

// TestHintsAskForWords reads the hints of every finding in the cases: none asks for a
// value that only silences the check. That any other value has words, or is itself
// reported as having none, is proved in package assemble.
func TestHintsAskForWords(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	asked, hints := map[string]bool{}, 0
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range finding.FindAllStringSubmatch(string(src), -1) {
			hints++
			for _, path := range onlyForChecks() {
				if !asksFor(m[1], path) {
					continue
				}
				if asked[path] = true; factsAsked[path] == "" {
					t.Errorf("%s: the hint %q asks for %s, which no agreement says", file, m[1], path)
				}
			}
		}
	}
	if hints < 300 {
		t.Errorf("only %d hints were read", hints)
	}
	for path := range factsAsked {
		if !asked[path] {
			t.Errorf("no hint asks for %s", path)
		}
	}
}

// onlyForChecks are the paths of the values that are for the checks alone.
func onlyForChecks() []string {
	var list []string
	for _, f := range schema.Guide() {
		if f.Checked != "" {
			list = append(list, f.Path)
		}
	}
	return append(list, "parties[].shares")
}

// asksFor reports whether a hint names a path, or its last name where that is no word
// of every day.
func asksFor(hint, path string) bool {
	last := path[strings.LastIndexByte(path, '.')+1:]
	words := strings.FieldsFunc(hint, func(r rune) bool { return strings.ContainsRune(" ,;\"", r) })
	everyday := slices.Contains([]string{"country", "kind", "date", "why", "value", "position", "shares"}, last)
	return strings.Contains(hint, path) || !everyday && slices.Contains(words, last) || path == "regulatory.filings[].kind" && strings.Contains(hint, "filing of kind")
}
