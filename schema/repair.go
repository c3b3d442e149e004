package schema

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
	"github.com/tailscale/hujson"
)

const (
	mostSyntax   = 20      // errors of syntax that are told at once
	mostRepaired = 1 << 20 // bytes of a source in which more than the first is looked for
)

// A repair is a source whose errors of syntax are mended one after the other as the
// author meant, as far as that can be told, so that those behind them are found too.
// Nothing is made of what is mended.
type repair struct {
	text []byte
	from []int // where each byte, and the end, stands in the source
}

// syntaxErrors says all that keeps the source from being JSON, as far as it can be
// told behind the first.
func (f *File) syntaxErrors(err error) agreement.Problems {
	if len(f.Source) > mostRepaired {
		offset, what := placeOf(err, f.Source)
		p := f.syntax(what, offset, f.Source[offset:])
		p.Err = err
		return agreement.Problems{p}
	}
	r := &repair{text: bytes.Clone(f.Source), from: make([]int, len(f.Source)+1)}
	for i := range r.from {
		r.from[i] = i
	}
	var ps agreement.Problems
	for err != nil && len(ps) < mostSyntax {
		offset, what := placeOf(err, r.text)
		p := f.syntax(what, r.from[offset], r.text[offset:])
		if len(ps) > 0 && p.Pos == ps[len(ps)-1].Pos {
			break
		}
		p.Err = err
		if ps.Add(p); !r.mend(what, offset) {
			break
		}
		_, err = hujson.Parse(append(bytes.Clone(r.text), '\n'))
	}
	return ps
}

// replace puts words in the place of those from i to j.
func (r *repair) replace(i, j int, words string) {
	at := r.from[i]
	r.text = slices.Replace(r.text, i, j, []byte(words)...)
	r.from = slices.Replace(r.from, i, j, slices.Repeat([]int{at}, len(words))...)
}

// mend mends the error at a place, or reports that it cannot tell what is meant.
func (r *repair) mend(what string, i int) bool {
	rest := r.text[i:]
	c, n := utf8.DecodeRune(rest)
	switch {
	case n == 0 || strings.Contains(what, "unexpected EOF") || strings.Contains(what, "after top-level value"):
		return false
	case strings.ContainsRune(oddQuotes, c):
		return r.mendQuotes(i)
	case c == '#':
		r.replace(i, i+1, "//")
	case strings.Contains(what, "after object name"):
		return r.mendColon(i, c)
	case strings.Contains(what, "after object value"), strings.Contains(what, "after array value"):
		return r.mendComma(i, c, strings.Contains(what, "object"))
	case strings.Contains(what, "start of object name"):
		before := bytes.TrimRight(r.text[:i], " \t")
		if c < '0' || c > '9' || !bytes.HasSuffix(before, []byte(",")) {
			return false
		}
		r.replace(len(before)-1, i, ".") // 1,20
	case strings.HasPrefix(what, "invalid literal: "):
		return r.mendLiteral(i, strings.TrimPrefix(what, "invalid literal: "))
	case c == ',' || c == '}' || c == ']':
		r.replace(i, i, "null")
	default:
		return false
	}
	return true
}

// oddQuotes are quotation marks that do not begin a text in JSON.
const oddQuotes = "'‘’“”„«»`"

// mendQuotes makes a text of what stands between other quotation marks on one line.
func (r *repair) mendQuotes(i int) bool {
	opened, n := utf8.DecodeRune(r.text[i:])
	double := strings.ContainsRune("“”„«»", opened)
	line, _, _ := bytes.Cut(r.text[i+n:], []byte("\n"))
	end := -1
	for j := 0; j < len(line); {
		c, size := utf8.DecodeRune(line[j:])
		after := bytes.TrimLeft(line[j+size:], " \t\r")
		if double && strings.ContainsRune("“”„«»\"", c) || !double && strings.ContainsRune("'‘’`", c) && (len(after) == 0 || bytes.IndexByte([]byte(",:}]"), after[0]) >= 0) {
			end = j
			break
		}
		j += size
	}
	if end < 0 || bytes.ContainsAny(line[:end], `"\`) {
		return false
	}
	_, size := utf8.DecodeRune(line[end:])
	r.replace(i+n+end, i+n+end+size, `"`)
	r.replace(i, i+n, `"`)
	return true
}

func (r *repair) mendColon(i int, c rune) bool {
	switch {
	case c == '=' || c == ';':
		r.replace(i, i+1, ":")
	case strings.ContainsRune(`"{[-0123456789tfn`, c):
		r.replace(i, i, ":")
	default:
		return false
	}
	return true
}

// mendComma puts a comma after a value, or closes what has to end there.
func (r *repair) mendComma(i int, c rune, object bool) bool {
	switch {
	case c == ';':
		r.replace(i, i+1, ",")
	case c == ']' && object:
		r.replace(i, i, "}")
	case c == '}' && !object:
		r.replace(i, i, "]")
	case c == ':' && !object: // a name in an array: the bracket is missing before it
		return false
	case strings.ContainsRune(oddQuotes+`"{[`, c) || 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
		r.replace(i, i, ",")
	default:
		return false
	}
	return true
}

func (r *repair) mendLiteral(i int, lit string) bool {
	lit = lit[:min(len(lit), len(r.text)-i)]
	rest := r.text[i+len(lit):]
	switch {
	case strings.HasPrefix(lit, `"`):
		return r.mendText(i, lit)
	case bytes.HasPrefix(bytes.TrimLeft(rest, " \t"), []byte(":")):
		r.replace(i, i+len(lit), `"`+lit+`"`)
	default:
		r.replace(i, i+len(lit), "null")
	}
	return true
}

// mendText ends a text on its line, where a mark is missing, and takes a backslash
// that means nothing for a stroke.
func (r *repair) mendText(i int, lit string) bool {
	first, _, more := strings.Cut(lit, "\n")
	if !more {
		r.replace(i, i+len(lit), `""`)
		return true
	}
	words := strings.TrimRight(first, " \t\r")
	if cut := strings.TrimRight(words, ",}]"); len(cut) < len(words) && len(cut) > 1 {
		r.replace(i+len(cut), i+len(cut), `"`)
		return true
	}
	r.replace(i, i+len(lit), `""`)
	return true
}
