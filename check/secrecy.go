package check

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

var cfChecks = []*Check{
	{
		ID: "CF01", Title: "secret that expires with the clause", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a trade secret is lost when the duty to keep it ends on a fixed day")},
		Needs: "confidentiality.term_years and trade_secret_tail; trade secrets licensed or deposited",
		About: "A trade secret is licensed or deposited, and the duty to keep it ends after a number of years. " +
			"Set trade_secret_tail.",
		run: secretExpires,
	},
	{
		ID: "CF02", Title: "one tier of information among competitors", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "confidentiality.tiers; trade secrets and assets of the highest tier, licensed or deposited; parties[].competitor_of",
		About: "Competitors share strategic information, and all of it is treated alike. " +
			"Give at least two tiers, the higher one with fewer recipients.",
		run: oneTier,
	},
	{
		ID: "CF03", Title: "secret without a number, or told in the term sheet", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "assets[].docket and title of trade secrets; carve_outs[].description",
		About: "A trade secret is identified by a docket number and named, never described: the term sheet is read by many. " +
			"Give the number and shorten the words; what is too long is this tool's rule of thumb.",
		run: secretTold,
	},
	{
		ID: "CF04", Title: "strategic information without technical controls", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "confidentiality.data_controls; grants of trade secrets, assets of the highest tier, or exclusive ones of software, know-how and data",
		About: "Strategic information is licensed, or other know-how exclusively, and no technical measure protects it. " +
			"Give data_controls.",
		run: noControls,
	},
	{
		ID: "CF05", Title: "people who change employer", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether an agreement not to hire each other's people is unlawful, between competitors or at all")},
		Needs: "confidentiality.move_protocol; parties[].competitor_of; trade secrets and assets of the highest tier, licensed or deposited",
		About: "The parties agree not to hire each other's people, or share secrets and have no protocol for those who move. " +
			"Replace the bar by rules of conduct: notice, exit interview, a time away from competing work.",
		run: peopleMove,
	},
	{
		ID: "CF06", Title: "secrecy that silences reports to the authorities", Severity: agreement.Error, Jurisdictions: everywhere,
		Basis: []Basis{ask("whether a duty of secrecy without an exception for regulators and whistleblowers is unlawful")},
		Needs: "confidentiality.regulator_exception",
		About: "The duty of secrecy makes no exception for reports to regulators and by whistleblowers. " +
			"Delete regulator_exception or set it: the library's clause states the exception.",
		run: silenced,
	},
	{
		ID: "CF07", Title: "immunity notice to individuals", Severity: agreement.Note, Jurisdictions: []string{"US"},
		Basis: []Basis{ask("whether individuals must be told of their immunity for disclosing trade secrets to the authorities of the United States")},
		Needs: "parties[].individual and jurisdiction; confidentiality.immunity_notice",
		About: "An individual in the United States signs, and no notice of immunity is given. " +
			"Set immunity_notice.",
		run: immunityNotice,
	},
	{
		ID: "CF08", Title: "personal data without terms", Severity: agreement.Warning, Jurisdictions: europe,
		Basis: []Basis{ask("whether the data sets may be shared, in which roles, and with which instrument for transfers abroad")},
		Needs: "assets[].personal_data; confidentiality.personal_data_terms; the seats of the parties",
		About: "A data set holds personal data, a party sits in Europe, and nothing states the terms and the transfer tool. " +
			"Give personal_data_terms.",
		run: personalData,
	},
}

// highestTier is the id of the most protected tier: the last of two or more.
func (f *facts) highestTier() string {
	if tiers := f.Confidentiality.Tiers; len(tiers) > 1 {
		return tiers[len(tiers)-1].ID
	}
	return ""
}

// strategic reports whether an asset is a trade secret or of the highest tier.
func (f *facts) strategic(a *schema.Asset) bool {
	return a.Kind == schema.TradeSecret || a.Tier != "" && a.Tier == f.highestTier()
}

// shared are the assets that are licensed or deposited and for which want
// holds: their indices in the order of the term sheet.
func (f *facts) shared(want func(*schema.Asset) bool) []int {
	met := map[int]bool{}
	for i := range f.grants {
		for _, n := range f.grants[i].assets {
			met[int(n)] = true
		}
	}
	for _, d := range f.Escrow.Deposits {
		for _, id := range d.Assets {
			if n, ok := f.asset[id]; ok && f.deposits() {
				met[n] = true
			}
		}
	}
	var all []int
	for n := range f.Assets {
		if met[n] && want(&f.Assets[n]) {
			all = append(all, n)
		}
	}
	return all
}

// strategicAssets are the ids of the strategic assets shared.
func (f *facts) strategicAssets() []string { return f.assetIDs(f.shared(f.strategic)) }

func (f *facts) assetIDs(list []int) []string {
	ids := make([]string, len(list))
	for i, n := range list {
		ids[i] = f.Assets[n].ID
	}
	return ids
}

