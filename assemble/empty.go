package assemble

import (
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
)

// findEmpty finds words that announce what does not follow, in clauses that the term
// sheet puts in though it may state nothing for them: "each of these conditions is
// met:" where no condition is stated.
func findEmpty(r *run, sections []*section) {
	for _, s := range sections {
		if !r.File.Sheet.Clauses[s.chosen.item.Use].Include {
			continue
		}
		for _, list := range bodiesOf(s.clause) {
			for i, b := range list {
				if p, ok := b.(*agreement.Paragraph); ok && announces(p) && holdsNothing(list[i+1:]) {
					r.nothingFollows(s.chosen, p)
					break
				}
			}
		}
	}
}

// bodiesOf are the lists of blocks in a clause, its own among them.
func bodiesOf(c *agreement.Clause) [][]agreement.Block {
	list := [][]agreement.Block{c.Body}
	for _, b := range c.Body {
		if sub, ok := b.(*agreement.Clause); ok {
			list = append(list, bodiesOf(sub)...)
		}
	}
	return list
}

// holdsNothing reports whether what follows is nothing, or a table without rows.
func holdsNothing(rest []agreement.Block) bool {
	if len(rest) == 0 {
		return true
	}
	t, ok := rest[0].(*agreement.Table)
	return ok && len(t.Rows) == 0
}

func announces(p *agreement.Paragraph) bool {
	return strings.HasSuffix(strings.TrimSpace(agreement.Words(p.Text)), ":")
}

func (r *run) nothingFollows(c *chosen, p *agreement.Paragraph) {
	topic := c.item.Use
	at := "/clauses/" + escapePointer(topic)
	r.problems.Add(&agreement.Problem{ID: "nothing-follows", Pos: r.File.Pos(at), Pointer: at,
		Message: fmt.Sprintf("%s announces a list, and nothing follows: %q", topic, lastWords(agreement.Words(p.Text))),
		Hint:    "state what the clause lists, or leave the clause out"})
}

// lastWords is the end of a text, for a message.
func lastWords(s string) string {
	words := strings.Fields(s)
	if len(words) > 9 {
		return "… " + strings.Join(words[len(words)-9:], " ")
	}
	return strings.Join(words, " ")
}
