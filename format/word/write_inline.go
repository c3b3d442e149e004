package word

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// inlines writes words, all in a character style where one is named.
func (w *writer) inlines(in []agreement.Inline, style string, around agreement.Change) {
	for i, x := range in {
		change := w.changeOf(x, around)
		if change == dropped {
			continue
		}
		switch x := x.(type) {
		case *agreement.Text:
			w.marked, w.wasMarked = marksOf(x)
			if quoted(in, i) { // in bold, which a definition is
				w.marked, w.wasMarked = "", ""
			}
			w.run(x.Text, style, change)
		case *agreement.Define:
			w.run("“", style, change)
			w.run(x.Term, "DefinedTerm", change)
			w.run("”", style, change)
		case *agreement.Ref:
			w.marked, w.wasMarked = marksOf(x)
			w.ref(x, style, change)
		}
		w.marked, w.wasMarked = "", ""
	}
}

// quoted reports words between quotation marks that are not theirs.
func quoted(in []agreement.Inline, i int) bool {
	if i == 0 || i+1 == len(in) {
		return false
	}
	before, _ := in[i-1].(*agreement.Text)
	after, _ := in[i+1].(*agreement.Text)
	return before != nil && after != nil && strings.HasSuffix(before.Text, "“") && strings.HasPrefix(after.Text, "”")
}

// dropped is the change of words that are not written.
const dropped = agreement.MovedTo + 1

// changeOf is how words are tracked. Words struck out of what has moved are at the
// place that it left; at the other they would come back when all is rejected.
func (w *writer) changeOf(x agreement.Inline, around agreement.Change) agreement.Change {
	own := agreement.ChangeOf(x)
	switch {
	case (around == agreement.MovedTo || around == agreement.Inserted) && !inNew(own):
		return dropped
	case (around == agreement.MovedFrom || around == agreement.Deleted) && !inOld(own):
		return dropped
	case around == agreement.MovedFrom || around == agreement.Deleted:
		return around
	}
	return inherit(own, around)
}

// run writes words of one look.
func (w *writer) run(s, style string, change agreement.Change) {
	if s == "" {
		return
	}
	w.changes(change)
	w.raw(`<w:r>`)
	w.runProps(style, change)
	w.words(s, change)
	w.raw(`</w:r>`)
}

// words writes the text of a run.
func (w *writer) words(s string, change agreement.Change) {
	tag := "t"
	if w.tracked(change) == agreement.Deleted {
		tag = "delText"
	}
	for i, part := range strings.Split(s, "\t") {
		if i > 0 {
			w.raw(`<w:tab/>`)
		}
		if part != "" {
			w.raw(`<w:`, tag, ` xml:space="preserve">`)
			w.text(part)
			w.raw(`</w:`, tag, `>`)
		}
	}
}

// headingStop ends a title that runs into words, unless it has an end of its own.
func (w *writer) headingStop(title []agreement.Inline, more bool, change agreement.Change) {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(agreement.Words(title), unicode.IsSpace))
	if !strings.ContainsRune(".:;?!–—", last) {
		w.run(".", "ProvisionStop", change)
	}
	if more {
		w.run(" ", "", change)
	}
}

// typedLabel writes a label that Word would not count to, and the one it had.
func (w *writer) typedLabel(c *agreement.Clause, change agreement.Change) {
	switch {
	case c.Was != "" && change == agreement.Unchanged:
		w.run(c.Was+"\t", "ProvisionLabel", agreement.Deleted)
		change = agreement.Inserted
	case change == agreement.Deleted && former(c.Was, c.Label) != "":
		w.run(former(c.Was, c.Label)+"\t", "ProvisionLabel", change)
		return
	}
	if c.Label != "" {
		w.run(c.Label+"\t", "ProvisionLabel", change)
	}
}

