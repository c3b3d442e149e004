package draft

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/pdf"
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

// Redline writes a redline as a Word file: its changes are tracked, and comments
// beside them say of what kind they are and why they came.
//
// The file is proved: read back with all changes accepted it is the new draft, with
// all of them rejected the old one. Where it were not, the error is an
// [agreement.Problems] and nothing is written.
func Redline(w io.Writer, res *redline.Result, paper pdf.Paper, by Reviser) error {
	var b bytes.Buffer
	remarks := by.Remarks
	if remarks == nil {
		remarks = redline.Remarks(res)
	}
	o := word.Options{Paper: wordPaper(paper), Author: by.Author, Date: by.Date, Comments: remarks}
	if err := word.Write(&b, res.Document, o); err != nil {
		return err
	}
	if err := proveRedline(b.Bytes(), res.Document); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// proveRedline reports where a Word file fails to give back the drafts of a redline.
func proveRedline(file []byte, d *agreement.Document) error {
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
		if len(res.Changes) > 0 {
			c := res.Changes[0]
			ps.Add(&agreement.Problem{ID: "redline-proof",
				Message: fmt.Sprintf("%s every tracked change would not give the %s draft back: at %s %q instead of %q", side.verb, side.name, c.Where(), c.After, c.Before),
				Hint:    "no Word file was written, because one that hides a change is worse than none; use another format, and please report the two drafts as a bug"})
		}
	}
	return ps.Err()
}
