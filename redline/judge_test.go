package redline_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/redline"
)

// A tally is what a redline marks and what truly differs.
type tally struct {
	hunks  int // places marked
	marked int // words marked, of both drafts
	differ int // words that have to be, by the longest common subsequence
}

func (t tally) excess() float64 { return float64(t.marked) / float64(max(1, t.differ)) }

// judge holds a redline to the two trees alone, provision by provision as they are
// known by stable ids: words are compared there without numbers, and references by
// target. A provision with the same words may not be marked, and a place marked
// must have other words than it had.
func judge(t *testing.T, edit string, old, new *agreement.Document, res *redline.Result) tally {
	t.Helper()
	was, is := transcribe(old.Body), transcribe(new.Body)
	shown := transcribe(res.Document.Body)
	reordered := !slices.Equal(both(was, is), both(is, was))
	var sum tally
	for _, id := range shown.ids {
		s := shown.of[id]
		if s.moved && !reordered {
			t.Errorf("%s: %s is shown as moved, and nothing is", edit, id)
		}
		a, b := was.words(id), is.words(id)
		differ := len(a) + len(b) - 2*longestCommon(a, b)
		for _, h := range s.hunks() {
			sum.hunks++
			if squeeze(h.out) == squeeze(h.in) {
				t.Errorf("%s: %s: marked though it is the same: %q", edit, id, h.in)
			}
		}
		marked := s.marked()
		if differ == 0 && marked > 0 {
			t.Errorf("%s: %s has the same words and is marked: %+v", edit, id, s.hunks())
		}
		if marked < differ {
			t.Errorf("%s: %s: %d words are marked where %d differ", edit, id, marked, differ)
		}
		sum.marked, sum.differ = sum.marked+marked, sum.differ+differ
	}
	return sum
}

// A transcript is the words of a document by the stable id they are under.
type transcript struct {
	of  map[string]*passage
	ids []string // in reading order
}

// A passage is words in stretches, each marked as its inline is.
type passage struct {
	stretches []stretch
	moved     bool
}

type stretch struct {
	text   string
	change agreement.Change
}

func transcribe(body []agreement.Block) *transcript {
	t := &transcript{of: map[string]*passage{}}
	t.blocks(body, "", false)
	return t
}

// blocks reads body, which is under id. What is shown where it moved from is shown
// again, with its edits, where it moved to.
func (t *transcript) blocks(body []agreement.Block, id string, moved bool) {
	for _, b := range body {
		at, change := id, agreement.Unchanged
		switch b := b.(type) {
		case *agreement.Clause:
			change, at = b.Change, stable(b.ID, id)
		case *agreement.Paragraph:
			change, at = b.Change, stable(b.ID, id)
		case *agreement.Table:
			change, at = b.Change, stable(b.ID, id)
		case *agreement.Signatures:
			change, at = b.Change, "signatures"
		}
		if change == agreement.MovedFrom {
			continue
		}
		p := t.passage(at)
		if change == agreement.MovedTo && !moved {
			p.moved = true
		}
		agreement.Inlines(b, p.read)
		switch b := b.(type) {
		case *agreement.Clause:
			t.blocks(b.Body, at, change == agreement.MovedTo)
		case *agreement.Signatures:
			for _, s := range b.Blocks {
				for _, f := range []func(agreement.Signatory) string{
					func(s agreement.Signatory) string { return s.Party }, func(s agreement.Signatory) string { return s.Native },
					func(s agreement.Signatory) string { return s.Name }, func(s agreement.Signatory) string { return s.Title },
				} {
					p.read(s.Words(f))
				}
			}
		case *agreement.Paragraph, *agreement.Table:
		}
	}
}

func (t *transcript) passage(id string) *passage {
	if t.of[id] == nil {
		t.of[id] = &passage{}
		t.ids = append(t.ids, id)
	}
	return t.of[id]
}

// stable is an id that does not hang on the place of a provision, or else that of
// what it is in.
func stable(id, around string) string {
	id = strings.TrimPrefix(id, "old:")
	if id == "" || agreement.Positional(id) {
		return around
	}
	return id
}

func (p *passage) read(in []agreement.Inline) {
	for _, x := range in {
		switch x := x.(type) {
		case *agreement.Text:
			if !x.Break {
				p.stretches = append(p.stretches, stretch{x.Text, x.Change})
			}
		case *agreement.Define:
			p.stretches = append(p.stretches, stretch{`"` + x.Term + `"`, x.Change})
		case *agreement.Ref:
			target, _, _ := strings.Cut(strings.TrimPrefix(x.Target, "old:"), "~")
			p.stretches = append(p.stretches, stretch{"@" + target, x.Change})
		}
	}
	p.stretches = append(p.stretches, stretch{text: " "})
}

// words is the words under id, without any mark.
func (t *transcript) words(id string) []string {
	if t.of[id] == nil {
		return nil
	}
	var b strings.Builder
	for _, s := range t.of[id].stretches {
		b.WriteString(s.text)
	}
	return tokens(b.String())
}

var token = regexp.MustCompile(`[\pL\pN\pM@]+(?:[-'’.,/:~_][\pL\pN\pM]+)*|[^\s\pL\pN\pM]`)

// tokens is the words, numbers and marks of s.
func tokens(s string) []string { return token.FindAllString(s, -1) }

// marked is how many words of the old draft are marked as gone and of the new as
// come: a word is where any letter of it is.
func (p *passage) marked() int {
	n := 0
	for _, side := range []struct{ shown, hidden agreement.Change }{
		{agreement.Deleted, agreement.Inserted}, {agreement.Inserted, agreement.Deleted},
	} {
		text, hit := "", []bool{}
		for _, s := range p.stretches {
			if s.change != side.hidden {
				text += s.text
				hit = append(hit, slices.Repeat([]bool{s.change == side.shown}, len(s.text))...)
			}
		}
		for _, at := range token.FindAllStringIndex(text, -1) {
			if slices.Contains(hit[at[0]:at[1]], true) {
				n++
			}
		}
	}
	return n
}

// An edit is what a place marked has of each draft.
type edit struct{ out, in string }

func (p *passage) hunks() (all []edit) {
	open := false
	for _, s := range p.stretches {
		switch s.change {
		case agreement.Unchanged, agreement.MovedTo, agreement.MovedFrom:
			open = open && strings.TrimSpace(s.text) == ""
			continue
		case agreement.Inserted, agreement.Deleted:
		}
		if !open {
			all, open = append(all, edit{}), true
		}
		if last := &all[len(all)-1]; s.change == agreement.Inserted {
			last.in += s.text + " "
		} else {
			last.out += s.text + " "
		}
	}
	return all
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// both is the ids of t that other has too, in the order of t.
func both(t, other *transcript) (ids []string) {
	for _, id := range t.ids {
		if other.of[id] != nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// longestCommon is the length of the longest common subsequence.
func longestCommon(a, b []string) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		return 1 + longestCommon(a[1:], b[1:])
	}
	row := make([]int, len(b)+1)
	for i := range a {
		diagonal := 0
		for j := range b {
			above := row[j+1]
			if row[j+1] = max(above, row[j]); a[i] == b[j] {
				row[j+1] = diagonal + 1
			}
			diagonal = above
		}
	}
	return row[len(b)]
}
