package check

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/schema/regimes"
)

var ipChecks = []*Check{
	{
		ID: "IP01", Title: "nobody owns joint results", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{
			cite("35 USC 262: in the United States each joint owner may use and license without the others"),
			ask("whether elsewhere a joint owner needs the consent of the others to license, as is believed of the United Kingdom and Japan"),
		},
		Needs: "projects; assets of class foreground or improvement; improvements.ownership and joint",
		About: "There is joint work, and nothing says who owns its results; or they are owned jointly without rules for exploiting, licensing, enforcing and costs. " +
			"The statutory rules that would fill the gap contradict each other from country to country, so state the rule.",
		run: noForegroundRule,
	},
	{
		ID: "IP02", Title: "inventions disclosed late", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether funding terms or the novelty rules of the countries concerned set a shorter time")},
		Needs: "improvements.disclosure_days and publication_review_days",
		About: "Inventions may be disclosed later than 60 days, or later than a publication is reviewed, so that a filing may come after publication. " +
			"Shorten the time; the 60 days are the tool's rule of thumb.",
		run: lateDisclosure,
	},
	{
		ID: "IP03", Title: "pool without access to improvements", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "deal.kind; improvements.access.terms and response_days",
		About: "Members may keep from each other what they develop from the pool, or leave requests unanswered. " +
			"Give the terms of access and the days to answer.",
		run: noAccess,
	},
	{
		ID: "IP04", Title: "fair price that nobody can find", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a price left to be agreed binds anybody under the governing law")},
		Needs: "improvements.access.terms and expert; valuation.method, benchmarks and expert; the remedy that the clause on access gives",
		About: "Access is on fair terms, and there is neither a method nor an expert to say what is fair. " +
			"Name an expert or give benchmarks.",
		run: circularPrice,
	},
	{
		ID: "IP05", Title: "improvement without a class", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "assets of class improvement or foreground; improvement_class",
		About: "An improvement is foundational, exclusive or co-owned, and its class decides who may use it. " +
			"Give improvement_class.",
		run: unclassified,
	},
	{
		ID: "IP06", Title: "promise where title must move", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a promise to assign loses against a present assignment made to somebody else")},
		Needs: "improvements.ownership, grant_back.kind, assignment_form",
		About: "Somebody other than the developer is to own results, but they are only promised and not assigned. " +
			"Set assignment_form to present.",
		run: weakAssignment,
	},
	{
		ID: "IP07", Title: "memory that carries trade secrets away", Severity: agreement.Warning, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a broad residuals clause is compatible with reasonable measures to keep a trade secret")},
		Needs: "confidentiality.residuals and residuals_exclude; assets of kind trade-secret, assets[].tier",
		About: "What people remember may be used freely, and trade secrets are not excepted. " +
			"Exclude them in residuals_exclude or choose a narrower rule.",
		run: residuals,
	},
	{
		ID: "IP08", Title: "background and foreground at once", Severity: agreement.Error, Jurisdictions: everywhere,
		Needs: "assets[].class, improvement_class, office and number",
		About: "One right is listed as brought in and as made in the deal. " +
			"Decide which it is.",
		run: backgroundForeground,
	},
}

var fuChecks = []*Check{
	{
		ID: "FU01", Title: "public funding without its terms", Severity: agreement.Warning, Jurisdictions: []string{"US", "EU"},
		Basis: []Basis{
			cite("Regulation (EU) 2021/695, articles 39 to 41, and Annex 5 of the model grant agreement, where Horizon Europe funds the work"),
			ask("whether federal funding brings a government licence and, for exclusive licences in the United States, a duty to manufacture there"),
		},
		Needs: "assets[].funding, parties[].public_funding; regulatory.funding_terms; exclusive grants; improvements.joint.notice_days",
		About: "Work behind a licensed asset is publicly funded, and the terms that funders ask for are missing. " +
			"Add them to regulatory.funding_terms, or ask the funder to waive them.",
		run: publicFunding,
	},
	{
		ID: "FU02", Title: "inventors' pay", Severity: agreement.Note, Jurisdictions: codesFor("inventor-remuneration"),
		Basis: []Basis{ask("whether employed inventors in these countries have a statutory claim to pay, and against whom")},
		Needs: "assets[].inventor_countries; the seats of those who take part in projects; improvements.inventor_remuneration",
		About: "Inventors are employed where statute may give them pay, and nothing says who bears it. " +
			"Give improvements.inventor_remuneration.",
		run: inventorPay,
	},
}

// hasForeground reports whether anything is to be, or has been, made together.
func (f *facts) hasForeground() bool {
	return len(f.Projects) > 0 || slices.ContainsFunc(f.Assets, func(a schema.Asset) bool { return made(&a) })
}

