package batch

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

var durations = regexp.MustCompile(`"duration_ms":[0-9.e+-]+`)

func TestSameBytesWhateverTheWorkers(t *testing.T) {
	rows := sheets(60)
	rows[7] = `{"deal":`
	rows[31] = rows[30]
	in := jsonLines(t, rows)
	formats := draft.Options{Formats: []draft.Format{TermSheet, draft.Markdown, draft.HTML, draft.PDF}}
	var first map[string]string
	for _, workers := range []int{1, 2, 8} {
		dir := t.TempDir()
		s, _ := mustRun(t, in, NewMaker(library(t, someWords), formats, nil), dir, Options{Workers: workers, MaxFailures: -1})
		if s != (Summary{Rows: 60, Made: 57, Failed: 3, Flagged: 57}) {
			t.Errorf("%d workers: %+v", workers, s)
		}
		agrees(t, dir)
		got := contents(t, dir)
		if first == nil {
			first = got
		} else if d := cmp.Diff(first, got); d != "" {
			t.Errorf("%d workers (-1 worker):\n%s", workers, d)
		}
	}
	if want := 57*4 + 2; len(first) != want {
		t.Errorf("%d files, want %d", len(first), want)
	}
}

// TestThousandWithFaults runs a thousand rows of which 37 are at fault, then the
// failures alone once they are mended.
func TestThousandWithFaults(t *testing.T) {
	rows := sheets(1000)
	faults := []struct {
		text    string
		id      string
		message string
	}{
		{`{"deal":{"id":"X-%d"`, "", ""},
		{strings.Replace(sheet("X-%d", "B"), `"kind":"bilateral"`, `"kind":"bilaterel"`, 1), "", "deal.kind"},
		{strings.Replace(sheet("X-%d", "B"), `"2027-01-01"`, `"2027-02-30"`, 1), "", "effective_date"},
		{strings.Replace(sheet("X-%d", "B"), `"kind":"bilateral"`, `"kind":"pool"`, 1), "no-template", ""},
		{sheet("../x-%d", "B"), "file-name", "deal.id"},
		{sheet("CON.%d", "B"), "file-name", "device"},
		{sheet("X-%d", "B\x00"), "", ""},
		{sheet("X-%d", "B\u202e"), "", ""},
		{sheet(strings.Repeat("x", 300)+"%d", "B"), "", ""},
		{strings.Replace(sheet("X-%d", "B"), `"parties"`, `"partys"`, 1), "", ""},
		{"\xff%d", "", ""},
		{`[%d]`, "", ""},
		{strings.Replace(sheet("X-%d", "B"), `"deal":`, `"deal":{},"deal":`, 1), "duplicate-key", ""},
		{strings.Replace(sheet("X-%d", "B"), `"parties":`, `"clauses":{"no/such":{}},"parties":`, 1), "unknown-topic", ""},
	}
	for i := range 37 {
		fault := faults[i%len(faults)].text
		if strings.Contains(fault, "%d") {
			fault = strings.ReplaceAll(fault, "%d", fmt.Sprint(i))
		}
		rows[i*27+3] = fault
	}
	in := jsonLines(t, rows)
	dir := t.TempDir()
	m := NewMaker(library(t, someWords), inMarkdown, nil)
	s, events := mustRun(t, in, m, dir, Options{MaxFailures: -1})
	if s.Made != 963 || s.Failed != 37 {
		t.Fatalf("%+v", s)
	}
	agrees(t, dir)
	for i := range 37 {
		row, fault := i*27+4, faults[i%len(faults)]
		problems := events[row][0].Problems
		if len(problems) == 0 {
			t.Errorf("row %d: no problem was reported", row)
			continue
		}
		if !slices.ContainsFunc(problems, func(p *agreement.Problem) bool {
			return p.Pos.Line == row && p.Pos.Filename == in.Name && (fault.id == "" || p.ID == fault.id) && strings.Contains(p.Message, fault.message)
		}) {
			t.Errorf("row %d: %v", row, problems)
		}
	}
	failed := mended(t, filepath.Join(dir, "failures.jsonl"))
	if len(failed) != 37 {
		t.Fatalf("%d failures listed", len(failed))
	}
	again := input(t, "failures.jsonl", strings.Join(failed, "\n"), InputOptions{})
	if s, _ := mustRun(t, again, m, dir, Options{MaxFailures: -1}); s.Made != 37 || s.Failed != 0 || s.Left != 0 {
		t.Errorf("the mended rows: %+v", s)
	}
	agrees(t, dir)
}

// mended reads a list of failures and gives good rows in their place.
func mended(t *testing.T, path string) []string {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "// ") {
			rows = append(rows, sheet(fmt.Sprintf("M-%d", len(rows)), "B"))
		}
	}
	return rows
}

