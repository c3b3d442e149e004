package redline

import (
	"strings"
	"unicode"

	"github.com/engross/engross/agreement"
)

// A lister walks a marked document and lists its changes.
type lister struct {
	origins map[agreement.Block]int
	under   []*agreement.Clause // the clauses the walk is in, outermost first
	changes []Change
	stats   Stats
	moves   map[int]int     // move number to index in changes
	block   agreement.Block // the innermost block the walk is in
	refs    []followed
	renamed []Change // one for each clause with another number

	numbers   numbering
	restyled  map[string]int             // sort of structure to index in changes
	rewritten map[*agreement.Clause]bool // clauses whose label is written otherwise
	terms     []rename
}

// A followed is a reference printed with another number, and its target.
type followed struct {
	target string
	Occurrence
}

// list is the changes in d, which m built, and how many there are.
func list(m *merger, d *agreement.Document) ([]Change, Stats) {
	l := &lister{origins: m.origins, moves: map[int]int{}, restyled: map[string]int{}, rewritten: map[*agreement.Clause]bool{}}
	l.numbers.last = map[*agreement.Clause]string{}
	l.head(d.Was, d)
	l.blocks(d.Body)
	l.levels(m)
	was, is := typedListings(m.old.doc, m.new.doc)
	l.asides(kept(was, d.Body, agreement.Deleted), kept(is, d.Body, agreement.Inserted))
	l.stats.Moves += len(l.moves)
	l.changes = groupTerms(l.changes, l.renames(m))
	return append(l.changes, l.consequences()...), l.stats
}

// add lists a change that is in the clause the walk is in.
func (l *lister) add(c Change) {
	c.block = l.block
	if k := len(l.under); k > 0 {
		clause := l.under[k-1]
		if c.ClauseID == "" {
			c.ClauseID = clause.ID
		}
		for i := k - 1; i >= 0 && c.OldNumber+c.NewNumber == ""; i-- { // an item of a list has none
			c.OldNumber, c.NewNumber = citations(l.under[i])
		}
		for i := k - 1; i >= 0; i-- {
			if c.Heading == "" {
				c.Heading = title(l.under[i])
			}
			if s := l.under[i].Source; s != nil && c.topic.Topic == "" {
				c.topic = *s
			}
		}
	}
	if c.Kind != Moved {
		l.count(c)
	}
	l.changes = append(l.changes, c)
}

func (l *lister) count(c Change) {
	switch c.Kind {
	case Markup:
		l.stats.Markup++
		return
	case Structure:
		l.stats.Structure++
		return
	case Substantive, Number, DefinedTerm, Moved, Typographic, Consequential:
	}
	if c.After != "" {
		l.stats.Insertions++
	}
	if c.Before != "" {
		l.stats.Deletions++
	}
	if c.Kind != Typographic {
		l.stats.WordsIn += wordsIn(c.After)
		l.stats.WordsOut += wordsIn(c.Before)
	}
	if c.Scope == Row {
		l.stats.RowsInserted += min(1, len(c.After))
		l.stats.RowsDeleted += min(1, len(c.Before))
	}
}

// wordsIn counts the words of s. A mark that stands alone is none.
func wordsIn(s string) (n int) {
	for w := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(w, func(r rune) bool { return wordRune(r) || unicode.IsSymbol(r) }) {
			n++
		}
	}
	return n
}

// citations is a clause's citation in the old draft and in the new.
func citations(c *agreement.Clause) (old, new string) {
	switch c.Change {
	case agreement.Inserted:
		return "", c.Number
	case agreement.Deleted, agreement.MovedFrom:
		return c.Number, ""
	case agreement.Unchanged, agreement.MovedTo:
	}
	return formerLabel(c.WasNumber, c.Number), c.Number
}

// head lists what differs before the body begins.
func (l *lister) head(was, is *agreement.Document) {
	l.fieldWords("Title", was.Title, is.Title)
	l.fieldWords("Reference", was.Reference, is.Reference)
	l.fieldWords("Date", was.Date, is.Date)
	l.field("Status", statusName(was.Status), statusName(is.Status))
	l.parties(was.Parties, is.Parties)
	l.fieldWords("Notice", was.Notice, is.Notice)
	if !digest(was.Digest) || !digest(is.Digest) { // words that somebody wrote where it stood
		l.field("Document digest", was.Digest, is.Digest)
	}
}

