package serve

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// kindOf is the input for a value, and the unit beside it.
func kindOf(info schema.FieldInfo, element bool) (kind, unit string) {
	form, list := strings.CutPrefix(info.Form, "a list, each ")
	list = list && !element
	whole, isWhole := strings.CutPrefix(form, "a whole number")
	countries := strings.HasPrefix(form, "a country") || info.Path == "territories[].countries[]"
	switch {
	case strings.HasPrefix(form, "a sum"):
		return "money", ""
	case info.Group && list:
		return "groups", ""
	case info.Group:
		return "group", ""
	case countries && list:
		return "countries", ""
	case countries:
		return "country", ""
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
	case strings.HasPrefix(form, "a date, or"):
		return "when", ""
	case strings.HasPrefix(form, "a number"):
		if strings.HasSuffix(form, "in percent") {
			unit = "percent"
		}
		return "decimal", unit
	case form == "true or false":
		return "yes-no", ""
	case strings.HasPrefix(form, "a currency"):
		return "currency", ""
	case form == "words":
		return "text", ""
	}
	return "code", ""
}

// knownCodes are the lists of a page that know the codes of a kind of value.
var knownCodes = map[string]string{"country": "countries", "countries": "countries", "currency": "currencies", "money": "currencies"}

// named is a text of codes, one a line, by what they are called.
func (x *field) named(text string) string {
	if x.Kind != "country" && x.Kind != "countries" && x.Kind != "combo" && x.Kind != "when" {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, code := range lines {
		name := schema.JurisdictionName(schema.Jurisdiction(code))
		if x.Kind == "combo" || x.Kind == "when" {
			name = ""
			for _, o := range x.Options {
				if o.Value == code {
					name = o.Label
				}
			}
		}
		lines[i] = or(strings.TrimPrefix(name, "the "), code)
	}
	return strings.Join(lines, "\n")
}

// declared are the things of the term sheet that a value may name.
func (s *stated) declared(ref *schema.Reference) []option {
	var list []option
	at := "/" + strings.ReplaceAll(ref.To, ".", "/")
	things, _ := s.at(at).([]any)
	for i, e := range things {
		o, _ := e.(map[string]any)
		if id, ok := o["id"].(string); ok {
			list = append(list, option{Value: id, Label: s.nameOf(fmt.Sprintf("%s/%d", at, i))})
		}
	}
	if ref.To == "territories" {
		list = append(list, option{Value: "world", Label: "the whole world"})
	}
	for _, word := range ref.Reserved {
		if s.Sheet == nil || s.Sheet.Deal.Kind != schema.Bilateral || word != "members" && word != "administrator" {
			list = append(list, option{Value: word, Label: spoken(word)})
		}
	}
	return list
}

// A clauseField is what a clause of the library says of a value.
type clauseField struct {
	Topic, Title, About          string
	Licensor, Balanced, Licensee usual
	Range, Fallback              string
}

// A usual is what stands in for a value that is left out.
type usual struct {
	Use   string // for an input; a list has one a line
	Words string // for a reader; "" where nothing does
}

func usualOf(p *assemble.Parameter, at schema.Position) usual {
	v := p.Default[at]
	switch list := reflect.ValueOf(v); {
	case v == nil:
		return usual{}
	case list.Kind() == reflect.Slice:
		var use, words []string
		for i := range list.Len() {
			use = append(use, fmt.Sprint(list.Index(i)))
			words = append(words, usualWords(p, use[i]))
		}
		return usual{strings.Join(use, "\n"), or(strings.Join(words, ", "), "none")}
	case v == true:
		return usual{"true", "yes"}
	case v == false:
		return usual{"false", "no"}
	}
	return usual{fmt.Sprint(v), usualWords(p, fmt.Sprint(v))}
}

// usualWords is a value of a parameter for a reader: what it may be is listed by codes.
func usualWords(p *assemble.Parameter, text string) string {
	if slices.Contains(p.Options, text) {
		return spokenLower(text)
	}
	return text
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
	c := clauseField{Topic: t.ID, Title: t.Title, About: sentence(p.About), Fallback: p.Fallback,
		Licensor: usualOf(p, schema.Licensor), Balanced: usualOf(p, schema.Balanced), Licensee: usualOf(p, schema.Licensee)}
	if len(p.Range) == 2 {
		c.Range = "from " + p.Range[0] + " to " + p.Range[1]
	}
	return c
}
