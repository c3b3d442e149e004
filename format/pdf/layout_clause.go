package pdf

import (
	"strings"

	"github.com/engross/engross/agreement"
)

// A frame is where blocks stand: how deep, and how far in.
type frame struct {
	depth  int    // of the numbered provision around; 0 outside
	indent length // of the words
	runIn  bool   // in a schedule or front matter, where no provision has a heading of its own
}

func (l *layouter) blocks(body []agreement.Block, f frame) {
	for _, b := range body {
		l.block(b, f)
	}
}

func (l *layouter) block(b agreement.Block, f frame) {
	switch b := b.(type) {
	case *agreement.Clause:
		l.clause(b, f)
	case *agreement.Paragraph:
		l.space(aboveParagraph)
		l.mark(l.anchorFor(b.ID))
		l.words(b, f, nil)
	case *agreement.Table:
		l.mark(l.anchorFor(b.ID))
		l.table(b, f)
	case *agreement.Signatures:
		l.signatures(b)
	}
}

func (l *layouter) clause(c *agreement.Clause, f frame) {
	outer := l.pos
	l.pos = c
	l.where = append(l.where, cite(c))
	switch c.Kind {
	case agreement.Part:
		l.part(c)
		l.blocks(c.Body, f)
	case agreement.Front:
		outer := l.enter(tagSection)
		l.front(c)
		l.turning(c.Body, false)
		l.at = outer
	case agreement.Schedule, agreement.Annex:
		outer := l.enter(tagSection)
		l.schedule(c)
		l.at = outer
	case agreement.Numbered:
		if f.depth == 0 && !f.runIn && len(c.Heading) > 0 {
			l.section(c)
		} else {
			l.provision(c, f)
		}
	}
	l.where = l.where[:len(l.where)-1]
	l.pos = outer
}

// begin marks the place where a clause begins, for links to it. Links to a
// clause that moved lead to where it stands now.
func (l *layouter) begin(c *agreement.Clause) {
	if !inkFor(c.Change).struck() {
		l.mark(l.anchorFor(c.ID))
	}
}

// cite is how a problem names a clause.
func cite(c *agreement.Clause) string {
	switch {
	case c.Kind == agreement.Numbered && c.Number != "":
		return c.Number
	case c.Label != "" && len(c.Heading) > 0:
		return strings.TrimSuffix(c.Label, ".") + " (" + agreement.Words(c.Heading) + ")"
	case len(c.Heading) > 0:
		return agreement.Words(c.Heading)
	}
	return strings.TrimSuffix(c.Label, ".")
}

// note adds a clause to the outline, and to the contents.
func (l *layouter) note(c *agreement.Clause) {
	if c.Change == agreement.Deleted || c.Change == agreement.MovedFrom {
		return
	}
	level := 0
	if c.Kind == agreement.Numbered && l.parted {
		level = 1
	}
	l.outline = append(l.outline, entry{
		label: c.Label, title: remaining(c.Heading), kind: c.Kind, level: level, anchor: l.anchorFor(c.ID),
	})
}

// remaining is the text of inlines without what a redline strikes.
func remaining(in []agreement.Inline) string {
	var b strings.Builder
	for _, x := range in {
		change, words := inlineChange(x)
		if !inkFor(change).struck() {
			b.WriteString(words)
		}
	}
	return b.String()
}

func inlineChange(x agreement.Inline) (agreement.Change, string) {
	switch x := x.(type) {
	case *agreement.Text:
		return x.Change, x.Text
	case *agreement.Define:
		return x.Change, "“" + x.Term + "”"
	case *agreement.Ref:
		return x.Change, x.Text
	}
	panic("render: no such inline")
}

func (l *layouter) part(c *agreement.Clause) {
	l.parted = true
	l.note(c)
	l.space(abovePart)
	l.begin(c)
	l.title(c, partStyle)
	l.space(2 * pt)
	l.keepWithNext()
}

// title sets a label and a heading on lines of their own, centred.
func (l *layouter) title(c *agreement.Clause, style textStyle) {
	heading := l.at.add(tagHeading)
	if c.Label != "" {
		p := &paragraph{tag: heading, style: textStyle{style.size * 4 / 5, style.leading * 9 / 10, regular, style.ink}}
		l.write(p).label(c)
		l.centred(p)
		l.keepWithNext()
	}
	if len(c.Heading) > 0 {
		p := &paragraph{tag: heading, style: style}
		l.write(p).inlines(c.Heading, style.face)
		l.centred(p)
	}
}

func (l *layouter) front(c *agreement.Clause) {
	if len(c.Heading) == 0 {
		l.begin(c)
		return
	}
	l.parted = false
	l.note(c)
	l.space(aboveSection)
	l.begin(c)
	p := &paragraph{tag: l.at.add(tagHeading), style: sectionStyle}
	w := l.write(p)
	if c.Label != "" {
		w.label(c)
		w.text("  ", bold, run{})
	}
	w.inlines(c.Heading, bold)
	l.breaker.ragged(p, l.textMeasure())
	l.lines(p, 0, true)
	l.keepWithNext()
}

