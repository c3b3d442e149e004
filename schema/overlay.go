package schema

import (
	"fmt"
	"strings"

	"github.com/tailscale/hujson"
)

// Lay lays another term sheet, or a part of one, over this: objects are joined
// member by member, elements of lists that have an id are joined with the one of
// the same id or added, and every other value takes the place of what was there.
func (d *Edit) Lay(over []byte) error {
	v, err := hujson.Parse(UTF8(over))
	if err != nil {
		return err
	}
	if _, ok := v.Value.(*hujson.Object); !ok {
		return fmt.Errorf("it is not an object: it does not begin with {")
	}
	d.lay(nil, &v)
	return nil
}

func (d *Edit) lay(path []string, over *hujson.Value) {
	switch o := over.Value.(type) {
	case *hujson.Object:
		if v := d.At(path); v != nil {
			if _, ok := v.Value.(*hujson.Object); ok {
				for i := range o.Members {
					d.lay(append(path[:len(path):len(path)], TextOf(&o.Members[i].Name)), &o.Members[i].Value)
				}
				return
			}
		}
	case *hujson.Array:
		if list, ok := ArrayOf(d.At(path)); ok && haveIDs(list) && haveIDs(o) {
			for i := range o.Elements {
				d.layElement(path, list, &o.Elements[i])
			}
			return
		}
	}
	d.put(path, over)
}

func (d *Edit) layElement(path []string, list *hujson.Array, over *hujson.Value) {
	id := TextOf(Child(over, "id"))
	for i := range list.Elements {
		if TextOf(Child(&list.Elements[i], "id")) == id {
			d.lay(append(path[:len(path):len(path)], fmt.Sprint(i)), over)
			return
		}
	}
	d.put(append(path[:len(path):len(path)], AppendStep), over)
}

// put puts a value of another source at a path, without the comments around it.
func (d *Edit) put(path []string, v *hujson.Value) {
	plain := v.Clone()
	plain.Standardize()
	plain.BeforeExtra, plain.AfterExtra = nil, nil
	plain.Minimize()
	d.Put(path, rawJSON(plain.Pack()))
}

// rawJSON is a value that is JSON already.
type rawJSON []byte

// MarshalJSON gives the JSON as it is.
func (r rawJSON) MarshalJSON() ([]byte, error) { return r, nil }

func haveIDs(list *hujson.Array) bool {
	for i := range list.Elements {
		if TextOf(Child(&list.Elements[i], "id")) == "" {
			return false
		}
	}
	return len(list.Elements) > 0
}

// Set puts a value at a path as people write it (see [TermSheet.Get]; an element
// may be named by its id alone: "grants[g1].field"). The value is JSON, or else
// text; null takes away what stands there. Whether it may stand there is found when the
// source is loaded.
func (d *Edit) Set(path, value string) error {
	steps, err := d.steps(path)
	if err != nil {
		return err
	}
	if value == "null" {
		if d.At(steps) != nil {
			d.Cut(steps)
		}
		return nil
	}
	if v, err := hujson.Parse([]byte(value)); err == nil && strings.TrimSpace(value) != "" {
		d.put(steps, &v)
		return nil
	}
	d.Put(steps, value)
	return nil
}

// steps are the names and indices that a path leads through.
func (d *Edit) steps(path string) ([]string, error) {
	parsed, err := parsePath(path)
	if err != nil {
		return nil, err
	}
	var steps []string
	for _, s := range parsed {
		steps = append(steps, s.name)
		if s.value == "" {
			continue
		}
		list, ok := ArrayOf(d.At(steps))
		if !ok {
			return nil, fmt.Errorf("%s: there is no list %q to choose an element from", path, s.name)
		}
		i := s.among(list)
		if i < 0 {
			return nil, fmt.Errorf("%s: %s has no element %s", path, s.name, excerpt(s.value))
		}
		steps = append(steps, fmt.Sprint(i))
	}
	return steps, nil
}

// among is the index of the element that the selector takes: by a field, by its id,
// or by its number from 0; -1 where there is none.
func (s pathStep) among(list *hujson.Array) int {
	key := s.key
	if key == "" {
		key = "id"
	}
	for i := range list.Elements {
		if TextOf(Child(&list.Elements[i], key)) == s.value {
			return i
		}
	}
	for i := range list.Elements {
		if s.key == "" && fmt.Sprint(i) == s.value {
			return i
		}
	}
	return -1
}
