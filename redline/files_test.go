package redline_test

import (
	"flag"
	"fmt"
	unescape "html"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/redline"
)

// compareFiles is the redline of two files, each read as a draft from elsewhere or
// our own, whichever it is.
func compareFiles(t *testing.T, old, new string) *redline.Result {
	t.Helper()
	var docs [2]*agreement.Document
	for i, src := range []string{old, new} {
		d, err := markdown.Read(fmt.Sprintf("%d.md", i), []byte(src))
		if err != nil {
			t.Fatalf("%v in\n%s", err, src)
		}
		docs[i] = d
	}
	res, err := redline.Diff(docs[0], docs[1])
	if err != nil {
		t.Fatalf("%v\n--\n%s\n--\n%s", err, old, new)
	}
	return res
}

func flagged(name string) bool {
	f := flag.Lookup(name)
	return f != nil && f.Value.String() == "true"
}

// TestFiles compares pairs of files: in each archive of testdata/files the two of a
// name, "name.old" and "name.new", have the changes in "name.changes". A file is
// that without the changes made by the edits, which are "words => words", a line
// each, in "name.edits" instead of "name.new".
func TestFiles(t *testing.T) {
	archives, err := filepath.Glob("testdata/files/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no test files: %v", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			out := txtar.Archive{Comment: ar.Comment}
			old, shared := "", ""
			for _, f := range ar.Files {
				kind := filepath.Ext(f.Name)
				switch kind {
				case ".changes":
					continue
				case ".old":
					old = string(f.Data)
					if f.Name == "shared.old" {
						shared = old
					}
				}
				out.Files = append(out.Files, f)
				if kind == ".old" {
					continue
				}
				new := string(f.Data)
				if kind == ".edits" {
					old, new = shared, edited(t, shared, new)
				}
				res := compareFiles(t, old, new)
				out.Files = append(out.Files, txtar.File{Name: strings.TrimSuffix(f.Name, kind) + ".changes", Data: []byte(listed(res))})
			}
			data := txtar.Format(&out)
			if flagged("update") {
				if err := os.WriteFile(name, data, 0o666); err != nil {
					t.Fatal(err)
				}
			} else if want := string(txtar.Format(ar)); string(data) != want {
				t.Errorf("got:\n%s", data)
			}
		})
	}
}

// edited is src after edits of the form "words => words"; \n is the end of a line.
func edited(t *testing.T, src, edits string) string {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSuffix(edits, "\n"), "\n") {
		from, to, _ := strings.Cut(strings.ReplaceAll(line, `\n`, "\n"), " => ")
		if !strings.Contains(src, from) {
			t.Fatalf("%q is not in\n%s", from, src)
		}
		src = strings.Replace(src, from, to, 1)
	}
	return src
}

// listed is the changes of a redline, a line each, and its last line.
func listed(res *redline.Result) string {
	var b strings.Builder
	for _, c := range res.Changes {
		fmt.Fprintf(&b, "%s %s %s %q -> %q", c.Kind, c.Scope, c.Where(), c.Before, c.After)
		if len(c.Occurrences) > 1 {
			fmt.Fprintf(&b, " in %d places", len(c.Occurrences))
		}
		b.WriteString("\n")
	}
	b.WriteString(res.Closing() + "\n")
	return b.String()
}

var (
	editsOfEach = flag.Int("edits", 400, "how many random edits are made of each file")
	seedOfEdits = flag.Uint64("seed", 3, "with what the random edits begin")
)

