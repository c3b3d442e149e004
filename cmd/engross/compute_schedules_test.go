package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

// TestSchedulesAgreeWithCompute holds every figure that an agreement works out
// against what engross compute says, for every example at each position: the text
// and the command must not read a clause differently.
func TestSchedulesAgreeWithCompute(t *testing.T) {
	files, err := filepath.Glob("../../testdata/examples/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	cases := []moneyCase{}
	for _, file := range files {
		cases = append(cases, moneyCase{strings.TrimSuffix(filepath.Base(file), ".json"), file, nil})
	}
	seen := map[string]int{}
	for _, c := range append(cases, moneyCases...) {
		for _, position := range []schema.Position{schema.Licensor, schema.Balanced, schema.Licensee} {
			s := schedules{app: quietApp(), seen: seen}
			if s.resolve(t, c, position) {
				t.Run(fmt.Sprintf("%s/%s", c.name, position), s.compare)
			} else if c.change != nil {
				t.Errorf("%s is no deal at %s: %v", c.name, position, s.deal.Problems)
			}
		}
	}
	for _, kind := range []string{"royalty", "damages", "distribution", "exit", "instalments"} {
		if seen[kind] == 0 {
			t.Errorf("no example works out a figure of %s", kind)
		}
	}
}

// A moneyCase is a term sheet, with changes.
type moneyCase struct {
	name, file string
	change     func(*schema.TermSheet)
}

const fivePool = "../../testdata/examples/pool-five.json"

// moneyCases state what no example does.
var moneyCases = []moneyCase{
	{"affiliates share equally", fivePool, func(t *schema.TermSheet) {
		t.Payments.Distribution.By, t.Payments.Distribution.Shares = "fixed", nil
		t.Parties[1].AffiliateOf = []string{t.Parties[0].ID}
	}},
	{"a group counts once", fivePool, func(t *schema.TermSheet) {
		t.Payments.Distribution.By, t.Payments.Distribution.Shares = "equal", nil
		t.Parties[1].AffiliateOf = []string{t.Parties[0].ID}
	}},
	{"no share is known", fivePool, func(t *schema.TermSheet) {
		t.Payments.Distribution.By, t.Payments.Distribution.Shares = "credits", nil
		for i := range t.Contributions {
			opening := schema.Decimal{Decimal: decimal.NewFromInt(int64(10 + i))}
			t.Contributions[i].OpeningCredits = &opening
		}
	}},
	{"leaving falls by steps", fivePool, func(t *schema.TermSheet) {
		pct := func(n int64) schema.Percent { return schema.Percent{Decimal: decimal.NewFromInt(n)} }
		t.Payments.ExitCost.Form = "declining"
		t.Payments.ExitCost.Base = &schema.Money{Amount: schema.Decimal{Decimal: decimal.NewFromInt(333_333)}, Currency: "EUR"}
		t.Payments.ExitCost.Schedule = []schema.ExitYear{{Year: 1, Pct: pct(90)}, {Year: 2, Pct: pct(45)}, {Year: 3, Pct: pct(7)}}
	}},
}

// schedules are the figures of one agreement.
type schedules struct {
	*app
	name string // of the file with the term sheet
	deal *assemble.Deal
	seen map[string]int // figures compared, by command
}

// resolve reports whether there is a deal: one of the examples is of mistakes.
func (s *schedules) resolve(t *testing.T, c moneyCase, position schema.Position) bool {
	t.Helper()
	src, err := os.ReadFile(c.file)
	if err != nil {
		t.Fatal(err)
	}
	f, err := schema.Load(c.file, src)
	if err != nil {
		return false
	}
	sheet := f.Sheet.Clone()
	sheet.Deal.Position = position
	if c.change != nil {
		c.change(sheet)
	}
	if src, err = schema.Canonical(sheet); err != nil {
		t.Fatal(err)
	}
	s.name = filepath.Join(t.TempDir(), "deal.json")
	if err := os.WriteFile(s.name, src, 0o600); err != nil {
		t.Fatal(err)
	}
	if s.deal, err = s.app.resolve(s.name, (*assemble.Library).Resolve); err != nil {
		t.Fatal(err)
	}
	return len(s.deal.Problems) == 0
}

func (s *schedules) compare(t *testing.T) {
	res, err := s.deal.Assemble(assemble.Options{})
	if err != nil {
		t.Fatal(err)
	}
	royalty := 0
	agreement.Walk(res.Document.Body, func(b agreement.Block) bool {
		table, ok := b.(*agreement.Table)
		if !ok {
			return true
		}
		switch head, rows := texts(table.Head), cells(table); strings.Join(head, "|") {
		case "Volume|Working|Royalty":
			r := &s.deal.Sheet.Payments.Royalties[royalty]
			for len(r.Tiers) == 0 {
				royalty++
				r = &s.deal.Sheet.Payments.Royalties[royalty]
			}
			s.royalties(t, r, rows)
			royalty++
		case "No.|Example|Working|Liquidated Damages":
			s.liquidated(t, rows)
		case "Step|Working|Amount":
			s.shares(t, rows)
		case "Year of membership|Share|Amount":
			s.exits(t, rows)
		case "Payer|Payee|Due|Amount":
			s.dues(t, rows)
		default:
			if slices.Contains(head, "Working") {
				t.Errorf("nothing compares the figures of a table %q", head)
			}
		}
		return true
	})
}

// compute is the answer of a command, as JSON.
func (s *schedules) compute(t *testing.T, kind string, into any, do func() error) {
	t.Helper()
	var b bytes.Buffer
	s.out = &b
	if err := do(); err != nil {
		t.Errorf("engross compute %s: %v", kind, err)
		return
	}
	if err := json.Unmarshal(b.Bytes(), into); err != nil {
		t.Fatal(err)
	}
	s.seen[kind]++
}

type answer struct {
	Due     schema.Money `json:"due"`
	Working string       `json:"working"`
	Steps   []struct {
		What    string       `json:"what"`
		Working string       `json:"working"`
		Amount  schema.Money `json:"amount"`
	} `json:"steps"`
	Shares []struct {
		Member  string       `json:"member"`
		Working string       `json:"working"`
		Amount  schema.Money `json:"amount"`
	} `json:"shares"`
	Sums []money.FixedSum `json:"sums"`
}

func differ(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: the agreement says %q, engross compute %q", what, got, want)
	}
}

