package pdf

import (
	"bufio"
	"fmt"
	"io"
)

// dump prints the pages as text, for tests and for looking into a layout: each
// page with its size, then each line with the place of its first glyph and its
// type size, in points from the upper left, and its words. Bold stands between
// asterisks, italic between underscores; the ink of a change is named in
// braces. Rules have their width and height.
func (p *Pages) Dump(w io.Writer) error {
	b := bufio.NewWriter(w)
	for i, pg := range p.pages {
		fmt.Fprintf(b, "page %d of %d, %s by %s\n", i+1, len(p.pages), tenths(pg.width), tenths(pg.height))
		for _, pc := range pg.pieces {
			x, y := tenths(pc.x+pc.element.x), tenths(pc.y+pc.element.y)
			switch pc.kind {
			case textElement:
				fmt.Fprintf(b, "%7s %7s %5s  %s\n", x, y, tenths(pc.p.style.size), pc.p.dump(pc.p.lines[pc.line]))
			case ruleElement:
				fmt.Fprintf(b, "%7s %7s  rule %s by %s\n", x, y, tenths(pc.w), tenths(pc.h))
			case shapesElement:
				fmt.Fprintf(b, "%7s %7s  drawing %s by %s, %d paths\n", x, y, tenths(pc.w), tenths(pc.h), len(pc.paths))
			case anchorElement, areaElement:
			}
		}
	}
	return b.Flush()
}

func tenths(n length) string { return fmt.Sprintf("%.1f", points(n)) }

// dump is a line with its faces and inks marked.
func (p *paragraph) dump(ln line) string {
	var out []rune
	face, k := regular, black
	turn := func(to faceID, ink ink) {
		if face != to && faceMarks[face] != 0 {
			out = append(out, faceMarks[face])
		}
		if k != ink {
			out = append(out, []rune("{"+ink.String()+"}")...)
		}
		if face != to && faceMarks[to] != 0 {
			out = append(out, faceMarks[to])
		}
		face, k = to, ink
	}
	for _, g := range p.glyphs[ln.from:ln.to] {
		to := regular
		if g.font < firstExtra {
			to = g.font.face()
		}
		turn(to, p.runs[g.run].ink)
		out = append(out, rune(g.char))
	}
	if ln.hyphen {
		out = append(out, '-')
	}
	turn(regular, k)
	return string(out)
}

var faceMarks = [faceCount]rune{bold: '*', italic: '_'}

// String names an ink.
func (k ink) String() string {
	switch k {
	case black:
		return "black"
	case grey:
		return "grey"
	case pale:
		return "pale"
	case faint:
		return "faint"
	case white:
		return "white"
	case greyStruck:
		return "renumbered"
	case inkInserted:
		return "inserted"
	case inkDeleted:
		return "deleted"
	case inkMovedFrom:
		return "moved from"
	case inkMovedTo:
		return "moved to"
	}
	return fmt.Sprintf("ink(%d)", uint8(k))
}
