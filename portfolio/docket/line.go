package docket

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/excel"
	"github.com/engross/engross/schema"
)

// A line is a row of the table, read.
type line struct {
	row         int
	application number   // zero where there is none
	documents   []number // publications and grants
	raw         map[Sort]string

	title, office, kindOf string
	owners                []schema.Owner
	byApplicant           bool
	countries             []schema.Country
	filed, international  schema.Date
	expiry                schema.Date
	status                string
	published             schema.Date
	granted               bool
	design                bool
	disclaimed            bool
	whole                 string // all cells that are read, to tell rows that say the same
}

// line reads a row; nil if it holds nothing that is mapped, or an error.
func (r *reader) line(row excel.Row) *line {
	l := &line{row: row.Number, raw: map[Sort]string{}}
	bad := len(r.found)
	var whole []string
	for _, p := range places {
		whole = append(whole, r.cell(row, p).Text)
	}
	if !slices.ContainsFunc(whole, func(s string) bool { return s != "" }) {
		return nil
	}
	l.whole = strings.Join(whole, "\x00")
	l.title = r.text(row, atTitle)
	if office, ok := r.office(row); ok {
		l.office = office
		r.numbers(l, row)
	}
	l.filed, l.international, l.expiry = r.day(row, atFiled), r.day(row, atInternational), r.day(row, atExpiry)
	l.published = r.day(row, atPublished)
	l.countries = r.countriesOf(row)
	l.disclaimed = isYes(r.text(row, atDisclaimer))
	r.standing(l, row)
	r.ownersIn(l, row)
	if slices.ContainsFunc(r.found[bad:], func(f finding) bool { return f.severity == agreement.Error }) {
		return nil
	}
	return l
}

func isYes(s string) bool {
	return slices.Contains([]string{"y", "yes", "true", "1", "x"}, strings.ToLower(s))
}

// cell is what a column holds, or what the mapping says of all rows.
func (r *reader) cell(row excel.Row, p place) excel.Cell {
	if i, ok := r.table.columns[p]; ok && i < len(row.Cells) && row.Cells[i].Kind != excel.Blank && strings.TrimSpace(row.Cells[i].Text) != "" {
		return row.Cells[i]
	}
	return excel.Text(r.table.mapping.Fixed[p])
}

// at begins a finding of a column.
func (r *reader) at(row excel.Row, p place, severity agreement.Severity, id, message, hint, many string) {
	at := 0
	if i, ok := r.table.columns[p]; ok {
		at = i + 1
	}
	r.find(finding{severity: severity, id: id, column: r.table.heads[p], row: row.Number, at: at, message: message, hint: hint, many: many})
}

// kindOf is the code of the kind of a publication, or "".
func (r *reader) kindOf(row excel.Row) string {
	kind := strings.ToUpper(r.text(row, atKind))
	if kind == "" || kindCode().MatchString(kind) {
		return kind
	}
	head := strings.ReplaceAll(r.table.heads[atKind], "%", "%%")
	r.at(row, atKind, agreement.Note, "docket-kind", fmt.Sprintf("%.40q is no code of a kind of publication, such as A1 or B2, and is left out", kind), "correct it, or leave the column empty", "%d cells of "+head+" are no codes of a kind of publication, and are left out")
	return ""
}

// text is a cell without the mark-up of exports.
func (r *reader) text(row excel.Row, p place) string {
	c := r.cell(row, p)
	head := strings.ReplaceAll(r.table.heads[p], "%", "%%")
	text, reread := clean(c.Text)
	if r.isFault(row, p, c) {
		return ""
	}
	if reread {
		r.at(row, p, agreement.Warning, "docket-encoding", fmt.Sprintf("%s was saved in a wrong encoding, and is read as %.80q", r.table.heads[p], text), "compare it, and export again as UTF-8", "%d cells of "+head+" were saved in a wrong encoding, and are read as they were meant")
	}
	if strings.ContainsRune(text, '\ufffd') {
		r.at(row, p, agreement.Error, "docket-broken", fmt.Sprintf("%s has letters that an export has lost: %.80q", r.table.heads[p], text), "export again as UTF-8, or correct the cell", "%d cells of "+head+" have letters that an export has lost")
	}
	return text
}

