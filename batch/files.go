package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// WriteFile writes a file whole or not at all: to a temporary name in the same
// folder, synced, then renamed. What stood there is replaced.
func WriteFile(name string, data []byte) error {
	return folder{create: createTemp}.write(name, temporary, data)
}

// WritePrivate is WriteFile, of a file that only its owner can read.
func WritePrivate(name string, data []byte) error {
	return folder{create: createTemp, private: true}.write(name, temporary, data)
}

// temporary is how the names of files begin that are not yet whole.
const temporary = ".engross-"

// A tempFile is a file that is being written.
type tempFile interface {
	io.WriteCloser
	Name() string
	Sync() error
	Chmod(fs.FileMode) error
}

func createTemp(dir, pattern string) (tempFile, error) { return os.CreateTemp(dir, pattern) }

// A folder is where files are written. Tests put a disk that fills up in the
// place of create.
type folder struct {
	create  func(dir, pattern string) (tempFile, error)
	private bool // only their owner can read them
}

func (d folder) write(name, prefix string, data []byte) error {
	return d.fill(name, prefix, printed(data))
}

func printed(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

// fill is write, of what a function prints.
func (d folder) fill(name, prefix string, print func(io.Writer) error) error {
	s, err := d.stage(name, prefix, print)
	if err != nil {
		return err
	}
	return s.commit()
}

// A staged file is whole and durable, and lacks its name.
type staged struct{ temp, name string }

func (d folder) stage(name, prefix string, print func(io.Writer) error) (s staged, err error) {
	t, err := d.create(filepath.Dir(name), prefix+"*")
	if err != nil {
		return s, err
	}
	defer func() {
		if err != nil {
			t.Close()
			os.Remove(t.Name())
		}
	}()
	if err := print(t); err != nil {
		return s, err
	}
	return d.seal(t, name)
}

// seal makes a temporary file durable.
func (d folder) seal(t tempFile, name string) (staged, error) {
	if !d.private {
		if err := t.Chmod(0o644); err != nil {
			return staged{}, err
		}
	}
	if err := t.Sync(); err != nil {
		return staged{}, err
	}
	return staged{t.Name(), name}, t.Close()
}

// commit gives a file its name.
func (s staged) commit() error {
	err := os.Rename(s.temp, s.name)
	if err != nil {
		os.Remove(s.temp)
	}
	return err
}

// syncFolder makes the names in a folder durable. Not every system can; the
// files themselves are synced in any case.
func syncFolder(dir string) {
	if f, err := os.Open(dir); err == nil {
		_ = f.Sync()
		f.Close()
	}
}

// sweep removes what a run that was killed left unfinished.
func sweep(dir, prefix string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), prefix) && e.Type().IsRegular() {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// digest is the SHA-256 of some bytes, in hexadecimal.
func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// digestOf is the digest of a file, or "" where there is no such file.
func digestOf(name string) (string, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
