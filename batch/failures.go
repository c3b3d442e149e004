package batch

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/engross/engross/format/excel"
)

// failures is the list of the rows that failed: the input less the rows that are
// done, each with the reason, to be mended and run alone.
type failures struct {
	in     *Input
	folder folder
	name   string
	prefix string
	file   tempFile // open since the first failure
	book   []failedRow
}

// FailuresName is the name of the list of the rows of a shard that failed, in the
// folder of the batch. Its ending is such that it is itself an input.
func FailuresName(in *Input, s Shard) string { return "failures" + s.suffix() + in.failuresExt() }

func (in *Input) failuresExt() string {
	switch in.kind {
	case lines:
		return ".jsonl"
	case table:
		if in.csv.book != nil {
			return ".xlsx"
		}
		return ".csv"
	case files:
	}
	return ".txt"
}

// mostReasons is how many reasons the list gives for a row.
const mostReasons = 5

func (f *failures) add(row *Row, found []Finding) error {
	if f.in.kind == table && f.in.csv.book != nil {
		f.book = append(f.book, failedRow{row.lines, found})
		return nil
	}
	var head []byte
	if f.file == nil {
		t, err := f.folder.create(filepath.Dir(f.name), f.prefix+"*")
		if err != nil {
			return cannotWrite(f.name, err)
		}
		f.file = t
		if f.in.kind == table {
			head = f.in.csv.head()
		}
	}
	text := row.again(reasons(found, Finding.reason), filepath.Dir(f.name))
	if _, err := f.file.Write(append(head, text...)); err != nil {
		f.discard()
		return cannotWrite(f.name, err)
	}
	return nil
}

// reasons are the errors among findings, in one line.
func reasons(found []Finding, word func(Finding) string) string {
	var list []string
	for _, x := range found {
		if x.Severity == "error" {
			list = append(list, word(x))
		}
	}
	if more := len(list) - mostReasons; more > 0 {
		list = append(list[:mostReasons], fmt.Sprintf("and %d more, see the manifest", more))
	}
	return strings.Join(list, "; ")
}

// reason is a finding in one line, for the person who mends the row.
func (x Finding) reason() string {
	s := x.Message
	if x.Pointer != "" {
		s = x.Pointer + ": " + s
	}
	if x.File != "" {
		s = fmt.Sprintf("%s:%d:%d: %s", x.File, x.Line, x.Column, s)
	}
	if x.Hint != "" {
		s += " (" + x.Hint + ")"
	}
	return s
}

func (f *failures) discard() {
	f.file.Close()
	os.Remove(f.file.Name())
	f.file = nil
}

// close gives the list its name. Where a batch came to its end without a failure,
// the list of an earlier run is taken away.
func (f *failures) close(complete bool) error {
	var err error
	switch {
	case len(f.book) > 0:
		err = f.folder.fill(f.name, f.prefix, func(w io.Writer) error { return excel.Write(w, f.in.csv.failedBook(f.book)) })
	case f.file != nil:
		var s staged
		if s, err = f.folder.seal(f.file, f.name); err != nil {
			f.discard()
		} else {
			err = s.commit()
		}
	case complete && filepath.Clean(f.in.Name) != filepath.Clean(f.name):
		if err = os.Remove(f.name); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	if err != nil {
		return cannotWrite(f.name, err)
	}
	return nil
}
