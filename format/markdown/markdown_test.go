package markdown_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/markdown"
)

func text(s string) []agreement.Inline { return []agreement.Inline{&agreement.Text{Text: s}} }

func words(in ...agreement.Inline) *agreement.Paragraph { return &agreement.Paragraph{Text: in} }

func para(s string) *agreement.Paragraph { return words(text(s)...) }

func ref(target, text string) agreement.Inline { return &agreement.Ref{Target: target, Text: text} }

func txt(s string) agreement.Inline { return &agreement.Text{Text: s} }

func clause(id, label, number, heading string, body ...agreement.Block) *agreement.Clause {
	c := &agreement.Clause{ID: id, Label: label, Number: number, Body: body}
	if heading != "" {
		c.Heading = text(heading)
	}
	return c
}

func kind(k agreement.Kind, c *agreement.Clause) *agreement.Clause { c.Kind = k; return c }

// sample has one of everything a printer must show.
func sample() *agreement.Document {
	return &agreement.Document{
		Title: "Patent Cross-Licence Agreement", Kind: "bilateral", Reference: "PCL-7", Language: "en-GB",
		Date: "1 January 2027", Status: agreement.Draft,
		Parties: []agreement.Party{
			{Name: "Alpha Corporation", Native: "アルファ株式会社", Short: "Alpha"},
			{Name: "Beta *GmbH* & Co. [KG]", Short: "Beta"},
		},
		Notice: "This document is not legal advice; counsel must review it before anyone relies on it.",
		Digest: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		Body:   sampleBody(),
	}
}

func sampleBody() []agreement.Block {
	definitions := clause("frame/definitions", "1.", "1", "Definitions",
		clause("frame/definitions.terms", "1.1", "1.1", "", para("In this Agreement:"),
			&agreement.Paragraph{ID: "term:Affiliate", Text: []agreement.Inline{&agreement.Define{Term: "Affiliate"}, txt(" means a company under common control.")}}))
	definitions.Source = &agreement.Source{Topic: "frame/definitions", Version: "1.0.0", Hash: "ab12"}
	escrow := clause("escrow/release", "2.", "2", "Escrow & release",
		clause("escrow/release.event", "2.1", "2.1", "Release events", para("The Agent shall release the Deposit if:"),
			clause("escrow/release.a", "(a)", "2.1(a)", "", para("the Depositor is wound up; or"),
				clause("escrow/release.a.i", "(i)", "2.1(a)(i)", "", para("stops trading;")),
				para("and a court has so found; or")),
			clause("escrow/release.b", "(b)", "2.1(b)", "", words(txt("the Agent receives a notice under "), ref("escrow/release.objection", "Section 2.2"), txt("."))),
			para("Release under this Section ends no licence.")),
		clause("escrow/release.objection", "2.2", "2.2", "Objection", words(txt("The Depositor may object within 10 days (see "), ref("schedule/rates", "Schedule A (Rates)"), txt(")."))),
		para("This Section survives the end of the Agreement."))
	rates := kind(agreement.Schedule, clause("schedule/rates", "Schedule A", "Schedule A", "Rates",
		clause("schedule/rates.1", "1.", "Schedule A, paragraph 1", "", para("The rates are:")),
		&agreement.Table{ID: "rates", Align: []agreement.Align{agreement.Left, agreement.Right, agreement.Center},
			Head: []agreement.Cell{text("Year"), text("Rate | net"), text("Note")},
			Rows: []agreement.Row{{Cells: []agreement.Cell{text("2027"), text("1.5%"), nil}}, {Cells: []agreement.Cell{text("2028"), text("2.0%"), words(&agreement.Define{Term: "Cap"}).Text}}}}))
	return []agreement.Block{
		kind(agreement.Front, clause("frame/background", "", "", "Background", clause("frame/background.a", "(A)", "(A)", "", para("The Parties make radios.")))),
		kind(agreement.Part, clause("part/a", "Part A", "Part A", "Terms")),
		definitions, escrow,
		kind(agreement.Front, clause("signature", "", "", "Signatures", &agreement.Signatures{
			Lead: text("The Parties have signed on the dates below."),
			Blocks: []agreement.Signatory{
				{Party: "Alpha Corporation", Native: "アルファ株式会社", Name: "A. Ito", Title: "President", Seal: true},
				{Party: "Beta *GmbH* & Co. [KG]"}}})),
		rates,
		kind(agreement.Annex, clause("annex/deviations", "", "", "Departures from the standard", para("None."))),
	}
}

