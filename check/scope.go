package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

var grChecks = []*Check{
	{
		ID: "GR01", Title: "expired or lost rights", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether payment for use after a patent has expired can be demanded at all")},
		Needs: "assets[].expiry_date and status; the start of the grants that license them",
		About: "A licensed patent has expired, lapsed or been refused before its licence begins, so there is nothing to license. " +
			"Take it out of the grant; a patent that expires within 12 months of the start is a warning.",
		run: expiredAssets,
	},
	{
		ID: "GR02", Title: "field of use that is not settled", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "fields[].definition, parent, includes",
		About: "A field that limits a grant needs a definition, and cannot be part of itself; two fields that include the same thing overlap unless one is part of the other. " +
			"Define the field, or say which is the wider.",
		run: unsettledFields,
	},
	{
		ID: "GR03", Title: "territory without rights", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether payment for countries without a patent is open to challenge where the deal is made")},
		Needs: "grants[].territory and royalty; payments.balancing; assets[].countries and office",
		About: "A grant of patents covers countries in which none of them is in force, so the licensee may pay for nothing. " +
			"Leave the countries out, or add know-how or patents; where nothing is paid it is a note, and for a worldwide grant not even that.",
		run: emptyTerritory,
	},
	{
		ID: "GR04", Title: "sublicence without the right to grant it", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "assets[].owners and encumbrances (licence-in); grants[].sublicense of the grants above",
		About: "A party licenses what it only holds under licence, without a right to sublicense or beyond that licence's field, territory or time. " +
			"Obtain the right or narrow the grant: nobody can give more than it has.",
		run: beyondOwnership,
	},
	{
		ID: "GR05", Title: "licensed and excluded", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "grants[].assets; carve_outs[].assets and treatment",
		About: "A grant names an asset that a carve-out keeps out of every grant. " +
			"Delete it from one of the two; a class or capture window needs no change, for a carve-out limits it.",
		run: licensedAndExcluded,
	},
	{
		ID: "GR06", Title: "carve-out that may block", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "carve_outs[]; assets[].class and essential_to; whether the clause on excluded assets gives a way out",
		About: "An asset that the pool or a standard seems to need is excluded, and the owner need not offer a way out. " +
			"Set the parameter no_block, treat the asset case by case, or license it.",
		run: blockingCarveOut,
	},
	{
		ID: "GR07", Title: "sublicences that contradict themselves or leak", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a sublicence survives the end of the licence above it where the agreement is silent")},
		Needs: "grants[].sublicense",
		About: "Depth, income share and flow-down must fit whether sublicences are allowed. " +
			"More than one level, or silence about what becomes of sublicences when the grant ends, is a warning.",
		run: sublicences,
	},
	{
		ID: "GR08", Title: "cross-licence that goes one way", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "who grants and who receives; contributions; the roles of the parties",
		About: "In a cross-licence or a pool each member gives and receives; one that does only one of the two needs another reason to be there. " +
			"Add its grant or contribution, or give it another role.",
		run: oneWay,
	},
	{
		ID: "GR09", Title: "tier without what makes it one", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "grants[].tier, diligence, option_window_months, bundled; payments.reports",
		About: "A core licence needs diligence or reports, an optional one a time in which to take it up, a supplementary one a price of its own. " +
			"Add what is missing or change the tier.",
		run: tiers,
	},
	{
		ID: "GR10", Title: "making and having made", Severity: agreement.Note, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a right to make, use and sell implies a right to have made where the agreement is silent")},
		Needs: "grants[].acts, have_made, royalty; parties[].fabless",
		About: "A royalty on units is due under a grant without the right to make them, or the licensee has no factory and nothing says whether others may make for it. " +
			"Grant or refuse have-made rights expressly.",
		run: haveMade,
	},
	{
		ID: "GR11", Title: "irrevocable, yet terminable", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "grants[].irrevocable and perpetual; termination.grounds and residual_rights",
		About: "A grant that cannot be terminated stands in an agreement that lets licences be terminated. " +
			"Confine the ground, or say which rights outlive it.",
		run: irrevocable,
	},
	{
		ID: "GR12", Title: "capture window out of step", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "grants[].capture; term; general.change_of_control",
		About: "A window captures patents filed after the term has ended, or those of whoever acquires a party. " +
			"Close the window with the term, and say what a change of control does to it.",
		run: captureWindow,
	},
	{
		ID: "GR13", Title: "mark without quality control", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a mark licensed without control of quality is put at risk")},
		Needs: "assets of kind mark; grants[].quality_control",
		About: "A licence of a mark must say how the quality of what bears it is controlled. " +
			"Give quality_control or leave the mark out.",
		run: uncontrolledMarks,
	},
	{
		ID: "GR14", Title: "exclusive right that nobody registers", Severity: agreement.Warning, Jurisdictions: codesFor("licence-registration"),
		Basis: []Basis{
			cite("Implementing Regulations of the Patent Law of China: recordal of a licence within three months"),
			ask("whether an exclusive licence takes effect, or holds against others, only on registration in any of the countries, and by when"),
		},
		Needs: "grants[].exclusivity; assets[].office and countries; regulatory.filings of kind licence-registration",
		About: "An exclusive grant covers registered rights in countries where registration of the licence may matter, and no filing is planned. " +
			"Add a filing for each country to regulatory.filings.",
		run: unregistered,
	},
	{
		ID: "GR15", Title: "licence of nothing", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "grants[].class; assets[].class and owners",
		About: "A grant takes in all assets of a class, and its licensor owns none, so that it licenses nothing. " +
			"List the assets with their owner and class, or delete the grant.",
		run: nothingLicensed,
	},
	{
		ID: "GR16", Title: "agreement that licenses nothing", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "grants; settlement; projects",
		About: "The agreement speaks of licences, and the term sheet has none: no grant, nothing promised or given up for the past, no joint work. " +
			"State what is licensed in grants.",
		run: noLicences,
	},
}

