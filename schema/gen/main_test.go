package main

import (
	"testing"

	"github.com/engross/engross/schema"
	"github.com/google/go-cmp/cmp"
)

func TestCommittedSchemaIsFresh(t *testing.T) {
	want, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(schema.JSON())); diff != "" {
		t.Errorf("the committed schema is stale: run go generate ./schema\n%s", diff)
	}
}