// TestEveryVisibleEdit makes random edits at every kind of byte of files of many
// makes, and holds the redline to another reader of Markdown: where that prints
// other words, or marks them otherwise, there is a change.
func TestEveryVisibleEdit(t *testing.T) {
	sources := map[string]string{"own": ownFile(t)}
	archives, _ := filepath.Glob("testdata/files/*.txtar")
	for _, name := range archives {
		ar, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range ar.Files {
			if strings.HasSuffix(f.Name, ".old") && len(f.Data) > 400 {
				sources[filepath.Base(name)+" "+f.Name] = string(f.Data)
			}
		}
	}
	edits := *editsOfEach
	if testing.Short() {
		edits = min(edits, 150)
	}
	names := []string{}
	for n := range sources {
		names = append(names, n)
	}
	slices.Sort(names)
	for k, name := range names {
		t.Run(name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(uint64(k), *seedOfEdits))
			old := sources[name]
			was := seen(old)
			bad := 0
			for range edits {
				new, what := randomEdit(rng, old)
				for range rng.IntN(3) {
					and := ""
					new, and = randomEdit(rng, new)
					what += " and " + and
				}
				if strings.TrimSpace(new) == "" {
					continue
				}
				res := compareFiles(t, old, new)
				agree(t, what, old, new, res)
				if len(res.Changes) > 0 || slices.Equal(was, seen(new)) {
					continue
				}
				if bad++; bad <= 8 {
					t.Errorf("%s: no change, though it prints otherwise: %s\n%s", what, firstDifference(was, seen(new)), otherLines(old, new))
				}
			}
			if bad > 5 {
				t.Errorf("%d such edits in all", bad)
			}
		})
	}
}

// agree holds against each other what a redline says in its list of changes, in its
// last line and in its runs.
func agree(t *testing.T, what, old, new string, res *redline.Result) {
	t.Helper()
	none := len(res.Changes) == 0
	if same := res.Closing() == "The two drafts have the same words."; same != none {
		t.Errorf("%s: %d changes, and it says %q", what, len(res.Changes), res.Closing())
	}
	for _, r := range res.Runs(old, new) {
		if none && r.Kind != redline.Equal && r.Kind != redline.NumberOld && r.Kind != redline.NumberNew {
			t.Errorf("%s: no change, and a run %s %q", what, r.Kind, r.Text)
		}
	}
	for _, c := range res.Changes {
		if c.Kind != redline.Moved && c.Kind != redline.Consequential && c.Before != "" && c.Before == c.After {
			t.Errorf("%s: a change whose sides are alike: %s %q", what, c.Kind, c.Before)
		}
	}
}

