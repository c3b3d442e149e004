package assemble

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"text/template/parse"

	"github.com/engross/engross/schema"
)

// findReads is the JSON Pointers of the term-sheet values that a clause may read:
// those of its parameters, and those that its actions name. What a range or a
// with walks over covers all that is under it.
func (v *Variant) findReads() []string {
	var list []string
	for _, p := range v.Parameters {
		if p.Path != "" {
			list = append(list, pathPointer(p.Path))
		}
	}
	for _, name := range v.named() {
		if chain := strings.TrimSuffix(name, "?"); !strings.Contains(chain, " ") {
			if path := pathOf(chain); path.names != nil {
				list = append(list, path.pointer)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// fieldPath is the place in the term sheet of a chain of Go fields.
type fieldPath struct {
	names           []string // nil where the first is no field of it
	dotted, pointer string
}

var fieldPaths sync.Map // by chain

// pathOf is the place of a chain, "Escrow.Agent", as far as its names are fields.
func pathOf(chain string) fieldPath {
	if known, ok := fieldPaths.Load(chain); ok {
		return known.(fieldPath)
	}
	var p fieldPath
	if names, ok := jsonNames(strings.Split(chain, ".")); ok {
		p = fieldPath{names, strings.Join(names, "."), "/" + strings.Join(names, "/")}
	}
	fieldPaths.Store(chain, p)
	return p
}

// walkTemplate calls f for every node of a parsed template.
func walkTemplate(n parse.Node, f func(parse.Node)) {
	if n == nil || reflect.ValueOf(n).IsNil() {
		return
	}
	f(n)
	branch := func(b *parse.BranchNode) {
		walkTemplate(b.Pipe, f)
		walkTemplate(b.List, f)
		walkTemplate(b.ElseList, f)
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, x := range n.Nodes {
			walkTemplate(x, f)
		}
	case *parse.ActionNode:
		walkTemplate(n.Pipe, f)
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			walkTemplate(c, f)
		}
	case *parse.CommandNode:
		for _, a := range n.Args {
			walkTemplate(a, f)
		}
	case *parse.ChainNode:
		walkTemplate(n.Node, f)
	}
}

// jsonNames turns Go field names of the term sheet into their JSON names, as
// far as they go; ok is false where the first is no field of it.
func jsonNames(chain []string) (names []string, ok bool) {
	t := reflect.TypeFor[schema.TermSheet]()
	for _, name := range chain {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			break
		}
		f, found := t.FieldByName(name)
		if !found {
			break
		}
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, tag)
		t = f.Type
	}
	return names, len(names) > 0
}

// jsonPath is the dotted path of the term sheet that an action's expression
// names: "escrow.agent" for ".Escrow.Agent".
func jsonPath(expr string) (string, bool) {
	expr = strings.TrimPrefix(expr, "$")
	word, _, _ := strings.Cut(expr, " ")
	if !strings.HasPrefix(word, ".") {
		return "", false
	}
	chain := strings.Split(word[1:], ".")
	names, ok := jsonNames(chain)
	return strings.Join(names, "."), ok && len(names) == len(chain)
}
