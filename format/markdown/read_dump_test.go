package markdown_test

import (
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
)

// dump is a document as text, a block a line.
func dump(d *agreement.Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q kind=%q reference=%q language=%q date=%q status=%d notice=%q digest=%q\n",
		d.Title, d.Kind, d.Reference, d.Language, d.Date, d.Status, d.Notice, d.Digest)
	for _, p := range d.Parties {
		fmt.Fprintf(&b, "party %q %q %q\n", p.Name, p.Native, p.Short)
	}
	dumpBlocks(&b, d.Body, "")
	return b.String()
}

func dumpBlocks(b *strings.Builder, body []agreement.Block, indent string) {
	for _, x := range body {
		b.WriteString(indent)
		switch x := x.(type) {
		case *agreement.Clause:
			fmt.Fprintf(b, "%s [%s] %s #%s", kindNames[x.Kind], x.Label, x.Number, x.ID)
			if len(x.Heading) > 0 {
				b.WriteString(" =" + dumpWords(x.Heading))
			}
			if s := x.Source; s != nil {
				fmt.Fprintf(b, " from %q %q %q %q", s.Topic, s.Variant, s.Version, s.Hash)
			}
			b.WriteString("\n")
			dumpBlocks(b, x.Body, indent+"  ")
		case *agreement.Paragraph:
			b.WriteString("- " + dumpWords(x.Text))
			if x.ID != "" {
				b.WriteString(" #" + x.ID)
			}
			b.WriteString("\n")
		case *agreement.Table:
			fmt.Fprintf(b, "table #%s %v:%s\n", x.ID, x.Align, dumpCells(x.Head))
			for _, r := range x.Rows {
				b.WriteString(indent + "  row:" + dumpCells(r.Cells) + "\n")
			}
		case *agreement.Signatures:
			b.WriteString("signatures " + dumpWords(x.Lead) + "\n")
			for _, s := range x.Blocks {
				fmt.Fprintf(b, "%s  %q %q %q %q %v\n", indent, s.Party, s.Native, s.Name, s.Title, s.Seal)
			}
		}
	}
}

var kindNames = map[agreement.Kind]string{agreement.Numbered: "numbered", agreement.Part: "part", agreement.Front: "front",
	agreement.Schedule: "schedule", agreement.Annex: "annex"}

func dumpCells(cells []agreement.Cell) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString(" |" + dumpWords(c))
	}
	return b.String()
}

// dumpWords shows text in quotation marks, a definition in angle brackets, and a
// reference with its target.
func dumpWords(in []agreement.Inline) string {
	var b strings.Builder
	text := ""
	flush := func() {
		if text != "" {
			fmt.Fprintf(&b, " %q", text)
		}
		text = ""
	}
	for _, x := range in {
		switch x := x.(type) {
		case *agreement.Text:
			text += x.Text
		case *agreement.Define:
			flush()
			fmt.Fprintf(&b, " <%q>", x.Term)
		case *agreement.Ref:
			flush()
			fmt.Fprintf(&b, " (%q to %q)", x.Text, x.Target)
		}
	}
	flush()
	return b.String()
}
