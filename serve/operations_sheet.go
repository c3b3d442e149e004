package serve

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/pdf"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

func sheetOperations() []*Operation {
	return []*Operation{
		operation(Operation{Name: "check", Title: "Check a term sheet",
			About: "Says what is wrong or risky in a term sheet, where and what to do, where it departs from the balanced standard and who gains, and what the standard adds of its own accord."}, checkSheet),
		operation(Operation{Name: "draft", Title: "Draft the agreement",
			About: "Makes the agreement that a term sheet describes, as Markdown, HTML, PDF or Word. An execution copy (final) is refused while the checks find errors."}, draftSheet),
		operation(Operation{Name: "trace", Title: "Trace values and words",
			About: "Says where a value of the term sheet is in the agreement, and which values, defaults and conditions put words there. Without at, what each stated value does."}, traceSheet),
		operation(Operation{Name: "diff", Title: "Compare two drafts",
			About: "Compares two agreements, each a term sheet, Markdown, a Word file or the balanced standard, and says what changed, of what kind it is and why. With as, the redline itself too."}, diffDrafts),
		operation(Operation{Name: "renew", Title: "Renew an agreement",
			About: "Makes next year's term sheet from last year's by rules, and says in plain words what was done to each value and why. Writes nothing."}, renewSheet),
	}
}

type checkRequest struct {
	Source
}

type checkAnswer struct {
	Revision   string      `json:"revision" jsonschema_description:"Names the text that was checked; a change has to name it."`
	Findings   []Problem   `json:"findings" jsonschema_description:"The gravest are errors: no execution copy is made while there is one."`
	Waived     []waived    `json:"waived" jsonschema_description:"Findings that the term sheet accepts, with the reason."`
	Departures []departure `json:"departures" jsonschema_description:"Where the deal departs from the balanced standard, and who gains."`
	Standard   []taken     `json:"standard" jsonschema_description:"Values that the standard fills in because the term sheet is silent, the gravest first."`
	Final      bool        `json:"final" jsonschema_description:"Whether an execution copy can be made."`
}

type waived struct {
	Problem
	Reason string `json:"reason"`
}

type departure struct {
	Topic    string `json:"topic"`
	Title    string `json:"title"`
	What     string `json:"what"`
	Value    string `json:"value"`
	Balanced string `json:"balanced"`
	Gains    string `json:"gains" jsonschema_description:"licensor, licensee or neither side."`
	Fallback string `json:"fallback,omitempty"`
	Pointer  string `json:"pointer,omitempty"`
}

type taken struct {
	Topic  string `json:"topic"`
	About  string `json:"about"`
	Value  string `json:"value"`
	Path   string `json:"path,omitempty" jsonschema_description:"Where the term sheet would state another value."`
	Weight string `json:"weight"`
	Number string `json:"number,omitempty" jsonschema_description:"The provision that says it."`
}

func checkSheet(_ context.Context, w *Workbench, in *checkRequest) (*checkAnswer, error) {
	deal, err := in.resolve(w)
	if err != nil {
		return nil, err
	}
	v := draft.Examine(deal)
	out := &checkAnswer{Revision: Revision(deal.File.Source), Findings: problems(v.Problems), Departures: departures(deal, v.Result), Final: final(v)}
	for _, x := range v.Waived {
		out.Waived = append(out.Waived, waived{problems(agreement.Problems{x.Problem})[0], x.Waiver.Reason})
	}
	if v.Result != nil {
		out.Standard = standardTaken(v.Result)
	}
	return out, nil
}

func departures(deal *assemble.Deal, made *assemble.Result) []departure {
	all := deal.Deviations()
	if made != nil {
		all = made.Deviations()
	}
	var list []departure
	for _, d := range all {
		list = append(list, departure{d.Topic, d.Title, d.What, d.Value, d.Balanced, d.Gains, d.Fallback, d.Pointer})
	}
	return list
}

func standardTaken(res *assemble.Result) []taken {
	var list []taken
	for _, d := range res.Taken() {
		list = append(list, taken{d.Topic, d.About, d.Value, d.Path, string(d.Weight), d.Number(res.Document)})
	}
	return list
}

