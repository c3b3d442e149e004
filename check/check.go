// Package check is what a sound deal looks like: semantic checks over a loaded
// term sheet, each a small function with an id.
//
// A check reads facts and never the words of clauses. It reports everything it
// finds, names ids and values, and gives one remedy for each finding. What it
// cannot assess for want of a fact it says, once, in a note; it never passes in
// silence. What the law is believed to be is a question for counsel, never a
// citation: see [Basis].
//
// # Adding a check
//
// A family is a file and a table; the table is listed in families below:
//
//	var tmChecks = []*Check{
//		{
//			ID: "TM01", Title: "cure period outlasts notice", Severity: agreement.Error,
//			Jurisdictions: everywhere,
//			Needs: "termination.grounds[].cure_days and notice_days",
//			About: "A ground gives more days to cure than to notice, so the right ends before the cure does. " +
//				"Shorten the one or lengthen the other.",
//			run: cureOutlastsNotice,
//		},
//	}
//
//	func cureOutlastsNotice(f *facts, r *report) {
//		for i, g := range f.Termination.Grounds {
//			if g.CureDays != nil && g.NoticeDays != nil && int(*g.CureDays) > int(*g.NoticeDays) {
//				r.errorf(at("termination", "grounds", i, "cure_days"), "give at least as long notice as time to cure",
//					"%s: %v to cure, but only %v of notice", g.Kind, *g.CureDays, *g.NoticeDays)
//			}
//		}
//	}
//
// The facts embed the term sheet and add what several checks ask of it: indices
// by id, grants expanded to licensors, licensees, assets, countries and days,
// who competes with whom, which jurisdictions are touched. A grant that refers
// to something undeclared is not among the expanded grants, and a finding about
// an object with such a reference is dropped: the reference comes first.
//
// Each check has a test that fires it and a near miss that does not, in
// testdata/FAMILY.txtar; a test fails where one is missing.
package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// A Check is one rule about term sheets.
type Check struct {
	ID       string             // "EX01": stable, for waivers, tools and tests
	Title    string             // a phrase: "exclusive grants that collide"
	Severity agreement.Severity // the gravest it reports

	// Jurisdictions are those that a deal must touch, one at least, for the check
	// to run: ISO 3166-1 codes, "EU", or "*" for any deal. A deal touches a
	// jurisdiction by a licensed territory, a party's seat, the governing law, the
	// forum or the office of a licensed asset.
	Jurisdictions []string

	Basis []Basis // why, in law; empty where the deal would contradict itself
	Facts string  // a topic of the table of facts by jurisdiction that says why; see Bases
	Needs string  // the facts it reads
	About string  // two sentences: what it looks for, and what to do

	run func(*facts, *report)
}

// A Basis is one legal reason for a check, as data, because law changes.
type Basis struct {
	// Text is a citation where Verified, and otherwise a question that begins with
	// "whether" and cites nothing.
	Text     string
	AsOf     string // the day to which Text was true, as an ISO date
	Verified bool   // it was seen in a published source
	Where    string // codes of the jurisdictions it is about: "CA, EU, FR"; "" where Text says so, or it is about none
}

// everywhere is the Jurisdictions of a check that any deal may need.
var everywhere = []string{"*"}

// asOf is the day on which the published sources behind the bases were read.
const asOf = "2026-11-24"

// cite is a basis seen in a published source.
func cite(text string) Basis { return Basis{Text: text, AsOf: asOf, Verified: true} }

// ask is a question for counsel: what is believed, not verified. It begins with
// "whether".
func ask(whether string) Basis { return Basis{Text: whether, AsOf: asOf} }

// A Family is the checks of one subject.
type Family struct {
	Prefix string // "EX"
	Title  string // "Exclusivity"
	Checks []*Check
}

