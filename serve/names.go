package serve

import (
	"strconv"
	"strings"
	"time"

	"github.com/engross/engross/agreement"
)

// What values and things are called on a page, where nobody knows a term sheet from
// within.

// about is what a value belongs to, and what it is called there: "Company 1" and
// "Signatory: name".
func (s *stated) about(pointer string) (of, label string) {
	parts, err := steps2path(pointer)
	if err != nil {
		return "", pointer
	}
	if parts[0] == "clauses" && len(parts) > 2 {
		topic := parts[1][strings.LastIndexByte(parts[1], '/')+1:]
		return spoken(topic), labelOf(parts[len(parts)-1:])
	}
	for i := 1; i < len(parts)-1; i++ {
		if isElement("/" + parts[i]) {
			return s.nameOf("/" + strings.Join(parts[:i+1], "/")), labelOf(parts[i+1:])
		}
	}
	if len(parts) > 2 && !isElement("/"+parts[len(parts)-1]) {
		return spoken(parts[1]), labelOf(parts[2:])
	}
	return "", labelOf(parts[1:])
}

// nameOf is what an element of a list is called.
func (s *stated) nameOf(pointer string) string {
	element, _ := s.at(pointer).(map[string]any)
	if from, ok := element["from"].(string); ok {
		if id, ok := element["id"].(string); ok && element["to"] != nil {
			return id + ": " + s.party(from) + " to " + s.party(element["to"])
		}
	}
	if trigger, ok := element["trigger"].(string); ok {
		if id, ok := element["id"].(string); ok {
			return id + ": " + spokenLower(trigger)
		}
	}
	for _, key := range []string{"short_name", "legal_name", "title", "name", "kind", "ground", "code", "id"} {
		if words, ok := element[key].(string); ok && words != "" {
			if key == "kind" || key == "ground" {
				return spoken(words)
			}
			return words
		}
	}
	list, index := pointer[:strings.LastIndexByte(pointer, '/')], lastStep(pointer)
	return one(lastStep(list)) + " " + ordinal(index)
}

// party is what a party, or each of several, is called.
func (s *stated) party(v any) string {
	switch v := v.(type) {
	case string:
		if s.Sheet != nil {
			for _, p := range s.Sheet.Parties {
				if p.ID == v {
					return or(p.ShortName, v)
				}
			}
		}
		return v
	case []any:
		var names []string
		for _, e := range v {
			names = append(names, s.party(e))
		}
		return strings.Join(names, ", ")
	}
	return ""
}

// called is a value with what it belongs to: "Company 1: signatory: name".
func (s *stated) called(pointer string) string {
	of, label := s.about(pointer)
	if of == "" {
		path, err := steps2path(pointer)
		if err != nil {
			return pointer
		}
		if of = spoken(path[0]); len(path) == 1 {
			return of
		}
	}
	return of + ": " + lowerFirst(label)
}

// one is the name of a list for one of its elements: "Royalty" of "royalties".
func one(list string) string {
	if s, ok := strings.CutSuffix(list, "ies"); ok {
		list = s + "y"
	}
	return spoken(strings.TrimSuffix(list, "s"))
}

func lowerFirst(s string) string {
	if s == "" || len(s) > 1 && strings.ToUpper(s[1:2]) == s[1:2] && s[1] != ' ' {
		return s // an abbreviation
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// ordinal is the index of an element as people count.
func ordinal(index string) string {
	n, err := strconv.Atoi(index)
	if err != nil {
		return index
	}
	return strconv.Itoa(n + 1)
}

// labelOf is what a value is called by the last steps of its pointer.
func labelOf(parts []string) string {
	var words []string
	for i, s := range parts {
		switch {
		case isElement("/" + s):
			s = ordinal(s)
		case i == 0:
			s = spoken(s)
		default:
			s = spokenLower(s)
		}
		words = append(words, s)
	}
	if len(words) == 0 {
		return "It"
	}
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], " ") + ": " + words[last]
}

// spelt are names of the term sheet that are short for something.
var spelt = map[string]string{"id": "Reference", "reg_no": "Register number", "ld_inside_cap": "Liquidated damages inside the cap", "ld": "Liquidated damages", "sla": "Service levels",
	"L": "Licensor", "B": "Balanced", "E": "Licensee", "frand": "FRAND", "mfn": "Most favoured terms", "sso": "Standards body"}

// speltWord are words in such names.
var speltWord = map[string]string{"pct": "in percent", "ip": "IP", "ai": "AI", "org": "organisation", "ld": "liquidated damages", "email": "e-mail", "sublicense": "sublicence"}

// hyphened are such names that people write with their hyphens.
var hyphened = map[string]bool{"know-how": true, "non-payment": true, "non-performance": true, "non-infringement": true, "royalty-free": true, "third-party": true, "co-owned": true,
	"buy-out": true, "gross-up": true, "two-party": true, "three-party": true, "no-challenge": true}

// spoken is a name of the term sheet in words: "Objection days".
func spoken(name string) string {
	if s := spelt[name]; s != "" {
		return s
	}
	list := strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '-' })
	for i, w := range list {
		list[i] = or(speltWord[w], w)
	}
	s := strings.Join(list, " ")
	if hyphened[name] {
		s = name
	}
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func spokenLower(s string) string { return lowerFirst(spoken(s)) }

// sentence is a phrase as a sentence.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}

// dayWords is a day as people write it, or "" where it is none.
func dayWords(text string) string {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return ""
	}
	return day.Format("2 January 2006")
}

var (
	idMeaning   = agreement.Pattern(`\b[Ii]d(s?) of the `)
	snakeWords  = agreement.Pattern(`\b[a-z]+(?:_[a-z]+)+\b`)
	codeMeaning = agreement.Pattern(` \((?:ISO 3166-1 alpha-2|ISO 4217|ISO 3166-2)\)|, as ISO 3166-1 alpha-2`)
)

// inWords is what the schema says a value means, for who does not write it: things are
// chosen by their names, and codes found by them.
func inWords(meaning string) string {
	meaning = codeMeaning().ReplaceAllString(idMeaning().ReplaceAllString(meaning, "the "), "")
	if meaning == "" {
		return ""
	}
	meaning = snakeWords().ReplaceAllStringFunc(meaning, func(name string) string { return "“" + spokenLower(name) + "”" })
	return strings.ToUpper(meaning[:1]) + meaning[1:]
}
