package draft_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

// TestEveryFigureComesHome gives each number that a term sheet states another value,
// and says that the agreement which then comes back leads to that value and to nothing
// else, wherever and however often it is printed.
func TestEveryFigureComesHome(t *testing.T) {
	lib := library(t)
	f := load(t, "../testdata/examples/short-software-escrow.json")
	tried := 0
	for _, path := range numbersIn(t, f) {
		e, err := f.Edit()
		if err != nil {
			t.Fatal(err)
		}
		e.Put(path, json.Number(strconv.Itoa(numberAt(t, f, path)+1)))
		next, err := schema.Load("next.json", e.Source())
		if err != nil {
			continue // no value that a term sheet may have
		}
		made, err := lib.Assemble(next, assemble.Options{})
		if err != nil {
			continue
		}
		tried++
		home, err := draft.Accept(lib, f, made.Document, draft.Acceptance{})
		if err != nil {
			t.Fatal(path, err)
		}
		if len(home.Left)+len(home.Wordings)+len(home.Follows) > 0 || len(home.Values) != 1 {
			t.Errorf("%s: home are %+v and %+v, left is %+v", strings.Join(path, "."), home.Values, home.Wordings, home.Left)
		}
	}
	if tried < 10 {
		t.Errorf("%d figures were tried", tried)
	}
}

// numbersIn is the paths of the whole numbers that a term sheet states.
func numbersIn(t *testing.T, f *schema.File) (list [][]string) {
	var root any
	if err := json.Unmarshal(f.JSON, &root); err != nil {
		t.Fatal(err)
	}
	var walk func(v any, path []string)
	walk = func(v any, path []string) {
		switch v := v.(type) {
		case map[string]any:
			for name, x := range v {
				walk(x, append(slices.Clone(path), name))
			}
		case []any:
			for i, x := range v {
				walk(x, append(slices.Clone(path), strconv.Itoa(i)))
			}
		case float64:
			if v == float64(int(v)) {
				list = append(list, path)
			}
		}
	}
	walk(root, nil)
	slices.SortFunc(list, slices.Compare)
	return list
}

func numberAt(t *testing.T, f *schema.File, path []string) int {
	var v any
	if err := json.Unmarshal(f.JSON, &v); err != nil {
		t.Fatal(err)
	}
	for _, step := range path {
		switch x := v.(type) {
		case map[string]any:
			v = x[step]
		case []any:
			i, _ := strconv.Atoi(step)
			v = x[i]
		}
	}
	return int(v.(float64))
}
