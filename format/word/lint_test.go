package word

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"
)

// unzip is the parts of a package by name.
func unzip(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name] != "" {
			t.Errorf("%s is in the package twice", f.Name)
		}
		if f.Mode().Perm() == 0 {
			t.Errorf("%s has no attributes: Word for Mac warns", f.Name)
		}
		parts[f.Name] = string(b)
	}
	return parts
}

var refField = regexp.MustCompile(` REF (\w+) `)

// lint reports what would make Word repair a file, and what validators miss.
func lint(t testing.TB, data []byte) {
	t.Helper()
	parts := unzip(t, data)
	for name, text := range parts {
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if strings.HasSuffix(name, ".xml") && name != "[Content_Types].xml" && !strings.HasPrefix(name, "customXml/item1") &&
			!strings.Contains(parts["[Content_Types].xml"], `"/`+name+`"`) {
			t.Errorf("%s has no content type", name)
		}
	}
	lintDocument(t, parts["word/document.xml"])
}

func lintDocument(t testing.TB, text string) {
	t.Helper()
	ids, marks, ends, moves := map[string]bool{}, map[string]bool{}, map[string]int{}, map[string][]string{}
	var stack []string
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if err != nil {
			break
		}
		switch e := token.(type) {
		case xml.StartElement:
			at := map[string]string{}
			for _, a := range e.Attr {
				at[a.Name.Local] = a.Value
			}
			name := e.Name.Local
			switch name {
			case "ins", "del", "moveFrom", "moveTo", "bookmarkStart", "moveFromRangeStart", "moveToRangeStart", "pPrChange":
				if ids[at["id"]] {
					t.Errorf("the number %s is given twice", at["id"])
				}
				ids[at["id"]] = true
				if name != "bookmarkStart" && at["author"] == "" {
					t.Errorf("%s has no author", name)
				}
			case "bookmarkEnd", "moveFromRangeEnd", "moveToRangeEnd":
				ends[at["id"]]++
			}
			switch name {
			case "bookmarkStart":
				if marks[at["name"]] {
					t.Errorf("the bookmark %s is there twice", at["name"])
				}
				if len(at["name"]) > 40 {
					t.Errorf("the name of the bookmark %s is too long for Word", at["name"])
				}
				marks[at["name"]] = true
			case "moveFromRangeStart", "moveToRangeStart":
				if at["date"] == "" {
					t.Errorf("%s has no date, which ISO/IEC 29500 wants of it", name)
				}
				moves[at["name"]] = append(moves[at["name"]], name)
			case "t", "delText", "instrText", "delInstrText":
				deleted := contains(stack, "del")
				if deleted != strings.HasPrefix(name, "del") {
					t.Errorf("<%s> stands in %v", name, stack)
				}
			}
			stack = append(stack, name)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
	for _, m := range refField.FindAllStringSubmatch(text, -1) {
		if !marks[m[1]] {
			t.Errorf("a reference to %s leads nowhere", m[1])
		}
	}
	for id, n := range ends {
		if n != 1 || !ids[id] {
			t.Errorf("the end of %s has no beginning", id)
		}
	}
	for name, two := range moves {
		from, to := 0, 0
		for _, end := range two {
			if end == "moveFromRangeStart" {
				from++
			} else {
				to++
			}
		}
		if from != 1 || to != 1 {
			t.Errorf("the move %s has %d beginnings and %d ends", name, from, to)
		}
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
