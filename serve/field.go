package serve

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// A field is one value as a page asks for it: what it means, how it is written, what
// it is now, and what stands in for it where it is left out.
type field struct {
	Pointer  string
	Path     string // for a reader: "Escrow: objection days"
	Label    string // a few words
	Meaning  string
	Unit     string // "days": printed after the input
	Kind     string // of the input: see kindOf
	Options  []option
	Example  string
	Required bool
	Private  string // why it is never sent to the other side
	Given    bool   // the term sheet states it
	Text     string // what it states, as the input shows it
	Money    schema.Money
	Plain    string // what it states, as a reader would write it
	Known    string // the list of the page that knows the codes that it may have: "countries"
	Clauses  []clauseField
}

type option struct {
	Value, Label string
	Chosen       bool
}

// fieldAt is the value at a JSON Pointer of a term sheet, stated or not.
func fieldAt(lib *assemble.Library, f *stated, pointer string) (*field, error) {
	x := &field{Pointer: pointer, Path: f.called(pointer), Given: f.Given(pointer)}
	if topic, name, ok := parameterAt(pointer); ok {
		if err := x.ofParameter(lib, topic, name); err != nil {
			return nil, err
		}
	} else {
		list, _ := schema.Explain(pointer)
		if len(list) == 0 {
			return nil, &Refusal{404, "a term sheet has no " + quoted(pointer), "look for the value in the outline"}
		}
		x.ofSchema(lib, f, list[0])
	}
	x.fill(f)
	return x, nil
}

// parameterAt is the topic and the parameter that a pointer names under clauses.
func parameterAt(pointer string) (topic, name string, ok bool) {
	path, err := steps2path(pointer)
	if err != nil || len(path) < 3 || path[0] != "clauses" {
		return "", "", false
	}
	if path[2] == "parameters" && len(path) == 4 {
		return path[1], path[3], true
	}
	return path[1], "", path[2] == "variant"
}

func (x *field) ofParameter(lib *assemble.Library, topic, name string) error {
	t := lib.Topic(topic)
	if t == nil {
		return &Refusal{404, "the library has no topic " + quoted(topic), "look for the value in the outline"}
	}
	if name == "" {
		x.Label, x.Meaning, x.Kind = "Variant of "+t.Title, t.Purpose, "choice"
		for _, v := range t.Variants {
			x.Options = append(x.Options, option{Value: v.Name, Label: v.Name + ": " + v.Summary})
		}
		return nil
	}
	for _, v := range t.Variants {
		for _, p := range v.Parameters {
			if p.Name == name {
				x.Label, x.Meaning = spoken(p.Name), sentence(p.About)
				x.Kind, x.Unit = parameterKind(p)
				for _, o := range p.Options {
					x.Options = append(x.Options, option{Value: o, Label: spoken(o)})
				}
				x.Clauses = []clauseField{clauseFieldOf(t, p)}
				return nil
			}
		}
	}
	return &Refusal{404, t.Title + " has no parameter " + quoted(name), "look for the value in the outline"}
}

