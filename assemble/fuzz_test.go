package assemble_test

import (
	"errors"
	"fmt"
	"regexp"
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
			"      ‹" + name + "›\n    table a/one.~table1\n      | A |\n      | ‹" + name + "› |\n"
		if got := tree(res.Document); !strings.Contains(got, want) {
			t.Errorf("got:\n%s\nwant:\n%s", got, want)
		}
	})
}

var address = regexp.MustCompile(`0x[0-9a-f]+`)

// said is an error without the addresses that text/template prints where it is
// asked to repeat a clause for something that is no list.
func said(err error) string { return address.ReplaceAllString(fmt.Sprint(err), "") }

// FuzzClause reads any clause: its mistakes are problems, never a panic, and
// what is accepted gives the same document twice, the second time without a
// program.
func FuzzClause(f *testing.F) {
	for _, s := range []string{"1. x {#a}\n   1. y\n\n   z\n", "{{ range .Parties }}\n1. {{ .LegalName }}\n{{ end }}", "> q", "1. **H.** {{ if .Multi }}x{{ end }}", "| a |\n|---|\n| b |", "## Definitions\n\n**\"X\"** means y.", "{{ .Nope }}", "{{ table (cells \"A\") .MemberRows }}", "1. [](#first) {#first}\n- x", "{{ list .Parties \"and\" }}", "\\* &copy;", "{{ .Param \"x\" }}",
		`{{ $n := 0 }}{{ range $i, $p := .Parties }}{{ $n = add $n 1 }}1. {{ $p.ShortName }} {{ if and (gt $n 1) (not .Roles) }}{{ ending $i (len $.Parties) "and" }}{{ else if eq .ID "a" "b" }}x{{ end }}{{ with .Jurisdiction }}{{ law . }}{{ end }}{{ end }}`,
		"{{ (index .Parties 7).LegalName }}", "{{ range .Deal }}{{ end }}", "{{ .Deal.EffectiveDate | printf \"%v\" | upper }}", "{{ if .Deal.Amends.Date.IsZero }}{{ eq .PartyCount \"2\" }}{{ end }}", "{{ party .Nope.Nope }}", "{{ (.Administrator).X }}", "{{ with $x := .Parties }}{{ index $x 0 1 }}{{ end }}", "{{ define \"x\" }}y{{ end }}"} {
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
		first, err1 := lib.Assemble(twoParties("A Ltd"), assemble.Options{})
		if err1 != nil && !errors.As(err1, &ps) {
			t.Fatal(err1)
		}
		lib.LeavePrograms()
		second, err2 := lib.Assemble(twoParties("A Ltd"), assemble.Options{})
		if said(err1) != said(err2) || err1 == nil && tree(first.Document) != tree(second.Document) {
			t.Errorf("a second assembly differs: %v, %v", err1, err2)
		}
	})
}
