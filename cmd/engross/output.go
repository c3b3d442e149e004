package main

import (
	"os"

	"github.com/engross/engross/batch"
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
		if err := batch.WriteFile(f.name, f.data); err != nil {
			return &usageError{message: "cannot write " + f.name + ": " + cause(err)}
		}
	}
	return nil
}
