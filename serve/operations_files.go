package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/batch"
	"github.com/engross/engross/schema"
)

func fileOperations() []*Operation {
	return []*Operation{
		operation(Operation{Name: "files", Title: "List the term sheets of the folder", Files: true,
			About: "Lists the term sheets of the folder that is served, each with its revision."}, files),
		operation(Operation{Name: "read", Title: "Read a term sheet", Files: true,
			About: "Gives the text of a term sheet of the folder and its revision, which a change has to name."}, readFile),
		operation(Operation{Name: "change", Title: "Change one value", Files: true, Writes: true,
			About: "Changes, adds or takes away one value of a term sheet by its JSON Pointer; comments and order stay. It names the revision that was seen, and is refused if the file is another now or the value does not fit."}, changeValue),
		operation(Operation{Name: "undo", Title: "Undo the last change", Files: true, Writes: true,
			About: "Puts a term sheet back to what it was before the last change made here."}, undoChange),
		operation(Operation{Name: "redo", Title: "Do again what was undone", Files: true, Writes: true,
			About: "Takes the last undoing back."}, redoChange),
		operation(Operation{Name: "begin", Title: "Begin a term sheet", Files: true, Writes: true,
			About: "Writes a new term sheet to the folder: the text given, or a starter of a kind or form. It never replaces a file."}, begin),
	}
}

// folder is the folder served, or why there is none.
func (w *Workbench) folder() (*Folder, error) {
	if w.Folder == nil {
		return nil, &Refusal{400, "no folder is served", "begin with a folder: engross serve FOLDER, or engross mcp --write FOLDER"}
	}
	return w.Folder, nil
}

// read is the text of a file of the folder served.
func (w *Workbench) read(name string) (*Folder, []byte, error) {
	f, err := w.folder()
	if err != nil {
		return nil, nil, err
	}
	text, err := f.Read(name)
	return f, text, err
}

// seen is the text of a file, provided that it is still the one of the revision that
// was seen.
func (w *Workbench) seen(name, revision string) (*Folder, []byte, error) {
	f, text, err := w.read(name)
	if err != nil {
		return nil, nil, err
	}
	if Revision(text) != revision {
		return nil, nil, errChanged(name)
	}
	return f, text, nil
}

type filesRequest struct{}

type filesAnswer struct {
	Files []fileListed `json:"files"`
}

type fileListed struct {
	File      string `json:"file"`
	Revision  string `json:"revision"`
	Reference string `json:"reference,omitempty" jsonschema_description:"The parties' own reference, deal.id."`
	Title     string `json:"title,omitempty"`
	Kind      string `json:"kind,omitempty"`
	Begins    string `json:"begins,omitempty" jsonschema_description:"The effective date."`
	Ends      string `json:"ends,omitempty"`
	Parties   string `json:"parties,omitempty"`
	Broken    string `json:"broken,omitempty" jsonschema_description:"Why it cannot be read as a term sheet."`
}

func files(_ context.Context, w *Workbench, _ *filesRequest) (*filesAnswer, error) {
	f, err := w.folder()
	if err != nil {
		return nil, err
	}
	names, err := f.Names()
	if err != nil {
		return nil, err
	}
	out := &filesAnswer{}
	for _, name := range names {
		if text, err := f.Read(name); err == nil {
			out.Files = append(out.Files, listed(name, text))
		}
	}
	return out, nil
}

func listed(name string, text []byte) fileListed {
	x := fileListed{File: name, Revision: Revision(text)}
	sheet, err := schema.Load(name, text)
	if err != nil {
		x.Broken = asProblems(err)[0].Message
	}
	if sheet == nil || sheet.Sheet == nil {
		return x
	}
	t := sheet.Sheet
	x.Reference, x.Title, x.Kind = t.Deal.ID, t.Deal.Title, string(t.Deal.Kind)
	if !t.Deal.EffectiveDate.IsZero() {
		x.Begins = t.Deal.EffectiveDate.ISO()
	}
	if end, ok := t.TermEnd(); ok {
		x.Ends = end.ISO()
	}
	var names []string
	for _, p := range t.Parties {
		names = append(names, or(p.ShortName, p.ID))
	}
	x.Parties = strings.Join(names, ", ")
	return x
}

type readRequest struct {
	File string `json:"file"`
}

type readAnswer struct {
	File     string `json:"file"`
	Revision string `json:"revision"`
	Sheet    string `json:"sheet"`
	Undo     string `json:"undo,omitempty" jsonschema_description:"What undo would take back."`
	Redo     string `json:"redo,omitempty"`
}

