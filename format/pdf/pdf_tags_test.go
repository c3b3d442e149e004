package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

// A listener reads a file as a program that reads it aloud does: by the tree of its
// elements, with the words that each page marks as theirs.
type listener struct {
	*reader
	t      *testing.T
	words  map[string]string // of each marked content, by page and number
	way    map[string]reference
	pages  map[reference]int
	used   map[string]bool
	spoken []string
	tags   []string
	depth  int
	shown  bool // it is in a figure, of which the alternative is heard
}

// listen reads a file aloud, and fails where the tree, the way back from the pages
// to it and the marks on the pages do not agree one to one.
func listen(t *testing.T, pdf []byte) *listener {
	t.Helper()
	r, catalog := catalogOf(t, pdf)
	l := &listener{reader: r, t: t, words: map[string]string{}, way: map[string]reference{}, pages: map[reference]int{}, used: map[string]bool{}}
	root, _ := r.dict(catalog["StructTreeRoot"])
	if marked, _ := catalog["MarkInfo"].(dict); marked["Marked"] != keyword("true") || root == nil {
		t.Fatalf("the file is not tagged: %v", catalog)
	}
	numbers, _ := r.dict(root["ParentTree"])
	nums := numbers["Nums"].(array)
	keys := map[int]any{}
	for i := 0; i < len(nums); i += 2 {
		keys[nums[i].(int)] = nums[i+1]
	}
	for ref, n := range pageNumbers(r, catalog) {
		l.pages[ref] = n
		page, _ := r.dict(ref)
		if page["Tabs"] != name("S") {
			t.Errorf("page %d has no tab order of the structure", n)
		}
		l.page(n, page)
		list, _ := r.resolve(keys[page["StructParents"].(int)])
		for i, back := range list.(array) {
			l.way[fmt.Sprintf("%d/%d", n, i)] = back.(reference)
		}
		notes, _ := page["Annots"].(array)
		for _, note := range notes {
			d, _ := r.dict(note)
			if plainText(d["Contents"])+plainText(d["TU"]) == "" {
				t.Errorf("page %d has a link or a field that says nothing", n)
			}
			l.way[fmt.Sprint(note)] = keys[d["StructParent"].(int)].(reference)
		}
	}
	l.element(root["K"], 0)
	for content := range l.way {
		if !l.used[content] {
			t.Errorf("%s belongs to no element", content)
		}
	}
	return l
}

// page collects the words of each marked content of a page; all that is drawn
// stands in one, or in an artifact.
func (l *listener) page(n int, page dict) {
	_, stream := l.dict(page["Contents"])
	content, err := l.decode(dict{"Filter": name("FlateDecode")}, stream)
	if err != nil {
		l.t.Fatal(err)
	}
	resources, _ := l.dict(page["Resources"])
	fonts := resources["Font"].(dict)
	var open []string
	var font dict
	for line := range bytes.Lines(content) {
		s := strings.TrimSuffix(string(line), "\n")
		switch {
		case strings.HasSuffix(s, "BDC"), strings.HasSuffix(s, "BMC"):
			id := "artifact"
			if _, after, ok := strings.Cut(s, "/MCID "); ok {
				id = fmt.Sprintf("%d/%s", n, strings.TrimSuffix(after, ">> BDC"))
			}
			if len(open) > 0 && !strings.HasPrefix(s, "/Span") {
				l.t.Errorf("page %d: %s within other marked content", n, s)
			}
			open = append(open, id)
		case s == "EMC":
			open = open[:len(open)-1]
		case strings.HasSuffix(s, "Tf"):
			font, _ = l.dict(fonts[strings.Fields(s[strings.LastIndex(s, "/")+1:])[0]])
		case strings.HasSuffix(s, "]TJ"), strings.HasSuffix(s, "re f"):
			if len(open) == 0 {
				l.t.Errorf("page %d draws %q unmarked", n, s)
			} else if strings.HasSuffix(s, "]TJ") && len(open) == 1 { // not a hyphen that the word does not have
				l.words[open[0]] += decode(l.reader, font, stringsOf(s))
			}
		}
	}
	if len(open) > 0 {
		l.t.Errorf("page %d leaves marked content open", n)
	}
}

