// Package library opens the library of clauses of a command: the built-in one, or a
// user's own laid over it.
package library

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/format/house"
	"github.com/engross/engross/templates"
)

// Open opens the built-in library, or that of a folder laid over it.
func Open(dir string) (*assemble.Library, error) {
	if dir == "" {
		lib, err := assemble.OpenVetted(clauses.FS, templates.FS)
		if err != nil {
			return nil, err
		}
		return lib.WithDating(calendar.KeyDates), nil
	}
	own, err := FoldersIn(dir)
	if err != nil {
		return nil, err
	}
	return own.Open()
}

// Open opens the library of a folder, laid over the built-in one. With problems there
// may be a library all the same.
func (o *Folders) Open() (*assemble.Library, error) {
	style, badStyle := house.Read(treeOf(o.dir))
	lib, err := assemble.Open(overlay{o.clauses, clauses.FS}, overlay{o.templates, templates.FS})
	if lib == nil {
		return nil, o.place(err)
	}
	var problems, more agreement.Problems
	errors.As(err, &problems)
	errors.As(badStyle, &more)
	return lib.WithHouse(style).WithDating(calendar.KeyDates), o.place(append(problems, more...).Err())
}

// A Mistake is a folder that holds no library.
type Mistake struct{ Message, Hint string }

func (e *Mistake) Error() string { return e.Message }

// Folders is a user's library: the folders of its clauses and templates, either of
// which may be missing.
type Folders struct {
	dir, clausesDir    string
	clauses, templates fs.FS
}

// FoldersIn finds the clauses and templates in a folder: in its subfolders of
// these names, or, where it has neither, clauses in the folder itself.
func FoldersIn(dir string) (*Folders, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &Mistake{Message: dir + " is not a folder", Hint: "name a folder with clauses/ and templates/ in it"}
	}
	has := func(name string) bool {
		info, err := os.Stat(filepath.Join(dir, name))
		return err == nil && info.IsDir()
	}
	o := &Folders{dir: dir, clausesDir: filepath.Join(dir, "clauses"), templates: treeOf(filepath.Join(dir, "templates"))}
	_, noStyle := os.Stat(filepath.Join(dir, house.FileName))
	if !has("clauses") && !has("templates") && noStyle != nil {
		o.clausesDir = dir
	}
	o.clauses = treeOf(o.clausesDir)
	if noStyle == nil && !has("clauses") && hasFile(treeOf(dir), "topic.yaml", 2) {
		return nil, &Mistake{Message: "there are clauses in " + dir + " beside " + house.FileName, Hint: "move their folders into " + filepath.Join(dir, "clauses")}
	}
	if noStyle != nil && !hasFile(o.clauses, ".md", 1) && !hasFile(o.clauses, "topic.yaml", 1) && !hasFile(o.templates, ".yaml", 0) {
		return nil, &Mistake{Message: "there are no clauses, no templates and no " + house.FileName + " in " + dir,
			Hint: "check the path: a library has clauses/FAMILY/TOPIC.md, templates/NAME.yaml or a house style"}
	}
	return o, nil
}

// hasFile reports whether a tree has a file whose path ends in a suffix, at least
// so many folders down.
func hasFile(tree fs.FS, suffix string, depth int) bool {
	found := false
	_ = fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if found = err == nil && !d.IsDir() && strings.HasSuffix(name, suffix) && strings.Count(name, "/") >= depth; found {
			return fs.SkipAll
		}
		return nil
	})
	return found
}

// place names the user's own files in problems as the user would: with their
// folder before them.
func (o *Folders) place(err error) error {
	var ps agreement.Problems
	if !errors.As(err, &ps) {
		return err
	}
	for _, p := range ps {
		p.Pos.Filename = o.Path(p.Pos.Filename)
	}
	return ps
}

// Path is the file of a library as its user would name it.
func (o *Folders) Path(name string) string {
	if name == house.FileName {
		return filepath.Join(o.dir, name)
	}
	if rest, ok := strings.CutPrefix(name, "clauses/"); ok {
		if _, err := fs.Stat(o.clauses, rest); err == nil {
			return filepath.Join(o.clausesDir, rest)
		}
	}
	if rest, ok := strings.CutPrefix(name, "templates/"); ok {
		if _, err := fs.Stat(o.templates, rest); err == nil {
			return filepath.Join(o.dir, name)
		}
	}
	return name
}

// overlay is two trees of files as one: a file of upper hides the file of
// lower with the same name, and folders are merged.
type overlay struct{ upper, lower fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.upper.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.lower.Open(name)
	}
	return f, err
}

func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	upper, err := fs.ReadDir(o.upper, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	lower, errLower := fs.ReadDir(o.lower, name)
	if err != nil && errLower != nil {
		return nil, errLower
	}
	seen := map[string]bool{}
	all := slices.Concat(upper, lower)
	all = slices.DeleteFunc(all, func(e fs.DirEntry) bool {
		if seen[e.Name()] {
			return true
		}
		seen[e.Name()] = true
		return false
	})
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}
