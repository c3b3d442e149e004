package redline

import (
	"strings"

	"github.com/engross/engross/agreement"
)

// A selection says which words of a marked document to read.
type selection struct {
	want func(agreement.Change) bool
	old  bool // numbers and citations are those of the old draft
}

// formerWords and presentWords read a block that both drafts have, moved or not.
var (
	insertedWords = selection{want: func(c agreement.Change) bool { return c == agreement.Inserted }}
	deletedWords  = selection{want: func(c agreement.Change) bool { return c == agreement.Deleted }, old: true}
	formerWords   = selection{want: func(c agreement.Change) bool { return c != agreement.Inserted }, old: true}
	presentWords  = selection{want: func(c agreement.Change) bool { return c != agreement.Deleted }}
)

// text is the selected words of in.
func text(in []agreement.Inline, want selection) string {
	var b strings.Builder
	for _, x := range in {
		switch x := x.(type) {
		case *agreement.Text:
			if want.want(x.Change) {
				b.WriteString(x.Text)
			}
		case *agreement.Define:
			if want.want(x.Change) {
				b.WriteString(`"` + x.Term + `"`)
			}
		case *agreement.Ref:
			if want.want(x.Change) && want.old {
				b.WriteString(was(x.Was, x.Text))
			} else if want.want(x.Change) {
				b.WriteString(x.Text)
			}
		}
	}
	return b.String()
}

// pieces is the selected words of a paragraph, parted where it has others between them
// that both drafts have.
func pieces(in []agreement.Inline, want selection) string {
	var b strings.Builder
	parted := false
	for i, x := range in {
		words := text(in[i:i+1], want)
		switch {
		case words != "" && parted:
			b.WriteString(" … " + strings.TrimSpace(words))
		case words != "":
			b.WriteString(words)
		}
		switch c := agreement.ChangeOf(x); {
		case words != "":
			parted = false
		case c != agreement.Inserted && c != agreement.Deleted:
			parted = true
		}
	}
	return strings.TrimPrefix(b.String(), " ")
}

// plain is the selected words of b and the blocks in it, a line for each; the
// provisions in it carry their labels.
func plain(b agreement.Block, want selection) string {
	return strings.Join(plainLines(nil, b, want), "\n")
}

func plainLines(lines []string, b agreement.Block, want selection) []string {
	switch b := b.(type) {
	case *agreement.Clause:
		return append(lines, clauseLines(b, want)...)
	case *agreement.Paragraph:
		if s := pieces(b.Text, want); s != "" {
			lines = append(lines, s)
		}
	case *agreement.Table:
		lines = append(lines, rowText(b.Head, want))
		for _, r := range b.Rows {
			if want.want(r.Change) {
				lines = append(lines, rowText(r.Cells, want))
			}
		}
	case *agreement.Signatures:
		lines = append(lines, text(b.Lead, want))
		for _, s := range b.Blocks {
			if want.want(s.Change) {
				lines = append(lines, signatoryText(s, want))
			}
		}
	}
	return lines
}

// clauseLines is the lines of a clause, never none: its heading runs into its
// first paragraph where it has both.
func clauseLines(c *agreement.Clause, want selection) []string {
	lines := []string{strings.TrimSpace(text(c.Heading, want))}
	for i, x := range c.Body {
		switch x := x.(type) {
		case *agreement.Clause:
			if want.want(x.Change) {
				below := clauseLines(x, want)
				label := x.Label
				if want.old {
					label = formerLabel(x.Was, label)
				}
				below[0] = strings.TrimSpace(label + " " + below[0])
				lines = append(lines, below...)
			}
		case *agreement.Paragraph:
			words := pieces(x.Text, want)
			switch {
			case i == 0 && lines[0] == "":
				lines[0] = words
			case i == 0 && strings.ContainsAny(lines[0][len(lines[0])-1:], "?!:;"):
				lines[0] += " " + words
			case i == 0:
				lines[0] = strings.TrimSuffix(lines[0], ".") + ". " + words
			case words != "":
				lines = append(lines, words)
			}
		case *agreement.Table, *agreement.Signatures:
			lines = plainLines(lines, x, want)
		}
	}
	return lines
}

func rowText(cells []agreement.Cell, want selection) string {
	parts := make([]string, len(cells))
	for i, c := range cells {
		parts[i] = text(c, want)
	}
	return strings.Join(parts, " | ")
}

// signatoryFields are the words of a signatory's block, in the order in which they
// are printed.
var signatoryFields = []struct {
	name string
	of   func(agreement.Signatory) string
}{
	{"Party", func(s agreement.Signatory) string { return s.Party }},
	{"Native", func(s agreement.Signatory) string { return s.Native }},
	{"Name", func(s agreement.Signatory) string { return s.Name }},
	{"Title", func(s agreement.Signatory) string { return s.Title }},
	{"More", func(s agreement.Signatory) string { return s.More }},
}

// signatoryWords is a signatory's block in a line, its changes marked.
func signatoryWords(s agreement.Signatory) (line []agreement.Inline) {
	join := func(words ...agreement.Inline) {
		if len(words) > 0 && len(line) > 0 {
			line = append(line, &agreement.Text{Text: ", ", Change: s.Change})
		}
		line = append(line, words...)
	}
	for _, f := range signatoryFields {
		join(s.Words(f.of)...)
	}
	if s.Seal {
		join(&agreement.Text{Text: "(seal)", Change: s.Change})
	}
	return line
}

func signatoryText(s agreement.Signatory, want selection) string {
	return text(signatoryWords(s), want)
}