// made reports whether an asset came out of the deal.
func made(a *schema.Asset) bool { return a.Class == schema.Foreground || a.Class == schema.Improvement }

func noForegroundRule(f *facts, r *report) {
	rule := f.Improvements
	if rule.Ownership == "" && f.hasForeground() {
		r.errorf("/improvements/ownership", "give improvements.ownership", "there is joint work, and nothing says who owns its results")
	}
	if rule.Ownership != "joint" {
		return
	}
	var missing []string
	for _, x := range []struct{ member, value string }{
		{"exploit", rule.Joint.Exploit}, {"license", rule.Joint.License}, {"enforce", rule.Joint.Enforce}, {"costs", rule.Joint.Costs},
	} {
		if x.value == "" {
			missing = append(missing, x.member)
		}
	}
	if len(missing) > 0 {
		r.errorf("/improvements/joint", "give the missing members of improvements.joint",
			"results are owned jointly, and there is no rule for: %s", strings.Join(missing, ", "))
	}
}

const lateDays = 60 // for disclosing an invention: a rule of thumb

func lateDisclosure(f *facts, r *report) {
	days, review := f.Improvements.DisclosureDays, f.Improvements.PublicationReviewDays
	switch {
	case days == nil:
	case review != nil && *days > *review:
		r.warnf("/improvements/disclosure_days", "disclose within the time for reviewing publications",
			"an invention may be disclosed after %s, and published after %s", *days, *review)
	case *days > lateDays:
		r.warnf("/improvements/disclosure_days", "shorten it to 60 days or less, or waive this with the reason",
			"an invention may be disclosed after %s, which may be too late to file before publication (more than %d days: a rule of thumb)", *days, lateDays)
	}
}

func noAccess(f *facts, r *report) {
	a := f.Improvements.Access
	if !f.pooled() {
		return
	}
	if a.Terms == "" {
		r.warnf("/improvements/access/terms", "give improvements.access.terms", "the members have no access to each other's improvements")
	}
	if a.ResponseDays == nil {
		r.warnf("/improvements/access/response_days", "give improvements.access.response_days", "a request for access to improvements may stay unanswered")
	}
}

func circularPrice(f *facts, r *report) {
	byClause := f.says(assemble.FairTerms) == "expert-terms"
	a, v := f.Improvements.Access, f.Valuation
	if a.Terms == "fair" && !byClause && a.Expert == "" && v.Expert == "" && v.Method == "" && len(v.Benchmarks) == 0 {
		r.warnf("/improvements/access/terms", "name an expert, or give a valuation method or benchmarks",
			"access is on fair terms, and neither a method nor an expert says what is fair")
	}
}

func unclassified(f *facts, r *report) {
	for i := range f.Assets {
		if a := &f.Assets[i]; made(a) && a.ImprovementClass == "" {
			r.warnf(at("assets", i, "improvement_class"), "give improvement_class", "%s %s is not classified", a.Class, a.ID)
		}
	}
}

func weakAssignment(f *facts, r *report) {
	moves := slices.Contains([]string{"pool", "by-subject", "university"}, f.Improvements.Ownership)
	back := f.Improvements.GrantBack.Kind == "assignment"
	if !moves && !back || f.Improvements.AssignmentForm == "present" {
		return
	}
	what := "results do not belong to their developer (ownership: " + f.Improvements.Ownership + ")"
	if !moves {
		what = "improvements are to be assigned back"
	}
	r.errorf("/improvements/assignment_form", `set improvements.assignment_form to "present"`, "%s, and nothing assigns them now", what)
}

func residuals(f *facts, r *report) {
	c := f.Confidentiality
	if c.Residuals != "standard" || slices.Contains(c.ResidualsExclude, "trade-secrets-tier-3") {
		return
	}
	for i, a := range f.Assets {
		if a.Kind == schema.TradeSecret || a.Tier == "tier-3" {
			r.warnf("/confidentiality/residuals", `add "trade-secrets-tier-3" to residuals_exclude`,
				"whoever remembers %s may use it: residuals are standard and do not except trade secrets (assets[%d])", a.ID, i)
			return
		}
	}
}

func backgroundForeground(f *facts, r *report) {
	first := map[string]int{} // by number of the right
	for i := range f.Assets {
		a := &f.Assets[i]
		if a.Class == schema.Background && a.ImprovementClass != "" {
			r.errorf(at("assets", i, "improvement_class"), "delete improvement_class or correct class", "%s is background and has the class of an improvement", a.ID)
		}
		if a.Number == "" {
			continue
		}
		key := a.Office + " " + bareName(a.Number)
		j, taken := first[key]
		if !taken {
			first[key] = i
			continue
		}
		if b := &f.Assets[j]; a.Class == schema.Background && made(b) || made(a) && b.Class == schema.Background {
			r.errorf(at("assets", i, "class"), "delete one of the two", "%s and %s are one right (%s), once as %s and once as %s", b.ID, a.ID, short(a.Number), b.Class, a.Class)
		}
	}
}

