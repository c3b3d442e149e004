package assemble

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	gtext "github.com/yuin/goldmark/text"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// negotiate puts the words that were negotiated in the place of those of the library:
// before definitions are gathered, numbers given and references resolved, so that
// they are checked like the words of a clause.
func (r *run) negotiate(sections []*section) {
	touched := map[*section]bool{}
	for i := range r.Sheet.Wording {
		w := &r.Sheet.Wording[i]
		at := "/wording/" + strconv.Itoa(i)
		if term, ok := strings.CutPrefix(w.Provision, definitionID); ok {
			r.negotiateTerm(w, term, at)
			continue
		}
		topic, _, _ := strings.Cut(w.Provision, ".")
		s := sectionOf(sections, topic)
		if s == nil {
			r.problem("no-such-provision", at+"/provision", fmt.Sprintf("`wording[%d]` is for %s, and %s is not in this agreement", i, w.Provision, topic), r.provisionHint(topic))
			continue
		}
		if r.negotiateProvision(s, w, at) {
			touched[s] = true
		}
	}
	for s := range touched { // the terms that it uses now
		own := *s.wording
		own.uses = nil
		agreement.Walk(s.clause.Body, func(b agreement.Block) bool {
			own.uses = append(own.uses, r.lib.terms.usesOf(b)...)
			return true
		})
		s.wording = &own
	}
}

func (r *run) provisionHint(topic string) string {
	if r.lib.topics[topic] == nil {
		return nearest(topic, r.lib.topicIDs())
	}
	return "put the clause in, or take the wording away"
}

func sectionOf(sections []*section, topic string) *section {
	for _, s := range sections {
		if s.clause.ID == topic {
			return s
		}
	}
	return nil
}

// definitionID begins the id of a definition.
const definitionID = "term:"

// negotiateTerm sets a definition of the parties' own aside for the dictionary.
func (r *run) negotiateTerm(w *schema.Wording, term, at string) {
	if r.negotiated == nil {
		r.negotiated = map[string]*agreement.Paragraph{}
	}
	if w.Action == schema.Delete {
		r.negotiated[term] = nil
		return
	}
	home, _, _ := strings.Cut(definitionsID, ".")
	c := r.readWording(w, home, at)
	if c == nil {
		return
	}
	if p, ok := firstBlock(c.Body).(*agreement.Paragraph); ok && len(c.Body) == 1 && len(c.Heading) == 0 {
		if d, ok := first(p.Text).(*agreement.Define); ok && d.Term == term {
			p.ID = definitionID + term
			r.negotiated[term] = p
			return
		}
	}
	r.problem("wording", at+"/words", fmt.Sprintf("the words do not define %q", term), fmt.Sprintf(`write one text that begins with **"%s"**`, term))
}

// negotiateProvision changes a provision of a section, and reports whether it did.
func (r *run) negotiateProvision(s *section, w *schema.Wording, at string) bool {
	target, siblings, index := locate(s.clause, w.Provision)
	switch {
	case target == nil:
		var known []string
		agreement.Walk(s.clause.Body, func(b agreement.Block) bool {
			if c, ok := b.(*agreement.Clause); ok && !agreement.Positional(c.ID) {
				known = append(known, c.ID)
			}
			return true
		})
		r.problem("no-such-provision", at+"/provision", fmt.Sprintf("%s has no provision %s", s.clause.ID, w.Provision), nearest(w.Provision, known))
		return false
	case w.Action == schema.Delete && siblings == nil:
		r.problem("wording", at+"/action", "a whole clause cannot be deleted by a wording", fmt.Sprintf(`leave it out with "clauses": {%q: {"omit": true}}`, w.Provision))
		return false
	case w.Action == schema.Delete:
		*siblings = slices.Delete(*siblings, index, index+1)
		return true
	}
	c := r.readWording(w, s.clause.ID, at)
	if c == nil {
		return false
	}
	switch w.Action {
	case schema.InsertBefore, schema.InsertAfter:
		if c.ID == wordingID {
			renameUnder(c, s.clause.ID+addedMark+strings.TrimPrefix(at, "/wording/"))
		}
		switch {
		case siblings == nil && w.Action == schema.InsertBefore:
			s.clause.Body = slices.Insert(s.clause.Body, 0, agreement.Block(c))
		case siblings == nil:
			s.clause.Body = append(s.clause.Body, c)
		case w.Action == schema.InsertBefore:
			*siblings = slices.Insert(*siblings, index, agreement.Block(c))
		default:
			for index++; index < len(*siblings) && strings.Contains(agreement.BlockID((*siblings)[index]), addedMark); index++ { // in the order in which they are stated
			}
			*siblings = slices.Insert(*siblings, index, agreement.Block(c))
		}
	default:
		renameUnder(c, w.Provision)
		target.Body, target.Pos = c.Body, c.Pos
		if siblings != nil {
			target.Heading = c.Heading
		}
	}
	return true
}