func expiredAssets(f *facts, r *report) {
	first := map[int32]*grant{} // the grant of each asset that starts first
	for i := range f.grants {
		for _, a := range f.grants[i].assets {
			if g := first[a]; g == nil || f.grants[i].time.from < g.time.from {
				first[a] = &f.grants[i]
			}
		}
	}
	for i := range f.Assets {
		if g := first[int32(i)]; g != nil && f.Assets[i].IsPatent() {
			expired(r, &f.Assets[i], g, at("assets", i))
		}
	}
}

func expired(r *report, a *schema.Asset, g *grant, pointer string) {
	start := date(g.time.from)
	switch {
	case slices.Contains([]string{"lapsed", "refused", "revoked"}, a.Status):
		r.errorf(pointer+"/status", "take "+a.ID+" out of the grants", "%s is licensed by %s, but its status is %s", a.ID, g.ID, a.Status)
	case a.ExpiryDate.IsZero() && a.Kind == schema.Patent:
		r.cannotAssess(pointer, "whether "+a.ID+" expires before its licence begins", "assets[].expiry_date")
	case a.ExpiryDate.IsZero():
	case !start.Before(a.ExpiryDate):
		r.errorf(pointer+"/expiry_date", "take "+a.ID+" out of the grants", "%s expired on %s, and %s begins on %s", a.ID, a.ExpiryDate.ISO(), g.ID, start.ISO())
	case a.ExpiryDate.Before(start.AddMonths(12)):
		r.warnf(pointer+"/expiry_date", "price the grant without it, or take it out", "%s expires on %s, within 12 months of the start of %s", a.ID, a.ExpiryDate.ISO(), g.ID)
	}
}

func unsettledFields(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		if g.field != everyField && strings.TrimSpace(f.Fields[g.field].Definition) == "" {
			r.errorf(g.at+"/field", "define the field in fields", "%s is limited to %s, which has no definition", g.ID, f.Fields[g.field].ID)
		}
	}
	including := map[string]int{} // the field that first includes a thing
	for i, x := range f.Fields {
		if p, ok := f.field[x.Parent]; ok && f.world.parent[i] != p {
			r.errorf(at("fields", i, "parent"), "correct the parent", "%s is part of itself", x.ID)
		}
		for j, thing := range x.Includes {
			key := bareName(thing)
			first, taken := including[key]
			if !taken {
				including[key] = i
			} else if first != i && !f.world.part(i, first) && !f.world.part(first, i) {
				r.warnf(at("fields", i, "includes", j), "make one the parent of the other, or exclude it from one",
					"%s and %s overlap: both include %s", f.Fields[first].ID, x.ID, short(thing))
			}
		}
	}
}

// force are the countries in which a patent, or what may become one, is in
// force. ok is false for a regional one whose countries are not listed.
func (f *facts) force(a *schema.Asset) (countries countrySet, ok bool) {
	countries = f.world.set(append([]schema.Country{schema.Country(a.Office)}, a.Countries...))
	return countries, !countries.empty()
}

