package serve

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// The questions are asked in the order in which people agree things, and only those
// that this deal needs: what is stated, what has to be, and what the clauses chosen
// would otherwise take from the standard.

type questionGroup struct {
	Head, Name, About string
	Open              int // questions that have to be answered
	Stated, Standard  int
}

// order of the heads of a term sheet in an interview; those not named come last.
var questionOrder = []string{"deal", "parties", "recitals", "assets", "fields", "territories", "grants", "carve_outs", "projects", "payments", "contributions", "credits", "valuation",
	"improvements", "services", "escrow", "confidentiality", "warranty", "remedies", "term", "termination", "membership", "governance", "settlement", "disputes", "regulatory", "general", "interpretation"}

// tables are lists that are filled in as tables, also by pasting from a spreadsheet.
var tableColumns = map[string][]string{
	"parties":     {"id", "short_name", "legal_name", "entity_type", "jurisdiction", "address"},
	"assets":      {"id", "kind", "title", "office", "number", "filing_date", "expiry_date", "status", "class"},
	"fields":      {"id", "name", "definition", "parent"},
	"territories": {"id", "name", "countries"},
	"grants":      {"id", "from", "to", "assets", "class", "field", "territory", "exclusivity", "royalty", "end"},
}

func (d *desk) questionPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /deal/{id}/questions", d.questions)
	mux.HandleFunc("GET /deal/{id}/questions/{head}", d.questions)
}

type tableView struct {
	Pointer string
	Columns []*field
	Rows    []tableRow
}

type tableRow struct {
	Index int
	Raw   string // the element as JSON, so that what is not shown is kept
	Cells []string
}

func (d *desk) questions(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	if x.file == nil {
		d.show(w, r, http.StatusOK, "deal.html", frame{Title: x.name, Deal: d.dealFrame(x, ""), Data: x})
		return
	}
	asked := d.asked(x)
	head := r.PathValue("head")
	if head == "" {
		head = asked.groups[0].Head
	}
	at := slices.IndexFunc(asked.groups, func(g questionGroup) bool { return g.Head == head })
	if at < 0 {
		notFound(w)
		return
	}
	data := struct {
		*reading
		Groups           []questionGroup
		Group            questionGroup
		Fields           []*field
		Table            *tableView
		Previous, Next   string
		Matters          []string
		Aside            []asideLine
		Undo, Redo       string
		Answered, Needed int
	}{reading: x, Groups: asked.groups, Group: asked.groups[at], Fields: asked.fields[head], Aside: asideLines(x.file, d.Folder.aside(x.name)), Matters: d.matters(x)}
	data.Undo, data.Redo = d.Folder.turns(x.name, x.Revision)
	if cols := tableColumns[head]; cols != nil {
		data.Table = d.table(x, "/"+head, cols)
	}
	if at > 0 {
		data.Previous = asked.groups[at-1].Head
	}
	if at+1 < len(asked.groups) {
		data.Next = asked.groups[at+1].Head
	}
	for _, g := range asked.groups {
		data.Answered += g.Stated
		data.Needed += g.Open
	}
	d.show(w, r, http.StatusOK, "questions.html", frame{Title: "Questions", Deal: d.dealFrame(x, "questions"), Data: data})
}

// An asideLine is a value set aside, by its number among them.
type asideLine struct {
	asideItem
	Item int
}

// asideLines are the values set aside that are not stated again, as after undoing.
func asideLines(f *schema.File, items []asideItem) []asideLine {
	var list []asideLine
	for i, x := range items {
		if schema.Plain(valueAt(f, x.Pointer)) != x.Plain {
			list = append(list, asideLine{x, i})
		}
	}
	return list
}

type askedOf struct {
	groups []questionGroup
	fields map[string][]*field
}

