package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/engross/engross/"

// arrows names the packages of this module that each package may import. A new
// arrow is a decision: it goes into ARCHITECTURE.md too.
var arrows = map[string][]string{
	"agreement":       {},
	"schema":          {"agreement"},
	"money":           {"schema"},
	"schema/regimes":  {"schema"},
	"schema/overlap":  {},
	"check":           {"agreement", "assemble", "schema", "money", "schema/overlap", "schema/regimes"},
	"clauses":         {},
	"templates":       {},
	"format/house":    {"agreement"},
	"assemble":        {"agreement", "format/drawing", "format/house", "schema", "money", "schema/regimes"},
	"format/drawing":  {"agreement"},
	"format/markdown": {"agreement", "format/drawing", "format/house"},
	"format/excel":    {"agreement"},
	"format/pdf":      {"agreement", "format/house"},
	"format/word":     {"agreement", "format/house"},
	"redline":         {"agreement"},
	"draft":           {"agreement", "assemble", "check", "format/house", "format/markdown", "format/pdf", "format/word", "redline", "schema"},
	"calendar":        {"agreement", "assemble", "money", "schema"},
	"draft/summary":   {"agreement", "assemble", "format/drawing", "schema"},
	"portfolio":       {"agreement", "format/drawing", "money", "schema", "schema/overlap"},
	"renew":           {"agreement", "assemble", "draft", "redline", "schema"},
	"batch":           {"agreement", "assemble", "check", "draft", "format/excel", "format/markdown", "format/pdf", "redline", "renew", "schema"},
	"serve":           {"agreement", "assemble", "batch", "calendar", "check", "draft", "draft/summary", "format/drawing", "format/markdown", "format/pdf", "format/word", "money", "redline", "renew", "schema"},
	"batch/fleet":     {"agreement", "assemble", "batch", "draft", "format/pdf", "renew", "schema"},

	"portfolio/docket": {"agreement", "format/excel", "portfolio", "schema"},
}

func TestArrowsPointOneWay(t *testing.T) {
	for pkg, allowed := range arrows {
		for _, path := range imports(t, pkg) {
			if name, ours := strings.CutPrefix(path, module); ours && !slices.Contains(allowed, name) {
				t.Errorf("%s imports %s", pkg, name)
			}
			if pkg == "agreement" && strings.Contains(strings.Split(path, "/")[0], ".") {
				t.Errorf("agreement imports %s: it may import the standard library alone", path)
			}
		}
	}
}

func imports(t *testing.T, pkg string) []string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", `{{join .Imports "\n"}}`, module+pkg).Output()
	if err != nil {
		t.Fatal(pkg, err)
	}
	return strings.Fields(string(out))
}
