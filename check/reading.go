package check

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// names of people and things that must be written out: a program's word for
// "nothing" is none, and a number that a spreadsheet shortened is another number.
var (
	identities = agreement.Pattern(`^/(parties/\d+/(legal_name|native_name|short_name|address|reg_no|register|entity_type|(second_)?signatory/(name|title))|assets/\d+/(title|number)|deal/title|fields/\d+/(name|definition)|territories/\d+/name)$`)
	nothings   = agreement.Pattern(`(?i)^(none|null|nil|nan|undefined|n/?a|n\.a\.|unknown|to follow|tba|xxx|foo|test|asdf)$`)
	shortened  = agreement.Pattern(`^\d([.,]\d+)?[eE][+-]?\d+$`)
)

// standIns are texts that say nothing of themselves, and stand where something has
// to be said.
var standIns = agreement.Pattern(`(?i)^(?:[-–—?.…*/]+|n\.? ?/? ?a\.?|n\. ?n\.?|nn|xx|tb[acd]|t\.b\.[acd]\.|to (?:be )?(?:agreed?|announced?|clarif(?:y|ied)|come|decided?|discuss(?:ed)?|defined?|follow|negotiated?|provided?|specif(?:y|ied))|see above|as discussed)$`)

// quotedCells are those of a table that an amendment quotes, where a dash says that nothing is
// stated.
var quotedCells = agreement.Pattern(`/passages/\d+/rows/`)

var capitals = agreement.Pattern(`^[A-Z]{2,8}$`)

// asNamed are words that would look left over, were they not the beginning of the
// name of a party: TBD of TBD Media Ltd, XX of XX AB.
func asNamed(parties []schema.Party) map[string]bool {
	var named map[string]bool
	for i := range parties {
		word, rest, _ := strings.Cut(parties[i].LegalName, " ")
		if !strings.ContainsFunc(rest, unicode.IsUpper) || len(agreement.Leftovers(rest)) > 0 {
			continue
		}
		if capitals().MatchString(word) && (len(agreement.Leftovers(word)) > 0 || standIns().MatchString(word)) {
			if named == nil {
				named = map[string]bool{}
			}
			named[word] = true
		}
	}
	return named
}

// leftover finds texts in which something is still to come, that a spreadsheet
// or a wrong encoding spoilt, or that are the starter's own.
func leftover(f *facts, r *report) {
	var fillers []string
	named := asNamed(f.Parties)
	visit := func(pointer, value string) {
		if f.notPrinted(pointer) || isCode(pointer) {
			return
		}
		left := slices.DeleteFunc(agreement.Leftovers(value), func(s string) bool { return named[s] })
		switch {
		case len(left) > 0:
			r.errorf(pointer, "write what is meant, or delete the field", "%s holds what looks left over: %q", dotted(pointer), short(left[0]))
		case standIns().MatchString(value) && !named[value] && !quotedCells().MatchString(pointer), identities().MatchString(pointer) && nothings().MatchString(value):
			r.errorf(pointer, "write what is meant, or delete the field", "%s is %q", dotted(pointer), short(value))
		case shortened().MatchString(value):
			r.errorf(pointer, "write all its digits; format the cells of a spreadsheet as text", "%s is a number that a spreadsheet shortened: %s", dotted(pointer), short(value))
		case schema.IsFiller(value):
			fillers = append(fillers, pointer)
		}
	}
	eachValue(f.TermSheet, visit)
	eachParameter(f.stated, visit)
	if len(fillers) > 0 {
		var where []string
		for _, p := range fillers {
			where = append(where, dotted(p))
		}
		r.errorf(fillers[0], "write your own", "%s still the starter's own: %s", count(len(fillers), "value is", "values are"), some(where, 6))
	}
}

// eachParameter calls visit for each text that a term sheet gives to a parameter of a
// clause, in the order of their names.
func eachParameter(s *schema.TermSheet, visit func(pointer, value string)) {
	for _, topic := range slices.Sorted(maps.Keys(s.Clauses)) {
		given := s.Clauses[topic].Parameters
		for _, name := range slices.Sorted(maps.Keys(given)) {
			pointer := at("clauses", topic, "parameters", name)
			switch v := given[name].(type) {
			case string:
				visit(pointer, v)
			case []any:
				for i, element := range v {
					if text, ok := element.(string); ok {
						visit(pointer+at(i), text)
					}
				}
			}
		}
	}
}

