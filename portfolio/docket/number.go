package docket

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// A Sort says which of the numbers of a right one is: they share shapes, and the same
// digits are different rights.
type Sort string

const (
	Application Sort = "application"
	Publication Sort = "publication"
	Grant       Sort = "grant"
)

// A number is the number of a right, read.
type number struct {
	sort   Sort
	office string
	digits string // without what offices and databases pad with, with letters that offices put first
	kind   string // code of the publication, or ""
	check  string // check digit, or ""
}

// key is by what a number is known, however it is written. Publication and grant are
// told apart by their digits where an office numbers them apart.
func (n number) key() string {
	if n.sort == Application {
		return "a " + n.office + " " + n.digits
	}
	return "p " + n.office + " " + n.digits
}

// A misread is why a number could not be read, or what was mended in it.
type misread struct{ id, message, many, hint string }

var (
	shortened  = agreement.Pattern(`(?i)^\d+([.,]\d+)?E\+?\d+$`)
	checkDigit = agreement.Pattern(`^(.*\d)\.([0-9X])$`)
	pctNumber  = agreement.Pattern(`^PCT([A-Z]{2})(\d{2}|\d{4})(\d{5,6})$`)
	shape      = agreement.Pattern(`^([A-Z]{0,2})(\d+)([A-Z]\d?)?$`)
	kindCode   = agreement.Pattern(`^[A-Z]\d?$`) // WIPO ST.16
	withOffice = agreement.Pattern(`^([A-Z]{2})([A-Z]{0,2}\d)`)
)

// notOffices are letters with which numbers begin, and which are codes of countries too.
var notOffices = map[string]bool{"RE": true, "PP": true}

// unions are offices of more than one country.
var unions = map[string]bool{"EP": true, "WO": true, "EA": true, "AP": true, "OA": true, "GC": true, "EM": true, "XN": true}

func isOffice(code string) bool {
	return unions[code] || !notOffices[code] && schema.CountryName(schema.Country(code)) != ""
}

// readNumber reads a number as offices, databases and people write it. The office is
// "" where no other column says it.
func readNumber(sort Sort, office, raw string) (n number, bad, mended *misread) {
	n.sort, n.office = sort, office
	s := strings.ToUpper(strings.TrimSpace(raw))
	if shortened().MatchString(s) {
		return n, &misread{"docket-shortened", fmt.Sprintf("%q is a number that a spreadsheet shortened: its digits are lost", raw), "%d numbers were shortened by a spreadsheet, and their digits are lost", "export again, and format the column as text before opening the file"}, nil
	}
	if m := checkDigit().FindStringSubmatch(s); m != nil {
		s, n.check = m[1], m[2]
	}
	s = strings.Map(func(c rune) rune {
		if '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' {
			return c
		}
		return -1
	}, s)
	if m := pctNumber().FindStringSubmatch(s); m != nil {
		return pct(n, m)
	}
	if rest, ok := strings.CutPrefix(s, "ZL"); ok && (n.office == "" || n.office == "CN") {
		n.office, s = "CN", rest
	}
	if m := withOffice().FindStringSubmatch(s); m != nil && isOffice(m[1]) {
		switch {
		case n.office == "" || n.office == m[1]:
			n.office, s = m[1], s[2:]
		case m[1] == "WO" || n.office == "WO":
			n.office, s = m[1], s[2:] // its number says what the office of a phase does not
		default:
			return n, &misread{"docket-office", fmt.Sprintf("the number %q is one of %s, and the office is %s", raw, m[1], n.office), "", "correct the office or the number"}, nil
		}
	}
	m := shape().FindStringSubmatch(s)
	switch {
	case m == nil:
		return n, &misread{"docket-number", fmt.Sprintf("%q is no number of an application, publication or patent", raw), "%d cells are no numbers of applications, publications or patents", "correct it, or delete the row"}, nil
	case n.office == "":
		return n, &misread{"docket-office", fmt.Sprintf("nothing says of which office the number %q is", raw), "of %d numbers nothing says of which office they are", "give a column for the office, or in the mapping \"fixed\": {\"office\": \"EP\"}"}, nil
	case len(m[2]) > 16:
		return n, &misread{"docket-number", fmt.Sprintf("%q has more digits than any number has", raw), "", "correct it"}, nil
	}
	if n.sort != Application {
		n.kind = m[3]
	} else if m[3] == "W" && len(m[2]) == 10 { // as databases write an international application
		return pct(n, []string{"", n.office, m[2][:4], m[2][4:]})
	}
	if n.check != "" && (!checked[n.office] || n.kind != "" || n.sort != Application && n.office != "DE") {
		return n, &misread{"docket-number", fmt.Sprintf("%q has a point before its last digit, which no such number of %s has", raw, n.office), "%d numbers have a point before their last digit, which their offices do not write", "format the column as text before opening the file in a spreadsheet"}, nil
	}
	return n.canonical(raw, m[1], m[2])
}

