package assemble

import (
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// A KeyDate is a day on which something begins, ends or falls due under an agreement.
type KeyDate struct {
	Day, Last schema.Date // Last of several that follow each other alike; zero for one
	Times     int         // how many these are
	Code      string      // what happens, as clauses have phrases for it: "payment"
	Of        string      // id of what it happens to: a licence, an asset, a royalty; or ""
	By, To    []string    // ids of the parties who owe it, and to whom; nil where the agreement names nobody
	Sum       *schema.Money
	Provision string   // id of the provision that says it
	Values    []string // JSON Pointers of what it follows from
}

// Dating finds the days of an agreement that was assembled with its trace, in their
// order. Package calendar has one.
type Dating func(*Result) ([]KeyDate, error)

// WithDating is the library with what finds the days of an agreement, for agreements
// that list them.
func (l *Library) WithDating(d Dating) *Library {
	own := *l
	own.dating = d
	return &own
}

// keyDates are the days of the agreement that the deal makes without its list of days.
func (d *Deal) keyDates() ([]KeyDate, error) {
	if d.said[KeyDates].Topic == "" {
		return nil, nil
	}
	const at = "/deal/key_dates"
	if d.lib.dating == nil {
		return nil, agreement.Problems{{ID: "no-dating", Pos: d.File.Pos(at), Pointer: at, Message: "the term sheet asks for a schedule of key dates, and the library was opened without the calendar that finds them",
			Hint: "open it with Library.WithDating(calendar.KeyDates)"}}
	}
	f := *d.File
	f.Sheet = f.Sheet.Clone()
	f.Sheet.Deal.KeyDates = ""
	without, err := d.lib.ResolveTraced(&f)
	if err != nil {
		return nil, err
	}
	res, err := without.Assemble(Options{Trace: true})
	if err != nil {
		return nil, err
	}
	return d.lib.dating(res)
}

// DateSchedule: Day, What happens, Of what, Who, To whom, Sum, Provision. The codes of
// what happens are the phrases "date" of the clause; "several" says that a day recurs.
func (c *context) DateSchedule(head []string) (block, error) {
	var rows [][]agreement.Cell
	for _, d := range c.run.dates {
		what, err := c.Phrase("date", d.Code)
		if err != nil {
			return "", err
		}
		c.only()
		fields := c.valuesAt(d.Values)
		day := c.cell(d.Day.String(), fields...)
		if d.Times > 1 {
			several, err := c.Phrase("several", "last")
			if err != nil {
				return "", err
			}
			day = append(day, textCell(" "+strings.NewReplacer("{times}", strconv.Itoa(d.Times-1), "{last}", d.Last.String()).Replace(string(several)))...)
		}
		sum := textCell(none)
		if d.Sum != nil {
			sum = c.cell(d.Sum.String(), fields...)
		}
		rows = append(rows, []agreement.Cell{day, textCell(sentence(string(what))), textCell(orNone(d.Of)), textCell(c.everyone(d.By)), textCell(c.everyone(d.To)), sum, {&agreement.Ref{Target: d.Provision}}})
	}
	return c.Table(head, rows)
}

// everyone is parties by name, or each of them where it is all.
func (c *context) everyone(ids []string) string {
	switch {
	case len(ids) == 0:
		return none
	case len(ids) > 2 && len(ids) >= len(c.run.facts.signing):
		return "Each Party"
	}
	return sentence(c.names(ids))
}

// valuesAt are the addresses of values that the term sheet states.
func (c *context) valuesAt(pointers []string) []any {
	if c.run.trace == nil {
		return nil
	}
	var list []any
	for _, at := range pointers {
		path := ""
		for _, step := range strings.Split(strings.TrimPrefix(at, "/"), "/") {
			if step != "" && step[0] >= '0' && step[0] <= '9' {
				path += "[" + step + "]"
			} else {
				path += "." + step
			}
		}
		if v, _, ok := c.TermSheet.Locate(strings.TrimPrefix(path, ".")); ok && v.CanAddr() {
			list = append(list, v.Addr().Interface())
		}
	}
	return list
}
