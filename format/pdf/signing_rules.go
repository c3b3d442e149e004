package pdf

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// What an addition may change, place by place. A reader shows nothing of it outside the
// rectangles that engross drew for the fields.

// root holds the catalog against the one that was made.
func (s *signing) root(catalog dict) {
	made := s.made.catalog()
	if key := s.otherKey(made, catalog, "AcroForm", "DSS", "Extensions", "Perms", "Version"); key != "" {
		s.strange("the entry %s of the document was changed", key)
	}
	if v := catalog["Version"]; !none(v) && v != name("1.7") && v != name("2.0") {
		s.strange("the document says that it is of version %v", v)
	}
	if v := catalog["Extensions"]; !none(v) {
		s.reach(v)
		if !s.extension(v, 0) {
			s.strange("the document says more of its extensions than names and numbers")
		}
	}
	if v := catalog["Perms"]; !none(v) {
		s.reach(v)
		for key, sig := range s.now.dict(v) {
			if key != "DocMDP" || s.now.dict(sig)["ByteRange"] == nil {
				s.strange("the document grants rights (%s) that no signature does", key)
			}
		}
	}
}

// extension reports whether v says no more than which versions of which extensions of
// the format were used.
func (s *signing) extension(v any, depth int) bool {
	object, stream := s.now.resolve(v)
	switch object := object.(type) {
	case dict:
		for _, x := range object {
			if depth > 2 || !s.extension(x, depth+1) {
				return false
			}
		}
		return stream == nil
	case name, int, string:
		return true
	}
	return false
}

// page holds a page against the one that was made: signatures that are not seen
// may be among what is on it.
func (s *signing) page(n int) {
	made, now := s.made.dict(reference(n)), s.now.dict(reference(n))
	if key := s.otherKey(made, now, "Annots"); key != "" {
		s.strange("the entry %s of page %d was changed", key, s.pages[n])
	}
	was, rest := s.made.list(made["Annots"]), s.now.list(now["Annots"])
	for _, v := range rest {
		ref, ok := v.(reference)
		switch {
		case len(was) > 0 && v == was[0]:
			was = was[1:]
		case ok && s.added[int(ref)]:
			s.unseen(ref)
		default:
			s.strange("page %d has something on it that engross did not put there", s.pages[n])
		}
	}
	if len(was) > 0 {
		s.strange("a link or a field was taken off page %d", s.pages[n])
	}
	if list, ok := now["Annots"].(reference); ok {
		s.reach(list)
	}
}

// form holds the form against the one that was made, and gives the fields that
// were added to it.
func (s *signing) form(before state, v any) (extra []reference) {
	s.reach(v)
	made := s.made.dict(s.made.catalog()["AcroForm"])
	now := s.now.dict(v)
	if none(v) && made == nil {
		return nil
	}
	if key := s.otherKey(made, now, "Fields", "SigFlags", "DR", "NeedAppearances", "DA"); key != "" {
		s.strange("the entry %s of the form was changed", key)
	}
	if v := now["NeedAppearances"]; !none(v) && v != keyword("false") {
		s.strange("the form lets viewers draw its fields anew")
	}
	for kind, v := range s.made.dict(made["DR"]) {
		if none(now["DR"]) { // then a viewer takes a font of its own
			break
		}
		for key, font := range s.made.dict(v) {
			if !s.same(s.made, font, s.now, s.now.dict(s.now.dict(now["DR"])[kind])[key], 0) {
				s.strange("what the fields are drawn with was changed")
			}
		}
	}
	has, called := map[reference]bool{}, map[string]bool{}
	for _, v := range s.now.list(now["Fields"]) {
		ref, ok := v.(reference)
		name := plainText(s.now.dict(ref)["T"])
		if called[name] {
			s.strange("two fields are named %s", name)
		}
		called[name] = true
		switch {
		case !ok || has[ref]:
			s.strange("the form names its fields in a way that engross does not know")
		case slices.Contains(s.fields, ref):
		case s.added[int(ref)]:
			extra = append(extra, ref)
		default:
			s.strange("something that is no field was made one")
		}
		has[ref] = true
	}
	for _, ref := range s.fields {
		if d := s.now.dict(ref); !has[ref] && (!none(d["V"]) || !none(before.dict(ref)["V"])) {
			s.strange("the field %s was taken out of the form", plainText(d["T"]))
		}
	}
	for _, v := range before.list(before.dict(before.catalog()["AcroForm"])["Fields"]) {
		if ref, _ := v.(reference); s.added[int(ref)] && (!has[ref] || !s.alike(before, ref)) {
			s.strange("a signature was changed or taken out after it was made")
		}
	}
	return extra
}

