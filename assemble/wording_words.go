package assemble

import (
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
)

// WordsOf is a provision as a wording of the term sheet says it: what [schema.Wording]
// holds in its words. What a wording cannot say is an error.
func WordsOf(c *agreement.Clause) ([]string, error) {
	var w wordWriter
	head := ""
	if len(c.Heading) > 0 {
		title := escapeWords(strings.TrimSuffix(agreement.Words(c.Heading), "."))
		head = "**" + title + ".**"
	}
	body := c.Body
	if p, ok := firstBlock(body).(*agreement.Paragraph); ok {
		head = strings.TrimSpace(head + " " + w.inlines(p.Text))
		body = body[1:]
	}
	if head != "" {
		w.out = append(w.out, head)
	}
	w.blocks(body, 1)
	return w.out, w.err
}

// WordsOfDefinition is a definition as a wording says it.
func WordsOfDefinition(p *agreement.Paragraph) ([]string, error) {
	var w wordWriter
	return []string{w.inlines(p.Text)}, w.err
}

type wordWriter struct {
	out []string
	err error
}

func (w *wordWriter) blocks(body []agreement.Block, depth int) {
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Paragraph:
			if depth > 1 {
				w.err = fmt.Errorf("a paragraph after a sub-provision stands under it")
			}
			w.out = append(w.out, w.inlines(b.Text))
		case *agreement.Clause:
			w.item(b, depth)
		case *agreement.Table:
			if depth > 1 {
				w.err = fmt.Errorf("a table stands in a sub-provision")
			}
			w.table(b)
		case *agreement.Signatures:
			w.err = fmt.Errorf("signatures are no words of a provision")
		}
	}
}

func (w *wordWriter) item(c *agreement.Clause, depth int) {
	if depth > 3 {
		w.err = fmt.Errorf("a sub-provision stands more than three levels deep")
		return
	}
	words := ""
	body := c.Body
	if p, ok := firstBlock(body).(*agreement.Paragraph); ok {
		words, body = w.inlines(p.Text), body[1:]
	}
	if len(c.Heading) > 0 {
		w.err = fmt.Errorf("a sub-provision has a title")
	}
	if _, name, ok := strings.Cut(c.ID, "."); ok && !agreement.Positional(c.ID) && !strings.HasPrefix(c.ID, "eg_") {
		words += " {#" + name + "}"
	}
	w.out = append(w.out, strings.Repeat("1.", depth)+" "+words)
	w.blocks(body, depth+1)
}

func (w *wordWriter) table(t *agreement.Table) {
	row := func(cells []agreement.Cell) {
		s := "|"
		for _, c := range cells {
			s += " " + w.inlines(c) + " |"
		}
		w.out = append(w.out, s)
	}
	row(t.Head)
	rule := "|"
	for i := range t.Head {
		mark := " --- |"
		if i < len(t.Align) {
			switch t.Align[i] {
			case agreement.Right:
				mark = " ---: |"
			case agreement.Center:
				mark = " :---: |"
			case agreement.Left:
			}
		}
		rule += mark
	}
	w.out = append(w.out, rule)
	for _, r := range t.Rows {
		row(r.Cells)
	}
}

func (w *wordWriter) inlines(in []agreement.Inline) string {
	var b strings.Builder
	for _, x := range in {
		switch x := x.(type) {
		case *agreement.Text:
			b.WriteString(escapeWords(x.Text))
		case *agreement.Define:
			b.WriteString(`**"` + x.Term + `"**`)
		case *agreement.Ref:
			b.WriteString("[](#" + x.Target + ")")
		}
	}
	s := strings.Trim(b.String(), " ")
	if m := listStart(s); m > 0 {
		s = s[:m] + `\` + s[m:]
	} else if s != "" && strings.ContainsRune("+->#=|", rune(s[0])) {
		s = `\` + s
	}
	return s
}

// listStart is where the point stands of a number that would begin a list, or 0.
func listStart(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	if n > 0 && n < len(s) && (s[n] == '.' || s[n] == ')') {
		return n
	}
	return 0
}

// escapeWords is words as Markdown in which each stands for itself.
func escapeWords(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if strings.IndexByte("\\`*_[]<>&|~!{}", s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func firstBlock(body []agreement.Block) agreement.Block {
	if len(body) == 0 {
		return nil
	}
	return body[0]
}
