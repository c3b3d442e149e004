package markdown_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/markdown"
)

// checkReadBack fails unless d, printed, is read back as it was, and printed
// again is the same file.
func checkReadBack(t *testing.T, d *agreement.Document) {
	t.Helper()
	src := printed(t, d)
	back, m, err := markdown.ReadWithMap("a.md", src)
	if err != nil {
		t.Fatalf("%v in\n%s", err, src)
	}
	if want, got := dump(d), dump(back); want != got {
		t.Fatalf("read back (-want +got):\n%s\n%s", cmp.Diff(want, got), src)
	}
	if again := printed(t, back); !bytes.Equal(src, again) {
		t.Fatalf("printed again (-want +got):\n%s", cmp.Diff(string(src), string(again)))
	}
	checkMap(t, back, m)
}

func TestReadBack(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		data := make([]byte, 20+random.IntN(400))
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		checkReadBack(t, (&maker{bytes: data}).document())
		if t.Failed() {
			return
		}
	}
}

func FuzzReadBack(f *testing.F) {
	f.Add([]byte("a seed that makes a small agreement with a section, a table and a signature page"))
	f.Fuzz(func(t *testing.T, data []byte) {
		checkReadBack(t, (&maker{bytes: data[:min(len(data), 100)]}).document()) // beyond, it is more of the same
	})
}

// checkMap fails unless the spans of m cover its file in reading order, and each
// inline stands where m says.
func checkMap(t *testing.T, d *agreement.Document, m *markdown.SourceMap) {
	t.Helper()
	at := m.Head.End
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		span := m.Block(b)
		if span.Start != at || span.End < span.Start {
			t.Errorf("block %T is at %v, want it to begin at %d", b, span, at)
		}
		at = span.End
		within := span.Start
		if c, ok := b.(*agreement.Clause); ok && c.Label != "" {
			within = m.Label(c).End
			if m.Label(c).Start < span.Start {
				t.Errorf("label %q is at %v, outside %v", c.Label, m.Label(c), span)
			}
		}
		for _, row := range m.Rows(b) {
			if row.Start < span.Start || row.End > span.End {
				t.Errorf("row is at %v, outside %v", row, span)
			}
		}
		agreement.Inlines(b, func(in []agreement.Inline) {
			for _, x := range in {
				s := m.Inline(x)
				if s.Start < within || s.End > span.End || s.End < s.Start {
					t.Errorf("%q is at %v, want it between %d and %d", agreement.Words([]agreement.Inline{x}), s, within, span.End)
				}
				within = s.End
				checkOffsets(t, x, m)
			}
		})
		return true
	})
	if at != m.Tail.Start || m.Tail.End != len(m.Source) {
		t.Errorf("blocks end at %d; the tail is %v of %d", at, m.Tail, len(m.Source))
	}
}

// checkOffsets fails unless each plain letter of x stands where m says.
func checkOffsets(t *testing.T, x agreement.Inline, m *markdown.SourceMap) {
	t.Helper()
	words := agreement.Words([]agreement.Inline{x})
	last := m.Inline(x).Start
	for i := range len(words) {
		at := m.Offset(x, i)
		if at < last || at > m.Inline(x).End {
			t.Errorf("byte %d of %q is at %d, outside %d to %d", i, words, at, last, m.Inline(x).End)
			return
		}
		last = at
		if c := words[i]; (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') && m.Source[at] != c && m.Source[at] != '&' {
			t.Errorf("byte %d of %q is at %d, where the file has %q", i, words, at, m.Source[at])
			return
		}
	}
}

// FuzzRead reads anything: it must not fail in another way than by saying what
// is wrong, and what it reads must be where it says.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"# T\n\n## 1. A\n\n1.1 **B.** See Section 1.1(a).\n\n    (a) c\n\n| d | e |\n|---|---|\n| f | g | h |\n", "1. a\n1.1 b\n(a) c\n(i) d",
		"T\n===\n\n- a\n- b\n\n> (a) c\nd\\\ne", "| a |\n|---|\n", "**1.1 A.** b", "**1.1** b", "[x](#y) ![a](b) <http://c> `d` \"**e**\" **\"f\"**",
		"<a id=\"x\"></a>\n\n[g](#x)", "<!-- a", "```\nb\n```", "\ufeff# A", "a\r\n\r\nb\r\n", "# Schedule 1 – A\n\n1. b\n", "&#10;&amp;&bogus;", "\"**", "**\"a\"**",
		"0\n> ", "> \n", "| **A** | b |\n| --- | --- |\n| Signature | __________ |\n", "- Party: **A\n", "<!-- engross 1 a b\n0 n 1. 1 - x\n-->\n", "---\n\nDocument digest: x\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		d, m, err := markdown.ReadWithMap("a.md", src)
		if err != nil {
			if ps, ok := errors.AsType[agreement.Problems](err); !ok || ps.Count(agreement.Error) == 0 {
				t.Errorf("the error is %#v, want Problems", err)
			}
			return
		}
		checkMap(t, d, m)
		ids := map[string]bool{}
		agreement.Walk(d.Body, func(b agreement.Block) bool {
			if c, ok := b.(*agreement.Clause); ok && (c.ID == "" || ids[c.ID]) && !bytes.Contains(src, []byte("engross")) {
				t.Errorf("the ID %q is empty or given twice", c.ID)
			} else if ok {
				ids[c.ID] = true
			}
			return true
		})
	})
}

func TestReadProblems(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"empty", " \n\t\n", "a.md:1:1: error: the file is empty [unreadable]"},
		{"word processor", "PK\x03\x04", "a.md:1:3: error: the control character U+0003 is not text [unreadable]"},
		{"latin-1", "# Lizenz\n\nGeb\xfchr", "a.md:3:4: error: the file is not UTF-8 text [unreadable]"},
		{"redline", "# A\n\n1.1 <del>b</del>\n\nThis comparison was made by a program.\n", "a.md:3:5: error: this is a redline, not an agreement [unreadable]"},
	} {
		_, err := markdown.Read("a.md", []byte(c.src))
		if first, _, _ := strings.Cut(fmt.Sprint(err), "\n"); first != c.want {
			t.Errorf("%s: the error is %v, want %s", c.name, err, c.want)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	var src []byte
	src = append(src, "# Licence\n\n"...)
	for i := 1; i <= 20; i++ {
		src = fmt.Appendf(src, "## %d. Records\n\n", i)
		for j := 1; j <= 10; j++ {
			src = fmt.Appendf(src, "%d.%d **Reports.** The Licensee shall keep records under Section %d.%d%s.\n\n", i, j, j, 1, strings.Repeat(" and shall report them", 8))
		}
	}
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := markdown.Read("a.md", src); err != nil {
			b.Fatal(err)
		}
	}
}

// TestReadForeign reads an agreement as another office might write it. The tree
// is in testdata/read/foreign.tree, which -update rewrites.
func TestReadForeign(t *testing.T) {
	src, err := os.ReadFile("testdata/read/foreign.md")
	if err != nil {
		t.Fatal(err)
	}
	d, m, err := markdown.ReadWithMap("foreign.md", src)
	if err != nil {
		t.Fatal(err)
	}
	checkMap(t, d, m)
	const file = "testdata/read/foreign.tree"
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if err := os.WriteFile(file, []byte(dump(d)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), dump(d)); diff != "" {
		t.Errorf("tree (-want +got):\n%s", diff)
	}
}
