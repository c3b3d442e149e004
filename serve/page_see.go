package serve

import (
	"bytes"
	"net/http"

	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/format/pdf"
	"github.com/engross/engross/format/word"
)

func (d *desk) seePages(mux *http.ServeMux) {
	mux.HandleFunc("GET /deal/{id}/see", d.see)
	mux.HandleFunc("GET /deal/{id}/summary/{format}", d.summaryFile)
	mux.HandleFunc("GET /deal/{id}/calendar", d.calendarFile)
}

// see is the deal at a glance: its key terms, drawn and in tables, and what falls due.
func (d *desk) see(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	data := struct {
		*reading
		HTML     string
		Calendar *calendarAnswer
	}{reading: x}
	if doc, err := summaryOf(x, true); err == nil {
		p := textWriter{bare: true}
		for _, b := range doc.Body {
			p.top(b)
		}
		data.HTML = p.b.String()
	} else if data.Broken == nil {
		data.Broken = problems(errorsOf(err))
	}
	if x.result != nil {
		if data.Calendar, err = falls(r.Context(), d.Workbench, &calendarRequest{Source: Source{File: x.name}}); err != nil {
			data.Calendar = nil
		}
	}
	d.show(w, r, http.StatusOK, "see.html", frame{Title: "At a glance", Deal: d.dealFrame(x, "see"), Data: data})
}

// summaryFile sends the summary that may go to the other side.
func (d *desk) summaryFile(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	doc, err := summaryOf(x, false)
	if err != nil {
		d.refused(w, r, x, err)
		return
	}
	var b bytes.Buffer
	format := draft.Format(r.PathValue("format"))
	switch format {
	case draft.Markdown:
		err = markdown.Write(&b, doc)
	case draft.PDF:
		err = pdf.Write(&b, doc, pdf.Options{})
	case draft.Word:
		err = word.Write(&b, doc, word.Options{})
	default:
		notFound(w)
		return
	}
	if err != nil {
		d.refused(w, r, x, err)
		return
	}
	download(w, x, "summary."+string(format), mediaTypes[format], b.Bytes())
}

// calendarFile sends what falls due for other calendars.
func (d *desk) calendarFile(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	out, err := falls(r.Context(), d.Workbench, &calendarRequest{Source: Source{File: x.name}})
	if err != nil {
		d.refused(w, r, x, err)
		return
	}
	download(w, x, "calendar.ics", "text/calendar; charset=utf-8", []byte(out.ICS))
}
