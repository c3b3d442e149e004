package redline

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// contextWords is how many words beside a change are quoted with it, and
// contextBytes how much text is looked through for them.
const contextWords, contextBytes = 6, 160

// hunks lists the changes among the words in, which are a heading, a paragraph
// or a cell at the given place. An id is of the definition they are.
func (l *lister) hunks(in []agreement.Inline, at place, id string) {
	offset := 0 // bytes of the old words passed
	for i := 0; i < len(in); {
		l.follow(in[i], at)
		if remarked(in[i]) != "" {
			n := l.remarked(in, i, at, offset, id)
			offset += len(text(in[i:n], formerWords))
			i = n
			continue
		}
		j := i
		for j < len(in) && edited(in[j]) {
			j++
		}
		if j == i {
			offset += len(text(in[i:i+1], formerWords))
			i++
			continue
		}
		c := Change{ClauseID: id, Before: text(in[i:j], deletedWords), After: text(in[i:j], insertedWords), at: at, words: in[i:j]}
		c.at.from, c.at.to = offset, offset+len(c.Before)
		c.Kind = kindOf(c.Before, c.After)
		c.beside(in[:i], in[j:])
		c.trim()
		if c.Before == c.After {
			c.Kind = Substantive // it reads the same but refers to something else
			if was, is := marksOf(in[i:j], agreement.Deleted), marksOf(in[i:j], agreement.Inserted); was != is {
				c.Kind, c.Before, c.After = Markup, c.Before+" ("+was+")", c.After+" ("+is+")"
			}
		}
		l.define(in[i:j], c)
		l.add(c)
		offset, i = c.at.to, j
	}
}

// remarked lists words that are marked otherwise, from i on, and is where they end.
func (l *lister) remarked(in []agreement.Inline, i int, at place, offset int, id string) int {
	was, is := remarked(in[i]), markOf(in[i])
	end := i + 1
	for n := end; n < len(in); n++ {
		switch {
		case remarked(in[n]) == was && markOf(in[n]) == is:
			end = n + 1
			continue
		case remarked(in[n]) == "" && strings.TrimSpace(agreement.Words(in[n:n+1])) == "":
			continue
		}
		break
	}
	words := text(in[i:end], presentWords)
	c := Change{Kind: Markup, ClauseID: id, Before: strings.TrimSpace(words) + " (" + was + ")", After: strings.TrimSpace(words) + " (" + is + ")", at: at, words: in[i:end]}
	c.at.from, c.at.to = offset, offset+len(words)
	c.beside(in[:i], in[end:])
	l.add(c)
	return end
}

// marksOf is how those words are marked that have the given change.
func marksOf(in []agreement.Inline, change agreement.Change) string {
	var list []string
	for _, x := range in {
		if mark := markOf(x); agreement.ChangeOf(x) == change && !slices.Contains(list, mark) {
			list = append(list, mark)
		}
	}
	return strings.Join(list, "; ")
}

// beside notes the words beside a change, in the new draft and in the old.
func (c *Change) beside(before, after []agreement.Inline) {
	c.Left, c.Right = wordsBefore(before, presentWords), wordsAfter(after, presentWords)
	c.OldLeft, c.OldRight = wordsBefore(before, formerWords), wordsAfter(after, formerWords)
	c.quote = [2]quotation{{c.OldLeft, c.Before, c.OldRight}, {c.Left, c.After, c.Right}}
}

// trim drops the white space around what changed, unless it is all that changed.
func (c *Change) trim() {
	before, after := strings.TrimSpace(c.Before), strings.TrimSpace(c.After)
	if before != after {
		c.Before, c.After = before, after
	}
	c.Left, c.Right = strings.TrimSpace(c.Left), strings.TrimSpace(c.Right)
	c.OldLeft, c.OldRight = differing(strings.TrimSpace(c.OldLeft), c.Left), differing(strings.TrimSpace(c.OldRight), c.Right)
}

func edited(x agreement.Inline) bool {
	c := agreement.ChangeOf(x)
	return c == agreement.Inserted || c == agreement.Deleted
}

// follow notes a reference that has another number.
func (l *lister) follow(x agreement.Inline, at place) {
	r, ok := x.(*agreement.Ref)
	if !ok || r.Was == "" {
		return
	}
	l.stats.References++
	o := Occurrence{Before: r.Was, After: r.Text, at: at}
	if k := len(l.under); k > 0 {
		o.ClauseID = l.under[k-1].ID
		o.OldNumber, o.NewNumber = citations(l.under[k-1])
	}
	l.refs = append(l.refs, followed{r.Target, o})
}

// define notes a defined term that has another name.
func (l *lister) define(hunk []agreement.Inline, c Change) {
	old, new := "", ""
	for _, x := range hunk {
		if d, ok := x.(*agreement.Define); ok && d.Change == agreement.Deleted {
			old = d.Term
		} else if ok && d.Change == agreement.Inserted {
			new = d.Term
		}
	}
	if old == "" && new == "" && quoted(c.Left, c.Right) {
		old, new = c.Before, c.After // a definition in quotation marks that are not marked as one
	}
	if old != "" && new != "" {
		l.terms = append(l.terms, rename{old, new})
	}
}

// quoted reports words that end where quotation marks open and go on where they
// close, as a definition does: the "Buyer"), "Buyer" means.
func quoted(left, right string) bool {
	for _, marks := range [][2]string{{`"`, `"`}, {"“", "”"}, {"„", "“"}} {
		after, closed := strings.CutPrefix(right, marks[1])
		if !closed || !strings.HasSuffix(left, marks[0]) {
			continue
		}
		after = strings.TrimLeft(after, " ")
		return strings.HasPrefix(after, ")") || slices.ContainsFunc(defining, func(word string) bool { return strings.HasPrefix(after, word) })
	}
	return false
}

// defining are the words with which a definition goes on after its term.
var defining = []string{"mean", "shall", "has", "have", "refer", "include", "bedeute", "bezeichne", "ist ", "sind "}

// wordsBefore is the last few words of in as one draft has them. It looks no
// further than it must, since a paragraph may hold very many changes.
func wordsBefore(in []agreement.Inline, want selection) string {
	s := ""
	for i := len(in) - 1; i >= 0 && len(s) < contextBytes; i-- {
		t := text(in[i:i+1], want)
		s = t[max(0, len(t)-contextBytes):] + s
	}
	s = strings.ToValidUTF8(s, "")
	at, words := len(s), 0
	for i, r := range reversed(s) {
		if start := i == 0 || s[i-1] == ' '; start && r != ' ' {
			at = i
			if words++; words == contextWords {
				break
			}
		}
	}
	return s[at:]
}

// reversed is the runes of s with their places, the last first.
func reversed(s string) func(func(int, rune) bool) {
	return func(yield func(int, rune) bool) {
		for at := len(s); at > 0; {
			r, n := utf8.DecodeLastRuneInString(s[:at])
			if at -= n; !yield(at, r) {
				return
			}
		}
	}
}

// wordsAfter is the first few words of in as one draft has them.
func wordsAfter(in []agreement.Inline, want selection) string {
	s := ""
	for i := 0; i < len(in) && len(s) < contextBytes; i++ {
		t := text(in[i:i+1], want)
		s += t[:min(len(t), contextBytes)]
	}
	s = strings.ToValidUTF8(s, "")
	words := 0
	for i := range s {
		if s[i] == ' ' && i > 0 && s[i-1] != ' ' {
			if words++; words == contextWords {
				return s[:i]
			}
		}
	}
	return s
}
