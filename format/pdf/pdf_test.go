package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/engross/engross/agreement"
)

func TestPDFIsTheSameEachTime(t *testing.T) {
	d := bilateral()
	want := printPDF(t, d)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if got := printPDF(t, d); !bytes.Equal(got, want) {
				t.Error("the bytes differ from one printing to the next")
			}
		})
	}
	wg.Wait()
}

// allText is the text layer, one space between words, hyphenated words joined.
func allText(t testing.TB, pdf []byte) string {
	t.Helper()
	s := strings.Join(pageTexts(t, pdf), "\n")
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "-\n", "")), " ")
}

func TestPDFTextIsThatOfTheDocument(t *testing.T) {
	d := bilateral()
	got := allText(t, printPDF(t, d))
	joined := func(s string) string { return strings.ReplaceAll(s, "- ", "") }
	at := 0
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		p, ok := b.(*agreement.Paragraph)
		if !ok {
			return true
		}
		want := agreement.Words(p.Text)
		want = strings.NewReplacer(` "`, " “", `("`, "(“", `" `, "” ", `")`, "”)").Replace(" " + want)
		want = strings.TrimSpace(want)
		first, _, _ := strings.Cut(want, "-") // a hyphen at a line's end is taken out of the text above
		i := strings.Index(joined(got[at:]), joined(first))
		if i < 0 {
			t.Errorf("the text layer has no %q after %.60q", first, got[at:])
		}
		return true
	})
}

func TestPDFKeepsNamesAsTheyAre(t *testing.T) {
	names := []string{
		"Łódź Technologies Sp. z o.o.", "Ελληνική Εταιρεία Α.Ε.", "ООО «Ромашка»", "Société Générale d’Été S.A.",
		"Příliš žluťoučký kůň a.s.", "Đặng & Nguyễn", `(\) {nb} ((`, "A_B* [x](#y) <b>", "Smith & Sons “Ltd”", "€ £ ¥ § © ® ™ – — …",
	}
	d := &agreement.Document{Title: "Names", Language: "en-GB"}
	for _, n := range names {
		d.Parties = append(d.Parties, agreement.Party{Name: n})
		d.Body = append(d.Body, &agreement.Signatures{Blocks: []agreement.Signatory{{Party: n, Native: n}}})
	}
	text := strings.Join(pageTexts(t, printPDF(t, d)), "")
	for _, n := range names {
		if c := countLines(text, n); c != 3 {
			t.Errorf("%q stands on %d lines of its own, want one on the title page and two in its block", n, c)
		}
	}
}

func TestPDFRefusesWhatItCannotPrint(t *testing.T) {
	for name, test := range map[string]struct{ words, want, hint string }{
		"no glyph":     {"Kabushiki Kaisha 東芝 of Tokyo", "no font has '東' (U+6771), '芝' (U+829D)", "folder with a TrueType font"},
		"Arabic":       {"شركة النور", "cannot set Arabic letters", "Latin script"},
		"Hebrew":       {"חברה", "cannot set Hebrew letters", "Latin script"},
		"Thai":         {"บริษัท", "cannot set Thai letters", "Latin script"},
		"Devanagari":   {"कंपनी", "cannot set Devanagari letters", "Latin script"},
		"emoji":        {"Smile 😀 Ltd", "above U+FFFF", "more common"},
		"not UTF-8":    {"bad \xff byte", "byte 0xFF is not UTF-8", "UTF-8"},
		"cut short":    {"bad \xe2\x82", "is not UTF-8", "UTF-8"},
		"control":      {"a\x00b", "control or format character U+0000", "remove it"},
		"line break":   {"a\nb", "control or format character U+000A", "remove it"},
		"direction":    {"a\u202Eb", "U+202E", "remove it"},
		"lone accent":  {"e\u0301", "accent U+0301", "normalisation form C"},
		"private area": {"\uE000", "U+E000", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := &agreement.Document{Title: "T", Body: []agreement.Block{&agreement.Clause{
				Label: "4.", Number: "Section 4", Heading: sampleText("Parties"),
				Body: []agreement.Block{&agreement.Clause{Label: "4.1", Number: "Section 4.1", Body: []agreement.Block{&agreement.Paragraph{Text: sampleText(test.words)}}}},
			}}}
			d.Body[0].(*agreement.Clause).Body[0].(*agreement.Clause).Pos.Filename = "clauses/parties.md"
			var b bytes.Buffer
			err := Write(&b, d, Options{})
			problems, ok := errors.AsType[agreement.Problems](err)
			if !ok || b.Len() > 0 {
				t.Fatalf("got %v and %d bytes, want problems and nothing written", err, b.Len())
			}
			p := problems[0]
			if !strings.Contains(p.Message, test.want) || !strings.Contains(p.Message, "Section 4.1") || p.Pos.Filename != "clauses/parties.md" {
				t.Errorf("problem %v at %v, want %q in Section 4.1", p.Message, p.Pos, test.want)
			}
			if p.Hint == "" || !strings.Contains(p.Hint, test.hint) {
				t.Errorf("hint %q, want %q", p.Hint, test.hint)
			}
		})
	}
}

