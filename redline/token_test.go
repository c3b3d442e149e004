package redline

import (
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

func TestAtomsCrossInlines(t *testing.T) {
	s := newNames().read([]agreement.Inline{
		&agreement.Text{Text: "pay EUR "}, &agreement.Text{Text: "1,500", Value: true}, &agreement.Text{Text: " now"},
	})
	if tok := s.tokens[1]; s.text[tok.start:tok.end] != "EUR 1,500" || tok.class != number {
		t.Errorf("got %q, want the sum whole", s.text[tok.start:tok.end])
	}
}
