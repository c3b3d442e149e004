package serve

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/engross/engross/schema"
)

// Limits of one request. A term sheet, a PDF or a Word file fits.
const (
	mostBytes   = schema.MaxBytes*3/2 + 1<<20 // of a body: a term sheet or a Word file in base64, with the rest of the request
	mostHeader  = 32 << 10
	headerTime  = 10 * time.Second
	bodyTime    = 60 * time.Second
	answerTime  = 5 * time.Minute
	idleTime    = 2 * time.Minute
	compressMin = 1 << 10
)

// NewServer is a server of the workbench that answers only what the guard lets in. It
// does not log: what is asked of it is confidential.
func NewServer(w *Workbench, g *Guard) *http.Server {
	return &http.Server{
		Handler:           g.Protect(limited(routes(w, g))),
		ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, WriteTimeout: answerTime, IdleTimeout: idleTime,
		MaxHeaderBytes: mostHeader,
	}
}

// limited refuses bodies that are too long and compresses answers.
func limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > mostBytes {
			w.Header().Set("Connection", "close")
			tooLarge(w)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, mostBytes)
		next.ServeHTTP(w, r)
	})
}

func tooLarge(w http.ResponseWriter) {
	status, f := failure(&Refusal{http.StatusRequestEntityTooLarge, "the request is too long", "a term sheet, a PDF or a Word file of at most 16 MB can be sent"})
	answerJSON(w, status, f)
}

// routes are the operations and the pages.
func routes(w *Workbench, g *Guard) *http.ServeMux {
	mux := http.NewServeMux()
	for _, o := range Operations() {
		mux.Handle("POST /api/"+o.Name, o.handler(w))
	}
	mux.HandleFunc("/api/", func(rw http.ResponseWriter, r *http.Request) {
		status, f := failure(&Refusal{http.StatusNotFound, "there is no such operation", "operations are asked for by POST; /api/openapi.json lists them"})
		answerJSON(rw, status, f)
	})
	mux.HandleFunc("GET /api/openapi.json", func(rw http.ResponseWriter, r *http.Request) {
		answer(rw, r, "application/json", OpenAPI())
	})
	mux.Handle("/", files404(static))
	addPages(mux, w, g)
	return mux
}

// handler answers an operation over HTTP.
func (o *Operation) handler(w *Workbench) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
			status, f := failure(&Refusal{http.StatusUnsupportedMediaType, "the request is not JSON", "send it as application/json"})
			answerJSON(rw, status, f)
			return
		}
		input, ok := body(rw, r)
		if !ok {
			return
		}
		out, err := o.Call(r.Context(), w, input)
		if err != nil {
			status, f := failure(err)
			if r.Header.Get(pageHeader) != "" {
				f.Problems = w.inPageWords(input, f.Problems)
			}
			answerJSON(rw, status, f)
			return
		}
		answer(rw, r, "application/json", out)
	})
}

// inPageWords are problems with a request of a page, in the words of pages.
func (w *Workbench) inPageWords(input []byte, list []Problem) []Problem {
	var in struct {
		File string `json:"file"`
	}
	var says *stated
	if json.Unmarshal(input, &in) == nil && w.Folder != nil {
		if text, err := w.Folder.Read(in.File); err == nil {
			if sheet, err := loadAny(in.File, text); err == nil {
				says = statedOf(sheet)
				says.lib = w.Library
			}
		}
	}
	return says.worded(list)
}

// body reads a request whole; where it is too long or does not come, it says so.
func body(rw http.ResponseWriter, r *http.Request) ([]byte, bool) {
	input, err := io.ReadAll(r.Body)
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		tooLarge(rw)
	case err != nil:
		status, f := failure(&Refusal{http.StatusRequestTimeout, "the request did not arrive whole", "send it again"})
		answerJSON(rw, status, f)
	}
	return input, err == nil
}

func answerJSON(w http.ResponseWriter, status int, v any) {
	text, err := encode(v)
	if err != nil {
		http.Error(w, "the answer could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text) // whoever asked may have gone
}

// answer sends a text, compressed where the other side reads that.
func answer(w http.ResponseWriter, r *http.Request, media string, text []byte) {
	w.Header().Set("Content-Type", media)
	w.Header().Add("Vary", "Accept-Encoding")
	if len(text) < compressMin || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		_, _ = w.Write(text)
		return
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(text) // to memory
	_ = z.Close()
	w.Header().Set("Content-Encoding", "gzip")
	_, _ = w.Write(b.Bytes())
}

//go:embed static
var staticFiles embed.FS

// static are the scripts and style sheets.
var static = func() fs.FS {
	sub, err := fs.Sub(staticFiles, "static")
	if err != nil {
		panic(err) // embedded
	}
	return sub
}()

var staticTypes = map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}

// files404 serves embedded files, and nothing else: names of files on disk are never
// in an address.
func files404(tree fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		media := staticTypes[path.Ext(name)]
		text, err := fs.ReadFile(tree, name)
		if err != nil || media == "" {
			notFound(w)
			return
		}
		answer(w, r, media, text)
	})
}
