package agreement

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression that is compiled when it is first wanted. A hundred
// of them, compiled at every start, cost more than most commands do.
func Pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
