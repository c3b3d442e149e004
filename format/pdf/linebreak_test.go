package pdf

import (
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

// broken breaks words to a measure and returns the lines.
func broken(language, words string, measure length, how func(*breaker, *paragraph, length)) []string {
	l := &layouter{breaker: breaker{patterns: patternsFor(language)}, anchors: map[string]anchor{}}
	p := &paragraph{style: bodyStyle}
	l.write(p).text(words, regular, run{})
	how(&l.breaker, p, measure)
	var out []string
	for _, ln := range p.lines {
		out = append(out, p.dump(ln))
	}
	return out
}

const sample = "Each Party shall keep complete and accurate records of all Licensed Products made, used or sold by it for the period stated, in sufficient detail to enable the amounts payable to be determined."

func TestLinesHoldAllWords(t *testing.T) {
	for name, how := range map[string]func(*breaker, *paragraph, length){
		"justify": (*breaker).justify, "ragged": (*breaker).ragged, "balanced": (*breaker).balanced,
	} {
		for measure := 30 * pt; measure < 450*pt; measure += 7 * pt {
			lines := broken("en-GB", sample, measure, how)
			joined := strings.Join(lines, " ")
			if strings.ReplaceAll(strings.ReplaceAll(joined, "- ", ""), " ", "") != strings.ReplaceAll(sample, " ", "") {
				t.Fatalf("%s to %.0f points loses words: %q", name, points(measure), lines)
			}
		}
	}
}

// TestNoLineGapes sets a definition whose last words do not part: its first line ends short,
// and its spaces stay as they are, sooner where it is the one full line.
func TestNoLineGapes(t *testing.T) {
	l := &layouter{breaker: breaker{patterns: patternsFor("en-GB")}}
	p := &paragraph{style: bodyStyle}
	l.write(p).text("“Access Control” means a technical or organisational measure under Section\u00a028.1.", regular, run{})
	for measure := 250 * pt; measure < 440*pt; measure += 2 * pt {
		l.breaker.justify(p, measure)
		most := mostGap
		if len(p.lines) == 2 {
			most = mostGapAlone
		}
		for _, ln := range p.lines {
			if ln.gap > most*p.style.size/1000 {
				t.Fatalf("at %.0f points %q has spaces that grow by %.1f points", points(measure), p.dump(ln), points(ln.gap))
			}
		}
	}
}

func TestHyphenation(t *testing.T) {
	for _, test := range []struct{ language, word, want string }{
		{"en-GB", "university", "uni-ver-sity"},
		{"en-GB", "termination", "ter-min-a-tion"},
		{"en-GB", "accounting", "account-ing"},
		{"en-GB", "protects", "pro-tects"},
		{"en-GB", "confidentiality", "con-fid-en-ti-al-ity"},
		{"en-US", "associate", "asso-ciate"},
		{"en-US", "present", "present"},
		{"en-US", "confidentiality", "con-fi-den-tial-ity"},
		{"pl", "odpowiedzialność", "odpowiedzialność"},
		{"en-GB", "EUIPO", "EUIPO"},
		{"en-GB", "cross-licence", "cross-licence"},
		{"en-GB", strings.Repeat("abcdefg", 20), strings.Repeat("abcdefg", 20)},
	} {
		l := &layouter{breaker: breaker{patterns: patternsFor(test.language)}}
		p := &paragraph{style: bodyStyle}
		l.write(p).text(test.word, regular, run{})
		l.breaker.scan(p, 1<<30, hyphenateText)
		got := test.word
		for i := len(l.breaker.points) - 1; i >= 0; i-- {
			if q := l.breaker.points[i]; q.hyphen {
				got = got[:q.end] + "-" + got[q.end:]
			}
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.language, got, test.want)
		}
	}
}

func TestValuesAreNotHyphenated(t *testing.T) {
	l := &layouter{breaker: breaker{patterns: patternsFor("en-GB")}}
	p := &paragraph{style: bodyStyle}
	l.write(p).text("Interoperability", regular, run{verbatim: true})
	l.breaker.scan(p, 1<<30, hyphenateText)
	if n := len(l.breaker.points); n != 1 {
		t.Errorf("a name from the term sheet may break in %d places", n-1)
	}
}

func TestTiedWordsStayTogether(t *testing.T) {
	words := "x " + strings.Repeat("Section\u00A04.2 ", 60)
	for measure := 60 * pt; measure < 400*pt; measure += 11 * pt {
		for _, s := range broken("en-GB", words, measure, (*breaker).justify) {
			if strings.HasSuffix(s, "Section") {
				t.Fatalf("at %.0f points a line ends in %q", points(measure), s)
			}
		}
	}
}

