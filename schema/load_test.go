package schema_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite what the tests want")

func TestProblems(t *testing.T) {
	files, err := filepath.Glob("testdata/problems/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			deal, want := &archive.Files[0], &archive.Files[1]
			got := report(problems(deal.Name, deal.Data))
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(want.Data), got); diff != "" {
				t.Error(diff)
			}
			for range 5 {
				if again := report(problems(deal.Name, deal.Data)); again != got {
					t.Fatalf("loading again says something else:\n%s", cmp.Diff(got, again))
				}
			}
		})
	}
}

// problems are all that loading says, warnings included.
func problems(name string, src []byte) agreement.Problems {
	f, err := schema.Load(name, src)
	if f != nil {
		return f.Problems
	}
	var all agreement.Problems
	errors.As(err, &all)
	return all
}

func report(all agreement.Problems) string {
	var b strings.Builder
	for _, p := range all {
		fmt.Fprintf(&b, "%v\n\t%s\n", p, p.Hint)
	}
	return b.String()
}

func TestSoundTermSheet(t *testing.T) {
	f := pool(t)
	if len(f.Problems) > 0 {
		t.Error(f.Problems)
	}
	if got := f.Sheet.Payments.Balancing[0].Total.String(); got != "EUR 1,500,000" {
		t.Errorf("the balancing payment is %s", got)
	}
	if got := f.Sheet.Parties[3].LegalName; got != "Łódź Technologies Sp. z o.o." {
		t.Errorf("the name of delta is %s", got)
	}
}

func pool(t testing.TB) *schema.File {
	t.Helper()
	src, err := os.ReadFile("testdata/pool.json")
	if err != nil {
		t.Fatal(err)
	}
	return load(t, string(src))
}

