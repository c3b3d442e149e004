package assemble_test

import (
	"os"
	"strings"
	"testing"

	"github.com/engross/engross/assemble"
)

// The README of the clauses lists every fact, as the code that asks for it means it.
func TestReadmeListsFacts(t *testing.T) {
	const page = "../clauses/README.md"
	src, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for _, d := range assemble.Declarables() {
		want.WriteString(d.String() + "\n")
	}
	head := "| fact | what it is | values |\n| --- | --- | --- |\n"
	before, rest, found := strings.Cut(string(src), head)
	if !found {
		t.Fatal("no table of facts")
	}
	_, after, _ := strings.Cut(rest, "\n## ")
	now := before + head + want.String() + "\n## " + after
	if *update {
		if err := os.WriteFile(page, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if now != string(src) {
		t.Error("the table of facts is stale: go test ./assemble -run Readme -update")
	}
}
