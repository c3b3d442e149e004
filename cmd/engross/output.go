package main

import (
	"os"
	"path/filepath"
)

// An outFile is a file to be written.
type outFile struct {
	name string
	data []byte
}

// writeFiles writes files, each whole or not at all: to a temporary name in the
// same folder, synced, then renamed. Without force nothing is written if one of
// them exists.
func writeFiles(files []outFile, force bool) error {
	if !force {
		for _, f := range files {
			if _, err := os.Lstat(f.name); err == nil {
				return &usageError{message: f.name + " exists", hint: "write to another folder with --to, or overwrite it with --force"}
			}
		}
	}
	for _, f := range files {
		if err := writeFile(f); err != nil {
			return &usageError{message: "cannot write " + f.name + ": " + cause(err)}
		}
	}
	return nil
}

func writeFile(f outFile) (err error) {
	t, err := os.CreateTemp(filepath.Dir(f.name), ".engross-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			t.Close()
			os.Remove(t.Name())
		}
	}()
	if _, err = t.Write(f.data); err != nil {
		return err
	}
	if err = t.Chmod(0o644); err != nil {
		return err
	}
	if err = t.Sync(); err != nil {
		return err
	}
	if err = t.Close(); err != nil {
		return err
	}
	return os.Rename(t.Name(), f.name)
}
