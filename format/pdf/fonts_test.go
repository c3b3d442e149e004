package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/go-fonts/liberation/liberationserifregular"

	"github.com/engross/engross/agreement"
)

// boxed has a character that Source Serif lacks and Liberation Serif has.
const boxed = "┌ 1 ┐"

// The digest that manifests name is that of the data in this very source.
func TestDataDigest(t *testing.T) {
	sum := sha256.New()
	files, err := fontFiles.ReadDir("fonts")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := fontFiles.ReadFile("fonts/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(sum, "%s %d\n", f.Name(), len(data))
		sum.Write(data)
	}
	io.WriteString(sum, regularMetrics+boldMetrics+italicMetrics+britishTrie+americanTrie)
	if got := hex.EncodeToString(sum.Sum(nil)); got != DataDigest {
		t.Errorf("the fonts or the hyphenation patterns have changed: write DataDigest = %q", got)
	}
}

func TestLoadedFontsFillIn(t *testing.T) {
	fonts, err := LoadFonts(fstest.MapFS{
		"a.ttf":     {Data: liberationserifregular.TTF},
		"README.md": {Data: []byte("no font")},
	})
	if err != nil {
		t.Fatal(err)
	}
	d := &agreement.Document{Title: "T", Parties: []agreement.Party{{Name: "Box", Native: boxed}}}
	if _, err := Layout(d, Options{}); err == nil {
		t.Fatal("the built-in faces have the character; the test needs another")
	}
	var want bytes.Buffer
	if err := Write(&want, d, Options{Fonts: fonts}); err != nil {
		t.Fatal(err)
	}
	if text := strings.Join(pageTexts(t, want.Bytes()), ""); countLines(text, boxed) != 1 {
		t.Errorf("the text layer has no line %q:\n%s", boxed, text)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var got bytes.Buffer
			if err := Write(&got, d, Options{Fonts: fonts}); err != nil || !bytes.Equal(got.Bytes(), want.Bytes()) {
				t.Errorf("printed at the same time, the bytes differ: %v", err)
			}
		})
	}
	wg.Wait()
}

func TestLoadedFontsLeaveOtherDocumentsAlone(t *testing.T) {
	fonts, err := LoadFonts(fstest.MapFS{"a.ttf": {Data: liberationserifregular.TTF}})
	if err != nil {
		t.Fatal(err)
	}
	d := redlined()
	var with bytes.Buffer
	if err := Write(&with, d, Options{Fonts: fonts}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(with.Bytes(), printPDF(t, d)) {
		t.Error("a document that needs no loaded font changes with one")
	}
}

// collection puts a font into a collection of one.
func collection(font []byte) []byte {
	const head = 16
	out := append([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10"), font...)
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		at := out[head+12+16*i+8:]
		binary.BigEndian.PutUint32(at, binary.BigEndian.Uint32(at)+head)
	}
	return out
}

func TestTheFirstFontOfACollectionCounts(t *testing.T) {
	d := &agreement.Document{Title: boxed}
	var got, want bytes.Buffer
	for _, x := range []struct {
		name string
		data []byte
		to   *bytes.Buffer
	}{{"a.ttf", liberationserifregular.TTF, &want}, {"a.TTC", collection(liberationserifregular.TTF), &got}} {
		fonts, err := LoadFonts(fstest.MapFS{x.name: {Data: x.data}})
		if err != nil {
			t.Fatal(err)
		}
		if err := Write(x.to, d, Options{Fonts: fonts}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(got.Bytes(), want.Bytes()) {
		t.Error("a font prints otherwise out of a collection")
	}
}

func TestLoadFontsRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"empty folder": {fstest.MapFS{}, "no TrueType fonts"},
		"not a font":   {fstest.MapFS{"x.ttf": {Data: []byte("hello, world")}}, "x.ttf cannot be used"},
		"collection":   {fstest.MapFS{"x.ttf": {Data: []byte("ttcf\x00\x01\x00\x00\x00\x00")}}, "x.ttf cannot be used"},
		"no outlines":  {fstest.MapFS{"x.otf": {Data: []byte("OTTO\x00\x01\x00\x00\x00\x00\x00\x00")}}, "x.otf cannot be used: it has no TrueType outlines"},
		"cut short":    {fstest.MapFS{"x.TTF": {Data: liberationserifregular.TTF[:5000]}}, "x.TTF cannot be used"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := LoadFonts(test.files)
			if _, ok := errors.AsType[agreement.Problems](err); !ok || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want problems that say %q", err, test.want)
			}
		})
	}
}
