package word

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

// changes are the tracked changes of the body, in reading order.
func (f *file) changes(known map[string]string) []Tracked {
	l := &changeLister{tree: &tree{file: f, ids: map[string]string{}, marked: map[string]bool{}}}
	for _, m := range []map[string]string{known, f.data.ids} {
		for mark, id := range m {
			l.ids[mark] = id
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
	return l.list
}

type changeLister struct {
	*tree
	list      []Tracked
	provision string // that the walk is in
	joins     bool   // what comes next stands beside the last change
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
	l.joins = false
	for _, q := range p.pieces {
		switch q.kind {
		case markPiece:
			if id := l.tree.id(q.text); id != "" {
				l.provision = id
			}
		case wordsPiece:
			l.words(q.text, append(around[:len(around):len(around)], q.in...))
		case markEndPiece, fieldBegin, fieldResult, fieldEnd, notePiece, commentPiece, anchorBegin, anchorEnd:
		}
	}
	l.words("¶", p.mark)
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
