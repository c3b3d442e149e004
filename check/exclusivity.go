package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

var exChecks = []*Check{
	{
		ID: "EX01", Title: "exclusive grants that collide", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "grants: licensees, assets, field, territory, dates, exclusivity, subject_to; fields[].parent; territories",
		About: "Two grants of one asset to different licensees, one of them exclusive, cannot both be performed where field, territory and time overlap. " +
			"Narrow one of them, or say which is subject to the other; a licence that the exclusive licensee grants on is no collision.",
		run: func(f *facts, r *report) {
			collisions(f, r, schema.Exclusive)
			if f.cut {
				r.errorf("/grants", "mend those listed first", "%d pairs of grants are listed as colliding; any others are not", maxConflicts)
			}
		},
	},
	{
		ID: "EX02", Title: "second licensee beside a sole one", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "as EX01: grants: licensees, assets, field, territory, dates, exclusivity",
		About: "A sole licensee shares with the owner and with nobody else. " +
			"Narrow one of the grants, say which is subject to the other, or make the sole grant coexclusive.",
		run: func(f *facts, r *report) { collisions(f, r, schema.Sole) },
	},
	{
		ID: "EX03", Title: "more licensees than a coexclusive class holds", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "as EX01, and grants[].class_size",
		About: "A coexclusive grant promises that at most so many are licensed, and more are where the grants overlap. " +
			"Enlarge the class or narrow a grant.",
		run: classExceeded,
	},
	{
		ID: "EX04", Title: "owner shut out of its own field", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether an exclusive licence shuts out the owner too under the governing law, unless it says otherwise")},
		Needs: "grants[].exclusivity, owner_reserved, field; fields[].reserved_to; the role research-org",
		About: "An exclusive grant shuts out the owner, yet a field that it covers is reserved to the owner, or the owner is a research organisation that keeps no research use. " +
			"Make the grant sole, take the reserved field out, or reserve research.",
		run: ownerShutOut,
	},
	{
		ID: "EX05", Title: "exclusivity that nothing has to earn", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "grants[].diligence, minimum, step_down; the minimum of its royalty",
		About: "An exclusive or sole grant runs for more than 24 months without milestone, minimum or step-down, so that an idle licensee can block the field. " +
			"The 24 months are the tool's rule of thumb, not law.",
		run: idleExclusivity,
	},
	{
		ID: "EX06", Title: "exclusivity without a reason", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "grants[].justification, selective_platform, joint_investment",
		About: "Every degree of exclusivity above nonexclusive needs its reason on record, and a selective platform the joint investment that it protects. " +
			"State it, or make the grant nonexclusive.",
		run: unjustified,
	},
	{
		ID: "EX07", Title: "future patents promised twice", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "grants[].capture, exclusivity, field, territory",
		About: "A capture window feeds an exclusive grant and nonexclusive grants of the same licensor, so that patents not yet filed will fall into both. " +
			"Separate the windows, fields or territories, or say which grant is subject to the other.",
		run: futureCollision,
	},
	{
		ID: "EX08", Title: "most-favoured licensee pays more", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "grants[].most_favoured, royalty, royalty_free, tier; payments.royalties[].tiers",
		About: "A licensee is promised terms as good as anybody's, and another pays less for the same assets at some volume. " +
			"Lower the rate, or confine the promise.",
		run: favouredPaysMore,
	},
	{
		ID: "EX09", Title: "earlier licence that is not disclosed", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "assets[].encumbrances of kind licence-out; grants[].existing_licences",
		About: "The owner has already licensed the asset to somebody outside the deal, where an exclusive or sole grant now promises that nobody else is licensed. " +
			"List the earlier licence in existing_licences or narrow the grant.",
		run: earlierLicence,
	},
	{
		ID: "EX10", Title: "milestone without a consequence", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "grants[].diligence and loss; what the clause on diligence takes where loss is left out",
		About: "A licence has a milestone, and nobody has said what follows when it is missed, so that what the clause takes applies: from a mere plan to the end of the licence. " +
			"State the consequence of each licence, or the parameter of the clause for all of them.",
		run: missedForNothing,
	},
}

// collisions reports the conflicts in which the stricter grant has a degree.
func collisions(f *facts, r *report, degree schema.Exclusivity) {
	for i := range f.grants {
		g := &f.grants[i]
		if g.degree == degree && len(g.licensees) > 1 {
			r.errorf(g.at+"/to", "name one licensee, or make the grant coexclusive",
				"%s is %s and names %s: %s", g.ID, degree, count(len(g.licensees), "licensee", "licensees"), some(g.licensees, 6))
		}
	}
	for _, o := range f.overlaps {
		if stricter(o.degrees[0], o.degrees[1]) != degree {
			continue
		}
		r.errorf(o.b.at, "narrow the field, territory or dates of one, or name "+o.a.ID+" in the subject_to of "+o.b.ID,
			"%s (%s, %s) collides with %s (%s, %s) over %s",
			o.a.ID, o.degrees[0], some(o.a.licensees, 3), o.b.ID, o.degrees[1], some(o.b.licensees, 3), f.where(o))
	}
}

