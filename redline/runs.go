package redline

import (
	"strings"
	"unicode"
	"unicode/utf8"

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

// Runs is the redline as stretches of oldText and newText, which print the two
// drafts, as files compared or as written by a printer, mark-up and all. White
// space of words that both have is that of newText. Where a text is "", the runs are of the words of that draft
// without any mark-up.
func (r *Result) Runs(oldText, newText string) []Run {
	w := runWriter{old: &source{text: oldText}, new: &source{text: newText}, same: len(r.Changes) == 0}
	w.head(r.Document.Was, r.Document)
	w.blocks(r.Document.Body, agreement.Unchanged)
	old, oldComment := cutComment(w.old.rest())
	new, newComment := cutComment(w.new.rest())
	w.between(old, new)
	w.add(NumberOld, oldComment)
	w.add(NumberNew, newComment)
	return w.runs
}

// squash is s without white space.
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
// them as they are, as where it has &mdash; for a dash, it is read no further, and
// they are in what stands before the next words. Without a source they are as given.
func (s *source) take(words string) (before, found string) {
	const near, tries = 1 << 14, 40 // bytes: more than stands between two words that follow one another
	letters := squash(words)
	switch {
	case letters == "":
		return "", ""
	case s.text == "":
		return "", words
	}
	first, _ := utf8.DecodeRuneInString(letters)
	from := s.at
	for range tries {
		i := strings.IndexRune(s.text[from:min(len(s.text), s.at+near)], first)
		if i < 0 {
			break
		}
		start := from + i
		if end := s.spells(letters, start); end > 0 {
			before, found = s.text[s.at:start], s.text[start:end]
			s.at = end
			return before, found
		}
		if from = start + utf8.RuneLen(first); from >= s.at+near {
			break
		}
	}
	return "", ""
}

// spells is where letters end that begin at start, with mark-up among them, or 0.
func (s *source) spells(letters string, start int) int {
	const mark = 400 // bytes: more than the mark-up between two letters
	at := start
	for _, r := range letters {
		i := strings.IndexRune(s.text[at:min(len(s.text), at+mark)], r)
		if i < 0 {
			return 0
		}
		at += i + utf8.RuneLen(r)
	}
	return at
}

// label finds a label next in the source: no words stand before it. That of an item
// without a number is mark-up.
func (s *source) label(label string) (before, found string) {
	if s.text == "" {
		return "", label
	}
	if label == agreement.Bullet {
		return "", ""
	}
	at := s.at
	if before, found = s.take(label); !wordless(tagOrComment().ReplaceAllString(before, "")) {
		s.at = at
		return "", ""
	}
	return before, found
}

var tagOrComment = agreement.Pattern(`<!--(?s:.*?)-->|<[^<>]*>|\{[^{}]*\}`)

// skip is what stands in the source up to and with words, if they stand near.
func (s *source) skip(words string) string {
	const near = 4000 // bytes: more than a title page has between two facts
	i := strings.Index(s.text[s.at:min(len(s.text), s.at+near)], words)
	if words == "" || i < 0 {
		return ""
	}
	from := s.at
	s.at += i + len(words)
	return s.text[from:s.at]
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
	same     bool // nothing changed that a reader can see: what differs is mark-up
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

// head writes the title and, as far as the sources print them in this order, the
// facts of the title page.
func (w *runWriter) head(was, is *agreement.Document) {
	if was.Title == is.Title {
		w.both(was.Title, is.Title)
	} else {
		w.one(Delete, was.Title)
		w.one(Insert, is.Title)
	}
	w.between(w.old.skip(was.Reference), w.new.skip(is.Reference))
	w.between(w.old.skip(was.Date), w.new.skip(is.Date))
	for i := range max(len(was.Parties), len(is.Parties)) {
		old, new := "", ""
		if i < len(was.Parties) {
			old = w.old.skip(was.Parties[i].Name)
		}
		if i < len(is.Parties) {
			new = w.new.skip(is.Parties[i].Name)
		}
		w.between(old, new)
	}
}

// both writes words that both drafts have, perhaps with another number.
func (w *runWriter) both(was, is string) {
	beforeOld, old := w.old.take(was)
	beforeNew, new := w.new.take(is)
	w.pair(was == is, beforeOld, old, beforeNew, new)
}

// pair writes words that both drafts have, which are the same but for their number.
func (w *runWriter) pair(same bool, beforeOld, old, beforeNew, new string) {
	w.between(beforeOld, beforeNew)
	if squash(old) == squash(new) {
		w.add(Equal, new)
		return
	}
	if same { // where they are not printed alike, the sources have words among them
		w.between(old, new)
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

// labels writes the label of a clause.
func (w *runWriter) labels(change agreement.Change, was, is string) {
	switch change {
	case agreement.Unchanged:
		beforeOld, old := w.old.label(was)
		beforeNew, new := w.new.label(is)
		w.pair(was == is, beforeOld, old, beforeNew, new)
	case agreement.Inserted, agreement.MovedTo:
		before, found := w.new.label(is)
		w.add(kindOfRun[change], before+found)
	case agreement.Deleted, agreement.MovedFrom:
		before, found := w.old.label(was)
		w.add(kindOfRun[change], before+found)
	}
}

// between writes stretches of the sources that are not told apart by the tree:
// mark-up, and words that are not in it, such as a printer's own. Words that differ
// are changes all the same.
func (w *runWriter) between(old, new string) {
	head := sharedEnd(old, new, true)
	w.add(Equal, old[:head])
	old, new = old[head:], new[head:]
	tail := sharedEnd(old, new, false)
	end := old[len(old)-tail:]
	old, new = old[:len(old)-tail], new[:len(new)-tail]
	if w.same || wordless(old) && wordless(new) {
		w.add(NumberOld, old)
		w.add(NumberNew, new)
	} else {
		w.add(Delete, old)
		w.add(Insert, new)
	}
	w.add(Equal, end)
}

// sharedEnd is the length of what s and t have in common at their front or back,
// less what would cut a word or a number.
func sharedEnd(s, t string, front bool) int {
	n := min(len(s), len(t))
	if s == t {
		return n
	}
	at := func(s string, i int) byte {
		if front {
			return s[i]
		}
		return s[len(s)-1-i]
	}
	shared := 0
	for shared < n && at(s, shared) == at(t, shared) {
		shared++
	}
	for shared > 0 && (at(s, shared-1) >= utf8.RuneSelf || unicode.IsLetter(rune(at(s, shared-1))) || unicode.IsDigit(rune(at(s, shared-1)))) {
		shared--
	}
	return shared
}

// wordless reports text without letters and digits.
func wordless(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// cutComment parts what ends a text from the comment for programs at its very end.
func cutComment(s string) (text, comment string) {
	if i := strings.Index(s, "<!--"); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
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
			w.labels(b.Change, was(b.Was, b.Label), b.Label)
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
			for _, f := range signatoryFields {
				w.inlines(b.Words(f.of), b.Change)
			}
		}
	}
}

func (w *runWriter) inlines(in []agreement.Inline, around agreement.Change) {
	for _, x := range in {
		change := agreement.ChangeOf(x)
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
	case agreement.Inserted, agreement.MovedTo:
		w.one(kindOfRun[change], new)
	case agreement.Deleted, agreement.MovedFrom:
		w.one(kindOfRun[change], old)
	}
}

var kindOfRun = map[agreement.Change]RunKind{agreement.Inserted: Insert, agreement.Deleted: Delete, agreement.MovedFrom: MoveFrom, agreement.MovedTo: MoveTo}