func emptyTerritory(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		severity := agreement.Note // nothing is paid for the countries without a patent
		paid := g.Royalty != "" && !g.RoyaltyFree || len(f.Payments.Balancing) > 0
		if paid {
			severity = agreement.Warning
		}
		if len(g.assets) == 0 || g.countries == f.world.all && !paid {
			continue
		}
		var covered countrySet
		known := true
		for _, n := range g.assets {
			a := &f.Assets[n]
			if !a.IsPatent() { // other rights need no grant by an office
				covered = f.world.all
				break
			}
			in, ok := f.force(a)
			covered, known = covered.or(in), known && ok
		}
		rest := g.countries.without(covered)
		switch {
		case rest.empty():
		case !known:
			r.cannotAssess(g.at, "whether "+g.ID+" covers countries without a patent", "assets[].countries of each regional patent")
		default:
			r.find(severity, g.at+"/territory", "leave these countries out, or add rights there", "%s covers %s where none of its patents is in force: %s",
				g.ID, count(rest.size(), "country", "countries"), f.world.codeList(rest))
		}
	}
}

func licensedAndExcluded(f *facts, r *report) {
	named := map[string]*grant{} // the first grant that names an asset
	for i := range f.grants {
		for _, id := range f.grants[i].Assets {
			if named[id] == nil {
				named[id] = &f.grants[i]
			}
		}
	}
	for i, x := range f.CarveOuts {
		for j, id := range x.Assets {
			if g := named[id]; g != nil && x.Treatment == "not-licensed" {
				r.errorf(at("carve_outs", i, "assets", j), "delete "+id+" from one of the two", "%s is licensed by %s and excluded by %s", id, g.ID, x.ID)
			}
		}
	}
}

func blockingCarveOut(f *facts, r *report) {
	clause := f.said(assemble.WayOut)
	offers, known := clause.Is.(bool)
	for i, x := range f.CarveOuts {
		if x.Treatment != "not-licensed" || x.Reason != "enabling" && x.Reason != "competitive" {
			continue
		}
		for j, id := range x.Assets {
			n, ok := f.asset[id]
			if !ok || f.Assets[n].Class != schema.Core && f.Assets[n].EssentialTo == "" {
				continue
			}
			pointer := at("carve_outs", i, "assets", j)
			switch {
			case !known:
				r.cannotAssess(pointer, "whether "+id+" can block the licences", "a clause that says so")
			case !offers:
				r.warnf(pointer, fmt.Sprintf("set clauses.%q.parameters.%s, or treat it case-by-case", clause.Topic, clause.Parameter),
					"%s is excluded as %s, seems indispensable, and its owner need not offer a way out", id, x.Reason)
			}
		}
	}
}

func oneWay(f *facts, r *report) {
	if !f.pooled() && !strings.Contains(strings.ToLower(f.Deal.Title), "cross") {
		return
	}
	if len(f.Grants) == 0 {
		return
	}
	gives, receives := f.givers(), map[string]bool{}
	for i := range f.grants {
		for _, id := range f.grants[i].licensees {
			receives[id] = true
		}
	}
	for _, m := range f.Members() {
		pointer := at("parties", f.party[m.ID])
		switch {
		case receives[m.ID] && !gives[m.ID]:
			r.warnf(pointer, "add what it grants or contributes", "%s receives licences and gives none", m.ID)
		case gives[m.ID] && !receives[m.ID] && !f.paid(m.ID):
			r.warnf(pointer, "add what it receives, or make it a licensor only", "%s gives licences and receives none", m.ID)
		}
	}
}

// paid reports whether a member has money for what it gives: royalties, or a
// share of what the pool earns.
func (f *facts) paid(member string) bool {
	isPaid := func(y schema.Royalty) bool {
		return y.Payee == member || f.pooled() && (y.Payee == schema.AllMembers || f.hasRole(y.Payee, schema.RoleAdministrator) || y.Payee == schema.TheAdministrator)
	}
	return slices.ContainsFunc(f.Payments.Royalties, isPaid) || f.pooled() && f.Payments.Distribution.By != ""
}

// givers are the parties that license something, now or when they file it, or
// that contribute otherwise.
func (f *facts) givers() map[string]bool {
	gives := map[string]bool{}
	for _, c := range f.Contributions {
		gives[c.Member] = true
	}
	for i := range f.grants {
		g := &f.grants[i]
		if len(g.licensors) == 1 || g.Capture != (schema.Capture{}) {
			for _, id := range g.licensors {
				gives[id] = true
			}
			continue
		}
		for _, n := range g.assets {
			for _, o := range f.Assets[n].Owners {
				gives[o.Party] = gives[o.Party] || slices.Contains(g.licensors, o.Party)
			}
		}
	}
	return gives
}
