package main

import (
	"fmt"
	"strings"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
)

// printResponse prints the answers, for a reader at a terminal.
func printResponse(b *strings.Builder, r *draft.Response, side string, columns int) {
	if len(r.Answers) == 0 {
		fmt.Fprintln(b, "nothing was changed")
		return
	}
	var counts []string
	for i := range assemble.Standings() {
		s := assemble.Standing(i)
		if n := r.Count(s); n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, draft.StandingWords(s)))
		}
	}
	fmt.Fprintf(b, "For %s, %s: %s\n", side, plural(len(r.Answers), "change", "changes"), strings.Join(counts, ", "))
	fmt.Fprintln(b, "Internal: not for the other side. What no library says is for counsel to judge.")
	noted := map[string]bool{}
	for i := range r.Answers {
		x := &r.Answers[i]
		printAnswer(b, x, columns, !noted[x.Topic])
		noted[x.Topic] = true
	}
}

// printAnswer prints an answer, with the notes of the library where they have not been
// printed yet.
func printAnswer(b *strings.Builder, x *draft.Answer, columns int, notes bool) {
	fmt.Fprintln(b)
	wrapped(b, columns, "", "  ", fmt.Sprintf("[%s] %s", strings.ToUpper(draft.StandingWords(x.Standing)), changeLine(x.Change)))
	switch {
	case x.Untracked:
		labelled(b, columns, "by", "nobody tracked it")
	case len(x.By) > 0:
		labelled(b, columns, "by", oneLine(strings.Join(x.By, ", ")))
	}
	for i := range x.Judgements {
		j := &x.Judgements[i]
		labelled(b, columns, "value", fmt.Sprintf("%s: %s, was %s; as %s: %s", j.About, j.Theirs, j.Sent, j.As, j.Because))
		for _, x := range [][2]string{{"fallback", j.Fallback}, {"walk-away", j.WalkAway}, {"approve", j.Approve}, {"in return", j.Trade}} {
			if x[1] != "" {
				labelled(b, columns, x[0], x[1])
			}
		}
	}
	if x.Words {
		said := "words that no value explains"
		if x.Topic != "" {
			said += ", in " + x.Topic
		}
		labelled(b, columns, "words", said)
		if x.Fallback != "" {
			labelled(b, columns, "fallback", x.Fallback)
		}
	}
	for _, note := range x.Notes {
		if notes {
			labelled(b, columns, "note", note)
		}
	}
	for i, line := range x.Offer {
		name := ""
		if i == 0 {
			name = "offer"
		}
		labelled(b, columns, name, line)
	}
}
