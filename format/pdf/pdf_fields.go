package pdf

import (
	"fmt"
	"strings"
)

// A signer is a block of the signature page with the fields in it that are open.
type signer struct {
	party  string
	number int // from 1
	fields []*field
}

// A field is a place on the signature page that a program fills in: ISO 32000-1,
// 12.7. Signing belongs to such programs.
type field struct {
	kind   fieldKind
	of     *signer
	number int // of its object
}

type fieldKind uint8

const (
	signatureField fieldKind = iota
	nameField
	titleField
	dateField
	moreField // never open
)

func (s *signer) field(k fieldKind) *field { return &field{kind: k, of: s} }

func (k fieldKind) label() string {
	switch k {
	case signatureField:
		return "Signature"
	case nameField:
		return "Name"
	case titleField:
		return "Title"
	case dateField:
		return "Date"
	case moreField:
		return "Also"
	}
	panic("pdf: no such field")
}

// name is what a program that fills in or signs calls a field: "party2_signature".
func (f *field) name() string {
	return fmt.Sprintf("party%d_%s", f.of.number, strings.ToLower(f.kind.label()))
}

// says is what a person is told of a field: "Signature of Nordlys".
func (f *field) says() string { return f.kind.label() + " of " + f.of.party }

// widget is a field and its place on a page, in one object. A signature locks the
// other fields of its block.
func (f *field) widget(page int, rect, empty string, key int) string {
	s := fmt.Sprintf("<</Type /Annot /Subtype /Widget /T (%s) /TU %s /F 4 /P %d 0 R /Rect [%s] /StructParent %d /AP <</N %s>>",
		f.name(), textString(f.says()), pageObject(page), rect, key, empty)
	if f.kind != signatureField {
		return s + " /FT /Tx /DA (" + fieldFont + " 10 Tf 0 g)>>"
	}
	s += " /FT /Sig"
	var names []string
	for _, other := range f.of.fields {
		if other != f {
			names = append(names, "("+other.name()+")")
		}
	}
	if len(names) > 0 {
		s += " /Lock <</Type /SigFieldLock /Action /Include /Fields [" + strings.Join(names, " ") + "]>>"
	}
	return s + ">>"
}

// fieldFont is the name under which the fields have the font that they are filled
// in with.
const fieldFont = "/Text"

// form is the entry of the catalog for the fields, or "" where there are none.
func (d *drawing) form(font int) string {
	var fields []string
	for _, b := range d.links {
		if b.field != nil {
			fields = append(fields, fmt.Sprintf("%d 0 R", b.field.number))
		}
	}
	if len(fields) == 0 {
		return ""
	}
	return fmt.Sprintf(" /AcroForm <</Fields [%s] /DA (%s 10 Tf 0 g) /DR <</Font <<%s %d 0 R>>>>>>", strings.Join(fields, " "), fieldFont, fieldFont, font)
}
