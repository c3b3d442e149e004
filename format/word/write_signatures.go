package word

import (
	"strconv"

	"github.com/engross/engross/agreement"
)

// signatures writes the words before the blocks, and each block as a small table with
// lines to sign on.
func (w *writer) signatures(s *agreement.Signatures, at place) {
	change := inherit(s.Change, at.change)
	at.change = change
	if len(s.Lead) > 0 {
		lead := &agreement.Paragraph{Text: s.Lead}
		w.begin(paragraph{style: "SignatureLead", keep: true, change: change})
		w.comment(s, func() { w.inlines(lead.Text, "", change); w.changes(agreement.Unchanged) })
		w.end()
	}
	for _, b := range s.Blocks {
		w.signatory(b, inherit(b.Change, change))
	}
}

func (w *writer) signatory(b agreement.Signatory, change agreement.Change) {
	change = comesOrGoes(change)
	const label = 80 * pt
	rest := 215 * pt
	w.raw(`<w:tbl><w:tblPr><w:tblStyle w:val="SignatureTable"/><w:tblW w:w="`, strconv.Itoa(label+rest), `" w:type="dxa"/><w:tblLayout w:type="fixed"/>`,
		`<w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid><w:gridCol w:w="`,
		strconv.Itoa(label), `"/><w:gridCol w:w="`, strconv.Itoa(rest), `"/></w:tblGrid>`)
	w.raw(`<w:tr><w:trPr><w:cantSplit/>`)
	w.rowMark(change)
	w.raw(`</w:trPr><w:tc><w:tcPr><w:tcW w:w="`, strconv.Itoa(label+rest), `" w:type="dxa"/><w:gridSpan w:val="2"/></w:tcPr>`)
	w.signCell("SignatureParty", b, func(s agreement.Signatory) string { return s.Party }, change, true)
	if b.Native != "" || b.Was != nil && b.Was.Native != "" {
		w.signCell("SignatureNative", b, func(s agreement.Signatory) string { return s.Native }, change, true)
	}
	w.raw(`</w:tc></w:tr>`)
	none := func(agreement.Signatory) string { return "" }
	w.signRow("Signature", b, none, change, false)
	w.signRow("Name", b, func(s agreement.Signatory) string { return s.Name }, change, false)
	w.signRow("Title", b, func(s agreement.Signatory) string { return s.Title }, change, false)
	seal, had := b.Seal, b.Seal
	if b.Was != nil {
		had = b.Was.Seal
	}
	w.signRow("Date", b, none, change, !seal && !had)
	if seal || had {
		own := change
		switch {
		case !seal:
			own = agreement.Deleted
		case !had:
			own = agreement.Inserted
		}
		w.signRow("Seal", b, none, own, true)
	}
	w.raw(`</w:tbl>`)
	w.spacer(change)
}

func (w *writer) rowMark(change agreement.Change) {
	if change != agreement.Unchanged {
		w.revision(w.tagOf(change), "/")
	}
}

func (w *writer) signRow(name string, b agreement.Signatory, field func(agreement.Signatory) string, change agreement.Change, last bool) {
	w.raw(`<w:tr><w:trPr><w:cantSplit/>`)
	w.rowMark(change)
	w.raw(`</w:trPr><w:tc><w:tcPr><w:tcW w:w="1600" w:type="dxa"/></w:tcPr>`)
	w.signParagraph("SignatureLabel", !last, change)
	w.run(name, "", change)
	w.end()
	w.raw(`</w:tc><w:tc><w:tcPr><w:tcW w:w="4300" w:type="dxa"/><w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="808080"/></w:tcBorders></w:tcPr>`)
	w.signCell("SignatureField", b, field, change, !last)
	w.raw(`</w:tc></w:tr>`)
}

func (w *writer) signParagraph(style string, keep bool, change agreement.Change) {
	w.begin(paragraph{style: style, keep: keep, change: change})
}

// signCell writes a field of a block: in a redline what it was, and what it is.
func (w *writer) signCell(style string, b agreement.Signatory, field func(agreement.Signatory) string, change agreement.Change, keep bool) {
	w.signParagraph(style, keep, change)
	is := field(b)
	if b.Was != nil && change == agreement.Unchanged && field(*b.Was) != is {
		w.run(field(*b.Was), "", agreement.Deleted)
		w.run(is, "", agreement.Inserted)
	} else {
		w.run(is, "", change)
	}
	w.end()
}
