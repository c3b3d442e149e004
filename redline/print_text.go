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

// Text writes res for a terminal: why the drafts differ, where that is known; each
// provision that changed under its headings, the changes marked in it; then what
// merely followed and a line that counts.
func Text(w io.Writer, res *Result, o TextOptions) error {
	b := bufio.NewWriter(w)
	p := &textPrinter{w: b, paint: plainInk, full: o.Full, moves: ends(res.Document)}
	if o.Color {
		p.paint = colourInk
	}
	p.line(0, "Old draft: "+printable(res.Document.Compared[0]))
	p.line(0, "New draft: "+printable(res.Document.Compared[1]))
	if res.Date != "" {
		p.line(0, "Date of comparison: "+printable(res.Date))
	}
	p.line(0, "")
	p.why(res)
	for _, c := range res.Changes {
		if c.Scope == Head {
			p.line(0, c.Heading+": "+p.ink(agreement.Deleted, c.Before)+p.ink(agreement.Inserted, c.After))
		}
	}
	p.blocks(res.Document.Body, 0)
	p.consequences(res.Changes)
	if len(res.Changes) == 0 {
		p.line(0, "The two drafts have the same words.")
	} else {
		p.line(0, res.Stats.String())
	}
	p.line(0, notice)
	return b.Flush()
}

// why lists the causes that are known, each with the provisions that it changed.
func (p *textPrinter) why(res *Result) {
	terms, library := reasons(res)
	p.reasons("Terms that changed, and where it shows:", terms)
	p.reasons("Library clauses that changed with them, or by themselves:", library)
	if shared(terms, library) {
		p.line(0, sharedNote)
	}
	if len(terms)+len(library) > 0 {
		p.line(0, "")
	}
}

func (p *textPrinter) reasons(title string, list []reason) {
	if len(list) > 0 {
		p.line(0, title)
	}
	for _, r := range list {
		p.line(1, printable(r.cause.String()))
		p.line(2, printable(r.where()))
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
			p.clause(b, depth)
		case *agreement.Paragraph:
			p.line(depth, p.note(b.Move, b.Change)+p.inlines(b.Text))
		case *agreement.Table:
			p.table(b, depth)
		case *agreement.Signatures:
			p.signatures(b, depth)
		}
		if depth == 0 {
			p.line(0, "")
		}
	}
}

// clause prints a clause's label, with the one it had, and its heading or, where
// it has none, its first paragraph.
func (p *textPrinter) clause(c *agreement.Clause, depth int) {
	title, body := c.Heading, c.Body
	if len(title) == 0 && len(body) > 0 && (p.full || touched(body[0])) {
		if first, ok := body[0].(*agreement.Paragraph); ok && first.Move == 0 {
			title, body = first.Text, body[1:]
		}
	}
	label := &agreement.Text{Text: c.Label + " ", Change: c.Change}
	if c.Was != "" && c.Change == agreement.Unchanged {
		label.Text += "(was " + c.Was + ") "
	}
	if c.Label == "" {
		label.Text = ""
	}
	p.line(depth, strings.TrimRight(p.note(c.Move, c.Change)+p.inlines(slices.Concat([]agreement.Inline{label}, title)), " "))
	p.blocks(body, depth+1)
}

// table prints the rows that changed under the head of the table.
func (p *textPrinter) table(t *agreement.Table, depth int) {
	p.row(depth, agreement.Row{Cells: t.Head, Change: t.Change})
	for _, r := range t.Rows {
		if p.full || touchedRow(r) || t.Columns != nil {
			p.row(depth, r)
		}
	}
}

func (p *textPrinter) signatures(s *agreement.Signatures, depth int) {
	if p.full || s.Change != agreement.Unchanged || anyChange(s.Lead) {
		p.line(depth, p.inlines(s.Lead))
	}
	for _, b := range s.Blocks {
		if p.full || touchedBlock(b) || s.Change != agreement.Unchanged {
			p.line(depth, "Signature of "+p.inlines(signatoryWords(b)))
		}
	}
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
		change, j := agreement.ChangeOf(in[i]), i+1
		for j < len(in) && agreement.ChangeOf(in[j]) == change {
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
	for _, c := range renumbered(changes) {
		if c.Scope == Clause {
			pairs = append(pairs, printable(c.Before+" → "+c.After))
		}
	}
	if len(pairs) == 0 {
		return
	}
	p.line(0, "Renumbered, each with what is under it (old → new):")
	for i := 0; i < len(pairs); i += perLine {
		p.line(1, strings.Join(pairs[i:min(i+perLine, len(pairs))], ", "))
	}
	p.line(0, "")
}
