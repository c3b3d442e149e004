package renew_test

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

// laterLibrary is the library with another default for the notice against renewal,
// and other words in the clause on the term.
func laterLibrary(t *testing.T) *assemble.Library {
	t.Helper()
	changed := fstest.MapFS{}
	err := fs.WalkDir(clauses.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(clauses.FS, name)
		if name == "term/duration-renewal/topic.yaml" {
			data = bytes.Replace(data, []byte("default: {L: 180, B: 180, E: 90}"), []byte("default: {L: 180, B: 120, E: 90}"), 1)
		}
		if name == "term/duration-renewal/auto-renew.md" {
			data = bytes.Replace(data, []byte("unless notice of non-renewal has been given"), []byte("unless notice of non-renewal has been received"), 1)
		}
		changed[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	lib, err := assemble.Open(changed, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// lastYear is the base without a notice of its own, with what it was made of.
func lastYear(t *testing.T) *renew.Last {
	t.Helper()
	sheet := base(t, `"notice_days": 180, `, ``)
	deal, err := library(t).Resolve(sheet)
	if err != nil {
		t.Fatal(err)
	}
	p, err := draft.Make(deal, draft.Options{Source: true, Formats: []draft.Format{draft.PDF}})
	if err != nil {
		t.Fatal(err)
	}
	last, err := renew.FromPDF(draft.Opener{Library: library(t)}, "last.pdf", p.Files[0].Data)
	if err != nil {
		t.Fatal(err)
	}
	if len(schema.Changes(sheet, last.Sheet)) > 1 { // but for the address of its schema
		t.Fatal("the PDF carries another term sheet")
	}
	return last
}

// TestLaterLibrary renews an agreement after the library has changed its mind about
// a default and its words.
func TestLaterLibrary(t *testing.T) {
	last, later := lastYear(t), laterLibrary(t)
	for _, c := range []struct {
		name, rules string
		today       string
		notice      int // that the new agreement states
		pinned      bool
	}{
		{"taken again", `{}`, "2031-05-01", 120, false},
		{"pinned", `{"defaults": "pin"}`, "2031-05-01", 180, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := renew.Renew(last, loadRules(t, c.rules), renew.Options{Library: later, Today: parseDay(t, c.today)})
			if err != nil {
				t.Fatal(err)
			}
			res, err := later.Resolve(r.Sheet)
			if err != nil {
				t.Fatal(err)
			}
			if got := int(*res.Sheet.Term.Renewal.NoticeDays); got != c.notice {
				t.Errorf("notice of %d days, not %d", got, c.notice)
			}
			told := false
			for _, d := range r.Report.Defaults {
				if d.Path == "term.renewal.notice_days" {
					told = d.Before == "180 days" && d.Pinned == c.pinned
				}
			}
			if !told {
				t.Errorf("the report does not tell: %+v", r.Report.Defaults)
			}
			if all := strings.Join(r.Report.Library, " "); !strings.Contains(all, "The words of the clause term/duration-renewal have changed") {
				t.Errorf("the report does not say that the words changed: %s", all)
			}
		})
	}
}

// TestPinnedLibrary refuses words that are not last year's, and an amendment of an
// agreement whose words this library does not have.
func TestPinnedLibrary(t *testing.T) {
	last, later := lastYear(t), laterLibrary(t)
	for _, rules := range []string{`{"library": "pin"}`, `{"form": "amendment"}`} {
		_, err := renew.Renew(last, loadRules(t, rules), renew.Options{Library: later})
		if err == nil || !strings.Contains(err.Error(), "the words are not last year's: The words of the clause term/duration-renewal have changed") {
			t.Errorf("%s: %v", rules, err)
		}
		if _, err := renew.Renew(last, loadRules(t, rules), renew.Options{Library: library(t)}); err != nil {
			t.Errorf("%s, with last year's library: %v", rules, err)
		}
	}
	if _, err := renew.Renew(&renew.Last{Sheet: base(t)}, loadRules(t, `{"library": "pin"}`), renew.Options{Library: library(t)}); err == nil {
		t.Error("a library is pinned though nobody knows which")
	}
}

// TestPinningChangesNoWords pins the defaults of a library that has not changed, and
// finds the same agreement.
func TestPinningChangesNoWords(t *testing.T) {
	lib, last := library(t), lastYear(t)
	text := func(rules string) string {
		r, err := renew.Renew(last, loadRules(t, rules), renew.Options{Library: lib})
		if err != nil {
			t.Fatal(err)
		}
		res, err := lib.Assemble(r.Document, assemble.Options{})
		if err != nil {
			t.Fatal(err)
		}
		res.Document.Digest = ""
		var b bytes.Buffer
		if err := markdown.Write(&b, res.Document); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	if text(`{}`) != text(`{"defaults": "pin"}`) {
		t.Error("pinning changes the words")
	}
}

// TestYearsInARow amends an agreement twice and restates it: each document names
// those before it, in the order of their dates.
func TestYearsInARow(t *testing.T) {
	lib := library(t)
	sheet := base(t)
	for i, rules := range []string{
		`{"form": "amendment", "signing_date": "2031-11-01", "uplift": [{"percent": 2, "of": ["fees"]}]}`,
		`{"form": "amendment", "signing_date": "2034-11-01", "uplift": [{"percent": 2, "of": ["fees"]}], "history": [{"id": "SIDE-LETTER", "date": "2033-05-05"}]}`,
	} {
		r, err := renew.Renew(&renew.Last{Sheet: sheet}, loadRules(t, rules), renew.Options{Library: lib})
		if err != nil {
			t.Fatal(err)
		}
		if want := []string{"TRIO-2027-A1", "TRIO-2027-A3"}[i]; r.Document.Sheet.Deal.ID != want {
			t.Errorf("amendment %d is %s, not %s", i+1, r.Document.Sheet.Deal.ID, want)
		}
		sheet = r.Sheet
	}
	_, err := renew.Renew(&renew.Last{Sheet: sheet}, loadRules(t, `{}`), renew.Options{Library: lib})
	if err == nil || !strings.Contains(err.Error(), "its renewals are used up: 2 of 2") {
		t.Fatalf("a third renewal of two: %v", err)
	}
	r, err := renew.Renew(&renew.Last{Sheet: sheet}, loadRules(t, `{"term": {"max": 3}}`), renew.Options{Library: lib})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, h := range r.Sheet.Sheet.Deal.Amends.History {
		ids = append(ids, h.ID)
	}
	if got := strings.Join(ids, " "); got != "TRIO-2027-A1 SIDE-LETTER TRIO-2027-A3" {
		t.Errorf("the restated agreement names %s", got)
	}
	if got := r.Sheet.Sheet.TermStart(); got != (schema.Date{Year: 2038, Month: 1, Day: 1}) {
		t.Errorf("it begins on %s", got)
	}
}