// asked are the questions that a deal needs, by the heads of its term sheet.
func (d *desk) asked(x *reading) *askedOf {
	seen := map[string]bool{}
	q := &askedOf{fields: map[string][]*field{}}
	groups := map[string]*questionGroup{}
	for _, f := range schema.Guide() {
		if !strings.Contains(f.Path, ".") && !slices.Contains([]string{"$schema", "clauses", "wording", "waivers"}, strings.TrimSuffix(f.Path, "[]")) {
			head := strings.TrimSuffix(f.Path, "[]")
			groups[head] = &questionGroup{Head: head, Name: spoken(head), About: f.Meaning}
		}
	}
	ask := func(pointer string, open, standard bool) {
		head, rest, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
		g := groups[head]
		if g == nil || seen[pointer] || tableColumns[head] != nil && onTable(head, rest) {
			return
		}
		f, err := fieldAt(d.Library, x.file, pointer)
		if err != nil || f.Kind == "group" || f.Kind == "groups" {
			return
		}
		seen[pointer] = true
		q.fields[head] = append(q.fields[head], f)
		switch {
		case open:
			g.Open++
		case standard:
			g.Standard++
		default:
			g.Stated++
		}
	}
	for _, p := range append(append([]Problem{}, x.Broken...), d.absent(x)...) {
		if p.Pointer != "" && !x.file.Given(p.Pointer) {
			ask(p.Pointer, true, false)
		}
	}
	for _, g := range valueGroups(x.file) {
		for _, v := range g.Values {
			ask(v.Pointer, false, false)
		}
	}
	if x.result != nil {
		for _, t := range x.result.Taken() {
			if t.Path != "" && !strings.ContainsAny(t.Path, "[") {
				ask("/"+strings.ReplaceAll(t.Path, ".", "/"), false, true)
			}
		}
	}
	for _, head := range questionOrder {
		if g := groups[head]; g != nil && (len(q.fields[head]) > 0 || tableColumns[head] != nil) {
			q.groups = append(q.groups, *g)
		}
	}
	return q
}

// onTable reports whether a value stands in a table of the page.
func onTable(head, rest string) bool {
	parts := strings.Split(rest, "/")
	return len(parts) == 2 && slices.Contains(tableColumns[head], parts[1]) || len(parts) == 3 && slices.Contains(tableColumns[head], parts[1]) && isElement("/"+parts[2])
}

// absent are values that the agreement needs and nobody has stated.
func (d *desk) absent(x *reading) []Problem {
	v := x.judge()
	if v == nil {
		return nil
	}
	var list []Problem
	for _, p := range problems(v.Problems) {
		if p.Severity == agreement.Error.String() {
			list = append(list, p)
		}
	}
	return list
}

// matters are what the deal might have besides and has not.
func (d *desk) matters(x *reading) []string {
	var list []string
	for _, m := range schema.StarterMatters() {
		changes, err := matterChanges(x.file.Sheet, m)
		if err == nil && slices.ContainsFunc(changes, func(c schema.Change) bool { return !x.file.Given(firstOf(c.Pointer)) }) {
			list = append(list, m)
		}
	}
	return list
}

// firstOf is a pointer up to the first element of a list, which stands for the list.
func firstOf(pointer string) string {
	parts := strings.Split(pointer, "/")
	for i, s := range parts {
		if i > 0 && s != "" && strings.Trim(s, "0123456789") == "" {
			return strings.Join(parts[:i], "/")
		}
	}
	return pointer
}

// table is a list of the term sheet as rows, with what they hold besides.
func (d *desk) table(x *reading, pointer string, columns []string) *tableView {
	t := &tableView{Pointer: pointer}
	for _, c := range columns {
		if f, err := fieldAt(d.Library, x.file, pointer+"/0/"+c); err == nil {
			t.Columns = append(t.Columns, f)
		}
	}
	list, _ := valueAt(x.file, pointer).([]any)
	for i, e := range list {
		o, _ := e.(map[string]any)
		raw, err := json.Marshal(e)
		if err != nil {
			continue
		}
		row := tableRow{Index: i, Raw: string(raw)}
		for _, c := range columns {
			row.Cells = append(row.Cells, cellText(o[c]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func cellText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		var parts []string
		for _, e := range v {
			parts = append(parts, schema.Plain(e))
		}
		return strings.Join(parts, ", ")
	}
	return schema.Plain(v)
}
