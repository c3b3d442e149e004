package markdown

import (
	"go/token"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// document makes the items a tree.
func (r *reader) document() *agreement.Document {
	doc := &agreement.Document{}
	if r.record != nil {
		doc.Kind, doc.Language, doc.Status = r.record.kind, r.record.language, agreement.Final
		for _, e := range r.record.entries {
			r.ids[e.id] = true
		}
	}
	r.titleBlock(doc)
	r.ending(doc)
	r.confirmLabels()
	r.matchRecord()
	t := tree{reader: r, doc: doc}
	for i := 0; i < len(r.items); {
		i += t.add(r.items[i:])
	}
	for _, l := range r.links {
		l.ref.Target = idOf(r.slugs[l.slug])
	}
	if r.record == nil {
		r.resolve(doc)
	}
	r.account(doc)
	return doc
}

// pos is the place of an offset, with its column in bytes.
func (r *reader) pos(offset int) token.Position {
	n, found := slices.BinarySearch(r.lines, offset)
	if !found {
		n--
	}
	return token.Position{Filename: r.filename, Offset: offset, Line: n + 1, Column: offset - r.lines[n] + 1}
}

func idOf(b agreement.Block) string {
	if b == nil {
		return ""
	}
	return agreement.BlockID(b)
}

// A tree is a document while items are added to it.
type tree struct {
	*reader
	doc  *agreement.Document
	open []open // the clauses the next block can be in, outermost first
}

// An open clause can still get blocks.
type open struct {
	clause *agreement.Clause
	label  label
	level  int  // of its heading, or 0
	indent int  // in columns, of a clause without a heading; -1 of one with
	bullet bool // it stands after the mark of a list, which ends where words stand at the margin
	listed bool // the source shows it as an item of a list
	at     int  // columns of blanks before it, of an item
}

// add adds the block that items begin with, and returns how many of them it is.
func (t *tree) add(items []*item) int {
	it := items[0]
	switch {
	case it.rule:
		t.aside("rule", "a rule across the page", it.start)
	case it.signatory != nil:
		return t.addSignatures(nil, items)
	case it.table != nil:
		t.depth(it)
		if it.entry != nil {
			it.table.ID = it.entry.id
		}
		t.rows[it.table] = it.rows
		t.tabled(it)
		t.place(it.table, it.slugs, it.start)
	case it.level > 0:
		t.addHeading(it)
	case it.labelled:
		t.addProvision(it)
	case len(items) > 1 && items[1].signatory != nil && (items[1].entry == nil || items[1].entry.fingerprint != ""):
		return 1 + t.addSignatures(it, items[1:])
	case len(it.text) > 0:
		t.closeForWords(it)
		t.stands(it, it.text)
		t.place(t.paragraph(it.text, it.entry, it), it.slugs, it.start)
	case it.standing.code: // an image alone, of which the source shows
		t.aside("image", "indented as code", it.start)
	}
	return 1
}

// place puts a block into the innermost open clause.
func (t *tree) place(b agreement.Block, slugs []string, start int) {
	body := &t.doc.Body
	if n := len(t.open); n > 0 {
		body = &t.open[n-1].clause.Body
	}
	*body = append(*body, b)
	t.blocks = append(t.blocks, placed{b, start})
	for _, slug := range slugs {
		if t.slugs[slug] == nil {
			t.slugs[slug] = b
		}
	}
}

// depth closes the clauses that a block does not stand in, if the record says.
func (t *tree) depth(it *item) {
	if it.entry != nil {
		t.open = t.open[:min(it.entry.depth, len(t.open))]
	}
}

func (t *tree) paragraph(text []agreement.Inline, e *entry, it *item) *agreement.Paragraph {
	q := &agreement.Paragraph{Text: text, Pos: t.pos(it.words)}
	if e != nil {
		q.ID = e.id
	} else if term := definedFirst(text); term != "" && t.record == nil && !t.ids[definitionID+term] {
		q.ID = definitionID + term
		t.ids[q.ID] = true
	}
	return q
}

func (t *tree) addHeading(it *item) {
	if it.entry != nil {
		t.open = t.open[:min(it.entry.depth, len(t.open))]
	} else {
		for n := len(t.open); n > 0 && (t.open[n-1].level == 0 || t.open[n-1].level >= it.level); n-- {
			t.open = t.open[:n-1]
		}
	}
	c := t.clause(it)
	if c.Kind != agreement.Part {
		t.open = append(t.open, open{clause: c, label: it.label, level: it.level, indent: -1})
	} else {
		t.open = t.open[:0]
	}
}

func (t *tree) addProvision(it *item) {
	t.closeForLabel(it)
	c := t.clause(it)
	t.stands(it, c.Heading)
	t.stands(it, it.text)
	t.open = append(t.open, open{clause: c, label: it.label, indent: it.indent, bullet: it.bullet, listed: t.listed(it), at: it.standing.at})
	if len(it.text) > 0 {
		t.place(t.paragraph(it.text, it.textEntry, it), nil, it.textStart)
	} else if len(it.heading) == 0 && it.standing.item {
		t.aside("list", "an item without words", it.start)
	}
}

// clause makes an item a clause of the innermost open one.
func (t *tree) clause(it *item) *agreement.Clause {
	c := &agreement.Clause{Kind: it.label.kind, Label: it.label.text, Heading: it.heading, Pos: t.pos(it.words)}
	if !it.labelled {
		c.Kind = agreement.Front
	}
	if e := it.entry; e != nil {
		c.ID, c.Kind, c.Source = e.id, e.kind(), e.source
	}
	parent := t.parent()
	c.Number = agreement.Citation(c, parent, t.schedule())
	if e := it.entry; e != nil && e.label == c.Label && t.unmoved(parent, e) {
		c.Number = e.number
	}
	if c.ID == "" {
		c.ID = agreement.NextPositional(parent, t.doc.Body, t.ids)
	}
	if it.labelled {
		t.labels[c] = it.labelSpan()
	}
	t.place(c, it.slugs, it.start)
	return c
}

func (t *tree) parent() *agreement.Clause {
	if len(t.open) == 0 {
		return nil
	}
	return t.open[len(t.open)-1].clause
}

// schedule is the open schedule or annex, or nil.
func (t *tree) schedule() *agreement.Clause {
	for _, o := range t.open {
		if o.clause.Kind == agreement.Schedule {
			return o.clause
		}
	}
	return nil
}

// unmoved reports whether the citation of a clause can be as the record has it:
// whether that of its parent still begins it, when it did.
func (t *tree) unmoved(parent *agreement.Clause, e *entry) bool {
	return parent == nil || parent.Number == "" || e.depth != len(t.open) ||
		strings.HasPrefix(e.number, parent.Number) || !strings.HasPrefix(agreement.Citation(&agreement.Clause{Label: e.label}, parent, t.schedule()), parent.Number)
}

// addSignatures adds the signatories that items begin with, and returns how many
// items that is.
func (t *tree) addSignatures(lead *item, items []*item) int {
	s := &agreement.Signatures{Pos: t.pos(items[0].words)}
	first := items[0]
	if lead != nil {
		t.closeForWords(lead)
		s.Lead, s.Pos = lead.text, t.pos(lead.words)
		first = lead
	}
	t.closeForSignatures(items[0])
	n := 0
	for n < len(items) && items[n].signatory != nil && (n == 0 || items[n].entry == nil) {
		t.tabled(items[n])
		s.Blocks = append(s.Blocks, *items[n].signatory)
		t.rows[s] = append(t.rows[s], Span{items[n].start, items[n].end})
		if n > 0 {
			t.rows[s][n-1].End = items[n].start
		}
		n++
	}
	t.place(s, first.slugs, first.start)
	return n
}

// ours reports whether the file is laid out as [Write] does, so that
// indentation alone says what is in what.
func (t *tree) ours() bool { return t.record != nil }

// closeForWords closes the clauses that a paragraph does not stand in.
func (t *tree) closeForWords(it *item) {
	t.depth(it)
	for n := len(t.open); n > 0; n-- {
		o := t.open[n-1]
		inside := o.indent < 0 || stepOf(o.indent) < stepOf(it.indent)
		if !t.ours() {
			inside = o.indent < 0 || o.label.style != bracketed && o.label.style != bulleted || o.indent < it.indent || it.indent == 0 && o.indent == 0 && o.label.style == bracketed && !o.bullet
		}
		if inside {
			return
		}
		t.open = t.open[:n-1]
	}
}

// closeForSignatures closes the clauses that a signature page does not stand in:
// without the record, all but a heading of its own.
func (t *tree) closeForSignatures(it *item) {
	t.depth(it)
	if it.entry == nil {
		own := len(t.open) == 1 && t.open[0].clause.Kind == agreement.Front && len(t.open[0].clause.Body) == 0
		if !own {
			t.open = t.open[:0]
		}
	}
}

// stepOf is the level of an indentation.
func stepOf(columns int) int { return (columns + 2) / 4 }

// closeForLabel closes the clauses that a provision does not stand in.
func (t *tree) closeForLabel(it *item) {
	t.depth(it)
	switch {
	case it.label.style == bulleted:
		t.closeForBullet(it)
	case t.ours() && it.entry == nil && t.closeForNext(it):
	case t.ours():
		n := len(t.open)
		for n > 0 && t.open[n-1].indent >= 0 && stepOf(t.open[n-1].indent) >= stepOf(it.indent) {
			n--
		}
		t.open = t.open[:n]
	case t.closeForListed(it):
	case it.label.style == bracketed:
		t.closeForBracketed(it)
	default:
		t.closeForDecimal(it)
	}
}

// deeper is how many columns further in an item of a list stands than what it is in.
const deeper = 2

// closeForBullet places an item without a number in what it is indented under.
func (t *tree) closeForBullet(it *item) {
	n := len(t.open)
	for n > 0 {
		o := t.open[n-1]
		if o.indent < 0 || it.indent >= o.indent+deeper || o.label.style != bulleted && it.indent >= o.indent {
			break
		}
		n--
	}
	t.open = t.open[:n]
}

// closeForListed places an item that begins a list further in than what is open, or
// goes on with such a list: 1. below 1. or below a bullet.
func (t *tree) closeForListed(it *item) bool {
	if it.label.style == decimal && len(it.label.path) != 1 {
		return false
	}
	for i, o := range slices.Backward(t.open) {
		switch {
		case o.indent < 0:
			return false
		case it.indent >= o.indent+deeper && agreement.Begins(it.label.text):
			t.open = t.open[:i+1]
			return true
		case o.label.style == it.label.style && agreement.SameStyle(o.label.text, it.label.text) && (it.indent >= deeper && it.indent == o.indent || agreement.Follows(o.label.text, it.label.text) && it.indent >= o.indent-1 && it.indent < o.indent+deeper):
			t.open = t.open[:i]
			return true
		}
	}
	return false
}

// closeForNext closes what it must for a label that follows one still open, as a
// provision written in by hand does, however it is indented.
func (t *tree) closeForNext(it *item) bool {
	for i, o := range slices.Backward(t.open) {
		if o.indent >= 0 && it.label.style == bracketed && o.label.style == bracketed && agreement.Follows(o.label.text, it.label.text) {
			t.open = t.open[:i]
			return true
		}
	}
	return false
}

// closeForBracketed places (b) after (a), and (i) or (a) below what is open. Where
// both could be, as for (i) after (h), the indentation decides.
func (t *tree) closeForBracketed(it *item) {
	for i, o := range slices.Backward(t.open) {
		if o.label.style != bracketed {
			break
		}
		if agreement.Follows(o.label.text, it.label.text) && (o.indent == it.indent || !agreement.Begins(it.label.text)) {
			t.open = t.open[:i]
			return
		}
	}
	n := len(t.open)
	for n > 0 && t.open[n-1].label.style == bracketed && (t.open[n-1].indent > it.indent ||
		t.open[n-1].indent == it.indent && !agreement.Begins(it.label.text)) {
		n--
	}
	t.open = t.open[:n]
}

// closeForDecimal places 4.2 in 4, and 4 in the schedule it is in, if any.
func (t *tree) closeForDecimal(it *item) {
	path, goesOn := it.label.path, false
	for i, o := range slices.Backward(t.open) {
		goesOn = goesOn || o.level == 0 && o.label.style == decimal && len(o.label.path) == 1
		under := o.label.style == decimal && len(o.label.path) < len(path) && slices.Equal(path[:len(o.label.path)], o.label.path)
		next := len(o.label.path) == 1 && len(path) == 1 && path[0] == o.label.path[0]+1
		list := len(path) == 1 && o.level > 0 && !next && (goesOn || agreement.Begins(it.label.text))   // "1." below a heading is an item of a list
		under = under || it.label.scheduled() && strings.Trim(o.label.text, "().") == it.label.text[:1] // B.1 in B.
		if under || list || o.label.style == titled || o.level > 0 && o.label.style == unlabelled {
			t.open = t.open[:i+1]
			return
		}
	}
	t.open = t.open[:0]
}
