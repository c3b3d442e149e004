package draft

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"unicode"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/markdown"
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
	prove := func(d *agreement.Document) error {
		gone, err := lostFrom(file.Bytes(), d)
		if err != nil {
			t.Fatal(err)
		}
		_, err = gone.said(&redline.Result{Document: d}, nil)
		return err
	}
	if err := prove(shown); err != nil {
		t.Errorf("the file shows the change, and the proof says: %v", err)
	}
	for _, hidden := range []*agreement.Document{
		marked("The fee is 5,000 euro.", "The fee is 9,000 euro."),
		marked("The fee is 3,000 euro.", "The fee is 7,000 euro."),
	} {
		if err := prove(hidden); err == nil {
			t.Errorf("a file that hides a change passes")
		}
	}
}

// A draft from elsewhere with links and code has a redline in Word, though Word files do
// not keep where they lead; a link that leads elsewhere is a change that a comment says.
func TestWordRedlineOfMarkedWords(t *testing.T) {
	diff := func(old, new string) (file []byte, err error) {
		var docs [2]*agreement.Document
		for i, src := range []string{old, new} {
			d, err := markdown.Read("terms.md", []byte("# Terms\n\n1. "+src+"\n\n2. The law applies.\n"))
			if err != nil {
				t.Fatal(err)
			}
			docs[i] = d
		}
		res, err := redline.Diff(docs[0], docs[1])
		if err != nil {
			t.Fatal(err)
		}
		res.Document.Compared = []string{"old.md", "new.md"}
		return Redline(res, Word, Options{}, Reviser{})
	}
	const link = "The [rules](https://example.com/a) of `tool` last 5 days."
	if _, err := diff(link, strings.Replace(link, "5", "6", 1)); err != nil {
		t.Errorf("a figure beside a link: %v", err)
	}
	file, err := diff(link, strings.Replace(link, "com/a", "com/b", 1))
	if err != nil {
		t.Fatalf("a link that leads elsewhere: %v", err)
	}
	const said = "Not tracked here: rules (link https://example.com/a) became rules (link https://example.com/b)."
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if comments, err := fs.ReadFile(archive, "word/comments.xml"); err != nil || !strings.Contains(string(comments), said) {
		t.Errorf("a link that leads elsewhere is not said: %s %v", comments, err)
	}
}

// A Word redline has words raised, struck and set off as the drafts have them, also where
// no word differs, and tracks a mark that changed: with all changes rejected it is the old
// draft again, marks and all, as the reader of Word files tells.
func TestWordRedlineKeepsMarks(t *testing.T) {
	const old = "# Terms\n\n1. The load is 10<sup>3</sup> kg of CO<sub>2</sub>, *not* ~~five~~ **six** <u>t</u>.\n\n2. It may be sold.\n\n| Load | Weight |\n| --- | --- |\n| Gas | 10<sup>3</sup> |\n\n## Attachment 1 – Lists\n\nAs follows.\n\n### Appendix 1 of colours\n\nRed.\n"
	for _, edit := range []string{
		"10<sup>3</sup> | => 10<sup>6</sup> |", "10<sup>3</sup> kg => 10<sub>3</sub> kg", "may be => may ~~not~~ be",
		"*not* => not", "**six** => *six*", "Red. => Green.", "Weight => *Weight*", "| Load | Weight |\n| --- | --- |\n| Gas | 10<sup>3</sup> | => | Load | In | Weight |\n| --- | --- | --- |\n| Gas | kg | 10<sup>3</sup> |",
	} {
		from, to, _ := strings.Cut(edit, " => ")
		var docs [2]*agreement.Document
		for i, src := range []string{old, strings.Replace(old, from, to, 1)} {
			d, err := markdown.Read("terms.md", []byte(src))
			if err != nil {
				t.Fatal(err)
			}
			docs[i] = d
		}
		res, err := redline.Diff(docs[0], docs[1])
		if err != nil || len(res.Changes) == 0 {
			t.Fatalf("%s: %v", edit, err)
		}
		res.Document.Compared = []string{"old.md", "new.md"}
		file, err := Redline(res, Word, Options{}, Reviser{})
		if err != nil {
			t.Errorf("%s: %v", edit, err)
			continue
		}
		r, err := word.Read("redline.docx", file, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, got := range []*agreement.Document{r.Rejected, r.Accepted} {
			back, err := redline.Diff(docs[i], got)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range back.Changes {
				if c.Kind != redline.Structure && strings.ContainsFunc(c.Before+c.After, unicode.IsLetter) {
					t.Errorf("%s: read back, draft %d has %s %q where it had %q", edit, i, c.Kind, c.After, c.Before)
				}
			}
		}
	}
}
