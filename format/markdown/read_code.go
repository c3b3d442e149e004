package markdown

import (
	"bytes"
)

// frontMatter reads the lines between two rules, of hyphens or of plus signs, that a
// file from elsewhere begins with, a paragraph each, and is the line after them.
func (r *reader) frontMatter() int {
	if len(r.lines) < 3 || r.record != nil {
		return 0
	}
	rule, sign := string(r.line(0)), ':' // YAML
	switch rule {
	case "+++": // TOML
		sign = '='
	case "---":
	default:
		return 0
	}
	for n := 1; n+1 < len(r.lines); n++ {
		switch line := r.line(n); {
		case string(line) == rule || rule == "---" && string(line) == "...":
			for k := 1; k < n; k++ {
				if it := (&item{start: r.lines[k], end: r.lines[k] + len(r.line(k)), front: true}); !isSpaces(r.line(k)) {
					it.indent, it.words = r.indentation(k)
					it.textStart = it.words
					it.text = r.literal(it.words, it.end)
					r.items = append(r.items, it)
				}
			}
			return n + 1
		case n == 1 && !bytes.ContainsRune(line, sign):
			return 0
		}
	}
	return 0
}

// fenced reads the block of code that begins on line n and is the line after it.
func (r *reader) fenced(n int) int {
	line := bytes.TrimSpace(r.line(n))
	ticks := len(line) - len(bytes.TrimLeft(line, string(line[:1])))
	if info := spaces(line[ticks:]); info != "" {
		r.aside("code", info, r.lines[n])
	}
	it := &item{start: r.lines[n], code: true}
	for n++; n+1 < len(r.lines); n++ {
		row := bytes.TrimSpace(r.line(n))
		if len(row) >= ticks && len(bytes.Trim(row, string(line[:1]))) == 0 {
			n++
			break
		}
		if it.words == 0 && len(row) > 0 {
			it.indent, it.words = r.indentation(n)
		}
		if len(row) > 0 {
			it.end = r.lines[n] + len(r.line(n))
		}
	}
	if it.words > 0 {
		it.textStart = it.words
		it.text = r.literal(it.words, it.end)
		r.items = append(r.items, it)
	}
	return n
}
