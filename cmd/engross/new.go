package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/engross/engross/schema"
)

func (a *app) newCommand() *cobra.Command {
	var kind, form string
	var parties int
	var with []string
	c := &cobra.Command{
		Use:   "new",
		Short: "Print a commented term sheet to begin with",
		Long: `New prints a term sheet for a kind of deal and a number of parties: complete enough
to be checked and drafted as it stands, with names and figures to replace and a
comment on what each means. A form is a shorter or more special agreement than the
standard one of its kind; engross templates lists them with their sizes.`,
		Example: `  engross new > deal.json
  engross new --form cross-licence > deal.json
  engross new --form amendment > amendment.json
  engross new --kind pool --parties 5 > pool.json
  engross new --with escrow,royalties,liquidated-damages > deal.json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			text, err := a.starter(c, kind, form, parties, with)
			if err != nil {
				return err
			}
			return a.emit(text)
		},
	}
	c.Flags().StringVar(&kind, "kind", "bilateral", "bilateral, pool, consortium or standard-pool")
	c.Flags().StringVar(&form, "form", "", "a form of agreement, by the name of its template")
	c.Flags().IntVar(&parties, "parties", 2, "how many parties license each other, from 2 to 200 (5 for anything but bilateral)")
	c.Flags().StringSliceVar(&with, "with", nil, "what the deal has besides: "+strings.Join(schema.StarterMatters(), ", "))
	return c
}

// kinds are the kinds of deal, as --kind takes them.
func kinds() []string {
	return []string{string(schema.Bilateral), string(schema.Pool), string(schema.Consortium), string(schema.StandardPool)}
}

// starter is the term sheet that the flags --form, or --kind and --parties, ask for.
func (a *app) starter(c *cobra.Command, kind, form string, parties int, with []string) ([]byte, error) {
	if form != "" {
		if c.Flags().Changed("kind") || c.Flags().Changed("parties") || len(with) > 0 {
			return nil, &usageError{message: "--form with --kind, --parties or --with", hint: "a form is of one kind, and its starter says who the parties are: give --form alone"}
		}
		return a.formStarter(form)
	}
	if !c.Flags().Changed("parties") && kind != string(schema.Bilateral) {
		parties = 5
	}
	if !isKind(kind) {
		return nil, a.noKind(kind)
	}
	text, err := schema.Starter(schema.DealKind(kind), parties, with...)
	if err != nil {
		return nil, &usageError{message: err.Error(), hint: "give another number with --parties, another --kind, or other matters with --with"}
	}
	return text, nil
}

// noKind is the refusal of what is no kind of deal; a form is told from a mistake.
func (a *app) noKind(kind string) error {
	hint := "give bilateral, pool, consortium or standard-pool, or a form by --form: engross templates lists them"
	if lib, err := a.openLibrary(); err == nil {
		if t := lib.Template(kind); t != nil && t.Starter != "" {
			hint = kind + " is a form: give --form " + kind
		}
	}
	return &usageError{message: "--kind is " + kind, hint: hint}
}

func isKind(s string) bool { return slices.Contains(kinds(), s) }

func (a *app) formStarter(form string) ([]byte, error) {
	lib, err := a.openLibrary()
	if err != nil {
		return nil, err
	}
	t, err := namedTemplate(lib, form)
	if err != nil {
		return nil, err
	}
	if t.Starter == "" {
		return nil, &usageError{message: "the template " + form + " has no starter of its own", hint: "begin with --kind"}
	}
	f, err := schema.Load(form+".json", []byte(t.Starter))
	if err != nil {
		return nil, err
	}
	return schema.Commented(f.Sheet), nil
}
