package batch

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/engross/engross/format/excel"
)

// TestStatus tells a batch as a workbook and as a page: what the manifest says, with
// links that lead to the files, and values that are text whatever they hold.
func TestStatus(t *testing.T) {
	rows := sheets(3)
	rows[1] = strings.Replace(rows[1], "2027-01-01", "2027-02-30", 1)
	rows[2] = strings.Replace(rows[2], "D-0003", "=D&3 <b>", 1)
	rows[2] = strings.Replace(rows[2], "<b>", "(b)", 1)
	dir := filepath.Join(t.TempDir(), "made & done")
	mustRun(t, jsonLines(t, rows), NewMaker(library(t, someWords), inMarkdown, nil), dir, Options{MaxFailures: -1})
	s, err := StatusOf(context.Background(), filepath.Join(dir, "manifest.jsonl"), filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := excel.Write(&b, s.Workbook()); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for ref, want := range map[string]string{"A4": "1", "B4": "D-0001", "C5": "failed", "B6": "=D&3 (b)", "H4": "D-0001.md"} {
		if got, _ := f.GetCellValue("Rows", ref); got != want {
			t.Errorf("%s is %q, want %q", ref, got, want)
		}
	}
	if _, to, _ := f.GetCellHyperLink("Rows", "H6"); to != "made%20&%20done/=D&3%20%28b%29.md" && to != "made%20&%20done/=D&3%20(b).md" {
		t.Error(to)
	}
	if found, _ := f.SearchSheet("Findings", ".*effective_date.*", true); len(found) == 0 {
		t.Error("what stopped the second row is not among the findings")
	}
	b.Reset()
	if err := s.HTML(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"3 rows, 2 made, of which 2 with findings, 1 failed.", `href="made%20&amp;%20done/D-0001.md"`, "=D&amp;3 (b)", "Not legal advice"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "D-0001.md")); err != nil {
		t.Error(err)
	}
}
