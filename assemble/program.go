package assemble

import (
	"reflect"
	"text/template/parse"

	"github.com/engross/engross/agreement"
)

// An expr is a pipeline or a part of one. The value is never of an interface type:
// it is what is in the interface, or no value where that is nil.
type expr func(*frame) reflect.Value

// giveUp leaves a clause to text/template: it is what a compiler or a program
// panics with.
type giveUp struct{}

// run prints a clause at the end of out. It reports false where it gave up.
func (p *program) run(c *context, out []byte) (_ []byte, ok bool) {
	if p == nil {
		return nil, false
	}
	defer func() {
		if recover() != nil { // also from a panic in a method, of which text/template makes an error
			ok = false
		}
	}()
	f := frame{context: c, dot: reflect.ValueOf(c), vars: make([]reflect.Value, p.vars), out: out, trace: c.run.trace}
	if f.trace != nil {
		f.from = make([][]int32, p.vars)
	}
	f.do(p.steps)
	return f.out, true
}

func (f *frame) do(steps []step) {
	for _, s := range steps {
		s(f)
	}
}

func (f *frame) with(dot reflect.Value, from []int32, steps []step) {
	outer, outerFrom := f.dot, f.dotFrom
	f.dot, f.dotFrom = dot, from
	f.do(steps)
	f.dot, f.dotFrom = outer, outerFrom
}

func (f *frame) print(s *agreement.Site, source string, value expr) {
	mark := f.trace.mark()
	var x any
	if v := value(f); v.IsValid() {
		x = v.Interface()
	}
	out, err := f.context.Emit(s.Pos.Line, source, x)
	if err != nil {
		panic(giveUp{})
	}
	if f.trace != nil {
		f.printed(s, mark, x)
	}
	f.out = append(f.out, out...)
}

// compile makes the program of a clause that a rewriter has rewritten, or nil.
func compile(l *parse.ListNode, x *text) (p *program) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(giveUp); !ok {
				panic(r)
			}
			p = nil
		}
	}()
	c := compiler{text: x, atRoot: true}
	steps := c.list(l)
	return &program{steps: steps, vars: c.most}
}

type compiler struct {
	text   *text
	scope  []string // the variables in sight; the place of each is where its value is kept
	most   int
	atRoot bool // dot is the context
}

func (c *compiler) list(l *parse.ListNode) []step {
	if l == nil {
		return nil
	}
	var steps []step
	for _, n := range l.Nodes {
		if _, ok := n.(*parse.CommentNode); !ok {
			steps = append(steps, c.node(n))
		}
	}
	return steps
}

func (c *compiler) node(n parse.Node) step {
	switch n := n.(type) {
	case *parse.TextNode:
		text := string(n.Text)
		return func(f *frame) {
			if f.trace != nil {
				f.wrote(nil)
			}
			f.out = append(f.out, text...)
		}
	case *parse.ActionNode:
		return c.action(n)
	case *parse.IfNode:
		defer c.leave(len(c.scope))
		cond, at := c.pipe(n.Pipe), c.site("if", n.Pipe)
		then, otherwise := c.list(n.List), c.list(n.ElseList)
		return func(f *frame) {
			outer := f.guard
			if is, _ := f.holds(cond, at); is {
				f.do(then)
			} else {
				f.do(otherwise)
			}
			f.guard = outer
		}
	case *parse.WithNode:
		defer c.leave(len(c.scope))
		value, at := c.pipe(n.Pipe), c.site("with", n.Pipe)
		then, otherwise := c.below(n.List), c.list(n.ElseList)
		return func(f *frame) {
			outer := f.guard
			var v reflect.Value
			if is, from := f.holds(func(f *frame) reflect.Value { v = value(f); return v }, at); is {
				f.with(v, from, then)
			} else {
				f.do(otherwise)
			}
			f.guard = outer
		}
	case *parse.RangeNode:
		return c.loop(n)
	}
	panic(giveUp{})
}

// action prints, or sets a variable.
func (c *compiler) action(n *parse.ActionNode) step {
	if len(n.Pipe.Decl) > 0 {
		set := c.pipe(n.Pipe)
		return func(f *frame) { set(f) }
	}
	last := len(n.Pipe.Cmds) - 1
	value := c.commands(n.Pipe.Cmds[:last])
	emit := n.Pipe.Cmds[last].Args // as the rewriter has added it
	source := emit[2].(*parse.StringNode).Text
	at := siteIn(c.text.file, int(emit[1].(*parse.NumberNode).Int64), actionSource(source))
	return func(f *frame) { f.print(at, source, value) }
}

// loop repeats its body for the elements of a slice.
func (c *compiler) loop(n *parse.RangeNode) step {
	if n.Pipe.IsAssign {
		panic(giveUp{})
	}
	defer c.leave(len(c.scope))
	list, at := c.commands(n.Pipe.Cmds), c.site("range", n.Pipe)
	index, element := -1, -1
	switch decl := n.Pipe.Decl; len(decl) {
	case 1:
		element = c.declare(decl[0].Ident[0])
	case 2:
		index, element = c.declare(decl[0].Ident[0]), c.declare(decl[1].Ident[0])
	}
	body, otherwise := c.below(n.List), c.list(n.ElseList)
	return func(f *frame) {
		mark, outer := f.trace.mark(), f.guard
		v := indirect(list(f))
		from := f.trace.take(mark)
		if !v.IsValid() || v.Kind() == reflect.Slice && v.Len() == 0 {
			f.each(at, v, from)
			f.do(otherwise)
			f.guard = outer
			return
		}
		if v.Kind() != reflect.Slice {
			panic(giveUp{})
		}
		for i := range v.Len() {
			if f.context.run.turn() != nil || len(f.out) > mostPrinted {
				panic(giveUp{})
			}
			e := concrete(v.Index(i))
			own := f.each(at, e, from)
			if index >= 0 {
				f.vars[index] = reflect.ValueOf(i)
			}
			if element >= 0 {
				f.set(element, e, own)
			}
			f.with(e, own, body)
			f.guard = outer
		}
	}
}

// below compiles a list in which dot is no longer the context.
func (c *compiler) below(l *parse.ListNode) []step {
	outer := c.atRoot
	c.atRoot = false
	defer func() { c.atRoot = outer }()
	defer c.leave(len(c.scope))
	return c.list(l)
}

func (c *compiler) leave(scope int) { c.scope = c.scope[:scope] }

func (c *compiler) declare(name string) int {
	c.scope = append(c.scope, name)
	c.most = max(c.most, len(c.scope))
	return len(c.scope) - 1
}

func (c *compiler) lookUp(name string) int {
	for i := len(c.scope) - 1; i >= 0; i-- {
		if c.scope[i] == name {
			return i
		}
	}
	panic(giveUp{}) // "$"; the parser lets no other name through
}
