package redline

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/engross/engross/agreement"
)

// A script is two drafts made together, so that it is known which words differ
// and why: the project's own pair for measuring a redline.
type script struct {
	old, new *agreement.Document
	truth    map[any]int // by inline, or by clause for all in it: the edit it belongs to
	edits    int
	moves    int
}

// A passage is words as both drafts have them. Where they differ, edit says by
// which edit.
type passage struct {
	old, new string
	target   *provision // where it is a reference
	edit     int
}

// A provision is a clause as both drafts have it.
type provision struct {
	id       string
	heading  string
	words    []passage
	table    [][]passage
	rows     []int // the edit that inserted each row of the table, or 0
	kids     []*provision
	old, new bool // which drafts have it here
	edit     int
	split    bool // the new draft has its last sentence in a paragraph of its own
}

// A scribe writes scripts. Its words are its own and mean nothing.
type scribe struct {
	rng   *rand.Rand
	ids   bool
	all   []*provision // sub-sections
	edits int
	moves int
}

func newScript(seed uint64, sections int, ids bool) *script {
	w := &scribe{rng: rand.New(rand.NewPCG(seed, 11)), ids: ids}
	var top []*provision
	for i := range sections {
		s := &provision{id: fmt.Sprintf("s%d", i), heading: w.name(), old: true, new: true}
		for k := range 3 + w.rng.IntN(6) {
			p := &provision{id: fmt.Sprintf("s%d.%d", i, k), heading: w.name(), old: true, new: true}
			for range 1 + w.rng.IntN(4) {
				p.words = append(p.words, w.sentence())
			}
			w.all = append(w.all, p)
			s.kids = append(s.kids, p)
		}
		if i == sections/2 {
			s.kids[0].table = w.table()
			s.kids[0].rows = make([]int, len(s.kids[0].table))
		}
		top = append(top, s)
	}
	w.refer()
	top = w.edit(top)
	sc := &script{truth: map[any]int{}, edits: w.edits, moves: w.moves}
	sc.old, sc.new = sc.draft(top, 0, ids), sc.draft(top, 1, ids)
	return sc
}

var (
	subjects = strings.Split("The Licensor|The Licensee|Each Party|Neither Party|The Administrator|Any Affiliate of a Member|The Receiving Party", "|")
	verbs    = strings.Split("shall pay|shall keep|may inspect|shall not disclose|grants|warrants|may assign|shall notify the other of|accepts|shall indemnify the other against", "|")
	objects  = strings.Split("the royalties stated in the Schedule|a non-exclusive licence under the Essential Patents|complete and accurate records|the Confidential Information|"+
		"any claim brought by a third party|all taxes withheld at source|the costs reasonably incurred|every improvement made during the Term|its rights under this Agreement|the annual report", "|")
	whens = strings.Split("within %d days of receiving a written notice|for a period of %d years after the Effective Date|not later than %d March 2031|at a rate of %d.5%% a year|"+
		"up to EUR %d,000,000 in total|unless the other Party objects in writing within %d days|to the extent that Applicable Law requires it|without the prior written consent of the other Party", "|")
	nouns = strings.Split("Payment Records Audit Licence Grant Notice Assignment Term Warranty Release Governance Reporting Escrow Members Pool Improvement Confidence Remedy Interest Taxes", " ")
)

func pick(rng *rand.Rand, from []string) string { return from[rng.IntN(len(from))] }

func (w *scribe) name() string {
	return fmt.Sprintf("%s and %s %d", pick(w.rng, nouns), pick(w.rng, nouns), w.rng.IntN(90)+10)
}

func (w *scribe) when() string {
	s := pick(w.rng, whens)
	if strings.Contains(s, "%d") {
		s = fmt.Sprintf(s, 2+w.rng.IntN(27))
	}
	return s
}

func (w *scribe) sentence() passage {
	s := pick(w.rng, subjects) + " " + pick(w.rng, verbs) + " " + pick(w.rng, objects)
	for range 1 + w.rng.IntN(3) {
		s += " and " + pick(w.rng, objects) + " " + w.when()
	}
	return same(s + ".")
}

