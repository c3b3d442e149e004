package redline

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// A merger builds the marked document out of two aligned drafts.
//
// It follows the new draft and sets in what only the old one has, after what
// stood before it there. So to drop what is Deleted or MovedFrom leaves the new
// draft in its order, and to drop what is Inserted or MovedTo the old.
type merger struct {
	names    names
	old, new *draft
	origins  map[agreement.Block]int // the old node that a block of the marked document was

	merged map[int]agreement.Block // the block of the marked document that a new node became

	oldDepth, newDepth []int    // of the nodes
	oldIn, newIn       []int    // what each node stood in
	hung               []int    // how deep those of the new draft are without clauses that only it has
	lost, won          []string // the terms that only one draft defines
}

func (m *merger) document() *agreement.Document {
	d := *m.new.doc
	d.Was = head(m.old.doc)
	d.Compared = []string{"old draft", "new draft"}
	d.Body = m.children(0, 0, agreement.Unchanged)
	return &d
}

// head is a document without its body.
func head(d *agreement.Document) *agreement.Document {
	h := *d
	h.Body, h.Was, h.Compared = nil, nil, nil
	return &h
}

// resolve gives references the same key where they have the same target and cite
// it, whatever its number is: where their words differ in more than that, they are
// others. A target that is not in the draft is compared as text.
func (m *merger) resolve() {
	m.old.references(func(r *agreement.Ref) string {
		if i, ok := m.old.byID[r.Target]; ok && i >= 0 {
			if j := m.old.nodes[i].mate; j >= 0 {
				return strconv.Itoa(j) + " " + citing(r.Text, m.old.nodes[i].block)
			}
			return "old " + strconv.Itoa(i)
		}
		return "text " + r.Text
	}, m.names)
	m.new.references(func(r *agreement.Ref) string {
		if j, ok := m.new.byID[r.Target]; ok && j >= 0 {
			return strconv.Itoa(j) + " " + citing(r.Text, m.new.nodes[j].block)
		}
		return "text " + r.Text
	}, m.names)
}

// citing is the words of a reference with a mark for the number and the title of
// the provision they cite. Words that do not cite it stay as they are.
func citing(words string, b agreement.Block) string {
	c, ok := b.(*agreement.Clause)
	if !ok {
		return words
	}
	bare := strings.Trim(c.Label, ".")
	count := strings.TrimLeft(bare[strings.LastIndexByte(bare, ' ')+1:], "§") // "IV" of "ARTICLE IV"
	for _, number := range []string{c.Number, c.Label, bare, count} {
		if i := wholeIndex(words, number); i >= 0 {
			words = words[:i] + "\x00" + words[i+len(number):]
			if t := title(c); t != "" {
				words = strings.Replace(words, "("+t+")", "(\x00)", 1)
			}
			return words
		}
	}
	return words
}

