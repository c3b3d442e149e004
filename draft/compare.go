package draft

import (
	"reflect"
	"slices"
	"strings"

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
		keepFigures(res.Changes, old.File)
	case old.File != nil:
		err = explain(res, lib, old.File, new.File)
	}
	return res, err
}

// keepFigures leaves of the values behind a figure that changed those that are figures,
// where there are some: a name or a kind by which it was found is no part of it.
func keepFigures(changes []redline.Change, file *schema.File) {
	var words map[string]bool
	for i := range changes {
		c := &changes[i]
		if c.Kind != redline.Number || len(c.Causes) < 2 {
			continue
		}
		if words == nil {
			words = map[string]bool{}
			file.EachStated(file.Sheet, func(_ int, pointer string, v reflect.Value) {
				words[pointer] = v.Kind() == reflect.String && !strings.ContainsAny(v.String(), "0123456789")
			})
		}
		isWord := func(c redline.Cause) bool { return words[c.Pointer] }
		if left := slices.DeleteFunc(slices.Clone(c.Causes), isWord); len(left) > 0 {
			c.Causes = left
		}
	}
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
