package main

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The encodings of a character map for Windows: its characters are Unicode, or the
// codes of a font of its own from symbols on, which is how a PDF finds the glyphs of
// a font that it calls symbolic.
const (
	symbol     = 0
	characters = 1
	symbols    = 0xF000
)

// cmapTable is a character map of one format 4 subtable, a segment for each
// run of characters whose glyphs run on too.
func cmapTable(encoding byte, chars map[rune]int) []byte {
	runes := slices.Sorted(maps.Keys(chars))
	type segment struct{ start, end, delta uint16 }
	var segs []segment
	for _, r := range runes {
		delta := uint16(chars[r] - int(r))
		if n := len(segs); n > 0 && segs[n-1].end+1 == uint16(r) && segs[n-1].delta == delta {
			segs[n-1].end++
			continue
		}
		segs = append(segs, segment{uint16(r), uint16(r), delta})
	}
	segs = append(segs, segment{0xFFFF, 0xFFFF, 1})
	var ends, starts, deltas, offsets []byte
	for _, s := range segs {
		ends = be.AppendUint16(ends, s.end)
		starts = be.AppendUint16(starts, s.start)
		deltas = be.AppendUint16(deltas, s.delta)
		offsets = be.AppendUint16(offsets, 0)
	}
	search, selector := 2, 0
	for search*2 <= 2*len(segs) {
		search, selector = search*2, selector+1
	}
	sub := slices.Concat(ends, []byte{0, 0}, starts, deltas, offsets)
	out := []byte{0, 0, 0, 1, 0, 3, 0, encoding, 0, 0, 0, 12}
	for _, v := range []int{4, 14 + len(sub), 0, 2 * len(segs), search, selector, 2*len(segs) - search} {
		out = be.AppendUint16(out, uint16(v))
	}
	return append(out, sub...)
}

// postTable is a format 2 table of glyph names.
func postTable(old []byte, glyphs int, names map[int]string) []byte {
	out := slices.Clone(old[:32])
	be.PutUint32(out, 0x00020000)
	out = be.AppendUint16(out, uint16(glyphs))
	var text []byte
	for g := range glyphs {
		name, ok := names[g]
		if !ok {
			name = fmt.Sprintf("part%d", g)
		}
		out = be.AppendUint16(out, uint16(258+g))
		text = append(append(text, byte(len(name))), name...)
	}
	return append(out, text...)
}

// assemble puts tables into a TrueType file.
func assemble(tables map[string][]byte) []byte {
	tags := slices.Sorted(maps.Keys(tables))
	search, selector := 16, 0
	for search*2 <= 16*len(tags) {
		search, selector = search*2, selector+1
	}
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{len(tags), search, selector, 16*len(tags) - search} {
		out = be.AppendUint16(out, uint16(v))
	}
	at := 12 + 16*len(tags)
	var body []byte
	for _, tag := range tags {
		t := slices.Clone(tables[tag])
		n := len(t)
		if tag == "head" {
			be.PutUint32(t[8:], 0)
		}
		for len(t)%4 != 0 {
			t = append(t, 0)
		}
		var sum uint32
		for i := 0; i < len(t); i += 4 {
			sum += be.Uint32(t[i:])
		}
		out = append(out, tag...)
		for _, v := range []uint32{sum, uint32(at + len(body)), uint32(n)} {
			out = be.AppendUint32(out, v)
		}
		body = append(body, t...)
	}
	return append(out, body...)
}

// measures is the table that package pdf reads: see fonts.go there.
func measures(f *ttf, pages [][256]rune) ([]byte, error) {
	type place struct{ page, code int }
	places := map[rune]place{}
	for p, page := range pages {
		for c, r := range page {
			if r != 0 {
				places[r] = place{p, c}
			}
		}
	}
	runes := slices.Sorted(maps.Keys(places))
	left, right, matrix, err := kernClasses(f, runes)
	if err != nil {
		return nil, err
	}
	blocks := map[rune][256]uint16{}
	for i, r := range runes {
		b := blocks[r>>8]
		b[r&0xFF] = uint16(i + 1)
		blocks[r>>8] = b
	}
	var out []byte
	le := binary.LittleEndian
	for _, n := range []int{len(pages), len(runes), len(blocks), len(matrix), len(matrix[0])} {
		out = le.AppendUint16(out, uint16(n))
	}
	var index [256]byte
	for i, b := range slices.Sorted(maps.Keys(blocks)) {
		index[b] = byte(i + 1)
	}
	out = append(out, index[:]...)
	for _, b := range slices.Sorted(maps.Keys(blocks)) {
		for _, g := range blocks[b] {
			out = le.AppendUint16(out, g)
		}
	}
	for _, r := range runes {
		advance, _ := f.hmtx(f.cmap[r])
		out = append(out, byte(places[r].page), byte(places[r].code))
		for _, n := range []int{f.thousandths(advance), left[r], right[r]} {
			out = le.AppendUint16(out, uint16(n))
		}
	}
	for _, row := range matrix {
		for _, k := range row {
			out = le.AppendUint16(out, uint16(k))
		}
	}
	return out, nil
}