// fieldWords lists the words of a field that changed.
func (l *lister) fieldWords(name, before, after string) {
	if before == "" || after == "" {
		l.field(name, before, after)
		return
	}
	from := len(l.changes)
	text := func(s string) []agreement.Inline { return []agreement.Inline{&agreement.Text{Text: s}} }
	ns, m := newNames(), merger{}
	l.hunks(m.words(ns.read(text(before)), ns.read(text(after)), agreement.Unchanged), place{node: -1}, "")
	for i := from; i < len(l.changes); i++ {
		l.changes[i].Scope, l.changes[i].Heading = Head, name
	}
}

func (l *lister) field(name, before, after string) {
	if before != after {
		l.add(Change{Kind: kindOf(before, after), Scope: Head, Heading: name, Before: before, After: after, at: place{node: -1}})
	}
}

// parties lists the parties that came, went or are named otherwise, each apart.
func (l *lister) parties(was, is []agreement.Party) {
	pairs := inOrder(len(was), len(is), func(x, y int) float64 {
		switch {
		case was[x] == is[y]:
			return 1
		case was[x].Name == is[y].Name || was[x].Short == is[y].Short:
			return 0.5
		}
		return 0
	})
	x, y := 0, 0
	for _, p := range append(pairs, [2]int{len(was), len(is)}) {
		for ; x < p[0]; x++ {
			l.field("Party", partyName(was[x]), "")
		}
		for ; y < p[1]; y++ {
			l.field("Party", "", partyName(is[y]))
		}
		if x < len(was) {
			l.field("Party", partyName(was[x]), partyName(is[y]))
		}
		x, y = p[0]+1, p[1]+1
	}
}

func (l *lister) blocks(body []agreement.Block) {
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			l.clause(b)
		case *agreement.Paragraph:
			l.paragraph(b)
		case *agreement.Table:
			l.table(b)
		case *agreement.Signatures:
			l.signatures(b)
		}
	}
}

func (l *lister) clause(c *agreement.Clause) {
	l.block = c
	l.under = append(l.under, c)
	defer func() { l.under = l.under[:len(l.under)-1] }()
	var in *agreement.Clause
	if k := len(l.under); k > 1 {
		in = l.under[k-2]
	}
	label := l.numbers.pass(c, in)
	switch c.Change {
	case agreement.Inserted:
		if after := plain(c, insertedWords); after == "" { // what stood in it stands beside it
			l.structure("lists", "in"+pattern(c.Label), "", "an item "+c.Label, c)
		} else {
			l.add(Change{Scope: Clause, After: after, at: place{node: -1}})
		}
		l.moved(c.Body, c)
	case agreement.Deleted:
		if before := plain(c, deletedWords); before == "" {
			l.structure("lists", "out"+pattern(c.Label), "an item "+c.Label, "", c)
		} else {
			l.add(Change{Scope: Clause, Before: before, at: l.place(c)})
		}
		l.passed(c.Body)
	case agreement.MovedFrom: // listed where it went
		l.passed(c.Body)
	case agreement.MovedTo, agreement.Unchanged:
		switch {
		case c.Move != 0:
			l.move(c, c.Move, Clause)
		case label == restyledLabel:
			l.restyle(c)
		case label == retypedLabel:
			l.retyped(c)
		case c.WasNumber != "" && c.Was == "" && l.inRewritten(in):
		case c.WasNumber != "":
			l.stats.Renumbered++
			old, new := citations(c)
			l.renamed = append(l.renamed, Change{Kind: Consequential, Scope: Clause, ClauseID: c.ID,
				OldNumber: old, NewNumber: new, Heading: title(c), Before: old, After: new, block: c})
		}
		l.hunks(c.Heading, l.place(c), "")
		l.blocks(c.Body)
	}
}

// passed counts past the labels in the body of a clause that is gone.
func (l *lister) passed(body []agreement.Block) {
	agreement.Walk(body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok {
			l.numbers.pass(c, nil)
		}
		return true
	})
}