func load(t testing.TB, src string) *schema.File {
	t.Helper()
	f, err := schema.Load("deal.json", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// What Windows makes of a term sheet is read like any other: Notepad sets a byte
// order mark, and redirected output of its older shell is UTF-16.
func TestEncodings(t *testing.T) {
	const text = "{\n  \"deal\": {\"id\": \"Łódź 🙂\"}, // \ufffd\r\n  \"colour\": 1\n}"
	var little, big []byte
	for _, u := range utf16.Encode([]rune(text)) {
		little, big = binary.LittleEndian.AppendUint16(little, u), binary.BigEndian.AppendUint16(big, u)
	}
	want := report(problems("deal.json", []byte(text)))
	if !strings.Contains(want, "deal.json:3:3: error: unknown field `colour`") {
		t.Fatal(want)
	}
	for name, src := range map[string]string{
		"mark": "\ufeff" + text, "utf-16le": "\xff\xfe" + string(little), "utf-16be": "\xfe\xff" + string(big),
		"utf-16le without mark": string(little), "utf-16be without mark": string(big),
	} {
		if got := report(problems("deal.json", []byte(src))); got != want {
			t.Errorf("%s:\n%s", name, cmp.Diff(want, got))
		}
		if f, _ := schema.Load("deal.json", []byte(src)); string(f.Source) != text {
			t.Errorf("%s: the text is %q", name, f.Source)
		}
	}
}

// Each of these is refused with one problem and nothing else.
func TestHostileInput(t *testing.T) {
	big := strings.Repeat(" ", schema.MaxBytes+1)
	for _, test := range []struct{ name, src, want string }{
		{"nothing", "", "the term sheet ends too early [syntax]"},
		{"nul bytes", "\x00\x00", `a value is expected, not '\x00' [syntax]`},
		{"latin 1", "{\"deal\": \"Z\xfcrich\"}", "deal.json:1:12: error: the byte 0xFC is not part of UTF-8 text [not-utf8]"},
		{"half a surrogate pair in utf-16", "\xff\xfe{\x00\x00\xd8}\x00", "deal.json:1:1: error: the byte 0xFF is not part of UTF-8 text [not-utf8]"},
		{"half a character of utf-16", "\xff\xfe{\x00}", "deal.json:1:1: error: the byte 0xFF is not part of UTF-8 text [not-utf8]"},
		{"a workbook", "PK\x03\x04\xff", "deal.json:1:1: error: the file is a word processor's or a spreadsheet's file, not a term sheet [not-text]"},
		{"surrogate", "\"\xed\xa0\x80\"", "the byte 0xED is not part of UTF-8 text [not-utf8]"},
		{"too large", big, "the term sheet is longer than 16 MiB [too-large]"},
		{"deep arrays", strings.Repeat("[", 10_000), "deal.json:1:65: error: objects and arrays are nested more than 64 deep [too-deep]"},
		{"deep objects", strings.Repeat(`{"a":`, 10_000), "nested more than 64 deep [too-deep]"},
		{"many values", "[" + strings.Repeat("0,", 1_100_000) + "]", "the term sheet has more than 1,000,000 values [too-many-values]"},
		{"comment that hides", "{} // \u202e}{", "deal.json:1:7: error: a comment holds an invisible character"},
		{"comment without end", "{} /* ", "the term sheet ends too early [syntax]"},
		{"brackets in texts", `{"a": "[[[[", "b": }`, "a value is expected, not '}'"},
		{"infinity", "-Infinity", "-Infinity is not a number as JSON writes it [syntax]"},
		{"hexadecimal", "0x10", "0x10 is not a number as JSON writes it [syntax]"},
		{"leading zero", "[007]", "007 is not a number as JSON writes it [syntax]"},
		{"raw escape", "[\"\x1b[31m\"]", "a text runs over the end of its line, or holds a tab"},
		{"markup", "<script>", "a value is expected, not '<' [syntax]"},
	} {
		f, err := schema.Load("deal.json", []byte(test.src))
		var all agreement.Problems
		if !errors.As(err, &all) || len(all) != 1 || f != nil {
			t.Errorf("%s: got %v and a file %v, want one problem", test.name, err, f != nil)
			continue
		}
		if !strings.Contains(all[0].Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.name, all[0], test.want)
		}
	}
}

func TestAccepted(t *testing.T) {
	f := pool(t)
	for _, text := range []string{
		"نام\u200cگذاری شرکت", // zero width non-joiner between Persian letters
		"क्\u200dष", "株式会社", "葛󠄀城", "Ελληνική Εταιρεία Α.Ε.", "*A_B* [x](#y) {{.Deal}} </p>", "../../etc/passwd",
		strings.Repeat("long", 2500),
	} {
		if err := f.Sheet.Set("recitals", []string{text}); err != nil {
			t.Fatal(err)
		}
		src, err := schema.Canonical(f.Sheet)
		if err != nil {
			t.Fatal(err)
		}
		if again := load(t, string(src)); len(again.Problems) > 0 || again.Sheet.Recitals[0] != text {
			t.Errorf("%.40q became %.40q: %v", text, again.Sheet.Recitals[0], again.Problems)
		}
	}
}

// Parameters of clauses hold anything; what looks like money there is held to
// its currency, and what does not is let be.
func TestMoneyAmongParameters(t *testing.T) {
	for money, want := range map[string]int{
		`{"amount": {}, "currency": "EUR"}`: 0, `{"amount": "a.bcde", "currency": "EUR"}`: 0, `{"amount": [1.234], "currency": "EUR"}`: 0,
		`{"amount": 1.25, "currency": "EUR"}`: 0, `{"amount": 1.234, "currency": "E"}`: 0, `{"amount": 1.234, "currency": "EUR"}`: 1,
	} {
		all := problems("deal.json", []byte(`{`+parties+`, "clauses": {"a/b": {"parameters": {"x": `+money+`}}}}`))
		if len(all) != want {
			t.Errorf("%s: %v", money, all)
		}
	}
}

func TestReadStopsAtTheLimit(t *testing.T) {
	endless := &counter{}
	if _, err := schema.Read("deal.json", endless); err == nil || !strings.Contains(err.Error(), "too-large") {
		t.Errorf("reading without end: %v", err)
	}
	if endless.n > schema.MaxBytes+1 {
		t.Errorf("read %d bytes", endless.n)
	}
	if _, err := schema.Read("deal.json", io.MultiReader(strings.NewReader("{"), broken{})); err == nil || !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("a reader that fails: %v", err)
	}
}

type counter struct{ n int }

func (c *counter) Read(b []byte) (int, error) { c.n += len(b); return len(b), nil }

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestManyProblemsAreCutShort(t *testing.T) {
	all := problems("deal.json", []byte(`{"recitals": [`+strings.Repeat("1,", 5000)+`]}`))
	if last := all[len(all)-1]; len(all) != 1001 || last.Severity != agreement.Error || !strings.HasPrefix(last.Message, "and 4,") {
		t.Errorf("%d problems, the last %v", len(all), last)
	}
}

