package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// An emphasis is a run of asterisks, underscores or tildes that is mark-up.
type emphasis struct {
	size int
	mark string
	ends bool // it closes the mark
}

// A markRun is a run that may be.
type markRun struct {
	at, size     int
	char         byte
	opens, shuts bool
}

// scanMarks finds which runs of asterisks, underscores and tildes in the block are
// mark-up, and which brackets belong together, by the rules of CommonMark 6.2. What
// it does not find is words.
func (b *inlineReader) scanMarks() {
	if !bytes.ContainsAny(b.src[b.i:b.end], "*_~[") {
		return
	}
	b.emphases, b.closing = map[int]emphasis{}, map[int]int{}
	var open []markRun
	var brackets []int
	for i := b.i; i < b.end; {
		if !marking[b.src[i]] && b.src[i] != ']' {
			i++
			continue
		}
		rest := b.src[i:b.end]
		switch c := rest[0]; c {
		case '\\':
			i += min(2, len(rest))
		case '`':
			i += codeLength(rest)
		case '<':
			i += max(1, tagLength(rest))
		case '"':
			_, _, whole := b.defined(rest)
			i += max(1, whole)
		case '[':
			brackets = append(brackets, i)
			i++
		case ']':
			if k := len(brackets) - 1; k >= 0 {
				b.closing[brackets[k]] = i
				brackets = brackets[:k]
			}
			i++
			if i < b.end && b.src[i] == '(' {
				i += destination(b.src[i:b.end]).size
			}
		case '*', '_', '~':
			d := b.run(i)
			if d.shuts {
				open = b.match(open, &d)
			}
			if d.opens && d.size > 0 {
				open = append(open, d)
			}
			i = i + len(rest) - len(bytes.TrimLeft(rest, string(c)))
		default:
			i++
		}
	}
}

func codeLength(rest []byte) int {
	n := len(rest) - len(bytes.TrimLeft(rest, "`"))
	if end := closingTicks(rest[n:], n); end >= 0 {
		return end + 2*n
	}
	return n
}

// run is the run at i, and whether words may be marked from or to it.
func (b *inlineReader) run(i int) markRun {
	c := b.src[i]
	d := markRun{at: i, char: c, size: b.end - i - len(bytes.TrimLeft(b.src[i:b.end], string(c)))}
	before, _ := utf8.DecodeLastRune(b.src[:i])
	after, _ := utf8.DecodeRune(b.src[min(i+d.size, b.end):b.end])
	if i == 0 {
		before = ' '
	}
	if i+d.size >= b.end {
		after = ' '
	}
	left := !unicode.IsSpace(after) && (!punctuation(after) || unicode.IsSpace(before) || punctuation(before))
	right := !unicode.IsSpace(before) && (!punctuation(before) || unicode.IsSpace(after) || punctuation(after))
	switch c {
	case '_':
		d.opens, d.shuts = left && (!right || punctuation(before)), right && (!left || punctuation(after))
	case '~':
		d.opens, d.shuts = left && d.size <= 2, right && d.size <= 2
	default:
		d.opens, d.shuts = left, right
	}
	return d
}

func punctuation(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

// match ends at d the marks that opened before it, the last first.
func (b *inlineReader) match(open []markRun, d *markRun) []markRun {
	const deepest = 32 // runs looked back at
	at := d.at
	for k := len(open) - 1; k >= max(0, len(open)-deepest) && d.size > 0; {
		o := &open[k]
		if o.char != d.char || d.char == '~' && o.size != d.size || d.char != '~' && (o.shuts || d.opens) && (o.size+d.size)%3 == 0 && (o.size%3 != 0 || d.size%3 != 0) {
			k--
			continue
		}
		e := emphasis{size: 1, mark: "italic"}
		if o.size >= 2 && d.size >= 2 {
			e = emphasis{size: 2, mark: "bold"}
		}
		if d.char == '~' {
			e.mark = "struck"
			if words := b.src[o.at+o.size : at]; e.size == 1 && !bytes.ContainsAny(words, " \t\n") { // H~2~O, as pandoc writes it
				e.mark = "subscript"
			}
		}
		o.size -= e.size
		b.emphases[o.at+o.size] = e
		e.ends = true
		b.emphases[at] = e
		at, d.size, d.at = at+e.size, d.size-e.size, d.at+e.size
		open = open[:k+1]
		if o.size == 0 {
			open = open[:k]
			k--
		}
		k = min(k, len(open)-1)
	}
	return open
}

// emphasis reads asterisks and the like. Bold words between quotation marks are a
// term that is defined.
func (b *inlineReader) emphasis(rest []byte) {
	e, ok := b.emphases[b.i]
	if !ok {
		b.take(1)
		return
	}
	for _, quote := range []string{`"`, `\"`} {
		if e.size == 2 && !e.ends && bytes.HasPrefix(rest[2:], []byte(quote)) {
			if end := unescapedIndex(rest[2+len(quote):], quote+`**`); end > 0 {
				b.flush()
				b.i += 2
				b.define(len(quote), end, end+2*len(quote))
				b.skip(2)
				return
			}
		}
	}
	if e.ends {
		b.closeMark(e.mark)
	} else {
		b.openMark(e.mark)
	}
	b.skip(e.size)
}

// A target is what a link leads to, in brackets: its size with them, and the mark
// of its words.
type target struct {
	size int
	to   string
}

// destination reads the target at the beginning of rest, which begins with "(".
// Its size is 0 where it is none.
func destination(rest []byte) target {
	const longest = 1 << 12
	rest = rest[:min(len(rest), longest)]
	i := 1 + leadingBlank(rest[1:])
	start, depth := i, 0
	if i < len(rest) && rest[i] == '<' {
		end := bytes.IndexAny(rest[i:], ">\n")
		if end < 0 || rest[i+end] != '>' {
			return target{}
		}
		i += end + 1
	}
	for ; i < len(rest) && !isBlank(rest[i]); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth < 0 {
			break
		}
	}
	if i > len(rest) {
		return target{}
	}
	to := string(rest[start:i])
	i += leadingBlank(rest[i:])
	if i < len(rest) && (rest[i] == '"' || rest[i] == '\'') {
		end := unescapedIndex(rest[i+1:], string(rest[i:i+1]))
		if end < 0 {
			return target{}
		}
		to += " " + string(bytes.Join(bytes.Fields(rest[i:i+end+2]), []byte(" ")))
		i += end + 2
		i += leadingBlank(rest[i:])
	}
	if i >= len(rest) || rest[i] != ')' {
		return target{}
	}
	return target{i + 1, to}
}

func leadingBlank(s []byte) int { return len(s) - len(bytes.TrimLeft(s, " \t\r\n")) }

// spaces makes the bytes of what is kept as mark-up fit for a tree.
func spaces(s []byte) string { return string(bytes.Join(bytes.Fields(s), []byte(" "))) }

// knownSlug reports whether a file has an anchor of that name.
func (r *reader) knownSlug(slug string) bool {
	_, ok := r.slugs[slug]
	return ok
}
