package serve

import (
	"time"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/check"
	"github.com/engross/engross/schema"
)

// A Workbench is what operations work with.
type Workbench struct {
	Library *assemble.Library
	Folder  *Folder          // whose files it may read and change, or nil
	Now     func() time.Time // for what is dated: rounds and renewals
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

// A verdict is what the checks say of a deal, and the agreement, if one can be made.
type verdict struct {
	report *check.Report
	result *assemble.Result // nil where no agreement can be made
}

// examine runs the checks, tries the agreement, and looks for values of which it
// says nothing.
func examine(deal *assemble.Deal) *verdict {
	v := &verdict{report: check.Run(deal)}
	res, err := deal.Assemble(assemble.Options{Trace: true})
	all := v.report.Problems
	switch {
	case err == nil:
		v.result = res
		all = append(all[:len(all):len(all)], res.Problems...)
		all = append(all, res.Trace.Silent()...)
	default:
		all = append(all[:len(all):len(all)], asProblems(err)...)
	}
	all.Sort()
	v.report.Problems = all
	return v
}

// asProblems is any error as problems.
func asProblems(err error) agreement.Problems {
	if ps, ok := err.(agreement.Problems); ok {
		return ps
	}
	return agreement.Problems{{Message: err.Error()}}
}

// final says why no execution copy can be made: nothing where one can.
func (v *verdict) final() []string {
	var why []string
	for _, p := range v.report.Problems {
		if p.Severity == agreement.Error {
			why = append(why, p.Message)
		}
	}
	return why
}
