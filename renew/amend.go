package renew

import (
	"fmt"
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// Instructions are the operative words by which one draft becomes the other.
type Instructions struct {
	Changes []schema.Superseded // in the order of the old draft

	// Renumbered reports whether provisions that stay have another number in the
	// new draft. All numbers by which Changes name provisions are those of the old.
	Renumbered bool

	// Beside is what differs and is no matter of a provision: the title, the parties
	// on the title page, the signature blocks.
	Beside []string
}

// Amend derives the instructions from the redline of two drafts. Few words are
// replaced one by one; where more than half of a provision is other, or a word
// cannot be named alone, the provision is replaced as a whole. Rows of tables are
// replaced, inserted and deleted by what stands in their first column.
//
// Every change of the redline is covered by exactly one instruction, which is
// proved on every run; otherwise the error is an [agreement.Problems].
func Amend(old, new *agreement.Document) (*Instructions, error) {
	res, err := redline.Diff(old, new)
	if err != nil {
		return nil, err
	}
	a := &amender{covered: map[any]int{}}
	a.beside(res)
	a.body(res.Document.Body)
	if err := a.prove(res.Document.Body); err != nil {
		return nil, err
	}
	return &Instructions{Changes: a.list, Renumbered: res.Stats.Renumbered > 0, Beside: a.besides}, nil
}

// An amender walks a marked document and writes instructions.
type amender struct {
	list    []schema.Superseded
	under   []*agreement.Clause // the clauses the walk is in, outermost first
	covered map[any]int         // blocks and rows by how many instructions change them
	besides []string
}

// The actions of an instruction.
const (
	replaceIt    = "replace"
	replaceWords = "replace-words"
	deleteIt     = "delete"
	insertAfter  = "insert-after"
	insertFirst  = "insert-first"
)

// add adds an instruction. What is inserted at one place is inserted by one, so that
// its order is plain.
func (a *amender) add(s schema.Superseded) {
	if n := len(a.list); n > 0 && s.Action == insertAfter {
		last := &a.list[n-1]
		if last.Action == s.Action && last.Provision == s.Provision {
			last.Passages = slices.Concat(last.Passages, s.Passages)
			return
		}
	}
	a.list = append(a.list, s)
}

// beside notes what differs outside the provisions.
func (a *amender) beside(res *redline.Result) {
	for _, c := range res.Changes {
		switch c.Scope {
		case redline.Head:
			a.besides = append(a.besides, fmt.Sprintf("%s: %s becomes %s", c.Heading, stated(c.Before), stated(c.After)))
		case redline.Signatures:
			a.besides = append(a.besides, fmt.Sprintf("the signature page: %s becomes %s", stated(c.Before), stated(c.After)))
		case redline.Words, redline.Clause, redline.Paragraph, redline.Row, redline.Column, redline.Table:
		}
	}
}

// body writes instructions for the blocks of the document, or for the provisions
// of a clause.
func (a *amender) body(body []agreement.Block) {
	for i := 0; i < len(body); i++ {
		c, ok := body[i].(*agreement.Clause)
		switch {
		case !ok:
		case stays(c.Change):
			a.clause(c)
		default:
			i = a.run(body, i) - 1
		}
	}
}

// run writes the instructions for a run of neighbouring provisions that come or
// go, and returns where it ends. What goes is replaced by what comes, as far as
// something goes; what is left over is deleted, or inserted after what was there.
func (a *amender) run(body []agreement.Block, from int) int {
	var gone, come []*agreement.Clause
	end := from
	for ; end < len(body); end++ {
		c, ok := body[end].(*agreement.Clause)
		if !ok || stays(c.Change) {
			break
		}
		if isOld(c.Change) {
			gone = append(gone, c)
		} else {
			come = append(come, c)
		}
		a.coverAll(c)
	}
	for i, c := range gone {
		s := schema.Superseded{Provision: a.cite(c), Heading: titleOf(c, oldSide), Action: deleteIt}
		if i == 0 && len(come) > 0 {
			s.Action, s.Passages = replaceIt, passagesOf(come)
		}
		a.add(s)
	}
	if len(gone) == 0 {
		a.insert(body[:from], come)
	}
	return end
}

// insert writes the instruction that puts provisions after the last one before
// them that the old draft has, or first.
func (a *amender) insert(before []agreement.Block, come []*agreement.Clause) {
	s := schema.Superseded{Action: insertFirst, Passages: passagesOf(come)}
	for _, b := range slices.Backward(before) {
		if c, ok := b.(*agreement.Clause); ok && oldSide.has(c.Change) {
			s.Action, s.Provision, s.Heading = insertAfter, a.cite(c), titleOf(c, oldSide)
			a.add(s)
			return
		}
	}
	s.Provision = "the agreement"
	if n := len(a.under); n > 0 {
		s.Provision, s.Heading = a.cite(a.under[n-1]), titleOf(a.under[n-1], oldSide)
		if own(a.under[n-1]) { // after the words that lead to its provisions
			s.Action = insertAfter
			s.Provision, s.Heading = a.opening(a.under[n-1]), ""
		}
	}
	a.add(s)
}

// own reports whether a clause has words or a table of its own in the old draft.
func own(c *agreement.Clause) bool {
	return slices.ContainsFunc(c.Body, func(b agreement.Block) bool {
		switch b := b.(type) {
		case *agreement.Paragraph:
			return oldSide.has(b.Change)
		case *agreement.Table:
			return oldSide.has(b.Change)
		case *agreement.Clause, *agreement.Signatures:
		}
		return false
	})
}

// clause writes the instructions for a provision that both drafts have: one for
// each of its parts that changed, or one for the whole.
func (a *amender) clause(c *agreement.Clause) {
	if !changed(c) {
		return
	}
	before := *a
	before.covered = clone(a.covered)
	before.list = slices.Clone(a.list)
	a.under = append(a.under, c)
	ok := a.parts(c)
	a.under = a.under[:len(a.under)-1]
	if ok && !a.tooMany(c, a.list[len(before.list):]) {
		return
	}
	under := a.under
	*a = before
	a.under = under
	a.coverAll(c)
	a.add(schema.Superseded{Provision: a.cite(c), Heading: titleOf(c, oldSide), Action: replaceIt, Passages: passagesOf([]*agreement.Clause{c})})
}

// tooMany reports whether instructions for the parts of a provision say more than
// its new words would.
func (a *amender) tooMany(c *agreement.Clause, parts []schema.Superseded) bool {
	if len(parts) < 2 || c.Kind == agreement.Schedule || c.Kind == agreement.Front {
		return false
	}
	return sizeOf(parts) > wordCount(c)
}

// parts writes the instructions for the heading, the paragraphs, the tables and
// the provisions of a clause. It reports false where one of them cannot be named.
func (a *amender) parts(c *agreement.Clause) bool {
	if anyChanged(c.Heading) && !a.heading(c) {
		return false
	}
	for i := 0; i < len(c.Body); i++ {
		ok := true
		switch b := c.Body[i].(type) {
		case *agreement.Paragraph:
			ok = a.paragraph(c, i, b)
		case *agreement.Table:
			ok = a.table(c, i, b)
		case *agreement.Clause:
			if stays(b.Change) {
				a.clause(b)
			} else {
				i = a.run(c.Body, i) - 1
			}
		case *agreement.Signatures:
			ok = b.Change == agreement.Unchanged
		}
		if !ok {
			return false
		}
	}
	return true
}

// heading replaces a heading. A heading that runs into the words of a provision is
// part of them, and the provision is then replaced.
func (a *amender) heading(c *agreement.Clause) bool {
	before, after := wordsOf(c.Heading, oldSide), wordsOf(c.Heading, newSide)
	if c.Label == "" || before == "" || after == "" {
		return false
	}
	a.covered[headingOf{c}]++
	a.add(schema.Superseded{Provision: "the heading of " + a.citeInText(c), Action: replaceWords, Old: before, New: after})
	return true
}

// prove reports changes that no instruction covers, or more than one.
func (a *amender) prove(body []agreement.Block) error {
	var ps agreement.Problems
	check := func(key any, words string) {
		if n := a.covered[key]; n != 1 {
			ps.Add(&agreement.Problem{ID: "amendment-proof", Message: fmt.Sprintf("a change is covered by %d instructions: %.80q", n, words),
				Hint: "no amendment was made, because one that leaves a change out is worse than none; restate the agreement, and please report the two term sheets as a bug"})
		}
	}
	agreement.Walk(body, func(b agreement.Block) bool {
		switch b := b.(type) {
		case *agreement.Clause:
			if !stays(b.Change) {
				check(b, titleOf(b, bothSides))
				return false
			}
			if anyChanged(b.Heading) {
				check(headingOf{b}, wordsOf(b.Heading, bothSides))
			}
		case *agreement.Paragraph:
			if !stays(b.Change) || anyChanged(b.Text) {
				check(b, wordsOf(b.Text, bothSides))
			}
		case *agreement.Table:
			a.proveTable(b, check)
		case *agreement.Signatures: // it is noted beside the instructions
		}
		return true
	})
	return ps.Err()
}

// coverAll notes that one instruction covers every change in a provision.
func (a *amender) coverAll(c *agreement.Clause) {
	a.covered[c]++
	a.covered[headingOf{c}]++
	agreement.Walk(c.Body, func(b agreement.Block) bool {
		a.covered[b]++
		switch b := b.(type) {
		case *agreement.Clause:
			a.covered[headingOf{b}]++
		case *agreement.Table:
			for i := range b.Rows {
				a.covered[&b.Rows[i]]++
			}
		case *agreement.Paragraph, *agreement.Signatures:
		}
		return true
	})
}

// headingOf stands for the heading of a clause among what is covered.
type headingOf struct{ clause *agreement.Clause }

func clone(m map[any]int) map[any]int {
	c := make(map[any]int, len(m))
	for k, v := range m {
		c[k] = v
	}
	return c
}
