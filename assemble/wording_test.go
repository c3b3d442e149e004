package assemble_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// manyWays is a clause whose words depend on its values: on how many there are, on
// how each ends, and on what stands beside it.
const manyWays = `{{ range .Parties }}1. **Name.** {{ .LegalName }} "signs" as the **"{{ .LegalName }}"** ("{{ .LegalName }}").
   1. {{ .LegalName }}{{ .ShortName }} is of {{ .LegalName }}'s group.

   | A | B |
   | - | - |
   | {{ .ShortName }} | "{{ .LegalName }}" |
{{ end }}
{{ table (cells "Party" "Address" "Contact" "E-mail" "Copy") .NoticeRows }}
`

// TestSharedLibrary assembles different deals at once, again and again, with one
// library: each is as a library of its own makes it.
func TestSharedLibrary(t *testing.T) {
	shared, err := smallLibrary(manyWays)
	if err != nil {
		t.Fatal(err)
	}
	var deals []*schema.File
	want := map[*schema.File]string{}
	for _, name := range []string{"Alpha", "Alpha Inc.", "Alpha (", "Beta: ", `Beta "X"`, "*Gamma*", "Alpha"} {
		f := twoParties(name)
		deals = append(deals, f)
		own, err := smallLibrary(manyWays)
		if err != nil {
			t.Fatal(err)
		}
		res, err := own.Assemble(f, assemble.Options{})
		if err != nil {
			t.Fatal(err)
		}
		want[f] = tree(res.Document)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 10 {
				for _, f := range deals {
					if res, err := shared.Assemble(f, assemble.Options{}); err != nil || tree(res.Document) != want[f] {
						t.Errorf("%s: not what a library of its own makes (%v)", f.Sheet.Parties[0].LegalName, err)
					}
				}
			}
		})
	}
	wg.Wait()
}

// TestMemoryIsBounded assembles deals no two of which have the same words.
func TestMemoryIsBounded(t *testing.T) {
	lib, err := smallLibrary("{{ range .Parties }}1. A party of this agreement has these words.\n{{ end }}")
	if err != nil {
		t.Fatal(err)
	}
	f := twoParties("A")
	for i := range 200 {
		f.Sheet.Parties = append(f.Sheet.Parties, schema.Party{ID: fmt.Sprint("p", i), LegalName: "P", ShortName: "P"})
		if _, err := lib.Assemble(f, assemble.Options{}); err != nil {
			t.Fatal(err)
		}
		if n := lib.Remembered(); n > assemble.WordingsSize {
			t.Fatalf("%d bytes are remembered after %d agreements", n, i+1)
		}
	}
}
