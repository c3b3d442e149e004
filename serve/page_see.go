package serve

import (
	"net/http"
	"slices"

	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/drawing"
	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

func (d *desk) seePages(mux *http.ServeMux) {
	mux.HandleFunc("GET /deal/{id}/see", d.see)
	mux.HandleFunc("GET /deal/{id}/royalty", d.royaltyAt)
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
		Sums     []volumeForm
		Exits    *exitTable
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
		data.Sums, data.Exits = volumeForms(x.file.Sheet), exitsOf(x)
		if data.Calendar, err = falls(r.Context(), d.Workbench, &calendarRequest{Source: Source{File: x.name}}); err != nil {
			data.Calendar = nil
		}
	}
	d.show(w, r, http.StatusOK, "see.html", frame{Title: "At a glance", Deal: d.dealFrame(x, "see"), Data: data})
}

// A volumeForm asks what a royalty comes to at a volume.
type volumeForm struct {
	ID, Title, Unit  string
	Top              string // the volume at the end of the drawing
	From, Wide, Page int    // where the volumes are in the drawing
}

func volumeForms(t *schema.TermSheet) []volumeForm {
	var list []volumeForm
	for i := range t.Payments.Royalties {
		r := &t.Payments.Royalties[i]
		if len(r.Tiers) == 0 {
			continue
		}
		unit := "net sales in " + or(string(r.Currency), string(t.Payments.Currency))
		if r.Base == schema.PerUnit {
			unit = "units"
		}
		list = append(list, volumeForm{ID: r.ID, Title: spoken(or(r.Name, r.ID)), Unit: unit, Top: money.Enough(r, t.Payments.Currency).Truncate(0).String(),
			From: drawing.CurveLeft, Wide: drawing.CurveWide, Page: drawing.Width})
	}
	return list
}

// royaltyAt says what a royalty comes to at a volume of a year, with its working.
func (d *desk) royaltyAt(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	q := r.URL.Query()
	out, err := compute(r.Context(), d.Workbench, &computeRequest{Source: Source{File: x.name}, What: "royalty", ID: q.Get("royalty"), Volume: q.Get("volume")})
	if err != nil {
		d.failed(w, err)
		return
	}
	answerJSON(w, http.StatusOK, out)
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
	format, err := draft.ParseFormat(r.PathValue("format"))
	if err != nil {
		notFound(w)
		return
	}
	data, err := draft.Print(doc, format, draft.Options{Fonts: d.Fonts, House: d.Library.House()})
	if err != nil {
		d.refused(w, r, x, err)
		return
	}
	download(w, x, "summary."+string(format), mediaTypes[format], data)
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

// mostDue is how many lines of what falls due a page shows.
const mostDue = 60

// A dueLine is a line of what falls due: its first columns, what it is, and under that
// whatever else the calendar knows of it.
type dueLine struct {
	Cells []string
	What  string
	Notes []string
}

// dueColumns are the heads that have a column; the other ones stand under What.
var dueColumns = []string{"Due", "Kind", "Provision", "Who", "To whom", "Sum"}

// First are the lines that a page shows, and More how many it leaves to the file.
func (c *calendarAnswer) First() []dueLine {
	var list []dueLine
	for _, line := range c.Lines[:min(len(c.Lines), mostDue)] {
		x := dueLine{Cells: make([]string, len(dueColumns))}
		for i, cell := range line {
			head := c.Heads[i]
			switch at := slices.Index(dueColumns, head); {
			case cell == "" || head == "ID" || head == "Agreement":
			case at >= 0:
				x.Cells[at] = or(dayWords(cell), cell)
			case head == "What":
				x.What = cell
			default:
				x.Notes = append(x.Notes, head+": "+cell)
			}
		}
		list = append(list, x)
	}
	return list
}

// Columns are the heads of First.
func (c *calendarAnswer) Columns() []string { return append(slices.Clone(dueColumns), "What") }

func (c *calendarAnswer) More() int { return max(0, len(c.Lines)-mostDue) }
