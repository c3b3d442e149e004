package assemble

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"text/template/parse"
)

// A library may come from somebody whom nobody knows. What it asks for is bounded:
// how often its clauses go round, how much they print, and how much a function makes.
const (
	mostTurns   = 1 << 19 // of all loops of one assembly
	mostPrinted = 8 << 20 // bytes of a clause
	mostMade    = 1 << 20 // bytes that a function makes
	mostCounted = 1000    // that until counts to
)

// turn counts a turn of a loop.
func (r *run) turn() error {
	if r.turns++; r.turns > mostTurns {
		return fmt.Errorf("the loops of the clauses go round more than %d times", mostTurns)
	}
	return nil
}

// Turn is what the loops of text/template call at each turn.
func (c *context) Turn() (string, error) { return "", c.run.turn() }

// counting is a template whose loops count their turns.
func counting(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.IfNode:
			counting(n.List)
			counting(n.ElseList)
		case *parse.WithNode:
			counting(n.List)
			counting(n.ElseList)
		case *parse.RangeNode:
			counting(n.List)
			counting(n.ElseList)
			command := &parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{rootMethod(n.Pos, "Turn")}}
			turn := &parse.ActionNode{NodeType: parse.NodeAction, Pos: n.Pos, Pipe: &parse.PipeNode{NodeType: parse.NodePipe, Pos: n.Pos, Cmds: []*parse.CommandNode{command}}}
			n.List.Nodes = append([]parse.Node{turn}, n.List.Nodes...)
		}
	}
}

// A bounded is what a clause prints, up to an end.
type bounded struct {
	bytes.Buffer
	full bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.full = b.Len()+len(p) > mostPrinted; b.full {
		return 0, errMade
	}
	return b.Buffer.Write(p)
}

func until(n int) ([]int, error) {
	if n > mostCounted {
		return nil, fmt.Errorf("until counts to %d at most, not to %d", mostCounted, n)
	}
	list := make([]int, max(n, 0))
	for i := range list {
		list[i] = i
	}
	return list, nil
}

func replace(from, to, in string) (string, error) {
	if len(in)+strings.Count(in, from)*max(len(to)-len(from), 0) > mostMade {
		return "", errMade
	}
	return strings.ReplaceAll(in, from, to), nil
}

func joined(between string, items any) (string, error) {
	v := reflect.ValueOf(items)
	if v.Kind() != reflect.Slice {
		return fmt.Sprint(items), nil
	}
	parts := make([]string, v.Len())
	size := 0
	for i := range parts {
		parts[i] = fmt.Sprint(v.Index(i).Interface())
		if size += len(parts[i]) + len(between); size > mostMade {
			return "", errMade
		}
	}
	return strings.Join(parts, between), nil
}

var errMade = fmt.Errorf("it makes more than %d MB of text", mostMade>>20)