func readFile(_ context.Context, w *Workbench, in *readRequest) (*readAnswer, error) {
	f, text, err := w.read(in.File)
	if err != nil {
		return nil, err
	}
	out := &readAnswer{File: in.File, Revision: Revision(text), Sheet: string(text)}
	out.Undo, out.Redo = f.turns(in.File, out.Revision)
	return out, nil
}

type changeRequest struct {
	File     string          `json:"file"`
	Revision string          `json:"revision" jsonschema_description:"Of the text that was seen."`
	Pointer  string          `json:"pointer" jsonschema_description:"JSON Pointer to the value; - as its last step appends to a list."`
	Value    json.RawMessage `json:"value,omitempty" jsonschema_description:"The value as JSON. Left out, the value is taken away: what is blank is not the same as what is absent."`
}

type changeAnswer struct {
	Revision string    `json:"revision"`
	Pointer  string    `json:"pointer" jsonschema_description:"Where the value stands, or stood."`
	Before   string    `json:"before,omitempty" jsonschema_description:"As a reader would write it; empty where there was none."`
	After    string    `json:"after,omitempty"`
	Findings []Problem `json:"findings" jsonschema_description:"Warnings about the term sheet as it now reads; check says more."`
}

func changeValue(_ context.Context, w *Workbench, in *changeRequest) (*changeAnswer, error) {
	f, text, err := w.seen(in.File, in.Revision)
	if err != nil {
		return nil, err
	}
	next, out, err := changed(in, text)
	if err != nil {
		return nil, err
	}
	before, after := &stated{}, statedOf(next)
	if sheet, err := loadAny(in.File, text); err == nil {
		before = statedOf(sheet)
	}
	named := after
	if out.Before = before.shows(in.Pointer); in.Value == nil {
		named = before
	} else {
		out.After = after.shows(out.Pointer)
	}
	what := named.called(out.Pointer) + ": " + or(out.Before, "none") + " → " + or(out.After, "none")
	if err := f.Change(in.File, in.Revision, what, next.Source); err != nil {
		return nil, err
	}
	out.Revision = Revision(next.Source)
	return out, nil
}

// changed is a term sheet with one value changed, and what was done. What was wrong
// with it before stands in no change's way; what the change makes wrong does.
func changed(in *changeRequest, text []byte) (*schema.File, *changeAnswer, error) {
	path, err := steps2path(in.Pointer)
	if err != nil {
		return nil, nil, err
	}
	root, err := hujson.Parse(text)
	if err != nil {
		return nil, nil, &Refusal{422, in.File + " is not JSON, so that no value in it can be changed", "mend it in an editor first"}
	}
	edit := schema.Edit{Root: root}
	out := &changeAnswer{Pointer: in.Pointer}
	if in.Value == nil {
		if edit.At(path) == nil {
			return nil, nil, &Refusal{422, "there is nothing at " + in.Pointer, "it may have been taken away already"}
		}
		edit.Cut(path)
		cutEmpty(&edit, path)
	} else if err := put(&edit, path, in.Value); err != nil {
		return nil, nil, err
	} else {
		if list, ok := schema.ArrayOf(edit.At(path[:len(path)-1])); ok && path[len(path)-1] == schema.AppendStep {
			path[len(path)-1] = strconv.Itoa(len(list.Elements) - 1)
			out.Pointer = strings.TrimSuffix(in.Pointer, "-") + path[len(path)-1]
		}
	}
	next, err := schema.Load(in.File, edit.Source())
	if worse := worsened(in.File, text, err); worse != nil {
		return nil, nil, worse
	}
	out.Findings = problems(next.Problems)
	return next, out, nil
}

