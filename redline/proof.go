package redline

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// prove reports where the redline d fails to give back the drafts it was made
// of: to accept it must spell the new one, and to reject it the old one, in
// words, structure and numbers. Where the two are built otherwise (see [rehang]) it
// is not nested, and reading order stands for structure.
func prove(d, old, new *agreement.Document, nested bool) error {
	var ps agreement.Problems
	for _, side := range []struct {
		name, verb string
		got, want  *agreement.Document
	}{
		{"new", "accepting", Accept(d), new},
		{"old", "rejecting", Reject(d), old},
	} {
		got, want := spell(side.got, nested), spell(side.want, nested)
		for i := range max(len(got), len(want)) {
			g, w := line(got, i), line(want, i)
			if g != w {
				ps.Add(&agreement.Problem{
					ID:      "redline-proof",
					Message: fmt.Sprintf("%s every change does not give the %s draft back: %s where it has %s", side.verb, side.name, quote(g), quote(w)),
					Hint:    "no redline was made, because one that hides a change is worse than none; please report the two drafts as a bug",
				})
				break
			}
		}
	}
	return ps.Err()
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

func quote(s string) string {
	const longest = 80
	if r := []rune(s); len(r) > longest {
		s = string(r[:longest]) + "…"
	}
	return strconv.Quote(s)
}

// spell writes everything a reader of d sees, with what each thing is before it.
func spell(d *agreement.Document, nested bool) []string {
	const each = 4 // parts of a block, about
	blocks := 0
	agreement.Walk(d.Body, func(agreement.Block) bool { blocks++; return true })
	w := speller{nested: nested, lines: make([]string, 0, each*blocks)}
	w.line("document", d.Title, d.Reference, d.Date, statusName(d.Status), d.Notice)
	for _, p := range d.Parties {
		w.line("party", p.Name, p.Native, p.Short)
	}
	w.blocks(d.Body)
	return w.lines
}

type speller struct {
	lines  []string
	nested bool
}

// line writes the parts of a line, each apart, after how many they are.
func (w *speller) line(what string, parts ...string) {
	w.lines = append(append(w.lines, what), parts...)
}

func (w *speller) blocks(body []agreement.Block) {
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			w.line("clause", strconv.Itoa(int(sortOf(b.Kind))), b.Label, b.Number, letters(b.Heading))
			w.blocks(b.Body)
			if w.nested {
				w.line("end")
			}
		case *agreement.Paragraph:
			w.line("paragraph", letters(b.Text))
		case *agreement.Table:
			w.line("table", strconv.Itoa(len(b.Rows)))
			w.row(b.Head)
			for _, r := range b.Rows {
				w.row(r.Cells)
			}
		case *agreement.Signatures:
			w.line("signatures", letters(b.Lead))
			for _, s := range b.Blocks {
				w.line("signatory", s.Party, s.Native, s.Name, s.Title, strconv.FormatBool(s.Seal), s.More)
			}
		}
	}
}

func (w *speller) row(cells []agreement.Cell) {
	w.line("row", strconv.Itoa(len(cells)))
	for _, c := range cells {
		w.line("cell", letters(c))
	}
}

// sortOf is a kind of clause; what has a number and what has none are one, since
// the label says which.
func sortOf(k agreement.Kind) agreement.Kind {
	if k == agreement.Front {
		return agreement.Numbered
	}
	return k
}

// letters is the words of in, with what is a definition marked as one, and how they
// are marked. Whether a number is a reference shows nowhere.
func letters(in []agreement.Inline) string {
	var b strings.Builder
	if len(in) == 1 {
		if t, ok := in[0].(*agreement.Text); ok {
			return t.Text
		}
	}
	n := 0
	for _, x := range in {
		n += width(x)
	}
	b.Grow(n)
	for _, x := range in {
		switch x := x.(type) {
		case *agreement.Text:
			b.WriteString(x.Text)
		case *agreement.Define:
			b.WriteString("\x1e" + x.Term + "\x1e")
		case *agreement.Ref:
			b.WriteString(x.Text)
		}
	}
	return b.String()
}
