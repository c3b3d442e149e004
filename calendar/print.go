package calendar

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/engross/engross/schema"
)

// A Line is an entry with the agreement that it belongs to.
type Line struct {
	*Entry
	Of *Calendar
}

// Lines are the entries of some calendars: first those with a day, by day, then those
// without, agreement by agreement.
func Lines(list []*Calendar) []Line {
	var lines []Line
	for _, c := range list {
		for i := range c.Entries {
			lines = append(lines, Line{&c.Entries[i], c})
		}
	}
	slices.SortStableFunc(lines, func(a, b Line) int {
		if a.Due.IsZero() || b.Due.IsZero() {
			return cmp.Compare(boolInt(a.Due.IsZero()), boolInt(b.Due.IsZero()))
		}
		return a.Due.Compare(b.Due)
	})
	return lines
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Heads are the columns of a table of entries, and Cells one row of it.
var Heads = []string{"Agreement", "Due", "Kind", "Provision", "Who", "To whom", "What", "Sum", "Rule", "May be done by", "Send by", "Only if", "Assumed", "Moves", "Without a date because", "Counted from", "Period", "ID"}

// Cells is an entry as a row under [Heads].
func (l Line) Cells() []string {
	due, sum := "", ""
	if !l.Due.IsZero() {
		due = l.Due.ISO()
	}
	if l.Sum != nil {
		sum = l.Sum.String()
	}
	return []string{l.Of.Reference, due, string(l.Kind), l.Provision, l.Of.People(l.By, l.ByWords), l.Of.People(l.To, l.ToWords), l.What, sum, l.Rule,
		l.Act.String(), l.Send.String(), l.If, l.Assumed, strings.Join(l.Moves, "; "), l.Undated, l.Trigger, l.Period, l.ID}
}

// CSV writes entries as comma-separated values. A cell that a spreadsheet would run
// as a formula begins with an apostrophe.
func CSV(w io.Writer, lines []Line) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.Write(Heads); err != nil {
		return err
	}
	for _, l := range lines {
		row := l.Cells()
		for i, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				row[i] = "'" + cell
			}
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// Markdown writes entries as a page.
func Markdown(list []*Calendar, lines []Line) []byte {
	var b bytes.Buffer
	b.WriteString("# Calendar\n\n")
	for _, c := range list {
		fmt.Fprintf(&b, "%s, %s", markdown(c.Reference), markdown(c.Title))
		if !c.Until.IsZero() {
			fmt.Fprintf(&b, "; what recurs is listed up to %s", c.Until)
		}
		b.WriteString(".\n\n")
		for _, n := range c.Notes {
			b.WriteString(markdown(n) + "\n\n")
		}
	}
	n := slices.IndexFunc(lines, func(l Line) bool { return l.Due.IsZero() })
	if n < 0 {
		n = len(lines)
	}
	b.WriteString("## By day\n\n")
	table(&b, []string{"Due", "No.", "Who", "To whom", "What", "Sum", "Rule and notes"}, lines[:n], len(list) > 1, func(l Line) []string {
		return []string{l.Due.String(), l.Provision, l.Of.People(l.By, l.ByWords), l.Of.People(l.To, l.ToWords), l.What, sumOf(l.Sum), notes(l)}
	})
	if n < len(lines) {
		b.WriteString("\n## Without a day\n\n")
		table(&b, []string{"No.", "Who", "What", "Counted from", "Why no day"}, lines[n:], len(list) > 1, func(l Line) []string {
			return []string{l.Provision, l.Of.People(l.By, l.ByWords), l.What, l.Trigger, l.Undated}
		})
	}
	b.WriteString("\n## Days off\n\n")
	for _, c := range list {
		if len(c.Coverage) == 0 {
			b.WriteString(markdown(c.Reference) + ": the agreement names no places for Business Days, so that no day off is known.\n\n")
		}
		for _, x := range c.Coverage {
			b.WriteString("- " + markdown(x.String()) + "\n")
		}
	}
	b.WriteString("\nThis calendar is not legal advice; check each day against the agreement.\n")
	return b.Bytes()
}

// String is a line of coverage in words.
func (c Coverage) String() string {
	if c.Source == "" {
		return c.Place + ": " + c.Gap
	}
	span := "from " + c.From.String()
	if !c.To.IsZero() {
		span += " to " + c.To.String()
	}
	if c.From.IsZero() {
		span = "single days"
	}
	return fmt.Sprintf("%s: %s, %s, %s; not known: %s", c.Place, c.Kind, c.Source, span, c.Gap)
}

func sumOf(m *schema.Money) string {
	if m == nil {
		return ""
	}
	return m.String()
}

// notes are the rule of an entry and all that hangs on it.
func notes(l Line) string {
	list := []string{l.Rule}
	add := func(label, words string) {
		if words != "" {
			list = append(list, label+words)
		}
	}
	add("only if ", l.If)
	add("may be done by ", l.Act.String())
	add("send ", l.Send.String())
	add("", l.Assumed)
	for _, m := range l.Moves {
		if !strings.HasPrefix(m, "it is not, or may not be, a Business Day") {
			add("", m)
		}
	}
	return strings.Join(list, "; ")
}

func table(b *bytes.Buffer, heads []string, lines []Line, many bool, cells func(Line) []string) {
	if len(lines) == 0 {
		b.WriteString("Nothing.\n")
		return
	}
	if many {
		heads = append([]string{"Agreement"}, heads...)
	}
	row := func(cells []string) {
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	row(heads)
	row(slices.Repeat([]string{"---"}, len(heads)))
	for _, l := range lines {
		list := cells(l)
		if many {
			list = append([]string{l.Of.Reference}, list...)
		}
		for i := range list {
			list[i] = markdown(list[i])
		}
		row(list)
	}
}

// markdown is words as Markdown shows them.
func markdown(s string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "<", "&lt;", "[", `\[`, "#", `\#`, "\n", " ").Replace(s)
}
