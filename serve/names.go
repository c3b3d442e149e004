package serve

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
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

// worded are problems in the words of a page: values are called as the page calls
// them, and no command is told to who has a page.
func (s *stated) worded(list []Problem) []Problem {
	list = slices.Clone(list)
	for i := range list {
		list[i].Message, list[i].Hint = s.pageWords(list[i].Message), s.pageWords(list[i].Hint)
	}
	return list
}

var (
	placeWords   = agreement.Pattern(`[A-Za-z][A-Za-z_]*(?:\[[^\]\s]*\])?(?:\.[a-z_]+(?:\[[^\]\s]*\])?)+|[a-z]+(?:_[a-z]+)+(?:\[[^\]\s]*\])?|\b[a-z]+\[[^\]\s]*\]`)
	commandWords = agreement.Pattern(`(?:[;,] (?:or )?|^)engross [a-z]+[^;]*`)
	wrongWords   = agreement.Pattern("^`[^`]*` is wrong: ")
	idWords      = agreement.Pattern(`[\pL\pN_-]+`)
)

func (s *stated) pageWords(text string) string {
	if s == nil { // of what is no term sheet
		s = &stated{File: &schema.File{}}
	}
	text = strings.ReplaceAll(wrongWords().ReplaceAllString(text, ""), "`", "")
	if rest := commandWords().ReplaceAllString(text, ""); rest != "" {
		text = strings.TrimPrefix(rest, "; ")
	}
	text = placeWords().ReplaceAllStringFunc(text, func(place string) string {
		if list, _ := schema.Explain(place); len(list) == 0 {
			if strings.ContainsAny(place, ".[") {
				return place // of something else
			}
			return "“" + spokenLower(place) + "”"
		}
		if sum, ok := strings.CutSuffix(place, ".amount"); ok {
			if list, _ := schema.Explain(sum); len(list) > 0 && strings.HasPrefix(list[0].Form, "a sum") {
				place = sum
			}
		}
		if s.Sheet != nil {
			if _, at, ok := s.Sheet.Locate(place); ok {
				return "“" + s.called(at) + "”"
			}
		}
		steps := strings.Split(barePlace().ReplaceAllString(place, ""), ".")
		if len(steps) == 1 {
			return "“" + spokenLower(steps[0]) + "”"
		}
		return "“" + spoken(steps[0]) + ": " + lowerFirst(labelOf(steps[1:])) + "”"
	})
	return idWords().ReplaceAllStringFunc(text, func(word string) string { return s.idWords(word) })
}

// dayWords is a day as people write it, or "" where it is none.
func dayWords(text string) string {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return ""
	}
	return day.Format("2 January 2006")
}

// placeOf is a path as messages name it, in words: "Payments: fees f1: amount".
func placeOf(path string) string {
	steps := strings.Split(strings.NewReplacer("[", " ", "]", "").Replace(path), ".")
	for i, s := range steps {
		name, which, _ := strings.Cut(s, " ")
		if steps[i] = strings.TrimSpace(spoken(name) + " " + which); i > 0 {
			steps[i] = lowerFirst(steps[i])
		}
	}
	return strings.Join(steps, ": ")
}

var barePlace = agreement.Pattern(`\[[^\]]*\]`)

// idWords is what the id of a party or a royalty stands for. One that is also a word
// stays as it is.
func (s *stated) idWords(word string) string {
	if s.Sheet == nil {
		return word
	}
	plain := !strings.ContainsAny(word, "-0123456789")
	for _, p := range s.Sheet.Parties {
		if p.ID == word && p.ShortName != "" && (!plain || strings.EqualFold(p.ID, p.ShortName)) {
			for _, o := range s.Sheet.Parties {
				if o.ID != p.ID && o.ShortName == p.ShortName {
					return or(p.LegalName, word)
				}
			}
			return p.ShortName
		}
	}
	for _, r := range s.Sheet.Payments.Royalties {
		if r.ID == word && r.Name != "" && !plain {
			return "“" + r.Name + "”"
		}
	}
	return word
}