// ownFile is a small agreement of ours with everything in it that one can have.
func ownFile(t *testing.T) string {
	text := func(s string) *agreement.Text { return &agreement.Text{Text: s} }
	para := func(in ...agreement.Inline) *agreement.Paragraph { return &agreement.Paragraph{Text: in} }
	d := &agreement.Document{Title: "Storage agreement", Kind: "bilateral", Reference: "ST-7", Date: "1 May 2027", Status: agreement.Final,
		Parties: []agreement.Party{{Name: "Alder Storage Limited", Short: "Alder"}, {Name: "Birke GmbH", Short: "Birke"}}, Notice: "This is not legal advice.",
		Body: []agreement.Block{
			&agreement.Clause{ID: "store", Label: "1.", Number: "1", Heading: []agreement.Inline{text("Storage")}, Body: []agreement.Block{
				&agreement.Clause{ID: "store.what", Label: "1.1", Number: "1.1", Heading: []agreement.Inline{text("What is stored.")}, Body: []agreement.Block{
					para(text("Alder shall store the Goods for 3.5 years, in so far as "), &agreement.Ref{Target: "pay.fee", Text: "Section 2.1"}, text(" is kept, and:")),
					&agreement.Clause{ID: "store.a", Label: "(a)", Number: "1.1(a)", Body: []agreement.Block{para(text("dry, at 10% to 20% of humidity; and"))}},
					&agreement.Clause{ID: "store.b", Label: "(b)", Number: "1.1(b)", Body: []agreement.Block{para(text("locked for <1,000 boxes & more."))}}}},
				&agreement.Paragraph{ID: "term:Goods", Text: []agreement.Inline{&agreement.Define{Term: "Goods"}, text(" means what Birke hands over.")}}}},
			&agreement.Clause{ID: "pay", Label: "2.", Number: "2", Heading: []agreement.Inline{text("Payment")}, Body: []agreement.Block{
				&agreement.Clause{ID: "pay.fee", Label: "2.1", Number: "2.1", Body: []agreement.Block{para(text("Birke shall pay EUR 1,000 on 3 June 2027."))}},
				&agreement.Table{Align: make([]agreement.Align, 2), Head: []agreement.Cell{{text("Year")}, {text("Fee")}}, Rows: []agreement.Row{
					{Cells: []agreement.Cell{{text("2027")}, {text("EUR 10")}}}, {Cells: []agreement.Cell{{text("2028")}, {text("EUR 20")}}}}}}},
			&agreement.Clause{ID: "sign", Kind: agreement.Front, Heading: []agreement.Inline{text("Signatures")}, Body: []agreement.Block{
				&agreement.Signatures{Lead: []agreement.Inline{text("Signed:")}, Blocks: []agreement.Signatory{{Party: "Alder Storage Limited", Name: "A. Ito", Title: "Director"}, {Party: "Birke GmbH"}}}}},
		}}
	var b strings.Builder
	if err := markdown.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// randomEdit changes one thing in src and says what.
func randomEdit(rng *rand.Rand, src string) (edit, what string) {
	at := rng.IntN(len(src))
	for at > 0 && src[at]&0xc0 == 0x80 {
		at--
	}
	end := at + 1
	for end < len(src) && src[end]&0xc0 == 0x80 {
		end++
	}
	pieces := []string{"x", "7", "9", " ", "\n", "\n\n", "*", "**", "_", "`", "~~", "#", "- ", "1. ", "(b) ", "<", ">", "<s>", "</s>", "<!--", "-->", "<!-- c -->", "<div>", "</div>", "<pre>", "<td>", "<?", "\\*", "\\.", "|", "[", "](u)", "!", "\\", "&", ".", "words ", "\t", "not ", "\u00a0", "”"}
	piece := pieces[rng.IntN(len(pieces))]
	switch rng.IntN(4) {
	case 0: // a byte goes
		return src[:at] + src[end:], fmt.Sprintf("without %q at %d", src[at:end], at)
	case 1: // another stands in its place
		return src[:at] + piece + src[end:], fmt.Sprintf("%q for %q at %d", piece, src[at:end], at)
	case 2: // a line goes, or is there twice
		from, to := strings.LastIndexByte(src[:at], '\n')+1, len(src)
		if n := strings.IndexByte(src[at:], '\n'); n >= 0 {
			to = at + n + 1
		}
		if rng.IntN(2) == 0 {
			return src[:from] + src[to:], fmt.Sprintf("without the line %q", src[from:to])
		}
		return src[:to] + src[from:], fmt.Sprintf("twice the line %q", src[from:to])
	}
	return src[:at] + piece + src[at:], fmt.Sprintf("%q put in at %d", piece, at)
}

var (
	other      = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough), goldmark.WithRendererOptions(html.WithUnsafe()))
	comment    = regexp.MustCompile(`(?s)<!---?>|<!--.*?-->`)
	attributes = regexp.MustCompile(`(?:\[\])?\{#[^{}\n]+\}|(\])\{\.[a-z \t]+\}`) // pandoc's, which it knows nothing of
	point      = regexp.MustCompile(`(?m)^([ \t]*\d+)\\([.)][ \t])`)              // in which no list differs from words
	tabbed     = regexp.MustCompile(`<(/?[a-zA-Z][a-zA-Z0-9]*)\t`)                // a tag to the specification, and none to it
	counted    = regexp.MustCompile(`^\d+\)$`)
	lines      = regexp.MustCompile(`_{10,}`) // to write on
	tagged     = regexp.MustCompile(`<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>`)
	start      = regexp.MustCompile(`start="(\d+)"`)
	address    = regexp.MustCompile(`(?:href|src)="([^"]*)"`)
)