// checked are offices that write a check digit after a point.
var checked = map[string]bool{"EP": true, "CN": true, "DE": true}

func pct(n number, m []string) (number, *misread, *misread) {
	year := m[2]
	if len(year) == 2 {
		year = century(year) + year
	}
	n.office, n.sort, n.digits = "WO", Application, "PCT"+m[1]+year+fmt.Sprintf("%06s", m[3])
	return n, nil, nil
}

// century is that of a year of two digits in a number of an international application,
// of which the first was filed in 1978.
func century(yy string) string {
	if yy >= "78" {
		return "19"
	}
	return "20"
}

// canonical is the number without padding, or with it where the office has a fixed
// length.
func (n number) canonical(raw, letters, digits string) (number, *misread, *misread) {
	bare := strings.TrimLeft(digits, "0")
	if bare == "" {
		return n, &misread{"docket-number", fmt.Sprintf("%q is no number of a right", raw), "", "correct it, or delete the row"}, nil
	}
	n.digits = letters + bare
	switch {
	case n.office == "EP" && n.sort == Application:
		return n.european(raw, bare, digits, 8)
	case n.office == "EP":
		return n.european(raw, bare, digits, 7)
	case n.office == "CN" && n.sort == Application:
		return n.chinese(raw, digits)
	case n.office == "US" && n.sort != Application && letters == "" && year(bare) && len(bare) == 10:
		n.digits = bare[:4] + "0" + bare[4:] // databases leave out the zero after the year
	case n.office == "US" && n.sort == Application && year(bare) && len(bare) == 12:
		return n.canonical(raw, letters, bare[4:]) // databases put the year before the series
	case n.office == "US" && n.sort == Application && letters == "" && len(bare) == 7:
		n.digits = "0" + bare // series 2 to 9 are written with a zero
	case n.office == "WO" && n.sort == Application:
		return n, &misread{"docket-number", fmt.Sprintf("%q is no number of an international application, such as PCT/EP2015/061234", raw), "%d cells are no numbers of international applications, such as PCT/EP2015/061234", "correct it"}, nil
	case n.office == "WO":
		return n.international(raw, digits)
	case n.office == "KR" && len(bare) == 13 && strings.HasPrefix(bare, "10") && year(bare[2:]):
		n.digits = bare[2:] // the type, which is the usual one
	}
	return n, nil, nil
}

func year(digits string) bool {
	return len(digits) > 4 && (digits[:2] == "19" && digits[2] >= '7' || digits[:2] == "20")
}

