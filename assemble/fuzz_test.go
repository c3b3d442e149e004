package assemble_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

const frontMatter = "---\ntitle: One\nversion: 1.0.0\nsource: original\nlicence: CC-BY-4.0\n---\n"

func smallLibrary(body string) (*assemble.Library, error) {
	clauses := fstest.MapFS{"a/one.md": {Data: []byte(frontMatter + body)}}
	templates := fstest.MapFS{"t.yaml": {Data: []byte("title: T\nkinds: [bilateral]\nnumbering: decimal\nsigning: Signed.\nclauses: [a/one]\n")}}
	return assemble.Open(clauses, templates)
}

func twoParties(name string) *schema.File {
	return &schema.File{Name: "sheet.json", Sheet: &schema.TermSheet{
		Deal: schema.Deal{ID: "T", Kind: schema.Bilateral, EffectiveDate: schema.Date{Year: 2027, Month: 1, Day: 1}},
		Parties: []schema.Party{
			{ID: "a", LegalName: name, ShortName: "A", Jurisdiction: "DE"},
			{ID: "b", LegalName: "B", ShortName: "B", Jurisdiction: "DE"},
		},
	}}
}

// FuzzValue gives a party any name: it must print as itself, once in each place,
// and change nothing around it.
func FuzzValue(f *testing.F) {
	for _, s := range []string{"*A_B* [x](#y)", "{{ .Deal }}", "1. x", "- x", "# x", "a | b", "`x`", "<b>", "&amp;", `\*`, "**\"X\"**", "{#id}", "[](#a/one)", "a\\", "~~~", "  x", "Łódź", "Ж"} {
		f.Add(s)
	}
	lib, err := smallLibrary("1. **Heading.** Between {{ (index .Parties 0).LegalName }} and (the **\"{{ (index .Parties 0).LegalName }}\"**). {#first}\n   1. {{ (index .Parties 0).LegalName }}\n\n| A |\n| --- |\n| {{ (index .Parties 0).LegalName }} |\n")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if !utf8.ValidString(name) || strings.TrimSpace(name) == "" || strings.ContainsFunc(name, unicode.IsControl) {
			return // no term sheet holds such a value
		}
		res, err := lib.Assemble(twoParties(name), assemble.Options{})
		if err != nil {
			t.Fatal(err)
		}
		want := "  1. #a/one One\n    1.1 #a/one.first Heading.\n      Between ‹" + name + "› and (the **" + name + "**).\n" +
			"      (a) #a/one.first.~1\n        ‹" + name + "›\n    table a/one.~table1\n      | A |\n      | ‹" + name + "› |\n"
		if got := tree(res.Document); !strings.Contains(got, want) {
			t.Errorf("got:\n%s\nwant:\n%s", got, want)
		}
	})
}

// FuzzClause reads any clause: its mistakes are problems, never a panic, and
// what is accepted gives the same document twice.
func FuzzClause(f *testing.F) {
	for _, s := range []string{"1. x {#a}\n   1. y\n\n   z\n", "{{ range .Parties }}\n1. {{ .LegalName }}\n{{ end }}", "> q", "1. **H.** {{ if .Multi }}x{{ end }}", "| a |\n|---|\n| b |", "## Definitions\n\n**\"X\"** means y.", "{{ .Nope }}", "{{ table (cells \"A\") .MemberRows }}", "1. [](#first) {#first}\n- x", "{{ list .Parties \"and\" }}", "\\* &copy;", "{{ .Param \"x\" }}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		lib, err := smallLibrary(body)
		var ps agreement.Problems
		if err != nil && !errors.As(err, &ps) {
			t.Fatal(err)
		}
		if err != nil {
			return
		}
		lib.Vet()
		first, err := lib.Assemble(twoParties("A Ltd"), assemble.Options{})
		if err != nil {
			if !errors.As(err, &ps) {
				t.Fatal(err)
			}
			return
		}
		second, err := lib.Assemble(twoParties("A Ltd"), assemble.Options{})
		if err != nil || tree(first.Document) != tree(second.Document) {
			t.Error("a second assembly differs", err)
		}
	})
}
