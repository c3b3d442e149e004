package serve

import (
	"net/http"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/draft"
)

func (d *desk) handoverPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /deal/{id}/handover", d.handover)
	mux.HandleFunc("GET /deal/{id}/file/{format}", d.file)
}

// handover is the page from which files are taken, with what stands in the way of an
// execution copy.
func (d *desk) handover(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	data := struct {
		*reading
		Ready    bool // an execution copy can be made
		Draft    bool // a draft can be made
		Why      []findingLine
		Warnings int
		NoPDF    []Problem // why it cannot be printed as a PDF, though nothing is wrong with it
	}{reading: x, Draft: x.result != nil}
	if v := x.judge(); v != nil {
		for _, p := range v.Problems {
			if p.Severity == agreement.Error {
				data.Why = append(data.Why, x.findingOf(p))
			}
		}
		data.Warnings = v.Problems.Count(agreement.Warning)
		data.Ready = data.Draft && data.Why == nil
	}
	if data.Draft {
		if _, err := draftSheet(r.Context(), d.Workbench, &draftRequest{Source: Source{File: x.name}, Format: string(draft.PDF), Final: data.Ready}); err != nil {
			data.NoPDF = x.says.worded(problems(errorsOf(err)))
		}
	}
	d.show(w, r, http.StatusOK, "handover.html", frame{Title: "Hand over", Deal: d.dealFrame(x, "handover"), Data: data})
}

// file sends the agreement in a format, or the term sheet.
func (d *desk) file(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	format := r.PathValue("format")
	if format == "json" {
		text, err := d.Folder.Read(x.name)
		if err != nil {
			d.failed(w, err)
			return
		}
		download(w, x, "term-sheet.json", "application/json", text)
		return
	}
	q := r.URL.Query()
	final := q.Get("copy") == "final"
	out, err := draftSheet(r.Context(), d.Workbench, &draftRequest{Source: Source{File: x.name}, Format: format, Final: final, Paper: q.Get("paper"), Annex: q.Get("annex") == "yes"})
	if err != nil {
		d.refused(w, r, x, err)
		return
	}
	data := out.Data
	if data == nil {
		data = []byte(out.Text)
	}
	name := "draft."
	if final {
		name = "agreement."
	}
	download(w, x, name+format, mediaTypes[draft.Format(format)], data)
}

// refused says on a page why a file was not made.
func (d *desk) refused(w http.ResponseWriter, r *http.Request, x *reading, err error) {
	status, f := failure(err)
	f.Problems = x.says.worded(f.Problems)
	d.show(w, r, status, "refusedfile", frame{Title: "Not made", Deal: d.dealFrame(x, "handover"), Data: f})
}
