package word

import (
	"strings"

	"github.com/engross/engross/agreement"
)

// A tree is a document while the blocks of a view are added to it.
type tree struct {
	file   *file
	doc    *agreement.Document
	ids    map[string]string // of bookmarks
	open   []openClause
	taken  map[string]bool // IDs
	marked map[string]bool // bookmarks that begin somewhere in the view
	sign   *agreement.Signatures
	lead   []agreement.Inline
	clause map[string]*agreement.Clause // by ID
	lists  map[int]int                  // of a list from elsewhere: the depth of its first level

	typedRefs map[*agreement.Ref]bool // references that are links and no fields
}

// An openClause can still get blocks.
type openClause struct {
	clause *agreement.Clause
	depth  int
}

// document makes the blocks of a view a tree.
func (f *file) document(body []viewBlock, known map[string]string) *agreement.Document {
	t := &tree{file: f, doc: &agreement.Document{Kind: f.data.kind, Language: f.data.language}, ids: map[string]string{},
		taken: map[string]bool{}, marked: map[string]bool{}, clause: map[string]*agreement.Clause{}, lists: map[int]int{}, typedRefs: map[*agreement.Ref]bool{}}
	for _, m := range []map[string]string{known, f.data.ids} {
		for mark, id := range m {
			t.ids[mark] = id
		}
	}
	t.findMarks(body)
	for _, b := range body {
		t.add(b)
	}
	t.endSignatures()
	t.references()
	return t.doc
}

func (t *tree) findMarks(body []viewBlock) {
	for _, b := range body {
		if b.para != nil {
			for _, m := range b.para.marks {
				t.marked[m] = true
				if id := t.id(m); id != "" {
					t.taken[id] = true
				}
			}
			continue
		}
		for _, r := range b.table.rows {
			for _, c := range r.cells {
				t.findMarks(c.body)
			}
		}
	}
}

// id is the ID that a bookmark carries, or "". LibreOffice gives the copy at the new
// place of what has moved another name.
func (t *tree) id(mark string) string {
	base, _, copied := strings.Cut(mark, "_Copy_")
	if copied && t.marked[base] {
		return ""
	}
	if id := t.ids[base]; id != "" {
		return id
	}
	if strings.HasPrefix(base, markPrefix) {
		return base // it tells a provision from others, if not which of the library it is
	}
	return ""
}

// A role is what a paragraph is in an agreement.
type role struct {
	kind    roleKind
	clause  agreement.Kind
	depth   int
	heading bool // all of it is a title
}

type roleKind uint8

const (
	wordsRole roleKind = iota
	clauseRole
	coverRole
	leadRole
	noRole // contents, and lines that only keep things apart
)

var ownRoles = map[string]role{
	"title": {kind: coverRole}, "cover date": {kind: coverRole}, "cover party": {kind: coverRole}, "cover reference": {kind: coverRole},
	"cover status": {kind: coverRole}, "cover notice": {kind: coverRole}, "cover digest": {kind: coverRole},
	"contents heading": {kind: noRole}, "toc heading": {kind: noRole},
	"part heading":     {clauseRole, agreement.Part, 0, true},
	"schedule heading": {clauseRole, agreement.Schedule, 0, true},
	"annex heading":    {clauseRole, agreement.Annex, 0, true},
	"front heading":    {clauseRole, agreement.Front, 0, true},
	"form heading":     {clauseRole, agreement.Front, formDepth, true},
	"signature lead":   {kind: leadRole},
}

// formDepth marks a heading within a schedule.
const formDepth = -1

func (t *tree) role(p *viewPara) role {
	name := t.file.styles.name(p.style)
	if r, ok := ownRoles[name]; ok {
		return r
	}
	if strings.HasPrefix(name, "toc ") {
		return role{kind: noRole}
	}
	if n, ok := strings.CutPrefix(name, "level "); ok && len(n) == 1 {
		return role{clauseRole, agreement.Numbered, int(n[0] - '0'), false}
	}
	if n, ok := strings.CutPrefix(name, "text "); ok && len(n) == 1 && p.label == "" {
		return role{kind: wordsRole, depth: int(n[0] - '0')}
	}
	if name == "spacer" && !anyWords(p.pieces) {
		return role{kind: noRole}
	}
	if _, _, typed := t.typed(p.pieces); typed && name == "heading 1" {
		return role{clauseRole, agreement.Numbered, 1, true}
	}
	return t.foreignRole(p, name)
}

