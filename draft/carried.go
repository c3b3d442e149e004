package draft

import (
	"encoding/json"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/format/pdf"
)

// Carried is what a PDF carries about its making.
type Carried struct {
	TermSheet []byte // what it states
	Source    []byte // as given; nil where the file was made to be sent
	Resolved  []byte
	Manifest  *Manifest
	digest    string // of the manifest as it stands in the file

	// Unproved is set by an [Opener] that goes on with a file that it could not
	// prove: a warning that says so. Otherwise nil.
	Unproved *agreement.Problem
}

// Extract reads what a PDF made by engross carries. The error is
// [agreement.Problems] for any other file.
func Extract(name string, file []byte) (*Carried, error) {
	list, err := pdf.Attachments(file)
	if err != nil {
		return nil, named(name, err)
	}
	parts := map[string][]byte{}
	for _, a := range list {
		parts[a.Name] = a.Data
	}
	return carriedIn(name, parts, "what engross draft and engross batch write now carries one")
}

// carriedIn is what the parts of a file carry, by their names. Only says which files
// carry anything.
func carriedIn(name string, parts map[string][]byte, only string) (*Carried, error) {
	c := &Carried{TermSheet: parts[sheetName], Source: parts[sourceName], Resolved: parts[resolvedName]}
	if data, ok := parts[manifestName]; ok {
		c.Manifest, c.digest = &Manifest{}, "sha256:"+digest(data)
		if err := json.Unmarshal(data, c.Manifest); err != nil {
			return nil, problem(name, "its manifest cannot be read: "+err.Error(), "the file was damaged, or made by a later version of engross")
		}
	}
	if c.TermSheet == nil || c.Manifest == nil {
		return nil, problem(name, "it carries no term sheet", only)
	}
	return c, nil
}

// Best is the term sheet as given where the file carries it, else what it states.
func (c *Carried) Best() []byte {
	if c.Source != nil {
		return c.Source
	}
	return c.TermSheet
}

func problem(name, message, hint string) agreement.Problems {
	p := &agreement.Problem{ID: "no-provenance", Message: message, Hint: hint}
	p.Pos.Filename = name
	return agreement.Problems{p}
}

// named puts the name of the file before problems that have no place.
func named(name string, err error) error {
	if ps, ok := err.(agreement.Problems); ok {
		for _, p := range ps {
			if p.Pos.Filename == "" {
				p.Pos.Filename = name
			}
		}
	}
	return err
}

// doubts is what a file carries and its manifest names otherwise.
func (c *Carried) doubts() (list []string) {
	if digest(c.TermSheet) != c.Manifest.TermSheet {
		list = append(list, "the term sheet inside is not the one the agreement was made from")
	}
	if c.Source != nil && digest(c.Source) != c.Manifest.Source || c.Source == nil && c.Manifest.Source != "" {
		list = append(list, "the term sheet as given inside is not the one the agreement was made from")
	}
	if digest(c.Resolved) != c.Manifest.Resolved {
		list = append(list, "the resolved term sheet inside is not the one the agreement was made from")
	}
	return list
}

// An Opener takes the term sheet out of agreements and believes none unproved.
type Opener struct {
	Library    *assemble.Library
	Fonts      *pdf.Fonts // with which the files were made, or nil
	Unverified bool       // go on with a file that is not proved, and say so
}

// PDF is what a PDF carries, once the file is found to be what the library makes of
// it, byte for byte, or that with signatures that hold. Any other file is an [agreement.Problems] error, unless
// the opener goes on unverified: then Carried says what was not proved, for every
// output that rests on it.
func (o Opener) PDF(name string, file []byte) (*Carried, error) {
	c, err := Extract(name, file)
	if err != nil {
		return nil, err
	}
	v, err := VerifyPDF(o.Library, name, file, o.Fonts, nil)
	return o.proved(name, c, v, err)
}

// proved is what a file carries, by the verdict on it.
func (o Opener) proved(name string, c *Carried, v *Verdict, err error) (*Carried, error) {
	switch {
	case err == nil && v.Finding.Proved():
		return c, nil
	case err == nil:
		c.Unproved = unproved(name, v.Finding.String()+": "+strings.Join(v.Reasons, "; "))
	default:
		c.Unproved = unproved(name, "not proved: "+err.Error())
	}
	if !o.Unverified {
		return nil, agreement.Problems{c.Unproved}
	}
	c.Unproved.Severity = agreement.Warning
	return c, nil
}

func unproved(name, why string) *agreement.Problem {
	p := &agreement.Problem{ID: "unverified", Message: "what it carries cannot be taken for what its pages say; it is " + why,
		Hint: "engross verify shows what differs; --unverified goes on all the same, and says so in what it makes"}
	p.Pos.Filename = name
	return p
}
