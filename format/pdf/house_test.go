package pdf

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/go-fonts/liberation/liberationserifregular"

	"github.com/engross/engross/format/house"
)

// aHouse is a house style with all that it may have.
func aHouse(t *testing.T) *house.Style {
	logo := "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\b\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\fIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
	s, err := house.Read(fstest.MapFS{
		"style.yaml": {Data: []byte("logo: l.png\nletterhead: [Nordlys Photonics AS]\nfooter: Org. no. 987\ncolour: \"#1f4e79\"\nfonts: {regular: f.ttf, bold: f.ttf, italic: f.ttf}\n")},
		"l.png":      {Data: []byte(logo)},
		"f.ttf":      {Data: liberationserifregular.TTF},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestHouseStyle(t *testing.T) {
	d := eighteenPages()
	var plain, styled, again bytes.Buffer
	firm := aHouse(t)
	for to, o := range map[*bytes.Buffer]Options{&plain: {}, &styled: {House: firm}, &again: {House: firm}} {
		if err := Write(to, d, o); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(styled.Bytes(), again.Bytes()) {
		t.Error("printed twice, the bytes differ")
	}
	pages := pageTexts(t, styled.Bytes())
	if !strings.Contains(pages[0], "Nordlys Photonics AS") || strings.Contains(strings.Join(pages[1:], ""), "Nordlys") {
		t.Error("the letterhead is not on the first page alone")
	}
	for i, p := range pages {
		if countLines(p, "Org. no. 987") != 1 {
			t.Errorf("page %d lacks the footer", i+1)
		}
	}
	without := func(pdf []byte) string {
		text := strings.Join(pageTexts(t, pdf), " ")
		text = strings.NewReplacer("Nordlys Photonics AS", "", "Org. no. 987", "", "-", "", "\u00AD", "").Replace(text)
		return strings.Join(strings.Fields(text), "")
	}
	// Lines break elsewhere, so that only the words of the first page can be told to be the same.
	if a, b := without(plain.Bytes()), without(styled.Bytes()); a[:300] != b[:300] {
		t.Errorf("the words are\n%s\nand were\n%s", b[:300], a[:300])
	}
	r, catalog := catalogOf(t, styled.Bytes())
	page, _ := r.dict(reference(pageObject(0)))
	resources, _ := r.dict(page["Resources"])
	pictures, _ := r.dict(resources["XObject"])
	if len(pictures) == 0 || catalog == nil {
		t.Error("the file has no picture")
	}
}

// A hyphen at which no line may break is of the firm's typeface, as the words around it
// are.
func TestHouseHyphen(t *testing.T) {
	var p paragraph
	(&layouter{house: aHouse(t)}).write(&p).text("a\u2011b-", regular, run{})
	if p.glyphs[1].font != p.glyphs[0].font || p.glyphs[1].advance != p.glyphs[3].advance {
		t.Errorf("the hyphen is of another typeface than the words: %+v", p.glyphs)
	}
}
