package assemble_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// adviceIn are the things that a hint says could be done, each with its verb.
func adviceIn(hint string) (list []string) {
	hint, _, _ = strings.Cut(hint, "; ")
	if strings.Contains(hint, "and waive this") { // it stays until it is waived
		return nil
	}
	verb := ""
	for _, advice := range regexp.MustCompile(`, or |, and `).Split(hint, -1) {
		first, _, _ := strings.Cut(advice, " ")
		if !slices.Contains(verbs, first) {
			advice, first = verb+" "+advice, verb
		}
		verb = first
		list = append(list, advice)
	}
	return list
}

// verbs begin what hints say to do. What begins otherwise goes on with the verb before.
var verbs = strings.Fields(`give set write make choose ask add list delete drop leave take name put have waive keep narrow lower raise correct
	obtain record confine see say look confirm check declare let treat shorten lengthen reach replace allow price forbid`)

// A way is a sheet in which an advice was followed.
type way struct {
	at     string // where something was written
	what   string
	sheet  any
	struck bool  // something was struck out, which has no words
	others []any // the sheet with other values there
}

// waysTo are the sheets in which an advice was followed, one for each value that may
// be written; none where it is for a person to judge what to write.
func (a *adviser) waysTo(sheet any, p *agreement.Problem, advice string) []way {
	h := &handwriting{adviser: a, sheet: sheet}
	if p.Pointer != "" {
		h.here = strings.Split(strings.TrimPrefix(p.Pointer, "/"), "/")
	}
	verb, what, _ := strings.Cut(advice, " ")
	if kind := ofKind.FindStringSubmatch(what); kind != nil && (verb == "add" || verb == "give") {
		h.addKinds(kind[1], kind[2:])
		return h.ways
	}
	switch verb {
	case "give", "set", "record":
		h.give(what)
	case "write", "make", "choose":
		for _, v := range quotedOrWord.FindAllStringSubmatch(strings.TrimPrefix(what, "it "), -1) {
			if s := a.shapeAt(h.here); s != nil && slices.Contains(s.Enum, v[1]) {
				h.write(h.here, v[1])
			}
		}
	case "add", "list":
		if m := addTo.FindStringSubmatch(what); m != nil {
			h.add(m[1], m[2])
		}
	case "delete", "drop":
		for _, name := range strings.Split(what, " or ") {
			h.strike(name)
		}
	case "put":
		h.putClause(what)
	case "leave":
		if name, ok := strings.CutSuffix(what, " out"); ok {
			h.strike(name)
		}
	}
	return h.ways
}

var (
	ofKind       = regexp.MustCompile(`^an? (filing|step|ground) of kind "?([a-z-]+)"?(?: or ([a-z-]+))?`)
	quotedOrWord = regexp.MustCompile(`"?([a-zA-Z0-9-]+)"?`)
	addTo        = regexp.MustCompile(`^"?([a-zA-Z0-9-]+)"?(?: (?:to|in) ([a-z_.]+))?(?: if .*)?$`)
	article      = regexp.MustCompile(`^(?:a|an|the|its) `)
	qualifier    = regexp.MustCompile(` (?:of|in|with|if|alone|as|at least|or more)(?: .*)?$|: .*$`)
	between      = regexp.MustCompile(`, | and | or `)
	toValue      = regexp.MustCompile(`^(.*?) to "?([^" ]+)"?(?: or "?([^" ]+)"?)?$`)
	clauseValue  = regexp.MustCompile(`^clauses\."(.+?)"\.parameters\.([a-z_-]+)$`)
)

var placeOfKind = map[string][]string{
	"filing": {"regulatory", "filings", "-"}, "step": {"disputes", "steps", "-"}, "ground": {"termination", "grounds", "-"},
}

// A handwriting writes into a sheet what is advised.
type handwriting struct {
	*adviser
	sheet any
	here  []string // where the finding is
	ways  []way
}

func (h *handwriting) write(at []string, values ...any) {
	var sheets []any
	for _, v := range values {
		sheets = append(sheets, put(h.sheet, at, h.declared(pointerOf(at), v)))
	}
	others := sheets
	if len(values) == 1 {
		for _, v := range h.values(at) {
			others = append(others, put(h.sheet, at, h.declared(pointerOf(at), v)))
		}
	}
	for i, v := range values {
		said, _ := json.Marshal(v)
		h.ways = append(h.ways, way{strings.TrimSuffix(pointerOf(at), "-"), fmt.Sprintf("%s %s", pointerOf(at), said), sheets[i], false, others})
	}
}

