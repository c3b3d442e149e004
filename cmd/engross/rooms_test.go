package main

import (
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A room is some files of a large package that belong together.
type room struct{ what, files string }

// rooms are all the files of the two large packages, in the order in which their package
// comments say to read them. A file uses nothing of a room that comes before its own.
var rooms = map[string][]room{
	"assemble": {
		{"vetting a library", "vet.go vet_clocks.go vet_markup.go vet_names.go vet_operands.go vet_reading.go vet_style.go vet_template.go undefined.go facts_vet.go"},
		{"what is told of a deal and of its agreement", "guide.go silent.go standard.go sides.go pins.go taken.go stance.go house.go conditions.go defaults.go"},
		{"assembling an agreement", "assemble.go said.go effects.go resolve.go empty.go negotiated.go deviation.go"},
		{"choosing the clauses of a deal", "deal.go select.go include.go omission.go holds.go listen.go"},
		{"what clauses ask of a term sheet: rows, words, figures", "rows.go rows_assets.go rows_instruments.go rows_key.go rows_money.go rows_risk.go rows_royalty.go rows_terms.go grounds.go damages.go dates.go wording_words.go grammar.go rules.go traits.go"},
		{"opening a library", "open.go open_files.go contents.go index.go playbook.go play.go declare.go reads.go front.go"},
		{"filling a clause and reading it into the tree", "read.go fill.go wording.go copy.go inline.go origin.go table.go terms.go"},
		{"clauses compiled, run and traced", "pipeline.go program.go builtin.go funcs.go trace_frame.go text.go bounds.go context.go trace.go trace_places.go"},
		{"the types that hold one another", "library.go parameter.go deeds.go types.go types_text.go types_trace.go"},
		{"small tools that know none of it", "number.go nearest.go single.go guard.go facts.go coder.go marks.go pointer.go"},
	},
	"redline": {
		{"printing a redline", "print_html.go print_critic.go print_json.go print_text.go cover.go excerpt.go remarks.go runs.go view.go origin.go"},
		{"telling the cause of a change", "explain.go why.go"},
		{"the comparison from end to end, and its proof", "redline.go proof.go settle.go accept.go layout.go overtyped.go"},
		{"the list of changes", "list.go structure.go asides.go hunks.go kind.go rename.go"},
		{"merging two drafts into one marked document", "merge.go words.go seam.go table.go recast.go split.go titles.go"},
		{"pairing the provisions, the tables and their columns", "columns.go align.go opening.go likeness.go rehang.go"},
		{"drafts as trees, and what a change is", "tree.go change.go plain.go"},
		{"words, figures and the algorithm", "token.go figure.go myers.go mark.go"},
	},
}

func TestRoomsAreInOrder(t *testing.T) {
	for pkg, list := range rooms {
		of := map[string]int{}
		for i, r := range list {
			for _, name := range strings.Fields(r.files) {
				of[name] = i
			}
		}
		found := map[string]bool{}
		for _, u := range uses(t, "../../"+pkg) {
			found[u.from], found[u.to] = true, true
			if of[u.from] > of[u.to] {
				t.Errorf("%s: %s (%s) uses %s of %s (%s), which is read before it", pkg, u.from, list[of[u.from]].what, u.what, u.to, list[of[u.to]].what)
			}
		}
		for name := range found {
			if _, ok := of[name]; !ok {
				t.Errorf("%s: %s is in no room: put it into one, here and in the package comment", pkg, name)
			}
		}
		for name := range of {
			if !found[name] {
				t.Errorf("%s: there is no %s, or it stands alone", pkg, name)
			}
		}
		checkTold(t, pkg, list)
	}
}

// checkTold fails unless the package comment names the rooms with their files.
func checkTold(t *testing.T, pkg string, list []room) {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("../..", pkg, pkg+".go"))
	if err != nil {
		t.Fatal(err)
	}
	told := strings.Join(strings.Fields(strings.ReplaceAll(string(src), "\n//", " ")), " ")
	at := 0
	for _, r := range list {
		want := "- " + r.what + ": " + strings.ReplaceAll(r.files, " ", ", ")
		i := strings.Index(told[at:], want)
		if i < 0 {
			t.Errorf("%s: the package comment does not say, in this place: %s", pkg, want)
			continue
		}
		at += i
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
