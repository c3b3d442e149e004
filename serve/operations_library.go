package serve

import (
	"context"
	"fmt"
	"strings"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

func libraryOperations() []*Operation {
	return []*Operation{
		operation(Operation{Name: "library", Title: "Look into the library",
			About: "Lists the templates and clauses of the library or, of one topic, its variants with their words, parameters, defaults at each position, notes and fallback."}, library),
		operation(Operation{Name: "schema", Title: "The JSON Schema of a kind of file",
			About: "Gives the JSON Schema (draft 2020-12) of term sheets, renewal rules or files of index values."}, schemaText),
		operation(Operation{Name: "starter", Title: "A term sheet to begin with",
			About: "Gives a commented term sheet for a kind of deal or a form of agreement, complete enough to be drafted as it stands, with names and figures to be replaced."}, starter),
	}
}

type libraryRequest struct {
	Topic string `json:"topic,omitempty" jsonschema_description:"A topic, such as escrow/release; left out, everything is listed."`
}

type libraryAnswer struct {
	Digest    string       `json:"digest" jsonschema_description:"Of the whole library."`
	Templates []formListed `json:"templates" jsonschema_description:"Forms of agreement."`
	Topics    []topic      `json:"topics"`
}

type formListed struct {
	Name    string   `json:"name"`
	Title   string   `json:"title"`
	Summary string   `json:"summary"`
	Size    string   `json:"size,omitempty"`
	Kinds   []string `json:"kinds"`
}

type topic struct {
	ID         string      `json:"id"`
	Title      string      `json:"title"`
	Purpose    string      `json:"purpose"`
	Fallback   string      `json:"fallback,omitempty" jsonschema_description:"What both sides usually take."`
	Notes      []string    `json:"notes"`
	Variants   []variant   `json:"variants"`
	Parameters []parameter `json:"parameters"`
}

type variant struct {
	Name      string   `json:"name"`
	Summary   string   `json:"summary"`
	Positions []string `json:"positions" jsonschema_description:"Positions that take it: L (licensor), B (balanced), E (licensee)."`
	Text      string   `json:"text,omitempty" jsonschema_description:"Its words with actions of text/template; given where one topic is asked for."`
}

type parameter struct {
	Name     string   `json:"name"`
	About    string   `json:"about"`
	Type     string   `json:"type"`
	Path     string   `json:"path,omitempty" jsonschema_description:"Its place in the term sheet."`
	Range    []string `json:"range"`
	Options  []string `json:"options"`
	Licensor string   `json:"licensor,omitempty" jsonschema_description:"The default at position L."`
	Balanced string   `json:"balanced,omitempty"`
	Licensee string   `json:"licensee,omitempty"`
	Fallback string   `json:"fallback,omitempty"`
}

func library(_ context.Context, w *Workbench, in *libraryRequest) (*libraryAnswer, error) {
	out := &libraryAnswer{Digest: w.Library.Hash()}
	if in.Topic != "" {
		t := w.Library.Topic(in.Topic)
		if t == nil {
			return nil, &Refusal{422, "the library has no topic " + quoted(in.Topic), or(w.Library.NearestTopic(in.Topic), "ask without a topic for the list")}
		}
		out.Topics = []topic{topicOf(t, true)}
		return out, nil
	}
	for _, t := range w.Library.Templates() {
		x := formListed{Name: t.Name, Title: t.Title, Summary: t.Summary, Size: t.Size}
		for _, k := range t.Kinds {
			x.Kinds = append(x.Kinds, string(k))
		}
		out.Templates = append(out.Templates, x)
	}
	for _, t := range w.Library.Topics() {
		out.Topics = append(out.Topics, topicOf(t, false))
	}
	return out, nil
}

func topicOf(t *assemble.Topic, words bool) topic {
	x := topic{ID: t.ID, Title: t.Title, Purpose: t.Purpose, Fallback: t.Fallback, Notes: t.Notes}
	seen := map[string]bool{}
	for _, v := range t.Variants {
		y := variant{Name: v.Name, Summary: v.Summary}
		for _, p := range []schema.Position{schema.Licensor, schema.Balanced, schema.Licensee} {
			if t.ByPosition[p] == v.Name {
				y.Positions = append(y.Positions, string(p))
			}
		}
		if words {
			y.Text = v.Text()
			x.Notes = append(x.Notes[:len(x.Notes):len(x.Notes)], v.Notes...)
		}
		x.Variants = append(x.Variants, y)
		for _, p := range v.Parameters {
			if !seen[p.Name] {
				seen[p.Name] = true
				x.Parameters = append(x.Parameters, parameterOf(p))
			}
		}
	}
	return x
}

func parameterOf(p *assemble.Parameter) parameter {
	at := func(pos schema.Position) string {
		if v := p.Default[pos]; v != nil {
			return fmt.Sprint(v)
		}
		return ""
	}
	return parameter{Name: p.Name, About: p.About, Type: p.Type, Path: p.Path, Range: p.Range, Options: p.Options, Fallback: p.Fallback,
		Licensor: at(schema.Licensor), Balanced: at(schema.Balanced), Licensee: at(schema.Licensee)}
}

type schemaRequest struct {
	Of string `json:"of,omitempty" jsonschema:"enum=term-sheet,enum=rules,enum=index" jsonschema_description:"Left out, of term sheets."`
}

type schemaAnswer struct {
	Schema string `json:"schema" jsonschema_description:"The schema as JSON text."`
}

func schemaText(_ context.Context, _ *Workbench, in *schemaRequest) (*schemaAnswer, error) {
	switch in.Of {
	case "", "term-sheet":
		return &schemaAnswer{string(schema.JSON())}, nil
	case "rules":
		return &schemaAnswer{string(renew.RulesSchema())}, nil
	case "index":
		return &schemaAnswer{string(renew.IndexSchema())}, nil
	}
	return nil, &Refusal{400, "there is no schema of " + quoted(in.Of), "give term-sheet, rules or index"}
}

type starterRequest struct {
	Kind    string `json:"kind,omitempty" jsonschema:"enum=bilateral,enum=pool,enum=consortium,enum=standard-pool" jsonschema_description:"The kind of deal; left out, bilateral."`
	Parties int    `json:"parties,omitempty" jsonschema_description:"How many parties; left out, 2 for a bilateral deal and 5 for others."`
	Form    string `json:"form,omitempty" jsonschema_description:"A form of agreement, by the name of its template, instead of kind and parties."`
	// With is what the deal has besides.
	With []string `json:"with,omitempty" jsonschema_description:"What the deal has besides, such as escrow or royalties; not with form."`
}

type starterAnswer struct {
	Sheet string `json:"sheet"`
}

func starter(_ context.Context, w *Workbench, in *starterRequest) (*starterAnswer, error) {
	text, err := starterText(w.Library, in)
	return &starterAnswer{string(text)}, err
}

func starterText(lib *assemble.Library, in *starterRequest) ([]byte, error) {
	if in.Form != "" {
		t := lib.Template(in.Form)
		if t == nil || t.Starter == "" {
			return nil, &Refusal{422, "there is no form " + quoted(in.Form) + " with a term sheet to begin with", "the operation library lists the templates"}
		}
		f, err := schema.Load(in.Form, []byte(t.Starter))
		if err != nil {
			return nil, err
		}
		return schema.Commented(f.Sheet), nil
	}
	kind := schema.DealKind(or(in.Kind, string(schema.Bilateral)))
	if !isKind(kind) {
		return nil, &Refusal{422, "there is no kind of deal " + quoted(in.Kind), "give " + kindList()}
	}
	n := in.Parties
	if n == 0 {
		if n = 5; kind == schema.Bilateral {
			n = 2
		}
	}
	text, err := schema.Starter(kind, n, in.With...)
	if err != nil {
		return nil, &Refusal{422, err.Error(), "give another number of parties, another kind, or other matters: " + strings.Join(schema.StarterMatters(), ", ")}
	}
	return text, nil
}

func isKind(k schema.DealKind) bool {
	for _, known := range schema.DealKinds {
		if k == known {
			return true
		}
	}
	return false
}

func kindList() string {
	var names []string
	for _, k := range schema.DealKinds {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

// A formChoice is a way to begin an agreement.