func TestPDFReportsEveryPlace(t *testing.T) {
	d := &agreement.Document{
		Title: "T 東", Reference: "R 東", Parties: []agreement.Party{{Name: "P 東"}}, Notice: "N 東",
		Body: []agreement.Block{&agreement.Signatures{Blocks: []agreement.Signatory{{Party: "S 東"}}}},
	}
	_, err := Layout(d, Options{})
	for _, place := range []string{"T 東", "R 東", "P 東", "N 東", "S 東"} {
		if err == nil || !strings.Contains(err.Error(), place) {
			t.Errorf("no problem shows %q: %v", place, err)
		}
	}
}

func TestPDFStandsHostileDocuments(t *testing.T) {
	word := strings.Repeat("w", 10_000)
	table := &agreement.Table{Head: sampleCells(word, ""), Rows: []agreement.Row{{Cells: sampleCells("", word)}, {Cells: nil}}}
	deep := &agreement.Clause{Label: "(x)"}
	for range 200 {
		deep = &agreement.Clause{Label: "(" + strings.Repeat("i", 40) + ")", Body: []agreement.Block{deep}}
	}
	for name, d := range map[string]*agreement.Document{
		"empty":        {},
		"empty blocks": {Body: []agreement.Block{&agreement.Clause{}, &agreement.Paragraph{}, &agreement.Signatures{}, &agreement.Clause{Kind: agreement.Schedule}, &agreement.Clause{Kind: agreement.Part}, &agreement.Clause{Kind: agreement.Front}}},
		"long words": {
			Title: word, Reference: word, Date: word, Notice: word, Parties: []agreement.Party{{Name: word, Native: word}}, Compared: []string{word, word},
			Body: []agreement.Block{
				&agreement.Clause{Label: word, Heading: sampleText(word), Body: []agreement.Block{&agreement.Paragraph{Text: sampleText(word)}}},
				&agreement.Clause{Kind: agreement.Schedule, Label: word, Heading: sampleText(word), Body: []agreement.Block{table}},
				&agreement.Signatures{Lead: sampleText(word), Blocks: []agreement.Signatory{{Party: word, Name: word, Title: word}}},
			},
		},
		"many spaces": {Body: []agreement.Block{&agreement.Paragraph{Text: sampleText(strings.Repeat(" ", 5000) + "x" + strings.Repeat("  y", 5000))}}},
		"deep":        {Body: []agreement.Block{deep}},
		"language":    {Title: "T", Language: "en)-GB /X"},
	} {
		t.Run(name, func(t *testing.T) {
			pdf := printPDF(t, d)
			if _, err := Attachments(pdf); err != nil {
				t.Errorf("the file is not well formed: %v", err)
			}
			for _, s := range []string{d.Title, d.Notice} {
				if got := strings.ReplaceAll(strings.Join(pageTexts(t, pdf), ""), "\n", ""); !strings.Contains(got, s) {
					t.Errorf("%.20q is not printed whole", s)
				}
			}
		})
	}
}

