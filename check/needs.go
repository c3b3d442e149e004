package check

import (
	"slices"
	"strings"
	"sync"

	"github.com/engross/engross/schema"
)

// Reading are the checks that read what the term sheet says at a path of
// [schema.Guide], as each says of itself, in the order of their families.
func Reading(path string) []*Check { return slices.Clone(readers()[flat(path)]) }

var readers = sync.OnceValue(func() map[string][]*Check {
	places := map[string]bool{}
	for _, f := range schema.Guide() {
		places[flat(f.Path)] = true
	}
	by := map[string][]*Check{}
	for _, c := range All() {
		for _, at := range c.reads(places) {
			by[at] = append(by[at], c)
		}
	}
	return by
})

// reads are the places of the term sheet that Needs names: whole paths, and names
// that follow one and stand beside it, as in "grounds[].cure_days and notice_days".
func (c *Check) reads(places map[string]bool) []string {
	var list []string
	var stems []string // the groups that the last whole path leads through
	for _, word := range strings.FieldsFunc(flat(c.Needs), func(r rune) bool {
		return r != '.' && r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	}) {
		word = strings.Trim(word, ".")
		at := ""
		if places[word] {
			at = word
		}
		for _, stem := range stems {
			if at == "" && places[stem+"."+word] {
				at = stem + "." + word
			}
		}
		if at == "" || slices.Contains(list, at) {
			continue
		}
		list = append(list, at)
		if places[word] {
			stems = []string{word}
			if i := strings.LastIndexByte(word, '.'); i >= 0 {
				stems = append(stems, word[:i])
			}
		}
	}
	return list
}

// flat is a path without the marks of lists.
func flat(path string) string { return strings.ReplaceAll(path, "[]", "") }
