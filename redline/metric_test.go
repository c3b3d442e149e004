package redline

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

// A metric says how good a redline of a script is.
//
//	hunks   places marked as changed
//	noise   of these, places where nothing changed
//	excess  words marked for each word that changed; 1 is ideal
//	missed  edits shown nowhere
type metric struct {
	hunks, noise int
	excess       float64
	missed       []int
}

func (m metric) String() string {
	return fmt.Sprintf("%d hunks, %d noise, excess %.3f, missed %v", m.hunks, m.noise, m.excess, m.missed)
}

// A page is the letters of a draft in reading order, the edit that each belongs to
// and the word that each is in.
type page struct {
	letters []rune
	edit    []int
	word    []int
}

func (p *page) write(s string, edit int) {
	if len(p.word) == 0 {
		p.word = append(p.word, 0)
	}
	for i, w := range strings.Split(s, " ") {
		last := p.word[len(p.word)-1]
		if i > 0 {
			last++
		}
		for _, r := range w {
			p.letters, p.edit, p.word = append(p.letters, r), append(p.edit, edit), append(p.word, last)
		}
		p.word[len(p.word)-1] = last
	}
}

// page writes a draft of the script down. Labels, which follow, belong to no edit.
func (sc *script) page(d *agreement.Document) *page {
	p := &page{}
	p.write(d.Title+" ", 0)
	sc.write(p, d.Body, 0)
	return p
}

// write writes blocks that are in a block of the given edit.
func (sc *script) write(p *page, body []agreement.Block, edit int) {
	for _, b := range body {
		around := edit
		c, ok := b.(*agreement.Clause)
		if ok {
			around = cmp.Or(sc.truth[c], edit)
			p.write(c.Label+" ", 0)
		}
		agreement.Inlines(b, func(in []agreement.Inline) {
			for _, x := range in {
				p.write(agreement.Words([]agreement.Inline{x}), cmp.Or(sc.truth[x], around))
			}
			p.write(" ", 0)
		})
		if ok {
			sc.write(p, c.Body, around)
		}
	}
}

// score measures a redline as the metric is defined, and checks that its runs
// spell both drafts.
func (sc *script) score(t testing.TB, res *Result) metric {
	t.Helper()
	old, new := sc.page(sc.old), sc.page(sc.new)
	var m metric
	found, marked := map[int]bool{}, map[[2]int]bool{}
	x, y, inHunk, real := 0, 0, false, false
	end := func() {
		if inHunk && !real {
			m.noise++
		}
		inHunk, real = false, false
	}
	read := func(p *page, side int, at *int, text string, show bool) {
		for _, r := range text {
			if *at >= len(p.letters) || p.letters[*at] != r {
				t.Fatalf("runs do not spell draft %d at letter %d, %q of %q", side, *at, r, text)
			}
			if e := p.edit[*at]; show && e != 0 {
				real, found[e] = true, true
			}
			if show {
				marked[[2]int{side, p.word[*at]}] = true
			}
			*at++
		}
	}
	for _, run := range res.Runs("", "") {
		text := squash(run.Text)
		show := run.Kind != Equal && run.Kind != NumberOld && run.Kind != NumberNew
		if show && !inHunk {
			m.hunks++
			inHunk = true
		}
		switch run.Kind {
		case Equal:
			end()
			read(old, 0, &x, text, false)
			read(new, 1, &y, text, false)
		case Delete, MoveFrom, NumberOld:
			read(old, 0, &x, text, show)
		case Insert, MoveTo, NumberNew:
			read(new, 1, &y, text, show)
		}
	}
	end()
	if x != len(old.letters) || y != len(new.letters) {
		t.Fatalf("runs spell %d of %d and %d of %d letters", x, len(old.letters), y, len(new.letters))
	}
	m.excess = float64(len(marked)) / float64(old.changed()+new.changed())
	for e := 1; e <= sc.edits; e++ {
		if !found[e] {
			m.missed = append(m.missed, e)
		}
	}
	return m
}

// changed is the words of a page that belong to an edit.
func (p *page) changed() int {
	words := map[int]bool{}
	for i, e := range p.edit {
		if e != 0 {
			words[p.word[i]] = true
		}
	}
	return len(words)
}

// TestMetric holds the redline of the project's own pair to what it reached.
func TestMetric(t *testing.T) {
	for _, ids := range []bool{true, false} {
		for seed := range uint64(5) {
			sc := newScript(seed, 24, ids)
			res, err := Diff(sc.old, sc.new)
			if err != nil {
				t.Fatal(err)
			}
			m := sc.score(t, res)
			t.Logf("ids %v, seed %d: %d edits, %v", ids, seed, sc.edits, m)
			if res.Stats.Moves != sc.moves {
				t.Errorf("ids %v, seed %d: %d moves, want %d", ids, seed, res.Stats.Moves, sc.moves)
			}
			if m.noise > 0 || len(m.missed) > 0 || m.excess > 1.05 {
				t.Errorf("ids %v, seed %d: %v", ids, seed, m)
			}
		}
	}
}

func BenchmarkDiff(b *testing.B) {
	for _, size := range []struct {
		name     string
		sections int
	}{{"8k-words", 16}, {"100k-words", 190}} {
		for _, ids := range []bool{true, false} {
			b.Run(fmt.Sprintf("%s/ids=%v", size.name, ids), func(b *testing.B) {
				sc := newScript(1, size.sections, ids)
				b.ReportAllocs()
				var res *Result
				for b.Loop() {
					var err error
					if res, err = Diff(sc.old, sc.new); err != nil {
						b.Fatal(err)
					}
				}
				m := sc.score(b, res)
				b.ReportMetric(float64(m.noise), "noise")
				b.ReportMetric(m.excess, "excess")
				b.ReportMetric(float64(m.hunks), "hunks")
				b.ReportMetric(float64(sc.edits), "edits")
			})
		}
	}
}
