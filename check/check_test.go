package check

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the wanted findings in testdata and the generated page")

// A case is one file of testdata/FAMILY.txtar. Its name is the check, what the
// case shows ("fires", "near miss" or "unknown"), optionally "in pool" or "in
// Go", and a comment after a colon. Its lines change a base deal, testdata/bilateral.json
// or testdata/pool.json: each is a JSON Pointer and the value to put there, or
// "-" to delete what is there; an index "-" appends. A line "says" lists what the
// clauses declare, as fact=value, besides what those of a sound deal do (see
// [sound]). After a blank line come the findings
// of that check, and of no other. A sheet "in Go" is not loaded but
// decoded, as one that a program built, and may hold what loading refuses.
type testCase struct {
	check, shows, base string
	unloaded           bool
	changes, want      string
}

var caseName = regexp.MustCompile(`^([A-Z]{2}\d\d) (fires|near miss|unknown)( in pool)?( in Go)?(: .+)?$`)

func parseCase(t *testing.T, f txtar.File) testCase {
	m := caseName.FindStringSubmatch(f.Name)
	if m == nil {
		t.Fatalf("%q is not the name of a case", f.Name)
	}
	changes, want, _ := strings.Cut(string(f.Data), "\n\n")
	c := testCase{check: m[1], shows: m[2], base: "bilateral.json", changes: changes, want: want}
	if m[3] != "" {
		c.base = "pool.json"
	}
	c.unloaded = m[4] != ""
	return c
}

