package redline_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/redline"
)

// forms holds every case of every kind to what each form of a redline promises: runs that
// spell both files, an excerpt that has all that changed and nothing else.
func forms(t *testing.T, line, old, new string, res *redline.Result) {
	t.Helper()
	var was, is strings.Builder
	for _, r := range res.Runs(old, new) {
		switch r.Kind {
		case redline.Delete, redline.MoveFrom, redline.NumberOld:
			was.WriteString(r.Text)
		case redline.Insert, redline.MoveTo, redline.NumberNew:
			is.WriteString(r.Text)
		default:
			was.WriteString(r.Text)
			is.WriteString(r.Text)
		}
	}
	if is.String() != new {
		t.Errorf("%s: the runs spell another new file: %s", line, firstDifference(strings.SplitAfter(is.String(), " "), strings.SplitAfter(new, " ")))
	}
	if unspaced(was.String()) != unspaced(old) {
		t.Errorf("%s: the runs spell another old file: %s", line, firstDifference(strings.Fields(was.String()), strings.Fields(old)))
	}
	var page bytes.Buffer
	if err := redline.JSON(&page, res, old, new); err != nil || !json.Valid(page.Bytes()) {
		t.Errorf("%s: as JSON: %v", line, err)
	}
	excerpts(t, line, res)
}

func excerpts(t *testing.T, line string, res *redline.Result) {
	t.Helper()
	part := redline.Excerpt(res)
	sides := []string{pageWords(redline.Reject(part.Document)), pageWords(redline.Accept(part.Document))}
	for _, c := range res.Changes {
		if c.Kind != redline.Substantive && c.Kind != redline.Number && c.Kind != redline.Moved || c.Scope == redline.Head || c.Scope == redline.Signatures || c.Heading == agreement.Unread {
			continue
		}
		for k, side := range []string{c.Before, c.After} {
			for word := range strings.FieldsSeq(side) {
				if word = lettersAlone(word); !strings.Contains(sides[k], word) {
					t.Errorf("%s: %q of a change is not in the excerpt", line, word)
				}
			}
		}
	}
	changed := false
	for _, c := range res.Changes {
		changed = changed || c.Kind != redline.Consequential && c.Scope != redline.Head
	}
	if !changed && len(part.Document.Body) > 0 {
		t.Errorf("%s: nothing changed, and the excerpt has words", line)
	}
	listed := map[string]bool{}
	for _, c := range res.Changes {
		listed[c.ClauseID] = true
		for _, o := range c.Occurrences {
			listed[o.ClauseID] = true
		}
	}
	agreement.Walk(part.Document.Body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok && len(c.Body) == 0 && !redline.Marked(c) && !listed[c.ID] {
			t.Errorf("%s: the excerpt has %s %s, which did not change", line, c.Number, agreement.Words(c.Heading))
		}
		return true
	})
}

// pageWords is the letters of a draft and of its labels.
func pageWords(d *agreement.Document) string {
	var b strings.Builder
	agreement.Walk(d.Body, func(x agreement.Block) bool {
		if c, ok := x.(*agreement.Clause); ok {
			b.WriteString(c.Label)
		}
		agreement.Inlines(x, func(in []agreement.Inline) { b.WriteString(agreement.Words(in)) })
		return true
	})
	return lettersAlone(b.String())
}

func lettersAlone(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, s)
}

func unspaced(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
