package check

import (
	"cmp"
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

var rgChecks = []*Check{
	{
		ID: "RG01", Title: "jurisdiction that nobody has looked at", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "regulatory.jurisdictions; the seats of parties and escrow; offices and countries of licensed patents; territories",
		About: "The deal touches a country that has no row in the risk matrix: by a seat, a patent licensed, the escrow, or a territory in which competition law is commonly assessed. " +
			"Add a row; one for the EU stands for the European Economic Area.",
		run: matrixGap,
	},
	{
		ID: "RG02", Title: "row without owner, control or day", Severity: agreement.Note, Jurisdictions: everywhere,
		Needs: "regulatory.jurisdictions, counsel",
		About: "A row of the risk matrix names nobody who answers for it, no control or no day of review, or is grave and no counsel is named. " +
			"Give what is missing.",
		run: rowOwner,
	},
	{
		ID: "RG03", Title: "no competition counsel", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "regulatory.counsel; parties[].competitor_of; the jurisdictions touched",
		About: "Parties compete, or the deal touches a country where licences are commonly assessed under competition law, and no counsel is named. " +
			"Give regulatory.counsel.",
		run: noCounsel,
	},
	{
		ID: "RG04", Title: "notice of a research venture", Severity: agreement.Note, Jurisdictions: []string{"US"},
		Facts: "research-venture-notice",
		Needs: "deal.kind; projects; regulatory.filings of kind ncrpa; parties in the United States",
		About: "Parties research together, one of them in the United States, and no notice to its authorities is planned within 90 days of signing, which would limit exposure to actual damages. " +
			"Add a filing of kind ncrpa, or record why not.",
		run: ventureNotice,
	},
	{
		ID: "RG05", Title: "filing that is not planned", Severity: agreement.Warning, Jurisdictions: []string{"BR", "CN", "IN", "US"},
		Basis: []Basis{ask("whether the export of technology, the remittance of royalties, the working of patents or an exclusive licence of medicines must be registered or reported, and by whom")},
		Needs: "regulatory.filings; the seats of licensors and licensees; assets[].office; the words of the field of an exclusive grant",
		About: "Technology leaves China, royalties leave Brazil, a patent of India is licensed, or one licensee gets all rights in medicines for the United States, and the filing that this commonly needs is not planned. " +
			"Add it, or waive this with counsel's answer; GR14 looks at registration.",
		run: unplannedFilings,
	},
	{
		ID: "RG06", Title: "products without patent marking", Severity: agreement.Warning, Jurisdictions: []string{"US"},
		Basis: []Basis{ask("whether damages for past infringement are lost in the United States where licensed products are not marked")},
		Needs: "regulatory.marking_duty; whether a clause on marking is in the agreement; grants of patents of the United States with the acts make or sell",
		About: "Patents of the United States are licensed for products, and nobody is bound to mark them. " +
			"Set marking_duty.",
		run: noMarking,
	},
	{
		ID: "RG07", Title: "long deal without a change-in-law clause", Severity: agreement.Warning, Jurisdictions: everywhere,
		Needs: "regulatory.change_in_law; term",
		About: "The deal runs for more than 36 months (a rule of thumb) and does not say what a change in law does, or adapts to it without time limit or standstill. " +
			"Give change_in_law.",
		run: noChangeInLaw,
	},
	{
		ID: "RG08", Title: "transfer that is restricted", Severity: agreement.Error, Jurisdictions: everywhere,
		Facts: "export-control",
		Needs: "regulatory.export; the seats of parties and escrow; territories; assets[].export_class",
		About: "Rights or deposits go to a country that the term sheet itself restricts, or controlled technology crosses a border without a plan. " +
			"Take the country out, or give regulatory.export.plan and licence_holder.",
		run: restrictedTransfer,
	},
}

// regimeCode is the code under which the risk matrix keeps a country: "EU" for
// the European Economic Area, which shares its competition law.
func (f *facts) regimeCode(c schema.Country) string {
	if !f.world.set([]schema.Country{c}).and(f.world.of("EEA")).empty() {
		return "EU"
	}
	return string(c)
}

// exposed are the codes of the jurisdictions that the risk matrix should cover,
// sorted: seats, registered rights that are licensed, the escrow, and territories
// where competition law is commonly assessed.
func (f *facts) exposed() []string {
	var codes []string
	add := func(c schema.Country) {
		if schema.CountryName(c) != "" {
			codes = append(codes, f.regimeCode(c))
		}
	}
	for _, p := range f.Parties {
		add(p.Jurisdiction.Country())
	}
	if f.deposits() {
		add(f.Escrow.Seat)
	}
	var covered countrySet
	for i := range f.grants {
		covered = covered.or(f.grants[i].countries)
	}
	for _, n := range f.shared((*schema.Asset).IsPatent) {
		add(schema.Country(f.Assets[n].Office))
		for _, c := range f.Assets[n].Countries {
			add(c)
		}
	}
	for _, c := range competitionLaws {
		if !covered.and(f.world.of(c)).empty() {
			codes = append(codes, c)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

func matrixGap(f *facts, r *report) {
	if f.plainLicence() && len(f.Regulatory.Jurisdictions) == 0 {
		return
	}
	var missing []string
	for _, c := range f.exposed() {
		if !slices.ContainsFunc(f.Regulatory.Jurisdictions, func(row schema.RiskRow) bool { return f.regimeCode(schema.Country(row.Code)) == c }) {
			missing = append(missing, c)
		}
	}
	if len(missing) > 0 && f.whole() {
		r.in(missing...).warnf("/regulatory/jurisdictions", "add a row for each, with grades, control, owner and day of review; engross check --matrix shows what the deal touches there",
			"the risk matrix has no row for %s", some(missing, 12))
	}
}

const graveExposure = 4

func rowOwner(f *facts, r *report) {
	for i, row := range f.Regulatory.Jurisdictions {
		var missing []string
		if row.Owner == "" {
			missing = append(missing, "owner")
		}
		if row.Control == "" {
			missing = append(missing, "control")
		}
		if row.ReviewDate.IsZero() {
			missing = append(missing, "review_date")
		}
		if len(missing) > 0 {
			list := some(missing, 3)
			r.notef(at("regulatory", "jurisdictions", i), "give "+list, "the row %s, %s has no %s", row.Code, row.Regime, list)
		}
		if row.Exposure != nil && *row.Exposure >= graveExposure && f.Regulatory.Counsel == "" {
			r.notef(at("regulatory", "jurisdictions", i, "exposure"), "give regulatory.counsel", "the row %s, %s has an exposure of %d, and no counsel is named", row.Code, row.Regime, *row.Exposure)
		}
	}
}

func noCounsel(f *facts, r *report) {
	if f.Regulatory.Counsel != "" {
		return
	}
	switch touched := slices.DeleteFunc(slices.Clone(competitionLaws), func(c string) bool { return !f.touches(c) }); {
	case f.anyCompetitors():
		r.warnf("/regulatory/counsel", "give regulatory.counsel", "parties compete, and no competition counsel is named")
	case len(touched) > 0:
		r.in(touched...).warnf("/regulatory/counsel", "give regulatory.counsel", "the deal touches %s, and no competition counsel is named", some(touched, 7))
	}
}

// files reports whether a filing of a kind is planned, in a country or, where
// the filing names none, anywhere.
func (f *facts) files(kind, country string) bool {
	return slices.ContainsFunc(f.Regulatory.Filings, func(x schema.Filing) bool {
		return x.Kind == kind && (x.Country == "" || x.Country == country)
	})
}

const noticeDays = 90 // from signing

func ventureNotice(f *facts, r *report) {
	if f.Deal.Kind != schema.Consortium && len(f.Projects) == 0 {
		return
	}
	signing := cmp.Or(f.Deal.SigningDate, f.Deal.EffectiveDate)
	planned := false
	for i, x := range f.Regulatory.Filings {
		if x.Kind != "ncrpa" || x.Country != "" && x.Country != "US" {
			continue
		}
		planned = true
		if last := signing.AddDays(noticeDays); last.Before(x.Deadline) {
			r.notef(at("regulatory", "filings", i, "deadline"), "file earlier", "the notice of the venture is planned for %s, after the %d days that end on %s", x.Deadline.ISO(), noticeDays, last.ISO())
		}
	}
	if planned {
		return
	}
	for _, p := range f.Members() {
		if p.Jurisdiction.Country() == "US" {
			r.notef("/regulatory/filings", "add a filing of kind ncrpa, or record why not", "%s researches with others, and no notice of the venture is planned in the United States", p.ID)
			return
		}
	}
}

// A filingDuty is a filing that a grant commonly brings with it.
type filingDuty struct {
	kind, country string
	arises        func(*facts, *grant) bool
	says          string // of the grant
}

var filingDuties = []filingDuty{
	{"technology-export", "CN", func(f *facts, g *grant) bool {
		return f.anySeat(g.licensors, "CN") && f.seatAbroad(g.licensees, "CN")
	}, "licenses technology from China abroad, and no filing there is planned"},
	{"royalty-remittance", "BR", func(f *facts, g *grant) bool {
		return f.bears(g) != nil && f.anySeat(g.licensees, "BR") && f.seatAbroad(g.licensors, "BR")
	}, "bears royalties that leave Brazil, and no filing there is planned"},
	{"working-statement", "IN", func(f *facts, g *grant) bool {
		return slices.ContainsFunc(g.assets, func(n int32) bool { return f.Assets[n].IsPatent() && f.Assets[n].Office == "IN" })
	}, "licenses a patent of India, and no statement of its working is planned"},
	{"merger-control", "US", func(f *facts, g *grant) bool {
		whole := g.degree == schema.Exclusive && containsAll(g.Acts, []string{"make", "use", "sell"})
		return whole && g.field != everyField && !g.countries.and(f.world.of("US")).empty() &&
			medicines().MatchString(f.Fields[g.field].Name+" "+f.Fields[g.field].Definition)
	}, "gives all commercial rights in medicines for the United States to one licensee, and no notice to its competition authorities is planned"},
}

// medicines finds fields of use whose exclusive licences may have to be notified.
var medicines = agreement.Pattern(`(?i)\b(pharmac|medicin|drug|vaccin|biologic)`)

func (f *facts) anySeat(ids []string, c schema.Country) bool {
	return slices.ContainsFunc(ids, func(id string) bool { return f.seat(id) == c })
}

// seatAbroad reports whether one of some parties has its seat in another country.
func (f *facts) seatAbroad(ids []string, home schema.Country) bool {
	return slices.ContainsFunc(ids, func(id string) bool { return f.seat(id) != "" && f.seat(id) != home })
}

func unplannedFilings(f *facts, r *report) {
	for _, d := range filingDuties {
		if f.files(d.kind, d.country) {
			continue
		}
		if i := slices.IndexFunc(f.grants, func(g grant) bool { return d.arises(f, &g) }); i >= 0 {
			r.in(d.country).warnf(f.grants[i].at, "add a filing of kind "+d.kind+", or waive this with counsel's answer", "%s %s", f.grants[i].ID, d.says)
		}
	}
}

func noMarking(f *facts, r *report) {
	if d := f.Regulatory.MarkingDuty; is(d) || d == nil && f.says(assemble.Marking) == "yes" {
		return
	}
	us := f.world.of("US")
	for i := range f.grants {
		g := &f.grants[i]
		products := slices.Contains(g.Acts, "make") || slices.Contains(g.Acts, "sell")
		marked := slices.ContainsFunc(g.assets, func(n int32) bool {
			return f.Assets[n].Kind == schema.Patent && f.Assets[n].Office == "US"
		})
		if products && marked && !g.countries.and(us).empty() {
			r.warnf("/regulatory/marking_duty", "set regulatory.marking_duty", "%s licenses patents of the United States for products, and nobody is bound to mark them", g.ID)
			return
		}
	}
}

const longTerm = 36 // months: a rule of thumb

func noChangeInLaw(f *facts, r *report) {
	end, ok := f.TermEnd()
	if ok && !f.TermStart().AddMonths(longTerm).Before(end) {
		return
	}
	c := f.Regulatory.ChangeInLaw
	byClause := f.says(assemble.ChangeInLaw) == "yes"
	switch {
	case c == schema.ChangeInLaw{} && !byClause:
		r.warnf("/regulatory/change_in_law", "give regulatory.change_in_law", "the deal runs for more than %d months (a rule of thumb), and nothing says what a change in law does", longTerm)
	case isNot(c.Standstill) || c.Standstill == nil && !byClause:
		r.warnf("/regulatory/change_in_law/standstill", "set regulatory.change_in_law.standstill", "duties that a change in law affects do not stand still while the deal is adapted")
	}
	if c != (schema.ChangeInLaw{}) && c.NegotiateDays == nil && !byClause {
		r.warnf("/regulatory/change_in_law/negotiate_days", "give regulatory.change_in_law.negotiate_days", "the deal adapts to a change in law without time limit")
	}
}

func restrictedTransfer(f *facts, r *report) {
	x := f.Regulatory.Export
	restricted := f.world.set(x.Restricted)
	in := func(c schema.Country) bool { return !f.world.set([]schema.Country{c}).and(restricted).empty() }
	const fix = "take the country out, or out of regulatory.export.restricted"
	for i, p := range f.Parties {
		if c := p.Jurisdiction.Country(); in(c) {
			r.in(string(c)).errorf(at("parties", i, "jurisdiction"), fix, "%s sits in %s, to which nothing may be transferred", p.ID, c)
		}
	}
	if f.deposits() && in(f.Escrow.Seat) {
		r.in(string(f.Escrow.Seat)).errorf("/escrow/seat", fix, "the deposit is kept in %s, to which nothing may be transferred", f.Escrow.Seat)
	}
	for i := range f.grants {
		g := &f.grants[i]
		if hit := g.countries.and(restricted); g.countries != f.world.all && !hit.empty() { // the world is understood to leave them out
			r.in(f.world.list(hit)...).errorf(g.at+"/territory", fix, "%s covers %s, to which nothing may be transferred", g.ID, f.world.codeList(hit))
		}
	}
	if x.Plan == "" {
		f.controlled(r)
	}
}

// controlled looks for controlled technology that is licensed across a border.
func (f *facts) controlled(r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		var seats countrySet
		for _, id := range g.licensees {
			seats = seats.or(f.world.set([]schema.Country{f.seat(id)}))
		}
		for _, n := range g.assets {
			a := &f.Assets[n]
			if a.ExportClass == "" {
				continue
			}
			for _, o := range a.Owners {
				from := f.seat(o.Party)
				if abroad := seats.without(f.world.set([]schema.Country{from})); from != "" && !abroad.empty() {
					r.warnf("/regulatory/export/plan", "give regulatory.export.plan", "%s is controlled (%s) and goes from %s to %s under %s, without a plan", a.ID, short(a.ExportClass), from, f.world.codeList(abroad), g.ID)
					return
				}
			}
		}
	}
}
