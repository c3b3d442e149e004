package word

import (
	"cmp"
	"strings"

	"github.com/engross/engross/agreement"
)

// A span is words of one look, or a reference, on the way from pieces to inlines.
type span struct {
	text   string
	style  string // name of the character style
	bold   bool
	hidden bool
	target string // of a reference: the bookmark
	typed  bool   // of a reference: a link, whose words are what somebody typed, and no field
	link   string // the address that the words lead to, out of the file
	mark   string // how the words are marked, as [agreement.Text] has it
}

// spans puts the pieces of a paragraph together: runs of one look are one, however
// often a program has cut them; the code of fields is no words.
func (t *tree) spans(pieces []piece) (out []span) {
	type field struct {
		code   string
		result bool
	}
	var fields []field
	link, address := "", "" // of the link around
	target := func() (mark string, typed bool) {
		for i := len(fields) - 1; i >= 0; i-- {
			if name := refTarget(fields[i].code); name != "" {
				return name, false
			}
		}
		return link, true
	}
	add := func(s span) {
		if n := len(out); n > 0 {
			last := &out[n-1]
			if last.style == s.style && last.bold == s.bold && last.hidden == s.hidden && last.target == s.target && last.link == s.link && last.mark == s.mark {
				last.text += s.text
				return
			}
		}
		out = append(out, s)
	}
	for _, q := range pieces {
		switch q.kind {
		case fieldBegin:
			fields = append(fields, field{code: q.text})
		case fieldResult:
			if n := len(fields); n > 0 {
				fields[n-1].result = true
			}
		case fieldEnd:
			if n := len(fields); n > 0 {
				fields = fields[:n-1]
			}
		case wordsPiece:
			if inCode := len(fields) > 0 && !fields[len(fields)-1].result; inCode {
				continue
			}
			s := span{text: strings.ReplaceAll(q.text, "\u00ad", ""), style: t.file.styles.name2(q.style), hidden: q.hidden, mark: q.meant()}
			s.target, s.typed = target()
			if s.link = address; s.link == "" {
				for _, f := range fields {
					s.link = cmp.Or(s.link, linkAddress(f.code))
				}
			}
			s.bold = q.bold > 0 || q.bold == 0 && q.style != "" && t.file.styles.isBold(q.style)
			add(s)
		case notePiece:
			note := strings.TrimSpace(oneLine(strings.Join(lines(t.file.viewer(true).blocks(t.file.notes[q.text+" "+q.id]), false), " ")))
			add(span{text: " [" + q.text + ": " + note + "]"})
		case anchorBegin:
			link, address = q.text, t.file.linked[q.id]
		case anchorEnd:
			link, address = "", ""
		case markPiece, markEndPiece, commentPiece:
		}
	}
	return out
}

// refTarget is the bookmark that the code of a field refers to, or "".
func refTarget(code string) string {
	f := strings.Fields(code)
	if len(f) >= 2 && strings.EqualFold(f[0], "REF") {
		return strings.Trim(f[1], `"`)
	}
	return ""
}

// linkAddress is the address to which the code of a field leads, or "".
func linkAddress(code string) string {
	f := strings.Fields(code)
	if len(f) >= 2 && strings.EqualFold(f[0], "HYPERLINK") && !strings.HasPrefix(f[1], `\`) {
		return strings.Trim(f[1], `"`)
	}
	return ""
}

// says reports that words are the address to which they lead.
func says(words, address string) bool {
	for _, before := range []string{"mailto:", "https://", "http://"} {
		address = strings.TrimPrefix(address, before)
		words = strings.TrimPrefix(words, before)
	}
	return strings.TrimSuffix(strings.TrimSpace(words), "/") == strings.TrimSuffix(address, "/")
}

// inlines are the words of a paragraph.
func (t *tree) inlines(pieces []piece) []agreement.Inline { return t.spell(t.spans(pieces)) }

