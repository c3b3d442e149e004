package draft_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

// TestFidelity asks of small term sheets whether what is stated is written, and
// whether anything is written that is not stated. Each section of an archive in
// testdata/fidelity is a case; README.md there says what its lines mean.
func TestFidelity(t *testing.T) {
	files, err := filepath.Glob("testdata/fidelity/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	lib := library(t)
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, section := range archive.Files {
			t.Run(nameOfCase(file)+"/"+section.Name, func(t *testing.T) {
				t.Parallel()
				c, err := readCase(section.Data)
				if err != nil {
					t.Fatal(err)
				}
				for _, position := range c.positions {
					c.run(t, lib, position)
				}
			})
		}
	}
}

func nameOfCase(file string) string { return strings.TrimSuffix(filepath.Base(file), ".txtar") }

// A fidelityCase is one section of an archive.
type fidelityCase struct {
	base      string
	positions []string
	edits     []sheetEdit
	want, not []string
	refused   []string
}

// A sheetEdit sets the value at a path, or removes it where the value is nil.
type sheetEdit struct {
	path  string
	value any
}

func readCase(data []byte) (*fidelityCase, error) {
	c := &fidelityCase{base: "bilateral", positions: []string{"L", "B", "E"}}
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		key, rest, ok := strings.Cut(line, ":")
		rest = strings.TrimSpace(rest)
		switch {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		case !ok:
			return nil, fmt.Errorf("line %d: %q has no key", i+1, line)
		case key == "base":
			c.base = rest
		case key == "at":
			c.positions = strings.Fields(rest)
		case key == "set":
			path, value, _ := strings.Cut(rest, " = ")
			e := sheetEdit{path: strings.TrimSpace(path)}
			if err := json.Unmarshal([]byte(value), &e.value); err != nil {
				return nil, fmt.Errorf("line %d: %w", i+1, err)
			}
			c.edits = append(c.edits, e)
		case key == "want":
			c.want = append(c.want, rest)
		case key == "not":
			c.not = append(c.not, rest)
		case key == "refused":
			c.refused = append(c.refused, rest)
		default:
			return nil, fmt.Errorf("line %d: unknown key %q", i+1, key)
		}
	}
	return c, nil
}

func (c *fidelityCase) run(t *testing.T, lib *assemble.Library, position string) {
	t.Helper()
	text, problems := c.draft(t, lib, position)
	for _, s := range c.refused {
		if !strings.Contains(problems, s) {
			t.Errorf("%s: no problem says %q; the problems are:\n%s", position, s, problems)
		}
	}
	if len(c.refused) == 0 && problems != "" {
		t.Errorf("%s: %s", position, problems)
		return
	}
	for _, s := range c.want {
		if !strings.Contains(text, s) {
			t.Errorf("%s: the agreement does not say %q%s", position, s, nearestLine(text, s))
		}
	}
	for _, s := range c.not {
		if i := strings.Index(text, s); i >= 0 {
			t.Errorf("%s: the agreement says %q:\n…%s…", position, s, text[max(0, i-120):min(len(text), i+len(s)+120)])
		}
	}
}

// draft is the plain words of the agreement at a position, or the problems that
// stand in its way.
func (c *fidelityCase) draft(t *testing.T, lib *assemble.Library, position string) (text, problems string) {
	t.Helper()
	sheet := c.sheet(t, position)
	f, err := schema.Load(c.base+".json", sheet)
	if err == nil {
		var p *draft.Product
		if p, err = draft.Make(resolved(t, lib, f), draft.Options{Formats: []draft.Format{draft.Markdown}}); err == nil {
			return plain(string(p.Files[0].Data)), ""
		}
	}
	var ps agreement.Problems
	if !errors.As(err, &ps) {
		t.Fatal(err)
	}
	for _, p := range ps {
		problems += p.Error() + "; " + p.Hint + "\n"
	}
	return "", problems
}

func (c *fidelityCase) sheet(t *testing.T, position string) []byte {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("testdata/fidelity/base", c.base+".json"))
	if errors.Is(err, os.ErrNotExist) {
		src, err = os.ReadFile(filepath.Join("../testdata/examples", c.base+".json"))
	}
	if err != nil {
		t.Fatal(err)
	}
	f, err := schema.Load(c.base+".json", src)
	if err != nil {
		t.Fatal(err)
	}
	canonical, err := schema.Canonical(f.Sheet)
	if err != nil {
		t.Fatal(err)
	}
	var sheet any
	if err := json.Unmarshal(canonical, &sheet); err != nil {
		t.Fatal(err)
	}
	for _, e := range append([]sheetEdit{{"deal.position", position}}, c.edits...) {
		sheet, err = put(sheet, strings.Split(e.path, "."), e.value)
		if err != nil {
			t.Fatalf("%s: %v", e.path, err)
		}
	}
	data, err := json.Marshal(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// put sets the value at a path of names and list indexes, making the objects on
// the way; nil removes what is there.
func put(at any, path []string, value any) (any, error) {
	if len(path) == 0 {
		return value, nil
	}
	if list, ok := at.([]any); ok {
		i, err := strconv.Atoi(path[0])
		if i == len(list) {
			list = append(list, nil)
		}
		if err != nil || i >= len(list) {
			return nil, fmt.Errorf("%q is no place in a list of %d", path[0], len(list))
		}
		list[i], err = put(list[i], path[1:], value)
		return list, err
	}
	object, ok := at.(map[string]any)
	if !ok {
		object = map[string]any{}
	}
	if len(path) == 1 && value == nil {
		delete(object, path[0])
		return object, nil
	}
	inner, err := put(object[path[0]], path[1:], value)
	object[path[0]] = inner
	return object, err
}

var (
	link   = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	hidden = regexp.MustCompile(`(?s)<!--.*?-->`)
	anchor = regexp.MustCompile(`<a [^>]*></a>`)
	escape = regexp.MustCompile(`\\([[:punct:]])`)
)

// plain is the words of Markdown as a reader sees them, a line for each line.
func plain(md string) string {
	md = hidden.ReplaceAllString(md, "")
	md = anchor.ReplaceAllString(md, "")
	md = link.ReplaceAllString(md, "$1")
	md = strings.ReplaceAll(md, "**", "")
	return escape.ReplaceAllString(md, "$1")
}

// nearestLine is the line of a text that shares the most words with what was
// looked for, to show what the agreement says instead.
func nearestLine(text, wanted string) string {
	words, best, score := strings.Fields(wanted), "", 0
	for line := range strings.Lines(text) {
		n := 0
		for _, w := range words {
			if strings.Contains(line, w) {
				n++
			}
		}
		if n > score {
			best, score = strings.TrimSpace(line), n
		}
	}
	if score*2 < len(words) {
		return ""
	}
	return "; the nearest is:\n" + best
}
