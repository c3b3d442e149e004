package redline

import (
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
)

// A draftText is the source of a small draft in tests: a line for each block,
// indented by two blanks for each level. A clause is "# Heading: words", with
// {id} at the end for its id; "| a | b" is a row of a table; "* words" a clause
// without heading; anything else a paragraph. In the words [id] is a reference
// and **Term** a definition. Clauses are numbered as they stand.
type draftText string

func (src draftText) document() *agreement.Document {
	b := &builder{ids: map[string]*agreement.Clause{}}
	lines := strings.Split(strings.Trim(string(src), "\n"), "\n")
	doc := &agreement.Document{Title: "Agreement"}
	doc.Body, _ = b.blocks(lines, 0, "")
	agreement.Walk(doc.Body, func(x agreement.Block) bool {
		agreement.Inlines(x, b.resolve)
		return true
	})
	return doc
}

type builder struct {
	ids   map[string]*agreement.Clause
	count int
}

func indent(line string) int { return (len(line) - len(strings.TrimLeft(line, " "))) / 2 }

func (b *builder) blocks(lines []string, depth int, number string) (body []agreement.Block, rest []string) {
	n := 0
	for len(lines) > 0 && indent(lines[0]) >= depth {
		line := strings.TrimSpace(lines[0])
		lines = lines[1:]
		switch {
		case strings.HasPrefix(line, "# "), strings.HasPrefix(line, "* "):
			n++
			c := b.clause(line, depth, n, number)
			var below []agreement.Block
			below, lines = b.blocks(lines, depth+1, c.Number)
			c.Body = append(c.Body, below...)
			body = append(body, c)
		case strings.HasPrefix(line, "| "):
			cells := b.cells(line)
			if k := len(body) - 1; k >= 0 {
				if t, ok := body[k].(*agreement.Table); ok {
					t.Rows = append(t.Rows, agreement.Row{Cells: cells})
					continue
				}
			}
			body = append(body, &agreement.Table{Head: cells, Align: make([]agreement.Align, len(cells))})
		default:
			words, id := cutID(line)
			body = append(body, &agreement.Paragraph{ID: id, Text: b.inlines(words)})
		}
	}
	return body, lines
}

func (b *builder) clause(line string, depth, n int, parent string) *agreement.Clause {
	words, id := cutID(line[2:])
	if id == "" {
		b.count++
		id = fmt.Sprintf("clause.~%d", b.count)
	}
	c := &agreement.Clause{ID: id}
	switch depth {
	case 0:
		c.Number = fmt.Sprint(n)
		c.Label = c.Number + "."
	case 1:
		c.Number = fmt.Sprintf("%s.%d", parent, n)
		c.Label = c.Number
	default:
		c.Label = fmt.Sprintf("(%c)", 'a'+(n-1)%26)
		c.Number = parent + c.Label
	}
	if strings.HasPrefix(line, "# ") {
		heading, after, _ := strings.Cut(words, ": ")
		c.Heading = b.inlines(heading)
		words = after
	}
	if words != "" {
		c.Body = append(c.Body, &agreement.Paragraph{Text: b.inlines(words)})
	}
	b.ids[id] = c
	return c
}

func cutID(s string) (words, id string) {
	at := strings.LastIndex(s, " {")
	if at < 0 || !strings.HasSuffix(s, "}") {
		return s, ""
	}
	return s[:at], s[at+2 : len(s)-1]
}

func (b *builder) cells(line string) (cells []agreement.Cell) {
	for _, c := range strings.Split(strings.Trim(line, "| "), "|") {
		cells = append(cells, b.inlines(strings.TrimSpace(c)))
	}
	return cells
}

func (b *builder) inlines(s string) (in []agreement.Inline) {
	for s != "" {
		at := strings.IndexAny(s, "[*")
		if at < 0 {
			return append(in, &agreement.Text{Text: s})
		}
		if at > 0 {
			in = append(in, &agreement.Text{Text: s[:at]})
		}
		if s[at] == '[' {
			id, after, _ := strings.Cut(s[at+1:], "]")
			in, s = append(in, &agreement.Ref{Target: id, Text: "?"}), after
		} else {
			term, after, _ := strings.Cut(s[at+2:], "**")
			in, s = append(in, &agreement.Define{Term: term}), after
		}
	}
	return in
}

func (b *builder) resolve(in []agreement.Inline) {
	for _, x := range in {
		if r, ok := x.(*agreement.Ref); ok {
			if c := b.ids[r.Target]; c != nil {
				r.Text = "Section " + c.Number
			}
		}
	}
}

// show writes a marked document for tests: {+come+} {-gone-} and, of a move,
// {>1 come>} {<1 gone<}.
func show(d *agreement.Document) string {
	var w strings.Builder
	showBlocks(&w, d.Body, 0)
	return w.String()
}

func showBlocks(w *strings.Builder, body []agreement.Block, depth int) {
	pad := strings.Repeat("  ", depth)
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			fmt.Fprintf(w, "%s%s%s", pad, signOf(b.Change, b.Move), b.Label)
			if b.Was != "" {
				fmt.Fprintf(w, " (was %s)", b.Was)
			}
			fmt.Fprintf(w, " %s\n", showWords(b.Heading, b.Change))
			showBlocks(w, b.Body, depth+1)
		case *agreement.Paragraph:
			fmt.Fprintf(w, "%s%s%s\n", pad, signOf(b.Change, b.Move), showWords(b.Text, b.Change))
		case *agreement.Table:
			showRow(w, pad, agreement.Row{Cells: b.Head, Change: b.Change})
			for _, r := range b.Rows {
				showRow(w, pad, r)
			}
		case *agreement.Signatures:
			for _, s := range b.Blocks {
				fmt.Fprintf(w, "%s%ssigned %s %s\n", pad, signOf(s.Change, 0), s.Party, s.Name)
			}
		}
	}
}

func showRow(w *strings.Builder, pad string, r agreement.Row) {
	fmt.Fprintf(w, "%s%s|", pad, signOf(r.Change, 0))
	for _, c := range r.Cells {
		fmt.Fprintf(w, " %s |", showWords(c, r.Change))
	}
	fmt.Fprintln(w)
}

func signOf(c agreement.Change, move int) string {
	sign := [...]string{"", "+", "-", "<", ">"}[c]
	if move > 0 {
		sign += fmt.Sprint(move)
	}
	if sign != "" {
		sign += " "
	}
	return sign
}

func showWords(in []agreement.Inline, around agreement.Change) string {
	var w strings.Builder
	for _, x := range in {
		s := agreement.Words([]agreement.Inline{x})
		if r, ok := x.(*agreement.Ref); ok && r.Was != "" {
			s += " (was " + r.Was + ")"
		}
		switch c := agreement.ChangeOf(x); {
		case c == around:
			w.WriteString(s)
		case c == agreement.Inserted:
			w.WriteString("{+" + s + "+}")
		case c == agreement.Deleted:
			w.WriteString("{-" + s + "-}")
		default:
			w.WriteString("{?" + s + "?}")
		}
	}
	return w.String()
}
