package pdf

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/house"
)

// Fonts are faces for characters that the built-in ones lack, such as Chinese
// and Japanese. They are safe for concurrent use.
type Fonts struct{ faces []*house.Face }

const mostFonts = 32

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
		face, err := house.ReadFace(fsys, entry.Name())
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

// find is the font for a character that the built-in faces lack.
func (f *Fonts) find(r rune) (font fontID, advance int, ok bool) {
	if f == nil {
		return 0, 0, false
	}
	for i, face := range f.faces {
		if a, ok := face.Advance(r); ok {
			return firstExtra + fontID(i), int(a), true
		}
	}
	return 0, 0, false
}

// fontsUsed says which fonts a document draws with, and which characters of
// the loaded ones.
type fontsUsed struct {
	used  [fontCount]bool
	chars [fontCount - firstExtra]map[uint16]bool
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
		last := p.glyphs[ln.to-1]
		u.used[markGlyph(last, ' ').font] = true
		if ln.hyphen {
			u.add(&paragraph{glyphs: []glyph{markGlyph(last, '-')}}, line{to: 1})
		}
	}
}
