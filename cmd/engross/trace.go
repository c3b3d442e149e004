package main

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

func (a *app) traceCommand() *cobra.Command {
	var text string
	c := &cobra.Command{
		Use:   "trace TERM-SHEET [VALUE | PROVISION]",
		Short: "Say where a value of the term sheet is in the agreement, and where words of the agreement come from",
		Long: `Trace answers both ways. Of a value, by its path or JSON Pointer, it says which
provisions print it, which figures are worked out from it, and which provisions are
there because of it. Of a provision, by its number or id, it says which values,
defaults and conditions put its words there, and where they stand in the library;
--text looks for words instead.

Without either it says of each value that the term sheet states what it does, and
warns of those of which the agreement says nothing: the same agreement is made
without them. The exit code is 1 where there are such values.`,
		Example: "  engross trace deal.json escrow.objection_days\n  engross trace deal.json 12.3\n  engross trace deal.json --text \"60 days\"",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			t, err := a.traceOf(args[0])
			switch {
			case err != nil:
				return err
			case text != "":
				return a.traceUses(t, fmt.Sprintf("no words of the agreement that come from a value or hang on a condition hold %q", text),
					func(u assemble.Use) bool { return strings.Contains(u.Words, text) })
			case len(args) == 2:
				return a.traceWhat(t, args[1])
			}
			return a.traceAll(t)
		},
	}
	a.sheetFlags(c)
	c.Flags().StringVar(&text, "text", "", "where words of the agreement come from")
	return c
}

// A trace is an assembled agreement with what its words come from.
type trace struct {
	sheet *schema.File
	*assemble.Result
}

func (a *app) traceOf(name string) (*trace, error) {
	a.openAhead()
	sheet, err := a.load(name)
	if err != nil {
		return nil, err
	}
	lib, err := a.openLibrary()
	if err != nil {
		return nil, err
	}
	res, err := lib.Assemble(sheet, assemble.Options{Trace: true})
	if err != nil {
		return nil, err
	}
	return &trace{sheet, res}, nil
}

// traceWhat tells a value from a provision: a provision has a number or an id of
// the agreement.
func (a *app) traceWhat(t *trace, what string) error {
	if c := t.provision(what); c != nil {
		return a.traceProvision(t, c)
	}
	at := t.pointers(what)
	if len(at) == 0 {
		return &usageError{message: fmt.Sprintf("the term sheet states nothing at %q, and the agreement has no such provision", what),
			hint: "a value is named by its path, such as escrow.objection_days or grants[g1].field, a provision by its number, such as 12.3"}
	}
	for _, p := range at {
		if err := a.traceValue(t, p); err != nil {
			return err
		}
	}
	return nil
}

// provision is the provision with a number or an id, or nil.
func (t *trace) provision(what string) *agreement.Clause {
	var found *agreement.Clause
	agreement.Walk(t.Document.Body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok && found == nil && (c.ID == what || c.Number == what || strings.TrimSuffix(c.Label, ".") == what && c.Kind != agreement.Numbered) {
			found = c
		}
		return found == nil
	})
	return found
}

// pointers are the stated values that a path or a JSON Pointer names, or that lie
// under what it names.
func (t *trace) pointers(what string) []string {
	var list []string
	for _, e := range t.Trace.Effects() {
		path := t.sheet.Path(e.Pointer)
		if e.Pointer == what || strings.HasPrefix(e.Pointer, what+"/") || path == what || strings.HasPrefix(path, what+".") || strings.HasPrefix(path, what+"[") {
			list = append(list, e.Pointer)
		}
	}
	return list
}

// A tracedUse is one place where words come from values, as JSON.
type tracedUse struct {
	Provision  string        `json:"provision,omitempty"`
	ID         string        `json:"id,omitempty"`
	Words      string        `json:"words,omitempty"`
	How        string        `json:"how"`
	Values     []tracedValue `json:"values,omitempty"`
	Clause     string        `json:"clause,omitempty"` // file and line of the library
	Source     string        `json:"source,omitempty"`
	Conditions []tracedUse   `json:"conditions,omitempty"`
}

type tracedValue struct {
	Pointer string             `json:"pointer,omitempty"`
	Default *agreement.Default `json:"default,omitempty"`
}

