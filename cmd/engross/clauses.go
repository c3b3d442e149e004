package main

import (
	"cmp"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

func (a *app) clausesCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "clauses",
		Short:   "List the clauses of the library, or show one with its notes and positions",
		Example: "  engross clauses\n  engross clauses show escrow/release",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return a.listClauses() },
	}
	c.AddCommand(a.showCommand())
	return c
}

func (a *app) showCommand() *cobra.Command {
	var w wanted
	c := &cobra.Command{
		Use:   "show TOPIC",
		Short: "Show a clause: purpose, variants, parameters by position, notes, playbook and words",
		Long: `Show prints what the library knows of a clause: its variants, its parameters with the
defaults of each position, what each side falls back to and walks away from, the notes
for the negotiator, and the words as they are written.

With --variant or --position it prints clean words instead, as an agreement prints them:
with the defaults of the position and the facts of a starter, or of --deal.`,
		Example: "  engross clauses show escrow/release\n  engross clauses show escrow/release --variant demand --position E\n  engross clauses show termination/breach --variant whole --deal deal.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			lib, t, err := a.topic(args[0])
			if err != nil {
				return err
			}
			if c.Flags().Changed("variant") || w.position != "" || w.deal != "" {
				w.topic = t
				w.variant = cmp.Or(w.variant, t.ByPosition[schema.Position(cmp.Or(w.position, "B"))])
				return a.showWords(lib, w)
			}
			return a.showClause(lib, t)
		},
	}
	c.Flags().StringVar(&w.variant, "variant", "", "print clean words of this variant; left out, of the one of the position")
	c.Flags().StringVar(&w.position, "position", "", "print clean words with the defaults of this position: L, B or E")
	c.Flags().StringVar(&w.deal, "deal", "", "print clean words with the facts of this term sheet")
	return c
}

// topic is a topic of the library by its id.
func (a *app) topic(id string) (*assemble.Library, *assemble.Topic, error) {
	lib, err := a.openLibrary()
	if err != nil {
		return nil, nil, err
	}
	t := lib.Topic(id)
	if t == nil {
		return nil, nil, &usageError{message: fmt.Sprintf("the library has no clause %q", id), hint: cmp.Or(lib.NearestTopic(id), "list them with engross clauses")}
	}
	return lib, t, nil
}