// stricter is the degree of two that shuts out more.
func stricter(a, b schema.Exclusivity) schema.Exclusivity {
	for _, d := range []schema.Exclusivity{schema.Exclusive, schema.Sole, schema.Coexclusive} {
		if a == d || b == d {
			return d
		}
	}
	return schema.Nonexclusive
}

// conflicts reports whether one of two overlapping grants breaks the other: it
// licenses somebody whom the other shuts out. Grants that the licensee of the
// one makes under it do not, nor does one that is subject to the other.
func (o overlap) conflicts() bool {
	if slices.Contains(o.a.SubjectTo, o.b.ID) || slices.Contains(o.b.SubjectTo, o.a.ID) ||
		o.a.under(o.b) || o.b.under(o.a) {
		return false
	}
	return restricts(o.degrees[0]) && !subset(o.b.licensees, o.a.licensees) ||
		restricts(o.degrees[1]) && !subset(o.a.licensees, o.b.licensees)
}

// under reports whether a grant is one that the licensees of another make on.
func (g *grant) under(h *grant) bool {
	return subset(g.licensors, h.licensees) &&
		!slices.ContainsFunc(g.licensors, func(id string) bool { return slices.Contains(h.licensors, id) })
}

// subset reports whether every word of a list is in another.
func subset(list, of []string) bool {
	return !slices.ContainsFunc(list, func(s string) bool { return !slices.Contains(of, s) })
}

// where is an intersection in words: "p1: Trucks × AT, DE × 2027-01-01 to 2029-06-01".
func (f *facts) where(o overlap) string {
	ids := make([]string, len(o.assets))
	for i, a := range o.assets {
		ids[i] = f.Assets[a].ID
	}
	return some(ids, 3) + ": " + f.fieldName(o.field) + " × " + f.world.codeList(o.countries) + " × " + o.time.String()
}

func (f *facts) fieldName(i int) string {
	if i == everyField {
		return "every field"
	}
	if name := f.Fields[i].Name; name != "" {
		return short(name)
	}
	return f.Fields[i].ID
}

func classExceeded(f *facts, r *report) {
	meets := map[*grant][]overlap{}
	for _, o := range f.overlaps {
		if stricter(o.degrees[0], o.degrees[1]) == schema.Coexclusive {
			meets[o.a] = append(meets[o.a], o)
			meets[o.b] = append(meets[o.b], o)
		}
	}
	for i := range f.grants {
		g := &f.grants[i]
		if g.degree != schema.Coexclusive {
			continue
		}
		if g.ClassSize == nil {
			r.cannotAssess(g.at, "whether "+g.ID+" names too many licensees", "grants[].class_size")
			continue
		}
		if licensed, with, where := f.mostLicensees(g, meets[g]); len(licensed) > *g.ClassSize {
			r.errorf(g.at+"/class_size", "enlarge the class, or narrow a grant",
				"%s is coexclusive for a class of %d, and %d are licensed (%s%s)%s",
				g.ID, *g.ClassSize, len(licensed), some(licensed, 6), with, where)
		}
	}
}

// mostLicensees are the licensees of a grant and of those that overlap it in
// one place: of the overlaps, each is tried with those that share its place.
func (f *facts) mostLicensees(g *grant, with []overlap) (licensed []string, by, where string) {
	licensed = g.licensees
	for i, first := range with {
		place, all := first, slices.Clone(g.licensees)
		var ids []string
		for _, o := range with[i:] {
			other := o.other(g)
			shared, ok := f.narrow(place, o)
			if !ok || subset(other.licensees, all) || other.under(g) {
				continue
			}
			place = shared
			ids = append(ids, other.ID)
			all = append(all, other.licensees...)
		}
		slices.Sort(all)
		if all = slices.Compact(all); len(all) > len(licensed) {
			licensed, by, where = all, ", with "+some(ids, 4), " over "+f.where(place)
		}
	}
	return licensed, by, where
}

func (o overlap) other(g *grant) *grant {
	if o.a == g {
		return o.b
	}
	return o.a
}

// narrow is where two overlaps intersect.
func (f *facts) narrow(x, y overlap) (overlap, bool) {
	x.assets = common(x.assets, y.assets)
	x.countries = x.countries.and(y.countries)
	x.time = span{max(x.time.from, y.time.from), min(x.time.to, y.time.to)}
	related := f.world.part(x.field, y.field) || f.world.part(y.field, x.field)
	x.field = f.world.narrower(x.field, y.field)
	return x, related && len(x.assets) > 0 && !x.countries.empty() && x.time.from < x.time.to
}

func ownerShutOut(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		if g.degree != schema.Exclusive {
			continue
		}
		for _, owner := range g.licensors {
			for n, x := range f.Fields {
				if slices.Contains(x.ReservedTo, owner) && (f.world.part(n, g.field) || f.world.part(g.field, n)) {
					r.errorf(g.at+"/exclusivity", "take "+x.ID+" out of the field of "+g.ID+", or make the grant sole",
						"%s shuts %s out of %s, which is reserved to it", g.ID, owner, f.fieldName(n))
				}
			}
			if f.hasRole(owner, schema.RoleResearchOrg) && !slices.Contains(g.OwnerReserved, "research") {
				r.warnf(g.at+"/owner_reserved", `add "research" to owner_reserved`,
					"%s leaves the research organisation %s no research use of its own results", g.ID, owner)
			}
		}
	}
}

