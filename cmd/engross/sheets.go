package main

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
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
			case e.Name() == "redline.pdf" || strings.HasSuffix(e.Name(), ".redline.pdf"): // as renew and batch write it, without a term sheet
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

// openSheet reads a term sheet, or the agreement that carries one; unproved is why that
// is not proved to be what its pages say, where the opener goes on all the same.
func (a *app) openSheet(open draft.Opener, name string) (f *schema.File, unproved *agreement.Problem, err error) {
	shown, r, err := a.read(name)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	head := make([]byte, 5)
	n, _ := io.ReadFull(r, head) // a shorter file is no agreement
	rest := io.MultiReader(bytes.NewReader(head[:n]), r)
	if !carries(head[:n]) {
		f, err = schema.Read(shown, rest)
		return f, nil, err
	}
	data, err := io.ReadAll(rest)
	if err != nil {
		return nil, nil, unreadable(name, err)
	}
	carried, err := takenOut(open, shown, data)
	if err != nil {
		return nil, nil, err
	}
	f, err = schema.Load(shown, carried.Best())
	return f, carried.Unproved, err
}

// openLaid is openSheet with what --over and --set lay over the term sheet; what is not
// proved is reported.
func (a *app) openLaid(open draft.Opener, name string) (*schema.File, error) {
	f, unproved, err := a.openSheet(open, name)
	if unproved != nil {
		a.report(agreement.Problems{unproved})
	}
	if err != nil {
		return nil, err
	}
	return a.laid(f)
}

// carries reports whether a file begins as a PDF or a Word file does.
func carries(head []byte) bool {
	return bytes.HasPrefix(head, []byte("%PDF-")) || bytes.HasPrefix(head, []byte("PK\x03\x04"))
}

// takenOut is what an agreement carries.
func takenOut(open draft.Opener, name string, file []byte) (*draft.Carried, error) {
	if bytes.HasPrefix(file, []byte("PK")) {
		return open.Word(name, file)
	}
	return open.PDF(name, file)
}
