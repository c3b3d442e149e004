package redline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// slide moves an insertion or deletion to where a reader would put it, where it
// may stand at several places: "a b [b] c" is "a [b] b c" too.
func slide(hunks []hunk, i int, a, b *stream) {
	h := &hunks[i]
	s, x, y := b, &h.b0, &h.b1
	if h.b0 == h.b1 {
		s, x, y = a, &h.a0, &h.a1
	} else if h.a0 != h.a1 {
		return
	}
	low, high := 0, len(a.tokens)-1 // of the other changes and the end, in a
	if i > 0 {
		low = hunks[i-1].a1
	}
	if i+1 < len(hunks) {
		high = hunks[i+1].a0
	}
	left, right := 0, 0
	for left < h.a0-low && s.tokens[*x-left-1].key == s.tokens[*y-left-1].key {
		left++
	}
	for right < high-h.a1 && s.tokens[*x+right].key == s.tokens[*y+right].key {
		right++
	}
	best, at := -1, 0
	for shift := -left; shift <= right; shift++ {
		if q := seam(s, *x+shift, *y+shift); q >= best && (q > best || shift <= 0) {
			best, at = q, shift
		}
	}
	h.a0, h.a1, h.b0, h.b1 = h.a0+at, h.a1+at, h.b0+at, h.b1+at
}

// seam says how good a place for a change tokens x to y are: best whole
// sentences, then whole phrases, then words that begin with what joins them.
func seam(s *stream, x, y int) int {
	text := func(k int) string { return s.text[s.tokens[k].start:s.tokens[k].end] }
	ends := func(k int, marks string) bool {
		return k < 0 || s.tokens[k].class == breaks || s.tokens[k].class == mark && strings.Contains(marks, text(k))
	}
	switch first := text(x); {
	case ends(x-1, ".;:?!") && ends(y-1, ".;:?!"):
		return 4
	case first == "," || first == "and" || first == "or" || first == ";":
		return 3
	case ends(x-1, ",") && ends(y-1, ","):
		return 2
	case startsWord(first):
		return 1
	}
	return 0
}

func startsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '('
}