func TestPDFOfALongTable(t *testing.T) {
	pages := pageTexts(t, printPDF(t, &agreement.Document{Title: "T", Body: []agreement.Block{patents(2000)}}))
	for i, text := range pages[1:] {
		if !strings.Contains(text, "\nPublication\n") {
			t.Errorf("page %d does not repeat the head of the table", i+2)
		}
	}
	all := strings.Join(pages, "")
	for i := range 2000 {
		if !strings.Contains(all, fmt.Sprintf("\nEP %d B1", 2345678+31*i)) {
			t.Fatalf("row %d is missing", i+1)
		}
	}
}

func FuzzPDF(f *testing.F) {
	for place := range uint8(5) {
		f.Add("Łódź (“Łódź”) – Ελλάδα", "4.2", 1+5*place)
		f.Add("(\\) {nb} \xff 東 e\u0301 a\u00ADb\u200Bc\u2011d", "", 3+5*place)
		f.Add(strings.Repeat("x-", 30)+" / "+strings.Repeat("y ", 30), strings.Repeat("(a)", 9), 4+5*place)
	}
	f.Fuzz(func(t *testing.T, words, label string, where uint8) {
		c := agreement.Change(where % 5)
		words, label = words[:min(len(words), 400)], label[:min(len(label), 60)] // beyond, it is more of the same
		in := []agreement.Inline{&agreement.Text{Text: words, Change: c}, &agreement.Define{Term: label, Change: c}, &agreement.Ref{Target: "x", Text: words, Was: label}}
		places := []agreement.Document{ // one at a time, so that a random search makes many trials
			{Title: words, Reference: label, Language: label},
			{Body: []agreement.Block{&agreement.Clause{ID: "x", Label: label, Heading: in, Body: []agreement.Block{&agreement.Paragraph{Text: in}}}}},
			{Body: []agreement.Block{&agreement.Clause{ID: "x", Label: label, Change: c, Was: label, Body: []agreement.Block{&agreement.Paragraph{Text: in}}}}},
			{Body: []agreement.Block{&agreement.Table{Head: []agreement.Cell{in, in}, Rows: []agreement.Row{{Cells: []agreement.Cell{in}}}}}},
			{Body: []agreement.Block{&agreement.Signatures{Lead: in, Blocks: []agreement.Signatory{{Party: words, Name: label, Change: c}}}}},
		}
		d := &places[int(where/5)%len(places)]
		var b bytes.Buffer
		err := Write(&b, d, Options{})
		if err != nil {
			if _, ok := errors.AsType[agreement.Problems](err); !ok {
				t.Fatalf("not problems: %v", err)
			}
			return
		}
		if _, err := Attachments(b.Bytes()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestARedlineShowsWhatHasNoShape(t *testing.T) {
	d := redlined()
	words := d.Body[4].(*agreement.Clause).Body[0].(*agreement.Clause).Body[0].(*agreement.Paragraph)
	words.Text = append(words.Text, &agreement.Text{Text: " to\u200E be\u202E it \uFFFD \U0001F600", Change: agreement.Inserted})
	var b bytes.Buffer
	if err := Write(&b, d, Options{}); err != nil {
		t.Fatal(err)
	}
	if text := strings.Join(strings.Fields(strings.Join(pageTexts(t, b.Bytes()), " ")), " "); !strings.Contains(text, "to[U+200E] be[U+202E] it [U+FFFD] [U+1F600]") {
		t.Errorf("the marks are not shown:\n%s", text)
	}
	d.Compared = nil
	if err := Write(&b, d, Options{}); err == nil {
		t.Error("an agreement that holds them is printed")
	}
}
