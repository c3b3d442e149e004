package assemble

import (
	"strings"
	"text/template/parse"

	"github.com/engross/engross/agreement"
)

// markup reads a clause as it is read when it is filled, with something in the
// place of each value, so often that every piece of its words has been read once,
// whatever the conditions. What only a certain combination of conditions does to
// a list shows when the clause is filled.
func (v *vetter) markup(x *Variant, text *text) {
	read, told := map[string]bool{}, map[agreement.Problem]bool{}
	for _, way := range waysThrough(text.root) {
		s := sampler{taken: way}
		s.list(text.root)
		if read[s.out.String()] {
			continue
		}
		read[s.out.String()] = true
		w := x.read(s.out.String(), v.lib.terms, false)
		v.ways[x] = append(v.ways[x], w)
		v.reading(w)
		for _, p := range w.problems {
			known := agreement.Problem{Pos: p.Pos, Message: p.Message}
			if p.ID == "markdown" && !told[known] {
				told[known] = true
				v.problems.Add(p)
			}
		}
	}
}

// A sampler prints a clause without a term sheet.
type sampler struct {
	taken map[*parse.BranchNode]bool // how conditions fall out; yes where none is said
	out   strings.Builder
}

// falls is how a condition falls out. The same pipeline falls out the same way.
func (s *sampler) falls(b *parse.BranchNode) bool {
	if yes, said := s.taken[b]; said {
		return yes
	}
	for other, yes := range s.taken {
		if b.NodeType == parse.NodeIf && other.NodeType == parse.NodeIf && other.Pipe.String() == b.Pipe.String() {
			return yes
		}
	}
	return true
}

// waysThrough are ways for conditions to fall out that between them print every
// piece of the words.
func waysThrough(root *parse.ListNode) []map[*parse.BranchNode]bool {
	ways := []map[*parse.BranchNode]bool{{}}
	var visit func(n *parse.ListNode, above map[*parse.BranchNode]bool)
	visit = func(n *parse.ListNode, above map[*parse.BranchNode]bool) {
		if n == nil {
			return
		}
		for _, x := range n.Nodes {
			if b := branchOf(x); b != nil {
				no := with(above, b, false)
				ways = append(ways, no)
				visit(b.List, with(above, b, true))
				visit(b.ElseList, no)
			}
		}
		if len(n.Nodes) > 0 && len(above) > 0 {
			ways = append(ways, above)
		}
	}
	visit(root, nil)
	return ways
}

func with(above map[*parse.BranchNode]bool, b *parse.BranchNode, yes bool) map[*parse.BranchNode]bool {
	c := map[*parse.BranchNode]bool{b: yes}
	for a, y := range above {
		c[a] = y
	}
	return c
}

func branchOf(n parse.Node) *parse.BranchNode {
	switch n := n.(type) {
	case *parse.IfNode:
		return &n.BranchNode
	case *parse.RangeNode:
		return &n.BranchNode
	case *parse.WithNode:
		return &n.BranchNode
	}
	return nil
}

func (s *sampler) list(n *parse.ListNode) {
	if n == nil {
		return
	}
	for _, x := range n.Nodes {
		switch x := x.(type) {
		case *parse.TextNode:
			s.out.Write(x.Text)
		case *parse.ActionNode:
			if len(x.Pipe.Decl) == 0 {
				s.out.WriteString(valueMark(0, "value"))
			}
		default:
			if b := branchOf(x); b != nil {
				if s.falls(b) {
					s.list(b.List)
				} else {
					s.list(b.ElseList)
				}
			}
		}
	}
}
