package serve_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/calendar"
	"github.com/engross/engross/clauses"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/serve"
	"github.com/engross/engross/templates"
)

var builtin = sync.OnceValue(func() *assemble.Library {
	lib, err := assemble.OpenVetted(clauses.FS, templates.FS)
	if err != nil {
		panic(err)
	}
	return lib.WithDating(calendar.KeyDates)
})

func example(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "testdata", "examples", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// bench is a workbench over a folder with some examples in it.
func bench(t testing.TB, names ...string) (*serve.Workbench, string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name+".json"), example(t, name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	folder, err := serve.OpenFolder(dir, "", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { folder.Close() })
	return &serve.Workbench{Library: builtin(), Folder: folder, Now: func() time.Time { return time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC) }}, dir
}

// call carries an operation out as a program in Go does.
func call(t testing.TB, w *serve.Workbench, name string, in any) (map[string]any, error) {
	t.Helper()
	input, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range serve.Operations() {
		if o.Name == name {
			out, err := o.Call(context.Background(), w, input)
			if err != nil {
				return nil, err
			}
			var v map[string]any
			if err := json.Unmarshal(out, &v); err != nil {
				t.Fatal(err)
			}
			return v, nil
		}
	}
	t.Fatalf("there is no operation %s", name)
	return nil, nil
}

type object = map[string]any

// requests has one request, or several, for each operation, in an order in which all
// of them can be carried out. The revision stands for that of the file.
func requests(t testing.TB) []struct {
	operation string
	in        object
} {
	sheet := string(example(t, "short-cross-licence"))
	return []struct {
		operation string
		in        object
	}{
		{"check", object{"sheet": sheet}},
		{"draft", object{"sheet": sheet, "format": "md"}},
		{"draft", object{"file": "software-escrow.json", "format": "pdf", "paper": "letter"}},
		{"trace", object{"file": "software-escrow.json", "at": "escrow.objection_days"}},
		{"diff", object{"old": object{"standard": true}, "new": object{"file": "short-cross-licence.json"}, "as": "md"}},
		{"renew", object{"file": "software-escrow.json", "rules": `{"facts": {"agreed": true}, "term": {"months": 24}}`}},
		{"summary", object{"sheet": sheet, "internal": true}},
		{"calendar", object{"sheet": sheet, "from": "2027-01-01"}},
		{"compute", object{"sheet": sheet, "what": "instalments"}},
		{"library", object{}},
		{"library", object{"topic": "escrow/release"}},
		{"schema", object{"of": "rules"}},
		{"starter", object{"kind": "pool", "parties": 3}},
		{"files", object{}},
		{"read", object{"file": "software-escrow.json"}},
		{"begin", object{"file": "fresh.json", "form": "cross-licence"}},
		{"change", object{"file": "software-escrow.json", "revision": "REVISION", "pointer": "/escrow/objection_days", "value": 12}},
		{"questions", object{"file": "fresh.json"}},
		{"confirm", object{"file": "fresh.json", "pointer": "/parties/0/jurisdiction"}},
		{"undo", object{"file": "software-escrow.json", "revision": "REVISION"}},
		{"redo", object{"file": "software-escrow.json", "revision": "REVISION"}},
		{"set_aside", object{"file": "short-cross-licence.json", "revision": "REVISION", "pointer": "/recitals"}},
		{"aside", object{"file": "short-cross-licence.json"}},
		{"restore", object{"file": "short-cross-licence.json", "revision": "REVISION", "item": 0}},
		{"add", object{"file": "short-cross-licence.json", "revision": "REVISION", "matter": schema.StarterMatters()[0]}},
		{"choose", object{"file": "software-escrow.json", "revision": "REVISION", "topic": "remedies/liability", "variant": "cap-and-exclusions"}},
		{"undo", object{"file": "software-escrow.json", "revision": "REVISION"}},
		{"round", object{"file": "software-escrow.json", "revision": "REVISION", "name": "first offer", "who": "Anna"}},
		{"rounds", object{"file": "software-escrow.json"}},
		{"back", object{"file": "software-escrow.json", "revision": "REVISION", "round": 1}},
		{"respond", object{"file": "software-escrow.json", "markdown": edited(t), "side": "licensor"}},
		{"accept", object{"file": "software-escrow.json", "revision": "REVISION", "markdown": edited(t), "decisions": []object{{"change": 0, "decide": "open", "reply": "we think about it"}}}},
		{"make", object{"formats": []string{"md"}, "renewal": `{"facts": {"agreed": true}, "term": {"months": 24}}`}},
		{"making", object{}},
		{"made", object{"of": "renewals"}},
		{"approve", object{"of": "renewals", "signature": "SIGNATURE", "count": 0, "who": "Anna"}},
		{"stop_making", object{}},
	}
}

