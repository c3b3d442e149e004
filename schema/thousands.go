package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A doubtful number is written so that its point may separate thousands, as
// half of Europe writes it: 50.000 may be fifty or fifty thousand.
type doubtful struct {
	path []string
	raw  string
	text bool // it stands between quotation marks
}

// doubt notes a number, or a text, that can be read in two ways.
func (r *reader) doubt(raw string, text bool) {
	if readsTwoWays(raw) {
		r.doubtful = append(r.doubtful, doubtful{slices.Clone(r.path), raw, text})
	}
}

// readsTwoWays reports whether a number has the form of thousands with a point
// between them: up to three digits, not beginning with 0, a point, and three
// digits. One whose last digit is not 0 is a fraction that somebody needed to
// write, such as a rate of 1.125; nobody needs the zero of 1.500.
func readsTwoWays(s string) bool {
	whole, frac, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	digits := func(s string) bool { return strings.Trim(s, "0123456789") == "" }
	return 1 <= len(whole) && len(whole) <= 3 && whole[0] != '0' && len(frac) == 3 && frac[2] == '0' && digits(whole) && digits(frac)
}

// twoReadings are what a number that reads two ways can mean.
func twoReadings(s string) (fraction, thousands string) {
	return strings.TrimRight(strings.TrimRight(s, "0"), "."), strings.Replace(s, ".", "", 1)
}

// ReadDecimal is [ParseDecimal] for what a person writes: a number whose point may
// separate thousands is an error.
func ReadDecimal(s string) (Decimal, error) {
	if readsTwoWays(s) {
		fraction, thousands := twoReadings(s)
		return Decimal{}, fmt.Errorf("%s can be read in two ways; write %s, or %s if the point separates thousands", s, fraction, thousands)
	}
	return ParseDecimal(s)
}

// checkThousands refuses numbers that can be read in two ways. A sum in a
// currency with three decimals, such as KWD 1.500, cannot.
func (r *reader) checkThousands() {
	for _, d := range r.doubtful {
		if r.spoilt(d.path) || d.text && !isDecimal(r.file.book.typeAt(d.path)) || r.threeDecimals(d.path) {
			continue
		}
		r.path = d.path
		fraction, thousands := twoReadings(d.raw)
		shown := d.raw
		if d.text {
			fraction, thousands, shown = strconv.Quote(fraction), strconv.Quote(thousands), strconv.Quote(d.raw)
		}
		r.addAt(d.path, "ambiguous-number", r.named("can be read in two ways: "+shown),
			fmt.Sprintf("write %s, or %s if the point separates thousands", fraction, thousands))
	}
}

func isDecimal(name string) bool { return name == "Decimal" || name == "Percent" }

// threeDecimals reports whether a path leads to the amount of a sum in a currency
// whose amounts have three decimals.
func (r *reader) threeDecimals(path []string) bool {
	last := len(path) - 1
	if last < 0 || path[last] != "amount" {
		return false
	}
	money, _ := r.valueAt(path[:last]).(map[string]any)
	code, _ := money["currency"].(string)
	digits, known := Currency(code).Digits()
	return known && digits == 3
}

// typeAt is the name of the definition that the schema has for the value at a
// path ("Decimal", "Days", "Grant"), or "" where it names none.
func (b *rulebook) typeAt(path []string) string {
	var at any = b.doc
	for _, name := range path {
		node := b.resolve(at)
		if node["type"] == "array" {
			at = node["items"]
			continue
		}
		property, found := child2(node, "properties", name)
		if !found {
			return ""
		}
		at = property
	}
	node, _ := at.(map[string]any)
	ref, _ := node["$ref"].(string)
	return strings.TrimPrefix(ref, "#/$defs/")
}
