package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/word"
	"github.com/engross/engross/schema"
)

func negotiateOperations() []*Operation {
	return []*Operation{
		operation(Operation{Name: "choose", Title: "Choose the variant of a clause", Files: true, Writes: true,
			About: "Words a clause in another way. Values for which the variant has no place are taken out and kept, so that they can be put back."}, chooseVariant),
		operation(Operation{Name: "add", Title: "Add what a deal has besides", Files: true, Writes: true,
			About: "Puts a matter into a term sheet, such as escrow or royalties, with values of the starter to be replaced. What is there already stays."}, addMatter),
		operation(Operation{Name: "set_aside", Title: "Set a value aside", Files: true, Writes: true,
			About: "Takes a value out of a term sheet and keeps it, so that it can be put back."}, setAside),
		operation(Operation{Name: "aside", Title: "List what is set aside", Files: true,
			About: "Lists the values of a term sheet that were set aside."}, asideList),
		operation(Operation{Name: "restore", Title: "Put back what was set aside", Files: true, Writes: true,
			About: "Puts a value that was set aside back into the term sheet."}, restore),
		operation(Operation{Name: "respond", Title: "Judge changes of a draft that came back",
			About: "Says of each change in a returned Word file or Markdown how it stands to what the clause library says that a side may take, and what to offer instead. Nothing is changed."}, respond),
		operation(Operation{Name: "rounds", Title: "List the rounds of a negotiation", Files: true,
			About: "Lists the rounds that were kept of a term sheet, with who and when."}, rounds),
		operation(Operation{Name: "round", Title: "Keep a round", Files: true, Writes: true,
			About: "Keeps a term sheet as it stands as a round with a name, in a folder beside it."}, saveRound),
		operation(Operation{Name: "back", Title: "Go back to a round", Files: true, Writes: true,
			About: "Puts a term sheet back to a round that was kept; undo takes that back."}, backTo),
		operation(Operation{Name: "accept", Title: "Accept changes of a draft that came back", Files: true, Writes: true,
			About: "Brings changes of a returned Word file or Markdown into the term sheet: a changed value goes to its path, changed words become negotiated wording; what is refused or left open is noted with the reply. The result is proved; what could not be brought home is listed."}, acceptChanges),
	}
}

// loadAny reads a term sheet that may have errors.
func loadAny(name string, text []byte) (*schema.File, error) {
	f, err := schema.Load(name, text)
	if f == nil {
		return nil, err
	}
	return f, nil
}

func lastStep(pointer string) string { return pointer[strings.LastIndexByte(pointer, '/')+1:] }

type addRequest struct {
	File     string `json:"file"`
	Revision string `json:"revision" jsonschema_description:"Of the text that was seen."`
	Matter   string `json:"matter" jsonschema_description:"One of those that engross new --with knows, such as escrow."`
}

// addMatter puts into a term sheet what a starter with a matter has and one without
// has not.
func addMatter(_ context.Context, w *Workbench, in *addRequest) (*changeAnswer, error) {
	f, text, err := w.seen(in.File, in.Revision)
	if err != nil {
		return nil, err
	}
	sheet, err := loadAny(in.File, text)
	if err != nil {
		return nil, err
	}
	changes, err := matterChanges(sheet.Sheet, in.Matter)
	if err != nil {
		return nil, err
	}
	root, err := hujson.Parse(text)
	if err != nil {
		return nil, err
	}
	edit := schema.Edit{Root: root}
	for _, c := range changes {
		path, err := steps2path(c.Pointer)
		if err != nil {
			return nil, err
		}
		if list := slices.IndexFunc(path, func(s string) bool { return strings.Trim(s, "0123456789") == "" }); list > 0 {
			path = append(path[:list:list], schema.AppendStep)
			if _, ok := schema.ArrayOf(edit.At(path[:list])); !ok {
				edit.Put(path[:list], []any{c.After})
				continue
			}
		} else if edit.At(path) != nil {
			continue
		}
		edit.Put(path, c.After)
	}
	next, err := schema.Load(in.File, edit.Source())
	if worse := worsened(in.File, text, err); worse != nil {
		return nil, worse
	}
	what := "added " + spokenLower(in.Matter)
	if err := f.Change(in.File, in.Revision, what, next.Source); err != nil {
		return nil, err
	}
	return &changeAnswer{Revision: Revision(next.Source), After: what, Findings: problems(next.Problems)}, nil
}

// matterChanges are what a matter adds to a starter of the kind, with the parties of
// the deal in the place of those of the starter.
func matterChanges(t *schema.TermSheet, matter string) ([]schema.Change, error) {
	if !slices.Contains(schema.StarterMatters(), matter) {
		return nil, &Refusal{422, "there is no matter " + quoted(matter), "give one of " + strings.Join(schema.StarterMatters(), ", ")}
	}
	kind := t.Deal.Kind
	if !isKind(kind) {
		kind = schema.Bilateral
	}
	n := 2
	if kind != schema.Bilateral {
		n = max(2, len(t.Parties))
	}
	var files [2]*schema.File
	for i, with := range [][]string{nil, {matter}} {
		text, err := schema.Starter(kind, n, with...)
		if err != nil {
			return nil, err
		}
		if files[i], err = schema.Load("starter", text); err != nil {
			return nil, err
		}
	}
	changes := schema.Changes(files[0], files[1])
	names := map[string]string{}
	for i, p := range files[0].Sheet.Parties {
		if i < len(t.Parties) {
			names[p.ID] = t.Parties[i].ID
		}
	}
	for i := range changes {
		changes[i].After = renamed(changes[i].After, names)
	}
	return slices.DeleteFunc(changes, func(c schema.Change) bool { return c.After == nil }), nil
}

// renamed is a value of JSON with some texts in the place of others.
func renamed(v any, names map[string]string) any {
	switch v := v.(type) {
	case string:
		return or(names[v], v)
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = renamed(v[i], names)
		}
		return list
	case map[string]any:
		o := map[string]any{}
		for k, x := range v {
			o[k] = renamed(x, names)
		}
		return o
	}
	return v
}

// carriedSheet is the term sheet that a file carries: a term sheet itself, or a PDF
// that is proved. A Word file that engross wrote carries its resolved term sheet.
func carriedSheet(w *Workbench, name string, data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte("%PDF-")):
		c, err := draft.Opener{Library: w.Library, Fonts: w.Fonts}.PDF(name, data)
		if err != nil {
			return nil, err
		}
		return c.Best(), nil
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return wordSheet(name, data)
	}
	f, err := schema.Load(name, data)
	if f == nil {
		return nil, err
	}
	return f.Source, nil
}

// wordSheet is the term sheet in a Word file.
func wordSheet(name string, data []byte) ([]byte, error) {
	r, err := word.Read(name, data, nil)
	if err != nil {
		return nil, err
	}
	for _, part := range r.Parts {
		if part.Name == "term-sheet.resolved.json" && json.Valid(part.Data) {
			return part.Data, nil
		}
	}
	return nil, agreement.Problems{{ID: "no-term-sheet", Message: name + " carries no term sheet", Hint: "open a Word file or a PDF that engross wrote, or a term sheet; changes of a returned Word file are accepted under Compare"}}
}
