package check

import (
	"slices"

	"github.com/engross/engross/schema/regimes"
)

// codesFor are the codes of the jurisdictions about which a topic says something,
// in alphabetical order.
func codesFor(topic string) []string { return regimes.CodesFor(topic) }

// Bases are the reasons for the check in law: its own, or what the table of facts says
// on its topic, each thing once, with the jurisdictions about which it says that.
func (c *Check) Bases() []Basis {
	if c.Facts == "" {
		return c.Basis
	}
	var all []Basis
	for _, j := range regimes.Facts() {
		if j.Topic != c.Facts {
			continue
		}
		i := slices.IndexFunc(all, func(b Basis) bool { return b.Text == j.Text })
		if i < 0 {
			all = append(all, basisOf(j))
		} else {
			all[i].Where += ", " + j.Code
		}
	}
	return all
}

// basisOf is a fact as the basis of a check.
func basisOf(j regimes.Fact) Basis {
	return Basis{Text: j.Text, AsOf: j.AsOf, Verified: j.Seen(), Where: j.Code}
}