// foreignRole tells what a paragraph is from its outline and its number.
func (t *tree) foreignRole(p *viewPara, name string) role {
	outline := t.file.styles.outline(&p.props)
	if outline < 0 && strings.HasPrefix(name, "heading ") && len(name) == len("heading 1") {
		outline = int(name[len(name)-1] - '1')
	}
	switch {
	case p.label != "" && !p.mark && outline >= 0:
		return role{clauseRole, agreement.Numbered, outline + 1, outline == 0}
	case p.label != "" && !p.mark:
		return role{clauseRole, agreement.Numbered, t.depthOf(p), false}
	case outline >= 0 && anyWords(p.pieces):
		return role{clauseRole, agreement.Front, 0, true}
	}
	depth := deepest
	if t.file.styles.indent(&p.props) == 0 && len(t.open) > 0 && t.open[0].clause.Kind == agreement.Front {
		depth = 0
	}
	return role{kind: wordsRole, depth: depth}
}

// depthOf is how deep a numbered provision stands. One level of a list lies below the
// one above it; a list of its own lies below what is open when it begins.
func (t *tree) depthOf(p *viewPara) int {
	bracketed := strings.HasSuffix(p.numberedAs.label, ")")
	if !bracketed {
		return strings.Count(strings.Trim(p.numberedAs.label, "."), ".") + 1
	}
	base, ok := t.lists[p.list]
	if !ok {
		if base = 3 - p.level; len(t.open) == 0 {
			base = 1 - p.level
		}
		t.lists[p.list] = base
	}
	return max(1, base+p.level)
}

// add adds a block.
func (t *tree) add(b viewBlock) {
	if b.table != nil {
		t.addTable(b.table)
		return
	}
	p := b.para
	r := t.role(p)
	if r.kind != noRole && r.kind != leadRole && (anyWords(p.pieces) || r.kind == clauseRole) {
		t.endSignatures()
	}
	switch r.kind {
	case coverRole:
		t.cover(t.file.styles.name(p.style), p)
	case leadRole:
		t.endSignatures()
		t.lead = t.inlines(p.pieces)
	case clauseRole:
		t.addClause(p, r)
	case wordsRole:
		t.addWords(p, r)
	case noRole:
		t.listing(p)
	}
}

// listing notes a line of the contents, without its page. Word makes it of a provision; a
// comparison asks whether one is so (see package redline).
func (t *tree) listing(p *viewPara) {
	if !strings.HasPrefix(t.file.styles.name(p.style), "toc ") {
		return
	}
	var line strings.Builder
	for _, s := range t.spans(p.pieces) {
		if !s.hidden {
			line.WriteString(s.text)
		}
	}
	words := strings.Split(line.String(), "\t")
	if last := strings.TrimSpace(words[len(words)-1]); len(words) > 1 && strings.Trim(last, "0123456789ivxlc") == "" {
		words = words[:len(words)-1]
	}
	if text := strings.Join(strings.Fields(strings.Join(words, " ")), " "); text != "" {
		t.doc.Asides = append(t.doc.Asides, agreement.Aside{Kind: agreement.Listing, Text: text})
	}
}

func (t *tree) addWords(p *viewPara, r role) {
	in := t.inlines(p.pieces)
	if len(in) == 0 {
		return
	}
	for n := len(t.open); n > 0 && t.open[n-1].depth > r.depth; n-- {
		t.open = t.open[:n-1]
	}
	t.place(&agreement.Paragraph{ID: t.paragraphID(p, in), Text: in})
}

// place puts a block into the innermost open clause.
func (t *tree) place(b agreement.Block) {
	body := &t.doc.Body
	if n := len(t.open); n > 0 {
		body = &t.open[n-1].clause.Body
	}
	*body = append(*body, b)
}

func (t *tree) paragraphID(p *viewPara, in []agreement.Inline) string {
	for _, m := range p.marks {
		if id := t.id(m); strings.HasPrefix(id, definitionID) {
			return id
		}
	}
	if d, ok := first(in).(*agreement.Define); ok && !t.taken[definitionID+d.Term] {
		t.taken[definitionID+d.Term] = true
		return definitionID + d.Term
	}
	return ""
}

// definitionID begins the ID of a definition.
const definitionID = "term:"

func first(in []agreement.Inline) agreement.Inline {
	if len(in) == 0 {
		return nil
	}
	return in[0]
}

