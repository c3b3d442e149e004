package serve

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// dealPages adds the page of one agreement and what it fetches.
func (d *desk) dealPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /deal/{id}", d.deal)
	mux.HandleFunc("GET /deal/{id}/text", d.text)
	mux.HandleFunc("GET /deal/{id}/values", d.values)
	mux.HandleFunc("GET /deal/{id}/findings", d.findings)
	mux.HandleFunc("GET /deal/{id}/value", d.value)
	mux.HandleFunc("POST /deal/{id}/preview", d.preview)
	mux.HandleFunc("GET /deal/{id}/choices", d.choices)
}

// deal is the agreement as it will print, in which everything can be touched.
func (d *desk) deal(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	shown := d.shown(x)
	undo, redo := d.Folder.turns(x.name, x.Revision)
	data := struct {
		*reading
		Shown      *reading
		Contents   []entry
		Undo, Redo string
	}{x, shown, nil, undo, redo}
	if shown != nil {
		data.Contents = contents(shown.result.Document)
	}
	w.Header().Set("ETag", `"`+x.Revision+`"`)
	d.show(w, r, http.StatusOK, "deal.html", frame{Title: d.dealFrame(x, "").Title, Deal: d.dealFrame(x, ""), Data: data})
}

// shown is the reading whose text is shown: the last one with an agreement.
func (d *desk) shown(x *reading) *reading {
	if x.result != nil {
		return x
	}
	return d.shelf.last(x.name)
}

// An entry is a line of the contents.
type entry struct{ ID, Label, Words, Class string }

func contents(doc *agreement.Document) []entry {
	var list []entry
	for _, b := range doc.Body {
		if c, ok := b.(*agreement.Clause); ok {
			class := "section"
			if c.Kind == agreement.Part {
				class = "part"
			}
			list = append(list, entry{c.ID, c.Label, agreement.Words(c.Heading), class})
		}
	}
	return list
}

// textAnswer is what changed in the text since a revision.
type textAnswer struct {
	Revision string            `json:"revision"`
	Shown    string            `json:"shown"` // the revision of the text; another where the latest makes no agreement
	Order    []string          `json:"order"`
	Changed  map[string]string `json:"changed"`
	Contents []entry           `json:"contents"`
	Broken   []Problem         `json:"broken"`
	Undo     string            `json:"undo"`
	Redo     string            `json:"redo"`
}

func (d *desk) text(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	out := textAnswer{Revision: x.Revision, Broken: x.Broken, Changed: map[string]string{}}
	out.Undo, out.Redo = d.Folder.turns(x.name, x.Revision)
	if shown := d.shown(x); shown != nil {
		out.Shown, out.Order = shown.Revision, shown.order()
		out.Changed = shown.since(d.shelf.find(x.name, r.URL.Query().Get("since")))
		out.Contents = contents(shown.result.Document)
	}
	w.Header().Set("ETag", `"`+x.Revision+`"`)
	text, err := encode(&out)
	if err != nil {
		d.failed(w, err)
		return
	}
	answer(w, r, "application/json", text)
}

// A valueGroup is the values that the term sheet states under one of its heads.
type valueGroup struct {
	Name, Pointer string
	Values        []valueLine
}

type valueLine struct{ Pointer, Label, Plain string }

// readable is the term sheet that is asked for; nil where it cannot be read, which is
// then told.
func (d *desk) readable(w http.ResponseWriter, r *http.Request) *reading {
	x, err := d.sheet(r)
	if err == nil && x.file == nil {
		err = &Refusal{422, x.name + " is not JSON", "mend it in an editor"}
	}
	if err != nil {
		d.failed(w, err)
		return nil
	}
	return x
}

// values are all that the term sheet states, each a link to where it is.
func (d *desk) values(w http.ResponseWriter, r *http.Request) {
	x := d.readable(w, r)
	if x == nil {
		return
	}
	d.part(w, r, "values", struct{ Groups []valueGroup }{valueGroups(x.says)})
}

func valueGroups(f *stated) []valueGroup {
	var groups []valueGroup
	f.EachStated(f.Sheet, func(_ int, at string, v reflect.Value) {
		t := v.Type()
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if !schema.IsValue(t) && (t.Kind() == reflect.Struct || t.Kind() == reflect.Slice && groupList(t) || t.Kind() == reflect.Map) {
			return
		}
		if t.Kind() != reflect.Slice && isElement(at) || at == "/$schema" { // of a list of words, which is one value
			return
		}
		head, _, _ := strings.Cut(strings.TrimPrefix(at, "/"), "/")
		if len(groups) == 0 || groups[len(groups)-1].Pointer != "/"+head {
			groups = append(groups, valueGroup{Name: spoken(head), Pointer: "/" + head})
		}
		g := &groups[len(groups)-1]
		g.Values = append(g.Values, valueLine{at, strings.TrimPrefix(f.called(at), spoken(head)+": "), f.shows(at)})
	})
	return groups
}

// groupList reports whether a list holds groups, whose values are listed one by one.
func groupList(t reflect.Type) bool {
	e := t.Elem()
	for e.Kind() == reflect.Pointer {
		e = e.Elem()
	}
	return e.Kind() == reflect.Struct && !schema.IsValue(e)
}

// A findingLine is a finding with its fix, where there is one.
type findingLine struct {
	Problem
	Path   string // what it is about
	Open   string // the value to look at: the one that the hint asks for, or what it is about
	State  string // what that is called, where it is another than what it is about
	Fix    string // what the button says; "" for none
	Remove bool   // the fix takes the value away
	Waive  bool   // the parties may accept it, with a reason
}

