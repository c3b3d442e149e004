package schema

import (
	"maps"
	"slices"
	"strings"
)

// groups are the groups of countries that territories name, with their members
// in 2026. A treaty's members change; an agreement prints the list it means.
var groups = map[string][]Country{
	"EU":  codes("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"),
	"EEA": codes("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"),
	// Contracting states of the European Patent Convention.
	"EPC": codes("AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC ME MK MT NL NO PL PT RO RS SE SI SK SM TR"),
	// States in which the Agreement on a Unified Patent Court is in force.
	"UPC":   codes("AT BE BG DE DK EE FI FR IT LT LU LV MT NL PT RO SE SI"),
	"world": slices.Sorted(maps.Keys(countries)),
}

func codes(list string) []Country {
	var all []Country
	for code := range strings.FieldsSeq(list) {
		all = append(all, Country(code))
	}
	return all
}

// CountryName is the English name of a country as a list prints it:
// "Netherlands". It is "" where ISO 3166-1 has no such code.
func CountryName(c Country) string { return strings.TrimPrefix(countries[c], "the ") }

// JurisdictionName is the name of a jurisdiction as it follows "the laws of":
// "England and Wales", "the Netherlands", "New York". It is "" where the code
// is no country and no part of one known to have a law of its own.
func JurisdictionName(j Jurisdiction) string {
	if name, ok := parts[j]; ok {
		return name
	}
	return countries[Country(j)]
}

// otherNames are names by which people call countries that have another one.
var otherNames = map[string]Country{"USA": "US", "United States": "US", "U.S.": "US", "U.S.A.": "US", "Great Britain": "GB", "UK": "GB", "U.K.": "GB", "England": "GB",
	"Korea": "KR", "South Korea": "KR", "Russia": "RU", "Czechia": "CZ", "Turkey": "TR", "Holland": "NL", "Taiwan": "TW", "Vietnam": "VN", "Macedonia": "MK"}

// CountryCalled is the country with an English name, in any case and with or
// without its article, or "".
func CountryCalled(name string) Country {
	name = strings.TrimPrefix(strings.ToLower(name), "the ")
	for other, c := range otherNames {
		if strings.ToLower(other) == name {
			return c
		}
	}
	for _, c := range groups["world"] {
		if strings.ToLower(CountryName(c)) == name {
			return c
		}
	}
	return ""
}

// jurisdictionCalled is the part of a country, with a law of its own, that has a
// name, or "".
func jurisdictionCalled(name string) Jurisdiction {
	name = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(name), "the laws of "))
	switch name {
	case "england", "wales", "english law":
		return "GB-ENG"
	case "delaware law", "state of delaware":
		return "US-DE"
	case "new york law", "state of new york":
		return "US-NY"
	}
	for _, code := range slices.Sorted(maps.Keys(parts)) {
		if strings.EqualFold(parts[code], name) {
			return code
		}
	}
	return ""
}

// Countries are the countries of a territory, sorted by code: its own and what
// it includes, less what it excludes. A territory that lists no countries of
// its own begins with its parent's. The territories "" and "world" are all
// countries; a group ("EU", "EEA", "EPC", "UPC") is its members. An id that
// nothing declares has none.
func (t *TermSheet) Countries(id string) []Country {
	if id == "" {
		id = "world"
	}
	if group := groups[id]; group != nil && t.Territory(id) == nil {
		return slices.Sorted(slices.Values(group))
	}
	e := expansion{sheet: t, sets: map[string]map[Country]bool{}}
	return slices.Sorted(maps.Keys(e.of(id)))
}

// An expansion holds the countries of each territory met so far. One that is
// still being expanded has none yet, so a territory that contains itself ends.
type expansion struct {
	sheet *TermSheet
	sets  map[string]map[Country]bool
}

// of is the countries of a territory, of a group, or of one country.
func (e *expansion) of(id string) map[Country]bool {
	if set, met := e.sets[id]; met {
		return set
	}
	set := map[Country]bool{}
	e.sets[id] = set
	switch territory := e.sheet.Territory(id); {
	case territory != nil:
		e.expand(territory, set)
	case groups[id] != nil:
		for _, c := range groups[id] {
			set[c] = true
		}
	case countries[Country(id)] != "":
		set[Country(id)] = true
	}
	return set
}

func (e *expansion) expand(t *Territory, set map[Country]bool) {
	for _, c := range t.Countries {
		maps.Copy(set, e.of(c))
	}
	if len(t.Countries) == 0 && t.Parent != "" {
		maps.Copy(set, e.of(t.Parent))
	}
	for _, c := range t.Includes {
		maps.Copy(set, e.of(c))
	}
	for _, c := range t.Excludes {
		for out := range e.of(c) {
			delete(set, out)
		}
	}
}
