package draft

import (
	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// A Compared is one of the two drafts of a comparison.
type Compared struct {
	Name     string // as it is printed
	Document *agreement.Document
	File     *schema.File // the term sheet that it was made from, or nil
}

// Compare makes the redline of two drafts. Where both come from term sheets of a library,
// each change has the values that brought it about; where the old one does alone, a
// value that was printed and edited by hand is named.
func Compare(lib *assemble.Library, old, new Compared) (*redline.Result, error) {
	was := old.Document
	byHand := old.File != nil && new.File == nil
	if byHand {
		traced, err := lib.Assemble(old.File, assemble.Options{Trace: true})
		if err != nil {
			return nil, err
		}
		was = traced.Document
	}
	res, err := redline.Diff(was, new.Document)
	if err != nil {
		return nil, err
	}
	res.Document.Compared = []string{old.Name, new.Name}
	switch {
	case byHand:
		redline.Trace(res, old.File.Spoken)
	case old.File != nil:
		err = explain(res, lib, old.File, new.File)
	}
	return res, err
}

// forChecks reports whether a value of a term sheet is for the checks alone.
func forChecks(path string) bool {
	fields, _ := schema.Explain(path)
	return len(fields) > 0 && fields[0].Checked != ""
}

// explain says of each change of a redline which values of the two term sheets
// cause it.
func explain(res *redline.Result, lib *assemble.Library, old, new *schema.File) error {
	var terms []redline.TermChange
	for _, c := range schema.Changes(old, new) {
		terms = append(terms, redline.TermChange{Pointer: c.Pointer, Path: c.Path, Before: schema.Plain(c.Before), After: schema.Plain(c.After), InHouse: forChecks(c.Path)})
	}
	return redline.Explain(res, terms, func(subset []int) (*agreement.Document, error) {
		file, err := schema.Mix(old, new, subset)
		if err != nil {
			return nil, err
		}
		mixed, err := lib.Assemble(file, assemble.Options{})
		if err != nil {
			return nil, err
		}
		return mixed.Document, nil
	})
}
