package assemble_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

const bookTopic = `title: Release
purpose: When it is released.
variants: {L: slow, B: middle, E: quick}
parameters:
  days:
    about: days to object
    type: days
    range: [1, 60]
    default: {L: 30, B: 20, E: 10}
  fee:
    about: who pays
    type: choice
    options: [depositor, shared, beneficiaries]
    default: {L: beneficiaries, B: shared, E: depositor}
  uses:
    about: what is allowed
    type: choices
    options: [maintain, support, make]
    default: {L: [maintain], B: [maintain, support], E: [maintain, support, make]}
`

// bookLibrary is a library of one clause with a playbook.
func bookLibrary(t *testing.T, playbook string) *assemble.Library {
	t.Helper()
	clauses := fstest.MapFS{"escrow/release/topic.yaml": {Data: []byte(bookTopic)}, "playbook.yaml": {Data: []byte("approve: {time: the manager, terms: the lawyer, rights: the board}\n")}}
	for _, v := range []string{"slow", "middle", "quick"} {
		clauses["escrow/release/"+v+".md"] = &fstest.MapFile{Data: []byte("---\nversion: 1.0.0\nsource: original\nlicence: CC-BY-4.0\n---\n1. Words. {#words}\n")}
	}
	if playbook != "" {
		clauses["escrow/release/playbook.yaml"] = &fstest.MapFile{Data: []byte(playbook)}
	}
	lib, err := assemble.Open(clauses, fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func TestWhatASideDoesAboutAValue(t *testing.T) {
	const own = `
variant:
  weight: high
  licensee: {fallback: slow, walk_away: [middle], approve: the board}
parameters:
  days:
    weight: middle
    trade: a longer cure
    licensor: {fallback: 15, walk_away: 10, approve: the board}
    licensee: {fallback: 15, walk_away: 61}
  uses:
    licensor: {walk_away: [make]}
`
	for _, c := range []struct {
		playbook  string
		parameter string
		side      schema.Position
		value     any
		want      assemble.Verdict
	}{
		// From the defaults: to the balanced one, and not to what the other side opens with.
		{"", "days", schema.Licensor, 45, assemble.Acceptable},
		{"", "days", schema.Licensor, 20, assemble.Acceptable},
		{"", "days", schema.Licensor, 15, assemble.NeedsApproval},
		{"", "days", schema.Licensor, 10, assemble.WalkAway},
		{"", "days", schema.Licensee, 5, assemble.Acceptable},
		{"", "days", schema.Licensee, 25, assemble.NeedsApproval},
		{"", "days", schema.Licensee, 30, assemble.WalkAway},
		{"", "fee", schema.Licensor, "shared", assemble.Acceptable},
		{"", "fee", schema.Licensor, "depositor", assemble.WalkAway},
		{"", "uses", schema.Licensor, []string{"maintain", "support"}, assemble.Acceptable},
		{"", "uses", schema.Licensor, []string{"support"}, assemble.NeedsApproval},
		{"", "uses", schema.Licensor, []string{"maintain", "make"}, assemble.WalkAway},
		{"", "", schema.Licensee, "middle", assemble.Acceptable},
		{"", "", schema.Licensee, "slow", assemble.WalkAway},
		// From an entry.
		{own, "days", schema.Licensor, 16, assemble.Acceptable},
		{own, "days", schema.Licensor, 12, assemble.NeedsApproval},
		{own, "days", schema.Licensor, 9, assemble.WalkAway},
		{own, "days", schema.Licensee, 60, assemble.NeedsApproval},
		{own, "days", schema.Licensee, 61, assemble.WalkAway},
		{own, "uses", schema.Licensor, []string{"make"}, assemble.WalkAway},
		{own, "", schema.Licensee, "slow", assemble.Acceptable},
		{own, "", schema.Licensee, "middle", assemble.WalkAway},
	} {
		book, err := bookLibrary(t, c.playbook).Playbook()
		if err != nil {
			t.Fatal(err)
		}
		p := book.Play("escrow/release", c.parameter, c.side)
		if p == nil {
			t.Fatalf("%s %s: no play", c.parameter, c.side)
		}
		if got := p.Judge(c.value); got != c.want {
			t.Errorf("%s, side %s, %v: %s, not %s", p.About, c.side, c.value, got, c.want)
		}
	}
	book, _ := bookLibrary(t, own).Playbook()
	if p := book.Play("escrow/release", "days", schema.Licensor); p.Approve != "the board" || p.Trade != "a longer cure" || p.Weight != assemble.Middle || p.Derived || p.Limit() != "10 days or less" {
		t.Errorf("the entry is read as %+v, limit %q", p, p.Limit())
	}
	if p := book.Play("escrow/release", "fee", schema.Licensee); p.Approve != "the lawyer" || !p.Derived {
		t.Errorf("without an entry: %+v", p)
	}
	if book.Play("escrow/release", "nothing", schema.Licensor) != nil || book.Play("a/b", "", schema.Licensor) != nil || book.Play("escrow/release", "days", schema.Balanced) != nil {
		t.Error("there is a play about nothing")
	}
}

func TestAPlaybookIsChecked(t *testing.T) {
	for _, c := range []struct{ playbook, want string }{
		{"variant:\n  licensor: {fallback: midle}\n", `has no variant "midle"`},
		{"parameters:\n  day: {weight: high}\n", `escrow/release has no parameter "day"`},
		{"parameters:\n  days: {weight: huge}\n", `the weight of the parameter days is "huge"`},
		{"parameters:\n  days:\n    licensor: {fallback: soon}\n", `soon is not a whole number`},
		{"parameters:\n  days:\n    licensor: {fallback: 8, walk_away: 10}\n", "the fallback 8 days is walked away from"},
		{"parameters:\n  fee:\n    licensor: {walk_away: [beneficiaries]}\n", "what it opens with, beneficiaries, is walked away from"},
		{"parameters:\n  days:\n    licensor: {walk_away: [10, 5]}\n", "a figure has one value to walk away at"},
		{"sides: owners\n", `sides is "owners"`},
		{"fallback: 3\n", "field fallback not found"},
	} {
		lib := bookLibrary(t, c.playbook)
		_, err := lib.Playbook()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, not %q", c.playbook, err, c.want)
		}
		if !slices.ContainsFunc(lib.Vet(), func(p *agreement.Problem) bool {
			return strings.Contains(p.Message, c.want) && p.Pos.Filename == "clauses/escrow/release/playbook.yaml" && p.Pos.Line > 0
		}) {
			t.Errorf("%q: vet says nothing of it", c.playbook)
		}
	}
}

// A playbook is private: an agreement made with another one is the same, and so is the
// digest that says which library it was made with.
func TestAPlaybookIsInNoDigest(t *testing.T) {
	if bookLibrary(t, "").Hash() != bookLibrary(t, "parameters:\n  days: {weight: high}\n").Hash() {
		t.Error("the digest of the library tells of its playbook")
	}
}