func (t *tree) spell(spans []span) (out []agreement.Inline) {
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			out = append(out, &agreement.Text{Text: text.String()})
			text.Reset()
		}
	}
	for i := 0; i < len(spans); i++ {
		s := spans[i]
		s.text = oneLine(s.text)
		switch {
		case s.hidden:
			text.WriteString(" [hidden: " + strings.TrimSpace(s.text) + "]")
		case s.target != "" && t.id(s.target) != "":
			id := t.id(s.target)
			if n := len(out); text.Len() == 0 && n > 0 { // one number in several fields
				if r, ok := out[n-1].(*agreement.Ref); ok && strings.HasPrefix(s.text, "(") {
					r.Target, r.Text = id, r.Text+s.text
					continue
				}
			}
			before, word := citingWord(text.String())
			text.Reset()
			text.WriteString(before)
			flush()
			r := &agreement.Ref{Target: id, Text: word + s.text, Mark: s.mark}
			t.typedRefs[r] = s.typed
			out = append(out, r)
		case t.defines(spans, i, text.String()):
			before := strings.TrimSuffix(strings.TrimSuffix(text.String(), "“"), `"`)
			text.Reset()
			text.WriteString(before)
			flush()
			out = append(out, &agreement.Define{Term: s.text})
			next := &spans[i+1]
			next.text = strings.TrimPrefix(strings.TrimPrefix(next.text, "”"), `"`)
		case s.link != "" && !says(s.text, s.link):
			flush()
			out = append(out, &agreement.Text{Text: s.text, Mark: both(s.mark, "link "+s.link)})
		case s.mark != "" && strings.TrimSpace(s.text) != "":
			flush()
			out = append(out, &agreement.Text{Text: s.text, Mark: s.mark})
		default:
			text.WriteString(s.text)
		}
	}
	flush()
	return trimmed(out)
}

// defines reports that the words at i are a term being defined: marked as one, between
// quotation marks.
func (t *tree) defines(spans []span, i int, before string) bool {
	s := spans[i]
	if !(s.style == "defined term" || s.bold && s.style == "") || i+1 >= len(spans) || strings.TrimSpace(s.text) == "" {
		return false
	}
	after := spans[i+1].text
	return (strings.HasSuffix(before, "“") || strings.HasSuffix(before, `"`)) && (strings.HasPrefix(after, "”") || strings.HasPrefix(after, `"`))
}

// trimmed is words without white space at their ends.
func trimmed(in []agreement.Inline) []agreement.Inline {
	for len(in) > 0 {
		x, ok := in[0].(*agreement.Text)
		if !ok {
			break
		}
		if x.Text = strings.TrimLeft(x.Text, " "); x.Text != "" {
			break
		}
		in = in[1:]
	}
	for len(in) > 0 {
		x, ok := in[len(in)-1].(*agreement.Text)
		if !ok {
			break
		}
		if x.Text = strings.TrimRight(x.Text, " "); x.Text != "" {
			break
		}
		in = in[:len(in)-1]
	}
	return in
}

var citingWords = []string{"Section", "section", "paragraph", "Paragraph", "Clause", "clause", "Article", "Schedule", "Part", "party", "recital", "Annex"}

// citingWord is text without the word for a provision at its end, and that word with
// the space after it.
func citingWord(s string) (before, word string) {
	trim := strings.TrimRight(s, " \u00a0")
	if len(trim) == len(s) {
		return s, ""
	}
	for _, w := range citingWords {
		if rest, ok := strings.CutSuffix(trim, w); ok && (rest == "" || !numeral(rest[len(rest)-1])) {
			return rest, w + " "
		}
	}
	return s, ""
}

// typed is a label that is typed before the words, and the pieces after it.
func (t *tree) typed(pieces []piece) (string, []piece, bool) {
	label, from := "", 0
	for i, q := range pieces {
		if q.kind != wordsPiece {
			continue
		}
		if t.file.styles.name2(q.style) != "provision label" {
			break
		}
		label, from = label+q.text, i+1
	}
	return strings.TrimSpace(label), pieces[from:], label != ""
}