var howWords = map[agreement.How]string{agreement.Printed: "printed", agreement.Chosen: "chosen by", agreement.Reckoned: "worked out from"}

func (t *trace) use(u assemble.Use) tracedUse {
	x := tracedUse{Words: u.Words, How: howWords[u.Origin.How], Values: tracedValues(u.Origin.Values)}
	if u.Clause != nil {
		x.Provision, x.ID = u.Clause.Number, u.Clause.ID
	}
	if u.Origin.Site != nil {
		x.Source = u.Origin.Source
		x.Clause = fmt.Sprintf("%s:%d", u.Origin.Pos.Filename, u.Origin.Pos.Line)
	}
	x.Conditions = tracedConditions(u.Origin.Hangs)
	return x
}

func tracedValues(values []agreement.Value) []tracedValue {
	var list []tracedValue
	for _, v := range values {
		list = append(list, tracedValue{v.Pointer, v.Default})
	}
	return list
}

func tracedConditions(cs []*agreement.Condition) []tracedUse {
	var list []tracedUse
	for _, c := range cs {
		how := "holds"
		if c.Fails {
			how = "does not hold"
		}
		list = append(list, tracedUse{How: how, Source: c.Source, Clause: fmt.Sprintf("%s:%d", c.Pos.Filename, c.Pos.Line), Values: tracedValues(c.Values)})
	}
	return list
}

func (a *app) traceUses(t *trace, none string, wanted func(assemble.Use) bool) error {
	var list []tracedUse
	for _, u := range t.Trace.Uses() {
		if wanted(u) {
			list = append(list, t.use(u))
		}
	}
	if len(list) == 0 {
		return &usageError{message: none}
	}
	return a.printUses(t, list)
}

func (a *app) printUses(t *trace, list []tracedUse) error {
	if a.format == "json" {
		return a.printJSON(list)
	}
	for _, u := range list {
		t.print(a, u)
	}
	return nil
}

// print prints one use: the provision and its words, then what they come from.
func (t *trace) print(a *app, u tracedUse) {
	where := u.Provision
	if where == "" {
		where = u.ID
	}
	fmt.Fprintf(a.out, "%s: %q\n", where, u.Words)
	if len(u.Values) > 0 {
		fmt.Fprintf(a.out, "  %s %s\n", u.How, t.named(u.Values))
	}
	if u.Clause != "" {
		fmt.Fprintf(a.out, "  by %s in %s\n", u.Source, u.Clause)
	}
	t.printConditions(a, u.Conditions)
}

func (t *trace) printConditions(a *app, list []tracedUse) {
	for _, c := range list {
		fmt.Fprintf(a.out, "  there because %q %s (%s)", c.Source, c.How, c.Clause)
		if len(c.Values) > 0 {
			fmt.Fprintf(a.out, ": %s", t.named(c.Values))
		}
		fmt.Fprintln(a.out)
	}
}

// named is values as a reader names them.
func (t *trace) named(values []tracedValue) string {
	var list []string
	for _, v := range values {
		switch d := v.Default; {
		case d != nil:
			list = append(list, fmt.Sprintf("the default of %s for %s at position %s (state it at %s)", d.Topic, d.Parameter, d.Position, d.Pointer))
		default:
			list = append(list, fmt.Sprintf("%s (line %d)", t.sheet.Path(v.Pointer), t.sheet.Pos(v.Pointer).Line))
		}
	}
	return strings.Join(list, ", ")
}

// traceProvision says where a provision comes from, and all words in it.
func (a *app) traceProvision(t *trace, c *agreement.Clause) error {
	within := map[*agreement.Clause]bool{c: true}
	agreement.Walk(c.Body, func(b agreement.Block) bool {
		if x, ok := b.(*agreement.Clause); ok {
			within[x] = true
		}
		return true
	})
	head := tracedUse{Provision: c.Number, ID: c.ID, How: "provision", Clause: fmt.Sprintf("%s:%d", c.Pos.Filename, c.Pos.Line), Conditions: tracedConditions(t.over(c))}
	list := []tracedUse{}
	for _, u := range t.Trace.Uses() {
		if u.Clause != nil && within[u.Clause] {
			list = append(list, t.use(u))
		}
	}
	if a.format == "json" {
		return a.printJSON(append([]tracedUse{head}, list...))
	}
	fmt.Fprintf(a.out, "%s %s, in %s\n", head.Provision, head.ID, head.Clause)
	t.printConditions(a, head.Conditions)
	return a.printUses(t, list)
}

