package main

import (
	"errors"
	"io/fs"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/cmd/library"
)

// openLibrary opens the built-in library, or a user's own laid over it, once.
func (a *app) openLibrary() (*assemble.Library, error) {
	if a.opened != nil {
		return a.opened, nil
	}
	lib, err := library.Open(a.library)
	if err == nil {
		a.opened = lib
	}
	return lib, noLibrary(a.library, err)
}

// noLibrary is the error about a folder that holds no library as one about the command.
func noLibrary(dir string, err error) error {
	var wrong *library.Mistake
	var no *fs.PathError
	switch {
	case errors.As(err, &wrong):
		return &usageError{message: wrong.Message, hint: wrong.Hint}
	case errors.As(err, &no):
		return unreadable(dir, err)
	}
	return err
}
