package batch

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

// nextYear renews by one rule: the agreement begins a year later. It refuses those
// whose title says that they have ended.
func nextYear(t testing.TB, lib *assemble.Library) Renewer {
	t.Helper()
	return func(last *renew.Last) (*renew.Renewal, error) {
		if last.Sheet.Sheet.Deal.Title == "ended" {
			return nil, agreement.Problems{{ID: "no-renewal", Pos: last.Sheet.Pos("/deal/title"), Pointer: "/deal/title", Message: "it has ended", Hint: "draft a new one"}}
		}
		before, err := lib.Assemble(last.Sheet, assemble.Options{})
		if err != nil {
			return nil, err
		}
		text := strings.NewReplacer("2027-01-01", "2028-01-01", "D-", "E-").Replace(string(last.Sheet.Source))
		next, err := schema.Load(last.Sheet.Name, []byte(text))
		if err != nil {
			return nil, err
		}
		return &renew.Renewal{Sheet: next, Document: next, Compared: next, Before: before.Document, Report: &renew.Report{}}, nil
	}
}

// TestRenewals plants faults in renewals, stops the run twice,
// lets it come to its end, and reviews it. The manifest agrees with the folder each
// time, and what is left is what an undisturbed run leaves.
func TestRenewals(t *testing.T) {
	rows := sheets(300)
	faults := []func(string) string{
		func(string) string { return `{"deal":` },
		func(s string) string {
			return strings.Replace(s, `"kind":"bilateral"`, `"kind":"bilateral","title":"ended"`, 1)
		},
		func(s string) string { return strings.Replace(s, "2027-01-01", "2027-02-30", 1) },
		func(s string) string { return strings.Replace(s, "D-", "../", 1) },
		func(s string) string { return strings.Replace(s, `"parties"`, `"partys"`, 1) },
	}
	for i := range 37 {
		at := i*8 + 3
		rows[at] = faults[i%len(faults)](rows[at])
	}
	in, dir := jsonLines(t, rows), t.TempDir()
	lib := library(t, someWords)
	m := NewMaker(lib, inMarkdown, nextYear(t, lib))
	var s Summary
	for _, last := range []int{90, 210, 0} {
		ctx, stop := context.WithCancel(context.Background())
		var err error
		s, err = Run(ctx, in, m, dir, Options{MaxFailures: -1, Report: func(e Event) {
			if e.Phase == Making && e.Row == last {
				stop()
			}
		}})
		stop()
		if err != nil || s.Stopped != (last > 0) {
			t.Fatalf("until %d: %+v, %v", last, s, err)
		}
		agrees(t, dir)
	}
	if s.Failed != 37 || s.Made+s.Kept != 263 || s.Kept < 180 {
		t.Errorf("%+v", s)
	}
	undisturbed := t.TempDir()
	mustRun(t, in, m, undisturbed, Options{MaxFailures: -1})
	if d := cmp.Diff(contents(t, undisturbed), contents(t, dir)); d != "" {
		t.Errorf("(-undisturbed +stopped and resumed):\n%.2000s", d)
	}
	g, err := Review(context.Background(), lib, filepath.Join(dir, "manifest.jsonl"), ReviewOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range g.Groups {
		got = append(got, fmt.Sprintf("%d %v", x.Count, x.Changes))
	}
	want := []string{"263 [{a/one.second 2.2 One number {old effective date} → {effective date}}]"}
	if d := cmp.Diff(want, got); d != "" || g.Failed != 37 || len(g.Unknown) != 0 {
		t.Errorf("review: %s %+v", d, g)
	}
}

// TestOddOnesStandOut compares a batch with last year's, in which seven deals had
// another period.
func TestOddOnesStandOut(t *testing.T) {
	rows := sheets(40)
	days := func(n int) string { return fmt.Sprintf(`"escrow":{"objection_days":%d},"parties"`, n) }
	for i := range rows {
		rows[i] = strings.Replace(rows[i], `"parties"`, days(10), 1)
	}
	last, now := t.TempDir(), t.TempDir()
	m := NewMaker(library(t, someWords), inMarkdown, nil)
	mustRun(t, jsonLines(t, rows), m, last, Options{MaxFailures: -1})
	for i := range rows {
		rows[i] = strings.Replace(rows[i], "2027-01-01", "2028-01-01", 1)
		if i%6 == 3 {
			rows[i] = strings.Replace(rows[i], days(10), days(i), 1)
		}
	}
	mustRun(t, jsonLines(t, rows), m, now, Options{MaxFailures: -1})
	g, err := Review(context.Background(), library(t, someWords), filepath.Join(now, "manifest.jsonl"), ReviewOptions{Against: last})
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Groups) != 8 || g.Groups[0].Count != 33 || len(g.Groups[0].Changes) != 1 || g.Groups[1].Count != 1 || len(g.Groups[1].Changes) != 2 {
		t.Errorf("%+v", g)
	}
}

