package main

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// retype changes words in a Word file, as somebody does who types in it, with tracking
// where an author is given: retype FILE FROM TO [AUTHOR]. The words must stand in one
// run; of several places it is the first. "strike" as TO takes the words away.
func retype(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 && len(args) != 4 {
		ts.Fatalf("usage: retype FILE FROM TO [AUTHOR]")
	}
	from, to := args[1], args[2]
	if to == "strike" {
		to = ""
	}
	edit(ts, args[0], func(document string) string {
		at := says(ts, document, from)
		run := strings.LastIndex(document[:at], "<w:r>")
		end := at + strings.Index(document[at:], "</w:r>") + len("</w:r>")
		inside := document[run:end]
		open, words, _ := strings.Cut(strings.TrimSuffix(inside, "</w:t></w:r>"), `<w:t xml:space="preserve">`)
		before, after, ok := strings.Cut(words, from)
		if !ok {
			ts.Fatalf("%q is not in one run", from)
		}
		piece := func(s, tag string) string {
			if s == "" {
				return ""
			}
			return open + `<w:` + tag + ` xml:space="preserve">` + s + `</w:` + tag + `></w:r>`
		}
		changed := piece(to, "t")
		if len(args) == 4 {
			who := ` w:id="9001" w:author="` + args[3] + `" w:date="2027-02-01T10:00:00Z">`
			changed = `<w:del` + who + piece(from, "delText") + `</w:del>`
			if to != "" {
				changed += `<w:ins` + who + piece(to, "t") + `</w:ins>`
			}
		}
		return document[:run] + piece(before, "t") + changed + piece(after, "t") + document[end:]
	})
}

// says is where a run of the text has words.
func says(ts *testscript.TestScript, document, words string) int {
	for at := 0; ; {
		i := strings.Index(document[at:], words)
		if i < 0 {
			ts.Fatalf("no run says %q", words)
		}
		at += i
		tag := strings.LastIndexByte(document[:at], '<')
		if strings.HasPrefix(document[tag:], "<w:t ") && strings.Contains(document[tag:at], ">") {
			return at
		}
		at++
	}
}

// edit changes the main part of a Word file.
func edit(ts *testscript.TestScript, name string, change func(string) string) {
	file := ts.MkAbs(name)
	data, err := os.ReadFile(file)
	ts.Check(err)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	ts.Check(err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		r, err := f.Open()
		ts.Check(err)
		part, err := io.ReadAll(r)
		ts.Check(err)
		if f.Name == "word/document.xml" {
			part = []byte(change(string(part)))
		}
		out, err := w.Create(f.Name)
		ts.Check(err)
		_, err = out.Write(part)
		ts.Check(err)
	}
	ts.Check(w.Close())
	ts.Check(os.WriteFile(file, b.Bytes(), 0o666))
}

// addProvision puts a provision after the paragraph that has these words, numbered and
// tracked by an author as Word does: add-provision FILE AFTER WORDS AUTHOR.
func addProvision(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 4 {
		ts.Fatalf("usage: add-provision FILE AFTER WORDS AUTHOR")
	}
	edit(ts, args[0], func(document string) string {
		at := says(ts, document, args[1])
		start := strings.LastIndex(document[:at], "<w:p>")
		end := at + strings.Index(document[at:], "</w:p>") + len("</w:p>")
		props := document[start+len("<w:p>") : start+strings.Index(document[start:], "</w:pPr>")]
		who := ` w:id="9100" w:author="` + args[3] + `" w:date="2027-02-01T10:00:00Z"`
		added := `<w:p>` + props + `<w:rPr><w:ins` + who + `/></w:rPr></w:pPr><w:ins` + who + `><w:r><w:t xml:space="preserve">` + args[2] + `</w:t></w:r></w:ins></w:p>`
		return document[:end] + added + document[end:]
	})
}

// embolden marks words of a Word file by hand: embolden FILE WORDS [AUTHOR].
func embolden(ts *testscript.TestScript, _ bool, args []string) {
	edit(ts, args[0], func(document string) string {
		at := says(ts, document, args[1])
		run := strings.LastIndex(document[:at], "<w:r>") + len("<w:r>")
		look := `<w:b/>`
		if len(args) > 2 {
			look += `<w:rPrChange w:id="9200" w:author="` + args[2] + `" w:date="2027-02-01T10:00:00Z"><w:rPr/></w:rPrChange>`
		}
		return document[:run] + `<w:rPr>` + look + `</w:rPr>` + document[run:]
	})
}

// packed says whether a part of a Word file has some words: packed FILE PART WORDS.
func packed(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: packed FILE PART WORDS")
	}
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer z.Close()
	part, err := fs.ReadFile(z, args[1])
	ts.Check(err)
	if strings.Contains(string(part), args[2]) == neg {
		ts.Fatalf("%s of %s:\n%s", args[1], args[0], part)
	}
}
