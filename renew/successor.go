package renew

import (
	"strconv"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/engross/engross/schema"
)

// A successor is next year's term sheet while it is written: last year's source with
// its comments, in which values are replaced, added and taken away. Everything
// done to it is entered in the report.
type successor struct {
	schema.Edit
	entries []Entry
}

// newSuccessor begins with last year's term sheet.
func newSuccessor(f *schema.File) (*successor, error) {
	edit, err := f.Edit()
	if err != nil {
		return nil, err
	}
	return &successor{Edit: *edit}, nil
}

// reason says by which rule something is done, and why.
type reason struct{ rule, why string }

// text is the text or number at a path, or "".
func (d *successor) text(path ...string) string { return schema.TextOf(d.At(path)) }

// set puts a value at a path and enters it in the report. A value that is already
// there is left alone.
func (d *successor) set(path []string, value any, r reason) {
	before := plain(d.At(path))
	after := reread(value)
	if before != nil && schema.Plain(before) == schema.Plain(after) {
		return
	}
	d.Put(path, value)
	if last := len(path) - 1; path[last] == schema.AppendStep {
		list, _ := schema.ArrayOf(d.At(path[:last]))
		path = join(path[:last], strconv.Itoa(len(list.Elements)-1))
	}
	d.enter(d.dotted(path), schema.Plain(before), schema.Plain(after), r)
}

// remove takes the value at a path away and enters it in the report.
func (d *successor) remove(path []string, r reason) {
	before := d.At(path)
	if before == nil {
		return
	}
	name, words := d.dotted(path), schema.Plain(plain(before))
	d.cut(path)
	d.enter(name, words, "", r)
}

// remark enters in the report what needs no change of the term sheet.
func (d *successor) remark(path []string, r reason) {
	words := schema.Plain(plain(d.At(path)))
	d.enter(d.dotted(path), words, words, r)
}

func (d *successor) enter(path, before, after string, r reason) {
	d.entries = append(d.entries, Entry{Path: path, Before: before, After: after, Rule: r.rule, Why: r.why})
}

// reread is a value as decoded JSON.
func reread(value any) any {
	v := schema.EncodeValue(value)
	return plain(&v)
}

// cut takes away the member or element at a path; waivers stay at what they accept.
func (d *successor) cut(path []string) {
	_, element := schema.ArrayOf(d.At(path[:len(path)-1]))
	d.Cut(path)
	if element {
		d.shiftWaivers(path)
	}
}

// shiftWaivers keeps the waivers of the term sheet at what they accept when an
// element leaves a list: one for the element goes with it.
func (d *successor) shiftWaivers(gone []string) {
	list, _ := schema.ArrayOf(d.At([]string{"waivers"}))
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
			d.Put(join(path, "pointer"), moved)
		}
	}
}

// textAt is the text of a member of v, or "".
func textAt(v *hujson.Value, name string) string { return schema.TextOf(schema.Child(v, name)) }