// Families lists all checks by subject, in the order of their numbers.
func Families() []Family {
	return []Family{
		{"ST", "Structure, references, dates and money", stChecks},
		{"GR", "Scope of grants", grChecks},
		{"EX", "Exclusivity", exChecks},
		{"IP", "Background, results and secrets", ipChecks},
		{"FU", "Public funding and inventors", fuChecks},
		{"CO", "Competition", coChecks},
		{"PA", "Payments", paChecks},
		{"VA", "Valuation", vaChecks},
		{"CF", "Confidentiality", cfChecks},
		{"ES", "Escrow", esChecks},
		{"TE", "Term", teChecks},
		{"TM", "Termination", tmChecks},
		{"LD", "Liquidated damages", ldChecks},
		{"RE", "Remedies", reChecks},
		{"DI", "Disputes", diChecks},
		{"GV", "Governance", gvChecks},
		{"ME", "Membership", meChecks},
		{"RG", "Regulation", rgChecks},
	}
}

// All lists every check, family by family.
func All() []*Check {
	var all []*Check
	for _, f := range Families() {
		all = append(all, f.Checks...)
	}
	return all
}

// Lookup is the check with an id, or nil.
func Lookup(id string) *Check {
	for _, c := range All() {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// Run checks a deal. Findings are sorted by place.
func Run(deal *assemble.Deal) *Report {
	return run(deal.File, deal.Sheet, chosen{said: deal.Says, has: deal.Has, omissions: deal.Omissions()})
}

// chosen is what a check asks of the clauses that were chosen.
type chosen struct {
	said      func(assemble.Fact) assemble.Saying
	has       func(topic string) bool // whether a topic is in the agreement
	omissions []assemble.Omission
}

// says is what the clauses say of a fact, coded, or "".
func (c *chosen) says(f assemble.Fact) string { return c.said(f).Value }

// run checks a term sheet with the defaults of the chosen clauses filled in. The
// file says where its values stand and may be nil.
func run(file *schema.File, sheet *schema.TermSheet, words chosen) *Report {
	f := factsOf(sheet)
	if f.stated = sheet; file != nil {
		f.stated = file.Sheet
	}
	f.chosen = words
	var found agreement.Problems
	where := map[*agreement.Problem][]string{}
	for _, c := range All() {
		if f.touches(c.Jurisdictions...) {
			r := report{check: c, facts: f, file: file, where: where}
			c.run(f, &r)
			found = append(found, r.found...)
		}
	}
	out := settle(found, sheet.Waivers, file)
	out.where = where
	return out
}

// References are the errors about what a term sheet names and nothing in it
// declares, check ST01 alone. An agreement with such a name in it would grant
// something to nobody, so that no agreement is made of it, not even a draft.
func References(file *schema.File) agreement.Problems {
	f := namesIn(file.Sheet)
	r := report{check: Lookup("ST01"), facts: f, file: file, where: map[*agreement.Problem][]string{}}
	r.check.run(f, &r)
	r.found.Sort()
	return r.found
}

// Explain is a page of plain text about a check: what it looks for, which facts
// it reads, and why. It is "" for an unknown id.
func Explain(id string) string {
	c := Lookup(id)
	if c == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s (%s)\n\n%s\n\nReads: %s.\n", c.ID, c.Title, c.Severity, c.About, c.Needs)
	if !slices.Contains(c.Jurisdictions, "*") {
		fmt.Fprintf(&b, "Runs when the deal touches: %s.\n", strings.Join(c.Jurisdictions, ", "))
	}
	for _, l := range c.Bases() {
		fmt.Fprintln(&b, l)
	}
	b.WriteString("\n" + standing(c) + "\n")
	return b.String()
}

// standing says what a finding of a check stops, and whether it can be accepted.
func standing(c *Check) string {
	switch c.Severity {
	case agreement.Error:
		return "At its gravest it is an error, which stops an execution copy and cannot be waived."
	case agreement.Warning:
		return fmt.Sprintf(`A warning stops no draft. To accept it: "waivers": [{"check": "%s", "reason": "why the parties accept it"}].`, c.ID)
	default:
		return "A note stops nothing and needs no waiver."
	}
}

// String is the basis as one sentence: a citation, or a prompt for counsel.
func (b Basis) String() string {
	where := ""
	if b.Where != "" {
		where = b.Where + "; "
	}
	if b.Verified {
		return fmt.Sprintf("Basis: %s (%sas of %s).", b.Text, where, b.AsOf)
	}
	return fmt.Sprintf("Ask counsel %s (%snot verified).", b.Text, where)
}
