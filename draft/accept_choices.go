package draft

import (
	"slices"
	"strings"

	"github.com/engross/engross/redline"
)

// choiceCandidates are the choices among the clauses of the library that would explain
// a change: the clause is left out, or the words are those of another variant.
func (a *accepter) choiceCandidates(c *redline.Change) (list []candidate) {
	id, _, within := strings.Cut(c.ClauseID, ".")
	topic := a.lib.Topic(id)
	if topic == nil || a.tried["choice "+id+c.After] {
		return nil
	}
	a.tried["choice "+id+c.After] = true
	add := func(member, before string, value any) {
		path := []string{"clauses", id, member}
		list = append(list, candidate{path: path, name: dotted(path), before: before, value: value, topic: id})
	}
	if !within && c.Scope == redline.Clause && c.After == "" && c.Kind != redline.Moved {
		add("omit", "", true)
		return list
	}
	for _, v := range topic.Variants {
		if len(topic.Variants) > 1 && v.Says(c.After) {
			add("variant", "", v.Name)
		}
	}
	return list
}

// changesIn reports that some change is in a topic.
func changesIn(list []redline.Change, topic string) bool {
	return slices.ContainsFunc(list, func(c redline.Change) bool {
		return c.ClauseID == topic || strings.HasPrefix(c.ClauseID, topic+".")
	})
}
