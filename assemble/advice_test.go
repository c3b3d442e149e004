package assemble_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/check"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/templates"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestAdviceIsGood does what the hints of checks advise, in the cases of package check
// and in the examples: something that can be written so ends the finding, and whatever
// ends it by being written has words, or is found to have none.
func TestAdviceIsGood(t *testing.T) {
	lib, err := assemble.OpenVetted(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	a := &adviser{prover: prover{t: t, lib: lib.WithDating(calendar.KeyDates)}, shaper: shapes(), seen: map[string]bool{}}
	for _, s := range advisedSheets(t) {
		a.sheet(s.name, s.sheet)
	}
	if a.followed < 150 {
		t.Errorf("only %d of %d findings say what to write", a.followed, a.findings)
	}
}

// An adviser follows advice.
type adviser struct {
	prover
	*shaper
	seen               map[string]bool // advice that was followed, so that what many sheets share is followed once
	findings, followed int
}

type namedSheet struct {
	name  string
	sheet any
}

// advisedSheets are the cases of package check and the examples.
func advisedSheets(t *testing.T) (list []namedSheet) {
	read := func(file string) (v any) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(src, &v); err != nil {
			return nil // with comments, or mistakes on purpose
		}
		return v
	}
	cases, _ := filepath.Glob("../check/testdata/*.txtar")
	for _, file := range cases {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range archive.Files {
			if strings.Contains(part.Name, "near miss") || strings.Contains(part.Name, "in Go") {
				continue
			}
			sheet := read("../check/testdata/bilateral.json")
			if strings.Contains(part.Name, "in pool") {
				sheet = read("../check/testdata/pool.json")
			}
			changes, _, _ := strings.Cut(string(part.Data), "\n\n")
			list = append(list, namedSheet{filepath.Base(file) + ": " + part.Name, changedSheet(t, sheet, changes)})
		}
	}
	examples, _ := filepath.Glob("../testdata/examples/*.json")
	for _, file := range examples {
		if sheet := read(file); sheet != nil {
			list = append(list, namedSheet{filepath.Base(file), sheet})
		}
	}
	if len(list) < 300 {
		t.Fatalf("only %d sheets", len(list))
	}
	return list
}

// changedSheet is a sheet with the changes of a case: lines of a pointer and a value.
func changedSheet(t *testing.T, sheet any, changes string) any {
	for line := range strings.Lines(changes) {
		pointer, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if !strings.HasPrefix(pointer, "/") {
			continue // what the case makes clauses declare
		}
		var v any
		if value != "-" {
			if err := json.Unmarshal([]byte(value), &v); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
		}
		sheet = put(sheet, strings.Split(pointer, "/")[1:], v)
	}
	return sheet
}

// put is a sheet with a value at a place, which is made where it is missing; nil
// takes it away.
func put(v any, at []string, x any) any {
	if len(at) == 0 {
		return x
	}
	name := strings.ReplaceAll(at[0], "~1", "/")
	switch d := v.(type) {
	case nil:
		if name == "-" {
			return put([]any{}, at, x)
		}
		return put(map[string]any{}, at, x)
	case []any:
		if name == "-" {
			return append(slices.Clone(d), put(nil, at[1:], x))
		}
		if i, err := strconv.Atoi(name); err != nil || i >= len(d) {
			return v
		}
		if len(at) == 1 {
			return with(v, []string{name}, x)
		}
		i, _ := strconv.Atoi(name)
		return with(v, []string{name}, put(d[i], at[1:], x))
	case map[string]any:
		if len(at) == 1 {
			return with(v, []string{name}, x)
		}
		return with(v, []string{name}, put(d[name], at[1:], x))
	}
	return v
}

// sheet follows the advice of the findings about a sheet.
func (a *adviser) sheet(name string, sheet any) {
	was := a.judge(sheet)
	for _, p := range was.found {
		a.findings++
		key := p.ID + schemaPath(strings.Split(p.Pointer, "/")) + p.Hint
		if a.seen[key] {
			continue
		}
		a.seen[key] = true
		for _, advice := range adviceIn(p.Hint) {
			a.follow(name, sheet, was, p, advice)
		}
	}
}

// A judgement is what a sheet comes to: a digest of its agreement, what the checks
// find, and why no agreement can be made of it.
type judgement struct {
	words   uint64
	found   agreement.Problems
	refused error
}

func (a *adviser) judge(sheet any) (j judgement) {
	f, err := a.load(sheet)
	if f == nil {
		return judgement{refused: err}
	}
	deal, err2 := a.lib.Resolve(f)
	if err2 != nil {
		return judgement{refused: err2}
	}
	if j.found, j.refused = check.Run(deal).Problems, err; err != nil {
		return j
	}
	res, err := deal.Assemble(assemble.Options{})
	if j.refused = err; err == nil {
		j.words = digestOfWords(res.Document)
	}
	return j
}

// leadsOn reports whether what stands in the way of an agreement was there before, or
// asks for the next thing that has to be stated.
func (j judgement) leadsOn(was judgement) bool {
	var left agreement.Problems
	errors.As(j.refused, &left)
	return j.refused == nil || was.refused != nil && j.refused.Error() == was.refused.Error() ||
		len(left) > 0 && !slices.ContainsFunc(left, func(p *agreement.Problem) bool {
			return p.Severity == agreement.Error && p.ID != "absent-value" && p.ID != "ST01"
		})
}

// follow tries what can be written as an advice says: one way at least must end the
// finding, and none may end it without a word.
func (a *adviser) follow(name string, sheet any, was judgement, p *agreement.Problem, advice string) {
	ways := a.waysTo(sheet, p, advice)
	if len(ways) == 0 {
		return
	}
	a.followed++
	said := fmt.Sprintf("%s: %s %s %s\n  hint: %s", name, p.ID, p.Pointer, p.Message, p.Hint)
	ends, refusals := false, ""
	for _, w := range ways {
		is := a.judge(w.sheet)
		same := slices.ContainsFunc(is.found, func(q *agreement.Problem) bool {
			return q.ID == p.ID && q.Pointer == p.Pointer && q.Message == p.Message
		})
		if !is.leadsOn(was) {
			refusals += fmt.Sprintf("\n   %s: %v", w.what, is.refused)
			continue
		}
		if same {
			continue
		}
		ends = true
		if is.words == was.words && is.words != 0 && !w.struck && !a.hasWords(w) {
			a.t.Errorf("%s\n  %s ends it without a word", said, w.what)
		}
	}
	if !ends {
		a.t.Errorf("%s\n  %q does not end it, in %d ways %s", said, advice, len(ways), refusals)
	}
}

// hasWords reports whether what was written is what the words say already, so that
// another value changes them, is reported as having none, or is for the checks (which
// a hint may ask for only where package check says why).
func (a *adviser) hasWords(w way) bool {
	f, err := a.load(w.sheet)
	if err != nil {
		return false
	}
	res, err := a.lib.Assemble(f, assemble.Options{Trace: true})
	if err != nil {
		return false
	}
	effects := res.Trace.Effects()
	if slices.ContainsFunc(effects, func(e assemble.Effect) bool { return strings.HasPrefix(e.Pointer, w.at) && e.What == assemble.IsSilent }) {
		return true
	}
	effects = slices.DeleteFunc(effects, func(e assemble.Effect) bool {
		return !strings.HasPrefix(e.Pointer, w.at) || e.What == assemble.ForChecks
	})
	was := digestOfWords(res.Document)
	return len(effects) == 0 || slices.ContainsFunc(w.others, func(o any) bool {
		is := a.judge(o)
		return is.words != 0 && is.words != was
	})
}
