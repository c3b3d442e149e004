package assemble

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/schema"
)

// A Proposal is what another deal has otherwise in one choice of the library: the
// value of a parameter, the variant of a clause, or whether a clause is in.
type Proposal struct {
	Topic     *Topic
	Parameter *Parameter // nil where the variant, or the clause, is at stake
	Sent      any        // the value, or the name of the variant; nil for none
	Theirs    any
}

// Proposals are the choices in which another deal, of the same library, differs.
func (d *Deal) Proposals(theirs *Deal) (list []Proposal) {
	for _, c := range d.chosen {
		if c.variant == nil {
			continue
		}
		t := c.variant.Topic
		switch o := theirs.byTopic[t.ID]; {
		case o == nil || o.variant == nil:
			list = append(list, Proposal{Topic: t, Sent: c.variant.Name})
		case o.variant != c.variant:
			list = append(list, Proposal{Topic: t, Sent: c.variant.Name, Theirs: o.variant.Name})
		default:
			for _, p := range c.variant.Parameters {
				if was, is := c.values[p.Name], o.values[p.Name]; !same(was, is) {
					list = append(list, Proposal{t, p, was, is})
				}
			}
		}
	}
	for _, c := range theirs.chosen {
		if c.variant != nil && d.byTopic[c.item.Use] == nil {
			list = append(list, Proposal{Topic: c.variant.Topic, Theirs: c.variant.Name})
		}
	}
	return list
}

// A Standing says how a proposal stands to what the library says that a side may take.
type Standing uint8

// The standings, from what may be taken to what may not.
const (
	WithinPosition Standing = iota // no worse than what was sent, or than the side's own position
	WithinFallback                 // no worse than the fallback
	NewMatter                      // the library has no position on it
	BeyondFallback                 // not within the fallback; the playbook says who approves
	BeyondWalkAway
)

var standingNames = [...]string{"within-position", "within-fallback", "new-matter", "beyond-fallback", "beyond-walk-away"}

func (s Standing) String() string {
	if int(s) < len(standingNames) {
		return standingNames[s]
	}
	return fmt.Sprintf("Standing(%d)", uint8(s))
}

// MarshalText makes a standing print as its name in JSON.
func (s Standing) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Standings are the names of all standings.
func Standings() []string { return slices.Clone(standingNames[:]) }

// A Judgement is how a proposal stands for a side, and what in the library says so.
type Judgement struct {
	Standing Standing `json:"standing"`
	About    string   `json:"about"`              // what is at stake
	Sent     string   `json:"sent"`               // the value that was sent
	Theirs   string   `json:"theirs"`             // and the one that came back
	As       string   `json:"as"`                 // "licensor" or "licensee"
	Because  string   `json:"because"`            // the reason, a sentence without its full stop
	Position string   `json:"position,omitempty"` // what the side opens with
	Fallback string   `json:"fallback,omitempty"`
	WalkAway string   `json:"walk_away,omitempty"`
	Approve  string   `json:"approve,omitempty"` // who decides beyond the fallback
	Trade    string   `json:"trade,omitempty"`   // what to ask in return
	Offer    any      `json:"-"`                 // the value to offer instead; nil where theirs can be taken, or none is known
}

// Judge judges a proposal for a side by the playbook.
func (p *Proposal) Judge(book *Playbook, as schema.Position) Judgement {
	name, about := "", "variant of "+p.Topic.ID
	if p.Parameter != nil {
		name, about = p.Parameter.Name, p.Parameter.About
	}
	j := Judgement{About: about, As: sideName(as), Sent: shown(p.Sent), Theirs: shown(p.Theirs), Standing: NewMatter}
	play := book.Play(p.Topic.ID, name, as)
	switch {
	case p.Parameter == nil && p.Theirs == nil:
		j.About, j.Theirs, j.Sent = "clause "+p.Topic.ID, "left out", "included"
		j.Because = "the library does not say whether the clause can be done without"
		return j
	case p.Parameter == nil && p.Sent == nil:
		j.About, j.Theirs, j.Sent = "clause "+p.Topic.ID, "included", "left out"
		j.Because = "the library does not say whether the clause can be taken in"
		return j
	case play == nil:
		j.Because = "the library has no position on it"
		return j
	}
	j.Position, j.WalkAway, j.Approve, j.Trade = shown(play.Own), play.Limit(), play.Approve, play.Trade
	j.Fallback = shown(play.Fallback)
	if p.Parameter != nil && p.Parameter.Fallback != "" {
		j.Fallback += " (" + p.Parameter.Fallback + ")"
	}
	p.place(&j, play, as)
	return j
}

// place finds the standing of a proposal on which the playbook has a say.
func (p *Proposal) place(j *Judgement, play *Play, as schema.Position) {
	switch verdict := play.Judge(p.Theirs); {
	case p.asGood(play.Own, as):
		j.Standing, j.Because = WithinPosition, "it is no worse than what the "+j.As+" opens with, "+shown(play.Own)
	case verdict == WalkAway:
		j.Standing, j.Because, j.Offer = BeyondWalkAway, "the "+j.As+" does not sign "+play.Limit(), play.Fallback
	case p.asGood(p.Sent, as):
		j.Standing, j.Because = WithinPosition, "it is no worse than what was sent, "+shown(p.Sent)
	case verdict == Acceptable:
		j.Standing, j.Because = WithinFallback, "it is no worse than the fallback, "+shown(play.Fallback)
	default:
		j.Standing, j.Because, j.Offer = BeyondFallback, "it is not within the fallback, "+shown(play.Fallback), play.Fallback
	}
}

func sideName(as schema.Position) string {
	switch as {
	case schema.Licensor:
		return "licensor"
	case schema.Licensee:
		return "licensee"
	case schema.Balanced:
	}
	return "neither side"
}

// asGood reports that what is proposed is, for a side, no worse than a value.
func (p *Proposal) asGood(than any, as schema.Position) bool {
	if than == nil || p.Theirs == nil {
		return false
	}
	if same(p.Theirs, than) {
		return true
	}
	if p.Parameter == nil || differentCurrency(p.Theirs, than) {
		return false
	}
	x, ok1 := magnitude(p.Theirs)
	y, ok2 := magnitude(than)
	l, errL := p.Parameter.value(p.Parameter.Default[schema.Licensor])
	e, errE := p.Parameter.value(p.Parameter.Default[schema.Licensee])
	low, ok3 := magnitude(l)
	high, ok4 := magnitude(e)
	if !ok1 || !ok2 || !ok3 || !ok4 || errL != nil || errE != nil {
		return false
	}
	toward := high.Cmp(low) // 1 where more is better for the licensee
	if as == schema.Licensor {
		toward = -toward
	}
	return toward != 0 && x.Cmp(y)*toward >= 0
}

// Says reports that the words of a variant have a run of those given, long enough not
// to be chance.
func (v *Variant) Says(words string) bool {
	const run = 6
	list := strings.Fields(words)
	for i := 0; i+run <= len(list); i++ {
		if strings.Contains(v.body(), strings.Join(list[i:i+run], " ")) {
			return true
		}
	}
	return false
}
