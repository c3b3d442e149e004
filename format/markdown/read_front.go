package markdown

import (
	"bytes"
	"strings"

	"github.com/engross/engross/agreement"
)

// titleBlock takes the title and the facts under it from the items.
func (r *reader) titleBlock(doc *agreement.Document) {
	if len(r.items) == 0 || r.items[0].level != 1 || r.items[0].labelled {
		return
	}
	doc.Title = agreement.Words(r.items[0].heading)
	r.items = r.items[1:]
	if len(r.items) > 0 && string(r.src[r.items[0].words:r.items[0].end]) == "**DRAFT**" {
		doc.Status = agreement.Draft
		r.items = r.items[1:]
	}
	for len(r.items) > 0 && r.fact(doc, r.items[0]) {
		r.items = r.items[1:]
	}
}

// fact reads one line of facts, such as "- Reference: PCL-7".
func (r *reader) fact(doc *agreement.Document, it *item) bool {
	if it.words < 2 || string(r.src[it.words-2:it.words]) != "- " {
		return false
	}
	name, value, ok := bytes.Cut(r.src[it.words:it.end], []byte(": "))
	if !ok {
		return false
	}
	words := agreement.Words(r.inlines(it.end-len(value), it.end, false))
	switch string(name) {
	case "Reference":
		doc.Reference = words
	case "Effective date":
		doc.Date = words
	case "Party":
		doc.Parties = append(doc.Parties, r.party(it.end-len(value), it.end))
	default:
		return false
	}
	return true
}

// party reads **Alpha Corporation** (its name in its own script), "**Alpha**".
func (r *reader) party(start, end int) agreement.Party {
	var p agreement.Party
	b := &inlineReader{reader: r}
	if bytes.HasPrefix(r.src[start:end], []byte("**")) {
		if n := unescapedIndex(r.src[start+2:end], "**"); n >= 0 {
			p.Name = string(b.inside(start+2, start+2+n).words)
			start += n + 4
		}
	}
	const before, after = `"**`, `**"`
	if n := unescapedIndex(r.src[start:end], before); n >= 0 && bytes.HasSuffix(r.src[start:end], []byte(after)) {
		p.Short = string(b.inside(start+n+len(before), end-len(after)).words)
		end = start + n
	}
	native := strings.TrimSuffix(string(b.inside(start, end).words), ", ")
	native = strings.TrimPrefix(native, " ")
	if inner, ok := strings.CutPrefix(native, "("); ok && strings.HasSuffix(inner, ")") {
		native = inner[:len(inner)-1]
	}
	p.Native = native
	return p
}

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
	r.tail = r.items[n].start
	r.items = r.items[:n]
}
