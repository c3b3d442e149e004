package check

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/schema/regimes"
	"github.com/google/go-cmp/cmp"
)

// run checks the bilateral base with changes.
func ran(t testing.TB, changes string) (*schema.File, *Report) {
	t.Helper()
	file := load(t, changed(t, "bilateral.json", changes))
	return file, run(file, file.Sheet, declaring(t, file))
}

func TestWaivers(t *testing.T) {
	const sole = `/grants/0/exclusivity "sole"
/grants/1/exclusivity "sole"
`
	tests := []struct {
		name, changes string
		waived        string // id and pointer of what is waived
		left          string // ids of what is left, without notes
	}{
		{"every finding of a check", sole + `/waivers [{"check": "EX06", "reason": "agreed by both boards"}]`,
			"EX06 /grants/0/justification, EX06 /grants/1/justification", "EX05 EX05"},
		{"one finding", sole + `/waivers [{"check": "EX06", "pointer": "/grants/1", "reason": "agreed by both boards"}]`,
			"EX06 /grants/1/justification", "EX05 EX06 EX05"},
		{"an index that only begins alike", sole + `/waivers [{"check": "EX06", "pointer": "/grants/1/just", "reason": "agreed by both boards"}]`,
			"", "EX05 EX06 EX05 EX06 waiver"},
		{"no error", `/grants/0/to ["alpha"]` + "\n" + `/waivers [{"check": "ST03", "reason": "agreed by both boards"}]`,
			"", "ST03 waiver"},
		{"no such check", `/waivers [{"check": "ZZ99", "reason": "agreed by both boards"}]`, "", "waiver"},
		{"nothing to waive", `/waivers [{"check": "EX06", "reason": "agreed by both boards"}]`, "", "waiver"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, report := ran(t, test.changes)
			var waived, left []string
			for _, w := range report.Waived {
				waived = append(waived, w.Problem.ID+" "+w.Problem.Pointer)
				if w.Waiver.Reason != "agreed by both boards" {
					t.Errorf("the reason is lost: %v", w.Waiver)
				}
			}
			for _, p := range report.Problems {
				if p.Severity != agreement.Note {
					left = append(left, p.ID)
				}
			}
			if diff := cmp.Diff(test.waived, strings.Join(waived, ", ")); diff != "" {
				t.Error("waived:", diff)
			}
			if diff := cmp.Diff(test.left, strings.Join(left, " ")); diff != "" {
				t.Error("left:", diff)
			}
		})
	}
}

func TestFindingsArePlaced(t *testing.T) {
	file, report := ran(t, `/grants/1/exclusivity "exclusive"`)
	if len(report.Problems) == 0 {
		t.Fatal("no findings")
	}
	for i, p := range report.Problems {
		line := strings.Split(string(file.Source), "\n")[p.Pos.Line-1]
		if p.Pos.Filename != "deal.json" || !strings.Contains(line[p.Pos.Column-1:], "{") && p.ID == "EX05" {
			t.Errorf("%s is placed at %s, %q", p.ID, p.Pos, line)
		}
		if i > 0 && p.Pos.Line < report.Problems[i-1].Pos.Line {
			t.Errorf("%s at line %d comes after line %d", p.ID, p.Pos.Line, report.Problems[i-1].Pos.Line)
		}
	}
}

// What is wrong with one grant hides nothing about another, but a grant that
// refers to nobody is not judged further.
func TestReferencesComeFirst(t *testing.T) {
	_, report := ran(t, `/grants/0/to ["novak"]
/grants/0/exclusivity "sole"
/grants/1/exclusivity "sole"`)
	got := map[string]string{}
	for _, p := range report.Problems {
		got[p.ID] += p.Pointer + " "
	}
	if got["ST01"] != "/grants/0/to/0 " || got["EX06"] != "/grants/1/justification " {
		t.Errorf("got %v", got)
	}
}

func TestTopicsDecideWhatSurvives(t *testing.T) {
	file := load(t, changed(t, "bilateral.json", `/termination {"survival": ["ip/residuals", "disputes/forum"]}`))
	words := declaring(t, file)
	words.has = func(topic string) bool { return topic == "disputes/forum" }
	report := run(file, file.Sheet, words)
	var found []string
	for _, p := range report.Problems {
		if p.ID == "ST12" {
			found = append(found, p.Pointer)
		}
	}
	if diff := cmp.Diff([]string{"/termination/survival/0"}, found); diff != "" {
		t.Error(diff)
	}
}

// A check for some jurisdictions is silent where none is touched.
func TestJurisdictions(t *testing.T) {
	away := `/parties/0/jurisdiction "CH"
/parties/1/jurisdiction "CH"
/disputes/governing_law "CH"
/disputes/forum/seat_country "CH"
/regulatory/jurisdictions []
/assets/0/countries ["CH"]
/assets/1/countries ["CH"]
/assets/0/office "CH"
/assets/1/office "CH"
/territories/0/countries ["CH"]
/territories/1/countries ["CH"]
/assets/0/funding "US federal"
/grants/0/exclusivity "exclusive"
`
	fires := func(changes string) bool {
		_, report := ran(t, changes)
		for _, p := range report.Problems {
			if p.ID == "FU01" {
				return true
			}
		}
		return false
	}
	if fires(away) {
		t.Error("FU01 fires for a deal that touches neither the United States nor the European Union")
	}
	for _, touch := range []string{
		`/parties/1/jurisdiction "US-DE"`, `/disputes/governing_law "US-NY"`, `/assets/1/office "US"`, `/territories/1/countries ["US"]`, `/parties/0/jurisdiction "FR"`,
	} {
		if !fires(away + touch) {
			t.Errorf("FU01 is silent though %s", touch)
		}
	}
}

