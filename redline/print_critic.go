package redline

import (
	"bufio"
	"io"
	"strings"

	"github.com/engross/engross/agreement"
)

// CriticMarkup writes res as Markdown with CriticMarkup: {++words come++},
// {--words gone--}, and {>>notes<<} on moves and numbers. No mark crosses a block,
// which the convention leaves undefined.
func CriticMarkup(w io.Writer, res *Result) error {
	b := bufio.NewWriter(w)
	p := &criticPrinter{w: b, moves: ends(res.Document)}
	p.line("# ", p.replaced(res.Document.Was.Title, res.Document.Title))
	for _, c := range res.Changes {
		if c.Scope == Head && c.Heading != "Title" {
			p.line("", escape(c.Heading)+": "+escape(c.quote[1].left)+p.replaced(c.Before, c.After)+escape(c.quote[1].right))
		}
	}
	p.blocks(res.Document.Body, 2)
	p.line("", "{>>"+notice+"<<}")
	return b.Flush()
}

type criticPrinter struct {
	w     *bufio.Writer
	moves map[int]move
}

// line writes a block; an error is kept by the writer until it is flushed.
func (p *criticPrinter) line(before, s string) { _, _ = p.w.WriteString(before + s + "\n\n") }

func (p *criticPrinter) replaced(before, after string) string {
	if before == after {
		return escape(after)
	}
	return critic(agreement.Deleted, escape(before)) + critic(agreement.Inserted, escape(after))
}

// critic is s, which is escaped, marked as changed.
func critic(change agreement.Change, s string) string {
	if s == "" {
		return ""
	}
	switch change {
	case agreement.Inserted, agreement.MovedTo:
		return "{++" + s + "++}"
	case agreement.Deleted, agreement.MovedFrom:
		return "{--" + s + "--}"
	case agreement.Unchanged:
	}
	return s
}

// escape is s so that neither Markdown nor CriticMarkup acts on it.
func escape(s string) string {
	var b strings.Builder
	last := ' '
	for _, r := range printable(s) {
		if strings.ContainsRune("\\`*_{}[]<>#|~$^", r) || last == '{' && strings.ContainsRune("+-=", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

func (p *criticPrinter) blocks(body []agreement.Block, level int) {
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			p.clause(b, level)
		case *agreement.Paragraph:
			p.line("", p.inlines(b.Text)+p.note(b.Move, b.Change))
		case *agreement.Table:
			p.table(b)
		case *agreement.Signatures:
			p.line("", p.inlines(b.Lead))
			for _, s := range b.Blocks {
				p.line("", p.inlines(signatoryWords(s)))
			}
		}
	}
}

// clause writes a section under a heading and any other clause as a paragraph that
// begins with its label and heading.
func (p *criticPrinter) clause(c *agreement.Clause, level int) {
	const deepest = 6
	head := critic(c.Change, escape(c.Label))
	if c.Was != "" && c.Change == agreement.Unchanged {
		head += "{>>was " + escape(c.Was) + "<<}"
	}
	head = strings.TrimSpace(head + p.note(c.Move, c.Change) + " " + p.inlines(c.Heading))
	body := c.Body
	switch {
	case len(c.Heading) > 0 && level == 2 || c.Kind != agreement.Numbered:
		p.line(strings.Repeat("#", min(level, deepest))+" ", head)
	default:
		if len(body) > 0 {
			if q, ok := body[0].(*agreement.Paragraph); ok && q.Move == 0 {
				head, body = strings.TrimSpace(head+" "+p.inlines(q.Text)), body[1:]
			}
		}
		p.line("", head)
	}
	p.blocks(body, level+1)
}

func (p *criticPrinter) note(number int, change agreement.Change) string {
	if number == 0 {
		return ""
	}
	return "{>>" + escape(p.moves[number].note(change)) + "<<}"
}

func (p *criticPrinter) inlines(in []agreement.Inline) string {
	var b strings.Builder
	for i := 0; i < len(in); {
		change, raised, j := agreement.ChangeOf(in[i]), raisedOf(in[i]), i+1
		for j < len(in) && agreement.ChangeOf(in[j]) == change && raisedOf(in[j]) == raised {
			j++
		}
		words := critic(change, escape(agreement.Words(in[i:j])))
		if raised != "" {
			words = "<" + raised + ">" + words + "</" + raised + ">"
		}
		b.WriteString(words)
		i = j
	}
	return b.String()
}

func (p *criticPrinter) table(t *agreement.Table) {
	var b strings.Builder
	row := func(cells []agreement.Cell) {
		for _, c := range cells {
			b.WriteString("| " + p.inlines(c) + " ")
		}
		b.WriteString("|\n")
	}
	row(t.Head)
	b.WriteString(strings.Repeat("| --- ", len(t.Head)) + "|\n")
	for _, r := range t.Rows {
		row(r.Cells)
	}
	p.line("", strings.TrimSuffix(b.String(), "\n"))
}
