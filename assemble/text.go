package assemble

import (
	"bytes"
	"errors"
	"fmt"
	"go/token"
	"sort"
	"strconv"
	"strings"
	"sync"
	"text/template"
	"text/template/parse"

	"github.com/engross/engross/agreement"
)

const (
	lineMark   = '\x00'
	tableOpen  = '\x04'
	tableClose = '\x05'
)

// parseText parses the body of a clause file, whose lines are those of the file.
func parseText(file, body string) (*text, error) {
	tree, err := parseTree(file, body)
	if err != nil {
		return nil, err
	}
	x := &text{file: file, source: body, starts: lineStarts(body)}
	r := rewriter{text: x}
	r.list(tree.Root)
	x.parsed = prepare(tree, x)
	return x, r.err
}

func newCondition(file string, line int, expr string) *condition {
	return &condition{source: expr, pos: token.Position{Filename: file, Line: line},
		text: sync.OnceValues(func() (*conditionText, error) { return parseCondition(file, line, expr) })}
}

func parseCondition(file string, line int, expr string) (*conditionText, error) {
	body := strings.Repeat("\n", max(line-1, 0)) + "{{if " + expr + "}}1{{end}}"
	tree, err := parseTree(file, body)
	if err != nil {
		return nil, err
	}
	x := &text{file: file, source: body, starts: lineStarts(body)}
	r := rewriter{text: x}
	c := &conditionText{formula: always}
	for _, n := range tree.Root.Nodes {
		if n, ok := n.(*parse.IfNode); ok {
			c.formula = conditionOf(n.Pipe)
			r.pipe(n.Pipe)
		}
	}
	c.parsed = prepare(tree, x)
	return c, nil
}

// formula is the condition as vet reasons about it; one that cannot be parsed is a
// problem of its own.
func (c *condition) formula() *formula {
	if x, err := c.text(); err == nil {
		return x.formula
	}
	return always
}

func parseTree(file, body string) (*parse.Tree, error) {
	trees, err := parse.Parse(file, body, "", "", stubs, parsing)
	return trees[file], err
}

// prepare makes a parsed and rewritten template ready for use.
func prepare(tree *parse.Tree, x *text) parsed {
	return parsed{tree.Root, compile(tree.Root, x), sync.OnceValue(func() *template.Template {
		t := template.New(tree.Name).Option("missingkey=error").Funcs(stubs)
		tree := tree.Copy()
		counting(tree.Root)
		return template.Must(t.AddParseTree(tree.Name, tree)) // fails only for a template that has been run
	})}
}

// print prints a template at the end of out.
func (p *parsed) print(c *context, out []byte) ([]byte, error) {
	problems := len(c.run.problems)
	if done, ok := p.program.run(c, out); ok {
		return done, nil
	}
	c.aside, c.run.problems = c.run.trace.aside(), c.run.problems[:problems]
	b := &bounded{Buffer: *bytes.NewBuffer(out)}
	t := p.template()
	err := t.Execute(b, c)
	if b.full {
		err = &agreement.Problem{ID: "template", Pos: token.Position{Filename: t.Name()}, Message: fmt.Sprintf("the clause prints more than %d MB", mostPrinted>>20), Hint: "look at its loops"}
	}
	return b.Bytes(), err
}

// A rewriter turns a parsed clause into one that marks its lines and escapes
// its values, as html/template rewrites a page: it works on the tree, so no
// spelling of an action escapes it.
type rewriter struct {
	text *text
	err  error
}

func (r *rewriter) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		r.node(n)
	}
}

func (r *rewriter) node(n parse.Node) {
	switch n := n.(type) {
	case *parse.TextNode:
		n.Text = r.markLines(n)
	case *parse.ActionNode:
		r.pipe(n.Pipe)
		if len(n.Pipe.Decl) == 0 {
			n.Pipe.Cmds = append(n.Pipe.Cmds, r.emit(n))
		}
	case *parse.IfNode:
		r.branch(&n.BranchNode)
	case *parse.RangeNode:
		r.branch(&n.BranchNode)
	case *parse.WithNode:
		r.branch(&n.BranchNode)
	case *parse.BreakNode, *parse.ContinueNode, *parse.CommentNode:
	default: // template, define, block
		r.refuse(n)
	}
}

