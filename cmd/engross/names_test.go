package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/templates"
)

// Code knows no clause by its name, but for the one in which definitions stand: what
// it has to know of the words of a variant, the variant declares. The texts that help
// people may name clauses.
func TestNoClauseByName(t *testing.T) {
	lib, err := assemble.Open(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	topics := map[string]bool{}
	for _, x := range lib.Topics() {
		topics[x.ID] = x.ID != "frame/definitions"
	}
	const fix = "let the clause declare what is asked of it"
	eachNode(t, "../..", func(at token.Position, n ast.Node) {
		switch n := n.(type) {
		case *ast.BasicLit:
			if topic, _, _ := strings.Cut(literal(n), "."); topics[topic] {
				t.Errorf("%s: the code knows the clause %s by name: %s", at, n.Value, fix)
			}
		case *ast.BinaryExpr: // enums of the term sheet share names with variants
			if ofVariant(n.X) && literal(n.Y) != "" || ofVariant(n.Y) && literal(n.X) != "" {
				t.Errorf("%s: the code knows a variant by name: %s", at, fix)
			}
		}
	})
}

// Nothing is compiled at the start that a command may not want: what a variable of a
// package holds from the start has no regular expression in it, but a function that
// makes one.
func TestNoPatternAtTheStart(t *testing.T) {
	made := 0
	eachNode(t, "../..", func(at token.Position, n ast.Node) {
		file, ok := n.(*ast.File)
		if !ok {
			return
		}
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				ast.Inspect(g, func(n ast.Node) bool {
					if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "Pattern" {
						made++
					} else if ok && strings.HasPrefix(s.Sel.Name, "MustCompile") {
						t.Errorf("%s: a regular expression is compiled at every start: use agreement.Pattern", at)
					}
					_, later := n.(*ast.FuncLit)
					return !later
				})
			}
		}
	})
	if made < 50 {
		t.Errorf("only %d patterns seen: the test looks at the wrong files", made)
	}
}

// A file longer than this is about more than one thing.
func TestFilesAreShort(t *testing.T) {
	const most = 500
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		if n := strings.Count(string(src), "\n"); n > most {
			t.Errorf("%s has %d lines, and %d are the most: part it by what it is about", path, n, most)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ofVariant reports whether an expression is the name of a variant.
func ofVariant(x ast.Expr) bool {
	if call, ok := x.(*ast.CallExpr); ok {
		x = call.Fun
	}
	s, ok := x.(*ast.SelectorExpr)
	return ok && s.Sel.Name == "Variant"
}

// literal is the text of a string literal, or "".
func literal(x ast.Node) string {
	if l, ok := x.(*ast.BasicLit); ok && l.Kind == token.STRING {
		s, _ := strconv.Unquote(l.Value) // the parser has read it
		return s
	}
	return ""
}

// eachNode calls do with each node of the Go files of a folder, tests aside.
func eachNode(t *testing.T, dir string, do func(at token.Position, n ast.Node)) {
	t.Helper()
	files := token.NewFileSet()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		tree, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if n != nil {
				do(files.Position(n.Pos()), n)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
