package assemble

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/engross/engross/schema"
	"github.com/shopspring/decimal"
)

// A Play is what one side does about one term: the choice of words of a clause, or a
// parameter of it.
type Play struct {
	Topic     string
	Parameter string // "" for the choice of words
	About     string // what is at stake, as a phrase
	Side      schema.Position
	Weight    Importance
	Own       any    // what the side opens with; nil where the library has no position
	Fallback  any    // what it takes without asking anybody; the name of a variant for the choice of words
	WalkAway  []any  // what it does not sign: of a figure, one value, there and further from its own; otherwise values, or members of a list
	Approve   string // who decides on what lies between
	Trade     string // what it asks in return, or ""
	Derived   bool   // from the three positions of the library, for want of an entry in the playbook

	parameter *Parameter // nil for the choice of words
}

// A Verdict is what a playbook says of a value that the other side proposes.
type Verdict uint8

const (
	Acceptable    Verdict = iota // within what the negotiator may agree to
	NeedsApproval                // beyond the fallback
	WalkAway                     // not to be signed
)

func (v Verdict) String() string {
	return [...]string{Acceptable: "acceptable", NeedsApproval: "needs approval", WalkAway: "walk away"}[v]
}

// Play is what a side, [schema.Licensor] or [schema.Licensee], does about a parameter
// of a topic, or about the choice of its words where parameter is "". It is nil where
// there is nothing to choose: a topic with one wording, a fact that only the term
// sheet knows.
func (b *Playbook) Play(topic, parameter string, side schema.Position) *Play {
	p, err := b.play(topic, parameter, side)
	if err != nil {
		return nil // the playbook was refused when it was read
	}
	return p
}

func (b *Playbook) play(topic, parameter string, side schema.Position) (*Play, error) {
	t := b.lib.topics[topic]
	if t == nil || side != schema.Licensor && side != schema.Licensee {
		return nil, nil
	}
	var term *bookTerm
	if e := b.entries[topic]; e != nil {
		if term = e.Variant; parameter != "" {
			term = e.Parameters[parameter]
		}
	}
	p := &Play{Topic: topic, Parameter: parameter, Side: side, Weight: High, Derived: term.of(side) == nil}
	about := AboutRights
	if parameter == "" {
		p.About = "the words of " + t.Title
		p.Own, p.Fallback = t.ByPosition[side], t.ByPosition[schema.Balanced]
		if other := t.ByPosition[across(side)]; len(t.Variants) > 1 && other != p.Fallback && other != p.Own {
			p.WalkAway = []any{other}
		}
		if len(t.Variants) < 2 {
			return nil, nil
		}
	} else {
		x := b.parameter(topic, parameter)
		if x == nil {
			return nil, nil
		}
		p.parameter, p.About = x, x.About
		about = x.weight()
		if p.Weight = Low; about == AboutMoney || about == AboutRights {
			p.Weight = Middle
		}
		p.derive(x)
	}
	p.Approve = b.rule.Approve[about]
	if term != nil {
		p.Weight, p.Trade = cmp.Or(term.Weight, p.Weight), term.Trade
	}
	if s := term.of(side); s != nil {
		if err := p.state(t, s); err != nil {
			return nil, err
		}
	}
	if p.Own == nil && p.Fallback == nil {
		return nil, nil
	}
	return p, nil
}

func across(side schema.Position) schema.Position {
	if side == schema.Licensor {
		return schema.Licensee
	}
	return schema.Licensor
}

// derive is the rule for what has no entry: a side takes the balanced default, and
// walks away at what the other side opens with, where that lies beyond.
func (p *Play) derive(x *Parameter) {
	p.Own, _ = x.value(x.Default[p.Side])
	p.Fallback, _ = x.value(x.Default[schema.Balanced])
	other, _ := x.value(x.Default[across(p.Side)])
	if other == nil || p.Own == nil || same(other, p.Fallback) || same(other, p.Own) {
		return
	}
	if list, ok := other.([]string); ok {
		p.WalkAway = beyond(list, p.Own, p.Fallback)
		return
	}
	if _, figure := magnitude(other); figure && x.Type != "choice" && p.toward(other) <= 0 {
		return // the other side opens on the near side of the fallback
	}
	p.WalkAway = []any{other}
}

// beyond are the members of a list that neither a side's own nor its fallback has.
func beyond(list []string, own, fallback any) []any {
	a, _ := own.([]string)
	b, _ := fallback.([]string)
	var out []any
	for _, s := range list {
		if !slices.Contains(a, s) && !slices.Contains(b, s) {
			out = append(out, s)
		}
	}
	return out
}

