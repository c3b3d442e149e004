package assemble

import (
	"go/token"
	"strings"
	"text/template/parse"

	"github.com/engross/engross/agreement"
)

// A mention is something that a clause's text says under a condition: a
// reference it makes, a provision it names, a term it uses or defines.
type mention struct {
	what  string
	guard *formula
	pos   token.Position
	weak  bool
	from  string // the topic of whose phrases it is a part, where that is another

	indent  int    // bytes of its line that come before what it says
	written string // what it says as the file has it, with straight quotation marks; or ""
}

// static is what the text of a variant says, before any term sheet.
type static struct {
	refs    []mention // full IDs
	names   []mention // provision names
	uses    []mention // terms
	defines []mention // terms
	params  []mention
	phrases []mention // "set"
	topics  []mention // topics asked about by Has and Variant
	prose   []mention // words, for the capital letters in them
	heads   []mention // run-in headings, and terms where they are defined
	others  []mention // "topic.name" of parameters of other topics
}

var emptyLink = agreement.Pattern(`\[\]\(#([^)\s]+)\)`)

// inspect reads what a variant says.
func (l *Library) inspect(v *Variant) *static {
	s := &static{}
	text, err := v.text()
	if err != nil {
		return s
	}
	w := inspector{lib: l, variant: v, text: text, out: s, root: true}
	w.list(text.root, always)
	return s
}

type inspector struct {
	lib     *Library
	variant *Variant
	text    *text
	out     *static
	root    bool // dot is the context
	from    string
}

func (w *inspector) list(n *parse.ListNode, guard *formula) {
	if n == nil {
		return
	}
	for _, x := range n.Nodes {
		switch x := x.(type) {
		case *parse.TextNode:
			w.words(plainText(string(x.Text)), guard, w.text.pos(x.Pos))
		case *parse.ActionNode:
			w.pipe(x.Pipe, guard)
		case *parse.IfNode:
			w.branch(&x.BranchNode, guard, w.condition(x.Pipe))
		case *parse.RangeNode:
			w.branch(&x.BranchNode, guard, w.nonEmpty(x.Pipe))
		case *parse.WithNode:
			w.branch(&x.BranchNode, guard, w.nonEmpty(x.Pipe))
		}
	}
}

func (w *inspector) condition(p *parse.PipeNode) *formula {
	if w.root {
		return conditionOf(p)
	}
	return relative(conditionOf(p), p.String())
}

// relative keeps what a condition says of the agreement and renames the fields
// of dot, which inside range and with is something else.
func relative(f *formula, source string) *formula {
	if f.op == isAtom && strings.HasPrefix(f.atom, ".") && !strings.Contains(source, "$"+f.atom) {
		return atom("element " + f.atom)
	}
	c := *f
	c.args = nil
	for _, a := range f.args {
		c.args = append(c.args, relative(a, source))
	}
	return &c
}

func (w *inspector) nonEmpty(p *parse.PipeNode) *formula {
	s := canonical(p)
	if _, rest, ok := strings.Cut(s, ":= "); ok {
		s = rest
	}
	if !w.root && !strings.Contains(p.String(), "$.") {
		s = "element " + s
	}
	return atom(s)
}

func (w *inspector) branch(b *parse.BranchNode, guard, cond *formula) {
	w.pipe(b.Pipe, guard)
	inner := *w
	if b.NodeType != parse.NodeIf {
		inner.root = false
	}
	inner.list(b.List, and(guard, cond))
	w.list(b.ElseList, and(guard, not(cond)))
}

// pipe notes the parameters, phrases and topics that an action names. A phrase
// is text of the library, so what it says is said here.
func (w *inspector) pipe(p *parse.PipeNode, guard *formula) {
	walkTemplate(p, func(n parse.Node) {
		c, ok := n.(*parse.CommandNode)
		if !ok || len(c.Args) < 2 {
			return
		}
		method, ok := calledOnRoot(c.Args[0])
		arg, ok2 := c.Args[1].(*parse.StringNode)
		if !ok || !ok2 {
			return
		}
		m := mention{what: arg.Text, guard: guard, pos: w.text.pos(c.Args[1].Position())}
		switch method {
		case "Param":
			w.out.params = append(w.out.params, m)
		case "ParamOf":
			if len(c.Args) == 3 {
				if name, ok := c.Args[2].(*parse.StringNode); ok {
					m.what += "." + name.Text
					w.out.others = append(w.out.others, m)
				}
			}
		case "Has", "Variant":
			w.out.topics = append(w.out.topics, m)
		case "Phrase":
			w.out.phrases = append(w.out.phrases, m)
			for _, set := range []map[string]map[string]string{w.variant.Topic.phrases, w.variant.phrases} {
				for _, phrase := range set[arg.Text] {
					w.words(phrase, guard, m.pos)
				}
			}
		case "PhraseOf":
			w.phrasesOf(arg.Text, c, m)
		}
	})
}

