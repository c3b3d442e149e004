package draft

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/word"
	"github.com/engross/engross/redline"
)

// A Reviser is who made the changes of a redline, as the Word file of it has them.
type Reviser struct {
	Author string    // "engross" where none is given
	Date   time.Time // none is written where it is zero

	// Remarks are comments beside blocks of the redline; nil for those that say of what
	// kind a change is and why it came.
	Remarks map[agreement.Block][]string
}

// Redline prints a redline in a format, with a cover where it is read from the top
// (Markdown, PDF). Of the options it heeds Paper, Fonts, Style and House.
//
// In a Word file the changes are tracked, and comments beside them say of what kind they
// are and why they came. That file is proved: read back with all changes accepted it is
// the new draft, with all of them rejected the old one. What tracking cannot show, such as
// where a link leads, a comment says. Where it were not proved, the error is an
// [agreement.Problems].
func Redline(res *redline.Result, f Format, o Options, by Reviser) ([]byte, error) {
	switch f {
	case Markdown, PDF:
		return Print(redline.WithCover(res), f, o)
	case HTML:
		var b bytes.Buffer
		err := redline.HTML(&b, res)
		return b.Bytes(), err
	case Word:
		return tracked(res, o, by)
	}
	return nil, fmt.Errorf("there is no redline as %q", f)
}

func tracked(res *redline.Result, o Options, by Reviser) ([]byte, error) {
	res, err := redline.Undivided(res)
	if err != nil {
		return nil, err
	}
	remarks := by.Remarks
	if remarks == nil {
		remarks = redline.Remarks(res)
	}
	write := func(comments map[agreement.Block][]string) ([]byte, error) {
		var b bytes.Buffer
		err := word.Write(&b, res.Document, word.Options{
			Paper: wordPaper(o.Paper), Style: o.Style, House: o.House, Author: by.Author, Date: by.Date, Comments: comments,
		})
		return b.Bytes(), err
	}
	file, err := write(remarks)
	if err != nil {
		return nil, err
	}
	gone, err := lostFrom(file, res.Document)
	if err != nil || len(gone.new)+len(gone.old) == 0 {
		return file, err
	}
	comments, err := gone.said(res, remarks)
	if err != nil {
		return nil, err
	}
	return write(comments)
}

// lost is what a Word file does not give back of the drafts of a redline: with all tracked
// changes accepted of the new one, with all rejected of the old one. Before is what the
// draft has, After what the file has in its place.
type lost struct{ new, old []redline.Change }

// lostFrom compares the drafts of a redline with what its Word file gives back.
func lostFrom(file []byte, d *agreement.Document) (gone lost, err error) {
	r, err := word.Read("redline.docx", file, nil)
	if err != nil {
		return gone, err
	}
	for _, side := range []struct {
		want, got *agreement.Document
		to        *[]redline.Change
	}{{redline.Accept(d), r.Accepted, &gone.new}, {redline.Reject(d), r.Rejected, &gone.old}} {
		side.got.Digest, side.got.Kind, side.got.Language = side.want.Digest, side.want.Kind, side.want.Language
		res, err := redline.Diff(side.want, side.got)
		if err != nil {
			return gone, err
		}
		*side.to = res.Changes
	}
	return gone, nil
}

// said adds to the remarks of a redline what its Word file does not show: what differs
// between the drafts, and what both have. Marks and typography that both have, such as
// where a link leads, hide no change. Words of a provision or a table that are gone are an
// error: the file is wrong.
func (l lost) said(res *redline.Result, remarks map[agreement.Block][]string) (map[agreement.Block][]string, error) {
	comments := map[agreement.Block][]string{}
	maps.Copy(comments, remarks)
	say := func(b agreement.Block, text string) {
		if b == nil && len(res.Document.Body) > 0 {
			b = res.Document.Body[0]
		}
		if !slices.Contains(comments[b], text) {
			comments[b] = append(slices.Clip(comments[b]), text)
		}
	}
	var ps agreement.Problems
	for _, side := range []struct {
		verb, name   string
		list, others []redline.Change
		has          func(*redline.Change) string
	}{
		{"accepting", "new", l.new, l.old, func(c *redline.Change) string { return c.After }},
		{"rejecting", "old", l.old, l.new, func(c *redline.Change) string { return c.Before }},
	} {
		for _, c := range side.list {
			changed := slices.IndexFunc(res.Changes, func(x redline.Change) bool { return side.has(&x) == c.Before })
			switch {
			case isWords(&c):
				ps.Add(&agreement.Problem{ID: "redline-proof",
					Message: fmt.Sprintf("%s every tracked change would not give the %s draft back: at %s %q instead of %q", side.verb, side.name, c.Where(), c.After, c.Before),
					Hint:    "no Word file was written, because one that hides a change is worse than none; use another format, and please report the two drafts as a bug"})
			case slices.ContainsFunc(side.others, func(x redline.Change) bool { return sameLoss(c, x) }):
				if c.Kind != redline.Markup && c.Kind != redline.Typographic && c.Kind != redline.Structure && hasWords(c.Before) {
					say(nil, fmt.Sprintf("In both drafts, and not in this file: %s, %s.", c.Before, cmp.Or(c.Where(), "at a heading")))
				}
			case changed >= 0 && c.Before != "":
				x := &res.Changes[changed]
				say(x.Block(), fmt.Sprintf("Not tracked here: %s became %s.", cmp.Or(x.Before, "nothing"), cmp.Or(x.After, "nothing")))
			default:
				say(nil, fmt.Sprintf("The %s draft has %s where this file has %s, %s.", side.name, cmp.Or(c.Before, "nothing"), cmp.Or(c.After, "nothing"), cmp.Or(c.Where(), "at a heading")))
			}
		}
	}
	return comments, ps.Err()
}

// isWords reports whether words of a block are lost, and not what stands beside the blocks
// of a draft, such as a date filled in on its signature page, nor a sign alone.
func isWords(c *redline.Change) bool {
	switch c.Kind {
	case redline.Substantive, redline.Number, redline.DefinedTerm, redline.Moved:
		return c.Block() != nil && c.Scope != redline.Signatures && hasWords(c.Before+c.After)
	case redline.Typographic, redline.Consequential, redline.Markup, redline.Structure:
	}
	return false
}

func hasWords(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// sameLoss reports whether two drafts lose the same at the same place.
func sameLoss(a, b redline.Change) bool {
	return a.Kind == b.Kind && a.Scope == b.Scope && a.Before == b.Before && a.After == b.After && a.Left == b.Left && a.Right == b.Right
}
