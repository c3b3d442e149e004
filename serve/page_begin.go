package serve

import (
	"fmt"
	"slices"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// A formChoice is an agreement that somebody may begin, or something that it may have.
type formChoice struct {
	Value, Title, Summary, Size string
	Full                        bool // what it has besides is chosen
	Many                        bool // it has as many parties as are asked for
}

// formChoices are the forms that have a term sheet to begin with, the short ones first,
// and last those that change an agreement or join one.
func formChoices(lib *assemble.Library) []formChoice {
	var short, full, later []formChoice
	for _, t := range lib.Templates() {
		switch {
		case t.Instrument == "amendment" || t.Instrument == "accession":
			if t.Starter != "" {
				later = append(later, formChoice{Value: "form:" + t.Name, Title: t.Title, Summary: t.Summary, Size: "a few pages"})
			}
		case t.Starter != "":
			short = append(short, formChoice{Value: "form:" + t.Name, Title: t.Title, Summary: t.Summary, Size: t.Size})
		case isKind(schema.DealKind(t.Name)):
			full = append(full, formChoice{Value: "kind:" + t.Name, Title: t.Title, Summary: t.Summary, Size: "full form", Full: true, Many: t.Name != string(schema.Bilateral)})
		}
	}
	return slices.Concat(short, full, later)
}

// matterMeanings says what each thing is that a deal may have besides.
var matterMeanings = map[string]string{
	"balancing":          "sums that even out what each side brings",
	"confidentiality":    "what is kept secret, and for how long",
	"escrow":             "source code or know-how with an agent, released when its owner fails",
	"exclusivity":        "only one may use the rights in a field",
	"liability":          "caps on what one side can owe the other",
	"liquidated-damages": "fixed sums for breaches that are hard to value",
	"royalties":          "rates by volume, with caps and reports",
	"termination":        "the grounds on which it ends early",
}

// matterChoices are the things that a deal may have besides.
func matterChoices() []formChoice {
	var list []formChoice
	for _, m := range schema.StarterMatters() {
		list = append(list, formChoice{Value: m, Title: spoken(m), Summary: matterMeanings[m]})
	}
	return list
}

// freshName is a name that no term sheet of the folder has yet.
func freshName(names []string) string {
	for n := 1; ; n++ {
		name := "deal.json"
		if n > 1 {
			name = fmt.Sprintf("deal-%d.json", n)
		}
		if !slices.Contains(names, name) {
			return name
		}
	}
}
