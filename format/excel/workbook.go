package excel

import (
	"strconv"
	"strings"
)

// A Workbook is what a spreadsheet opens.
type Workbook struct {
	Title       string
	Description string // for whom looks at the properties of the file
	Sheets      []Sheet
}

// A Sheet is a table of a workbook.
type Sheet struct {
	Name    string // at most 31 characters
	Hidden  bool
	Columns []Column
	Frozen  int  // rows at the top that stay when the others are scrolled, and are printed on each page
	Filter  bool // the last frozen row has buttons to sort and filter by
	Rows    [][]Cell
	Rules   []Rule
}

// A Column says how a column is shown.
type Column struct {
	Width float64 // in characters; 0 for the usual
	Wrap  bool    // long text goes on in the next line of its cell
}

// A Cell is one cell: what it holds, and how it is shown.
type Cell struct {
	Kind Kind
	Text string // what it holds, as its kind says

	Style Style  // of a cell that is written
	Link  string // address to which it leads, or ""
	Note  string // remark that is shown beside it, or ""

	Formula bool // of a cell that was read: a formula gave the value
	Merged  bool // of a cell that was read: it has the value of the cell with which it is merged
	Inexact bool // of a cell that was read: a number of more digits than spreadsheets keep
}

// A Kind is what a cell holds.
type Kind uint8

const (
	Blank   Kind = iota
	Words        // text, as it is
	Number       // a decimal number: "1250.5"
	Percent      // a percentage: "2.5" for what is shown as 2.5%
	Day          // a date: "2027-01-31"
	Moment       // a date with a time of day, "2027-01-31T09:30:00", or a time alone, "09:30:00"
	Truth        // "true" or "false"
	Fault        // an error, as a spreadsheet shows it: "#N/A"
)

// A Style is how a cell looks. What a colour says is to be said in words too.
type Style uint8

const (
	Plain Style = iota
	Head        // of a column
	Title       // of a sheet
	Sum         // of a number: with commas between thousands
	Good
	Doubtful
	Bad
	Faint
)

// Text is a cell of text; of none, it is blank.
func Text(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{Kind: Words, Text: s}
}

// Count is a cell with a whole number.
func Count(n int) Cell { return Cell{Kind: Number, Text: strconv.Itoa(n)} }

// Date is a cell with a date, given as "2027-01-31"; without one it is blank.
func Date(iso string) Cell {
	if iso == "" {
		return Cell{}
	}
	return Cell{Kind: Day, Text: iso}
}

// Styled is the cell in a style.
func (c Cell) Styled(s Style) Cell {
	c.Style = s
	return c
}

// To is the cell with a link to an address: a file beside the workbook, or a page.
func (c Cell) To(address string) Cell {
	c.Link = address
	return c
}

// Noted is the cell with a remark beside it.
func (c Cell) Noted(remark string) Cell {
	c.Note = remark
	return c
}

// Heads is a row of heads of columns.
func Heads(names ...string) []Cell {
	row := make([]Cell, len(names))
	for i, name := range names {
		row[i] = Text(name).Styled(Head)
	}
	return row
}

// A Rule says what may be typed into some cells of a column.
type Rule struct {
	Column   int // from 0
	From, To int // rows, from 1
	Allows   Allowed
	List     []string // of OneOf: what may be chosen
	Prompt   string   // shown when a cell is chosen
	Advise   bool     // something else may be typed after a warning
}

// Allowed is what a rule allows.
type Allowed uint8

const (
	OneOf Allowed = iota
	AnyDay
	AnyNumber
	WholeNumber
)

// The most that a sheet and a cell hold.
const (
	mostRows       = 1 << 20
	mostColumns    = 1 << 14
	longestText    = 32767
	longestName    = 31
	mostDigits     = 15
	forbiddenNames = `[]:*?/\`
)

// Ref is the name of a cell, such as "B7", of a column from 0 and a row from 1.
func Ref(column, row int) string { return letters(column) + strconv.Itoa(row) }

func letters(column int) string {
	s := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

// parseRef is the column from 0 and the row from 1 of a cell's name.
func parseRef(ref string) (column, row int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4 && 'A' <= ref[i] && ref[i] <= 'Z'; i++ {
		column = column*26 + int(ref[i]-'A') + 1
	}
	row, err := strconv.Atoi(ref[i:])
	return column - 1, row, i > 0 && err == nil && 1 <= row && row <= mostRows && column <= mostColumns
}

// plain reports whether a text is a decimal number, and with how many digits from
// the first that is not 0.
func plainNumber(s string) (digits int, ok bool) {
	s = strings.TrimPrefix(s, "-")
	whole, frac, point := strings.Cut(s, ".")
	if whole == "" || point && frac == "" || strings.Trim(whole+frac, "0123456789") != "" {
		return 0, false
	}
	return len(strings.TrimLeft(whole+strings.TrimRight(frac, "0"), "0")), true
}
