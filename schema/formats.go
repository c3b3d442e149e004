package schema

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/engross/engross/agreement"
)

// A misfit says why a text is not of its format, and what to write.
type misfit struct{ id, message, hint string }

func (m *misfit) Error() string { return m.message }

// formats check the texts that the schema gives a format of ours, and dates.
// They see values of any type and judge strings alone.
var formats = map[string]func(any) error{
	"date":                 text(checkDate),
	"email":                checkEmail,
	"engross-grant-end":    text(checkGrantEnd),
	"engross-currency":     text(checkCurrency),
	"engross-country":      text(checkCountry),
	"engross-jurisdiction": text(checkJurisdiction),
	"engross-language":     text(checkLanguage),

	"engross-country-or-group": text(checkCountryOrGroup),
}

func text(check func(string) *misfit) func(any) error {
	return func(v any) error {
		if s, ok := v.(string); ok {
			if m := check(s); m != nil {
				return m
			}
		}
		return nil
	}
}

var errEmail = errors.New("not an address")

var emailForm = agreement.Pattern("^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+([.][a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*@[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?([.][a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$")

// checkEmail refuses what is no address to which mail is sent in practice: quoted
// names and bare numbers of machines are refused too.
func checkEmail(v any) error {
	s, _ := v.(string)
	if local, _, _ := strings.Cut(s, "@"); len(s) > 254 || len(local) > 64 || !emailForm().MatchString(s) {
		return errEmail
	}
	return nil
}

// A deal lies between these years; a year outside is a slip of the pen.
const firstYear, lastYear = 1900, 2300

func checkDate(s string) *misfit {
	d, err := ParseDate(s)
	switch {
	case err == nil && (d.Year < firstYear || d.Year > lastYear):
		return &misfit{"bad-date", fmt.Sprintf("%s is in the year %d", s, d.Year), fmt.Sprintf("write a date from %d to %d", firstYear, lastYear)}
	case err == nil:
		return nil
	case looksISO(s):
		return &misfit{"bad-date", s + " is not a day of the calendar", "write a date that exists, as YYYY-MM-DD"}
	}
	hint := "write year, month and day: 2027-04-03 for 3 April 2027"
	for _, layout := range plainDates {
		if t, err := time.Parse(layout, s); err == nil {
			hint = fmt.Sprintf("write %q", dateOf(t).ISO())
		}
	}
	if day, err := time.Parse("2/1/2006", s); err == nil {
		hint = fmt.Sprintf("write %q", dateOf(day).ISO())
		if month, err := time.Parse("1/2/2006", s); err == nil && !month.Equal(day) {
			hint += fmt.Sprintf(", or %q if the month comes first", dateOf(month).ISO())
		}
	} else if month, err := time.Parse("1/2/2006", s); err == nil {
		hint = fmt.Sprintf("write %q", dateOf(month).ISO())
	}
	return &misfit{"bad-date", fmt.Sprintf("%q is not written as a date", excerpt(s)), hint}
}

// plainDates are other ways to write a date that can be read in one way only.
var plainDates = []string{
	"2 January 2006", "2 Jan 2006", "2-Jan-2006", "2-Jan-06", "January 2, 2006", "Jan 2, 2006", "2006/01/02", "2006.01.02", "2006-1-2", "20060102", time.RFC3339,
	"2.1.2006", "2. January 2006",
}

func looksISO(s string) bool {
	shape := strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return '0'
		}
		return r
	}, s)
	return shape == "0000-00-00"
}

func checkGrantEnd(s string) *misfit {
	if s == string(EndTerm) || s == string(EndLastToExpire) {
		return nil
	}
	m := checkDate(s)
	if m != nil && !looksISO(s) {
		m.message = fmt.Sprintf("%q is not an end of a grant", excerpt(s))
		m.hint = `write a date as YYYY-MM-DD, "term" or "last-to-expire"`
	}
	return m
}

func checkCurrency(s string) *misfit {
	if _, known := Currency(s).Digits(); known || s == "" {
		return nil
	}
	hint := "write three capital letters: EUR, USD, JPY, CNY, GBP"
	upper := strings.ToUpper(strings.TrimSpace(s))
	if _, known := Currency(upper).Digits(); known {
		hint = fmt.Sprintf("write %q", upper)
	}
	return &misfit{"bad-currency", fmt.Sprintf("%q is not the ISO 4217 code of a currency", excerpt(s)), hint}
}

func checkCountry(s string) *misfit {
	if CountryName(Country(s)) != "" {
		return nil
	}
	return &misfit{"bad-country", fmt.Sprintf("%q is not the ISO 3166-1 code of a country", excerpt(s)), countryHint(s)}
}

