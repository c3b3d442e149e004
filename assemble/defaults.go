package assemble

import (
	"strings"

	"github.com/engross/engross/agreement"
)

// A Default is a value that the term sheet left to a clause, or a clause that it left
// to the form.
type Default struct {
	Topic     string // whose parameter it is
	Parameter string // "" for a whole clause
	About     string // what it is, as a phrase
	Path      string // its place in the term sheet, or ""
	Value     string // as printed
	Weight    Weight
	provision string // the ID of the provision that prints it or hangs on it, which a trace tells
	change    string // of a clause: the choice that the term sheet would make
}

// Number is the number of the provision that says a default, as the agreement
// prints it: "12.3", "E".
func (d *Default) Number(doc *agreement.Document) string {
	number := ""
	agreement.Walk(doc.Body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok && (c.ID == d.provision || c.ID == d.Topic && number == "") {
			number = strings.TrimSuffix(c.Label, ".")
		}
		return true
	})
	return number
}

// Defaults lists the values that the term sheet left to the clauses, in the order
// of the agreement.
func (s *Deal) Defaults() []Default {
	var list []Default
	for _, c := range s.chosen {
		if c.variant == nil {
			continue
		}
		for _, p := range c.variant.Parameters {
			if v := c.values[p.Name]; v != nil && !c.given[p.Name] {
				list = append(list, Default{Topic: c.item.Use, Parameter: p.Name, About: p.About, Path: p.Path, Value: shown(v), Weight: p.weight()})
			}
		}
	}
	return list
}
