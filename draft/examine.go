package draft

import (
	"errors"
	"slices"

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
	x := &Examination{Report: check.Run(deal)}
	res, err := deal.Assemble(assemble.Options{Trace: true})
	var found agreement.Problems
	switch {
	case err == nil:
		x.Result = res
		found = slices.Concat(res.Problems, res.Trace.Silent())
	case !errors.As(err, &found):
		found.Add(&agreement.Problem{Message: err.Error()})
	}
	x.Problems = slices.Concat(x.Problems, found)
	x.Problems.Sort()
	return x
}
