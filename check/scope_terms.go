package check

import (
	"slices"
	"strings"

	"github.com/engross/engross/schema"
)

func beyondOwnership(f *facts, r *report) {
	heads := f.heads()
	for i := range f.grants {
		g := &f.grants[i]
		if len(g.licensors) != 1 {
			continue
		}
		for _, n := range g.assets {
			a := &f.Assets[n]
			if a.OwnedBy(g.licensors[0]) {
				continue
			}
			for _, e := range a.Encumbrances {
				if e.Kind == "licence-in" {
					f.underLicence(r, g, a, e)
				}
			}
			f.underGrants(r, g, a, heads[holding{g.licensors[0], n}])
		}
	}
}

// underLicence compares a grant with the licence from outside under which the
// licensor holds an asset.
func (f *facts) underLicence(r *report, g *grant, a *schema.Asset, e schema.Encumbrance) {
	field := everyField
	if i, ok := f.field[e.Field]; ok {
		field = i
	}
	wider := ""
	switch {
	case e.Sublicense == nil:
		r.cannotAssess(g.at, "whether "+g.licensors[0]+" may sublicense "+a.ID, "assets[].encumbrances[].sublicense")
		return
	case !*e.Sublicense:
		wider = "without the right to sublicense"
	case !f.world.part(g.field, field):
		wider = "for " + f.fieldName(field) + " only"
	case !g.countries.without(f.world.of(e.Territory)).empty():
		wider = "for " + f.world.codeList(f.world.of(e.Territory)) + " only"
	case !e.Until.IsZero() && g.time.to > day(e.Until)+1:
		wider = "until " + e.Until.ISO() + " only"
	default:
		return
	}
	r.errorf(g.at, "obtain the right, or narrow "+g.ID, "%s licenses %s by %s and holds it from %s %s", g.licensors[0], a.ID, g.ID, short(e.Holder), wider)
}

// A holding is an asset in the hands of a party that does not own it.
type holding struct {
	party string
	asset int32
}

// heads are the grants under which a single licensor holds what it licenses and
// does not own. A holding under no grant of this deal has none.
func (f *facts) heads() map[holding][]*grant {
	needed := map[string]map[int32]bool{}
	for i := range f.grants {
		g := &f.grants[i]
		if len(g.licensors) != 1 {
			continue
		}
		from := g.licensors[0]
		for _, n := range g.assets {
			if !f.Assets[n].OwnedBy(from) {
				if needed[from] == nil {
					needed[from] = map[int32]bool{}
				}
				needed[from][n] = true
			}
		}
	}
	heads := map[holding][]*grant{}
	for i := range f.grants {
		h := &f.grants[i]
		for _, to := range h.licensees {
			if needed[to] == nil || slices.Contains(h.licensors, to) {
				continue
			}
			for _, n := range h.assets {
				if needed[to][n] {
					heads[holding{to, n}] = append(heads[holding{to, n}], h)
				}
			}
		}
	}
	return heads
}

// underGrants compares a grant with those of this deal under which the
// licensor holds an asset: one of them must allow sublicences.
func (f *facts) underGrants(r *report, g *grant, a *schema.Asset, heads []*grant) {
	if len(heads) == 0 {
		return
	}
	for _, h := range heads {
		if is(h.Sublicense.Allowed) {
			return
		}
	}
	if slices.ContainsFunc(heads, func(h *grant) bool { return h.Sublicense.Allowed == nil }) {
		r.cannotAssess(g.at, "whether "+g.licensors[0]+" may sublicense "+a.ID, "grants[].sublicense.allowed")
		return
	}
	r.errorf(g.at, "allow sublicences in "+heads[0].ID+", or delete "+a.ID+" from "+g.ID,
		"%s licenses %s by %s and holds it under %s, which forbids sublicences", g.licensors[0], a.ID, g.ID, heads[0].ID)
}

func sublicences(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		s, pointer := g.Sublicense, g.at+"/sublicense"
		depth := 0
		if s.Depth != nil {
			depth = *s.Depth
		}
		share := s.IncomeShare != nil && s.IncomeShare.IsPositive()
		switch {
		case isNot(s.Allowed) && depth > 0:
			r.errorf(pointer+"/depth", "allow sublicences or delete depth", "%s forbids sublicences yet sets depth %d", g.ID, depth)
		case isNot(s.Allowed) && share:
			r.errorf(pointer+"/income_share", "allow sublicences or delete income_share", "%s forbids sublicences yet shares their income", g.ID)
		case is(s.Allowed) && s.Depth != nil && depth == 0:
			r.errorf(pointer+"/depth", "set depth 1 or more, or forbid sublicences", "%s allows sublicences at depth 0, which is none", g.ID)
		}
		if !is(s.Allowed) {
			continue
		}
		if len(s.FlowDown) == 0 {
			r.errorf(pointer+"/flow_down", "give flow_down", "%s allows sublicences that need pass nothing on", g.ID)
		}
		if depth > 1 {
			r.warnf(pointer+"/depth", "set depth 1, or waive this with the reason", "%s allows %d levels of sublicence", g.ID, depth)
		}
		if s.Survive == "" {
			r.warnf(pointer+"/survive_head_termination", "give survive_head_termination", "%s does not say what becomes of sublicences when it ends", g.ID)
		}
	}
}

