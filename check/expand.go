package check

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/engross/engross/schema"
)

// A grant is a licence with everything that its row leaves to the rest of the
// term sheet: who "members" are, which assets a class holds, when "term" ends.
type grant struct {
	*schema.Grant
	index     int      // in the term sheet
	at        string   // JSON Pointer
	licensors []string // ids
	licensees []string // ids, sorted
	assets    []int32  // indices, sorted
	field     int      // index, or everyField
	countries countrySet
	degree    schema.Exclusivity // never ""
	time      span
	stepDown  int32 // day from which it is nonexclusive; forever where it stays so
}

// A span is a time from one day to the day before another, in days since 1970.
type span struct{ from, to int32 }

// forever is the end of what has no end.
const forever = math.MaxInt32

// day is the number of a date.
func day(d schema.Date) int32 { return int32(schema.Date{Year: 1970, Month: 1, Day: 1}.DaysUntil(d)) }

// date is the date of a day.
func date(n int32) schema.Date { return schema.Date{Year: 1970, Month: 1, Day: 1}.AddDays(int(n)) }

// String is the first and the last day.
func (s span) String() string {
	if s.to == forever {
		return "from " + date(s.from).ISO()
	}
	return date(s.from).ISO() + " to " + date(s.to-1).ISO()
}

// expandGrants expands the grants that refer to nothing undeclared. It says
// what [schema.TermSheet.Licensees], AssetsOf, GrantStart and GrantEnd say of
// each grant, in one pass over the sheet.
func expandGrants(f *facts) []grant {
	all := make([]grant, 0, len(f.Grants))
	x := expander{f: f, owned: ownedBy(f.Assets), listed: map[string][]string{}, held: map[portfolio][]int32{}}
	for i := range f.Grants {
		if !f.broken.holds(at("grants", i)) {
			all = append(all, x.expand(i))
		}
	}
	return all
}

// An expander remembers what many grants share.
type expander struct {
	f      *facts
	owned  map[string][]int32    // assets by owner
	listed map[string][]string   // licensees by what "from" and "to" say
	held   map[portfolio][]int32 // assets by what is granted
}

// A portfolio is what a grant takes in of its licensors' assets.
type portfolio struct {
	from    string
	class   schema.AssetClass
	capture schema.Capture
}

func ownedBy(assets []schema.Asset) map[string][]int32 {
	owned := map[string][]int32{}
	for i, a := range assets {
		for _, o := range a.Owners {
			owned[o.Party] = append(owned[o.Party], int32(i))
		}
	}
	return owned
}

func (x *expander) expand(i int) grant {
	f, g := x.f, &x.f.Grants[i]
	e := grant{
		Grant: g, index: i, at: at("grants", i), degree: cmp.Or(g.Exclusivity, schema.Nonexclusive),
		field: everyField, countries: f.world.of(g.Territory), stepDown: forever,
	}
	if i, ok := f.field[g.Field]; ok {
		e.field = i
	}
	e.licensors, e.licensees = x.parties(g)
	e.assets = x.assets(g, e.licensors)
	e.time = x.time(g, e.assets)
	for _, s := range f.Term.Sunsets {
		if s.Grant == g.ID && s.Consequence == "nonexclusive" && !s.Date.IsZero() {
			e.stepDown = min(e.stepDown, day(s.Date))
		}
	}
	if !g.StepDown.IsZero() {
		e.stepDown = min(e.stepDown, day(g.StepDown))
	}
	return e
}

// parties are the licensors and, sorted, the licensees.
func (x *expander) parties(g *schema.Grant) (from, to []string) {
	key := g.From + " " + strings.Join(g.To, " ")
	if _, known := x.listed[key]; !known {
		x.listed[g.From] = x.f.Licensors(g)
		x.listed[key] = slices.Sorted(slices.Values(x.f.Licensees(g)))
	}
	return x.listed[g.From], x.listed[key]
}

// assets are those listed, of which several licensors license what they own,
// and those that a class and a capture window take in of what they own.
func (x *expander) assets(g *schema.Grant, licensors []string) []int32 {
	var all []int32
	for _, id := range g.Assets {
		i := x.f.asset[id]
		if len(licensors) == 1 || slices.ContainsFunc(licensors, x.f.Assets[i].OwnedBy) {
			all = append(all, int32(i))
		}
	}
	held := x.portfolio(g, licensors)
	if len(all) == 0 {
		return held
	}
	all = append(all, held...)
	slices.Sort(all)
	return slices.Compact(all)
}

// portfolio is what a class and a capture window take in, sorted.
func (x *expander) portfolio(g *schema.Grant, licensors []string) []int32 {
	if g.Class == "" && g.Capture == (schema.Capture{}) {
		return nil
	}
	key := portfolio{g.From, g.Class, g.Capture}
	if held, known := x.held[key]; known {
		return held
	}
	var held []int32
	for _, id := range licensors {
		for _, i := range x.owned[id] {
			a := &x.f.Assets[i]
			if (g.Class == "" || a.Class == g.Class) && (g.Capture == (schema.Capture{}) || g.Capture.Holds(a)) {
				held = append(held, i)
			}
		}
	}
	slices.Sort(held)
	x.held[key] = slices.Compact(held)
	return x.held[key]
}

// time is when a grant runs, of its own terms.
func (x *expander) time(g *schema.Grant, assets []int32) span {
	t := span{day(x.f.GrantStart(g)), forever}
	if g.End == schema.EndLastToExpire && !g.Perpetual {
		t.to = x.f.lastExpiry(assets)
	} else if end, open := x.f.GrantEnd(g); !open {
		t.to = day(end) + 1
	}
	return t
}

// lastExpiry is the day after the last of some assets expires, or forever
// where that is not known.
func (f *facts) lastExpiry(assets []int32) int32 {
	last := int32(0)
	for _, a := range assets {
		d := f.Assets[a].ExpiryDate
		if d.IsZero() {
			return forever
		}
		last = max(last, day(d)+1)
	}
	if last == 0 {
		return forever
	}
	return last
}