// edited is the agreement of the escrow deal with a value changed by hand.
func edited(t testing.TB) string {
	t.Helper()
	out, err := call(t, &serve.Workbench{Library: builtin()}, "draft", object{"sheet": string(example(t, "software-escrow")), "format": "md"})
	if err != nil {
		t.Fatal(err)
	}
	text := out["text"].(string)
	if !strings.Contains(text, "Europe/Dublin") {
		t.Fatal("the value to edit is not in the text")
	}
	return strings.ReplaceAll(text, "Europe/Dublin", "Europe/Paris")
}

// Each operation answers over HTTP as the OpenAPI document says it does.
func TestOperationsAnswerAsDescribed(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData(serve.OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatal(err)
	}
	w, dir := bench(t, "software-escrow", "short-cross-licence")
	g := guard()
	server := httptest.NewServer(serve.NewServer(w, g).Handler)
	defer server.Close()
	g.Hosts = []string{strings.TrimPrefix(server.URL, "http://")}
	asked := map[string]bool{}
	for _, r := range requests(t) {
		asked[r.operation] = true
		if r.in["revision"] != nil {
			text, err := os.ReadFile(filepath.Join(dir, r.in["file"].(string)))
			if err != nil {
				t.Fatal(err)
			}
			r.in["revision"] = serve.Revision(text)
		}
		if r.operation == "made" {
			ended(t, w)
		}
		if r.in["signature"] != nil {
			list, err := call(t, w, "made", object{"of": "renewals"})
			if err != nil || len(list["groups"].([]any)) == 0 {
				t.Fatalf("nothing was renewed: %v %v", list, err)
			}
			group := list["groups"].([]any)[0].(object)
			r.in["signature"], r.in["count"] = group["signature"], group["count"]
		}
		post := doc.Paths.Find("/api/" + r.operation).Post
		if err := post.RequestBody.Value.Content["application/json"].Schema.Value.VisitJSON(plain(t, r.in)); err != nil {
			t.Errorf("%s: the request is not as described: %v", r.operation, err)
		}
		status, answer := ask(t, server.URL, r.operation, r.in)
		if status != http.StatusOK {
			t.Errorf("%s: %d %s", r.operation, status, answer)
			continue
		}
		var v any
		if err := json.Unmarshal(answer, &v); err != nil {
			t.Fatal(err)
		}
		if err := post.Responses.Value("200").Value.Content["application/json"].Schema.Value.VisitJSON(v); err != nil {
			t.Errorf("%s: the answer is not as described: %v", r.operation, err)
		}
		for refused, header := range map[string]map[string]string{"401": {"Authorization": "Bearer another"}, "403": {"Authorization": "Bearer " + token, "Origin": "https://evil.example"}} {
			x, err := http.NewRequest(http.MethodPost, server.URL+"/api/"+r.operation, strings.NewReader("{}"))
			if err != nil {
				t.Fatal(err)
			}
			x.Header.Set("Content-Type", "application/json")
			for name, value := range header {
				x.Header.Set(name, value)
			}
			if status, answer := do(t, x); fmt.Sprint(status) != refused {
				t.Errorf("%s: %d, not %s: %s", r.operation, status, refused, answer)
			}
		}
		status, answer = ask(t, server.URL, r.operation, object{"nonsense": 1})
		if err := post.Responses.Default().Value.Content["application/json"].Schema.Value.VisitJSON(plain(t, json.RawMessage(answer))); err != nil || status != http.StatusBadRequest {
			t.Errorf("%s: a mistaken request: %d %s: %v", r.operation, status, answer, err)
		}
	}
	for _, o := range serve.Operations() {
		if !asked[o.Name] {
			t.Errorf("%s is not asked here", o.Name)
		}
	}
	if len(doc.Paths.InMatchingOrder()) != len(serve.Operations()) {
		t.Error("the document has other operations than the table")
	}
}

// ended waits for the batch under way and gives its state.
func ended(t testing.TB, w *serve.Workbench) object {
	t.Helper()
	for range 1000 {
		state, err := call(t, w, "making", object{})
		if err != nil {
			t.Fatal(err)
		}
		if state["running"] == false {
			return state
		}
		time.Sleep(30 * time.Millisecond)
	}
	t.Fatal("the batch does not end")
	return nil
}

