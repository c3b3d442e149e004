package markdown

import (
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

// Should the reader leave words out of the tree, they are asides of the document, which
// a redline compares: here it has put none of the file into it.
func TestWordsThatNothingReadAreAsides(t *testing.T) {
	const words = "The licensee pays nothing."
	r := &reader{filename: "x.md", src: []byte(words), tail: len(words), end: len(words), asides: map[int]agreement.Aside{}}
	doc := &agreement.Document{}
	r.account(doc)
	var told []string
	for _, a := range doc.Asides {
		if a.Kind == agreement.Unread {
			told = append(told, a.Text)
		}
	}
	if got := strings.Join(told, " "); got != words {
		t.Errorf("told of what was not read: %q", got)
	}
}
