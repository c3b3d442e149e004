package schema

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// A FieldInfo is what the schema says of one value of a term sheet, or of a group of
// values.
type FieldInfo struct {
	// Path is its place: "payments.royalties[].tiers[].rate"; [] stands for each
	// element of a list, and NAME for a name of one's own.
	Path     string   `json:"path"`
	Meaning  string   `json:"meaning,omitempty"`
	Form     string   `json:"form"`               // how it is written: "a whole number, in days"
	Allowed  []string `json:"allowed,omitempty"`  // the words that may be given, where they are listed
	Example  string   `json:"example,omitempty"`  // as JSON
	Required bool     `json:"required,omitempty"` // where the group that it is a part of is given
	Checked  string   `json:"checked,omitempty"`  // why it is for the checks alone
	Private  string   `json:"private,omitempty"`  // why it stays in the house unless a clause prints it
	Group    bool     `json:"group,omitempty"`    // it has parts, which follow it
}

// Guide lists all that a term sheet may say, each group before its parts, in the
// order of the schema.
func Guide() []FieldInfo { return slices.Clone(guide()) }

var guide = sync.OnceValue(func() []FieldInfo {
	g := guideWriter{defs: definitions()}
	g.group(reflect.TypeFor[TermSheet](), "", nil)
	return g.list
})

// Explain is what the schema says at a path and under it: of "payments.royalties"
// the list and the parts of its elements. Selectors are passed over, so a path as
// messages print it serves too: "grants[g1].field". The list is empty where the
// term sheet has no such place; near is then the paths most like it, or "".
func Explain(path string) (list []FieldInfo, near string) {
	want := strings.ReplaceAll(bare(path), "[]", "")
	names := barePaths()
	for i, f := range guide() {
		if is := names[i]; is == want || strings.HasPrefix(is, want) && is[len(want)] == '.' {
			list = append(list, f)
		}
	}
	if len(list) == 0 {
		near = nearPaths(want)
	}
	return list, near
}

// nearPaths are up to three paths, or "": the one that is spelled most alike, and those
// that end in the last name of what was asked for; of these first those of its group.
func nearPaths(want string) string {
	group, _, _ := strings.Cut(want, ".")
	last := want[strings.LastIndexByte(want, '.')+1:]
	alike := nearest(want, barePaths())
	var list, others []string
	for i, is := range barePaths() {
		path, ends := guide()[i].Path, strings.HasSuffix(is, "."+last) || strings.HasSuffix(is, "_"+last)
		switch inGroup := strings.HasPrefix(is, group+"."); {
		case is == alike && inGroup:
			list = slices.Insert(list, 0, path)
		case ends && inGroup:
			list = append(list, path)
		case ends || is == alike:
			others = append(others, path)
		}
	}
	list = append(list, others...)
	return strings.Join(list[:min(3, len(list))], " or ")
}

// barePaths are the paths of the guide without what stands for elements.
var barePaths = sync.OnceValue(func() []string {
	var list []string
	for _, f := range guide() {
		list = append(list, strings.ReplaceAll(f.Path, "[]", ""))
	}
	return list
})

// bare is a path with its selectors empty; a JSON Pointer becomes a path.
func bare(path string) string {
	if strings.HasPrefix(path, "/") {
		parts := slices.DeleteFunc(segments(path), func(s string) bool { return strings.Trim(s, "0123456789") == "" })
		return strings.Join(parts, ".")
	}
	var b strings.Builder
	depth := 0
	for _, c := range path {
		switch c {
		case '[':
			depth++
		case ']':
			depth = max(0, depth-1)
		default:
			if depth == 0 {
				b.WriteRune(c)
			}
		}
	}
	return b.String()
}

type guideWriter struct {
	defs map[string]schemaType
	list []FieldInfo
}

// group lists the fields of a struct, whose place is given with its dot; within are
// the types that it is a part of, since wording may hold itself.
func (g *guideWriter) group(t reflect.Type, at string, within []reflect.Type) {
	if slices.Contains(within, t) {
		return
	}
	within = append(slices.Clone(within), t)
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" || f.Anonymous {
			continue
		}
		g.field(f, g.defs[t.Name()].Properties[name].Description, at+name, within)
	}
}