// All term sheets of a folder are renewed; those that changed alike are approved as they
// are, and not as they were; a link in the folder is not followed.
func TestBatchInTheFolder(t *testing.T) {
	w, dir := bench(t, "software-escrow", "short-cross-licence")
	in := object{"formats": []string{"md"}, "renewal": `{"signing_date": "2027-06-01", "facts": {"agreed": true}, "term": {"months": 24}}`}
	if _, err := call(t, w, "make", in); err != nil {
		t.Fatal(err)
	}
	if _, err := call(t, w, "make", in); err == nil {
		t.Error("a second batch began beside the first")
	}
	if state := ended(t, w); state["made"] != 2.0 || state["failed"] != 0.0 {
		t.Fatalf("the batch ended as %v", state)
	}
	list, err := call(t, w, "made", object{"of": "renewals"})
	if err != nil {
		t.Fatal(err)
	}
	group := list["groups"].([]any)[0].(object)
	yes := object{"of": "renewals", "signature": group["signature"], "count": group["count"], "who": "Anna"}
	if _, err := call(t, w, "approve", yes); err != nil {
		t.Fatal(err)
	}
	if list, err = call(t, w, "made", object{"of": "renewals"}); err != nil || list["groups"].([]any)[0].(object)["approved"] == nil {
		t.Errorf("the approval is not kept: %v %v", list, err)
	}
	yes["count"] = 99
	if _, err := call(t, w, "approve", yes); err == nil {
		t.Error("a group was approved that nobody looked at")
	}
	if err := os.Symlink(filepath.Join(t.TempDir(), "elsewhere.json"), filepath.Join(dir, "linked.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := call(t, w, "make", in); err == nil {
		t.Error("a link in the folder was followed")
	}
}

// plain is a value as JSON is read.
func plain(t testing.TB, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var x any
	if err := json.Unmarshal(text, &x); err != nil {
		t.Fatal(err)
	}
	return x
}

const token = "a token from a file"

func guard() *serve.Guard {
	return &serve.Guard{Cookie: "engross-1", Secret: []byte("secret"), Bearer: token, Where: "The link is in the file open.html."}
}

// ask asks as a program with the token does.
func ask(t testing.TB, address, operation string, in any) (int, []byte) {
	t.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, address+"/api/"+operation, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	return do(t, r)
}

func do(t testing.TB, r *http.Request) (int, []byte) {
	t.Helper()
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(res.Body); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, b.Bytes()
}

// Whatever engross compute can be told, a program can tell it too; the sums are those
// of the command.
func TestComputeTakesWhatTheCommandTakes(t *testing.T) {
	w, _ := bench(t)
	pool := string(example(t, "pool-five"))
	for _, c := range []struct {
		in   object
		want string
	}{
		{object{"what": "distribution", "income": "1000000", "reserve_held": "15000", "earlier_fees": "90000",
			"weights": []object{{"id": "aurelia", "amount": "40"}, {"id": "hokusei", "amount": "30"}, {"id": "tamarack", "amount": "30"}}}, `"sum":"EUR 349,600"`},
		{object{"what": "credits", "earned": []object{{"id": "aurelia", "amount": "120"}, {"id": "hokusei", "amount": "80"}, {"id": "tamarack", "amount": "40"}}}, `"member":"aurelia","sum":"80"`},
		{object{"what": "exit", "year": 2, "credits_worth": "1000"}, `"due":"EUR 719,000"`},
		{object{"what": "royalty", "grant": "g1", "volume": "300000"}, `"due":"EUR`},
	} {
		c.in["sheet"] = pool
		out, err := call(t, w, "compute", c.in)
		if err != nil {
			t.Errorf("%v: %v", c.in["what"], err)
			continue
		}
		if text, _ := json.Marshal(out); !strings.Contains(string(text), c.want) {
			t.Errorf("%v: no %s in %s", c.in["what"], c.want, text)
		}
	}
	for what, in := range map[string]object{
		"there is no party":                  {"what": "distribution", "income": "1", "weights": []object{{"id": "nobody", "amount": "1"}}},
		"there is no grant":                  {"what": "royalty", "grant": "g99", "volume": "1"},
		"shares no limit with":               {"what": "royalty", "id": "r1", "volume": "1", "others": []object{{"id": "r99", "amount": "1"}}},
		"has no early rate":                  {"what": "royalty", "id": "r1", "volume": "1", "early": true},
		"needs the payer's share of credits": {"what": "royalty", "id": "r1", "volume": "1", "credits": "4"},
	} {
		in["sheet"] = pool
		if _, err := call(t, w, "compute", in); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
