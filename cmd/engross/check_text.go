package main

import (
	"fmt"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/check"
)

// checkText checks the words of an agreement that somebody has edited; done is false
// where the file is no such.
func (a *app) checkText(name string) (done bool, err error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".docx", ".docm", ".md", ".markdown":
	default:
		return false, nil
	}
	lib, err := a.openLibrary()
	if err != nil {
		return true, err
	}
	side, err := a.readDraft(opened(lib), name, nil)
	if err != nil {
		return true, err
	}
	problems := slices.Concat(undecided(side), check.Text(lib, side.name, side.doc))
	a.report(problems)
	if a.format == "text" {
		fmt.Fprintln(a.err, tally(problems))
	}
	if problems.Count(agreement.Error)+problems.Count(agreement.Warning) > 0 {
		return true, errProblems
	}
	return true, nil
}

// undecided is what in a Word file awaits a decision.
func undecided(side *draftInput) (ps agreement.Problems) {
	if side.word == nil {
		return nil
	}
	note := func(n int, one, many, hint string) {
		if n > 0 {
			ps.Add(&agreement.Problem{Severity: agreement.Warning, ID: "undecided", Pos: token.Position{Filename: side.name}, Message: plural(n, one, many), Hint: hint})
		}
	}
	note(len(side.word.Changes), "tracked change is undecided", "tracked changes are undecided", "accept or reject them; they are read as accepted here")
	note(len(side.word.Comments), "comment is left", "comments are left", "answer and delete them before anybody signs")
	return ps
}
