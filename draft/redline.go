package draft

import (
	"io"
	"time"

	"github.com/engross/engross/format/pdf"
	"github.com/engross/engross/format/word"
	"github.com/engross/engross/redline"
)

// A Reviser is who made the changes of a redline, as the Word file of it has them.
type Reviser struct {
	Author string    // "engross" where none is given
	Date   time.Time // none is written where it is zero
}

// Redline writes a redline as a Word file: its changes are tracked, and comments
// beside them say of what kind they are and why they came.
func Redline(w io.Writer, res *redline.Result, paper pdf.Paper, by Reviser) error {
	return word.Write(w, res.Document, word.Options{
		Paper: wordPaper(paper), Author: by.Author, Date: by.Date, Comments: redline.Remarks(res),
	})
}