func (r *rewriter) refuse(n parse.Node) {
	if r.err == nil {
		r.err = &agreement.Problem{ID: "template-syntax", Pos: r.text.pos(n.Position()), Message: fmt.Sprintf("%s is not allowed in a clause", n),
			Hint: "a clause uses if, range, with and plain actions"}
	}
}

func (r *rewriter) branch(b *parse.BranchNode) {
	r.pipe(b.Pipe)
	r.list(b.List)
	r.list(b.ElseList)
}

// pipe turns calls of functions that need the agreement into method calls on
// the root value: party "alpha" becomes $.PartyName "alpha". The parsed clause
// can then be shared by goroutines, for it is bound to no agreement.
func (r *rewriter) pipe(p *parse.PipeNode) {
	if p == nil {
		return
	}
	for _, c := range p.Cmds {
		for i, a := range c.Args {
			switch a := a.(type) {
			case *parse.IdentifierNode:
				if m, ok := methods[a.Ident]; ok {
					c.Args[i] = rootMethod(a.Pos, m)
				}
			case *parse.PipeNode:
				r.pipe(a)
			case *parse.ChainNode:
				if q, ok := a.Node.(*parse.PipeNode); ok {
					r.pipe(q)
				}
			}
		}
	}
}

func rootMethod(pos parse.Pos, name string) *parse.VariableNode {
	return &parse.VariableNode{NodeType: parse.NodeVariable, Pos: pos, Ident: []string{"$", name}}
}

// emit is the command added at the end of every action that prints.
func (r *rewriter) emit(n *parse.ActionNode) *parse.CommandNode {
	line := r.text.pos(n.Pos).Line
	expr := n.Pipe.String()
	return &parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{
		rootMethod(n.Pos, "Emit"),
		&parse.NumberNode{NodeType: parse.NodeNumber, Pos: n.Pos, IsInt: true, Int64: int64(line), Text: strconv.Itoa(line)},
		&parse.StringNode{NodeType: parse.NodeString, Pos: n.Pos, Quoted: strconv.Quote(expr), Text: expr},
	}}
}

// markLines puts a line mark at the beginning of a literal text and of each of
// its lines.
func (r *rewriter) markLines(n *parse.TextNode) []byte {
	line := r.text.pos(n.Pos).Line
	out := make([]byte, 0, 2*len(n.Text))
	for part := range bytes.Lines(n.Text) {
		out = append(out, lineMark)
		out = strconv.AppendInt(out, int64(line), 10)
		out = append(out, lineMark)
		out = append(out, part...)
		line++
	}
	return out
}

// pos is the place of a byte offset of the clause's source.
func (t *text) pos(p parse.Pos) token.Position {
	offset := min(int(p), len(t.source))
	line := sort.SearchInts(t.starts, offset+1)
	return token.Position{Filename: t.file, Line: line, Column: 1 + offset - t.starts[line-1]}
}

// lineStarts is where the lines of a text begin.
func lineStarts(s string) []int {
	starts := make([]int, 1, 2+strings.Count(s, "\n"))
	for i := range len(s) {
		if s[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

var templateError = agreement.Pattern(`^template: (.+?):(\d+)(?::(\d+))?: (.*)`)

// templateProblem places an error of text/template. It counts columns in bytes
// from 0.
func templateProblem(err error) *agreement.Problem {
	var p *agreement.Problem
	if errors.As(err, &p) {
		return p
	}
	p = &agreement.Problem{ID: "template", Message: err.Error(), Err: err}
	m := templateError().FindStringSubmatch(err.Error())
	if m == nil {
		return p
	}
	p.Pos.Filename = m[1]
	p.Pos.Line, _ = strconv.Atoi(m[2])
	if m[3] != "" {
		p.Pos.Column, _ = strconv.Atoi(m[3])
		p.Pos.Column++
	}
	_, message, ok := strings.Cut(m[4], ": ")
	if !ok || !strings.HasPrefix(m[4], "executing") {
		message = m[4]
	}
	p.Message = message
	return p
}

func textCell(s string) agreement.Cell {
	if s == "" {
		return nil
	}
	return agreement.Cell{&agreement.Text{Text: s, Value: true}}
}