// wholeIndex is where number stands in words as a whole, or -1.
func wholeIndex(words, number string) int {
	if number == "" {
		return -1
	}
	for from := 0; ; {
		i := strings.Index(words[from:], number)
		if i < 0 {
			return -1
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(words[:i])
		after, _ := utf8.DecodeRuneInString(words[i+len(number):])
		if !wordRune(before) && before != '.' && !wordRune(after) && after != '(' {
			return i
		}
		from = i + 1
	}
}

func (d *draft) references(key func(*agreement.Ref) string, ns names) {
	resolve := func(s *stream) {
		for k := range s.tokens {
			if t := &s.tokens[k]; t.class == refer {
				t.key = ns.of(refKey + key(s.inline(t.start).(*agreement.Ref)))
			}
		}
	}
	for i := range d.nodes {
		if s := d.nodes[i].text; s != nil {
			resolve(s)
		}
		for _, row := range d.nodes[i].cells {
			for _, cell := range row {
				resolve(cell)
			}
		}
	}
}

// children merges what is in old node i and new node j. The change is
// Unchanged, or MovedTo where the two have moved.
func (m *merger) children(i, j int, change agreement.Change) []agreement.Block {
	var body []agreement.Block
	from, to := m.old.nodes[i].kids, m.new.nodes[j].kids
	x, y := 0, 0
	for k, n := range to {
		node := &m.new.nodes[n]
		if !node.stays {
			continue
		}
		place := m.old.nodes[node.mate].place
		body = m.gap(body, from[x:place], to[y:k], change)
		body = append(body, m.pair(node.mate, n, change))
		x, y = place+1, k+1
	}
	return m.gap(body, from[x:], to[y:], change)
}

// gap appends what only one draft has between two blocks that stay.
func (m *merger) gap(body []agreement.Block, from, to []int, change agreement.Change) []agreement.Block {
	for _, o := range from {
		n := &m.old.nodes[o]
		if n.joined || change == agreement.MovedTo && n.moved() {
			continue // where a moved clause was, the whole of it is shown as it was
		}
		body = append(body, m.gone(o, agreement.Deleted))
	}
	for _, n := range to {
		if !m.new.nodes[n].joined {
			body = append(body, m.come(n))
		}
	}
	return body
}

// come is a block of the new draft that does not stay: inserted, or moved to
// where it is.
func (m *merger) come(j int) agreement.Block {
	n := &m.new.nodes[j]
	if n.moved() {
		b := m.pair(n.mate, j, agreement.MovedTo)
		setMove(b, n.move)
		return b
	}
	switch b := n.block.(type) {
	case *agreement.Clause:
		c := *b
		c.Heading = marked(b.Heading, agreement.Inserted)
		c.Change, c.Body = agreement.Inserted, nil
		for _, k := range n.kids {
			c.Body = append(c.Body, m.come(k))
		}
		return &c
	default:
		return leaf(b, agreement.Inserted)
	}
}

// gone is a block of the old draft as it was: deleted, or MovedFrom where it is
// found elsewhere or is part of what is.
func (m *merger) gone(i int, change agreement.Change) agreement.Block {
	n := &m.old.nodes[i]
	if n.moved() {
		change = agreement.MovedFrom
	}
	b := leaf(n.block, change)
	if c, ok := b.(*agreement.Clause); ok {
		c.Body = nil
		for _, k := range n.kids {
			c.Body = append(c.Body, m.gone(k, change))
		}
	}
	m.forget(b)
	setMove(b, n.move)
	m.origins[b] = i
	return b
}

// pair is old node i and new node j, which are one, as one block.
func (m *merger) pair(i, j int, change agreement.Change) agreement.Block {
	o, n := &m.old.nodes[i], &m.new.nodes[j]
	var merged agreement.Block
	switch b := n.block.(type) {
	case *agreement.Clause:
		was := o.block.(*agreement.Clause)
		c := *b
		c.Change, c.Was, c.WasNumber = change, differing(was.Label, b.Label), differing(was.Number, b.Number)
		if c.Was == "" && was.Label != b.Label {
			c.Was = agreement.Unlabelled
		}
		if c.WasNumber == "" && was.Number != b.Number {
			c.WasNumber = agreement.Unlabelled
		}
		c.Heading = m.words(o.text, n.text, change)
		c.Body = m.children(i, j, change)
		merged = &c
	case *agreement.Paragraph:
		p := *b
		if len(n.parts) > 0 {
			p.ID = agreement.BlockID(m.new.nodes[n.parts[0]].block)
		}
		p.Change, p.Text = change, m.divided(o, n, m.words(m.whole(m.old, o), m.whole(m.new, n), change))
		merged = &p
	case *agreement.Table:
		merged = m.table(o, n, change)
	case *agreement.Signatures:
		s := *b
		s.Change, s.Lead = change, m.words(o.text, n.text, change)
		s.Blocks = signatories(o.block.(*agreement.Signatures).Blocks, b.Blocks, change)
		merged = &s
	}
	m.origins[merged], m.merged[j] = i, merged
	return merged
}

// whole is the words of a paragraph, with those of its other parts where it was
// split or merged.
func (m *merger) whole(d *draft, n *node) *stream {
	if len(n.parts) == 0 {
		return n.text
	}
	return m.names.join(d.texts(n.parts))
}

func differing(was, is string) string {
	if was == is {
		return ""
	}
	return was
}

func setMove(b agreement.Block, move int) {
	switch b := b.(type) {
	case *agreement.Clause:
		b.Move = move
	case *agreement.Paragraph:
		b.Move = move
	case *agreement.Table, *agreement.Signatures: // carry no number
	}
}

// formerly marks the id of a block that only the old draft has where a block of
// the new draft has the same.
const formerly = agreement.Formerly

// forget keeps the ids of the old draft apart from those of the new, and turns
// references in b to where their targets are.
func (m *merger) forget(b agreement.Block) {
	switch b := b.(type) {
	case *agreement.Clause:
		b.ID = m.apart(b.ID)
	case *agreement.Paragraph:
		b.ID = m.apart(b.ID)
	case *agreement.Table:
		b.ID = m.apart(b.ID)
	case *agreement.Signatures:
	}
	agreement.Inlines(b, m.retarget)
}

func (m *merger) apart(id string) string {
	if _, taken := m.new.byID[id]; taken {
		return formerly + id
	}
	return id
}

// retarget turns references taken from the old draft to where their targets are.
func (m *merger) retarget(in []agreement.Inline) {
	for _, x := range in {
		r, ok := x.(*agreement.Ref)
		if !ok {
			continue
		}
		if i, ok := m.old.byID[r.Target]; ok && i >= 0 {
			if j := m.old.nodes[i].mate; j >= 0 {
				r.Target = agreement.BlockID(m.new.nodes[j].block)
			} else {
				r.Target = m.apart(r.Target)
			}
		}
	}
}
