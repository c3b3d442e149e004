package assemble

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/drawing"
	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

// The rows of a page of key terms, with what they show drawn. They repeat what
// schedules and provisions print, in the same words.

// How much a page of key terms shows; the schedules state the rest.
const (
	mostKeyParties  = 6
	mostKeyLicences = 12
	mostKeyMoney    = 12
	mostKeyRoyalty  = 3
)

// drawn is a table with a drawing of what it says.
func (c *context) drawn(head []string, rows [][]agreement.Cell, d *agreement.Drawing) (block, error) {
	b, err := c.Table(head, rows)
	if err == nil {
		c.aside.tables[len(c.aside.tables)-1].Drawing = d
	}
	return b, err
}

// KeyParties names the parties, or how many there are beside the first ones.
func (c *context) KeyParties() []string {
	var names []string
	for i, p := range c.run.facts.signing {
		if i == mostKeyParties-1 && len(c.run.facts.signing) > mostKeyParties {
			return append(names, fmt.Sprintf("%d more", len(c.run.facts.signing)-i))
		}
		c.saw(&p.LegalName, &p.ShortName)
		names = append(names, p.LegalName+" ("+p.ShortName+")")
	}
	return names
}

// KeyLicences: Ref., Licensor, Licensee, Assets, Field, Territory, Exclusivity, End,
// Royalty, but for what all share; with a drawing of who licenses whom.
func (c *context) KeyLicences(head []string) (block, error) {
	rows := c.keyLicences()
	kept := []string{}
	narrow := make([][]agreement.Cell, len(rows))
	for col, h := range head {
		if sharedColumn(rows, col) {
			continue
		}
		kept = append(kept, h)
		for i, r := range rows {
			narrow[i] = append(narrow[i], r[col])
		}
	}
	return c.drawn(kept, narrow, c.grantsDrawn())
}

func (c *context) keyLicences() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for _, r := range atMost(c.LicenceRows(), mostKeyLicences) {
		rows = append(rows, []agreement.Cell{r[0], r[1], r[2], r[3], r[4], r[5], r[7], r[10], r[12]})
	}
	return rows
}

// sharedColumn reports whether all of several licences say the same of their territory,
// degree, end or royalty, which is then said once.
func sharedColumn(rows [][]agreement.Cell, col int) bool {
	return col >= 5 && len(rows) > 1 && !slices.ContainsFunc(rows, func(r []agreement.Cell) bool {
		return agreement.Words(r[col]) != agreement.Words(rows[0][col])
	})
}

// KeyShared is what the licences share, each under the name of its column.
func (c *context) KeyShared(head []string) []string {
	rows := c.keyLicences()
	var list []string
	for col, h := range head {
		if sharedColumn(rows, col) {
			list = append(list, h+": "+agreement.Words(rows[0][col]))
		}
	}
	return list
}

// MoreLicences is how many licences a page of key terms leaves to the schedule.
func (c *context) MoreLicences() int { return max(0, len(c.Grants)-mostKeyLicences) }

func (c *context) grantsDrawn() *agreement.Drawing {
	var ids []string
	place := func(id string) int {
		if i := slices.Index(ids, id); i >= 0 {
			return i
		}
		ids = append(ids, id)
		return len(ids) - 1
	}
	for i := range c.Parties { // in the order of the parties
		if id := c.Parties[i].ID; c.inGrants(id) {
			place(id)
		}
	}
	var list []drawing.Licence
	for i := range c.Grants {
		g := &c.Grants[i]
		for _, from := range c.Licensors(g) {
			for _, to := range c.Licensees(g) {
				if from != to {
					list = append(list, drawing.Licence{From: place(from), To: place(to), Name: g.ID, Degree: degrees[g.Exclusivity]})
				}
			}
		}
	}
	var names []string
	for _, id := range ids {
		names = append(names, beginning(c.name(id), id))
	}
	return drawing.Grants(names, list)
}

