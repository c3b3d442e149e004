package assemble

import (
	"fmt"
	"slices"

	"github.com/engross/engross/schema"
)

// Sides are the parties that stand on the licensor's and on the licensee's side of a
// clause, by id in the order of the term sheet: who grants and who is licensed, who
// deposits and who benefits, who is paid and who pays. A party may stand on both.
func (b *Playbook) Sides(t *schema.TermSheet, topic string) (licensors, licensees []string) {
	kind := ""
	if e := b.entries[topic]; e != nil {
		kind = e.Sides
	}
	l, e := map[string]bool{}, map[string]bool{}
	add := func(to map[string]bool, refs ...string) {
		for _, ref := range refs {
			for _, id := range t.Expand(ref) {
				to[id] = true
			}
		}
	}
	switch kind {
	case "escrow":
		for _, d := range t.Escrow.Deposits {
			add(l, d.Depositor)
			add(e, d.Beneficiaries...)
		}
	case "payments":
		paymentSides(t, func(payee, payer string) { add(l, payee); add(e, payer) })
	case "services":
		add(l, t.Services.Provider)
		add(e, t.Services.Recipients...)
	}
	if len(l) == 0 || len(e) == 0 {
		for i := range t.Grants {
			g := &t.Grants[i]
			add(l, t.Licensors(g)...)
			add(e, t.Licensees(g)...)
		}
	}
	return inPartyOrder(t, l), inPartyOrder(t, e)
}

func paymentSides(t *schema.TermSheet, add func(payee, payer string)) {
	for _, r := range t.Payments.Royalties {
		add(r.Payee, r.Payer)
		for i := range t.Grants {
			if g := &t.Grants[i]; g.Royalty == r.ID {
				for _, id := range t.Licensees(g) { // who "licensees" are
					add(r.Payee, id)
				}
			}
		}
	}
	for _, b := range t.Payments.Balancing {
		add(b.To, b.From)
	}
	for _, f := range t.Payments.Fees {
		add(f.Payee, f.Payer)
	}
}

func inPartyOrder(t *schema.TermSheet, set map[string]bool) []string {
	var list []string
	for i := range t.Parties {
		if id := t.Parties[i].ID; set[id] {
			list = append(list, id)
		}
	}
	return list
}

// mostGainers is how many parties are named that gain alike.
const mostGainers = 3

// Gainers names who gains by a departure: parties of the deal, or why nobody does. In
// a deal in which all license one another, each gains in one part and gives in the other.
func (b *Playbook) Gainers(t *schema.TermSheet, d Deviation) string {
	licensors, licensees := b.Sides(t, d.Topic)
	with, against := licensors, licensees
	switch d.Gains {
	case gainsLicensor:
	case gainsLicensee:
		with, against = licensees, licensors
	default:
		return d.Gains
	}
	role := b.roleOf(d.Topic, d.Gains)
	only := slices.DeleteFunc(slices.Clone(with), func(id string) bool { return slices.Contains(against, id) })
	switch {
	case len(with) == 0:
		return d.Gains
	case len(only) == 0:
		return nameParties(t, with) + ", each as " + role
	}
	return nameParties(t, only) + ", as " + role
}

// roleOf is what a side of a clause is called.
func (b *Playbook) roleOf(topic, side string) string {
	kind := ""
	if e := b.entries[topic]; e != nil {
		kind = e.Sides
	}
	roles := map[string][2]string{"escrow": {"depositor", "beneficiary"}, "payments": {"payee", "payer"}, "services": {"provider", "recipient"}}
	pair, ok := roles[kind]
	switch {
	case !ok:
		return side
	case side == gainsLicensor:
		return pair[0]
	}
	return pair[1]
}

func nameParties(t *schema.TermSheet, ids []string) string {
	if len(ids) > mostGainers {
		return fmt.Sprintf("%d parties", len(ids))
	}
	var names []string
	for _, id := range ids {
		names = append(names, t.Party(id).ShortName)
	}
	return enumerate(names, "and")
}

// A Stake is whether a party gains or loses by a departure.
type Stake int8

const (
	Loses   Stake = -1
	Neither Stake = 0 // nobody does, or it stands on both sides
	Wins    Stake = 1
)

// Stake is how a departure falls for somebody: the licensor's or the licensee's side,
// "licensor" or "licensee", or a party by its id.
func (b *Playbook) Stake(t *schema.TermSheet, d Deviation, who string) Stake {
	licensors, licensees := b.Sides(t, d.Topic)
	l := who == gainsLicensor || slices.Contains(licensors, who)
	e := who == gainsLicensee || slices.Contains(licensees, who)
	switch {
	case l == e || d.Gains != gainsLicensor && d.Gains != gainsLicensee:
		return Neither
	case l == (d.Gains == gainsLicensor):
		return Wins
	}
	return Loses
}

// Ranked are departures with what hangs on most first, and those by which somebody
// loses before those by which he wins; who is as for [Playbook.Stake], or "" for nobody.
func (b *Playbook) Ranked(t *schema.TermSheet, list []Deviation, who string) []Deviation {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(x, y Deviation) int {
		if who != "" {
			if c := int(b.Stake(t, x, who)) - int(b.Stake(t, y, who)); c != 0 {
				return c
			}
		}
		return slices.Index(importances, b.Weight(x)) - slices.Index(importances, b.Weight(y))
	})
	return out
}

// Weight is how much hangs on a departure.
func (b *Playbook) Weight(d Deviation) Importance {
	if p := b.Play(d.Topic, d.Parameter, schema.Licensor); p != nil {
		return p.Weight
	}
	return Middle // a clause left out, or words of one's own
}
