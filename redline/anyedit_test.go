package redline_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

// TestAnyEdit changes one value after another of the example term sheets and holds
// each redline to what the two trees say: it marks what differs and nothing else.
func TestAnyEdit(t *testing.T) {
	lib, err := assemble.Open(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	for name, stride := range map[string]int{"bilateral-semiconductor": 7, "names": 5, "pool-five": 17} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEditor(t, lib, name)
			var total tally
			tried, told := 0, 0
			for i := 0; i < len(e.leaves); i += stride {
				to, doc := e.edit(i)
				if doc == nil {
					continue
				}
				tried++
				res, err := redline.Diff(e.doc, doc)
				if err != nil {
					t.Fatalf("%s: %v", e.leaves[i], err)
				}
				got := judge(t, fmt.Sprintf("%s = %v", e.leaves[i], to), e.doc, doc, res)
				total.hunks, total.marked, total.differ = total.hunks+got.hunks, total.marked+got.marked, total.differ+got.differ
				if len(res.Changes) > 0 {
					told++
				}
			}
			t.Logf("%d edits, of which %d show: %+v, excess %.3f", tried, told, total, total.excess())
			if told == 0 {
				t.Error("no edit shows")
			}
		})
	}
}

// An editor makes one edit at a time to a term sheet.
type editor struct {
	lib    *assemble.Library
	name   string
	sheet  any
	doc    *agreement.Document
	leaves []leaf
	values map[string][]any // by the name of a field, what it is somewhere
}

// A leaf is the way to a value that is no object and no list.
type leaf []any

func (l leaf) String() string { return fmt.Sprint([]any(l)) }

func newEditor(t *testing.T, lib *assemble.Library, name string) *editor {
	t.Helper()
	src, err := os.ReadFile("../testdata/examples/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	file, err := schema.Load(name, src)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := schema.Canonical(file.Sheet)
	if err != nil {
		t.Fatal(err)
	}
	e := &editor{lib: lib, name: name, values: map[string][]any{}}
	d := json.NewDecoder(bytes.NewReader(plain))
	d.UseNumber()
	if err := d.Decode(&e.sheet); err != nil {
		t.Fatal(err)
	}
	e.find(nil, e.sheet)
	if e.doc, err = e.assemble(); err != nil {
		t.Fatal(err)
	}
	return e
}

func (e *editor) find(at leaf, v any) {
	switch v := v.(type) {
	case map[string]any:
		var names []string
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			e.find(append(slices.Clone(at), name), v[name])
		}
	case []any:
		for i := range v {
			e.find(append(slices.Clone(at), i), v[i])
		}
	default:
		e.leaves = append(e.leaves, at)
		name := at.field()
		if !slices.Contains(e.values[name], v) {
			e.values[name] = append(e.values[name], v)
		}
	}
}

// field is the name of the innermost field that the leaf is in.
func (l leaf) field() string {
	for _, x := range slices.Backward(l) {
		if name, ok := x.(string); ok {
			return name
		}
	}
	return ""
}

func (e *editor) assemble() (*agreement.Document, error) {
	src, err := json.Marshal(e.sheet)
	if err != nil {
		return nil, err
	}
	file, err := schema.Load(e.name, src)
	if err != nil {
		return nil, err
	}
	res, err := e.lib.Assemble(file, assemble.Options{})
	if err != nil {
		return nil, err
	}
	return res.Document, nil
}

// edit assembles with another value at leaf i, the first that makes an agreement,
// and puts the sheet back.
func (e *editor) edit(i int) (to any, doc *agreement.Document) {
	at := e.leaves[i]
	var holder any = e.sheet
	for _, x := range at[:len(at)-1] {
		holder = step(holder, x)
	}
	last := at[len(at)-1]
	was := step(holder, last)
	defer set(holder, last, was)
	for _, v := range e.others(at.field(), was) {
		set(holder, last, v)
		if doc, err := e.assemble(); err == nil {
			return v, doc
		}
	}
	return nil, nil
}

func step(v, x any) any {
	if o, ok := v.(map[string]any); ok {
		return o[x.(string)]
	}
	return v.([]any)[x.(int)]
}

func set(v, x, to any) {
	if o, ok := v.(map[string]any); ok {
		o[x.(string)] = to
	} else {
		v.([]any)[x.(int)] = to
	}
}

// others is values that a field might have instead of v.
func (e *editor) others(field string, v any) (out []any) {
	switch v := v.(type) {
	case bool:
		return []any{!v}
	case json.Number:
		n, _ := v.Int64()
		return []any{n + 1, n - 1}
	case string:
		if d, err := time.Parse(time.DateOnly, v); err == nil {
			return []any{d.AddDate(0, 0, 1).Format(time.DateOnly)}
		}
		if d, err := schema.ParseDecimal(v); err == nil {
			return []any{d.String() + "1", "1" + d.String()}
		}
		if strings.Contains(v, " ") {
			return []any{"another " + v, v + " of another kind"}
		}
		for _, x := range e.values[field] {
			if x != v {
				out = append(out, x)
			}
		}
		out = append(out, v+" Two")
	}
	return out
}
