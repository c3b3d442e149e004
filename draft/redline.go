package draft

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"time"

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
	untracked, said := redline.Untracked(res)
	comments := maps.Clone(remarks)
	for block, list := range untracked {
		comments[block] = slices.Concat(remarks[block], list)
	}
	var b bytes.Buffer
	err = word.Write(&b, res.Document, word.Options{
		Paper: wordPaper(o.Paper), Style: o.Style, House: o.House, Author: by.Author, Date: by.Date, Comments: comments,
	})
	if err != nil {
		return nil, err
	}
	return b.Bytes(), proveRedline(b.Bytes(), res.Document, !said)
}

// proveRedline reports where a Word file fails to give back the drafts of a redline: its
// words and numbers, and how words are marked where that changed and no comment says it.
// Marks that both drafts have, such as where a link leads, and that the file does not
// keep, hide no change.
func proveRedline(file []byte, d *agreement.Document, marked bool) error {
	r, err := word.Read("redline.docx", file, nil)
	if err != nil {
		return err
	}
	var ps agreement.Problems
	for _, side := range []struct {
		verb, name string
		want, got  *agreement.Document
	}{
		{"accepting", "new", redline.Accept(d), r.Accepted},
		{"rejecting", "old", redline.Reject(d), r.Rejected},
	} {
		side.got.Digest, side.got.Kind, side.got.Language = side.want.Digest, side.want.Kind, side.want.Language
		res, err := redline.Diff(side.want, side.got)
		if err != nil {
			return err
		}
		for _, c := range res.Changes {
			if c.Kind == redline.Markup && !marked {
				continue
			}
			ps.Add(&agreement.Problem{ID: "redline-proof",
				Message: fmt.Sprintf("%s every tracked change would not give the %s draft back: at %s %q instead of %q", side.verb, side.name, c.Where(), c.After, c.Before),
				Hint:    "no Word file was written, because one that hides a change is worse than none; use another format, and please report the two drafts as a bug"})
			break
		}
	}
	return ps.Err()
}
