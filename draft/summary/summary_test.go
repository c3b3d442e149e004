package summary_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/draft/summary"
	"github.com/engross/engross/format/pdf"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

func library(t *testing.T) *assemble.Library {
	t.Helper()
	lib, err := assemble.OpenVetted(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	return lib.WithDating(calendar.KeyDates)
}

// deals calls f with the deal of each example, in each position.
func deals(t *testing.T, f func(t *testing.T, deal *assemble.Deal)) {
	t.Helper()
	lib := library(t)
	files, err := filepath.Glob("../../testdata/examples/*.json")
	if err != nil || len(files) < 5 {
		t.Fatal("no examples", err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sheet, err := schema.Load(filepath.Base(file), src)
		if err != nil || sheet.Sheet.Deal.Instrument != "" && sheet.Sheet.Deal.Instrument != "agreement" {
			continue
		}
		for _, position := range []schema.Position{schema.Licensor, schema.Balanced, schema.Licensee} {
			asked := *sheet
			asked.Sheet = sheet.Sheet.Clone()
			asked.Sheet.Deal.Position = position
			deal, err := lib.Resolve(&asked)
			if err != nil || deal.Problems.Err() != nil {
				continue // no agreement is made of it, on purpose
			}
			t.Run(strings.TrimSuffix(filepath.Base(file), ".json")+" "+string(position), func(t *testing.T) { f(t, deal) })
		}
	}
}

// figures are the figures and days that words state, with what they count.
func figures(words string) []string { return figure.FindAllString(words, -1) }

var figure = regexp.MustCompile(`\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) \d{4}` +
	`|[A-Z]{3} [\d,.]*\d|[\d,.]*\d%|[\d,.]*\d (days|Business Days|months|years|hours)`)

// wordsOf are the words of blocks, a run a line.
func wordsOf(body []agreement.Block) string {
	var b strings.Builder
	agreement.Walk(body, func(x agreement.Block) bool {
		agreement.Inlines(x, func(in []agreement.Inline) { b.WriteString(agreement.Words(in) + "\n") })
		return true
	})
	return b.String()
}

// Every figure and every day of a summary stands in the agreement, and every provision
// that it cites is one.
func TestASummarySaysWhatTheAgreementSays(t *testing.T) {
	sheets := 0
	deals(t, func(t *testing.T, deal *assemble.Deal) {
		res, err := deal.Assemble(assemble.Options{})
		if err != nil {
			return // no agreement is made of it, on purpose
		}
		doc, err := summary.Of(deal, summary.Options{})
		if err != nil {
			t.Fatal(err)
		}
		sheets++
		whole := wordsOf(res.Document.Body)
		stated := figures(whole)
		for _, f := range figures(wordsOf(doc.Body)) {
			if !slices.Contains(stated, f) {
				t.Errorf("the summary says %q, and the agreement does not", f)
			}
		}
		numbers := map[string]bool{}
		agreement.Walk(res.Document.Body, func(b agreement.Block) bool {
			if c, ok := b.(*agreement.Clause); ok {
				numbers[strings.TrimSuffix(c.Label, ".")], numbers[c.Number] = true, true
			}
			return true
		})
		for _, m := range cited.FindAllStringSubmatch(wordsOf(doc.Body), -1) {
			if !numbers[m[1]] && !numbers["Schedule "+m[1]] {
				t.Errorf("the summary cites %q, which is no provision", m[0])
			}
		}
		if !strings.Contains(wordsOf(doc.Body), res.Document.Date) {
			t.Error("the summary does not say when the agreement begins")
		}
	})
	if sheets < 15 {
		t.Errorf("only %d summaries were made", sheets)
	}
}

var cited = regexp.MustCompile(`(?:Section|Schedule|Article) ([0-9IVXLC]+(?:\.[0-9]+)?|[A-M])\b`)

// What one side thinks of a deal is in its own summary alone.
func TestDeparturesAreInternal(t *testing.T) {
	deals(t, func(t *testing.T, deal *assemble.Deal) {
		if deal.Sheet.Deal.Position == schema.Balanced {
			return
		}
		doc, err := summary.Of(deal, summary.Options{})
		if err != nil {
			return
		}
		for _, word := range []string{"balanced", "fallback", "gains", "INTERNAL"} {
			if strings.Contains(wordsOf(doc.Body)+doc.Title, word) {
				t.Errorf("the summary for the other side says %q", word)
			}
		}
		doc, err = summary.Of(deal, summary.Options{Internal: true, Side: "licensor"})
		if err != nil {
			t.Fatal(err)
		}
		if words := wordsOf(doc.Body); !strings.HasPrefix(doc.Title, "INTERNAL") || !strings.Contains(words, "Who gains") || !strings.Contains(words, deal.Sheet.Parties[0].ShortName) {
			t.Errorf("%s does not say who gains:\n%s", doc.Title, words)
		}
	})
}

func TestAnInstrumentHasNoSummary(t *testing.T) {
	src, err := os.ReadFile("../../testdata/examples/amendment.json")
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := schema.Load("amendment.json", src)
	if err != nil {
		t.Fatal(err)
	}
	deal, err := library(t).Resolve(sheet)
	if err != nil {
		t.Fatal(err)
	}
	_, err = summary.Of(deal, summary.Options{})
	var ps agreement.Problems
	if !errors.As(err, &ps) || ps[0].ID != "no-key-terms" || ps[0].Pos.Line == 0 || ps[0].Hint == "" {
		t.Errorf("the summary of an amendment: %v", err)
	}
}

// A summary that goes over two pages is none.
func TestASummaryPrintsOnTwoPages(t *testing.T) {
	deals(t, func(t *testing.T, deal *assemble.Deal) {
		doc, err := summary.Of(deal, summary.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := pdf.Write(&file, doc, pdf.Options{}); err != nil {
			t.Fatal(err)
		}
		read, err := pdf.Read(file.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if len(read.Pages) > 2 {
			t.Errorf("it prints on %d pages", len(read.Pages))
		}
	})
}