// locate finds a provision of a section, the blocks that it stands among, and its
// place there. The section itself stands among none.
func locate(in *agreement.Clause, id string) (target *agreement.Clause, siblings *[]agreement.Block, index int) {
	if in.ID == id {
		return in, nil, 0
	}
	for i, b := range in.Body {
		c, ok := b.(*agreement.Clause)
		if !ok {
			continue
		}
		if c.ID == id {
			return c, &in.Body, i
		}
		if t, s, n := locate(c, id); t != nil {
			return t, s, n
		}
	}
	return nil, nil, 0
}

// addedMark stands in the ID of a provision that a wording adds without a name.
const addedMark = ".~added"

// wordingID is the ID of a provision on its way from its words to its place.
const wordingID = "~wording"

// renameUnder gives a provision an ID, and those under it that have none of their own
// IDs under it.
func renameUnder(c *agreement.Clause, id string) {
	agreement.Walk([]agreement.Block{c}, func(b agreement.Block) bool {
		if q, ok := b.(*agreement.Clause); ok {
			if rest, under := strings.CutPrefix(q.ID, wordingID); under {
				q.ID = id + rest
			}
		}
		return true
	})
}

// itemStart begins a text that is a sub-provision.
var itemStart = agreement.Pattern(`^((?:1\.){1,3}) `)

// readWording reads the words of a provision as a clause of a topic is read. What is
// wrong in them is a problem of the term sheet.
func (r *run) readWording(w *schema.Wording, topic, at string) *agreement.Clause {
	if len(w.Words) == 0 {
		r.problem("wording", at, "a wording has no words", `write "words", or "action": "delete"`)
		return nil
	}
	home := r.lib.topics[topic]
	if home == nil {
		home = &Topic{ID: topic}
	}
	x := &reader{variant: &Variant{Topic: home, pos: r.File.Pos(at + "/words")}, ids: map[string]bool{}}
	x.markdown = []byte(wordingMarkdown(w.Words))
	x.starts, x.lines = lineStarts(string(x.markdown)), []int{x.variant.pos.Line}
	root := markdown().Parse(gtext.NewReader(x.markdown))
	list, ok := root.FirstChild().(*ast.List)
	if !ok || list.NextSibling() != nil || list.ChildCount() != 1 {
		r.problem("wording", at+"/words", "the words are not those of one provision", "write each paragraph as one text, and a sub-provision as a text that begins with 1. and a blank")
		return nil
	}
	c := x.item(list.FirstChild(), "", 1, 1)
	for _, p := range x.problems {
		p.ID, p.Pointer, p.Pos = "wording", at+"/words", x.variant.pos
		r.problems.Add(p)
	}
	if c.ID == ".~1" {
		c.ID = wordingID
	}
	agreement.Walk([]agreement.Block{c}, func(b agreement.Block) bool {
		if q, ok := b.(*agreement.Clause); ok && strings.HasPrefix(q.ID, ".~1") {
			q.ID = wordingID + strings.TrimPrefix(q.ID, ".~1")
		}
		return true
	})
	return c
}

// wordingMarkdown is the texts of a wording as the library writes one provision.
func wordingMarkdown(words []string) string {
	var b strings.Builder
	table := false
	for i, s := range words {
		indent := strings.Repeat(" ", 3)
		if m := itemStart().FindString(s); m != "" {
			depth := strings.Count(m, "1.")
			s = "1. " + s[len(m):]
			indent = strings.Repeat(" ", 3*depth)
			if i == 0 {
				indent = ""
			}
			table = false
		} else if row := strings.HasPrefix(s, "|"); !row || !table {
			table = row
			if i > 0 {
				b.WriteString("\n")
			}
		}
		if i == 0 {
			indent = "1. "
		}
		b.WriteString(indent + s + "\n")
	}
	return b.String()
}
