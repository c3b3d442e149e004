package pdf

import (
	_ "embed"
	"strings"
)

//go:generate go run ./hyphenation/gen hyphenation/hyph-en-gb.tex hyphenation/hyph-en-us.tex

//go:embed hyphenation/hyph-en-gb.trie
var britishTrie string

//go:embed hyphenation/hyph-en-us.trie
var americanTrie string

// A trie holds hyphenation patterns: Liang, "Word Hy-phen-a-tion by
// Com-put-er", 1983. It is read where it is embedded: 16-bit little-endian
// numbers for the root row and the number of cells; cells of six bytes (letter,
// spare, row of the children, offset of the levels); then the levels, each with
// its length in front. Row 0 and offset 0 stand for none.
type trie string

// patternsFor gives the patterns for the language of a document, or "" where
// there are none and words are not hyphenated.
func patternsFor(language string) trie {
	tag := strings.ToLower(language)
	switch {
	case tag == "en-us" || strings.HasPrefix(tag, "en-us-"):
		return trie(americanTrie)
	case tag == "en" || strings.HasPrefix(tag, "en-"):
		return trie(britishTrie)
	}
	return ""
}

func (t trie) uint16(at int) int { return int(t[at]) | int(t[at+1])<<8 }

// The fewest letters before and after a hyphen. The patterns allow two before;
// "in-demnify" is not worth the hyphen.
const (
	hyphenLeft  = 3
	hyphenRight = 3
)

// A word longer than this is no word of the language.
const longestWord = 63

// points sets breaks[i] for each i where a hyphen may stand before letter i of
// word, which holds the letters 1 (a full stop) and 2 to 27 (a to z) and begins
// and ends with a full stop.
func (t trie) points(word []byte, breaks *[longestWord + 3]bool) {
	var levels [longestWord + 4]byte
	root, cells := t.uint16(0), t.uint16(2)
	text := 4 + 6*cells
	for start := range word {
		row := root
		for i := start; i < len(word) && row != 0; i++ {
			cell := 4 + 6*(row+int(word[i]))
			if t[cell] != word[i] {
				break
			}
			if at := t.uint16(cell + 4); at != 0 {
				for j := range int(t[text+at]) {
					levels[start+j] = max(levels[start+j], t[text+at+1+j])
				}
			}
			row = t.uint16(cell + 2)
		}
	}
	for i := 1 + hyphenLeft; i < len(word)-hyphenRight; i++ {
		breaks[i] = levels[i]%2 == 1
	}
}

// letterOf is the letter of a trie for c, or 0.
func letterOf(c rune) byte {
	switch {
	case c >= 'a' && c <= 'z':
		return byte(c-'a') + 2
	case c >= 'A' && c <= 'Z':
		return byte(c-'A') + 2
	}
	return 0
}
