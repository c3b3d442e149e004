package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// account sees to it that every byte of the file is accounted for: as words of the
// tree, as a label, as mark-up of a known kind, or as an aside. So whatever a reader
// of the file can see is in the document, and a redline cannot pass over it.
func (r *reader) account(doc *agreement.Document) {
	covered := r.covered(doc)
	for at := 0; at < r.tail; {
		if covered.has(at) || isBlank(r.src[at]) {
			at++
			continue
		}
		if n := knownMarkup(r.src, at, r.tail); n > 0 {
			at += n
			continue
		}
		end := at + 1
		for end < r.tail && !covered.has(end) && !isBlank(r.src[end]) && knownMarkup(r.src, end, r.tail) == 0 {
			end++
		}
		r.unread(at, end)
		at = end
	}
	at := make([]int, 0, len(r.asides))
	for k := range r.asides {
		at = append(at, k)
	}
	slices.Sort(at)
	for _, k := range at {
		if k >= r.end {
			break
		}
		a := r.asides[k]
		a.Pos = placeOf(r.filename, r.src, k)
		a.In = r.around(k)
		doc.Asides = append(doc.Asides, a)
	}
}

// unread notes bytes that nothing accounts for, together with those just before.
func (r *reader) unread(from, to int) {
	r.aside(agreement.Unread, string(bytes.ToValidUTF8(r.src[from:to], []byte("\uFFFD"))), from)
}

// covered says of each byte of the file whether it is words, a label, a fact of the
// title page, or mark-up that was read with them.
func (r *reader) covered(doc *agreement.Document) bits {
	covered := make(bits, len(r.src)/64+1)
	mark := func(s Span) {
		covered.add(max(0, s.Start), min(s.End, len(r.src)))
	}
	for _, s := range r.facts {
		mark(s)
	}
	agreement.Walk(doc.Body, func(b agreement.Block) bool {
		switch b := b.(type) {
		case *agreement.Clause:
			mark(r.labels[b])
		case *agreement.Signatures:
			for _, row := range r.rows[b] {
				mark(row)
			}
		case *agreement.Paragraph, *agreement.Table:
		}
		agreement.Inlines(b, func(in []agreement.Inline) {
			for _, x := range in {
				mark(r.origins[x].span)
			}
		})
		return true
	})
	return covered
}

// bits are places in a file.
type bits []uint64

func (b bits) has(at int) bool { return b[at/64]&(1<<(at%64)) != 0 }

func (b bits) add(from, to int) {
	for ; from < to; from++ {
		if from%64 == 0 && from+64 <= to {
			b[from/64] = ^uint64(0)
			from += 63
		} else {
			b[from/64] |= 1 << (from % 64)
		}
	}
}

// A markup is what mark-up looks like that stands between words, which the tree says
// in its own way or which prints nothing.
type markup struct {
	begins string // the bytes with which it can begin
	like   func() *regexp.Regexp
}

var markups = []markup{
	{"]", agreement.Pattern(`^\]\((?:[^()\n\\]|\\.|\([^()\n]*\))*\)`)},
	{"]", agreement.Pattern(`^\]\[[^\[\]\n]*\]`)},
	{"]{", agreement.Pattern(`^\]?\{[^{}\n]*\}`)},
	{"[", agreement.Pattern(`^\[[^\[\]\n]+\]:[ \t]*\S.*`)},
	{"`~", agreement.Pattern("^(?:```|~~~)[^\n]*")}, // what it says is an aside
	{":", agreement.Pattern(`^:-*:?`)},
	{"=", agreement.Pattern(`^=+[ \t]*(?:\n|$)`)},
}

// alone are the bytes that can each be mark-up.
const alone = "#>|*_`~[]\\+!^-"

// knownMarkup is the length of the mark-up at an offset, or 0.
func knownMarkup(src []byte, at, end int) int {
	const longest = 1 << 13
	c, rest := src[at], src[at:min(end, at+longest)]
	if c == '<' {
		return tagLength(src[at:end])
	}
	for _, space := range []string{"\u2003", "\u00a0"} {
		if c >= utf8.RuneSelf && bytes.HasPrefix(rest, []byte(space)) {
			return len(space)
		}
	}
	for i := range markups {
		if m := &markups[i]; strings.IndexByte(m.begins, c) >= 0 {
			if n := len(m.like().Find(rest)); n > 0 {
				return n
			}
		}
	}
	if strings.IndexByte(alone, c) >= 0 {
		return 1
	}
	return 0
}

// around is the ID of the clause that an offset is in.
func (r *reader) around(at int) string {
	i, _ := slices.BinarySearchFunc(r.blocks, at, func(p placed, at int) int { return p.start - at })
	for i = min(i, len(r.blocks)-1); i >= 0; i-- {
		if c, ok := r.blocks[i].block.(*agreement.Clause); ok && r.blocks[i].start <= at {
			return c.ID
		}
	}
	return ""
}