func (t *tree) addClause(p *viewPara, r role) {
	pieces := p.pieces
	c := &agreement.Clause{Kind: r.clause, Label: p.numberedAs.label}
	if label, rest, ok := t.typed(pieces); ok {
		c.Label, pieces = label, rest
	}
	if r.depth == formDepth && c.Label != "" {
		c.Kind = titledKind(c.Label)
	}
	t.closeFor(r)
	if c.Kind == agreement.Numbered && c.Label == "" && !r.heading && len(t.inlines(pieces)) == 0 {
		return // an empty line in the style of a provision
	}
	var words []agreement.Inline
	if r.heading {
		c.Heading = t.spell(light(t.spans(pieces)))
		if c.Kind == agreement.Front && len(c.Heading) == 0 {
			return
		}
	} else {
		c.Heading, words = t.runIn(pieces)
	}
	parent := t.parent()
	c.Number = agreement.Citation(c, parent, t.schedule())
	c.ID = t.clauseID(p, parent)
	t.clause[c.ID] = c
	t.place(c)
	depth := r.depth
	switch {
	case r.depth == formDepth:
		depth = 0
	case r.heading && c.Kind == agreement.Numbered:
		depth = 1
	}
	if c.Kind != agreement.Part {
		t.open = append(t.open, openClause{c, depth})
	}
	if len(words) > 0 {
		q := &agreement.Paragraph{Text: words}
		for _, m := range p.marks {
			if id := t.id(m); strings.HasPrefix(id, definitionID) {
				q.ID = id
			}
		}
		t.place(q)
	}
}

// titledKind is what a heading within a schedule is whose label is typed: "Appendix 1".
func titledKind(label string) agreement.Kind {
	switch word, _, lettered := strings.Cut(strings.ToLower(label), " "); {
	case word == "part":
		return agreement.Part
	case word == "annex" && !lettered:
		return agreement.Annex
	}
	return agreement.Schedule
}

// closeFor closes the clauses that a provision does not stand in.
func (t *tree) closeFor(r role) {
	switch {
	case r.depth == formDepth:
		t.open = t.open[:min(len(t.open), 1)]
	case r.heading:
		t.open = t.open[:0]
	default:
		n := len(t.open)
		for n > 0 && t.open[n-1].depth >= r.depth {
			n--
		}
		t.open = t.open[:n]
	}
}

func (t *tree) parent() *agreement.Clause {
	if len(t.open) == 0 {
		return nil
	}
	return t.open[len(t.open)-1].clause
}

func (t *tree) schedule() *agreement.Clause {
	for _, o := range t.open {
		if o.clause.Kind == agreement.Schedule {
			return o.clause
		}
	}
	return nil
}

func (t *tree) clauseID(p *viewPara, parent *agreement.Clause) string {
	for _, m := range p.marks {
		if id := t.id(m); id != "" && !strings.HasPrefix(id, definitionID) && t.clause[id] == nil {
			return id
		}
	}
	return agreement.NextPositional(parent, t.doc.Body, t.taken)
}

// cover reads a line of the title page.
func (t *tree) cover(style string, p *viewPara) {
	words := strings.TrimSpace(oneLine(wordsOf(p.pieces)))
	if words == "" {
		return
	}
	d := t.doc
	switch style {
	case "title":
		d.Title = joined(d.Title, words)
	case "cover date":
		d.Date = joined(d.Date, words)
	case "cover reference":
		d.Reference = joined(d.Reference, words)
	case "cover notice":
		d.Notice = joined(d.Notice, words)
	case "cover digest":
		d.Digest = strings.TrimPrefix(words, digestWords)
	case "cover status":
		switch words {
		case draftWords:
			d.Status = agreement.Draft
		case finalWords:
			d.Status = agreement.Final
		default:
			t.place(&agreement.Paragraph{Text: []agreement.Inline{&agreement.Text{Text: words}}})
		}
	case "cover party":
		d.Parties = append(d.Parties, t.coverParty(p))
	}
}

func joined(a, b string) string { return strings.TrimSpace(a + " " + b) }

func oneLine(s string) string { return strings.NewReplacer("\n", " ", "\t", " ").Replace(s) }

func (t *tree) coverParty(p *viewPara) agreement.Party {
	var q agreement.Party
	for _, x := range p.pieces {
		if x.kind != wordsPiece {
			continue
		}
		switch t.file.styles.name2(x.style) {
		case "cover native":
			q.Native += x.text
		case "cover short":
			q.Short += x.text
		default:
			q.Name += x.text
		}
	}
	q.Name, q.Native = strings.TrimSpace(oneLine(q.Name)), strings.TrimSpace(oneLine(q.Native))
	q.Short = strings.Trim(strings.TrimSpace(q.Short), `(“”")`)
	return q
}

// name2 is the name of a character style, in lower case, or "".
func (s *styleSheet) name2(id string) string {
	if st := s.byID[id]; st != nil {
		return st.name
	}
	return ""
}
