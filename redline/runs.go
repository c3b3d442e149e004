package redline

import (
	"strings"
	"unicode"

	"github.com/engross/engross/agreement"
)

// A Run is a stretch of text that one draft has or both have.
type Run struct {
	Kind RunKind `json:"kind"`
	Text string  `json:"text"`
}

// A RunKind says which draft has a [Run], and whether it is shown as a change.
type RunKind string

// The kinds of run. The text of Equal, Delete, MoveFrom and NumberOld is the old
// draft; that of Equal, Insert, MoveTo and NumberNew the new, with MoveFrom where
// it stood and MoveTo where it stands.
const (
	Equal     RunKind = "equal"
	Delete    RunKind = "delete"
	Insert    RunKind = "insert"
	MoveFrom  RunKind = "move_from"
	MoveTo    RunKind = "move_to"
	NumberOld RunKind = "number_old" // a label, the number of a reference, or mark-up, that merely followed a change elsewhere
	NumberNew RunKind = "number_new"
)

// Runs is the redline as stretches of the texts old and new, which print the two
// drafts, as files compared or as written by a printer, mark-up and all. White
// space is not kept. Where a text is "", the runs are of the words of that draft
// without any mark-up.
func (r *Result) Runs(old, new string) []Run {
	w := runWriter{old: &source{text: squash(old)}, new: &source{text: squash(new)}}
	if r.Document.Was.Title == r.Document.Title {
		w.both(r.Document.Title, r.Document.Title)
	} else {
		w.one(Delete, r.Document.Was.Title)
		w.one(Insert, r.Document.Title)
	}
	w.blocks(r.Document.Body, agreement.Unchanged)
	w.between(w.old.rest(), w.new.rest())
	return w.runs
}

// squash is s without white space, which runs do not keep.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// A source is a printed draft, read from its beginning to its end.
type source struct {
	text string
	at   int
}

// take finds the letters of words next in the source, past and with any mark-up
// among them. Before is what stands before them. Where the source does not have
// them, it is read no further, and they are as given.
func (s *source) take(words string) (before, found string) {
	words = squash(words)
	if words == "" {
		return "", ""
	}
	start, at := -1, s.at
	for _, r := range words {
		i := strings.IndexRune(s.text[at:], r)
		if i < 0 {
			return "", words
		}
		if start < 0 {
			start = at + i
		}
		at += i + len(string(r))
	}
	before, found = s.text[s.at:start], s.text[start:at]
	s.at = at
	return before, found
}

func (s *source) rest() string {
	rest := s.text[s.at:]
	s.at = len(s.text)
	return rest
}

// A runWriter walks a marked document and writes its runs.
type runWriter struct {
	old, new *source
	runs     []Run
}

func (w *runWriter) add(kind RunKind, text string) {
	if text == "" {
		return
	}
	if k := len(w.runs) - 1; k >= 0 && w.runs[k].Kind == kind {
		w.runs[k].Text += text
		return
	}
	w.runs = append(w.runs, Run{kind, text})
}

// both writes words that both drafts have, perhaps with another number.
func (w *runWriter) both(old, new string) {
	beforeOld, old := w.old.take(old)
	beforeNew, new := w.new.take(new)
	w.between(beforeOld, beforeNew)
	if old == new {
		w.add(Equal, new)
		return
	}
	w.add(NumberOld, old)
	w.add(NumberNew, new)
}

// one writes words that one draft has, with the mark-up before them.
func (w *runWriter) one(kind RunKind, words string) {
	s := w.new
	if kind == Delete || kind == MoveFrom {
		s = w.old
	}
	before, found := s.take(words)
	w.add(kind, before+found)
}

// between writes what stands in the sources between words of the document: mark-up,
// or words that are not in the tree, such as a printer's own. Words that differ are
// changes all the same.
func (w *runWriter) between(old, new string) {
	switch {
	case old == new:
		w.add(Equal, new)
	case wordless(old) && wordless(new):
		w.add(NumberOld, old)
		w.add(NumberNew, new)
	default:
		w.add(Delete, old)
		w.add(Insert, new)
	}
}

// wordless reports text without letters and digits, or whose only ones are in a
// comment.
func wordless(s string) bool {
	if i, j := strings.Index(s, "<!--"), strings.LastIndex(s, "-->"); i >= 0 && i < j {
		s = s[:i] + s[j:]
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// blocks writes the runs of body, which is in a block with the given change. In a
// moved block what is deleted is passed over: it is shown where the block was.
func (w *runWriter) blocks(body []agreement.Block, around agreement.Change) {
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			if hidden(b.Change, around) {
				continue
			}
			w.words(b.Change, was(b.Was, b.Label), b.Label)
			w.inlines(b.Heading, b.Change)
			w.blocks(b.Body, b.Change)
		case *agreement.Paragraph:
			if !hidden(b.Change, around) {
				w.inlines(b.Text, b.Change)
			}
		case *agreement.Table:
			if !hidden(b.Change, around) {
				w.table(b)
			}
		case *agreement.Signatures:
			if !hidden(b.Change, around) {
				w.signatures(b)
			}
		}
	}
}

func hidden(c, around agreement.Change) bool {
	return around == agreement.MovedTo && c == agreement.Deleted
}

func (w *runWriter) table(t *agreement.Table) {
	for _, c := range t.Head {
		w.inlines(c, t.Change)
	}
	for _, r := range t.Rows {
		if hidden(r.Change, t.Change) {
			continue
		}
		for _, c := range r.Cells {
			w.inlines(c, r.Change)
		}
	}
}

func (w *runWriter) signatures(s *agreement.Signatures) {
	w.inlines(s.Lead, s.Change)
	for _, b := range s.Blocks {
		if !hidden(b.Change, s.Change) {
			for _, words := range []string{b.Party, b.Native, b.Name, b.Title} {
				w.words(b.Change, words, words)
			}
		}
	}
}

func (w *runWriter) inlines(in []agreement.Inline, around agreement.Change) {
	for _, x := range in {
		change := changeOf(x)
		if hidden(change, around) {
			continue
		}
		switch x := x.(type) {
		case *agreement.Text:
			if !x.Break {
				w.words(change, x.Text, x.Text)
			}
		case *agreement.Define:
			w.words(change, x.Term, x.Term)
		case *agreement.Ref:
			w.words(change, was(x.Was, x.Text), x.Text)
		}
	}
}

// words writes one run: old where only the old draft has it, new otherwise.
func (w *runWriter) words(change agreement.Change, old, new string) {
	switch change {
	case agreement.Unchanged:
		w.both(old, new)
	case agreement.Inserted:
		w.one(Insert, new)
	case agreement.Deleted:
		w.one(Delete, old)
	case agreement.MovedFrom:
		w.one(MoveFrom, old)
	case agreement.MovedTo:
		w.one(MoveTo, new)
	}
}