func (g *guideWriter) field(f reflect.StructField, meaning, path string, within []reflect.Type) {
	elem, path, list := elementOf(f.Type, path)
	info := FieldInfo{Path: path, Meaning: meaning, Form: formOf(elem, list)}
	if kind, why, _ := strings.Cut(f.Tag.Get("engross"), ","); kind == "checks" {
		info.Checked = why
	} else if kind == "private" {
		info.Private = why
	}
	for _, rule := range strings.Split(f.Tag.Get("jsonschema"), ",") {
		key, value, _ := strings.Cut(rule, "=")
		switch key {
		case "required":
			info.Required = true
		case "enum":
			info.Allowed = append(info.Allowed, value)
		case "example":
			info.Example = asJSON(value, elem)
		}
	}
	if info.Example == "" {
		info.Example = exampleOf(elem)
	}
	info.Group = elem.Kind() == reflect.Struct && !isScalar(elem)
	g.list = append(g.list, info)
	if info.Group {
		g.group(elem, path+".", within)
	}
}

// elementOf goes through pointers, lists and maps to the type of one element.
func elementOf(t reflect.Type, path string) (reflect.Type, string, bool) {
	list := false
	for {
		switch t.Kind() {
		case reflect.Pointer:
			t = t.Elem()
		case reflect.Slice:
			t, path, list = t.Elem(), path+"[]", true
		case reflect.Map:
			t, path = t.Elem(), path+".NAME"
		default:
			return t, path, list
		}
	}
}

// isScalar reports whether a struct is written as one JSON value.
func isScalar(t reflect.Type) bool {
	_, ok := scalarForms[t.Name()]
	return ok && t.PkgPath() == reflect.TypeFor[TermSheet]().PkgPath()
}

// scalarForms say how the types that are one JSON value are written, with an
// example as JSON.
var scalarForms = map[string][2]string{
	"Date":         {"a date, year-month-day", `"2027-03-05"`},
	"GrantEnd":     {"a date, or one of term and last-to-expire", `"last-to-expire"`},
	"Currency":     {"a currency, by its ISO 4217 code", `"EUR"`},
	"Country":      {"a country, by its two-letter ISO 3166 code", `"DE"`},
	"Jurisdiction": {"a country or a part of one, by its ISO 3166 code", `"GB-ENG"`},
	"Decimal":      {"a number, exact", `0.20`},
	"Percent":      {"a number, in percent", `2.75`},
	"Days":         {"a whole number, in days", `30`},
	"BusinessDays": {"a whole number, in Business Days", `10`},
	"Months":       {"a whole number, in months", `12`},
	"Years":        {"a whole number, in years", `5`},
	"Hours":        {"a whole number, in hours", `48`},
}

func formOf(t reflect.Type, list bool) string {
	form := "words"
	switch {
	case isScalar(t):
		form = scalarForms[t.Name()][0]
	case t == reflect.TypeFor[Money]():
		form = "a sum: amount and currency"
	case t.Kind() == reflect.Struct:
		form = "a group"
	case t.Kind() == reflect.Bool:
		form = "true or false"
	case t.Kind() == reflect.Int:
		form = "a whole number"
	case t.Kind() == reflect.Interface:
		form = "a value"
	}
	if list {
		return "a list, each " + form
	}
	return form
}

// asJSON is an example of a tag as JSON.
func asJSON(s string, t reflect.Type) string {
	if t.Kind() != reflect.String && json.Valid([]byte(s)) {
		return s
	}
	b, err := json.Marshal(s)
	if err != nil {
		return ""
	}
	return string(b)
}

func exampleOf(t reflect.Type) string {
	switch {
	case isScalar(t):
		return scalarForms[t.Name()][1]
	case t == reflect.TypeFor[Money]():
		return `{"amount": 1500000, "currency": "EUR"}`
	}
	return ""
}