var degrees = map[schema.Exclusivity]drawing.Degree{
	schema.Nonexclusive: drawing.Open, schema.Coexclusive: drawing.Shared, schema.Sole: drawing.Sole, schema.Exclusive: drawing.Exclusive,
}

func (c *context) inGrants(id string) bool {
	return slices.ContainsFunc(c.Grants, func(g schema.Grant) bool {
		return slices.Contains(c.Licensors(&g), id) || slices.Contains(c.Licensees(&g), id)
	})
}

// KeyMoney: What, Payer, Payee, Amount, When.
func (c *context) KeyMoney() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for _, r := range c.InstalmentRows() {
		name := textCell("Payment")
		if c.NamedPayments() {
			name, r = r[0], r[1:]
		}
		rows = append(rows, []agreement.Cell{name, r[0], r[1], r[3], r[2]})
	}
	for i := range c.Settlement.Releases {
		if r := &c.Settlement.Releases[i]; r.Payment != nil {
			due := cmp.Or(r.Due, c.Deal.EffectiveDate)
			rows = append(rows, []agreement.Cell{textCell("Release of past claims"), c.cell(beginning(c.names(r.To), r.To[0]), &r.To), c.cell(beginning(c.name(r.From), r.From), &r.From),
				c.cell(r.Payment.String(), r.Payment), c.cell(due.String(), &r.Due)})
		}
	}
	rows = append(rows, c.FeeRows()...)
	for i := range c.Payments.Royalties {
		r := &c.Payments.Royalties[i]
		code := cmp.Or(r.Currency, c.Payments.Currency)
		how := none
		if n := len(r.Tiers); n > 0 {
			how = c.rate(r, r.Tiers[0].Rate, code)
			if n > 1 {
				how += "; " + c.rate(r, r.Tiers[n-1].Rate, code) + " in the last band"
			}
			c.saw(&r.Tiers[0].Rate, &r.Tiers[n-1].Rate)
		}
		if r.Minimum != nil {
			how += "; at least " + r.Minimum.String() + " a calendar year"
			c.saw(r.Minimum)
		}
		rate := c.cell(how)
		when := "From " + cmp.Or(r.Start, c.Deal.EffectiveDate).String()
		switch {
		case !r.End.IsZero() && r.EndEvent != "":
			when += " until " + r.End.String() + " or the day of this event, whichever is later: " + r.EndEvent
		case !r.End.IsZero():
			when += " until " + r.End.String()
		case r.EndEvent != "":
			when += " until the day of this event: " + r.EndEvent
		}
		rows = append(rows, []agreement.Cell{c.cell(sentence(cmp.Or(r.Name, r.ID)), &r.Name), c.cell(beginning(c.name(r.Payer), r.Payer), &r.Payer),
			c.cell(beginning(c.name(r.Payee), r.Payee), &r.Payee), rate, c.cell(when, &r.Start, &r.End, &r.EndEvent)})
	}
	if more := len(rows) - mostKeyMoney; more > 0 {
		rows = append(rows[:mostKeyMoney], []agreement.Cell{textCell(fmt.Sprintf("%d more", more)), nil, nil, nil, nil})
	}
	return rows
}

// KeyRoyalties are the royalties that a page of key terms draws.
func (c *context) KeyRoyalties() ([]RoyaltyView, error) {
	list, err := c.Royalties()
	return atMost(list, mostKeyRoyalty), err
}

// RoyaltyCurve: Volume, Royalty; with the curve that goes through these figures.
func (c *context) RoyaltyCurve(i int, head []string) (block, error) {
	list, err := c.Royalties()
	if err != nil || i >= len(list) {
		return "", err
	}
	volumes, royalties := head[:1:1], []agreement.Cell{{&agreement.Text{Text: head[1]}}} // side by side: a page has room for few rows
	examples := list[i].ExampleRows
	for j, r := range examples {
		same := func(k int) bool {
			return k >= 0 && k < len(examples) && agreement.Words(examples[k][2]) == agreement.Words(r[2])
		}
		if !same(j-1) || !same(j+1) && j+1 < len(examples) { // of a level stretch its ends, and its beginning where it is the last
			volumes, royalties = append(volumes, agreement.Words(r[0])), append(royalties, r[2])
		}
	}
	return c.drawn(volumes, [][]agreement.Cell{royalties}, c.curve(&c.Payments.Royalties[i], list[i]))
}

