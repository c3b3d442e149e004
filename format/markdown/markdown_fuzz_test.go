package markdown_test

import (
	"bytes"
	"cmp"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	htmlrenderer "github.com/yuin/goldmark/renderer/html"

	"github.com/engross/engross/agreement"
)

// seeds are words that look like mark-up, alone and where two of them meet.
var seeds = []string{
	"plain", "*", "**", "_a_", "a_b", "`", "<ins>", "</ins>", "<script>alert(1)</script>", "<a id=\"x\">", "-->", "<!--", "&", "&amp", ";",
	"&lt;", "[", "](#x)", "[x]: y", "![", "!", "#", "# a #", "1.", "1", ". a", "1) a", "- a", "+ a", "> a", "|", "a | b", "\\", "\\|", "~~a~~",
	"~", "$a$", "---", "===", "***", "```", "    code", " a ", "\t", "\n\nb", "\r\n", "\x00", "\xff", "\u0085\u2028", "\u2003a", "(a) b",
	"4.2 c", "Schedule A: x", "https://example.com/a_b_c", "www.example.com", "a@b.example", "\"", "'", "é", "アルファ", ".", "a\u00a0", "¶",
}

// document is the sample with a and b for words wherever words can stand.
func hostile(a, b string, change agreement.Change) *agreement.Document {
	mixed := []agreement.Inline{
		&agreement.Text{Text: a, Change: change}, &agreement.Define{Term: b}, txt(a), ref("s.1", b), txt(b),
		&agreement.Ref{Target: "s", Text: a, Was: b}, &agreement.Text{Text: b, Change: agreement.Deleted}, txt(a + b), ref("gone", a),
	}
	section := clause("s", "1.", "1", "", clause("s.1", "1.1", "1.1", "", words(mixed...),
		clause("s.1.a", "(a)", "1.1(a)", b, words(txt(b), txt(a)))), para(a), words(txt(b), txt(a)), words(mixed[1:]...))
	section.Heading = mixed
	run := clause("s.2", "1.2", "1.2", "")
	run.Heading = mixed[:4]
	section.Body = append(section.Body, run)
	front := kind(agreement.Front, clause("f", "", "", a+b, para(b)))
	front.Change = change
	return &agreement.Document{
		Title: a, Kind: b, Reference: b, Language: a, Date: a, Notice: b, Digest: a,
		Parties: []agreement.Party{{Name: a, Native: b, Short: a}},
		Body: []agreement.Block{
			front, section,
			&agreement.Table{ID: a, Head: []agreement.Cell{mixed, text(b)}, Rows: []agreement.Row{{Cells: []agreement.Cell{text(a), mixed}}}},
			&agreement.Signatures{Lead: mixed, Blocks: []agreement.Signatory{{Party: a, Native: b, Name: b, Title: a}}},
		},
	}
}

func FuzzMarkdown(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, seeds[(i+1)%len(seeds)], uint8(i))
		f.Add(s, s, uint8(i))
	}
	f.Fuzz(func(t *testing.T, a, b string, where uint8) {
		a, b = a[:min(len(a), 60)], b[:min(len(b), 60)] // beyond, it is more of the same
		d := hostile(a, b, agreement.Change(where%5))
		checkWords(t, only(d, int(where/5)))
	})
}

// only is one place of d where words stand, so that a random search makes many
// trials: its head, a top block, or a block of its section.
func only(d *agreement.Document, place int) *agreement.Document {
	section := d.Body[1].(*agreement.Clause)
	places := []*agreement.Document{{Title: d.Title, Kind: d.Kind, Reference: d.Reference, Language: d.Language, Date: d.Date, Notice: d.Notice, Digest: d.Digest, Parties: d.Parties}}
	for i, b := range d.Body {
		if i != 1 {
			places = append(places, &agreement.Document{Body: []agreement.Block{b}})
		}
	}
	for _, b := range section.Body {
		part := *section
		part.Body = []agreement.Block{b}
		places = append(places, &agreement.Document{Body: []agreement.Block{&part}})
	}
	return places[place%len(places)]
}