const idleMonths = 24 // after which exclusivity should have been earned: a rule of thumb

func idleExclusivity(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		if g.degree != schema.Exclusive && g.degree != schema.Sole {
			continue
		}
		minimum := g.Minimum != nil
		if n, ok := f.royalty[g.Royalty]; ok {
			minimum = minimum || f.Payments.Royalties[n].Minimum != nil
		}
		long := g.time.to > day(date(g.time.from).AddMonths(idleMonths))
		if long && len(g.Diligence) == 0 && !minimum && g.stepDown == forever {
			r.warnf(g.at, "give diligence, minimum or step_down",
				"%s is %s %s without milestone, minimum or step-down (more than %d months: a rule of thumb)", g.ID, g.degree, g.time, idleMonths)
		}
	}
}

func unjustified(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		if restricts(g.degree) && strings.TrimSpace(g.Justification) == "" {
			r.warnf(g.at+"/justification", "give justification", "%s is %s, and no reason is stated", g.ID, g.degree)
		}
		if g.SelectivePlatform && g.JointInvestment == nil {
			r.warnf(g.at+"/joint_investment", "give joint_investment", "%s is for a selective platform, and the joint investment is not stated", g.ID)
		}
	}
}

func missedForNothing(f *facts, r *report) {
	clause := f.said(assemble.Shortfall)
	if _, stated := f.stated.Clauses[clause.Topic].Parameters[clause.Parameter]; stated || !f.whole() {
		return
	}
	for i := range f.grants {
		g := &f.grants[i]
		if len(g.Diligence) == 0 || g.Loss != "" {
			continue
		}
		taken := ""
		if clause.Is != nil {
			taken = fmt.Sprintf(": left so, %v", clause.Is)
		}
		r.warnf(g.at+"/loss", "give "+dotted(g.at)+".loss: plan, nonexclusive, field-cut, terminate or buy-up", "nothing states what follows when a milestone of %s is missed%s", g.ID, taken)
	}
}

func futureCollision(f *facts, r *report) {
	var strict, open []*grant
	for i := range f.grants {
		g := &f.grants[i]
		switch {
		case g.Capture == schema.Capture{}:
		case restricts(g.degree):
			strict = append(strict, g)
		default:
			open = append(open, g)
		}
	}
	for _, g := range strict {
		for _, h := range open {
			if f.captureTogether(g, h) {
				r.warnf(g.at+"/capture", "separate the windows, fields or territories, or name "+h.ID+" in the subject_to of "+g.ID,
					"patents that %s files from now on fall into %s (%s) and %s (nonexclusive, %s)",
					some(g.licensors, 3), g.ID, g.degree, h.ID, some(h.licensees, 3))
			}
		}
	}
}

// captureTogether reports whether one patent can be captured by two grants to
// different licensees.
func (f *facts) captureTogether(g, h *grant) bool {
	o := overlap{a: g, b: h, degrees: [2]schema.Exclusivity{g.degree, h.degree}}
	within := func(c, d schema.Capture) bool {
		return c.From.IsZero() || d.To.IsZero() || !d.To.Before(c.From)
	}
	return slices.ContainsFunc(g.licensors, func(id string) bool { return slices.Contains(h.licensors, id) }) &&
		within(g.Capture, h.Capture) && within(h.Capture, g.Capture) &&
		(f.world.part(g.field, h.field) || f.world.part(h.field, g.field)) &&
		!g.countries.and(h.countries).empty() && o.conflicts()
}

func earlierLicence(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		for _, n := range g.assets {
			for _, e := range f.Assets[n].Encumbrances {
				strict := g.degree == schema.Exclusive || g.degree == schema.Sole
				if e.Kind == "licence-out" && (strict || e.Exclusive) && f.encumbers(e, g) && !disclosed(g, e.Holder) {
					r.errorf(g.at, "list the licence in existing_licences, or narrow the grant",
						"%s holds a licence of %s that overlaps %s (%s) and is not disclosed", short(e.Holder), f.Assets[n].ID, g.ID, g.degree)
				}
			}
		}
	}
}

// encumbers reports whether a licence to somebody else overlaps a grant.
func (f *facts) encumbers(e schema.Encumbrance, g *grant) bool {
	field := everyField
	if i, ok := f.field[e.Field]; ok {
		field = i
	}
	return !slices.Contains(g.licensees, e.Holder) &&
		(f.world.part(field, g.field) || f.world.part(g.field, field)) &&
		!f.world.of(e.Territory).and(g.countries).empty() &&
		(e.Until.IsZero() || day(e.Until) >= g.time.from)
}

func disclosed(g *grant, holder string) bool {
	return slices.ContainsFunc(g.ExistingLicences, func(words string) bool {
		return strings.Contains(strings.ToLower(words), strings.ToLower(holder))
	})
}
