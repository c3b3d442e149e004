package assemble_test

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/engross/engross/assemble"
)

// TestOpenVetted opens a library that should have been vetted and was not: the
// mistake in it is told where it matters, each time, and nowhere else.
func TestOpenVetted(t *testing.T) {
	const template = "title: T\nkinds: [KIND]\nnumbering: decimal\nsigning: Signed.\nclauses: [TOPIC]\n"
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	clauses := fstest.MapFS{"a/good.md": file(frontMatter + "1. Words. {#x}\n"), "a/bad.md": file(frontMatter + "1. {{ .Oops\n")}
	templates := fstest.MapFS{
		"one.yaml": file(strings.NewReplacer("KIND", "bilateral", "TOPIC", "a/good").Replace(template)),
		"two.yaml": file(strings.NewReplacer("KIND", "pool", "TOPIC", "a/good, a/bad").Replace(template)),
	}
	const want = "clauses/a/bad.md:8: error: "
	if _, err := assemble.Open(clauses, templates); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("Open does not tell of the mistake: %v", err)
	}
	lib, err := assemble.OpenVetted(clauses, templates)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			good, bad := twoParties("A"), twoParties("A")
			bad.Sheet.Deal.Kind = "pool"
			if _, err := lib.Assemble(good, assemble.Options{}); err != nil {
				t.Error(err)
			}
			if _, err := lib.Assemble(bad, assemble.Options{}); err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("Assemble does not tell of the mistake: %v", err)
			}
		})
	}
	wg.Wait()
	if ps := lib.Vet(); len(ps) == 0 || !strings.HasPrefix(ps.Error(), want) {
		t.Errorf("Vet does not tell of the mistake: %v", ps)
	}
}