// negligible is the kerning, in thousandths of an em, that no eye sees at the
// sizes of an agreement.
const negligible = 4

// kernClasses measures every pair and gives characters that kern alike one
// row (on the left of a pair) or one column (on the right).
func kernClasses(f *ttf, runes []rune) (left, right map[rune]int, matrix [][]int16, err error) {
	full := make([][]int16, len(runes))
	columns := make([][]byte, len(runes))
	for i, a := range runes {
		full[i] = make([]int16, len(runes))
		for j, b := range runes {
			k, err := f.kern(f.cmap[a], f.cmap[b])
			if err != nil {
				return nil, nil, nil, err
			}
			if k > -negligible && k < negligible || a == ' ' || b == ' ' {
				k = 0
			}
			full[i][j] = int16(k)
			columns[j] = be.AppendUint16(columns[j], uint16(k))
		}
	}
	left, right = map[rune]int{}, map[rune]int{}
	seen := map[string]int{}
	var keep []int
	for j, r := range runes {
		c, ok := seen[string(columns[j])]
		if !ok {
			c = len(keep)
			seen[string(columns[j])] = c
			keep = append(keep, j)
		}
		right[r] = c
	}
	rows := map[string]int{}
	for i, r := range runes {
		row := make([]int16, len(keep))
		for c, j := range keep {
			row[c] = full[i][j]
		}
		key := fmt.Sprint(row)
		if _, ok := rows[key]; !ok {
			rows[key] = len(matrix)
			matrix = append(matrix, row)
		}
		left[r] = rows[key]
	}
	return left, right, matrix, nil
}

// A definition is what fpdf reads beside a font program.
type definition struct {
	Tp, Name     string
	Desc         descriptor
	Up, Ut       int
	Cw           [256]int
	Enc, Diff    string
	File         string
	OriginalSize int
}

type descriptor struct {
	Ascent, Descent, CapHeight, Flags int
	FontBBox                          struct{ Xmin, Ymin, Xmax, Ymax int }
	ItalicAngle, StemV, MissingWidth  int
}

func writePage(f *ttf, to, name string, number int, page [256]rune) error {
	encoding := byte(characters)
	if number > 0 {
		encoding = symbol
	}
	codes := map[rune]int{}
	var runes []rune
	var diff []string
	d := definition{
		Tp: "TrueType", Name: fmt.Sprintf("ENGRO%c+%s", 'A'+number, name), Up: -100, Ut: 50,
		Enc: "cp1252", File: fmt.Sprintf("%s-%d.z", name, number), Desc: f.descriptor(name),
	}
	for c, r := range page {
		if r == 0 {
			continue
		}
		runes = append(runes, r)
		codes[r] = c
		diff = append(diff, fmt.Sprintf("%d/uni%04X", c, r))
		advance, _ := f.hmtx(f.cmap[r])
		d.Cw[c] = f.thousandths(advance)
	}
	if number > 0 {
		d.Diff, d.Enc = strings.Join(diff, " "), fmt.Sprintf("page%d", number)
		d.Desc.Flags += symbolic - nonsymbolic
	}
	program, err := f.subset(runes, encoding, codes)
	if err != nil {
		return err
	}
	d.OriginalSize = len(program)
	var z bytes.Buffer
	w, err := zlib.NewWriterLevel(&z, zlib.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(program); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(to, d.File), z.Bytes(), 0o644); err != nil {
		return err
	}
	def, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, strings.TrimSuffix(d.File, ".z")+".json"), def, 0o644)
}

// Flags of a font in a PDF, PDF 32000-1, 9.8.2.
const (
	symbolic    = 1 << 2
	nonsymbolic = 1 << 5
)

// descriptor holds the measures of a face that a PDF names, PDF 32000-1, 9.8.
func (f *ttf) descriptor(name string) descriptor {
	head, hhea, os2 := f.tables["head"], f.tables["hhea"], f.tables["OS/2"]
	signed := func(t []byte, at int) int { return f.thousandths(int(int16(be.Uint16(t[at:])))) }
	const serif, italic, forceBold = 1 << 1, 1 << 6, 1 << 18
	d := descriptor{
		Ascent: signed(hhea, 4), Descent: signed(hhea, 6), CapHeight: signed(os2, 88),
		Flags: serif | nonsymbolic, StemV: 80,
		ItalicAngle: int(int16(be.Uint16(f.tables["post"][4:]))),
	}
	d.FontBBox.Xmin, d.FontBBox.Ymin = signed(head, 36), signed(head, 38)
	d.FontBBox.Xmax, d.FontBBox.Ymax = signed(head, 40), signed(head, 42)
	if strings.HasSuffix(name, "It") {
		d.Flags |= italic
	}
	if strings.HasSuffix(name, "Bold") {
		d.Flags, d.StemV = d.Flags|forceBold, 140
	}
	return d
}
