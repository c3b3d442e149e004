package schema

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/tailscale/hujson"
)

// An Edit is the source of a term sheet while values in it are replaced, added and
// taken away. Comments, order and layout stay.
type Edit struct{ Root hujson.Value }

// Edit begins with the source of a file.
func (f *File) Edit() (*Edit, error) {
	root, err := hujson.Parse(f.Source)
	return &Edit{root}, err
}

// Source is the term sheet as it stands.
func (d *Edit) Source() []byte { return d.Root.Pack() }

// AppendStep, as the last step of a path, stands for a new element of a list.
const AppendStep = "+"

// At is the value at a path, or nil.
func (d *Edit) At(path []string) *hujson.Value {
	v := &d.Root
	for _, name := range path {
		if v = Child(v, name); v == nil {
			return nil
		}
	}
	return v
}

// Put puts a value at a path; the objects on the way are made where they are
// missing.
func (d *Edit) Put(path []string, value any) {
	v := &d.Root
	for i, name := range path {
		if name == AppendStep {
			v = appendTo(v)
			continue
		}
		next := Child(v, name)
		if next == nil {
			o, ok := v.Value.(*hujson.Object)
			if !ok {
				return
			}
			next = addMember(o, name, i < len(path)-1 && path[i+1] == AppendStep)
		}
		v = next
	}
	v.Value = EncodeValue(value).Value
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

// Spread puts each element of a list on a line of its own, if all stand on one.
func (d *Edit) Spread(path []string, indent string) {
	list, ok := ArrayOf(d.At(path))
	if !ok || len(list.Elements) == 0 {
		return
	}
	for i := range list.Elements {
		if bytes.IndexByte(list.Elements[i].BeforeExtra, '\n') >= 0 || len(bytes.TrimSpace(list.Elements[i].BeforeExtra)) > 0 {
			return
		}
	}
	for i := range list.Elements {
		list.Elements[i].BeforeExtra = hujson.Extra("\n" + indent + "  ")
	}
	list.AfterExtra = append(hujson.Extra("\n"+indent), bytes.TrimLeft(list.AfterExtra, " ")...)
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

// Cut takes away the member or element at a path, with the comments that belong
// to it: those on the lines before it and one on its own line after it.
func (d *Edit) Cut(path []string) {
	last := len(path) - 1
	parent := d.At(path[:last])
	switch c := parent.Value.(type) {
	case *hujson.Object:
		i := slices.IndexFunc(c.Members, func(m hujson.ObjectMember) bool { return TextOf(&m.Name) == path[last] })
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

// Child is the member or element of v with a name or index, or nil.
func Child(v *hujson.Value, name string) *hujson.Value {
	if v == nil {
		return nil
	}
	switch c := v.Value.(type) {
	case *hujson.Object:
		for i := range c.Members {
			if TextOf(&c.Members[i].Name) == name {
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

// ArrayOf is the list that a value is.
func ArrayOf(v *hujson.Value) (*hujson.Array, bool) {
	if v == nil {
		return nil, false
	}
	list, ok := v.Value.(*hujson.Array)
	return list, ok
}

// TextOf is the text or number that a value is, or "".
func TextOf(v *hujson.Value) string {
	if v == nil {
		return ""
	}
	lit, ok := v.Value.(hujson.Literal)
	if !ok || lit.Kind() != '"' && lit.Kind() != '0' {
		return ""
	}
	return lit.String()
}

// EncodeValue is a value as the examples write it: on one line, with blanks after
// commas and colons.
func EncodeValue(value any) hujson.Value {
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
	spaced(&v)
	return v
}

func spaced(v *hujson.Value) {
	switch c := v.Value.(type) {
	case *hujson.Object:
		for i := range c.Members {
			if i > 0 {
				c.Members[i].Name.BeforeExtra = hujson.Extra(" ")
			}
			c.Members[i].Value.BeforeExtra = hujson.Extra(" ")
			spaced(&c.Members[i].Value)
		}
	case *hujson.Array:
		for i := range c.Elements {
			if i > 0 {
				c.Elements[i].BeforeExtra = hujson.Extra(" ")
			}
			spaced(&c.Elements[i])
		}
	}
}
