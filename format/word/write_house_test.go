package word

import (
	"strings"
	"testing"

	"github.com/engross/engross/format/house"
)

// TestHouseStyle writes in a house style: it is sound, says the same, and shows the firm.
func TestHouseStyle(t *testing.T) {
	firm := &house.Style{Logo: &house.Picture{PNG: []byte("png"), Width: 4, Height: 1}, Letterhead: []string{"Nordlys & Sons"}, Footer: "Org. no. <987>", Colour: &house.Colour{0x1f, 0x4e, 0x79}}
	made := write(t, sample(), Options{House: firm})
	lint(t, made)
	parts := unzip(t, made)
	for part, want := range map[string]string{
		"word/header2.xml":            "Nordlys &amp; Sons",
		"word/footer1.xml":            "Org. no. &lt;987&gt;",
		"word/styles.xml":             `<w:b/><w:bCs/><w:color w:val="1F4E79"/><w:sz w:val="24"/>`,
		"word/media/logo.png":         "png",
		"word/_rels/header2.xml.rels": `Target="media/logo.png"`,
		"[Content_Types].xml":         `Extension="png"`,
	} {
		if !strings.Contains(parts[part], want) {
			t.Errorf("%s does not have %s", part, want)
		}
	}
	if strings.Contains(parts["word/header1.xml"], "Nordlys") {
		t.Error("the letterhead is on every page")
	}
	if got, want := plainText(read(t, made)), plainText(read(t, write(t, sample(), Options{}))); got != want {
		t.Errorf("it says %q, not %q", got, want)
	}
}
