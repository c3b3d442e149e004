package pdf

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// TestArchive checks what a machine can of ISO 19005-3 and ISO 14289-1 beside the
// structure: what the file says it is, what its colours and the codes of its fonts
// mean, and that nothing in it acts.
func TestArchive(t *testing.T) {
	r, catalog := catalogOf(t, withAttachments(t))
	_, xmp := r.dict(catalog["Metadata"])
	x := xml.NewDecoder(bytes.NewReader(xmp))
	said := map[string]string{}
	var in string
	for {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the metadata are no XML: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			in = token.Name.Space + token.Name.Local
		case xml.CharData:
			said[in] += strings.TrimSpace(string(token))
		}
	}
	for what, want := range map[string]string{
		"http://www.aiim.org/pdfa/ns/id/part": "3", "http://www.aiim.org/pdfa/ns/id/conformance": "A", "http://www.aiim.org/pdfua/ns/id/part": "1",
		"http://www.aiim.org/pdfa/ns/schema#prefix": "pdfuaid",
	} {
		if said[what] != want {
			t.Errorf("the metadata say %q of %s, not %q", said[what], what, want)
		}
	}
	intents := catalog["OutputIntents"].(array)
	intent, _ := r.dict(intents[0])
	d, stream := r.dict(intent["DestOutputProfile"])
	profile, err := r.decode(d, stream)
	if err != nil || int(binary.BigEndian.Uint32(profile)) != len(profile) || string(profile[36:40]) != "acsp" || d["N"] != 3 {
		t.Errorf("the profile of the colours is damaged: %v, %d bytes", err, len(profile))
	}
	for n := 0; n+1 < int(binary.BigEndian.Uint32(profile[128:])); n++ {
		tag := profile[132+12*n:]
		if at, size := binary.BigEndian.Uint32(tag[4:]), binary.BigEndian.Uint32(tag[8:]); at%4 != 0 || int(at+size) > len(profile) {
			t.Errorf("tag %s stands at %d, %d bytes", tag[:4], at, size)
		}
	}
	for kid := range pageNumbers(r, catalog) {
		page, _ := r.dict(kid)
		resources, _ := r.dict(page["Resources"])
		for key, v := range resources["Font"].(dict) {
			font, _ := r.dict(v)
			if (&walk{reader: r}).newDecoder(v) == nil {
				t.Errorf("font %s does not say what its codes mean: %v", key, font)
			}
			described, _ := r.dict(font["FontDescriptor"])
			if flags, _ := described["Flags"].(int); font["Subtype"] == name("TrueType") && (flags&4 != 0) != (font["Encoding"] == nil) {
				t.Errorf("font %s: a font has an encoding, or is symbolic: %v, flags %d", key, font["Encoding"], flags)
			}
		}
		if page["AA"] != nil || page["Group"] != nil {
			t.Errorf("a page acts, or is transparent: %v", page)
		}
	}
	for _, key := range []string{"OpenAction", "AA"} {
		if catalog[key] != nil {
			t.Errorf("the file has %s", key)
		}
	}
}
