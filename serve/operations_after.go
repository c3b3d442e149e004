package serve

import (
	"bytes"
	"context"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/draft/summary"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/schema"
)

func afterOperations() []*Operation {
	return []*Operation{
		operation(Operation{Name: "summary", Title: "Summarise a deal",
			About: "Gives the key terms of a deal on a few pages of Markdown; with internal, departures and who gains too, which are not for the other side."}, summarise),
		operation(Operation{Name: "calendar", Title: "What falls due",
			About: "Lists what falls due under an agreement, by date, with who owes what and how the day follows; and what has no day yet, with the event it waits for."}, falls),
	}
}

type summaryRequest struct {
	Source
	Internal bool   `json:"internal,omitempty" jsonschema_description:"With departures from the balanced standard; not for the other side."`
	Side     string `json:"side,omitempty" jsonschema_description:"Whose summary it is: licensor, licensee or the id of a party."`
}

type summaryAnswer struct {
	Text     string    `json:"text" jsonschema_description:"The summary as Markdown."`
	Findings []Problem `json:"findings"`
}

func summarise(_ context.Context, w *Workbench, in *summaryRequest) (*summaryAnswer, error) {
	deal, err := in.resolve(w)
	if err != nil {
		return nil, err
	}
	doc, err := summary.Of(deal, summary.Options{Internal: in.Internal, Side: in.Side})
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := markdown.Write(&b, doc); err != nil {
		return nil, err
	}
	return &summaryAnswer{Text: b.String(), Findings: problems(deal.File.Problems)}, nil
}

type calendarRequest struct {
	Source
	From  string `json:"from,omitempty" jsonschema_description:"First day wanted, as YYYY-MM-DD."`
	To    string `json:"to,omitempty" jsonschema_description:"Last day wanted."`
	Party string `json:"party,omitempty" jsonschema_description:"Id of the party whose entries are wanted."`
}

type calendarAnswer struct {
	Heads    []string   `json:"heads" jsonschema_description:"What stands in each column of lines."`
	Lines    [][]string `json:"lines" jsonschema_description:"The entries, by date; those without a day last."`
	ICS      string     `json:"ics" jsonschema_description:"The same for other calendars (RFC 5545)."`
	Findings []Problem  `json:"findings"`
}

func falls(_ context.Context, w *Workbench, in *calendarRequest) (*calendarAnswer, error) {
	f, err := in.load(w)
	if err != nil {
		return nil, err
	}
	o := calendar.Options{Party: in.Party}
	for _, x := range []struct {
		name, text string
		to         *schema.Date
	}{{"from", in.From, &o.From}, {"to", in.To, &o.To}} {
		if x.text == "" {
			continue
		}
		if *x.to, err = schema.ParseDate(x.text); err != nil {
			return nil, &Refusal{400, x.name + " is " + quoted(x.text), "give a day as YYYY-MM-DD"}
		}
	}
	res, err := w.Library.Assemble(f, assemble.Options{Trace: true})
	if err != nil {
		return nil, err
	}
	c, err := calendar.Of(res, o)
	if err != nil {
		return nil, err
	}
	out := &calendarAnswer{Heads: calendar.Heads, Findings: problems(f.Problems)}
	list := []*calendar.Calendar{c}
	for _, l := range calendar.Lines(list) {
		out.Lines = append(out.Lines, l.Cells())
	}
	ics, err := calendar.ICS(list, calendar.ICSOptions{From: o.From, To: o.To})
	out.ICS = string(ics)
	return out, err
}

// summaryOf is the summary of the deal that a page shows.
func summaryOf(x *reading, internal bool) (*agreement.Document, error) {
	if x.result == nil {
		return nil, &Refusal{422, "there is no agreement to summarise yet", "mend what stands in the way first"}
	}
	return summary.Of(x.result.Deal, summary.Options{Internal: internal})
}
