package assemble

import (
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// NamesCell is the names of parties as a cell of a table begins.
func (c *Context) NamesCell(ids []string) string { return sentence(c.names(ids)) }

// DepositNo is the numbers in Schedule E of the deposits with these ids.
func (c *Context) DepositNo(ids []string) []string {
	var list []string
	for i, d := range c.Escrow.Deposits {
		if slices.Contains(ids, d.ID) {
			list = append(list, strconv.Itoa(i+1))
		}
	}
	return list
}

// SeatRows: Member, Function, Person.
func (c *Context) SeatRows() [][]string {
	var rows [][]string
	for _, s := range c.Governance.Committee.Members {
		rows = append(rows, []string{c.name(s.Member), sentence(word(s.Function)), orNone(s.Person)})
	}
	return rows
}

// ThresholdRows: Decision, Threshold.
func (c *Context) ThresholdRows() [][]string {
	k := c.Governance.Committee
	var rows [][]string
	add := func(what string, pct *schema.Percent, of string) {
		if pct != nil {
			rows = append(rows, []string{what, pct.String() + " of " + of})
		}
	}
	add("Quorum", k.QuorumPct, "the seats")
	add("Ordinary decisions", k.Votes.OrdinaryPct, "the votes cast")
	add("Reserved Matters", k.Votes.SpecialPct, "all votes")
	for _, m := range k.Votes.Unanimous {
		rows = append(rows, []string{m, "all votes"})
	}
	return rows
}

// TierInfoRows: Tier, Content, Recipients, Controls, Residuals.
func (c *Context) TierInfoRows() [][]string {
	var rows [][]string
	for _, t := range c.Confidentiality.Tiers {
		residuals := "Do not apply"
		if t.Residuals {
			residuals = "Apply"
		}
		name := sentence(word(t.ID))
		if t.Name != "" {
			name += ", " + t.Name
		}
		rows = append(rows, []string{name, orNone(t.Content), orNone(t.Recipients), orNone(strings.Join(t.Controls, "; ")), residuals})
	}
	return rows
}

// FilingRows: Authority, Instrument, Deadline, Owner.
func (c *Context) FilingRows() [][]string {
	var rows [][]string
	for _, f := range c.Regulatory.Filings {
		rows = append(rows, []string{f.Authority, f.Instrument, dateOrNone(f.Deadline), c.name(orNone(f.Owner))})
	}
	return rows
}

// NoticeRows: Party, Attention, Address, E-mail, Copy.
func (c *Context) NoticeRows() [][]string {
	var rows [][]string
	for _, p := range c.run.facts.signing {
		n := p.Notices
		address := n.Address
		if address == "" {
			address = p.Address
		}
		rows = append(rows, []string{p.ShortName, orNone(n.Attention), orNone(address), orNone(n.Email), orNone(n.Copy)})
	}
	return rows
}

// SurvivalRows: Section, Heading.
func (c *Context) SurvivalRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for _, in := range c.run.surviving() {
		rows = append(rows, []agreement.Cell{{&agreement.Ref{Target: in.item.Use}}, textCell(in.variant.Title)})
	}
	return rows
}

// SurvivingSections is references to the sections of SurvivalRows, in words.
func (c *Context) SurvivingSections() words {
	var refs []string
	for _, in := range c.run.surviving() {
		refs = append(refs, "[](#"+in.item.Use+")")
	}
	return words(enumerate(refs, "and"))
}

// TermEnd is the last day of the term, or nil where it has no fixed end.
func (c *Context) TermEnd() *schema.Date {
	if d, ok := c.TermSheet.TermEnd(); ok {
		return &d
	}
	return nil
}

// Released is the parties to whom something is promised, in words.
func (c *Context) Released(ids []string) string { return c.names(ids) }

// Many reports whether a list of parties stands for more than one of them, as a
// sentence speaks of them.
func (c *Context) Many(ids []string) bool { return len(ids) > 1 }

// Upper is a name that begins a sentence.
func (c *Context) Upper(name any) (words, error) {
	s, err := printed(name)
	return words(sentence(s)), err
}

// ServiceLevelRows: Fault, Answer, Mend or way round.
func (c *Context) ServiceLevelRows() [][]string {
	var rows [][]string
	for _, l := range c.Services.Levels {
		rows = append(rows, []string{sentence(l.Fault), hoursOrNone(l.RespondHours), hoursOrNone(l.RestoreHours)})
	}
	return rows
}

func hoursOrNone(h *schema.Hours) string {
	if h == nil {
		return none
	}
	return h.String()
}

// InsuranceRows: Party, Cover, Least sum for each claim, After the end.
func (c *Context) InsuranceRows() [][]string {
	var rows [][]string
	for _, x := range c.General.Insurance {
		after := none
		if x.TailMonths != nil {
			after = x.TailMonths.String()
		}
		rows = append(rows, []string{c.name(x.Party), sentence(x.Cover), x.Amount.String(), after})
	}
	return rows
}
