package batch

import (
	"bytes"
	"encoding/json"

	"github.com/engross/engross/agreement"
)

// A Record is one line of a manifest: what became of one row. Digests are SHA-256
// in hexadecimal.
type Record struct {
	Row         int          `json:"row"`            // from 1; 0 of a file that no row makes any more
	Input       string       `json:"input"`          // of the batch, as given
	File        string       `json:"file,omitempty"` // that the row is, where the input is a folder or a list
	Line        int          `json:"line"`           // at which the row begins in its file
	Name        string       `json:"name,omitempty"` // of the files, without ending: deal.id; "" where it could not be read
	Status      Status       `json:"status"`
	Key         string       `json:"key,omitempty"`     // digest of sheet, predecessor, library, engross and options
	Sheet       string       `json:"sheet,omitempty"`   // digest of the term sheet, byte for byte
	Library     string       `json:"library,omitempty"` // digest of the clause library
	Engross     string       `json:"engross,omitempty"` // version of the program
	Options     string       `json:"options,omitempty"` // formats and choices that change what is printed
	Outputs     []Output     `json:"outputs"`           // the files made, as they stand in the folder
	Left        []Output     `json:"left,omitempty"`    // files of an earlier run that still stand there and are not of this one
	Findings    []Finding    `json:"findings"`          // of the checks; of a failed row also what stopped it
	Predecessor *Predecessor `json:"predecessor,omitempty"`
	Changes     *Changes     `json:"changes,omitempty"` // against the predecessor
	Duration    float64      `json:"duration_ms"`       // that making took, in milliseconds: the one thing that differs from run to run
}

// A Status says what became of a row.
type Status string

const (
	Done   Status = "done"   // its files stand in the folder
	Failed Status = "failed" // it has no files; the findings say why
	Left   Status = "left"   // the input no longer has the row; its files still stand
)

// An Output is a file in the folder of the batch.
type Output struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
}

// A Predecessor is last year's agreement.
type Predecessor struct {
	Reference string `json:"reference"` // its deal.id
	Sheet     string `json:"sheet"`     // digest of its term sheet, byte for byte
}

// A Finding is a problem as a manifest has it.
type Finding struct {
	Severity string `json:"severity"` // error or warning
	ID       string `json:"id"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Pointer  string `json:"pointer,omitempty"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
}

// findings are problems as a manifest has them, notes left out.
func findings(ps agreement.Problems) []Finding {
	list := []Finding{}
	for _, p := range ps {
		if p.Severity != agreement.Note {
			list = append(list, Finding{p.Severity.String(), p.ID, p.Pos.Filename, p.Pos.Line, p.Pos.Column, p.Pointer, p.Message, p.Hint})
		}
	}
	return list
}

// line is a record as it stands in a manifest.
func (r *Record) line() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(r)
	return b.Bytes(), err
}

// id is what a later record of a manifest replaces an earlier one by: the name of
// its files or, where it has none, its row.
func (r *Record) id() nameHash {
	if r.Name != "" {
		return hashName(r.Name)
	}
	b, _ := json.Marshal([]any{r.Input, r.Row}) // a string and a number
	return hashName("\x00" + string(b))
}

// files are the files in the folder that the record accounts for.
func (r *Record) files() []Output {
	return append(r.Outputs[:len(r.Outputs):len(r.Outputs)], r.Left...)
}