func same(s string) passage { return passage{old: s, new: s} }

func (w *scribe) table() [][]passage {
	t := [][]passage{{same("Year"), same("Fee"), same("Users")}}
	for i := range 8 {
		t = append(t, []passage{same(fmt.Sprintf("Year %d", i+1)), same(fmt.Sprintf("$%d,000", 100+w.rng.IntN(900))), same(fmt.Sprint(100 + w.rng.IntN(900)))})
	}
	return t
}

// refer puts references to provisions into others.
func (w *scribe) refer() {
	for i := 0; i < len(w.all); i += 5 {
		p := w.all[i]
		p.words = append(p.words, same("This is subject to"), passage{target: w.all[w.rng.IntN(len(w.all))]}, same("in every case."))
	}
}

// edit makes the edits and gives the sections with one more among them.
func (w *scribe) edit(top []*provision) []*provision {
	next := func() int { w.edits++; return w.edits }
	for i, p := range w.all { // wording: one provision in seven
		if i%7 != 3 {
			continue
		}
		k := w.rng.IntN(len(p.words))
		if strings.Count(p.words[k].old, " ") < 6 || p.words[k].edit != 0 {
			continue
		}
		p.words = append(p.words[:k:k], append(w.reword(p.words[k].old, next()), p.words[k+1:]...)...)
	}
	w.rename("Essential", "Standard", next())
	w.drop(next())
	for i := range max(1, len(top)/10) { // moves, from one section to another
		from, to := top[(3*i+1)%len(top)], top[(7*i+4)%len(top)]
		w.move(from, to, next())
	}
	w.all[9].split = len(w.all[9].words) > 1
	w.moves++
	top = relocate(top, 3, len(top)-2, next())
	for _, s := range top {
		if t := s.kids[0].table; t != nil {
			t[2][1] = passage{old: t[2][1].old, new: "$99,500", edit: next()}
			t[5][2] = passage{old: t[5][2].old, new: "77", edit: next()}
			row := []passage{same("Year 9"), same("$950,000"), same("950")}
			s.kids[0].table, s.kids[0].rows = append(t, row), append(s.kids[0].rows, next())
		}
	}
	extra := &provision{id: "extra", heading: "Inspection of Premises", new: true, edit: next()}
	for k := range 3 {
		extra.kids = append(extra.kids, &provision{id: fmt.Sprintf("extra.%d", k), heading: "Step " + fmt.Sprint(k), words: []passage{w.sentence()}, new: true, edit: extra.edit})
	}
	return append([]*provision{top[0], extra}, top[1:]...)
}

// reword is a sentence with one edit in it.
func (w *scribe) reword(s string, edit int) []passage {
	words := strings.Fields(s)
	at := 2 + w.rng.IntN(len(words)-4)
	before, after := same(strings.Join(words[:at], " ")), same(strings.Join(words[at:], " "))
	switch w.rng.IntN(4) {
	case 0: // a sentence more
		return []passage{same(s), {new: "The Steering Committee decides by simple majority whether that is so.", edit: edit}}
	case 1: // words more
		return []passage{before, {new: "promptly, diligently", edit: edit}, after}
	case 2: // a word less
		return []passage{before, {old: "solely", edit: edit}, after}
	}
	return []passage{before, {old: "exclusively", new: "jointly", edit: edit}, after}
}

// rename gives a term another name wherever it stands.
func (w *scribe) rename(old, new string, edit int) {
	for _, p := range w.all {
		var words []passage
		for _, x := range p.words {
			before, after, ok := strings.Cut(x.old, old)
			if !ok || x.edit != 0 || before == "" {
				words = append(words, x)
				continue
			}
			words = append(words, same(strings.TrimSpace(before)), passage{old: old, new: new, edit: edit}, same(strings.TrimSpace(after)))
		}
		p.words = words
	}
}

// relocate moves a whole section.
func relocate(top []*provision, from, to, edit int) []*provision {
	s := top[from]
	there := *s
	s.new, s.edit = false, edit
	there.old, there.edit = false, edit
	return append(top[:to:to], append([]*provision{&there}, top[to:]...)...)
}

