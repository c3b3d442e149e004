package serve

import (
	"io"
	"net/http"
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
	}{reading: x, Rounds: list, Problem: err}
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
		d.part(w, r, "changes", struct {
			*diffAnswer
			Returned bool
			Hands    *draft.Returned
		}{diffAnswer: out})
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
	plain := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return '-'
	}, base)
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", `attachment; filename="`+plain+"-"+name+`"`)
	_, _ = w.Write(data) // whoever asked may have gone
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
	sent, got, err := bothSides(d.Workbench, &Draft{Source: Source{File: x.name}}, &back)
	if err != nil {
		d.failed(w, err)
		return
	}
	res, err := compare(d.Library, sent, got)
	if err != nil {
		d.failed(w, err)
		return
	}
	view := struct {
		*diffAnswer
		Returned bool
		Hands    *draft.Returned
	}{diffAnswer: &diffAnswer{Changes: changesOf(res), Closing: res.Closing()}, Returned: true}
	if got.word != nil {
		view.Findings = problems(got.word.Problems)
		if view.Hands, err = draft.Return(sent.doc, got.word, nil); err != nil {
			d.failed(w, err)
			return
		}
		tell(view.Changes, view.Hands.Tracked)
	}
	d.part(w, r, "changes", view)
}

// tell notes on each change who tracked a change in its provision.
func tell(changes []change, tracked []word.Tracked) {
	for i := range changes {
		for _, t := range tracked {
			if t.ID == changes[i].ID && t.Author != "" {
				if why := "tracked by " + t.Author; !contains(changes[i].Why, why) {
					changes[i].Why = append(changes[i].Why, why)
				}
			}
		}
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
