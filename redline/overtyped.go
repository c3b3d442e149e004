package redline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// A draft from elsewhere is read alone, and a number that goes on with nothing is no
// label in it, but a figure. Where the other draft has a provision with the same words
// after a label of the same style, somebody typed over that label.

// overtyped is both drafts with the words that are such numbers as labels.
func overtyped(old, new *agreement.Document) (was, is *agreement.Document) {
	if old.Kind != "" && new.Kind != "" {
		return old, new // the record of ours knows its labels
	}
	return relabelled(old, new), relabelled(new, old)
}

// relabelled is d with the labels that other knows.
func relabelled(d, other *agreement.Document) *agreement.Document {
	typed := typedNumbers(d)
	if len(typed) == 0 {
		return d
	}
	out := *d
	wanted := map[string]bool{}
	for _, t := range typed {
		for _, key := range startsOf(t.rest) {
			wanted[key] = true
		}
	}
	known := beginnings(other, wanted)
	if len(known) == 0 {
		return d
	}
	own, depths := beginnings(d, wanted), map[*agreement.Clause]depth{}
	depthOf(depths, other.Body, depth{})
	for k, t := range typed {
		for _, key := range startsOf(t.rest) {
			c := known[key]
			if _, has := own[key]; c == nil || has || !sameWay(c.Label, t.label) || !t.stands(c, depths[c]) {
				continue
			}
			r := relabeller{typed: t, like: c, depth: depths[c], id: "~typed." + strconv.Itoa(k)}
			out.Body, _, _ = r.within(out.Body, nil)
			break
		}
	}
	return &out
}

// sameWay reports labels that count in one way, as II. and III. do, but not 2. and 2.1.
func sameWay(a, b string) bool {
	return pattern(a) == pattern(b) && strings.ContainsAny(a, "0123456789") == strings.ContainsAny(b, "0123456789")
}

// A typedNumber begins the words of a block and is no label.
type typedNumber struct {
	block agreement.Block // a paragraph, or a clause with a heading
	label string
	size  int    // bytes of it in the words, with the blank after it
	rest  string // the words after it
}

// typedNumbers are the numbers with which blocks begin, in reading order.
func typedNumbers(d *agreement.Document) (list []typedNumber) {
	note := func(b agreement.Block, in []agreement.Inline) {
		if len(in) == 0 {
			return
		}
		first, ok := in[0].(*agreement.Text)
		if !ok {
			return
		}
		label := typedLabel(first.Text)
		if size := len(label) + 1; label != "" && len(first.Text) > size {
			list = append(list, typedNumber{b, label, size, agreement.Words(in)[size:]})
		}
	}
	var walk func(in *agreement.Clause, body []agreement.Block)
	walk = func(in *agreement.Clause, body []agreement.Block) {
		for k, b := range body {
			switch b := b.(type) {
			case *agreement.Paragraph:
				if in == nil || k > 0 || in.Label == "" || len(in.Heading) > 0 {
					note(b, b.Text)
				}
			case *agreement.Clause:
				if b.Label == "" {
					note(b, b.Heading)
				}
				walk(b, b.Body)
			case *agreement.Table, *agreement.Signatures:
			}
		}
	}
	walk(nil, d.Body)
	return list
}

// typedLabel is the label that words seem to begin with, or "".
func typedLabel(s string) string {
	const longest = 24
	s = s[:min(len(s), longest)]
	n := strings.IndexByte(s, ' ')
	if n > 0 && slices.Contains([]string{"§", "Article", "Section", "Clause", "Paragraph", "ARTICLE", "SECTION", "CLAUSE"}, s[:n]) {
		if k := strings.IndexByte(s[n+1:], ' '); k >= 0 {
			n += 1 + k
		}
	} else if n > 0 && strings.IndexByte(".)", s[n-1]) < 0 && !strings.Contains(s[:n], ".") {
		return ""
	}
	if n <= 0 || !agreement.ReadNumeral(s[:n]).Counts() {
		return ""
	}
	return s[:n]
}

// startsOf is the words of a provision, and the first of them, by which it is known where
// they were edited.
func startsOf(words string) []string {
	const few = 4
	words = strings.TrimSpace(words)
	at := 0
	for range few {
		n := strings.IndexByte(words[at:], ' ')
		if n < 0 {
			return []string{words}
		}
		at += n + 1
	}
	return []string{words, words[:at]}
}