// isFault reports whether a cell shows an error of the spreadsheet, and tells of it.
func (r *reader) isFault(row excel.Row, p place, c excel.Cell) bool {
	if c.Kind != excel.Fault && !(strings.HasPrefix(c.Text, "#") && len(agreement.Leftovers(c.Text)) > 0) {
		return false
	}
	r.at(row, p, agreement.Error, "docket-fault", fmt.Sprintf("%s is an error of the spreadsheet: %.40s", r.table.heads[p], c.Text),
		"open the table in a spreadsheet, mend the cell if it still shows an error, and save it there", "%d cells of "+strings.ReplaceAll(r.table.heads[p], "%", "%%")+" are errors of the spreadsheet")
	return true
}

// office is the office of a row, "" where the row does not say it; not ok, where it
// says what is none.
func (r *reader) office(row excel.Row) (code string, ok bool) {
	text := strings.ToUpper(r.text(row, atOffice))
	switch {
	case text == "" || isOffice(text):
		return text, true
	case offices[text] != "":
		return offices[text], true
	}
	if c := schema.CountryCalled(text); c != "" {
		return string(c), true
	}
	r.at(row, atOffice, agreement.Error, "docket-office", fmt.Sprintf("%q is no office", text), "write its code of two letters: EP, US, CN, WO", "%d cells of "+strings.ReplaceAll(r.table.heads[atOffice], "%", "%%")+" are no offices")
	return "", false
}

// offices are names by which people call offices.
var offices = map[string]string{"EPO": "EP", "EUROPE": "EP", "WIPO": "WO", "PCT": "WO", "IB": "WO", "USPTO": "US", "JPO": "JP", "KIPO": "KR", "CNIPA": "CN", "EUIPO": "EM"}

// sorts are the columns of numbers, and which kind of number each holds.
var sorts = []struct {
	place
	Sort
}{{atApplication, Application}, {atPublication, Publication}, {atNumber, Publication}, {atGrant, Grant}}

// numbers reads the numbers of a row.
func (r *reader) numbers(l *line, row excel.Row) {
	had := false
	for _, s := range sorts {
		c := r.cell(row, s.place)
		raw := strings.TrimSpace(c.Text)
		if raw == "" || strings.EqualFold(raw, "n/a") || raw == "-" {
			continue
		}
		had = true
		if r.isFault(row, s.place, c) {
			continue
		}
		if c.Inexact {
			r.at(row, s.place, agreement.Error, "docket-shortened", fmt.Sprintf("%q has more digits than a spreadsheet keeps in a number: the last are lost", raw), "export again, and format the column as text before opening the file", "%d numbers of "+strings.ReplaceAll(r.table.heads[s.place], "%", "%%")+" have more digits than a spreadsheet keeps: the last are lost")
			continue
		}
		n, bad, mended := readNumber(s.Sort, l.office, raw)
		if bad != nil {
			r.at(row, s.place, agreement.Error, bad.id, bad.message, bad.hint, bad.many)
			continue
		}
		if mended != nil {
			r.at(row, s.place, agreement.Warning, mended.id, mended.message, mended.hint, mended.many)
		}
		if c.Kind == excel.Number && mended == nil {
			r.at(row, s.place, agreement.Note, "docket-typed", fmt.Sprintf("%s is a number to the spreadsheet, which drops zeros at its beginning: %s", r.table.heads[s.place], raw), "format the column as text, and compare", "%d cells of "+strings.ReplaceAll(r.table.heads[s.place], "%", "%%")+" are numbers to the spreadsheet, which drops zeros at their beginning")
		}
		if n.sort == Application {
			l.application = n
		} else {
			if n.kind == "" {
				n.kind = r.kindOf(row)
			}
			l.documents = append(l.documents, n)
		}
		l.raw[n.sort] = raw
	}
	if !had {
		r.find(finding{severity: agreement.Error, id: "docket-number", row: row.Number, message: "the row has no number", hint: "give one, or delete the row", many: "%d rows have no number"})
	}
}

