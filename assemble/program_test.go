package assemble

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/clauses"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/templates"
)

// TestProgramsAgree fills every variant of every clause with every example, by its
// program and by text/template: the same text, the same values, the same problems.
func TestProgramsAgree(t *testing.T) {
	lib, err := Open(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../testdata/examples/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	if testing.Short() {
		files = files[:2]
	}
	ran, left := 0, 0
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f, err := schema.Load(file, src)
		if f == nil {
			t.Fatal(err)
		}
		s, err := lib.Resolve(f)
		if err != nil {
			continue
		}
		for _, topic := range lib.Topics() {
			for _, v := range topic.Variants {
				text, err := v.text()
				if err != nil {
					t.Fatal(err)
				}
				byProgram, ok := fillWith(s, v, func(c *context) ([]byte, bool) { return text.program.run(c, nil) })
				ran++
				if !ok {
					left++
					continue
				}
				byTemplate, _ := fillWith(s, v, func(c *context) ([]byte, bool) {
					p := text.parsed
					p.program = nil
					out, err := p.print(c, nil)
					return out, err == nil
				})
				if !reflect.DeepEqual(byTemplate, byProgram) {
					d := cmp.Diff(byTemplate, byProgram)
					t.Errorf("%s with %s (-text/template +program):\n%s", v.pos, file, d)
				}
			}
		}
	}
	if left > ran/20 {
		t.Errorf("%d of %d clauses are left to text/template, which is slow", left, ran)
	}
}

type outcome struct {
	Text     string
	Values   []string
	Tables   int
	Problems []string
}

// fillWith fills a variant as if it had been chosen, with its defaults.
func fillWith(s *Deal, v *Variant, fill func(*context) ([]byte, bool)) (outcome, bool) {
	own := *s
	own.Problems = nil
	c := &chosen{item: &Item{Use: v.Topic.ID}, variant: v, values: map[string]any{}, given: map[string]bool{}}
	if in := s.byTopic[v.Topic.ID]; in != nil && in.variant == v {
		c = in
	} else {
		own.Sheet = s.Sheet.Clone()
		own.setParameters(c)
		own.Problems = nil
	}
	r := &run{Deal: &own}
	x := &context{TermSheet: own.Sheet, run: r, here: c}
	text, ok := fill(x)
	got := outcome{Text: string(text), Values: slices.Clone(x.aside.values), Tables: len(x.aside.tables)}
	for _, p := range r.problems {
		got.Problems = append(got.Problems, p.Error())
	}
	return got, ok
}
