package schema

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// The tags ref and gone of a field of the term sheet say that it names something by
// its id, and what becomes of it when that leaves the deal:
//
//	ref:"parties"                  it names what the list parties declares
//	ref:"parties,members"          or it says a reserved word
//	ref:"parties?"                 or it says anything else, in words
//	gone:"list,class"              see [Gone]; the members after it keep what would go

// A Reference is what the tags of a field say.
type Reference struct {
	To       string   // the list that declares it: "parties", "payments.royalties"
	Reserved []string // words that stand for no declared thing: "members"
	Loose    bool     // it may say something else in words
	Gone     Gone
	Keep     []string // for WithList: members any of which keeps the thing, though the list is empty
}

// Gone is what becomes of a reference when what it names leaves.
type Gone string

// What may become of a reference. The zero value is that what it names does not leave
// a deal by itself.
const (
	FromList   Gone = "element" // it leaves its list; an empty list goes too
	WithList   Gone = "list"    // it leaves its list; with the last, the thing that has the list goes too
	WithHolder Gone = "holder"  // the thing that has it goes
	Alone      Gone = "self"    // it alone goes
	Decide     Gone = "decide"  // somebody has to say what takes its place
)

// A ReferencePlace is a place of the term sheet with a reference.
type ReferencePlace struct {
	*Reference
	Path string // names with dots; * is every element of a list: "grants.*.to.*"
}

// ReferencePlaces are all places of a term sheet that name something declared in it,
// in the order of the types.
var ReferencePlaces = sync.OnceValue(func() []ReferencePlace {
	var all []ReferencePlace
	placesIn(reflect.TypeFor[TermSheet](), nil, func(path []string, r *Reference) {
		all = append(all, ReferencePlace{r, strings.Join(path, ".")})
	})
	return all
})

// ReferenceAt is what the value at a JSON Pointer names, or each element of the list
// there; nil where it names nothing.
func ReferenceAt(pointer string) *Reference {
	path := segments(pointer)
	for i, s := range path {
		if strings.Trim(s, "0123456789") == "" {
			path[i] = "*"
		}
	}
	at := strings.Join(path, ".")
	for _, p := range ReferencePlaces() {
		if p.Path == at || p.Path == at+".*" {
			return p.Reference
		}
	}
	return nil
}

func placesIn(t reflect.Type, path []string, visit func([]string, *Reference)) {
	switch t.Kind() {
	case reflect.Pointer:
		placesIn(t.Elem(), path, visit)
	case reflect.Slice:
		placesIn(t.Elem(), append(path, "*"), visit)
	case reflect.Struct:
		for _, m := range referringIn(t) {
			at := append(slices.Clone(path), m.name)
			if f := t.Field(m.index).Type; m.ref == nil {
				placesIn(f, at, visit)
			} else if f.Kind() == reflect.Slice {
				visit(append(at, "*"), m.ref)
			} else {
				visit(at, m.ref)
			}
		}
	}
}

// References visits every reference that the term sheet makes, in the order of the
// types: what it names, and its JSON Pointer, which is worked out only when asked for.
// An absent reference is none, but an element of a list is never absent.
func (t *TermSheet) References(visit func(r *Reference, id string, at func() string)) {
	w := &referenceWalk{visit: visit}
	w.at = w.pointer
	w.walk(reflect.ValueOf(t).Elem())
}

type referenceWalk struct {
	visit func(*Reference, string, func() string)
	at    func() string
	path  []hop // to where the walk is
}

// A hop leads to a member or, where it has no name, to an element.
type hop struct {
	name  string
	index int
}

func (w *referenceWalk) pointer() string {
	var b strings.Builder
	for _, s := range w.path {
		b.WriteByte('/')
		if s.name != "" {
			b.WriteString(s.name)
		} else {
			b.WriteString(strconv.Itoa(s.index))
		}
	}
	return b.String()
}

func (w *referenceWalk) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			w.walk(v.Elem())
		}
	case reflect.Slice:
		w.each(v, func(e reflect.Value) { w.walk(e) })
	case reflect.Struct:
		for _, m := range referringIn(v.Type()) {
			w.path = append(w.path, hop{name: m.name})
			w.member(v.Field(m.index), m.ref)
			w.path = w.path[:len(w.path)-1]
		}
	}
}

func (w *referenceWalk) member(v reflect.Value, r *Reference) {
	switch {
	case r == nil:
		w.walk(v)
	case v.Kind() == reflect.Slice:
		w.each(v, func(e reflect.Value) { w.visit(r, e.String(), w.at) })
	case v.String() != "":
		w.visit(r, v.String(), w.at)
	}
}

func (w *referenceWalk) each(list reflect.Value, do func(reflect.Value)) {
	w.path = append(w.path, hop{})
	for i := range list.Len() {
		w.path[len(w.path)-1].index = i
		do(list.Index(i))
	}
	w.path = w.path[:len(w.path)-1]
}

// A referring member is a reference, or holds some.
type referring struct {
	index int
	name  string
	ref   *Reference // nil where references are further in
}

var referringMembers sync.Map // reflect.Type → []referring; types do not change

func referringIn(t reflect.Type) []referring {
	if known, ok := referringMembers.Load(t); ok {
		return known.([]referring)
	}
	var list []referring
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if ref := referenceOf(f.Tag); name != "" && name != "-" && (ref != nil || refers(f.Type)) {
			list = append(list, referring{i, name, ref})
		}
	}
	referringMembers.Store(t, list)
	return list
}

func refers(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t.Kind() == reflect.Struct && len(referringIn(t)) > 0
}

func referenceOf(tag reflect.StructTag) *Reference {
	words := strings.Split(tag.Get("ref"), ",")
	if words[0] == "" {
		return nil
	}
	gone := strings.Split(tag.Get("gone"), ",")
	to, loose := strings.CutSuffix(words[0], "?")
	return &Reference{To: to, Reserved: words[1:], Loose: loose, Gone: Gone(gone[0]), Keep: gone[1:]}
}
