package regimes

import (
	"slices"

	"github.com/engross/engross/schema"
)

// A derivation is the work of [Touched].
type derivation struct {
	t        *schema.TermSheet
	seats    map[string]schema.Country // of parties, by id
	licensed []*schema.Asset           // in the order of the term sheet
	found    map[[2]string]*Touch      // by code and regime
	known    map[ground]bool
}

// A ground is one fact by which a regime is touched.
type ground struct {
	code, regime string
	why          Why
	id           string
}

// touch notes that a country is touched; what is no country is passed over.
func (d *derivation) touch(c schema.Country, regime string, why Why, id string) {
	if schema.CountryName(c) != "" {
		d.note(code(c, regime), regime, why, id)
	}
}

func (d *derivation) note(code, regime string, why Why, id string) {
	g, key := ground{code, regime, why, id}, [2]string{code, regime}
	if d.known[g] {
		return
	}
	d.known[g] = true
	if d.found[key] == nil {
		d.found[key] = &Touch{Code: code, Regime: regime}
	}
	d.found[key].add(why, id)
}

// licensedAssets are the assets that a grant lists, or takes in by class or by
// capture window of what a licensor owns.
func (d *derivation) licensedAssets() []*schema.Asset {
	type window struct {
		from    string
		class   schema.AssetClass
		capture schema.Capture
	}
	listed, windows := map[string]bool{}, map[window]map[string]bool{} // windows with their licensors
	for i := range d.t.Grants {
		g := &d.t.Grants[i]
		for _, id := range g.Assets {
			listed[id] = true
		}
		if g.Class != "" || g.Capture != (schema.Capture{}) {
			w := window{g.From, g.Class, g.Capture}
			if windows[w] == nil {
				windows[w] = map[string]bool{}
				for _, id := range d.t.Licensors(g) {
					windows[w][id] = true
				}
			}
		}
	}
	var list []*schema.Asset
	for i := range d.t.Assets {
		a := &d.t.Assets[i]
		in := listed[a.ID]
		for w, licensors := range windows {
			in = in || (w.class == "" || a.Class == w.class) && (w.capture == schema.Capture{} || w.capture.Holds(a)) &&
				slices.ContainsFunc(a.Owners, func(o schema.Owner) bool { return licensors[o.Party] })
		}
		if in {
			list = append(list, a)
		}
	}
	return list
}

// competition is touched where a licence extends to a jurisdiction whose
// competition law licences are commonly assessed under, or a member sits there.
func (d *derivation) competition() {
	reach := map[string]map[string]bool{} // codes by territory
	for i := range d.t.Grants {
		id := d.t.Grants[i].Territory
		if reach[id] == nil {
			reach[id] = map[string]bool{}
			for _, c := range d.t.Countries(id) {
				reach[id][code(c, Antitrust)] = true
			}
		}
		for _, law := range CompetitionLaws {
			if reach[id][law] {
				name := id
				if name == "" {
					name = "world"
				}
				d.note(law, Antitrust, Territory, name)
			}
		}
	}
	for _, p := range d.t.Members() {
		if c := d.seats[p.ID]; slices.Contains(CompetitionLaws, code(c, Antitrust)) {
			d.touch(c, Antitrust, Seat, p.ID)
		}
	}
}

// formalities are touched where a licensed right is registered.
func (d *derivation) formalities() {
	for _, a := range d.licensed {
		if !a.IsPatent() && a.Kind != schema.Design && a.Kind != schema.Mark {
			continue
		}
		for _, c := range a.Countries {
			d.touch(c, Formalities, Office, a.ID)
		}
		if len(a.Countries) > 0 {
			continue
		}
		if a.Office == "EP" {
			d.note("EP", Formalities, Office, a.ID)
		}
		d.touch(schema.Country(a.Office), Formalities, Office, a.ID)
	}
}

// payments touch the tax law of a payer whose payee sits elsewhere.
func (d *derivation) payments() {
	pay := func(payers, payees []string, id string) {
		for _, from := range payers {
			abroad := slices.ContainsFunc(payees, func(to string) bool { return d.seats[to] != "" && d.seats[to] != d.seats[from] })
			if abroad {
				d.touch(d.seats[from], RoyaltyTax, Payment, id)
			}
		}
	}
	for _, r := range d.t.Payments.Royalties {
		pay(d.side(r.Payer, r.ID), d.side(r.Payee, r.ID), r.ID)
	}
	for _, f := range d.t.Payments.Fees {
		pay(d.t.Expand(f.Payer), d.t.Expand(f.Payee), f.ID)
	}
	for _, b := range d.t.Payments.Balancing {
		pay([]string{b.From}, []string{b.To}, "balancing")
	}
}

