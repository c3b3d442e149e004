package excel

import (
	"bytes"
	"encoding/csv"
	"errors"
	"go/token"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// A CSV says how a spreadsheet wrote a table as text.
type CSV struct {
	Comma rune  // what stands between cells
	Skip  int64 // bytes before the first line of the table
	Above int   // lines before it
	Mark  bool  // it begins with a byte order mark
}

const byteOrderMark = "\ufeff"

// BeginCSV finds out where a table begins and what stands between its cells: after a
// byte order mark, and after a line such as "sep=;" by which spreadsheets say it.
func BeginCSV(start []byte) (c CSV) {
	rest := start
	if rest, c.Mark = bytes.CutPrefix(start, []byte(byteOrderMark)); c.Mark {
		c.Skip = int64(len(byteOrderMark))
	}
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	if said, ok := bytes.CutPrefix(bytes.TrimRight(line, "\r"), []byte("sep=")); ok && len(said) == 1 {
		c.Comma, c.Above = rune(said[0]), 1
		c.Skip += int64(len(line)) + 1
		return c
	}
	c.Comma = separator(string(rest))
	return c
}

// separator is the character between cells: what a spreadsheet writes depends on
// its language.
func separator(text string) rune {
	best, most := ',', 0
	for _, c := range []rune{',', ';', '\t'} {
		n, quoted := 0, false
		for _, r := range text {
			if r == '"' {
				quoted = !quoted
			}
			if r == '\n' && !quoted {
				break
			}
			if r == c && !quoted {
				n++
			}
		}
		if n > most {
			best, most = c, n
		}
	}
	return best
}

// CSVRows goes over the lines of a table in text (UTF-8), blank ones left out: each
// cell is [Words]. An error is [agreement.Problems]; no row follows it.
func CSVRows(name string, text []byte) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		began := BeginCSV(text)
		r := csv.NewReader(bytes.NewReader(text[min(int(began.Skip), len(text)):]))
		r.Comma, r.FieldsPerRecord, r.ReuseRecord = began.Comma, -1, true
		for {
			cells, err := r.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Row{}, csvProblem(name, began.Above, err))
				return
			}
			line, _ := r.FieldPos(0)
			if bad := slices.IndexFunc(cells, func(c string) bool { return !utf8.ValidString(c) }); bad >= 0 {
				p := agreement.Problem{ID: "not-utf8", Pos: token.Position{Filename: name, Line: line + began.Above, Column: 1}, Message: "the line is not UTF-8", Hint: "save it from the spreadsheet as CSV UTF-8"}
				yield(Row{}, agreement.Problems{&p})
				return
			}
			row := Row{Number: line + began.Above}
			for _, c := range Bare(cells) {
				row.Cells = append(row.Cells, Text(strings.TrimSpace(c)))
			}
			if !slices.ContainsFunc(row.Cells, func(c Cell) bool { return c.Kind != Blank }) {
				continue // a spreadsheet leaves such lines
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

func csvProblem(name string, above int, err error) agreement.Problems {
	p := agreement.Problem{ID: "csv", Pos: token.Position{Filename: name}, Message: err.Error(), Hint: "put a cell that holds a quotation mark between quotation marks, and double the mark"}
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		p.Pos.Line, p.Pos.Column, p.Message = wrong.StartLine+above, 1, "the line is not CSV: "+wrong.Err.Error()
	}
	return agreement.Problems{&p}
}

// Guarded are cells of a CSV file that no spreadsheet takes for a formula: one that it
// would run has an apostrophe before it.
func Guarded(cells []string) []string {
	out := slices.Clone(cells)
	for i, c := range out {
		if runs(c) {
			out[i] = "'" + c
		}
	}
	return out
}

// Bare takes away what [Guarded] has put before cells.
func Bare(cells []string) []string {
	for i, c := range cells {
		if rest, ok := strings.CutPrefix(c, "'"); ok && runs(rest) {
			cells[i] = rest
		}
	}
	return cells
}

var signedNumber = agreement.Pattern(`^[+-][0-9]+([.,][0-9]+)*$`)

// runs reports whether a spreadsheet would take a cell of a CSV file for a formula,
// or for one that is guarded already.
func runs(cell string) bool {
	text := strings.TrimLeft(cell, "'")
	if text == "" || !strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return false
	}
	return len(text) < len(cell) || !signedNumber().MatchString(text)
}