func TestChecks(t *testing.T) {
	shown := map[string]map[string]bool{"fires": {}, "near miss": {}, "unknown": {}}
	gravest := map[string]bool{}
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, part := range archive.Files {
			c := parseCase(t, part)
			shown[c.shows][c.check] = true
			t.Run(part.Name, func(t *testing.T) {
				found := findings(t, c)
				for _, p := range found {
					gravest[c.check] = gravest[c.check] || p.Severity == Lookup(c.check).Severity
					if p.Severity < Lookup(c.check).Severity {
						t.Errorf("graver than %s is said to be: %v", c.check, p)
					}
					if c.shows == "unknown" && p.Severity != agreement.Note {
						t.Errorf("what is unknown is a note, not: %v", p)
					}
				}
				if (c.shows == "near miss") != (len(found) == 0) {
					t.Errorf("%s findings in a case that shows %s", strconv.Itoa(len(found)), c.shows)
				}
				got := text(found)
				if *update {
					archive.Files[i].Data = []byte(strings.TrimSpace(strings.TrimSpace(c.changes)+"\n\n"+got) + "\n\n")
				} else if diff := cmp.Diff(strings.TrimSpace(c.want), strings.TrimSpace(got)); diff != "" {
					t.Error(diff)
				}
			})
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range All() {
		if !shown["fires"][c.ID] || !shown["near miss"][c.ID] {
			t.Errorf("%s wants a case that fires it and one that nearly does", c.ID)
		}
		if !gravest[c.ID] {
			t.Errorf("no case makes %s report its gravest severity, %s", c.ID, c.Severity)
		}
	}
}

// findings runs all checks over a case and gives those of its check.
func findings(t *testing.T, c testCase) agreement.Problems {
	declared, changes := listed("says", c.changes)
	src := changed(t, c.base, changes)
	var report *Report
	if c.unloaded {
		sheet := new(schema.TermSheet)
		if err := json.Unmarshal(src, sheet); err != nil {
			t.Fatal(err)
		}
		report = run(nil, sheet, declaring(t, nil, declared...))
	} else {
		file := load(t, src)
		report = run(file, file.Sheet, declaring(t, file, declared...))
	}
	return slices.DeleteFunc(report.Problems, func(p *agreement.Problem) bool { return p.ID != c.check })
}

// sound is what the clauses of the base deals say.
var sound = []string{"exit=yes", "innocent-keeps=yes"}

// declaring are clauses that declare facts: fact=value, or fact=value@pointer where the
// term sheet chose the variant. Which of them are left out is asked of the library.
func declaring(t testing.TB, file *schema.File, declared ...string) chosen {
	said := map[assemble.Fact]assemble.Saying{}
	for _, d := range append(slices.Clone(sound), declared...) {
		name, rest, _ := strings.Cut(d, "=")
		value, pointer, _ := strings.Cut(rest, "@")
		s := assemble.Saying{Value: value, Pointer: pointer, Topic: "a/clause", Parameter: "parameter"}
		if n, err := strconv.Atoi(value); err == nil {
			s.Is = schema.Days(n)
		} else if b, err := strconv.ParseBool(value); err == nil {
			s.Is = b
		}
		said[assemble.Fact(name)] = s
	}
	c := chosen{
		said: func(f assemble.Fact) assemble.Saying { return said[f] },
		has:  func(string) bool { return true },
	}
	if file != nil && slices.ContainsFunc(slices.Collect(maps.Values(file.Sheet.Clauses)), func(x schema.Choice) bool { return x.Omit }) {
		deal, err := library(t).Resolve(file)
		if err != nil {
			t.Fatal(err)
		}
		c.omissions = deal.Omissions()
	}
	return c
}

var library = func() func(testing.TB) *assemble.Library {
	open := sync.OnceValues(func() (*assemble.Library, error) { return assemble.Open(clauses.FS, templates.FS) })
	return func(t testing.TB) *assemble.Library {
		l, err := open()
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
}()

// listed takes the line that begins with a word out of the changes. What it lists
// is nil where there is none.
func listed(word, changes string) (list []string, rest string) {
	for line := range strings.Lines(changes) {
		if names := strings.Fields(line); len(names) > 0 && names[0] == word {
			list = append([]string{}, names[1:]...)
		} else {
			rest += line
		}
	}
	return list, rest
}

// load loads a deal. Problems of loading are no concern here: what is wrong is
// left out of the sheet.
func load(t testing.TB, src []byte) *schema.File {
	t.Helper()
	file, err := schema.Load("deal.json", src)
	if file == nil {
		t.Fatal(err)
	}
	return file
}

// changed is a base deal with changes.
func changed(t testing.TB, base, changes string) []byte {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("testdata", base))
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal(src, &doc); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(changes) {
		pointer, value, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			t.Fatalf("%q: want a pointer and a value", line)
		}
		doc = change(t, doc, strings.Split(pointer, "/")[1:], value)
	}
	src, err = json.MarshalIndent(doc, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// change puts a value, given as JSON or "-", at a path.
func change(t testing.TB, doc any, path []string, value string) any {
	t.Helper()
	if len(path) == 0 {
		var v any
		if err := json.Unmarshal([]byte(value), &v); err != nil {
			t.Fatalf("%s: %v", value, err)
		}
		return v
	}
	switch d := doc.(type) {
	case nil:
		return change(t, map[string]any{}, path, value)
	case []any:
		if path[0] == "-" {
			return append(d, change(t, nil, path[1:], value))
		}
		i, err := strconv.Atoi(path[0])
		if err != nil || i >= len(d) {
			t.Fatalf("no element %s", path[0])
		}
		if value == "-" && len(path) == 1 {
			return slices.Delete(d, i, i+1)
		}
		d[i] = change(t, d[i], path[1:], value)
		return d
	case map[string]any:
		key := strings.ReplaceAll(path[0], "~1", "/")
		if value == "-" && len(path) == 1 {
			delete(d, key)
		} else {
			if d[key] == nil && len(path) > 1 && path[1] == "-" {
				d[key] = []any{}
			}
			d[key] = change(t, d[key], path[1:], value)
		}
		return d
	}
	t.Fatalf("%s leads into a plain value", path[0])
	return nil
}

// text is findings as the golden files hold them. Lines and columns are left
// out: they are of no use in a deal that was put together.
func text(found agreement.Problems) string {
	var b strings.Builder
	for _, p := range found {
		fmt.Fprintf(&b, "%s %s: %s\n  %s\n", p.Severity, p.Pointer, p.Message, p.Hint)
	}
	return b.String()
}

// The base deals are what the near misses depart from, so no check may have
// anything to say about them.
func TestBasesAreSound(t *testing.T) {
	for _, base := range []string{"bilateral.json", "pool.json"} {
		file := load(t, changed(t, base, ""))
		for _, p := range append(file.Problems, run(file, file.Sheet, declaring(t, file)).Problems...) {
			t.Errorf("%s: %s %s: %v\n  %s", base, p.Pos, p.Pointer, p, p.Hint)
		}
	}
}

// What a clause fills in for two sides is not held against a pool that states nothing:
// the words for more leave the appointment to the institution.
func TestDefaultsForTwoAreNotHeldAgainstMore(t *testing.T) {
	deal, err := library(t).Resolve(load(t, changed(t, "pool.json", "/disputes/forum/appointment -")))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range Run(deal).Problems {
		if p.ID == "DI05" {
			t.Errorf("%s: %v", p.Pointer, p)
		}
	}
}