// schedule begins on a new page, unless much of the page of the one before is left, or it
// is so short that it goes on the rest. Where a table is too wide for the sheet, the
// provision around it stands on sheets turned sideways.
func (l *layouter) schedule(c *agreement.Clause) {
	l.parted = false
	l.note(c)
	sideways := l.sideways(c.Body, false)
	l.turn(sideways)
	if !sideways && c.Kind == agreement.Schedule {
		if l.schedules++; l.schedules > 1 { // the first does not stand under the signatures
			l.next.sheet = newSchedule
			l.space(aboveSchedule)
		}
	}
	l.begin(c)
	l.title(c, scheduleStyle)
	l.space(aboveSection)
	l.keepWithNext()
	l.turning(c.Body, sideways)
}

// turning sets the blocks of a clause, those with a table too wide for the sheet
// on sheets turned sideways; is says how the sheet is held now.
func (l *layouter) turning(body []agreement.Block, is bool) {
	for i, b := range body {
		if wide := l.sideways(body[i:], is); wide != is {
			is = wide
			l.turn(is)
		}
		l.block(b, frame{runIn: true})
	}
	if is {
		l.turn(false)
	}
}

// sideways reports whether the first block of body belongs on a sheet turned
// sideways, alone or as words before a block that does. Words at the end stay
// on the sheet as it is.
func (l *layouter) sideways(body []agreement.Block, is bool) bool {
	for _, b := range body {
		if _, words := b.(*agreement.Paragraph); !words {
			return l.tooWide(b)
		}
	}
	return is
}

// turn begins a sheet, upright or turned sideways.
func (l *layouter) turn(sideways bool) {
	l.next.sheet, l.measure = newUpright, l.upright()
	if sideways {
		l.next.sheet, l.measure = newLandscape, l.landscape()
	}
}

// section is a numbered provision with a heading of its own.
func (l *layouter) section(c *agreement.Clause) {
	l.note(c)
	l.space(aboveSection)
	l.begin(c)
	outer := l.enter(tagSection)
	level := 0
	if l.parted {
		level = 1
	}
	p := &paragraph{tag: l.at.add(headingTag(level)), style: sectionStyle}
	label := l.hang(c, p, p.tag, 0, indentSection, bold)
	l.write(p).inlines(c.Heading, bold)
	l.breaker.ragged(p, l.textMeasure()-indentSection)
	l.lines(p, indentSection, true, label...)
	l.keepWithNext()
	l.blocks(c.Body, frame{depth: 1, indent: indentSection})
	l.at = outer
}

// provision is a numbered provision whose heading, if any, runs into its first
// words.
func (l *layouter) provision(c *agreement.Clause, f frame) {
	depth := f.depth + 1
	if depth == 2 && strings.HasPrefix(c.Label, "(") { // a list straight under a section
		depth++
	}
	inner := frame{depth: depth, indent: textIndent(depth), runIn: f.runIn}
	l.space(aboveParagraph)
	l.begin(c)
	outer := l.at
	defer func() { l.at = outer }()
	l.at = l.item(c.Label)
	var first *agreement.Paragraph
	body := c.Body
	if len(body) > 0 {
		if p, ok := body[0].(*agreement.Paragraph); ok {
			first, body = p, body[1:]
		}
	}
	if first == nil {
		first = &agreement.Paragraph{}
		if len(c.Heading) == 0 && len(body) > 0 {
			l.bareLabel(c, inner, depth)
			l.at = l.at.add(tagBody)
			l.blocks(body, inner)
			return
		}
	}
	l.mark(l.anchorFor(first.ID))
	l.words(first, inner, c)
	l.blocks(body, inner)
}

// bareLabel is the label of a provision that begins with another: both stand
// on one page.
func (l *layouter) bareLabel(c *agreement.Clause, f frame, depth int) {
	p := &paragraph{style: bodyStyle}
	label := l.hang(c, p, nil, labelIndent(depth), f.indent, regular)
	l.row(row{height: bodyStyle.leading, elements: label, changed: inkFor(c.Change).marksChange()})
	l.keepWithNext()
}

// words sets a paragraph, with the label and the run-in heading of the clause
// whose first words it is, if any.
func (l *layouter) words(b *agreement.Paragraph, f frame, c *agreement.Clause) {
	p := &paragraph{style: bodyStyle}
	if l.doc.Brief {
		p.style = briefStyle
	}
	w := l.write(p)
	var label []element
	if c == nil {
		p.tag = l.at.add(tagParagraph)
	} else {
		label = l.hang(c, p, nil, labelIndent(f.depth), f.indent, regular)
		l.at = l.at.add(tagBody)
		p.tag = l.at
		if len(c.Heading) > 0 {
			w.inlines(c.Heading, bold)
			if len(b.Text) > 0 {
				w.runIn(c)
			}
		}
	}
	w.inlines(b.Text, regular)
	l.breaker.justify(p, l.textMeasure()-f.indent)
	l.lines(p, f.indent, false, label...)
	if n := len(p.glyphs); n > 0 && p.glyphs[n-1].char == ':' {
		l.keepWithNext() // what it introduces
	}
}

