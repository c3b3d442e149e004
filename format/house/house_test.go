package house_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/go-fonts/liberation/liberationserifregular"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/house"
)

// firm is a library with a style and what it may name.
func firm(style string) fstest.MapFS {
	half := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	half.Set(0, 0, color.NRGBA{200, 0, 0, 255})
	half.Set(1, 0, color.NRGBA{0, 0, 0, 0})
	var picture, photo bytes.Buffer
	_ = png.Encode(&picture, half)
	_ = jpeg.Encode(&photo, half, nil)
	return fstest.MapFS{
		"style.yaml":    {Data: []byte(style)},
		"logo.png":      {Data: picture.Bytes()},
		"logo.jpg":      {Data: photo.Bytes()},
		"no.png":        {Data: []byte("<svg/>")},
		"cut.png":       {Data: picture.Bytes()[:len(picture.Bytes())-30]},
		"folder/x":      {Data: []byte("x")},
		"house.css":     {Data: []byte("h1 { font-style: italic; }")},
		"fetch.css":     {Data: []byte("body { background: URL(https://example.org/x.png) }")},
		"out.css":       {Data: []byte("</style><script>")},
		"set.css":       {Data: []byte(`p { background: Image-Set("https://example.org/x.png" 1x) }`)},
		"spelt.css":     {Data: []byte(`p { background: \75rl(https://example.org/x.png) }`)},
		"fonts/all.ttf": {Data: liberationserifregular.TTF},
		"pipe.png":      {Mode: fs.ModeNamedPipe},
		"large.css":     {Data: bytes.Repeat([]byte("a"), 65<<10)},
	}
}

func TestRead(t *testing.T) {
	s, err := house.Read(firm(`
logo: logo.png
letterhead: ["Nordlys Photonics AS", "Høvik"]
footer: Org. no. 987 654 321
colour: "#1f4e79"
css: house.css
numbering: article
fonts: {regular: fonts/all.ttf, bold: fonts/all.ttf, italic: fonts/all.ttf}
`))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(s.Letterhead, "|") != "Nordlys Photonics AS|Høvik" || s.Footer != "Org. no. 987 654 321" || s.Colour.Hex() != "1f4e79" || s.Numbering != "article" {
		t.Errorf("read as %+v", s)
	}
	if s.Family() != "Liberation Serif" {
		t.Errorf("the family is %q", s.Family())
	}
	logo, err := png.Decode(bytes.NewReader(s.Logo.PNG))
	if err != nil {
		t.Fatal(err)
	}
	for x, want := range []color.NRGBA{{200, 0, 0, 255}, {255, 255, 255, 255}} {
		if got := color.NRGBAModel.Convert(logo.At(x, 0)); got != want {
			t.Errorf("pixel %d of the logo is %v, want %v", x, got, want)
		}
	}
}

func TestDigestIsOfAllThatItIsMadeOf(t *testing.T) {
	const style = "logo: logo.png\ncss: house.css\n"
	files := firm(style)
	first, err := house.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"style.yaml": style + "footer: x\n", "house.css": "p {}"} {
		changed := firm(style)
		changed[name] = &fstest.MapFile{Data: []byte(data)}
		if s, err := house.Read(changed); err != nil || s.Digest == first.Digest {
			t.Errorf("%s was changed: %v, and the digest is the same: %v", name, err, err == nil)
		}
	}
}

func TestNoStyleIsPlain(t *testing.T) {
	s, err := house.Read(fstest.MapFS{})
	if s != nil || err != nil {
		t.Errorf("without style.yaml: %v, %v", s, err)
	}
	if s.Face(0) != nil || s.Family() != "" {
		t.Error("the plain style has a face")
	}
}

func TestReadRefuses(t *testing.T) {
	for style, want := range map[string]string{
		"color: red":                      "style.yaml:1:1: error: field color not found",
		"logo: [a]":                       "style.yaml:1:7: error: this is no single value",
		"logo: gone.png":                  "gone.png cannot be used: there is no such file",
		"logo: ../secret.png":             `"../secret.png" is no file inside the library`,
		"logo: /etc/passwd":               "is no file inside the library",
		"logo: folder":                    "folder cannot be used: it is not an ordinary file",
		"logo: pipe.png":                  "it is not an ordinary file",
		"logo: no.png":                    "it is neither a PNG nor a JPEG picture",
		"logo: cut.png":                   "the picture is damaged",
		"footer: |\n  two\n  lines":       "the character U+000A, which cannot be printed on a line",
		"footer: \"\\e[31mred\"":          "the character U+001B",
		"letterhead: Nordlys":             "the letterhead is no list",
		"letterhead: [a, b, c, d, e]":     "more than 4 lines",
		"colour: blue":                    `colour is "blue"`,
		"colour: \"#ffff00\"":             "too pale to be read on white paper",
		"css: fetch.css":                  `fetch.css has "url("`,
		"css: out.css":                    `out.css has "<"`,
		"css: set.css":                    `set.css has "image-set("`,
		"css: spelt.css":                  "spelt.css has a backslash",
		"css: large.css":                  "it is larger than 64 kB",
		"numbering: roman":                `numbering is "roman"`,
		"fonts: a.ttf":                    "fonts names no faces",
		"fonts: {regular: fonts/all.ttf}": "fonts lacks one of regular, bold and italic",
		"fonts: {regular: no.png, bold: fonts/all.ttf, italic: no.png}": "no.png cannot be used: it has no TrueType outlines",
		"logo: a\n\tfooter: b":               "style.yaml:2:1: error:",
		"footer: " + strings.Repeat("x", 81): "longer than 80 characters",
	} {
		_, err := house.Read(firm(style))
		problems, ok := err.(agreement.Problems)
		if !ok {
			t.Errorf("%s: %v, which is no problems", style, err)
			continue
		}
		var all strings.Builder
		for _, p := range problems {
			all.WriteString(p.Error() + "\n")
		}
		if !strings.Contains(all.String(), want) {
			t.Errorf("%s: %swant %s", style, all.String(), want)
		}
	}
}

func TestPhotographsAreTaken(t *testing.T) {
	s, err := house.Read(firm("logo: logo.jpg"))
	if err != nil || s.Logo.Width != 2 {
		t.Errorf("%v, %+v", err, s)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("logo: logo.png\nfooter: x")
	f.Add("letterhead: [a]\ncolour: \"#000000\"")
	f.Add("fonts: {regular: 1}")
	f.Fuzz(func(t *testing.T, style string) {
		s, err := house.Read(firm(style))
		if _, ok := err.(agreement.Problems); err != nil && !ok || err == nil && s == nil {
			t.Errorf("%v, %v", s, err)
		}
	})
}
