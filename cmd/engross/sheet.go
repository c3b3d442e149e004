package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/engross/engross/schema"
)

// sheetFlags adds the flags that change a term sheet for one run.
func (a *app) sheetFlags(c *cobra.Command) {
	a.layFlags(c, "TERM-SHEET")
}

// layFlags adds them for a command that calls the term sheet otherwise.
func (a *app) layFlags(c *cobra.Command, sheet string) {
	listVar(c, &a.over, "over", "lay a term sheet, or a part of one, over "+sheet+"; may be given several times")
	listVar(c, &a.set, "set", "take PATH=VALUE for this run: escrow.objection_days=12, null takes it away; may be given several times")
	_ = c.RegisterFlagCompletionFunc("set", func(c *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
		list, _ := completePaths(c, nil, begun)
		return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}) // fails only for a flag that is not there
}

// load reads a term sheet, with what --over and --set lay over it.
func (a *app) load(name string) (*schema.File, error) {
	shown, r, err := a.read(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	f, err := schema.Read(shown, r)
	if f == nil || !a.lays() {
		return f, err
	}
	return a.laid(f)
}

// lays reports whether --over or --set is given.
func (a *app) lays() bool { return len(a.over)+len(a.set) > 0 }

// laid is a term sheet with what --over and --set lay over it, if they are given.
func (a *app) laid(f *schema.File) (*schema.File, error) {
	if !a.lays() {
		return f, nil
	}
	source, err := a.laidOver(f)
	if err != nil {
		return nil, err
	}
	return schema.Load(f.Name, source)
}

// laidOver is the source of a term sheet under --over and --set.
func (a *app) laidOver(f *schema.File) ([]byte, error) {
	edit, err := f.Edit()
	if err != nil {
		return nil, err
	}
	for _, name := range a.over {
		_, r, err := a.read(name)
		if err != nil {
			return nil, err
		}
		over, err := io.ReadAll(r)
		r.Close()
		if err == nil {
			err = edit.Lay(over)
		}
		if err != nil {
			return nil, &usageError{message: "--over " + name + ": " + err.Error(), hint: `give JSON, such as {"escrow": {"objection_days": 12}}`}
		}
	}
	for _, s := range a.set {
		path, value, ok := cutValue(s)
		if !ok || path == "" {
			return nil, &usageError{message: fmt.Sprintf("--set is %q", s), hint: "give PATH=VALUE: escrow.objection_days=12"}
		}
		if list, near := schema.Explain(path); len(list) == 0 {
			return nil, &usageError{message: fmt.Sprintf("--set %s: a term sheet has no %q", s, path), hint: didYouMean(near)}
		}
		if err := edit.Set(path, value); err != nil {
			return nil, &usageError{message: "--set " + err.Error(), hint: "an element is named by its id, as in grants[g1].field, or by a field, as in termination.grounds[kind=breach]"}
		}
	}
	return edit.Source(), nil
}

func didYouMean(near string) string {
	if near == "" {
		return "engross explain deal lists the values of a group; docs/term-sheet.md has all of them"
	}
	return "did you mean " + near + "?"
}
