package pdf

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A paragraph is words of one size, and the lines they were broken into.
// Widths inside it are in thousandths of its type size.
type paragraph struct {
	style  textStyle
	glyphs []glyph
	runs   []run
	lines  []line
	tag    *tagNode // the element whose words they are; nil for furniture of the page
	first  int      // width left free at the start of the first line
}

// A glyph is one character of a paragraph as it is drawn.
type glyph struct {
	advance uint16
	kern    int16  // added after it
	char    uint16 // Unicode
	run     uint16 // index into the paragraph's runs
	font    fontID
	code    byte // in a built-in font; other fonts take char
	class   glyphClass
}

// A glyphClass says how a line may end at a glyph.
type glyphClass uint8

const (
	letter     glyphClass = iota
	space                 // stretches; a line may end in its place
	tie                   // stretches; no line ends at it
	dash                  // a line may end after it
	slash                 // a line may end after it, at a price
	softHyphen            // not drawn; a line may end there with a hyphen
	ideograph             // a line may end after it
)

// A run is a stretch of a paragraph with the same ink and link.
type run struct {
	ink      ink
	link     anchor // 0 for none
	verbatim bool   // never hyphenated
	raised   string // "sup" or "sub" where it stands above or below the line, smaller

	element *tagNode // of the link, once some of it is drawn
}

// A line is glyphs from up to, not including, to.
type line struct {
	from, to int
	hyphen   bool   // ends in a hyphen that is not among the glyphs
	gap      length // added to each space, or taken off where negative
}

// A writer appends words to a paragraph.
type writer struct {
	*layouter
	p        *paragraph
	prev     int // character number of the last glyph in the face prevFace, for kerning
	prevFace faceID
}

func (l *layouter) write(p *paragraph) *writer { return &writer{layouter: l, p: p} }

// text appends s in a face, an ink and with a link. Characters that no face
// has are reported and left out.
func (w *writer) text(s string, face faceID, r run) {
	w.value = r.verbatim
	w.p.runs = append(w.p.runs, r)
	w.p.glyphs = slices.Grow(w.p.glyphs, len(s))
	if r.raised != "" {
		defer w.shrink(len(w.p.glyphs))
	}
	for i, c := range s {
		if c < ' ' || c >= 0x300 || c == 0xAD {
			if w.special(s, i, c, face) {
				continue
			}
		}
		g, n, ok := w.glyph(c, face)
		if !ok {
			w.foreign(s, i, c, face)
			continue
		}
		switch c {
		case ' ':
			g.class = space
			if tiesWords(s, i) {
				g.class = tie
			}
		case '\u00A0':
			g.class, g.code, g.char = tie, ' ', ' '
		case '-', '–', '—':
			if c != '-' || !beforeFigure(s, i) {
				g.class = dash
			}
		case '/':
			g.class = slash
		case '.', '_', '@':
			if insideLongName(s, i) {
				g.class = slash
			}
		}
		w.add(g, n, face)
	}
}

// raisedSize is the size of raised words, in hundredths of that of the words beside them.
const raisedSize = 70

// shrink makes the glyphs from the one given on smaller, and unkerned.
func (w *writer) shrink(from int) {
	if from > 0 {
		w.p.glyphs[from-1].kern = 0
	}
	for i := from; i < len(w.p.glyphs); i++ {
		g := &w.p.glyphs[i]
		g.advance, g.kern = g.advance*raisedSize/100, 0
	}
	w.prev = 0
}

// glyph is a character in a face: that of the house, or the built-in one, in which it
// has a number for kerning.
func (w *writer) glyph(c rune, face faceID) (g glyph, n int, ok bool) {
	m := &builtIn[face]
	if n = m.char(c); n == 0 {
		return glyph{}, 0, false
	}
	page, code, advance := m.measure(n)
	g = glyph{
		advance: uint16(advance), char: uint16(c), run: uint16(len(w.p.runs) - 1),
		font: fontID(face)*pagesPerFace + fontID(page), code: code,
	}
	if own := w.house.Face(int(face)); own != nil && c != ' ' && c != '\u00A0' {
		if a, has := own.Advance(c); has {
			g.advance, g.font, g.code, n = a, firstHouse+fontID(face), 0, 0
		}
	}
	return g, n, true
}

// How many bytes without a blank make a name that may be broken: a path in a
// term sheet, an address of the web; and an address for mail, which is harder to
// read in two lines.
const (
	longName = 24
	longMail = 44
)

