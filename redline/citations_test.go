package redline_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/engross/engross/redline"
)

// TestCitationsOfOtherTexts sets each citation into an agreement with provisions of
// the same numbers, which a new section then pushes on: nothing in the citation may
// follow, and a number that is changed in it is a change.
func TestCitationsOfOtherTexts(t *testing.T) {
	src, err := os.ReadFile("testdata/kinds/citations.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(src)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if ours, ok := strings.CutPrefix(line, "+ "); ok {
			t.Run(ours, func(t *testing.T) { follows(t, ours) })
			continue
		}
		word := ownWord(line)
		t.Run(line, func(t *testing.T) {
			old := numbered(word, line, 0)
			for _, sentence := range []string{line, line + " (as amended)"} {
				old = strings.ReplaceAll(numbered(word, line, 0), line, sentence)
				res := compareFiles(t, old, strings.ReplaceAll(numbered(word, line, 1), line, sentence))
				for _, c := range res.Changes {
					if c.Kind != redline.Consequential && !strings.Contains(c.After, "New ground") {
						t.Errorf("it is marked: %q -> %q", c.Before, c.After)
					}
				}
				if res.Stats.References != 3 {
					t.Errorf("%d references followed, want the three of our own", res.Stats.References)
				}
			}
			if !strings.Contains(line, "3") {
				return
			}
			other := strings.Replace(line, "3", "4", 1)
			for by := range 2 {
				res := compareFiles(t, old, strings.ReplaceAll(numbered(word, line, by), line, other+" (as amended)"))
				if !says(res) {
					t.Errorf("%q is not in the changes of:\n%s", other, listed(res))
				}
			}
		})
	}
}

// follows expects that a citation of provisions of ours goes on with them, and is no
// change.
func follows(t *testing.T, citation string) {
	pushed := figure.ReplaceAllStringFunc(citation, func(s string) string { return string(s[0] + 1) })
	res := compareFiles(t, numbered("Section", citation, 0), numbered("Section", pushed, 1))
	for _, c := range res.Changes {
		if c.Kind != redline.Consequential && !strings.Contains(c.After, "New ground") {
			t.Errorf("it is marked: %q -> %q", c.Before, c.After)
		}
	}
	if res.Stats.References < 4 {
		t.Errorf("only %d references followed, want the three around it and its own", res.Stats.References)
	}
}

var figure = regexp.MustCompile(`[345]`)

// ownWord is what the agreement calls its own provisions: the word of the citation,
// so that it could be one of ours.
func ownWord(citation string) string {
	lower := strings.ToLower(citation)
	for _, w := range []string{"Clause", "Article", "Paragraph"} {
		if strings.Contains(lower, strings.ToLower(w)) {
			return w
		}
	}
	return "Section"
}

// numbered is an agreement that cites, with so many sections put in at its beginning.
func numbered(word, citation string, by int) string {
	var b strings.Builder
	b.WriteString("# Agreement\n\n")
	n := 0
	section := func(title, words string) {
		n++
		fmt.Fprintf(&b, "## %d. %s\n\n%d.1 %s\n\n", n, title, n, words)
	}
	for range by {
		section("New ground", "New ground is broken here.")
	}
	section("Grant", fmt.Sprintf("The grant is subject to %s %d.1 and to nothing else.", word, 2+by))
	section("Fees", fmt.Sprintf("Fees are due as %s %d says.", word, 3+by))
	section("Law", "Each Party keeps to "+citation+". The Parties keep to the law of the place.")
	section("Term", fmt.Sprintf("The term ends as %s %d.1 says.", word, 5+by))
	section("End", "All ends.")
	return b.String()
}

// says reports that a change shows what became of the number of a citation.
func says(res *redline.Result) bool {
	for _, c := range res.Changes {
		if c.Kind != redline.Consequential && c.Before != "" && strings.Contains(c.Before+c.OldLeft+c.OldRight, "3") {
			return true
		}
	}
	return false
}