func (a *app) listClauses() error {
	lib, err := a.openLibrary()
	if err != nil {
		return err
	}
	if a.format == "json" {
		var list []clauseJSON
		for _, t := range lib.Topics() {
			list = append(list, clauseAsJSON(t))
		}
		return a.printJSON(list)
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, t := range lib.Topics() {
		var names []string
		for _, v := range t.Variants {
			names = append(names, v.Name)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", t.ID, t.Title, strings.Join(names, ", "))
	}
	return w.Flush()
}

type clauseJSON struct {
	Topic      string            `json:"topic"`
	Title      string            `json:"title"`
	Purpose    string            `json:"purpose"`
	Variants   []variantJSON     `json:"variants"`
	ByPosition map[string]string `json:"by_position"`
	Parameters []parameterJSON   `json:"parameters"`
	Requires   []string          `json:"requires,omitempty"`
	Conflicts  []string          `json:"conflicts,omitempty"`
	Fallback   string            `json:"fallback,omitempty"`
	Notes      []string          `json:"notes,omitempty"`
}

type variantJSON struct {
	Name    string `json:"name"`
	Summary string `json:"summary"`
	Version string `json:"version"`
}

type parameterJSON struct {
	Name     string                  `json:"name"`
	About    string                  `json:"about"`
	Type     string                  `json:"type"`
	Path     string                  `json:"path,omitempty"`
	Range    []string                `json:"range,omitempty"`
	Options  []string                `json:"options,omitempty"`
	Default  map[schema.Position]any `json:"default,omitempty"`
	Fallback string                  `json:"fallback,omitempty"`
}

func clauseAsJSON(t *assemble.Topic) clauseJSON {
	c := clauseJSON{Topic: t.ID, Title: t.Title, Purpose: t.Purpose, ByPosition: map[string]string{}, Requires: t.Requires, Conflicts: t.Conflicts,
		Fallback: t.Fallback, Notes: t.Notes}
	for p, v := range t.ByPosition {
		c.ByPosition[string(p)] = v
	}
	for _, v := range t.Variants {
		c.Variants = append(c.Variants, variantJSON{v.Name, v.Summary, v.Version})
	}
	for _, p := range allParameters(t) {
		c.Parameters = append(c.Parameters, parameterJSON{p.Name, p.About, p.Type, p.Path, p.Range, p.Options, p.Default, p.Fallback})
	}
	return c
}

// allParameters is the parameters of a topic and of its variants, each once.
func allParameters(t *assemble.Topic) []*assemble.Parameter {
	var list []*assemble.Parameter
	seen := map[string]bool{}
	for _, v := range t.Variants {
		for _, p := range v.Parameters {
			if !seen[p.Name] {
				seen[p.Name] = true
				list = append(list, p)
			}
		}
	}
	return list
}

func (a *app) showClause(lib *assemble.Library, t *assemble.Topic) error {
	book, err := lib.Playbook()
	if err != nil {
		return err
	}
	if a.format == "json" {
		return a.printJSON(clauseAsJSON(t))
	}
	fmt.Fprintf(a.out, "%s\n%s\n\n%s\n", t.ID, t.Title, t.Purpose)
	fmt.Fprintln(a.out, "\nVariants")
	w := tabwriter.NewWriter(a.out, 2, 0, 2, ' ', 0)
	for _, v := range t.Variants {
		fmt.Fprintf(w, "  %s\t%s\t%s\n", cmp.Or(v.Name, "(only one)"), v.Summary, positionsOf(t, v.Name))
	}
	w.Flush()
	a.showParameters(t)
	printList(a, "Needs", t.Requires)
	printList(a, "Cannot stand with", t.Conflicts)
	a.showPlaybook(book, t)
	printList(a, "Drafting notes", t.Notes)
	for _, v := range t.Variants {
		fmt.Fprintf(a.out, "\n--- %s, version %s, %s, %s ---\n%s\n", cmp.Or(v.Name, t.ID), v.Version, v.Source, v.Licence, strings.TrimSpace(v.Text()))
	}
	return nil
}

func positionsOf(t *assemble.Topic, variant string) string {
	var list []string
	for _, p := range []schema.Position{schema.Licensor, schema.Balanced, schema.Licensee} {
		if t.ByPosition[p] == variant {
			list = append(list, string(p))
		}
	}
	return strings.Join(list, " ")
}

func (a *app) showParameters(t *assemble.Topic) {
	list := allParameters(t)
	if len(list) == 0 {
		return
	}
	fmt.Fprintln(a.out, "\nParameters (defaults for the licensor, the balanced and the licensee position)")
	w := tabwriter.NewWriter(a.out, 2, 0, 2, ' ', 0)
	for _, p := range list {
		bounds := strings.Join(p.Options, ", ")
		if len(p.Range) == 2 {
			bounds = p.Range[0] + " to " + p.Range[1]
		}
		defaults := "required where it is used"
		if p.Default != nil {
			defaults = fmt.Sprintf("L %v, B %v, E %v", p.Default[schema.Licensor], p.Default[schema.Balanced], p.Default[schema.Licensee])
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t%s\t%s\n", p.Name, p.About, p.Type, bounds, defaults, p.Path)
	}
	w.Flush()
}

// showPlaybook prints what each side does about the choice of words and each parameter.
func (a *app) showPlaybook(book *assemble.Playbook, t *assemble.Topic) {
	if t.Fallback != "" {
		fmt.Fprintf(a.out, "\nUsual compromise\n  %s\n", t.Fallback)
	}
	names := []string{""}
	for _, p := range allParameters(t) {
		names = append(names, p.Name)
	}
	begun := false
	for _, name := range names {
		for _, side := range []schema.Position{schema.Licensor, schema.Licensee} {
			p := book.Play(t.ID, name, side)
			if p == nil {
				continue
			}
			if !begun {
				fmt.Fprintln(a.out, "\nPlaybook (what each side takes without asking, who approves more, what it walks away from)")
				begun = true
			}
			var b strings.Builder
			wrapped(&b, widthOf(a.out), "  ", "      ", fmt.Sprintf("%s, %s [%s]: %s", cmp.Or(name, "the words"), sideName[side], p.Weight, playWords(p)))
			fmt.Fprint(a.out, b.String())
		}
	}
}

var sideName = map[schema.Position]string{schema.Licensor: "licensor", schema.Licensee: "licensee"}

// playWords is what a side does about a term, in one line.
func playWords(p *assemble.Play) string {
	s := "falls back to " + p.Shown(p.Fallback)
	if p.Approve != "" {
		s += "; more with " + p.Approve
	}
	if limit := p.Limit(); limit != "" {
		s += "; walks away from " + limit
	}
	if p.Trade != "" {
		s += "; asks in return " + p.Trade
	}
	return s
}

func printList(a *app, title string, items []string) {
	if len(items) == 0 {
		return
	}
	fmt.Fprintln(a.out, "\n"+title)
	for _, s := range items {
		fmt.Fprintln(a.out, "  - "+s)
	}
}
