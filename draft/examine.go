package draft

import (
	"errors"
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/check"
)

// Examine tries the agreement of a deal, runs the checks and looks for values of
// which the agreement says nothing. The problems of all are in the report, sorted;
// the document is nil where none can be made. An error is none of the deal's.
func Examine(deal *assemble.Deal) (*check.Report, *agreement.Document, error) {
	report := check.Run(deal)
	var assembly agreement.Problems
	var doc *agreement.Document
	var silent agreement.Problems
	if res, err := deal.Assemble(assemble.Options{Trace: true}); err == nil {
		assembly, doc, silent = res.Problems, res.Document, res.Trace.Silent()
	} else if !errors.As(err, &assembly) {
		return nil, nil, err
	}
	report.Problems = slices.Concat(report.Problems, assembly, silent)
	report.Problems.Sort()
	return report, doc, nil
}