// state takes what an entry of the playbook says.
func (p *Play) state(t *Topic, s *bookSide) error {
	read := func(raw any, member bool) (any, error) {
		switch {
		case p.parameter == nil:
			if t.Variant(fmt.Sprint(raw)) == nil {
				return nil, fmt.Errorf("%s has no variant %q; its variants are %s", t.ID, raw, enumerate(variantNames(t), "and"))
			}
			return raw, nil
		case member && isList(p.parameter.Type):
			return fmt.Sprint(raw), p.parameter.isOption(fmt.Sprint(raw))
		}
		v, err := p.parameter.value(raw)
		if out := (*outOfRange)(nil); errors.As(err, &out) {
			err = nil // one may walk away from what is not usual
		}
		return v, err
	}
	var err error
	if s.Fallback != nil {
		if p.Fallback, err = read(s.Fallback, false); err != nil {
			return err
		}
	}
	if s.WalkAway == nil && p.leaves(p.Fallback) { // the entry goes further than the rule
		p.WalkAway = nil
	}
	if s.WalkAway != nil {
		p.WalkAway = nil
		for _, raw := range listOf(s.WalkAway) {
			v, err := read(raw, true)
			if err != nil {
				return err
			}
			p.WalkAway = append(p.WalkAway, v)
		}
		if p.ordered() && len(p.WalkAway) > 1 {
			return errors.New("a figure has one value to walk away at")
		}
	}
	p.Approve = cmp.Or(s.Approve, p.Approve)
	return nil
}

func isList(typ string) bool { return typ == "choices" || typ == "texts" || typ == "parties" }

// listOf is a value as a list.
func listOf(raw any) []any {
	if v := reflect.ValueOf(raw); v.Kind() == reflect.Slice {
		list := make([]any, v.Len())
		for i := range list {
			list[i] = v.Index(i).Interface()
		}
		return list
	}
	return []any{raw}
}

// ordered reports whether the values of the term are figures, nearer to one side or
// to the other.
func (p *Play) ordered() bool {
	if p.parameter == nil {
		return false
	}
	_, figure := magnitude(p.Fallback)
	return figure && p.parameter.Type != "choice"
}

// toward is on which side of the fallback a figure lies: 1 for away from what the
// side opens with, -1 for nearer to it, 0 for equal or where nothing tells.
func (p *Play) toward(value any) int {
	x, ok1 := magnitude(value)
	own, ok2 := magnitude(p.Own)
	fallback, ok3 := magnitude(p.Fallback)
	if !ok1 || !ok2 || !ok3 {
		return 0
	}
	way := fallback.Cmp(own)
	if way == 0 && len(p.WalkAway) == 1 {
		end, _ := magnitude(p.WalkAway[0])
		way = end.Cmp(own)
	}
	return x.Cmp(fallback) * way
}

// Judge says what the side does about a value that is proposed.
func (p *Play) Judge(value any) Verdict {
	if p.parameter != nil {
		if v, err := p.parameter.value(value); v != nil && (err == nil || errors.As(err, new(*outOfRange))) {
			value = v
		}
	}
	switch {
	case same(value, p.Own) || same(value, p.Fallback):
		return Acceptable
	case p.ordered():
		return p.judgeFigure(value)
	case p.leaves(value):
		return WalkAway
	}
	return NeedsApproval
}

func (p *Play) judgeFigure(value any) Verdict {
	switch {
	case differentCurrency(value, p.Fallback):
		return NeedsApproval
	case p.leaves(value):
		return WalkAway
	case p.toward(value) < 0:
		return Acceptable
	}
	return NeedsApproval
}

func differentCurrency(a, b any) bool {
	x, ok1 := a.(schema.Money)
	y, ok2 := b.(schema.Money)
	return ok1 && ok2 && x.Currency != y.Currency
}

// leaves reports whether a value is one that the side walks away from: of a figure,
// one that lies at its end or beyond, as seen from what the side opens with.
func (p *Play) leaves(value any) bool {
	if value == nil {
		return false
	}
	if p.ordered() && len(p.WalkAway) == 1 {
		x, ok := magnitude(value)
		end, _ := magnitude(p.WalkAway[0])
		from, known := magnitude(p.Own)
		if !known {
			from, _ = magnitude(p.Fallback)
		}
		way := end.Cmp(from)
		return ok && (x.Cmp(end)*way > 0 || x.Equal(end))
	}
	list, _ := value.([]string)
	for _, w := range p.WalkAway {
		if same(value, w) || slices.Contains(list, fmt.Sprint(w)) {
			return true
		}
	}
	return false
}

// Shown is a value of the play as listings print it.
func (p *Play) Shown(value any) string { return shown(value) }

// Limit is what the side walks away from, in words, or "".
func (p *Play) Limit() string {
	var list []string
	for _, w := range p.WalkAway {
		list = append(list, shown(w))
	}
	if p.ordered() && len(list) == 1 {
		end, _ := magnitude(p.WalkAway[0])
		own, _ := magnitude(p.Own)
		return list[0] + cond(end.LessThan(own), " or less", " or more")
	}
	return enumerate(list, "or")
}

func magnitude(v any) (decimal.Decimal, bool) {
	switch v := v.(type) {
	case schema.Percent:
		return v.Decimal, true
	case schema.Money:
		return v.Amount.Decimal, true
	}
	n, err := integer(v)
	return decimal.NewFromInt(int64(n)), err == nil
}
