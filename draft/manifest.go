package draft

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/format/pdf"
)

// A Manifest says what made an agreement. Digests are SHA-256 in hexadecimal.
type Manifest struct {
	Engross   string         `json:"engross"`          // version of the program
	Build     *Build         `json:"build"`            // the program itself; nil in a manifest of 0.1.0
	Reference string         `json:"reference"`        // deal.id
	Template  Made           `json:"template"`         //
	Library   string         `json:"library"`          // digest of the whole clause library
	House     string         `json:"house,omitempty"`  // digest of the house style of the library, where it has one
	Clauses   []Made         `json:"clauses"`          // in the order of the agreement
	Options   MadeWith       `json:"options"`          //
	TermSheet string         `json:"term_sheet"`       // digest of what the term sheet states, as the PDF carries it
	Source    string         `json:"source,omitempty"` // digest of the term sheet as given, where the PDF carries that too
	Resolved  string         `json:"resolved"`         // digest of the term sheet as resolved
	Text      string         `json:"text"`             // digest of the Markdown text, without the line that gives the manifest's digest
	Defaults  []DefaultTaken `json:"defaults"`         // what the term sheet left to the clauses
}

// Made is a template or a clause that went into an agreement.
type Made struct {
	Name    string `json:"name"`              // of the template, or topic of the clause
	Variant string `json:"variant,omitempty"` // of the clause
	Version string `json:"version,omitempty"` // of the clause
	Hash    string `json:"hash"`
}

// MadeWith is the options that change what is printed.
type MadeWith struct {
	Final       bool   `json:"final"`
	Annex       bool   `json:"annex"`
	Paper       string `json:"paper"` // "a4" or "letter"
	TextAnchors bool   `json:"text_anchors,omitempty"`
}

// A DefaultTaken is a value that came from a clause.
type DefaultTaken struct {
	Clause    string `json:"clause"`
	Parameter string `json:"parameter"`
	Path      string `json:"path,omitempty"` // its place in the term sheet
	Value     string `json:"value"`
}

func manifestOf(res *assemble.Result, stated *assemble.Deal, o Options, sent, resolved []byte, text string) *Manifest {
	m := &Manifest{
		Engross: o.build().Version, Build: o.build(), Reference: res.Document.Reference,
		Template: Made{Name: res.Template.Name, Hash: res.Template.Hash}, Library: res.Library().Hash(),
		Options: MadeWith{o.Final, o.Annex, paperName(o.Paper), o.TextAnchors}, TermSheet: digest(sent), Resolved: digest(resolved), Text: text,
		Clauses: []Made{}, Defaults: []DefaultTaken{},
	}
	if o.House != nil {
		m.House = o.House.Digest
	}
	if o.Source {
		m.Source = digest(res.File.Source)
	}
	for _, s := range res.Sources {
		m.Clauses = append(m.Clauses, madeOf(s))
	}
	for _, d := range stated.Defaults() {
		m.Defaults = append(m.Defaults, DefaultTaken{d.Topic, d.Parameter, d.Path, d.Value})
	}
	return m
}

func madeOf(s *agreement.Source) Made { return Made{s.Topic, s.Variant, s.Version, s.Hash} }

func paperName(p pdf.Paper) string {
	if p == pdf.Letter {
		return "letter"
	}
	return "a4"
}

func paperOf(name string) pdf.Paper {
	if name == "letter" {
		return pdf.Letter
	}
	return pdf.A4
}

// JSON is the manifest as its file: indented, with a line feed at the end.
func (m *Manifest) JSON() []byte { return indented(m) }

func indented(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		panic("draft: a manifest cannot be written: " + err.Error()) // strings and booleans alone
	}
	return b.Bytes()
}

// digest is the SHA-256 of a text in one or more pieces.
func digest(pieces ...[]byte) string {
	h := sha256.New()
	for _, b := range pieces {
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil))
}