// declared is a value that names what the sheet declares.
func (h *handwriting) declared(at string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		o := map[string]any{}
		for name, x := range v {
			o[name] = h.declared(at+"/"+name, x)
		}
		return o
	case []any:
		var list []any
		for i, x := range v {
			list = append(list, h.declared(at+"/"+strconv.Itoa(i), x))
		}
		return list
	case string:
		r := schema.ReferenceAt(strings.ReplaceAll(at, "/-", "/0"))
		if r == nil || r.Loose || slices.Contains(r.Reserved, v) {
			return v
		}
		list, _ := valueAt(h.sheet, strings.Split(r.To, ".")).([]any)
		var first any = v
		for i, x := range list {
			id := x.(map[string]any)["id"]
			if i == 0 {
				first = id
			}
			if id == v {
				return v
			}
		}
		return first
	}
	return v
}

// give writes values of a name, of each of several names, or of one of them.
func (h *handwriting) give(what string) {
	if m := clauseValue.FindStringSubmatch(what); m != nil {
		h.write([]string{"clauses", m[1], "parameters", m[2]}, true)
		return
	}
	if _, place, ok := strings.Cut(what, " in "); ok && len(h.resolve(place)) > 0 {
		what = place
	}
	var values []any
	if m := toValue.FindStringSubmatch(what); m != nil {
		what = m[1]
		for _, v := range m[2:] {
			if b, err := strconv.ParseBool(v); err == nil {
				values = append(values, b)
			} else if v != "" {
				values = append(values, v)
			}
		}
	}
	what = qualifier.ReplaceAllString(article.ReplaceAllString(what, ""), "")
	if name, n, ok := strings.Cut(what, " "); ok && strings.Trim(n, "0123456789") == "" {
		what, values = name, []any{json.Number(n)}
	}
	names := between.Split(what, -1)
	if len(names) > 1 && !strings.Contains(what, " or ") {
		h.giveAll(names)
		return
	}
	for _, name := range names {
		for _, at := range h.resolve(name) {
			if values == nil {
				h.write(at, h.values(at)...)
			} else {
				h.write(at, values...)
			}
		}
	}
}

// giveAll writes the first values of several names.
func (h *handwriting) giveAll(names []string) {
	path := names[0][:strings.LastIndex(names[0], ".")+1]
	sheet, what := h.sheet, ""
	for i, name := range names {
		if i > 0 {
			name = path + name
		}
		for _, at := range h.resolve(name) {
			if v := h.values(at); len(v) > 0 {
				sheet, what = put(sheet, at, h.declared(pointerOf(at), v[0])), what+" "+pointerOf(at)
			}
		}
	}
	if what != "" {
		h.ways = append(h.ways, way{at: strings.Fields(what)[0], what: strings.TrimSpace(what), sheet: sheet})
	}
}

func (h *handwriting) putClause(what string) {
	switch topic, _ := valueAt(h.sheet, h.here).(string); {
	case what == "it back", what == "the clause back":
		h.ways = append(h.ways, way{what: "without choices among clauses", sheet: put(h.sheet, []string{"clauses"}, nil), struck: true})
	case what == "the clause into the agreement":
		h.write([]string{"clauses"}, map[string]any{topic: map[string]any{"include": true}})
	}
}

func (h *handwriting) addKinds(what string, kinds []string) {
	at := placeOfKind[what]
	for _, kind := range kinds {
		for _, v := range h.values(at) {
			if kind != "" {
				h.write(at, with(v, []string{"kind"}, kind))
			}
		}
	}
}

func (h *handwriting) add(what, list string) {
	places := [][]string{h.here}
	if list != "" {
		places = h.resolve(list)
	}
	for _, at := range places {
		s := h.shapeAt(at)
		if s == nil || s.Items == nil {
			for _, member := range h.resolve(what) {
				h.write(member, h.values(member)...)
			}
			continue
		}
		if what == "them" {
			h.write(at, anys(h.of(s.Items).Enum))
			continue
		}
		h.write(append(slices.Clone(at), "-"), what)
	}
}

