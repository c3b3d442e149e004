package agreement

import (
	"strconv"
	"strings"
)

// Bullet is the label of an item of a list without numbers.
const Bullet = "•"

// Citation is how a clause is cited, from its label and from what it is in, as readers
// of drafts find it: "4.2(a)", "Schedule B, paragraph 2". Parent and schedule may be
// nil.
func Citation(c, parent, schedule *Clause) string {
	bare := strings.TrimSuffix(c.Label, ".")
	if c.Label == Bullet {
		return ""
	}
	for _, word := range []string{"Section ", "Clause ", "Article ", "Paragraph ", "§ ", "§"} {
		bare = strings.TrimPrefix(bare, word)
	}
	switch {
	case c.Kind != Numbered || c.Label == "":
		return c.Label
	case strings.HasSuffix(c.Label, ")") && parent != nil && parent.Kind == Numbered:
		return parent.Number + "(" + strings.TrimLeft(c.Label, "(")
	case listed(bare) && parent != nil && parent.Number != "" && parent.Kind == Numbered:
		return parent.Number + "(" + bare + ")"
	case schedule != nil:
		return schedule.Label + ", paragraph " + bare
	}
	return bare
}

// listed reports whether a label without its full stop is that of an item of a
// list, which does not say what it is in: "1" and "b", not "4.1".
func listed(bare string) bool { return !strings.Contains(bare, ".") && len(bare) <= len("viii") }

// NextPositional is an ID for a clause that has none, from its place among its
// siblings: the next in its parent or, where that is nil, in the body of the document.
// It is taken from then on.
func NextPositional(parent *Clause, body []Block, taken map[string]bool) string {
	prefix, siblings := "~", body
	if parent != nil {
		prefix, siblings = parent.ID+".~", parent.Body
	}
	n := 1
	for _, b := range siblings {
		if _, ok := b.(*Clause); ok {
			n++
		}
	}
	for taken[prefix+strconv.Itoa(n)] {
		n++
	}
	id := prefix + strconv.Itoa(n)
	taken[id] = true
	return id
}