// day is a date of a row.
func (r *reader) day(row excel.Row, p place) schema.Date {
	c := r.cell(row, p)
	text := strings.TrimSpace(c.Text)
	if text == "" || text == "-" {
		return schema.Date{}
	}
	if r.isFault(row, p, c) {
		return schema.Date{}
	}
	if c.Kind == excel.Moment {
		text, _, _ = strings.Cut(text, "T")
	}
	iso, err := text, error(nil)
	if c.Kind == excel.Words {
		iso, err = r.dates.ISO(strings.TrimSuffix(text, "T00:00:00Z"))
	}
	if err == nil {
		var d schema.Date
		if d, err = schema.ParseDate(iso); err == nil {
			return d
		}
	}
	hint := "write dates as YYYY-MM-DD, and days that exist"
	if m := schema.ThreeNumbers(text); m != nil && len(m[0]) < 4 && r.dates == schema.ISODates {
		hint = "give --dates dmy where the day comes first, or --dates mdy where the month does"
	}
	head := r.table.heads[p]
	r.at(row, p, agreement.Error, "docket-date", fmt.Sprintf("%s is no date: %.40q", head, text), hint, "%d cells of "+strings.ReplaceAll(head, "%", "%%")+" look like "+strings.ReplaceAll(fmt.Sprintf("%.20q", shapeOf(text)), "%", "%%"))
	return schema.Date{}
}

// shapeOf is how a date is written: "99/99/9999".
func shapeOf(text string) string {
	return strings.Map(func(c rune) rune {
		if '0' <= c && c <= '9' {
			return '9'
		}
		return c
	}, text)
}

func (r *reader) countriesOf(row excel.Row) []schema.Country {
	text := r.text(row, atCountries)
	var list []schema.Country
	for _, name := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(",;|/ ", c) }) {
		c := schema.Country(strings.ToUpper(name))
		if schema.CountryName(c) == "" {
			r.at(row, atCountries, agreement.Error, "docket-country", fmt.Sprintf("%q is no country", name), "write codes of two letters: DE, FR, GB", "")
			continue
		}
		if !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return list
}

// standing finds out where a right stands.
func (r *reader) standing(l *line, row excel.Row) {
	l.kindOf = strings.ToLower(r.text(row, atType))
	l.design = strings.Contains(l.kindOf, "design") || slices.ContainsFunc(l.documents, func(n number) bool { return n.office == "US" && n.kind != "" && n.kind[0] == 'S' })
	known := false
	for _, n := range l.documents {
		g, k := n.granted()
		l.granted, known = l.granted || g, known || k
	}
	switch {
	case strings.Contains(l.kindOf, "granted"), !r.day(row, atGranted).IsZero():
		l.granted, known = true, true
	case strings.Contains(l.kindOf, "application"):
		l.granted, known = false, true
	}
	if text := r.text(row, atStatus); text != "" {
		l.status = r.statusOf(row, text)
		known = known || l.status != ""
	}
	if !r.day(row, atAbandoned).IsZero() {
		l.status = "lapsed"
	}
	if !known && len(l.documents) > 0 && l.application.digits == "" {
		n := l.documents[0]
		r.find(finding{severity: agreement.Warning, id: "docket-kind", column: "kind", row: row.Number, message: fmt.Sprintf("nothing says whether %s is granted: it is taken for an application", n), hint: "give the code of its kind, its status or the day of grant", many: "of %d rows nothing says whether they are granted: they are taken for applications"})
	}
}

func (r *reader) statusOf(row excel.Row, text string) string {
	for from, to := range r.table.mapping.Status {
		if strings.EqualFold(from, text) {
			return to
		}
	}
	if low := strings.ToLower(text); slices.Contains(statuses, low) {
		return low
	}
	if !strings.EqualFold(text, "unknown") {
		head := strings.ReplaceAll(r.table.heads[atStatus], "%", "%%")
		r.at(row, atStatus, agreement.Warning, "docket-status", fmt.Sprintf("%s is %.40q, of which nothing is taken", r.table.heads[atStatus], text), "say in the \"status\" of a mapping what it means: "+strings.Join(statuses, ", "),
			"%d cells of "+head+" are "+strings.ReplaceAll(fmt.Sprintf("%.40q", text), "%", "%%")+", of which nothing is taken")
	}
	return ""
}
