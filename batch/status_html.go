package batch

import (
	_ "embed"
	"html/template"
	"io"
	"net/url"
	"sync"
)

//go:embed status.html
var statusPage string

var statusTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("status").Funcs(template.FuncMap{
		"outcome": (*Record).outcome,
		"source":  (*Record).source,
		"inc":     func(i int) int { return i + 1 },
		"class": func(r *Record) string {
			switch {
			case r.Status == Failed:
				return "bad"
			case r.Status == Left, len(r.Findings) > 0:
				return "doubt"
			}
			return "good"
		},
	}).Parse(statusPage))
})

// HTML writes the status as a page, which needs nothing from anywhere.
func (s *Overview) HTML(w io.Writer) error {
	return statusTemplate().Execute(w, struct {
		*Overview
		Counts  string
		Counsel string
		Link    func(string) string
		Group   func(*Record) int
	}{s, s.counts(), counsel, func(file string) string { return (&url.URL{Path: s.prefix + file}).String() }, s.group})
}
