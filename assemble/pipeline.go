package assemble

import (
	"reflect"
	"strconv"
	"sync"
	"sync/atomic"
	"text/template/parse"
)

// How programs evaluate pipelines. The rules, and the names of what does the same
// there, are those of text/template/exec.go.

var contextType = reflect.TypeFor[*context]()

func (c *compiler) pipe(p *parse.PipeNode) expr {
	value := c.commands(p.Cmds)
	if len(p.Decl) == 0 {
		return value
	}
	if len(p.Decl) > 1 {
		panic(giveUp{})
	}
	name := p.Decl[0].Ident[0]
	var place int
	if p.IsAssign {
		place = c.lookUp(name)
	} else {
		place = c.declare(name)
	}
	return func(f *frame) reflect.Value {
		mark := f.trace.mark()
		v := value(f)
		f.set(place, v, f.trace.since(mark))
		return v
	}
}

func (c *compiler) commands(cmds []*parse.CommandNode) expr {
	var value expr
	for _, cmd := range cmds {
		value = c.command(cmd, value)
	}
	return value
}

// command is one command of a pipeline; final is the value of the one before it,
// or nil.
func (c *compiler) command(cmd *parse.CommandNode, final expr) expr {
	args := cmd.Args[1:]
	switch n := cmd.Args[0].(type) {
	case *parse.FieldNode:
		return c.chain(c.dot(), n.Ident, args, final)
	case *parse.ChainNode:
		return c.chain(receiver{value: c.operand(n.Node)}, n.Field, args, final)
	case *parse.VariableNode:
		if len(n.Ident) > 1 {
			return c.chain(c.variable(n.Ident[0]), n.Ident[1:], args, final)
		}
	case *parse.IdentifierNode:
		return c.function(n.Ident, args, final)
	}
	if len(args) > 0 || final != nil {
		panic(giveUp{})
	}
	return c.operand(cmd.Args[0])
}

// operand is a node that takes no arguments.
func (c *compiler) operand(n parse.Node) expr {
	switch n := n.(type) {
	case *parse.DotNode:
		return c.dot().seen(c.atRoot)
	case *parse.FieldNode:
		return c.chain(c.dot(), n.Ident, nil, nil)
	case *parse.VariableNode:
		v := c.variable(n.Ident[0])
		if len(n.Ident) == 1 {
			return v.seen(v.isRoot)
		}
		return c.chain(v, n.Ident[1:], nil, nil)
	case *parse.ChainNode:
		return c.chain(receiver{value: c.operand(n.Node)}, n.Field, nil, nil)
	case *parse.PipeNode:
		return c.pipe(n)
	case *parse.IdentifierNode:
		return c.function(n.Ident, nil, nil)
	}
	v := reflect.ValueOf(constant(n))
	return func(*frame) reflect.Value { return v }
}

func constant(n parse.Node) any {
	switch n := n.(type) {
	case *parse.BoolNode:
		return n.True
	case *parse.StringNode:
		return n.Text
	case *parse.NumberNode:
		if i, err := strconv.Atoi(n.Text); err == nil && n.IsInt {
			return i
		}
	}
	panic(giveUp{})
}

// A receiver is what a field or a method is looked up in.
type receiver struct {
	value  expr
	isRoot bool                 // it is the context
	from   func(*frame) []int32 // what it was made of, for a trace; nil of what is looked up
}

func (c *compiler) dot() receiver {
	return receiver{func(f *frame) reflect.Value { return f.dot }, c.atRoot, func(f *frame) []int32 { return f.dotFrom }}
}

// seen is the value of a receiver, which a trace is told of where it is read.
func (r receiver) seen(isRoot bool) expr {
	if isRoot {
		return r.value
	}
	return func(f *frame) reflect.Value {
		v := r.value(f)
		if f.trace != nil && !f.trace.saw(v) && r.from != nil {
			f.trace.reads = append(f.trace.reads, r.from(f)...)
		}
		return v
	}
}