func TestManyWarningsAreNoError(t *testing.T) {
	f, err := schema.Load("deal.json", []byte(`{`+parties+`, "termination": {"survival": [`+strings.Repeat(`"e\u0301",`, 2000)+`]}}`))
	if err != nil || len(f.Problems) != 1001 || f.Problems.Count(agreement.Warning) != 1001 {
		t.Errorf("%d problems, error %.100v", len(f.Problems), err)
	}
}

func TestPlaces(t *testing.T) {
	f := load(t, `// one
{
  "deal": {"id": "A", "kind": "bilateral", "effective_date": "2027-01-01"},
  "parties": [
    {"id": "alpha", "legal_name": "Ä", "short_name": "A", "jurisdiction": "DE"},
    {"id": "beta", "legal_name": "B", "short_name": "B", "jurisdiction": "DE"}],
  "clauses": {"escrow/release": {"omit": true}}
}`)
	for _, test := range []struct {
		pointer, want string
		given         bool
	}{
		{"", "deal.json:2:1", true},
		{"/deal/kind", "deal.json:3:31", true},
		{"/parties/1/id", "deal.json:6:12", true},
		{"/parties/0/short_name", "deal.json:5:55", true},
		{"/clauses/escrow~1release/omit", "deal.json:7:42", true},
		{"/deal/title", "deal.json:3:11", false},
		{"/parties/7/id", "deal.json:4:14", false},
		{"/escrow/objection_days", "deal.json:2:1", false},
		{"/parties/x", "deal.json:4:14", false},
	} {
		if got := f.Pos(test.pointer).String(); got != test.want {
			t.Errorf("Pos(%q) = %s, want %s", test.pointer, got, test.want)
		}
		if got := f.Given(test.pointer); got != test.given {
			t.Errorf("Given(%q) = %v", test.pointer, got)
		}
	}
}

func TestSheetKeepsWhatIsSound(t *testing.T) {
	f, err := schema.Load("deal.json", []byte(`{
  "deal": {"id": "A", "kind": "bilateral", "effective_date": "2027-02-30"},
  "parties": [5, {"id": "beta", "legal_name": "B", "short_name": "B", "jurisdiction": "XX"}],
  "payments": {"pay_days": "soon", "currency": "EUR"}, "oops": 1, "deal": 3}`))
	if err == nil || f == nil || f.Sheet == nil {
		t.Fatal(f, err)
	}
	want := &schema.TermSheet{
		Deal:     schema.Deal{ID: "A", Kind: schema.Bilateral},
		Parties:  []schema.Party{{}, {ID: "beta", LegalName: "B", ShortName: "B"}},
		Payments: schema.Payments{Currency: "EUR"},
	}
	if diff := cmp.Diff(want, f.Sheet); diff != "" {
		t.Error(diff)
	}
}

func FuzzLoad(f *testing.F) {
	src, err := os.ReadFile("testdata/pool.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(src)
	f.Add([]byte(`{"clauses": {"a/b": {"parameters": {"x": {"amount": {}, "currency": "EUR"}, "y": {"amount": "a.bcde", "currency": "EUR"}}}}}`))
	f.Add([]byte(`{"deal": {"id": "A", "kind": "bilateral", "effective_date": "2027-01-01"}, "parties": [` +
		`{"id": "a", "legal_name": "A", "short_name": "A", "jurisdiction": "DE"}, {"id": "b", "legal_name": "B", "short_name": "B", "jurisdiction": "US-NY"}]}`))
	cases, _ := filepath.Glob("testdata/problems/*.txtar")
	for _, file := range cases {
		if archive, err := txtar.ParseFile(file); err == nil {
			f.Add(archive.Files[0].Data)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		first, err := schema.Load("deal.json", src)
		if err != nil {
			for _, p := range problems("deal.json", src) {
				if p.Pos.Line < 1 || p.Pos.Column < 1 || p.Message == "" || p.ID == "" {
					t.Errorf("a problem without a place, a message or an id: %#v", p)
				}
			}
			return
		}
		canonical, err := schema.Canonical(first.Sheet)
		if err != nil {
			t.Fatal(err)
		}
		second, err := schema.Load("canonical.json", canonical)
		if err != nil {
			t.Fatalf("the canonical form is refused: %v\n%s", err, canonical)
		}
		if diff := cmp.Diff(first.Sheet, second.Sheet, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
		if again, _ := schema.Canonical(second.Sheet); !bytes.Equal(again, canonical) {
			t.Errorf("the canonical form changes:\n%s", cmp.Diff(string(canonical), string(again)))
		}
	})
}
