package markdown

import "bytes"

// What a line begins with is looked at for every line of a file, so it is scanned by
// hand.

// line is line n without its end and the blanks before that.
func (r *reader) line(n int) []byte {
	from, to := r.lines[n], r.lines[n+1]
	for to > from && (r.src[to-1] == '\n' || r.src[to-1] == '\r' || isTabOrSpace(r.src[to-1])) {
		to--
	}
	return r.src[from:to]
}

func isTabOrSpace(c byte) bool { return c == ' ' || c == '\t' }

// begins is a quick test that spares most lines what is costlier: the first byte that is
// no space is one of these.
func begins(line []byte, bytes string) bool {
	for _, c := range line {
		if c != ' ' {
			for i := range len(bytes) {
				if bytes[i] == c {
					return true
				}
			}
			return false
		}
	}
	return false
}

// margin is a line without the spaces before it, where there are fewer than four.
func margin(line []byte) []byte {
	const code = 4
	for k, c := range line {
		if c != ' ' {
			return line[k:]
		}
		if k == code-1 {
			break
		}
	}
	return nil
}

// same is how often a byte stands at the beginning of s.
func same(s []byte, c byte) int {
	n := 0
	for n < len(s) && s[n] == c {
		n++
	}
	return n
}

// headingMark is the level of a heading and the size of its mark, 0 and 0 where the line
// begins none.
func headingMark(line []byte) (level, size int) {
	const deepest = 6
	rest := margin(line)
	level = same(rest, '#')
	if size = level; level == 0 || level > deepest || size < len(rest) && !isTabOrSpace(rest[size]) {
		return 0, 0
	}
	for size < len(rest) && isTabOrSpace(rest[size]) {
		size++
	}
	return level, len(line) - len(rest) + size
}

func isHeading(line []byte) bool { level, _ := headingMark(line); return level > 0 }

// closingHash is where the words of a heading end before the number signs that close it.
func closingHash(words []byte) int {
	end := len(bytes.TrimRight(words, " \t"))
	n := end
	for n > 0 && words[n-1] == '#' {
		n--
	}
	if n == end || n == 0 || !isTabOrSpace(words[n-1]) {
		return len(words)
	}
	for n > 0 && isTabOrSpace(words[n-1]) {
		n--
	}
	return n
}

// isRule reports a line that is a rule across the page.
func isRule(line []byte) bool {
	rest := margin(line)
	if len(rest) == 0 || rest[0] != '-' && rest[0] != '*' && rest[0] != '_' {
		return false
	}
	n := 0
	for _, c := range rest {
		switch {
		case c == rest[0]:
			n++
		case !isTabOrSpace(c):
			return false
		}
	}
	return n >= len("---")
}

// isUnderline reports a line that makes a heading of the words above it.
func isUnderline(line []byte) bool {
	rest := margin(line)
	if len(rest) == 0 || rest[0] != '=' && rest[0] != '-' {
		return false
	}
	return len(bytes.TrimRight(rest[same(rest, rest[0]):], " \t")) == 0
}

// isFence reports a line that begins a block of code.
func isFence(line []byte) bool {
	rest := margin(line)
	return len(rest) > 0 && (rest[0] == '`' || rest[0] == '~') && same(rest, rest[0]) >= len("```")
}

// bulletMark is the mark of an item of a list that words begin with, or nil.
func bulletMark(words []byte) []byte {
	if len(words) == 0 || words[0] != '-' && words[0] != '*' && words[0] != '+' || len(words) > 1 && !isTabOrSpace(words[1]) {
		return nil
	}
	n := 1
	for n < len(words) && isTabOrSpace(words[n]) {
		n++
	}
	return words[:n]
}
