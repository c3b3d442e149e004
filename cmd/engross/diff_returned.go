package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/word"
	"github.com/engross/engross/redline"
)

// returned is who changed what, where the new draft is a Word file. Redlined is the
// Word file with tracked changes that was sent, or nil.
func returned(sides [2]*draftInput, redlined *word.Reading) (*draft.Returned, error) {
	if sides[1].word == nil {
		return nil, nil
	}
	return draft.Return(sides[0].doc, sides[1].word, redlined)
}

// printReturned prints what nobody tracked first: it is what counsel fear.
func printReturned(w io.Writer, back *draft.Returned) {
	switch n := len(back.Untracked); n {
	case 0:
		if len(back.Tracked) > 0 {
			fmt.Fprintln(w, "Nothing was changed without tracking.")
		}
	default:
		fmt.Fprintf(w, "CHANGED WITHOUT TRACKING (%d):\n", n)
		for _, c := range back.Untracked {
			fmt.Fprintln(w, "  "+changeLine(&c))
		}
	}
	list := func(title string, changes []redline.Change) {
		if len(changes) > 0 {
			fmt.Fprintf(w, "%s (%d):\n", title, len(changes))
		}
		for i := range changes {
			fmt.Fprintln(w, "  "+changeLine(&changes[i]))
		}
	}
	list("Accepted of what was sent as tracked", back.Accepted)
	list("Declined of what was sent as tracked", back.Declined)
	for _, by := range authors(back.Tracked) {
		fmt.Fprintf(w, "Tracked by %s (%d):\n", by.name, len(by.changes))
		for _, t := range by.changes {
			fmt.Fprintln(w, "  "+tracked(t))
		}
	}
	if len(back.Formatting) > 0 {
		fmt.Fprintf(w, "Formatting alone (%d):\n", len(back.Formatting))
	}
	for _, x := range back.Formatting {
		fmt.Fprintln(w, "  "+formatted(x))
	}
	if len(back.Comments) > 0 {
		fmt.Fprintf(w, "Comments (%d):\n", len(back.Comments))
		for _, c := range back.Comments {
			fmt.Fprintf(w, "  %s: %s\n", cmp.Or(oneLine(c.Author), nobody), oneLine(c.Text))
		}
	}
	if len(back.Untracked)+len(back.Accepted)+len(back.Declined)+len(back.Tracked)+len(back.Formatting)+len(back.Comments) > 0 {
		fmt.Fprintln(w)
	}
}

// nobody stands for an author whom the file does not name.
const nobody = "an author who is not named"

// mostWords is how many words of a change are quoted in a line.
const mostWords = 40

// changeLine is a change in a line.
func changeLine(c *redline.Change) string {
	where := c.Where()
	if where == "" {
		where = c.Heading
		if _, ok := c.Block().(*agreement.Table); ok && c.Left != "" { // of which a page may have many
			where += " (" + c.Left + ")"
		}
	}
	return strings.TrimSpace(oneLine(where) + "  " + replaced(c.Before, c.After) + kindNote(c))
}

func kindNote(c *redline.Change) string {
	if c.Kind == redline.Substantive || c.Kind == redline.Number {
		return ""
	}
	return " (" + c.Kind.String() + ")"
}

func tracked(t word.Tracked) string {
	when := ""
	if t.Date != "" {
		when = " on " + oneLine(t.Date)
	}
	return strings.TrimSpace(oneLine(t.Number)+"  "+replaced(t.Before, t.After)) + when
}

// formatted is words that are marked by hand.
func formatted(x word.Formatted) string {
	who := ", not tracked"
	if x.Tracked {
		who = ", by " + cmp.Or(oneLine(x.Author), nobody)
	}
	return strings.TrimSpace(oneLine(x.Number)+"  "+quoted(x.Words)) + " is " + x.Marks + who
}

// replaced is what words went and what words came.
func replaced(before, after string) string {
	switch {
	case before == "":
		return "inserted " + quoted(after)
	case after == "":
		return "deleted " + quoted(before)
	}
	return quoted(before) + " became " + quoted(after)
}

func quoted(s string) string {
	words := strings.Fields(s)
	if len(words) > mostWords {
		words = append(words[:mostWords], "…")
	}
	return `"` + strings.Join(words, " ") + `"`
}

// oneLine is words from a file as they can stand in a line of a terminal.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || 0x80 <= r && r < 0xa0 || 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069 {
			return ' '
		}
		return r
	}, s)), " ")
}

// An author made changes.
type author struct {
	name    string
	changes []word.Tracked
}

// authors are who made the changes, in the order in which they first did.
func authors(list []word.Tracked) (out []*author) {
	by := map[string]*author{}
	for _, t := range list {
		name := cmp.Or(oneLine(t.Author), nobody)
		if by[name] == nil {
			by[name] = &author{name: name}
			out = append(out, by[name])
		}
		by[name].changes = append(by[name].changes, t)
	}
	return out
}

// addReturned adds who changed what to a redline in JSON.
func addReturned(b *bytes.Buffer, back *draft.Returned) error {
	data, err := json.MarshalIndent(back, "  ", "  ")
	if err != nil {
		return err
	}
	text := strings.TrimSuffix(strings.TrimRight(b.String(), "\n"), "\n}")
	b.Reset()
	fmt.Fprintf(b, "%s,\n  \"returned\": %s\n}\n", text, data)
	return nil
}