// phrasesOf says here what the phrases of another topic say: they are printed here, also
// where that topic is left out.
func (w *inspector) phrasesOf(topic string, c *parse.CommandNode, m mention) {
	t := w.lib.topics[topic]
	if t == nil || len(c.Args) < 3 {
		return
	}
	set, ok := c.Args[2].(*parse.StringNode)
	if !ok {
		return
	}
	w.from = topic
	defer func() { w.from = "" }()
	for _, phrase := range t.phrases[set.Text] {
		w.words(phrase, m.guard, m.pos)
	}
	for _, v := range t.Variants {
		for _, phrase := range v.phrases[set.Text] {
			w.words(phrase, m.guard, m.pos)
		}
	}
}

func (w *inspector) words(s string, guard *formula, pos token.Position) {
	at := func(offset int) token.Position {
		p := pos
		p.Line += strings.Count(s[:offset], "\n")
		if i := strings.LastIndexByte(s[:offset], '\n'); i >= 0 {
			p.Column = offset - i
		} else {
			p.Column += offset
		}
		return p
	}
	for _, m := range emptyLink().FindAllStringSubmatchIndex(s, -1) {
		id := s[m[2]:m[3]]
		if !strings.Contains(id, "/") {
			id = w.variant.Topic.ID + "." + id
		}
		w.out.refs = append(w.out.refs, mention{what: id, guard: guard, pos: at(m[0])})
	}
	for _, m := range provisionName().FindAllStringSubmatchIndex(s, -1) {
		w.out.names = append(w.out.names, mention{what: s[m[2]:m[3]], guard: guard, pos: at(m[0])})
	}
	for _, m := range definedTerm().FindAllStringSubmatchIndex(s, -1) {
		w.out.defines = append(w.out.defines, mention{what: s[m[2]:m[3]], guard: guard, pos: at(m[0])})
	}
	for _, m := range bold().FindAllStringSubmatchIndex(s, -1) {
		w.out.heads = append(w.out.heads, mention{what: s[m[2]:m[3]], guard: guard, pos: at(m[2])})
	}
	offset := 0
	for _, line := range strings.SplitAfter(withoutMarkup(s), "\n") {
		trimmed := strings.TrimLeft(line, " 0123456789.")
		words := typographic(trimmed, 0)
		start := len(strings.TrimLeft(line, " ")) != len(line) || offset == 0 || strings.HasPrefix(line, "1.")
		for _, u := range w.lib.terms.uses(words, start || offset > 0) {
			w.out.uses = append(w.out.uses, mention{what: u.term, guard: guard, pos: at(offset), weak: u.weak})
		}
		w.out.prose = append(w.out.prose, mention{what: words, guard: guard, pos: at(offset), from: w.from, indent: len(line) - len(trimmed), written: trimmed})
		offset += len(line)
	}
}

var bold = agreement.Pattern(`\*\*([^*]*)\*\*`)

var markup = agreement.Pattern(`\[\]\(#[^)\s]+\)|\{#[a-z0-9-]+\}|\*\*[^*]*\*\*`)

// withoutMarkup blanks out what is no prose, keeping every offset.
func withoutMarkup(s string) string {
	return markup().ReplaceAllStringFunc(s, func(m string) string { return strings.Repeat(blanked, len(m)) })
}

// blanked stands for a character of what is no prose; no clause may hold it.
const blanked = "\x06"

// plainText takes the line marks out of a literal text of a parsed clause.
func plainText(s string) string {
	for {
		before, rest, ok := strings.Cut(s, string(lineMark))
		if !ok {
			return s
		}
		_, after, _ := strings.Cut(rest, string(lineMark))
		s = before + after
	}
}