func TestMessagesArePrintable(t *testing.T) {
	hostile := strings.Repeat("x", 10_000) + "\u202e\x1b[31m\x00"
	sheet := &schema.TermSheet{
		Deal:    schema.Deal{ID: hostile, Kind: schema.Pool},
		Parties: []schema.Party{{ID: hostile, LegalName: hostile}, {ID: "b", LegalName: hostile}},
		Assets:  []schema.Asset{{ID: hostile, Owners: []schema.Owner{{Party: hostile}}}},
		Grants:  []schema.Grant{{ID: hostile, From: hostile, To: []string{hostile, "c"}, Assets: []string{hostile}, End: schema.GrantEnd(hostile)}},
		Waivers: []schema.Waiver{{Check: hostile}},
	}
	report := run(nil, sheet, declaring(t, nil))
	for _, p := range report.Problems {
		for _, s := range []string{p.Message, p.Hint} {
			if len([]rune(s)) > maxMessage+3 || strings.ContainsFunc(s, func(c rune) bool { return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) }) {
				t.Errorf("%s: %.80q", p.ID, s)
			}
		}
	}
}

// What is not verified is asked, and never looks like a citation.
func TestBasesThatAreNotVerifiedCiteNothing(t *testing.T) {
	citation := regexp.MustCompile(`\d|§|\b(Art|article|section|Act|Code|Regulation|Directive|USC|v\.)\b`)
	all := map[string][]Basis{}
	for _, c := range All() {
		all[c.ID] = c.Bases()
	}
	for _, j := range regimes.Facts() {
		all[j.Code+" "+j.Topic] = []Basis{basisOf(j)}
		if (j.Source != "") != (j.Confidence == "seen") || j.Confidence != "seen" && j.Confidence != "believed" {
			t.Errorf("%s %s: %s, source %q", j.Code, j.Topic, j.Confidence, j.Source)
		}
		if j.Code != "EU" && schema.CountryName(schema.Country(j.Code)) == "" {
			t.Errorf("%s is no jurisdiction", j.Code)
		}
	}
	for where, bases := range all {
		for _, b := range bases {
			asks := strings.HasPrefix(b.Text, "whether ") && !citation.MatchString(b.Text)
			if _, err := time.Parse(time.DateOnly, b.AsOf); err != nil || !b.Verified && !asks {
				t.Errorf("%s: %+v", where, b)
			}
		}
	}
}

func TestCatalogueOfChecksIsComplete(t *testing.T) {
	last := map[string]string{}
	for _, f := range Families() {
		for _, c := range f.Checks {
			if !strings.HasPrefix(c.ID, f.Prefix) || c.ID <= last[f.Prefix] {
				t.Errorf("%s is out of place in %s", c.ID, f.Prefix)
			}
			last[f.Prefix] = c.ID
			if c.Title == "" || c.Needs == "" || c.run == nil || len(c.Jurisdictions) == 0 || Lookup(c.ID) != c {
				t.Errorf("%s is incomplete", c.ID)
			}
			if n := strings.Count(c.About, ". ") + 1; n != 2 || !strings.HasSuffix(c.About, ".") {
				t.Errorf("%s: About is %d sentences, want 2", c.ID, n)
			}
		}
	}
}

// The checks are numbered within their families without a gap, so that none of
// the catalogue that they implement has been left out or merged.
func TestNoCheckIsLeftOut(t *testing.T) {
	want := map[string]int{"ST": 20, "GR": 16, "EX": 10, "IP": 8, "FU": 2, "CO": 20, "PA": 17, "VA": 5, "CF": 8,
		"ES": 12, "TE": 4, "TM": 12, "LD": 13, "RE": 5, "DI": 8, "GV": 9, "ME": 5, "RG": 8}
	total := 0
	for prefix, n := range want {
		total += n
		for i := 1; i <= n; i++ {
			if id := fmt.Sprintf("%s%02d", prefix, i); Lookup(id) == nil {
				t.Errorf("%s is missing", id)
			}
		}
	}
	if len(All()) != total {
		t.Errorf("%d checks, of %d in the catalogue", len(All()), total)
	}
}

func TestExplain(t *testing.T) {
	got := Explain("GR14")
	for _, want := range []string{"GR14: exclusive right that nobody registers (warning)", "Runs when the deal touches: BR, CN,", "Basis: Implementing Regulations", "Ask counsel whether an exclusive licence"} {
		if !strings.Contains(got, want) {
			t.Errorf("Explain lacks %q:\n%s", want, got)
		}
	}
	if Explain("ZZ99") != "" {
		t.Error("Explain knows ZZ99")
	}
}

// Run must survive any sheet that decodes, loaded or not.
func FuzzRun(f *testing.F) {
	for _, base := range []string{"bilateral.json", "pool.json"} {
		f.Add(changed(f, base, ""))
	}
	f.Add([]byte(`{"fields":[{"id":"a","parent":"a"}],"territories":[{"id":"t","includes":["t"]}],"grants":[{"from":"members","to":["members"],"territory":"t","field":"a","exclusivity":"coexclusive","class_size":-1}]}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		sheet := new(schema.TermSheet)
		if json.Unmarshal(src, sheet) != nil {
			return
		}
		first, second := run(nil, sheet, declaring(t, nil)), run(nil, sheet, declaring(t, nil))
		if diff := cmp.Diff(text(first.Problems), text(second.Problems)); diff != "" {
			t.Error("two runs differ:", diff)
		}
	})
}