func printed(t testing.TB, d *agreement.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := markdown.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestMarkdown(t *testing.T) {
	golden(t, "markdown/agreement.md", printed(t, sample()))
}

func TestMarkdownWriterError(t *testing.T) {
	full := errors.New("disk full")
	if err := markdown.Write(failing{full}, sample()); !errors.Is(err, full) {
		t.Errorf("error is %v, want the writer's", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// TestMarkdownEscapes prints words that look like mark-up.
func TestMarkdownEscapes(t *testing.T) {
	for _, c := range []struct{ words, want string }{
		{"plain words (and so on): 100% of A/B", "plain words (and so on): 100% of A/B"},
		{"*bold* _it_ snake_case", `\*bold\* \_it\_ snake_case`},
		{"[x](#y) <b> `code` ~no~", "\\[x\\](#y) \\<b> \\`code\\` \\~no\\~"},
		{"R&D, AT&T, &amp; &#42;", `R&D, AT&T, \&amp; \&#42;`},
		{"# no heading", `\# no heading`},
		{"- no item", `\- no item`},
		{"4. no item", `&#52;. no item`},
		{"4) no item", `4\) no item`},
		{"4.2 no label", `4\.2 no label`},
		{"(b) no label", `\(b) no label`},
		{"Section 4.2 no label", `Section 4\.2 no label`},
		{"Section 19 of the Act", "Section 19 of the Act"},
		{"12 months", "12 months"},
		{"see https://example.com/a-b and www.example.com.", "see https://example.com/a-b and www.example.com."},
		{"see https://example.com/~a or www.x.example/*", `see https\://example.com/\~a or www\.x.example/\*`},
		{"a\nb\tc", "a&#10;b&#9;c"},
		{"    no code ", "&#32;&#32;&#32;&#32;no code&#32;"},
		{"USD 5 and 6$ or $$x$$", `USD 5 and 6\$ or \$$x\$\$`},
		{`back\slash\`, `back\\slash\\`},
		{"--> <!-- x", `\--> \<!-- x`},
		{"a\x00\xffb", "a\uFFFD\uFFFDb"},
	} {
		got := string(printed(t, &agreement.Document{Title: "T", Status: agreement.Final, Body: []agreement.Block{para(c.words)}}))
		got, _, _ = strings.Cut(strings.TrimPrefix(got, "# T\n\n"), "\n")
		if got != c.want {
			t.Errorf("%q prints as\n%s\nwant\n%s", c.words, got, c.want)
		}
	}
}

// long is an agreement of 8,000 words in 200 provisions.
func long() *agreement.Document {
	d := sample()
	for i := range 20 {
		section := clause(fmt.Sprint("s", i), fmt.Sprint(i+3, "."), fmt.Sprint(i+3), "Records and reports")
		for j := range 10 {
			label := fmt.Sprint(i+3, ".", j+1)
			section.Body = append(section.Body, clause(fmt.Sprint("s", i, ".", j), label, label, "Records", words(
				txt(strings.Repeat("The Licensee shall keep records under ", 3)),
				ref(fmt.Sprint("s", j, ".", i/2), fmt.Sprint("Section ", j+3, ".", i/2+1)),
				txt(strings.Repeat(" and shall report them.", 5)))))
		}
		d.Body = append(d.Body, section)
	}
	return d
}

func BenchmarkMarkdown(b *testing.B) {
	d := long()
	b.SetBytes(int64(len(printed(b, d))))
	b.ReportAllocs()
	for b.Loop() {
		if err := markdown.Write(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}

// redlined has one of every kind of change.
func redlined() *agreement.Document {
	changed := func(change agreement.Change, s string) agreement.Inline {
		return &agreement.Text{Text: s, Change: change}
	}
	moved := func(change agreement.Change, label string) *agreement.Clause {
		c := clause("force", label, label, "", words(changed(change, "No Party answers for "), changed(agreement.Inserted, "war or "), changed(change, "storms.")))
		c.Heading = []agreement.Inline{changed(change, "Force majeure")}
		c.Change, c.Move = change, 1
		return c
	}
	inserted := clause("new", "1.2", "1.2", "", words(changed(agreement.Inserted, "Each Party shall keep records.")))
	inserted.Change = agreement.Inserted
	renumbered := clause("fees", "1.3", "1.3", "Fees", words(
		txt("The fee is "), changed(agreement.Deleted, "USD 5"), changed(agreement.Inserted, "USD 6"), txt(" ("),
		&agreement.Ref{Target: "fees", Text: "Section 1.3", Was: "Section 1.2"}, txt("; see "), ref("force", "Section 1.4"), txt(").")))
	renumbered.Was = "1.2"
	table := &agreement.Table{Head: []agreement.Cell{text("Year"), text("Fee")}, Rows: []agreement.Row{
		{Cells: []agreement.Cell{text("2027"), {changed(agreement.Deleted, "5"), changed(agreement.Inserted, "6")}}},
		{Cells: []agreement.Cell{text("2028"), text("7")}, Change: agreement.Inserted}}}
	return &agreement.Document{
		Title: "Licence", Language: "en-GB", Date: "1 May 2027", Status: agreement.Final,
		Parties:  []agreement.Party{{Name: "Alpha", Short: "A"}, {Name: "Gamma", Short: "G"}},
		Compared: []string{"old.md", "new.md"},
		Was: &agreement.Document{Title: "Licence", Date: "1 April 2027", Status: agreement.Draft,
			Parties: []agreement.Party{{Name: "Alpha", Short: "A"}, {Name: "Beta", Short: "B"}}},
		Body: []agreement.Block{clause("s", "1.", "1", "Terms",
			moved(agreement.MovedFrom, "1.1"), inserted, renumbered, table, moved(agreement.MovedTo, "1.4"))},
	}
}

func TestMarkdownRedline(t *testing.T) { golden(t, "markdown/redline.md", printed(t, redlined())) }
