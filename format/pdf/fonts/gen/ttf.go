package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// A ttf is a TrueType face, taken apart as far as a subset of it needs.
type ttf struct {
	sfnt   *sfnt.Font
	tables map[string][]byte
	cmap   map[rune]int // character to glyph
	upem   int
	loca   []int // offsets into glyf
}

var be = binary.BigEndian

func parse(data []byte) (*ttf, error) {
	sf, err := sfnt.Parse(data)
	if err != nil {
		return nil, err
	}
	f := &ttf{sfnt: sf, tables: map[string][]byte{}, cmap: map[rune]int{}, upem: int(sf.UnitsPerEm())}
	for i := range int(be.Uint16(data[4:])) {
		rec := data[12+16*i:]
		off, n := be.Uint32(rec[8:]), be.Uint32(rec[12:])
		f.tables[string(rec[:4])] = data[off : off+n]
	}
	if f.tables["glyf"] == nil {
		return nil, errors.New("no TrueType outlines")
	}
	var buf sfnt.Buffer
	for r := rune(32); r < 0x10000; r++ {
		g, err := sf.GlyphIndex(&buf, r)
		if err != nil {
			return nil, err
		}
		if g != 0 {
			f.cmap[r] = int(g)
		}
	}
	long := be.Uint16(f.tables["head"][50:]) == 1
	for i := range sf.NumGlyphs() + 1 {
		if long {
			f.loca = append(f.loca, int(be.Uint32(f.tables["loca"][4*i:])))
		} else {
			f.loca = append(f.loca, 2*int(be.Uint16(f.tables["loca"][2*i:])))
		}
	}
	return f, nil
}

// thousandths converts font units to thousandths of an em.
func (f *ttf) thousandths(units int) int {
	n := units * 1000
	if n < 0 {
		return -((-n + f.upem/2) / f.upem)
	}
	return (n + f.upem/2) / f.upem
}

func (f *ttf) hmtx(glyph int) (advance, bearing int) {
	n := int(be.Uint16(f.tables["hhea"][34:]))
	t := f.tables["hmtx"]
	if glyph < n {
		return int(be.Uint16(t[4*glyph:])), int(int16(be.Uint16(t[4*glyph+2:])))
	}
	return int(be.Uint16(t[4*(n-1):])), int(int16(be.Uint16(t[4*n+2*(glyph-n):])))
}

func (f *ttf) kern(left, right int) (int, error) {
	var buf sfnt.Buffer
	k, err := f.sfnt.Kern(&buf, sfnt.GlyphIndex(left), sfnt.GlyphIndex(right), fixed.I(f.upem), font.HintingNone)
	if errors.Is(err, sfnt.ErrNotFound) {
		return 0, nil
	}
	return f.thousandths(k.Round()), err
}

const (
	argsAreWords    = 1 << 0
	haveScale       = 1 << 3
	moreComponents  = 1 << 5
	haveXYScale     = 1 << 6
	haveTwoByTwo    = 1 << 7
	haveInstruction = 1 << 8
)

// components calls visit with the offset of each component glyph of a
// composite outline, and returns the offset after the last component.
func components(outline []byte, visit func(at int)) int {
	at := 10
	for {
		flags := be.Uint16(outline[at:])
		visit(at)
		at += 4
		if flags&argsAreWords != 0 {
			at += 4
		} else {
			at += 2
		}
		switch {
		case flags&haveScale != 0:
			at += 2
		case flags&haveXYScale != 0:
			at += 4
		case flags&haveTwoByTwo != 0:
			at += 8
		}
		if flags&moreComponents == 0 {
			return at
		}
	}
}

// bare is the outline of a glyph without its hinting instructions, which call
// functions that a subset leaves out.
func bare(outline []byte) []byte {
	if len(outline) == 0 {
		return nil
	}
	out := slices.Clone(outline)
	if contours := int(int16(be.Uint16(out))); contours >= 0 {
		at := 10 + 2*contours
		n := int(be.Uint16(out[at:]))
		be.PutUint16(out[at:], 0)
		return slices.Delete(out, at+2, at+2+n)
	}
	end := components(out, func(at int) {
		be.PutUint16(out[at:], be.Uint16(out[at:])&^haveInstruction)
	})
	return out[:end]
}

// subset is a TrueType program with the glyphs of the given characters alone,
// found through a character map of the encoding and named uniXXXX.
func (f *ttf) subset(runes []rune, encoding byte, codes map[rune]int) ([]byte, error) {
	old := []int{0}
	index := map[int]int{0: 0}
	add := func(g int) int {
		if _, ok := index[g]; !ok {
			index[g] = len(old)
			old = append(old, g)
		}
		return index[g]
	}
	chars := map[rune]int{}
	names := map[int]string{0: ".notdef"}
	for _, r := range runes {
		g := add(f.cmap[r])
		if _, ok := names[g]; !ok {
			names[g] = fmt.Sprintf("uni%04X", r)
		}
		if encoding == symbol {
			r = rune(symbols + codes[r])
		}
		chars[r] = g
	}
	var glyf, hmtx []byte
	loca := []byte{0, 0, 0, 0}
	for i := 0; i < len(old); i++ { // grows as components are found
		outline := bare(f.tables["glyf"][f.loca[old[i]]:f.loca[old[i]+1]])
		if len(outline) > 0 && int16(be.Uint16(outline)) < 0 {
			components(outline, func(at int) {
				be.PutUint16(outline[at+2:], uint16(add(int(be.Uint16(outline[at+2:])))))
			})
		}
		glyf = append(glyf, outline...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		loca = be.AppendUint32(loca, uint32(len(glyf)))
		advance, bearing := f.hmtx(old[i])
		hmtx = be.AppendUint16(hmtx, uint16(advance))
		hmtx = be.AppendUint16(hmtx, uint16(bearing))
	}
	head := slices.Clone(f.tables["head"])
	be.PutUint16(head[50:], 1)
	hhea := slices.Clone(f.tables["hhea"])
	be.PutUint16(hhea[34:], uint16(len(old)))
	maxp := slices.Clone(f.tables["maxp"])
	be.PutUint16(maxp[4:], uint16(len(old)))
	return assemble(map[string][]byte{
		"cmap": cmapTable(encoding, chars), "glyf": glyf, "head": head, "hhea": hhea,
		"hmtx": hmtx, "loca": loca, "maxp": maxp, "post": postTable(f.tables["post"], len(old), names),
	}), nil
}
