package assemble

import "strings"

// Readers are the topics of which a variant reads what the term sheet says at a
// path of [schema.Guide], or under it, sorted by id.
func (l *Library) Readers(path string) []*Topic {
	at := "/" + strings.ReplaceAll(strings.ReplaceAll(path, "[]", ""), ".", "/")
	var list []*Topic
	for _, t := range l.Topics() {
		if t.reads(at) {
			list = append(list, t)
		}
	}
	return list
}

func (t *Topic) reads(at string) bool {
	for _, v := range t.Variants {
		for _, r := range v.reads() {
			if r == at || strings.HasPrefix(at, r+"/") || strings.HasPrefix(r, at+"/") {
				return true
			}
		}
	}
	return false
}

// A Placed parameter is one of a topic, or of some of its variants alone.
type Placed struct {
	*Parameter
	Topic *Topic
}

// Parameters are the parameters of the library whose value stands at a path of the
// term sheet.
func (l *Library) Parameters(path string) []Placed {
	var list []Placed
	seen := map[*Parameter]bool{}
	for _, t := range l.Topics() {
		for _, v := range t.Variants {
			for _, p := range v.Parameters {
				if p.Path != "" && strings.ReplaceAll(p.Path, "[]", "") == strings.ReplaceAll(path, "[]", "") && !seen[p] {
					seen[p] = true
					list = append(list, Placed{p, t})
				}
			}
		}
	}
	return list
}
