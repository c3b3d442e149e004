package markdown_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/markdown"
)

// escrow is an agreement to edit by hand.
func escrow(t *testing.T) string {
	provision := func(id, label, number, words string, below ...agreement.Block) *agreement.Clause {
		return &agreement.Clause{ID: id, Label: label, Number: number,
			Body: append([]agreement.Block{&agreement.Paragraph{Text: []agreement.Inline{&agreement.Text{Text: words}}}}, below...)}
	}
	see := &agreement.Paragraph{Text: []agreement.Inline{&agreement.Text{Text: "This is subject to "},
		&agreement.Ref{Target: "release.objection", Text: "Section 1.2"}, &agreement.Text{Text: "."}}}
	define := &agreement.Paragraph{ID: "term:Agent", Text: []agreement.Inline{&agreement.Define{Term: "Agent"}, &agreement.Text{Text: " means Omega."}}}
	release := &agreement.Clause{ID: "release", Label: "1.", Number: "1", Heading: []agreement.Inline{&agreement.Text{Text: "Release"}}, Body: []agreement.Block{
		provision("release.event", "1.1", "1.1", "The Agent shall release the Deposit if:",
			provision("release.a", "(a)", "1.1(a)", "the Depositor is wound up; or"),
			provision("release.b", "(b)", "1.1(b)", "the Depositor stops trading."), see),
		provision("release.objection", "1.2", "1.2", "The Depositor may object within 10 days.")}}
	fees := &agreement.Clause{ID: "fees", Label: "2.", Number: "2", Heading: []agreement.Inline{&agreement.Text{Text: "Fees"}}, Body: []agreement.Block{
		provision("fees.amount", "2.1", "2.1", "The Depositor shall pay the Agent USD 900 a year."), define}}
	return string(printed(t, &agreement.Document{Title: "Escrow", Kind: "bilateral", Status: agreement.Final, Body: []agreement.Block{release, fees}}))
}

// TestReadEdited edits an agreement by hand and looks at what its provisions are
// then known as.
func TestReadEdited(t *testing.T) {
	const all = "release release.event release.a release.b release.objection fees fees.amount term:Agent"
	for _, c := range []struct {
		name string
		edit []string // old, new, old, new, ...
		want string
	}{
		{"nothing", nil, all},
		{"words", []string{"within 10 days", "within 20 working days"}, all},
		{"first words", []string{"The Depositor may object within", "An objection is due in"}, all},
		{"title", []string{"## 2. Fees", "## 2. Charges"}, all},
		{"definition", []string{" means Omega.", " is whoever the Parties appoint."}, all},
		{"provision inserted and the rest renumbered",
			[]string{"1.2 The Depositor may", "1.2 The Agent shall tell the Depositor at once.\n\n1.3 The Depositor may"},
			"release release.event release.a release.b release.~2 release.objection fees fees.amount term:Agent"},
		{"provision deleted and the rest renumbered",
			[]string{"\u2003\u2003(a) the Depositor is wound up; or\n\n", "", "(b) the", "(a) the"},
			"release release.event release.b release.objection fees fees.amount term:Agent"},
		{"section inserted and the rest renumbered",
			[]string{"## 2. Fees", "## 2. Storage\n\n2.1 The Agent shall store the Deposit.\n\n## 3. Fees", "2.1 The Depositor", "3.1 The Depositor"},
			"release release.event release.a release.b release.objection ~2 ~2.~1 fees fees.amount term:Agent"},
		{"paragraph inserted without its indentation",
			[]string{"stops trading.", "stops trading; or\n\n(c) the Depositor agrees."},
			"release release.event release.a release.b release.event.~3 release.objection fees fees.amount term:Agent"},
		{"everything after section 1 deleted", []string{"## 2. Fees\n\n2.1 The Depositor shall pay the Agent USD 900 a year.\n\n\"**Agent**\" means Omega.\n\n", ""},
			"release release.event release.a release.b release.objection"},
		{"record deleted", []string{"<!-- engross 1", "<!--"},
			"~1 ~1.~1 ~1.~1.~1 ~1.~1.~2 ~1.~2 ~2 ~2.~1 term:Agent"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := escrow(t)
			for i := 0; i < len(c.edit); i += 2 {
				if !strings.Contains(src, c.edit[i]) {
					t.Fatalf("%q is not in\n%s", c.edit[i], src)
				}
				src = strings.Replace(src, c.edit[i], c.edit[i+1], 1)
			}
			d, m, err := markdown.ReadWithMap("a.md", []byte(src))
			if err != nil {
				t.Fatal(err)
			}
			checkMap(t, d, m)
			var ids []string
			agreement.Walk(d.Body, func(b agreement.Block) bool {
				switch b := b.(type) {
				case *agreement.Clause:
					ids = append(ids, b.ID)
				case *agreement.Paragraph:
					if b.ID != "" {
						ids = append(ids, b.ID)
					}
				}
				return true
			})
			if diff := cmp.Diff(c.want, strings.Join(ids, " ")); diff != "" {
				t.Errorf("IDs (-want +got):\n%s\n%s", diff, dump(d))
			}
		})
	}
}

// TestReadEditedReference renumbers a provision by hand: what refers to it still
// does, and its citation is what it says now.
func TestReadEditedReference(t *testing.T) {
	src := strings.NewReplacer("\n1.2 The", "\n1.3 The", "[Section 1.2]", "[Section 1.3]").Replace(escrow(t))
	d, err := markdown.Read("a.md", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	got := dump(d)
	for _, want := range []string{`("Section 1.3" to "release.objection")`, "numbered [1.3] 1.3 #release.objection"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in\n%s", want, got)
		}
	}
}
