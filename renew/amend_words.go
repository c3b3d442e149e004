package renew

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// paragraph writes the instructions for a paragraph of a clause, at an index of its
// body. It reports false where the paragraph cannot be named or its place not told.
func (a *amender) paragraph(c *agreement.Clause, i int, p *agreement.Paragraph) bool {
	switch p.Change {
	case agreement.Deleted, agreement.MovedFrom:
		where, ok := a.citeParagraph(c, p)
		if !ok || where == "" || !strings.HasPrefix(where, "the ") {
			return false
		}
		a.covered[p]++
		a.add(schema.Superseded{Provision: where, Action: deleteIt})
		return true
	case agreement.Inserted, agreement.MovedTo:
		where, ok := a.placeAfter(c, i)
		if !ok {
			return false
		}
		a.covered[p]++
		a.add(schema.Superseded{Provision: where, Action: insertAfter, Passages: appendText(nil, wordsOf(p.Text, newSide))})
		return true
	case agreement.Unchanged:
	}
	if !anyChanged(p.Text) {
		return true
	}
	where, ok := a.citeParagraph(c, p)
	if !ok || broken(p.Text) {
		return false
	}
	a.covered[p]++
	a.words(c, where, p.Text)
	return true
}

// broken reports whether a paragraph was split, or joined to another.
func broken(in []agreement.Inline) bool {
	for _, x := range in {
		if t, ok := x.(*agreement.Text); ok && t.Break {
			return true
		}
	}
	return false
}

// citeParagraph names a paragraph of the old draft: by its clause where it is the
// only one, a definition by its term, the first of a clause with provisions under
// it as the opening words, any other by its place.
func (a *amender) citeParagraph(c *agreement.Clause, p *agreement.Paragraph) (string, bool) {
	if term := definedTerm(p); term != "" {
		return fmt.Sprintf("the definition of “%s” in %s", term, a.citeInText(c)), true
	}
	place, count, provisions, before := -1, 0, false, false
	for _, b := range c.Body {
		switch b := b.(type) {
		case *agreement.Paragraph:
			if b == p {
				place, before = count, !provisions
			}
			if oldSide.has(b.Change) && definedTerm(b) == "" {
				count++
			}
		case *agreement.Clause:
			provisions = provisions || oldSide.has(b.Change)
		case *agreement.Table, *agreement.Signatures:
		}
	}
	label := c.Label != "" || c.Kind == agreement.Front
	switch {
	case place < 0 || !label:
		return "", false
	case count == 1 && !provisions && !own2(c):
		return a.cite(c), true
	case place == 0 && before && provisions:
		return a.opening(c), true
	}
	return fmt.Sprintf("the %s unnumbered paragraph of %s", ordinal(place), a.citeInText(c)), true
}

// own2 reports whether a clause has a table in the old draft beside its words.
func own2(c *agreement.Clause) bool {
	for _, b := range c.Body {
		if t, ok := b.(*agreement.Table); ok && oldSide.has(t.Change) {
			return true
		}
	}
	return false
}

// definedTerm is the term that a paragraph of the old draft defines, or "".
func definedTerm(p *agreement.Paragraph) string {
	if !strings.Contains(p.ID, "term:") {
		return ""
	}
	for _, x := range p.Text {
		if d, ok := x.(*agreement.Define); ok && oldSide.has(d.Change) {
			return d.Term
		}
	}
	return ""
}

// placeAfter names the block of the old draft after which another is inserted at an
// index of a clause's body.
func (a *amender) placeAfter(c *agreement.Clause, i int) (string, bool) {
	for j := i - 1; j >= 0; j-- {
		switch b := c.Body[j].(type) {
		case *agreement.Paragraph:
			if oldSide.has(b.Change) {
				where, ok := a.citeParagraph(c, b)
				return where, ok && strings.HasPrefix(where, "the ")
			}
		case *agreement.Table:
			if oldSide.has(b.Change) {
				return a.citeTable(c, b), true
			}
		case *agreement.Clause:
			if oldSide.has(b.Change) {
				return "", false // it would read as a part of that provision
			}
		case *agreement.Signatures:
			return "", false
		}
	}
	return "", false
}

// A hunk is words of the old draft and what stands in their place in the new one.
type hunk struct{ old, new string }

// mostHunks is the number of places in one paragraph above which it is replaced as
// a whole, so that the reader need not put it together.
const mostHunks = 3

// words replaces words of a paragraph of a clause, or the whole of it.
func (a *amender) words(c *agreement.Clause, where string, in []agreement.Inline) {
	before, after := wordsOf(in, oldSide), wordsOf(in, newSide)
	s, heading := schema.Superseded{Provision: where}, ""
	if where == a.cite(c) {
		s.Heading, heading = titleOf(c, oldSide), wordsOf(c.Heading, oldSide)
	}
	hunks, ok := hunksOf(heading, in)
	changed := 0
	for _, h := range hunks {
		changed += max(len(strings.Fields(h.old)), len(strings.Fields(h.new)))
	}
	if ok && len(hunks) <= mostHunks && 2*changed <= max(len(strings.Fields(before)), 6) {
		for _, h := range hunks {
			s.Action, s.Old, s.New = replaceWords, h.old, h.new
			a.add(s)
		}
		return
	}
	s.Action, s.Passages = replaceIt, appendText(nil, after)
	if where == a.cite(c) {
		s.Passages = passagesOf([]*agreement.Clause{c})
	}
	a.add(s)
}

