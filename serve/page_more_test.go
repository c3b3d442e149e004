package serve_test

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/engross/engross/schema"
	"github.com/engross/engross/serve"
)

// A reader reads pages of the workbench as a browser that has a session does.
type reader struct {
	t    *testing.T
	at   string
	deal string
}

func pagesOf(t *testing.T, name string) (*reader, string) {
	t.Helper()
	w, dir := bench(t, name)
	g := guard()
	server := httptest.NewServer(nil)
	t.Cleanup(server.Close)
	g.Hosts = []string{strings.TrimPrefix(server.URL, "http://")}
	server.Config.Handler = serve.NewServer(w, g).Handler
	r := &reader{t: t, at: server.URL}
	_, text := do(t, r.request("/open?file="+name+".json"))
	r.deal = "/deal/" + regexp.MustCompile(`[0-9a-f]{12}`).FindString(string(text))
	return r, filepath.Join(dir, name+".json")
}

func (r *reader) request(path string) *http.Request {
	req := get(r.t, r.at+path)
	req.Header.Set("Authorization", "Bearer "+token)
	return req
}

// page is the text of a piece of the page of the deal.
func (r *reader) page(path string, q ...string) string {
	r.t.Helper()
	if len(q) > 0 {
		path += "?" + url.Values{q[0]: {q[1]}}.Encode()
	}
	status, text := do(r.t, r.request(r.deal+path))
	if status != http.StatusOK {
		r.t.Fatalf("%s: %d %s", path, status, text)
	}
	return html.UnescapeString(string(text))
}

var (
	asked   = regexp.MustCompile(`<form class="field[^>]* data-pointer="([^"]+)"`)
	further = regexp.MustCompile(`<details class="more" data-of="([^"]+)"`)
	adding  = regexp.MustCompile(`data-new="([^"]+)"`)
	inNew   = regexp.MustCompile(`data-in="([^"]+)"`)
	column  = regexp.MustCompile(`<th scope="col"[^>]* data-in="([^"]+)"`)
	index   = regexp.MustCompile(`/\d+`)
)

// Whatever a term sheet may say can be said on the page: asked for, found under what
// more may be said, or given with a further element of a list.
func TestEverythingCanBeSaid(t *testing.T) {
	r, _ := pagesOf(t, "software-escrow")
	said := map[string]bool{}
	seen := map[string]bool{}
	note := func(pointer string) {
		said[strings.ReplaceAll(strings.Trim(index.ReplaceAllString(pointer, ""), "/"), "/", ".")] = true
	}
	var look func(text string)
	var visit func(path, of string)
	visit = func(path, of string) {
		at := index.ReplaceAllString(of, "/0")
		if seen[path+at] {
			return
		}
		seen[path+at] = true
		text := r.page(path, "of", at)
		look(text)
		if path == "/new" {
			for _, m := range inNew.FindAllStringSubmatch(text, -1) {
				note(of + "/0/" + m[1])
			}
			visit("/more", of+"/0") // and when it is there
		}
	}
	look = func(text string) {
		for _, m := range asked.FindAllStringSubmatch(text, -1) {
			note(m[1])
		}
		for _, m := range further.FindAllStringSubmatch(text, -1) {
			visit("/more", m[1])
		}
		for _, m := range adding.FindAllStringSubmatch(text, -1) {
			visit("/new", m[1])
		}
	}
	for _, head := range regexp.MustCompile(`href="/deal/[0-9a-f]+/questions/([a-z_]+)"`).FindAllStringSubmatch(r.page("/questions"), -1) {
		text := r.page("/questions/" + head[1])
		for _, m := range column.FindAllStringSubmatch(text, -1) {
			note("/" + head[1] + "/" + m[1])
		}
		look(text)
	}
	for _, f := range schema.Guide() {
		path := strings.ReplaceAll(f.Path, "[]", "")
		head, _, _ := strings.Cut(path, ".")
		sum := regexp.MustCompile(`\.(amount|currency)$`).ReplaceAllString(path, "")
		switch head { // an interview asks for none of these: choices are made in the text
		case "$schema", "clauses", "wording", "waivers", "answers":
			continue
		}
		if f.Group && !strings.HasPrefix(f.Form, "a sum") || said[path] || said[sum] || strings.HasSuffix(path, ".id") || strings.HasPrefix(path, "deal.amends") {
			continue
		}
		t.Errorf("%s can be said nowhere", f.Path)
	}
}

// A sum is typed as one, a thing that the deal declares is chosen by its name, and a
// country is called so.
func TestTypedEditors(t *testing.T) {
	r, _ := pagesOf(t, "short-exclusive-licence")
	for at, want := range map[string][]string{
		"/payments/fees/0/amount":   {`data-kind="money"`, `name="currency"`, `value="EUR"`},
		"/grants/0/to":              {`type="checkbox"`, `checked`},
		"/grants/0/from":            {`<select`},
		"/parties/0/jurisdiction":   {`list="jurisdictions"`},
		"/territories/0/countries":  {"One a line, by name or code"},
		"/grants/0/end":             {"when the last right licensed ends"},
		"/termination/grounds/0/by": {`type="checkbox"`},
		"/payments/currency":        {`list="currencies"`},
	} {
		text := r.page("/value", "at", at)
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("the editor of %s has no %s:\n%s", at, w, text)
			}
		}
	}
	if text := r.page("/value", "at", "/grants/0/to"); strings.Contains(text, "Ids of") || strings.Contains(text, "Members") {
		t.Errorf("who reads it has to know ids, or is offered members of a deal without any:\n%s", text)
	}
	if text := r.page("/questions/termination"); strings.Contains(text, "[shipped-products]") {
		t.Error("a default is printed as Go prints a list")
	}
}

