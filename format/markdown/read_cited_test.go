package markdown

import (
	"math/rand/v2"
	"regexp"
	"testing"
)

// TestCitedScanners holds the scanners of citations to the patterns that say what they
// find, and the quick tests to the patterns that they spare.
func TestCitedScanners(t *testing.T) {
	length := func(re string) func(string) int {
		p := regexp.MustCompile(re)
		return func(s string) int { return len(p.FindString(s)) }
	}
	is := func(f func(string) bool) func(string) int {
		return func(s string) int {
			if f(s) {
				return 1
			}
			return 0
		}
	}
	matches := func(re string) func(string) int { return is(regexp.MustCompile(re).MatchString) }
	schedule := regexp.MustCompile(`^,? (?:of|to|in) ((?:Schedule|Annex|Exhibit|Appendix|Attachment) [A-Z0-9]{1,7})\b`)
	pairs := map[string][2]func(string) int{
		"plain":  {citedPlain, length(`^(?:[A-Z]\.)?[0-9]{1,3}(?:\.[0-9]{1,3})*(?:\([A-Za-z0-9]{1,5}\))*`)},
		"dotted": {is(citedDotted), matches(`^[0-9]{1,3}\.[0-9]`)},
		"name":   {citedName, length(`^(?:[IVXLC]{2,7}|[A-Z][0-9]{0,2}|[0-9]{1,3}[A-Z]?)`)},
		"next":   {citedNext, length(`^(?: \([^()]*\))?(?:,? (?:and|or|to|through|and/or|und|oder|bis) |, |–|-)`)},
		"here":   {is(here), matches(`^(?: \([^()]*\))?,? (?:(?:of|to|under|in) (?:this|these|the (?:present )?(?:Agreement|Contract))\b|hereof|above|below|dieses|dieser)`)},
		"named":  {is(named), matches(`^(?:Agreement|Contract) (?:on|for|relating to|concerning) [A-Z]`)},
		"schedule": {func(s string) int { return len(ofSchedule(s)) }, func(s string) int {
			if m := schedule.FindStringSubmatch(s); m != nil {
				return len(m[1])
			}
			return 0
		}},
	}
	pieces := []string{"1", "12", "4567", ".", "(a)", "(", ")", "(ii)", "IV", "X", "A", "b", " ", " ", ",", ", ", "-", "–", "and", "or", "and/or", "bis", "of", "to", "under", "in", "this", "these", "the",
		"present", "Agreement", "Contract", "Supply", "hereof", "above", "Schedule", "Annex", "on", "for", "Trade", "Act", "Companies", "GDPR", "BGB", "U.S.C.", "Abs. 1", "Satz 2", "thereof", "paragraph", "sub",
		"those", "such", "its", "any", "each", "Order", "Form", "des", "Rome", "I", "2006", "Title", "(EU)", "No", "2016/679", "Patentgesetz", "law", "Law", "Terms", "payment", "extent", "_", "\u00a0", "", "ff."}
	rng := rand.New(rand.NewPCG(3, 9))
	for range 100_000 {
		s := ""
		for range 1 + rng.IntN(7) {
			s += pieces[rng.IntN(len(pieces))]
			if rng.IntN(2) == 0 {
				s += " "
			}
		}
		for name, f := range pairs {
			if got, want := f[0](s), f[1](s); got != want {
				t.Fatalf("%s of %q: %d, want %d", name, s, got, want)
			}
		}
		if !here(s) && !mayBelong(s) && (belongs().MatchString(s) || ownInstrument().MatchString(s)) {
			t.Fatalf("%q may belong to another text", s)
		}
		if belongsPlainly(s) && !belongs().MatchString(s) || !mayBeOurs(s) && ownInstrument().MatchString(s) {
			t.Fatalf("%q: what spares a pattern says otherwise", s)
		}
		if !mayPrecede(s) && belonged().MatchString(s) {
			t.Fatalf("%q may stand before a citation of another text", s)
		}
	}
}

// TestLabelScanners holds the scanners of labels to the patterns that say what they find.
func TestLabelScanners(t *testing.T) {
	const blank = `((?:[ \t]|\x{a0})+|$)`
	decimal := regexp.MustCompile(`^(?:(?:Section|Clause|Article|Paragraph|SECTION|CLAUSE|ARTICLE|PARAGRAPH) |§ ?)?([0-9]{1,3}(?:\.[0-9]{1,3})*)(\\?\.)?` + blank)
	bracketed := regexp.MustCompile(`^\\?\(([a-z]|[A-Z]|[0-9]{1,3}|[ivxlcdm]{2,7}|[IVXLCDM]{2,7}|[a-z]{2}|[A-Z]{2})\\?\)` + blank)
	closed := regexp.MustCompile(`^([0-9]{1,3}|[a-z]|[A-Z]|[ivxlcdm]{2,7})\)([ \t]+|$)`)
	lettered := regexp.MustCompile(`^([a-z]|[A-Z]|[ivxlcdm]{2,7}|[IVXLCDM]{2,7}|[a-z]{2}|[A-Z]{2})(?:\\?\.)([ \t]+|$)`)
	found := func(m []string, sep int) typed {
		if m == nil {
			return typed{}
		}
		return typed{number: m[1], size: len(m[0]) - len(m[sep]), sep: len(m[sep])}
	}
	pieces := []string{"1", "12", "4567", ".", `\`, "(", ")", "a", "B", "ii", "XIV", "xxxviii", "ab", "AB", "aB", " ", "\t", "\u00a0", "§", "Section ", "ARTICLE ", "_", "é", ""}
	rng := rand.New(rand.NewPCG(2, 5))
	for range 100_000 {
		s := ""
		for range 1 + rng.IntN(7) {
			s += pieces[rng.IntN(len(pieces))]
		}
		for _, x := range []struct{ got, want typed }{
			{decimalAt(s), found(decimal.FindStringSubmatch(s), 3)}, {bracketedAt(s), found(bracketed.FindStringSubmatch(s), 2)},
			{closedAt(s), found(closed.FindStringSubmatch(s), 2)}, {letteredDotAt(s), found(lettered.FindStringSubmatch(s), 2)},
		} {
			if x.got.pointed, x.got.evenly = false, false; x.got.size == 0 {
				x.got = typed{}
			}
			if x.got != x.want {
				t.Fatalf("%q: %+v, want %+v", s, x.got, x.want)
			}
		}
		for _, x := range []struct{ got, want []string }{
			{titledAt(s), titledLabel().FindStringSubmatch(s)}, {articleAt(s), articleLabel().FindStringSubmatch(s)}, {romanAt(s), romanLabel().FindStringSubmatch(s)},
		} {
			if len(x.got) != len(x.want) {
				t.Fatalf("%q: %q, want %q", s, x.got, x.want)
			}
		}
	}
}
