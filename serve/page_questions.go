package serve

import (
	"bytes"
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
	Quiet             bool // the standard answers all of it
	Silent            bool // nothing is said of it, and the standard says nothing
}

// order of the heads of a term sheet in an interview; those not named come last.
var questionOrder = []string{"deal", "parties", "recitals", "assets", "fields", "territories", "grants", "carve_outs", "projects", "payments", "contributions", "credits", "valuation",
	"improvements", "services", "escrow", "confidentiality", "warranty", "remedies", "term", "termination", "membership", "governance", "settlement", "disputes", "regulatory", "general", "interpretation"}

// tables are lists that are filled in as tables, also by pasting from a spreadsheet:
// their first columns, after which come those that an element states.
var tables = map[string][]string{
	"parties":     {"short_name", "legal_name", "entity_type", "jurisdiction", "reg_no", "address", "signatory/name", "signatory/title", "notices/email"},
	"assets":      {"title", "kind", "owners/0/party", "office", "number", "filing_date", "expiry_date", "status", "class"},
	"fields":      {"name", "definition", "parent"},
	"territories": {"name", "countries"},
	"grants":      {"from", "to", "assets", "class", "field", "territory", "exclusivity", "royalty", "end"},
}

// facts are values that are so or not, whatever is agreed: one that is as the starter
// had it is likely wrong.
var facts = agreement.Pattern(`^/(parties/\d+/(jurisdiction|entity_type|reg_no|signatory/title)|deal/(id|effective_date|signing_date)|assets/\d+/(office|filing_date|expiry_date))$`)

// chosenFirst is what whoever begins a deal has chosen: it is not asked again.
var chosenFirst = []string{"/deal/kind", "/deal/template", "/deal/language"}

// mostBlocks is how many parties or grants are shown one under the other, each with
// what its values mean; more of them are a table.
const mostBlocks = 3

// isTable reports whether a list of a term sheet is shown as a table.
func (x *reading) isTable(head string) bool {
	if tables[head] == nil {
		return false
	}
	list, _ := x.says.at("/" + head).([]any)
	return len(list) == 0 || len(list) > mostBlocks || head != "parties" && head != "grants"
}

func (d *desk) questionPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /deal/{id}/questions", d.questions)
	mux.HandleFunc("GET /deal/{id}/questions/{head}", d.questions)
}

func (d *desk) questions(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	if x.file == nil || x.file.Sheet == nil { // nothing can be asked of it: the page of the agreement says what to mend
		d.deal(w, r)
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
		Sections         []section
		Standard         []*question
		Table            *tableView
		Adds             []listAdd
		More             string
		Each             []moreGroup // the rows of the table
		Previous, Next   string
		NextNeeded       string // the next group with an answer that is needed, where that is not Next
		Matters          []string
		Aside            []asideLine
		Undo, Redo       string
		Answered, Needed int
	}{reading: x, Groups: asked.groups, Group: asked.groups[at], Aside: asideLines(x.says, d.Folder.aside(x.name)), Matters: d.matters(x)}
	data.Undo, data.Redo = d.Folder.turns(x.name, x.Revision)
	data.Sections, data.Standard = x.sections(asked.fields[head])
	data.Adds, data.More = x.listsOf("/"+head), x.moreOf("/"+head)
	if x.isTable(head) {
		data.Table = d.table(x, head, asked.begun)
		data.Table.Wrong = asked.wrong[head]
		data.Each = x.elements("/" + head)
	}
	if at > 0 {
		data.Previous = asked.groups[at-1].Head
	}
	if at+1 < len(asked.groups) && !asked.groups[at+1].Quiet {
		data.Next = asked.groups[at+1].Head
	}
	for i, g := range asked.groups {
		data.Answered += g.Stated
		data.Needed += g.Open
		if i > at+1 && g.Open > 0 && data.NextNeeded == "" {
			data.NextNeeded = g.Head
		}
	}
	if at+1 < len(asked.groups) && asked.groups[at+1].Open > 0 {
		data.NextNeeded = ""
	}
	d.show(w, r, http.StatusOK, "questions.html", frame{Title: "Questions", Deal: d.dealFrame(x, "questions"), Data: data})
}

// An asideLine is a value set aside, by its number among them.
type asideLine struct {
	asideItem
	Item int
}

// asideLines are the values set aside that are not stated again, as after undoing.
func asideLines(says *stated, items []asideItem) []asideLine {
	var list []asideLine
	for i, x := range items {
		if now, err := json.Marshal(says.at(x.Pointer)); err == nil && !bytes.Equal(now, x.Value) {
			x.Path = strings.Trim(says.place(x.Path), "“”")
			list = append(list, asideLine{x, i})
		}
	}
	return list
}

// A question is a value that is asked for, with what is known of its answer.
type question struct {
	*field
	Filler   bool // the starter's own words, which nobody has replaced
	Open     bool // it has to be answered
	Standard bool // left out, the standard answers it
	Begun    bool // it is as the starter had it
	Look     bool // and a fact of the world, which the starter cannot know
	Mend     bool // what it states stands in the way of an execution copy
	Wrong    []Problem
}

