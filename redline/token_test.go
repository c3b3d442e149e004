package redline

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

func TestAtomsAreNeverCut(t *testing.T) {
	tests := []struct {
		text string
		want string // tokens parted by "|"
	}{
		{"pays EUR 1,500,000 by 12 March 2027.", "pays|EUR 1,500,000|by|12 March 2027|."},
		{"a rate of 4.5% (30 days)", "a|rate|of|4.5%|(|30|days|)"},
		{"US$120,000.50; $5 million; 4.5 per cent", "US$120,000.50|;|$5 million|;|4.5 per cent"},
		{"on March 12, 2027 or 2027-03-12", "on|March 12, 2027|or|2027-03-12"},
		{"Section 17A of Regulation (EU) 2016/679", "Section|17A|of|Regulation|(|EU|)|2016/679"},
		{"non-exclusive and/or Customer’s", "non-exclusive|and/or|Customer’s"},
		{"(a) access; (iv) copy", "(a)|access|;|(iv)|copy"},
		{"5G 3rd thirty (30)", "5G|3rd|thirty|(30)"},
		{"株式会社 Beta", "株|式|会|社|Beta"},
		{"signed: ________ ...", "signed|:|________|..."},
		{"A$ 1 250.50, £3m, USD 2bn, 2½ %, ½ of", "A$ 1 250.50|,|£3m|,|USD 2bn|,|2½ %|,|½|of"},
		{"£3mm and 5m", "£|3mm|and|5m"},
		{"https://example.com/a.b/ e.g. x", "https://example.com/a.b|/|e.g|.|x"},
	}
	for _, tt := range tests {
		s := newNames().read([]agreement.Inline{&agreement.Text{Text: tt.text}})
		var got []string
		for _, tok := range s.tokens {
			got = append(got, s.text[tok.start:tok.end])
		}
		if want := append(strings.Split(tt.want, "|"), ""); !slices.Equal(got, want) {
			t.Errorf("%q:\n got %q\nwant %q", tt.text, got, want)
		}
	}
}

// TestFigures holds the scanner of figures to the pattern that says what it finds.
func TestFigures(t *testing.T) {
	const (
		months   = `(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)`
		space    = `[ \x{a0}\x{202f}]`
		figures  = `(?:[0-9]{1,3}(?:` + space + `[0-9]{3})+(?:[.,][0-9]+)?|[0-9]+(?:[.,'’/][0-9]+)*)`
		currency = `(?:[A-Z]{2,3}` + space + `?[$€£¥₩₹]?|[$€£¥₩₹])` + space + `?`
		scale    = `(?:` + space + `(?:thousand|million|billion|trillion))?`
	)
	pattern := regexp.MustCompile(`^(?:` + strings.Join([]string{
		`[0-9]{1,2}(?:st|nd|rd|th)?` + space + months + `\.?,?` + space + `[0-9]{4}`,
		months + `\.?` + space + `[0-9]{1,2}(?:st|nd|rd|th)?,?` + space + `[0-9]{4}`,
		`[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}`,
		`[0-9]{1,2}:[0-9]{2}`,
		currency + figures + scale,
		figures + space + `?(?:[€$£]|[eE]uros?\b)`,
		figures + scale + space + `?(?:%|per cent\b|percent\b)`,
		figures + scale,
	}, `|`) + `)`)
	pattern.Longest()
	pieces := []string{"1", "12", "007", "2027", "500", "000", " ", "\u00a0", ".", ",", "'", "’", "/", "-", ":", "$", "€", "EUR", "US", "CHF", "ABCD", "May", "Sept", "Sep", "June", "st", "th",
		" million", " thousand", "%", " per cent", "percent", " euros", "euro", "x", "_", ""}
	rng := rand.New(rand.NewPCG(5, 7))
	for range 200_000 {
		s := ""
		for range 1 + rng.IntN(8) {
			s += pieces[rng.IntN(len(pieces))]
		}
		if got, want := figure(s), len(pattern.FindString(s)); got != want {
			t.Fatalf("%q: %d, want %d", s, got, want)
		}
	}
}

func TestAtomsCrossInlines(t *testing.T) {
	s := newNames().read([]agreement.Inline{
		&agreement.Text{Text: "pay EUR "}, &agreement.Text{Text: "1,500", Value: true}, &agreement.Text{Text: " now"},
	})
	if tok := s.tokens[1]; s.text[tok.start:tok.end] != "EUR 1,500" || tok.class != number {
		t.Errorf("got %q, want the sum whole", s.text[tok.start:tok.end])
	}
}