func TestResume(t *testing.T) {
	rows := sheets(5)
	lib := library(t, someWords)
	dir, folder := t.TempDir(), t.TempDir()
	path := filepath.Join(folder, "rows.jsonl")
	run := func(m *Maker) (Summary, map[int][]Event) {
		t.Helper()
		if err := os.WriteFile(path, []byte(strings.Join(rows, "\n")), 0o666); err != nil {
			t.Fatal(err)
		}
		in, err := Open(path, InputOptions{})
		if err != nil {
			t.Fatal(err)
		}
		s, events := mustRun(t, in, m, dir, Options{MaxFailures: -1})
		agrees(t, dir)
		return s, events
	}
	want := func(step string, s, want Summary) {
		t.Helper()
		s.Flagged = 0
		if s != want {
			t.Errorf("%s: %+v, want %+v", step, s, want)
		}
	}
	reason := func(events map[int][]Event, row int) string { return events[row][1].Reason }
	m := NewMaker(lib, inMarkdown, nil)
	s, _ := run(m)
	want("first", s, Summary{Rows: 5, Made: 5})
	s, _ = run(m)
	want("again", s, Summary{Rows: 5, Kept: 5})

	rows[2] = sheet("D-0003", "Gamma GmbH")
	s, events := run(m)
	want("one changed", s, Summary{Rows: 5, Kept: 4, Remade: 1})
	if got := reason(events, 3); got != "the term sheet has changed" {
		t.Errorf("reason: %q", got)
	}
	rows = slices.Insert(rows, 0, sheet("D-0000", "New GmbH"))
	s, _ = run(m)
	want("one before the others", s, Summary{Rows: 6, Made: 1, Kept: 5})

	if err := os.Remove(filepath.Join(dir, "D-0004.md")); err != nil {
		t.Fatal(err)
	}
	s, events = run(m)
	want("one gone", s, Summary{Rows: 6, Kept: 5, Remade: 1})
	if got := reason(events, 5); got != "D-0004.md is gone" {
		t.Errorf("reason: %q", got)
	}
	m = NewMaker(library(t, "It does so well."), inMarkdown, nil)
	s, events = run(m)
	want("another library", s, Summary{Rows: 6, Remade: 6})
	if got := reason(events, 1); got != "the clause library has changed" {
		t.Errorf("reason: %q", got)
	}
	rows = rows[1:]
	s, _ = run(m)
	want("a row less", s, Summary{Rows: 5, Kept: 5, Left: 1})
	rows[0] = strings.Replace(rows[0], "bilateral", "pool", 1)
	s, _ = run(m)
	want("a row gone bad", s, Summary{Rows: 5, Kept: 4, Failed: 1, Left: 1})
}

func TestEditedFileIsNotOverwritten(t *testing.T) {
	in, dir := jsonLines(t, sheets(2)), t.TempDir()
	mine := filepath.Join(dir, "D-0001.md")
	m := NewMaker(library(t, someWords), inMarkdown, nil)
	mustRun(t, in, m, dir, Options{MaxFailures: -1})
	if err := os.WriteFile(mine, []byte("edited by hand"), 0o666); err != nil {
		t.Fatal(err)
	}
	s, events := mustRun(t, in, m, dir, Options{MaxFailures: -1})
	if s.Kept != 1 || s.Failed != 1 || events[1][1].Problems[0].ID != "exists" {
		t.Errorf("%+v %v", s, events[1])
	}
	if got, _ := os.ReadFile(mine); string(got) != "edited by hand" {
		t.Error("the file was overwritten")
	}
	if s, _ = mustRun(t, in, m, dir, Options{MaxFailures: -1, Force: true}); s.Failed != 0 {
		t.Errorf("with force: %+v", s)
	}
	agrees(t, dir)
}

func TestMaxFailures(t *testing.T) {
	rows := sheets(20)
	for _, i := range []int{2, 5, 11} {
		rows[i] = "{"
	}
	for most, stopped := range map[int]bool{-1: false, 3: false, 2: true, 0: true} {
		dir := t.TempDir()
		s, _ := mustRun(t, jsonLines(t, rows), NewMaker(library(t, someWords), inMarkdown, nil), dir, Options{MaxFailures: most})
		if s.Stopped != stopped {
			t.Errorf("at most %d: %+v", most, s)
		}
		if got := len(contents(t, dir)); stopped && got != 0 {
			t.Errorf("at most %d: %d files were written", most, got)
		}
	}
}

