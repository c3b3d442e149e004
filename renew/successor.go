package renew

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/engross/engross/schema"
)

// A successor is next year's term sheet while it is written: last year's source with
// its comments, in which values are replaced, added and taken away. Everything
// done to it is entered in the report.
type successor struct {
	root    hujson.Value
	entries []Entry
}

// newSuccessor begins with last year's term sheet.
func newSuccessor(f *schema.File) (*successor, error) {
	root, err := hujson.Parse(f.Source)
	if err != nil {
		return nil, err
	}
	return &successor{root: root}, nil
}

// source is the term sheet as it stands.
func (d *successor) source() []byte { return d.root.Pack() }

// reason says by which rule something is done, and why.
type reason struct{ rule, why string }

// at is the value at a path, or nil.
func (d *successor) at(path []string) *hujson.Value {
	v := &d.root
	for _, name := range path {
		if v = child(v, name); v == nil {
			return nil
		}
	}
	return v
}

// text is the text or number at a path, or "".
func (d *successor) text(path ...string) string { return textOf(d.at(path)) }

// set puts a value at a path and enters it in the report. A value that is already
// there is left alone.
func (d *successor) set(path []string, value any, r reason) {
	before := plain(d.at(path))
	after := reread(value)
	if before != nil && schema.Plain(before) == schema.Plain(after) {
		return
	}
	d.put(path, value)
	if last := len(path) - 1; path[last] == appendStep {
		list, _ := arrayOf(d.at(path[:last]))
		path = join(path[:last], strconv.Itoa(len(list.Elements)-1))
	}
	d.enter(d.dotted(path), schema.Plain(before), schema.Plain(after), r)
}

// remove takes the value at a path away and enters it in the report.
func (d *successor) remove(path []string, r reason) {
	before := d.at(path)
	if before == nil {
		return
	}
	name, words := d.dotted(path), schema.Plain(plain(before))
	d.cut(path)
	d.enter(name, words, "", r)
}

// remark enters in the report what needs no change of the term sheet.
func (d *successor) remark(path []string, r reason) {
	words := schema.Plain(plain(d.at(path)))
	d.enter(d.dotted(path), words, words, r)
}

func (d *successor) enter(path, before, after string, r reason) {
	d.entries = append(d.entries, Entry{Path: path, Before: before, After: after, Rule: r.rule, Why: r.why})
}

// reread is a value as decoded JSON.
func reread(value any) any {
	v := encode(value)
	return plain(&v)
}

// put puts a value at a path; the objects on the way are made where they are
// missing.
func (d *successor) put(path []string, value any) {
	v := &d.root
	for i, name := range path {
		if name == appendStep {
			v = appendTo(v)
			continue
		}
		next := child(v, name)
		if next == nil {
			o, ok := v.Value.(*hujson.Object)
			if !ok {
				return
			}
			next = addMember(o, name, i < len(path)-1 && path[i+1] == appendStep)
		}
		v = next
	}
	v.Value = encode(value).Value
}

// addMember adds a member to an object, laid out as the one before it.
func addMember(o *hujson.Object, name string, list bool) *hujson.Value {
	m := hujson.ObjectMember{Name: hujson.Value{Value: hujson.String(name)}}
	m.Value.BeforeExtra = hujson.Extra(" ")
	m.Value.Value = &hujson.Object{}
	if list {
		m.Value.Value = &hujson.Array{}
	}
	if n := len(o.Members); n > 0 {
		last := &o.Members[n-1]
		m.Name.BeforeExtra = follow(layout(last.Name.BeforeExtra, n == 1), &o.AfterExtra)
		m.Value.AfterExtra, last.Value.AfterExtra = last.Value.AfterExtra, nil
	}
	o.Members = append(o.Members, m)
	return &o.Members[len(o.Members)-1].Value
}

// appendTo adds an element to a list, laid out as the one before it.
func appendTo(v *hujson.Value) *hujson.Value {
	list, ok := v.Value.(*hujson.Array)
	if !ok {
		list = &hujson.Array{}
		v.Value = list
	}
	e := hujson.Value{Value: hujson.Literal("null")}
	if n := len(list.Elements); n > 0 {
		last := &list.Elements[n-1]
		e.BeforeExtra = follow(layout(last.BeforeExtra, n == 1), &list.AfterExtra)
		e.AfterExtra, last.AfterExtra = last.AfterExtra, nil
	}
	list.Elements = append(list.Elements, e)
	return &list.Elements[len(list.Elements)-1]
}

// layout is the white space before an element that follows another: the same line
// break and indentation, or one blank.
func layout(before hujson.Extra, first bool) hujson.Extra {
	if i := bytes.LastIndexByte(before, '\n'); i >= 0 {
		indent := before[i:]
		return hujson.Extra(indent[:len(indent)-len(bytes.TrimLeft(indent, "\n \t"))])
	}
	if first || len(before) > 0 {
		return hujson.Extra(" ")
	}
	return nil
}

// follow is what stands between the last element of a list and a new one: a comment
// that ends the line of the last stays there.
func follow(layout hujson.Extra, end *hujson.Extra) hujson.Extra {
	line, rest := lineEnd(*end)
	if line == nil {
		return layout
	}
	*end = rest
	if !bytes.HasPrefix(layout, []byte("\n")) {
		layout = append(hujson.Extra("\n"), layout...)
	}
	return append(slices.Clone(line), layout...)
}