type draftRequest struct {
	Source
	Format string `json:"format" jsonschema:"enum=md,enum=html,enum=pdf,enum=docx"`
	Final  bool   `json:"final,omitempty" jsonschema_description:"An execution copy, without the draft mark."`
	Annex  bool   `json:"annex,omitempty" jsonschema_description:"With the table of departures; not for the other side."`
	Paper  string `json:"paper,omitempty" jsonschema:"enum=a4,enum=letter"`
}

type draftAnswer struct {
	Format    string    `json:"format"`
	MediaType string    `json:"media_type"`
	Text      string    `json:"text,omitempty" jsonschema_description:"The agreement as Markdown or HTML."`
	Data      []byte    `json:"data,omitempty" jsonschema_description:"The agreement as PDF or Word, in base64."`
	Findings  []Problem `json:"findings"`
}

var mediaTypes = map[draft.Format]string{
	draft.Markdown: "text/markdown; charset=utf-8",
	draft.HTML:     "text/html; charset=utf-8",
	draft.PDF:      "application/pdf",
	draft.Word:     "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

func draftSheet(_ context.Context, w *Workbench, in *draftRequest) (*draftAnswer, error) {
	format, err := draft.ParseFormat(in.Format)
	if err != nil {
		return nil, &Refusal{400, err.Error(), "give md, html, pdf or docx"}
	}
	paper, err := paperOf(in.Paper)
	if err != nil {
		return nil, err
	}
	deal, err := in.resolve(w)
	if err != nil {
		return nil, err
	}
	v, p, err := draft.MakeExamined(deal, draft.Options{Final: in.Final, Annex: in.Annex, Paper: paper, Fonts: w.Fonts, Formats: []draft.Format{format}})
	if in.Final && !final(v) {
		return nil, append(slices.Clone(v.Problems), &agreement.Problem{ID: "not-final", Message: "no execution copy while there are errors", Hint: "mend them, or ask for a draft"})
	}
	if err != nil {
		return nil, err
	}
	out := &draftAnswer{Format: string(format), MediaType: mediaTypes[format], Findings: problems(v.Problems)}
	if format.IsText() {
		out.Text = string(p.Files[0].Data)
	} else {
		out.Data = p.Files[0].Data
	}
	return out, nil
}

func paperOf(name string) (pdf.Paper, error) {
	switch name {
	case "", "a4":
		return pdf.A4, nil
	case "letter":
		return pdf.Letter, nil
	}
	return pdf.A4, &Refusal{400, "there is no paper " + quoted(name), "give a4 or letter"}
}

type traceRequest struct {
	Source
	At string `json:"at,omitempty" jsonschema_description:"A value, by its path (escrow.objection_days) or JSON Pointer, or a provision, by its number (12.3) or id."`
}

type traceAnswer struct {
	Uses    []use    `json:"uses" jsonschema_description:"Places of the agreement where words come from values."`
	Effects []effect `json:"effects" jsonschema_description:"What each stated value does; given where nothing is asked for."`
}

// A use is a place of the agreement where words come from values.
type use struct {
	Provision string   `json:"provision,omitempty" jsonschema_description:"Its number."`
	ID        string   `json:"id,omitempty" jsonschema_description:"Its stable id."`
	Words     string   `json:"words"`
	How       string   `json:"how" jsonschema:"enum=printed,enum=chosen,enum=reckoned,enum=present"`
	Pointers  []string `json:"pointers" jsonschema_description:"The values that put them there."`
	Defaults  []string `json:"defaults" jsonschema_description:"Where the term sheet would state the values that the standard took."`
}

type effect struct {
	Pointer string `json:"pointer"`
	Path    string `json:"path"`
	What    string `json:"what" jsonschema_description:"printed, reckoned, decides, checks or nothing."`
	Why     string `json:"why,omitempty"`
}

var howWords = map[agreement.How]string{agreement.Printed: "printed", agreement.Chosen: "chosen", agreement.Reckoned: "reckoned"}

func traceSheet(_ context.Context, w *Workbench, in *traceRequest) (*traceAnswer, error) {
	f, err := in.load(w)
	if err != nil {
		return nil, err
	}
	res, err := w.Library.Assemble(f, assemble.Options{Trace: true})
	if err != nil {
		return nil, err
	}
	out := &traceAnswer{}
	if in.At == "" {
		for _, e := range res.Trace.Effects() {
			out.Effects = append(out.Effects, effect{e.Pointer, f.Path(e.Pointer), string(e.What), e.Why})
		}
		return out, nil
	}
	wanted := wantedUses(f, in.At)
	for _, u := range res.Trace.Uses() {
		x := useOf(u.Clause, u.Words, howWords[u.Origin.How], u.Origin.Values)
		if wanted(x) {
			out.Uses = append(out.Uses, x)
		}
	}
	agreement.Walk(res.Document.Body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok && len(c.Conditions) > 0 {
			var looked []agreement.Value
			for _, k := range c.Conditions {
				looked = append(looked, k.Values...)
			}
			if x := useOf(c, agreement.Words(c.Heading), "present", looked); wanted(x) {
				out.Uses = append(out.Uses, x)
			}
		}
		return true
	})
	if out.Uses == nil {
		return nil, &Refusal{422, "nothing in the agreement is called " + quoted(in.At) + " or comes from it", "name a value by its path, such as escrow.objection_days, or a provision by its number, such as 12.3"}
	}
	return out, nil
}

