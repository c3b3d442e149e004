package serve

import (
	"time"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/pdf"
	"github.com/engross/engross/schema"
)

// A Workbench is what operations work with.
type Workbench struct {
	Library *assemble.Library
	Folder  *Folder          // whose files it may read and change, or nil
	Now     func() time.Time // for what is dated: rounds and renewals
	Fonts   *pdf.Fonts       // faces for characters that the built-in ones lack, or nil

	making making // the batch under way, or the last
}

// A Source names a term sheet: as text, or a file of the folder.
type Source struct {
	Sheet string `json:"sheet,omitempty" jsonschema_description:"The term sheet itself: JSON, in which comments are allowed. Give this or file."`
	File  string `json:"file,omitempty" jsonschema_description:"The name of a term sheet in the folder served. Give this or sheet."`
}

// bytes are the name and text of the term sheet.
func (s Source) bytes(w *Workbench) (string, []byte, error) {
	switch {
	case s.Sheet != "" && s.File != "":
		return "", nil, &Refusal{400, "both sheet and file are given", "give one of them"}
	case s.Sheet != "":
		return "term sheet", []byte(s.Sheet), nil
	case s.File == "":
		return "", nil, &Refusal{400, "no term sheet is given", "give its text as sheet, or the name of a file of the folder as file"}
	case w.Folder == nil:
		return "", nil, &Refusal{400, "no folder is served, so that there are no files", "give the text of the term sheet as sheet"}
	}
	text, err := w.Folder.Read(s.File)
	return s.File, text, err
}

// load reads the term sheet.
func (s Source) load(w *Workbench) (*schema.File, error) {
	name, text, err := s.bytes(w)
	if err != nil {
		return nil, err
	}
	return schema.Load(name, text)
}

// resolve reads the term sheet and makes the choices of the library.
func (s Source) resolve(w *Workbench) (*assemble.Deal, error) {
	f, err := s.load(w)
	if err != nil {
		return nil, err
	}
	return w.Library.Resolve(f)
}

// asProblems is any error as problems.
func asProblems(err error) agreement.Problems {
	if ps, ok := err.(agreement.Problems); ok {
		return ps
	}
	return agreement.Problems{{Message: err.Error()}}
}

// final reports whether an execution copy can be made of what was examined.
func final(v *draft.Examination) bool { return v.Problems.Count(agreement.Error) == 0 }