func (s *schedules) royalties(t *testing.T, r *schema.Royalty, rows [][]string) {
	for _, row := range rows {
		volume := plainNumber(row[0])
		f := royaltyFlags{royalty: r.ID, sales: volume}
		if r.Base == schema.PerUnit {
			f.units, f.sales = volume, ""
		}
		if len(r.Regions) > 0 {
			f.regions = []string{r.Regions[0].Region + "=" + volume}
		}
		var a answer
		s.compute(t, "royalty", &a, func() error { return s.royalty(s.name, f) })
		differ(t, r.ID+", "+row[0], row[1:], []string{a.Working, a.Due.String()})
	}
}

func (s *schedules) liquidated(t *testing.T, rows [][]string) {
	for _, row := range rows {
		n, err := strconv.Atoi(row[0])
		if err != nil {
			t.Fatal(err)
		}
		ld := &s.deal.Sheet.Remedies.LD[n-1]
		f := damagesFlags{ref: ld.ID, count: 1}
		switch words := strings.Fields(row[1]); {
		case strings.HasPrefix(row[1], "delay of "):
			f.count, _ = strconv.ParseInt(plainNumber(words[2]), 10, 64)
		case strings.HasSuffix(row[1], " Units"):
			f.count, _ = strconv.ParseInt(plainNumber(words[0]), 10, 64)
		case strings.HasPrefix(row[1], "one event after "):
			years, _ := strconv.Atoi(words[3])
			f.on = s.deal.Sheet.Deal.EffectiveDate.AddMonths(12 * years).ISO()
		}
		if ld.Form == "declining" && ld.DeclinePct != nil && f.on == "" {
			f.on = s.deal.Sheet.Deal.EffectiveDate.ISO()
		}
		var a answer
		s.compute(t, "damages", &a, func() error { return s.damages(s.name, f) })
		differ(t, strings.Join(row[:2], ", "), row[2:], []string{a.Working, a.Due.String()})
	}
}

func (s *schedules) shares(t *testing.T, rows [][]string) {
	var a answer
	s.compute(t, "distribution", &a, func() error { return s.distribution(s.name, distributionFlags{income: "1000000"}) })
	var want []string
	for _, x := range a.Steps {
		want = append(want, fmt.Sprintf("%s: %s", x.What, x.Amount))
	}
	for _, x := range a.Shares {
		want = append(want, fmt.Sprintf("%s: %s", s.deal.Sheet.Party(x.Member).ShortName, x.Amount))
	}
	var got []string
	for _, row := range rows {
		got = append(got, row[0]+": "+row[2])
	}
	differ(t, "distribution", got, want)
}

