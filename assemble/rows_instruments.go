package assemble

import (
	"errors"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// A statedTerm is a value that an instrument states for a parameter of the library,
// whether a clause of the instrument takes it or not.
type statedTerm struct {
	topic     *Topic
	parameter *Parameter
	value     any
	err       error // no clause of the library can hold the value
}

// statedTerms are the values of a term sheet that parameters of the library take, each
// with the first that can hold it.
func (d *Deal) statedTerms() (list []statedTerm) {
	at := map[string]int{}
	for _, t := range d.lib.Topics() {
		for _, v := range t.Variants {
			for _, p := range v.Parameters {
				i, seen := at[p.Path]
				if p.Path == "" || seen && list[i].err == nil {
					continue
				}
				raw, ok := d.File.Sheet.Get(p.Path)
				if !ok {
					continue
				}
				value, err := p.value(raw)
				if errors.As(err, new(*outOfRange)) {
					err = nil
				}
				if !seen {
					i, list = len(list), append(list, statedTerm{})
					at[p.Path] = i
				}
				if !seen || err == nil {
					list[i] = statedTerm{t, p, value, err}
				}
			}
		}
	}
	return list
}

// ChangedTerms: Subject, Term, Agreed. They are the values that an instrument
// states for terms of the clauses, in the words in which the library describes
// them. What the instrument says elsewhere, in a table or a provision of its
// own, is not among them.
func (c *context) ChangedTerms() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for _, t := range c.run.statedTerms() {
		if c.hasProvision(t.parameter.Path) || t.err != nil { // which is a problem of the deal
			continue
		}
		changed := sentence(plainWord(shown(t.value)))
		if noTime(t.value) {
			changed = "None"
		}
		if place, _, ok := c.run.File.Sheet.Locate(t.parameter.Path); ok && place.CanAddr() {
			c.saw(place.Addr().Interface())
		}
		rows = append(rows, []agreement.Cell{textCell(t.topic.Title), textCell(sentence(t.parameter.About)), c.cell(changed)})
	}
	slices.SortStableFunc(rows, func(a, b []agreement.Cell) int { return strings.Compare(agreement.Words(a[0]), agreement.Words(b[0])) })
	return rows
}

// hasProvision reports whether an instrument says a value in a provision of its
// own.
func (c *context) hasProvision(path string) bool {
	return slices.ContainsFunc([]string{"deal.", "term.length", "term.renewal.period", "term.renewal.max", "termination.grounds", "membership.accession.entry_fee"},
		func(prefix string) bool { return strings.HasPrefix(path, prefix) })
}

// plainWord is a coded value as words; other values are as they are.
func plainWord(s string) string {
	if strings.ToLower(s) == s && !strings.ContainsAny(s, "0123456789 ") {
		return word(s)
	}
	return s
}

// GroundRows: Ground, By, Against, Cure, Notice, What ends, More.
func (c *context) GroundRows() [][]agreement.Cell {
	var rows [][]agreement.Cell
	for i := range c.Termination.Grounds {
		g := &c.Termination.Grounds[i]
		var more []string
		if g.ThresholdPct != nil {
			more = append(more, "control is more than "+g.ThresholdPct.String()+" of the votes")
		}
		if g.LockInMonths != nil && *g.LockInMonths > 0 {
			more = append(more, "not in the first "+g.LockInMonths.String())
		}
		if g.Insolvency != "" {
			more = append(more, word(g.Insolvency))
		}
		by, against := "Each party", "Any other party"
		if len(g.By) > 0 {
			by = c.names(g.By)
		}
		if len(g.Against) > 0 {
			against = c.names(g.Against)
		}
		c.only()
		c.names(g.By)
		byCell := c.cell(by, &g.By)
		kind := c.coded(sentence(word(g.Kind)), &g.Kind)
		c.names(g.Against)
		rows = append(rows, []agreement.Cell{
			kind, byCell, c.cell(against, &g.Against), c.cell(lasting(g.CureDays), &g.CureDays), c.cell(lasting(g.NoticeDays), &g.NoticeDays),
			c.coded(sentence(groundScope[g.Scope]), &g.Scope), c.cell(sentence(strings.Join(more, "; ")), &g.ThresholdPct, &g.LockInMonths, &g.Insolvency),
		})
	}
	return rows
}

// groundScope is what ends on a ground for termination.
var groundScope = map[string]string{
	"whole": "the agreement", "party": "the participation of the party in breach", "licence": "the licence to which the ground relates", "suspension": "nothing: the licence is suspended",
}

// StatesTerm reports whether an instrument says how long the agreement lasts.
func (c *context) StatesTerm() bool {
	t := &c.run.File.Sheet.Term
	c.saw(&t.Length, &t.End, &t.Renewal)
	return t.Length != nil || !t.End.IsZero() || t.Renewal != (schema.Renewal{})
}

// StatedNoticeRows are the rows of [context.NoticeRows] where an instrument
// states how notices reach a party.
func (c *context) StatedNoticeRows() [][]agreement.Cell {
	for _, p := range c.run.facts.signing {
		if p.Notices != (schema.Notices{}) {
			return c.NoticeRows()
		}
	}
	return nil
}
