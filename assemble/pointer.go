package assemble

import (
	"reflect"
	"strings"

	"github.com/engross/engross/schema"
)

func escapePointer(s string) string { return pointerEscapes.Replace(s) }

// pathPointer is the JSON Pointer of a dotted path; a selector stands for the
// list that it selects from.
func pathPointer(path string) string {
	head, _, _ := strings.Cut(path, "[")
	return "/" + strings.ReplaceAll(head, ".", "/")
}

// jsonPath is the dotted path of the term sheet that an action's expression
// names: "escrow.agent" for ".Escrow.Agent".
func jsonPath(expr string) (string, bool) {
	expr = strings.TrimPrefix(expr, "$")
	word, _, _ := strings.Cut(expr, " ")
	if !strings.HasPrefix(word, ".") {
		return "", false
	}
	chain := strings.Split(word[1:], ".")
	names, ok := jsonNames(chain)
	return strings.Join(names, "."), ok && len(names) == len(chain)
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// jsonNames turns Go field names of the term sheet into their JSON names, as
// far as they go; ok is false where the first is no field of it.
func jsonNames(chain []string) (names []string, ok bool) {
	t := reflect.TypeFor[schema.TermSheet]()
	for _, name := range chain {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			break
		}
		f, found := t.FieldByName(name)
		if !found {
			break
		}
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, tag)
		t = f.Type
	}
	return names, len(names) > 0
}
