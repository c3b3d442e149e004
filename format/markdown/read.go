package markdown

import (
	"bytes"
	"fmt"
	"go/token"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// maxRead is the size of the largest file that is read, in bytes: some hundred
// times that of a long agreement.
const maxRead = 32 << 20

// Read reads an agreement from Markdown: as [Write] printed it, as it
// printed it and somebody edited it, or from another office, with the numbers
// of its provisions typed out.
//
// What render printed is read back as it was, but for [agreement.Text.Value],
// for [agreement.Source.Reads] and for Pos, which is now a place in the file;
// neighbouring runs of text are one, a paragraph without words is none, and a
// run-in title has the full stop it was printed with. What was edited keeps the
// IDs that can still be told: a provision is known by its number and its first
// words, or by either. All other provisions get positional IDs.
//
// In an agreement from elsewhere, numbers and letters that begin a paragraph or
// a heading are labels, bold words after them are titles, and a reference to a
// number that the agreement has is a cross-reference.
//
// The error is an [agreement.Problems], for a file that is not text, or that is
// itself a redline.
func Read(filename string, src []byte) (*agreement.Document, error) {
	_, d, err := read(filename, src)
	return d, err
}

func read(filename string, src []byte) (*reader, *agreement.Document, error) {
	src = mended(src)
	if err := readable(filename, src); err != nil {
		return nil, nil, err
	}
	r := &reader{filename: filename, src: src, slugs: map[string]agreement.Block{}, origins: make(map[agreement.Inline]origin, len(src)/100),
		labels: map[*agreement.Clause]Span{}, rows: map[agreement.Block][]Span{}, ids: map[string]bool{}, named: map[string]string{}}
	r.findRecord()
	r.findAnchors()
	r.scan()
	return r, r.document(), nil
}

// A reader holds what is known of one file while it is read.
type reader struct {
	filename string
	src      []byte
	lines    []int // where each line begins
	items    []*item
	record   *record // nil in a file that has none
	end      int     // where the record begins, or the file ends
	slugs    map[string]agreement.Block
	links    []link
	origins  map[agreement.Inline]origin
	buffer   []byte // for the words being read
	blocks   []placed
	labels   map[*agreement.Clause]Span
	rows     map[agreement.Block][]Span
	named    map[string]string       // what the links of a name lead to
	asides   map[int]agreement.Aside // by offset
	facts    []Span                  // the title and what stands under it
	seen     counter
	page     standings
	raw      []raw
	tail     int // where the notice, or what else ends the file, begins
	ids      map[string]bool
}

// A placed block has its place in the tree, and begins at an offset.
type placed struct {
	block agreement.Block
	start int
}

// A link is a reference on its way from the anchor it names to an ID.
type link struct {
	ref  *agreement.Ref
	slug string
}

// readable reports why src cannot be read as an agreement.
func readable(filename string, src []byte) error {
	var ps agreement.Problems
	problem := func(offset int, message, hint string) {
		ps.Add(&agreement.Problem{ID: "unreadable", Pos: placeOf(filename, src, offset), Message: message, Hint: hint})
	}
	switch bad := firstUnprintable(src); {
	case len(src) > maxRead:
		problem(0, fmt.Sprintf("the file has %d bytes, and none above %d is read", len(src), maxRead), "give the Markdown of one agreement")
	case len(bytes.TrimSpace(src)) == 0:
		problem(0, "the file is empty", "give the Markdown of an agreement")
	case bad >= 0 && src[bad] < utf8.RuneSelf:
		problem(bad, fmt.Sprintf("the control character U+%04X is not text", src[bad]), "give the agreement as Markdown; for a word processor's file, export it first")
	case bad >= 0:
		problem(bad, "the file is not UTF-8 text", "save it as UTF-8")
	}
	if len(ps) == 0 && bytes.Contains(src, []byte(comparison)) {
		if i := firstChangeTag(src); i >= 0 {
			problem(i, "this is a redline, not an agreement", "give the two drafts it was made from, or accept its changes first")
		}
	}
	return ps.Err()
}

// comparison is words that every redline of ours has.
const comparison = "This comparison was made by a program"

// mended is src with its few stray control characters made what stands for them, so
// that one of them refuses no file: word processors write U+001E for a hyphen that
// does not break and U+001F for one that need not show. A file full of them is none
// of text and stays as it is.
func mended(src []byte) []byte {
	const most = 1000 // bytes for each
	stray := 0
	for _, c := range src {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' || c == 0x7f {
			stray++
		}
	}
	if stray == 0 || stray > 1+len(src)/most {
		return src
	}
	out := make([]byte, 0, len(src)+3*stray)
	for _, c := range src {
		switch {
		case c == 0x1e:
			out = append(out, "\u2011"...)
		case c == 0x1f:
			out = append(out, "\u00ad"...)
		case c == 0x0b:
			out = append(out, '\n')
		case c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' || c == 0x7f:
			out = append(out, "\uFFFD"...)
		default:
			out = append(out, c)
		}
	}
	return out
}

// firstUnprintable is the offset of the first byte that is not text, or -1.
func firstUnprintable(src []byte) int {
	for i := 0; i < len(src); {
		c := src[i]
		if ' ' <= c && c < 0x7f {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			if unicode.IsControl(rune(c)) && c != '\n' && c != '\r' && c != '\t' && c != '\f' {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// firstChangeTag is the offset of the first <ins> or <del>, or -1.
func firstChangeTag(src []byte) int {
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case '\\':
			i++
		case '<':
			if bytes.HasPrefix(src[i:], []byte("<ins>")) || bytes.HasPrefix(src[i:], []byte("<del>")) {
				return i
			}
		}
	}
	return -1
}

// placeOf is the place of an offset in a file, with its column in bytes.
func placeOf(filename string, src []byte, offset int) token.Position {
	before := src[:offset]
	return token.Position{Filename: filename, Offset: offset,
		Line: bytes.Count(before, []byte("\n")) + 1, Column: offset - bytes.LastIndexByte(before, '\n')}
}
