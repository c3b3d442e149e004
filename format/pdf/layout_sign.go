package pdf

import (
	"slices"

	"github.com/engross/engross/agreement"
)

// signatures sets the words before the blocks and the blocks, side by side.
// The words and the first blocks stay with what goes before, and no block
// stands alone on a page.
func (l *layouter) signatures(s *agreement.Signatures) {
	f := frame{}
	if len(s.Lead) > 0 {
		from := len(l.rows)
		l.space(aboveParagraph)
		l.words(&agreement.Paragraph{Text: s.Lead}, f, nil)
		for i := from; i < len(l.rows); i++ {
			l.rows[i].keep = i > 0
		}
	}
	first := true
	for side := range slices.Chunk(s.Blocks, blockColumns) {
		l.space(aboveBlock)
		for n, r := range l.abreast(side, s.Change) {
			r.keep = n > 0 || first || len(side) == 1
			l.row(r)
		}
		first = false
	}
}

// abreast sets blocks side by side, each field of one level with the same
// field of the others.
func (l *layouter) abreast(side []agreement.Signatory, change agreement.Change) []row {
	width := (l.textMeasure() - (blockColumns-1)*blockGap) / blockColumns
	blocks := make([][][]row, len(side))
	for i, b := range side {
		if b.Change == agreement.Unchanged {
			b.Change = change
		}
		blocks[i] = l.signatory(b, length(i)*(width+blockGap), width)
	}
	var out []row
	for field := range blocks[0] {
		columns := make([][]row, len(blocks))
		for i, b := range blocks {
			columns[i] = b[field]
		}
		out = append(out, merge(columns)...)
	}
	return out
}

// merge sets columns of rows side by side.
func merge(columns [][]row) []row {
	var out []row
	for _, c := range columns {
		for n, r := range c {
			if n == len(out) {
				out = append(out, row{})
			}
			at := &out[n]
			at.height = max(at.height, r.height)
			at.elements = append(at.elements, r.elements...)
			at.changed = at.changed || r.changed
		}
	}
	return out
}

// signatory is one block, in fields: the party, and lines to fill in by hand.
func (l *layouter) signatory(b agreement.Signatory, x, width length) [][]row {
	outer := l.enter(tagSection)
	defer func() { l.at = outer }()
	k := inkFor(b.Change)
	l.signers++
	of := &signer{party: b.Party, number: l.signers}
	name := bodyStyle
	name.face = bold
	party := slices.Concat(
		l.blockText("Signed for and on behalf of", smallStyle, k, x, width),
		l.blockText(b.Party, name, k, x, width),
		l.blockWords(b.Words(func(b agreement.Signatory) string { return b.Native }), x, width))
	fields := [][]row{
		party,
		{{height: 10 * pt}},
		l.field(of.field(signatureField), nil, k, x, width),
		l.field(of.field(nameField), b.Words(func(b agreement.Signatory) string { return b.Name }), k, x, width),
		l.field(of.field(titleField), b.Words(func(b agreement.Signatory) string { return b.Title }), k, x, width),
		l.field(of.field(dateField), nil, k, x, width),
	}
	var seal []row
	if b.Seal {
		seal = slices.Concat([]row{{height: fieldAbove}}, l.blockText("Seal or chop", smallStyle, k, x, width), []row{{height: sealRoom}})
	}
	return append(fields, seal, l.more(b, k, x, width))
}

// more is what a block read from a file has beside.
func (l *layouter) more(b agreement.Signatory, k ink, x, width length) []row {
	words := b.Words(func(b agreement.Signatory) string { return b.More })
	if len(words) == 0 {
		return nil
	}
	return l.field(&field{kind: moreField}, words, k, x, width)
}

func (l *layouter) blockText(s string, style textStyle, k ink, x, width length) []row {
	if s == "" {
		return nil
	}
	p := &paragraph{tag: l.at.add(tagParagraph), style: style}
	l.write(p).text(s, style.face, run{ink: k, verbatim: true})
	return l.blockLines(p, x, width)
}

// blockWords is a field of a block: in a redline what it was, and what it is.
func (l *layouter) blockWords(words []agreement.Inline, x, width length) []row {
	if len(words) == 0 {
		return nil
	}
	p := &paragraph{tag: l.at.add(tagParagraph), style: bodyStyle}
	w := l.write(p)
	for i := range words {
		if i > 0 {
			w.text(" ", p.style.face, run{})
		}
		w.inlines(words[i:i+1], p.style.face)
	}
	return l.blockLines(p, x, width)
}

func (l *layouter) blockLines(p *paragraph, x, width length) []row {
	l.breaker.ragged(p, width)
	var rows []row
	for i, ln := range p.lines {
		rows = append(rows, row{height: p.style.leading, changed: p.changed(ln),
			elements: []element{{kind: textElement, x: x, y: baseline(p.style), p: p, line: i}}})
	}
	return rows
}

// field is a label, and what is known or a rule to write on. In an execution copy
// the rule is a field that a program fills in.
func (l *layouter) field(f *field, value []agreement.Inline, k ink, x, width length) []row {
	lp := &paragraph{tag: l.at.add(tagParagraph), style: smallStyle}
	l.write(lp).text(f.kind.label(), regular, run{ink: k})
	lp.oneLine()
	height := bodyStyle.leading + fieldAbove
	base := height - 4*pt
	left := x + fieldLabel
	first := row{height: height, changed: k.marksChange(), elements: []element{{kind: textElement, x: x, y: base, p: lp}}}
	if len(value) == 0 {
		first.elements = append(first.elements,
			element{kind: ruleElement, x: left, y: base + 1500, w: width - fieldLabel, h: ruleLight, ink: grey})
		if l.doc.Status == agreement.Final && l.doc.Compared == nil {
			f.of.fields = append(f.of.fields, f)
			if l.textAnchors {
				first.elements = append(first.elements, l.textAnchor(f, left, base))
			}
			first.elements = append(first.elements,
				element{kind: areaElement, x: left, y: base + 1500 - fieldHeight, w: width - fieldLabel, h: fieldHeight, tag: l.at.add(tagForm), field: f})
		}
		return []row{first}
	}
	rows := l.blockWords(value, left, width-fieldLabel)
	for i := range rows[0].elements {
		rows[0].elements[i].y = base
	}
	for _, r := range rows[1:] {
		r.elements[0].y = r.height - 4*pt
	}
	rows[0].elements = append(first.elements, rows[0].elements...)
	rows[0].height = height
	return rows
}

// textAnchor is the name of a field in words that no eye sees, by which a service for
// signatures that reads no forms finds the place: "/party1_signature/".
func (l *layouter) textAnchor(f *field, x, y length) element {
	p := &paragraph{style: digestStyle}
	l.write(p).text("/"+f.name()+"/", regular, run{ink: white, verbatim: true})
	p.oneLine()
	return element{kind: textElement, x: x, y: y, p: p}
}
