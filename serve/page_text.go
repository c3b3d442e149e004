package serve

import (
	"html"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/drawing"
)

// A textWriter writes the agreement as the page shows it: each value that words come
// from is marked with its place in the term sheet.
type textWriter struct {
	b    strings.Builder
	bare bool // without ids and buttons: a text to read beside another
}

func (p *textWriter) put(parts ...string) {
	for _, s := range parts {
		p.b.WriteString(s)
	}
}

func (p *textWriter) escaped(s string) { p.b.WriteString(html.EscapeString(s)) }

// domID is the id of an element that shows a provision.
func domID(id string) string { return "p:" + id }

// title writes what stands on the first page.
func (p *textWriter) title(d *agreement.Document) {
	p.put(`<header class="piece title" data-piece="title"><p class="reference">`)
	p.escaped(d.Reference)
	p.put("</p><h1>")
	p.escaped(d.Title)
	p.put(`</h1><p class="parties">`)
	for i, x := range d.Parties {
		if i > 0 {
			p.put("<br>")
		}
		p.escaped(x.Name)
	}
	p.put("</p>")
	if d.Date != "" {
		p.put(`<p class="date">`)
		p.escaped(d.Date)
		p.put("</p>")
	}
	p.put("</header>")
}

// id gives an element the id of what it shows.
func (p *textWriter) id(id string) {
	if id != "" && !p.bare {
		p.put(` id="`, html.EscapeString(domID(id)), `"`)
	}
}

// top writes a block at the top of the agreement: a section, a schedule, the
// signatures.
func (p *textWriter) top(b agreement.Block) {
	c, ok := b.(*agreement.Clause)
	if !ok {
		p.put(`<section class="piece" data-piece="`, html.EscapeString(idOf(b)), `">`)
		p.block(b)
		p.put("</section>")
		return
	}
	class := map[agreement.Kind]string{agreement.Numbered: "section", agreement.Part: "part", agreement.Front: "front", agreement.Schedule: "schedule", agreement.Annex: "annex"}[c.Kind]
	p.put(`<section class="piece `, class, `" data-piece="`, html.EscapeString(c.ID), `" id="`, html.EscapeString(domID(c.ID)), `"`)
	p.hanging(c.Conditions)
	if c.Source != nil {
		p.put(` data-topic="`, html.EscapeString(c.Source.Topic), `"`)
	}
	p.put("><h2>")
	if c.Label != "" {
		p.put(`<span class="no">`)
		p.escaped(c.Label)
		p.put("</span> ")
	}
	p.inlines(c.Heading)
	p.put("</h2>")
	if c.Source != nil {
		p.put(`<button type="button" class="about" data-topic="`, html.EscapeString(c.Source.Topic), `">Choices<span class="unseen"> for `)
		p.escaped(agreement.Words(c.Heading))
		p.put("</span></button>")
	}
	p.blocks(c.Body)
	p.put("</section>")
}

func (p *textWriter) blocks(body []agreement.Block) {
	for _, b := range body {
		p.block(b)
	}
}

func (p *textWriter) block(b agreement.Block) {
	switch b := b.(type) {
	case *agreement.Clause:
		p.clause(b)
	case *agreement.Paragraph:
		p.put("<p")
		p.id(b.ID)
		p.hanging(b.Conditions)
		p.put(">")
		p.inlines(b.Text)
		p.put("</p>")
	case *agreement.Table:
		p.table(b)
	case *agreement.Signatures:
		p.signatures(b)
	}
}

// clause writes a numbered provision under a section; its first paragraph stands
// beside its number.
func (p *textWriter) clause(c *agreement.Clause) {
	p.put(`<div class="clause"`)
	p.id(c.ID)
	p.hanging(c.Conditions)
	p.put(`><span class="no">`)
	p.escaped(c.Label)
	p.put(`</span><div class="body">`)
	body := c.Body
	if c.Heading != nil {
		p.put(`<p><b>`)
		p.inlines(c.Heading)
		p.put("</b> ")
		if first, ok := firstParagraph(body); ok {
			p.inlines(first.Text)
			body = body[1:]
		}
		p.put("</p>")
	}
	p.blocks(body)
	p.put("</div></div>")
}

func firstParagraph(body []agreement.Block) (*agreement.Paragraph, bool) {
	if len(body) == 0 {
		return nil, false
	}
	first, ok := body[0].(*agreement.Paragraph)
	return first, ok && first.ID == ""
}