// beginnings are the provisions of d that start with one of the words wanted; nil where
// several start so.
func beginnings(d *agreement.Document, wanted map[string]bool) map[string]*agreement.Clause {
	list := map[string]*agreement.Clause{}
	note := func(words string, c *agreement.Clause) {
		for _, key := range startsOf(words) {
			if !wanted[key] {
				continue
			}
			if _, taken := list[key]; taken {
				c = nil
			}
			list[key] = c
		}
	}
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		c, ok := b.(*agreement.Clause)
		if !ok || !counted(c.Label) {
			return true
		}
		title := agreement.Words(c.Heading)
		if title != "" {
			note(title, c)
		}
		if first, ok := runIn(c.Body); ok {
			if title != "" {
				title += " "
			}
			note(title+agreement.Words(first.Text), c)
		}
		return true
	})
	return list
}

// A relabeller makes a provision of the words that a number begins, like that of the
// other draft.
type relabeller struct {
	typed typedNumber
	like  *agreement.Clause
	depth depth // of that
	id    string
	after *agreement.Clause // the one that it follows, if it stood in that
}

// A depth is in how many clauses one stands, and at which level of lists that a page shows.
type depth struct{ clauses, lists int }

// depthOf notes how deep each clause stands.
func depthOf(depths map[*agreement.Clause]depth, body []agreement.Block, at depth) {
	for _, b := range body {
		c, ok := b.(*agreement.Clause)
		if !ok {
			continue
		}
		is := at
		if c.Label == agreement.Bullet || counts(c) {
			is.lists++
		}
		depths[c] = is
		is.clauses++
		depthOf(depths, c.Body, is)
	}
}

// counts reports an item of a list that a page counts.
func counts(c *agreement.Clause) bool {
	return len(c.Heading) == 0 && pattern(c.Label) == "1." && c.Label[0] <= '9'
}

// stands reports words that a page shows where it shows c: in a list, if that is an item.
func (t *typedNumber) stands(c *agreement.Clause, at depth) bool {
	p, ok := t.block.(*agreement.Paragraph)
	if !ok || !counts(c) {
		return true
	}
	first, ok := p.Text[0].(*agreement.Text)
	return ok && slices.Contains(strings.Split(first.Mark, "; "), levelMark(at))
}

// levelMark is how the words of an item are marked that is read as none.
func levelMark(at depth) string { return fmt.Sprintf("at level %d of a list", at.lists) }

// within is body with that provision. Where it stands in one of the same style, which it
// follows, and does not belong to body, it is beside, and has taken what came after it.
func (r *relabeller) within(body []agreement.Block, open []*agreement.Clause) (out []agreement.Block, beside *agreement.Clause, found bool) {
	for k, b := range body {
		c, clause := b.(*agreement.Clause)
		switch {
		case b == r.typed.block && clause:
			x := *c
			x.Heading, x.Kind = r.words(c.Heading), r.like.Kind
			var after []agreement.Block
			if n := slices.IndexFunc(x.Body, r.apartClause); n >= 0 {
				x.Body, after = x.Body[:n], r.beside(x.Body[n:], open)
			}
			return slices.Concat(body[:k], []agreement.Block{r.numbered(&x, open)}, after, body[k+1:]), nil, true
		case b == r.typed.block:
			x := r.clause(b.(*agreement.Paragraph))
			if r.after = r.follows(open); r.after != nil {
				x.Body = slices.Concat(x.Body, body[k+1:])
				return body[:k:k], x, true
			}
			rest := body[k+1:]
			if n := slices.IndexFunc(rest, r.apart); len(r.like.Body) > 1 || len(r.like.Heading) > 0 {
				if n < 0 {
					n = len(rest)
				}
				x.Body, rest = slices.Concat(x.Body, rest[:n]), rest[n:]
			}
			return slices.Concat(body[:k], []agreement.Block{r.numbered(x, open)}, rest), nil, true
		case !clause:
			continue
		}
		inner, beside, found := r.within(c.Body, append(open[:len(open):len(open)], c))
		if !found {
			continue
		}
		x := *c
		x.Body = inner
		switch {
		case beside == nil:
			return slices.Concat(body[:k], []agreement.Block{&x}, body[k+1:]), nil, true
		case c == r.after:
			return slices.Concat(body[:k], []agreement.Block{&x, r.numbered(beside, open)}, body[k+1:]), nil, true
		}
		beside.Body = slices.Concat(beside.Body, body[k+1:])
		return append(body[:k:k], &x), beside, true
	}
	return body, nil, false
}

