package schema

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
)

// The tag engross of a field of the term sheet says what the field is for, with
// the reason, where that is not to be printed:
//
//	engross:"checks,why"   it is for the checks alone, and never printed
//	engross:"private,why"  it is printed by some clauses, and otherwise for the checks
//	engross:"fact,why"     a fact on which some clauses hang, and otherwise the checks
//
// The first two do not leave the house but by a clause that prints them.

// Sent is the term sheet as it may be shown to the other side, as JSON: the values
// as they were given, without comments, without what is for the checks alone, and
// without what is private where printed does not say, by its JSON Pointer, that a
// clause prints it. Pins are choices among the clauses to be stated in the place of
// its position, which is a matter of the house.
func (f *File) Sent(printed func(pointer string) bool, pins map[string]Choice) []byte {
	if f.plain == nil { // a program built it
		if values, err := Canonical(f.Sheet); err == nil {
			return sent(valuesOf(values), pins, printed)
		}
	}
	return sent(copied(f.plain), pins, printed)
}

// Sent is [File.Sent] of a term sheet without a file, such as a resolved one.
func (t *TermSheet) Sent(printed func(pointer string) bool) ([]byte, error) {
	values, err := Canonical(t)
	if err != nil {
		return nil, err
	}
	return sent(valuesOf(values), nil, printed), nil
}

// sent withholds what is private from values, which are its own.
func sent(values any, pins map[string]Choice, printed func(string) bool) []byte {
	withhold(values, reflect.TypeFor[TermSheet](), "", printed)
	if len(pins) > 0 {
		pinned(values.(map[string]any), pins)
	}
	return append(appendJSON(nil, values, "\n"), '\n')
}

// copied is a value with its objects and lists copied.
func copied(v any) any {
	switch v := v.(type) {
	case map[string]any:
		own := make(map[string]any, len(v))
		for name, member := range v {
			own[name] = copied(member)
		}
		return own
	case []any:
		own := make([]any, len(v))
		for i, element := range v {
			own[i] = copied(element)
		}
		return own
	}
	return v
}

// pinned states choices among the clauses in the values of a term sheet.
func pinned(values map[string]any, pins map[string]Choice) {
	clauses, ok := values["clauses"].(map[string]any)
	if !ok {
		clauses = map[string]any{}
		values["clauses"] = clauses
	}
	for topic, pin := range pins {
		clauses[topic] = valuesOf([]byte(encoded(pin))) // its members in the order of all others
	}
}

// valuesOf is JSON that was written here, read again.
func valuesOf(source []byte) any {
	var v any
	d := json.NewDecoder(bytes.NewReader(source))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		panic("schema: the values of a term sheet are not JSON: " + err.Error())
	}
	return v
}

func withhold(v any, t reflect.Type, pointer string, printed func(string) bool) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch v := v.(type) {
	case []any:
		if t.Kind() == reflect.Slice {
			for _, element := range v {
				withhold(element, t.Elem(), pointer, printed)
			}
		}
	case map[string]any:
		if t.Kind() != reflect.Struct {
			return
		}
		for _, f := range withheldIn(t) {
			at := pointer + "/" + escapePointer.Replace(f.name)
			switch {
			case v[f.name] == nil:
			case !f.tagged:
				held, _ := v[f.name].(map[string]any)
				stated := len(held) > 0
				withhold(v[f.name], f.kind, at, printed)
				if stated && len(held) == 0 { // nothing is left, and an empty object says that something was
					delete(v, f.name)
				}
			case !f.private || !printed(at):
				delete(v, f.name)
			default: // a clause prints it, but for what in it is for the checks
				withhold(v[f.name], f.kind, at, func(string) bool { return true })
			}
		}
	}
}

// A withheld is a field that is withheld, or that holds such fields.
type withheld struct {
	name            string
	kind            reflect.Type
	tagged, private bool
}

var withheldFields sync.Map // reflect.Type → []withheld; types do not change

func withheldIn(t reflect.Type) []withheld {
	if known, ok := withheldFields.Load(t); ok {
		return known.([]withheld)
	}
	var list []withheld
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		kind, _, _ := strings.Cut(f.Tag.Get("engross"), ",")
		tagged := kind == "checks" || kind == "private"
		if name != "" && name != "-" && (tagged || holdsWithheld(f.Type)) {
			list = append(list, withheld{name, f.Type, tagged, kind == "private"})
		}
	}
	withheldFields.Store(t, list)
	return list
}

func holdsWithheld(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t.Kind() == reflect.Struct && len(withheldIn(t)) > 0
}
