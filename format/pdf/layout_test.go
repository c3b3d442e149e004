package pdf

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

func TestLayoutGolden(t *testing.T) {
	short := bilateral()
	short.Body = short.Body[:4]
	short.Status = agreement.Final
	wide := pool(14)
	wide.Body = wide.Body[len(wide.Body)-1:]
	for name, d := range map[string]*agreement.Document{
		"short": short, "redline": redlined(), "matrix": wide,
	} {
		t.Run(name, func(t *testing.T) { goldenLayout(t, name, d) })
	}
}

// A textLine is a line of body text as it stands on a page.
type textLine struct {
	page, row, of int
	p             *paragraph
	y             length
}

// bodyLines are the lines of paragraphs of body type, page by page.
func bodyLines(p *Pages) [][]textLine {
	out := make([][]textLine, len(p.pages))
	for n, pg := range p.pages {
		for _, pc := range pg.pieces {
			if pc.kind == textElement && pc.p.style.size == bodyStyle.size {
				out[n] = append(out[n], textLine{n, pc.line, len(pc.p.lines), pc.p, pc.y})
			}
		}
	}
	return out
}

func TestLayoutLeavesNoWidowsAndOrphans(t *testing.T) {
	for n, lines := range bodyLines(layOut(t, bilateral())) {
		if len(lines) == 0 {
			continue
		}
		first, last := lines[0], lines[len(lines)-1]
		if first.of > 1 && first.row == first.of-1 {
			t.Errorf("page %d begins with the last line of a paragraph", n+1)
		}
		if last.of > 1 && last.row == 0 {
			t.Errorf("page %d ends with the first line of a paragraph", n+1)
		}
	}
}

func TestLayoutKeepsHeadingsWithText(t *testing.T) {
	p := layOut(t, bilateral())
	for n, pg := range p.pages {
		var last *paragraph
		for _, pc := range pg.pieces {
			if pc.kind == textElement && pc.y < pg.height-agreementMargins.bottom && pc.y >= agreementMargins.top {
				last = pc.p
			}
		}
		if last != nil && last.style == sectionStyle {
			t.Errorf("page %d ends with the heading %q", n+1, last.dump(last.lines[0]))
		}
	}
}

// A page never runs into its margins.
func TestLayoutStaysInside(t *testing.T) {
	for name, d := range map[string]*agreement.Document{"bilateral": bilateral(), "pool": pool(40), "redline": redlined()} {
		for n, pg := range layOut(t, d).pages {
			for _, pc := range pg.pieces {
				if pc.kind != textElement || pc.turned {
					continue
				}
				ln := pc.p.lines[pc.line]
				right := pc.x + pc.element.x + pc.p.extent(ln.from, ln.to)
				for _, g := range pc.p.glyphs[ln.from:ln.to] {
					if g.class == space || g.class == tie {
						right += ln.gap
					}
				}
				if limit := pg.width - agreementMargins.right + pc.p.style.size; right > limit {
					t.Errorf("%s, page %d: %q ends %.1f points beyond the margin", name, n+1, pc.p.dump(ln), points(right-limit+pc.p.style.size))
				}
				if pc.y+pc.element.y > pg.height-8*mm {
					t.Errorf("%s, page %d: %q stands at %.1f", name, n+1, pc.p.dump(ln), points(pc.y))
				}
			}
		}
	}
}

func TestContentsNameThePagesOfTheirSections(t *testing.T) {
	pages := pageTexts(t, printPDF(t, bilateral()))
	for i, topic := range topics {
		heading := fmt.Sprintf("\n%d.\n%s\n", i+1, topic.title)
		at := 0
		for n, text := range pages {
			if n > 1 && strings.Contains(text, heading) {
				at = n + 1
			}
		}
		_, entry, found := strings.Cut(pages[1], heading)
		lines := strings.SplitN(entry, "\n", 3)
		if !found || len(lines) < 2 || lines[1] != fmt.Sprint(at) {
			t.Errorf("%q is on page %d; its entry reads %q", topic.title, at, lines)
		}
	}
	for n, text := range pages {
		if want := fmt.Sprintf("\nPage %d of %d", n+1, len(pages)); !strings.Contains(text, want) {
			t.Errorf("page %d does not say so", n+1)
		}
	}
}

