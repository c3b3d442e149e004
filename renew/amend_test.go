package renew_test

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

// TestInstructionsMakeTheNewText carries the instructions out as a clerk with
// scissors would, by nothing but the names in them, and compares the words with
// those of the new draft. The drafts are examples and their balanced standards, and
// examples that have nothing to do with each other, which differ in more ways than
// any renewal.
func TestInstructionsMakeTheNewText(t *testing.T) {
	lib := library(t)
	for _, name := range []string{"bilateral-semiconductor", "consortium", "pool-five"} {
		t.Run(name+" and its standard", func(t *testing.T) {
			f := loadExample(t, name)
			standard, err := lib.Standard(f)
			if err != nil {
				t.Fatal(err)
			}
			src, err := schema.Canonical(standard)
			if err != nil {
				t.Fatal(err)
			}
			g, err := schema.Load("standard.json", src)
			if err != nil {
				t.Fatal(err)
			}
			a, b := documentOf(t, lib, f), documentOf(t, lib, g)
			carryOut(t, a, b)
			carryOut(t, b, a)
		})
	}
	for _, pair := range [][2]string{{"names", "software-escrow"}, {"software-escrow", "pool-five"}, {"standards-pool", "bilateral-semiconductor"}} {
		t.Run(pair[0]+" and "+pair[1], func(t *testing.T) {
			carryOut(t, documentOf(t, lib, loadExample(t, pair[0])), documentOf(t, lib, loadExample(t, pair[1])))
		})
	}
}

func documentOf(t *testing.T, lib *assemble.Library, f *schema.File) *agreement.Document {
	t.Helper()
	res, err := lib.Assemble(f, assemble.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return res.Document
}

// carryOut derives the instructions from one draft to another, carries them out,
// and compares.
func carryOut(t *testing.T, before, after *agreement.Document) {
	t.Helper()
	list, err := renew.Amend(before, after)
	if err != nil {
		t.Fatal(err)
	}
	c := &clerk{}
	c.blocks(before.Body, nil)
	for _, s := range list.Changes {
		if err := c.do(s); err != nil {
			t.Errorf("%s %s: %v", s.Action, s.Provision, err)
		}
	}
	want := &clerk{}
	want.blocks(after.Body, nil)
	if got, want := c.words(), want.words(); !slices.Equal(got, want) {
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("the words differ after word %d:\n got %s\nwant %s", i, strings.Join(got[max(0, i-20):min(len(got), i+20)], " "), strings.Join(want[max(0, i-20):min(len(want), i+20)], " "))
			}
		}
		t.Fatalf("%d words, want %d", len(got), len(want))
	}
}

// A clerk has a draft before him, line by line, and knows by what names each line
// can be called.
type clerk struct{ lines []*line }

type line struct {
	names []string // of the line itself and of all that it lies in
	text  string   // as it stands now
	gone  bool
	head  bool     // of a clause or a table
	first []string // inserted at the beginning of what it heads
	after []string // inserted after it
}

func (c *clerk) blocks(body []agreement.Block, in []string) {
	for _, b := range body {
		if x, ok := b.(*agreement.Clause); ok {
			c.clause(x, append(slices.Clone(in), nameOf(x)))
		}
	}
}

// nameOf is how a provision is cited.
func nameOf(c *agreement.Clause) string {
	letter, paragraph, inSchedule := strings.Cut(c.Number, ", paragraph ")
	switch {
	case inSchedule:
		return "paragraph " + paragraph + " of " + letter
	case c.Kind == agreement.Front:
		return "the part " + agreement.Words(c.Heading)
	case c.Kind == agreement.Part:
		return "the heading of " + c.Number
	case strings.HasPrefix(c.ID, "frame/recitals"):
		return "recital " + c.Number
	case strings.HasPrefix(c.ID, "frame/parties-recitals"):
		return "party " + c.Number
	case c.Kind == agreement.Schedule:
		return c.Number
	case c.Number[0] < '0' || '9' < c.Number[0]:
		return "Article " + c.Number
	}
	return "Section " + c.Number
}

func (c *clerk) add(text string, head bool, names ...string) {
	c.lines = append(c.lines, &line{names: names, text: straight(text), head: head})
}

// straight is a text with straight quotation marks, whichever it has.
func straight(text string) string { return strings.NewReplacer("“", `"`, "”", `"`).Replace(text) }

