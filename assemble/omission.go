package assemble

import (
	"fmt"
	"maps"
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// An Omission is a topic that the term sheet leaves out.
type Omission struct {
	Topic  string
	Value  string // path of what the term sheet states and this topic alone gives effect to: "escrow.deposits"; or ""
	Missed string // what is missed without it: "nothing of it survives the end"; or ""
}

// Omissions are the topics that the term sheet leaves out, sorted.
func (d *Deal) Omissions() []Omission { return d.omissions }

func (d *Deal) findOmissions() {
	for _, id := range slices.Sorted(maps.Keys(d.Sheet.Clauses)) {
		t := d.lib.topics[id]
		if t == nil || !d.Sheet.Clauses[id].Omit {
			continue
		}
		o := Omission{Topic: id, Missed: t.Missed}
		if i := slices.IndexFunc(t.carries, func(x declared) bool { return d.states(x.value) && (x.when == nil || d.holds(x.when)) }); i >= 0 {
			o.Value = t.carries[i].value
		}
		d.omissions = append(d.omissions, o)
	}
}

func (d *Deal) states(path string) bool {
	_, ok := d.File.Sheet.Get(path)
	return ok
}

// checkCarried finds declarations of what a topic carries that name nothing.
func (t *Topic) checkCarried(ps *agreement.Problems) {
	for _, x := range t.carries {
		if err := schema.KnowsPath(x.value); err != nil {
			ps.Add(&agreement.Problem{ID: "unknown-path", Pos: t.pos, Message: fmt.Sprintf("%s carries %q, which no term sheet has", t.ID, x.value), Err: err,
				Hint: "carries lists paths of the term sheet, to which this topic alone gives effect"})
		}
	}
}
