package redline

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

// assembleTest makes a small agreement as an assembler would: each term that is
// applied changes something, and two of them only together bring in a clause.
func assembleTest(subset []int) (*agreement.Document, error) {
	on := func(i int) bool { return slices.Contains(subset, i) }
	if on(4) && !on(0) {
		return nil, errors.New("an audit needs a fee")
	}
	pick := func(i int, before, after string) string {
		if on(i) {
			return after
		}
		return before
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Grant {grant}\n  # Licence: The licence is %s and lasts %s. {grant.licence}\n",
		pick(3, "non-exclusive", "exclusive"), pick(1, "five years", "seven years"))
	if on(2) {
		fmt.Fprintf(&b, "# Escrow {escrow}\n  # Deposit: The Licensor deposits the source code. {escrow.deposit}\n")
	}
	fmt.Fprintf(&b, "# Fees {fees}\n  # Amount: The fee is %s, for %s, see [grant.licence]. {fees.amount}\n",
		pick(0, "EUR 1,000", "EUR 2,000"), pick(1, "five years", "seven years"))
	if on(0) && on(4) {
		fmt.Fprintf(&b, "  # Audit: The Licensor may audit the fee. {fees.audit}\n")
	}
	fmt.Fprintf(&b, "# Release {release}\n  # Notice: %s {release.notice}\n",
		pick(5, "The release follows a notice.", "The release follows arbitration at once, without notice."))
	d := draftText(b.String()).document()
	for _, x := range d.Body {
		c := x.(*agreement.Clause)
		c.Source = &agreement.Source{Topic: c.ID, Version: "1.0.0", Hash: "aaaaaaaaaaaaaaaa"}
		if c.ID == "release" {
			c.Source.Variant = pick(5, "notice", "arbitration")
		}
	}
	return d, nil
}

var termsTest = []TermChange{
	{"/fees/amount", "fees.amount", "EUR 1,000", "EUR 2,000", false},
	{"/term/length", "term.length", "5 years", "7 years", false},
	{"/options/escrow", "options.escrow", "false", "true", false},
	{"/grant/exclusive", "grant.exclusive", "false", "true", false},
	{"/options/audit", "options.audit", "false", "true", false},
	{"/escrow/release", "escrow.release", "notice", "arbitration", false},
}

func causesOf(res *Result) string {
	var b strings.Builder
	for _, c := range res.Changes {
		fmt.Fprintf(&b, "%s %s [%s] %.30q -> %.30q:", c.Kind, c.Scope, c.ClauseID, c.Before, c.After)
		for _, w := range c.Causes {
			fmt.Fprintf(&b, " %s %s%s %s>%s", w.Kind, w.Pointer, w.Topic, w.Before, w.After)
			if w.Partial {
				b.WriteString(" (partial)")
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestExplain(t *testing.T) {
	old, _ := assembleTest(nil)
	new, _ := assembleTest([]int{0, 1, 2, 3, 4, 5})
	res, err := Diff(old, new)
	if err != nil {
		t.Fatal(err)
	}
	if err := Explain(res, termsTest, assembleTest); err != nil {
		t.Fatal(err)
	}
	want := `substantive words [grant.licence] "non-exclusive" -> "exclusive": term /grant/exclusive false>true
number words [grant.licence] "five" -> "seven": term /term/length 5 years>7 years
substantive clause [escrow] "" -> "Escrow\n2.1 Deposit. The Licens": term /options/escrow false>true
number words [fees.amount] "EUR 1,000" -> "EUR 2,000": term /fees/amount EUR 1,000>EUR 2,000
number words [fees.amount] "five" -> "seven": term /term/length 5 years>7 years
substantive clause [fees.audit] "" -> "Audit. The Licensor may audit ": term /fees/amount EUR 1,000>EUR 2,000 (partial) term /options/audit false>true (partial)
substantive words [release.notice] "a" -> "arbitration at once, without": term /escrow/release notice>arbitration variant release notice>arbitration
consequential clause [fees] "2" -> "3": term /options/escrow false>true
consequential clause [fees.amount] "2.1" -> "3.1": term /options/escrow false>true
consequential clause [release] "3" -> "4": term /options/escrow false>true
consequential clause [release.notice] "3.1" -> "4.1": term /options/escrow false>true
`
	if got := causesOf(res); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// TestExplainLibrary changes the library's text between the drafts, not a term.
func TestExplainLibrary(t *testing.T) {
	old, _ := assembleTest(nil)
	later := func(subset []int) (*agreement.Document, error) {
		d, err := assembleTest(subset)
		if err == nil {
			grant := d.Body[0].(*agreement.Clause)
			grant.Source.Version, grant.Source.Hash = "1.1.0", "bbbb"
			licence := grant.Body[0].(*agreement.Clause)
			licence.Body = append(licence.Body, &agreement.Paragraph{Text: []agreement.Inline{&agreement.Text{Text: "It may not be transferred."}}})
		}
		return d, err
	}
	new, _ := later([]int{1})
	res, err := Diff(old, new)
	if err != nil {
		t.Fatal(err)
	}
	if err := Explain(res, termsTest[1:2], func(subset []int) (*agreement.Document, error) {
		return later(append([]int{}, increment(subset)...))
	}); err != nil {
		t.Fatal(err)
	}
	want := `number words [grant.licence] "five" -> "seven": term /term/length 5 years>7 years
substantive paragraph [grant.licence] "" -> "It may not be transferred.": library grant 1.0.0>1.1.0
number words [fees.amount] "five" -> "seven": term /term/length 5 years>7 years
`
	if got := causesOf(res); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func increment(subset []int) (out []int) {
	for _, i := range subset {
		out = append(out, i+1)
	}
	return out
}
