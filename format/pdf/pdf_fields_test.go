package pdf

import (
	"slices"
	"testing"

	"github.com/engross/engross/agreement"
)

// TestSignatureFields finds a field for each signatory of an execution copy, and for
// what is left open in the block, and none in a draft.
func TestSignatureFields(t *testing.T) {
	d := bilateral()
	if _, catalog := catalogOf(t, printPDF(t, d)); catalog["AcroForm"] != nil {
		t.Error("a draft has fields")
	}
	d.Status = agreement.Final
	pdf := printPDF(t, d)
	listen(t, pdf)
	r, catalog := catalogOf(t, pdf)
	form, _ := r.dict(catalog["AcroForm"])
	resources, _ := r.dict(form["DR"])
	fonts, _ := r.dict(resources["Font"])
	if font, _ := r.dict(fonts["Text"]); font["Encoding"] != name("WinAnsiEncoding") {
		t.Errorf("the fields have no font to be filled in with: %v", fonts)
	}
	var names []string
	fields, _ := form["Fields"].(array)
	for _, v := range fields {
		f, _ := r.dict(v)
		names = append(names, plainText(f["T"]))
		look, _ := f["AP"].(dict)
		box, stream := r.dict(look["N"])
		rect := f["Rect"].(array)
		if box["Subtype"] != name("Form") || stream == nil || plainText(f["TU"]) == "" {
			t.Errorf("the field %s has no look or no words: %v", f["T"], f)
		}
		if tall := number(rect[3]) - number(rect[1]); tall < 10 || tall > 30 {
			t.Errorf("the field %s is %v points tall", f["T"], tall)
		}
		lock, _ := f["Lock"].(dict)
		if isSignature := f["FT"] == name("Sig"); isSignature != (lock != nil) {
			t.Errorf("the field %s locks %v", f["T"], lock)
		}
	}
	for _, want := range []string{"party1_signature", "party1_date", "party2_signature", "party2_date"} {
		if !slices.Contains(names, want) {
			t.Errorf("there is no field %s: %v", want, names)
		}
	}
}

func number(v any) float64 {
	if n, ok := v.(int); ok {
		return float64(n)
	}
	f, _ := v.(float64)
	return f
}
