// Package docket reads the rights of a firm out of the tables in which offices,
// databases and docketing systems keep them, and brings them into a term sheet.
//
// A [Mapping] says what the columns of a table are. [Read] takes the rows as
// publications or as cases, and puts the publications of one application together: a
// [Right] is one application and what became of it. [Docket.Into] brings the rights
// into the source of a term sheet, whose comments and order stay.
//
// A number is repaired only where it is known which kind of number it is, and then
// it is said. What cannot be read is a problem with its row, never a guess.
package docket

import (
	"fmt"
	"go/token"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/portfolio"
	"github.com/engross/engross/schema"
)

// Options say how a table is read.
type Options struct {
	Mapping *Mapping           // nil: that among the shipped ones whose header it has
	Dates   schema.DateOrder   // of dates in text, over that of the mapping
	Sheet   *schema.TermSheet  // whose parties own what is in the table
	Aliases *portfolio.Aliases // names of one party
}

// A Docket is what a table holds.
type Docket struct {
	Mapping  *Mapping
	Rows     int // that hold something
	Rights   []*Right
	Unused   []string           // columns of which nothing is taken
	Problems agreement.Problems // of the rows, and of what was taken for what
}

// A Right is one application and what became of it.
type Right struct {
	Asset      schema.Asset // as a term sheet writes it, without an id
	Raw        string       // its number as the table writes it
	Sort       Sort         // which of its numbers that is
	Digits     string       // the number without office, kind and punctuation
	Rows       []int        // of the table
	Row        int          // that which counts
	Bound      schema.Date  // it expires no later than this, if the table does not say when
	Rule       string       // the rule of the bound, or why there is none
	Disclaimed bool         // the table says that there is a terminal disclaimer

	keys []string // all its numbers
}

// Read reads a table: a workbook or CSV. The error is [agreement.Problems]: it is no
// table of rights. What is wrong with single rows is among the problems of the docket,
// and rows with errors are in no right.
func Read(name string, src []byte, o Options) (*Docket, error) {
	t, err := openTable(name, src, o.Mapping)
	if err != nil {
		return nil, err
	}
	r := &reader{table: t, options: o, docket: &Docket{Mapping: t.mapping, Unused: t.unused}, owners: ownersOf(o.Sheet, o.Aliases), asked: map[string]bool{}}
	if r.dates = o.Dates; r.dates == schema.ISODates {
		r.dates = t.mapping.Dates
	}
	var lines []*line
	for row, err := range t.rows() {
		if err != nil {
			return nil, err
		}
		r.docket.Rows++
		if l := r.line(row); l != nil {
			lines = append(lines, l)
		}
	}
	for _, group := range r.group(lines) {
		if right := r.right(group); right != nil {
			r.docket.Rights = append(r.docket.Rights, right)
		}
	}
	slices.SortStableFunc(r.docket.Rights, func(a, b *Right) int { return a.Rows[0] - b.Rows[0] })
	r.tell()
	return r.docket, nil
}

// A reader makes rights of the rows of a table.
type reader struct {
	table   *table
	options Options
	dates   schema.DateOrder
	docket  *Docket
	owners  *owners
	asked   map[string]bool // names of owners of which it was told that they are no party
	found   []finding
}

// A finding is what is to be said of a cell or of a row.
type finding struct {
	severity      agreement.Severity
	id, column    string
	row, at       int    // line of the table, and its column from 1
	message, hint string // of this one
	many          string // of several: "%d cells of COLUMN ...", to which examples are added
}

func (r *reader) find(f finding) { r.found = append(r.found, f) }

// mostShown is how many findings of one kind are told one by one.
const mostShown = 3

// tell makes problems of the findings: those of one kind in one column are one problem
// where there are many.
func (r *reader) tell() {
	type kind struct{ id, column, many string }
	of, order := map[kind][]finding{}, []kind(nil)
	for _, f := range r.found {
		k := kind{f.id, f.column, f.many}
		if of[k] == nil {
			order = append(order, k)
		}
		of[k] = append(of[k], f)
	}
	for _, k := range order {
		list := of[k]
		if k.many == "" || len(list) <= mostShown {
			for _, f := range list {
				r.problem(f, f.message)
			}
			continue
		}
		var rows []string
		for _, f := range list[:mostShown] {
			rows = append(rows, fmt.Sprint(f.row))
		}
		r.problem(list[0], fmt.Sprintf(k.many, len(list))+fmt.Sprintf(" (rows %s and %d more)", strings.Join(rows, ", "), len(list)-mostShown))
	}
	r.docket.Problems.Sort()
}

func (r *reader) problem(f finding, message string) {
	r.docket.Problems.Add(&agreement.Problem{Severity: f.severity, ID: f.id, Pos: token.Position{Filename: r.table.name, Line: f.row, Column: max(1, f.at)}, Message: message, Hint: f.hint})
}
