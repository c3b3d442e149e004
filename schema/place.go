package schema

import (
	"bytes"
	"go/token"
	"sort"
	"strconv"
	"strings"

	"github.com/tailscale/hujson"
)

// Pos is the place of the value at a JSON Pointer, or of its nearest ancestor
// that the term sheet gives. A term sheet that a program built has no places.
func (f *File) Pos(pointer string) token.Position {
	if f == nil || f.lines == nil {
		return token.Position{}
	}
	v, _ := f.find(segments(pointer))
	return f.at(v.StartOffset)
}

// Given reports whether the term sheet itself has a value at a JSON Pointer.
func (f *File) Given(pointer string) bool {
	_, found := f.find(segments(pointer))
	return found
}

// find is the value at a path, or the last one on the way to it.
func (f *File) find(path []string) (v *hujson.Value, found bool) {
	v = &f.root
	for _, name := range path {
		next := f.child(v, name)
		if next == nil {
			return v, false
		}
		v = next
	}
	return v, true
}

// child is the member or element of v with a name or index, or nil.
func (f *File) child(v *hujson.Value, name string) *hujson.Value {
	switch c := v.Value.(type) {
	case *hujson.Object:
		if m := f.member(c, name); m != nil {
			return &m.Value
		}
	case *hujson.Array:
		if i, err := strconv.Atoi(name); err == nil && 0 <= i && i < len(c.Elements) {
			return &c.Elements[i]
		}
	}
	return nil
}

// member is the first member of an object with a name, or nil.
func (f *File) member(o *hujson.Object, name string) *hujson.ObjectMember {
	if index, ok := f.wide[o]; ok {
		if i, ok := index[name]; ok {
			return &o.Members[i]
		}
		return nil
	}
	for i := range o.Members {
		if nameOf(&o.Members[i]) == name {
			return &o.Members[i]
		}
	}
	return nil
}

func nameOf(m *hujson.ObjectMember) string {
	return textOf(m.Name.Value.(hujson.Literal)) // the parser lets nothing but a string be a name
}

// textOf is the text that a string literal stands for.
func textOf(lit hujson.Literal) string {
	if bytes.IndexByte(lit, '\\') < 0 {
		return string(lit[1 : len(lit)-1])
	}
	return lit.String()
}

// at is the place of a byte of the source. Columns count bytes from 1, as Go
// tools and the places in clause files do.
func (f *File) at(offset int) token.Position {
	line := sort.SearchInts(f.lines, offset+1) // lines that start at or before offset
	return token.Position{
		Filename: f.Name,
		Offset:   offset,
		Line:     line,
		Column:   offset - f.lines[line-1] + 1,
	}
}

// lineStarts are the offsets of the first bytes of all lines.
func lineStarts(src []byte) []int {
	starts := make([]int, 1, 1+bytes.Count(src, []byte{'\n'}))
	for i, c := range src {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

var (
	escapePointer   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapePointer = strings.NewReplacer("~1", "/", "~0", "~")
)

// pointer is the JSON Pointer (RFC 6901) of a path.
func pointer(path []string) string {
	var b strings.Builder
	for _, s := range path {
		b.WriteByte('/')
		b.WriteString(escapePointer.Replace(s))
	}
	return b.String()
}

// segments is the path of a JSON Pointer.
func segments(pointer string) []string {
	if pointer == "" {
		return nil
	}
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, s := range parts {
		parts[i] = unescapePointer.Replace(s)
	}
	return parts
}

// dotted is a path as messages name it: "grants[g1].territory". An element is
// named by its id where it has one, otherwise by its index from 0.
func (f *File) dotted(path []string) string {
	var b strings.Builder
	v := &f.root
	for i, name := range path {
		inArray := false
		if v != nil {
			_, inArray = v.Value.(*hujson.Array)
			v = f.child(v, name)
		}
		switch {
		case inArray:
			b.WriteString("[" + f.elementName(v, name) + "]")
		case i == 0:
			b.WriteString(excerpt(name))
		default:
			b.WriteString("." + excerpt(name))
		}
	}
	return b.String()
}

// elementName is the id of an array element, or else its index.
func (f *File) elementName(v *hujson.Value, index string) string {
	if v == nil {
		return index
	}
	o, ok := v.Value.(*hujson.Object)
	if !ok {
		return index
	}
	if m := f.member(o, "id"); m != nil {
		if id, ok := m.Value.Value.(hujson.Literal); ok && id.Kind() == '"' && isID(textOf(id)) {
			return textOf(id)
		}
	}
	return index
}

// isID reports whether s has the form of an id: at most 40 lower case letters,
// digits and hyphens, not beginning with a hyphen.
func isID(s string) bool {
	return s != "" && len(s) <= 40 && s[0] != '-' && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// excerpt is the beginning of a text, fit for a message.
func excerpt(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n++; n > most {
			s = s[:i] + "..."
			break
		}
	}
	quoted := strconv.Quote(s)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}
