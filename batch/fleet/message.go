package fleet

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"go/token"
	"io/fs"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/batch"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/pdf"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

// Settings are what a worker needs to know besides the rows. A worker of another
// build, or with another library, would make other bytes, and is refused.
type Settings struct {
	Build   *draft.Build   `json:"build"`
	Library string         `json:"library"`         // digest
	House   string         `json:"house,omitempty"` // digest of its house style
	Fonts   string         `json:"fonts,omitempty"` // digest
	Formats []draft.Format `json:"formats"`
	Final   bool           `json:"final,omitempty"`
	Annex   bool           `json:"annex,omitempty"`
	Source  bool           `json:"source,omitempty"`
	Anchors bool           `json:"anchors,omitempty"`
	Letter  bool           `json:"letter,omitempty"`

	Style     []byte `json:"style,omitempty"` // a Word file, or nil
	StyleName string `json:"style_name,omitempty"`

	Rules   []byte      `json:"rules,omitempty"` // of a renewal
	Indices [][]byte    `json:"indices,omitempty"`
	Today   schema.Date `json:"today,omitzero"`
}

// Means are what agreements are made with on a machine, which all machines of a fleet
// have to have alike.
type Means struct {
	Library *assemble.Library
	Fonts   *pdf.Fonts // for characters that the built-in faces lack, or nil
	Faces   string     // digest of these
}

// LoadFonts reads the fonts of a folder.
func (m *Means) LoadFonts(folder fs.FS) (err error) {
	if m.Fonts, err = pdf.LoadFonts(folder); err != nil {
		return err
	}
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return err
	}
	h := sha256.New()
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		text, err := fs.ReadFile(folder, e.Name())
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%s %x\n", e.Name(), sha256.Sum256(text))
	}
	m.Faces = hex.EncodeToString(h.Sum(nil))
	return nil
}

// Settings are those of a batch that is made with these means.
func (m *Means) Settings() *Settings {
	s := &Settings{Build: draft.ThisBuild(), Library: m.Library.Hash(), Fonts: m.Faces}
	if style := m.Library.House(); style != nil {
		s.House = style.Digest
	}
	return s
}

// refused says why these means would make other agreements than the coordinator's, or
// nil.
func (m *Means) refused(s *Settings) error {
	own := m.Settings()
	switch {
	case string(encode(own.Build)) != string(encode(s.Build)):
		return &refusal{"this worker is another build of engross than the coordinator, and could make other bytes: run the same on all machines (" + strings.TrimSpace(string(encode(own.Build))) + ")"}
	case own.Library != s.Library:
		return &refusal{"this worker has another clause library than the coordinator: give it the same with --library"}
	case own.House != s.House:
		return &refusal{"this worker has another house style than the coordinator: give it the same with --library"}
	case own.Fonts != s.Fonts:
		return &refusal{"this worker has other fonts than the coordinator: give it the same with --fonts"}
	}
	return nil
}

// Maker is the maker of a batch with these settings.
func (s *Settings) Maker(m Means) (*batch.Maker, error) {
	lib := m.Library
	o := draft.Options{Formats: s.Formats, Final: s.Final, Annex: s.Annex, Source: s.Source, TextAnchors: s.Anchors, Fonts: m.Fonts}
	if s.Letter {
		o.Paper = pdf.Letter
	}
	if s.Style != nil {
		if err := o.ReadStyle(s.StyleName, s.Style); err != nil {
			return nil, err
		}
	}
	if s.Rules == nil {
		return batch.NewMaker(lib, o, nil), nil
	}
	rules, err := renew.LoadRules("rules", s.Rules)
	if err != nil {
		return nil, err
	}
	with := renew.Options{Library: lib, Today: s.Today}
	for _, text := range s.Indices {
		x, err := renew.LoadIndex("index", text)
		if err != nil {
			return nil, err
		}
		with.Indices = append(with.Indices, x)
	}
	return batch.NewMaker(lib, o, func(last *renew.Last) (*renew.Renewal, error) { return renew.Renew(last, rules, with) }), nil
}

// A job is a row that is to be made.
type job struct {
	Key      string          `json:"key"`
	Settings string          `json:"settings"` // digest
	Name     string          `json:"name"`
	Source   []byte          `json:"source"`
	Made     *draft.Manifest `json:"made,omitempty"`
	Resolved json.RawMessage `json:"resolved,omitempty"`
	Unproved *problem        `json:"unproved,omitempty"`
}

// jobOf is a row as a job.
func jobOf(key, settings string, row *renew.Last) (*job, error) {
	j := &job{Key: key, Settings: settings, Name: row.Sheet.Name, Source: row.Sheet.Source, Made: row.Made}
	if row.Resolved != nil {
		text, err := schema.Canonical(row.Resolved)
		if err != nil {
			return nil, err
		}
		j.Resolved = text
	}
	if row.Unproved != nil {
		p := problemOf(row.Unproved)
		j.Unproved = &p
	}
	return j, nil
}

// row is the row of a job.
func (j *job) row() (*renew.Last, error) {
	f, err := schema.Load(j.Name, j.Source)
	if err != nil {
		return nil, err
	}
	last := &renew.Last{Sheet: f, Made: j.Made}
	if j.Resolved != nil {
		r, err := schema.Load(j.Name, j.Resolved)
		if err != nil {
			return nil, err
		}
		last.Resolved = r.Sheet
	}
	if j.Unproved != nil {
		last.Unproved = j.Unproved.problem()
	}
	return last, nil
}

// A reply is what became of a job.
type reply struct {
	Key      string       `json:"key"`
	Record   batch.Record `json:"record"`
	Files    []batch.File `json:"files,omitempty"`
	Problems []problem    `json:"problems,omitempty"`
	Failure  string       `json:"failure,omitempty"` // an error that is no problem of the row
}

func replyOf(key string, out *batch.Outcome, err error) *reply {
	r := &reply{Key: key}
	if out != nil {
		r.Record, r.Files = out.Record, out.Files
	}
	var ps agreement.Problems
	switch {
	case errors.As(err, &ps):
		for _, p := range ps {
			r.Problems = append(r.Problems, problemOf(p))
		}
	case err != nil:
		r.Failure = err.Error()
	}
	return r
}

func (r *reply) outcome() (*batch.Outcome, error) {
	out := &batch.Outcome{Record: r.Record, Files: r.Files}
	if len(r.Problems) > 0 {
		var ps agreement.Problems
		for i := range r.Problems {
			ps = append(ps, r.Problems[i].problem())
		}
		return out, ps
	}
	if r.Failure != "" {
		return out, errors.New(r.Failure)
	}
	if err := batch.Verify(out); err != nil {
		return nil, err
	}
	return out, nil
}

// A problem is an [agreement.Problem] as a message has it.
type problem struct {
	ID, Pointer, Message, Hint string
	Pos                        token.Position
	Severity                   int
}

func problemOf(p *agreement.Problem) problem {
	return problem{p.ID, p.Pointer, p.Message, p.Hint, p.Pos, int(p.Severity)}
}

func (p *problem) problem() *agreement.Problem {
	return &agreement.Problem{ID: p.ID, Pointer: p.Pointer, Message: p.Message, Hint: p.Hint, Pos: p.Pos, Severity: agreement.Severity(p.Severity)}
}

func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // values of this file
	return b.Bytes()
}