// TestSchedulesBeginPages sets the first schedule on a page of its own, never under the
// signatures; those after it go on a page of which enough is left.
func TestSchedulesBeginPages(t *testing.T) {
	schedule := func(label string, paragraphs int) agreement.Block {
		c := &agreement.Clause{ID: label, Kind: agreement.Schedule, Label: "Schedule " + label, Heading: sampleText("Heading")}
		for range paragraphs {
			c.Body = append(c.Body, samplePara("A line."))
		}
		return c
	}
	d := bilateral()
	d.Body = slices.Concat(d.Body[:len(d.Body)-2], []agreement.Block{schedule("A", 2), schedule("B", 3), schedule("C", 18), schedule("D", 20), schedule("E", 1)})
	pages := pageTexts(t, printPDF(t, d))
	begins := func(label string) bool {
		return slices.ContainsFunc(pages[2:], func(text string) bool { return strings.HasPrefix(text, "\nSchedule "+label+"\n") })
	}
	for label, want := range map[string]bool{"A": true, "B": false, "C": false, "D": true, "E": false} {
		if begins(label) != want {
			t.Errorf("Schedule %s begins a page: %v", label, !want)
		}
	}
}

func TestSignatureBlocksStayWhole(t *testing.T) {
	pages := pageTexts(t, printPDF(t, pool(40)))
	blocks := 0
	for n, text := range pages {
		begun, ended := countLines(text, "Signed for and on behalf of"), countLines(text, "Date")
		if begun != ended {
			t.Errorf("page %d begins %d blocks and ends %d", n+1, begun, ended)
		}
		if begun > 0 && blocks == 0 && !strings.Contains(text, "by their duly authorised representatives") {
			t.Errorf("the first blocks, on page %d, are without the words before them", n+1)
		}
		blocks += begun
	}
	if blocks != 40 {
		t.Errorf("%d blocks, want 40", blocks)
	}
}

func TestWideTablesRepeatTheFirstColumn(t *testing.T) {
	pages := pageTexts(t, printPDF(t, pool(40)))
	all := strings.Join(pages, "")
	for i := range 40 {
		if !strings.Contains(all, fmt.Sprintf("\nMember %d\n", i+1)) {
			t.Errorf("Member %d is missing", i+1)
		}
	}
	for n, text := range pages {
		if strings.Contains(text, "A, B") && strings.Contains(text, "\nMember 7\n") && !strings.Contains(text, "\nLicensor\n") {
			t.Errorf("page %d has columns without the first", n+1)
		}
	}
}

func TestDraftsSaySo(t *testing.T) {
	d := redlined()
	for status, want := range map[agreement.Status]bool{agreement.Draft: true, agreement.Final: false} {
		d.Status = status
		for n, text := range pageTexts(t, printPDF(t, d)) {
			if got := strings.Contains(text, "\nDRAFT"); got != want {
				t.Errorf("%v, page %d: marked as a draft %v, want %v", status, n+1, got, want)
			}
		}
	}
}

func TestRedlineShowsWhatTheTitlePageWas(t *testing.T) {
	d := redlined()
	was := *d
	was.Title, was.Parties = "Old Title", []agreement.Party{{Name: "Gone GmbH"}, d.Parties[0]}
	d.Was = &was
	var b strings.Builder
	if err := layOut(t, d).Dump(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"{deleted}*Old Title", "{deleted}*Gone GmbH", "{inserted}*Elliniki", "  *Łódź", "{inserted}*Patent Cross-Licence"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the title page lacks %q", want)
		}
	}
}

// wide is a table that does not go on an upright sheet.
func wide() *agreement.Table {
	t := &agreement.Table{}
	for range 9 {
		t.Head = append(t.Head, sampleText("Unbreakable"))
	}
	t.Rows = []agreement.Row{{Cells: make([]agreement.Cell, 9)}}
	for i := range t.Rows[0].Cells {
		t.Rows[0].Cells[i] = sampleText("incomprehensibly")
	}
	return t
}

func TestOnlyTheProvisionWithAWideTableIsTurned(t *testing.T) {
	provision := func(label string, more ...agreement.Block) agreement.Block {
		return &agreement.Clause{Label: label, Body: append([]agreement.Block{samplePara("Provision " + label)}, more...)}
	}
	d := &agreement.Document{Title: "T", Body: []agreement.Block{&agreement.Clause{
		Kind: agreement.Schedule, Label: "Schedule A", Heading: sampleText("Figures"),
		Body: []agreement.Block{provision("1."), provision("2.", wide()), provision("3.")},
	}}}
	var turned []string
	pages := layOut(t, d).pages
	for n, text := range pageTexts(t, printPDF(t, d)) {
		if pages[n].width > pages[n].height {
			turned = append(turned, text)
		}
	}
	if len(turned) != 1 || !strings.Contains(turned[0], "Provision 2.") || strings.Contains(turned[0], "Provision 1.") || strings.Contains(turned[0], "Provision 3.") {
		t.Errorf("turned sideways: %q", turned)
	}
}

