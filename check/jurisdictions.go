package check

import (
	"slices"

	"github.com/engross/engross/schema/regimes"
)

// codesFor are the codes of the jurisdictions about which a topic says something,
// in alphabetical order.
func codesFor(topic string) []string { return regimes.CodesFor(topic) }

// basesFor is what the table of facts says on a topic, each thing once, with the
// jurisdictions of which it is said.
func basesFor(topic string) []Basis {
	var all []Basis
	for _, j := range regimes.Facts() {
		if j.Topic != topic {
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
