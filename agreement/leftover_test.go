package agreement

import (
	"slices"
	"testing"
)

func TestLeftovers(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"[Licensee]", []string{"[Licensee]"}},
		{"pay [●] on [date]", []string{"[●]", "[date]", "●"}},
		{"{{party.name}} and ${X}", []string{"{{party.name}}", "${X}"}},
		{"<Company>", []string{"<Company>"}},
		{"H<sub>2</sub>O", []string{"<sub>", "</sub>"}},
		{"«Firmenname»", []string{"«Firmenname»"}},
		{"signed on ______", []string{"______"}},
		{"fee: TBC", []string{"TBC"}},
		{"Insert name of court", []string{"Insert name"}},
		{"Lorem ipsum dolor sit amet", []string{"Lorem ipsum", "dolor sit amet"}},
		{"#DIV/0!", []string{"#DIV/0!"}},
		{"NaN", []string{"NaN"}},
		{"MÃ¼ller GmbH", []string{"MÃ¼ller"}},
		{"GroÃŸe â€“ Sache", []string{"GroÃŸe"}},
		// what is none
		{"dihydrobenzo[b]thiophene-2-carboxamide", nil},
		{"Müller & Söhne, Łódź, Ελλάς, 東京", nil},
		{"“Größe” – à l’œuvre", nil},
		{"**Bold** and [a link](#x), part [2,3-c]", nil},
		{"less than 5 < x and y > 2", nil},
		{"Article XXX, number 1_000, and so on ...", nil},
		{"the Null Hypothesis Company", nil},
	} {
		if got := Leftovers(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}
