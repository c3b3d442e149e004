package markdown

import (
	"cmp"
	"strconv"
	"strings"
	"unicode"

	"github.com/engross/engross/agreement"
)

// record writes the comment that ends the Markdown of an agreement: what the
// text cannot say and a reader needs to build the same tree. The first line is
//
//	<!-- engross 1 KIND LANGUAGE
//
// and each block that has an ID, or whose place the text leaves open, is a line
//
//	DEPTH BLOCK LABEL NUMBER HASH ID [TOPIC VARIANT VERSION HASH]
//
// in reading order. DEPTH is its depth in the tree, BLOCK a letter, LABEL and
// NUMBER those of a clause, HASH the fingerprint of its first words, and the
// rest, for a clause that has one, its Source. "-" is the empty string; what
// could end a field or the comment is percent-encoded.
func (p *printer) record(d *agreement.Document) {
	p.raw("<!-- engross 1")
	p.fields(d.Kind, d.Language)
	p.raw("\n")
	p.recordBlocks(d.Body, 0)
	p.raw("-->\n")
}

func (p *printer) recordBlocks(body []agreement.Block, depth int) {
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			p.recordLine(depth, kindLetter(b.Kind), b.Label, b.Number, fingerprint(firstWords(b)), b.ID)
			if s := b.Source; s != nil {
				p.fields(s.Topic, s.Variant, s.Version, s.Hash)
			}
			p.raw("\n")
			p.recordBlocks(b.Body, depth+1)
		case *agreement.Paragraph:
			if b.ID != "" || depth == 0 {
				p.recordLine(depth, "q", "", "", fingerprint(b.Text), b.ID)
				p.raw("\n")
			}
		case *agreement.Table:
			p.recordLine(depth, "t", "", "", fingerprint(b.Head...), b.ID)
			p.raw("\n")
		case *agreement.Signatures:
			p.recordLine(depth, "g", "", "", fingerprint(b.Lead), "")
			p.raw("\n")
		}
	}
}

func (p *printer) recordLine(depth int, block string, fields ...string) {
	p.raw(strconv.Itoa(depth))
	p.fields(block)
	p.fields(fields...)
}

// fields writes each field after a space.
func (p *printer) fields(fields ...string) {
	for _, f := range fields {
		p.raw(" ")
		switch {
		case f == "":
			p.raw("-")
		case f == "-":
			p.raw("%2D")
		case strings.IndexFunc(f, needsPercent) >= 0:
			p.percent(f)
		default:
			p.raw(f)
		}
	}
}

// needsPercent reports whether r would end a field or the comment, or would not
// survive plain-text handling.
func needsPercent(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == '<' || r == '>' || r == '%' || r == unicode.ReplacementChar || r == 0x2028 || r == 0x2029
}

func (p *printer) percent(s string) {
	const hex = "0123456789ABCDEF"
	for _, r := range s {
		if !needsPercent(r) {
			p.raw(string(r))
			continue
		}
		for _, c := range []byte(string(r)) {
			p.buf = append(p.buf, '%', hex[c>>4], hex[c&15])
		}
	}
}

func kindLetter(k agreement.Kind) string {
	switch k {
	case agreement.Numbered:
		return "n"
	case agreement.Part:
		return "p"
	case agreement.Front:
		return "f"
	case agreement.Schedule:
		return "s"
	case agreement.Annex:
		return "a"
	}
	return "n"
}

// firstWords is what a clause is known by when it has been renumbered: its
// title, or else its first words.
func firstWords(c *agreement.Clause) []agreement.Inline {
	if len(c.Heading) > 0 {
		return c.Heading
	}
	if len(c.Body) > 0 {
		if q, ok := c.Body[0].(*agreement.Paragraph); ok {
			return q.Text
		}
	}
	return nil
}

// fingerprintLength is how many letters and digits make a fingerprint: enough to
// tell provisions apart, few enough to outlast an edit further on.
const fingerprintLength = 32

// fingerprint is the FNV-1a hash, in base 36, of the first letters and digits
// of words. References are left out, for their numbers change when nothing
// else does. Words without any give "".
func fingerprint[T ~[]agreement.Inline](words ...T) string {
	const offset, prime = 2166136261, 16777619
	hash, n := uint32(offset), 0
	for _, in := range words {
		for _, x := range in {
			for _, r := range plain(x) {
				if n == fingerprintLength {
					break
				}
				if unicode.IsLetter(r) || unicode.IsDigit(r) {
					hash = (hash ^ uint32(r)) * prime
					n++
				}
			}
		}
	}
	if n == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(hash), 36)
}

// plain is the text of x, or "" for a reference.
func plain(x agreement.Inline) string {
	switch x := x.(type) {
	case *agreement.Text:
		return x.Text
	case *agreement.Define:
		return x.Term
	case *agreement.Ref:
		return ""
	}
	return ""
}

// slugOf is an ID as an anchor: its lower-case ASCII letters and digits, and a
// hyphen for what is between them.
func slugOf(id string) string {
	var b strings.Builder
	b.Grow(len(id))
	for i := range len(id) {
		c := id[i]
		switch {
		case 'A' <= c && c <= 'Z':
			b.WriteByte(c - 'A' + 'a')
		case alphanumeric(c):
			b.WriteByte(c)
		case b.Len() > 0 && b.String()[b.Len()-1] != '-':
			b.WriteByte('-')
		}
	}
	return cmp.Or(strings.TrimRight(b.String(), "-"), "provision")
}
