package serve

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/word"
)

func (d *desk) comparePages(mux *http.ServeMux) {
	mux.HandleFunc("GET /deal/{id}/compare", d.compare)
	mux.HandleFunc("GET /deal/{id}/redline", d.redline)
	mux.HandleFunc("POST /deal/{id}/returned", d.returned)
}

// compare is the page on which a deal is compared, and its rounds are kept.
func (d *desk) compare(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	list, err := d.Folder.Rounds(x.name)
	data := struct {
		*reading
		Rounds  []round
		Problem error
		Others  []fileListed
		Sides   []option
	}{reading: x, Rounds: list, Problem: err, Sides: []option{{Value: "licensor", Label: "the licensor"}, {Value: "licensee", Label: "the licensee"}}}
	if x.file != nil {
		for _, p := range x.file.Sheet.Parties {
			data.Sides = append(data.Sides, option{Value: p.ID, Label: or(p.ShortName, p.ID)})
		}
	}
	if d.Folder.only == "" {
		if names, err := d.Folder.Names(); err == nil {
			for _, name := range names {
				if name != x.name {
					data.Others = append(data.Others, fileListed{File: name})
				}
			}
		}
	}
	d.show(w, r, http.StatusOK, "compare.html", frame{Title: "Compare", Deal: d.dealFrame(x, "compare"), Data: data})
}

// against is the draft with which a deal is compared: "standard", "round-3" or the id
// of another term sheet.
func (d *desk) against(x *reading, what string) (*Draft, error) {
	if what == "standard" {
		return &Draft{Standard: true}, nil
	}
	if n, ok := strings.CutPrefix(what, "round-"); ok {
		number, err := strconv.Atoi(n)
		if err != nil {
			return nil, &Refusal{400, "there is no round " + quoted(n), "choose one of the list"}
		}
		text, err := d.Folder.Round(x.name, number)
		return &Draft{Source: Source{Sheet: string(text)}, Name: "round " + n}, err
	}
	name, err := d.Folder.byID(what)
	return &Draft{Source: Source{File: name}}, err
}

// redline shows what changed against a draft, or sends the redline as a file.
func (d *desk) redline(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	old, err := d.against(x, r.URL.Query().Get("against"))
	if err != nil {
		d.failed(w, err)
		return
	}
	as := r.URL.Query().Get("as")
	out, err := diffDrafts(r.Context(), d.Workbench, &diffRequest{Old: *old, New: Draft{Source: Source{File: x.name}}, As: as})
	if err != nil {
		d.failed(w, err)
		return
	}
	if as == "" {
		d.part(w, r, "changes", &returnedView{diffAnswer: out})
		return
	}
	data := out.Data
	if data == nil {
		data = []byte(out.Text)
	}
	download(w, x, "redline."+as, out.MediaType, data)
}

// download sends a file to be kept.
func download(w http.ResponseWriter, x *reading, name, media string, data []byte) {
	base := strings.TrimSuffix(strings.TrimSuffix(x.name, ".json"), ".jsonc")
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", `attachment; filename="`+plainName(base)+"-"+name+`"`)
	_, _ = w.Write(data) // whoever asked may have gone
}

// plainName is a name in which nothing means anything to a header or a disk.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == '.' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return '-'
	}, name)
}

// returned shows what a draft that came back changed, and who changed it, so that
// each change can be accepted or refused. Nothing is written.
func (d *desk) returned(w http.ResponseWriter, r *http.Request) {
	x, err := d.sheet(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		tooLarge(w)
		return
	}
	back := Draft{Name: "returned draft"}
	if strings.HasPrefix(string(data), "PK") {
		back.Word = data
	} else {
		back.Markdown = string(data)
	}
	sent, got, err := sentAndReturned(d.Workbench, Source{File: x.name}, &back)
	if err != nil {
		d.failed(w, err)
		return
	}
	res, err := compare(d.Library, sent, got)
	if err != nil {
		d.failed(w, err)
		return
	}
	view := returnedView{diffAnswer: &diffAnswer{Changes: changesOf(res), Closing: res.Closing()}, Returned: true, Side: r.URL.Query().Get("side")}
	if got.word != nil {
		view.Findings = problems(got.word.Problems)
		if view.Hands, err = draft.Return(sent.doc, got.word, nil); err != nil {
			d.failed(w, err)
			return
		}
		tell(view.Changes, view.Hands.Tracked)
	}
	if view.Side != "" {
		if view.Answers, err = answersTo(d.Workbench, sent, got, view.Side, view.Changes); err != nil {
			d.failed(w, err)
			return
		}
	}
	d.part(w, r, "changes", &view)
}

// A returnedView is the changes of a draft, each with what may be said to it.
type returnedView struct {
	*diffAnswer
	Returned bool
	Hands    *draft.Returned
	Side     string
	Answers  []*judged // by the number of the change; nil where there is none
}

// answersTo are the judgements on changes, in their order.
func answersTo(w *Workbench, sent, got *side, side string, changes []change) ([]*judged, error) {
	list, err := judge(w, sent, got, side)
	if err != nil {
		return nil, err
	}
	answers := make([]*judged, len(changes))
	for i, c := range changes {
		for j := range list {
			if x := &list[j]; sign(x.ID, x.Before, x.After) == sign(c.ID, c.Before, c.After) {
				answers[i] = x
			}
		}
	}
	return answers, nil
}

// Choice is what is proposed for a change: what is within the fallback is accepted,
// what is beyond it is not.
func (v *returnedView) Choice(i int) string {
	switch {
	case v.Answers == nil || v.Answers[i] == nil:
		return "accept"
	case strings.HasPrefix(v.Answers[i].Standing, "within"):
		return "accept"
	case v.Answers[i].Offer != "":
		return "offer"
	}
	return "open"
}

// Judged is the judgement on a change, or nil.
func (v *returnedView) Judged(i int) *judged {
	if v.Answers == nil {
		return nil
	}
	return v.Answers[i]
}

// tell notes on each change who tracked a change in its provision.
func tell(changes []change, tracked []word.Tracked) {
	for i := range changes {
		for _, t := range tracked {
			if t.ID == changes[i].ID && t.Author != "" {
				if why := "tracked by " + t.Author; !slices.Contains(changes[i].Why, why) {
					changes[i].Why = append(changes[i].Why, why)
				}
			}
		}
	}
}