// retyped lists a number that nothing before it explains.
func (l *lister) retyped(c *agreement.Clause) {
	x := Change{Kind: Number, Scope: Words, Before: formerLabel(c.Was, c.Label), After: c.Label, at: l.place(c)}
	var first []agreement.Inline
	if first = c.Heading; len(first) == 0 && len(c.Body) > 0 {
		if p, ok := c.Body[0].(*agreement.Paragraph); ok {
			first = p.Text
		}
	}
	x.beside(nil, append([]agreement.Inline{&agreement.Text{Text: " "}}, first...))
	x.trim()
	l.add(x)
}

// moved lists what in the body of a clause that was inserted came from elsewhere.
func (l *lister) moved(body []agreement.Block, in *agreement.Clause) {
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			if b.Change == agreement.MovedTo {
				l.clause(b)
			} else {
				l.numbers.pass(b, in)
				l.moved(b.Body, b)
			}
		case *agreement.Paragraph:
			if b.Change == agreement.MovedTo {
				l.paragraph(b)
			}
		case *agreement.Table, *agreement.Signatures: // only clauses and paragraphs are followed
		}
	}
}

// move lists a block that came from elsewhere, with its neighbours that came
// with it as one change.
func (l *lister) move(b agreement.Block, number int, scope Scope) {
	before, after := plain(b, formerWords), plain(b, presentWords)
	if i, ok := l.moves[number]; ok {
		c := &l.changes[i]
		c.Before, c.After = c.Before+"\n"+before, c.After+"\n"+after
		if clause, ok := b.(*agreement.Clause); ok {
			old, new := citations(clause)
			c.OldNumber, c.NewNumber = span(c.OldNumber, old), span(c.NewNumber, new)
		}
		return
	}
	l.moves[number] = len(l.changes)
	l.add(Change{Kind: Moved, Scope: scope, ClauseID: agreement.BlockID(b), Before: before, After: after, move: number, at: l.place(b)})
}

// span is "first to last".
func span(numbers, last string) string {
	first, _, _ := strings.Cut(numbers, " to ")
	return first + " to " + last
}

func (l *lister) paragraph(p *agreement.Paragraph) {
	l.block = p
	switch p.Change {
	case agreement.Inserted:
		l.add(Change{Scope: Paragraph, ClauseID: p.ID, After: plain(p, insertedWords), at: place{node: -1}})
	case agreement.Deleted:
		l.add(Change{Scope: Paragraph, ClauseID: p.ID, Before: plain(p, deletedWords), at: l.place(p)})
	case agreement.MovedFrom:
	case agreement.MovedTo, agreement.Unchanged:
		if p.Move != 0 {
			l.move(p, p.Move, Paragraph)
		}
		l.hunks(p.Text, l.place(p), p.ID)
	}
}

func (l *lister) signatures(s *agreement.Signatures) {
	l.block = s
	switch s.Change {
	case agreement.Inserted:
		l.add(Change{Scope: Signatures, After: plain(s, insertedWords), at: place{node: -1}})
		return
	case agreement.Deleted:
		l.add(Change{Scope: Signatures, Before: plain(s, deletedWords), at: l.place(s)})
		return
	case agreement.MovedFrom:
		return
	case agreement.MovedTo, agreement.Unchanged:
	}
	l.hunks(s.Lead, l.place(s), "")
	at := l.place(s)
	for _, y := range s.Blocks { // each field is a cell of the old page
		switch y.Change {
		case agreement.Inserted:
			l.add(Change{Scope: Signatures, After: signatoryText(y, insertedWords), at: place{node: -1}})
			continue
		case agreement.Deleted:
			l.add(Change{Scope: Signatures, Before: signatoryText(y, deletedWords), at: at})
		case agreement.Unchanged, agreement.MovedFrom, agreement.MovedTo:
			l.signatory(y, at)
		}
		at.cell += len(signatoryFields)
	}
}

// signatory lists the changes in a block that both drafts have, each named by its
// party and field.
func (l *lister) signatory(y agreement.Signatory, at place) {
	for _, f := range signatoryFields {
		from := len(l.changes)
		l.cell(y.Words(f.of), at, [2]string{y.Party + " | " + f.name, y.Party + " | " + f.name})
		for k := from; k < len(l.changes); k++ {
			l.changes[k].Scope = Signatures
		}
		at.cell++
	}
}