// element reads an element aloud.
func (l *listener) element(v any, parent reference) {
	ref := v.(reference)
	d, _ := l.dict(ref)
	if up, _ := d["P"].(reference); parent != 0 && up != parent {
		l.t.Errorf("an element in %d says that it is in %d", parent, up)
	}
	l.tags = append(l.tags, strings.Repeat(" ", l.depth)+string(d["S"].(name)))
	if d["S"] == name("Figure") { // what it shows is said in its place
		l.spoken = append(l.spoken, plainText(d["Alt"]), " ")
		l.shown = true
		defer func() { l.shown = false }()
	}
	l.depth++
	kids, _ := d["K"].(array)
	for _, kid := range kids {
		page := l.pages[asReference(d["Pg"])]
		switch kid := kid.(type) {
		case reference:
			l.element(kid, ref)
			continue
		case int:
			l.content(fmt.Sprintf("%d/%d", page, kid), ref)
		case dict:
			if kid["Type"] == name("OBJR") {
				l.belongs(fmt.Sprint(kid["Obj"]), ref)
			} else {
				l.content(fmt.Sprintf("%d/%d", l.pages[kid["Pg"].(reference)], kid["MCID"]), ref)
			}
		}
	}
	l.depth--
}

func asReference(v any) reference { r, _ := v.(reference); return r }

func (l *listener) content(id string, of reference) {
	l.belongs(id, of)
	words, ok := l.words[id]
	if !ok && l.way[id] == 0 {
		l.t.Errorf("an element has %s, which is not on its page", id)
	}
	if !l.shown {
		l.spoken = append(l.spoken, words)
	}
}

func (l *listener) belongs(id string, of reference) {
	if l.used[id] {
		l.t.Errorf("%s belongs to two elements", id)
	}
	if l.used[id] = true; l.way[id] != of {
		l.t.Errorf("%s belongs to %d, and the way back leads to %d", id, of, l.way[id])
	}
}

// inOrder is the words of a document in the order of the tree, without what only
// an eye needs.
func inOrder(d *agreement.Document) []string {
	var out []string
	take := func(s string) { out = append(out, strings.Fields(s)...) }
	var blocks func(body []agreement.Block)
	inlines := func(in []agreement.Inline) {
		var b strings.Builder
		for _, x := range in {
			_, words := inlineChange(x)
			b.WriteString(words)
		}
		take(b.String())
	}
	blocks = func(body []agreement.Block) {
		for _, b := range body {
			switch b := b.(type) {
			case *agreement.Clause:
				take(b.Label)
				inlines(b.Heading)
				blocks(b.Body)
			case *agreement.Paragraph:
				inlines(b.Text)
			case *agreement.Table:
				if b.Drawing != nil {
					take(b.Drawing.Title + " " + strings.TrimLeft(strings.TrimPrefix(b.Drawing.Alt, b.Drawing.Title), ".: "))
				}
				for _, c := range b.Head {
					inlines(c)
				}
				for _, r := range b.Rows {
					for _, c := range r.Cells {
						inlines(c)
					}
				}
			case *agreement.Signatures:
				inlines(b.Lead)
				for _, s := range b.Blocks {
					take("Signed for and on behalf of " + s.Party + " " + s.Native + " Signature Name " + s.Name + " Title " + s.Title + " Date")
					if s.Seal {
						take("Seal or chop")
					}
				}
			}
		}
	}
	blocks(d.Body)
	return out
}

