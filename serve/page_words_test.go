package serve

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/schema"
)

// Whatever a check says, a page says without paths of JSON, codes of choices and
// countries, days as machines write them, and ids of what has a name.
func TestFindingsInPageWords(t *testing.T) {
	code := regexp.MustCompile(`[a-z]+_[a-z]+|\b[a-z]+\[|\b[a-z_]+\.[a-z_]{3,}|\d{4}-\d\d-\d\d|\b[A-Z]{2}\b|\bp[12]\b|\bg[12]\b|\b[a-z]+(?:-[a-z0-9]+)+\b`)
	finding := regexp.MustCompile(`^(?:(?:error|warning|note) [^:]*: |  )(.*)`)
	asIs := []string{"EU", "EP", "IP", "AI"} // no countries
	files, err := filepath.Glob("../check/testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	sheets := map[bool]*stated{false: checked(t, "bilateral"), true: checked(t, "pool")}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		pool, changed := false, ""
		for line := range strings.Lines(string(text)) {
			line = strings.TrimRight(line, "\n")
			if strings.HasPrefix(line, "-- ") {
				pool, changed = strings.Contains(line, "in pool"), ""
			}
			if strings.HasPrefix(line, "/") {
				changed += line
			}
			m := finding.FindStringSubmatch(line)
			if m == nil {
				continue
			}
			said := sheets[pool].pageWords(m[1])
			own := regexp.MustCompile(`“[^”]*”|"[^"]*"`).ReplaceAllString(said, "")
			for _, word := range code.FindAllString(own, -1) {
				switch {
				case slices.Contains(asIs, word), hyphened[word]:
				case strings.Contains(changed, word) && !allowedWords()[word]: // somebody's own, in this case alone
				case !strings.ContainsAny(word, "_.[0123456789") && !allowedWords()[word] && schema.CountryName(schema.Country(word)) == "": // English
				default:
					t.Errorf("%s: the page says %q:\n%s\n%s", name, word, said, m[1])
				}
			}
		}
	}
}

// checked is the sheet of the cases of package check.
func checked(t *testing.T, name string) *stated {
	t.Helper()
	text, err := os.ReadFile("../check/testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	f, err := schema.Load(name, text)
	if err != nil {
		t.Fatal(err)
	}
	return statedOf(f)
}

// A hint names the value that it asks for as the page calls it, and leads to it.
func TestHintLeadsToItsValue(t *testing.T) {
	s := checked(t, "pool")
	for _, x := range []struct{ pointer, hint, said, at string }{
		{"/deal", "give change_in_law", "give “Regulatory: change in law”", "/regulatory/change_in_law"},
		{"/deal", "give regulatory.counsel", "give “Regulatory: counsel”", "/regulatory/counsel"},
		{"/payments/balancing/0", "give refundable", "give “", "/payments/balancing/0/refundable"},
		{"/remedies/monitoring/register", "set register, or give certify", "set “Monitoring: register”, or give “Monitoring: certify”", "/remedies/monitoring/register"},
		{"/term/end", "lower it, or waive this with the reason", "lower it, or accept it with the reason", ""},
		{"/deal", "give it up", "give it up", ""},
	} {
		p := Problem{Pointer: x.pointer, Hint: x.hint}
		if at := s.wanted(&p); at != x.at {
			t.Errorf("%q leads to %q, not to %q", x.hint, at, x.at)
		}
		if said := s.worded([]Problem{p})[0].Hint; !strings.HasPrefix(said, x.said) {
			t.Errorf("%q is said as %q", x.hint, said)
		}
	}
}

// What a term sheet states is shown in words: choices, countries, things, days, yes and no.
func TestValuesInPageWords(t *testing.T) {
	text, err := os.ReadFile("../testdata/examples/pool-five.json")
	if err != nil {
		t.Fatal(err)
	}
	f, err := schema.Load("pool-five", text)
	if err != nil {
		t.Fatal(err)
	}
	s := statedOf(f)
	for at, want := range map[string]string{"/deal/effective_date": "1 January 2027", "/parties/0/jurisdiction": "Germany", "/remedies/liability/ld_inside_cap": "yes",
		"/remedies/liability/excluded_heads": "loss of data, goodwill", "/remedies/liability/cap": "EUR 5,000,000", "/recitals/none": ""} {
		if got := s.shows(at); got != want {
			t.Errorf("%s is shown as %q, not %q", at, got, want)
		}
	}
}
