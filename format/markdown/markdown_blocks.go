package markdown

import (
	"strconv"

	"github.com/engross/engross/agreement"
)

// open notes that a block begins here.
func (p *printer) open(class, id string, change agreement.Change) {
	at := len(p.buf)
	m := mark{pos: at, words: at, label: at, class: class}
	if !p.gone(id, change) {
		m.id = p.anchors[id].slug
	}
	p.marks = append(p.marks, m)
	p.atEdge = true
}

// gone reports whether a block is what the old draft had in a place from which
// the new draft has moved it.
func (p *printer) gone(id string, change agreement.Change) bool {
	return openTag(change) == "<del>" && p.anchors[id].living
}

// anchor writes the anchor of a block that is referred to, once, and reports
// whether it did.
func (p *printer) anchor(id string, change agreement.Change) bool {
	a := p.anchors[id]
	if id == "" || !a.wanted || p.gone(id, change) {
		return false
	}
	a.wanted = false
	p.anchors[id] = a
	p.raw(`<a id="` + a.slug + "\"></a>\n")
	return true
}

// step is the indentation of one level: two em spaces, which neither CommonMark
// nor a browser takes away, and which no four of make a block of code.
const step = "\u2003\u2003"

func (p *printer) indent(n int) {
	for range n {
		p.raw(step)
	}
	m := &p.marks[len(p.marks)-1]
	m.words, m.label = len(p.buf), len(p.buf)
	p.atEdge = true
}

// line writes one line of words as a block of its own, unless there are none.
func (p *printer) line(class, s string) {
	if s == "" {
		return
	}
	p.open(class, "", agreement.Unchanged)
	start := len(p.buf)
	p.text(s)
	p.guardStart(start)
	p.end()
}

// titleBlock writes the title and the facts under it. In a redline each shows
// what it was.
func (p *printer) titleBlock(d *agreement.Document) {
	was := d.Was
	if was == nil {
		was = d
	}
	p.open("title", "", agreement.Unchanged)
	p.raw("# ")
	p.inHead, p.atEdge = true, true
	p.replaced(was.Title, d.Title)
	p.inHead = false
	p.end()
	if d.Status == agreement.Draft || was.Status == agreement.Draft {
		p.open("status", "", agreement.Unchanged)
		p.draftMark(was.Status, d.Status)
		p.end()
	}
	start := len(p.buf)
	p.open("facts", "", agreement.Unchanged)
	p.fact("Reference", was.Reference, d.Reference)
	p.fact("Effective date", was.Date, d.Date)
	p.parties(was.Parties, d.Parties)
	if len(d.Compared) == 2 {
		p.fact("Old draft", d.Compared[0], d.Compared[0])
		p.fact("New draft", d.Compared[1], d.Compared[1])
	}
	if len(p.buf) > start {
		p.raw("\n")
	}
}

// draftMark writes **DRAFT** where the agreement is one, or in a redline was.
func (p *printer) draftMark(was, now agreement.Status) {
	change := agreement.Unchanged
	switch {
	case was != agreement.Draft:
		change = agreement.Inserted
	case now != agreement.Draft:
		change = agreement.Deleted
	}
	p.raw(openTag(change) + "**DRAFT**" + closeTag(change))
}

// replaced writes words, or in a redline the old and the new.
func (p *printer) replaced(was, now string) {
	if was == now {
		p.text(now)
		return
	}
	p.changed(was, agreement.Deleted)
	p.changed(now, agreement.Inserted)
}

func (p *printer) changed(s string, change agreement.Change) {
	if s != "" {
		p.raw(openTag(change))
		p.text(s)
		p.raw(closeTag(change))
	}
}

func (p *printer) fact(name, was, now string) {
	if was == "" && now == "" {
		return
	}
	p.raw("- " + name + ": ")
	p.atEdge = true
	p.replaced(was, now)
	p.endLine()
}

func (p *printer) parties(was, now []agreement.Party) {
	for i := range max(len(was), len(now)) {
		if i < len(was) && i < len(now) && was[i] == now[i] {
			p.party(now[i], agreement.Unchanged)
			continue
		}
		if i < len(was) {
			p.party(was[i], agreement.Deleted)
		}
		if i < len(now) {
			p.party(now[i], agreement.Inserted)
		}
	}
}

// party writes: Party: **Alpha Corporation** (its name in its own script), "**Alpha**".
func (p *printer) party(q agreement.Party, change agreement.Change) {
	p.raw("- Party: " + openTag(change))
	p.bold(q.Name)
	p.native(q.Native)
	if q.Short != "" {
		p.raw(", ")
		p.define(q.Short)
	}
	p.raw(closeTag(change))
	p.endLine()
}

func (p *printer) native(name string) {
	if name != "" {
		p.raw(" (")
		p.text(name)
		p.raw(")")
	}
}

func (p *printer) bold(s string) {
	if s == "" {
		return
	}
	p.raw("**")
	p.atEdge = true
	p.text(s)
	p.closeEdge()
	p.raw("**")
}

