// Command gen packs TeX hyphenation patterns (hyph-*.tex) into the tables that
// package pdf embeds: see hyphen.go there for how they are read.
package main

import (
	"cmp"
	"encoding/binary"
	"log"
	"maps"
	"os"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	for _, name := range os.Args[1:] {
		data, err := os.ReadFile(name)
		if err != nil {
			log.Fatal(err)
		}
		out := strings.TrimSuffix(name, ".tex") + ".trie"
		if err := os.WriteFile(out, pack(read(string(data))), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// read finds the patterns and the exceptions of a TeX file. An exception
// becomes a pattern for the whole word that outweighs all others.
func read(tex string) map[string]string {
	patterns := map[string]string{}
	section := ""
	for line := range strings.Lines(tex) {
		line, _, _ = strings.Cut(line, "%")
		line = strings.ReplaceAll(line, "{", "{ ")
		line = strings.ReplaceAll(line, "}", " }")
		for _, word := range strings.Fields(line) {
			switch {
			case strings.HasPrefix(word, `\`):
				section = word
			case word == "}":
				section = ""
			case section == `\patterns{`:
				add(patterns, word)
			case section == `\hyphenation{`:
				add(patterns, exception(word))
			}
		}
	}
	return patterns
}

func exception(word string) string {
	var b strings.Builder
	b.WriteByte('.')
	hyphen := false
	for i, c := range word {
		if c == '-' {
			hyphen = true
			continue
		}
		switch {
		case hyphen:
			b.WriteByte('9')
		case i > 0:
			b.WriteByte('8')
		}
		hyphen = false
		b.WriteRune(c)
	}
	return b.String() + "."
}

// add splits "a1bc" into its letters "abc" and its levels "\x00\x01\x00\x00".
func add(patterns map[string]string, word string) {
	var letters, levels []byte
	level := byte(0)
	for i := range len(word) {
		if c := word[i]; c >= '0' && c <= '9' {
			level = c - '0'
			continue
		}
		letters, levels = append(letters, word[i]), append(levels, level)
		level = 0
	}
	patterns[string(letters)] = string(append(levels, level))
}

type node struct {
	next   map[byte]*node
	levels string
	row    int
}

// pack writes the trie of the patterns as one array of cells, each row of a
// node's children laid over the others where it fits: first fit, fullest rows
// first. A cell is its letter, a spare byte, the row of its children and its
// levels as an offset into the strings that follow the cells.
func pack(patterns map[string]string) []byte {
	root := &node{next: map[byte]*node{}}
	nodes := []*node{root}
	for _, p := range slices.Sorted(maps.Keys(patterns)) {
		n := root
		for i := range len(p) {
			if n.next[p[i]] == nil {
				n.next[p[i]] = &node{next: map[byte]*node{}}
				nodes = append(nodes, n.next[p[i]])
			}
			n = n.next[p[i]]
		}
		n.levels = patterns[p]
	}
	slices.SortStableFunc(nodes[1:], func(a, b *node) int { return cmp.Compare(len(b.next), len(a.next)) })
	var used []byte // the letter in each cell, 0 when free
	rows := map[int]bool{}
	for i, n := range nodes {
		if len(n.next) > 0 || i == 0 {
			used = place(n, used, rows)
		}
	}
	return encode(nodes, used)
}

// letter numbers the alphabet: a full stop is 1, a is 2.
func letter(c byte) int {
	if c == '.' {
		return 1
	}
	return int(c-'a') + 2
}

// place finds the first row where a node's children fit. No two nodes share a
// row, so that a cell with the right letter is a child of the right node.
func place(n *node, used []byte, rows map[int]bool) []byte {
	letters := slices.Sorted(maps.Keys(n.next))
	for row := 1; ; row++ {
		for len(used) < row+29 {
			used = append(used, 0)
		}
		if !rows[row] && !slices.ContainsFunc(letters, func(c byte) bool { return used[row+letter(c)] != 0 }) {
			n.row, rows[row] = row, true
			for _, c := range letters {
				used[row+letter(c)] = byte(letter(c))
			}
			return used
		}
	}
}

func encode(nodes []*node, used []byte) []byte {
	type cell struct{ row, levels int }
	cells := make([]cell, len(used))
	text := []byte{0}
	offsets := map[string]int{"": 0}
	for _, n := range nodes {
		for _, c := range slices.Sorted(maps.Keys(n.next)) {
			child := n.next[c]
			if _, ok := offsets[child.levels]; !ok {
				offsets[child.levels] = len(text)
				text = append(append(text, byte(len(child.levels))), child.levels...)
			}
			cells[n.row+letter(c)] = cell{child.row, offsets[child.levels]}
		}
	}
	if len(used) > 0xFFFF || len(text) > 0xFFFF {
		log.Fatal("the patterns outgrow 16-bit offsets")
	}
	le := binary.LittleEndian
	out := le.AppendUint16(nil, uint16(nodes[0].row))
	out = le.AppendUint16(out, uint16(len(cells)))
	for i, c := range cells {
		out = append(out, used[i], 0)
		out = le.AppendUint16(out, uint16(c.row))
		out = le.AppendUint16(out, uint16(c.levels))
	}
	return append(out, text...)
}
