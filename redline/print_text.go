package redline

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/engross/engross/agreement"
)

// TextOptions says how [Text] writes.
type TextOptions struct {
	Color bool // marks changes by colour and line, for a terminal, rather than by {+ +} and [- -]
	Full  bool // writes all of the agreement, not only the provisions that changed
}

// Text writes res for a terminal: each provision that changed under its headings,
// the changes marked in it, then what merely followed, then a line that counts.
func Text(w io.Writer, res *Result, o TextOptions) error {
	b := bufio.NewWriter(w)
	p := &textPrinter{w: b, paint: plainInk, full: o.Full, moves: ends(res.Document)}
	if o.Color {
		p.paint = colourInk
	}
	for _, c := range res.Changes {
		if c.Scope == Head {
			p.line(0, c.Heading+": "+p.ink(agreement.Deleted, c.Before)+p.ink(agreement.Inserted, c.After))
		}
	}
	p.blocks(res.Document.Body, 0)
	p.consequences(res.Changes)
	p.causes(res.Changes)
	fmt.Fprintf(b, "%v\n%s\n", res.Stats, notice)
	return b.Flush()
}

// causes lists why the drafts differ, each cause once with the provisions that it
// changed, in the order in which it first shows.
func (p *textPrinter) causes(changes []Change) {
	where := map[string][]string{}
	var order []string
	for i := range changes {
		for j := range changes[i].Causes {
			why, at := changes[i].Causes[j].String(), changes[i].Where()
			if where[why] == nil {
				order = append(order, why)
			}
			if !slices.Contains(where[why], at) {
				where[why] = append(where[why], at)
			}
		}
	}
	if len(order) > 0 {
		p.line(0, "Why:")
	}
	for _, why := range order {
		p.line(1, why+" ("+strings.Join(where[why], ", ")+")")
	}
	if len(order) > 0 {
		p.line(0, "")
	}
}

// String is the counts in a line: "12 insertions, 9 deletions, 1 move (210 words in,
// 95 out); 40 provisions renumbered, 12 references followed".
func (s Stats) String() string {
	out := count(s.Insertions, "insertion") + ", " + count(s.Deletions, "deletion") + ", " + count(s.Moves, "move") +
		fmt.Sprintf(" (%s in, %d out)", count(s.WordsIn, "word"), s.WordsOut)
	if s.Renumbered+s.References > 0 {
		out += "; " + count(s.Renumbered, "provision") + " renumbered, " + count(s.References, "reference") + " followed"
	}
	return out
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// An ink marks words of one kind of change.
type ink struct{ before, after string }

var (
	plainInk = map[agreement.Change]ink{
		agreement.Inserted: {"{+", "+}"}, agreement.Deleted: {"[-", "-]"},
		agreement.MovedFrom: {"[<", "<]"}, agreement.MovedTo: {"{>", ">}"},
	}
	// Deletions are struck and red, insertions underlined and blue, moves green; the
	// line says it where the colour does not.
	colourInk = map[agreement.Change]ink{
		agreement.Inserted: {"\x1b[34;4m", "\x1b[0m"}, agreement.Deleted: {"\x1b[31;9m", "\x1b[0m"},
		agreement.MovedFrom: {"\x1b[32;9m", "\x1b[0m"}, agreement.MovedTo: {"\x1b[32;4m", "\x1b[0m"},
	}
)

type textPrinter struct {
	w     *bufio.Writer
	paint map[agreement.Change]ink
	full  bool
	moves map[int]move
}

// ink is s marked as changed, safe to print on a terminal.
func (p *textPrinter) ink(change agreement.Change, s string) string {
	s = printable(s)
	if s == "" {
		return ""
	}
	k := p.paint[change]
	return k.before + s + k.after
}

// printable is s without what a terminal would act on: control characters and the
// marks that turn the direction of text.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

func (p *textPrinter) line(depth int, s string) {
	fmt.Fprintf(p.w, "%s%s\n", strings.Repeat("  ", depth), s)
}

func (p *textPrinter) blocks(body []agreement.Block, depth int) {
	for _, b := range body {
		if !p.full && !touched(b) {
			continue
		}
		switch b := b.(type) {
		case *agreement.Clause:
			p.line(depth, p.title(b))
			p.blocks(b.Body, depth+1)
		case *agreement.Paragraph:
			p.line(depth, p.note(b.Move, b.Change)+p.inlines(b.Text))
		case *agreement.Table:
			p.row(depth, agreement.Row{Cells: b.Head, Change: b.Change})
			for _, r := range b.Rows {
				if p.full || touchedRow(r) {
					p.row(depth, r)
				}
			}
		case *agreement.Signatures:
			p.line(depth, p.inlines(b.Lead))
			for _, s := range b.Blocks {
				p.line(depth, p.ink(s.Change, signatoryText(s)))
			}
		}
		if depth == 0 {
			p.line(0, "")
		}
	}
}

// title is a clause's label, with the one it had, and its heading.
func (p *textPrinter) title(c *agreement.Clause) string {
	label := p.ink(c.Change, c.Label)
	if c.Was != "" && c.Change == agreement.Unchanged {
		label += " (was " + printable(c.Was) + ")"
	}
	return strings.TrimSpace(label + " " + p.note(c.Move, c.Change) + p.inlines(c.Heading))
}

// note says, at one end of a move, where the other is.
func (p *textPrinter) note(number int, change agreement.Change) string {
	if number == 0 {
		return ""
	}
	return "(" + printable(p.moves[number].note(change)) + ") "
}

func (p *textPrinter) inlines(in []agreement.Inline) string {
	var b strings.Builder
	for i := 0; i < len(in); {
		change, j := changeOf(in[i]), i+1
		for j < len(in) && changeOf(in[j]) == change {
			j++
		}
		b.WriteString(p.ink(change, agreement.Words(in[i:j])))
		i = j
	}
	return b.String()
}

func (p *textPrinter) row(depth int, r agreement.Row) {
	cells := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		cells[i] = p.inlines(c)
	}
	p.line(depth, "| "+strings.Join(cells, " | ")+" |")
}

// consequences lists the numbers that followed, several to a line.
func (p *textPrinter) consequences(changes []Change) {
	const perLine = 6
	var pairs []string
	for _, c := range changes {
		if c.Kind == Consequential && c.Scope == Clause {
			pairs = append(pairs, printable(c.Before+" → "+c.After))
		}
	}
	if len(pairs) == 0 {
		return
	}
	p.line(0, "Renumbered (old → new):")
	for i := 0; i < len(pairs); i += perLine {
		p.line(1, strings.Join(pairs[i:min(i+perLine, len(pairs))], ", "))
	}
	p.line(0, "")
}
