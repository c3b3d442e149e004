package portfolio

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"sync"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/drawing"
	"github.com/engross/engross/schema"
)

//go:embed page.html
var pageSource string

var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("portfolio").Funcs(template.FuncMap{
		"day": func(d schema.Date) string {
			if d.IsZero() {
				return "–"
			}
			return d.ISO()
		},
	}).Parse(pageSource))
})

// A Page is what a page about a portfolio shows besides what the portfolio knows.
type Page struct {
	Title     string
	Conflicts []*Conflict
	Cut       bool        // there are more
	From, To  schema.Date // of ends, expiries and sums; zero for no limit
	Notice    string
}

// A chart is a drawing with the table of what it draws.
type chart struct {
	Title string
	Head  []string
	Rows  [][]string
	SVG   template.HTML
}

// HTML writes a page, which needs nothing from anywhere.
func (p *Portfolio) HTML(w io.Writer, page Page) error {
	grants := 0
	for _, a := range p.Agreements {
		grants += len(a.Grants)
	}
	return pageTemplate().Execute(w, struct {
		Page
		Agreements, Grants int
		Ends               []*Agreement
		Charts             []chart
	}{page, len(p.Agreements), grants, p.Ending(page.From, page.To), p.charts(page.From, page.To)})
}

// charts are the ends, the expiries and the money by year, drawn.
func (p *Portfolio) charts(from, to schema.Date) []chart {
	list := []chart{
		counted("Agreements that end, by year", "Agreements", p.endYears(from, to)),
		counted("Licensed assets that expire, by year", "Assets", p.expiryYears(from, to)),
	}
	list = append(list, p.moneyCharts(from, to)...)
	return slices.DeleteFunc(list, func(c chart) bool { return c.Rows == nil })
}

func within(d, from, to schema.Date) bool {
	return !d.IsZero() && !d.Before(from) && (to.IsZero() || !to.Before(d))
}

func (p *Portfolio) endYears(from, to schema.Date) map[int]int {
	years := map[int]int{}
	for _, a := range p.Ending(from, to) {
		years[a.End.Year]++
	}
	return years
}

// expiryYears counts each asset once, in whatever agreements it is licensed.
func (p *Portfolio) expiryYears(from, to schema.Date) map[int]int {
	years, seen := map[int]int{}, map[int32]bool{}
	for _, g := range p.grants {
		if !g.in.until.IsZero() {
			continue
		}
		for _, i := range g.Assets {
			id, expiry := g.in.assets[i].certain, g.in.Assets[i].Expiry
			if !seen[id] && within(expiry, from, to) {
				seen[id] = true
				years[expiry.Year]++
			}
		}
	}
	return years
}

func counted(title, what string, years map[int]int) chart {
	c := chart{Title: title, Head: []string{"Year", what}}
	var bars []drawing.Bar
	for _, y := range sortedYears(years) {
		bars = append(bars, drawing.Bar{Name: fmt.Sprint(y), Words: fmt.Sprint(years[y]), Amount: int64(years[y])})
		c.Rows = append(c.Rows, []string{fmt.Sprint(y), fmt.Sprint(years[y])})
	}
	c.SVG = svg(drawing.Bars(title, bars))
	return c
}

func sortedYears[V any](m map[int]V) []int {
	var list []int
	for y := range m {
		list = append(list, y)
	}
	slices.Sort(list)
	return list
}

// moneyCharts are the fixed sums by year, one drawing for each currency and payee.
func (p *Portfolio) moneyCharts(from, to schema.Date) []chart {
	type key struct {
		payee    string
		currency schema.Currency
	}
	var order []key
	of := map[key][]Year{}
	for _, y := range p.Money(from.Year, to.Year) {
		k := key{y.Payee, y.Amount.Currency}
		if of[k] == nil {
			order = append(order, k)
		}
		of[k] = append(of[k], y)
	}
	var list []chart
	for _, k := range order[:min(len(order), mostCharts)] {
		c := chart{Title: fmt.Sprintf("Fixed sums to %s by year, in %s", k.payee, k.currency), Head: []string{"Year", "Sum", "Agreements"}}
		var bars []drawing.Bar
		for _, y := range of[k] {
			bars = append(bars, drawing.Bar{Name: fmt.Sprint(y.Year), Words: y.Amount.String(), Amount: y.Amount.Amount.Shift(2).IntPart()})
			c.Rows = append(c.Rows, []string{fmt.Sprint(y.Year), y.Amount.String(), fmt.Sprint(y.Agreements)})
		}
		c.SVG = svg(drawing.Bars(c.Title, bars))
		list = append(list, c)
	}
	return list
}

// mostCharts is for how many payees sums are drawn.
const mostCharts = 12

func svg(d *agreement.Drawing) template.HTML {
	if d == nil {
		return ""
	}
	return template.HTML(drawing.SVG(d)) //nolint:gosec // its words are escaped where it is written
}