// TestMaxFailuresWhileMaking stops at the first row that cannot be written, which no
// check foresees; what was begun after it is not left behind.
func TestMaxFailuresWhileMaking(t *testing.T) {
	in, dir := jsonLines(t, sheets(60)), t.TempDir()
	mine := filepath.Join(dir, "D-0020.md")
	if err := os.WriteFile(mine, []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	m := NewMaker(library(t, someWords), inMarkdown, nil)
	s, _ := mustRun(t, in, m, dir, Options{Workers: 8})
	if s != (Summary{Rows: 60, Made: 19, Failed: 1, Flagged: 19, Stopped: true}) {
		t.Errorf("%+v", s)
	}
	if err := os.Remove(mine); err != nil {
		t.Fatal(err)
	}
	agrees(t, dir)
}

func TestDryRunWritesNothing(t *testing.T) {
	rows := append(sheets(3), "{")
	dir := filepath.Join(t.TempDir(), "out")
	s, events := mustRun(t, jsonLines(t, rows), NewMaker(library(t, someWords), inMarkdown, nil), dir, Options{MaxFailures: -1, DryRun: true})
	if s.Made != 3 || s.Failed != 1 || events[2][1].Action != Made {
		t.Errorf("%+v %v", s, events[2])
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder was made")
	}
}

func TestShardsMakeTheWhole(t *testing.T) {
	rows := sheets(23)
	rows[4] = "{"
	rows[9] = rows[8] // in another shard
	in := jsonLines(t, rows)
	m := NewMaker(library(t, someWords), inMarkdown, nil)
	whole, parts := t.TempDir(), t.TempDir()
	mustRun(t, in, m, whole, Options{MaxFailures: -1})
	for i := 1; i <= 4; i++ {
		mustRun(t, in, m, parts, Options{MaxFailures: -1, Shard: Shard{i, 4}})
	}
	merged, err := MergeFolder(parts)
	if err != nil || merged.Rows != 23 || merged.Failed != 3 || merged.Missing != 0 || len(merged.Absent) != 0 {
		t.Errorf("%+v, %v", merged, err)
	}
	want, got := contents(t, whole), contents(t, parts)
	for _, c := range []map[string]string{want, got} { // the order of failures is that of the shards
		lines := strings.Split(c["failures.jsonl"], "\n")
		slices.Sort(lines)
		c["failures.jsonl"] = strings.Join(lines, "\n")
	}
	maps.DeleteFunc(got, func(name, _ string) bool { return strings.Contains(name, "-of-") })
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("shards (-whole):\n%s", d)
	}
	if err := os.Remove(filepath.Join(parts, Shard{3, 4}.ManifestName())); err != nil {
		t.Fatal(err)
	}
	if merged, err = MergeFolder(parts); err != nil || merged.Missing != 5 || len(merged.Absent) != 1 {
		t.Errorf("three of four: %+v, %v", merged, err)
	}
}

func TestInterruptedRunKeepsWhatIsDone(t *testing.T) {
	in, dir := jsonLines(t, sheets(200)), t.TempDir()
	m := NewMaker(library(t, someWords), inMarkdown, nil)
	ctx, stop := context.WithCancel(context.Background())
	s, err := Run(ctx, in, m, dir, Options{MaxFailures: -1, Report: func(e Event) {
		if e.Phase == Making && e.Row == 50 {
			stop()
		}
	}})
	if err != nil || !s.Stopped || s.Made < 50 || s.Made == 200 {
		t.Fatalf("%+v, %v", s, err)
	}
	agrees(t, dir)
	s2, _ := mustRun(t, in, m, dir, Options{MaxFailures: -1})
	if s2.Kept != s.Made || s2.Kept+s2.Made != 200 {
		t.Errorf("after %+v: %+v", s, s2)
	}
	agrees(t, dir)
}

func TestCheckFindsWhatNothingDeclares(t *testing.T) {
	f, err := schema.Load("deal.json", []byte(`{
		"deal": {"id": "D-1", "kind": "bilateral", "effective_date": "2027-01-01"},
		"parties": [
			{"id": "alpha", "legal_name": "Alpha Ltd", "short_name": "Alpha", "jurisdiction": "IE"},
			{"id": "beta", "legal_name": "Beta Ltd", "short_name": "Beta", "jurisdiction": "DE"}
		],
		"grants": [{"id": "g1", "from": "alpha", "to": ["ghost"]}]
	}`))
	if err != nil {
		t.Fatal(err)
	}
	err = NewMaker(library(t, someWords), draft.Options{Formats: draft.Formats}, nil).Check(&Job{Sheet: f})
	if err == nil || !strings.Contains(err.Error(), `grants[0].to[0] refers to "ghost"`) {
		t.Errorf("a licensee that is no party: %v", err)
	}
}
