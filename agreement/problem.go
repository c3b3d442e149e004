package agreement

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"
	"strings"
)

// A Problem is one thing wrong, or worth knowing, placed where its author can
// mend it.
type Problem struct {
	Severity Severity
	ID       string         // the rule it comes from: "EX01", "unknown-field"; stable, for waivers and tools
	Pos      token.Position // file, line and column in a term sheet, clause or template; 1-based; zero when it has no place
	Pointer  string         // JSON Pointer into the term sheet, or ""
	Message  string         // what is wrong, in the user's words: lower case first, no full stop at the end
	Hint     string         // what to do about it, or ""
	Err      error          // the cause, or nil
}

// Severity says what a [Problem] stops.
type Severity uint8

const (
	Error   Severity = iota // stops the work, or an execution copy
	Warning                 // printed, does not stop a draft
	Note                    // for information, and what could not be assessed
)

func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	case Note:
		return "note"
	}
	return fmt.Sprintf("Severity(%d)", uint8(s))
}

// MarshalText makes a severity print as its name in JSON.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Error is "file:line:col: severity: message [id]".
func (p *Problem) Error() string {
	var b strings.Builder
	if p.Pos.Filename != "" || p.Pos.Line > 0 {
		b.WriteString(p.Pos.String() + ": ")
	}
	b.WriteString(p.Severity.String() + ": " + p.Message)
	if p.ID != "" {
		b.WriteString(" [" + p.ID + "]")
	}
	return b.String()
}

func (p *Problem) Unwrap() error { return p.Err }

// Problems is a list of problems. As an error it is the list, one a line, each with
// its hint on the line below.
type Problems []*Problem

// Add appends a problem.
func (ps *Problems) Add(p *Problem) { *ps = append(*ps, p) }

// Sort puts problems in the order of their files, lines and columns, then of
// their severity, rule and message, and drops exact repetitions.
func (ps *Problems) Sort() {
	slices.SortStableFunc(*ps, func(a, b *Problem) int {
		return cmp.Or(
			cmp.Compare(a.Pos.Filename, b.Pos.Filename),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.ID, b.ID),
			cmp.Compare(a.Pointer, b.Pointer),
			cmp.Compare(a.Message, b.Message),
		)
	})
	*ps = slices.CompactFunc(*ps, func(a, b *Problem) bool {
		return a.Severity == b.Severity && a.ID == b.ID && a.Pos == b.Pos &&
			a.Pointer == b.Pointer && a.Message == b.Message && a.Hint == b.Hint
	})
}

// Err is the list as an error, or nil when no problem in it is an Error.
func (ps Problems) Err() error {
	if ps.Count(Error) == 0 {
		return nil
	}
	return ps
}

// Count is the number of problems of severity s.
func (ps Problems) Count(s Severity) int {
	n := 0
	for _, p := range ps {
		if p.Severity == s {
			n++
		}
	}
	return n
}

func (ps Problems) Error() string {
	var lines []string
	for _, p := range ps {
		lines = append(lines, p.Error())
		if p.Hint != "" {
			lines = append(lines, "  hint: "+p.Hint)
		}
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the problems to [errors.Is] and [errors.As].
func (ps Problems) Unwrap() []error {
	errs := make([]error, len(ps))
	for i, p := range ps {
		errs[i] = p
	}
	return errs
}