func (d *desk) findings(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	data := struct {
		Revision   string
		Lines      []findingLine
		Errors     int
		Broken     []Problem
		Waived     []waived
		Departures []departureLine
		Dial       []dial
		Standard   []taken
		Final      bool
	}{Revision: x.Revision, Broken: x.Broken}
	if v := x.judge(); v != nil {
		for _, p := range v.Problems {
			data.Lines = append(data.Lines, x.findingOf(p))
		}
		slices.SortStableFunc(data.Lines, func(a, b findingLine) int { return weightOf(a.Severity) - weightOf(b.Severity) })
		data.Errors = v.Problems.Count(agreement.Error)
		for _, y := range v.Waived {
			data.Waived = append(data.Waived, waived{problems(agreement.Problems{y.Problem})[0], y.Waiver.Reason})
		}
		if v.Result != nil {
			data.Departures, data.Dial = departureLines(v.Result)
			data.Standard = standardTaken(v.Result)
			for i := range data.Standard {
				data.Standard[i].Value = codeWords(data.Standard[i].Value)
			}
			data.Final = data.Errors == 0
		}
	}
	d.part(w, r, "findings", data)
}

func weightOf(severity string) int {
	return slices.Index([]string{"error", "warning", "note"}, severity)
}

func (r *reading) findingOf(p *agreement.Problem) findingLine {
	x := findingLine{Problem: r.says.worded(problems(agreement.Problems{p}))[0]}
	if p.Pointer != "" {
		x.Path = r.says.called(p.Pointer)
	}
	x.Open = p.Pointer
	if at := r.says.wanted(&problems(agreement.Problems{p})[0]); at != "" && at != p.Pointer {
		x.Open, x.State = at, r.says.called(at)
	}
	switch {
	case p.ID == "no-effect":
		x.Fix, x.Remove = "Take it out", true
	case p.ID == "ST16" && isElement(p.Pointer):
		x.Fix, x.Remove = "Take it out", true
	}
	isCheck := len(p.ID) == 4 && strings.ToUpper(p.ID) == p.ID
	x.Waive = isCheck && p.Severity == agreement.Warning
	return x
}

// A departureLine is a departure with what takes it back.
type departureLine struct {
	departure
	Undo bool // taking the value away gives the balanced one
}

// A dial says of a clause how many of its departures each side gains by.
type dial struct {
	Title                       string
	Licensor, Neither, Licensee int
}

func departureLines(made *assemble.Result) ([]departureLine, []dial) {
	var list []departureLine
	var dials []dial
	balanced := made.File.Sheet.Deal.Position == "" || made.File.Sheet.Deal.Position == schema.Balanced
	for _, x := range departures(made.Deal, made) {
		x.Value, x.Balanced, x.Fallback = codeWords(x.Value), codeWords(x.Balanced), codeWords(x.Fallback)
		list = append(list, departureLine{x, balanced && x.Pointer != "" && !strings.HasPrefix(x.Pointer, "/wording")})
		if len(dials) == 0 || dials[len(dials)-1].Title != x.Title {
			dials = append(dials, dial{Title: x.Title})
		}
		d := &dials[len(dials)-1]
		switch x.Gains {
		case "licensor":
			d.Licensor++
		case "licensee":
			d.Licensee++
		default:
			d.Neither++
		}
	}
	return list, dials
}

// value is the editor of one value, beside the text.
func (d *desk) value(w http.ResponseWriter, r *http.Request) {
	x := d.readable(w, r)
	if x == nil {
		return
	}
	var fields []*field
	for _, at := range strings.Fields(r.URL.Query().Get("at")) {
		f, err := fieldAt(d.Library, x.says, strings.ReplaceAll(at, "%20", " "))
		if err != nil {
			d.failed(w, err)
			return
		}
		fields = append(fields, f)
	}
	d.part(w, r, "value", struct {
		Fields   []*field
		Revision string
	}{fields, x.Revision})
}

// A previewRequest is a change that is looked at before it is made.
type previewRequest struct {
	Revision string          `json:"revision"`
	Pointer  string          `json:"pointer"`
	Value    json.RawMessage `json:"value,omitempty"`
}

// preview is the provisions as a change would make them. Nothing is written.
func (d *desk) preview(w http.ResponseWriter, r *http.Request) {
	input, ok := body(w, r)
	if !ok {
		return
	}
	var in previewRequest
	if err := json.Unmarshal(input, &in); err != nil {
		d.failed(w, &Refusal{400, "the request is not JSON", "reload the page"})
		return
	}
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	if x.Revision != in.Revision || x.result == nil {
		d.failed(w, errChanged(x.name))
		return
	}
	next, _, err := changed(&changeRequest{File: x.name, Pointer: in.Pointer, Value: in.Value}, x.file.Source)
	if err != nil {
		d.failed(w, err)
		return
	}
	res, err := d.Library.Assemble(next, assemble.Options{Trace: true})
	if err != nil {
		d.failed(w, err)
		return
	}
	after := &reading{Pieces: piecesOf(res.Document)}
	text, err := encode(&struct {
		Changed map[string]string `json:"changed"`
	}{after.since(x)})
	if err != nil {
		d.failed(w, err)
		return
	}
	answer(w, r, "application/json", text)
}
