package markdown

import (
	"bytes"
	"strings"

	"github.com/engross/engross/agreement"
)

// tableAt reports whether a table begins on line n: a line of cells with a line
// of as many delimiters under it.
func (r *reader) tableAt(n int) bool {
	if n+2 >= len(r.lines) || !bytes.ContainsRune(r.line(n), '|') {
		return false
	}
	under := r.line(n + 1)
	head, _ := r.indentation(n)
	if columns, _ := r.indentation(n + 1); columns >= head+4 {
		return false // it goes on with the words above
	}
	return bytes.ContainsRune(under, '|') && delimiters().Match(under) && len(r.cells(n)) == len(r.cells(n+1))
}

// table reads the table that begins on line n and returns the line after it.
func (r *reader) table(it *item, n int) int {
	t := &agreement.Table{}
	head := r.cells(n)
	for _, c := range head {
		t.Head = append(t.Head, r.inlines(c.Start, c.End, false))
	}
	for _, c := range r.cells(n + 1) {
		t.Align = append(t.Align, alignment(bytes.TrimSpace(r.src[c.Start:c.End])))
	}
	it.rows = append(it.rows, Span{r.lines[n], r.lines[n+2]})
	first := n
	for n += 2; n+1 < len(r.lines) && bytes.ContainsRune(r.line(n), '|') && !r.page.interrupted(r.line(n)); n++ {
		cells := r.cells(n)
		if over := len(cells) - len(head); over > 0 {
			// No word is dropped: what is over goes into the last cell.
			cells[len(head)-1].End = cells[len(cells)-1].End
			cells = cells[:len(head)]
		}
		row := agreement.Row{Cells: make([]agreement.Cell, len(head))}
		for i, c := range cells {
			row.Cells[i] = r.inlines(c.Start, c.End, false)
		}
		t.Rows = append(t.Rows, row)
		it.rows = append(it.rows, Span{r.lines[n], r.lines[n+1]})
	}
	it.end = r.lines[n-1] + len(r.line(n-1))
	it.table = t
	if s, ok := r.signatory(t, first); ok {
		it.table, it.signatory = nil, s
	}
	return n
}

// cells is where the cells of line n stand.
func (r *reader) cells(n int) []Span {
	start, end := r.lines[n], r.lines[n]+len(r.line(n))
	for start < end && isBlank(r.src[start]) {
		start++
	}
	for start < end && isBlank(r.src[end-1]) {
		end--
	}
	if start < end && r.src[start] == '|' {
		start++
	}
	if end-1 > start && r.src[end-1] == '|' && r.src[end-2] != '\\' {
		end--
	}
	var cells []Span
	for from := start; ; {
		i := unescapedIndex(r.src[from:end], "|")
		if i < 0 {
			return append(cells, Span{from, end})
		}
		cells = append(cells, Span{from, from + i})
		from += i + 1
	}
}

func alignment(delimiter []byte) agreement.Align {
	left, right := bytes.HasPrefix(delimiter, []byte(":")), bytes.HasSuffix(delimiter, []byte(":"))
	switch {
	case left && right:
		return agreement.Center
	case right:
		return agreement.Right
	}
	return agreement.Left
}

// signatory is the table at line n as the place where one party signs, if it is
// one: the line to sign on is the one unescaped row of underscores there is.
func (r *reader) signatory(t *agreement.Table, n int) (*agreement.Signatory, bool) {
	if len(t.Head) != 2 || len(t.Rows) == 0 || agreement.Words(t.Rows[0].Cells[0]) != "Signature" {
		return nil, false
	}
	if !r.blankLine(n+2) && (len(t.Rows) == 1 || agreement.Words(t.Head[1]) != "" || r.record != nil) { // signed on paper, and typed in
		return nil, false
	}
	s := &agreement.Signatory{Party: agreement.Words(t.Head[0]), Native: agreement.Words(t.Head[1])}
	seen := map[string]bool{}
	more := markedWords(t)
	for i, row := range t.Rows {
		name, value := agreement.Words(row.Cells[0]), agreement.Words(row.Cells[1])
		blank := r.blankLine(n + 2 + i)
		if blank {
			value = ""
		}
		switch {
		case seen[name]:
			more = append(more, name+": "+value)
		case (name == "Name" || name == "Title") && value == "" && !blank:
			more = append(more, "nothing to write on at "+name)
		case name == "Name":
			s.Name = value
		case name == "Title":
			s.Title = value
		case name == "Seal" && blank:
			s.Seal = true
		case (name == "Signature" || name == "Date") && blank:
		default:
			more = append(more, name+": "+value)
		}
		seen[name] = true
	}
	for _, name := range []string{"Name", "Title", "Date"} {
		if !seen[name] {
			more = append(more, "no line for "+name)
		}
	}
	s.More = strings.Join(more, "; ")
	return s, true
}

// markedWords is what in a signatory's block is marked otherwise than ours is.
func markedWords(t *agreement.Table) (list []string) {
	note := func(in []agreement.Inline, own string) {
		for _, x := range in {
			if w, ok := x.(*agreement.Text); ok && w.Mark != own {
				list = append(list, w.Text+" ("+w.Mark+")")
			}
		}
	}
	note(t.Head[0], "bold")
	note(t.Head[1], "")
	for _, r := range t.Rows {
		note(r.Cells[0], "")
		note(r.Cells[1], "")
	}
	return list
}

// blankLine reports whether the second cell of line n is a line to write on.
func (r *reader) blankLine(n int) bool {
	cells := r.cells(n)
	if len(cells) != 2 {
		return false
	}
	value := bytes.TrimSpace(r.src[cells[1].Start:cells[1].End])
	return len(value) >= 10 && len(bytes.Trim(value, "_")) == 0
}
