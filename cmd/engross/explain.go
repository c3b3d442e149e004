package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/check"
	"github.com/engross/engross/schema"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain PATH",
		Short: "Say what a value of the term sheet means, what may be written, and what uses it",
		Long: `Explain says of a value, or of a group and all that it can hold, what it means, how
it is written, what the clauses take where it is left out, which clauses read it and
which checks. A path is as messages print it: payments.royalties[].tiers, or
escrow.objection_days.`,
		Example:           "  engross explain escrow.objection_days\n  engross explain payments.royalties[].tiers",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: completePaths,
		RunE: func(_ *cobra.Command, args []string) error {
			lib, err := a.openLibrary()
			if err != nil {
				return err
			}
			list, near := schema.Explain(args[0])
			if len(list) == 0 {
				return &usageError{message: fmt.Sprintf("a term sheet has no %q", args[0]), hint: didYouMean(near)}
			}
			entries := guideOf(lib, list)
			if a.format == "json" {
				return a.printJSON(entries)
			}
			a.showGuide(entries)
			return nil
		},
	}
}

func completePaths(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	var list []string
	for _, f := range schema.Guide() {
		if rest, ok := strings.CutPrefix(f.Path, begun); ok && len(args) == 0 && strings.Count(rest, ".") < 2 {
			list = append(list, f.Path+"\t"+f.Meaning)
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

// A guideEntry is what is known of one value: what the schema says, and what the
// clauses and the checks do with it.
type guideEntry struct {
	schema.FieldInfo
	LeftOut []leftOut `json:"left_out,omitempty"` // what is taken where the value is not stated
	Clauses []string  `json:"clauses,omitempty"`
	Checks  []string  `json:"checks,omitempty"`
}

// A leftOut is the default of one clause.
type leftOut struct {
	Clause   string                  `json:"clause"`
	Default  map[schema.Position]any `json:"default,omitempty"`
	Range    []string                `json:"range,omitempty"`
	Fallback string                  `json:"fallback,omitempty"`
}

func guideOf(lib *assemble.Library, list []schema.FieldInfo) []guideEntry {
	entries := make([]guideEntry, len(list))
	for i, f := range list {
		e := guideEntry{FieldInfo: f}
		for _, p := range lib.Parameters(f.Path) {
			if d := (leftOut{p.Topic.ID, p.Default, p.Range, p.Fallback}); !slices.ContainsFunc(e.LeftOut, func(x leftOut) bool { return x.words() == d.words() }) {
				e.LeftOut = append(e.LeftOut, d)
			}
		}
		if !f.Group {
			for _, t := range lib.Readers(f.Path) {
				e.Clauses = append(e.Clauses, t.ID)
			}
		}
		for _, c := range check.Reading(f.Path) {
			e.Checks = append(e.Checks, c.ID)
		}
		entries[i] = e
	}
	return entries
}

// showGuide prints one value in full, or a group and, in a table, its parts.
func (a *app) showGuide(list []guideEntry) {
	for _, line := range list[0].lines() {
		fmt.Fprintln(a.out, line)
	}
	if len(list) == 1 {
		return
	}
	fmt.Fprintln(a.out)
	w := tabwriter.NewWriter(a.out, 2, 0, 2, ' ', 0)
	for _, e := range list[1:] {
		fmt.Fprintf(w, "  %s\t%s\t%s\n", e.Path, e.short(), e.Meaning)
	}
	w.Flush()
}

// short is how a value is written, on one line.
func (e *guideEntry) short() string {
	if len(e.Allowed) > 0 {
		return strings.Join(e.Allowed, " | ")
	}
	return e.Form
}

func (e *guideEntry) lines() []string {
	list := []string{e.Path + ": " + cmp.Or(e.Meaning, e.Form)}
	add := func(label, s string) {
		if s != "" {
			list = append(list, fmt.Sprintf("  %-9s %s", label, s))
		}
	}
	form := e.Form
	if e.Required {
		form += "; it must be given"
	}
	add("written", form)
	add("allowed", strings.Join(e.Allowed, ", "))
	add("example", e.Example)
	for _, d := range e.LeftOut {
		add("left out", d.words())
	}
	add("clauses", strings.Join(e.Clauses, ", "))
	add("checks", strings.Join(e.Checks, ", "))
	if e.Checked != "" {
		add("printed", "never: it is for the checks alone: "+e.Checked)
	}
	if e.Private != "" {
		add("printed", "only where a clause prints it: "+e.Private)
	}
	return list
}

// words are a default for a reader: "30 (L 15, E 60) by escrow/release, from 1 to 90".
func (d leftOut) words() string {
	if d.Default == nil {
		return "nothing is taken by " + d.Clause
	}
	l, b, e := fmt.Sprint(d.Default[schema.Licensor]), fmt.Sprint(d.Default[schema.Balanced]), fmt.Sprint(d.Default[schema.Licensee])
	s := b
	if l != b || e != b {
		s = fmt.Sprintf("%s (licensor %s, licensee %s)", b, l, e)
	}
	s += " by " + d.Clause
	if len(d.Range) == 2 {
		s += ", within " + d.Range[0] + " to " + d.Range[1]
	}
	return s
}

// guidePage is the whole guide as Markdown: a section for each group at the top of
// the term sheet.
func guidePage(lib *assemble.Library) string {
	var b strings.Builder
	b.WriteString("<!-- Generated by go test ./cmd/engross -update. Do not edit. -->\n# The term sheet, value by value\n\n" +
		"What each value means, how it is written, what the clauses take where it is left out, and which clauses and checks read it.\n" +
		"`engross explain payments.royalties[].tiers` prints one entry; `[]` stands for each element of a list. A value without a default is\n" +
		"said only where it is stated. L and E are the defaults of the licensor's and the licensee's position, where they differ from the balanced one.\n")
	entries := guideOf(lib, schema.Guide())
	for _, e := range entries {
		depth := strings.Count(e.Path, ".")
		switch {
		case depth == 0 && e.Group:
			fmt.Fprintf(&b, "\n## %s\n\n%s\n", e.Path, e.Meaning)
		case e.Group:
			fmt.Fprintf(&b, "\n**`%s`** (%s): %s\n\n", e.Path, e.Form, e.Meaning)
		default:
			b.WriteString(e.item())
		}
	}
	return b.String()
}

// item is a value as one item of the page.
func (e *guideEntry) item() string {
	var b strings.Builder
	fmt.Fprintf(&b, "- `%s`: %s", e.Path, cmp.Or(e.Meaning, "("+e.Form+")"))
	add := func(s string) { b.WriteString("<br>" + s) }
	if len(e.Allowed) > 0 {
		add("One of `" + strings.Join(e.Allowed, "`, `") + "`.")
	} else if e.Meaning != "" {
		add(strings.ToUpper(e.Form[:1]) + e.Form[1:] + map[bool]string{true: ", such as `" + e.Example + "`"}[e.Example != ""] + ".")
	}
	if e.Required {
		add("Must be given.")
	}
	for _, d := range e.LeftOut {
		add("Left out: " + d.words() + ".")
	}
	if len(e.Clauses) > 0 {
		add("Clauses: " + strings.Join(e.Clauses, ", ") + ".")
	}
	if len(e.Checks) > 0 {
		add("Checks: " + strings.Join(e.Checks, ", ") + ".")
	}
	if e.Checked != "" {
		add("For the checks alone: " + e.Checked + ".")
	}
	b.WriteByte('\n')
	return b.String()
}
