package pdf

import (
	"embed"
	"fmt"
)

// The built-in typeface is Source Serif 4 (SIL Open Font License, fonts/OFL.txt)
// in three faces. fpdf parses, cuts and compresses a Unicode font anew for each
// document, which takes four times as long as all else; so each face is cut
// beforehand into pages of up to 223 characters that PDF can use as single-byte
// fonts: Windows-1252 first, then the rest of Latin, Greek and Cyrillic. A
// document embeds the pages that it has characters of.

//go:generate go run ./fonts/gen node_modules/@expo-google-fonts/source-serif-4

//go:embed fonts/*.json fonts/*.z
var fontFiles embed.FS

var (
	//go:embed fonts/SourceSerif4-Regular.metrics
	regularMetrics string
	//go:embed fonts/SourceSerif4-Bold.metrics
	boldMetrics string
	//go:embed fonts/SourceSerif4-It.metrics
	italicMetrics string
)

// A faceID names a built-in face.
type faceID uint8

const (
	regular faceID = iota
	bold
	italic
	faceCount
)

// A fontID names a page of a built-in face (face times pagesPerFace, plus the
// page); from firstExtra on, a face the caller loaded; from firstHouse on, one of a
// house style.
type fontID uint8

const (
	pagesPerFace = 8
	firstExtra   = fontID(faceCount) * pagesPerFace
	firstHouse   = firstExtra + mostFonts
	fontCount    = firstHouse + fontID(faceCount)
)

var faceNames = [faceCount]string{"SourceSerif4-Regular", "SourceSerif4-Bold", "SourceSerif4-It"}

// face is the built-in face a font is a page of.
func (f fontID) face() faceID { return faceID(f / pagesPerFace) }

// fileName is the name of a page's files in fontFiles, without its suffix.
func (f fontID) fileName() string {
	return fmt.Sprintf("fonts/%s-%d", faceNames[f.face()], f%pagesPerFace)
}

// A metrics table is read where it is embedded: 16-bit little-endian counts of
// pages, characters, blocks, kerning rows and columns; for each high byte of a
// character the number of its block, or 0; blocks of 256 character numbers, 0
// for none; for each character its page, its code, its advance and its kerning
// row and column; and the matrix of kerning, in thousandths of an em.
type metrics struct {
	data         string
	chars, kerns int // offsets
	columns      int
}

func readMetrics(data string) metrics {
	m := metrics{data: data}
	m.chars = 10 + 256 + 512*m.uint16(4)
	m.kerns = m.chars + 8*m.uint16(2)
	m.columns = m.uint16(8)
	return m
}

var builtIn = [faceCount]metrics{
	readMetrics(regularMetrics), readMetrics(boldMetrics), readMetrics(italicMetrics),
}

func (m *metrics) uint16(at int) int { return int(m.data[at]) | int(m.data[at+1])<<8 }

// char is the number of a character in the face, or 0 where it has none.
func (m *metrics) char(r rune) int {
	if r < 0 || r > 0xFFFF {
		return 0
	}
	block := int(m.data[10+r>>8])
	if block == 0 {
		return 0
	}
	return m.uint16(10 + 256 + 512*(block-1) + 2*int(r&0xFF))
}

// measure is the page and the code of a character, and its advance.
func (m *metrics) measure(char int) (page, code byte, advance int) {
	at := m.chars + 8*(char-1)
	return m.data[at], m.data[at+1], m.uint16(at + 2)
}

func (m *metrics) kern(left, right int) int {
	row, column := m.uint16(m.chars+8*(left-1)+4), m.uint16(m.chars+8*(right-1)+6)
	return int(int16(m.uint16(m.kerns + 2*(row*m.columns+column))))
}

// DataDigest is the SHA-256 digest of the fonts and the hyphenation patterns that are
// built in: what shapes a page besides the program. It is written down, for it would
// cost each agreement a millisecond; a test holds it.
const DataDigest = "ddbfb842b5a3fed3c1b9dad1d35ff2614a068856ba2de12ae5f7495fb0ee646c"