// follows is the clause, of those around a paragraph, that the provision made of it
// follows: the one as deep as its like, else the innermost of its style, or nil.
func (r *relabeller) follows(open []*agreement.Clause) *agreement.Clause {
	alike := func(c *agreement.Clause) bool {
		return counted(c.Label) && sameWay(c.Label, r.typed.label)
	}
	if r.depth.clauses < len(open) && alike(open[r.depth.clauses]) {
		return open[r.depth.clauses]
	}
	for _, c := range slices.Backward(open) {
		if alike(c) {
			return c
		}
	}
	return nil
}

// apart reports a block that does not stand in a paragraph that was made a provision.
func (r *relabeller) apart(b agreement.Block) bool {
	if p, ok := b.(*agreement.Paragraph); ok {
		return typedLabel(agreement.Words(p.Text)) != ""
	}
	return r.apartClause(b)
}

func (r *relabeller) apartClause(b agreement.Block) bool {
	c, clause := b.(*agreement.Clause)
	return clause && !agreement.ReadNumeral(c.Label).Below(agreement.ReadNumeral(r.typed.label)) &&
		!slices.ContainsFunc(r.like.Body, func(b agreement.Block) bool {
			x, ok := b.(*agreement.Clause)
			return ok && counted(x.Label) && sameWay(x.Label, c.Label)
		})
}

// clause is a paragraph as a provision, with a title where the other has one.
func (r *relabeller) clause(p *agreement.Paragraph) *agreement.Clause {
	c := &agreement.Clause{ID: r.id, Kind: r.like.Kind, Pos: p.Pos}
	words := r.words(p.Text)
	if n := len(agreement.Words(r.like.Heading)); n > 0 {
		k := 0
		for k < len(words) && n > 0 {
			n -= len(agreement.Words(words[k : k+1]))
			k++
		}
		c.Heading, words = plainTitle(words[:k]), words[k:]
	}
	if agreement.Words(words) != "" {
		q := *p
		q.Text = words
		c.Body = []agreement.Block{&q}
	}
	return c
}

// words is what stands after the number, without what is said of an item that was none.
func (r *relabeller) words(in []agreement.Inline) []agreement.Inline {
	in = slices.Clone(in)
	for k, x := range in {
		t, ok := x.(*agreement.Text)
		if !ok {
			continue
		}
		w := *t
		if k == 0 {
			w.Text = w.Text[r.typed.size:]
		}
		w.Mark = withoutMarks(w.Mark, func(m string) bool { return m == levelMark(r.depth) })
		in[k] = &w
	}
	return in
}

// plainTitle is words as a title has them, which is bold without saying so.
func plainTitle(in []agreement.Inline) []agreement.Inline {
	for _, x := range in { // they are copies
		if t, ok := x.(*agreement.Text); ok {
			t.Mark = withoutMarks(t.Mark, func(m string) bool { return m == "bold" })
		}
	}
	return in
}

func withoutMarks(marks string, which func(string) bool) string {
	if marks == "" {
		return ""
	}
	return strings.Join(slices.DeleteFunc(strings.Split(marks, "; "), which), "; ")
}

// numbered gives a provision its label, and it and what is in it their numbers.
func (r *relabeller) numbered(c *agreement.Clause, open []*agreement.Clause) *agreement.Clause {
	c.Label = r.typed.label
	return r.beside([]agreement.Block{c}, open)[0].(*agreement.Clause)
}

// beside is blocks of which the provisions have the numbers of where they now stand.
func (r *relabeller) beside(body []agreement.Block, open []*agreement.Clause) []agreement.Block {
	var parent, schedule *agreement.Clause
	for _, o := range open {
		if parent = o; o.Kind == agreement.Schedule {
			schedule = o
		}
	}
	body = slices.Clone(body)
	for k, b := range body {
		if c, ok := b.(*agreement.Clause); ok {
			body[k] = recited(c, parent, schedule)
		}
	}
	return body
}

func recited(c, parent, schedule *agreement.Clause) *agreement.Clause {
	x := *c
	x.Number = agreement.Citation(&x, parent, schedule)
	x.Body = slices.Clone(c.Body)
	for k, b := range x.Body {
		if c, ok := b.(*agreement.Clause); ok {
			x.Body[k] = recited(c, &x, schedule)
		}
	}
	return &x
}