func TestMarkdownSeedsMeet(t *testing.T) {
	for _, a := range seeds {
		for _, b := range []string{"a", "*", "_", "1.", "]", "(#x)", " ", "&", "!", "\\", "|"} {
			checkWords(t, hostile(a, b, agreement.Inserted))
		}
	}
}

// github renders Markdown nearly as GitHub does.
var github = goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(htmlrenderer.WithUnsafe()))

// checkWords fails unless the Markdown of d, rendered, says the words of d and
// has no tag but those the printers write, in our page and on GitHub.
func checkWords(t *testing.T, d *agreement.Document) {
	t.Helper()
	want := spelled(d)
	_, ours, _ := strings.Cut(string(page(t, d)), "<main>")
	ours = contents.ReplaceAllString(ours, "")
	src, _, _ := bytes.Cut(printed(t, d), []byte("<!-- engross"))
	var theirs bytes.Buffer
	if err := github.Convert(src, &theirs); err != nil {
		t.Fatal(err)
	}
	for name, page := range map[string]string{"our page": ours, "GitHub": theirs.String()} {
		words, tags := undress(page)
		if diff := gocmp.Diff(want, words); diff != "" {
			t.Errorf("%s says other words (-want +got):\n%s\n%s", name, diff, src)
		}
		for _, tag := range tags {
			if !ourTags.MatchString(tag) {
				t.Errorf("%s has the tag %s in\n%s", name, tag, src)
			}
		}
	}
}

var (
	contents = regexp.MustCompile(`(?s)<nav aria-label="Contents">.*?</nav>`)
	anyTag   = regexp.MustCompile(`<[^>]*>`)
	ourTags  = regexp.MustCompile(`^</?(h[1-6]|p|strong|em|ins|del|span|ul|li|hr|main|body|html|table|thead|tbody|tr|th|td|a)( (id|class|style|href)="[^"<>]*")*>$`)
)

// undress splits HTML into its words, without blanks, and its tags.
func undress(page string) (words string, tags []string) {
	tags = anyTag.FindAllString(page, -1)
	return squash(html.UnescapeString(anyTag.ReplaceAllString(page, ""))), tags
}

func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD"))
}

// spelled is what a reader sees of d, without blanks.
func spelled(d *agreement.Document) string {
	var b strings.Builder
	say := func(s ...string) {
		for _, s := range s {
			b.WriteString(squash(s))
		}
	}
	say(d.Title)
	if d.Status == agreement.Draft {
		say("DRAFT")
	}
	fact := func(name, value string) {
		if value != "" {
			say(name, ":", value)
		}
	}
	fact("Reference", d.Reference)
	fact("Effective date", d.Date)
	for _, p := range d.Parties {
		say("Party:", p.Name)
		if p.Native != "" {
			say("(", p.Native, ")")
		}
		if p.Short != "" {
			say(`,"`, p.Short, `"`)
		}
	}
	spellBlocks(say, d.Body, true)
	say(d.Notice)
	fact("Document digest", d.Digest)
	return b.String()
}

func spellBlocks(say func(...string), body []agreement.Block, top bool) {
	for _, x := range body {
		switch x := x.(type) {
		case *agreement.Clause:
			heading := strings.Join(allWords(x.Heading), "")
			say(x.Label)
			say(allWords(x.Heading)...)
			if end := strings.TrimRight(heading, " "); !top && x.Kind == agreement.Numbered && end != "" && !strings.ContainsAny(end[len(end)-1:], ".?!:;") {
				say(".")
			}
			spellBlocks(say, x.Body, false)
		case *agreement.Signatures:
			say(allWords(x.Lead)...)
			for _, s := range x.Blocks {
				line := strings.Repeat("_", 30)
				say(s.Party, s.Native, "Signature", line, "Name", cmp.Or(s.Name, line), "Title", cmp.Or(s.Title, line), "Date", line)
			}
		default:
			agreement.Inlines(x, func(in []agreement.Inline) { say(allWords(in)...) })
		}
	}
}

// allWords is the words of a run of a redline, the old number of a renumbered
// reference included.
func allWords(in []agreement.Inline) (words []string) {
	for _, x := range in {
		if r, ok := x.(*agreement.Ref); ok {
			words = append(words, r.Was)
		}
		words = append(words, agreement.Words([]agreement.Inline{x}))
	}
	return words
}
