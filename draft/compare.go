package draft

import (
	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// Compare is the redline between the agreements of two deals, each change with the
// values of the term sheet that cause it.
func Compare(old, new *assemble.Deal) (*redline.Result, error) {
	was, err := old.Assemble(assemble.Options{})
	if err != nil {
		return nil, err
	}
	is, err := new.Assemble(assemble.Options{})
	if err != nil {
		return nil, err
	}
	res, err := redline.Diff(was.Document, is.Document)
	if err != nil {
		return nil, err
	}
	return res, Explain(res, new.Library(), old.File, new.File)
}

// Explain says of each change of a redline which values of the two term sheets
// cause it.
func Explain(res *redline.Result, lib *assemble.Library, old, new *schema.File) error {
	var terms []redline.TermChange
	for _, c := range schema.Changes(old, new) {
		terms = append(terms, redline.TermChange{Pointer: c.Pointer, Path: c.Path, Before: schema.Plain(c.Before), After: schema.Plain(c.After)})
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
