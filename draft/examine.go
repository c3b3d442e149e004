package draft

import (
	"errors"
	"slices"
	"sync"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/check"
)

// An Examination is all that is found of a deal: what the checks say, what assembly
// finds, and the values of which the agreement says nothing, sorted together.
type Examination struct {
	*check.Report
	Result *assemble.Result // the agreement, with its trace; nil where none can be made
}

// Examine runs the checks of a deal, and tries its agreement.
func Examine(deal *assemble.Deal) *Examination {
	x, rest := examine(deal)
	rest()
	return x
}

// MakeExamined is [Examine] and [Make] of one assembly: the agreement is printed while
// it is examined. The error is that of Make.
func MakeExamined(deal *assemble.Deal, o Options) (*Examination, *Product, error) {
	x, rest := examine(deal)
	defer rest()
	if x.Result == nil || o.Annex { // Make says why; an annex is no part of what is examined
		p, err := Make(deal, o)
		return x, p, err
	}
	if err := check.References(deal.File).Err(); err != nil {
		return x, nil, err
	}
	res, doc := *x.Result, *x.Result.Document
	if res.Document = &doc; o.Final {
		doc.Status = agreement.Final
	}
	p, err := o.print(&res)
	return x, p, err
}

// examine assembles a deal while it is checked; the rest, which goes on, is waited for
// and put together by what it gives.
func examine(deal *assemble.Deal) (x *Examination, rest func()) {
	checked := ahead(func() *check.Report { return check.Run(deal) })
	silent := func() agreement.Problems { return nil }
	x = &Examination{}
	res, err := deal.Assemble(assemble.Options{Trace: true})
	var found agreement.Problems
	switch {
	case err == nil:
		x.Result, found = res, res.Problems
		silent = ahead(res.Trace.Silent)
	case !errors.As(err, &found):
		found.Add(&agreement.Problem{Message: err.Error()})
	case check.References(deal.File).Err() != nil: // what is named and not declared is told by the checks
		found = slices.DeleteFunc(slices.Clone(found), func(p *agreement.Problem) bool { return p.Pos.Filename != deal.File.Name })
	}
	return x, func() {
		x.Report = checked()
		x.Problems = slices.Concat(x.Problems, found, silent())
		x.Problems.Sort()
	}
}

// ahead begins what will be asked for. A panic is that of whoever asks.
func ahead[T any](f func() T) func() T {
	once := sync.OnceValue(f)
	go func() {
		defer func() { _ = recover() }() // raised again where the result is asked for
		once()
	}()
	return once
}