// A funder is who asks for terms, as far as the sheet's words tell.
type funder uint8

const (
	unfunded funder = iota
	federal         // the United States
	european        // Horizon Europe or another programme of the Union
	another         // somebody whose terms are not known here
)

func funderOf(words string) funder {
	switch regimes.FunderOf(words) {
	case "":
		return unfunded
	case "US":
		return federal
	case "EU":
		return european
	}
	return another
}

// funders are those who fund an asset or one of its owners.
func (f *facts) funders(a *schema.Asset) []funder {
	all := []funder{funderOf(a.Funding)}
	for _, o := range a.Owners {
		if i, ok := f.party[o.Party]; ok {
			all = append(all, funderOf(f.Parties[i].PublicFunding))
		}
	}
	return all
}

func publicFunding(f *facts, r *report) {
	reserved := slices.Contains(f.Regulatory.FundingTerms, "government-licence")
	noticed := f.Improvements.Joint.NoticeDays == nil || *f.Improvements.Joint.NoticeDays >= 45
	for i := range f.Assets {
		a := &f.Assets[i]
		by := f.funders(a)
		if slices.Contains(by, federal) && !reserved {
			reserved = true // once is enough
			r.in("US").warnf(at("assets", i, "funding"), `add "government-licence" to regulatory.funding_terms`, "%s is federally funded, and no government licence is reserved", a.ID)
		}
		if slices.Contains(by, european) && !noticed {
			noticed = true
			r.in("EU").warnf("/improvements/joint/notice_days", "give at least 45 days", "%s is funded by the EU, and joint owners have less than 45 days of notice", a.ID)
		}
		if slices.Contains(by, another) {
			r.cannotAssess(at("assets", i, "funding"), "which terms the funder of "+a.ID+" asks for", `a funder named "US federal" or "Horizon Europe"`)
		}
	}
	for i := range f.grants {
		if g := &f.grants[i]; g.degree == schema.Exclusive {
			f.fundedExclusive(r, g)
		}
	}
}

// fundedExclusive looks at an exclusive grant of funded assets.
func (f *facts) fundedExclusive(r *report, g *grant) {
	terms := f.Regulatory.FundingTerms
	inUS := !g.countries.and(f.world.of("US")).empty()
	outside := slices.ContainsFunc(g.licensees, func(id string) bool {
		return f.world.of(string(f.Parties[f.party[id]].Jurisdiction.Country())).and(f.world.of("EEA")).empty()
	})
	var us, eu []string
	for _, n := range g.assets {
		by := f.funders(&f.Assets[n])
		if slices.Contains(by, federal) {
			us = append(us, f.Assets[n].ID)
		}
		if slices.Contains(by, european) {
			eu = append(eu, f.Assets[n].ID)
		}
	}
	if len(us) > 0 && inUS && !slices.Contains(terms, "us-manufacture") {
		r.in("US").warnf(g.at+"/exclusivity", `add "us-manufacture" to regulatory.funding_terms, or obtain a waiver`,
			"%s is exclusive in the United States for federally funded %s, without a term on manufacture there", g.ID, some(us, 4))
	}
	if len(eu) > 0 && outside && !slices.Contains(terms, "funder-objection") {
		r.in("EU").warnf(g.at+"/exclusivity", `add "funder-objection" to regulatory.funding_terms`,
			"%s is exclusive to a licensee outside the EEA for EU-funded %s, without a step at which the funder may object", g.ID, some(eu, 4))
	}
}

func inventorPay(f *facts, r *report) {
	if f.Improvements.InventorRemuneration != "" {
		return
	}
	paid := codesFor("inventor-remuneration")
	found := map[string]bool{}
	for _, a := range f.Assets {
		for _, c := range a.InventorCountries {
			found[string(c)] = slices.Contains(paid, string(c))
		}
	}
	for _, p := range f.Parties {
		c := string(p.Jurisdiction.Country())
		if len(f.Projects) > 0 && slices.Contains(paid, c) {
			found[c] = true
		}
	}
	codes := slices.DeleteFunc(slices.Clone(paid), func(c string) bool { return !found[c] })
	if len(codes) > 0 {
		r.in(codes...).notef("/improvements/inventor_remuneration", "give improvements.inventor_remuneration",
			"inventors are employed in %s, and nothing says who bears the pay that statute may give them", strings.Join(codes, ", "))
	}
}