// lockedFlags are flags of a field that only keep it from being changed: ISO
// 32000-1, tables 165 and 221.
const lockedFlags = 64 | 128 | 512

// field holds a field against the one that was made.
func (s *signing) field(before state, ref reference, did *Added) {
	made, was, now := s.made.dict(ref), before.dict(ref), s.now.dict(ref)
	called := plainText(made["T"])
	if key := s.otherKey(made, now, "V", "AP", "AS", "M", "F", "Ff", "DA"); key != "" {
		s.strange("the entry %s of the field %s was changed", key, called)
	}
	flags, _ := now["F"].(int)
	if madeFlags, _ := made["F"].(int); flags&^lockedFlags != madeFlags {
		s.strange("the field %s is shown otherwise than engross made it", called)
	}
	if ff, ok := now["Ff"].(int); now["Ff"] != nil && (!ok || ff != 1) { // read only
		s.strange("the field %s was made one of another kind", called)
	}
	s.look(called, now["AP"])
	s.reach(now["V"])
	value, _ := s.now.resolve(now["V"])
	switch {
	case none(value):
	case made["FT"] == name("Sig"):
		s.signature(called, value)
	default:
		if _, ok := value.(string); !ok {
			s.strange("the field %s was filled in with something that is no text", called)
		}
	}
	changed := !s.alike(before, ref)
	if made["FT"] != name("Sig") && !s.alike(s.made, ref) {
		s.words(called, now)
	}
	switch {
	case changed && !none(was["V"]) && made["FT"] == name("Sig"):
		s.strange("the signature in %s was changed or taken out after it was made", called)
	case changed && s.locked[called]:
		s.strange("the field %s was changed after a signature had locked it", called)
	case changed && s.signed && !none(was["V"]):
		s.strange("the field %s was changed after somebody had signed what it said", called)
	case changed && !none(now["V"]) && !s.sameValue(before, was["V"], now["V"]):
		did.Fields = append(did.Fields, called)
	case changed && made["FT"] == name("Sig"):
		s.strange("%s shows something and is not signed", called)
	case changed:
		did.What = append(did.What, "how "+called+" looks")
	}
}

// alike reports whether the value of a field, and how it looks, are as they were
// before, down to what they lead to.
func (s *signing) alike(before state, ref reference) bool {
	was, now := before.dict(ref), s.now.dict(ref)
	return s.sameValue(before, was["V"], now["V"]) && s.sameValue(before, was["AP"], now["AP"])
}

// mostSteps is how many values are compared of a field.
const mostSteps = 100_000

// sameValue compares what two objects lead to, as it stood before and stands now.
func (s *signing) sameValue(before state, a, b any) bool {
	type pair struct{ a, b reference }
	seen := map[pair]bool{}
	steps := 0
	var same func(a, b any, depth int) bool
	same = func(a, b any, depth int) bool {
		ra, ok := a.(reference)
		rb, also := b.(reference)
		if steps++; ok != also && (none(a) || none(b)) || depth > mostDeep || steps > mostSteps {
			return false
		}
		if ok && also {
			if seen[pair{ra, rb}] || ra == rb && !s.added[int(ra)] && !s.looks[int(ra)] {
				return true
			}
			seen[pair{ra, rb}] = true
		}
		x, from := before.resolve(a)
		y, to := s.now.resolve(b)
		if !bytes.Equal(from, to) {
			return false
		}
		switch x := x.(type) {
		case dict:
			y, ok := y.(dict)
			if !ok || len(x) != len(y) {
				return false
			}
			for key := range x {
				if !same(x[key], y[key], depth+1) {
					return false
				}
			}
			return true
		case array:
			y, ok := y.(array)
			if !ok || len(x) != len(y) {
				return false
			}
			for i := range x {
				if !same(x[i], y[i], depth+1) {
					return false
				}
			}
			return true
		}
		return none(x) && none(y) || s.same(before, x, s.now, y, 0)
	}
	return same(a, b, 0)
}

