package redline

import (
	"strings"

	"github.com/engross/engross/agreement"
)

// Remarks is what to say beside the blocks of a redline in which something changed:
// of each change its kind and why it came. Where the causes are not known, and for
// what only followed, there is none.
func Remarks(res *Result) map[agreement.Block][]string {
	remarks := map[agreement.Block][]string{}
	for i := range res.Changes {
		c := &res.Changes[i]
		if c.Kind == Consequential || c.block == nil {
			continue
		}
		if why := becauseOf(c.Causes); why != "" {
			s := strings.ToUpper(c.Kind.String()[:1]) + c.Kind.String()[1:] + ": " + why
			if list := remarks[c.block]; len(list) == 0 || list[len(list)-1] != s {
				remarks[c.block] = append(list, s)
			}
		}
	}
	return remarks
}
