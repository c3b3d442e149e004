package pdf

import (
	"bytes"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

func catalogOf(t *testing.T, pdf []byte) (*reader, dict) {
	t.Helper()
	r, err := read(pdf)
	if err != nil {
		t.Fatal(err)
	}
	catalog, _ := r.dict(r.trailer["Root"])
	return r, catalog
}

func TestPDFCarriesMetadata(t *testing.T) {
	d := bilateral()
	d.Title = `Licence <A> & "B" (\)`
	r, catalog := catalogOf(t, printPDF(t, d))
	info, _ := r.dict(r.trailer["Info"])
	for key, want := range map[string]string{
		"Title": d.Title, "Subject": d.Reference, "Author": d.Parties[0].Name + "; " + d.Parties[1].Name, "Producer": "engross", "CreationDate": "",
	} {
		if got := plainText(info[key]); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if catalog["Lang"] != "en-GB" {
		t.Errorf("language %v", catalog["Lang"])
	}
	_, xmp := r.dict(catalog["Metadata"])
	for _, want := range []string{"Licence &lt;A&gt; &amp; &#34;B&#34;", "<rdf:li>Łódź Technologies Sp. z o.o.; ", "<rdf:li>en-GB</rdf:li>", ">AX-2027-014<"} {
		if !bytes.Contains(xmp, []byte(want)) {
			t.Errorf("the metadata lacks %s:\n%s", want, xmp)
		}
	}
	if id, ok := r.trailer["ID"].(array); !ok || len(id) != 2 {
		t.Errorf("identifier %v", r.trailer["ID"])
	}
}

func TestPDFDoesNotTrustTheLanguage(t *testing.T) {
	_, catalog := catalogOf(t, printPDF(t, &agreement.Document{Title: "T", Language: "en)-GB /X"}))
	if catalog == nil || catalog["Lang"] != nil {
		t.Errorf("catalog %v", catalog)
	}
}

// pageNumbers maps the page objects of a PDF to their numbers, from 1.
func pageNumbers(r *reader, catalog dict) map[reference]int {
	tree, _ := r.dict(catalog["Pages"])
	out := map[reference]int{}
	for i, kid := range tree["Kids"].(array) {
		out[kid.(reference)] = i + 1
	}
	return out
}

func TestOutlineLeadsToItsPages(t *testing.T) {
	pdf := printPDF(t, bilateral())
	texts := pageTexts(t, pdf)
	r, catalog := catalogOf(t, pdf)
	pages := pageNumbers(r, catalog)
	count := 0
	var walk func(v any)
	walk = func(v any) {
		for v != nil {
			item, _ := r.dict(v)
			count++
			title := plainText(item["Title"])
			page := pages[item["Dest"].(array)[0].(reference)]
			words := strings.Fields(title)
			if last := words[len(words)-1]; !strings.Contains(texts[page-1], last) {
				t.Errorf("%q leads to page %d, which does not have it", title, page)
			}
			walk(item["First"])
			v = item["Next"]
		}
	}
	root, _ := r.dict(catalog["Outlines"])
	walk(root["First"])
	if want := 3 + 2 + len(topics) + 2; count != want {
		t.Errorf("%d entries, want %d: front matter, parts, sections, schedules", count, want)
	}
}

func TestReferencesLeadToTheirTargets(t *testing.T) {
	pdf := printPDF(t, bilateral())
	texts := pageTexts(t, pdf)
	r, catalog := catalogOf(t, pdf)
	pages := pageNumbers(r, catalog)
	toSchedule := 0
	for kid, n := range pages {
		page, _ := r.dict(kid)
		links, _ := page["Annots"].(array)
		for _, l := range links {
			link, _ := r.dict(l)
			to := pages[link["Dest"].(array)[0].(reference)]
			if to == 0 {
				t.Errorf("page %d has a link to no page", n)
			} else if n > 2 && strings.HasPrefix(texts[to-1], "\nSchedule A\n") {
				toSchedule++
			}
		}
	}
	if want := strings.Count(strings.Join(texts[2:], ""), "Schedule A (Commercial terms)"); toSchedule < want/2 {
		t.Errorf("%d links to Schedule A, which the text names at least %d times", toSchedule, want)
	}
}

func TestPaper(t *testing.T) {
	p, err := Layout(bilateral(), Options{Paper: Letter})
	if err != nil {
		t.Fatal(err)
	}
	if pg := p.pages[0]; pg.width != 612*pt || pg.height != 792*pt {
		t.Errorf("letter paper is %d by %d", pg.width, pg.height)
	}
	if _, err := Layout(bilateral(), Options{Paper: 9}); err == nil {
		t.Error("paper of no known size is accepted")
	}
}