type askedOf struct {
	groups []questionGroup
	fields map[string][]*question
	all    map[string][]*question // those in tables too
	wrong  map[string][]Problem   // of values that stand in a table, by heads
	begun  *stated                // the starter, as far as nobody has confirmed it
}

// asked are the questions that a deal needs, by the heads of its term sheet.
func (w *Workbench) asked(x *reading) *askedOf {
	seen := map[string]bool{}
	q := &askedOf{fields: map[string][]*question{}, all: map[string][]*question{}, wrong: map[string][]Problem{}}
	groups := map[string]*questionGroup{}
	for _, f := range schema.Guide() {
		if !strings.Contains(f.Path, ".") && !slices.Contains([]string{"$schema", "clauses", "wording", "waivers"}, strings.TrimSuffix(f.Path, "[]")) {
			head := strings.TrimSuffix(f.Path, "[]")
			groups[head] = &questionGroup{Head: head, Name: spoken(head), About: f.Meaning}
		}
	}
	begun := statedOf(&schema.File{JSON: w.Folder.begun(x.name)})
	q.begun = begun
	found := append(append([]Problem{}, x.Broken...), x.found()...)
	ask := func(pointer string, open, standard bool) {
		head, _, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
		g := groups[head]
		if g == nil || seen[pointer] {
			return
		}
		f, err := fieldAt(w.Library, x.says, pointer)
		if err != nil || f.Kind == "group" || f.Kind == "groups" {
			return
		}
		seen[pointer] = true
		y := &question{field: f, Filler: f.Given && schema.IsFiller(f.Text), Open: open, Standard: standard || (slices.Contains(chosenFirst, pointer) || strings.HasSuffix(pointer, "/id") && strings.Count(pointer, "/") > 2) && !open}
		y.Begun = f.Given && !y.Filler && schema.Plain(begun.at(pointer)) == f.Plain
		y.Look = y.Begun && !standard && facts().MatchString(pointer)
		for _, p := range found {
			if p.Pointer == pointer && !y.Filler && p.Severity != agreement.Note.String() {
				y.Wrong = append(y.Wrong, x.says.worded([]Problem{p})...)
				y.Mend = y.Mend || f.Given && p.Severity == agreement.Error.String()
			}
		}
		switch {
		case open || y.Filler || y.Look || y.Mend:
			g.Open++
		case !standard:
			g.Stated++
		}
		q.all[head] = append(q.all[head], y)
		if x.isTable(head) && x.onTable(pointer) {
			q.wrong[head] = append(q.wrong[head], y.Wrong...)
			return
		}
		q.fields[head] = append(q.fields[head], y)
	}
	for _, p := range found {
		if p.Severity == agreement.Error.String() && p.Pointer != "" && !x.file.Given(p.Pointer) {
			ask(p.Pointer, true, false)
		}
	}
	for _, g := range valueGroups(x.says) {
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
		if g := groups[head]; g != nil {
			g.Quiet = g.Open+g.Stated == 0 && tables[head] == nil
			g.Silent = g.Quiet && len(q.fields[head]) == 0
			q.groups = append(q.groups, *g)
		}
	}
	slices.SortStableFunc(q.groups, func(a, b questionGroup) int { // what the standard answers comes last
		return map[bool]int{true: 1}[a.Quiet] - map[bool]int{true: 1}[b.Quiet]
	})
	return q
}

// found is what the checks say of a deal, where they can be run.
func (x *reading) found() []Problem {
	v := x.judge()
	if v == nil {
		return nil
	}
	return problems(v.Report.Problems)
}

// A section is questions about one thing: a party, a ground, the forum.
type section struct {
	Name    string // "" for those of the whole group
	Of      string // the thing, by its pointer
	Element bool   // it is one of a list
	Fields  []*question
}

// sections groups the questions of a page by what they are about, with what the
// standard answers apart.
func (x *reading) sections(asked []*question) (list []section, standard []*question) {
	at := map[string]int{}
	for _, q := range asked {
		name, label := x.says.about(q.Pointer)
		if q.Label = label; isElement(q.Pointer) && name == "" {
			q.Label = one(lastStep(q.Pointer[:strings.LastIndexByte(q.Pointer, '/')])) + " " + ordinal(lastStep(q.Pointer))
		}
		if q.Standard {
			if name != "" {
				q.Label = name + ": " + strings.ToLower(label[:1]) + label[1:]
			}
			standard = append(standard, q)
			continue
		}
		i, ok := at[name]
		if !ok {
			i = len(list)
			at[name] = i
			of, element := thingAt(q.Pointer)
			list = append(list, section{Name: name, Of: of, Element: element})
		}
		list[i].Fields = append(list[i].Fields, q)
	}
	return list, standard
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
