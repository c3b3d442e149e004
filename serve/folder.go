package serve

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/engross/engross/schema"
)

// A Folder is the term sheets that are served: files of one folder of the disk, and
// nothing outside it. They are the state; what is kept beside them is how to undo.
type Folder struct {
	root *os.Root
	only string   // the one file served, or ""
	undo *os.Root // where earlier states are kept, or nil: then in memory
	mu   sync.Mutex

	steps map[string]*steps
	put   map[string][]asideItem // set aside, where nothing is kept on disk
	began map[string][]byte      // starters, where nothing is kept on disk
}

// OpenFolder opens a folder. With only, no other term sheet in it is seen. What is
// needed to undo is kept in the folder undo, which is not the one served, so that it
// outlives a crash; "" keeps it in memory.
func OpenFolder(dir, only, undo string) (*Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{root: root, only: only, steps: map[string]*steps{}}
	if undo != "" {
		if f.undo, err = os.OpenRoot(undo); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// Close lets go of the folder.
func (f *Folder) Close() error {
	if f.undo != nil {
		f.undo.Close()
	}
	return f.root.Close()
}

// most is how many term sheets of a folder are listed.
const mostListed = 2000

// Names are the term sheets of the folder, sorted.
func (f *Folder) Names() ([]string, error) {
	if f.only != "" {
		return []string{f.only}, nil
	}
	dir, err := f.root.Open(".")
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	entries, err := dir.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && isSheetName(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names[:min(len(names), mostListed)], nil
}

// isSheetName reports whether a file may be a term sheet, by its name: a plain name,
// nothing that leads elsewhere.
func isSheetName(name string) bool {
	ending := strings.HasSuffix(name, ".json") || strings.HasSuffix(name, ".jsonc")
	return ending && fs.ValidPath(name) && !strings.ContainsAny(name, "/\\:\x00") && !strings.HasPrefix(name, ".") && !strings.HasSuffix(name, ".schema.json")
}

// named refuses a name that is no term sheet of the folder.
func (f *Folder) named(name string) error {
	if !isSheetName(name) || f.only != "" && name != f.only {
		return &Refusal{404, "there is no term sheet " + quoted(name) + " here", "the operation files lists them; a name has no folders in it and ends in .json"}
	}
	return nil
}

// Read is the text of a term sheet.
func (f *Folder) Read(name string) ([]byte, error) {
	if err := f.named(name); err != nil {
		return nil, err
	}
	file, err := openPlain(f.root, name)
	if errors.Is(err, errNotPlain) {
		return nil, &Refusal{422, name + " is no ordinary file", "only ordinary files are served"}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &Refusal{404, "there is no term sheet " + quoted(name) + " here", "it may have been renamed or deleted; the operation files lists those that are there"}
	}
	if err != nil {
		return nil, &Refusal{422, name + " cannot be read", "look at its permissions"}
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, schema.MaxBytes+1))
	if err != nil || len(text) > schema.MaxBytes {
		return nil, &Refusal{422, name + " cannot be read whole", fmt.Sprintf("a term sheet has at most %d MB", schema.MaxBytes>>20)}
	}
	return text, nil
}

var errNotPlain = errors.New("it is no ordinary file")

// openPlain opens a file that is one: to open a pipe would be to wait for who writes it.
func openPlain(root *os.Root, path string) (*os.File, error) {
	info, err := root.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotPlain
	}
	return root.Open(path)
}

// Revision names a text: whoever changes a file names the one that was seen.
func Revision(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// errChanged refuses a change of a file that is no longer as it was seen.
func errChanged(name string) error {
	return &Refusal{412, name + " was changed meanwhile, here or in another window or program", "look at it as it is now, and change it again; nothing was overwritten"}
}

// Replace writes a term sheet, whole or not at all, if it is still as it was seen;
// revision "" is for a file that is not there yet.
func (f *Folder) Replace(name, seen string, text []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.replace(name, seen, text)
}

func (f *Folder) replace(name, seen string, text []byte) error {
	now, err := f.Read(name)
	var r *Refusal
	absent := errors.As(err, &r) && r.Status == 404
	switch {
	case err != nil && !(absent && seen == "" && f.named(name) == nil):
		return err
	case err == nil && seen == "":
		return &Refusal{409, "there is a " + quoted(name) + " already", "choose another name"}
	case err == nil && Revision(now) != seen:
		return errChanged(name)
	}
	return writeWhole(f.root, name, text, seen == "")
}

// writeWhole writes a file to a temporary name beside it, syncs and renames it. A new
// file is linked, not renamed, so that one that appeared meanwhile stays.
func writeWhole(root *os.Root, name string, text []byte, fresh bool) (err error) {
	temporary := ".engross-" + rand.Text()
	mode := fs.FileMode(0o644)
	if info, err := root.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	file, err := root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return unwritable(name, err)
	}
	defer func() {
		if err != nil {
			file.Close()
			root.Remove(temporary)
		}
	}()
	if _, err = file.Write(text); err != nil {
		return unwritable(name, err)
	}
	if err = file.Sync(); err != nil {
		return unwritable(name, err)
	}
	if err = file.Close(); err != nil {
		return unwritable(name, err)
	}
	if !fresh {
		if err = root.Rename(temporary, name); err != nil {
			return unwritable(name, err)
		}
		return nil
	}
	if err = root.Link(temporary, name); err != nil {
		return unwritable(name, err)
	}
	return root.Remove(temporary)
}

func unwritable(name string, err error) error {
	why := "it cannot be written"
	switch {
	case errors.Is(err, fs.ErrPermission):
		why = "the folder may not be written to"
	case errors.Is(err, fs.ErrExist):
		why = "a file of that name is there already"
	}
	return &Refusal{422, quoted(name) + " was not written: " + why, "nothing was changed"}
}
