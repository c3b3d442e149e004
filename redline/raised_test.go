package redline_test

import (
	"strings"
	"testing"

	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/redline"
)

// TestRaisedWordsAreNoFigures prints words above and below the line so that 10 with a
// raised 3 does not read as 103, in each form of text.
func TestRaisedWordsAreNoFigures(t *testing.T) {
	const draft = "# Terms\n\n1. The load is 10<sup>3</sup> kg of CO<sub>2</sub> at most.\n"
	res := compareFiles(t, draft, strings.Replace(draft, "at most", "each", 1))
	res.Document.Compared = []string{"old.md", "new.md"}
	for name, c := range map[string]struct {
		print func(*strings.Builder) error
		want  string
	}{
		"text":   {func(b *strings.Builder) error { return redline.Text(b, res, redline.TextOptions{}) }, "10^3 kg of CO_2"},
		"html":   {func(b *strings.Builder) error { return redline.HTML(b, res) }, "10<sup>3</sup> kg of CO<sub>2</sub>"},
		"critic": {func(b *strings.Builder) error { return redline.CriticMarkup(b, res) }, "10<sup>3</sup> kg of CO<sub>2</sub>"},
		"md":     {func(b *strings.Builder) error { return markdown.Write(b, res.Document) }, "10<sup>3</sup> kg of CO<sub>2</sub>"},
	} {
		var b strings.Builder
		if err := c.print(&b); err != nil || !strings.Contains(b.String(), c.want) {
			t.Errorf("%s does not print %q (%v):\n%s", name, c.want, err, b.String())
		}
	}
}
