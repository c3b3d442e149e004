package check

import (
	"reflect"
	"strings"
	"sync"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// isCode reports whether what stands at a pointer is a name of something in the term
// sheet, a country or one of a list of values, and no words of whoever wrote it: na may
// be North America, and NA is Namibia.
func isCode(pointer string) bool {
	return codes()[places().ReplaceAllString(pointer, "")] || strings.HasPrefix(pointer, "/territories/") && !strings.HasSuffix(pointer, "/name")
}

var places = agreement.Pattern(`/\d+`)

// codes are the fields of codes, as pointers without the places in lists. The types of
// the term sheet say it in their tags.
var codes = sync.OnceValue(func() map[string]bool {
	found := map[string]bool{}
	codesIn(reflect.TypeFor[schema.TermSheet](), "", found)
	return found
})

func codesIn(t reflect.Type, pointer string, found map[string]bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		rules := f.Tag.Get("jsonschema")
		found[pointer+at(name)] = f.Tag.Get("ref") != "" || strings.Contains(rules, "enum=") || strings.Contains(rules, "pattern=")
		codesIn(f.Type, pointer+at(name), found)
	}
}
