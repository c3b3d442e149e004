package calendar

import (
	"strings"

	"github.com/engross/engross/agreement"
)

// A sentence is a sentence of a provision, or the words of a cell, with the values
// that stand in it.
type sentence struct {
	in     *agreement.Clause
	text   string
	marks  []mark
	row    []string // of a cell: the row that it stands in
	column string   // and the head of its column
}

// A mark is where a sentence prints values.
type mark struct {
	from, to int
	values   []string // by their pointers
	ref      bool     // a reference, no value
}

// sentences are those of the whole agreement, in reading order. Definitions say what
// words mean, annexes are no part of it, and a list of days repeats this calendar.
func sentences(doc *agreement.Document, repeats *agreement.Clause) []sentence {
	var list []sentence
	var within func(body []agreement.Block, in *agreement.Clause)
	within = func(body []agreement.Block, in *agreement.Clause) {
		for _, b := range body {
			switch b := b.(type) {
			case *agreement.Clause:
				if b.Kind != agreement.Annex && b.Kind != agreement.Front && b != repeats {
					within(b.Body, b)
				}
			case *agreement.Paragraph:
				if in != nil && !strings.HasPrefix(b.ID, "term:") {
					list = append(list, split(b.Text, in)...)
				}
			case *agreement.Table:
				if in != nil {
					list = append(list, cells(b, in)...)
				}
			case *agreement.Signatures:
			}
		}
	}
	within(doc.Body, nil)
	return list
}

// flat is words with the places of the values in them.
func flat(words []agreement.Inline) (string, []mark) {
	var b strings.Builder
	var marks []mark
	for _, x := range words {
		from := b.Len()
		switch x := x.(type) {
		case *agreement.Text:
			b.WriteString(x.Text)
			if x.Origin != nil && x.Value {
				m := mark{from: from, to: b.Len()}
				for _, v := range x.Origin.Values {
					m.values = append(m.values, pointerOf(v))
				}
				marks = append(marks, m)
			}
		case *agreement.Define:
			b.WriteString(x.Term)
		case *agreement.Ref:
			b.WriteString(x.Text)
			marks = append(marks, mark{from: from, to: b.Len(), ref: true})
		}
	}
	return b.String(), marks
}

var sentenceEnd = agreement.Pattern(`[.;:] `)

// split cuts words into sentences; a full stop within a value or a reference ends none.
func split(words []agreement.Inline, in *agreement.Clause) []sentence {
	text, marks := flat(words)
	var list []sentence
	from := 0
	cut := func(to int) {
		s := sentence{in: in, text: strings.TrimSpace(text[from:to])}
		lead := len(text[from:to]) - len(strings.TrimLeft(text[from:to], " "))
		for _, m := range marks {
			if from <= m.from && m.to <= to {
				m.from, m.to = m.from-from-lead, m.to-from-lead
				s.marks = append(s.marks, m)
			}
		}
		if s.text != "" {
			list = append(list, s)
		}
		from = to
	}
	for _, end := range sentenceEnd().FindAllStringIndex(text, -1) {
		inside := false
		for _, m := range marks {
			inside = inside || m.from <= end[0] && end[0] < m.to
		}
		if !inside {
			cut(end[1])
		}
	}
	cut(len(text))
	return list
}

// cells are the cells of a table, each as a sentence of its own.
func cells(t *agreement.Table, in *agreement.Clause) []sentence {
	var heads []string
	for _, h := range t.Head {
		heads = append(heads, agreement.Words(h))
	}
	var list []sentence
	for _, r := range t.Rows {
		var row []string
		for _, c := range r.Cells {
			row = append(row, agreement.Words(c))
		}
		for i, c := range r.Cells {
			s := sentence{in: in, row: row, column: heads[i]}
			s.text, s.marks = flat(c)
			list = append(list, s)
		}
	}
	return list
}

// valuesAt are the values printed where a part of a sentence stands.
func (s *sentence) valuesAt(from, to int) []string {
	var list []string
	for _, m := range s.marks {
		if m.from < to && from < m.to {
			list = append(list, m.values...)
		}
	}
	return list
}

// what is a sentence as an entry says it.
func (s *sentence) what() string {
	if s.row == nil {
		return cutOff(strings.TrimRight(s.text, ".;:"))
	}
	what := s.column + ": " + s.text
	var row []string
	for _, c := range s.row {
		if c != "" && c != "–" && c != s.text && len(c) <= telling && len(row) < 3 {
			row = append(row, c)
		}
	}
	if row == nil && s.row[0] != s.text {
		row = []string{headline(s.row[0])}
	}
	if row != nil {
		what += " (in the row " + strings.Join(row, "; ") + ")"
	}
	return cutOff(what)
}

// telling is how long a cell is at most that tells a row from the others.
const telling = 40

const longest = 600 // bytes of a sentence that an entry repeats

func cutOff(s string) string {
	if len(s) <= longest {
		return s
	}
	cut := strings.LastIndexByte(s[:longest], ' ')
	if cut < 0 {
		return strings.ToValidUTF8(s[:longest], "") + "…"
	}
	return s[:cut] + " …"
}