func (c *compiler) variable(name string) receiver {
	if name == "$" {
		return receiver{value: func(f *frame) reflect.Value { return reflect.ValueOf(f.context) }, isRoot: true}
	}
	place := c.lookUp(name)
	return receiver{value: func(f *frame) reflect.Value { return f.vars[place] }, from: func(f *frame) []int32 { return f.from[place] }}
}

// chain is .A.B.C, where the last may be a method with arguments.
func (c *compiler) chain(r receiver, names []string, args []parse.Node, final expr) expr {
	for i, name := range names {
		last := i == len(names)-1
		switch {
		case r.isRoot && last:
			r = receiver{value: c.ofContext(name, args, final)}
		case r.isRoot:
			r = receiver{value: c.ofContext(name, nil, nil)}
		case last && (len(args) > 0 || final != nil):
			panic(giveUp{})
		default:
			r = receiver{value: member(r.value, name), from: r.from}
		}
	}
	return r.seen(false)
}

// ofContext is a method of the context or a part of the term sheet in it.
func (c *compiler) ofContext(name string, args []parse.Node, final expr) expr {
	m := contextMember(name)
	if m.method.IsValid() {
		return c.call(m.method, 1, args, final)
	}
	if m.field == nil || len(args) > 0 || final != nil {
		panic(giveUp{})
	}
	return func(f *frame) reflect.Value {
		return concrete(reflect.ValueOf(f.context).Elem().FieldByIndex(m.field))
	}
}

// A contextPart is what a name means in the context: a method or a field.
type contextPart struct {
	method reflect.Value
	field  []int
}

var contextParts sync.Map // by name; to look one up takes longer than to compile what uses it

func contextMember(name string) contextPart {
	if known, ok := contextParts.Load(name); ok {
		return known.(contextPart)
	}
	var part contextPart
	if m, ok := contextType.MethodByName(name); ok {
		part.method = m.Func
	} else if field, ok := contextType.Elem().FieldByName(name); ok && field.IsExported() {
		part.field = field.Index
	}
	contextParts.Store(name, part)
	return part
}

// member is a field, or a method without arguments, of a value whose type shows
// only when the program runs. That type is nearly always the same, so the answer
// for the last one is kept.
func member(of expr, name string) expr {
	type answer struct {
		typ    reflect.Type
		method int // or -1
		field  []int
	}
	var last atomic.Pointer[answer]
	return func(f *frame) reflect.Value {
		v := indirect(of(f))
		all := v // with all methods
		if v.CanAddr() {
			all = v.Addr()
		}
		a := last.Load()
		if a == nil || a.typ != all.Type() {
			a = &answer{typ: all.Type(), method: -1}
			if m, ok := all.Type().MethodByName(name); ok {
				a.method = m.Index
			} else if field, ok := v.Type().FieldByName(name); ok && field.IsExported() { // panics where v is no struct
				a.field = field.Index
			} else {
				panic(giveUp{})
			}
			last.Store(a)
		}
		if a.method >= 0 {
			if f.trace != nil {
				f.trace.saw(v)
			}
			return result(all.Method(a.method).Call(nil))
		}
		return concrete(v.FieldByIndex(a.field))
	}
}

// function is a call of a function by name.
func (c *compiler) function(name string, args []parse.Node, final expr) expr {
	if fn, ok := stubs[name]; ok {
		return c.call(reflect.ValueOf(fn), 0, args, final)
	}
	var in []expr
	for _, a := range args {
		in = append(in, c.operand(a))
	}
	if final != nil {
		in = append(in, final)
	}
	return builtin(name, in)
}