// over are the conditions of a provision and of what it stands in.
func (t *trace) over(c *agreement.Clause) []*agreement.Condition {
	var path []*agreement.Condition
	var find func(body []agreement.Block, above []*agreement.Condition) bool
	find = func(body []agreement.Block, above []*agreement.Condition) bool {
		for _, b := range body {
			x, ok := b.(*agreement.Clause)
			if !ok {
				continue
			}
			own := append(above[:len(above):len(above)], x.Conditions...)
			if x == c {
				path = own
				return true
			}
			if find(x.Body, own) {
				return true
			}
		}
		return false
	}
	find(t.Document.Body, nil)
	return path
}

// usesOf are the places where a value is, and what hangs on it.
func (t *trace) usesOf(at string) []tracedUse {
	names := func(values []agreement.Value) bool {
		return slices.ContainsFunc(values, func(v agreement.Value) bool { return v.Pointer == at })
	}
	var list []tracedUse
	for _, u := range t.Trace.Uses() {
		if names(u.Origin.Values) {
			list = append(list, t.use(u))
		}
	}
	for _, h := range t.hanging(names) {
		list = append(list, tracedUse{Provision: h.Number, ID: h.ID, How: "hangs on it", Conditions: tracedConditions(h.Conditions)})
	}
	return list
}

// traceValue says where a value is, and what hangs on it. An element of a list that is
// printed as one is where the list is.
func (a *app) traceValue(t *trace, at string) error {
	list := t.usesOf(at)
	if parent, last := path.Split(at); len(list) == 0 && strings.Trim(last, "0123456789") == "" {
		list = t.usesOf(strings.TrimSuffix(parent, "/"))
	}
	if a.format == "json" {
		return a.printJSON(list)
	}
	fmt.Fprintf(a.out, "%s (%s)\n", t.sheet.Path(at), t.sheet.Pos(at))
	if len(list) == 0 {
		fmt.Fprintln(a.out, "  the agreement says nothing of it by itself; engross trace without a value says what it does")
	}
	for _, u := range list {
		switch u.How {
		case "hangs on it":
			fmt.Fprintf(a.out, "  %s is there because of it: %q in %s\n", cmpOr(u.Provision, u.ID), u.Conditions[0].Source, u.Conditions[0].Clause)
		default:
			fmt.Fprintf(a.out, "  %s %s: %q, by %s in %s\n", cmpOr(u.Provision, u.ID), u.How, u.Words, u.Source, u.Clause)
		}
	}
	return nil
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// hanging are the provisions that are there because of a value, each with the
// conditions that look at it.
func (t *trace) hanging(names func([]agreement.Value) bool) []*agreement.Clause {
	var list []*agreement.Clause
	agreement.Walk(t.Document.Body, func(b agreement.Block) bool {
		c, ok := b.(*agreement.Clause)
		if !ok {
			return true
		}
		var own []*agreement.Condition
		for _, x := range c.Conditions {
			if names(x.Values) {
				own = append(own, x)
			}
		}
		if own != nil {
			list = append(list, &agreement.Clause{ID: c.ID, Number: c.Number, Conditions: own})
		}
		return true
	})
	return list
}

// traceAll says of each stated value what it does.
func (a *app) traceAll(t *trace) error {
	effects := t.Trace.Effects()
	if a.format == "json" {
		if err := a.printJSON(effects); err != nil {
			return err
		}
	}
	silent := t.Trace.SilentOf(effects)
	a.report(silent)
	if a.format == "text" {
		for _, e := range effects {
			fmt.Fprintf(a.out, "%-9s %s", e.What, t.sheet.Path(e.Pointer))
			if e.Why != "" {
				fmt.Fprintf(a.out, "  (%s)", e.Why)
			}
			fmt.Fprintln(a.out)
		}
	}
	if len(silent) > 0 {
		return errProblems
	}
	return nil
}