func (h *handwriting) strike(name string) {
	at := h.here
	if name != "it" {
		places := h.resolve(name)
		if len(places) == 0 {
			return
		}
		at = places[0]
	} else if len(at) > 0 && at[len(at)-1] == "id" {
		at = at[:len(at)-1]
	}
	h.ways = append(h.ways, way{what: "without " + pointerOf(at), sheet: put(h.sheet, at, nil), struck: true})
}

// resolve are the places that a hint names, seen from where a finding stands.
func (h *handwriting) resolve(name string) [][]string {
	if name == "it" || name == "them" || name == "" {
		return nil
	}
	for n := len(h.here); n >= 0; n-- {
		at := append(slices.Clone(h.here[:n]), pathParts(name)...)
		if h.shapeAt(at) != nil {
			return h.elements(at)
		}
	}
	return nil
}

// elements puts the elements of a list in the place of [].
func (h *handwriting) elements(at []string) [][]string {
	i := slices.Index(at, "[]")
	if i < 0 {
		return [][]string{at}
	}
	if i < len(h.here) && slices.Equal(at[:i], h.here[:i]) {
		return h.elements(slices.Concat(at[:i], h.here[i:i+1], at[i+1:]))
	}
	var list [][]string
	elements, _ := valueAt(h.sheet, at[:i]).([]any)
	for n := range elements {
		list = append(list, h.elements(slices.Concat(at[:i], []string{strconv.Itoa(n)}, at[i+1:]))...)
	}
	return list
}

// shapeAt is the shape of what may stand at a place, or nil.
func (a *adviser) shapeAt(at []string) *shape {
	x := a.of(a.root)
	for _, name := range at {
		switch _, err := strconv.Atoi(name); {
		case x.Items != nil && (err == nil || name == "-" || name == "[]"):
			x = a.of(x.Items)
		case x.Properties[name] != nil:
			x = a.of(x.Properties[name])
		default:
			return nil
		}
	}
	return x
}

func schemaPath(at []string) string {
	var b strings.Builder
	for _, name := range at {
		if _, err := strconv.Atoi(name); err == nil || name == "-" {
			b.WriteString("[]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(name)
	}
	return b.String()
}

// values are values that may stand at a place.
func (a *adviser) values(at []string) []any {
	x := a.shapeAt(at)
	switch {
	case x == nil:
		return nil
	case len(x.Enum) > 0:
		return anys(x.Enum)
	case isMoneyShape(x):
		return []any{sumOf(1000), sumOf(100000), sumOf(20000000)}
	case x.Items != nil && len(a.of(x.Items).Enum) > 0:
		list := []any{anys(a.of(x.Items).Enum)}
		for _, e := range a.of(x.Items).Enum {
			list = append(list, []any{e})
		}
		return list
	case x.Items != nil, x.Properties != nil:
	case x.typeName() == "boolean":
		return []any{true, false}
	case x.typeName() == "integer", x.typeName() == "number":
		return []any{json.Number("0"), json.Number("1"), json.Number("3"), json.Number("12"), json.Number("30"), json.Number("90"), json.Number("2000")}
	}
	a.shaper.wholeKind = wholeKinds[0]
	var list []any
	for turn := range 4 {
		a.shaper.turn = turn
		path := schemaPath(at)
		list = append(list, a.make(path, x, 0), a.scant(path, x))
	}
	if x.Properties == nil && x.Items == nil {
		s, _ := list[0].(string)
		list = append(list, otherTexts(s)...)
	}
	return list
}

func sumOf(n int) any { return map[string]any{"amount": n, "currency": "EUR"} }

func anys(list []string) (all []any) {
	for _, x := range list {
		all = append(all, x)
	}
	return all
}

// scant is the least that a shape allows.
func (a *adviser) scant(path string, x *shape) any {
	if x = a.of(x); x.Properties == nil {
		return a.make(path, x, 0)
	}
	o := map[string]any{}
	for _, name := range x.Required {
		o[name] = a.make(strings.TrimPrefix(path+"."+name, "."), x.Properties[name], 0)
	}
	return o
}
