package draft_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// TestEachTopicLeftOut leaves each topic of each example out, one at a time. In a form
// that names its core no term and no reference is left dangling then. What cannot go
// alone, because another topic builds on it, is refused, and what is said names it, so
// that the reader knows what to put back.
func TestEachTopicLeftOut(t *testing.T) {
	lib := library(t)
	for _, file := range examples(t) {
		deal := resolved(t, lib, load(t, file))
		for _, topic := range deal.Topics {
			_, err := lib.Assemble(without(load(t, file), topic), assemble.Options{})
			if err == nil {
				continue
			}
			var ps agreement.Problems
			if !errors.As(err, &ps) {
				t.Fatal(nameOf(file), topic, err)
			}
			if core := deal.Template.Core; len(core) > 0 && !slices.Contains(core, topic) && slices.ContainsFunc(ps, dangles) {
				t.Errorf("%s: %s is not in the core of %s, and without it something dangles:\n%v", nameOf(file), topic, deal.Template.Name, ps)
			}
			if !slices.ContainsFunc(ps, func(p *agreement.Problem) bool { return strings.Contains(p.Message+p.Hint, topic) }) {
				t.Errorf("%s: %s is left out, and what is said does not name it:\n%v", nameOf(file), topic, ps)
			}
		}
	}
}

func dangles(p *agreement.Problem) bool { return p.ID != "missing-requirement" }

// without is a term sheet that leaves a topic out.
func without(f *schema.File, topic string) *schema.File {
	if f.Sheet.Clauses == nil {
		f.Sheet.Clauses = map[string]schema.Choice{}
	}
	choice := f.Sheet.Clauses[topic]
	choice.Omit, choice.Include = true, false
	f.Sheet.Clauses[topic] = choice
	return f
}
