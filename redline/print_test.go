package redline

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/engross/engross/agreement"
)

// sample is a redline with every kind of change in it, and hostile words.
func sample(t *testing.T) *Result {
	t.Helper()
	old := draftText(`
# Grant {grant}
  # Licence: The licence is non-exclusive and lasts five years; see [fees]. {grant.licence}
  # Force majeure: Neither Party is liable for what it could not have foreseen or prevented. {force}
# Fees {fees}
  # Amount: The Licensee shall pay EUR 1,000 to <b>Alpha</b> & {++Beta++}. {fees.amount}
  | Year | Fee |
  | 1 | EUR 10 |
  | 2 | EUR 20 |
# Gone: This section goes out. {gone}
# Terms {terms}
  **High Risk Activity** means a risky thing. {term:High Risk Activity}
  A High Risk Activity is not allowed. It is void. Nothing else is said in it.
`).document()
	new := draftText(`
# Audit {audit}
  # Right: The Licensor may audit <script>alert(1)</script> once a year. {audit.right}
# Grant {grant}
  # Licence: The licence is exclusive and lasts five years; see [fees]. {grant.licence}
# Fees {fees}
  # Amount: The Licensee shall pay EUR 2,000 to <b>Alpha</b> & {++Beta++}. {fees.amount}
  | Year | Fee |
  | 1 | EUR 15 |
  | 3 | EUR 30 |
# Terms {terms}
  # Force majeure: Neither Party is liable for what it could not reasonably have foreseen or prevented. {force}
  **Prohibited Use** means a risky thing. {term:High Risk Activity}
  A Prohibited Use is not allowed. It is void.
  Nothing else is said in it.
`).document()
	new.Date = "1 January 2027"
	old.Body = append(old.Body, &agreement.Signatures{Lead: plainText("Signed"), Blocks: []agreement.Signatory{{Party: "Alpha", Name: "A"}, {Party: "Beta"}}})
	new.Body = append(new.Body, &agreement.Signatures{Lead: plainText("Signed"), Blocks: []agreement.Signatory{{Party: "Alpha", Name: "B"}, {Party: "Beta"}}})
	res, err := Diff(old, new)
	if err != nil {
		t.Fatal(err)
	}
	res.Document.Compared = []string{"first <draft>", "second draft"}
	res.Date = "2 March 2027"
	res.Terms = []TermChange{{"/audit", "audit", "", "true", false}, {"/deal/id", "deal.id", "A", "<B>", false}}
	res.Changes[1].Causes = []Cause{{Kind: Term, Pointer: "/audit", Path: "audit", Before: "", After: "true", Partial: true}, {Kind: Variant, Topic: "audit/right", Before: "none", After: "yearly"}}
	return res
}

func TestPrinters(t *testing.T) {
	res := sample(t)
	print := map[string]func(*bytes.Buffer) error{
		"redline.txt":     func(b *bytes.Buffer) error { return Text(b, res, TextOptions{}) },
		"full.ansi":       func(b *bytes.Buffer) error { return Text(b, res, TextOptions{Color: true, Full: true}) },
		"critic.md":       func(b *bytes.Buffer) error { return CriticMarkup(b, res) },
		"redline.html":    func(b *bytes.Buffer) error { return HTML(b, res) },
		"redline.json":    func(b *bytes.Buffer) error { return JSON(b, res, "", "") },
		"with-cover.tree": func(b *bytes.Buffer) error { _, err := b.WriteString(show(covered(res))); return err },
	}
	for name, p := range print {
		var b bytes.Buffer
		if err := p(&b); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "print", name)
		if *update {
			if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b.Bytes(), want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, b.Bytes(), want)
		}
	}
}

func covered(res *Result) *agreement.Document {
	return WithCover(res)
}

