package batch

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/excel"
)

// An Overview is what became of a batch, for people: its rows with their outcome and
// files, what was found, and what changed against last year's.
type Overview struct {
	Title  string
	Rows   []*Record
	Groups *Grouping // of a batch of renewals, or nil

	prefix string // of links, from where the status is to the folder
}

// StatusOf reads the manifest of a batch. Links lead from the folder at to the files of
// the batch.
func StatusOf(ctx context.Context, manifest, at string) (*Overview, error) {
	s := &Overview{Title: filepath.Base(filepath.Dir(absolute(manifest)))}
	renewed := false
	for r, err := range Records(manifest) {
		if err != nil {
			return nil, err
		}
		s.Rows = append(s.Rows, r)
		renewed = renewed || r.Changes != nil
	}
	if rel, err := filepath.Rel(absolute(at), absolute(filepath.Dir(manifest))); err == nil && rel != "." {
		s.prefix = filepath.ToSlash(rel) + "/"
	}
	if renewed {
		var err error
		if s.Groups, err = Review(ctx, nil, manifest, ReviewOptions{}); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func absolute(path string) string {
	if a, err := filepath.Abs(path); err == nil {
		return a
	}
	return path
}

// outcome is what became of a row in words.
func (r *Record) outcome() string {
	switch r.Status {
	case Done:
		if n := len(r.Findings); n > 0 {
			return "made, " + counted(n, "finding", "findings")
		}
		return "made"
	case Failed:
		return "failed"
	case Left:
		return "no longer in the input"
	}
	return string(r.Status)
}

func (r *Record) style() excel.Style {
	switch {
	case r.Status == Failed:
		return excel.Bad
	case r.Status == Left, len(r.Findings) > 0:
		return excel.Doubtful
	}
	return excel.Good
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// Counts are the outcomes with how many rows have each, in a sentence.
func (s *Overview) counts() string {
	made, flagged, failed, left := 0, 0, 0, 0
	for _, r := range s.Rows {
		switch {
		case r.Status == Failed:
			failed++
		case r.Status == Left:
			left++
		case len(r.Findings) > 0:
			made, flagged = made+1, flagged+1
		default:
			made++
		}
	}
	words := fmt.Sprintf("%s, %d made, of which %d with findings, %d failed", counted(made+failed, "row", "rows"), made, flagged, failed)
	if left > 0 {
		words += fmt.Sprintf("; %d no longer in the input", left)
	}
	return words + "."
}

// group is the number of the group of changes of a record, from 1; 0 for none.
func (s *Overview) group(r *Record) int {
	if s.Groups == nil || r.Changes == nil {
		return 0
	}
	return 1 + slices.IndexFunc(s.Groups.Groups, func(g Group) bool { return g.Signature == r.Changes.Signature })
}

// source is where a row stands in the input.
func (r *Record) source() string {
	if r.File != "" {
		return r.File
	}
	return fmt.Sprintf("%s:%d", r.Input, r.Line)
}

const counsel = "Not legal advice; counsel must review every agreement."

// Workbook is the status as a workbook: rows, findings and, of renewals, the groups of
// changes.
func (s *Overview) Workbook() *excel.Workbook {
	b := &excel.Workbook{Title: "Status of " + s.Title, Description: counsel, Sheets: []excel.Sheet{s.rowSheet(), s.findingSheet()}}
	if s.Groups != nil {
		b.Sheets = append(b.Sheets, s.groupSheet(), s.changeSheet())
	}
	return b
}

// top are the lines above a table.
func (s *Overview) top(title string) [][]excel.Cell {
	return [][]excel.Cell{{excel.Text(title).Styled(excel.Title)}, {excel.Text(s.counts() + " " + counsel)}}
}

func (s *Overview) rowSheet() excel.Sheet {
	head := []string{"Row", "Agreement", "Outcome", "Errors", "Warnings", "What was found first", "Input"}
	if s.Groups != nil {
		head = append(head, "Last year's", "Group of changes")
	}
	sheet := excel.Sheet{Name: "Rows", Frozen: 3, Filter: true, Rows: s.top("Status of " + s.Title),
		Columns: []excel.Column{{Width: 7}, {Width: 26}, {Width: 20}, {Width: 8}, {Width: 10}, {Width: 60, Wrap: true}, {Width: 30}, {Width: 24}, {Width: 12}}}
	exts := s.endings()
	sheet.Columns = sheet.Columns[:len(head)]
	for range exts {
		sheet.Columns = append(sheet.Columns, excel.Column{Width: 28})
	}
	sheet.Rows = append(sheet.Rows, excel.Heads(append(head, exts...)...))
	for _, r := range s.Rows {
		errors, warnings := r.severities()
		first := ""
		if len(r.Findings) > 0 {
			first = r.Findings[0].inBook()
		}
		row := []excel.Cell{excel.Count(r.Row), excel.Text(r.Name), excel.Text(r.outcome()).Styled(r.style()), excel.Count(errors), excel.Count(warnings), excel.Text(first), excel.Text(r.source())}
		if s.Groups != nil {
			last, group := excel.Cell{}, excel.Cell{}
			if r.Predecessor != nil {
				last = excel.Text(r.Predecessor.Reference)
			}
			if n := s.group(r); n > 0 {
				group = excel.Count(n).To("#'Groups'!A1")
			}
			row = append(row, last, group)
		}
		for _, ext := range exts {
			cell := excel.Cell{}
			if file := r.fileOf(ext); file != "" {
				cell = excel.Text(file).To(s.prefix + file)
			}
			row = append(row, cell)
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	return sheet
}

func (r *Record) severities() (errors, warnings int) {
	for _, x := range r.Findings {
		if x.Severity == agreement.Error.String() {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

// endings are the endings of all files of the batch, each once: "pdf", "redline.md".
func (s *Overview) endings() []string {
	var list []string
	for _, r := range s.Rows {
		for _, o := range r.Outputs {
			if ext := strings.TrimPrefix(o.File, r.Name+"."); !slices.Contains(list, ext) {
				list = append(list, ext)
			}
		}
	}
	slices.Sort(list)
	return list
}

func (r *Record) fileOf(ending string) string {
	for _, o := range r.Outputs {
		if o.File == r.Name+"."+ending {
			return o.File
		}
	}
	return ""
}

func (s *Overview) findingSheet() excel.Sheet {
	sheet := excel.Sheet{Name: "Findings", Frozen: 3, Filter: true, Rows: append(s.top("What was found"), excel.Heads("Row", "Agreement", "Severity", "What was found", "What to do", "Check", "Where")),
		Columns: []excel.Column{{Width: 7}, {Width: 26}, {Width: 10}, {Width: 70, Wrap: true}, {Width: 50, Wrap: true}, {Width: 16}, {Width: 36}}}
	for _, r := range s.Rows {
		for _, x := range r.Findings {
			style := excel.Doubtful
			if x.Severity == agreement.Error.String() {
				style = excel.Bad
			}
			sheet.Rows = append(sheet.Rows, []excel.Cell{excel.Count(r.Row), excel.Text(r.Name), excel.Text(x.Severity).Styled(style), excel.Text(x.Message), excel.Text(x.Hint), excel.Text(x.ID), excel.Text(x.Pointer)})
		}
	}
	return sheet
}

func (s *Overview) groupSheet() excel.Sheet {
	sheet := excel.Sheet{Name: "Groups", Frozen: 3, Rows: append(s.top("What changed against last year's, the same changes together"), excel.Heads("Group", "Agreements", "Clause", "Kind", "What changed", "Such as")),
		Columns: []excel.Column{{Width: 8}, {Width: 12}, {Width: 40, Wrap: true}, {Width: 14}, {Width: 80, Wrap: true}, {Width: 40, Wrap: true}}}
	for i, g := range s.Groups.Groups {
		changes := g.Changes
		if len(changes) == 0 {
			changes = []Change{{What: "nothing"}}
		}
		for _, c := range changes {
			sheet.Rows = append(sheet.Rows, []excel.Cell{excel.Count(i + 1), excel.Count(g.Count), excel.Text(c.Where), excel.Text(c.Kind), excel.Text(c.What), excel.Text(strings.Join(g.Names, ", "))})
		}
	}
	for _, u := range s.Groups.Unknown {
		sheet.Rows = append(sheet.Rows, []excel.Cell{{}, excel.Count(1), {}, {}, excel.Text("could not be compared: " + u.Reason).Styled(excel.Doubtful), excel.Text(u.Name)})
	}
	return sheet
}

// changeSheet has each change of each renewal in its own words.
func (s *Overview) changeSheet() excel.Sheet {
	sheet := excel.Sheet{Name: "Changes", Frozen: 3, Filter: true, Rows: append(s.top("What changed in each agreement"), excel.Heads("Row", "Agreement", "Group", "Clause", "Kind", "What changed")),
		Columns: []excel.Column{{Width: 7}, {Width: 26}, {Width: 8}, {Width: 40, Wrap: true}, {Width: 14}, {Width: 80, Wrap: true}}}
	for _, r := range s.Rows {
		if r.Changes == nil {
			continue
		}
		for _, c := range r.Changes.List {
			sheet.Rows = append(sheet.Rows, []excel.Cell{excel.Count(r.Row), excel.Text(r.Name), excel.Count(s.group(r)), excel.Text(c.Where), excel.Text(c.Kind), excel.Text(c.What)})
		}
	}
	return sheet
}
