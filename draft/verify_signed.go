package draft

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/engross/engross/format/pdf"
)

// A Signed is a signature that a PDF holds.
type Signed struct {
	Field        string   `json:"field"`                  // "party1_signature"
	Of           string   `json:"of,omitempty"`           // what the field is for: "Signature of Nordlys"
	Stamp        bool     `json:"stamp,omitempty"`        // it attests a time and nothing else
	By           string   `json:"by,omitempty"`           // name in the certificate
	Organization string   `json:"organization,omitempty"` // in the certificate
	Issuer       string   `json:"issuer,omitempty"`       // who issued the certificate
	Time         string   `json:"time,omitempty"`         // that the signer claims, or a stamp attests
	Attested     string   `json:"attested,omitempty"`     // what a time stamp on it attests
	Reason       string   `json:"reason,omitempty"`       // that the signer gives
	Covers       int      `json:"covers"`                 // bytes of the file, from its beginning
	Holds        bool     `json:"holds"`                  // over what it covers
	Problem      string   `json:"problem,omitempty"`      // why it does not, or why that cannot be told
	Unreadable   bool     `json:"unreadable,omitempty"`   // whether it holds cannot be told
	Trust        string   `json:"trust"`                  // in the certificate
	After        []string `json:"after,omitempty"`        // what was added later
}

// Filled is a field of the signature page that was filled in, or a place for a
// signature that is still open.
type Filled struct {
	Field string `json:"field"`
	Of    string `json:"of,omitempty"`
	Value string `json:"value,omitempty"`
	Open  bool   `json:"open,omitempty"` // it waits for a signature
}

// What is said of the trust in a certificate.
const (
	notJudged = "not judged"
	trusted   = "its certificate leads to a root that was named (whether it was withdrawn is not judged)"
)

// signaturesOf reads the signatures of a file. roots are those that the user trusts, or
// nil.
func signaturesOf(file []byte, roots *x509.CertPool) []Signed {
	var list []Signed
	for _, s := range pdf.Signatures(file) {
		out := Signed{Field: oneLine(s.Field), Stamp: s.Stamp, Reason: oneLine(s.Reason), Covers: s.End, Holds: s.Problem == nil, Unreadable: s.Unreadable, Trust: notJudged}
		if s.Problem != nil {
			out.Problem = s.Problem.Error()
		}
		if !s.Time.IsZero() {
			out.Time = s.Time.Format(time.RFC3339)
		}
		if c := s.Signer; c != nil {
			out.By, out.Organization = oneLine(cmp.Or(c.Subject.CommonName, c.Subject.String())), oneLine(strings.Join(c.Subject.Organization, ", "))
			out.Issuer = oneLine(cmp.Or(c.Issuer.CommonName, c.Issuer.String()))
		}
		if roots != nil {
			out.Trust = trusted
			if err := s.Trust(roots); err != nil {
				out.Trust = "its certificate does not lead to a root that was named: " + strings.TrimPrefix(err.Error(), "x509: ")
			}
		}
		out.Attested = attested(s.Attested, roots)
		if rest := len(bytes.TrimRight(file[min(s.End, len(file)):], "\r\n")); rest > 0 {
			out.After = []string{count(rest, "byte")}
		}
		list = append(list, out)
	}
	return list
}

// attested says what a time stamp on a signature attests; "" where it has none.
func attested(stamp *pdf.Signature, roots *x509.CertPool) string {
	switch {
	case stamp == nil:
		return ""
	case stamp.Unreadable:
		return "the time stamp on it cannot be judged"
	case stamp.Problem != nil:
		return "the time stamp on it does not hold"
	}
	by := oneLine(cmp.Or(stamp.Signer.Subject.CommonName, stamp.Signer.Subject.String()))
	if roots != nil && stamp.Trust(roots) != nil {
		by += ", whose certificate does not lead to a root that was named,"
	}
	return "a time stamp by " + by + " attests that it was there at " + stamp.Time.Format(time.RFC3339)
}

// oneLine is what a file says of itself without its line breaks: what follows one could be
// taken for something that verify says.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// compareAdded looks at a file that goes on after the one that was made: it is that
// file, signed, where nothing was added but what signing needs and all signatures hold. It
// reports whether all that was added has a place in signing, so that the pages are as
// they were made.
func (v *Verdict) compareAdded(file, made []byte, roots *x509.CertPool) bool {
	signing, err := pdf.ReadSigning(file, len(made))
	if err != nil {
		v.say("what was added is more than signatures, as far as engross knows: %v", err)
		return false
	}
	v.name(signing)
	for _, what := range signing.Other {
		v.say("what was added is more than signatures: %s", what)
	}
	if len(signing.Other) > 0 {
		return false
	}
	v.compareSignatures(signing)
	if roots != nil {
		for _, s := range v.Signatures {
			if s.Trust != trusted {
				v.say("%s: %s", s.title(), s.Trust)
			}
		}
	}
	v.Finding = UnalteredSigned
	if len(v.Reasons) > 0 {
		v.Finding = NotProved
	}
	return true
}

