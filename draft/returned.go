package draft

import (
	"cmp"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/word"
	"github.com/engross/engross/redline"
)

// A Returned is who changed what in a Word file that came back. Everything that
// differs from what was sent is either among its untracked changes or its tracked
// ones: with all tracked changes rejected the file differs from what was sent in the
// untracked ones alone.
type Returned struct {
	Untracked []redline.Change   `json:"untracked"` // changes that nobody tracked
	Tracked   []word.Tracked     `json:"tracked"`
	Comments  []word.CommentRead `json:"comments"`
}

// Return compares what came back with what was sent, before and after its tracked
// changes. What is undone again by a tracked change is no change: so a redline that
// was sent and comes back undecided has none.
func Return(sent *agreement.Document, r *word.Reading) (*Returned, error) {
	whole, err := redline.Diff(sent, r.Accepted)
	if err != nil {
		return nil, err
	}
	before, err := redline.Diff(sent, r.Rejected)
	if err != nil {
		return nil, err
	}
	differs := map[string]bool{}
	for _, c := range whole.Changes {
		differs[c.ClauseID] = true
	}
	out := &Returned{Untracked: []redline.Change{}, Tracked: []word.Tracked{}, Comments: append([]word.CommentRead{}, r.Comments...)}
	for _, c := range before.Changes {
		if c.Kind != redline.Consequential && differs[c.ClauseID] {
			out.Untracked = append(out.Untracked, c)
		}
	}
	numbers := map[string]string{}
	agreement.Walk(r.Accepted.Body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok {
			numbers[c.ID] = cmp.Or(c.Number, agreement.Words(c.Heading))
		}
		return true
	})
	if len(whole.Changes) == 0 {
		return out, nil
	}
	for _, t := range r.Changes {
		t.Number = numbers[t.ID]
		out.Tracked = append(out.Tracked, t)
	}
	return out, nil
}
