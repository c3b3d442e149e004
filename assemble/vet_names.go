package assemble

import (
	"go/token"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// where is the place of words in what was read.
func (m mention) where(words string) token.Position {
	p := m.pos
	i := strings.Index(m.what, words)
	if i < 0 {
		return p
	}
	before := m.what[:i]
	if m.written != "" { // character for character the same
		before = string([]rune(m.written)[:utf8.RuneCountInString(before)])
	}
	p.Column += m.indent + len(before)
	return p
}

// names finds names that nothing has, that nobody reads, and that two things have.
func (v *vetter) names() {
	read := map[string]bool{} // "topic.parameter"
	has := map[string]bool{}  // "topic.provision"
	for _, t := range v.lib.Topics() {
		for _, x := range t.Variants {
			for _, m := range v.said[x].params {
				read[t.ID+"."+m.what] = true
			}
			for _, m := range v.said[x].others {
				read[m.what] = true
			}
			for _, m := range v.said[x].names {
				has[t.ID+"."+m.what] = true
			}
			for _, said := range x.facts {
				for _, d := range said {
					read[t.ID+"."+d.parameter] = true
				}
			}
		}
	}
	for _, t := range v.lib.Topics() {
		v.sameNames(t)
		v.unread(t, read)
		for _, x := range t.Variants {
			for _, m := range v.said[x].topics {
				topic, name, provision := strings.Cut(m.what, ".")
				if of := v.lib.topics[topic]; provision && of != nil && !has[m.what] {
					v.add(agreement.Error, "unknown-provision", m.pos, nearest(name, v.provisions(of)), "no variant of %s has a provision %q", topic, name)
				}
			}
		}
	}
}

// provisions are the names of provisions of a topic, in whatever variant.
func (v *vetter) provisions(t *Topic) (names []string) {
	for _, x := range t.Variants {
		for _, m := range v.said[x].names {
			names = append(names, m.what)
		}
	}
	return names
}

// unread finds parameters that no words ask for: what a term sheet gives there would
// be said nowhere.
func (v *vetter) unread(t *Topic, read map[string]bool) {
	seen := map[*Parameter]bool{}
	for _, x := range t.Variants {
		for _, p := range x.Parameters {
			if !seen[p] && !read[t.ID+"."+p.Name] && !atItsPath(x, p) {
				v.add(agreement.Warning, "unread-parameter", p.pos, `print it with {{ .Param "`+p.Name+`" }}, or take it out`, "no words of %s read the parameter %s", t.ID, p.Name)
			}
			seen[p] = true
		}
	}
}

// atItsPath reports whether a clause reads a parameter as the value of the term sheet
// that it is.
func atItsPath(x *Variant, p *Parameter) bool {
	return p.Path != "" && slices.Contains(x.reads(), "/"+strings.ReplaceAll(p.Path, ".", "/"))
}

// sameNames finds variants whose files are one file on some systems.
func (v *vetter) sameNames(t *Topic) {
	for i, x := range t.Variants {
		for _, y := range t.Variants[:i] {
			if strings.EqualFold(x.Name, y.Name) {
				v.add(agreement.Error, "same-variant", x.pos, "give each its own name: capitals make no difference on some systems", "%s has two variants %s", t.ID, strings.ToLower(x.Name))
			}
		}
	}
}

// repeated finds a name or a term that is there twice in one agreement.
func (v *vetter) repeated(id, hint, format string, list []mention) {
	for i, a := range list {
		for _, b := range list[:i] {
			if _, both := counterexample(and(a.guard, b.guard), not(always)); a.what == b.what && both {
				v.add(agreement.Error, id, a.pos, hint, format, a.what, b.pos.Line)
				break
			}
		}
	}
}
