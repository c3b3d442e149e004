package assemble

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// NamesCell is the names of parties as a cell of a table begins.
func (c *context) NamesCell(ids []string) string { return beginning(c.names(ids), ids...) }

// DepositNo is the numbers in Schedule E of the deposits with these ids.
func (c *context) DepositNo(ids []string) []string {
	c.saw(&c.Escrow.Deposits)
	var list []string
	for i, d := range c.Escrow.Deposits {
		if slices.Contains(ids, d.ID) {
			list = append(list, strconv.Itoa(i+1))
		}
	}
	return list
}

// SupportedDeposits is the numbers in Schedule E of the deposits that a failure of
// support releases, so that nobody else owes support; none where it releases all.
func (c *context) SupportedDeposits() []string {
	if list := c.supportedDeposits(); len(list) < len(c.Escrow.Deposits) {
		return c.DepositNo(list)
	}
	return nil
}

// HasSupportedDeposit reports whether a failure of support releases a deposit.
func (c *context) HasSupportedDeposit() bool { return len(c.supportedDeposits()) > 0 }

// supportedDeposits is the ids of the deposits that a failure of support releases: an
// audit needs no support.
func (c *context) supportedDeposits() []string {
	c.saw(&c.Escrow.Release, &c.Escrow.Deposits)
	var ids []string
	for i := range c.Escrow.Deposits {
		d := &c.Escrow.Deposits[i]
		if d.Purpose != "audit" && slices.ContainsFunc(c.Escrow.Release, func(r schema.ReleaseCondition) bool {
			return r.Condition == "support-failure-uncured" && (len(r.Deposits) == 0 || slices.Contains(r.Deposits, d.ID))
		}) {
			ids = append(ids, d.ID)
		}
	}
	return ids
}

// HasUnservedDeposit reports whether a deposit that a failure of support releases
// has a depositor, a beneficiary or an asset that the services do not reach, for
// which the duty of support has to be stated elsewhere.
func (c *context) HasUnservedDeposit() bool {
	s := &c.Services
	c.saw(&s.Provider, &s.Recipients, &s.Assets)
	supported := c.supportedDeposits()
	for i := range c.Escrow.Deposits {
		d := &c.Escrow.Deposits[i]
		if slices.Contains(supported, d.ID) && (d.Depositor != s.Provider ||
			slices.ContainsFunc(c.expand(d.Beneficiaries), func(id string) bool { return !c.serves(id) }) ||
			slices.ContainsFunc(d.Assets, func(id string) bool { return !c.serviced(id) })) {
			return true
		}
	}
	return false
}

// serves reports whether a party receives the services: one that is named, or else a
// licensee of their provider.
func (c *context) serves(party string) bool {
	if list := c.Services.Recipients; len(list) > 0 {
		return slices.Contains(c.expand(list), party)
	}
	return slices.ContainsFunc(c.provided(), func(g *schema.Grant) bool { return slices.Contains(c.Licensees(g), party) })
}

// serviced reports whether the services are for an asset: one that is named, or else
// software that their provider licenses.
func (c *context) serviced(asset string) bool {
	if list := c.Services.Assets; len(list) > 0 {
		return slices.Contains(list, asset)
	}
	a := c.Asset(asset)
	return a != nil && a.Kind == schema.Software &&
		slices.ContainsFunc(c.provided(), func(g *schema.Grant) bool { return slices.Contains(c.AssetsOf(g, c.Services.Provider), a) })
}

// provided is the licences that the provider of the services grants.
func (c *context) provided() []*schema.Grant {
	c.saw(&c.Grants)
	var list []*schema.Grant
	for i := range c.Grants {
		if slices.Contains(c.Licensors(&c.Grants[i]), c.Services.Provider) {
			list = append(list, &c.Grants[i])
		}
	}
	return list
}

// expand is the ids of the parties for whom references stand.
func (c *context) expand(refs []string) []string {
	var all []string
	for _, ref := range refs {
		all = append(all, c.Expand(ref)...)
	}
	return all
}

// SeatRows: Member, Function, Person.
func (c *context) SeatRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Governance.Committee.Members {
		s := &c.Governance.Committee.Members[i]
		rows = append(rows, []agreement.Cell{c.cell(c.name(s.Member), &s.Member), c.coded(sentence(word(s.Function)), &s.Function), c.cell(orNone(s.Person), &s.Person)})
	}
	return rows
}

// ThresholdRows: Decision, Threshold.
func (c *context) ThresholdRows() [][]agreement.Cell {
	k := &c.Governance.Committee
	var rows [][]agreement.Cell
	add := func(what string, pct **schema.Percent, of string) {
		if *pct != nil {
			rows = append(rows, []agreement.Cell{textCell(what), c.cell((*pct).String()+" of "+of, pct)})
		}
	}
	add("Quorum", &k.QuorumPct, "the seats")
	add("Ordinary decisions", &k.Votes.OrdinaryPct, "the votes cast")
	add("Reserved Matters", &k.Votes.SpecialPct, "all votes")
	for i, m := range k.Votes.Unanimous {
		rows = append(rows, []agreement.Cell{c.cell(m, &k.Votes.Unanimous[i]), textCell("all votes")})
	}
	return rows
}

// TierInfoRows: Tier, Content, Recipients, Controls, Residuals.
func (c *context) TierInfoRows() [][]agreement.Cell { return c.tierRows("Apply", "Do not apply") }

// TierMemoryRows: Tier, Content, Recipients, Controls, What people remember; for an
// agreement without a clause on residuals, in which the word means nothing.
func (c *context) TierMemoryRows() [][]agreement.Cell { return c.tierRows("–", "May not be used") }

