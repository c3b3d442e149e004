package renew

import (
	"fmt"
	"strings"

	"github.com/engross/engross/assemble"
)

// A Report says in plain language what was done to last year's term sheet.
type Report struct {
	From    string   `json:"from"`    // reference of last year's agreement
	To      string   `json:"to"`      // reference of the new document
	Form    Form     `json:"form"`    //
	Summary []string `json:"summary"` // sentences: the terms, and what has happened to last year's agreement

	Entries []Entry  `json:"entries"` // what was done to each value, in the order in which it was done
	Notes   []string `json:"notes"`   // sentences on what the parties should look at

	Royalties []string             `json:"royalties"` // sentences: what assets that came or went do to each royalty
	Carried   []assemble.Deviation `json:"carried"`   // departures from the balanced standard that go on
	Defaults  []DefaultChange      `json:"defaults"`  // values that the library states, last year's and now
	Library   []string             `json:"library"`   // sentences: how the words differ from last year's
}

// An Entry is what was done to one value of the term sheet. Before is "" for what
// was not there, After for what is there no longer.
type Entry struct {
	Path   string `json:"path"` // "payments.fees[f1].amount"
	Before string `json:"before"`
	After  string `json:"after"`
	Rule   string `json:"rule"` // of the rules: "uplift[0]"; "past" for what a restatement does not say again
	Why    string `json:"why"`  // in words, with the working
}

// A DefaultChange is a value that last year's agreement took from the library, and
// that the new one takes from it, or has pinned.
type DefaultChange struct {
	Clause    string `json:"clause"`
	Parameter string `json:"parameter"`
	Path      string `json:"path,omitempty"`
	Before    string `json:"before"`
	After     string `json:"after"`
	Pinned    bool   `json:"pinned"`
}

// fill makes empty lists of absent ones, so that in JSON a list is a list.
func (r *Report) fill() {
	for _, list := range []*[]string{&r.Summary, &r.Notes, &r.Royalties, &r.Library} {
		*list = append([]string{}, *list...)
	}
	r.Entries = append([]Entry{}, r.Entries...)
	r.Carried = append([]assemble.Deviation{}, r.Carried...)
	r.Defaults = append([]DefaultChange{}, r.Defaults...)
}

// Markdown is the report as a page.
func (r *Report) Markdown() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# Renewal of %s\n\n", cell(r.From))
	for _, s := range r.Summary {
		fmt.Fprintf(&b, "- %s\n", cell(s))
	}
	b.WriteString("\n## What was done to each value\n\n")
	if len(r.Entries) == 0 {
		b.WriteString("Nothing.\n")
	} else {
		b.WriteString("| Value | Last year | Now | Rule | Why |\n| --- | --- | --- | --- | --- |\n")
		for _, e := range r.Entries {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", code(e.Path), cell(stated(e.Before)), cell(stated(e.After)), cell(e.Rule), cell(e.Why))
		}
	}
	list(&b, "Look at these", r.Notes)
	list(&b, "What assets that came or went do to royalties", r.Royalties)
	r.carried(&b)
	r.defaults(&b)
	list(&b, "What has changed in the library", r.Library)
	b.WriteString("\nThis report was made by a program. It is not legal advice; counsel must review the renewal.\n")
	return []byte(b.String())
}

func list(b *strings.Builder, title string, sentences []string) {
	if len(sentences) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n\n", title)
	for _, s := range sentences {
		fmt.Fprintf(b, "- %s\n", cell(s))
	}
}

func (r *Report) carried(b *strings.Builder) {
	if len(r.Carried) == 0 {
		return
	}
	b.WriteString("\n## Negotiated departures from the balanced standard that go on\n\n| Clause | Term | Here | Balanced | Gains |\n| --- | --- | --- | --- | --- |\n")
	for _, d := range r.Carried {
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", cell(d.Topic), cell(d.What), cell(d.Value), cell(d.Balanced), cell(string(d.Gains)))
	}
}

func (r *Report) defaults(b *strings.Builder) {
	if len(r.Defaults) == 0 {
		return
	}
	b.WriteString("\n## Values that come from the library\n\n| Clause | Value | Last year | Now | |\n| --- | --- | --- | --- | --- |\n")
	for _, d := range r.Defaults {
		what := "taken from the library again"
		if d.Pinned {
			what = "pinned in the term sheet"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", cell(d.Clause), cell(d.Parameter), cell(stated(d.Before)), cell(stated(d.After)), what)
	}
}

func stated(s string) string {
	if s == "" {
		return "none"
	}
	const longest = 160
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "..."
	}
	return s
}

// code is a path as a span of code.
func code(path string) string {
	return "`" + strings.NewReplacer("`", "'", "|", "/", "\n", " ").Replace(path) + "`"
}

var escapes = strings.NewReplacer("\\", "\\\\", "|", "\\|", "\n", " ", "\r", " ", "<", "\\<", "*", "\\*", "`", "\\`", "[", "\\[", "]", "\\]", "&", "\\&", "~", "\\~")

// cell is a text as a cell of a table or an item of a list, in which it is nothing
// but itself. An underscore between letters stands for nothing else.
func cell(s string) string {
	s = escapes.Replace(s)
	var b strings.Builder
	if strings.IndexAny(s, "#+->=") == 0 { // it would begin a heading, a list or a quotation
		b.WriteByte('\\')
	}
	for i, c := range s {
		if c == '_' && !(endsInLetter(s[:i]) && beginsWithLetter(s[i+1:])) {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}