// ref writes a cross-reference: the number in it is a field.
func (w *writer) ref(r *agreement.Ref, style string, change agreement.Change) {
	now, was := w.numbers.now[r.Target], w.numbers.was[formerID(r.Target)]
	switch {
	case !inNew(change):
		w.citation(r.Text, was, w.marks.was(formerID(r.Target)), true, style, change)
		return
	case change != agreement.Unchanged || !w.redline():
		w.citation(r.Text, now, w.marks.now(r.Target), false, style, change)
		return
	case now == was && now != nil && now.mark != "":
		before, after, ok := around(r.Text, spell(now.cite(false)))
		then, rest, okWas := around(former(r.Was, r.Text), spell(now.cite(true)))
		if ok && okWas && before == then && after == rest {
			w.run(before, style, change)
			w.renumbered(now, style)
			w.run(after, style, change)
			return
		}
	case now == was && r.Was == "" && w.marks.was(formerID(r.Target)) == w.marks.now(r.Target):
		w.citation(r.Text, now, w.marks.now(r.Target), false, style, change)
		return
	}
	w.citation(former(r.Was, r.Text), was, w.marks.was(formerID(r.Target)), true, style, agreement.Deleted)
	w.citation(r.Text, now, w.marks.now(r.Target), false, style, agreement.Inserted)
}

// citation writes the words of a reference: with a field for the number where Word
// counts it, else as a link.
func (w *writer) citation(s string, target *numbered, mark string, old bool, style string, change agreement.Change) {
	if target != nil && target.mark != "" {
		cited := target.cite(old)
		if before, after, ok := around(s, spell(cited)); ok {
			w.run(before, style, change)
			for _, c := range cited {
				w.field(c, style, change, func() { w.run(c.text, style, change) })
			}
			w.run(after, style, change)
			return
		}
	}
	if mark == "" {
		w.run(s, style, change)
		return
	}
	w.changes(agreement.Unchanged)
	w.raw(`<w:hyperlink w:anchor="`, mark, `" w:history="1">`)
	w.run(s, style, change)
	w.changes(agreement.Unchanged)
	w.raw(`</w:hyperlink>`)
}

// renumbered writes fields whose result was another.
func (w *writer) renumbered(target *numbered, style string) {
	is, was := target.cite(false), target.cite(true)
	for i, c := range is {
		w.field(c, style, agreement.Unchanged, func() {
			if i < len(was) && was[i].text == c.text {
				w.run(c.text, style, agreement.Unchanged)
				return
			}
			if i < len(was) {
				w.run(was[i].text, style, agreement.Deleted)
			}
			w.run(c.text, style, agreement.Inserted)
			w.changes(agreement.Unchanged)
		})
	}
}

// field writes a field that prints the number of a provision.
func (w *writer) field(c citing, style string, change agreement.Change, result func()) {
	context := `\n`
	if c.full {
		context = `\w`
	}
	w.fieldChar("begin", style, change)
	w.instruction(` REF `+c.to.mark+` `+context+` \h `, change)
	w.fieldChar("separate", style, change)
	result()
	w.fieldChar("end", style, change)
}

func (w *writer) fieldChar(kind, style string, change agreement.Change) {
	w.changes(change)
	w.raw(`<w:r>`)
	w.runProps(style, change)
	w.raw(`<w:fldChar w:fldCharType="`, kind, `"/></w:r>`)
}

func (w *writer) instruction(code string, change agreement.Change) {
	tag := "instrText"
	if w.tracked(change) == agreement.Deleted {
		tag = "delInstrText"
	}
	w.changes(change)
	w.raw(`<w:r><w:`, tag, ` xml:space="preserve">`)
	w.text(code)
	w.raw(`</w:`, tag, `></w:r>`)
}

func spell(cited []citing) string {
	s := ""
	for _, c := range cited {
		s += c.text
	}
	return s
}

// around is what stands before and after a number in the words of a reference.
func around(s, number string) (before, after string, ok bool) {
	for from := 0; number != ""; {
		i := strings.Index(s[from:], number)
		if i < 0 {
			break
		}
		i += from
		end := i + len(number)
		if (i == 0 || !numeral(s[i-1])) && (end == len(s) || !numeral(s[end]) && s[end] != '(' && (s[end] != '.' || end+1 == len(s) || !numeral(s[end+1]))) {
			return s[:i], s[end:], true
		}
		from = end
	}
	return s, "", false
}

func numeral(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// comment writes words with the comments on the block they are of.
func (w *writer) comment(b agreement.Block, write func()) {
	list := w.options.Comments[b]
	first := len(w.comments)
	for _, c := range list {
		w.raw(`<w:commentRangeStart w:id="`)
		w.num(len(w.comments))
		w.comments = append(w.comments, c)
		w.raw(`"/>`)
	}
	write()
	w.changes(agreement.Unchanged)
	for id := first; id < first+len(list); id++ {
		w.raw(`<w:commentRangeEnd w:id="`)
		w.num(id)
		w.raw(`"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="`)
		w.num(id)
		w.raw(`"/></w:r>`)
	}
}
