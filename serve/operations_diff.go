package serve

import (
	"bytes"
	"context"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/format/pdf"
	"github.com/engross/engross/format/word"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// A Draft is one side of a comparison: a term sheet, or a document.
type Draft struct {
	Source
	Markdown string `json:"markdown,omitempty" jsonschema_description:"The agreement as Markdown."`
	Word     []byte `json:"word,omitempty" jsonschema_description:"The agreement as a Word file, in base64; its tracked changes are read as accepted."`
	Standard bool   `json:"standard,omitempty" jsonschema_description:"The balanced standard of the deal on the other side."`
	Name     string `json:"name,omitempty" jsonschema_description:"What the draft is called on the redline."`
}

// A side is a draft that was read.
type side struct {
	name string
	doc  *agreement.Document
	file *schema.File  // its term sheet, or nil
	word *word.Reading // nil where it is no Word file
}

// read reads a draft; what may be its original helps to read a Word file.
func (d *Draft) read(w *Workbench, sent *agreement.Document) (*side, error) {
	s := &side{name: d.Name}
	var err error
	switch {
	case d.Word != nil:
		if s.word, err = word.Read(or(d.Name, "returned.docx"), d.Word, sent); err != nil {
			return nil, err
		}
		s.doc = s.word.Accepted
	case d.Markdown != "":
		if s.doc, err = markdown.Read(or(d.Name, "draft.md"), []byte(d.Markdown)); err != nil {
			return nil, err
		}
	default:
		if s.file, err = d.load(w); err != nil {
			return nil, err
		}
		if err = s.assemble(w.Library); err != nil {
			return nil, err
		}
	}
	s.name = or(s.name, d.File, "draft")
	return s, nil
}

// assemble makes the document of a term sheet, with a trace: what a change by hand
// changed is told from it.
func (s *side) assemble(lib *assemble.Library) error {
	res, err := lib.Assemble(s.file, assemble.Options{Trace: true})
	if err == nil {
		s.doc = res.Document
	}
	return err
}

// standardOf is the same deal at the balanced defaults.
func standardOf(lib *assemble.Library, f *schema.File) (*side, error) {
	if f == nil {
		return nil, &Refusal{400, "the standard needs a term sheet on the other side", "compare it with a term sheet"}
	}
	sheet, err := lib.Standard(f)
	if err != nil {
		return nil, err
	}
	text, err := schema.Canonical(sheet)
	if err != nil {
		return nil, err
	}
	s := &side{name: "balanced standard"}
	if s.file, err = schema.Load(s.name, text); err != nil {
		return nil, err
	}
	return s, s.assemble(lib)
}

// bothSides reads two drafts.
func bothSides(w *Workbench, old, new *Draft) (a, b *side, err error) {
	if old.Standard && new.Standard {
		return nil, nil, &Refusal{400, "both sides are the standard", "give a term sheet on one side"}
	}
	if !old.Standard {
		if a, err = old.read(w, nil); err != nil {
			return nil, nil, err
		}
	}
	if new.Standard {
		b, err = standardOf(w.Library, a.file)
		return a, b, err
	}
	var sent *agreement.Document
	if a != nil {
		sent = a.doc
	}
	if b, err = new.read(w, sent); err != nil {
		return nil, nil, err
	}
	if old.Standard {
		a, err = standardOf(w.Library, b.file)
	}
	return a, b, err
}

// compare is the redline of two sides, with the causes as far as term sheets tell.
func compare(lib *assemble.Library, old, new *side) (*redline.Result, error) {
	return draft.Compare(lib, draft.Compared{Name: old.name, Document: old.doc, File: old.file}, draft.Compared{Name: new.name, Document: new.doc, File: new.file})
}

type diffRequest struct {
	Old   Draft  `json:"old"`
	New   Draft  `json:"new"`
	As    string `json:"as,omitempty" jsonschema:"enum=md,enum=html,enum=pdf,enum=docx,enum=json" jsonschema_description:"The redline in this form too; left out, the changes alone."`
	Paper string `json:"paper,omitempty" jsonschema:"enum=a4,enum=letter"`
}

type diffAnswer struct {
	Changes   []change  `json:"changes"`
	Closing   string    `json:"closing" jsonschema_description:"What was found, in a line."`
	MediaType string    `json:"media_type,omitempty"`
	Text      string    `json:"text,omitempty" jsonschema_description:"The redline as Markdown, HTML or JSON."`
	Data      []byte    `json:"data,omitempty" jsonschema_description:"The redline as PDF or Word, in base64."`
	Findings  []Problem `json:"findings" jsonschema_description:"What was met in reading the drafts."`
}

// A change is one thing that changed between two drafts.
type change struct {
	Kind      string   `json:"kind" jsonschema_description:"substantive, number, defined term, moved, typographic, consequential, mark-up or structure."`
	Provision string   `json:"provision" jsonschema_description:"Where it is, as the agreement numbers it."`
	ID        string   `json:"id,omitempty" jsonschema_description:"The stable id of the provision."`
	Heading   string   `json:"heading,omitempty"`
	Before    string   `json:"before"`
	After     string   `json:"after"`
	Left      string   `json:"left,omitempty"`
	Right     string   `json:"right,omitempty"`
	Why       []string `json:"why" jsonschema_description:"What brought it about, as far as that is known."`
}

func diffDrafts(_ context.Context, w *Workbench, in *diffRequest) (*diffAnswer, error) {
	paper, err := paperOf(in.Paper)
	if err != nil {
		return nil, err
	}
	old, new, err := bothSides(w, &in.Old, &in.New)
	if err != nil {
		return nil, err
	}
	res, err := compare(w.Library, old, new)
	if err != nil {
		return nil, err
	}
	out := &diffAnswer{Changes: changesOf(res), Closing: res.Closing()}
	if new.word != nil {
		out.Findings = problems(new.word.Problems)
	}
	if in.As == "" {
		return out, nil
	}
	data, err := redlined(w, res, in.As, paper)
	if err != nil {
		return nil, err
	}
	if out.MediaType = mediaTypes[draft.Format(in.As)]; in.As == "json" {
		out.MediaType = "application/json"
	}
	if in.As == "pdf" || in.As == "docx" {
		out.Data = data
	} else {
		out.Text = string(data)
	}
	return out, nil
}

// redlined is a redline in one form.
func redlined(w *Workbench, res *redline.Result, as string, paper pdf.Paper) ([]byte, error) {
	if as == "json" {
		var b bytes.Buffer
		err := redline.JSON(&b, res, "", "")
		return b.Bytes(), err
	}
	f, err := draft.ParseFormat(as)
	if err != nil {
		return nil, &Refusal{400, "there is no redline as " + quoted(as), "give md, html, pdf, docx or json"}
	}
	return draft.Redline(res, f, draft.Options{Paper: paper, Fonts: w.Fonts, House: w.Library.House()}, draft.Reviser{})
}

func changesOf(res *redline.Result) []change {
	var list []change
	for _, c := range res.Changes {
		x := change{Kind: c.Kind.String(), Provision: c.Where(), ID: c.ClauseID, Heading: c.Heading, Before: c.Before, After: c.After, Left: c.Left, Right: c.Right}
		for _, why := range c.Causes {
			x.Why = append(x.Why, why.String())
		}
		list = append(list, x)
	}
	return list
}

// or is the first text that is not empty.
func or(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}
