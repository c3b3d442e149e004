package draft

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// Foreign says why a file that came back is no draft of the agreement that was sent:
// it has no provision, or it is of another deal. It is nil where it is one.
//
// Parties may change, and so may the reference; where neither a party nor the reference
// is the same, nothing says that it is the same deal.
func Foreign(sent, back *agreement.Document) *agreement.Problem {
	some := slices.ContainsFunc(back.Body, func(b agreement.Block) bool { _, ok := b.(*agreement.Clause); return ok })
	if !some {
		return &agreement.Problem{ID: "no-draft", Message: "there is no provision of an agreement in what came back", Hint: "choose the draft that came back: a Word file, or the Markdown that was sent"}
	}
	same := func(x agreement.Party) bool {
		return slices.ContainsFunc(sent.Parties, func(y agreement.Party) bool { return strings.EqualFold(x.Name, y.Name) })
	}
	if back.Reference == "" || back.Reference == sent.Reference || len(back.Parties) == 0 || slices.ContainsFunc(back.Parties, same) {
		return nil
	}
	return &agreement.Problem{ID: "other-deal", Message: "what came back is a draft of another deal: " + dealWords(back), Hint: "this one is " + dealWords(sent) + "; choose the draft that came back of it"}
}

func dealWords(d *agreement.Document) string {
	var names []string
	for _, p := range d.Parties {
		names = append(names, p.Name)
	}
	return d.Reference + ", of " + strings.Join(names, ", ")
}