// tierRows are the tiers, with one of two words for what people keep in memory.
func (c *context) tierRows(free, bound string) [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Confidentiality.Tiers {
		t := &c.Confidentiality.Tiers[i]
		residuals := bound
		if t.Residuals {
			residuals = free
		}
		name := sentence(word(t.ID))
		if t.Name != "" {
			name += ", " + t.Name
		}
		rows = append(rows, []agreement.Cell{c.cell(name, &t.ID, &t.Name), c.cell(orNone(t.Content), &t.Content), c.cell(orNone(t.Recipients), &t.Recipients),
			c.cell(orNone(strings.Join(t.Controls, "; ")), &t.Controls), c.coded(residuals, &t.Residuals)})
	}
	return rows
}

// FilingRows: Authority, Instrument, Deadline, Owner.
func (c *context) FilingRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Regulatory.Filings {
		f := &c.Regulatory.Filings[i]
		rows = append(rows, []agreement.Cell{c.cell(f.Authority, &f.Authority), c.cell(f.Instrument, &f.Instrument),
			c.cell(dateOrNone(f.Deadline), &f.Deadline), c.cell(c.name(orNone(f.Owner)), &f.Owner)})
	}
	return rows
}

// NoticeRows: Party, Attention, Address, E-mail, Copy.
func (c *context) NoticeRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for _, p := range c.run.facts.signing {
		n := &p.Notices
		address := c.cell(n.Address, &n.Address)
		if n.Address == "" {
			address = c.cell(orNone(p.Address), &p.Address)
		}
		rows = append(rows, []agreement.Cell{c.cell(p.ShortName, &p.ShortName), c.cell(orNone(n.Attention), &n.Attention), address,
			c.cell(orNone(n.Email), &n.Email), c.cell(orNone(n.Copy), &n.Copy)})
	}
	return rows
}

// SurvivalRows: Section, Heading.
func (c *context) SurvivalRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for _, in := range c.run.surviving() {
		rows = append(rows, []agreement.Cell{{&agreement.Ref{Target: in.item.Use}}, textCell(in.variant.Title)})
	}
	return rows
}

// SurvivingSections is references to the sections of SurvivalRows, in words.
func (c *context) SurvivingSections() words {
	var refs []string
	for _, in := range c.run.surviving() {
		refs = append(refs, "[](#"+in.item.Use+")")
	}
	return words(enumerate(refs, "and"))
}

// TermEnd is the last day of the term, or nil where it has no fixed end.
func (c *context) TermEnd() *schema.Date {
	if c.saw(&c.Term.End); c.Term.End.IsZero() {
		c.termStart()
		c.reckoned(&c.Term.Length)
	}
	if d, ok := c.TermSheet.TermEnd(); ok {
		return &d
	}
	return nil
}

// Released is the parties to whom something is promised, in words.
func (c *context) Released(ids []string) string { return c.names(ids) }

// Many reports whether a list of parties stands for more than one of them, as a
// sentence speaks of them.
func (c *context) Many(ids []string) bool { return len(ids) > 1 }

// Upper is parties as they begin a sentence: words for them have a capital, and a name is
// as its party writes it.
func (c *context) Upper(name any) any {
	if w, ok := name.(words); ok {
		return words(sentence(string(w)))
	}
	return name
}

// ServiceLevelRows: Fault, Answer, Mend or way round.
func (c *context) ServiceLevelRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Services.Levels {
		l := &c.Services.Levels[i]
		rows = append(rows, []agreement.Cell{c.cell(sentence(l.Fault), &l.Fault), c.cell(hoursOrNone(l.RespondHours), &l.RespondHours), c.cell(hoursOrNone(l.RestoreHours), &l.RestoreHours)})
	}
	return rows
}

func hoursOrNone(h *schema.Hours) string {
	if h == nil {
		return none
	}
	return h.String()
}

// lasting is a time, as a cell has it: one that is stated to be nothing is none, and
// not a dash.
func lasting[T interface {
	~int
	fmt.Stringer
}](n *T) string {
	if n != nil && *n == 0 {
		return "None"
	}
	return show(n)
}

// InsuranceRows: Party, Cover, Minimum insured for each claim, After the end.
func (c *context) InsuranceRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.General.Insurance {
		x := &c.General.Insurance[i]
		rows = append(rows, []agreement.Cell{c.cell(c.name(x.Party), &x.Party), c.cell(sentence(x.Cover), &x.Cover), c.cell(x.Amount.String(), &x.Amount), c.cell(lasting(x.TailMonths), &x.TailMonths)})
	}
	return rows
}

// termStart notes what the first day of the term is read from.
func (c *context) termStart() {
	if c.saw(&c.Term.Start); c.Term.Start.IsZero() {
		c.saw(&c.Deal.EffectiveDate)
	}
}

// TermStart is the first day of the term.
func (c *context) TermStart() schema.Date {
	c.termStart()
	return c.TermSheet.TermStart()
}

// WhichLicence tells a licence from the others in words: by who grants it to whom
// where that singles it out, else by its row. Where there is one alone it is empty.
func (c *context) WhichLicence(id string) string {
	licence := c.Grant(id)
	switch {
	case licence == nil || !c.singledOut(licence):
		return "in row " + id
	case len(c.Grants) == 1:
		return ""
	}
	return "that " + c.name(licence.From) + " grants to " + c.name(licence.To[0])
}

// singledOut reports whether a licence is the only one between two named parties.
func (c *context) singledOut(licence *schema.Grant) bool {
	same := 0
	for i := range c.Grants {
		g := &c.Grants[i]
		c.saw(&g.From, &g.To)
		if g.From == licence.From && slices.Equal(g.To, licence.To) {
			same++
		}
	}
	return same == 1 && len(licence.To) == 1 && c.Party(licence.From) != nil && c.Party(licence.To[0]) != nil
}
