package main

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/check"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/templates"
)

// TestCoverage holds docs/coverage.md against the library and the checks: it
// names nothing that does not exist, and leaves out nothing that does.
func TestCoverage(t *testing.T) {
	page, err := os.ReadFile("../../docs/coverage.md")
	if err != nil {
		t.Fatal(err)
	}
	table, beyond, found := strings.Cut(string(page), "\n## Beyond the recommendations\n")
	if !found {
		t.Fatal("no list of what is beyond the recommendations")
	}
	exist := everythingCovered(t)
	inTable, ids := map[string]bool{}, []string(nil)
	for line := range strings.Lines(table) {
		id, named := coverageRow(line)
		if id == "" {
			continue
		}
		ids = append(ids, id)
		if len(named) < 2 {
			t.Errorf("%s: nothing carries it out", id)
		}
		for _, n := range named {
			if !exist[n] {
				t.Errorf("%s: there is no %s", id, n)
			}
			inTable[n] = true
		}
	}
	numberedInOrder(t, ids)
	inList := map[string]bool{}
	for line := range strings.Lines(beyond) {
		if head, _, ok := strings.Cut(strings.TrimPrefix(line, "- "), ": "); ok && strings.HasPrefix(line, "- ") {
			inList[strings.Trim(head, "`")] = true
		}
	}
	for n := range inList {
		if !exist[n] || inTable[n] {
			t.Errorf("beyond the recommendations: %s does not exist, or is in the table too", n)
		}
	}
	for n := range exist {
		if !inTable[n] && !inList[n] {
			t.Errorf("%s is neither in the table nor beyond it", n)
		}
	}
}

// everythingCovered is the topics of the library, the letters of the schedules
// in place of theirs, and the ids of the checks.
func everythingCovered(t *testing.T) map[string]bool {
	t.Helper()
	lib, err := assemble.Open(clauses.FS, templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	all, letter := map[string]bool{}, map[string]string{}
	for _, item := range lib.Template("pool").Items {
		letter[item.Use] = item.Letter
	}
	for _, topic := range lib.Topics() {
		if l := letter[topic.ID]; l != "" {
			all[l] = true
		} else {
			all[topic.ID] = true
		}
	}
	for _, c := range check.All() {
		all[c.ID] = true
	}
	return all
}

var (
	coverageID = regexp.MustCompile(`^P\d+-\d+(/\d+)?$`)
	checkRange = regexp.MustCompile(`^([A-Z]{2})(\d\d)–([A-Z]{2})(\d\d)$`)
)

// coverageRow is the id of a row of the table, or "", and all that it names.
func coverageRow(line string) (id string, named []string) {
	cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
	if len(cells) != 5 || !coverageID.MatchString(strings.TrimSpace(cells[0])) {
		return "", nil
	}
	for _, cell := range cells[2:] {
		for name := range strings.SplitSeq(cell, ",") {
			name = strings.Trim(strings.TrimSpace(name), "`")
			r := checkRange.FindStringSubmatch(name)
			if r == nil || r[1] != r[3] {
				named = append(named, name)
				continue
			}
			from, _ := strconv.Atoi(r[2])
			to, _ := strconv.Atoi(r[4])
			for n := from; n <= to; n++ {
				named = append(named, r[1]+strconv.Itoa(n + 100)[1:])
			}
		}
	}
	return strings.TrimSpace(cells[0]), slices.DeleteFunc(named, func(s string) bool { return s == "none" })
}

// numberedInOrder wants P1-1, P1-2 ... P2-1 without a gap, so that no
// recommendation can be lost; "P8-1/2" stands for two.
func numberedInOrder(t *testing.T, ids []string) {
	t.Helper()
	paragraph, number := 0, 0
	for _, id := range ids {
		p, numbers, _ := strings.Cut(strings.TrimPrefix(id, "P"), "-")
		for n := range strings.SplitSeq(numbers, "/") {
			if next := strconv.Itoa(paragraph + 1); p == next && n == "1" {
				paragraph, number = paragraph+1, 0
			}
			number++
			if p != strconv.Itoa(paragraph) || n != strconv.Itoa(number) {
				t.Errorf("%s follows P%d-%d", id, paragraph, number-1)
			}
		}
	}
	if paragraph != 13 || len(ids) < 60 {
		t.Errorf("%d rows, the last in paragraph %d", len(ids), paragraph)
	}
}
