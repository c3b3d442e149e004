package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-pdf/fpdf"

	"github.com/engross/engross/format/house"
)

// addFonts gives fpdf the fonts that the pages use. The names are those of the
// fonts as PDF resources, with the slash: "/F1c9a...".
func (p *Pages) addFonts(f *fpdf.Fpdf) (*[fontCount]string, error) {
	var used []fontID
	for i, is := range p.fonts.used {
		if !is {
			continue
		}
		id := fontID(i)
		used = append(used, id)
		if id >= firstExtra {
			// fpdf writes into the bytes of some fonts, so it gets its own.
			f.AddUTF8FontFromBytes(family(id), "", slices.Clone(p.options.face(id).Data))
			continue
		}
		if err := addBuiltIn(f, id, family(id)); err != nil {
			return nil, err
		}
	}
	if err := f.Error(); err != nil {
		return nil, fmt.Errorf("render: font: %w", err)
	}
	return p.fontNames(f, used)
}

// addBuiltIn gives fpdf a page of a built-in face.
func addBuiltIn(f *fpdf.Fpdf, id fontID, family string) error {
	definition, err := fontFiles.ReadFile(id.fileName() + ".json")
	if err != nil {
		return err
	}
	program, err := fontFiles.ReadFile(id.fileName() + ".z")
	if err != nil {
		return err
	}
	f.AddFontFromBytes(family, "", definition, program)
	return nil
}

// face is a face that is not built in.
func (o *Options) face(id fontID) *house.Face {
	if id >= firstHouse {
		return o.House.Faces[id-firstHouse]
	}
	return o.Fonts.faces[id-firstExtra]
}

func family(id fontID) string { return fmt.Sprintf("f%d", id) }

// fontNames asks fpdf what it calls each font in a page, by setting text in a
// template that is never placed. That also tells it which characters of a
// Unicode font are used.
func (p *Pages) fontNames(f *fpdf.Fpdf, used []fontID) (*[fontCount]string, error) {
	var names [fontCount]string
	t := f.CreateTemplateCustom(fpdf.PointType{}, fpdf.SizeType{Wd: 1, Ht: 1}, func(t *fpdf.Tpl) {
		for _, id := range used {
			t.SetFont(family(id), "", 1)
			if id >= firstExtra {
				t.Text(0, 0, p.fonts.text(id))
			}
		}
	})
	rest := t.Bytes()
	for _, id := range used {
		_, after, found := bytes.Cut(rest, []byte("BT /F"))
		name, more, closed := bytes.Cut(after, []byte(" "))
		if !found || !closed {
			return nil, errors.New("render: fpdf does not name its fonts as expected")
		}
		names[id], rest = "/F"+string(name), more
	}
	return &names, nil
}

// text is the characters used of a loaded font.
func (u *fontsUsed) text(id fontID) string {
	var b strings.Builder
	chars := make([]uint16, 0, len(u.chars[id-firstExtra]))
	for c := range u.chars[id-firstExtra] {
		chars = append(chars, c)
	}
	slices.Sort(chars)
	for _, c := range chars {
		b.WriteRune(rune(c))
	}
	return b.String()
}