// look holds how a field looks: a picture that is fitted into its rectangle.
func (s *signing) look(called string, v any) {
	s.reach(v)
	for key, normal := range s.now.dict(v) {
		object, stream := s.now.resolve(normal)
		form, _ := object.(dict)
		if key != "N" || stream == nil || form["Subtype"] != name("Form") || !s.framed(form) {
			s.strange("how the field %s looks is not one picture with a frame", called)
		}
		for entry := range form {
			if !lookKeys[entry] {
				s.strange("how the field %s looks depends on %s", called, entry)
			}
		}
	}
}

// framed reports whether a picture has a frame that readers fit into the rectangle
// of a field.
func (s *signing) framed(form dict) bool {
	box, ok := numbers(s.now.list(form["BBox"]), 4)
	matrix, turned := numbers(s.now.list(form["Matrix"]), 6)
	return ok && box[0] < box[2] && box[1] < box[3] && (form["Matrix"] == nil || turned && !flat(matrix))
}

var lookKeys = map[string]bool{"Type": true, "Subtype": true, "FormType": true, "BBox": true, "Matrix": true, "Resources": true,
	"Length": true, "Filter": true, "DecodeParms": true, "Name": true, "Group": true}

// flat reports whether a matrix leaves nothing of a picture.
func flat(m []float64) bool {
	area := m[0]*m[3] - m[1]*m[2]
	return area < 1e-6 && area > -1e-6
}

func numbers(list array, n int) ([]float64, bool) {
	out := make([]float64, n)
	if len(list) != n {
		return out, false
	}
	for i, v := range list {
		x, ok := decimalOf(v)
		if !ok {
			return out, false
		}
		out[i] = x
	}
	return out, true
}

// signature holds the value of a field for signatures.
func (s *signing) signature(called string, v any) {
	d, _ := v.(dict)
	kind := d["Type"]
	_, held := d["Contents"].(string)
	if kind != nil && kind != name("Sig") && kind != name("DocTimeStamp") || !held || len(s.now.list(d["ByteRange"])) != 4 {
		s.strange("the value of the field %s is no signature", called)
	}
}

// unseen holds a field that was added: it is for a signature, and nothing of it
// is seen.
func (s *signing) unseen(ref reference) {
	s.reach(ref)
	d := s.now.dict(ref)
	called := plainText(d["T"])
	for key := range d {
		switch key {
		case "A", "AA", "Kids", "Parent", "Popup", "OC", "MK":
			s.strange("the field %s, which was added, has the entry %s", called, key)
		}
	}
	if kind := d["Subtype"]; d["FT"] != name("Sig") || kind != nil && kind != name("Widget") {
		s.strange("something was added to a page that is no signature")
		return
	}
	if rect, ok := numbers(s.now.list(d["Rect"]), 4); d["Rect"] != nil && (!ok || rect[0] != rect[2] || rect[1] != rect[3]) { // a line is seen
		s.strange("a signature was put where engross left no place for one")
	}
	if !none(d["V"]) {
		value, _ := s.now.resolve(d["V"])
		s.signature(called, value)
	}
}

// lock notes which fields the signatures among those just set lock.
func (s *signing) lock(set []string) {
	for _, ref := range s.fields {
		d := s.now.dict(ref)
		if d["FT"] != name("Sig") || !slices.Contains(set, plainText(d["T"])) {
			continue
		}
		s.signed = true
		for _, v := range s.now.list(s.now.dict(d["Lock"])["Fields"]) {
			s.locked[plainText(v)] = true
		}
		for _, v := range s.now.list(s.now.dict(d["V"])["Reference"]) {
			of := s.now.dict(v)
			if of["TransformMethod"] == name("DocMDP") && s.now.dict(of["TransformParams"])["P"] == 1 {
				s.closed = true
			}
		}
	}
}