// notPrinted reports whether a text is never among the words of an agreement.
func (f *facts) notPrinted(pointer string) bool {
	return pointer == "/$schema" || strings.HasPrefix(pointer, "/waivers/") || strings.HasSuffix(pointer, "/id")
}

// nothingLicensed finds grants whose class no asset of the licensor has. Results are
// yet to come where joint work is agreed: a licence of them takes in what is made.
func nothingLicensed(f *facts, r *report) {
	for i := range f.grants {
		g := &f.grants[i]
		if len(g.assets) > 0 || g.Class == "" || g.Class == "foreground" && (len(f.Projects) > 0 || f.Improvements.Ownership != "") || g.Capture != (schema.Capture{}) || !f.whole() {
			continue
		}
		who := strings.Join(g.licensors, ", ")
		if len(g.licensors) > 3 {
			who = g.From
		}
		r.errorf(g.at+"/class", "list the asset with its owner and its class, or delete the grant",
			"%s licenses nothing: no asset of class %s is owned by %s", g.ID, g.Class, who)
	}
}

// noLicences finds an agreement on licences that has none, and nothing in their place.
func noLicences(f *facts, r *report) {
	instead := len(f.Settlement.Releases) + len(f.Settlement.Covenants) + len(f.Projects)
	if f.whole() && len(f.Grants)+instead == 0 {
		r.errorf("/grants", "state in grants who licenses what to whom", "nothing is licensed: the term sheet has no grants")
	}
}

// unnamedRoyalty finds royalties that nothing bears: the schedule of royalties
// would charge what no licence owes.
func unnamedRoyalty(f *facts, r *report) {
	borne := map[string]bool{}
	for _, g := range f.Grants {
		borne[g.Royalty] = true
	}
	for i, y := range f.Payments.Royalties {
		if !borne[y.ID] && len(f.Grants) > 0 && f.whole() {
			r.errorf(at("payments", "royalties", i, "id"), "name it in grants[].royalty, or delete it", "no grant bears royalty %s", y.ID)
		}
	}
}

// patentTwice finds one right under two ids.
func patentTwice(f *facts, r *report) {
	first := map[string]int{}
	for i, a := range f.Assets {
		number := bareNumber(a.Office, a.Number)
		if number == "" || a.Kind != schema.Patent {
			continue
		}
		if j, again := first[number]; again {
			r.warnf(at("assets", i, "number"), "list the patent once, or correct a number", "%s and %s have one number: %s", f.Assets[j].ID, a.ID, short(a.Number))
			continue
		}
		first[number] = i
	}
}

// kindCode is the code after a patent's number that says which publication it is.
var kindCode = agreement.Pattern(`[A-Z]\d?$`)

// bareNumber is a patent's number with its office and without blanks,
// punctuation and kind code, or "".
func bareNumber(office, number string) string {
	bare := strings.Map(func(c rune) rune {
		if '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' {
			return c
		}
		return -1
	}, strings.ToUpper(number))
	bare = strings.TrimPrefix(bare, office)
	if bare = kindCode().ReplaceAllString(bare, ""); bare == "" {
		return ""
	}
	return office + bare
}

// numbersBegin are the codes of offices with which patent numbers begin.
var numbersBegin = agreement.Pattern(`^\s*(AT|AU|BR|CA|CH|CN|DE|EP|ES|FR|GB|IN|IT|JP|KR|NL|RU|SE|TW|US|WO)[\s.-]*\d`)

// mostPatentYears is the longest that a patent lasts from its filing, with a
// supplementary certificate and its extension.
const mostPatentYears = 26

// patentParts finds patents whose office, number and dates do not fit together.
func patentParts(f *facts, r *report) {
	for i, a := range f.Assets {
		if a.Kind != schema.Patent {
			continue
		}
		m := numbersBegin().FindStringSubmatch(strings.ToUpper(a.Number))
		if m != nil && a.Office != "" && m[1] != a.Office && !(m[1] == "WO" && slices.Contains([]string{"IB", "WIPO"}, a.Office)) {
			r.warnf(at("assets", i, "office"), "correct the office or the number", "%s is registered at %s, and its number is one of %s: %s", a.ID, a.Office, m[1], short(a.Number))
		}
		if !a.FilingDate.IsZero() && a.FilingDate.AddMonths(12*mostPatentYears).Before(a.ExpiryDate) {
			r.warnf(at("assets", i, "expiry_date"), "correct one of the two dates", "%s expires on %s, more than %d years after its filing on %s", a.ID, a.ExpiryDate.ISO(), mostPatentYears, a.FilingDate.ISO())
		}
	}
}
