package main

import (
	"fmt"
	"strings"

	"github.com/engross/engross/portfolio"
	"github.com/engross/engross/schema"
)

const (
	shownConflicts = 50 // in full, with provisions; all are counted
	shownLines     = 40
)

// A portfolioReport is what is found, as JSON.
type portfolioReport struct {
	Agreements int                   `json:"agreements"`
	Grants     int                   `json:"grants"`
	Certain    int                   `json:"certain"`
	Possible   int                   `json:"possible"`
	Conflicts  []*portfolio.Conflict `json:"conflicts"`
	Cut        bool                  `json:"cut,omitempty"`
	Favoured   []portfolio.Favoured  `json:"most_favoured,omitempty"`
	Stacks     []portfolio.Stack     `json:"stacking,omitempty"`
	Firsts     []portfolio.First     `json:"to_be_asked_first,omitempty"`
	NotHeld    []string              `json:"not_held,omitempty"`
	Unmatched  []string              `json:"unmatched,omitempty"`
	Notes      []string              `json:"notes,omitempty"`
	Notice     string                `json:"notice"`
}

func (rd *portfolioReader) printPortfolio(p *portfolio.Portfolio, only *portfolio.Agreement, h *portfolio.Holdings, from schema.Date) error {
	a, f := rd.app, rd.flags
	r := &portfolioReport{Agreements: len(p.Agreements), Favoured: p.Favoured(only), Unmatched: p.Unmatched, Notes: p.Notes, Notice: calendarNotice}
	r.Conflicts, r.Cut = p.Conflicts(only)
	for _, x := range p.Agreements {
		r.Grants += len(x.Grants)
	}
	for _, c := range r.Conflicts {
		r.Certain, r.Possible = r.Certain+c.Certain, r.Possible+c.Possible
	}
	if only == nil {
		r.Stacks = p.Stacks()
	} else {
		r.Firsts = p.Firsts(only)
	}
	if h != nil {
		r.NotHeld = p.NotHeld(h, f.party)
	}
	rd.addProvisions(r)
	if a.format == "json" {
		if err := a.printJSON(r); err != nil {
			return err
		}
	} else if f.as == "html" {
		to, _ := schema.ParseDate(f.to) // looked at before
		if err := p.HTML(a.out, portfolio.Page{Title: "Portfolio", Conflicts: r.Conflicts, Cut: r.Cut, From: from, To: to, Notice: calendarNotice}); err != nil {
			return err
		}
	} else if err := a.printReport(p, r, only, from, f); err != nil {
		return err
	}
	if r.Certain > 0 {
		return errProblems
	}
	return nil
}

// A page is lines for a terminal.
type page struct {
	b     strings.Builder
	width int
}

func (w *page) line(indent, text string) { wrapped(&w.b, w.width, indent, indent+"  ", text) }

// head begins something new.
func (w *page) head(text string) {
	w.b.WriteByte('\n')
	w.line("", text)
}

func (a *app) printReport(p *portfolio.Portfolio, r *portfolioReport, only *portfolio.Agreement, from schema.Date, f portfolioFlags) error {
	w := &page{width: widthOf(a.out)}
	fmt.Fprintf(&w.b, "%s, %s: %s for certain, %d possible",
		plural(r.Agreements, "agreement", "agreements"), plural(r.Grants, "grant", "grants"), plural(r.Certain, "collision", "collisions"), r.Possible)
	if n := len(r.Conflicts); n > 0 {
		fmt.Fprintf(&w.b, ", of %s", plural(n, "grant that shuts others out", "grants that shut others out"))
	}
	w.b.WriteByte('\n')
	if r.Cut {
		w.b.WriteString("there are too many to look at them all: any others are not counted\n")
	}
	for i, c := range r.Conflicts {
		if i == shownConflicts {
			fmt.Fprintf(&w.b, "\nand %d grants more; --format json lists them\n", len(r.Conflicts)-i)
			break
		}
		printConflict(w, c)
	}
	a.printFavoured(w, r)
	section := func(head string, list []string) {
		if len(list) > 0 {
			w.head(head)
		}
		for i, s := range list {
			if i == shownLines {
				w.line("  ", fmt.Sprintf("and %d more", len(list)-i))
				break
			}
			w.line("  ", s)
		}
	}
	var stacks []string
	for _, s := range r.Stacks {
		stacks = append(stacks, s.Payer+" pays "+strings.Join(s.Rates, "; ")+"; limit on all royalties for a product: "+s.Limit)
	}
	var firsts []string
	for _, x := range r.Firsts {
		firsts = append(firsts, x.String())
	}
	section("to be asked first, or to have ended:", firsts)
	section("royalties that add up, of a payer that has a limit (whether they are for one product is not known):", stacks)
	section("granted and not held:", r.NotHeld)
	if only == nil {
		section("ends:", endings(p, from, f))
		section("a challenge to a licensed right has a price:", challenges(p))
		section("fixed sums by year, with the number of agreements (signed ones; royalties are not in them):", moneyByYear(p, from, f))
	}
	section("not compared with anything:", r.Unmatched)
	section("notes:", r.Notes)
	w.b.WriteString("\n" + calendarNotice + "\n")
	_, err := fmt.Fprint(a.out, w.b.String())
	return err
}