// insideLongName reports whether the mark at a place in s joins parts of a long
// name without blanks.
func insideLongName(s string, at int) bool {
	part := func(i int) bool {
		return i >= 0 && i < len(s) && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || s[i] == ']')
	}
	if !part(at-1) || !part(at+1) {
		return false
	}
	name := s[strings.LastIndexByte(s[:at], ' ')+1:]
	name, _, _ = strings.Cut(name, " ")
	if strings.Contains(name, "@") {
		return len(name) > longMail
	}
	return len(name) > longName
}

// beforeFigure reports whether a figure follows the hyphen at a place in s, as
// in a docket or a register number, which stays whole there.
func beforeFigure(s string, at int) bool {
	return at+1 < len(s) && s[at+1] >= '0' && s[at+1] <= '9'
}

// tiesWords reports whether the space at a place in s holds an amount or a date
// together: "EUR 30,000", "1 January".
func tiesWords(s string, at int) bool {
	after := s[at+1:]
	if after == "" || after[0] > 'Z' {
		return false
	}
	word := s[strings.LastIndexByte(s[:at], ' ')+1 : at]
	word = strings.TrimPrefix(word, "(")
	switch {
	case word == "":
		return false
	case after[0] >= '0' && after[0] <= '9':
		return len(word) == 3 && strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
	case len(word) <= 2 && strings.Trim(word, "0123456789") == "":
		return slices.ContainsFunc(months[:], func(m string) bool { return strings.HasPrefix(after, m) })
	}
	return false
}

var months = [...]string{
	"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
}

// add appends a glyph and kerns it to the one before.
func (w *writer) add(g glyph, char int, face faceID) {
	if w.prev != 0 && char != 0 && face == w.prevFace {
		w.p.glyphs[len(w.p.glyphs)-1].kern = int16(builtIn[face].kern(w.prev, char))
	}
	w.p.glyphs = append(w.p.glyphs, g)
	w.prev, w.prevFace = char, face
}

// special deals with characters that are not drawn as they are, and says
// whether c was one.
func (w *writer) special(s string, at int, c rune, face faceID) bool {
	switch {
	case c == utf8.RuneError:
		if _, n := utf8.DecodeRuneInString(s[at:]); n == 1 {
			w.invalidUTF8(s, at)
			return true
		}
	case c == '\u00AD' || c == '\u200B': // soft hyphen, zero-width space
		class := softHyphen
		if c == '\u200B' {
			class = ideograph
		}
		w.add(glyph{class: class, char: uint16(c), run: uint16(len(w.p.runs) - 1)}, 0, face)
		return true
	case c == '\u2011': // non-breaking hyphen
		g, n, _ := w.glyph('-', face)
		w.add(g, n, face)
		return true
	}
	return false
}

// foreign draws a character that the built-in faces lack in a loaded face, and in a
// redline a character that has no shape, or is a sign that no face has, by its number.
func (w *writer) foreign(s string, at int, c rune, face faceID) {
	if needsShaping(c) || unicode.Is(unicode.M, c) {
		w.missing(s, at, c)
		return
	}
	font, advance, ok := w.fonts.find(c)
	if !ok && w.doc.Compared != nil && !unicode.In(c, unicode.L, unicode.N) { // a redline of files that are not ours shows what they hold
		w.text(fmt.Sprintf("[U+%04X]", c), face, w.p.runs[len(w.p.runs)-1])
		return
	}
	if !ok {
		w.missing(s, at, c)
		return
	}
	g := glyph{advance: uint16(advance), char: uint16(c), run: uint16(len(w.p.runs) - 1), font: font}
	if breaksAfter(c) {
		g.class = ideograph
	}
	w.add(g, 0, regular)
}

// breaksAfter reports whether a line may end after any such character, as
// between Chinese and Japanese characters.
func breaksAfter(c rune) bool {
	return unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// width is the natural width of glyphs, in thousandths of the type size.
func (p *paragraph) width(from, to int) int {
	sum := 0
	for i := from; i < to; i++ {
		sum += int(p.glyphs[i].advance)
		if i+1 < to {
			sum += int(p.glyphs[i].kern)
		}
	}
	return sum
}

// extent is the width of glyphs as a length.
func (p *paragraph) extent(from, to int) length { return p.width(from, to) * p.style.size / 1000 }

// oneLine makes the whole paragraph one line.
func (p *paragraph) oneLine() { p.lines = []line{{to: len(p.glyphs)}} }
