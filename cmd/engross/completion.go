package main

import (
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/check"
	"github.com/engross/engross/schema"
)

// Values are what a flag or an argument may be, in the light of the arguments before.
type values func(args []string) []string

func these(list ...string) values { return func([]string) []string { return list } }

// completable are the values of flags and arguments, as the user's shell asks for them:
// of a flag by its name, or by command and flag where commands differ; of the next
// argument by the command.
func (a *app) completable() map[string]values {
	formats := these("md", "pdf", "docx", "html")
	return map[string]values{
		"--format":  these("text", "json"),
		"--formats": formats, "--only": formats, "batch --formats": these("md", "pdf", "docx", "html", "json"),
		"accept --only": these(),
		"--paper":       these("a4", "letter"), "--color": these("auto", "always", "never"), "--cover": these("entire", "part"),
		"--dates": these("dmy", "mdy", "ymd"), "--decimal": these("comma"), "--position": these("L", "B", "E"),
		"diff --as": these("text", "md", "critic", "html", "pdf", "docx", "json"), "respond --as": these("text", "json", "docx"),
		"calendar --as": these("table", "md", "csv", "xlsx", "ics"), "portfolio --as": these("text", "html"),
		"--kind": these(kinds()...), "new --with": these(schema.StarterMatters()...), "new --form": a.starters,
		"renew --form": these("restated", "amendment"),
		"--side": func(args []string) []string {
			return append([]string{"licensor", "licensee"}, idsOf(args, func(t *schema.TermSheet) []schema.Party { return t.Parties }, func(p schema.Party) string { return p.ID })...)
		},
		"--royalty": func(args []string) []string {
			return idsOf(args, func(t *schema.TermSheet) []schema.Royalty { return t.Payments.Royalties }, func(r schema.Royalty) string { return r.ID })
		},
		"royalty --grant": func(args []string) []string {
			return idsOf(args, func(t *schema.TermSheet) []schema.Grant { return t.Grants }, func(g schema.Grant) string { return g.ID })
		},
		"--explain": func([]string) (list []string) {
			for _, c := range check.All() {
				list = append(list, c.ID+"\t"+c.Title)
			}
			return list
		},
		"--mapping": these(mappingNames()...), "mapping": these(mappingNames()...),
		"schema":         these("term-sheet", "rules", "accept", "index"),
		"clauses show":   a.topics,
		"--variant":      a.variants,
		"templates show": func([]string) []string { return a.templatesWith(func(*assemble.Template) bool { return true }) },
	}
}

// complete tells the shell what the flags and arguments of a command and of those under
// it may be.
func complete(c *cobra.Command, known map[string]values) {
	offer := func(f *pflag.Flag) {
		list := known[c.Name()+" --"+f.Name]
		if list == nil {
			list = known["--"+f.Name]
		}
		if list != nil {
			_ = c.RegisterFlagCompletionFunc(f.Name, list.complete) // fails only where there is one already
		}
	}
	c.Flags().VisitAll(offer)
	c.PersistentFlags().VisitAll(offer)
	path := strings.TrimPrefix(c.CommandPath(), c.Root().Name()+" ")
	for _, name := range []string{path, c.Name()} {
		if list := known[name]; list != nil {
			c.ValidArgsFunction = func(c *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
				if len(args) > 0 {
					return nil, cobra.ShellCompDirectiveNoFileComp
				}
				return list.complete(c, args, begun)
			}
		}
	}
	for _, sub := range c.Commands() {
		complete(sub, known)
	}
}

// complete gives the values that go on with what is begun, after the last comma of a
// list. Where there are none, a file may be meant.
func (v values) complete(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	before := begun[:strings.LastIndexByte(begun, ',')+1]
	var list []string
	for _, x := range v(args) {
		if strings.HasPrefix(before+x, begun) {
			list = append(list, before+x)
		}
	}
	if len(list) == 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

// idsOf are the ids of a list of the term sheet that is the first argument.
func idsOf[T any](args []string, list func(*schema.TermSheet) []T, id func(T) string) (ids []string) {
	if len(args) == 0 {
		return nil
	}
	src, err := os.ReadFile(args[0])
	if err != nil {
		return nil
	}
	if f, _ := schema.Load(args[0], src); f != nil {
		for _, x := range list(f.Sheet) {
			ids = append(ids, id(x))
		}
	}
	return ids
}

func (a *app) starters([]string) []string {
	return a.templatesWith(func(t *assemble.Template) bool { return t.Starter != "" })
}

func (a *app) templatesWith(want func(*assemble.Template) bool) (list []string) {
	lib, err := a.openLibrary()
	if err != nil {
		return nil
	}
	for _, t := range lib.Templates() {
		if want(t) {
			list = append(list, t.Name+"\t"+t.Title)
		}
	}
	return list
}

func (a *app) topics([]string) (list []string) {
	lib, err := a.openLibrary()
	if err != nil {
		return nil
	}
	for _, t := range lib.Topics() {
		list = append(list, t.ID+"\t"+t.Title)
	}
	return list
}

func (a *app) variants(args []string) (list []string) {
	if len(args) == 0 {
		return nil
	}
	if _, t, err := a.topic(args[0]); err == nil {
		for _, v := range t.Variants {
			list = append(list, v.Name+"\t"+v.Summary)
		}
	}
	slices.Sort(list)
	return list
}
