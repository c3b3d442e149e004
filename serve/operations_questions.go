package serve

import "context"

// The interview of the page for programs and assistants: what a deal has to say yet, and
// that somebody looked at what it says.
func questionOperations() []*Operation {
	return []*Operation{
		operation(Operation{Name: "questions", Title: "What a term sheet has to say yet", Files: true,
			About: "Lists what a term sheet of the folder is asked for, in the order in which people agree things: what is needed, what is still the starter's own, facts that are as the starter had them, and what stands in the way of an execution copy; with all, what is stated and what the standard answers too."}, listQuestions),
		operation(Operation{Name: "confirm", Title: "Say that a fact is right as it began", Files: true, Writes: true,
			About: "Notes that somebody looked at a fact that is as the starter had it, such as a country or a date, and that it is right. The term sheet stays as it is."}, confirmFact),
	}
}

type questionsRequest struct {
	File string `json:"file"`
	All  bool   `json:"all,omitempty" jsonschema_description:"What is answered too."`
}

type questionsAnswer struct {
	Revision  string     `json:"revision"`
	Needed    int        `json:"needed" jsonschema_description:"How many have to be answered before an execution copy."`
	Questions []askedFor `json:"questions"`
}

type askedFor struct {
	Pointer  string    `json:"pointer" jsonschema_description:"Where change puts the answer."`
	Path     string    `json:"path" jsonschema_description:"What it is called: Company 1: legal name."`
	Meaning  string    `json:"meaning,omitempty"`
	State    string    `json:"state" jsonschema:"enum=needed,enum=filler,enum=mend,enum=look,enum=stated,enum=standard" jsonschema_description:"needed: nothing is stated; filler: the starter's own words; mend: what is stated is wrong; look: a fact as the starter had it, which confirm leaves; stated; standard: the standard answers it."`
	Value    string    `json:"value,omitempty" jsonschema_description:"What is stated, as a reader would write it."`
	Problems []Problem `json:"problems"`
}

func listQuestions(_ context.Context, w *Workbench, in *questionsRequest) (*questionsAnswer, error) {
	_, text, err := w.read(in.File)
	if err != nil {
		return nil, err
	}
	x := newReading(w.Library, in.File, Revision(text), text)
	if x.file == nil || x.file.Sheet == nil {
		return nil, &Refusal{422, in.File + " cannot be read as a term sheet", "check says what is wrong with it"}
	}
	out := &questionsAnswer{Revision: x.Revision}
	asked := w.asked(x)
	for _, g := range asked.groups {
		out.Needed += g.Open
		for _, q := range asked.all[g.Head] {
			y := askedFor{q.Pointer, q.Path, q.Meaning, q.state(), q.Plain, q.Wrong}
			if in.All || y.State != "stated" && y.State != "standard" {
				out.Questions = append(out.Questions, y)
			}
		}
	}
	return out, nil
}

// state is why a question is asked.
func (q *question) state() string {
	switch {
	case q.Filler:
		return "filler"
	case q.Open:
		return "needed"
	case q.Mend:
		return "mend"
	case q.Look:
		return "look"
	case q.Standard:
		return "standard"
	}
	return "stated"
}

type confirmRequest struct {
	File    string `json:"file"`
	Pointer string `json:"pointer" jsonschema_description:"Of the fact that is right, or of a list that somebody looked through."`
}

type confirmAnswer struct {
	Pointer string `json:"pointer"`
}

func confirmFact(_ context.Context, w *Workbench, in *confirmRequest) (*confirmAnswer, error) {
	f, err := w.folder()
	if err != nil {
		return nil, err
	}
	if _, err := f.Read(in.File); err != nil {
		return nil, err
	}
	if _, err := steps2path(in.Pointer); err != nil {
		return nil, err
	}
	f.confirm(in.File, in.Pointer)
	return &confirmAnswer{in.Pointer}, nil
}
