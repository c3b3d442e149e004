package schema

import (
	"reflect"
	"strings"
	"sync"
)

// The tag engross of a field of the term sheet says what the field is for, with
// the reason, where that is not to be printed:
//
//	engross:"checks,why"   it is for the checks alone, and never printed
//	engross:"private,why"  it is printed by some clauses, and otherwise for the checks
//
// Neither leaves the house but by a clause that prints it.

// OnlyChecked says why a field of the term sheet is for the checks alone; ok is
// false where it is not.
func OnlyChecked(f reflect.StructField) (why string, ok bool) {
	kind, why, _ := strings.Cut(f.Tag.Get("engross"), ",")
	return why, kind == "checks"
}

// Sent is the term sheet as it may be shown to the other side: without what is
// for the checks alone, and without what is private where printed does not say,
// by its JSON Pointer, that a clause prints it. The term sheet is not changed.
func (t *TermSheet) Sent(printed func(pointer string) bool) *TermSheet {
	c := t.Clone()
	withhold(reflect.ValueOf(c).Elem(), "", printed)
	return c
}

func withhold(v reflect.Value, pointer string, printed func(string) bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			withhold(v.Elem(), pointer, printed)
		}
	case reflect.Slice:
		for i := range v.Len() {
			withhold(v.Index(i), pointer, printed)
		}
	case reflect.Struct:
		for _, f := range withheldIn(v.Type()) {
			at := pointer + "/" + escapePointer.Replace(f.name)
			switch {
			case !f.tagged:
				withhold(v.Field(f.index), at, printed)
			case !f.private || !printed(at):
				v.Field(f.index).SetZero()
			}
		}
	}
}

// A withheld is a field that is withheld, or that holds such fields.
type withheld struct {
	name            string
	index           int
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
		kind, _, tagged := strings.Cut(f.Tag.Get("engross"), ",")
		if name != "" && name != "-" && (tagged || holdsWithheld(f.Type)) {
			list = append(list, withheld{name, i, tagged, kind == "private"})
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