func TestATableOfUnnumberedMatterIsTurnedToo(t *testing.T) {
	d := &agreement.Document{Title: "T", Body: []agreement.Block{
		&agreement.Clause{Kind: agreement.Front, Heading: sampleText("Redline"), Body: []agreement.Block{samplePara("Before."), wide(), samplePara("After.")}},
		&agreement.Clause{Kind: agreement.Front, Heading: sampleText("Parties"), Body: []agreement.Block{samplePara("Names.")}},
	}}
	pages := layOut(t, d).pages
	for n, text := range pageTexts(t, printPDF(t, d)) {
		if turned := pages[n].width > pages[n].height; turned != strings.Contains(text, "incomprehensibly") {
			t.Errorf("page %d is turned %v:\n%s", n+1, turned, text)
		}
	}
}

func TestASmallTableStandsOnOnePage(t *testing.T) {
	for before := range 40 {
		d := &agreement.Document{Title: "T"}
		for range before {
			d.Body = append(d.Body, samplePara("Words."))
		}
		table := &agreement.Table{Head: sampleCells("Row", "Words")}
		for range 6 {
			table.Rows = append(table.Rows, agreement.Row{Cells: sampleCells("a row", "its words")})
		}
		d.Body = append(d.Body, table)
		on := 0
		for _, text := range pageTexts(t, printPDF(t, d)) {
			if countLines(text, "a row") > 0 {
				on++
			}
		}
		if on != 1 {
			t.Errorf("after %d paragraphs the table is on %d pages", before, on)
		}
	}
}

// TestATableStandsUnderItsWords sets a table that is wider than the room beside the label of
// its provision on one line, and goes there in lines.
func TestATableStandsUnderItsWords(t *testing.T) {
	cell := "twelve batteries, of which none is older than a year"
	table := &agreement.Table{Head: sampleCells("Row", "Words"), Rows: []agreement.Row{{Cells: sampleCells(cell, cell)}}}
	d := &agreement.Document{Title: "T", Body: []agreement.Block{&agreement.Clause{Label: "1", Heading: sampleText("H"), Body: []agreement.Block{samplePara("The rows are:"), table}}}}
	lefts := map[string]length{}
	for _, pg := range layOut(t, d).pages {
		for _, pc := range pg.pieces {
			if pc.kind == textElement {
				if word := strings.Fields(pc.p.dump(pc.p.lines[pc.line]))[0]; lefts[word] == 0 {
					lefts[word] = pc.x + pc.element.x
				}
			}
		}
	}
	if lefts["The"] == 0 || lefts["twelve"] != lefts["The"]+cellPadding {
		t.Errorf("the words stand at %d, the cells at %d", lefts["The"], lefts["twelve"])
	}
}

// TestATableOfTallRowsBegins sets a table at the foot of a page on which one of its rows still
// goes, being as tall as three others are.
func TestATableOfTallRowsBegins(t *testing.T) {
	tall := strings.Repeat("many words that take several lines of a narrow column ", 9)
	table := &agreement.Table{Head: sampleCells("Row", "Words", "More")}
	for range 6 {
		table.Rows = append(table.Rows, agreement.Row{Cells: sampleCells("a row", tall, tall)})
	}
	body := []agreement.Block{}
	for range 18 {
		body = append(body, samplePara("A line."))
	}
	d := &agreement.Document{Title: "T", Body: append(body, table)}
	for _, text := range pageTexts(t, printPDF(t, d)) {
		if strings.Contains(text, "A line.") && strings.Count(text, "a row") == 0 {
			t.Error("no row stands under the words")
		}
	}
}

// TestNoPageForOneLine lengthens a schedule line by line: at no length is the
// last page left with one line, as the spaces before give way.
func TestNoPageForOneLine(t *testing.T) {
	for n := 20; n < 80; n++ {
		s := &agreement.Clause{Kind: agreement.Schedule, Label: "Schedule A", Heading: sampleText("Lines")}
		for range n {
			s.Body = append(s.Body, samplePara("One line."))
		}
		pages := pageTexts(t, printPDF(t, &agreement.Document{Title: "T", Body: []agreement.Block{s}}))
		if last := countLines(pages[len(pages)-1], "One line."); last == 1 {
			t.Errorf("of %d lines the last is on a page of its own", n)
		}
	}
}

