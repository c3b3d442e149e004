package schema

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/engross/engross/agreement"
)

// integerHint says how to write a whole number, which of names: a period that is
// given in another unit is converted.
func integerHint(v any, of string) string {
	unit := unitOf(of)
	if _, ok := v.(json.Number); ok && unit != "" {
		return "write a whole number; it is in " + unit
	} else if ok {
		return "write it without a fraction"
	}
	text, _ := v.(string)
	if whole := ungrouped(text); whole != "" {
		return "write " + whole + " if thousands are meant: a whole number has no mark in it, and no fraction"
	}
	if sum, ok := inParts(text, unit); ok {
		return fmt.Sprintf("write %d: it is in %s", sum, unit)
	}
	n, words, ok := countAndUnit(text)
	known := words == "" || periodUnits[words] != ""
	switch {
	case unit == "" && ok && (words == "" || !known):
		return fmt.Sprintf("write %d, without quotation marks or unit", n)
	case unit == "":
		return "write a number alone, such as 3"
	case !ok || !known:
		return "write a number, such as 30; it is in " + unit
	case words == "":
		return fmt.Sprintf("write %d, without quotation marks; it is in %s", n, unit)
	}
	given := periodUnits[words]
	if given == unit {
		return fmt.Sprintf("write %d, without quotation marks or unit: it is in %s", n, unit)
	}
	if converted, about, ok := inUnit(n, given, unit); ok {
		return fmt.Sprintf("write %d: it is in %s%s", converted, unit, about)
	}
	return fmt.Sprintf("write the number of %s: %s cannot be turned into them exactly", unit, excerpt(text))
}

// grouped are digits that a mark parts in threes: 4,000 and 1.250.000.
var grouped = agreement.Pattern(`^\d{1,3}(?:[.,'’ \x{a0}\x{202f}]\d{3})+\b`)

// ungrouped is the number that begins a text whose thousands are grouped, or "".
func ungrouped(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsDigit(c) {
			return c
		}
		return -1
	}, grouped().FindString(strings.TrimSpace(text)))
}

// unitOf is the unit of the numbers that a definition of the schema describes, or "".
func unitOf(definition string) string {
	return map[string]string{"Days": "days", "BusinessDays": "Business Days", "Months": "months", "Years": "years", "Hours": "hours"}[definition]
}

// periodUnits are the units in which people write periods, by their words.
var periodUnits = map[string]string{
	"h": "hours", "hr": "hours", "hrs": "hours", "hour": "hours", "hours": "hours",
	"d": "days", "day": "days", "days": "days", "calendar day": "days", "calendar days": "days",
	"business day": "Business Days", "business days": "Business Days", "bd": "Business Days", "working day": "Business Days", "working days": "Business Days",
	"w": "weeks", "week": "weeks", "weeks": "weeks", "wk": "weeks", "wks": "weeks",
	"m": "months", "mo": "months", "mos": "months", "month": "months", "months": "months", "calendar months": "months",
	"quarter": "quarters", "quarters": "quarters",
	"y": "years", "yr": "years", "yrs": "years", "year": "years", "years": "years", "annum": "years",
}

// inUnit converts a period. Where that needs a convention, about says which.
func inUnit(n int, from, to string) (converted int, about string, ok bool) {
	const byCalendar = " (months of 30 days, years of 365; write another number if you count otherwise)"
	switch from + " in " + to {
	case "years in months":
		return n * 12, "", true
	case "quarters in months":
		return n * 3, "", true
	case "weeks in days":
		return n * 7, "", true
	case "weeks in Business Days":
		return n * 5, "", true
	case "days in hours":
		return n * 24, "", true
	case "weeks in hours":
		return n * 24 * 7, "", true
	case "months in years":
		return n / 12, "", n%12 == 0
	case "hours in days":
		return n / 24, "", n%24 == 0
	case "months in days":
		return n * 30, byCalendar, true
	case "quarters in days":
		return n * 91, " (a quarter of 91 days; write another number if you count otherwise)", true
	case "years in days":
		return n * 365, byCalendar, true
	}
	return 0, "", false
}

// part is a part of a period that is written in several: 1 year and 6 months, P1Y6M.
var part = agreement.Pattern(`(\d+)\s*([a-z]+)`)

// inParts is a period of several parts, or half a year, in a unit.
func inParts(text, unit string) (sum int, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if iso, found := strings.CutPrefix(text, "p"); found {
		text = iso
	}
	text = strings.NewReplacer("half a year", "6 months", "half year", "6 months", "a year and a half", "18 months").Replace(text)
	rest := strings.NewReplacer("and", "", ",", "").Replace(part().ReplaceAllString(text, ""))
	parts := part().FindAllStringSubmatch(text, -1)
	if strings.TrimSpace(rest) != "" || len(parts) < 2 && !strings.Contains(text, " months") {
		return 0, false
	}
	for _, p := range parts {
		n, err := strconv.Atoi(p[1])
		given := periodUnits[p[2]]
		if given != unit {
			var about string
			n, about, ok = inUnit(n, given, unit)
			if !ok || about != "" {
				return 0, false
			}
		}
		if err != nil || given == "" || n > 1_000_000 {
			return 0, false
		}
		sum += n
	}
	return sum, len(parts) > 0
}

// numberWords are the numbers that people write out.
var numberWords = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "forty-five": 45, "sixty": 60, "ninety": 90,
}

// countAndUnit reads a text such as "30 days", "15y", "P6M" or "two weeks". Words
// are what follows the number; ok is false where there is none.
func countAndUnit(s string) (n int, words string, ok bool) {
	s = strings.ToLower(strings.Trim(strings.TrimSpace(s), ". "))
	if iso, found := strings.CutPrefix(s, "p"); found {
		s = iso
	}
	end := strings.IndexFunc(s, func(c rune) bool { return !unicode.IsDigit(c) })
	if end < 0 {
		end = len(s)
	}
	digits, rest := s[:end], s[end:]
	if len(rest) > 1 && strings.ContainsRune(".,'", rune(rest[0])) && unicode.IsDigit(rune(rest[1])) {
		return 0, "", false // a fraction
	}
	if digits == "" {
		var word string
		word, rest, _ = strings.Cut(s, " ")
		n, ok = numberWords[word]
	} else {
		var err error
		n, err = strconv.Atoi(digits)
		ok = err == nil && n < 1_000_000
	}
	words = strings.Join(strings.Fields(strings.NewReplacer("-", " ", "_", " ").Replace(rest)), " ")
	return n, words, ok
}