// What is wrong is told in words of the page: no paths of JSON, no ids of parties, no
// commands.
func TestPageWords(t *testing.T) {
	r, file := pagesOf(t, "short-exclusive-licence")
	text := string(example(t, "short-exclusive-licence"))
	for _, change := range [][2]string{{`"reg_no"`, `"no_such"`}, {`"legal_name": "`, `"legal_name": "Company 1 Limited`}} {
		text = strings.Replace(text, change[0], change[1], 1)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	said := r.page("/findings") + r.page("/handover") + r.page("/questions/parties")
	tags := regexp.MustCompile(`<[^>]*>`)
	words := tags.ReplaceAllString(said, " ")
	if m := regexp.MustCompile(`[a-z]+\[[^\]]*\]|\b[a-z]+_[a-z_]+\b|\bengross (check|draft|explain)`).FindString(words); m != "" {
		t.Errorf("the page says %q:\n%s", m, words)
	}
	req, err := http.NewRequest(http.MethodPost, r.at+"/api/change", strings.NewReader(fmt.Sprintf(`{"file": %q, "revision": %q, "pointer": "/deal/effective_date", "value": "soon"}`,
		filepath.Base(file), serve.Revision([]byte(text)))))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	for _, page := range []bool{false, true} {
		if page {
			req.Header.Set("Engross-Page", "x")
		}
		req.Body = io.NopCloser(strings.NewReader(fmt.Sprintf(`{"file": %q, "revision": %q, "pointer": "/deal/effective_date", "value": "soon"}`, filepath.Base(file), serve.Revision([]byte(text)))))
		_, answer := do(t, req)
		if has := strings.Contains(string(answer), "effective_date` "); has == page {
			t.Errorf("asked by a page (%v), it is told %s", page, answer)
		}
	}
}

// A term sheet that is no JSON any more has pages all the same, each of which says where
// it is wrong.
func TestPagesOfABrokenSheet(t *testing.T) {
	r, file := pagesOf(t, "short-cross-licence")
	if err := os.WriteFile(file, []byte("{\n  \"deal\": {\"id\": \"D-1\" \"kind\": \"bilateral\"}\n}"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"", "/questions", "/questions/parties", "/see", "/handover"} {
		if text := r.page(path); !strings.Contains(text, "line 2, column") {
			t.Errorf("%q does not say where the term sheet is wrong:\n%s", path, text)
		}
	}
}

// A draft of another deal is not compared with this one, and no change of it accepted.
func TestReturnedOfAnotherDeal(t *testing.T) {
	w, _ := bench(t, "short-cross-licence", "names")
	out, err := call(t, w, "draft", object{"file": "names.json", "format": "docx"})
	if err != nil {
		t.Fatal(err)
	}
	for _, operation := range []string{"accept", "respond"} {
		in := object{"file": "short-cross-licence.json", "word": out["data"], "side": "licensor"}
		if operation == "accept" {
			in["revision"] = serve.Revision(example(t, "short-cross-licence"))
		}
		if out, err := call(t, w, operation, in); err == nil || !strings.Contains(err.Error(), "another deal") {
			t.Errorf("%s: %v %v", operation, out, err)
		}
	}
}

// The interview goes without the page: what is asked for is listed, and a fact that
// somebody looked at is no longer among it.
func TestInterviewByOperations(t *testing.T) {
	w, _ := bench(t)
	if _, err := call(t, w, "begin", object{"file": "deal.json", "form": "cross-licence"}); err != nil {
		t.Fatal(err)
	}
	state := func(pointer string) any {
		out, err := call(t, w, "questions", object{"file": "deal.json", "all": true})
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range out["questions"].([]any) {
			if q := q.(object); q["pointer"] == pointer {
				return q["state"]
			}
		}
		return nil
	}
	const country, name = "/parties/0/jurisdiction", "/parties/0/legal_name"
	if state(country) != "look" || state(name) != "filler" {
		t.Errorf("a fact and a name of the starter are %v and %v", state(country), state(name))
	}
	if _, err := call(t, w, "confirm", object{"file": "deal.json", "pointer": country}); err != nil || state(country) != "stated" {
		t.Errorf("a fact that is right is %v (%v)", state(country), err)
	}
	text, err := call(t, w, "read", object{"file": "deal.json"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := call(t, w, "change", object{"file": "deal.json", "revision": text["revision"], "pointer": name, "value": "Minato <Seiki>"}); err != nil || state(name) != "mend" {
		t.Errorf("an answer that looks left over is %v (%v)", state(name), err)
	}
}
