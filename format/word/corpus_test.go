package word

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// corpus is a folder of real files and of files edited in other programs, with the
// texts that independent programs agree on. It is not part of the project.
const corpus = "../../../shared/word"

// TestCorpus reads each file and compares what it says, accepted and rejected, and
// how its paragraphs are numbered, where the folder stands.
func TestCorpus(t *testing.T) {
	files, _ := filepath.Glob(corpus + "/*/*/*.docx")
	edited, _ := filepath.Glob(corpus + "/*/*.docx")
	pairs, right := 0, 0
	for _, name := range append(files, edited...) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		stem := strings.TrimSuffix(name, ".docx")
		f, err := readFile(filepath.Base(name), data)
		if err != nil {
			if !strings.HasSuffix(stem, "NOT-WELL-FORMED") {
				t.Error(err)
			}
			continue
		}
		for _, side := range []string{"accept", "reject"} {
			agreed, err := os.ReadFile(stem + "." + side + ".txt")
			if err != nil {
				continue
			}
			pairs++
			view, _ := f.view(side == "accept")
			body, _, _ := strings.Cut(string(agreed), "\n--- ")
			got, want := folded(lines(view, false)), folded(strings.Split(body, "\n"))
			if f := formula[filepath.Base(name)]; f != "" {
				got = strings.Replace(got, f+"\n", "", 1)
			}
			if got == want {
				right++
			} else {
				t.Errorf("%s, %s:\n%s", name, side, firstDifference(got, want))
			}
		}
		if want, err := os.ReadFile(stem + ".numbers.txt"); err == nil {
			view, _ := f.view(true)
			compareNumbers(t, name, lines(view, true), strings.Split(string(want), "\n"))
		}
	}
	t.Logf("%d of %d texts", right, pairs)
}

// formula is what those texts leave out and Word prints.
var formula = map[string]string{
	"HC031-Complicated-Document.docx":          "x+an=k=0nnkxkan-k",
	"testWORD_2006ml.docx":                     "34",
	"DocumentVisitor-compatible_features.docx": "a-m=1am",
}

func folded(lines []string) string {
	var out []string
	for _, s := range lines {
		if s = strings.Join(strings.Fields(strings.ReplaceAll(s, "\u2011", "-")), " "); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n")
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			return "got  " + strings.Join(g[min(i, len(g)):min(i+3, len(g))], " / ") + "\nwant " + strings.Join(w[min(i, len(w)):min(i+3, len(w))], " / ")
		}
	}
	return ""
}

func compareNumbers(t *testing.T, name string, got, want []string) {
	have := map[string]string{}
	var texts []string
	for _, s := range got {
		if label, text, ok := strings.Cut(s, "\t"); ok {
			texts = append(texts, strings.Join(strings.Fields(label), " ")+"\t"+strings.Join(strings.Fields(text), " "))
			have[label] = text
		}
	}
	at := 0
	for _, s := range want {
		label, text, ok := strings.Cut(s, "\t")
		if !ok || strings.HasPrefix(label, "??") {
			continue
		}
		label, text = strings.Join(strings.Fields(label), " "), strings.Join(strings.Fields(text), " ")
		found := false
		for i := at; i < len(texts); i++ {
			if l, x, _ := strings.Cut(texts[i], "\t"); l == label && strings.HasPrefix(x, text) {
				at, found = i+1, true
				break
			}
		}
		if !found {
			t.Errorf("%s: no paragraph %q %.60q", name, label, text)
		}
	}
}
