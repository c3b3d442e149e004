package check

import (
	_ "embed"
	"encoding/json"
	"slices"
	"sync"
)

// A JurisdictionFact is one thing believed about the law of one jurisdiction,
// on which checks rely. The table is jurisdictions.json, so that counsel can
// correct it without touching code.
type JurisdictionFact struct {
	Code  string `json:"code"`  // ISO 3166-1, or "EU"
	Topic string `json:"topic"` // what checks look it up by: "licence-registration"
	Text  string `json:"text"`  // a statement where it was seen in a source, otherwise a question that begins with "whether"
	AsOf  string `json:"as_of"` // the day to which it was true, as an ISO date

	Source     string `json:"source"`     // where it was seen; "" where it was not
	Confidence string `json:"confidence"` // "seen" in a published source, or "believed"
}

//go:embed jurisdictions.json
var jurisdictionTable []byte

var jurisdictionFacts = sync.OnceValue(func() []JurisdictionFact {
	var table []JurisdictionFact
	if err := json.Unmarshal(jurisdictionTable, &table); err != nil {
		panic(err) // the table is part of the program
	}
	return table
})

// JurisdictionFacts lists the facts about jurisdictions, by topic. The
// caller may keep and change the list.
func JurisdictionFacts() []JurisdictionFact { return slices.Clone(jurisdictionFacts()) }

// codesFor are the codes of the jurisdictions about which a topic says something,
// in alphabetical order.
func codesFor(topic string) []string {
	var codes []string
	for _, j := range jurisdictionFacts() {
		if j.Topic == topic {
			codes = append(codes, j.Code)
		}
	}
	slices.Sort(codes)
	return codes
}

// basesFor is what the table says on a topic, each thing once.
func basesFor(topic string) []Basis {
	var all []Basis
	for _, j := range jurisdictionFacts() {
		if j.Topic != topic {
			continue
		}
		i := slices.IndexFunc(all, func(b Basis) bool { return b.Text == j.Text })
		if i < 0 {
			all = append(all, j.Basis())
		} else {
			all[i].Where += ", " + j.Code
		}
	}
	return all
}

// Basis is the fact as the basis of a check.
func (j JurisdictionFact) Basis() Basis {
	return Basis{Text: j.Text, AsOf: j.AsOf, Verified: j.Confidence == "seen", Where: j.Code}
}