func checkCountryOrGroup(s string) *misfit {
	if groups[s] != nil {
		return nil
	}
	m := checkCountry(s)
	if m == nil {
		return nil
	}
	m.message = fmt.Sprintf("%q is neither the ISO 3166-1 code of a country nor a group", excerpt(s))
	switch everyday := strings.ToLower(strings.TrimSpace(s)); everyday {
	case "worldwide", "world-wide", "global", "globally", "all", "everywhere", "ww", "the world", "all countries":
		m.hint = `write "world"`
	case "europe":
		m.hint = `write "EPC" for the countries of the European Patent Convention, "EEA" or "EU"; or name countries one by one`
	case "european union", "eu members":
		m.hint = `write "EU"`
	default:
		if list := strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune(",;/| ", c) }); len(list) > 1 && !slices.ContainsFunc(list, func(code string) bool { return checkCountryOrGroup(code) != nil }) {
			m.hint = fmt.Sprintf(`write each by itself: ["%s"]`, strings.Join(list, `", "`))
			return m
		}
		m.hint += `; groups are "EU", "EEA", "EPC", "UPC", "world"`
	}
	return m
}

// countryHint is what to write for a country that is not written as its code.
func countryHint(s string) string {
	switch upper := strings.ToUpper(s); {
	case upper == "UK":
		return `write "GB" for the United Kingdom`
	case upper == "EL":
		return `write "GR" for Greece`
	case upper == "EU" || upper == "EP":
		return "name countries one by one here; groups belong in territories"
	case CountryName(Country(upper)) != "":
		return fmt.Sprintf("write %q", upper)
	}
	if c := CountryCalled(s); c != "" {
		return fmt.Sprintf("write %q", c)
	}
	return "write two capital letters: DE, JP, US"
}

func checkJurisdiction(s string) *misfit {
	if JurisdictionName(Jurisdiction(s)) != "" {
		return nil
	}
	country, _, part := strings.Cut(s, "-")
	if part && CountryName(Country(country)) != "" {
		return &misfit{"bad-jurisdiction", fmt.Sprintf("%q is not a part of %s known to have a law of its own", excerpt(s), CountryName(Country(country))),
			fmt.Sprintf("write %q, or the ISO 3166-2 code of a part of it: GB-ENG, US-NY", country)}
	}
	m := &misfit{"bad-jurisdiction", fmt.Sprintf("%q is not the code of a jurisdiction", excerpt(s)), countryHint(s) + "; a part with a law of its own is GB-ENG or US-NY"}
	if strings.EqualFold(s, "UK") {
		m.hint = `write "GB-ENG" for England and Wales, "GB-SCT" for Scotland or "GB-NIR" for Northern Ireland; the United Kingdom has no one law`
	} else if code := jurisdictionCalled(s); code != "" {
		m.hint = fmt.Sprintf("write %q for %s", code, JurisdictionName(code))
	}
	return m
}

// checkLanguage admits the language that the clauses are written in: a tag of
// another one would make readers, and screen readers, take English words for it.
func checkLanguage(s string) *misfit {
	const hint = `write "en-GB" or another tag of English, or leave the field out; name languages of translations in general.translations`
	tag, err := language.Parse(s)
	if err != nil {
		return &misfit{"bad-language", fmt.Sprintf("%q is not a language tag", excerpt(s)), hint}
	}
	if base, _ := tag.Base(); base.String() != "en" {
		return &misfit{"other-language", fmt.Sprintf("%q is not the language of the clauses, which are in English", excerpt(s)), hint}
	}
	return nil
}

// finerThanCurrency says that an amount has more decimals than its currency
// has minor digits (ISO 4217), or gives empty strings.
func finerThanCurrency(amount, code string) (message, hint string) {
	digits, ok := Currency(code).Digits()
	_, err := ParseDecimal(amount)
	_, frac, _ := strings.Cut(amount, ".")
	if frac = strings.TrimRight(frac, "0"); !ok || err != nil || len(frac) <= digits {
		return "", ""
	}
	if digits == 0 {
		return fmt.Sprintf("%s has no minor unit: %s", code, excerpt(amount)), "write a whole number"
	}
	hint = "round the amount"
	if whole, _, _ := strings.Cut(amount, "."); len(frac) == 3 && len(whole) <= 3 && whole != "0" {
		hint = fmt.Sprintf("write %q if the point separates thousands; otherwise round the amount", whole+frac)
	}
	return fmt.Sprintf("%s has %d decimals, not %d: %s", code, digits, len(frac), excerpt(amount)), hint
}
