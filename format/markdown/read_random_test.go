package markdown_test

import (
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
)

// A maker makes agreements such as assembly makes, out of bytes; its words are
// hostile.
type maker struct {
	bytes   []byte
	ids     []string
	refs    []*agreement.Ref
	article bool
}

// n is a number below limit.
func (m *maker) n(limit int) int {
	if len(m.bytes) == 0 {
		return 0
	}
	n := int(m.bytes[0]) % limit
	m.bytes = m.bytes[1:]
	return n
}

var hostileWords = []string{
	"The Licensee shall pay", " within 30 days", "*", "**", "a_b", "_x_", "`", "<b>", "&amp;", "&", "[x](#y)", "](", "#", "1. a", "2)", "- b", "> c", "|",
	`\`, "~~d~~", "---", "(a) e", "(iv)", "4.2 f", "Section 4.2", "Schedule A: g", "Part B", "Annex", " ", "  h", "i ", "\u2003j", "\u00a0", `"`, "“k”", "アルファ",
	"https://example.com/~l", "-->", "<!-- m", "engross 1", "Document digest: n", "DRAFT", "Party: o", "!", ".", ";", "__________", "Signature", "12 months", "$p$",
}

func (m *maker) word() string {
	s := hostileWords[m.n(len(hostileWords))]
	if m.n(4) == 0 {
		s += hostileWords[m.n(len(hostileWords))]
	}
	return s
}

// text is words that are not blank.
func (m *maker) text() *agreement.Text {
	s := m.word()
	if strings.TrimSpace(s) == "" {
		s += "x"
	}
	return &agreement.Text{Text: s, Value: m.n(3) == 0}
}

func (m *maker) words() []agreement.Inline {
	in := []agreement.Inline{m.text()}
	for range m.n(4) {
		switch m.n(4) {
		case 0:
			in = append(in, &agreement.Define{Term: "T" + m.word()})
		case 1:
			r := &agreement.Ref{Text: "S" + m.word()}
			m.refs = append(m.refs, r)
			in = append(in, r)
		default:
			in = append(in, m.text())
		}
	}
	return in
}

func (m *maker) id() string {
	id := fmt.Sprintf("topic-%d/a.b%d", m.n(9), len(m.ids))
	if m.n(3) == 0 {
		id += ".~1"
	}
	m.ids = append(m.ids, id)
	return id
}

func (m *maker) document() *agreement.Document {
	d := &agreement.Document{Title: "T" + m.word(), Kind: "pool", Language: "en-GB", Reference: m.word(), Date: m.word(), Status: agreement.Status(m.n(2))}
	m.article = m.n(3) == 0
	for range m.n(4) {
		d.Parties = append(d.Parties, agreement.Party{Name: m.text().Text, Native: strings.TrimSpace(m.word()), Short: m.text().Text})
	}
	if m.n(2) == 0 {
		d.Notice = "Not legal advice" + m.word()
	}
	if m.n(2) == 0 {
		d.Digest = "sha256:" + m.word()
	}
	sections, letters := 0, 0
	for range 1 + m.n(8) {
		d.Body = append(d.Body, m.top(&sections, &letters))
	}
	for _, r := range m.refs {
		r.Target = m.ids[m.n(len(m.ids))]
	}
	return d
}

func (m *maker) top(sections, letters *int) agreement.Block {
	c := &agreement.Clause{ID: m.id(), Heading: m.words()}
	below := func(i int) (label, number string) { return fmt.Sprintf("(%d)", i), fmt.Sprintf("(%d)", i) }
	switch m.n(7) {
	case 0:
		c.Kind = agreement.Front
		if m.n(2) == 0 {
			s := &agreement.Signatures{Blocks: []agreement.Signatory{{Party: m.text().Text, Native: strings.TrimSpace(m.word()), Name: m.text().Text, Title: m.text().Text, Seal: m.n(2) == 0}, {Party: "B"}}}
			if m.n(2) == 0 {
				s.Lead = append(m.words(), &agreement.Text{Text: "signed"})
			}
			c.Body = append(c.Body, &agreement.Paragraph{Text: m.words()}, s)
			return c
		}
	case 1:
		c.Kind, c.Label, c.Number = agreement.Part, "Part C", "Part C"
		return c
	case 2:
		*letters++
		c.Kind, c.Label = agreement.Schedule, "Schedule "+string(rune('A'+*letters%26))
		c.Number = c.Label
		below = func(i int) (label, number string) {
			return fmt.Sprintf("%d.", i), fmt.Sprintf("%s, paragraph %d", c.Number, i)
		}
	case 3:
		c.Kind, c.Label, c.Number = agreement.Annex, "Annex", "Annex"
	default:
		*sections++
		n := *sections
		c.Label, c.Number = fmt.Sprint(n, "."), fmt.Sprint(n)
		below = func(i int) (label, number string) { return fmt.Sprint(n, ".", i), fmt.Sprint(n, ".", i) }
		if m.article {
			c.Number = "I"
			c.Label = "Article I"
			below = func(i int) (label, number string) {
				return fmt.Sprintf("Section %d.%02d", n, i), fmt.Sprintf("%d.%02d", n, i)
			}
		} else if m.n(5) == 0 {
			c.Heading = nil
		}
		if m.n(2) == 0 {
			c.Source = &agreement.Source{Topic: "a/b", Variant: []string{"", "-", "x y"}[m.n(3)], Version: "1.0.0", Hash: "00ff"}
		}
	}
	c.Body = m.body(c, 0, below)
	return c
}

// body is paragraphs, tables and provisions.
func (m *maker) body(c *agreement.Clause, depth int, below func(i int) (label, number string)) []agreement.Block {
	var body []agreement.Block
	provisions := 0
	for range m.n(5) {
		switch k := m.n(6); {
		case k == 0:
			body = append(body, m.table())
		case k == 1:
			term := "T" + m.word()
			body = append(body, &agreement.Paragraph{ID: "term:" + term, Text: append([]agreement.Inline{&agreement.Define{Term: term}}, m.words()...)})
		case k < 5 && depth < 4:
			provisions++
			p := &agreement.Clause{ID: m.id()}
			p.Label, p.Number = below(provisions)
			if m.n(2) == 0 {
				p.Heading = append(m.words(), &agreement.Text{Text: "."})
			}
			p.Body = m.body(p, depth+1, func(i int) (label, number string) {
				label = "(" + []string{string(rune('a' + i - 1)), []string{"i", "ii", "iii", "iv", "v"}[i-1], string(rune('A' + i - 1)), fmt.Sprint(i)}[depth] + ")"
				return label, p.Number + label
			})
			body = append(body, p)
		default:
			body = append(body, &agreement.Paragraph{Text: m.words()})
		}
	}
	return body
}

func (m *maker) table() *agreement.Table {
	t := &agreement.Table{}
	if m.n(2) == 0 {
		t.ID = "table-" + fmt.Sprint(m.n(100))
	}
	columns := 1 + m.n(3)
	row := func() (cells []agreement.Cell) {
		for range columns {
			var c agreement.Cell
			if m.n(4) > 0 {
				c = m.words()
			}
			cells = append(cells, c)
		}
		return cells
	}
	t.Head = row()
	for range columns {
		t.Align = append(t.Align, agreement.Align(m.n(3)))
	}
	for range m.n(3) {
		t.Rows = append(t.Rows, agreement.Row{Cells: row()})
	}
	return t
}
