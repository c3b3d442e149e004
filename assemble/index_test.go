package assemble_test

import (
	"io/fs"
	"maps"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/templates"
)

// TestIndex opens the built-in library from its index and from its files: they are
// the same library.
func TestIndex(t *testing.T) {
	bare, bareTemplates := files(t, clauses.FS), files(t, templates.FS)
	delete(bare, "index.txt")
	delete(bareTemplates, "index.txt")
	parsed, err := assemble.Open(bare, bareTemplates)
	if err != nil {
		t.Fatal(err)
	}
	indexed, err := assemble.OpenVetted(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(parsed.Told(), indexed.Told()); diff != "" {
		t.Errorf("the index says otherwise than the files: run go generate ./schema\n%s", diff)
	}
	if got := assemble.IndexedHash(templates.FS); got != parsed.Hash() {
		t.Errorf("the index gives %q as the digest of the library, which is %q: run go generate ./schema", got, parsed.Hash())
	}
}

// TestIndexOfOtherFiles changes a file under an index, and damages the index: what the
// files say counts.
func TestIndexOfOtherFiles(t *testing.T) {
	lib, tpl := tiny()
	var err error
	index, templateIndex, err := assemble.Index(lib, tpl)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(clauses, templates fstest.MapFS){
		"as made": func(fstest.MapFS, fstest.MapFS) {},
		"another clause": func(c, _ fstest.MapFS) {
			c["a/one.md"] = file("---\ntitle: Changed\nversion: 1.0.0\nsource: original\nlicence: CC0\n---\nWords.\n")
		},
		"another template": func(_, tpl fstest.MapFS) {
			tpl["t.yaml"] = file("title: Changed\nnumbering: article\nclauses: [a/one]\n")
		},
		"a damaged index":     func(c, _ fstest.MapFS) { c["index.txt"] = file(string(index[:len(index)/2])) },
		"an index of a bomb":  func(c, _ fstest.MapFS) { c["index.txt"] = file("8:a/one.md99999999999999999999:x") },
		"an index of nothing": func(_, tpl fstest.MapFS) { tpl["index.txt"] = file("") },
	} {
		t.Run(name, func(t *testing.T) {
			lib, tpl := maps.Clone(lib), maps.Clone(tpl)
			change(lib, tpl)
			want, err := assemble.Open(lib, tpl)
			if err != nil {
				t.Fatal(err)
			}
			if lib["index.txt"] == nil {
				lib["index.txt"] = file(string(index))
			}
			if tpl["index.txt"] == nil {
				tpl["index.txt"] = file(string(templateIndex))
			}
			got, err := assemble.Open(lib, tpl)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want.Told(), got.Told()); diff != "" {
				t.Errorf("with the index the library says otherwise\n%s", diff)
			}
		})
	}
}

func file(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }

func tiny() (clauses, templates fstest.MapFS) {
	return fstest.MapFS{
			"a/one.md": file("---\ntitle: One\nversion: 1.0.0\nsource: original\nlicence: CC0\nnotes: [careful]\nparameters:\n  days: {about: the days, type: days, range: [1, 9], default: {L: 1, B: 2, E: 3}}\n" +
				"  rate: {about: the rate, type: percent, default: 1.5}\n---\n1. **\"Thing\"** means {{ .Param \"days\" }} and {{ .Param \"rate\" }}{{ if .Escrow.Agent }} or less{{ end }}. {#first}\n"),
		}, fstest.MapFS{
			"t.yaml": file("title: T\nnumbering: decimal\nclauses:\n  - part: First\n  - {use: a/one, when: .Escrow.Agent}\n"),
		}
}

func files(t *testing.T, from fs.FS) fstest.MapFS {
	all := fstest.MapFS{}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(from, name)
		all[name] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