func secretExpires(f *facts, r *report) {
	c := f.Confidentiality
	if is(c.TradeSecretTail) {
		return
	}
	years := "a number of years"
	if c.TermYears != nil {
		years = c.TermYears.String()
	}
	if ids := f.assetIDs(f.shared(func(a *schema.Asset) bool { return a.Kind == schema.TradeSecret })); len(ids) > 0 {
		r.errorf("/confidentiality/trade_secret_tail", "set confidentiality.trade_secret_tail", "information stays secret for %s, and then these trade secrets are free: %s", years, some(ids, 6))
	}
}

func oneTier(f *facts, r *report) {
	if ids := f.strategicAssets(); f.anyCompetitors() && len(f.Confidentiality.Tiers) < 2 && len(ids) > 0 && f.says(assemble.InfoTiers) != "yes" {
		r.warnf("/confidentiality/tiers", "give confidentiality.tiers, two at least", "competitors share %s, and all information is treated alike", some(ids, 6))
	}
}

const wordy = 120 // runes that name a secret: a rule of thumb

// code are marks of program text, which names nothing.
var code = []string{"{", "}", "\n", "=>", "->", ":=", "==", "();", "</"}

// tells reports whether words describe a thing rather than name it.
func tells(words string) bool {
	return len([]rune(words)) > wordy || slices.ContainsFunc(code, func(mark string) bool { return strings.Contains(words, mark) })
}

func secretTold(f *facts, r *report) {
	const fix = "name it, and keep its contents out of the term sheet"
	for i, a := range f.Assets {
		if a.Kind != schema.TradeSecret {
			continue
		}
		if a.Docket == "" {
			r.warnf(at("assets", i, "docket"), "give its docket number", "trade secret %s has no docket number", a.ID)
		}
		if tells(a.Title) {
			r.warnf(at("assets", i, "title"), fix, "the title of trade secret %s seems to describe it (longer than %d characters, or like code: a rule of thumb)", a.ID, wordy)
		}
	}
	for i, x := range f.CarveOuts {
		if x.Reason == "trade-secret" && tells(x.Description) {
			r.warnf(at("carve_outs", i, "description"), fix, "carve-out %s seems to describe a secret (longer than %d characters, or like code: a rule of thumb)", x.ID, wordy)
		}
	}
}

// informs reports whether an asset is used by knowing it.
func informs(a *schema.Asset) bool {
	return slices.Contains([]schema.AssetKind{schema.Software, schema.KnowHow, schema.Database, schema.DataSet}, a.Kind)
}

func noControls(f *facts, r *report) {
	if len(f.Confidentiality.DataControls) > 0 {
		return
	}
	var ids []string
	for i := range f.grants {
		g := &f.grants[i]
		if slices.ContainsFunc(g.assets, func(n int32) bool {
			return f.strategic(&f.Assets[n]) || g.degree == schema.Exclusive && informs(&f.Assets[n])
		}) {
			ids = append(ids, g.ID)
		}
	}
	if len(ids) > 0 {
		r.warnf("/confidentiality/data_controls", "give confidentiality.data_controls", "no technical measure protects what is disclosed under %s", some(ids, 6))
	}
}

func peopleMove(f *facts, r *report) {
	m := f.Confidentiality.MoveProtocol
	if m.NoPoach {
		find, who := r.warnf, "the parties"
		if f.anyCompetitors() {
			find, who = r.errorf, "competitors"
		}
		find("/confidentiality/move_protocol/no_poach", "replace it by rules of conduct: notice_days, exit_interview, cooling_months", "%s agree not to hire each other's people", who)
	}
	if ids := f.strategicAssets(); (m == schema.MoveProtocol{}) && len(ids) > 0 {
		r.notef("/confidentiality/move_protocol", "give confidentiality.move_protocol", "the parties share secrets (%s), and there is no protocol for people who know them and change employer", some(ids, 6))
	}
}

func silenced(f *facts, r *report) {
	if isNot(f.Confidentiality.RegulatorException) {
		r.errorf("/confidentiality/regulator_exception", "delete it, or set it", "secrecy makes no exception for reports to regulators and by whistleblowers")
	}
}

func immunityNotice(f *facts, r *report) {
	for i, p := range f.Parties {
		if p.Individual && p.Jurisdiction.Country() == "US" && !f.Confidentiality.ImmunityNotice {
			r.notef(at("parties", i), "set confidentiality.immunity_notice", "%s is an individual in the United States and is not told of the immunity for disclosures to the authorities", p.ID)
		}
	}
}

func personalData(f *facts, r *report) {
	if f.Confidentiality.PersonalDataTerms != "" {
		return
	}
	seats := countrySet{}
	for _, p := range f.Parties {
		seats = seats.or(f.world.set([]schema.Country{p.Jurisdiction.Country()}))
	}
	if f.european(seats).empty() {
		return
	}
	for i, a := range f.Assets {
		if a.Kind == schema.DataSet && a.PersonalData {
			r.warnf(at("assets", i, "personal_data"), "give confidentiality.personal_data_terms", "data set %s holds personal data, and there are no terms for it", a.ID)
		}
	}
}