// steps2path is a JSON Pointer as a path of a term sheet.
func steps2path(pointer string) ([]string, error) {
	rest, ok := strings.CutPrefix(pointer, "/")
	if !ok {
		return nil, &Refusal{400, quoted(pointer) + " is no JSON Pointer to a value", "it begins with a slash: /escrow/objection_days"}
	}
	path := strings.Split(rest, "/")
	for i, s := range path {
		path[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(s)
	}
	if last := len(path) - 1; path[last] == "-" {
		path[last] = schema.AppendStep
	}
	return path, nil
}

// put puts a value at a path, and says where the path leads nowhere.
func put(edit *schema.Edit, path []string, value json.RawMessage) error {
	var v any
	d := json.NewDecoder(strings.NewReader(string(value)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return &Refusal{400, "the value is not JSON", "a text stands between quotation marks"}
	}
	for i := range path {
		if list, ok := schema.ArrayOf(edit.At(path[:i])); ok && path[i] != schema.AppendStep {
			if n, err := strconv.Atoi(path[i]); err != nil || n < 0 || n >= len(list.Elements) {
				return &Refusal{422, "the list has no element " + quoted(path[i]), "it may have been changed meanwhile; - appends an element"}
			}
		}
	}
	if last := len(path) - 1; path[last] == schema.AppendStep {
		if _, ok := schema.ArrayOf(edit.At(path[:last])); !ok { // the list is not there yet
			edit.Put(path[:last], []any{v})
			return nil
		}
	}
	edit.Put(path, v)
	return nil
}

// cutEmpty takes away the groups that a cut left empty.
func cutEmpty(edit *schema.Edit, path []string) {
	for n := len(path) - 1; n > 0; n-- {
		v := edit.At(path[:n])
		o, ok := v.Value.(*hujson.Object)
		if !ok || len(o.Members) > 0 {
			return
		}
		if _, inList := schema.ArrayOf(edit.At(path[:n-1])); inList {
			return
		}
		edit.Cut(path[:n])
	}
}

// worsened are the problems that a term sheet has after a change and had not before.
func worsened(name string, before []byte, err error) error {
	var after agreement.Problems
	if err == nil || !errors.As(err, &after) {
		return err
	}
	had := map[string]bool{}
	if _, err := schema.Load(name, before); err != nil {
		for _, p := range asProblems(err) {
			had[p.Pointer+" "+p.Message] = true
		}
	}
	fresh := slices.DeleteFunc(slices.Clone(after), func(p *agreement.Problem) bool {
		return p.Severity != agreement.Error || had[p.Pointer+" "+p.Message]
	})
	if len(fresh) == 0 {
		return nil
	}
	return fresh
}

type turnRequest struct {
	File     string `json:"file"`
	Revision string `json:"revision" jsonschema_description:"Of the text that was seen."`
}

type turnAnswer struct {
	Revision string `json:"revision"`
	What     string `json:"what" jsonschema_description:"The change that was undone, or done again."`
}

func undoChange(_ context.Context, w *Workbench, in *turnRequest) (*turnAnswer, error) {
	return turn(w, in, (*Folder).Undo)
}

func redoChange(_ context.Context, w *Workbench, in *turnRequest) (*turnAnswer, error) {
	return turn(w, in, (*Folder).Redo)
}

func turn(w *Workbench, in *turnRequest, way func(*Folder, string, string) (string, error)) (*turnAnswer, error) {
	f, err := w.folder()
	if err != nil {
		return nil, err
	}
	what, err := way(f, in.File, in.Revision)
	if err != nil {
		return nil, err
	}
	text, err := f.Read(in.File)
	if err != nil {
		return nil, err
	}
	return &turnAnswer{Revision(text), what}, nil
}

type beginRequest struct {
	File  string `json:"file" jsonschema_description:"The name of the new file, which ends in .json."`
	Sheet string `json:"sheet,omitempty" jsonschema_description:"Its text; left out, a starter."`
	From  []byte `json:"from,omitempty" jsonschema_description:"A file that carries a term sheet, in base64: a PDF or Word file that engross wrote, or a term sheet."`
	starterRequest
}

type beginAnswer struct {
	File     string    `json:"file"`
	Revision string    `json:"revision"`
	Findings []Problem `json:"findings"`
}

// newName refuses names for a new file that some system cannot hold, or that look like
// another.
func newName(name string) error {
	stem, ok := strings.CutSuffix(strings.TrimSuffix(name, "c"), ".json")
	why := batch.CheckName(stem)
	switch {
	case !ok:
		why = "does not end in .json"
	case !isSheetName(name) && why == "":
		why = "is not one of a term sheet"
	case why == "":
		return nil
	}
	return &Refusal{422, "the name " + quoted(name) + " " + why, "letters, digits, hyphens and blanks between them do on every system; it has no folders in it and ends in .json"}
}

func begin(_ context.Context, w *Workbench, in *beginRequest) (*beginAnswer, error) {
	f, err := w.folder()
	if err != nil {
		return nil, err
	}
	if err := newName(in.File); err != nil {
		return nil, err
	}
	text := []byte(in.Sheet)
	if in.From != nil {
		if text, err = carriedSheet(w, "the file", in.From); err != nil {
			return nil, err
		}
	} else if in.Sheet == "" {
		if text, err = starterText(w.Library, &in.starterRequest); err != nil {
			return nil, err
		}
	}
	sheet, err := schema.Load(in.File, text)
	if sheet == nil {
		return nil, err
	}
	found := sheet.Problems
	if f.only != "" {
		return nil, &Refusal{422, fmt.Sprintf("only %s is served", f.only), "serve its folder to begin another term sheet"}
	}
	if err := f.Replace(in.File, "", text); err != nil {
		return nil, err
	}
	if in.From == nil && in.Sheet == "" {
		f.keepBegun(in.File, sheet.JSON)
	}
	return &beginAnswer{in.File, Revision(text), problems(found)}, nil
}
