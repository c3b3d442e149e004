package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Whatever command reads a term sheet takes what is laid over it for one run, but for
// those that change the very file, or prove it.
func TestSheetsAreLaidOver(t *testing.T) {
	theFileItself := map[string]string{
		"engross serve":         "the page changes it",
		"engross verify":        "it is proved as it is",
		"engross assets import": "it writes the next one",
	}
	seen := 0
	for _, c := range every((&app{in: strings.NewReader(""), out: io.Discard, err: io.Discard}).root()) {
		if !strings.Contains(c.Use, "TERM-SHEET") && !slices.Contains([]string{"diff", "portfolio"}, c.Name()) {
			continue
		}
		seen++
		has := c.Flags().Lookup("set") != nil && c.Flags().Lookup("over") != nil
		if why := theFileItself[c.CommandPath()]; has == (why != "") {
			t.Errorf("%s: laid over: %v; %s", c.UseLine(), has, why)
		}
	}
	if seen < 16 {
		t.Errorf("only %d commands read a term sheet", seen)
	}
}

// every is a command and all under it.
func every(c *cobra.Command) []*cobra.Command {
	list := []*cobra.Command{c}
	for _, sub := range c.Commands() {
		list = append(list, every(sub)...)
	}
	return list
}

// Whatever a command prints is JSON where JSON is asked for, but for files that it is
// for: a term sheet to fill in, a table to fill in, a page.
func TestFormatJSON(t *testing.T) {
	const sheet, cross, pool = "../../testdata/examples/software-escrow.json", "../../testdata/examples/short-cross-licence.json", "../../testdata/examples/pool-five.json"
	dir := t.TempDir()
	next := filepath.Join(dir, "next.json")
	text, err := os.ReadFile(sheet)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(next, bytes.Replace(text, []byte(`"objection_days": 5`), []byte(`"objection_days": 9`), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	agreed := filepath.Join(dir, "agreement.md")
	asked := map[string]bool{
		"new": true, "batch template": true, "assets mapping": true, "man": true, // files to fill in or to read
		"serve": true, "mcp": true, "compute": true, "batch status": true, // a page, a conversation, a head of commands, a file
		"assets import": true, "batch review": true, "batch impact": true, "batch merge": true, // in scripts of their own
	}
	for _, line := range []string{
		"draft " + sheet + " --formats md,docx --to " + dir, "check " + sheet, "check --defaults --matrix " + sheet, "trace " + sheet, "summary " + sheet, "summary --to " + dir + " " + sheet,
		"diff " + sheet + " " + next, "diff standard " + sheet, "accept " + sheet + " " + agreed, "respond --side licensor " + sheet + " " + agreed,
		"renew --dry-run --agreed --months 12 " + sheet, "renew --formats md --to " + dir + "/renewed --agreed --months 12 " + sheet, "calendar " + sheet, "portfolio --no-cache " + dir,
		"compute instalments " + cross, "compute royalty --royalty r1 --units 1000 " + pool, "compute distribution --income 1000 " + pool, "compute credits " + pool, "compute damages --ref ld-report " + pool, "compute exit --membership-year 2 " + pool,
		"verify --sheet " + sheet + " " + agreed, "extract " + filepath.Join(dir, "agreement.docx"), "clauses", "clauses show escrow/release", "templates", "templates show pool", "schema", "vet", "version", "licences", "explain payments",
		"batch --formats md --to " + dir + "/batch " + dir + "/renewed",
	} {
		args := strings.Fields(line)
		var out, errs bytes.Buffer
		code := run(append([]string{"--format", "json"}, args...), strings.NewReader(""), &out, &errs)
		for _, printed := range []*bytes.Buffer{&out, &errs} {
			d := json.NewDecoder(printed)
			for {
				var v any
				if err := d.Decode(&v); err != nil {
					if !errors.Is(err, io.EOF) {
						t.Errorf("engross %s prints other than JSON (%v): %.200s", line, err, out.String()+errs.String())
					}
					break
				}
			}
		}
		if code == exitUsage {
			t.Errorf("engross %s: %s", line, errs.String())
		}
		asked[args[0]], asked[strings.Join(args[:min(2, len(args))], " ")] = true, true
	}
	for _, c := range every((&app{in: strings.NewReader(""), out: io.Discard, err: io.Discard}).root())[1:] {
		if name := strings.TrimPrefix(c.CommandPath(), "engross "); !asked[name] && c.Runnable() && name != "help" && !strings.HasPrefix(name, "completion") {
			t.Errorf("engross %s is not asked for JSON here", name)
		}
	}
}

var (
	typed      = regexp.MustCompile("`(engross [^`]*)`|(?m:^(?:    |\\$ )?(engross [a-z].*)$)")
	inQuotes   = regexp.MustCompile(`'[^']*'|"[^"]*"`)
	afterwards = regexp.MustCompile(`\s(#|>|\||&|;|//).*|\.\.\.`)
)

// What the documents tell a reader to type is a command with those flags.
func TestDocumentsTypeCommands(t *testing.T) {
	pages, _ := filepath.Glob("../../docs/*.md")
	pages = append(pages, "../../README.md", "../../CONTRIBUTING.md", "../../clauses/README.md")
	seen := 0
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range typed.FindAllStringSubmatch(string(text), -1) {
			line := afterwards.ReplaceAllString(inQuotes.ReplaceAllString(cmp.Or(m[1], m[2]), "X"), "")
			root := (&app{in: strings.NewReader(""), out: io.Discard, err: io.Discard}).root()
			c, args, err := root.Find(strings.Fields(line)[1:])
			if err == nil && c == root {
				err = errors.New("it is no command")
			}
			if err == nil {
				err = c.ParseFlags(args)
			}
			if err != nil && !strings.Contains(err.Error(), "needs an argument") {
				t.Errorf("%s: %s: %v", filepath.Base(page), line, err)
			}
			seen++
		}
	}
	if seen < 120 {
		t.Errorf("only %d commands were read", seen)
	}
}

// The words that the README shows are those of the agreement that it names first.
func TestReadmeQuotes(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	agreement, err := os.ReadFile("../../testdata/agreements/pool-five.md")
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for line := range strings.Lines(string(readme)) {
		if said, ok := strings.CutPrefix(line, "> "); ok {
			words = append(words, strings.TrimSpace(said))
		}
	}
	if quote := strings.Join(words, " "); quote == "" || !bytes.Contains(agreement, []byte(quote)) {
		t.Errorf("the agreement does not say: %s", quote)
	}
}
