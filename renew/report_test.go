package renew

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// TestReportPrintsValuesAsThemselves puts texts that look like markup into a report
// and reads the page that a reader of Markdown sees.
func TestReportPrintsValuesAsThemselves(t *testing.T) {
	hostile := []string{"# heading", "a | b", "<script>x</script>", "*bold* _it_ `code`", "[link](#y)", "&lt;", "~~gone~~", "> said", "- item", "a_b_c", `back\slash`, "two\nlines", "Ω ≥ 1 & 2"}
	for _, s := range hostile {
		r := &Report{From: s, Summary: []string{s}, Entries: []Entry{{Path: "deal.title", Before: s, After: s, Rule: "set", Why: s}}, Notes: []string{s}}
		var page bytes.Buffer
		if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert(r.Markdown(), &page); err != nil {
			t.Fatal(err)
		}
		text := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page.String(), "\x00"))
		want := strings.ReplaceAll(s, "\n", " ")
		const places = 6 // the title, the summary, three cells and the note
		if n := strings.Count(text, "\x00"+want+"\x00") + strings.Count(text, "Renewal of "+want+"\x00"); n != places {
			t.Errorf("%q is itself in %d places of %d:\n%s", s, n, places, page.String())
		}
	}
}
