package main

import (
	"github.com/spf13/cobra"

	"github.com/engross/engross/schema"
)

func (a *app) newCommand() *cobra.Command {
	var kind string
	var parties int
	c := &cobra.Command{
		Use:   "new",
		Short: "Print a commented term sheet to begin with",
		Long: `New prints a term sheet for a kind of deal and a number of parties: complete enough
to be checked and drafted as it stands, with names and figures to replace and a
comment on what each means.`,
		Example: `  engross new > deal.json
  engross new --kind pool --parties 5 > pool.json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			text, err := starter(c, kind, parties)
			if err != nil {
				return err
			}
			_, err = a.out.Write(text)
			return err
		},
	}
	c.Flags().StringVar(&kind, "kind", "bilateral", "bilateral, pool, consortium or standard-pool")
	c.Flags().IntVar(&parties, "parties", 2, "how many parties license each other, from 2 to 200 (5 for anything but bilateral)")
	return c
}

// starter is the term sheet that the flags --kind and --parties ask for.
func starter(c *cobra.Command, kind string, parties int) ([]byte, error) {
	if !c.Flags().Changed("parties") && kind != string(schema.Bilateral) {
		parties = 5
	}
	if !isKind(kind) {
		return nil, &usageError{message: "--kind is " + kind, hint: "give bilateral, pool, consortium or standard-pool"}
	}
	text, err := schema.Starter(schema.DealKind(kind), parties)
	if err != nil {
		return nil, &usageError{message: err.Error(), hint: "give another number with --parties, or another --kind"}
	}
	return text, nil
}

func isKind(s string) bool {
	switch schema.DealKind(s) {
	case schema.Bilateral, schema.Pool, schema.Consortium, schema.StandardPool:
		return true
	}
	return false
}
