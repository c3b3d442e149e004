package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/engross/engross/agreement"
)

// report prints problems to standard error, as "file:line:col: severity:
// message [id]" with the hint below, or as JSON, one object a line. As SARIF they are
// gathered, for one log.
func (a *app) report(ps agreement.Problems) {
	if a.format == "sarif" {
		a.gathered = append(a.gathered, ps...)
		return
	}
	if a.format == "json" {
		enc := json.NewEncoder(a.err)
		enc.SetEscapeHTML(false)
		for _, p := range ps {
			_ = enc.Encode(problemJSON(p)) // standard error cannot be reported on
		}
		return
	}
	for _, p := range ps {
		fmt.Fprintln(a.err, p.Error())
		if p.Hint != "" {
			fmt.Fprintln(a.err, "  hint: "+p.Hint)
		}
	}
}

type jsonProblem struct {
	Severity agreement.Severity `json:"severity"`
	ID       string             `json:"id"`
	File     string             `json:"file,omitempty"`
	Line     int                `json:"line,omitempty"`
	Column   int                `json:"column,omitempty"`
	Pointer  string             `json:"pointer,omitempty"`
	Message  string             `json:"message"`
	Hint     string             `json:"hint,omitempty"`
}

func problemJSON(p *agreement.Problem) jsonProblem {
	return jsonProblem{p.Severity, p.ID, p.Pos.Filename, p.Pos.Line, p.Pos.Column, p.Pointer, p.Message, p.Hint}
}

// printJSON prints a value as indented JSON.
func (a *app) printJSON(v any) error { return writeJSON(a.out, v) }

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