// call is a call of a function, or of a method of the context, which is then the
// first of its parameters.
func (c *compiler) call(fn reflect.Value, bound int, args []parse.Node, final expr) expr {
	t := fn.Type()
	n := len(args)
	if final != nil {
		n++
	}
	if fixed := t.NumIn() - bound; n != fixed && (!t.IsVariadic() || n < fixed-1) {
		panic(giveUp{})
	}
	param := func(i int) reflect.Type {
		if last := t.NumIn() - 1; t.IsVariadic() && i+bound >= last {
			return t.In(last).Elem()
		}
		return t.In(i + bound)
	}
	var in []expr
	for i, a := range args {
		in = append(in, c.argument(a, param(i)))
	}
	if final != nil {
		in = append(in, fitted(final, param(n-1)))
	}
	if quick := typed(fn.Interface(), in); quick != nil {
		return quick
	}
	return func(f *frame) reflect.Value {
		values := make([]reflect.Value, 0, 4)
		if bound == 1 {
			values = append(values, reflect.ValueOf(f.context))
		}
		for _, a := range in {
			values = append(values, a(f))
		}
		return result(fn.Call(values))
	}
}

// typed calls a function of one of the common types without reflection; it is nil
// for all others.
func typed(fn any, in []expr) expr {
	switch fn := fn.(type) {
	case func(*context) bool:
		return func(f *frame) reflect.Value { return reflect.ValueOf(fn(f.context)) }
	case func(*context) words:
		return func(f *frame) reflect.Value { return reflect.ValueOf(fn(f.context)) }
	case func(*context) string:
		return func(f *frame) reflect.Value { return reflect.ValueOf(fn(f.context)) }
	case func(*context, string) bool:
		return func(f *frame) reflect.Value { return reflect.ValueOf(fn(f.context, in[0](f).String())) }
	case func(*context, string) string:
		return func(f *frame) reflect.Value { return reflect.ValueOf(fn(f.context, in[0](f).String())) }
	case func(*context, string) (any, error):
		return func(f *frame) reflect.Value { return checked(fn(f.context, in[0](f).String())) }
	case func(*context, string, any) (words, error):
		return func(f *frame) reflect.Value { return checked(fn(f.context, in[0](f).String(), in[1](f).Interface())) }
	case func(any, any) (bool, error):
		return func(f *frame) reflect.Value { return checked(fn(in[0](f).Interface(), in[1](f).Interface())) }
	case func(int, int, string) words:
		return func(f *frame) reflect.Value {
			return reflect.ValueOf(fn(int(in[0](f).Int()), int(in[1](f).Int()), in[2](f).String()))
		}
	}
	return nil
}

func checked[T any](v T, err error) reflect.Value {
	if err != nil {
		panic(giveUp{})
	}
	return reflect.ValueOf(v)
}

// argument is a node as a parameter takes it.
func (c *compiler) argument(n parse.Node, t reflect.Type) expr {
	switch n.(type) {
	case *parse.BoolNode, *parse.StringNode, *parse.NumberNode:
		v := reflect.ValueOf(constant(n))
		if t.Kind() != reflect.Interface {
			if t.Kind() != v.Kind() {
				panic(giveUp{})
			}
			v = v.Convert(t)
		}
		return func(*frame) reflect.Value { return v }
	}
	return fitted(c.operand(n), t)
}

// fitted is a value as a parameter takes it: see validateType.
func fitted(value expr, t reflect.Type) expr {
	return func(f *frame) reflect.Value {
		v := value(f)
		switch {
		case !v.IsValid():
			return reflect.Zero(nilable(t))
		case v.Type().AssignableTo(t):
			return v
		case v.Kind() == reflect.Pointer && !v.IsNil() && v.Type().Elem().AssignableTo(t):
			return v.Elem()
		case v.CanAddr() && reflect.PointerTo(v.Type()).AssignableTo(t):
			return v.Addr()
		}
		panic(giveUp{})
	}
}

func nilable(t reflect.Type) reflect.Type {
	switch t.Kind() {
	case reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice:
		return t
	}
	panic(giveUp{})
}

// result is what a function gave: a value, or a value and no error.
func result(out []reflect.Value) reflect.Value {
	if len(out) == 2 && !out[1].IsNil() {
		panic(giveUp{})
	}
	return concrete(out[0])
}

// concrete is what is in an interface.
func concrete(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface {
		return v.Elem()
	}
	return v
}

// indirect is what a pointer points to. It gives up at a nil pointer.
func indirect(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			panic(giveUp{})
		}
		v = v.Elem()
	}
	return v
}