// hunksOf is the places in which a paragraph changed, each with as many words
// around it as it takes to name it: the old words stand once in the heading and the
// paragraph. ok is false where that cannot be.
func hunksOf(heading string, in []agreement.Inline) (hunks []hunk, ok bool) {
	whole := heading + " " + rawWords(in, oldSide)
	tokens := tokensOf(in)
	floor := 0
	for from := 0; from < len(tokens); {
		if tokens[from].change == agreement.Unchanged {
			from++
			continue
		}
		to := from
		for next := from; next < len(tokens); next++ {
			if tokens[next].change != agreement.Unchanged {
				to = next + 1
			} else if next-to >= nearWords {
				break
			}
		}
		lo, hi := widen(tokens, floor, from, to, whole)
		if lo < 0 {
			return nil, false
		}
		hunks = append(hunks, hunk{old: spell(tokens[lo:hi], oldSide), new: spell(tokens[lo:hi], newSide)})
		from, floor = hi, hi
	}
	return joined(hunks, whole)
}

// nearWords is how many words that stay, blanks included, may lie between two
// changes that are named together.
const nearWords = 6

// joined reports whether each hunk stands once, also where those before it have been
// carried out already.
func joined(hunks []hunk, whole string) ([]hunk, bool) {
	for i, h := range hunks {
		if strings.Count(whole, h.old) != 1 {
			return nil, false
		}
		for j, other := range hunks {
			if i != j && strings.Contains(other.new, h.old) {
				return nil, false
			}
		}
	}
	return hunks, true
}

// widen takes words around a change until the old words stand once in the whole and
// neither draft's are empty; those before floor are taken already. lo is -1 where that cannot be.
func widen(tokens []token, floor, from, to int, whole string) (lo, hi int) {
	lo, hi = from, to
	for {
		old, new := spell(tokens[lo:hi], oldSide), spell(tokens[lo:hi], newSide)
		if complete(old) && complete(new) && strings.Count(whole, old) == 1 && bounded(whole, old) {
			return lo, withUnit(tokens, lo, hi, old, whole)
		}
		switch {
		case lo > floor && tokens[lo-1].change == agreement.Unchanged:
			lo--
		case hi < len(tokens) && tokens[hi].change == agreement.Unchanged:
			hi++
		default:
			return -1, -1
		}
	}
}

// complete reports whether words can stand between quotation marks: there are some,
// and no blank is lost at their ends.
func complete(words string) bool { return words != "" && strings.TrimSpace(words) == words }

// withUnit takes the words after a bare number or another single short word, so that
// "30 days" is replaced, or "10 Business Days", and not "30" or "10".
func withUnit(tokens []token, lo, hi int, old, whole string) int {
	if len(old) > 8 || strings.Contains(old, " ") {
		return hi
	}
	for _, n := range []int{4, 2} {
		if hi+n > len(tokens) || slices.ContainsFunc(tokens[hi:hi+n], func(t token) bool { return t.change != agreement.Unchanged }) {
			continue
		}
		wider := spell(tokens[lo:hi+n], oldSide)
		if n == 4 && !strings.HasSuffix(wider, " Business Days") {
			continue
		}
		if complete(wider) && wider != old && strings.Count(whole, wider) == 1 && bounded(whole, wider) {
			return hi + n
		}
	}
	return hi
}

// bounded reports whether words stand in a text as whole words.
func bounded(whole, words string) bool {
	i := strings.Index(whole, words)
	before, after := whole[:i], whole[i+len(words):]
	return !(endsInLetter(before) && beginsWithLetter(words)) && !(endsInLetter(words) && beginsWithLetter(after))
}

// A token is a word, or the blank between two, of a marked paragraph.
type token struct {
	text   [2]string // as each draft prints it
	change agreement.Change
}

func tokensOf(in []agreement.Inline) []token {
	var out []token
	for _, x := range in {
		change := agreement.ChangeOf(x)
		if t, ok := x.(*agreement.Text); ok {
			for _, word := range pieces(t.Text) {
				out = append(out, token{[2]string{word, word}, change})
			}
			continue
		}
		out = append(out, token{[2]string{inlineText(x, oldSide), inlineText(x, newSide)}, change})
	}
	return out
}

// pieces splits a text before and after each blank.
func pieces(s string) []string {
	var out []string
	for s != "" {
		i := strings.IndexByte(s, ' ')
		switch {
		case i < 0:
			return append(out, s)
		case i > 0:
			out = append(out, s[:i])
		}
		out, s = append(out, " "), s[i+1:]
	}
	return out
}

func spell(tokens []token, s side) string {
	var b strings.Builder
	for _, t := range tokens {
		if s.has(t.change) {
			b.WriteString(t.text[s])
		}
	}
	return b.String()
}

func rawWords(in []agreement.Inline, s side) string {
	var b strings.Builder
	for _, x := range in {
		b.WriteString(inlineText(x, s))
	}
	return b.String()
}
