package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/engross/engross/agreement"
)

// What an archive and a reader aloud ask for beyond what fpdf writes: for each
// font, what its codes mean, and for colours, what they look like. ISO 19005-3 and
// ISO 14289-1.

var (
	builtInFont = agreement.Pattern(`/BaseFont /ENGRO([A-H])\+(\S+)`)
	ownEncoding = agreement.Pattern(`/Encoding \d+ 0 R`)
)

// anyUnicode is how fpdf says that the codes of a loaded font are Unicode, in one
// range, which is longer than a range may be.
var anyUnicode = []byte("<0000> <FFFF> <0000>")

// archived writes an object of fpdf's as an archive wants it.
func (p *Pages) archived(f *file, n int, object []byte) error {
	if bytes.Contains(object, anyUnicode) {
		return f.deflated(n, "", toUnicode(rangesOfAll()))
	}
	m := builtInFont().FindSubmatch(object)
	if m != nil && string(m[1]) == "A" && string(m[2]) == faceNames[regular] && bytes.Contains(object, []byte("/Type /Font\n")) {
		p.textFont = n
	}
	if m == nil || !ownEncoding().Match(object) {
		return f.put(n, object)
	}
	for face, name := range faceNames {
		if name == string(m[2]) {
			table := f.alloc(1)
			if err := f.deflated(table, "", toUnicode(meanings(faceID(face), m[1][0]-'A'))); err != nil {
				return err
			}
			return f.put(n, ownEncoding().ReplaceAll(object, fmt.Appendf(nil, "/ToUnicode %d 0 R", table)))
		}
	}
	return errUnexpected
}

// A meaning is what a code of a font is in Unicode.
type meaning struct{ code, char string }

// meanings are those of a page of a built-in face.
func meanings(face faceID, page byte) []meaning {
	var list []meaning
	for code, r := range codesOf(face)[page] {
		if r != 0 {
			list = append(list, meaning{fmt.Sprintf("%02X", code), fmt.Sprintf("%04X", r)})
		}
	}
	return list
}

// codesOf is the characters of each page of a face by their codes.
func codesOf(face faceID) *[pagesPerFace][256]rune { return codes[face]() }

var codes = func() (of [faceCount]func() *[pagesPerFace][256]rune) {
	for face := range of {
		of[face] = sync.OnceValue(func() *[pagesPerFace][256]rune {
			var table [pagesPerFace][256]rune
			m := &builtIn[face]
			for r := rune(0xFFFF); r > 0; r-- { // of two characters that look alike, the first is meant
				if n := m.char(r); n != 0 {
					page, code, _ := m.measure(n)
					table[page][code] = r
				}
			}
			return &table
		})
	}
	return of
}()

// rangesOfAll are all characters of the basic plane as ranges that end where the
// first byte of a code does.
func rangesOfAll() []meaning {
	list := make([]meaning, 256)
	for i := range list {
		list[i] = meaning{fmt.Sprintf("%02X00> <%02XFF", i, i), fmt.Sprintf("%02X00", i)}
	}
	return list
}

// toUnicode is a table of what the codes of a font mean: ISO 32000-1, 9.10.3.
func toUnicode(list []meaning) []byte {
	var b bytes.Buffer
	width, kind := 2, "char"
	if len(list) > 0 && len(list[0].code) > 2 {
		width, kind = 4, "range"
	}
	fmt.Fprintf(&b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"+
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<%0*d> <%s> endcodespacerange\n", width, 0, "FFFF"[:width])
	const most = 100 // in one block
	for len(list) > 0 {
		n := min(len(list), most)
		fmt.Fprintf(&b, "%d beginbf%s\n", n, kind)
		for _, m := range list[:n] {
			fmt.Fprintf(&b, "<%s> <%s>\n", m.code, m.char)
		}
		fmt.Fprintf(&b, "endbf%s\n", kind)
		list = list[n:]
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}

// intent writes what the colours of the file mean, and gives the number of its
// object.
func (f *file) intent() (int, error) {
	profile, intent := f.alloc(1), f.alloc(1)
	if err := f.deflated(profile, "/N 3 ", sRGB()); err != nil {
		return 0, err
	}
	f.object(intent, "<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB) /DestOutputProfile %d 0 R>>", profile)
	return intent, nil
}

// sRGB is a profile of the colours of IEC 61966-2-1, in the form of ISO 15076-1
// (version 4.2): the primaries, seen under D50, and the curve, as numbers.
var sRGB = sync.OnceValue(func() []byte {
	fixed := func(kind string, of ...float64) []byte {
		b := append([]byte(kind), 0, 0, 0, 0)
		for _, x := range of {
			b = binary.BigEndian.AppendUint32(b, uint32(int32(x*65536+0.5)))
		}
		return b
	}
	words := func(s string) []byte {
		b := append([]byte("mluc"), 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 12)
		b = append(b, "enUS"...)
		b = binary.BigEndian.AppendUint32(b, uint32(2*len(s)))
		b = binary.BigEndian.AppendUint32(b, 28)
		for i := range len(s) {
			b = append(b, 0, s[i])
		}
		return b
	}
	curve := append([]byte("para"), 0, 0, 0, 0, 0, 3, 0, 0)
	curve = append(curve, fixed("", 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)[4:]...)
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", words("sRGB")}, {"cprt", words("No copyright")},
		{"wtpt", fixed("XYZ ", 0.9642, 1, 0.8249)},
		{"chad", fixed("sf32", 1.04788, 0.02292, -0.05020, 0.02960, 0.99048, -0.01707, -0.00925, 0.01506, 0.75174)},
		{"rXYZ", fixed("XYZ ", 0.43607, 0.22249, 0.01392)}, {"gXYZ", fixed("XYZ ", 0.38515, 0.71687, 0.09708)}, {"bXYZ", fixed("XYZ ", 0.14307, 0.06061, 0.71410)},
		{"rTRC", curve}, {"gTRC", nil}, {"bTRC", nil},
	}
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var body []byte
	start := 128 + 4 + 12*len(tags)
	at, size := 0, 0
	for _, t := range tags {
		if t.data != nil { // else the same again
			for len(body)%4 != 0 {
				body = append(body, 0)
			}
			at, size = start+len(body), len(t.data)
			body = append(body, t.data...)
		}
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(at))
		table = binary.BigEndian.AppendUint32(table, uint32(size))
	}
	for len(body)%4 != 0 {
		body = append(body, 0)
	}
	head := make([]byte, 128)
	binary.BigEndian.PutUint32(head, uint32(start+len(body)))
	copy(head[8:], "\x04\x20\x00\x00mntrRGB XYZ \x07\xd0\x00\x01\x00\x01")
	copy(head[36:], "acsp")
	copy(head[68:], fixed("", 0.9642, 1, 0.8249)[4:])
	return append(append(head, table...), body...)
})
