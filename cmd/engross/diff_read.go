package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/format/word"
	"github.com/engross/engross/schema"
)

// A draftInput is one side of a comparison.
type draftInput struct {
	name string
	doc  *agreement.Document
	text string        // the Markdown that was read or would be printed
	file *schema.File  // the term sheet, where there is one
	word *word.Reading // what a Word file says besides, where it is one
}

// opening gives the library, once a draft needs it: two Markdown files do not.
type opening func() (draft.Opener, error)

// opened is the opening of a library that is at hand.
func opened(lib *assemble.Library) opening {
	return func() (draft.Opener, error) { return draft.Opener{Library: lib}, nil }
}

// bothSides reads both drafts, and makes the standard of the one for the other.
func (a *app) bothSides(open opening, oldName, newName string) ([2]*draftInput, error) {
	var sides [2]*draftInput
	for i, name := range []string{oldName, newName} {
		if name == "standard" {
			if i == 1 && a.lays() {
				return sides, notLaid(name)
			}
			continue
		}
		var sent *agreement.Document
		if i == 1 && sides[0] != nil {
			sent = sides[0].doc
		}
		side, err := a.readDraft(open, name, sent)
		if err == nil && i == 1 && a.lays() {
			side, err = a.whatIf(open, side)
		}
		if err != nil {
			return sides, err
		}
		sides[i] = side
	}
	for i := range sides {
		if sides[i] == nil {
			other := sides[1-i]
			if other.file == nil {
				return sides, &usageError{message: "standard needs a term sheet on the other side", hint: other.name + " carries none"}
			}
			opened, err := open()
			if err != nil {
				return sides, err
			}
			side, err := standardOf(opened.Library, other.file)
			if err != nil {
				return sides, err
			}
			sides[i] = side
		}
	}
	return sides, nil
}

// whatIf is the draft of a term sheet with what --over and --set lay over it.
func (a *app) whatIf(open opening, side *draftInput) (*draftInput, error) {
	if side.file == nil {
		return nil, notLaid(side.name)
	}
	file, err := a.laid(side.file)
	if err != nil {
		return nil, err
	}
	opened, err := open()
	if err != nil {
		return nil, err
	}
	return assembled(opened.Library, file)
}

func notLaid(name string) error {
	return &usageError{message: "--set or --over, and " + name + " is no term sheet", hint: "they are for NEW: engross diff deal.json deal.json --set escrow.objection_days=12"}
}

// readDraft reads a draft, whatever it is: told by how it begins and, where that
// leaves it open, by its name. Sent is what it may be a copy of, or nil.
func (a *app) readDraft(open opening, name string, sent *agreement.Document) (*draftInput, error) {
	shown, r, err := a.read(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	const enough = 512
	head := make([]byte, enough)
	n, _ := io.ReadFull(r, head) // what is wrong with it shows when all is read
	if n == 0 {
		return nil, &usageError{message: shown + " is empty", hint: "there is nothing to compare; a file that is new, or was deleted, has no other draft"}
	}
	rest := io.LimitReader(io.MultiReader(bytes.NewReader(head[:n]), r), word.MaxFile+1) // one more: too much for a reader
	sort := sortOf(name, head[:n])
	var opened draft.Opener
	if sort == pdfDraft || sort == sheetFile {
		if opened, err = open(); err != nil {
			return nil, err
		}
	}
	switch sort {
	case pdfDraft:
		return a.readPDF(opened, shown, rest)
	case wordDraft:
		return a.readWord(shown, rest, sent)
	case markdownDraft:
		data, err := io.ReadAll(rest)
		if err != nil {
			return nil, unreadable(name, err)
		}
		if len(data) > word.MaxFile {
			return nil, &usageError{message: fmt.Sprintf("%s has more than %d bytes", shown, word.MaxFile), hint: "that is no agreement; name the file that you mean"}
		}
		data = bytes.TrimPrefix(data, []byte(byteOrderMark))
		doc, err := markdown.Read(shown, data)
		if err != nil {
			return nil, err
		}
		return &draftInput{name: shown, doc: doc, text: string(data)}, nil
	case sheetFile:
	}
	file, err := schema.Read(shown, rest)
	if err != nil {
		return nil, err
	}
	return assembled(opened.Library, file)
}

// readWord reads a Word file, with its tracked changes accepted, and tells what is in
// it besides words.
func (a *app) readWord(shown string, r io.Reader, sent *agreement.Document) (*draftInput, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, unreadable(shown, err)
	}
	reading, err := word.Read(shown, data, sent)
	if err != nil {
		return nil, err
	}
	a.report(reading.Problems)
	return &draftInput{name: shown, doc: reading.Accepted, word: reading}, nil
}

// redlined reads the Word file with tracked changes that was sent, if one is named.
func (a *app) redlined(name string, sent *agreement.Document) (*word.Reading, error) {
	if name == "" {
		return nil, nil
	}
	shown, r, err := a.read(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, word.MaxFile+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	return word.Read(shown, data, sent)
}

// A draftSort is what sort of file a draft is in.
type draftSort uint8

const (
	sheetFile draftSort = iota
	markdownDraft
	pdfDraft
	wordDraft
)

// byteOrderMark is what some programs begin a text with.
const byteOrderMark = "\ufeff"

func sortOf(name string, head []byte) draftSort {
	switch {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return pdfDraft
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")), bytes.HasPrefix(head, []byte(`{\rtf`)):
		return wordDraft
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json", ".jsonc", ".hujson":
		return sheetFile
	case ".md", ".markdown", ".txt":
		return markdownDraft
	}
	words := bytes.TrimSpace(bytes.TrimPrefix(head, []byte(byteOrderMark)))
	if len(words) == 0 || bytes.HasPrefix(words, []byte("{")) || bytes.HasPrefix(words, []byte("//")) || bytes.HasPrefix(words, []byte("/*")) {
		return sheetFile
	}
	return markdownDraft
}

// readPDF assembles the term sheet that a PDF carries, once the file is proved.
func (a *app) readPDF(open draft.Opener, shown string, r io.Reader) (*draftInput, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, unreadable(shown, err)
	}
	carried, err := open.PDF(shown, data)
	if err != nil {
		return nil, err
	}
	side, err := sheetDraft(open.Library, shown, carried.Best())
	if err == nil && carried.Unproved != nil {
		a.report(agreement.Problems{carried.Unproved})
		side.name += " (not verified)"
	}
	return side, err
}

func sheetDraft(lib *assemble.Library, name string, sheet []byte) (*draftInput, error) {
	file, err := schema.Load(name, sheet)
	if err != nil {
		return nil, err
	}
	return assembled(lib, file)
}

func assembled(lib *assemble.Library, file *schema.File) (*draftInput, error) {
	res, err := lib.Assemble(file, assemble.Options{})
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := markdown.Write(&b, res.Document); err != nil {
		return nil, err
	}
	return &draftInput{name: file.Name, doc: res.Document, text: b.String(), file: file}, nil
}

// standardOf is the same deal at the balanced defaults: its facts, without the
// values and choices for which the library has a balanced default.
func standardOf(lib *assemble.Library, file *schema.File) (*draftInput, error) {
	sheet, err := lib.Standard(file)
	if err != nil {
		return nil, err
	}
	data, err := schema.Canonical(sheet)
	if err != nil {
		return nil, err
	}
	return sheetDraft(lib, "balanced standard of "+filepath.Base(file.Name), data)
}