// seen is the words that another reader prints of src, each with how it is marked.
func seen(src string) (words []string) {
	if i := strings.Index(src, "<!-- engross 1 "); i >= 0 {
		src = src[:i]
	}
	var b strings.Builder
	src = tabbed.ReplaceAllString(src, "<$1 ")
	src = point.ReplaceAllString(attributes.ReplaceAllString(src, "$1"), "$1$2")
	if err := other.Convert([]byte(src), &b); err != nil {
		return nil
	}
	page := lines.ReplaceAllString(comment.ReplaceAllString(b.String(), ""), "____")
	var open, around []string // marks now, and of any letter of the word being read
	word, block := "", false
	var lists []int // the number of the last item of each that is open, -1 without
	end := func() {
		if word = unescape.UnescapeString(word); word != "" {
			if counted.MatchString(word) {
				word = strings.TrimSuffix(word, ")") + "." // which of the two a list has, it does not say
			}
			slices.Sort(around)
			if len(lists) > 0 {
				around = append(around, fmt.Sprintf("in list %d", len(lists)))
			}
			words = append(words, word+" "+strings.Join(slices.Compact(around), " "))
		}
		word, around = "", nil
	}
	say := func(s string) {
		for _, r := range s {
			if unicode.IsSpace(r) {
				end()
				continue
			}
			word += string(r)
			around = append(around, open...)
		}
	}
	at := 0
	for _, m := range tagged.FindAllStringSubmatchIndex(page, -1) {
		say(page[at:m[0]])
		at = m[1]
		if name := page[m[4]:m[5]]; block && name == "code" {
			continue
		}
		name, rest := strings.ToLower(page[m[4]:m[5]]), page[m[6]:m[7]]
		a := ""
		if x := address.FindStringSubmatch(rest); x != nil && !strings.HasPrefix(x[1], "#") {
			a = " " + x[1]
		}
		switch name {
		case "strong", "em", "del", "s", "code", "sup", "sub", "b", "i":
		case "ol", "ul":
			end()
			first := 0
			if name == "ul" {
				first = -1 << 20
			} else if x := start.FindStringSubmatch(rest); x != nil {
				first, _ = strconv.Atoi(x[1])
				first--
			}
			if m[2] == m[3] {
				lists = append(lists, first)
			} else if k := len(lists) - 1; k >= 0 {
				lists = lists[:k]
			}
			continue
		case "li":
			end()
			if k := len(lists) - 1; k >= 0 && m[2] == m[3] {
				if lists[k]++; lists[k] < 0 {
					say("-")
				} else {
					say(strconv.Itoa(lists[k]) + ".")
				}
				end()
			}
			continue
		case "span", "u":
			continue
		case "pre": // words indented as far as code are words to us
			block = m[2] == m[3]
			end()
			continue
		case "a", "img":
			if name == "a" && a == "" && m[2] == m[3] {
				continue
			}
		default:
			end()
			continue
		}
		if m[2] < m[3] {
			if k := slices.IndexFunc(open, func(o string) bool { return o == name || strings.HasPrefix(o, name+" ") }); k >= 0 {
				open = slices.Delete(open, k, k+1)
			}
		} else if name == "img" {
			end()
			words = append(words, "image"+a)
		} else {
			open = append(open, name+a)
		}
	}
	say(page[at:])
	end()
	return words
}

// otherLines is the lines in which two files differ, and those beside them.
func otherLines(old, new string) string {
	a, b := strings.Split(old, "\n"), strings.Split(new, "\n")
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	near := func(s []string) []string { return s[max(0, head-1):min(len(s), len(s)-tail+1)] }
	return fmt.Sprintf("%q\n%q", near(a), near(b))
}

func firstDifference(a, b []string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	near := func(s []string) []string { return s[max(0, min(i-1, len(s))):min(len(s), i+3)] }
	return fmt.Sprintf("%q is now %q", near(a), near(b))
}
