package word

import "strings"

// A Tracked is a tracked change, or neighbouring ones of one author, in one paragraph.
type Tracked struct {
	Author string `json:"author,omitempty"` // "" where the file does not say
	Date   string `json:"date,omitempty"`   // as the file has it
	ID     string `json:"id,omitempty"`     // of the provision it is in
	Number string `json:"number,omitempty"` // its citation, in the file with all changes accepted
	Before string `json:"before"`           // words deleted, or moved away
	After  string `json:"after"`            // words inserted, or moved here
	Format bool   `json:"format,omitempty"` // of format alone
}

// A Formatted is words that are marked by hand: in what is written here no words are,
// so somebody has.
type Formatted struct {
	ID      string `json:"id,omitempty"`     // of the provision they are in
	Number  string `json:"number,omitempty"` // its citation, in the file with all changes accepted
	Words   string `json:"words"`
	Marks   string `json:"marks"` // "bold, struck"
	Tracked bool   `json:"tracked"`
	Author  string `json:"author,omitempty"` // where it is tracked
	Date    string `json:"date,omitempty"`
}

// changes are the tracked changes of the body, in reading order, and what is marked by
// hand; in a document from elsewhere everything may be, and nothing is told.
func (f *file) changes(known map[string]string) ([]Tracked, []Formatted) {
	l := &changeLister{tree: &tree{file: f, ids: map[string]string{}, marked: map[string]bool{}}, ours: len(f.data.ids) > 0}
	for _, m := range []map[string]string{known, f.data.ids} {
		for mark, id := range m {
			l.ids[mark] = id
			l.ours = l.ours || !strings.Contains(id, "~") // an id with it tells a place alone
		}
	}
	l.blocks(f.body, nil)
	for _, r := range f.formats {
		n := len(l.list)
		if n > 0 && l.list[n-1].Format && l.list[n-1].Author == r.Author {
			continue
		}
		l.list = append(l.list, Tracked{Author: r.Author, Date: r.Date, Format: true})
	}
	return l.list, l.formatted
}

type changeLister struct {
	*tree
	list      []Tracked
	provision string // that the walk is in
	joins     bool   // what comes next stands beside the last change

	ours      bool // the file was written here
	formatted []Formatted
	passed    *Formatted // what the words just passed are
}

func (l *changeLister) blocks(body []storyBlock, around revisions) {
	for _, b := range body {
		if b.table != nil {
			for _, r := range b.table.rows {
				for _, c := range r.cells {
					l.blocks(c.body, append(append(around[:len(around):len(around)], r.in...), c.in...))
				}
			}
			continue
		}
		l.para(b.para, around)
	}
}

func (l *changeLister) para(p *para, around revisions) {
	l.joins, l.passed = false, nil
	for _, q := range p.pieces {
		switch q.kind {
		case markPiece:
			if id := l.tree.id(q.text); id != "" && !ofTable(id) {
				l.provision = id
			}
		case wordsPiece:
			l.format(&q)
			l.words(q.text, append(around[:len(around):len(around)], q.in...))
		case markEndPiece, fieldBegin, fieldResult, fieldEnd, notePiece, commentPiece, anchorBegin, anchorEnd:
		}
	}
	l.words("¶", p.mark)
}

// ofTable reports the ID of a table, which is no provision: what is changed in it is
// changed in the provision that it stands in.
func ofTable(id string) bool { return strings.Contains(id, ".~table") }

// format notes words that are marked by hand: those of neighbouring runs together.
func (l *changeLister) format(q *piece) {
	look := piece{}
	if q.bold > 0 && q.style == "" {
		look.mark("bold")
	}
	look.mark(q.marks)
	if !l.ours || look.marks == "" && q.format == nil || strings.TrimSpace(q.text) == "" || !q.in.alive(true) {
		l.passed = nil
		return
	}
	if look.marks == "" {
		look.marks = "plain"
	}
	x := Formatted{ID: l.provision, Words: q.text, Marks: look.marks, Tracked: q.format != nil}
	if q.format != nil {
		x.Author, x.Date = q.format.Author, q.format.Date
	}
	if m := l.passed; m != nil && m.Marks == x.Marks && m.Author == x.Author && m.Tracked == x.Tracked {
		m.Words += x.Words
		return
	}
	l.formatted = append(l.formatted, x)
	l.passed = &l.formatted[len(l.formatted)-1]
}

// words adds words that are in changes: to the last change of the paragraph, if it is
// the same author's and nothing stands between.
func (l *changeLister) words(s string, in revisions) {
	if len(in) == 0 {
		l.joins = false
		return
	}
	gone := !in.alive(true)
	if gone && !in.alive(false) { // inserted by one and deleted again
		return
	}
	r := in[len(in)-1]
	if n := len(l.list); !l.joins || l.list[n-1].Author != r.Author {
		l.list = append(l.list, Tracked{Author: r.Author, Date: r.Date, ID: l.provision})
	}
	l.joins = true
	t := &l.list[len(l.list)-1]
	if gone {
		t.Before += s
	} else {
		t.After += s
	}
}