func (c *clerk) clause(x *agreement.Clause, in []string) {
	me := in[len(in)-1]
	c.add(strings.TrimSpace(agreement.Words(x.Heading)), true, append(slices.Clone(in), "the heading of "+me)...)
	paragraphs, tables := 0, count[*agreement.Table](x.Body)
	table := 0
	for _, b := range x.Body {
		switch b := b.(type) {
		case *agreement.Clause:
			c.clause(b, append(slices.Clone(in), nameOf(b)))
		case *agreement.Paragraph:
			names := slices.Clone(in)
			if term, ok := strings.CutPrefix(b.ID, "term:"); ok {
				names = append(names, fmt.Sprintf("the definition of “%s” in %s", term, me))
			} else {
				names = append(names, fmt.Sprintf("the %s unnumbered paragraph of %s", ordinals[paragraphs], me))
				if paragraphs == 0 {
					names = append(names, "the introductory wording of "+me)
				}
				paragraphs++
			}
			c.add(strings.TrimSpace(agreement.Words(b.Text)), false, names...)
		case *agreement.Table:
			name := "the table in " + me
			if tables > 1 {
				name = fmt.Sprintf("the %s table in %s", ordinals[table], me)
			}
			table++
			names := append(slices.Clone(in), name)
			c.add(rowOf(b.Head), true, names...)
			for _, r := range b.Rows {
				c.add(rowOf(r.Cells), false, append(slices.Clone(names), fmt.Sprintf("the row “%s” of %s", agreement.Words(r.Cells[0]), name))...)
			}
		}
	}
}

var ordinals = []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}

func count[T agreement.Block](body []agreement.Block) int {
	n := 0
	for _, b := range body {
		if _, ok := b.(T); ok {
			n++
		}
	}
	return n
}

func rowOf(cells []agreement.Cell) string {
	var words []string
	for _, c := range cells {
		words = append(words, agreement.Words(c))
	}
	return strings.Join(words, " | ")
}

// do carries out one instruction.
func (c *clerk) do(s schema.Superseded) error {
	if s.Provision == "the agreement" {
		c.lines[0].first = append(c.lines[0].first, texts(s)...)
		return nil
	}
	var found []*line
	for _, l := range c.lines {
		if slices.Contains(l.names, s.Where()) {
			found = append(found, l)
		}
	}
	if len(found) == 0 {
		return fmt.Errorf("nothing is called so")
	}
	for _, l := range found {
		if l.gone && s.Action != "insert-after" {
			return fmt.Errorf("it has been dealt with already")
		}
	}
	switch s.Action {
	case "delete", "replace":
		for _, l := range found {
			l.gone = true
		}
		last := found[len(found)-1]
		last.after = append(texts(s), last.after...)
	case "insert-after":
		last := found[len(found)-1]
		last.after = append(last.after, texts(s)...)
	case "insert-first":
		if !found[0].head {
			return fmt.Errorf("it has no beginning to insert at")
		}
		found[0].first = append(found[0].first, texts(s)...)
	case "replace-words":
		s.Old, s.New = straight(s.Old), straight(s.New)
		n := 0
		for _, l := range found {
			n += strings.Count(l.text, s.Old)
		}
		if n != 1 {
			return fmt.Errorf("%q stands there %d times", s.Old, n)
		}
		for _, l := range found {
			l.text = strings.Replace(l.text, s.Old, "\x00"+s.New+"\x00", 1)
		}
	default:
		return fmt.Errorf("there is no such action")
	}
	return nil
}

// texts are the lines that an instruction brings. Where it is about rows, the head
// of the table is there to be read by, not to be put in.
func texts(s schema.Superseded) []string {
	var out []string
	for _, p := range s.Passages {
		if p.Head == nil {
			out = append(out, label.ReplaceAllString(p.Text, ""))
			continue
		}
		if !strings.HasPrefix(s.Provision, "the row ") && !(s.Action == "insert-first" && strings.Contains(s.Provision, "table in ")) {
			out = append(out, strings.Join(p.Head, " | "))
		}
		for _, r := range p.Rows {
			out = append(out, strings.Join(r, " | "))
		}
	}
	return append(out, cmp.Or(s.New, "")) // of replace-words it is not asked
}

var (
	label     = regexp.MustCompile(`^(\d+\.\d+|\d+\.|\([0-9A-Za-z]+\)|Schedule [A-M]|Part [A-Z]|Article [IVXLC]+|Section \d+\.\d+)( |$)`)
	reference = regexp.MustCompile(`\b(Section|Article|paragraph|Schedule|recital|party) [0-9A-Z][0-9.]*[0-9A-Z]*(\([0-9A-Za-z]+\))*( of Schedule [A-M])?`)
)

// words are all words as they stand now, references without their numbers.
func (c *clerk) words() []string {
	var b strings.Builder
	put := func(s string) { b.WriteString(straight(s) + " ") }
	for _, l := range c.lines {
		if !l.gone {
			put(strings.ReplaceAll(l.text, "\x00", ""))
		}
		for _, s := range append(slices.Clone(l.first), l.after...) {
			put(s)
		}
	}
	return strings.Fields(strings.ReplaceAll(reference.ReplaceAllString(b.String(), "§"), "|", " "))
}
