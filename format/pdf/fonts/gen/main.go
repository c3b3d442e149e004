// Command gen makes the font data that package pdf embeds: for each face,
// its measures and kerning in one table, and TrueType programs of at most 223
// characters each that PDF can use as single-byte fonts, deflated beforehand.
//
// Its one argument is the folder of the npm package
// @expo-google-fonts/source-serif-4, version 0.4.1.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"unicode"

	"golang.org/x/text/encoding/charmap"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./fonts/gen FOLDER")
	}
	if err := generate(os.Args[1], "fonts"); err != nil {
		log.Fatal(err)
	}
}

var faces = []struct{ file, name string }{
	{"400Regular/SourceSerif4_400Regular.ttf", "SourceSerif4-Regular"},
	{"700Bold/SourceSerif4_700Bold.ttf", "SourceSerif4-Bold"},
	{"400Regular_Italic/SourceSerif4_400Regular_Italic.ttf", "SourceSerif4-It"},
}

func generate(from, to string) error {
	var pages [][256]rune
	for _, face := range faces {
		data, err := os.ReadFile(filepath.Join(from, face.file))
		if err != nil {
			return err
		}
		f, err := parse(data)
		if err != nil {
			return fmt.Errorf("%s: %w", face.file, err)
		}
		if pages == nil {
			pages = encode(f)
		}
		metrics, err := measures(f, pages)
		if err != nil {
			return fmt.Errorf("%s: %w", face.file, err)
		}
		if err := os.WriteFile(filepath.Join(to, face.name+".metrics"), metrics, 0o644); err != nil {
			return err
		}
		for i, page := range pages {
			if err := writePage(f, to, face.name, i, page); err != nil {
				return err
			}
		}
	}
	return nil
}

// encode divides the characters of a face into pages of single-byte codes. The
// first page is Windows-1252, so that most documents need no other; the others
// start anew at each script, so that a Greek name brings in Greek alone.
func encode(f *ttf) [][256]rune {
	var first [256]rune
	taken := map[rune]bool{}
	for c := 32; c < 256; c++ {
		r := charmap.Windows1252.DecodeByte(byte(c))
		if _, ok := f.cmap[r]; ok && r != unicode.ReplacementChar && !unicode.IsControl(r) {
			first[c], taken[r] = r, true
		}
	}
	pages := [][256]rune{first}
	starts := map[rune]bool{0x0180: true, 0x0370: true, 0x0400: true, 0x1E00: true, 0x2000: true}
	var page [256]rune
	next := 33
	flush := func() {
		if next > 33 {
			pages = append(pages, page)
		}
		page, next = [256]rune{}, 33
	}
	for r := rune(0); r < 0xE000; r++ {
		if starts[r] || next == 256 {
			flush()
		}
		if _, ok := f.cmap[r]; !ok || taken[r] || !unicode.IsGraphic(r) || unicode.Is(unicode.M, r) {
			continue
		}
		page[next] = r
		next++
	}
	flush()
	return pages
}
