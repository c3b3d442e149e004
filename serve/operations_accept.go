package serve

import (
	"bytes"
	"context"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// returnedDraft is a draft that came back.
type returnedDraft struct {
	Word     []byte `json:"word,omitempty" jsonschema_description:"The draft that came back as a Word file, in base64. Give this or markdown."`
	Markdown string `json:"markdown,omitempty" jsonschema_description:"The draft that came back as Markdown."`
}

func (r *returnedDraft) draft() *Draft {
	return &Draft{Word: r.Word, Markdown: r.Markdown, Name: "returned draft"}
}

type respondRequest struct {
	Source
	returnedDraft
	Side string `json:"side" jsonschema_description:"For whom changes are judged: licensor, licensee, or a party by its id or name."`
}

type respondAnswer struct {
	Answers []judged `json:"answers"`
}

// judged is a change with what the library says of it.
type judged struct {
	change
	Standing string   `json:"standing" jsonschema_description:"within position, within fallback, new matter, beyond fallback or beyond walk-away."`
	Says     []string `json:"says" jsonschema_description:"The reasons, notes and the provision to offer, a line each."`
	Offer    string   `json:"offer,omitempty" jsonschema_description:"The value to offer instead, with its path; empty where none is known."`

	counter *draft.Counter
}

func respond(_ context.Context, w *Workbench, in *respondRequest) (*respondAnswer, error) {
	sent, back, err := sentAndReturned(w, in.Source, in.draft())
	if err != nil {
		return nil, err
	}
	list, err := judge(w, sent, back, in.Side)
	return &respondAnswer{list}, err
}

// sentAndReturned are an agreement and the draft of it that came back.
func sentAndReturned(w *Workbench, of Source, returned *Draft) (sent, back *side, err error) {
	if sent, back, err = bothSides(w, &Draft{Source: of}, returned); err != nil {
		return nil, nil, err
	}
	if p := draft.Foreign(sent.doc, back.doc); p != nil {
		return nil, nil, agreement.Problems{p}
	}
	return sent, back, nil
}

// judge judges the changes of a draft that came back for a side.
func judge(w *Workbench, sent, back *side, for_ string) ([]judged, error) {
	as, known, ok := draft.SideOf(sent.file.Sheet, for_)
	if !ok {
		return nil, &Refusal{422, "there is no side " + quoted(for_), "give licensor, licensee, or one of " + strings.Join(known, ", ")}
	}
	var hands *draft.Returned
	if back.word != nil {
		var err error
		if hands, err = draft.Return(sent.doc, back.word, nil); err != nil {
			return nil, err
		}
	}
	r, err := draft.Respond(w.Library, sent.file, back.doc, hands, as)
	if err != nil {
		return nil, err
	}
	var list []judged
	for i := range r.Answers {
		x := &r.Answers[i]
		y := judged{change: changesOf(&redline.Result{Changes: []redline.Change{*x.Change}})[0], Standing: draft.StandingWords(x.Standing), Says: x.Lines()[1:], counter: x.Counter}
		if x.Counter != nil {
			y.Offer = x.Counter.Path + ": " + schema.Plain(plainValue(x.Counter.Value))
		}
		list = append(list, y)
	}
	return list, nil
}

type acceptRequest struct {
	File     string `json:"file"`
	Revision string `json:"revision" jsonschema_description:"Of the text that was seen."`
	returnedDraft
	Decisions []decision `json:"decisions,omitempty" jsonschema_description:"What is not accepted. Changes that are not named are."`
	Side      string     `json:"side,omitempty" jsonschema_description:"Your side, where a decision is to offer: licensor, licensee, or a party."`
	AskedBy   string     `json:"asked_by,omitempty" jsonschema_description:"Who asked for the words."`
	Why       string     `json:"why,omitempty" jsonschema_description:"Why they are accepted. It stays in the house."`
}

// A decision is what becomes of one change.
type decision struct {
	Change int    `json:"change" jsonschema_description:"Its number, from 0, as diff lists them."`
	Decide string `json:"decide" jsonschema:"enum=accept,enum=refuse,enum=open,enum=offer" jsonschema_description:"offer refuses it and puts the value that respond offers into the term sheet."`
	Reply  string `json:"reply,omitempty" jsonschema_description:"To the other side: a comment in the next Word draft."`
}

type acceptAnswer struct {
	Revision string   `json:"revision"`
	Values   []change `json:"values" jsonschema_description:"Values that changed, by their paths."`
	Follows  []change `json:"follows" jsonschema_description:"Places that print a value too which came home, and that came back as they were sent: they follow it."`
	Wordings []string `json:"wordings" jsonschema_description:"Provisions with negotiated words."`
	Refused  int      `json:"refused"`
	Open     int      `json:"open"`
	Offered  []string `json:"offered" jsonschema_description:"Values that are offered instead."`
	Left     []change `json:"left" jsonschema_description:"Accepted changes that the next draft does not have."`
}

func acceptChanges(_ context.Context, w *Workbench, in *acceptRequest) (*acceptAnswer, error) {
	f, text, err := w.seen(in.File, in.Revision)
	if err != nil {
		return nil, err
	}
	sent, back, err := sentAndReturned(w, Source{File: in.File}, in.draft())
	if err != nil {
		return nil, err
	}
	res, err := compare(w.Library, sent, back)
	if err != nil {
		return nil, err
	}
	how, offers, err := in.settled(w, sent, back, res)
	if err != nil {
		return nil, err
	}
	home, err := draft.Accept(w.Library, sent.file, back.doc, draft.Acceptance{AskedBy: in.AskedBy, Why: in.Why, Decide: how})
	if err != nil {
		return nil, err
	}
	out := &acceptAnswer{Refused: len(home.Refused), Open: len(home.Open), Left: changesOf(&redline.Result{Changes: home.Left})}
	for _, v := range home.Values {
		out.Values = append(out.Values, change{Kind: "value", Provision: v.Path, Before: v.Before, After: v.After})
	}
	for _, x := range home.Follows {
		out.Follows = append(out.Follows, changesOf(&redline.Result{Changes: []redline.Change{x.Change}})...)
	}
	for _, x := range home.Wordings {
		out.Wordings = append(out.Wordings, x.Provision)
	}
	next := home.Sheet
	if len(offers) > 0 {
		if next, err = offering(in.File, next, offers); err != nil {
			return nil, err
		}
		for _, o := range offers {
			out.Offered = append(out.Offered, o.Offer)
		}
	}
	if !bytes.Equal(next, text) {
		if err := f.Change(in.File, in.Revision, "answered a draft that came back", next); err != nil {
			return nil, err
		}
	}
	out.Revision = Revision(next)
	return out, nil
}

// offering is a term sheet with values that are offered.
func offering(name string, text []byte, offers []*judged) ([]byte, error) {
	file, err := schema.Load(name, text)
	if err != nil {
		return nil, err
	}
	edit, err := file.Edit()
	if err != nil {
		return nil, err
	}
	for _, o := range offers {
		edit.Put(o.counter.Steps, o.counter.Value)
	}
	next := edit.Source()
	_, err = schema.Load(name, next)
	return next, worsened(name, text, err)
}

// sign is by what a change is known again: two comparisons of the same drafts number
// them alike, and one that leaves some out does not.
func sign(id, before, after string) string { return id + "\x00" + before + "\x00" + after }

// settled is what is decided on each change, and what is offered instead of some.
func (in *acceptRequest) settled(w *Workbench, sent, back *side, res *redline.Result) (func(*redline.Change) draft.Choice, []*judged, error) {
	choices := map[string]draft.Choice{}
	var offers []*judged
	var answers map[string]*judged
	for _, d := range in.Decisions {
		if d.Change < 0 || d.Change >= len(res.Changes) {
			return nil, nil, &Refusal{422, "there is no such change", "the operation diff numbers them from 0"}
		}
		c := &res.Changes[d.Change]
		at := sign(c.ClauseID, c.Before, c.After)
		switch d.Decide {
		case "accept":
		case "refuse":
			choices[at] = draft.Choice{Decision: draft.Refused, Reply: d.Reply}
		case "open":
			choices[at] = draft.Choice{Decision: draft.Open, Reply: d.Reply}
		case "offer":
			if answers == nil {
				list, err := judge(w, sent, back, in.Side)
				if err != nil {
					return nil, nil, err
				}
				answers = map[string]*judged{}
				for i := range list {
					answers[sign(list[i].ID, list[i].Before, list[i].After)] = &list[i]
				}
			}
			o := answers[at]
			if o == nil || o.counter == nil {
				return nil, nil, &Refusal{422, "the library has nothing to offer instead of the change of " + c.Where(), "refuse it, or leave it open, with a reply"}
			}
			offers = append(offers, o)
			choices[at] = draft.Choice{Decision: draft.Refused, Reply: or(d.Reply, "we offer what the draft now says")}
		default:
			return nil, nil, &Refusal{422, "there is no decision " + quoted(d.Decide), "give accept, refuse, open or offer"}
		}
	}
	return func(c *redline.Change) draft.Choice { return choices[sign(c.ClauseID, c.Before, c.After)] }, offers, nil
}
