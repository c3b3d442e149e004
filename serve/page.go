package serve

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/engross/engross/schema"
)

// A desk is what the pages share.
type desk struct {
	*Workbench
	guard *Guard
	shelf shelf
}

// addPages adds what a person looks at.
func addPages(mux *http.ServeMux, w *Workbench, g *Guard) {
	if w.Folder == nil {
		return
	}
	d := &desk{Workbench: w, guard: g}
	mux.HandleFunc("GET /{$}", d.folder)
	mux.HandleFunc("GET /open", d.open)
	d.dealPages(mux)
	d.questionPages(mux)
	d.morePages(mux)
	d.seePages(mux)
	d.comparePages(mux)
	d.handoverPages(mux)
	d.batchPages(mux)
}

//go:embed views
var viewFiles embed.FS

// views are the pages, parsed when the first is shown.
var views = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"gap": gap, "count": count, "spoken": spoken, "countries": schema.CountryList, "currencies": schema.Currencies, "visible": visible, "one": one, "day": dayWords, "fileID": fileID, "domID": domID, "words": strings.Fields,
		"html": func(s string) template.HTML { return template.HTML(s) }, //nolint:gosec // of pieces, which textWriter escapes
	}).ParseFS(viewFiles, "views/*.html"))
})

// A frame is what every page has around it.
type frame struct {
	Title string
	Token string // of the page, for what it asks
	Deal  *dealFrame
	Data  any
}

// A dealFrame is the head of the pages of one term sheet.
type dealFrame struct {
	ID, File, Title, Revision, Current string
	Pages                              []dealPage
}

// A dealPage is one of the pages of a term sheet.
type dealPage struct{ Path, Name string }

var dealPageList = []dealPage{{"", "Agreement"}, {"questions", "Questions"}, {"see", "At a glance"}, {"compare", "Compare"}, {"handover", "Hand over"}}

// show sends a page of the frame.
func (d *desk) show(w http.ResponseWriter, r *http.Request, status int, name string, f frame) {
	f.Token = d.guard.PageToken()
	var b bytes.Buffer
	if err := views().ExecuteTemplate(&b, name, f); err != nil {
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if status != http.StatusOK {
		w.WriteHeader(status)
		_, _ = w.Write(b.Bytes()) // whoever asked may have gone
		return
	}
	answer(w, r, "text/html; charset=utf-8", b.Bytes())
}

// part sends a piece of a page, made by a template.
func (d *desk) part(w http.ResponseWriter, r *http.Request, name string, data any) {
	var b bytes.Buffer
	if err := views().ExecuteTemplate(&b, name, data); err != nil {
		http.Error(w, "the piece of the page could not be made", http.StatusInternalServerError)
		return
	}
	answer(w, r, "text/html; charset=utf-8", b.Bytes())
}

// failed answers what could not be done, as a piece of a page.
func (d *desk) failed(w http.ResponseWriter, err error) {
	if errors.Is(err, errNoSheet) {
		notFound(w)
		return
	}
	status, f := failure(err)
	answerJSON(w, status, f)
}

// sheet is the reading of the term sheet that an address names.
func (d *desk) sheet(r *http.Request) (*reading, error) {
	name, err := d.Folder.byID(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return d.shelf.at(d.Workbench, name)
}

// dealFrame is the head of a page of a term sheet.
func (d *desk) dealFrame(x *reading, current string) *dealFrame {
	f := &dealFrame{ID: fileID(x.name), File: x.name, Title: x.name, Revision: x.Revision, Current: current, Pages: dealPageList}
	if x.file != nil && x.file.Sheet != nil {
		f.Title = or(x.file.Sheet.Deal.Title, x.file.Sheet.Deal.ID, x.name)
	}
	return f
}

// folder is the first page: the term sheets of the folder.
func (d *desk) folder(w http.ResponseWriter, r *http.Request) {
	names, err := d.Folder.Names()
	if err != nil {
		d.failed(w, &Refusal{500, "the folder cannot be read", "look at its permissions"})
		return
	}
	if d.Folder.only != "" {
		http.Redirect(w, r, "/deal/"+fileID(names[0]), http.StatusSeeOther)
		return
	}
	var list []fileListed
	for _, name := range names {
		if text, err := d.Folder.Read(name); err == nil {
			if x := listed(name, text); x.Kind != "" || x.Broken != "" && bytes.Contains(text, []byte(`"parties"`)) {
				list = append(list, x)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b fileListed) int { return strings.Compare(a.Reference, b.Reference) })
	d.show(w, r, http.StatusOK, "folder.html", frame{Title: "Deals", Data: struct {
		Deals          []dealRow
		Forms, Matters []formChoice
		Fresh          string
	}{d.rows(list), formChoices(d.Library), matterChoices(), freshName(names)}})
}

// A dealRow is a line of the table of deals.
type dealRow struct {
	fileListed
	Standing string // where its term stands today
}

func (d *desk) rows(list []fileListed) []dealRow {
	var rows []dealRow
	for _, x := range list {
		if x.Broken != "" {
			x.Broken = (*stated)(nil).pageWords(x.Broken)
		}
		rows = append(rows, dealRow{x, standing(x.Begins, x.Ends, d.Now())})
	}
	return rows
}

// open says under which address the page of a term sheet is.
func (d *desk) open(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("file")
	if _, err := d.Folder.Read(name); err != nil {
		d.failed(w, err)
		return
	}
	answerJSON(w, http.StatusOK, &struct {
		ID string `json:"id"`
	}{fileID(name)})
}

var notFoundPage = parsed("notfound", `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Not here – engross</title><link rel="stylesheet" href="/page.css">
<main class="notice"><h1>There is no such page</h1><p><a href="/">The deals of the folder</a></p></main></html>
`)

func notFound(w http.ResponseWriter) { view(w, http.StatusNotFound, notFoundPage, nil) }
