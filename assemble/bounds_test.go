package assemble_test

import (
	"strings"
	"testing"

	"github.com/engross/engross/assemble"
)

// TestALibraryIsBounded drafts from libraries that go on for ever: each is refused, at its
// place, in loops of text/template and in those of a program alike.
func TestALibraryIsBounded(t *testing.T) {
	for name, test := range map[string]struct{ body, want string }{
		"a number without end":        {`{{ range until 2000000000 }}x{{ end }}`, "until counts to 1000 at most"},
		"loops in loops":              {`{{ range until 1000 }}{{ range until 1000 }}{{ range until 1000 }}{{ end }}{{ end }}{{ end }}`, "go round more than"},
		"loops over a number":         {`{{ range 2000000000 }}{{ end }}`, "go round more than"},
		"a word that doubles":         {strings.Repeat(`{{ $x := "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }}`, 1) + strings.Repeat(`{{ $x = replace "a" "aaaaaaaa" $x }}`, 8) + `{{ $x }}`, "makes more than 1 MB"},
		"a list joined by long words": {`{{ $x := "a" }}` + strings.Repeat(`{{ $x = replace "a" "aaaa" $x }}`, 7) + `{{ join $x (until 1000) }}`, "makes more than 1 MB"},
		"much that is printed":        {`{{ range until 1000 }}{{ range until 1000 }}` + strings.Repeat("word ", 100) + `{{ end }}{{ end }}`, "prints more than"},
		"a function for programmers":  {`{{ printf "%1000000d" 1 }}`, `"printf"`},
	} {
		t.Run(name, func(t *testing.T) {
			lib, err := smallLibrary("1. **Heading.** A " + test.body + " b.\n")
			if err == nil {
				_, err = lib.Assemble(twoParties("A"), assemble.Options{})
			}
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "one.md:") {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}
