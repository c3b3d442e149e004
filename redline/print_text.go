package redline

import (
	"bufio"
	"fmt"
	"io"
	"maps"
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
	p := &textPrinter{w: b, paint: plainInk, full: o.Full, moves: ends(res.Document), retyped: res.retyped(), shown: res.shown()}
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
			p.line(0, c.Heading+": "+printable(c.quote[1].left)+p.ink(agreement.Deleted, c.Before)+p.ink(agreement.Inserted, c.After)+printable(c.quote[1].right))
		}
	}
	p.blocks(res.Document.Body, 0)
	p.structure(res)
	p.consequences(res.Changes)
	p.line(0, res.Closing())
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
	if s := res.untold(); s != "" {
		p.line(0, s)
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

// sameWords is what a redline without a change of words says.
const sameWords = "The two drafts have the same words"

// Closing says in a line what the redline found: how many changes there are, or that
// the drafts have the same words and what differs nevertheless.
func (r *Result) Closing() string {
	if len(r.Changes) == 0 {
		return sameWords + "."
	}
	other := map[string]int{}
	for _, c := range r.Changes {
		switch c.Kind {
		case Markup:
			other[noun(c.Before+c.After)]++
		case Structure:
			other[c.Heading+" of provisions"] += 0
		case Substantive, Number, DefinedTerm, Moved, Typographic, Consequential:
			return r.Stats.String()
		}
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(other)) {
		if n := other[name]; n > 0 {
			parts = append(parts, count(n, name))
		} else {
			parts = append(parts, name)
		}
	}
	verb := " differ."
	if len(parts) == 1 && strings.HasPrefix(parts[0], "1 ") {
		verb = " differs."
	}
	return sameWords + "; " + strings.Join(parts, ", ") + verb
}

// noun is what a change of mark-up is a change of.
func noun(words string) string {
	if strings.HasPrefix(words, agreement.Listing+" ") {
		return "contents line"
	}
	for _, name := range []string{"link", "image", "rule", "tag"} {
		if strings.Contains(words, "("+name+" ") || strings.Contains(words, "; "+name+" ") || strings.HasPrefix(words, name+" ") {
			return name
		}
	}
	return "mark"
}

// String is the counts in a line: "12 insertions, 9 deletions, 1 move (210 words in,
// 95 out); 40 provisions renumbered, 12 references followed".
func (s Stats) String() string {
	out := count(s.Insertions, "insertion") + ", " + count(s.Deletions, "deletion") + ", " + count(s.Moves, "move") +
		fmt.Sprintf(" (%s in, %d out)", count(s.WordsIn, "word"), s.WordsOut)
	if s.Markup > 0 {
		out += ", " + count(s.Markup, "mark")
	}
	if s.Structure > 0 {
		out += ", " + count(s.Structure, "change") + " of structure"
	}
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

	retyped map[*agreement.Clause]bool // clauses whose number somebody changed
	shown   func(agreement.Block) bool
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

// structure prints what is built otherwise, which has no place among the words.
func (p *textPrinter) structure(res *Result) {
	const most = 12
	n := 0
	for _, c := range res.Changes {
		if c.Kind != Structure && !(c.Kind == Markup && c.block == nil) && !(c.Kind == Substantive && c.Heading == agreement.Unread) {
			continue
		}
		if n == 0 {
			p.line(0, "Beside the words:")
		}
		n++
		var where []string
		for _, o := range c.Occurrences {
			if number := was(o.NewNumber, o.OldNumber); number != "" {
				where = append(where, number)
			}
		}
		places := ""
		if len(c.Occurrences) > 1 {
			places = fmt.Sprintf(", %d places", len(c.Occurrences))
		}
		if len(where) > most {
			where = append(where[:most], "…")
		}
		if len(where) > 0 {
			places += ": " + strings.Join(where, ", ")
		}
		p.line(1, printable(c.Heading+": "+stated(c.Before)+" → "+stated(c.After)+places))
	}
	if n > 0 {
		p.line(0, "")
	}
}

func (p *textPrinter) blocks(body []agreement.Block, depth int) {
	for i, b := range body {
		if !p.full && !p.shown(b) {
			continue
		}
		if i > 0 && goesOn(inlinesOf(b)) && shell(body[i-1]) {
			continue // it stands after its label
		}
		switch b := b.(type) {
		case *agreement.Clause:
			var next []agreement.Inline
			if i+1 < len(body) && shell(b) && goesOn(inlinesOf(body[i+1])) {
				next = inlinesOf(body[i+1])
			}
			p.clause(b, next, depth)
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
// Next is what stood elsewhere in the paragraph before and stands beside it now.
func (p *textPrinter) clause(c *agreement.Clause, next []agreement.Inline, depth int) {
	title, body := slices.Concat(c.Heading, next), c.Body
	if len(title) == 0 && len(body) > 0 && (p.full || touched(body[0])) {
		if first, ok := body[0].(*agreement.Paragraph); ok && first.Move == 0 {
			title, body = first.Text, body[1:]
		}
	}
	label := &agreement.Text{Text: c.Label + " ", Change: c.Change}
	if p.retyped[c] {
		title = slices.Concat([]agreement.Inline{&agreement.Text{Text: c.Was, Change: agreement.Deleted}, &agreement.Text{Text: c.Label, Change: agreement.Inserted}, &agreement.Text{Text: " "}}, title)
		label.Text = ""
	} else if c.Was != "" && c.Change == agreement.Unchanged {
		label.Text += "(was " + c.Was + ") "
	}
	if c.Label == "" && c.Was == "" {
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
		change, mark, raised, j := agreement.ChangeOf(in[i]), remarked(in[i]), raisedOf(in[i]), i+1
		for j < len(in) && agreement.ChangeOf(in[j]) == change && raisedOf(in[j]) == raised && remarked(in[j]) == mark && (mark == "" || markOf(in[j]) == markOf(in[i])) {
			j++
		}
		b.WriteString(map[string]string{"sup": "^", "sub": "_"}[raised])
		b.WriteString(p.ink(change, agreement.Words(in[i:j])))
		if mark != "" && (j+1 >= len(in) || remarked(in[j+1]) != mark) {
			b.WriteString(" {" + printable(mark+" → "+markOf(in[i])) + "}")
		}
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

// retyped is the clauses whose numbers are changes of their own.
func (r *Result) retyped() map[*agreement.Clause]bool {
	set := map[*agreement.Clause]bool{}
	for _, c := range r.Changes {
		if clause, ok := c.block.(*agreement.Clause); ok && c.Kind == Number && c.Scope == Words && c.Before == clause.Was && c.After == clause.Label {
			set[clause] = true
		}
	}
	return set
}
