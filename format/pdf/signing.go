package pdf

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// A Signing is what programs added after the end of a file as engross made it, one
// after the other.
type Signing struct {
	Added  []Added
	Fields []FieldRead // as they stand at the end: those that engross made, in their order, then others
	Other  []string    // what was added and has no place in signing, a sentence each without a full stop
}

// An Added is what was added at one time.
type Added struct {
	End    int      // where it ends in the file
	Fields []string // names of the fields that were signed or filled in
	What   []string // what else: [CheckingLater], or how a field looks
}

// CheckingLater is certificates and the like that go with signatures.
const CheckingLater = "data for checking signatures later"

// A FieldRead is a field of a form.
type FieldRead struct {
	Name  string // "party1_date"
	Says  string // "Date of Nordlys"; "" of a field that engross did not make
	Sign  bool   // it is for a signature
	Set   bool   // it is signed or filled in
	Value string // what is filled in, as far as the field says it
}

// mostAdded is how many objects may be added.
const mostAdded = 20_000

// ReadSigning reads what stands after the first bytes of a file, which are those
// that engross made. It holds every object against a short list of what signing
// needs: values of fields and how they look, in their own rectangle; signatures that
// are not seen; and what is needed to check signatures later. An error says that what was
// added cannot be read as updates.
func ReadSigning(file []byte, made int) (*Signing, error) {
	base, err := read(file[:made:made])
	if err != nil {
		return nil, err
	}
	base.room = roomFor(file)
	list, err := additions(base, file, made)
	if err != nil {
		return nil, err
	}
	s, err := newSigning(base)
	if err != nil {
		return nil, err
	}
	objects := 0
	for _, a := range list {
		if objects += len(a.objects); objects > mostAdded {
			return nil, fmt.Errorf("more than %d objects were added", mostAdded)
		}
		s.add(a)
	}
	s.unused()
	s.out.Fields = s.fieldsRead()
	return s.out, nil
}

// A state is a file as it stands after some additions.
type state struct {
	base *reader
	over map[int]placed
	root reference // to the catalog
}

func (s state) catalog() dict { return s.dict(s.root) }

func (s state) resolve(v any) (any, []byte) {
	ref, ok := v.(reference)
	if !ok {
		return v, nil
	}
	p, ok := s.over[int(ref)]
	switch {
	case !ok:
		return s.base.resolve(ref)
	case p.generation != 0: // nothing names it so
		return nil, nil
	}
	return p.value, p.stream
}

func (s state) dict(v any) dict {
	object, _ := s.resolve(v)
	d, _ := object.(dict)
	return d
}

func (s state) list(v any) array {
	object, _ := s.resolve(v)
	a, _ := object.(array)
	return a
}

// A signing holds additions against the file as it was made.
type signing struct {
	out     *Signing
	made    state
	now     state
	info    int
	meta    int
	pages   map[int]int // by the numbers of their objects
	fields  []reference
	looks   map[int]bool    // objects of how the fields look in the file as made
	locked  map[string]bool // fields that a signature locks
	signed  bool            // anything is
	closed  bool            // a signature allows nothing after it
	reached map[int]bool    // added objects that have a place
	added   map[int]bool
}

func newSigning(base *reader) (*signing, error) {
	root, ok := base.trailer["Root"].(reference)
	catalog, _ := base.dict(root)
	w := &walk{reader: base, digests: map[int][32]byte{}, numbers: map[int]int{}}
	if err := w.tree(catalog["Pages"], nil, 0); err != nil || !ok {
		return nil, errors.Join(errForeign, err)
	}
	made := state{base: base, root: root}
	s := &signing{out: &Signing{}, made: made, now: state{base, map[int]placed{}, root}, pages: w.numbers,
		looks: map[int]bool{}, locked: map[string]bool{}, reached: map[int]bool{}, added: map[int]bool{}}
	info, _ := base.trailer["Info"].(reference)
	meta, _ := catalog["Metadata"].(reference)
	s.info, s.meta = int(info), int(meta)
	for _, v := range made.list(made.dict(catalog["AcroForm"])["Fields"]) {
		ref, _ := v.(reference)
		s.fields = append(s.fields, ref)
		if look, ok := made.dict(made.dict(ref)["AP"])["N"].(reference); ok {
			s.looks[int(look)] = true
		}
	}
	return s, nil
}

// strange notes what has no place in signing.
func (s *signing) strange(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(s.out.Other, text) {
		s.out.Other = append(s.out.Other, text)
	}
}

// add holds one addition against the file as it stood.
func (s *signing) add(a addition) {
	before := s.now
	s.now = state{before.base, maps.Clone(before.over), a.root}
	maps.Copy(s.now.over, a.objects)
	did := Added{End: a.end}
	for _, n := range slices.Sorted(maps.Keys(a.objects)) {
		s.object(n, a.objects[n])
	}
	catalog := s.now.catalog()
	s.reach(a.root)
	s.root(catalog)
	for n := range s.pages {
		if _, written := a.objects[n]; written {
			s.page(n)
		}
	}
	extra := s.form(before, catalog["AcroForm"])
	for _, ref := range s.fields {
		s.field(before, ref, &did)
	}
	for _, ref := range extra {
		s.unseen(ref)
		if sig := s.now.dict(ref)["V"]; sig != nil && before.dict(ref)["V"] == nil {
			did.Fields = append(did.Fields, plainText(s.now.dict(ref)["T"]))
		}
	}
	if now := catalog["DSS"]; now != nil {
		s.validation(now)
		if !s.sameValue(before, before.catalog()["DSS"], now) {
			did.What = append(did.What, CheckingLater)
		}
	}
	if s.closed && len(did.Fields) > 0 {
		s.strange("a signature that allows nothing after it was followed by %s", did.Fields[0])
	}
	s.lock(did.Fields)
	s.out.Added = append(s.out.Added, did)
}

