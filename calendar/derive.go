package calendar

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// A deriver collects the entries of one agreement.
type deriver struct {
	res     *assemble.Result
	sheet   *schema.TermSheet
	o       Options
	term    term
	days    *workdays
	roll    assemble.Saying
	signers []string
	printed map[string]*agreement.Clause // the provision that prints a value, by its pointer
	hangs   map[string]*agreement.Clause // the provision that is as it is because of a value
	order   map[*agreement.Clause]int    // in the agreement
	covered map[string]bool              // values of which there is an entry
	anchors []anchor
	entries []*Entry
	repeats *agreement.Clause // the list of days of the agreement, or nil
	out     *Calendar
}

func (c *Calendar) note(format string, args ...any) {
	c.Notes = append(c.Notes, fmt.Sprintf(format, args...))
}

// places learns where the agreement prints each value.
func (d *deriver) places() {
	d.printed, d.hangs, d.covered, d.order = map[string]*agreement.Clause{}, map[string]*agreement.Clause{}, map[string]bool{}, map[*agreement.Clause]int{}
	again := map[*agreement.Clause]bool{} // what is within a list of days, or the page of key terms
	list, page := d.res.Says(assemble.KeyDates).Topic, d.res.Says(assemble.KeyTerms).Topic
	agreement.Walk(d.res.Document.Body, func(b agreement.Block) bool {
		c, ok := b.(*agreement.Clause)
		if !ok {
			return true
		}
		d.order[c] = len(d.order)
		if c.Source != nil && c.Source.Topic != "" && (c.Source.Topic == list || c.Source.Topic == page) {
			if c.Source.Topic == list {
				d.repeats = c
			}
			agreement.Walk([]agreement.Block{c}, func(b agreement.Block) bool {
				if in, ok := b.(*agreement.Clause); ok {
					again[in] = true
				}
				return true
			})
		}
		return true
	})
	for _, u := range d.res.Trace.Uses() {
		if u.Clause == nil || u.Clause.Kind == agreement.Annex || again[u.Clause] {
			continue
		}
		for _, v := range u.Origin.Values {
			at := pointerOf(v)
			in := d.hangs
			if u.Origin.How != agreement.Chosen {
				in = d.printed
			}
			if in[at] == nil || !numbered(in[at]) && numbered(u.Clause) {
				in[at] = u.Clause // a provision that can be cited, where there is one
			}
		}
	}
}

// pointerOf is where the term sheet states a value, or would state it.
func pointerOf(v agreement.Value) string {
	if v.Default != nil {
		return v.Default.Pointer
	}
	return v.Pointer
}

// provision is the provision that states one of some values, the first first.
func (d *deriver) provision(values []string) *agreement.Clause {
	for _, in := range []map[string]*agreement.Clause{d.printed, d.hangs} {
		for _, at := range values {
			if c := in[at]; c != nil {
				return c
			}
		}
	}
	return nil
}

// add adds an entry that follows from values of the term sheet, the first of which
// says the day. Where the agreement prints none of them it has no day: the other side
// never agreed to it.
func (d *deriver) add(e Entry, values ...string) *Entry {
	e.Values = values
	for _, at := range values {
		d.covered[at] = true
	}
	c := d.provision(values)
	if c == nil {
		e.Due = schema.Date{}
		e.Undated = "the term sheet states it, and the agreement does not say it"
	}
	return d.put(e, c)
}

// put adds an entry of a provision.
func (d *deriver) put(e Entry, c *agreement.Clause) *Entry {
	e.order = len(d.order)
	if c != nil {
		e.Provision, e.ProvisionID, e.order = cmp.Or(c.Number, strings.TrimSuffix(c.Label, "."), agreement.Words(c.Heading)), c.ID, d.order[c]
	}
	d.entries = append(d.entries, &e)
	return &e
}

// finish settles what hangs on Business Days.
func (d *deriver) finish(e *Entry) {
	if e.Due.IsZero() {
		return
	}
	switch e.Kind {
	case Notice:
		e.Send = d.sending(e)
	case Payment, Report, Milestone, Filing, Duty, Right:
		if d.roll.Value == "next" && forward(e.Rule) {
			e.Act = d.days.next(e.Due)
			if e.Act != (Day{}) {
				e.Moves = append(e.Moves, "it is not, or may not be, a Business Day: the next one counts"+d.under(d.roll))
			}
		}
	case Review, Start, End, Expiry, Change, Limit:
	}
}

// forward reports whether a day is counted forward or named: a day counted backward
// from another does not roll, for that would take time from the other side.
func forward(rule string) bool { return !strings.Contains(rule, " before ") }

// under cites the section that says something.
func (d *deriver) under(s assemble.Saying) string {
	if s.Topic == "" {
		return ""
	}
	for c := range d.order {
		if c.Source != nil && c.Source.Topic == s.Topic {
			return " (" + citation(c) + ")"
		}
	}
	return ""
}

func numbered(c *agreement.Clause) bool { return c.Kind == agreement.Numbered && c.Number != "" }

func citation(c *agreement.Clause) string {
	if !numbered(c) || c.Number[0] < '0' || c.Number[0] > '9' {
		return cmp.Or(c.Number, c.Label)
	}
	return "Section " + c.Number
}

// identify names an entry for as long as its obligation and its period stay: not by
// its day, its sum or its number, which may all change.
func (d *deriver) identify(e *Entry, used map[string]int) string {
	name := e.ProvisionID + "|" + string(e.Kind) + "|" + e.Period + "|" + strings.Join(stableNames(d.sheet, e.Values), ",")
	if len(e.Values) == 0 {
		name += "|" + letters(e.What)
	}
	used[name]++
	if n := used[name]; n > 1 {
		name += "|" + strconv.Itoa(n)
	}
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:12])
}

// letters is a sentence without its figures, so that a period may change in it.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return -1
		}
		return r
	}, s)
}

// stableNames are values by the ids of what they are in, where that has one: places
// in lists change when something is put in before.
func stableNames(s *schema.TermSheet, values []string) []string {
	var list []string
	for _, at := range values {
		parts := strings.Split(at, "/")
		if len(parts) > 3 {
			if i, err := strconv.Atoi(parts[2]); err == nil {
				if id := elementID(s, parts[1], i); id != "" {
					parts[2] = id
				}
			}
		}
		list = append(list, strings.Join(parts, "/"))
	}
	return list
}

func elementID(s *schema.TermSheet, list string, i int) string {
	pick := func(n int, id func() string) string {
		if i < n {
			return id()
		}
		return ""
	}
	switch list {
	case "assets":
		return pick(len(s.Assets), func() string { return s.Assets[i].ID })
	case "grants":
		return pick(len(s.Grants), func() string { return s.Grants[i].ID })
	case "projects":
		return pick(len(s.Projects), func() string { return s.Projects[i].ID })
	case "carve_outs":
		return pick(len(s.CarveOuts), func() string { return s.CarveOuts[i].ID })
	}
	return ""
}

func idsOf(list []*schema.Party) []string {
	var ids []string
	for _, p := range list {
		ids = append(ids, p.ID)
	}
	return ids
}

// others are the parties that sign, but for some.
func (d *deriver) others(than []string) []string {
	return slices.DeleteFunc(slices.Clone(d.signers), func(id string) bool { return slices.Contains(than, id) })
}
