package serve

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// A field is one value as a page asks for it: what it means, how it is written, what
// it is now, and what stands in for it where it is left out.
type field struct {
	Pointer  string
	Path     string // for a reader: escrow.objection_days
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
	Clauses  []clauseField
}

type option struct {
	Value, Label string
	Chosen       bool
}

// A clauseField is what a clause of the library says of a value.
type clauseField struct {
	Topic, Title, About          string
	Licensor, Balanced, Licensee string
	Range, Fallback              string
}

// fieldAt is the value at a JSON Pointer of a term sheet, stated or not.
func fieldAt(lib *assemble.Library, f *stated, pointer string) (*field, error) {
	x := &field{Pointer: pointer, Path: f.Path(pointer), Given: f.Given(pointer)}
	if topic, name, ok := parameterAt(pointer); ok {
		if err := x.ofParameter(lib, topic, name); err != nil {
			return nil, err
		}
	} else {
		list, _ := schema.Explain(pointer)
		if len(list) == 0 {
			return nil, &Refusal{404, "a term sheet has no " + quoted(pointer), "look for the value in the outline"}
		}
		x.ofSchema(lib, f, list[0], list)
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

func parameterKind(p *assemble.Parameter) (kind, unit string) {
	switch p.Type {
	case "days", "business-days", "months", "years", "hours":
		return "whole", strings.ReplaceAll(p.Type, "-", " ")
	case "percent":
		return "decimal", "percent"
	case "number":
		return "whole", ""
	case "yes-no":
		return "yes-no", ""
	case "choice", "choices":
		return p.Type, ""
	case "texts":
		return "lines", ""
	}
	return "text", ""
}

func clauseFieldOf(t *assemble.Topic, p *assemble.Parameter) clauseField {
	y := parameterOf(p)
	c := clauseField{Topic: t.ID, Title: t.Title, About: sentence(p.About), Licensor: y.Licensor, Balanced: y.Balanced, Licensee: y.Licensee, Fallback: p.Fallback}
	if len(p.Range) == 2 {
		c.Range = "from " + p.Range[0] + " to " + p.Range[1]
	}
	return c
}

func (x *field) ofSchema(lib *assemble.Library, f *stated, info schema.FieldInfo, list []schema.FieldInfo) {
	last := info.Path[strings.LastIndexByte(info.Path, '.')+1:]
	x.Label, x.Meaning, x.Required = spoken(strings.TrimSuffix(last, "[]")), info.Meaning, info.Required
	x.Private = or(info.Private, info.Checked)
	x.Kind, x.Unit = kindOf(info, isElement(x.Pointer))
	x.Example = strings.Trim(info.Example, `"`)
	for _, v := range info.Allowed {
		x.Options = append(x.Options, option{Value: v, Label: spoken(v)})
	}
	if x.Options == nil {
		x.Options = declared(f.Sheet, info.Meaning)
		if x.Options != nil && x.Kind == "text" {
			x.Kind = "suggest"
		}
	}
	for _, p := range lib.Parameters(info.Path) {
		x.Clauses = append(x.Clauses, clauseFieldOf(p.Topic, p.Parameter))
	}
	if info.Group {
		for _, part := range list[1:] {
			rest := strings.TrimPrefix(part.Path, info.Path+".")
			if !strings.ContainsAny(rest, ".") {
				x.Options = append(x.Options, option{Value: strings.TrimSuffix(rest, "[]"), Label: part.Meaning})
			}
		}
	}
}

// isElement reports whether a pointer leads to an element of a list.
func isElement(pointer string) bool {
	last := pointer[strings.LastIndexByte(pointer, '/')+1:]
	return last != "" && strings.Trim(last, "0123456789") == ""
}

// kindOf is the input for a value, and the unit beside it.
func kindOf(info schema.FieldInfo, element bool) (kind, unit string) {
	form, list := strings.CutPrefix(info.Form, "a list, each ")
	list = list && !element
	whole, isWhole := strings.CutPrefix(form, "a whole number")
	switch {
	case info.Group && list:
		return "groups", ""
	case info.Group:
		return "group", ""
	case list && len(info.Allowed) > 0:
		return "choices", ""
	case len(info.Allowed) > 0:
		return "choice", ""
	case list:
		return "lines", ""
	case isWhole:
		return "whole", strings.TrimPrefix(whole, ", in ")
	case form == "a date, year-month-day":
		return "date", ""
	case strings.HasPrefix(form, "a number"):
		if strings.HasSuffix(form, "in percent") {
			unit = "percent"
		}
		return "decimal", unit
	case form == "true or false":
		return "yes-no", ""
	case strings.HasPrefix(form, "a sum"):
		return "money", ""
	case form == "words":
		return "text", ""
	}
	return "code", ""
}

// declared are the things that a term sheet declares and that a value may name, by
// what its meaning says of it.
func declared(t *schema.TermSheet, meaning string) []option {
	low := strings.ToLower(meaning)
	if !strings.HasPrefix(low, "id of ") && !strings.HasPrefix(low, "ids of ") {
		return nil
	}
	var list []option
	add := func(id, name string) { list = append(list, option{Value: id, Label: or(name, id)}) }
	switch {
	case strings.Contains(low, "field"):
		for _, x := range t.Fields {
			add(x.ID, x.Name)
		}
	case strings.Contains(low, "territory"):
		for _, x := range t.Territories {
			add(x.ID, x.Name)
		}
	case strings.Contains(low, "asset"):
		for _, x := range t.Assets {
			add(x.ID, x.Title)
		}
	case strings.Contains(low, "royalt"):
		for _, x := range t.Payments.Royalties {
			add(x.ID, x.Name)
		}
	case strings.Contains(low, "grant"):
		for _, x := range t.Grants {
			add(x.ID, "")
		}
	default:
		for _, x := range t.Parties {
			add(x.ID, x.ShortName)
		}
	}
	return list
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
		if x.Kind == "money" {
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
	if x.Kind == "choice" && x.Text != "" && !slices.ContainsFunc(x.Options, func(o option) bool { return o.Chosen }) {
		x.Options = append(x.Options, option{Value: x.Text, Label: x.Text, Chosen: true})
	}
}

// A stated is a term sheet with what it states as JSON is read.
type stated struct {
	*schema.File
	tree any
}

func statedOf(f *schema.File) *stated {
	s := &stated{File: f}
	d := json.NewDecoder(bytes.NewReader(f.JSON))
	d.UseNumber()
	if d.Decode(&s.tree) != nil {
		s.tree = nil // it is no JSON, and states nothing
	}
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

// spelt are names of the term sheet that are short for something.
var spelt = map[string]string{"id": "Reference", "reg_no": "Register number", "pct": "Percentage", "ld_inside_cap": "Liquidated damages inside the cap", "sla": "Service levels",
	"L": "Licensor", "B": "Balanced", "E": "Licensee", "frand": "FRAND", "mfn": "Most favoured terms"}

// spoken is a name of the term sheet in words: "Objection days".
func spoken(name string) string {
	if s := spelt[name]; s != "" {
		return s
	}
	s := strings.NewReplacer("_", " ", "-", " ").Replace(name)
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// sentence is a phrase as a sentence.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}
