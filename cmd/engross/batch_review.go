package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/engross/engross/batch"
)

type reviewFlags struct {
	batch.ReviewOptions
	approve []int
	who     string
}

func (a *app) review(manifest string, f reviewFlags) error {
	if (len(f.approve) > 0) != (strings.TrimSpace(f.who) != "") {
		return &usageError{message: "--approve and --who go together", hint: `give both: --approve 1,3 --who "Ada Berg"`}
	}
	lib, err := a.openLibrary()
	if err != nil {
		return a.nothing(err)
	}
	g, err := batch.Review(context.Background(), lib, manifest, f.ReviewOptions)
	if err != nil {
		return a.nothing(err)
	}
	if err := approveGroups(g, filepath.Join(filepath.Dir(manifest), batch.ApprovalsFile), f); err != nil {
		return err
	}
	if err := a.printGrouping(g, "nothing changed"); err != nil {
		return err
	}
	if len(g.Unknown) > 0 || g.Failed > 0 {
		return errProblems
	}
	return nil
}

// approveGroups marks the groups that were approved, and those that are now.
func approveGroups(g *batch.Grouping, file string, f reviewFlags) error {
	text, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		return unreadable(file, err)
	}
	all := batch.ReadApprovals(text)
	all.Mark(g)
	for _, n := range f.approve {
		if n < 1 || n > len(g.Groups) {
			return &usageError{message: fmt.Sprintf("there is no group %d", n), hint: fmt.Sprintf("give a number from 1 to %d, as engross batch review lists them", len(g.Groups))}
		}
		all.Approve(&g.Groups[n-1], strings.TrimSpace(f.who), time.Now())
	}
	if len(f.approve) == 0 {
		return nil
	}
	if text, err = all.JSON(); err != nil {
		return err
	}
	if err := batch.WriteFile(file, text); err != nil {
		return &usageError{message: "cannot write " + file + ": " + cause(err)}
	}
	return nil
}

// approvedBy is who approved a group, and whether it is still as it was.
func approvedBy(g batch.Group) string {
	day, _, _ := strings.Cut(g.Approved.When, "T")
	s := "approved by " + g.Approved.Who + " on " + day
	if g.Approved.Count != g.Count {
		s += ", when there were " + group(g.Approved.Count)
	}
	return s
}