// TestAListenerHearsTheAgreement reads agreements through their structure: every
// word of the document, in its order, and each once, though tables are divided, heads
// repeated and pages turned.
func TestAListenerHearsTheAgreement(t *testing.T) {
	for title, d := range map[string]*agreement.Document{"bilateral": bilateral(), "a pool of forty": pool(40)} {
		t.Run(title, func(t *testing.T) {
			l := listen(t, printPDF(t, d))
			heard := strings.ReplaceAll(strings.Join(l.spoken, ""), "\u00AD", "")
			words := strings.Fields(strings.ReplaceAll(heard, "\u00A0", " "))
			want, got := letters(inOrder(d)), letters(words)
			for len(got) > 0 && !slices.Equal(got[:min(3, len(got))], want[:3]) { // title page and contents
				got = got[1:]
			}
			for at := range want {
				if at >= len(got) || got[at] != want[at] {
					t.Fatalf("after %d of %d words it reads %q, where the agreement has %q", at, len(want), got[min(at, len(got)):min(at+12, len(got))], want[at:min(at+12, len(want))])
				}
			}
			if len(got) > len(want) {
				t.Errorf("after the agreement it reads %q", got[len(want):])
			}
		})
	}
}

// letters are words as they are compared: without the stop that ends a run-in
// heading.
func letters(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.TrimRight(w, ".")
	}
	return out
}

// TestStructure checks that levels of headings and parts of lists and tables stand
// where ISO 14289-1 wants them.
func TestStructure(t *testing.T) {
	in := map[string][]string{
		"LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}, "TR": {"Table"}, "TH": {"TR"}, "TD": {"TR"}, "TOCI": {"TOC"},
		"TOC": {"Sect", "TOC"}, "Reference": {"TOCI"}, "Link": {"Reference", "P", "LBody", "TD", "TH", "H2", "H3"},
	}
	l := listen(t, printPDF(t, pool(12)))
	var path []string
	level := 0
	for _, line := range l.tags {
		tag := strings.TrimLeft(line, " ")
		path = append(path[:len(line)-len(tag)], tag)
		if want := in[tag]; want != nil && !slices.Contains(want, path[len(path)-2]) {
			t.Errorf("%s stands in %s", tag, path[len(path)-2])
		}
		if tag[0] == 'H' {
			n := int(tag[1] - '0')
			if n > level+1 {
				t.Errorf("a heading of level %d follows one of level %d", n, level)
			}
			level = n
		}
	}
	if level == 0 {
		t.Error("there are no headings")
	}
}

// TestListsSayHowTheyAreCounted reads the attributes of the lists of an agreement that
// has provisions 1.1 and items (a).
func TestListsSayHowTheyAreCounted(t *testing.T) {
	for label, want := range map[string]string{"(1)": "Decimal", "1.1": "Decimal", "(a)": "LowerAlpha", "(A)": "UpperAlpha", "(i)": "LowerRoman", "I.": "UpperRoman", "": "None", "§ 3": "Decimal"} {
		d := &agreement.Document{Title: "T", Status: agreement.Draft, Body: []agreement.Block{&agreement.Clause{ID: "s", Label: "1.", Heading: sampleText("S"), Body: []agreement.Block{
			&agreement.Clause{ID: "s.1", Label: label, Body: []agreement.Block{samplePara("Words.")}}}}}}
		var b bytes.Buffer
		if err := Write(&b, d, Options{}); err != nil {
			t.Fatal(err)
		}
		r, catalog := catalogOf(t, b.Bytes())
		tree, _ := r.dict(catalog["StructTreeRoot"])
		if got := listNumberings(r, tree["K"]); len(got) != 1 || got[0] != want {
			t.Errorf("%q: the list is counted as %v, want %s", label, got, want)
		}
	}
}

// listNumberings is how the lists under a structure element are counted.
func listNumberings(r *reader, v any) (all []string) {
	if list, ok := v.(array); ok {
		for _, x := range list {
			all = append(all, listNumberings(r, x)...)
		}
		return all
	}
	d, _ := r.dict(v)
	if d == nil {
		return nil
	}
	if d["S"] == name("L") {
		about, _ := d["A"].(dict)
		counts, _ := about["ListNumbering"].(name)
		all = append(all, string(counts))
	}
	return append(all, listNumberings(r, d["K"])...)
}
