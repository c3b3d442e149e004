package main

import (
	"errors"
	"io/fs"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/cmd/library"
)

// openLibrary is the built-in library, or a user's own laid over it, opened once.
func (a *app) openLibrary() (*assemble.Library, error) {
	lib, err := a.opening()
	if err == nil {
		a.opened = lib
	}
	return lib, err
}

// openAhead begins to open the library while something else is read.
func (a *app) openAhead() {
	go func() {
		defer func() { _ = recover() }() // raised again where the library is asked for
		_, _ = a.opening()
	}()
}

// openIn opens the library of a folder laid over the built-in one, or that alone.
func openIn(dir string) (*assemble.Library, error) {
	lib, err := library.Open(dir)
	return lib, noLibrary(dir, err)
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
