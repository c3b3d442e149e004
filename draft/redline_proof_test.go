package draft

import (
	"bytes"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/word"
	"github.com/engross/engross/redline"
)

// A Word file in which a tracked change is missing, or says something else, is not
// written: the proof finds the side that would not come back.
func TestWordRedlineIsProved(t *testing.T) {
	saying := func(s string) *agreement.Document {
		return &agreement.Document{Title: "Licence Agreement", Body: []agreement.Block{
			&agreement.Paragraph{Text: []agreement.Inline{&agreement.Text{Text: s}}},
		}}
	}
	marked := func(was, is string) *agreement.Document {
		res, err := redline.Diff(saying(was), saying(is))
		if err != nil {
			t.Fatal(err)
		}
		return res.Document
	}
	var file bytes.Buffer
	shown := marked("The fee is 5,000 euro.", "The fee is 7,000 euro.")
	if err := word.Write(&file, shown, word.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := proveRedline(file.Bytes(), shown); err != nil {
		t.Errorf("the file shows the change, and the proof says: %v", err)
	}
	for _, hidden := range []*agreement.Document{
		marked("The fee is 5,000 euro.", "The fee is 9,000 euro."),
		marked("The fee is 3,000 euro.", "The fee is 7,000 euro."),
	} {
		if err := proveRedline(file.Bytes(), hidden); err == nil {
			t.Errorf("a file that hides a change passes")
		}
	}
}
