package word

import (
	"slices"

	"github.com/engross/engross/agreement"
)

// line writes words of the title page; where a redline's old draft had others, those
// struck and then the new, each in a paragraph of its own.
func (w *writer) line(style, was, is string) {
	if was == is {
		w.plain(style, is, agreement.Unchanged)
		return
	}
	w.plain(style, was, agreement.Deleted)
	w.plain(style, is, agreement.Inserted)
}

func (w *writer) plain(style, words string, change agreement.Change) {
	if words == "" {
		return
	}
	w.begin(paragraph{style: style, change: change})
	w.run(words, "", change)
	w.end()
}

// titlePage writes the title, date, parties, reference and status.
func (w *writer) titlePage() {
	d, was := w.doc, w.doc
	if d.Was != nil {
		was = d.Was
	}
	w.line("Title", was.Title, d.Title)
	w.line("CoverDate", was.Date, d.Date)
	w.parties(was.Parties, d.Parties)
	w.line("CoverReference", was.Reference, d.Reference)
	w.line("CoverStatus", statusLine(was.Status), statusLine(d.Status))
	w.line("CoverNotice", was.Notice, d.Notice)
	if d.Digest != "" && !w.redline() {
		w.plain("CoverDigest", digestWords+d.Digest, agreement.Unchanged)
	}
}

// digestWords stand before the digest.
const digestWords = "Document digest: "

// The states of a draft, as the title page has them.
const (
	draftWords = "Draft"
	finalWords = "Execution copy"
)

func statusLine(s agreement.Status) string {
	if s == agreement.Final {
		return finalWords
	}
	return draftWords
}

// parties writes the parties in the order of the new draft, those of the old draft
// that differ before them.
func (w *writer) parties(was, is []agreement.Party) {
	if slices.Equal(was, is) {
		for _, q := range is {
			w.party(q, agreement.Unchanged)
		}
		return
	}
	for _, q := range was {
		w.party(q, agreement.Deleted)
	}
	for _, q := range is {
		w.party(q, agreement.Inserted)
	}
}

func (w *writer) party(q agreement.Party, change agreement.Change) {
	w.begin(paragraph{style: "CoverParty", change: change})
	w.run(q.Name, "", change)
	if q.Native != "" {
		w.changes(change)
		w.raw(`<w:r><w:br/></w:r>`)
		w.run(q.Native, "CoverNative", change)
	}
	if q.Short != "" {
		w.run(" (“", "CoverShort", change)
		w.run(q.Short, "CoverShort", change)
		w.run("”)", "CoverShort", change)
	}
	w.end()
}

// fewEntries is how many entries a document must have before it gets contents.
const fewEntries = 6

// contents writes the list of sections, schedules and annexes as a field whose
// entries stand ready. They have no page numbers: those are Word's to know, and come
// when the field is updated.
func (w *writer) contents() {
	var listed []*agreement.Clause
	for _, b := range w.doc.Body {
		if c, ok := b.(*agreement.Clause); ok && c.Kind != agreement.Front && (len(c.Heading) > 0 || c.Label != "") && c.Change != agreement.MovedFrom {
			listed = append(listed, c)
		}
	}
	if len(listed) < fewEntries {
		w.begin(paragraph{style: "Spacer"})
		w.pageBreak()
		w.end()
		return
	}
	w.begin(paragraph{style: "ContentsHeading", keep: true})
	w.run("Contents", "", agreement.Unchanged)
	w.end()
	for i, c := range listed {
		w.entry(c, i == 0)
	}
	w.begin(paragraph{style: "Spacer"})
	w.fieldChar("end", "", agreement.Unchanged)
	w.pageBreak()
	w.end()
}

func (w *writer) pageBreak() { w.raw(`<w:r><w:br w:type="page"/></w:r>`) }

// entry is a line of the contents.
func (w *writer) entry(c *agreement.Clause, first bool) {
	change := c.Change
	if change == agreement.MovedTo { // it is listed where it stands now
		change = agreement.Unchanged
	}
	w.begin(paragraph{style: "TOC1", change: change})
	if first {
		w.fieldChar("begin", "", agreement.Unchanged)
		w.instruction(` TOC \o "1-1" \h \z \u `, agreement.Unchanged)
		w.fieldChar("separate", "", agreement.Unchanged)
	}
	name := w.marks.name(c.ID, change)
	if name != "" {
		w.raw(`<w:hyperlink w:anchor="`, name, `" w:history="1">`)
	}
	if c.Was != "" && change == agreement.Unchanged {
		w.run(c.Was, "", agreement.Deleted)
		w.run(c.Label, "", agreement.Inserted)
	} else {
		w.run(c.Label, "", change)
	}
	if c.Label != "" {
		w.run("\t", "", change)
	}
	w.inlines(c.Heading, "", change)
	w.changes(agreement.Unchanged)
	if name != "" {
		w.raw(`</w:hyperlink>`)
	}
	w.end()
}