// textMeasure is the measure of running text: on a turned sheet, too, a line
// stays as short as it reads well.
func (l *layouter) textMeasure() length { return min(l.measure, l.upright()) }

// runIn ends a heading that runs into words: with a full stop, unless it has
// an end of its own.
func (w *writer) runIn(c *agreement.Clause) {
	r := run{ink: inkFor(c.Change)}
	if !strings.ContainsRune(".:;?!–—", lastRune(agreement.Words(c.Heading))) {
		w.text(".", bold, r)
	}
	w.text(" ", regular, r)
}

func lastRune(s string) (last rune) {
	for _, last = range s {
	}
	return last
}

// hang makes the label of a provision, at the left of its words. Where the
// label is too wide to hang there, the first line begins after it. It belongs
// to the element of, or is one of its own.
func (l *layouter) hang(c *agreement.Clause, p *paragraph, of *tagNode, left, indent length, face faceID) []element {
	if c.Label == "" {
		return nil
	}
	if of == nil {
		of = l.at.add(tagLabel)
	}
	label := &paragraph{tag: of, style: p.style}
	w := l.write(label)
	w.text(c.Label, face, run{ink: inkFor(c.Change), verbatim: true})
	label.oneLine()
	if over := left + label.extent(0, len(label.glyphs)) + labelGap - indent; over > 0 {
		p.first = over * 1000 / p.style.size
	}
	out := []element{{kind: textElement, x: left, y: baseline(p.style), p: label}}
	if c.Was != "" && c.Change == agreement.Unchanged {
		out = append(out, l.marginal("was "+c.Was, p.style))
	}
	if c.Move != 0 && c.Change == agreement.MovedFrom {
		out = append(out, l.marginal(noted("to ", l.moves[c.Move].To), p.style))
	}
	if c.Move != 0 && c.Change == agreement.MovedTo {
		out = append(out, l.marginal(noted("from ", l.moves[c.Move].From), p.style))
	}
	return out
}

// noted is where the other end of a move is, or that there is one.
func noted(direction, end string) string {
	if end == "" {
		return "moved"
	}
	return direction + end
}

// marginal notes in the margin the label that a provision had in the old draft, or
// where the other end of a move is.
func (l *layouter) marginal(note string, style textStyle) element {
	note = strings.Replace(note, ", paragraph ", " ", 1) // of a schedule; the margin is narrow
	p := &paragraph{style: textStyle{6500, 8 * pt, italic, black}}
	l.write(p).text(note, italic, run{ink: grey})
	p.oneLine()
	return element{kind: textElement, x: -changeBar - 5*pt - p.extent(0, len(p.glyphs)), y: baseline(style), p: p}
}

// baseline is how far the baseline of a line stands below its top.
func baseline(s textStyle) length { return s.leading/2 + s.size*33/100 }

// lines appends the lines of a paragraph as rows, with what stands beside the
// first. No page begins with the last line alone or ends with the first; a
// heading is not broken at all.
func (l *layouter) lines(p *paragraph, x length, whole bool, beside ...element) {
	for i, ln := range p.lines {
		e := element{kind: textElement, x: x, y: baseline(p.style), p: p, line: i}
		if i == 0 {
			e.x += p.first * p.style.size / 1000
		}
		r := row{height: p.style.leading, elements: []element{e}, changed: p.changed(ln)}
		if i == 0 {
			r.elements = append(beside, e)
			for _, b := range beside {
				r.changed = r.changed || b.kind == textElement && b.p.changed(b.p.lines[b.line])
			}
		} else {
			r.keep = whole || i == 1 || i == len(p.lines)-1
		}
		l.row(r)
	}
}

// centred appends the lines of a paragraph, each in the middle of the measure.
func (l *layouter) centred(p *paragraph) {
	l.breaker.balanced(p, l.measure)
	for i, ln := range p.lines {
		x := (l.measure - p.extent(ln.from, ln.to)) / 2
		l.row(row{height: p.style.leading, keep: i > 0, changed: p.changed(ln),
			elements: []element{{kind: textElement, x: x, y: baseline(p.style), p: p, line: i}}})
	}
}

// changed reports whether a redline marks any of a line.
func (p *paragraph) changed(ln line) bool {
	for i := ln.from; i < ln.to; i++ {
		if p.runs[p.glyphs[i].run].ink.marksChange() {
			return true
		}
	}
	return false
}
