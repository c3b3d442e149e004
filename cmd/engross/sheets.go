package main

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

// sheetKinds are the files that hold a term sheet, or an agreement that carries one.
var sheetKinds = []string{".json", ".jsonc", ".pdf", ".docx"}

// sheetFiles are the files that names stand for, in order: a folder stands for the
// term sheets and agreements in it and in the folders of it.
func sheetFiles(names []string) ([]string, error) {
	var list []string
	for _, name := range names {
		info, err := os.Stat(name)
		switch {
		case name == "-" || err == nil && !info.IsDir():
			list = append(list, name)
			continue
		case err != nil:
			return nil, unreadable(name, err)
		}
		before := len(list)
		err = filepath.WalkDir(name, func(path string, e fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return unreadable(path, err)
			case strings.HasPrefix(e.Name(), ".") && path != name:
				if e.IsDir() {
					return filepath.SkipDir
				}
			case e.Type().IsRegular() && slices.Contains(sheetKinds, strings.ToLower(filepath.Ext(path))):
				list = append(list, path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if len(list) == before {
			return nil, &usageError{message: "there is no term sheet (.json, .jsonc) or agreement (.pdf, .docx) in " + name, hint: "name the folder that holds them"}
		}
	}
	return list, nil
}

// openSheet reads a term sheet, or the agreement that carries one.
func (a *app) openSheet(open draft.Opener, name string) (*schema.File, error) {
	shown, r, err := a.read(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head := make([]byte, 5)
	n, _ := io.ReadFull(r, head) // a shorter file is no agreement
	rest := io.MultiReader(bytes.NewReader(head[:n]), r)
	if !carries(head[:n]) {
		return schema.Read(shown, rest)
	}
	data, err := io.ReadAll(rest)
	if err != nil {
		return nil, unreadable(name, err)
	}
	source, err := carriedSheet(open, shown, data)
	if err != nil {
		return nil, err
	}
	return schema.Load(shown, source)
}

// openLaid is openSheet with what --over and --set lay over the term sheet.
func (a *app) openLaid(open draft.Opener, name string) (*schema.File, error) {
	f, err := a.openSheet(open, name)
	if err != nil {
		return nil, err
	}
	return a.laid(f)
}

// carries reports whether a file begins as a PDF or a Word file does.
func carries(head []byte) bool {
	return bytes.HasPrefix(head, []byte("%PDF-")) || bytes.HasPrefix(head, []byte("PK\x03\x04"))
}

// carriedSheet is the term sheet that an agreement carries.
func carriedSheet(open draft.Opener, name string, file []byte) ([]byte, error) {
	take := open.PDF
	if bytes.HasPrefix(file, []byte("PK")) {
		take = open.Word
	}
	carried, err := take(name, file)
	if err != nil {
		return nil, err
	}
	return carried.Best(), nil
}