func TestTwoRunsDoNotWorkInOneFolder(t *testing.T) {
	dir := t.TempDir()
	busy, err := lockFolder(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	m := NewMaker(library(t, someWords), inMarkdown, nil)
	in := jsonLines(t, sheets(2))
	if _, err := Run(context.Background(), in, m, dir, Options{MaxFailures: -1}); err == nil || !strings.Contains(err.Error(), "another run of engross batch is at work") {
		t.Errorf("%v", err)
	}
	if s, _ := mustRun(t, in, m, dir, Options{MaxFailures: -1, Shard: Shard{1, 2}}); s.Made != 1 {
		t.Errorf("a shard of its own: %+v", s)
	}
	busy.release()
	if s, _ := mustRun(t, in, m, dir, Options{MaxFailures: -1}); s.Made+s.Kept != 2 {
		t.Errorf("when the other has ended: %+v", s)
	}
}

// TestEachDealsOwnDatesAreNoChangeOfItsOwn renews deals that were signed on different
// days, and will be, and assessed on others: they changed alike. One whose term
// moved by another number of years stands out.
func TestEachDealsOwnDatesAreNoChangeOfItsOwn(t *testing.T) {
	lib := library(t, "It is dated {{ .Deal.SigningDate }} and ends on {{ .Term.End }}. It was assessed on {{ .Regulatory.SelfAssessmentDate }}.")
	rows := sheets(24)
	for i := range rows {
		own := fmt.Sprintf(`"effective_date":"2027-01-01","signing_date":"2026-12-%02d"},"term":{"end":"2031-12-31"},"regulatory":{"self_assessment_date":"2029-03-%02d"}`, i+1, i+2)
		rows[i] = strings.Replace(rows[i], `"effective_date":"2027-01-01"}`, own, 1)
	}
	renewed := func(last *renew.Last) (*renew.Renewal, error) {
		before, err := lib.Assemble(last.Sheet, assemble.Options{})
		if err != nil {
			return nil, err
		}
		sheet := last.Sheet.Sheet
		day := sheet.Deal.SigningDate.Day
		years := "2034-12-31"
		if day == 7 {
			years = "2036-12-31"
		}
		text := strings.NewReplacer("2027-01-01", "2032-01-01", "2026-12-", fmt.Sprintf("2031-%02d-", 1+day%11), "2031-12-31", years, fmt.Sprintf("2029-03-%02d", day+1), fmt.Sprintf("2033-05-%02d", 28-day), "D-", "E-").Replace(string(last.Sheet.Source))
		next, err := schema.Load(last.Sheet.Name, []byte(text))
		if err != nil {
			return nil, err
		}
		return &renew.Renewal{Sheet: next, Document: next, Compared: next, Before: before.Document, Report: &renew.Report{}}, nil
	}
	last, now := t.TempDir(), t.TempDir()
	mustRun(t, jsonLines(t, rows), NewMaker(lib, draft.Options{Formats: []draft.Format{draft.Markdown, TermSheet}}, nil), last, Options{MaxFailures: -1})
	s, events := mustRun(t, jsonLines(t, rows), NewMaker(lib, draft.Options{Formats: []draft.Format{draft.Markdown, TermSheet}}, renewed), now, Options{MaxFailures: -1})
	if s.Made != 24 {
		t.Fatalf("%+v %v", s, events)
	}
	for _, against := range []string{"", last} {
		g, err := Review(context.Background(), lib, filepath.Join(now, "manifest.jsonl"), ReviewOptions{Against: against})
		if err != nil {
			t.Fatal(err)
		}
		if len(g.Groups) != 2 || g.Groups[0].Count != 23 || g.Groups[1].Names[0] != "E-0007" {
			for _, x := range g.Groups {
				t.Errorf("against %q: %d %v %v", filepath.Base(against), x.Count, x.Names, x.Changes)
			}
		}
	}
}