func useOf(c *agreement.Clause, words, how string, values []agreement.Value) use {
	x := use{Words: words, How: how}
	if c != nil {
		x.Provision, x.ID = c.Number, c.ID
	}
	for _, v := range values {
		if d := v.Default; d != nil {
			x.Defaults = append(x.Defaults, d.Pointer)
		} else {
			x.Pointers = append(x.Pointers, v.Pointer)
		}
	}
	return x
}

// wantedUses says which uses a path, a JSON Pointer, a number or an id asks for.
func wantedUses(f *schema.File, at string) func(use) bool {
	within := func(p string) bool {
		path := f.Path(p)
		return p == at || strings.HasPrefix(p, at+"/") || path == at || strings.HasPrefix(path, at+".") || strings.HasPrefix(path, at+"[")
	}
	return func(u use) bool {
		return u.Provision == at || u.ID == at || strings.HasPrefix(u.ID, at+".") || slices.ContainsFunc(u.Pointers, within)
	}
}

type renewRequest struct {
	Source
	Rules string `json:"rules,omitempty" jsonschema_description:"Rules of the renewal as JSON; the schema rules says what they may hold. Left out, only the term is rolled."`
	Today string `json:"today,omitempty" jsonschema_description:"The day as of which it is asked whether the agreement can be renewed, as YYYY-MM-DD; left out, that is not checked."`
}

type renewAnswer struct {
	Form     string        `json:"form" jsonschema:"enum=restated,enum=amendment"`
	Sheet    string        `json:"sheet" jsonschema_description:"Next year's term sheet."`
	Document string        `json:"document" jsonschema_description:"The term sheet of the document to be signed: the same where it is restated."`
	Summary  []string      `json:"summary"`
	Entries  []renew.Entry `json:"entries" jsonschema_description:"What was done to each value, and why."`
	Notes    []string      `json:"notes"`
	Findings []Problem     `json:"findings"`
}

func renewSheet(_ context.Context, w *Workbench, in *renewRequest) (*renewAnswer, error) {
	f, err := in.load(w)
	if err != nil {
		return nil, err
	}
	rules := &renew.Rules{}
	if in.Rules != "" {
		if rules, err = renew.LoadRules("rules", []byte(in.Rules)); err != nil {
			return nil, err
		}
	}
	o := renew.Options{Library: w.Library}
	if in.Today != "" {
		if o.Today, err = schema.ParseDate(in.Today); err != nil {
			return nil, &Refusal{400, "today is " + quoted(in.Today), "give a day as YYYY-MM-DD"}
		}
	}
	r, err := renew.Renew(&renew.Last{Sheet: f}, rules, o)
	if err != nil {
		return nil, err
	}
	return &renewAnswer{Form: string(r.Form), Sheet: string(r.Sheet.Source), Document: string(r.Document.Source),
		Summary: r.Report.Summary, Entries: r.Report.Entries, Notes: r.Report.Notes, Findings: problems(r.Problems)}, nil
}

// quoted is a text that somebody gave, between quotation marks; what cannot be seen in it
// is.
func quoted(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return "“" + visible(s) + "”"
}

// visible is a text in which each character that cannot be seen stands as its number.
func visible(s string) string {
	if !strings.ContainsFunc(s, unseen) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unseen(r) {
			fmt.Fprintf(&b, "[U+%04X]", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func unseen(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError
}
