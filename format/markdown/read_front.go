package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// titleBlock takes the title and the facts under it from the items.
func (r *reader) titleBlock(doc *agreement.Document) {
	n := 0
	for n < len(r.items) && (r.items[n].front || r.record == nil && r.items[n].level == 0 && !r.items[n].labelled) {
		n++
	}
	if n == len(r.items) || r.items[n].level != 1 || r.items[n].labelled || r.record == nil && r.severalTitles(n) {
		return
	}
	doc.Title = agreement.Words(r.items[n].heading)
	r.noteMarks(r.items[n].heading, r.items[n].words)
	r.takeFact(n)
	if n < len(r.items) && string(r.src[r.items[n].words:r.items[n].end]) == "**DRAFT**" {
		doc.Status = agreement.Draft
		r.takeFact(n)
	}
	for k := n; k < len(r.items) && r.items[k].bullet && r.items[k].indent == 0; {
		if r.fact(doc, r.items[k]) {
			r.takeFact(k)
		} else {
			k++
		}
	}
}

// noteMarks notes how words are marked that the tree has without marks.
func (r *reader) noteMarks(in []agreement.Inline, at int) {
	for i, x := range in {
		if t, ok := x.(*agreement.Text); ok && t.Mark != "" {
			r.aside("mark", t.Mark+": "+t.Text, at+i)
		}
	}
}

// severalTitles reports that headings like the one that item n is stand further on,
// so that it is no title.
func (r *reader) severalTitles(n int) bool {
	return slices.ContainsFunc(r.items[n+1:], func(it *item) bool { return it.level == 1 && !it.labelled })
}

// takeFact takes item n from the items.
func (r *reader) takeFact(n int) {
	r.facts = append(r.facts, Span{r.items[n].start, r.items[n].end})
	r.items = slices.Delete(r.items, n, n+1)
}

// fact reads one line of facts, such as "- Reference: PCL-7". A fact that is stated
// already is none.
func (r *reader) fact(doc *agreement.Document, it *item) bool {
	name, value, ok := bytes.Cut(r.src[it.words:it.end], []byte(": "))
	if !ok {
		return false
	}
	in := r.inlines(it.end-len(value), it.end, false)
	words := agreement.Words(in)
	if string(name) != "Party" {
		r.noteMarks(in, it.words)
	}
	switch {
	case string(name) == "Reference" && doc.Reference == "":
		doc.Reference = words
	case string(name) == "Effective date" && doc.Date == "":
		doc.Date = words
	case string(name) == "Party":
		p, ok := r.party(it.end-len(value), it.end)
		if !ok {
			return false
		}
		doc.Parties = append(doc.Parties, p)
	default:
		return false
	}
	return true
}

// party reads **Alpha Corporation** (its name in its own script), "**Alpha**".
// It reports whether these are all the words there are, and notes where they are
// written otherwise.
func (r *reader) party(start, end int) (agreement.Party, bool) {
	var p agreement.Party
	at, said := start, agreement.Words(r.inlines(start, end, false))
	b := &inlineReader{reader: r}
	if bytes.HasPrefix(r.src[start:end], []byte("**")) {
		if n := unescapedIndex(r.src[start+2:end], "**"); n >= 0 {
			p.Name = string(b.inside(start+2, start+2+n).words)
			start += n + 4
		}
	}
	for _, q := range [][2]string{{`"**`, `**"`}, {"“**", "**”"}, {`\"**`, `**\"`}, {`**"`, `"**`}} {
		before, after := q[0], q[1]
		if n := bytes.Index(r.src[start:end], []byte(before)); n >= 0 && bytes.HasSuffix(r.src[start:end], []byte(after)) && start+n+len(before) <= end-len(after) {
			p.Short = string(b.inside(start+n+len(before), end-len(after)).words)
			end = start + n
			break
		}
	}
	native := strings.TrimSuffix(string(b.inside(start, end).words), ", ")
	native = strings.TrimPrefix(native, " ")
	if inner, ok := strings.CutPrefix(native, "("); ok && strings.HasSuffix(inner, ")") {
		native = inner[:len(inner)-1]
	}
	p.Native = native
	const between = len(`, ""`) + len(" ()")
	all := len(said) <= len(p.Name)+len(p.Native)+len(p.Short)+2*between
	if straight(said) != straight(written(p)) && all {
		r.aside(agreement.Unread, said, at)
	}
	return p, all
}

// written is a party as it stands on a title page.
func written(p agreement.Party) string {
	s := p.Name
	if p.Native != "" {
		s += " (" + p.Native + ")"
	}
	if p.Short != "" {
		s += `, "` + p.Short + `"`
	}
	return s
}

// straight is s with its quotation marks as a typewriter has them.
func straight(s string) string { return strings.NewReplacer("“", `"`, "”", `"`).Replace(s) }

// ending takes the notice and the digest after the last rule from the items.
func (r *reader) ending(doc *agreement.Document) {
	r.tail = r.end
	n := len(r.items) - 1
	for n >= 0 && !r.items[n].rule {
		n--
	}
	if n < 0 || len(r.items)-n > 3 {
		return
	}
	notice, digest := "", ""
	for _, it := range r.items[n+1:] {
		words := agreement.Words(it.text)
		if it.level > 0 || it.labelled || it.table != nil || it.signatory != nil || digest != "" {
			return
		}
		if d, ok := strings.CutPrefix(words, "Document digest: "); ok {
			digest = d
		} else if notice == "" {
			notice = words
		} else {
			return
		}
	}
	if r.record == nil && digest == "" {
		return // somebody else's last words
	}
	doc.Notice, doc.Digest = notice, digest
	for _, it := range r.items[n+1:] {
		if !strings.HasPrefix(agreement.Words(it.text), "Document digest: ") {
			r.noteMarks(it.text, it.words)
		}
	}
	r.tail = r.items[n].start
	r.items = r.items[:n]
}
