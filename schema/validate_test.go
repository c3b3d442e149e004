package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/tailscale/hujson"
)

// Our validator finds what one that knows all of JSON Schema finds: in the examples,
// with each of their values made something else in turn.
func TestValidatorAgainstAnother(t *testing.T) {
	book, other := rules(), otherValidator(t)
	odd := []any{nil, true, "", "x", "A B", "EU", "2027-13-01", strings.Repeat("é", 5000), json.Number("-1"), json.Number("0"), json.Number("1.0"), json.Number("2.5"), json.Number("1e3"), json.Number("99999"),
		[]any{}, []any{"x", "x"}, []any{json.Number("1")}, map[string]any{}, map[string]any{"id": "x", "no-such": true}}
	checked := 0
	for _, name := range []string{"pool-five", "bilateral-semiconductor"} {
		src, err := os.ReadFile(filepath.Join("..", "testdata", "examples", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		src, err = hujson.Standardize(src)
		if err != nil {
			t.Fatal(err)
		}
		doc := valuesOf(src)
		eachPlace(doc, func(at string, set func(any), was any) {
			for i, x := range odd {
				if (checked+i)%211 != 0 { // all of them take minutes
					continue
				}
				set(x)
				if diff := cmp.Diff(findingsOf(other, doc), ours(book, doc)); diff != "" {
					t.Errorf("%s with %v at %s: %s", name, x, at, diff)
				}
			}
			checked++
			set(was)
		})
	}
	if checked < 500 {
		t.Errorf("only %d values were changed", checked)
	}
}

func otherValidator(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(published))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for name, check := range formats {
		c.RegisterFormat(&jsonschema.Format{Name: name, Validate: check})
	}
	if err := c.AddResource(URL, doc); err != nil {
		t.Fatal(err)
	}
	return c.MustCompile(URL)
}

// eachPlace calls do for every value of a document.
func eachPlace(v any, do func(at string, set func(any), was any)) {
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, x := range v {
				walk(at+"/"+name, x)
				do(at+"/"+name, func(y any) { v[name] = y }, x)
			}
		case []any:
			for i, x := range v {
				walk(at+"/"+strconv.Itoa(i), x)
				do(at+"/"+strconv.Itoa(i), func(y any) { v[i] = y }, x)
			}
		}
	}
	walk("", v)
}

func ours(b *rulebook, doc any) []string {
	var list []string
	for _, x := range b.validate(doc) {
		list = append(list, strings.Join(x.path, "/")+" "+x.rule)
	}
	slices.Sort(list)
	return list
}

func findingsOf(s *jsonschema.Schema, doc any) []string {
	var list []string
	var leaves func(e *jsonschema.ValidationError)
	leaves = func(e *jsonschema.ValidationError) {
		for _, c := range e.Causes {
			leaves(c)
		}
		if len(e.Causes) == 0 {
			rule := reflect.TypeOf(e.ErrorKind).Elem().Name()
			list = append(list, strings.Join(e.InstanceLocation, "/")+" "+strings.ToLower(rule[:1])+rule[1:])
		}
	}
	var invalid *jsonschema.ValidationError
	if err := s.Validate(doc); errors.As(err, &invalid) {
		leaves(invalid)
	} else if err != nil {
		list = append(list, fmt.Sprint(err))
	}
	slices.Sort(list)
	return list
}

// The schemas use no keyword that the validator does not know, and every pattern of
// theirs is one of Go.
func TestValidatorKnowsItsKeywords(t *testing.T) {
	known := strings.Fields("$schema $id $defs $ref title description examples type enum properties patternProperties additionalProperties required items uniqueItems minItems maxItems minLength maxLength minimum maximum pattern format")
	for _, file := range []string{"term-sheet.schema.json", "../renew/rules.schema.json", "../renew/index.schema.json"} {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var walk func(v any, named bool)
		walk = func(v any, named bool) {
			switch v := v.(type) {
			case map[string]any:
				for k, x := range v {
					if !named && !slices.Contains(known, k) {
						t.Errorf("%s: the validator does not know %q", file, k)
					}
					if pattern, ok := x.(string); ok && k == "pattern" && !named {
						compiled(pattern)
					}
					if format, ok := x.(string); ok && k == "format" && !named && formats[format] == nil {
						t.Errorf("%s: nothing checks the format %q", file, format)
					}
					walk(x, !named && (k == "properties" || k == "$defs" || k == "patternProperties"))
				}
			case []any:
				for _, x := range v {
					if _, ok := x.(map[string]any); ok {
						walk(x, false)
					}
				}
			}
		}
		walk(valuesOf(src), false)
	}
}