func TestAmountsAndDatesStayTogether(t *testing.T) {
	for s, want := range map[string]bool{
		"EUR 30,000": true, "of EUR 5": true, "(USD 1)": true, "1 January 2027": true, "on 31 December": true,
		"the 5": false, "LICENCE 5": false, "5 days": false, "1234 May": false, "in May": false, " 1": false, "EUR ": false,
	} {
		tied := false
		for i := range len(s) {
			tied = tied || s[i] == ' ' && tiesWords(s, i)
		}
		if tied != want {
			t.Errorf("%q: tied %v, want %v", s, tied, want)
		}
	}
}

func TestNoWordAloneOnTheLastLine(t *testing.T) {
	alone := 0
	total := 0
	for _, s := range sentences {
		s, _, _ = strings.Cut(s, "{")
		for measure := 300 * pt; measure < 440*pt; measure += 10 * pt {
			lines := broken("en-GB", s, measure, (*breaker).justify)
			total++
			if last := lines[len(lines)-1]; len(lines) > 2 && len(last) < 6 {
				alone++
			}
		}
	}
	if alone*50 > total {
		t.Errorf("%d of %d paragraphs end in a short word alone", alone, total)
	}
}

func TestEveryFaceHasEveryCharacter(t *testing.T) {
	for r := rune(' '); r < 0xFFFF; r++ {
		n := builtIn[regular].char(r)
		for face := range faceCount {
			m := builtIn[face].char(r)
			if (m == 0) != (n == 0) {
				t.Errorf("%q is in one face and not in another", r)
			}
			if m != 0 {
				if page, code, _ := builtIn[face].measure(m); page >= pagesPerFace || code < ' ' {
					t.Errorf("%q has code %d on page %d", r, code, page)
				}
			}
		}
	}
	for _, r := range "AaŁźěőșΑαώЖя–—“”‘’…€§±×≤≥" {
		if builtIn[regular].char(r) == 0 {
			t.Errorf("no face has %q", r)
		}
	}
}

func TestClosingMarksBeginNoLine(t *testing.T) {
	p := &paragraph{style: bodyStyle, runs: []run{{}}}
	for _, c := range strings.Repeat("研究センター、「開発」。", 12) {
		g := glyph{advance: 1000, char: uint16(c), font: firstExtra}
		if breaksAfter(c) {
			g.class = ideograph
		}
		p.glyphs = append(p.glyphs, g)
	}
	for ems := 7; ems < 40; ems++ {
		(&breaker{}).ragged(p, ems*bodyStyle.size)
		for _, ln := range p.lines[1:] {
			if c := rune(p.glyphs[ln.from].char); strings.ContainsRune("ー、」。", c) {
				t.Errorf("at %d ems a line begins with %c", ems, c)
			}
		}
	}
}

func TestLongNamesBreakBetweenTheirParts(t *testing.T) {
	for words, want := range map[string]string{
		"governance.committee.competitor_role":   "governance.|committee.|competitor_role",
		"see docket HF-TS-310 and register 10-2": "see docket HF-|TS-310 and|register 10-2",
		"office@long-name-of-a-firm.example":     "office@long-|name-of-a-|firm.example",
	} {
		got := strings.Join(broken("en", words, 80*pt, (*breaker).ragged), "|")
		if got != want {
			t.Errorf("%q breaks as %q, want %q", words, got, want)
		}
	}
}

// TestRaisedWords sets a power smaller and apart from the figure before it.
func TestRaisedWords(t *testing.T) {
	l := &layouter{breaker: breaker{patterns: patternsFor("en-GB")}, anchors: map[string]anchor{}}
	p := &paragraph{style: bodyStyle}
	l.write(p).inlines([]agreement.Inline{&agreement.Text{Text: "10"}, &agreement.Text{Text: "0", Mark: "superscript"}, &agreement.Text{Text: "0", Mark: "bold; subscript"}}, regular)
	if full, small := p.glyphs[1].advance, p.glyphs[2].advance; small >= full {
		t.Errorf("a raised 0 is %d wide, and one on the line %d", small, full)
	}
	if p.raised(p.glyphs[1]) != "" || p.raised(p.glyphs[2]) != "sup" || p.raised(p.glyphs[3]) != "sub" {
		t.Error("words stand at another height than they are marked to")
	}
}