func TestALineAfterALongTableHasCompany(t *testing.T) {
	for n := 20; n < 90; n++ {
		table := &agreement.Table{Head: sampleCells("Row", "Words")}
		for range n {
			table.Rows = append(table.Rows, agreement.Row{Cells: sampleCells("a row", "its words")})
		}
		s := &agreement.Clause{Kind: agreement.Schedule, Label: "Schedule A", Heading: sampleText("Rows"), Body: []agreement.Block{table, samplePara("None is left out.")}}
		pages := pageTexts(t, printPDF(t, &agreement.Document{Title: "T", Body: []agreement.Block{s}}))
		if last := pages[len(pages)-1]; countLines(last, "None is left out.") == 1 && countLines(last, "a row") == 0 {
			t.Errorf("after %d rows the line is alone on its page", n)
		}
	}
}

func TestTheCornerOfATurnedHeadStaysInItsColumn(t *testing.T) {
	table := &agreement.Table{Head: sampleCells("Licensor down Licensee across")}
	for i := range 40 {
		table.Head = append(table.Head, sampleText(fmt.Sprintf("Kingsbridge %d", i)))
	}
	table.Rows = []agreement.Row{{Cells: sampleCells("Kingsbridge")}}
	corner := 0
	for _, pg := range layOut(t, &agreement.Document{Title: "T", Body: []agreement.Block{
		&agreement.Clause{Kind: agreement.Schedule, Label: "Schedule A", Body: []agreement.Block{table}},
	}}).pages {
		right := pg.width
		for _, pc := range pg.pieces {
			if pc.kind == textElement && pc.turned && pc.p.style.size < markStyle.size {
				right = min(right, pc.x+pc.element.x-pc.p.style.size)
			}
		}
		for _, pc := range pg.pieces {
			if pc.kind != textElement || pc.turned || !strings.HasPrefix(pc.p.dump(pc.p.lines[pc.line]), "*Licens") {
				continue
			}
			corner++
			if ln := pc.p.lines[pc.line]; pc.x+pc.element.x+pc.p.extent(ln.from, ln.to) > right {
				t.Errorf("the corner runs into the heads: %q", pc.p.dump(ln))
			}
		}
	}
	if corner < 2 {
		t.Errorf("the corner has %d lines, want it broken", corner)
	}
}

// TestShortCellsStayWhole has dates beside words that go on one line more or
// less.
func TestShortCellsStayWhole(t *testing.T) {
	table := &agreement.Table{Head: sampleCells("Ref.", "Filed", "Expires", "What it is for")}
	for i := range 6 {
		table.Rows = append(table.Rows, agreement.Row{Cells: sampleCells(fmt.Sprint(i), "18 November 2019", "18 November 2039",
			"a method and an apparatus by which the charge of a cell is measured while it is in use, with its alternatives")})
	}
	text := strings.Join(pageTexts(t, printPDF(t, &agreement.Document{Title: "T", Body: []agreement.Block{table}})), "")
	if n := countLines(text, "18 November 2019") + countLines(text, "18 November 2039"); n != 12 {
		t.Errorf("%d of 12 dates are whole", n)
	}
}

func TestNoSignatureBlockStandsAlone(t *testing.T) {
	for before := range 40 {
		d := &agreement.Document{Title: "T"}
		for range before {
			d.Body = append(d.Body, samplePara("Words."))
		}
		d.Body = append(d.Body, signaturePage(3))
		for n, text := range pageTexts(t, printPDF(t, d)) {
			if countLines(text, "Signed for and on behalf of") == 1 {
				t.Errorf("after %d paragraphs a block is alone on page %d", before, n+1)
			}
		}
	}
}

func TestFewEntriesOfTheContentsGetNoPage(t *testing.T) {
	for n := 40; n < 60; n++ {
		d := &agreement.Document{Title: "T"}
		for i := range n {
			d.Body = append(d.Body, &agreement.Clause{Label: fmt.Sprint(i+1, "."), Heading: sampleText("Heading"), Body: []agreement.Block{samplePara("Words.")}})
		}
		pages := pageTexts(t, printPDF(t, d))
		entries := strings.Count(pages[2], "....")
		if strings.Contains(pages[2], "....") && entries < 3 {
			t.Errorf("of %d entries %d are on a page of their own", n, entries)
		}
	}
}
