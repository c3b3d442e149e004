package batch

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// A lock keeps other runs from a shard of a folder until it is let go, or the
// process ends.
type lock struct{ file *flock.Flock }

func lockFolder(dir, suffix string) (*lock, error) {
	l := &lock{flock.New(filepath.Join(dir, temporary+"lock"+suffix))}
	free, err := l.file.TryLock()
	var pe *os.PathError
	switch {
	case errors.As(err, &pe):
		return nil, cannotWrite(dir, err)
	case err == nil && !(free && l.stands()):
		return nil, problem("batch-busy", dir, "another run of engross batch is at work in the folder", "wait until it has ended, or give another folder with --to")
	}
	return l, nil // some network file systems lock nothing
}

// stands reports whether the file that was locked is the one in the folder, and
// not one that another run has just taken away.
func (l *lock) stands() bool {
	locked, err1 := l.file.Stat()
	named, err2 := os.Stat(l.file.Path())
	return err1 == nil && err2 == nil && os.SameFile(locked, named)
}

func (l *lock) release() {
	_ = os.Remove(l.file.Path()) // if it stays it does no harm
	_ = l.file.Close()
}