// european is a number of the European Patent Office: of 8 digits for an application,
// of 7 for a publication.
func (n number) european(raw, bare, digits string, length int) (number, *misread, *misread) {
	if n.digits != bare || len(bare) > length {
		return n, &misread{"docket-number", fmt.Sprintf("%q is no number of the European Patent Office, which have %d digits for %s", raw, length, articled(n.sort)), "", "correct it, or say in the mapping which kind of number the column holds"}, nil
	}
	n.digits = strings.Repeat("0", length-len(bare)) + bare
	if length == 8 && n.check != "" && n.check != luhn(n.digits) {
		return n, wrongCheck(raw, n.check, luhn(n.digits)), nil
	}
	if len(digits) < length {
		return n, nil, &misread{"docket-zeros", fmt.Sprintf("%q has lost the zeros with which it begins, and is read as %s", raw, n.digits), "%d numbers of the European Patent Office have lost the zeros with which they begin, and are read with them", "format the column as text before opening the file in a spreadsheet"}
	}
	return n, nil, nil
}

func articled(s Sort) string {
	if s == Application {
		return "an application"
	}
	return "a publication"
}

func wrongCheck(raw, given, right string) *misread {
	return &misread{"docket-check-digit", fmt.Sprintf("%q is mistyped: its check digit would be %s, not %s", raw, right, given), "", "compare it with the office's register"}
}

// luhn is the check digit of a European application.
func luhn(digits string) string {
	sum := 0
	for i, c := range digits {
		d := int(c-'0') * (1 + i%2)
		sum += d/10 + d%10
	}
	return strconv.Itoa((10 - sum%10) % 10)
}

// chinese is the number of a Chinese application, of which those of 12 digits have a
// check digit.
func (n number) chinese(raw, digits string) (number, *misread, *misread) {
	if len(digits) == 13 && n.check == "" {
		digits, n.check = digits[:12], digits[12:]
	}
	n.digits = digits
	if len(digits) != 12 || n.check == "" {
		return n, nil, nil
	}
	sum := 0
	for i, c := range digits {
		sum += int(c-'0') * (2 + i%8)
	}
	if right := string("0123456789X"[sum%11]); right != n.check {
		return n, wrongCheck(raw, n.check, right), nil
	}
	return n, nil, nil
}

// international is the number of an international publication: year and six digits,
// before July 2002 often with two digits for the year and five.
func (n number) international(raw, digits string) (number, *misread, *misread) {
	switch {
	case len(digits) == 10 && year(digits):
		n.digits = digits
	case len(digits) == 9 && year(digits):
		n.digits = digits[:4] + "0" + digits[4:]
	case len(digits) == 7:
		n.digits = century(digits[:2]) + digits[:2] + "0" + digits[2:]
	case len(digits) == 8:
		n.digits = century(digits[:2]) + digits
	default:
		return n, &misread{"docket-number", fmt.Sprintf("%q is no number of an international publication, such as WO 2015/123456", raw), "", "correct it"}, nil
	}
	return n, nil, nil
}

// String is the number as agreements write it.
func (n number) String() string {
	digits := n.digits
	switch {
	case strings.HasPrefix(digits, "PCT"):
		return "PCT/" + digits[3:9] + "/" + digits[9:]
	case n.office == "US" && n.sort == Application && len(digits) == 8:
		digits = digits[:2] + "/" + digits[2:]
	case n.office == "US" && len(digits) == 11 && year(digits):
		digits = digits[:4] + "/" + digits[4:]
	case n.office == "WO":
		digits = digits[:4] + "/" + digits[4:]
	}
	if n.check != "" {
		digits += "." + n.check
	}
	return strings.TrimSpace(n.office + " " + digits + " " + n.kind)
}

// granted says whether a publication is that of a granted right, as its kind tells; it
// does not tell everywhere.
func (n number) granted() (granted, known bool) {
	if n.sort == Grant {
		return true, true
	}
	if n.kind == "" || n.sort == Application {
		return false, n.sort == Application
	}
	switch n.kind[0] {
	case 'A':
		// before 2001 the United States published nothing but patents, as A
		return n.office == "US" && len(n.digits) <= 7, true
	case 'B', 'C', 'E', 'P', 'S':
		return true, true
	case 'U', 'Y':
		return true, n.office == "CN" || n.office == "DE"
	}
	return false, false
}
