package schema

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A field whose comment says that it holds ids says in its tag whose they are, and
// what it names can be declared.
func TestReferencesAreTagged(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	ids := regexp.MustCompile(`(?i)\bids? of (?:the|those|its|a)\b`)
	elsewhere := []string{"Amends.Parties", "Wording.Provision", "Answer.Provision"} // of an earlier agreement, of the library
	found := 0
	tags := func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		fields, ok := spec.Type.(*ast.StructType)
		if !ok {
			return true
		}
		for _, f := range fields.Fields.List {
			if f.Tag == nil || !ids.MatchString(f.Doc.Text()) {
				continue
			}
			name := spec.Name.Name + "." + f.Names[0].Name
			tag := reflect.StructTag(strings.Trim(f.Tag.Value, "`"))
			if found++; tag.Get("ref") == "" && !slices.Contains(elsewhere, name) && tag.Get("json") != "check" {
				t.Errorf("%s names something by its id, and has no tag ref", name)
			}
		}
		return true
	}
	for _, name := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, tags)
	}
	if found < 40 {
		t.Errorf("only %d fields with ids found", found)
	}
	for _, p := range ReferencePlaces() {
		if err := KnowsPath(p.To + "[id=x].id"); err != nil {
			t.Errorf("%s names what %s declares: %v", p.Path, p.To, err)
		}
		gone := []Gone{"", FromList, WithList, WithHolder, Alone, Decide}
		if !slices.Contains(gone, p.Gone) {
			t.Errorf("%s: %q is not what may become of a reference", p.Path, p.Gone)
		}
		if inList := strings.HasSuffix(p.Path, ".*"); (p.Gone == FromList || p.Gone == WithList) != inList && p.Gone != "" {
			t.Errorf("%s: %q does not fit", p.Path, p.Gone)
		}
	}
}

// References are visited with the places at which they stand.
func TestReferences(t *testing.T) {
	length := Months(3)
	s := &TermSheet{
		Parties:  []Party{{ID: "a"}, {ID: "b", CompetitorOf: []string{"a", ""}}},
		Services: Services{Provider: "a", ReleaseMonths: &length},
		Grants:   []Grant{{From: "a", To: []string{"members"}, Sublicense: Sublicense{Consent: "administrator"}}},
	}
	var got []string
	s.References(func(r *Reference, id string, at func() string) { got = append(got, at()+" "+r.To+" "+id) })
	want := []string{
		"/parties/1/competitor_of/0 parties a", "/parties/1/competitor_of/1 parties ",
		"/grants/0/from parties a", "/grants/0/to/0 parties members", "/grants/0/sublicense/consent parties administrator",
		"/services/provider parties a",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
