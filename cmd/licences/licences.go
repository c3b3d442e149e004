// Package licences is what goes with the programs by the terms of others: the licences
// of the modules, fonts and patterns that they are made with.
package licences

import (
	_ "embed"
	"encoding/json"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// text is written by the test, with -update, from what the programs link.
//
//go:embed licences.txt
var text string

// Command prints the licences of what a program is made with.
func Command(out io.Writer) *cobra.Command {
	return &cobra.Command{
		Use:   "licences",
		Short: "Print the licences of the modules, fonts and patterns in this program",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if f := c.Flag("format"); f != nil && f.Value.String() == "json" {
				return printJSON(out)
			}
			_, err := io.WriteString(out, text)
			return err
		},
	}
}

// A licence is what several things say of themselves.
type licence struct {
	Of   []string `json:"of"`
	Text string   `json:"text"`
}

func printJSON(out io.Writer) error {
	parts := strings.Split(text, "\n"+strings.Repeat("=", 78)+"\n") // what precedes, then names and words in turn
	var list []licence
	for i := 1; i+1 < len(parts); i += 2 {
		list = append(list, licence{strings.Split(parts[i], "\n"), strings.TrimSpace(parts[i+1])})
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(list)
}