func printConflict(w *page, c *portfolio.Conflict) {
	w.head(fmt.Sprintf("%s (%s), %s: %s to %s: %d certain, %d possible", c.Reference, c.Status, c.Grant, c.Degree, strings.Join(c.Licensees, ", "), c.Certain, c.Possible))
	for i, m := range c.Meets {
		if i == 3 {
			w.line("  ", fmt.Sprintf("and %d more", c.Certain+c.Possible-i))
			break
		}
		kind := "certain"
		if !m.Certain {
			kind = "possible"
		}
		to := "without end"
		if !m.To.IsZero() {
			to = "to " + m.To.ISO()
		}
		w.line("  ", fmt.Sprintf("%s: with %s (%s), %s: %s to %s", kind, m.With, m.Status, m.Grant, m.Degree, strings.Join(m.Licensee, ", ")))
		w.line("    ", fmt.Sprintf("%s × %s × %s × %s %s", some(m.Assets, 4), m.Field, some(m.Where, 10), m.From.ISO(), to))
		if m.Provision != "" || m.OtherProvision != "" {
			w.line("    ", fmt.Sprintf("%s, %s; %s, %s", c.Reference, m.Provision, m.With, m.OtherProvision))
		}
		for _, d := range m.Doubts {
			w.line("    ", "not certain: "+d)
		}
	}
}

func some(list []string, n int) string {
	if len(list) <= n {
		return strings.Join(list, ", ")
	}
	return strings.Join(list[:n], ", ") + fmt.Sprintf(" and %d more", len(list)-n)
}

func (a *app) printFavoured(w *page, r *portfolioReport) {
	if len(r.Favoured) == 0 {
		return
	}
	w.head("promised terms as good as anybody's (which are better is not judged):")
	for i, x := range r.Favoured {
		if i == shownConflicts {
			w.line("  ", fmt.Sprintf("and %d more", len(r.Favoured)-i))
			return
		}
		w.line("  ", fmt.Sprintf("%s, %s, to %s: %s (%s)", x.Reference, x.Grant, strings.Join(x.Licensees, ", "), x.Terms, x.Provision))
		for j, o := range x.Others {
			if j == 6 {
				w.line("    ", fmt.Sprintf("and %d more", len(x.Others)+x.More-j))
				break
			}
			doubt := ""
			if !o.Certain {
				doubt = " (licensor or asset could not be matched for certain)"
			}
			w.line("    ", fmt.Sprintf("beside %s (%s), %s, to %s, %s from %s: %s%s", o.Reference, o.Status, o.Grant, strings.Join(o.Licensees, ", "), o.Degree, o.From.ISO(), o.Terms, doubt))
		}
		for _, d := range x.Days {
			w.line("    ", d)
		}
	}
}

func endings(p *portfolio.Portfolio, from schema.Date, f portfolioFlags) []string {
	to, _ := schema.ParseDate(f.to) // looked at before
	var list []string
	for _, x := range p.Ending(from, to) {
		s := x.End.ISO() + "  " + x.Reference
		if x.Renews {
			s += ", renewed unless notice is given"
		}
		if !x.Notice.IsZero() {
			s += " by " + x.Notice.ISO()
		}
		list = append(list, s)
	}
	return list
}

func challenges(p *portfolio.Portfolio) []string {
	var list []string
	for _, x := range p.Challenges() {
		list = append(list, x.Reference+": "+x.Challenge)
	}
	return list
}

func moneyByYear(p *portfolio.Portfolio, from schema.Date, f portfolioFlags) []string {
	to, _ := schema.ParseDate(f.to) // looked at before
	var list []string
	for _, y := range p.Money(from.Year, to.Year) {
		list = append(list, fmt.Sprintf("%d  to %s: %s (%d)", y.Year, y.Payee, y.Amount, y.Agreements))
	}
	return list
}

// printFree prints what can still be licensed.
func (a *app) printFree(p *portfolio.Portfolio, q portfolio.Question, h *portfolio.Holdings) error {
	ans, err := p.Free(q, h)
	if err != nil {
		return &usageError{message: err.Error(), hint: "name it by its number, its title, or its id in a term sheet"}
	}
	if a.format == "json" {
		return a.printJSON(ans)
	}
	w := &page{width: widthOf(a.out)}
	w.line("", ans.Asset+":")
	if len(ans.Windows) == 0 {
		w.line("  ", "nothing is free")
	}
	for _, free := range ans.Windows {
		to := "without end"
		if !free.To.IsZero() {
			to = "to " + free.To.ISO()
		}
		w.line("  ", fmt.Sprintf("free from %s %s: %s", free.From.ISO(), to, some(free.Countries, 20)))
		for _, d := range free.Doubts {
			w.line("    ", d)
		}
	}
	for i, x := range ans.Blocks {
		if i == shownLines {
			w.line("  ", fmt.Sprintf("and %d more in the way", len(ans.Blocks)-i))
			break
		}
		to, kind := "without end", "in the way"
		if !x.To.IsZero() {
			to = "to " + x.To.ISO()
		}
		if x.Renews {
			to += ", and longer if it is renewed"
		}
		if !x.Certain {
			kind = "may be in the way"
		}
		w.line("  ", fmt.Sprintf("%s: %s (%s), %s, %s in %s, %s, %s %s", kind, x.Reference, x.Status, x.Grant, x.Degree, some(x.Countries, 8), x.Field, x.From.ISO(), to))
	}
	for _, n := range ans.Notes {
		w.line("  ", "note: "+n)
	}
	w.b.WriteString(calendarNotice + "\n")
	_, err = fmt.Fprint(a.out, w.b.String())
	return err
}