func tiers(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		switch {
		case g.Tier == "core" && len(g.Diligence) == 0 && f.Payments.Reports.Period == "":
			hint := "give diligence or payments.reports"
			if len(f.Payments.Royalties) == 0 { // nobody reports what costs nothing
				hint = "give diligence"
			}
			r.warnf(g.at+"/diligence", hint, "core licence %s has neither diligence nor reports", g.ID)
		case g.Tier == "optional" && g.OptionWindowMonths == nil:
			r.warnf(g.at+"/option_window_months", "give option_window_months", "optional licence %s may be taken up at any time", g.ID)
		case g.Tier == "supplementary" && g.Bundled:
			r.warnf(g.at+"/bundled", "price it apart", "supplementary licence %s is priced only together with others", g.ID)
		}
	}
}

func haveMade(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		if y := f.bears(g); y != nil && y.Base == schema.PerUnit && len(g.Acts) > 0 && !slices.Contains(g.Acts, "make") {
			r.notef(g.at+"/acts", "add make, or confirm that units bought from others are meant", "%s bears a royalty on units and no right to make them", g.ID)
		}
		if g.HaveMade != "" || slices.Contains(g.Acts, "have-made") {
			continue
		}
		for _, id := range g.licensees {
			if f.Parties[f.party[id]].Fabless {
				r.notef(g.at+"/have_made", "give have_made", "%s has no factory, and %s does not say whether others may make for it", id, g.ID)
			}
		}
	}
}

func irrevocable(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		if !g.Irrevocable && !g.Perpetual {
			continue
		}
		word := "irrevocable"
		if !g.Irrevocable {
			word = "perpetual"
		}
		for j, ground := range f.Termination.Grounds {
			reaches := len(ground.Against) == 0 || slices.ContainsFunc(f.expand(ground.Against), func(id string) bool { return slices.Contains(g.licensees, id) })
			pointer := at("termination", "grounds", j, "scope")
			switch {
			case !reaches:
			case ground.Scope == "licence" && g.Irrevocable:
				r.errorf(pointer, "make the grant revocable, or confine the ground", "%s is %s, but licences may be terminated for %s", g.ID, word, ground.Kind)
			case (ground.Scope == "whole" || ground.Scope == "party") && len(f.Termination.ResidualRights) == 0:
				r.warnf(pointer, "give termination.residual_rights", "%s is %s, but nothing says that it outlives termination for %s", g.ID, word, ground.Kind)
			}
		}
	}
}

// expand is a list of ids with the reserved words written out.
func (f *facts) expand(refs []string) []string {
	var ids []string
	for _, ref := range refs {
		ids = append(ids, f.Expand(ref)...)
	}
	return ids
}

func captureWindow(f *facts, r *report) {
	end, ends := f.TermEnd()
	acquirers := f.General.ChangeOfControl == "" || f.General.ChangeOfControl == "none"
	for i := range f.grants {
		g := &f.grants[i]
		to := g.Capture.To
		if g.Capture == (schema.Capture{}) {
			continue
		}
		if !to.IsZero() && ends && end.Before(to) {
			r.warnf(g.at+"/capture/to", "close the window with the term", "%s captures patents filed until %s, and the term ends on %s", g.ID, to.ISO(), end.ISO())
		}
		if acquirers && (to.IsZero() || f.Deal.EffectiveDate.Before(to)) {
			acquirers = false // once is enough
			r.warnf(g.at+"/capture", "give general.change_of_control", "%s captures future patents, and nothing says whether those of an acquirer of %s are among them",
				g.ID, some(g.licensors, 3))
		}
	}
}

func uncontrolledMarks(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		if strings.TrimSpace(g.QualityControl) != "" {
			continue
		}
		for _, n := range g.assets {
			if f.Assets[n].Kind == schema.Mark {
				r.errorf(g.at+"/quality_control", "give quality_control, or leave the mark out", "mark %s is licensed by %s without quality control", f.Assets[n].ID, g.ID)
				break
			}
		}
	}
}

func unregistered(f *facts, r *report) {
	filed := map[string]bool{}
	for _, x := range f.Regulatory.Filings {
		if x.Kind == "licence-registration" {
			filed[x.Country] = true
		}
	}
	for i := range f.grants {
		g := &f.grants[i]
		if g.degree != schema.Exclusive {
			continue
		}
		var covered countrySet
		for _, n := range g.assets {
			if f.Assets[n].IsPatent() || f.Assets[n].Kind == schema.Design || f.Assets[n].Kind == schema.Mark {
				in, _ := f.force(&f.Assets[n])
				covered = covered.or(in.and(g.countries))
			}
		}
		var missing []string
		for _, c := range codesFor("licence-registration") {
			if !covered.and(f.world.of(c)).empty() && !filed[c] {
				missing = append(missing, c)
			}
		}
		if len(missing) > 0 {
			r.in(missing...).warnf(g.at+"/exclusivity", "add a filing of kind licence-registration for each to regulatory.filings",
				"%s is exclusive, and no registration of it is planned in %s; ask counsel where it is needed", g.ID, some(missing, 8))
		}
	}
}
