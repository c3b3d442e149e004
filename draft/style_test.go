package draft_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
)

// longSentence is how many words a sentence may have before it counts as long.
const longSentence = 40

// styleFile is the measure of each example: a change of the library shows in it what
// it does to those who read its agreements.
const styleFile = "../testdata/style.txt"

// TestStyle measures what makes an agreement hard to read: words, sentences of more than
// 40 words, and terms that are defined and used once.
func TestStyle(t *testing.T) {
	lib := library(t)
	var b strings.Builder
	fmt.Fprintf(&b, "%-26s %7s %9s %6s %6s %5s\n", "example", "words", "sentences", "long", "terms", "once")
	for _, file := range examples(t) {
		res, err := lib.Assemble(load(t, file), assemble.Options{})
		if err != nil {
			t.Fatal(file, err)
		}
		words, sentences, long := proseOf(res.Document.Body)
		terms, once := termsOf(res.Document.Body)
		fmt.Fprintf(&b, "%-26s %7d %9d %6d %6d %5d\n", nameOf(file), words, sentences, long, terms, len(once))
	}
	if *update {
		if err := os.WriteFile(styleFile, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(styleFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("the agreements read differently (-was +is; rewrite with -update, and read the difference):\n%s", diff)
	}
}

var sentenceEnd = regexp.MustCompile(`[.;:](\s|$)`)

// proseOf counts the words of paragraphs, their sentences and those that are long. An
// item of a list is a sentence of its own, as one reads it.
func proseOf(body []agreement.Block) (words, sentences, long int) {
	agreement.Walk(body, func(x agreement.Block) bool {
		p, ok := x.(*agreement.Paragraph)
		if !ok {
			return true
		}
		for _, s := range sentenceEnd.Split(agreement.Words(p.Text), -1) {
			n := len(strings.Fields(s))
			if words += n; n > 0 {
				sentences++
			}
			if n > longSentence {
				long++
			}
		}
		return true
	})
	return words, sentences, long
}

// termsOf counts the terms that are defined, and names those that the rest of the
// agreement uses at most once.
func termsOf(body []agreement.Block) (terms int, once []string) {
	var defined []string
	var b strings.Builder
	agreement.Walk(body, func(x agreement.Block) bool {
		agreement.Inlines(x, func(in []agreement.Inline) {
			for _, w := range in {
				if d, ok := w.(*agreement.Define); ok {
					defined = append(defined, d.Term)
				}
			}
			b.WriteString(agreement.Words(in) + "\n")
		})
		return true
	})
	for _, term := range defined {
		uses := regexp.MustCompile(`\b`+regexp.QuoteMeta(strings.TrimSuffix(term, "y"))+`(y|ies|s|es)?\b`).FindAllString(b.String(), -1)
		if len(uses) <= 2 { // where it is defined, and one more
			once = append(once, term)
		}
	}
	slices.Sort(once)
	return len(defined), once
}