// runIn cuts the title off the words that it runs into.
func (t *tree) runIn(pieces []piece) (heading, words []agreement.Inline) {
	spans := t.spans(pieces)
	n := 0
	own := false
	for n < len(spans) && (spans[n].style == "provision heading" || spans[n].style == "provision stop" ||
		own && spans[n].style == "defined term" && n+1 < len(spans) && spans[n+1].style == "provision heading") {
		own = true
		n++
	}
	if !own { // from elsewhere: bold words at the start, a title if they end like one
		for n < len(spans) && spans[n].bold && spans[n].style == "" && spans[n].target == "" {
			n++
		}
		if n == len(spans) || n > 0 && !strings.HasSuffix(strings.TrimSpace(spans[n-1].text), ".") && !strings.HasPrefix(spans[n].text, ".") {
			n = 0
		}
	}
	head := spans[:n]
	rest := spans[n:]
	if own {
		if k := len(head); k > 0 && head[k-1].style == "provision stop" && strings.TrimSpace(head[k-1].text) == "." {
			head = head[:k-1]
		}
	} else if n > 0 {
		head[n-1].text = strings.TrimSuffix(strings.TrimSpace(head[n-1].text), ".") + "." // as the library has it
		rest[0].text = strings.TrimPrefix(rest[0].text, ".")
	}
	return t.spell(light(head)), t.spell(rest)
}

// references completes the references, now that their targets are known: with the
// title of a section, or the schedule of a paragraph, that stands after the number.
func (t *tree) references() {
	agreement.Walk(t.doc.Body, func(b agreement.Block) bool {
		switch b := b.(type) {
		case *agreement.Clause:
			b.Heading = t.complete(b.Heading)
		case *agreement.Paragraph:
			b.Text = t.complete(b.Text)
		case *agreement.Table:
			for i, c := range b.Head {
				b.Head[i] = t.complete(c)
			}
			for _, r := range b.Rows {
				for i, c := range r.Cells {
					r.Cells[i] = t.complete(c)
				}
			}
		case *agreement.Signatures:
			b.Lead = t.complete(b.Lead)
		}
		return true
	})
}

func (t *tree) complete(in []agreement.Inline) (out []agreement.Inline) {
	for _, x := range in {
		switch x := x.(type) {
		case *agreement.Ref:
			c := t.clause[x.Target]
			if c == nil { // it leads nowhere: what is printed stays
				out = appendText(out, x.Text)
				continue
			}
			if !t.typedRefs[x] {
				x.Text = t.renumber(x.Text, c)
			}
			out = append(out, x)
		case *agreement.Text:
			if x.Mark != "" {
				out = append(out, x)
				continue
			}
			if n := len(out); n > 0 {
				if r, ok := out[n-1].(*agreement.Ref); ok {
					tail := t.tail(r, x.Text)
					r.Text += tail
					x.Text = x.Text[len(tail):]
				}
			}
			out = appendText(out, x.Text)
		case *agreement.Define:
			out = append(out, x)
		}
	}
	return out
}

func appendText(in []agreement.Inline, s string) []agreement.Inline {
	if s == "" {
		return in
	}
	if n := len(in); n > 0 {
		if last, ok := in[n-1].(*agreement.Text); ok && last.Mark == "" {
			last.Text += s
			return in
		}
	}
	return append(in, &agreement.Text{Text: s})
}

// tail is as much of the words after a reference as belongs to it.
func (t *tree) tail(r *agreement.Ref, after string) string {
	c := t.clause[r.Target]
	if title := " (" + agreement.Words(c.Heading) + ")"; len(c.Heading) > 0 && strings.HasPrefix(after, title) {
		return title
	}
	if schedule, _, ok := strings.Cut(c.Number, ", paragraph "); ok && strings.HasPrefix(after, " of "+schedule) {
		return " of " + schedule
	}
	return ""
}

// renumber is the words of a reference with the number that its target has, where a
// field shows the one that it had: it may not have been updated. What shows neither was
// typed over, and stays.
func (t *tree) renumber(s string, c *agreement.Clause) string {
	number := bare(c.Number)
	if _, _, ok := around(s, number); ok || number == "" {
		return s
	}
	if sent, known := t.file.sent[c.ID]; known && !strings.HasPrefix(s, "Error") {
		if before, after, ok := around(s, bare(sent)); ok {
			return before + number + after
		}
		return s
	}
	word, _, ok := strings.Cut(s, " ")
	if !ok || strings.HasPrefix(s, "Error") {
		if strings.HasPrefix(s, "Error") || !ok && s != "" && numeral(s[0]) {
			return number
		}
		return s
	}
	return word + " " + number
}

// bare is a number without the schedule that it is in and the word before it.
func bare(number string) string {
	if _, own, ok := strings.Cut(number, ", paragraph "); ok {
		number = own
	}
	for _, word := range citingWords {
		number = strings.TrimPrefix(number, word+" ")
	}
	return number
}
