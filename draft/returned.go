package draft

import (
	"cmp"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/word"
	"github.com/engross/engross/redline"
)

// A Returned is who changed what in a Word file that came back. Everything that
// differs from what was sent is in one of its lists: with all tracked changes rejected
// the file differs from what was sent in the untracked and the accepted ones alone.
type Returned struct {
	Untracked  []redline.Change   `json:"untracked"`  // changes that nobody tracked
	Accepted   []redline.Change   `json:"accepted"`   // changes that the file sent had tracked, and that are taken
	Declined   []redline.Change   `json:"declined"`   // changes that the file sent had tracked, and that are undone
	Tracked    []word.Tracked     `json:"tracked"`    // of words
	Formatting []word.Formatted   `json:"formatting"` // words marked by hand, tracked or not
	Comments   []word.CommentRead `json:"comments"`
}

// Return compares what came back with what was sent, before and after its tracked
// changes. What is undone again by a tracked change is no change: so a redline that
// was sent and comes back undecided has none.
//
// Redlined is the Word file that was sent, where it had tracked changes itself; else
// nil. What was accepted of them is then no change that nobody tracked.
func Return(sent *agreement.Document, r, redlined *word.Reading) (*Returned, error) {
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
	none := func() []redline.Change { return []redline.Change{} }
	out := &Returned{Untracked: none(), Accepted: none(), Declined: none(), Tracked: []word.Tracked{},
		Formatting: append([]word.Formatted{}, r.Formatted...), Comments: append([]word.CommentRead{}, r.Comments...)}
	ours, err := proposed(sent, redlined)
	if err != nil {
		return nil, err
	}
	for _, c := range before.Changes {
		switch {
		case c.Kind == redline.Consequential || !differs[c.ClauseID] || markedByHand(r.Formatted, &c):
		case hasChange(ours, &c):
			out.Accepted = append(out.Accepted, c)
		default:
			out.Untracked = append(out.Untracked, c)
		}
	}
	for _, c := range ours {
		if c.Kind != redline.Consequential && !hasChange(whole.Changes, &c) {
			out.Declined = append(out.Declined, c)
		}
	}
	numbers := map[string]string{}
	agreement.Walk(r.Accepted.Body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok {
			numbers[c.ID] = cmp.Or(c.Number, agreement.Words(c.Heading))
		}
		return true
	})
	for i := range out.Formatting {
		out.Formatting[i].Number = numbers[out.Formatting[i].ID]
	}
	if len(whole.Changes) == 0 {
		return out, nil
	}
	for _, t := range slices.DeleteFunc(slices.Clone(r.Changes), func(t word.Tracked) bool { return t.Format }) {
		t.Number = numbers[t.ID]
		out.Tracked = append(out.Tracked, t)
	}
	return out, nil
}

// markedByHand reports a change that is told with the words that are marked by hand.
func markedByHand(list []word.Formatted, c *redline.Change) bool {
	return c.Kind == redline.Markup && slices.ContainsFunc(list, func(f word.Formatted) bool { return strings.HasPrefix(c.After, strings.TrimSpace(f.Words)+" (") })
}

// proposed is the changes of the redline that was sent.
func proposed(sent *agreement.Document, redlined *word.Reading) ([]redline.Change, error) {
	if redlined == nil {
		return nil, nil
	}
	res, err := redline.Diff(sent, redlined.Accepted)
	if err != nil {
		return nil, err
	}
	return res.Changes, nil
}
