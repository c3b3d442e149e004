package serve

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/engross/engross/batch"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

func (d *desk) batchPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /batch", d.batchPage)
	mux.HandleFunc("GET /batch/{of}", d.madePage)
	mux.HandleFunc("GET /batch/{of}/{row}/{file}", d.madeFile)
	mux.HandleFunc("GET /deal/{id}/next", d.next)
}

// batchPage is the page on which all agreements of the folder are made or renewed.
func (d *desk) batchPage(w http.ResponseWriter, r *http.Request) {
	if d.Folder.only != "" {
		notFound(w)
		return
	}
	names, err := d.Folder.Names()
	if err != nil {
		d.failed(w, &Refusal{500, "the folder cannot be read", "look at its permissions"})
		return
	}
	d.show(w, r, http.StatusOK, "batch.html", frame{Title: "All of them", Data: struct{ Sheets int }{len(names)}})
}

// madePage is a piece of that page: what a batch made.
func (d *desk) madePage(w http.ResponseWriter, r *http.Request) {
	out, err := made(r.Context(), d.Workbench, &madeRequest{r.PathValue("of")})
	if err != nil {
		d.failed(w, err)
		return
	}
	view := struct {
		*madeAnswer
		Of                 string
		Done, Failed, Open int
	}{madeAnswer: out, Of: r.PathValue("of")}
	for _, x := range out.Rows {
		if x.Status == string(batch.Done) {
			view.Done++
		} else if x.Status == string(batch.Failed) {
			view.Failed++
		}
	}
	for _, g := range out.Groups {
		if !g.Current() {
			view.Open++
		}
	}
	d.part(w, r, "made", view)
}

// Current reports whether the group was approved as it stands.
func (g madeGroup) Current() bool { return g.Approved != nil && g.Approved.Count == g.Count }

// ApprovedOn is when it was approved, for a reader.
func (g madeGroup) ApprovedOn() string { return round{When: g.Approved.When}.Day() }

// madeFile sends a file of a batch, named by its place in the manifest.
func (d *desk) madeFile(w http.ResponseWriter, r *http.Request) {
	of := r.PathValue("of")
	out, err := made(r.Context(), d.Workbench, &madeRequest{of})
	if err != nil {
		d.failed(w, err)
		return
	}
	row, err1 := strconv.Atoi(r.PathValue("row"))
	n, err2 := strconv.Atoi(r.PathValue("file"))
	if err1 != nil || err2 != nil || row < 0 || row >= len(out.Rows) || n < 0 || n >= len(out.Rows[row].Files) {
		notFound(w)
		return
	}
	name := out.Rows[row].Files[n]
	data, err := d.Folder.inside(of + "/" + name)
	if err != nil {
		d.failed(w, &Refusal{404, quoted(name) + " is no longer there", "make it again"})
		return
	}
	end := slices.IndexFunc([]byte(name), func(b byte) bool { return b == '.' })
	media := mediaTypes[draft.Format(name[max(0, end+1):])]
	w.Header().Set("Content-Type", or(media, "application/octet-stream"))
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", plainName(name)))
	_, _ = w.Write(data) // whoever asked may have gone
}

// standing is where the term of an agreement stands on a day.
func standing(begins, ends string, now time.Time) string {
	today := now.Format(time.DateOnly)
	switch {
	case begins == "":
		return "no day yet"
	case today < begins:
		return "not begun"
	case ends != "" && today > ends:
		return "ended"
	}
	return "in force"
}

// next is the next day on which notice can be given or is due, for the table of deals.
func (d *desk) next(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	out := struct {
		Day  string `json:"day"`
		What string `json:"what"`
	}{}
	if x.result != nil {
		now := d.Now()
		c, err := calendar.Of(x.result, calendar.Options{From: schema.Date{Year: now.Year(), Month: now.Month(), Day: now.Day()}})
		if err != nil {
			d.failed(w, err)
			return
		}
		for _, e := range c.Dated() {
			if e.Kind == calendar.Notice && (out.Day == "" || e.Due.ISO() < out.Day) {
				out.Day, out.What = e.Due.ISO(), e.What
			}
		}
	}
	out.Day = dayWords(out.Day)
	answerJSON(w, http.StatusOK, &out)
}