// validation holds what is there to check signatures later: ISO 32000-2, 12.8.4.3.
func (s *signing) validation(v any) {
	s.reach(v)
	data := func(v any) {
		for _, x := range s.now.list(v) {
			object, stream := s.now.resolve(x)
			d, _ := object.(dict)
			if key := unknownKey(d, "Length", "Filter", "DecodeParms", "Type"); stream == nil || key != "" || !s.added[refOf(x)] {
				s.strange("among the data for checking signatures stands something else")
			}
		}
	}
	part := func(d dict, keys ...string) {
		if key := unknownKey(d, append(keys, "Type")...); key != "" {
			s.strange("among the data for checking signatures stands %s", key)
		}
		for _, key := range keys {
			if key != "VRI" && key != "TU" && key != "TS" {
				data(d[key])
			}
		}
	}
	d := s.now.dict(v)
	part(d, "Certs", "OCSPs", "CRLs", "VRI")
	for _, of := range s.now.dict(d["VRI"]) {
		part(s.now.dict(of), "Cert", "OCSP", "CRL", "TU", "TS")
	}
}

func refOf(v any) int {
	ref, _ := v.(reference)
	return int(ref)
}

func unknownKey(d dict, known ...string) string {
	for _, key := range slices.Sorted(maps.Keys(d)) {
		if !slices.Contains(known, key) {
			return key
		}
	}
	return ""
}

// metadata holds metadata against those that were made: a program that saves a file
// notes when, and gives the file a number.
func (s *signing) metadata() {
	d := s.now.dict(reference(s.meta))
	_, stream := s.now.resolve(reference(s.meta))
	_, made := s.made.resolve(reference(s.meta))
	data, err := s.made.base.decode(d, stream)
	if key := unknownKey(d, "Type", "Subtype", "Length", "Filter", "DecodeParms"); err != nil || key != "" {
		s.strange("the metadata were changed")
		return
	}
	was, err := said(made)
	now, err2 := said(data)
	if err != nil || err2 != nil || was != now {
		s.strange("the metadata were changed")
	}
}

// saving are the names of metadata that tell when and with what a file was saved.
var saving = map[string]bool{
	"http://ns.adobe.com/xap/1.0/ ModifyDate": true, "http://ns.adobe.com/xap/1.0/ MetadataDate": true, "http://ns.adobe.com/xap/1.0/ CreateDate": true,
	"http://ns.adobe.com/xap/1.0/ CreatorTool": true, "http://ns.adobe.com/xap/1.0/mm/ DocumentID": true, "http://ns.adobe.com/xap/1.0/mm/ InstanceID": true,
}

// said is what metadata say, but for what tells of their saving: each element and
// attribute with what stands in it.
func said(xmp []byte) (string, error) {
	var list, in []string
	x := xml.NewDecoder(bytes.NewReader(xmp))
	for {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			slices.Sort(list)
			return strings.Join(list, "\n"), nil
		} else if err != nil {
			return "", err
		}
		hidden := func() bool { return slices.ContainsFunc(in, func(s string) bool { return saving[s] }) }
		switch token := token.(type) {
		case xml.StartElement:
			in = append(in, token.Name.Space+" "+token.Name.Local)
			for _, a := range token.Attr {
				called := a.Name.Space + " " + a.Name.Local
				if a.Name.Space != "xmlns" && a.Name.Local != "xmptk" && a.Name.Local != "about" && !saving[called] && !hidden() {
					list = append(list, fmt.Sprintf("%q %s=%q", in, called, a.Value))
				}
			}
		case xml.EndElement:
			in = in[:max(0, len(in)-1)]
		case xml.CharData:
			if text := strings.TrimSpace(string(token)); text != "" && !hidden() {
				list = append(list, fmt.Sprintf("%q: %q", in, text))
			}
		}
	}
}

// fieldsRead are the fields as they stand.
func (s *signing) fieldsRead() []FieldRead {
	var list []FieldRead
	read := func(ref reference, says string) {
		d := s.now.dict(ref)
		value, _ := s.now.resolve(d["V"])
		text, _ := value.(string)
		list = append(list, FieldRead{Name: plainText(d["T"]), Says: says, Sign: d["FT"] == name("Sig"), Set: !none(value), Value: plainText(text)})
	}
	for _, ref := range s.fields {
		read(ref, plainText(s.made.dict(ref)["TU"]))
	}
	for _, v := range s.now.list(s.now.dict(s.now.catalog()["AcroForm"])["Fields"]) {
		if ref, _ := v.(reference); s.added[int(ref)] {
			read(ref, "")
		}
	}
	return list
}
