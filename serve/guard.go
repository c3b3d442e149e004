package serve

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	_ "embed"
	"encoding/hex"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// A Guard lets in only what comes from the pages that it gave out, or brings the
// token of a file. Other programs and pages of the same machine reach a server on
// it too: they can be asked by any web site to send requests here, and cookies of
// one host are shared by all its ports.
type Guard struct {
	Hosts  []string               // host and port under which the server answers; a request names one of them
	Host   func(name string) bool // beside Hosts, those of a certificate; nil for none
	TLS    bool                   // the server speaks TLS
	Cookie string                 // name of the cookie, which no other server uses
	Secret []byte                 // of the sessions; a restart with the same one keeps open pages alive
	Bearer string                 // the token of a file, or "": then there is none
	Where  string                 // where the link is that opens the workbench, for a refusal

	mu     sync.Mutex
	once   string                  // opens one session, and is then void
	Opened func(next string) error // told the next once, so that it can be put where Where says; may be nil
}

// pageHeader is the header in which a page proves that it was given out here.
const pageHeader = "Engross-Page"

// NewOnce makes the token that opens the next session.
func (g *Guard) NewOnce() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.once = rand.Text()
	return g.once
}

// spend reports whether a token opens a session, and makes it void.
func (g *Guard) spend(token string) bool {
	g.mu.Lock()
	ok := g.once != "" && same(token, g.once)
	if ok {
		g.once = ""
	}
	g.mu.Unlock()
	if ok && g.Opened != nil {
		_ = g.Opened(g.NewOnce()) // where it cannot be told, a restart makes another
	}
	return ok
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// sign is a text that nobody else can make of another.
func (g *Guard) sign(s string) string {
	m := hmac.New(sha256.New, g.Secret)
	m.Write([]byte(s))
	return hex.EncodeToString(m.Sum(nil)[:16])
}

func (g *Guard) session() string { return g.sign("session") }

// PageToken is what the pages of this server bring when they ask.
func (g *Guard) PageToken() string { return g.sign("page") }

// headers are sent with every answer.
var headers = map[string]string{
	"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types engross",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
	"Referrer-Policy":              "no-referrer",
	"Cache-Control":                "no-store",
}

// Protect is a handler that answers only what the guard lets in.
func (g *Guard) Protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		switch {
		case !g.knownHost(r.Host):
			g.refuse(w, r, http.StatusMisdirectedRequest, "This is not an address of the workbench.")
		case !g.ownOrigin(r):
			g.refuse(w, r, http.StatusForbidden, "This request comes from another site or program, and was not carried out.")
		case r.URL.Path == "/enter":
			g.enter(w, r)
		case r.URL.Path == "/page.css": // for the refusals too
			next.ServeHTTP(w, r)
		case !g.admitted(r):
			g.refuse(w, r, http.StatusUnauthorized, "This browser has not opened the workbench yet.")
		case r.Method != http.MethodGet && r.Method != http.MethodHead && !g.fromPage(r):
			g.refuse(w, r, http.StatusForbidden, "This request did not come from a page of the workbench, and was not carried out.")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// knownHost keeps out pages of other sites whose name was made to lead here.
func (g *Guard) knownHost(host string) bool {
	if slices.Contains(g.Hosts, host) {
		return true
	}
	if g.Host == nil {
		return false
	}
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	return g.Host(name)
}

// ownOrigin reports whether a request comes from a page of this server, from the
// person at the browser, or from no browser at all. It is asked of every method: a
// page of another site can look at what it may only show, such as an image.
func (g *Guard) ownOrigin(r *http.Request) bool {
	scheme := "http://"
	if g.TLS {
		scheme = "https://"
	}
	if origin, ok := r.Header["Origin"]; ok && (len(origin) != 1 || origin[0] != scheme+r.Host) {
		return false
	}
	mode := r.Header.Get("Sec-Fetch-Mode")
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin":
		return true
	case "none":
		return mode == "navigate"
	case "":
		return true // no browser, or an old one: a cookie or a token decides
	default: // the file with the link is another site; its token is what counts
		return r.Method == http.MethodGet && r.URL.Path == "/enter" && mode == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
	}
}

// admitted reports whether a request has a session or the token of a file.
func (g *Guard) admitted(r *http.Request) bool {
	if g.bearer(r) {
		return true
	}
	for _, c := range r.CookiesNamed(g.Cookie) {
		if same(c.Value, g.session()) {
			return true
		}
	}
	return false
}

func (g *Guard) bearer(r *http.Request) bool {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return ok && g.Bearer != "" && same(token, g.Bearer)
}

// fromPage reports whether what may change something comes from a page given out here.
func (g *Guard) fromPage(r *http.Request) bool {
	return g.bearer(r) || same(r.Header.Get(pageHeader), g.PageToken())
}

// enter opens a session for a token. It answers with a page that goes on by itself: a
// redirect would still count as coming from where the link was, and a browser then
// keeps the cookie back.
func (g *Guard) enter(w http.ResponseWriter, r *http.Request) {
	token := r.URL.Query().Get("token")
	if token == "" && r.Method == http.MethodGet && g.TLS {
		view(w, http.StatusOK, enterPage, struct{ Next string }{})
		return
	}
	ok := false
	if r.Method == http.MethodPost { // the token of a file never stands in an address
		r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
		ok = g.TLS && g.Bearer != "" && same(r.PostFormValue("token"), g.Bearer)
	} else {
		ok = g.spend(token)
	}
	if !ok {
		g.refuse(w, r, http.StatusUnauthorized, "This link has been used already, or is not for this workbench.")
		return
	}
	http.SetCookie(w, &http.Cookie{Name: g.Cookie, Value: g.session(), Path: "/", HttpOnly: true, Secure: g.TLS, SameSite: http.SameSiteStrictMode})
	next := "/"
	if u, err := url.Parse(r.URL.Query().Get("next")); err == nil && u.Host == "" && u.Scheme == "" && strings.HasPrefix(u.Path, "/") && !strings.HasPrefix(u.Path, "//") {
		next = u.Path
	}
	view(w, http.StatusOK, enterPage, struct{ Next string }{next})
}

// refuse says why a request was not answered and where the link is.
func (g *Guard) refuse(w http.ResponseWriter, r *http.Request, status int, why string) {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		answerJSON(w, status, &Failure{[]Problem{{Severity: "error", Message: why, Hint: g.Where}}})
		return
	}
	view(w, status, refusedPage, struct{ Why, Where string }{why, g.Where})
}

var (
	//go:embed views/refused.html
	refusedText string
	//go:embed views/enter.html
	enterText   string
	refusedPage = parsed("refused", refusedText)
	enterPage   = parsed("enter", enterText)
)

// parsed is a page that is parsed when it is first shown: other commands do not wait
// for it.
func parsed(name, text string) func() *template.Template {
	return sync.OnceValue(func() *template.Template { return template.Must(template.New(name).Parse(text)) })
}

// view answers with a page.
func view(w http.ResponseWriter, status int, page func() *template.Template, data any) {
	var b bytes.Buffer
	if err := page().Execute(&b, data); err != nil {
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // whoever asked may have gone
}

// NewTLSGuard is a guard of a server that is reached from elsewhere: under the names
// of its certificate, with a token. Sessions end with the server.
func NewTLSGuard(leaf *x509.Certificate, port, token string) *Guard {
	return &Guard{
		Host: func(name string) bool { return leaf.VerifyHostname(name) == nil }, TLS: true,
		Cookie: "engross-" + port, Secret: []byte(rand.Text()), Bearer: token,
		Where: "Open /enter here and give the token that whoever runs the workbench has.",
	}
}
