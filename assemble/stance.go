package assemble

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

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
	WithinFallback                 // no worse than the fallback, or than the balanced standard
	NewMatter                      // the library has no position on it, or does not say which is better
	BeyondFallback                 // worse than the fallback, and no walk-away is known to be passed
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
	Position string   `json:"position,omitempty"` // what the library would send for the side
	Fallback string   `json:"fallback,omitempty"` // as the library has it
	Offer    any      `json:"-"`                  // the value to offer instead; nil where theirs can be taken, or none is known
}

// Judge judges a proposal for a side.
func (p *Proposal) Judge(as schema.Position) Judgement {
	j := Judgement{As: sideName(as), Sent: shown(p.Sent), Theirs: shown(p.Theirs)}
	if p.Parameter == nil {
		p.judgeVariant(&j, as)
	} else {
		p.judgeValue(&j, as)
	}
	return j
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

func other(as schema.Position) schema.Position {
	if as == schema.Licensor {
		return schema.Licensee
	}
	return schema.Licensor
}

// judgeVariant judges another variant: the library ranks variants by the positions for
// which it takes them.
func (p *Proposal) judgeVariant(j *Judgement, as schema.Position) {
	t := p.Topic
	j.About, j.Fallback = "variant of "+t.ID, t.Fallback
	own, balanced := t.ByPosition[as], t.ByPosition[schema.Balanced]
	j.Position = own
	switch theirs, _ := p.Theirs.(string); {
	case p.Theirs == nil:
		j.About, j.Theirs, j.Sent = "clause "+t.ID, "left out", "included"
		j.Standing, j.Because = NewMatter, "the library does not say whether the clause can be done without"
		j.Position = ""
	case p.Sent == nil:
		j.About, j.Theirs, j.Sent = "clause "+t.ID, "included", "left out"
		j.Standing, j.Because = NewMatter, "the library does not say whether the clause can be taken in"
		j.Position = ""
	case len(t.Variants) < 2 || own == "":
		j.Standing, j.Because = NewMatter, "the library does not rank the variants of the clause"
	case theirs == own:
		j.Because = "it is what the library sends for the " + j.As
	case theirs == balanced:
		j.Standing, j.Because = WithinFallback, "it is the balanced standard"
	case theirs == t.ByPosition[other(as)]:
		j.Standing, j.Because = BeyondFallback, "it is what the library sends for the "+sideName(other(as))
		j.Offer = balanced
	default:
		j.Standing, j.Because = NewMatter, "the library sends it for neither side of itself"
	}
}

// judgeValue judges another value of a parameter.
func (p *Proposal) judgeValue(j *Judgement, as schema.Position) {
	q := p.Parameter
	j.About, j.Fallback = q.About, q.Fallback
	own, balanced := q.standard(as), q.standard(schema.Balanced)
	fallback := q.fallbackValue()
	if own != nil {
		j.Position = shown(own)
	}
	asGood := func(w any) bool { return w != nil && q.asGood(p.Theirs, w, as) }
	switch {
	case p.Theirs == nil:
		j.Standing, j.Because = NewMatter, "nothing stands in its place"
	case asGood(own):
		j.Because = fmt.Sprintf("it is no worse than what the library sends for the %s, %s", j.As, shown(own))
	case asGood(p.Sent):
		j.Because = fmt.Sprintf("it is no worse than what was sent, %s", shown(p.Sent))
	case asGood(fallback):
		j.Standing, j.Because = WithinFallback, fmt.Sprintf("it is no worse than the fallback, %s", q.Fallback)
	case asGood(balanced):
		j.Standing, j.Because = WithinFallback, fmt.Sprintf("it is no worse than the balanced standard, %s", shown(balanced))
	case own == nil:
		j.Standing, j.Because = NewMatter, "the library has no position on it"
	case !q.ranked():
		j.Standing, j.Because = NewMatter, "the library does not say which is better for whom"
		j.Offer = own
	default:
		worst, name := own, "what the library sends for the "+j.As
		for _, x := range []struct {
			value any
			name  string
		}{{balanced, "the balanced standard"}, {fallback, "the fallback"}} {
			if x.value != nil && q.asGood(worst, x.value, as) {
				worst, name = x.value, x.name
			}
		}
		j.Standing, j.Offer = BeyondFallback, worst
		j.Because = fmt.Sprintf("it is worse than %s, %s; the library states no walk-away", name, shown(worst))
	}
}

// standard is the default of a parameter for a position, or nil.
func (p *Parameter) standard(as schema.Position) any {
	raw := p.Default[as]
	if raw == nil {
		return nil
	}
	v, err := p.value(raw)
	if err != nil {
		return nil
	}
	return v
}

// toward is 1 where more of a parameter is better for the licensee, -1 where it is
// better for the licensor, and 0 where its defaults do not tell.
func (p *Parameter) toward() int {
	l, ok1 := magnitude(p.standard(schema.Licensor))
	e, ok2 := magnitude(p.standard(schema.Licensee))
	if !ok1 || !ok2 {
		return 0
	}
	return e.Cmp(l)
}

// ranked reports that the defaults tell which of two values is better for a side.
func (p *Parameter) ranked() bool {
	return p.toward() != 0 || p.Default != nil && !same(p.standard(schema.Licensor), p.standard(schema.Licensee))
}

// asGood reports that a value is, for a side, no worse than another.
func (p *Parameter) asGood(v, than any, as schema.Position) bool {
	if same(v, than) {
		return true
	}
	x, ok1 := magnitude(v)
	y, ok2 := magnitude(than)
	if !ok1 || !ok2 {
		return false
	}
	if m, ok := v.(schema.Money); ok {
		if n, ok := than.(schema.Money); !ok || m.Currency != n.Currency {
			return false
		}
	}
	toward := p.toward()
	if as == schema.Licensor {
		toward = -toward
	}
	return toward != 0 && x.Cmp(y)*toward >= 0
}

var (
	leadingAmount = regexp.MustCompile(`^([0-9][0-9,]*(?:\.[0-9]+)?)\s*(%|per cent|percent|(?:business )?days?|hours?|months?|years?)?(?:$|[,;. ])`)
	// inUnit is what one of a unit is in the unit of a type of parameter.
	inUnit = map[string]map[string]int64{
		"days": {"day": 1}, "business-days": {"business day": 1}, "hours": {"hour": 1, "day": 24},
		"months": {"month": 1, "year": 12}, "years": {"year": 1}, "percent": {"%": 1, "per cent": 1, "percent": 1},
	}
)

// fallbackValue is the fallback of a parameter as a value, where its words begin with
// one; otherwise nil.
func (p *Parameter) fallbackValue() any {
	if slices.Contains(p.Options, p.Fallback) {
		return p.Fallback
	}
	m := leadingAmount.FindStringSubmatch(strings.ToLower(p.Fallback))
	if m == nil {
		return nil
	}
	n, err := decimal.NewFromString(strings.ReplaceAll(m[1], ",", ""))
	if err != nil {
		return nil
	}
	factor, ok := inUnit[p.Type][strings.TrimSuffix(m[2], "s")]
	if p.Type == "number" && m[2] == "" {
		factor, ok = 1, true
	}
	if !ok {
		return nil
	}
	v, err := p.value(n.Mul(decimal.NewFromInt(factor)).String())
	if err != nil {
		return nil
	}
	return v
}

// Sides are the sides on which a party of the deal stands: those of its grants.
func (d *Deal) Sides(party string) (sides []schema.Position) {
	names := func(list ...string) bool {
		for _, name := range list {
			p := d.Sheet.Party(party)
			if name == party || p != nil && (name == "members" && slices.Contains(p.Roles, schema.Role("member")) || name == "administrator" && slices.Contains(p.Roles, schema.Role("administrator"))) {
				return true
			}
		}
		return false
	}
	from, to := false, false
	for i := range d.Sheet.Grants {
		g := &d.Sheet.Grants[i]
		from, to = from || names(g.From), to || names(g.To...)
	}
	if from {
		sides = append(sides, schema.Licensor)
	}
	if to {
		sides = append(sides, schema.Licensee)
	}
	return sides
}

// Says reports that the words of a variant have a run of those given, long enough not
// to be chance.
func (v *Variant) Says(words string) bool {
	const run = 6
	list := strings.Fields(words)
	for i := 0; i+run <= len(list); i++ {
		if strings.Contains(v.body, strings.Join(list[i:i+run], " ")) {
			return true
		}
	}
	return false
}