// table writes a GitHub table. It is not padded: a longer word in one row would
// change every other.
func (p *printer) table(t *agreement.Table, at place) {
	change := inherit(t.Change, at.change)
	if p.anchor(t.ID, change) {
		p.raw("\n") // a table must not begin in the paragraph of its anchor
	}
	p.open(levelClass(at.indent), t.ID, change)
	if t.Drawing != nil {
		p.drawings[len(p.marks)-1] = t.Drawing
	}
	p.row(t.Head, change)
	p.raw("|")
	for i := range t.Head {
		align := agreement.Left
		if i < len(t.Align) {
			align = t.Align[i]
		}
		p.raw(delimiter(align))
	}
	p.raw("\n")
	for _, r := range t.Rows {
		p.row(r.Cells, inherit(r.Change, change))
	}
	p.raw("\n")
}

func delimiter(a agreement.Align) string {
	switch a {
	case agreement.Left:
		return " --- |"
	case agreement.Right:
		return " ---: |"
	case agreement.Center:
		return " :---: |"
	}
	return " --- |"
}

func (p *printer) row(cells []agreement.Cell, change agreement.Change) {
	p.inCell = true
	p.raw("|")
	for _, c := range cells {
		p.raw(" ")
		if len(c) > 0 {
			p.atEdge = true
			p.inlines(c, "", change)
			p.closeEdge()
		}
		p.raw(" |")
	}
	p.inCell = false
	p.endLine()
}

// signatures writes the words before the signatures as a paragraph and each
// signatory as a small table with lines to sign on.
func (p *printer) signatures(s *agreement.Signatures, at place) {
	change := inherit(s.Change, at.change)
	p.paragraph(&agreement.Paragraph{Text: s.Lead, Change: change}, at)
	for _, b := range s.Blocks {
		p.signatory(b, inherit(b.Change, change))
	}
}

// blank is a line to write on.
const blank = "______________________________"

func (p *printer) signatory(s agreement.Signatory, change agreement.Change) {
	p.open("signatory", "", agreement.Unchanged)
	p.inCell = true
	p.raw("| " + openTag(change))
	p.bold(s.Party)
	p.raw(closeTag(change) + " | ")
	p.inlines(s.Words(func(s agreement.Signatory) string { return s.Native }), "", change)
	p.raw(" |")
	p.endLine()
	p.raw("| --- | --- |\n")
	p.signatoryRow("Signature", nil, change)
	p.signatoryRow("Name", s.Words(func(s agreement.Signatory) string { return s.Name }), change)
	p.signatoryRow("Title", s.Words(func(s agreement.Signatory) string { return s.Title }), change)
	p.signatoryRow("Date", nil, change)
	if s.Seal {
		p.signatoryRow("Seal", nil, change)
	}
	if more := s.Words(func(s agreement.Signatory) string { return s.More }); len(more) > 0 {
		p.signatoryRow("Also", more, change)
	}
	p.inCell = false
	p.raw("\n")
}

func (p *printer) signatoryRow(name string, value []agreement.Inline, change agreement.Change) {
	p.raw("| " + openTag(change) + name + closeTag(change) + " | ")
	if len(value) == 0 {
		p.raw(openTag(change) + blank + closeTag(change))
	} else {
		p.atEdge = true
		p.inlines(value, "", change)
		p.closeEdge()
	}
	p.raw(" |")
	p.endLine()
}

// kindClass is the class of a heading in HTML, levelClass that of a paragraph.
func kindClass(k agreement.Kind) string {
	switch k {
	case agreement.Numbered:
		return "section"
	case agreement.Part:
		return "part"
	case agreement.Front:
		return "front"
	case agreement.Schedule:
		return "schedule"
	case agreement.Annex:
		return "annex"
	}
	return ""
}

func levelClass(indent int) string { return "l" + strconv.Itoa(min(indent, 6)) }

// index finds what references need to know of the whole document: the slug of
// every ID, the IDs referred to, and the two ends of every move.
func (p *printer) index(body []agreement.Block) {
	p.anchors, p.moves = map[string]anchor{}, agreement.Moves(body)
	p.indexBlocks(body, map[string]bool{})
}

func (p *printer) indexBlocks(body []agreement.Block, taken map[string]bool) {
	for _, b := range body {
		agreement.Inlines(b, func(in []agreement.Inline) {
			for _, x := range in {
				if r, ok := x.(*agreement.Ref); ok {
					a := p.anchors[r.Target]
					a.wanted = true
					p.anchors[r.Target] = a
				}
			}
		})
		switch b := b.(type) {
		case *agreement.Clause:
			p.addID(b.ID, b.Change, taken)
			p.indexBlocks(b.Body, taken)
		case *agreement.Paragraph:
			p.addID(b.ID, b.Change, taken)
		case *agreement.Table:
			p.addID(b.ID, b.Change, taken)
		case *agreement.Signatures:
		}
	}
}

// addID gives an ID its anchor: lower-case letters, digits and hyphens,
// different for different IDs.
func (p *printer) addID(id string, change agreement.Change, taken map[string]bool) {
	if id == "" {
		return
	}
	a := p.anchors[id]
	if openTag(change) != "<del>" {
		a.living = true
	}
	if a.slug == "" {
		a.slug = slugOf(id)
		for base, n := a.slug, 2; taken[a.slug]; n++ {
			a.slug = base + "-" + strconv.Itoa(n)
		}
		taken[a.slug] = true
	}
	p.anchors[id] = a
}