// samples is at how many volumes a curve is reckoned, beside those where it bends.
const samples = 48

func (c *context) curve(r *schema.Royalty, v RoyaltyView) *agreement.Drawing {
	code := cmp.Or(r.Currency, c.Payments.Currency)
	volumes := money.Volumes(r, c.Payments.Currency)
	top := money.Enough(r, c.Payments.Currency)
	volumes = append(volumes, decimal.Zero)
	for n := range samples {
		volumes = append(volumes, top.Mul(decimal.NewFromInt(int64(n))).DivRound(decimal.NewFromInt(samples), 0))
	}
	curve := drawing.Curve{Title: sentence(v.Name), X: "Volume of a calendar year", Y: "Royalty in " + v.Currency}
	for _, t := range r.Tiers {
		if t.From.IsPositive() {
			volumes = append(volumes, t.From.Decimal, t.From.Add(decimal.NewFromInt(1))) // another rate may apply to all of it
			curve.Bands = append(curve.Bands, drawing.Mark{At: t.From.IntPart(), Words: c.volume(r, t.From, code)})
		}
	}
	slices.SortFunc(volumes, decimal.Decimal.Cmp)
	curve.Ends = [2]drawing.Mark{{At: top.IntPart(), Words: c.volume(r, schema.Decimal{Decimal: top}, code)}, {}}
	for _, volume := range slices.CompactFunc(volumes, decimal.Decimal.Equal) {
		if volume.GreaterThan(top) {
			break
		}
		res, err := money.Royalty(r, c.Payments.Currency, money.Usage{Uses: money.ExampleUses(r, volume)})
		if err != nil {
			return nil
		}
		sum := cents(res.Money())
		curve.Points = append(curve.Points, [2]int64{volume.IntPart(), sum})
		if sum > curve.Ends[1].At {
			curve.Ends[1] = drawing.Mark{At: sum, Words: res.Money().String()}
		}
	}
	for _, l := range []struct {
		words string
		sum   *schema.Money
	}{{"cap ", r.Cap}, {"cap ", r.EnterpriseCap}, {"minimum ", r.Minimum}} {
		if l.sum != nil && l.sum.Currency == code && cents(*l.sum) <= curve.Ends[1].At {
			curve.Limits = append(curve.Limits, drawing.Mark{At: cents(*l.sum), Words: l.words + l.sum.String()})
		}
	}
	for _, row := range v.ExampleRows {
		curve.Alt += agreement.Words(row[0]) + " gives " + agreement.Words(row[2]) + "; "
	}
	return curve.Draw()
}

func cents(m schema.Money) int64 { return m.Amount.Shift(2).IntPart() }

func midnight(d schema.Date) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// keySpans are the term, and licences that end otherwise.
func (c *context) keySpans() ([]drawing.Span, error) {
	term, err := c.Phrase("span", "term")
	if err != nil {
		return nil, err
	}
	licence, err := c.Phrase("span", "licence")
	if err != nil {
		return nil, err
	}
	end := schema.Date{}
	if e := c.TermEnd(); e != nil {
		end = *e
	}
	spans := []drawing.Span{{Name: string(term), From: midnight(c.TermStart()), To: midnight(end)}}
	for i := range c.Grants {
		g := &c.Grants[i]
		last, open := c.GrantEnd(g)
		if open {
			last = schema.Date{}
		}
		if last != end && len(spans) < 7 {
			spans = append(spans, drawing.Span{Name: string(licence) + " " + g.ID, From: midnight(c.GrantStart(g)), To: midnight(last)})
		}
	}
	return spans, nil
}

// atMost is the beginning of a list.
func atMost[T any](list []T, n int) []T { return list[:min(n, len(list))] }
