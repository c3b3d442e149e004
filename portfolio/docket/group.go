package docket

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/portfolio"
)

// group puts the lines of one application together, in the order of the table.
func (r *reader) group(lines []*line) [][]*line {
	lines = r.withoutCopies(lines)
	root := make([]int, len(lines))
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	first := map[string]int{}
	for i, l := range lines {
		for _, key := range l.keys() {
			if j, ok := first[key]; ok {
				root[find(i)] = find(j)
			} else {
				first[key] = i
			}
		}
	}
	at, groups := map[int]int{}, [][]*line(nil)
	for i, l := range lines {
		n, ok := at[find(i)]
		if !ok {
			n = len(groups)
			at[find(i)], groups = n, append(groups, nil)
		}
		groups[n] = append(groups[n], l)
	}
	return r.likely(groups)
}

// keys are the numbers of a line.
func (l *line) keys() (keys []string) {
	if l.application.digits != "" {
		keys = append(keys, l.application.key())
	}
	for _, n := range l.documents {
		keys = append(keys, n.key())
	}
	return keys
}

// withoutCopies leaves out rows that say again what another says, and reports rows of
// one publication, or of one case, that do not say the same: none of them is taken.
func (r *reader) withoutCopies(lines []*line) []*line {
	first, out := map[string]*line{}, map[*line]bool{}
	for _, l := range lines {
		same := l.identity(r.table.mapping.Rows)
		before := first[same]
		switch {
		case before == nil:
			first[same] = l
		case before.whole == l.whole:
			out[l] = true
			r.find(finding{severity: agreement.Warning, id: "docket-twice", row: l.row, message: fmt.Sprintf("the row says the same as row %d, and is left out", before.row), hint: "delete it", many: "%d rows say the same as others, and are left out"})
		default:
			out[l], out[before] = true, true
			r.find(finding{severity: agreement.Error, id: "docket-twice", row: l.row, message: fmt.Sprintf("the row has the number of row %d, %s, and says something else; neither is taken", before.row, l.any()), hint: "keep one of them"})
		}
	}
	return slices.DeleteFunc(lines, func(l *line) bool { return out[l] })
}

// identity is by what two rows are one.
func (l *line) identity(are RowsAre) string {
	if are == Cases {
		return strings.Join(l.keys(), " / ")
	}
	if len(l.documents) == 0 {
		return l.application.key()
	}
	return l.documents[0].key() + " " + l.documents[0].kind
}

func (l *line) any() number {
	if n := len(l.documents); n > 0 {
		return l.documents[n-1]
	}
	return l.application
}

// likely puts publications together that have no number of an application: those of
// one office, day of filing and title. Where that would put two granted rights
// together, nobody can say which is whose.
func (r *reader) likely(groups [][]*line) [][]*line {
	if r.table.mapping.Rows != Publications {
		return groups
	}
	at := map[string]int{}
	var out [][]*line
	joined := 0
	for _, g := range groups {
		key := likeness(g)
		n, ok := at[key]
		switch {
		case key == "" || !ok:
			at[key] = len(out)
			out = append(out, g)
		case grants(out[n])+grants(g) > 1:
			r.find(finding{severity: agreement.Warning, id: "docket-apart", row: g[0].row, message: fmt.Sprintf("%s and %s were filed on one day under one title, and are listed apart", out[n][0].any(), g[0].any()),
				hint: "give the numbers of the applications, by which publications are put together", many: "%d rights were filed on the day and under the title of another, and are listed apart"})
			out = append(out, g)
		default:
			out[n] = append(out[n], g...)
			joined++
		}
	}
	if joined > 0 {
		r.find(finding{severity: agreement.Warning, id: "docket-likely", row: r.table.top, message: fmt.Sprintf("the table has no numbers of applications for some rows: %s put together by office, day of filing and title", plural(joined, "publication was", "publications were")),
			hint: "compare them, or export the numbers of the applications too"})
	}
	return out
}

// likeness is what publications of one application have in common, or "".
func likeness(g []*line) string {
	l := g[0]
	if l.application.digits != "" || len(l.documents) == 0 || l.filed.IsZero() || l.title == "" {
		return ""
	}
	return l.documents[0].office + " " + l.filed.ISO() + " " + portfolio.Fold(l.title)
}

// grants is how many granted rights are in a group.
func grants(g []*line) int {
	seen := map[string]bool{}
	for _, l := range g {
		if l.granted && len(l.documents) > 0 {
			seen[l.any().key()] = true
		}
	}
	return len(seen)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