func (w *scribe) drop(edit int) {
	p := w.all[len(w.all)/21*7] // one that is not reworded
	p.new, p.edit = false, edit
}

func (w *scribe) move(from, to *provision, edit int) {
	i := len(from.kids) - 1
	p := from.kids[i]
	if from == to || !p.old || !p.new {
		return
	}
	w.moves++
	there := *p
	p.new, p.edit = false, edit
	there.old, there.edit = false, edit
	to.kids = append(to.kids[:1:1], append([]*provision{&there}, to.kids[1:]...)...)
	for _, q := range w.all { // references follow it
		for k := range q.words {
			if q.words[k].target == p {
				q.words[k].target = &there
			}
		}
	}
}

// draft is one side of the script as a document, its truth noted.
func (sc *script) draft(top []*provision, side int, ids bool) *agreement.Document {
	has := func(p *provision) bool { return side == 0 && p.old || side == 1 && p.new }
	n := 0
	byID := map[string]*agreement.Clause{}
	doc := &agreement.Document{Title: "Agreement"}
	for _, s := range top {
		if !has(s) {
			continue
		}
		n++
		c := sc.clause(s, side, ids, fmt.Sprintf("%d.", n), fmt.Sprint(n))
		doc.Body, byID[s.id] = append(doc.Body, c), c
		k := 0
		for _, p := range s.kids {
			if has(p) {
				k++
				number := fmt.Sprintf("%d.%d", n, k)
				sub := sc.clause(p, side, ids, number, number)
				c.Body, byID[p.id] = append(c.Body, sub), sub
			}
		}
	}
	agreement.Walk(doc.Body, func(b agreement.Block) bool {
		agreement.Inlines(b, func(in []agreement.Inline) {
			for _, x := range in {
				if r, ok := x.(*agreement.Ref); ok {
					if c := byID[r.Target]; c != nil {
						r.Target, r.Text = c.ID, "Section "+c.Number
					}
				}
			}
		})
		return true
	})
	return doc
}

func (sc *script) clause(p *provision, side int, ids bool, label, number string) *agreement.Clause {
	c := &agreement.Clause{ID: p.id, Label: label, Number: number, Heading: []agreement.Inline{&agreement.Text{Text: p.heading}}}
	if !ids {
		c.ID = fmt.Sprintf("%d.~%s", side, p.id)
	}
	sc.truth[c] = p.edit
	paragraphs := [][]passage{p.words}
	if k := len(p.words) - 1; p.split && side == 1 {
		paragraphs = [][]passage{p.words[:k], p.words[k:]}
	}
	for _, words := range paragraphs {
		if in := sc.inlines(words, side); len(in) > 0 {
			c.Body = append(c.Body, &agreement.Paragraph{Text: in})
		}
	}
	if p.table == nil {
		return c
	}
	t := &agreement.Table{Align: make([]agreement.Align, 3)}
	for i, row := range p.table {
		var cells []agreement.Cell
		for _, cell := range row {
			if i < len(p.rows) && p.rows[i] != 0 {
				cell.edit = p.rows[i]
			}
			cells = append(cells, sc.inlines([]passage{cell}, side))
		}
		switch {
		case i == 0:
			t.Head = cells
		case side == 1 || p.rows[i] == 0:
			t.Rows = append(t.Rows, agreement.Row{Cells: cells})
		}
	}
	c.Body = append(c.Body, t)
	return c
}

func (sc *script) inlines(words []passage, side int) (in []agreement.Inline) {
	for _, w := range words {
		s := w.old
		if side == 1 {
			s = w.new
		}
		if s == "" && w.target == nil {
			continue
		}
		if len(in) > 0 {
			in = append(in, &agreement.Text{Text: " "})
		}
		var x agreement.Inline = &agreement.Text{Text: s}
		if w.target != nil {
			x = &agreement.Ref{Target: w.target.id}
		}
		sc.truth[x] = w.edit
		in = append(in, x)
	}
	return in
}
