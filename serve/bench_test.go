package serve_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/engross/engross/serve"
)

// BenchmarkKeystroke is what one key costs in the largest pool that has to feel at
// once: from the value typed to the words of the provisions that it changes, as the
// page is sent them.
func BenchmarkKeystroke(b *testing.B) {
	w, _ := bench(b, "pool-five")
	g := guard()
	g.Hosts = []string{"127.0.0.1:1"}
	handler := serve.NewServer(w, g).Handler
	ask := func(method, path string, body any) *httptest.ResponseRecorder {
		text, err := json.Marshal(body)
		if err != nil {
			b.Fatal(err)
		}
		r := httptest.NewRequest(method, "http://127.0.0.1:1"+path, bytes.NewReader(text))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
		out := httptest.NewRecorder()
		handler.ServeHTTP(out, r)
		if out.Code != http.StatusOK {
			b.Fatalf("%s: %d %s", path, out.Code, out.Body)
		}
		return out
	}
	deal := regexp.MustCompile(`/deal/[0-9a-f]+`).FindString(ask("GET", "/", nil).Body.String())
	revision := strings.Trim(ask("GET", deal, nil).Header().Get("ETag"), `"`)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		out := ask("POST", deal+"/preview", object{"revision": revision, "pointer": "/term/length", "value": 60 + i%40})
		if i == 0 && !strings.Contains(out.Body.String(), fmt.Sprint(60)) {
			b.Fatal("the new value is not in the text")
		}
	}
}
