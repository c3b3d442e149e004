package library

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// mostFile is how many bytes a file of a library may have.
const mostFile = 4 << 20

// A tree is a folder that somebody sent: what leads out of it, is no plain file, or
// is larger than a clause can be is not opened.
type tree struct{ files fs.FS }

// treeOf is the tree of a folder. It is empty where there is none.
func treeOf(dir string) fs.FS {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return tree{os.DirFS(dir)} // which says why
	}
	return tree{root.FS()}
}

func (t tree) Open(name string) (fs.File, error) {
	info, err := fs.Stat(t.files, name)
	switch {
	case err != nil && strings.Contains(err.Error(), "escapes"):
		return nil, &fs.PathError{Op: "open", Path: name, Err: fmt.Errorf("%s is a link that leads out of the library", name)}
	case err != nil:
		return nil, err
	case info.IsDir():
	case !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "open", Path: name, Err: fmt.Errorf("%s is no plain file", name)}
	case info.Size() > mostFile:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fmt.Errorf("%s is larger than %d MB", name, mostFile>>20)}
	}
	return t.files.Open(name)
}
