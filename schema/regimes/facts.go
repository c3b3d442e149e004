package regimes

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/engross/engross/schema"
)

// A Fact is one thing believed about the law of one jurisdiction, on which
// checks rely. The table is jurisdictions.json, so that counsel can correct it
// without touching code.
type Fact struct {
	Code  string `json:"code"`  // ISO 3166-1, or "EU"
	Topic string `json:"topic"` // what checks look it up by: "licence-registration"
	Text  string `json:"text"`  // a statement where it was seen in a source, otherwise a question that begins with "whether"
	AsOf  string `json:"as_of"` // the day to which it was true, as an ISO date

	Source     string `json:"source"`     // where it was seen; "" where it was not
	Confidence string `json:"confidence"` // "seen" in a published source, or "believed"
}

// Seen reports whether the fact was seen in a published source.
func (f Fact) Seen() bool { return f.Confidence == "seen" }

//go:embed jurisdictions.json
var table []byte

var facts = sync.OnceValue(func() []Fact {
	var list []Fact
	if err := json.Unmarshal(table, &list); err != nil {
		panic(err) // the table is part of the program
	}
	return list
})

// Facts lists the facts about jurisdictions, by topic. The caller may keep and
// change the list.
func Facts() []Fact { return slices.Clone(facts()) }

// CodesFor are the codes of the jurisdictions about which a topic says something,
// in alphabetical order.
func CodesFor(topic string) []string {
	var codes []string
	for _, f := range facts() {
		if f.Topic == topic {
			codes = append(codes, f.Code)
		}
	}
	slices.Sort(codes)
	return codes
}

// topics are the topics of the table that belong to a regime.
var topics = map[string][]string{
	Antitrust:   {"technology-transfer-exemption", "research-venture-notice"},
	Formalities: {"licence-registration", "joint-ownership"},
	Export:      {"export-control"},
	Funding:     {"public-funding"},
	Insolvency:  {"insolvency-termination"},
	InventorPay: {"inventor-remuneration"},
}

// About is what the table says on a regime in one jurisdiction; the law of the
// Union is the law of its members too.
func About(code, regime string) []Fact {
	var list []Fact
	for _, f := range facts() {
		here := f.Code == code || f.Code == "EU" && union[schema.Country(code)]
		if here && slices.Contains(topics[regime], f.Topic) {
			list = append(list, f)
		}
	}
	return list
}

// CompetitionLaws are the jurisdictions whose competition law a licence is
// commonly assessed under. The caller must not change the list.
var CompetitionLaws = []string{"EU", "GB", "US", "CN", "JP", "KR", "IN"}

// FunderOf is who asks for terms, as far as the words of a term sheet tell: "US"
// for federal funding, "EU" for Horizon Europe or another programme of the
// Union, "?" for somebody else, "" for nobody.
func FunderOf(words string) string {
	fields := strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(words, ".", "")), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	has := func(list ...string) bool {
		return slices.ContainsFunc(fields, func(w string) bool { return slices.Contains(list, w) })
	}
	switch {
	case len(fields) == 0:
		return ""
	case has("federal", "us"):
		return "US"
	case has("horizon", "eu", "european"):
		return "EU"
	}
	return "?"
}
