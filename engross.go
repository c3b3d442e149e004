// Package engross makes, checks and compares agreements for cross-licensing
// intellectual property, in few names. What is behind them, and more, is in the
// packages beside: schema (term sheets), assemble (clauses and deals), check,
// money, draft, redline, renew, batch, and one package for each format.
//
//	deal, err := engross.Load("deal.json", source)
//	if err != nil {
//		return err // all that is wrong, each at its line, with what to do
//	}
//	report := deal.Check()
//	product, err := deal.Draft(draft.Markdown, draft.PDF)
//
// Nothing here reads a clock, the network or the environment: the same term sheet
// and library give the same bytes. A [Deal] may be used by several goroutines.
// Its output is not legal advice.
package engross

import (
	"sync"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/check"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

// Library is the built-in library of clauses, read when first asked for. One of
// your own is opened by [assemble.Open]; its Resolve gives the deal of a term sheet.
var Library = sync.OnceValues(func() (*assemble.Library, error) {
	lib, err := assemble.OpenVetted(clauses.FS, templates.FS)
	if err != nil {
		return nil, err
	}
	return lib.WithDating(calendar.KeyDates), nil
})

// A Deal is a term sheet with the choices that the library makes for it. Its Sheet has
// the defaults that were taken; what was given is File.Sheet.
type Deal struct{ *assemble.Deal }

// Load reads a term sheet, JSON with comments, and resolves it against the built-in
// library. The name stands in messages. The error is agreement.Problems with
// all that is wrong.
func Load(name string, source []byte) (*Deal, error) {
	file, err := schema.Load(name, source)
	if err != nil {
		return nil, err
	}
	return resolve(file)
}

// New resolves a term sheet that a program built.
func New(sheet *schema.TermSheet) (*Deal, error) {
	return resolve(&schema.File{Name: "term sheet", Sheet: sheet})
}

func resolve(file *schema.File) (*Deal, error) {
	lib, err := Library()
	if err != nil {
		return nil, err
	}
	deal, err := lib.Resolve(file)
	if err != nil {
		return nil, err
	}
	return &Deal{deal}, nil
}

// Check is all that is wrong or risky: the semantic checks, what assembly finds,
// and the values of which the agreement says nothing.
func (d *Deal) Check() *check.Report { return draft.Examine(d.Deal).Report }

// Draft makes the files of the agreement; without formats, Markdown and PDF.
func (d *Deal) Draft(formats ...draft.Format) (*draft.Product, error) {
	if len(formats) == 0 {
		formats = []draft.Format{draft.Markdown, draft.PDF}
	}
	return draft.Make(d.Deal, draft.Options{Formats: formats})
}

// Diff is the redline from this agreement to another, each change with the values
// of the term sheet that cause it.
func (d *Deal) Diff(next *Deal) (*redline.Result, error) {
	old, err := d.compared()
	if err != nil {
		return nil, err
	}
	new, err := next.compared()
	if err != nil {
		return nil, err
	}
	return draft.Compare(next.Library(), old, new)
}

func (d *Deal) compared() (draft.Compared, error) {
	made, err := d.Assemble(assemble.Options{})
	if err != nil {
		return draft.Compared{}, err
	}
	return draft.Compared{Name: made.Document.Reference, Document: made.Document, File: d.File}, nil
}
