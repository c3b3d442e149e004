package renew_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

// TestCases renews testdata/base.json by the rules in testdata/*.txtar. The comment of
// an archive may say "today: 2031-05-01", and "replace: old => new" of the base.
// Expected are the lines of the new term sheet that differ from
// last year's (changes), what the report says (report), what is noticed (warnings),
// and what is wrong or refuses the renewal (problems). go test ./renew -update rewrites them.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	lib := library(t)
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			in := map[string][]byte{}
			for _, f := range archive.Files {
				in[f.Name] = f.Data
			}
			got, err := renewCase(lib, base(t, replacements(archive)...), string(archive.Comment), in)
			if err != nil {
				got["problems"] = problemsText(err)
			}
			compareCase(t, name, archive, got)
		})
	}
}

// replacements are the lines "replace: old => new" of a comment.
func replacements(archive *txtar.Archive) []string {
	var list []string
	for l := range strings.Lines(string(archive.Comment)) {
		if x, ok := strings.CutPrefix(l, "replace: "); ok {
			old, new, _ := strings.Cut(strings.TrimRight(x, "\n"), " => ")
			list = append(list, old, new)
		}
	}
	return list
}

func renewCase(lib *assemble.Library, last *schema.File, comment string, in map[string][]byte) (map[string]string, error) {
	got := map[string]string{}
	rules, err := renew.LoadRules("rules.json", in["rules.json"])
	if err != nil {
		return got, err
	}
	o := renew.Options{Library: lib, Name: "next.json"}
	if src := in["index.json"]; src != nil {
		x, err := renew.LoadIndex("index.json", src)
		if err != nil {
			return got, err
		}
		o.Indices = append(o.Indices, x)
	}
	for l := range strings.Lines(comment) {
		if day, ok := strings.CutPrefix(l, "today: "); ok {
			o.Today, err = schema.ParseDate(strings.TrimSpace(day))
			if err != nil {
				return got, err
			}
		}
	}
	r, err := renew.Renew(&renew.Last{Sheet: last}, rules, o)
	if err != nil {
		return got, err
	}
	got["changes"] = lineDiff(string(last.Source), string(r.Sheet.Source))
	got["report"] = reportText(r.Report)
	got["warnings"] = problemsText(r.Problems)
	return got, nil
}

// lineDiff is the lines that one of two texts has and the other has not, in order.
func lineDiff(a, b string) string {
	var out strings.Builder
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for len(x)+len(y) > 0 {
		switch i, j := index(y, x), index(x, y); {
		case i == 0:
			x, y = x[1:], y[1:]
		case i < 0:
			fmt.Fprintf(&out, "-%s\n", x[0])
			x = x[1:]
		case j < 0:
			fmt.Fprintf(&out, "+%s\n", y[0])
			y = y[1:]
		default:
			fmt.Fprintf(&out, "-%s\n", x[0])
			x = x[1:]
		}
	}
	return out.String()
}

// index is where the first line of of stands in lines, or -1.
func index(lines, of []string) int {
	if len(of) == 0 {
		return -1
	}
	for i, l := range lines {
		if l == of[0] {
			return i
		}
	}
	return -1
}

// reportText is what a report says, but for the departures that go on and for the
// library, which change with every clause.
func reportText(r *renew.Report) string {
	var b strings.Builder
	for _, s := range r.Summary {
		fmt.Fprintln(&b, s)
	}
	for _, e := range r.Entries {
		fmt.Fprintf(&b, "%s: %.60s -> %.60s (%s: %s)\n", e.Path, e.Before, e.After, e.Rule, e.Why)
	}
	for _, s := range append(r.Notes, r.Royalties...) {
		fmt.Fprintln(&b, "note: "+s)
	}
	for _, d := range r.Defaults {
		fmt.Fprintf(&b, "default: %s %s: %s -> %s, pinned %t\n", d.Clause, d.Parameter, d.Before, d.After, d.Pinned)
	}
	return b.String()
}

func problemsText(err error) string {
	var ps agreement.Problems
	if !errors.As(err, &ps) {
		return err.Error() + "\n"
	}
	var b strings.Builder
	for _, p := range ps {
		fmt.Fprintf(&b, "%s\n  hint: %s\n", p.Error(), p.Hint)
	}
	return b.String()
}

func compareCase(t *testing.T, name string, archive *txtar.Archive, got map[string]string) {
	t.Helper()
	next := &txtar.Archive{Comment: archive.Comment}
	want := map[string]string{}
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".json") {
			next.Files = append(next.Files, f)
		} else {
			want[f.Name] = string(f.Data)
		}
	}
	for _, section := range []string{"changes", "report", "warnings", "problems"} {
		if got[section] != "" {
			next.Files = append(next.Files, txtar.File{Name: section, Data: []byte(got[section])})
		}
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(next), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, section := range []string{"changes", "report", "warnings", "problems"} {
		if d := cmp.Diff(want[section], got[section]); d != "" {
			t.Errorf("%s (-want +got; -update accepts it):\n%s", section, d)
		}
	}
}
