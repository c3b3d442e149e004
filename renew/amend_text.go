package renew

import (
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// A side says which of the two drafts of a marked document to read.
type side uint8

const (
	oldSide side = iota
	newSide
	bothSides
)

func (s side) has(c agreement.Change) bool {
	switch c {
	case agreement.Inserted, agreement.MovedTo:
		return s != oldSide
	case agreement.Deleted, agreement.MovedFrom:
		return s != newSide
	case agreement.Unchanged:
	}
	return true
}

// stays reports whether a block is in both drafts, in its place.
func stays(c agreement.Change) bool { return c == agreement.Unchanged }

func isOld(c agreement.Change) bool { return c == agreement.Deleted || c == agreement.MovedFrom }

func anyChanged(in []agreement.Inline) bool {
	for _, x := range in {
		if agreement.ChangeOf(x) != agreement.Unchanged {
			return true
		}
	}
	return false
}

// changed reports whether anything in a provision differs, but for numbers that
// follow from changes elsewhere.
func changed(c *agreement.Clause) bool {
	found := !stays(c.Change) || anyChanged(c.Heading)
	agreement.Walk(c.Body, func(b agreement.Block) bool {
		switch b := b.(type) {
		case *agreement.Clause:
			found = found || !stays(b.Change)
		case *agreement.Paragraph:
			found = found || !stays(b.Change)
		case *agreement.Table:
			found = found || tableChanged(b)
		case *agreement.Signatures:
		}
		agreement.Inlines(b, func(in []agreement.Inline) { found = found || anyChanged(in) })
		return !found
	})
	return found
}

// inlineText is one inline as a draft prints it; "" where the draft lacks it.
func inlineText(x agreement.Inline, s side) string {
	if !s.has(agreement.ChangeOf(x)) {
		return ""
	}
	switch x := x.(type) {
	case *agreement.Text:
		if x.Break {
			return " "
		}
		return x.Text
	case *agreement.Define:
		return "“" + x.Term + "”"
	case *agreement.Ref:
		if s == oldSide && x.Was != "" {
			return x.Was
		}
		return x.Text
	}
	return ""
}

// wordsOf is the words of a draft, without blanks at the ends.
func wordsOf(in []agreement.Inline, s side) string {
	var b strings.Builder
	for _, x := range in {
		b.WriteString(inlineText(x, s))
	}
	return strings.TrimSpace(b.String())
}

// titleOf is the heading of a clause in a draft, without the full stop of one that
// runs into the words.
func titleOf(c *agreement.Clause, s side) string {
	return strings.TrimSuffix(wordsOf(c.Heading, s), ".")
}

// numberOf is the citation of a clause in the old draft.
func numberOf(c *agreement.Clause) string {
	if c.WasNumber != "" {
		return c.WasNumber
	}
	return c.Number
}

// cite names a provision of the old draft as [schema.Superseded] wants it: by its
// number alone where it has one that can stand after "Section", or in words.
func (a *amender) cite(c *agreement.Clause) string {
	number := numberOf(c)
	top := a.topOf(c)
	switch top.Kind {
	case agreement.Schedule:
		if c == top {
			return number
		}
		if letter, paragraph, ok := strings.Cut(number, ", paragraph "); ok {
			return "paragraph " + paragraph + " of " + letter
		}
		return number
	case agreement.Front:
		switch {
		case c == top:
			return "the part " + titleOf(c, oldSide)
		case strings.HasSuffix(top.ID, "/recitals"):
			return "recital " + number
		}
		return "party " + number
	case agreement.Part:
		return "the heading of " + number
	case agreement.Annex:
		return "the Annex"
	case agreement.Numbered:
	}
	if number != "" && (number[0] < '0' || '9' < number[0]) {
		return "Article " + number
	}
	return number
}

// citeInText is the same, fit to follow other words.
func (a *amender) citeInText(c *agreement.Clause) string {
	return schema.Superseded{Provision: a.cite(c)}.Where()
}

// topOf is the section, schedule or part in which a clause lies.
func (a *amender) topOf(c *agreement.Clause) *agreement.Clause {
	if len(a.under) > 0 {
		return a.under[0]
	}
	return c
}

// opening names the words of a clause that lead to the provisions under it.
func (a *amender) opening(c *agreement.Clause) string {
	return "the introductory wording of " + a.citeInText(c)
}

// passagesOf is provisions of the new draft as passages, with their labels.
func passagesOf(list []*agreement.Clause) []schema.Passage {
	var out []schema.Passage
	for _, c := range list {
		out = appendClause(out, c)
	}
	return out
}

func appendClause(out []schema.Passage, c *agreement.Clause) []schema.Passage {
	lead := strings.TrimSpace(c.Label + " " + wordsOf(c.Heading, newSide))
	body := c.Body
	for len(body) > 0 { // the first paragraph goes on where the heading ends
		p, ok := body[0].(*agreement.Paragraph)
		if !ok {
			break
		}
		body = body[1:]
		if newSide.has(p.Change) {
			if c.Kind == agreement.Numbered && strings.Contains(c.Number, ".") || strings.ContainsRune(c.Label, '(') || strings.HasSuffix(c.Label, ".") && c.Heading == nil {
				lead = strings.TrimSpace(lead + " " + wordsOf(p.Text, newSide))
			} else {
				out, lead = appendText(out, lead), wordsOf(p.Text, newSide)
			}
			break
		}
	}
	out = appendText(out, lead)
	for _, b := range body {
		out = appendBlock(out, b)
	}
	return out
}

func appendBlock(out []schema.Passage, b agreement.Block) []schema.Passage {
	switch b := b.(type) {
	case *agreement.Clause:
		if newSide.has(b.Change) {
			out = appendClause(out, b)
		}
	case *agreement.Paragraph:
		if newSide.has(b.Change) {
			out = appendText(out, wordsOf(b.Text, newSide))
		}
	case *agreement.Table:
		if newSide.has(b.Change) {
			out = append(out, tablePassage(b, func(*agreement.Row) bool { return true }))
		}
	case *agreement.Signatures:
	}
	return out
}

func appendText(out []schema.Passage, words string) []schema.Passage {
	if words == "" {
		return out
	}
	return append(out, schema.Passage{Text: words})
}

// wordCount is the number of words of a provision in the new draft, with what is
// under it.
func wordCount(c *agreement.Clause) int { return sizeOfPassages(passagesOf([]*agreement.Clause{c})) }

// sizeOf is the number of words that instructions take.
func sizeOf(list []schema.Superseded) int {
	const frame = 8 // "in Section 5.3 (Objection) the words ... are replaced by the words ..."
	n := 0
	for _, s := range list {
		n += frame + len(strings.Fields(s.Old)) + len(strings.Fields(s.New)) + sizeOfPassages(s.Passages)
	}
	return n
}

func sizeOfPassages(list []schema.Passage) int {
	n := 0
	for _, p := range list {
		n += len(strings.Fields(p.Text)) + len(p.Head)
		for _, r := range p.Rows {
			n += len(strings.Fields(strings.Join(r, " ")))
		}
	}
	return n
}

// ordinal is "first", "second" and so on.
func ordinal(n int) string {
	words := []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
	if n < len(words) {
		return words[n]
	}
	suffix := "th"
	switch k := n + 1; {
	case k%100 >= 11 && k%100 <= 13:
	case k%10 == 1:
		suffix = "st"
	case k%10 == 2:
		suffix = "nd"
	case k%10 == 3:
		suffix = "rd"
	}
	return fmt.Sprintf("%d%s", n+1, suffix)
}
