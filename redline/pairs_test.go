package redline

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/markdown"
)

var pairs = flag.String("pairs", "", "a folder with pairs of drafts, NAME.a.md and NAME.b.md")

// TestColumnsQuoteTheDrafts holds the list of changes of each pair of files to them: what
// stands in the column Before stands in the old draft, and what in After in the new. The
// cases of each kind are held to it too (see TestKinds).
func TestColumnsQuoteTheDrafts(t *testing.T) {
	names, _ := filepath.Glob(filepath.Join(*pairs, "*.a.md"))
	cells, wrong := 0, 0
	for _, name := range names {
		var docs [2]*agreement.Document
		for i, file := range []string{name, strings.TrimSuffix(name, ".a.md") + ".b.md"} {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if docs[i], err = markdown.Read(file, src); err != nil {
				t.Fatal(err)
			}
		}
		res, err := Diff(docs[0], docs[1])
		if err != nil {
			t.Fatal(err)
		}
		n, list := ColumnsNotIn(res)
		cells += n
		for _, missing := range list {
			wrong++
			t.Errorf("%s: %s", filepath.Base(name), missing)
		}
	}
	t.Logf("%d pairs, %d cells, %d not in their draft", len(names), cells, wrong)
}

// Marked reports a block of a redline with anything marked in it.
func Marked(b agreement.Block) bool { return touched(b) }

// ColumnsNotIn is how many cells the columns of a list of changes have, and what of them
// is not in their drafts.
func ColumnsNotIn(res *Result) (cells int, wrong []string) {
	for i, d := range []*agreement.Document{res.old, res.new} {
		page := pageOf(d)
		for _, c := range res.Changes {
			words := quotedWords(&c, i == 0)
			if words == "" || c.Kind == Structure { // which says how the two are built
				continue
			}
			if c.Kind == Moved { // several provisions, each without its number
				if words = c.After; i == 0 {
					words = c.Before
				}
			}
			cells++
			if missing := notIn(page, words, &c); missing != "" {
				wrong = append(wrong, fmt.Sprintf("of %s %s %q, %q is not in draft %d", c.Kind, c.Scope, words, missing, i+1))
			}
		}
	}
	return cells, wrong
}

// pageOf is all that a draft says, its letters and digits.
func pageOf(d *agreement.Document) string {
	words := []string{d.Title, d.Reference, d.Date, statusName(d.Status), d.Notice, d.Digest}
	for _, p := range d.Parties {
		words = append(words, partyName(p))
	}
	words = append(words, strings.Join(spellWords(d), ""))
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		switch b := b.(type) {
		case *agreement.Clause:
			words = append(words, b.Number)
		case *agreement.Signatures:
			for _, y := range b.Blocks {
				words = append(words, y.Party, y.Native, y.Name, y.Title, y.More)
				if y.Seal {
					words = append(words, "(seal)")
				}
			}
		case *agreement.Paragraph, *agreement.Table:
		}
		return true
	})
	for _, a := range d.Asides {
		words = append(words, a.Kind+" "+a.Text)
	}
	return lettersOf(strings.Join(words, " "))
}

// lettersOf is the letters and digits of s: where it quotes a title with its text, there
// is a stop between them.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if !wordRune(r) {
			return -1
		}
		return r
	}, s)
}

// notIn is the part of a quotation that is not in a draft as it is, or "".
func notIn(page, words string, c *Change) string {
	if name, cell, ok := strings.Cut(words, ": "); ok && strings.Contains(name, " | ") {
		words = cell
	}
	for _, part := range strings.FieldsFunc(words, func(r rune) bool { return r == '…' || r == '¶' || r == '|' || r == '\n' }) {
		if !strings.Contains(page, lettersOf(part)) && !(c.Kind == Markup && strings.Contains(page, lettersOf(part[:max(0, strings.Index(part, " ("))]))) {
			return part
		}
	}
	return ""
}