// object looks at an object that an addition holds. Those that are looked at from
// where they are used pass here.
func (s *signing) object(n int, p placed) {
	switch _, page := s.pages[n]; {
	case n >= s.made.base.size():
		s.added[n] = true
	case s.looks[n]:
	case p.generation != 0:
		s.strange("object %d of the file was written again under another generation", n)
	case n == int(s.made.root) || page || slices.Contains(s.fields, reference(n)):
	case n == s.info:
		if key := s.otherKey(s.made.dict(reference(n)), s.now.dict(reference(n)), "ModDate"); key != "" {
			s.strange("the %s among the properties of the document was changed", key)
		}
	case n == s.meta:
		s.metadata()
	default:
		was, stream := s.made.base.resolve(reference(n))
		if !s.same(s.made, was, s.now, p.value, 0) || (stream == nil) != (p.stream == nil) || string(stream) != string(p.stream) {
			s.strange("%s was changed", s.nameOf(n))
		}
	}
}

// nameOf says what an object is to a reader, as far as it is known.
func (s *signing) nameOf(n int) string {
	for page, number := range s.pages {
		d := s.made.dict(reference(page))
		if d["Contents"] == reference(n) {
			return fmt.Sprintf("what draws page %d", number)
		}
		if slices.Contains(s.made.list(d["Annots"]), any(reference(n))) {
			return fmt.Sprintf("a link on page %d", number)
		}
	}
	d := s.made.dict(reference(n))
	switch kind, _ := d["Type"].(name); kind {
	case "Font", "FontDescriptor":
		return "a font"
	case "Filespec", "EmbeddedFile":
		return "a file that is attached"
	case "Pages":
		return "the list of pages"
	case "StructTreeRoot":
		return "the structure that is read aloud"
	}
	if d["S"] != nil && d["P"] != nil {
		return "the structure that is read aloud"
	}
	return fmt.Sprintf("an object that engross wrote (number %d)", n)
}

// otherKey is an entry of a dictionary that is not as it was made, beside those that may
// change; "" where there is none.
func (s *signing) otherKey(was, now dict, free ...string) string {
	keys := maps.Clone(was)
	if keys == nil {
		keys = dict{}
	}
	maps.Copy(keys, now)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if !slices.Contains(free, key) && !s.same(s.made, was[key], s.now, now[key], 0) {
			return key
		}
	}
	return ""
}

// same compares two objects, each as it stands in a state. References are the same
// where they lead to one number: what stands there is looked at by itself.
func (s *signing) same(in state, a any, with state, b any, depth int) bool {
	ra, ok := a.(reference)
	rb, also := b.(reference)
	if ok && also || depth > mostNesting {
		return ok && also && ra == rb
	}
	a, from := in.resolve(a)
	b, to := with.resolve(b)
	if (from == nil) != (to == nil) || string(from) != string(to) {
		return false
	}
	switch a := a.(type) {
	case dict:
		b, ok := b.(dict)
		for key := range b {
			if a[key] == nil && !none(b[key]) {
				return false
			}
		}
		for key, v := range a {
			if ok = ok && (none(v) && none(b[key]) || s.same(in, v, with, b[key], depth+1)); !ok {
				return false
			}
		}
		return ok
	case array:
		b, ok := b.(array)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !s.same(in, a[i], with, b[i], depth+1) {
				return false
			}
		}
		return true
	case string:
		b, ok := b.(string)
		return ok && plainText(a) == plainText(b)
	case int, float64:
		x, ok := decimalOf(a)
		y, also := decimalOf(b)
		return ok && also && x-y < 0.005 && y-x < 0.005
	}
	return none(a) && none(b) || a == b
}

func none(v any) bool { return v == nil || v == keyword("null") }

func decimalOf(v any) (float64, bool) {
	switch v := v.(type) {
	case int:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// unused finds objects that were added and have no place.
func (s *signing) unused() {
	for _, n := range slices.Sorted(maps.Keys(s.added)) {
		if _, stream := s.now.resolve(reference(n)); !s.reached[n] && len(stream) > 0 { // what is no stream draws nothing
			s.strange("an object was added that signing has no use for (number %d)", n)
			return
		}
	}
}

// reach notes what an object leads to, among what was added.
func (s *signing) reach(v any) {
	for todo := []any{v}; len(todo) > 0; {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		switch v := v.(type) {
		case reference:
			if n := int(v); s.added[n] && !s.reached[n] {
				s.reached[n] = true
				object, _ := s.now.resolve(v)
				todo = append(todo, object)
			}
		case dict:
			for _, x := range v {
				todo = append(todo, x)
			}
		case array:
			todo = append(todo, v...)
		}
	}
}
