package main

import (
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rooms are the files of the two large packages in the order in which their package
// comments say to read them; "" stands for all others. A file uses nothing of a room that
// comes before its own.
var rooms = map[string][]string{
	"assemble": {
		"vet.go vet_clocks.go vet_markup.go vet_reading.go vet_style.go vet_template.go undefined.go facts_vet.go",
		"rows_assets.go rows_instruments.go rows_risk.go damages.go grounds.go conditions.go guide.go house.go pins.go sides.go silent.go stance.go standard.go taken.go traits.go wording_words.go",
		"",
		"number.go nearest.go single.go guard.go facts.go coder.go",
	},
	"redline": {
		"print_html.go print_critic.go print_json.go cover.go excerpt.go remarks.go runs.go origin.go",
		"",
		"myers.go mark.go",
	},
}

func TestRoomsAreInOrder(t *testing.T) {
	for pkg, list := range rooms {
		of := map[string]int{}
		others := slices.Index(list, "")
		for i, names := range list {
			for _, name := range strings.Fields(names) {
				of[name] = i
			}
		}
		room := func(name string) int {
			if i, ok := of[name]; ok {
				return i
			}
			return others
		}
		found := map[string]bool{}
		for _, u := range uses(t, "../../"+pkg) {
			found[u.from], found[u.to] = true, true
			if room(u.from) > room(u.to) {
				t.Errorf("%s: %s uses %s of %s, which is read before it", pkg, u.from, u.what, u.to)
			}
		}
		for name := range of {
			if !found[name] {
				t.Errorf("%s: there is no %s, or it stands alone", pkg, name)
			}
		}
	}
}

// A use is what one file of a package uses of another.
type use struct{ from, to, what string }

func uses(t *testing.T, dir string) []use {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	build.Default.GOROOT = strings.TrimSpace(string(root)) // a program built with -trimpath does not know it
	at := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(at, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	c := types.Config{Importer: importer.ForCompiler(at, "source", nil)}
	pkg, err := c.Check(dir, at, files, info)
	if err != nil {
		t.Fatal(err)
	}
	file := func(p token.Pos) string { return filepath.Base(at.Position(p).Filename) }
	var list []use
	for id, o := range info.Uses {
		_, method := o.(*types.Func)
		if o.Pkg() != pkg || !method && o.Parent() != pkg.Scope() { // of another package, or within a function
			continue
		}
		if from, to := file(id.Pos()), file(o.Pos()); from != to {
			list = append(list, use{from, to, o.Name()})
		}
	}
	return list
}
