package word

import (
	"errors"
	"fmt"
	"go/token"
	"strconv"

	"github.com/engross/engross/agreement"
)

// A Reading is what a Word file says.
type Reading struct {
	Accepted  *agreement.Document // with all tracked changes accepted
	Rejected  *agreement.Document // with all of them rejected
	Changes   []Tracked           // in reading order
	Comments  []CommentRead
	Formatted []Formatted        // words marked by hand, in a document of ours
	Parts     []Part             // data that travels in a document of ours
	Digest    string             // of the manifest of a document of ours, or ""
	Problems  agreement.Problems // what is in the file and was not read as words
}

// Read reads a Word file, of whatever program. It is lenient: what the schema forbids
// and programs write all the same is read as they show it. Nothing outside the file is
// looked at, and nothing in it is run.
//
// What was written here is read back as it was, but for what a page does not show; the
// IDs of provisions come from their bookmarks. Sent, if it is not nil, is the agreement
// that went out: it tells what the bookmarks mean where the data that travelled with
// them was removed.
//
// The error is an [agreement.Problems].
func Read(filename string, data []byte, sent *agreement.Document) (*Reading, error) {
	f, err := readFile(filename, data)
	if err != nil {
		return nil, err
	}
	known := map[string]string{}
	if sent != nil {
		known, f.sent = namesOf(sent), numbersOf(sent)
	}
	r := &Reading{Comments: f.comments, Parts: f.data.parts, Digest: f.data.digest}
	accepted, lost := f.view(true)
	rejected, _ := f.view(false)
	r.Accepted, r.Rejected = f.document(accepted, known), f.document(rejected, known)
	r.Changes, r.Formatted = f.changes(known)
	r.Problems = f.problems(lost)
	return r, nil
}

func numbersOf(d *agreement.Document) map[string]string {
	numbers := map[string]string{}
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok {
			numbers[c.ID] = c.Number
		}
		return true
	})
	return numbers
}

// problems are what is in the file beside words.
func (f *file) problems(lost []string) agreement.Problems {
	var ps agreement.Problems
	note := func(s agreement.Severity, message, hint string) {
		ps.Add(&agreement.Problem{Severity: s, ID: "word-file", Pos: token.Position{Filename: f.filename}, Message: message, Hint: hint})
	}
	for _, s := range lost {
		note(agreement.Warning, "words were inserted in a row that is deleted, and go with it: "+strconv.Quote(s), "ask whether the row is to stay")
	}
	if f.found.chunks > 0 {
		note(agreement.Warning, "another document is embedded in the text and was not read", "open the file in Word, save it again, and compare that")
	}
	if f.found.pictures > 0 {
		note(agreement.Warning, fmt.Sprintf("there are %d pictures or shapes, which are not compared", f.found.pictures), "look at them in Word")
	}
	if f.found.objects > 0 {
		note(agreement.Warning, fmt.Sprintf("there are %d embedded objects, which were not opened", f.found.objects), "look at them in Word")
	}
	if f.files["word/vbaproject.bin"] != nil {
		note(agreement.Warning, "the file has macros, which were not run", "ask for a file without them (.docx)")
	}
	return ps
}

// A file is everything that was read of a Word file.
type file struct {
	*source
	styles   *styleSheet
	numbers  *numberSheet
	body     []storyBlock
	notes    map[string][]storyBlock // "footnote 3"
	comments []CommentRead
	formats  []*Revision
	found    findings
	data     travelling
	linked   map[string]string // see [source.links]
	sent     map[string]string // the numbers of what was sent, by ID; nil where that is not known
}

// A CommentRead is a comment that somebody has made.
type CommentRead struct {
	ID, Author, Date, Text string
}

// travelling is what a document that was written here carries.
type travelling struct {
	ours                   bool
	kind, language, digest string
	ids                    map[string]string // by bookmark
	parts                  []Part
}

// readFile reads all parts of a file that bear words.
func readFile(filename string, data []byte) (*file, error) {
	src, err := openSource(filename, data)
	if err != nil {
		return nil, err
	}
	f := &file{source: src, notes: map[string][]storyBlock{}, linked: src.links()}
	if f.styles, err = readStyles(src, src.related(src.main, "styles")); err != nil {
		return nil, err
	}
	if f.numbers, err = readNumbers(src, src.related(src.main, "numbering")); err != nil {
		return nil, err
	}
	if err := f.story(); err != nil {
		return nil, err
	}
	for _, kind := range []string{"footnote", "endnote"} {
		if err := f.readNotes(kind); err != nil {
			return nil, err
		}
	}
	if err := f.readComments(); err != nil {
		return nil, err
	}
	return f, f.readData()
}

func (f *file) reader(x *scanner) *reader { return &reader{scanner: x, found: &f.found} }

func (f *file) story() error {
	found := false
	err := f.scan(f.main, func(x *scanner) error {
		r := f.reader(x)
		err := x.each(func(name string) error {
			if name != "body" {
				return nil
			}
			found = true
			body, err := r.blocks()
			f.body = append(f.body, body...)
			return err
		})
		f.formats = append(f.formats, r.formats...)
		return err
	})
	if err == nil && !found {
		return f.problem("the file has no text", askAgain)
	}
	return err
}

func (f *file) readNotes(kind string) error {
	return f.scan(f.related(f.main, kind+"s"), func(x *scanner) error {
		r := f.reader(x)
		return x.each(func(name string) error {
			if name != kind || x.attr("type") != "" && x.attr("type") != "normal" {
				return nil
			}
			id := x.attr("id")
			body, err := r.blocks()
			f.notes[kind+" "+id] = body
			return err
		})
	})
}

func (f *file) readComments() error {
	return f.scan(f.related(f.main, "comments"), func(x *scanner) error {
		r := f.reader(x)
		return x.each(func(name string) error {
			if name != "comment" {
				return nil
			}
			c := CommentRead{ID: x.attr("id"), Author: x.attr("author"), Date: x.attr("date")}
			body, err := r.blocks()
			v := f.viewer(true)
			for i, line := range lines(v.blocks(body), false) {
				if i > 0 {
					c.Text += "\n"
				}
				c.Text += line
			}
			f.comments = append(f.comments, c)
			return err
		})
	})
}

// readData reads what travels in a document of ours, if it is one.
func (f *file) readData() error {
	for _, name := range f.allRelated(f.main, "customXml") {
		err := f.scan(name, func(x *scanner) error {
			if x.open[0] != "agreement" {
				return nil
			}
			d := travelling{ours: true, kind: x.attr("kind"), language: x.attr("language"), digest: x.attr("digest"), ids: map[string]string{}}
			r := f.reader(x)
			err := x.each(func(name string) error {
				switch name {
				case "provision":
					d.ids[x.attr("mark")] = x.attr("id")
				case "part":
					part := Part{Name: x.attr("name")}
					s, err := r.characters()
					part.Data = []byte(s)
					d.parts = append(d.parts, part)
					return err
				}
				return nil
			})
			f.data = d
			return err
		})
		var ps agreement.Problems
		if err != nil && !errors.As(err, &ps) { // another program's data may be anything
			return err
		}
	}
	return nil
}

func (f *file) viewer(accept bool) *viewer {
	return &viewer{accept: accept, count: newCounting(f.numbers, f.styles)}
}

// view is the body as it reads when all changes are accepted, or rejected.
func (f *file) view(accept bool) ([]viewBlock, []string) {
	v := f.viewer(accept)
	return v.blocks(f.body), v.lost
}
