package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/engross/engross/batch"
)

// A batchOutcome is how a batch ended.
type batchOutcome struct {
	batch.Summary
	Input       string         `json:"input"`
	Interrupted bool           `json:"interrupted"`
	Again       map[string]int `json:"made_again_because,omitempty"` // rows, by reason
	Manifest    string         `json:"manifest,omitempty"`
	Failures    string         `json:"failures,omitempty"`
}

func (a *app) printOutcome(o *batchOutcome, f batchFlags) error {
	if a.format == "json" {
		return a.printJSON(o)
	}
	w := a.out
	fmt.Fprintf(w, "%s: %s, %s", o.Input, plural(o.Rows, "row", "rows"), strings.Join(o.counts(f.dryRun), ", "))
	fmt.Fprintln(w)
	o.reasons(w)
	if o.Flagged > 0 {
		fmt.Fprintf(w, "the checks found something in %s of the agreements: see the findings in the manifest\n", group(o.Flagged))
	}
	if o.Left > 0 {
		fmt.Fprintf(w, "%s files are of rows that the input no longer has: see the status left in the manifest\n", group(o.Left))
	}
	switch {
	case o.Interrupted:
		fmt.Fprintln(w, "interrupted: the same command goes on from here")
	case o.Stopped:
		fmt.Fprintf(w, "stopped: more than %s failed\n", plural(f.maxFailures, "row", "rows"))
		if o.Manifest == "" {
			fmt.Fprintln(w, "nothing was written")
		}
	}
	if o.Manifest != "" {
		fmt.Fprintln(w, "manifest: "+o.Manifest)
	}
	if o.Failures != "" && o.Failed > 0 {
		fmt.Fprintf(w, "failures: %s (mend the rows, then run it as a batch of its own, to the same folder)\n", o.Failures)
	}
	return nil
}

// counts are how many rows came to what.
func (o *batchOutcome) counts(plan bool) []string {
	made, again, kept, failed := "made", "made again", "kept as they are", "failed"
	if plan {
		made, again, kept, failed = "to make", "to make again", "to keep as they are", "that cannot be made"
	}
	var list []string
	add := func(n int, what string) {
		if n > 0 {
			list = append(list, group(n)+" "+what)
		}
	}
	add(o.Made, made)
	add(o.Remade, again)
	add(o.Kept, kept)
	add(o.Failed, failed)
	add(o.Rows-o.Made-o.Remade-o.Kept-o.Failed, "not reached")
	return list
}

// shownReasons is how many reasons to make rows again are told apart.
const shownReasons = 8

func (o *batchOutcome) reasons(w io.Writer) {
	list := slices.SortedFunc(maps.Keys(o.Again), func(a, b string) int { return cmp.Or(o.Again[b]-o.Again[a], strings.Compare(a, b)) })
	for i, reason := range list {
		if i == shownReasons {
			fmt.Fprintf(w, "  and %s other reasons\n", group(len(list)-i))
			return
		}
		fmt.Fprintf(w, "  %s again: %s\n", group(o.Again[reason]), reason)
	}
}

// printGrouping tells groups of agreements with the same changes.
func (a *app) printGrouping(g *batch.Grouping, unchanged string) error {
	if a.format == "json" {
		return a.printJSON(g)
	}
	w := a.out
	fmt.Fprintf(w, "%s, %s", plural(g.Compared, "agreement", "agreements"), plural(len(g.Groups), "kind of change", "kinds of change"))
	if n := len(g.Unknown); n > 0 {
		fmt.Fprintf(w, ", %s not compared", group(n))
	}
	if g.Failed > 0 {
		fmt.Fprintf(w, ", %s", plural(g.Failed, "row that failed", "rows that failed"))
	}
	fmt.Fprintln(w)
	for i, x := range g.Groups {
		fmt.Fprintf(w, "\n%d. %s: %s\n", i+1, plural(x.Count, "agreement", "agreements"), names(x))
		if x.Approved != nil {
			fmt.Fprintln(w, "   "+approvedBy(x))
		}
		if len(x.Changes) == 0 {
			fmt.Fprintln(w, "   "+unchanged)
		}
		more, less := x.Changes, []batch.Change(nil)
		if i > 0 && len(x.Changes) > 0 {
			more, less = without(x.Changes, g.Groups[0].Changes), without(g.Groups[0].Changes, x.Changes)
		}
		switch {
		case len(more) == len(x.Changes): // nothing in common
			less = nil
		case len(more) > 0:
			fmt.Fprintln(w, "   as 1, and:")
		}
		changes(w, more)
		if len(less) > 0 {
			fmt.Fprintln(w, "   as 1, but without:")
			changes(w, less)
		}
	}
	for i, u := range g.Unknown {
		if i == 0 {
			fmt.Fprintln(w, "\nnot compared:")
		}
		fmt.Fprintf(w, "   %s: %s\n", u.Name, u.Reason)
	}
	return nil
}

// without are the changes of a that are not in b.
func without(a, b []batch.Change) []batch.Change {
	return slices.DeleteFunc(slices.Clone(a), func(x batch.Change) bool { return slices.ContainsFunc(b, x.Same) })
}

func changes(w io.Writer, list []batch.Change) {
	for _, c := range list {
		fmt.Fprintf(w, "   %s [%s] %s\n", cmp.Or(c.Where, c.Clause, "(no clause)"), c.Kind, strings.ReplaceAll(c.What, "\n", "\n      "))
	}
}

func names(g batch.Group) string {
	s := strings.Join(g.Names, ", ")
	if more := g.Count - len(g.Names); more > 0 {
		s += fmt.Sprintf(" and %s more", group(more))
	}
	return s
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return group(n) + " " + many
}
