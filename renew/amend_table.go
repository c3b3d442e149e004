package renew

import (
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// tableChanged reports whether a table, its columns or any of its rows differ.
func tableChanged(t *agreement.Table) bool {
	if !stays(t.Change) || t.Columns != nil {
		return true
	}
	for i := range t.Rows {
		if rowChanged(&t.Rows[i]) {
			return true
		}
	}
	return headChanged(t)
}

func headChanged(t *agreement.Table) bool {
	for _, c := range t.Head {
		if anyChanged(c) {
			return true
		}
	}
	return false
}

func rowChanged(r *agreement.Row) bool {
	if !stays(r.Change) {
		return true
	}
	for _, c := range r.Cells {
		if anyChanged(c) {
			return true
		}
	}
	return false
}

// proveTable holds the changes of a table against what is covered.
func (a *amender) proveTable(t *agreement.Table, check func(key any, words string)) {
	if !stays(t.Change) || t.Columns != nil || headChanged(t) {
		check(t, "a table")
		return
	}
	for i := range t.Rows {
		if r := &t.Rows[i]; rowChanged(r) {
			check(r, rowName(r, bothSides))
		}
	}
}

// citeTable names a table of a clause: by the clause, and by its place where the
// clause has several.
func (a *amender) citeTable(c *agreement.Clause, t *agreement.Table) string {
	place, count := 0, 0
	for _, b := range c.Body {
		x, ok := b.(*agreement.Table)
		if !ok || !oldSide.has(x.Change) {
			continue
		}
		if x == t {
			place = count
		}
		count++
	}
	if count == 1 {
		return "the table in " + a.citeInText(c)
	}
	return fmt.Sprintf("the %s table in %s", ordinal(place), a.citeInText(c))
}

// table writes the instructions for a table at an index of a clause's body.
func (a *amender) table(c *agreement.Clause, i int, t *agreement.Table) bool {
	if c.Label == "" {
		return !tableChanged(t)
	}
	cover := func() {
		a.covered[t]++
		for i := range t.Rows {
			a.covered[&t.Rows[i]]++
		}
	}
	all := func(*agreement.Row) bool { return true }
	switch t.Change {
	case agreement.Deleted, agreement.MovedFrom:
		cover()
		a.add(schema.Superseded{Provision: a.citeTable(c, t), Action: deleteIt})
		return true
	case agreement.Inserted, agreement.MovedTo:
		where, ok := a.placeAfter(c, i)
		if ok {
			cover()
			a.add(schema.Superseded{Provision: where, Action: insertAfter, Passages: []schema.Passage{tablePassage(t, all)}})
		}
		return ok
	case agreement.Unchanged:
	}
	if !tableChanged(t) {
		return true
	}
	if t.Columns != nil || headChanged(t) || mostRows(t) || !a.namedRows(t) {
		cover()
		a.add(schema.Superseded{Provision: a.citeTable(c, t), Action: replaceIt, Passages: []schema.Passage{tablePassage(t, all)}})
		return true
	}
	a.rows(a.citeTable(c, t), t)
	return true
}

// mostRows reports whether so many rows differ that the table is better replaced.
func mostRows(t *agreement.Table) bool {
	n := 0
	for i := range t.Rows {
		if rowChanged(&t.Rows[i]) {
			n++
		}
	}
	return n > 2 && 2*n > len(t.Rows)
}

// namedRows reports whether every row of the old draft that an instruction may name
// is told apart by the words in its first column.
func (a *amender) namedRows(t *agreement.Table) bool {
	seen := map[string]bool{}
	for i := range t.Rows {
		r := &t.Rows[i]
		if !oldSide.has(r.Change) {
			continue
		}
		name := rowName(r, oldSide)
		if name == "" || seen[name] {
			return false
		}
		seen[name] = true
	}
	return true
}

// rowName is the words in the first column of a row.
func rowName(r *agreement.Row, s side) string {
	if len(r.Cells) == 0 {
		return ""
	}
	return wordsOf(r.Cells[0], s)
}

// rows writes the instructions for single rows of a table.
func (a *amender) rows(table string, t *agreement.Table) {
	last := "" // the row of the old draft before, by name
	for i := 0; i < len(t.Rows); i++ {
		r := &t.Rows[i]
		where := fmt.Sprintf("the row “%s” of %s", rowName(r, oldSide), table)
		switch r.Change {
		case agreement.Inserted, agreement.MovedTo:
			from := i
			for i+1 < len(t.Rows) && (t.Rows[i+1].Change == agreement.Inserted || t.Rows[i+1].Change == agreement.MovedTo) {
				i++
			}
			a.insertRows(table, last, t, from, i+1)
			continue
		case agreement.Deleted, agreement.MovedFrom:
			a.covered[r]++
			a.add(schema.Superseded{Provision: where, Action: deleteIt})
		case agreement.Unchanged:
			if rowChanged(r) {
				a.covered[r]++
				a.row(where, t, r)
			}
		}
		last = rowName(r, oldSide)
	}
}

// insertRows puts rows after the one of a name, or first.
func (a *amender) insertRows(table, last string, t *agreement.Table, from, to int) {
	in := map[*agreement.Row]bool{}
	for i := from; i < to; i++ {
		in[&t.Rows[i]] = true
		a.covered[&t.Rows[i]]++
	}
	s := schema.Superseded{Provision: table, Action: insertFirst, Passages: []schema.Passage{tablePassage(t, func(r *agreement.Row) bool { return in[r] })}}
	if last != "" {
		s.Action, s.Provision = insertAfter, fmt.Sprintf("the row “%s” of %s", last, table)
	}
	a.add(s)
}

// row replaces words of one cell, or the whole row.
func (a *amender) row(where string, t *agreement.Table, r *agreement.Row) {
	var hunks []hunk
	whole := rowText(r, oldSide)
	for _, c := range r.Cells {
		if !anyChanged(c) {
			continue
		}
		h := hunk{old: wordsOf(c, oldSide), new: wordsOf(c, newSide)}
		if h.old == "" || h.new == "" || strings.Count(whole, h.old) != 1 {
			hunks = nil
			break
		}
		hunks = append(hunks, h)
	}
	if len(hunks) == 0 || len(hunks) > mostHunks {
		a.add(schema.Superseded{Provision: where, Action: replaceIt, Passages: []schema.Passage{tablePassage(t, func(x *agreement.Row) bool { return x == r })}})
		return
	}
	for _, h := range hunks {
		a.add(schema.Superseded{Provision: where, Action: replaceWords, Old: h.old, New: h.new})
	}
}

// rowText is the words of a row with a mark between its cells.
func rowText(r *agreement.Row, s side) string {
	var cells []string
	for _, c := range r.Cells {
		cells = append(cells, wordsOf(c, s))
	}
	return strings.Join(cells, " | ")
}

// tablePassage is a table of the new draft, with some of its rows.
func tablePassage(t *agreement.Table, in func(*agreement.Row) bool) schema.Passage {
	p := schema.Passage{Head: cellTexts(t.Head, t.Columns)}
	for i := range t.Rows {
		if r := &t.Rows[i]; newSide.has(r.Change) && in(r) {
			p.Rows = append(p.Rows, cellTexts(r.Cells, t.Columns))
		}
	}
	return p
}

// cellTexts is the words of the cells that the new draft has.
func cellTexts(cells []agreement.Cell, columns []agreement.Change) []string {
	var out []string
	for i, c := range cells {
		if columns == nil || newSide.has(columns[i]) {
			out = append(out, wordsOf(c, newSide))
		}
	}
	return out
}