// side is who stands for a payer or payee of a royalty: for "licensees" and
// "licensors", those of the grants that bear it.
func (d *derivation) side(ref, royalty string) []string {
	if ref != "licensees" && ref != "licensors" {
		return d.t.Expand(ref)
	}
	var ids []string
	for i := range d.t.Grants {
		g := &d.t.Grants[i]
		switch {
		case g.Royalty != royalty:
		case ref == "licensees":
			ids = append(ids, d.t.Licensees(g)...)
		default:
			ids = append(ids, d.t.Licensors(g)...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// technology touches export control where it is licensed across a border: what is
// classified, and what is no published right, by an owner under a law of which the
// table of facts speaks.
func (d *derivation) technology() {
	abroad := map[string]bool{}
	for i := range d.t.Grants {
		g := &d.t.Grants[i]
		licensees := d.t.Licensees(g)
		for _, from := range d.t.Licensors(g) {
			abroad[from] = abroad[from] || slices.ContainsFunc(licensees, func(to string) bool { return d.seats[to] != "" && d.seats[to] != d.seats[from] })
		}
	}
	for _, a := range d.licensed {
		for _, o := range a.Owners {
			if c := d.seats[o.Party]; abroad[o.Party] && d.controls(a, c) {
				d.touch(c, Export, Technology, a.ID)
			}
		}
	}
}

// controls reports whether export of an asset from a country may need a licence.
func (d *derivation) controls(a *schema.Asset, from schema.Country) bool {
	secret := slices.Contains([]schema.AssetKind{schema.Software, schema.KnowHow, schema.TradeSecret, schema.MaskWork, schema.DataSet}, a.Kind)
	return a.ExportClass != "" || secret && slices.Contains(CodesFor("export-control"), code(from, Export))
}

// deposits across a border touch export control at both ends.
func (d *derivation) deposits() {
	seat := d.t.Escrow.Seat
	for _, x := range d.t.Escrow.Deposits {
		if from := d.seats[x.Depositor]; from != "" && seat != "" && from != seat {
			d.touch(from, Export, Deposit, x.ID)
			d.touch(seat, Export, Deposit, x.ID)
		}
	}
}

// funding touches the rules of the funder, or the law of the funded party where
// the funder is not known.
func (d *derivation) funding() {
	fund := func(words, id string, owners []string) {
		switch by := FunderOf(words); by {
		case "":
		case "?":
			for _, o := range owners {
				d.touch(d.seats[o], Funding, Funded, id)
			}
		default:
			d.note(by, Funding, Funded, id)
		}
	}
	for _, p := range d.t.Parties {
		fund(p.PublicFunding, p.ID, []string{p.ID})
	}
	for _, a := range d.licensed {
		var owners []string
		for _, o := range a.Owners {
			owners = append(owners, o.Party)
		}
		fund(a.Funding, a.ID, owners)
	}
}

// data touches the law on personal data where the owner of a licensed data set
// sits, and where the set is deposited.
func (d *derivation) data() {
	for _, a := range d.licensed {
		if !a.PersonalData {
			continue
		}
		for _, o := range a.Owners {
			d.touch(d.seats[o.Party], Data, Personal, a.ID)
		}
		for _, x := range d.t.Escrow.Deposits {
			if slices.Contains(x.Assets, a.ID) {
				d.touch(d.t.Escrow.Seat, Data, Deposit, x.ID)
			}
		}
	}
}

// insolvency is touched where a party sits.
func (d *derivation) insolvency() {
	for _, p := range d.t.Parties {
		why := Seat
		if len(p.Roles) == 1 && p.Has(schema.RoleEscrowAgent) {
			why = Agent
		}
		d.touch(d.seats[p.ID], Insolvency, why, p.ID)
	}
}

// inventors touch the law on their pay where they are employed: by the countries
// that assets state, and the seats of those who take part in projects.
func (d *derivation) inventors() {
	paid := CodesFor("inventor-remuneration")
	pay := func(c schema.Country, why Why, id string) {
		if slices.Contains(paid, string(c)) {
			d.touch(c, InventorPay, why, id)
		}
	}
	for _, a := range d.licensed {
		for _, c := range a.InventorCountries {
			pay(c, Inventors, a.ID)
		}
	}
	for _, p := range d.t.Projects {
		who := p.Participants
		if len(who) == 0 {
			who = d.t.Expand(schema.AllMembers)
		}
		for _, id := range who {
			pay(d.seats[id], Seat, id)
		}
	}
}