func (l *lister) table(t *agreement.Table) {
	l.block = t
	switch t.Change {
	case agreement.Inserted:
		l.add(Change{Scope: Table, After: plain(t, insertedWords), at: place{node: -1}})
		return
	case agreement.Deleted:
		l.add(Change{Scope: Table, Before: plain(t, deletedWords), at: l.place(t)})
		return
	case agreement.MovedFrom:
		return
	case agreement.MovedTo, agreement.Unchanged:
	}
	l.columns(t)
	at := l.place(t)
	l.row(t, t.Head, at, func(int) [2]string { return [2]string{} })
	width := len(t.Head) - changesOf(t.Columns, agreement.Inserted) // columns of the old draft
	at.cell = width
	for i := range t.Rows {
		r := &t.Rows[i]
		switch r.Change {
		case agreement.Inserted:
			l.add(Change{Scope: Row, After: rowText(r.Cells, insertedWords), at: place{node: -1}, rows: []*agreement.Row{r}})
			continue
		case agreement.Deleted:
			l.add(Change{Scope: Row, Before: rowText(r.Cells, deletedWords), at: at, rows: []*agreement.Row{r}})
		case agreement.MovedFrom:
		case agreement.MovedTo:
			words := rowText(r.Cells, presentWords)
			l.add(Change{Kind: Moved, Scope: Row, Before: words, After: words, at: place{node: -1}})
			l.stats.Moves++
			continue
		case agreement.Unchanged:
			l.row(t, r.Cells, at, func(i int) [2]string {
				return [2]string{text(r.Cells[0], formerWords) + " | " + text(t.Head[i], formerWords), text(r.Cells[0], presentWords) + " | " + text(t.Head[i], presentWords)}
			})
		}
		at.cell += width
	}
}

// columns lists the columns that only one draft has.
func (l *lister) columns(t *agreement.Table) {
	for i, change := range t.Columns {
		column := []agreement.Cell{t.Head[i]}
		for _, r := range t.Rows {
			if r.Change != agreement.Inserted && r.Change != agreement.Deleted {
				column = append(column, r.Cells[i])
			}
		}
		switch change {
		case agreement.Inserted:
			l.add(Change{Scope: Column, After: rowText(column, insertedWords), at: place{node: -1}})
		case agreement.Deleted:
			l.add(Change{Scope: Column, Before: rowText(column, deletedWords), at: l.place(t)})
		case agreement.Unchanged, agreement.MovedFrom, agreement.MovedTo:
		}
	}
}

// row lists the changes in the cells of a row that both drafts have, each named by
// its column.
func (l *lister) row(t *agreement.Table, cells []agreement.Cell, at place, name func(column int) [2]string) {
	for i, c := range cells {
		if t.Columns == nil || t.Columns[i] == agreement.Unchanged {
			l.cell(c, at, name(i))
		}
		if t.Columns == nil || t.Columns[i] != agreement.Inserted {
			at.cell++
		}
	}
}

func changesOf(columns []agreement.Change, change agreement.Change) int {
	n := 0
	for _, c := range columns {
		if c == change {
			n++
		}
	}
	return n
}

// cell lists the changes in one cell, which name tells from others, in the old
// draft and in the new.
func (l *lister) cell(c agreement.Cell, at place, name [2]string) {
	from := len(l.changes)
	l.hunks(c, at, "")
	for i := from; i < len(l.changes) && name[1] != ""; i++ {
		l.changes[i].Left, l.changes[i].Right, l.changes[i].OldLeft, l.changes[i].OldRight = name[1], "", differing(name[0], name[1]), ""
	}
}

func (l *lister) place(b agreement.Block) place {
	if i, ok := l.origins[b]; ok {
		return place{node: i}
	}
	return place{node: -1}
}

// consequences is the clauses that have another number, each with the references
// that followed it.
func (l *lister) consequences() []Change {
	at := map[string]int{}
	for i, c := range l.renamed {
		at[c.ClauseID] = i
	}
	for _, r := range l.refs {
		i, ok := at[r.target]
		if !ok { // its target moved, or is named otherwise
			i = len(l.renamed)
			at[r.target] = i
			l.renamed = append(l.renamed, Change{Kind: Consequential, Scope: Words, ClauseID: r.target, Before: r.Before, After: r.After})
		}
		l.renamed[i].Occurrences = append(l.renamed[i].Occurrences, r.Occurrence)
	}
	return l.renamed
}
