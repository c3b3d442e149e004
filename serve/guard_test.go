package serve_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/engross/engross/serve"
)

// local is a workbench that listens as engross serve does.
func local(t testing.TB, w *serve.Workbench) (*serve.Local, string) {
	t.Helper()
	l, err := serve.ListenLocal(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := serve.NewServer(w, l.Guard)
	go s.Serve(l.Listener)
	t.Cleanup(func() { s.Close(); l.Close() })
	return l, "http://" + l.Listener.Addr().String()
}

var linkPattern = regexp.MustCompile(`url=(http://[^"]+)"`)

// link is the link in the file that opens the workbench, under its plain address.
func link(t testing.TB, l *serve.Local) string {
	t.Helper()
	text, err := os.ReadFile(l.Link)
	if err != nil {
		t.Fatal(err)
	}
	found := linkPattern.FindSubmatch(text)
	if found == nil {
		t.Fatalf("no link in %s", text)
	}
	address := string(found[1])
	return "http://" + l.Listener.Addr().String() + address[strings.Index(address, "/enter"):]
}

// open opens a session and gives its cookie and the token of its pages.
func open(t testing.TB, l *serve.Local) (*http.Cookie, string) {
	t.Helper()
	res, err := http.Get(link(t, l))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK || len(res.Cookies()) != 1 {
		t.Fatalf("the link does not open the workbench: %s", res.Status)
	}
	return res.Cookies()[0], l.Guard.PageToken()
}

// A request is let in only from the workbench's own pages; what is refused says where
// the link is, and changes nothing.
func TestGuard(t *testing.T) {
	w, dir := bench(t, "software-escrow")
	l, address := local(t, w)
	cookie, page := open(t, l)
	before := example(t, "software-escrow")
	change := fmt.Sprintf(`{"file": "software-escrow.json", "revision": %q, "pointer": "/escrow/objection_days", "value": 12}`, serve.Revision(before))
	for _, c := range []struct {
		name, method, path string
		header             map[string]string
		host               string
		want               int
	}{
		{"no session", "GET", "/api/openapi.json", map[string]string{"Cookie": ""}, "", 401},
		{"wrong session", "GET", "/api/openapi.json", map[string]string{"Cookie": cookie.Name + "=00"}, "", 401},
		{"wrong bearer", "POST", "/api/change", map[string]string{"Cookie": "", "Authorization": "Bearer nothing"}, "", 401},
		{"own page", "GET", "/api/openapi.json", map[string]string{"Sec-Fetch-Site": "same-origin"}, "", 200},
		{"typed address", "GET", "/api/openapi.json", map[string]string{"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, "", 200},
		{"image on another port", "GET", "/api/openapi.json", map[string]string{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"}, "", 403},
		{"link on another site", "GET", "/api/openapi.json", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, "", 403},
		{"script on another site", "POST", "/api/change", map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, "", 403},
		{"other origin alone", "POST", "/api/change", map[string]string{"Origin": "http://127.0.0.1:1"}, "", 403},
		{"origin null", "POST", "/api/change", map[string]string{"Origin": "null"}, "", 403},
		{"preflight", "OPTIONS", "/api/change", map[string]string{"Origin": "https://evil.example", "Cookie": ""}, "", 403},
		{"rebound name", "GET", "/api/openapi.json", nil, "evil.example", 421},
		{"rebound name with the port", "POST", "/api/change", nil, "evil.example:" + strings.Split(address, ":")[2], 421},
		{"name with a full stop at its end", "GET", "/api/openapi.json", nil, "127.0.0.1.:" + strings.Split(address, ":")[2], 421},
		{"name in capitals", "GET", "/api/openapi.json", nil, "LOCALHOST:" + strings.Split(address, ":")[2], 421},
		{"another spelling of the address", "GET", "/api/openapi.json", nil, "127.1:" + strings.Split(address, ":")[2], 421},
		{"IPv6", "GET", "/api/openapi.json", nil, "[::1]:" + strings.Split(address, ":")[2], 421},
		{"no port", "GET", "/api/openapi.json", nil, "127.0.0.1", 421},
		{"cross-site HEAD", "HEAD", "/api/openapi.json", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, "", 403},
		{"cross-site TRACE", "TRACE", "/api/openapi.json", map[string]string{"Sec-Fetch-Site": "cross-site"}, "", 403},
		{"cross-site PUT", "PUT", "/api/change", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}, "", 403},
		{"origin with a name longer", "POST", "/api/change", map[string]string{"Origin": address + ".evil.example"}, "", 403},
		{"empty origin", "POST", "/api/change", map[string]string{"Origin": " "}, "", 403},
		{"encoded way up", "GET", "/%2e%2e/%2e%2e/etc/passwd", nil, "", 404},
		{"byte 0", "GET", "/page.css%00.js", nil, "", 404},
		{"localhost alone", "GET", "/api/openapi.json", nil, "localhost", 421},
		{"no token of a page", "POST", "/api/change", map[string]string{"Engross-Page": ""}, "", 403},
		{"wrong token of a page", "POST", "/api/change", map[string]string{"Engross-Page": "00"}, "", 403},
		{"used link", "GET", "/enter?token=used", map[string]string{"Cookie": ""}, "", 401},
		{"link inside a frame", "GET", "/enter?token=x", map[string]string{"Cookie": "", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, "", 403},
		{"a form", "POST", "/api/change", map[string]string{"Content-Type": "text/plain"}, "", 415},
		{"file on disk", "GET", "/software-escrow.json", nil, "", 404},
		{"up and away", "GET", "/../../etc/passwd.css", nil, "", 307}, // to /etc/passwd.css of the pages, which is not there
		{"away", "GET", "/etc/passwd.css", nil, "", 404},
		{"query suffix", "GET", "/page.css?raw??/etc/passwd", nil, "", 200},
	} {
		r, err := http.NewRequest(c.method, address+c.path, strings.NewReader(change))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Cookie", cookie.Name+"="+cookie.Value)
		r.Header.Set("Engross-Page", page)
		r.Header.Set("Content-Type", "application/json")
		for name, value := range c.header {
			if r.Header.Set(name, value); value == "" {
				r.Header.Del(name)
			}
		}
		if c.host != "" {
			r.Host = c.host
		}
		res, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != c.want {
			t.Errorf("%s: %s, not %d: %v", c.name, res.Status, c.want, err)
		}
		if (c.want == 401 || c.want == 403 || c.want == 421) && c.method != "HEAD" && !strings.Contains(string(text), filepath.Base(l.Link)) {
			t.Errorf("%s: the refusal does not say where the link is: %s", c.name, text)
		}
		if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: no content security policy", c.name)
		}
		if res.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: another origin may read the answer", c.name)
		}
	}
	if now, err := os.ReadFile(filepath.Join(dir, "software-escrow.json")); err != nil || !bytes.Equal(now, before) {
		t.Errorf("a refused request changed the file: %v", err)
	}
}

// A link opens one session; the next one is in the same file, which nobody else can
// read.
func TestLinkWorksOnce(t *testing.T) {
	w, _ := bench(t)
	l, _ := local(t, w)
	first := link(t, l)
	open(t, l)
	if status, _ := do(t, get(t, first)); status != http.StatusUnauthorized {
		t.Errorf("a used link: %d", status)
	}
	if second := link(t, l); second == first {
		t.Error("no new link was written")
	}
	open(t, l)
	if info, err := os.Stat(l.Link); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the link: %v %v", info.Mode(), err)
	}
}

// A restart has the same name, port and sessions, so that open pages go on.
func TestRestart(t *testing.T) {
	w, _ := bench(t)
	state := t.TempDir()
	var hosts []string
	var cookie *http.Cookie
	for range 2 {
		l, err := serve.ListenLocal(state)
		if err != nil {
			t.Fatal(err)
		}
		s := serve.NewServer(w, l.Guard)
		go s.Serve(l.Listener)
		hosts = append(hosts, strings.Join(l.Guard.Hosts, " "))
		if cookie == nil {
			cookie, _ = open(t, l)
		} else {
			r := get(t, "http://"+l.Listener.Addr().String()+"/api/openapi.json")
			r.AddCookie(cookie)
			if status, _ := do(t, r); status != http.StatusOK {
				t.Errorf("a session does not outlive a restart: %d", status)
			}
		}
		s.Close()
		l.Close()
	}
	if hosts[0] != hosts[1] {
		t.Errorf("another address after a restart: %v", hosts)
	}
}

func get(t testing.TB, address string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// No name leads out of the folder served, and none to what is no term sheet in it.
func TestPathsStayInTheFolder(t *testing.T) {
	w, dir := bench(t, "software-escrow")
	outside := filepath.Join(t.TempDir(), "secret.json")
	if err := os.WriteFile(outside, []byte(`{"secret": true}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "linked.json")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.json"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("private"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		outside, "../" + filepath.Base(filepath.Dir(outside)) + "/secret.json", "linked.json", "folder.json", "notes.txt", "..", "", "/", "a/b.json",
		`..\secret.json`, "software-escrow.json\x00", "./software-escrow.json", "%2e%2e%2fsecret.json", ".engross-x.json", "C:x.json",
		"CON.json", "lpt1.json", "con.txt.json", "a\u202egnp.json", "a\u200bb.json", "new\nline.json", " lead.json", "-rf.json", "end..json", strings.Repeat("a", 300) + ".json",
	} {
		if out, err := call(t, w, "read", object{"file": name}); err == nil {
			t.Errorf("read %q: %v", name, out)
		}
		if _, err := call(t, w, "begin", object{"file": name, "form": "cross-licence"}); err == nil && !strings.Contains(name, "%") {
			t.Errorf("begin %q went through", name)
		}
		if _, err := call(t, w, "change", object{"file": name, "revision": "x", "pointer": "/a", "value": 1}); err == nil {
			t.Errorf("change %q went through", name)
		}
	}
	// A file that is elsewhere too is written anew here, and stays as it is there.
	twin := filepath.Join(t.TempDir(), "twin.json")
	text := example(t, "software-escrow")
	if err := os.WriteFile(twin, text, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(twin, filepath.Join(dir, "twin.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := call(t, w, "change", object{"file": "twin.json", "revision": serve.Revision(text), "pointer": "/escrow/objection_days", "value": 12}); err != nil {
		t.Fatal(err)
	}
	if now, err := os.ReadFile(twin); err != nil || !bytes.Equal(now, text) {
		t.Errorf("a file outside was changed through a hard link: %v", err)
	}
	if text, err := os.ReadFile(outside); err != nil || string(text) != `{"secret": true}` {
		t.Errorf("a file outside was touched: %s %v", text, err)
	}
}

// A body of 50 MB is refused, whether its length is told or not.
func TestLongBodies(t *testing.T) {
	w, _ := bench(t)
	l, address := local(t, w)
	l.Guard.Bearer = token
	const long = 50 << 20
	for _, told := range []bool{true, false} {
		r, err := http.NewRequest(http.MethodPost, address+"/api/check", io.LimitReader(endless{}, long))
		if err != nil {
			t.Fatal(err)
		}
		if told {
			r.ContentLength = long
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+token)
		res, err := http.DefaultClient.Do(r)
		if err != nil { // it may hang up on us while we are still sending
			if told || !strings.Contains(err.Error(), "connection") && !strings.Contains(err.Error(), "pipe") {
				t.Logf("told %v: %v", told, err)
			}
			continue
		}
		res.Body.Close()
		if res.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("told %v: %s", told, res.Status)
		}
	}
	if status, _ := ask(t, address, "library", object{"topic": "escrow/release"}); status != http.StatusOK {
		t.Errorf("the server does not go on: %d", status)
	}
}

// endless is a text without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// A client that sends its request a byte at a time is hung up on; others are answered
// meanwhile.
func TestSlowClients(t *testing.T) {
	w, _ := bench(t)
	l, err := serve.ListenLocal(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	l.Guard.Bearer = token
	s := serve.NewServer(w, l.Guard)
	if s.ReadHeaderTimeout == 0 || s.ReadTimeout == 0 || s.WriteTimeout == 0 || s.IdleTimeout == 0 {
		t.Error("a time is not limited")
	}
	s.ReadHeaderTimeout, s.ReadTimeout = 100*time.Millisecond, 200*time.Millisecond
	go s.Serve(l.Listener)
	defer s.Close()
	for _, begun := range []string{
		"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
		"POST /api/check HTTP/1.1\r\nHost: " + l.Guard.Hosts[1] + "\r\nAuthorization: Bearer " + token + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
	} {
		c, err := net.Dial("tcp", l.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(c, begun); err != nil {
			t.Fatal(err)
		}
		if status, _ := ask(t, "http://"+l.Listener.Addr().String(), "library", object{"topic": "escrow/release"}); status != http.StatusOK {
			t.Errorf("others are not answered: %d", status)
		}
		if _, err := io.Copy(io.Discard, bufio.NewReader(c)); err != nil && !strings.Contains(err.Error(), "reset") {
			t.Errorf("the connection does not end: %v", err)
		}
		c.Close()
	}
}