// cut takes away the member or element at a path, with the comments that belong
// to it: those on the lines before it and one on its own line after it.
func (d *successor) cut(path []string) {
	last := len(path) - 1
	parent := d.at(path[:last])
	switch c := parent.Value.(type) {
	case *hujson.Object:
		i := slices.IndexFunc(c.Members, func(m hujson.ObjectMember) bool { return textOf(&m.Name) == path[last] })
		next := &c.AfterExtra
		if i+1 < len(c.Members) {
			next = &c.Members[i+1].Name.BeforeExtra
		}
		heal(c.Members[i].Name.BeforeExtra, next, i == 0, i == len(c.Members)-1)
		c.Members = slices.Delete(c.Members, i, i+1)
		if i > 0 && i == len(c.Members) {
			c.Members[i-1].Value.AfterExtra = nil
		}
	case *hujson.Array:
		i, _ := strconv.Atoi(path[last])
		next := &c.AfterExtra
		if i+1 < len(c.Elements) {
			next = &c.Elements[i+1].BeforeExtra
		}
		heal(c.Elements[i].BeforeExtra, next, i == 0, i == len(c.Elements)-1)
		c.Elements = slices.Delete(c.Elements, i, i+1)
		if i > 0 && i == len(c.Elements) {
			c.Elements[i-1].AfterExtra = nil
		}
		d.shiftWaivers(path)
	}
}

// heal joins what stood before a removed element to what stood after it: a comment
// that ends the line of the element before stays, one that ends its own line goes.
func heal(before hujson.Extra, next *hujson.Extra, first, last bool) {
	kept, rest := lineEnd(before)
	_, after := lineEnd(*next)
	if first && !last && bytes.IndexByte(rest, '\n') < 0 {
		after = bytes.TrimLeft(after, " \t")
	}
	*next = append(slices.Clone(kept), after...)
}

// lineEnd splits white space and comments after a comma at the end of the line:
// what stands there with a comment belongs to what is before the comma.
func lineEnd(x hujson.Extra) (line, rest hujson.Extra) {
	i := bytes.IndexByte(x, '\n')
	if i < 0 || !bytes.Contains(x[:i], []byte("//")) && !bytes.Contains(x[:i], []byte("/*")) {
		return nil, x
	}
	return x[:i], x[i:]
}

// shiftWaivers keeps the waivers of the term sheet at what they accept when an
// element leaves a list: one for the element goes with it.
func (d *successor) shiftWaivers(gone []string) {
	list, _ := arrayOf(d.at([]string{"waivers"}))
	if list == nil {
		return
	}
	prefix := pointer(gone[:len(gone)-1]) + "/"
	index, _ := strconv.Atoi(gone[len(gone)-1])
	for i := len(list.Elements) - 1; i >= 0; i-- {
		rest, ok := strings.CutPrefix(textAt(&list.Elements[i], "pointer"), prefix)
		if !ok {
			continue
		}
		number, tail, _ := strings.Cut(rest, "/")
		n, err := strconv.Atoi(number)
		path := []string{"waivers", strconv.Itoa(i)}
		switch {
		case err != nil || n < index:
		case n == index:
			d.remove(path, reason{"waivers", "what it accepted is no longer in the term sheet"})
		default:
			moved := prefix + strconv.Itoa(n-1)
			if tail != "" {
				moved += "/" + tail
			}
			d.put(join(path, "pointer"), moved)
		}
	}
}

// child is the member or element of v with a name or index, or nil.
func child(v *hujson.Value, name string) *hujson.Value {
	if v == nil {
		return nil
	}
	switch c := v.Value.(type) {
	case *hujson.Object:
		for i := range c.Members {
			if textOf(&c.Members[i].Name) == name {
				return &c.Members[i].Value
			}
		}
	case *hujson.Array:
		if i, err := strconv.Atoi(name); err == nil && 0 <= i && i < len(c.Elements) {
			return &c.Elements[i]
		}
	}
	return nil
}

func arrayOf(v *hujson.Value) (*hujson.Array, bool) {
	if v == nil {
		return nil, false
	}
	list, ok := v.Value.(*hujson.Array)
	return list, ok
}

// textOf is the text or number that a value is, or "".
func textOf(v *hujson.Value) string {
	if v == nil {
		return ""
	}
	lit, ok := v.Value.(hujson.Literal)
	if !ok || lit.Kind() != '"' && lit.Kind() != '0' {
		return ""
	}
	return lit.String()
}

// textAt is the text of a member of v, or "".
func textAt(v *hujson.Value, name string) string { return textOf(child(v, name)) }

// encode is a value as the examples write it: on one line, with blanks after
// commas and colons.
func encode(value any) hujson.Value {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return hujson.Value{Value: hujson.Literal("null")} // not what decoded JSON and schema types give
	}
	v, err := hujson.Parse(bytes.TrimSpace(b.Bytes()))
	if err != nil {
		return hujson.Value{Value: hujson.Literal("null")}
	}
	space(&v)
	return v
}

func space(v *hujson.Value) {
	switch c := v.Value.(type) {
	case *hujson.Object:
		for i := range c.Members {
			if i > 0 {
				c.Members[i].Name.BeforeExtra = hujson.Extra(" ")
			}
			c.Members[i].Value.BeforeExtra = hujson.Extra(" ")
			space(&c.Members[i].Value)
		}
	case *hujson.Array:
		for i := range c.Elements {
			if i > 0 {
				c.Elements[i].BeforeExtra = hujson.Extra(" ")
			}
			space(&c.Elements[i])
		}
	}
}
