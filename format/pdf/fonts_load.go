package pdf

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/go-pdf/fpdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/engross/engross/agreement"
)

// Fonts are faces for characters that the built-in ones lack, such as Chinese
// and Japanese. They are safe for concurrent use.
type Fonts struct{ faces []*extraFace }

// An extraFace is a TrueType face the caller named.
type extraFace struct {
	name     string
	data     []byte
	advances map[rune]uint16 // in thousandths of an em, of the characters it has
}

const (
	mostFontBytes = 64 << 20
	mostFonts     = 32
)

// LoadFonts reads the TrueType fonts (.ttf, and .ttc, of which the first font
// counts) in the top folder of fsys, in the order of their names. For each character that the built-in faces lack, the
// first that has it is used. A file that is no such font is an
// [agreement.Problems] error, and so is a folder without any.
func LoadFonts(fsys fs.FS) (*Fonts, error) {
	names, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, agreement.Problems{{ID: "font", Message: "the folder of fonts cannot be read", Hint: "name a folder with .ttf files", Err: err}}
	}
	fonts := &Fonts{}
	var problems agreement.Problems
	for _, entry := range names {
		if entry.IsDir() || !slices.Contains(fontSuffixes, strings.ToLower(path.Ext(entry.Name()))) {
			continue
		}
		face, err := loadFace(fsys, entry.Name())
		if err != nil {
			problems.Add(&agreement.Problem{ID: "font", Message: "the font " + entry.Name() + " cannot be used: " + err.Error(),
				Hint: "use a font with TrueType outlines, not a variable one; keep other files out of the folder", Err: err})
			continue
		}
		fonts.faces = append(fonts.faces, face)
	}
	if len(fonts.faces) == 0 && len(problems) == 0 {
		problems.Add(&agreement.Problem{ID: "font", Message: "the folder has no TrueType fonts", Hint: "put .ttf files into it"})
	}
	if len(fonts.faces) > mostFonts {
		problems.Add(&agreement.Problem{ID: "font", Message: fmt.Sprintf("the folder has more than %d fonts", mostFonts), Hint: "keep those that the agreements need"})
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return fonts, nil
}

// fontSuffixes are those of files that are taken for fonts; .otf files are, so
// that it is said why they cannot be used.
var fontSuffixes = []string{".ttf", ".ttc", ".otf"}

func loadFace(fsys fs.FS, name string) (*extraFace, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if info.Size() > mostFontBytes {
		return nil, fmt.Errorf("it is larger than %d MB", mostFontBytes>>20)
	}
	data, err := fs.ReadFile(fsys, name)
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
	face := &extraFace{name: name, data: data, advances: map[rune]uint16{}}
	var buf sfnt.Buffer
	for r := rune(0xA0); r <= 0xFFFF; r++ {
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

// try prints one character, so that a font that fpdf cannot use is found when
// it is loaded.
func (e *extraFace) try() (err error) {
	defer func() {
		if recover() != nil { // fpdf reads fonts without checking them
			err = errors.New("its tables are damaged")
		}
	}()
	f := fpdf.New("P", "pt", "A4", "")
	f.AddUTF8FontFromBytes("trial", "", slices.Clone(e.data))
	f.AddPage()
	f.SetFont("trial", "", 10)
	for r := range e.advances {
		f.Text(10, 10, string(r))
		break
	}
	if f.Output(io.Discard) != nil {
		return errors.New("its tables are damaged")
	}
	return nil
}

// find is the font for a character that the built-in faces lack.
func (f *Fonts) find(r rune) (font fontID, advance int, ok bool) {
	if f == nil {
		return 0, 0, false
	}
	for i, face := range f.faces {
		if a, ok := face.advances[r]; ok {
			return firstExtra + fontID(i), int(a), true
		}
	}
	return 0, 0, false
}

// fontsUsed says which fonts a document draws with, and which characters of
// the loaded ones.
type fontsUsed struct {
	used  [firstExtra + mostFonts]bool
	chars [mostFonts]map[uint16]bool
}

func (u *fontsUsed) add(p *paragraph, ln line) {
	for _, g := range p.glyphs[ln.from:ln.to] {
		u.used[g.font] = true
		if g.font >= firstExtra {
			n := g.font - firstExtra
			if u.chars[n] == nil {
				u.chars[n] = map[uint16]bool{}
			}
			u.chars[n][g.char] = true
		}
	}
	if ln.to > ln.from {
		u.used[markGlyph(p.glyphs[ln.to-1], ' ').font] = true // and of a hyphen
	}
}