func TestJSONMatchesItsSchema(t *testing.T) {
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(schemaID, schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile(schemaID)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := JSON(&b, sample(t), "", ""); err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(&b)
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(value); err != nil {
		t.Error(err)
	}
}

// TestRunsSpellTheSources reads the runs back against printed texts with mark-up
// that is not in the tree.
func TestRunsSpellTheSources(t *testing.T) {
	res := sample(t)
	old := "# Agreement\n\n> *Draft*\n\n## " + strings.Join(spellWords(Reject(res.Document)), "**\n- ") + "\n<!-- end 1 -->"
	new := "# Agreement\n\n> *Draft* of 1 January\n\n## " + strings.Join(spellWords(Accept(res.Document)), "**\n- ") + "\n<!-- end 2 -->"
	spelt := map[bool]string{}
	shown := ""
	for _, r := range res.Runs(old, new) {
		switch r.Kind {
		case Equal:
			spelt[false] += r.Text
			spelt[true] += r.Text
		case Delete, MoveFrom, NumberOld:
			spelt[false] += r.Text
		case Insert, MoveTo, NumberNew:
			spelt[true] += r.Text
		}
		if r.Kind == Insert {
			shown += r.Text + "\n"
		}
	}
	if squash(spelt[false]) != squash(old) || squash(spelt[true]) != squash(new) || spelt[true] != new {
		t.Errorf("runs spell\n%s\n%s\nwant\n%s\n%s", spelt[false], spelt[true], squash(old), squash(new))
	}
	if !strings.Contains(shown, "of 1 January") {
		t.Errorf("words that only the printed text has are not shown: %s", shown)
	}
}

// spellWords is the words of a draft in reading order, as a file would have them.
func spellWords(d *agreement.Document) (words []string) {
	add := func(s string) {
		if s != "" {
			words = append(words, s)
		}
	}
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok {
			add(c.Label)
		}
		agreement.Inlines(b, func(in []agreement.Inline) { add(agreement.Words(in)) })
		if s, ok := b.(*agreement.Signatures); ok {
			for _, y := range s.Blocks {
				add(y.Party)
				add(y.Name)
			}
		}
		return true
	})
	return words
}

func TestHTMLIsInert(t *testing.T) {
	var b bytes.Buffer
	if err := HTML(&b, sample(t)); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if strings.Contains(page, "<script") || strings.Contains(page, "first <draft>") {
		t.Error("the page holds mark-up from the drafts")
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] {
			t.Errorf("id %s is used twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !ids[m[1]] {
			t.Errorf("a change links to %q, which is nowhere", m[1])
		}
	}
}

// TestCriticMarkupStaysInBlocks checks that no line opens a mark and leaves it open.
func TestCriticMarkupStaysInBlocks(t *testing.T) {
	var b bytes.Buffer
	if err := CriticMarkup(&b, sample(t)); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(b.String(), "\n") {
		for open, close := range map[string]string{"{++": "++}", "{--": "--}", "{>>": "<<}"} {
			if strings.Count(line, open) != strings.Count(line, close) {
				t.Errorf("a mark is left open: %s", line)
			}
		}
	}
}

func TestTextKeepsTheTerminalSafe(t *testing.T) {
	old := &agreement.Document{Body: []agreement.Block{&agreement.Paragraph{Text: []agreement.Inline{&agreement.Text{Text: "a"}}}}}
	new := &agreement.Document{Title: "x\x1b]0;owned\a", Body: []agreement.Block{&agreement.Paragraph{Text: []agreement.Inline{&agreement.Text{Text: "a \x1b[2J\u202eb"}}}}}
	res, err := Diff(old, new)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Text(&b, res, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\x1b\a\u202e") {
		t.Errorf("control characters reach the terminal: %q", b.String())
	}
}

func TestDiffRefuses(t *testing.T) {
	sound := draftText("# One: words {one}").document()
	res, err := Diff(sound, sound)
	if err != nil {
		t.Fatal(err)
	}
	ragged := &agreement.Document{Body: []agreement.Block{&agreement.Table{Head: make([]agreement.Cell, 2), Rows: []agreement.Row{{}}}}}
	for name, drafts := range map[string][2]*agreement.Document{
		"there is no old draft":                 {nil, sound},
		"the new draft is itself a redline":     {sound, res.Document},
		"row 1 of a table in the old draft has": {ragged, sound},
	} {
		_, err := Diff(drafts[0], drafts[1])
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("want an error that says %q, got %v", name, err)
		}
	}
}

// TestProofRefuses checks that the proof sees a change that is not marked.
func TestProofRefuses(t *testing.T) {
	old := draftText("# One: some words {one}\n# Two: see [one] {two}").document()
	new := draftText("# One: other words {one}\n# Two: see [one] {two}").document()
	res, err := Diff(old, new)
	if err != nil {
		t.Fatal(err)
	}
	c := res.Document.Body[0].(*agreement.Clause)
	p := c.Body[0].(*agreement.Paragraph)
	p.Text = p.Text[1:] // the words gone are hidden
	if err := prove(res.Document, old, new, true); err == nil || !strings.Contains(err.Error(), "old draft") {
		t.Errorf("the proof passes a redline that hides a deletion: %v", err)
	}
	c.Label, c.Was = "7.", ""
	if err := prove(res.Document, old, new, true); err == nil || !strings.Contains(err.Error(), "new draft") {
		t.Errorf("the proof passes a redline with a wrong number: %v", err)
	}
}

func TestChangesAreJSON(t *testing.T) {
	data, err := json.Marshal(sample(t).Changes)
	if err != nil || !bytes.Contains(data, []byte(`"kind":"defined-term"`)) {
		t.Errorf("%s, %v", data, err)
	}
}