func (p *textWriter) table(t *agreement.Table) {
	if t.Drawing != nil {
		p.put("<figure><figcaption>")
		p.escaped(t.Drawing.Title)
		p.put("</figcaption>", string(drawing.SVG(t.Drawing)), "</figure>")
	}
	p.put(`<div class="scroll" tabindex="0" role="group" aria-label="Table: `)
	p.escaped(agreement.Words(t.Head[0]))
	p.put(`"><table`)
	p.hanging(t.Conditions)
	p.put("><thead><tr>")
	for i, cell := range t.Head {
		tag := "th"
		if len(cell) == 0 {
			tag = "td"
		}
		p.put("<", tag, scope(tag), align(t, i), ">")
		p.inlines(cell)
		p.put("</", tag, ">")
	}
	p.put("</tr></thead><tbody>")
	for _, row := range t.Rows {
		p.put("<tr>")
		for i, cell := range row.Cells {
			p.put("<td", align(t, i), ">")
			p.inlines(cell)
			p.put("</td>")
		}
		p.put("</tr>")
	}
	p.put("</tbody></table></div>")
}

func scope(tag string) string {
	if tag == "th" {
		return ` scope="col"`
	}
	return ""
}

func align(t *agreement.Table, i int) string {
	if i < len(t.Align) && t.Align[i] == agreement.Right {
		return ` class="right"`
	}
	return ""
}

func (p *textWriter) signatures(s *agreement.Signatures) {
	p.put("<p>")
	p.inlines(s.Lead)
	p.put(`</p><div class="signing">`)
	for _, b := range s.Blocks {
		p.put(`<div class="signatory">`)
		name := []agreement.Inline{&agreement.Text{Text: b.Party, Origin: b.Origin}}
		p.put("<p><b>")
		p.inlines(name)
		p.put("</b></p>")
		for _, line := range [][2]string{{"Signature", ""}, {"Name", b.Name}, {"Title", b.Title}} {
			p.put(`<p class="line"><span>`, line[0], "</span> <span>")
			p.escaped(line[1])
			p.put("</span></p>")
		}
		p.put("</div>")
	}
	p.put("</div>")
}

func (p *textWriter) inlines(in []agreement.Inline) {
	for _, x := range in {
		switch x := x.(type) {
		case *agreement.Text:
			p.words(x.Text, x.Origin)
		case *agreement.Define:
			p.put("“<b>")
			p.words(x.Term, x.Origin)
			p.put("</b>”")
		case *agreement.Ref:
			if p.bare {
				p.escaped(x.Text)
				continue
			}
			p.put(`<a href="#`, html.EscapeString(domID(x.Target)), `">`)
			p.escaped(x.Text)
			p.put("</a>")
		}
	}
}

// words writes words; those that print a value are a button that opens it, those that
// a value chose are marked for when it is looked for.
func (p *textWriter) words(text string, o *agreement.Origin) {
	at := places(o)
	if at == "" || p.bare {
		p.escaped(text)
		return
	}
	class := "chosen"
	more := ""
	if o.How != agreement.Chosen && strings.TrimSpace(text) != "" {
		class, more = "value", ` role="button" tabindex="0"`
		if isDefault(o) {
			class = "value standard"
		}
		if o.How == agreement.Reckoned {
			class = "value reckoned"
		}
	}
	p.put(`<span class="`, class, `"`, more, ` data-at="`, html.EscapeString(at), `">`)
	p.escaped(text)
	p.put("</span>")
}

func isDefault(o *agreement.Origin) bool {
	return slices.ContainsFunc(o.Values, func(v agreement.Value) bool { return v.Default != nil })
}

// places are the JSON Pointers that words come from, with spaces between them.
func places(o *agreement.Origin) string {
	if o == nil {
		return ""
	}
	return pointers(o.Values)
}

func pointers(values []agreement.Value) string {
	var list []string
	for _, v := range values {
		at := v.Pointer
		if d := v.Default; d != nil {
			at = or(d.Pointer, "/clauses/"+escapeStep(d.Topic)+"/parameters/"+escapeStep(d.Parameter))
		}
		if at = strings.ReplaceAll(at, " ", "%20"); at != "" && !slices.Contains(list, at) {
			list = append(list, at)
		}
	}
	return strings.Join(list, " ")
}

func escapeStep(s string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(s) }

// hanging marks a provision with the values because of which it is there.
func (p *textWriter) hanging(conditions []*agreement.Condition) {
	var values []agreement.Value
	for _, c := range conditions {
		values = append(values, c.Values...)
	}
	const most = 12 // those that hang on everything are lit by nothing
	if at := pointers(values); at != "" && len(values) <= most && !p.bare {
		p.put(` data-if="`, html.EscapeString(at), `"`)
	}
}

// gap is the space before words, which none of a mark of punctuation has.
func gap(words string) string {
	if strings.ContainsAny(words[:min(1, len(words))], ".,;:)?!") {
		return ""
	}
	return " "
}

// count is a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
