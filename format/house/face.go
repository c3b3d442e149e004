package house

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/go-pdf/fpdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// A Face is a TrueType face that is not built in. It does not change, and may be used
// by many goroutines.
type Face struct {
	File     string // its name
	Family   string // what the font calls itself, such as "EB Garamond"
	Data     []byte
	advances map[rune]uint16
}

const mostFaceBytes = 64 << 20

// ReadFace reads a TrueType font (.ttf, and .ttc, of which the first font counts). The
// error says in a few words why it cannot be used.
func ReadFace(fsys fs.FS, name string) (*Face, error) {
	data, err := readFile(fsys, name, mostFaceBytes)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(string(data[:min(4, len(data))]), "ttcf") {
		if data, err = firstOf(data); err != nil {
			return nil, err
		}
	}
	if len(data) < 12 || string(data[:4]) != "\x00\x01\x00\x00" && string(data[:4]) != "true" {
		return nil, errors.New("it has no TrueType outlines")
	}
	f, err := sfnt.Parse(data)
	if err != nil {
		return nil, err
	}
	face := &Face{File: name, Data: data, advances: map[rune]uint16{}}
	var buf sfnt.Buffer
	face.Family, _ = f.Name(&buf, sfnt.NameIDFamily) // a font without a name can be used
	for r := rune(' '); r <= 0xFFFF; r++ {
		g, err := f.GlyphIndex(&buf, r)
		if err != nil || g == 0 {
			continue
		}
		advance, err := f.GlyphAdvance(&buf, g, fixed.I(1000), font.HintingNone)
		if err != nil {
			return nil, err
		}
		face.advances[r] = uint16(advance.Round())
	}
	return face, face.try()
}

// Advance is the width of a character of the basic plane in thousandths of an em, and
// whether the face has it.
func (f *Face) Advance(r rune) (uint16, bool) {
	a, ok := f.advances[r]
	return a, ok
}

// try prints one character, so that a font that fpdf cannot use is found when
// it is loaded.
func (f *Face) try() (err error) {
	defer func() {
		if recover() != nil { // fpdf reads fonts without checking them
			err = errors.New("its tables are damaged")
		}
	}()
	p := fpdf.New("P", "pt", "A4", "")
	p.AddUTF8FontFromBytes("trial", "", slices.Clone(f.Data))
	p.AddPage()
	p.SetFont("trial", "", 10)
	for r := range f.advances {
		p.Text(10, 10, string(r))
		break
	}
	if p.Output(io.Discard) != nil {
		return errors.New("its tables are damaged")
	}
	return nil
}

// readFile reads a file that is no larger than it may be.
func readFile(fsys fs.FS, name string, most int64) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not an ordinary file")
	}
	if info.Size() > most {
		if most < 1<<20 {
			return nil, fmt.Errorf("it is larger than %d kB", most>>10)
		}
		return nil, fmt.Errorf("it is larger than %d MB", most>>20)
	}
	return fs.ReadFile(fsys, name)
}