// name gives signatures and fields the names that engross printed for them, and tells what
// came after each.
func (v *Verdict) name(signing *pdf.Signing) {
	says := map[string]string{}
	for _, f := range signing.Fields {
		f.Name, f.Value = oneLine(f.Name), oneLine(f.Value)
		says[f.Name] = f.Says
		switch {
		case f.Sign && !f.Set:
			v.Fields = append(v.Fields, Filled{Field: f.Name, Of: f.Says, Open: true})
		case !f.Sign && f.Set:
			v.Fields = append(v.Fields, Filled{Field: f.Name, Of: f.Says, Value: f.Value})
		}
	}
	for i := range v.Signatures {
		s := &v.Signatures[i]
		s.Of, s.After = says[s.Field], nil
		for _, a := range signing.Added {
			if a.End-2 > s.Covers {
				for _, f := range a.Fields {
					s.After = append(s.After, oneLine(cmp.Or(says[f], f)))
				}
				s.After = append(s.After, a.What...)
			}
		}
	}
}

// compareSignatures looks whether every signature holds and covers what it was added
// with, and whether somebody signed all that was filled in.
func (v *Verdict) compareSignatures(signing *pdf.Signing) {
	covered := 0
	for _, s := range v.Signatures {
		with := slices.IndexFunc(signing.Added, func(a pdf.Added) bool { return a.End >= s.Covers && a.End-2 <= s.Covers })
		switch {
		case !s.Holds:
			v.say("%s %s: %s", s.title(), s.holds("does not hold"), s.Problem)
		case with < 0 || !slices.Contains(signing.Added[with].Fields, s.Field):
			v.say("%s does not cover all that it was added with", s.title())
		default:
			covered = max(covered, with+1)
		}
	}
	set := 0
	for _, f := range signing.Fields {
		if f.Sign && f.Set {
			set++
		}
	}
	switch {
	case set == 0:
		v.say("something was added to it, and nobody has signed it")
	case set != len(v.Signatures):
		v.say("it has %s, of which engross reads %d", count(set, "signed field"), len(v.Signatures))
	}
	for _, a := range signing.Added[covered:] {
		for _, f := range a.Fields {
			v.say("%s was filled in after the last signature that holds", f)
		}
		for _, what := range a.What {
			if set > 0 && what != pdf.CheckingLater {
				v.say("%s was changed after the last signature that holds", what)
			}
		}
	}
}

// title is what a signature is called.
func (s *Signed) title() string {
	what := "the signature"
	if s.Stamp {
		what = "the time stamp"
	}
	if s.By != "" {
		what += " of " + s.By
	}
	return fmt.Sprintf("%s (%s)", what, s.Field)
}

// holds says whether a signature holds.
func (s *Signed) holds(not string) string {
	switch {
	case s.Holds:
		return "holds"
	case s.Unreadable:
		return "cannot be judged"
	}
	return not
}

// String is a line about a signature, without a full stop.
func (s *Signed) String() string {
	var b strings.Builder
	of := s.Of
	if of == "" { // whoever added a field gave it its name
		of = "The field “" + s.Field + "”"
	}
	b.WriteString(of + ": ")
	switch {
	case s.Stamp:
		b.WriteString("time stamp by " + cmp.Or(s.By, "somebody unnamed"))
	default:
		b.WriteString(cmp.Or(s.By, "somebody unnamed"))
	}
	if s.Organization != "" {
		b.WriteString(", " + s.Organization)
	}
	if s.Time != "" && s.Stamp {
		b.WriteString("; attests " + s.Time)
	} else if s.Time != "" {
		b.WriteString("; claims to have signed at " + s.Time)
	}
	if s.Attested != "" {
		b.WriteString("; " + s.Attested)
	}
	fmt.Fprintf(&b, "; %s over the first %s", s.holds("does NOT hold"), count(s.Covers, "byte"))
	if !s.Holds {
		b.WriteString(": " + s.Problem)
	}
	switch s.Trust {
	case notJudged:
		b.WriteString("; trust not judged")
	default:
		b.WriteString("; " + s.Trust)
	}
	if len(s.After) > 0 {
		b.WriteString("; after it: " + strings.Join(s.After, ", "))
	}
	return b.String()
}

func (f Filled) String() string {
	of := f.Of
	if of == "" {
		of = "The field “" + f.Field + "”"
	}
	switch {
	case f.Open:
		return of + ": not signed"
	case f.Value == "":
		return of + ": filled in with nothing"
	}
	return of + ": filled in with “" + f.Value + "”"
}
