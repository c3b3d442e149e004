package main

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCommittedSchemasAreFresh(t *testing.T) {
	for _, d := range documents {
		want, err := d.generate()
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(d.file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s is stale: run go generate ./schema\n%s", d.file, diff)
		}
	}
}