func (x *field) ofSchema(lib *assemble.Library, f *stated, info schema.FieldInfo) {
	last := info.Path[strings.LastIndexByte(info.Path, '.')+1:]
	last = strings.TrimSuffix(last, "[]")
	x.Label, x.Meaning, x.Required = spoken(last), inWords(info.Meaning), info.Required
	x.Private = or(info.Private, info.Checked)
	x.Kind, x.Unit = kindOf(info, isElement(x.Pointer))
	x.Example = strings.Trim(info.Example, `"`)
	for _, v := range info.Allowed {
		x.Options = append(x.Options, option{Value: v, Label: spoken(v)})
	}
	if ref := schema.ReferenceAt(x.Pointer); ref != nil && x.Kind != "countries" {
		x.Options = append(x.Options, f.declared(ref)...)
		switch {
		case x.Kind == "lines":
			x.Kind = "choices"
		case ref.Loose:
			x.Kind = "combo"
		default:
			x.Kind = "choice"
		}
	}
	x.Known = knownCodes[x.Kind]
	if x.Kind == "country" && strings.Contains(info.Form, "part of one") {
		x.Known = "jurisdictions"
	}
	if x.Kind == "when" {
		x.Options = []option{{Value: string(schema.EndTerm), Label: "with the agreement"}, {Value: string(schema.EndLastToExpire), Label: "when the last right licensed ends"}}
	}
	if x.Kind == "money" && f.Sheet != nil {
		x.Money.Currency = f.Sheet.Payments.Currency
	}
	for _, p := range lib.Parameters(info.Path) {
		if c := clauseFieldOf(p.Topic, p.Parameter); !slices.Contains(x.Clauses, c) { // variants of a clause say the same of it
			x.Clauses = append(x.Clauses, c)
		}
	}
	switch x.Kind {
	case "group":
		for _, part := range parts(x.Pointer) {
			x.Options = append(x.Options, option{Value: partName(part), Label: part.Meaning})
		}
	case "groups":
		x.Label = spoken(last)
		things, _ := f.at(x.Pointer).([]any)
		for i := range things {
			x.Options = append(x.Options, option{Value: strconv.Itoa(i), Label: f.nameOf(fmt.Sprintf("%s/%d", x.Pointer, i))})
		}
	}
}

// isElement reports whether a pointer leads to an element of a list.
func isElement(pointer string) bool {
	last := pointer[strings.LastIndexByte(pointer, '/')+1:]
	return last != "" && strings.Trim(last, "0123456789") == ""
}

// fill puts in what the term sheet states.
func (x *field) fill(f *stated) {
	v := f.at(x.Pointer)
	if v == nil {
		return
	}
	x.Plain = schema.Plain(v)
	chosen := map[string]bool{}
	switch v := v.(type) {
	case []any:
		var lines []string
		for _, e := range v {
			line := fmt.Sprint(e)
			if _, ok := e.(map[string]any); ok {
				line = schema.Plain(e)
			}
			lines = append(lines, line)
			chosen[line] = true
		}
		x.Text = strings.Join(lines, "\n")
	case map[string]any:
		if x.Kind == "money" && f.Sheet != nil {
			text, err := json.Marshal(v)
			if err == nil {
				_ = json.Unmarshal(text, &x.Money) // it has been read as a sum before
			}
			x.Text = fmt.Sprint(v["amount"])
		}
	case bool:
		x.Text = map[bool]string{true: "true", false: "false"}[v]
	default:
		x.Text = fmt.Sprint(v)
		chosen[x.Text] = true
	}
	for i := range x.Options {
		x.Options[i].Chosen = chosen[x.Options[i].Value]
	}
	if x.Kind == "choice" || x.Kind == "choices" { // what it says is offered, known or not
		for _, line := range strings.Split(x.Text, "\n") {
			if line != "" && !slices.ContainsFunc(x.Options, func(o option) bool { return o.Value == line }) {
				x.Options = append(x.Options, option{Value: line, Label: line, Chosen: true})
			}
		}
	}
	x.Text = x.named(x.Text)
}

// A stated is a term sheet with what it states as JSON is read.
type stated struct {
	*schema.File
	lib   *assemble.Library // whose clauses are called by their titles, or nil
	tree  any
	named func() map[string]string // what things are called, by their ids
}

func statedOf(f *schema.File) *stated {
	s := &stated{File: f}
	d := json.NewDecoder(bytes.NewReader(f.JSON))
	d.UseNumber()
	if d.Decode(&s.tree) != nil {
		s.tree = nil // it is no JSON, and states nothing
	}
	s.named = sync.OnceValue(s.names)
	return s
}

// at is the value at a JSON Pointer, or nil.
func (s *stated) at(pointer string) any {
	path, err := steps2path(pointer)
	if err != nil {
		return nil
	}
	v := s.tree
	for _, s := range path {
		switch c := v.(type) {
		case map[string]any:
			v = c[s]
		case []any:
			i := 0
			if _, err := fmt.Sscanf(s, "%d", &i); err != nil || i < 0 || i >= len(c) {
				return nil
			}
			v = c[i]
		default:
			return nil
		}
	}
	return v
}
