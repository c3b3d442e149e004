package assemble

import (
	"slices"
	"text/template"
	"text/template/parse"
)

// spread is a copy of a template in which each operand of and, or and not stands in an
// action of its own before them: the checker of types looks at no operand.
func spread(t *template.Template) *template.Template {
	own, err := t.Clone()
	if err != nil {
		return t
	}
	for _, x := range own.Templates() {
		if x.Tree != nil {
			x.Tree = x.Tree.Copy() // a clone shares its trees
			spreadList(x.Root)
		}
	}
	return own
}

func spreadList(list *parse.ListNode) {
	if list == nil {
		return
	}
	var nodes []parse.Node
	for _, n := range list.Nodes {
		var pipe *parse.PipeNode
		switch n := n.(type) {
		case *parse.ActionNode:
			pipe = n.Pipe
		case *parse.IfNode:
			pipe = spreadBranch(&n.BranchNode)
		case *parse.RangeNode:
			pipe = spreadBranch(&n.BranchNode)
		case *parse.WithNode:
			pipe = spreadBranch(&n.BranchNode)
		}
		for _, operand := range operands(pipe) {
			nodes = append(nodes, alone(operand))
		}
		nodes = append(nodes, n)
	}
	list.Nodes = nodes
}

func spreadBranch(b *parse.BranchNode) *parse.PipeNode {
	spreadList(b.List)
	spreadList(b.ElseList)
	return b.Pipe
}

// operands are what and, or and not combine in a pipeline, as far as it has fields.
func operands(pipe *parse.PipeNode) []parse.Node {
	if pipe == nil {
		return nil
	}
	var list []parse.Node
	for _, c := range pipe.Cmds {
		f, _ := c.Args[0].(*parse.IdentifierNode)
		combines := f != nil && slices.Contains([]string{"and", "or", "not"}, f.Ident)
		for i, arg := range c.Args {
			inner, isPipe := arg.(*parse.PipeNode)
			list = append(list, operands(inner)...)
			switch arg.(type) {
			case *parse.FieldNode, *parse.ChainNode, *parse.VariableNode:
				if combines {
					list = append(list, arg)
				}
			}
			if combines && isPipe && i > 0 && len(inner.Decl) == 0 {
				list = append(list, inner)
			}
		}
	}
	return list
}

// alone is an action that looks at one operand.
func alone(operand parse.Node) parse.Node {
	pipe, ok := operand.(*parse.PipeNode)
	if !ok {
		pipe = &parse.PipeNode{NodeType: parse.NodePipe, Pos: operand.Position(),
			Cmds: []*parse.CommandNode{{NodeType: parse.NodeCommand, Pos: operand.Position(), Args: []parse.Node{operand}}}}
	}
	return &parse.ActionNode{NodeType: parse.NodeAction, Pos: operand.Position(), Line: pipe.Line, Pipe: pipe}
}