func (s *schedules) exits(t *testing.T, rows [][]string) {
	for _, row := range rows {
		year, err := strconv.Atoi(row[0])
		if err != nil {
			t.Fatal(err)
		}
		var a answer
		s.compute(t, "exit", &a, func() error { return s.exit(s.name, exitFlags{year: year}) })
		differ(t, "leaving in year "+row[0], row[2:], []string{a.Due.String()})
	}
}

func (s *schedules) dues(t *testing.T, rows [][]string) {
	var a answer
	s.compute(t, "instalments", &a, func() error { return s.instalments(s.name, 0) })
	var all []string
	for _, x := range a.Sums {
		all = append(all, fmt.Sprintf("%s %s: %s", calledParty(s.deal.Sheet, x.Payer), x.Date, x.Amount))
	}
	for _, row := range rows {
		if sum := fmt.Sprintf("%s %s: %s", row[0], row[2], row[3]); !slices.Contains(all, sum) {
			t.Errorf("engross compute does not list what the agreement does: %s\n%q", sum, all)
		}
	}
}

// plainNumber is the digits of "EUR 1,500,000".
func plainNumber(s string) string {
	return strings.ReplaceAll(strings.TrimLeft(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ \u00a0"), ",", "")
}

func cells(t *agreement.Table) [][]string {
	var rows [][]string
	for _, r := range t.Rows {
		var row []string
		for _, c := range r.Cells {
			row = append(row, text(c))
		}
		rows = append(rows, row)
	}
	return rows
}

func texts[T ~[]agreement.Inline](list []T) []string {
	var all []string
	for _, in := range list {
		all = append(all, text(in))
	}
	return all
}

func text(in []agreement.Inline) string {
	var b strings.Builder
	for _, x := range in {
		if w, ok := x.(*agreement.Text); ok {
			b.WriteString(w.Text)
		}
	}
	return b.String()
}

// TestComputeRefusesWhatTheAgreementDoesNotSay gives what this agreement has no use
// for: a sum reckoned with it would not be what its words come to.
func TestComputeRefusesWhatTheAgreementDoesNotSay(t *testing.T) {
	declining := moneyCases[len(moneyCases)-1].change
	with := func(more func(*schema.TermSheet)) func(*schema.TermSheet) {
		return func(t *schema.TermSheet) {
			declining(t)
			more(t)
		}
	}
	no := false
	for _, c := range []struct {
		name   string
		change func(*schema.TermSheet)
		flags  exitFlags
		want   string // of the message and the hint; "" where it is reckoned
	}{
		{"credits that are set off", declining, exitFlags{year: 2, credits: "500"}, ""},
		{"credits that are not", with(func(t *schema.TermSheet) { t.Payments.ExitCost.CreditOffset = &no }), exitFlags{year: 2, credits: "500"},
			"the agreement sets no credits against the cost; leave out --credits-worth"},
		{"credits that nobody counts", with(func(t *schema.TermSheet) {
			t.Payments.Distribution.By = "fixed"
			t.Credits = schema.Credits{} // stated, they would be lost
		}), exitFlags{year: 2, credits: "500"}, "the agreement sets no credits against the cost; leave out --credits-worth"},
		{"notice", declining, exitFlags{year: 2, yearly: "1000", notice: 3}, "the cost does not depend on notice; leave out --yearly and --notice"},
		{"joint cost", declining, exitFlags{year: 2, unrecovered: "77", share: "10"}, "the cost is no share of unrecovered joint cost; leave out --unrecovered and --share"},
		{"the year twice", declining, exitFlags{year: 2, on: "2029-06-30"}, "the year of membership is given twice; give one of --on and --membership-year"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := schedules{app: quietApp()}
			if !s.resolve(t, moneyCase{c.name, fivePool, c.change}, schema.Balanced) {
				t.Fatal(s.deal.Problems)
			}
			err := s.exit(s.name, c.flags)
			var usage *usageError
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && !errors.As(err, &usage):
				t.Errorf("no mistake in how it is called: %v", err)
			case c.want != "" && usage.message+"; "+usage.hint != c.want:
				t.Errorf("%s; %s\nwant %s", usage.message, usage.hint, c.want)
			}
		})
	}
}

// quietApp is a command that prints JSON to nobody.
func quietApp() *app {
	a := newApp(nil, io.Discard, io.Discard)
	a.format = "json"
	return a
}
