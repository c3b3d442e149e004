package serve

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// What checks, the library and the schema say is written for who edits JSON. This file
// is the one place where it is put into the words of a page: values and things are
// called as the page calls them, codes are names, and no command is told to who has
// a page.

// worded are problems in the words of a page.
func (s *stated) worded(list []Problem) []Problem {
	if s == nil { // of what is no term sheet
		s = &stated{}
	}
	list = slices.Clone(list)
	for i := range list {
		list[i].Message, list[i].Hint = s.pageWords(list[i].Message), s.pageWords(s.hinted(list[i].Pointer, list[i].Hint))
	}
	return list
}

const placePattern = `clauses\."[^"]*"(?:\.[a-z_]+)*|[A-Za-z][A-Za-z_]*(?:\[[^\]\s]*\])?(?:\.[a-z_]+(?:\[[^\]\s]*\])?)+|[a-z]+(?:_[a-z]+)+(?:\[[^\]\s]*\])?|\b[a-z]+\[[^\]\s]*\]`

var (
	placeWords   = agreement.Pattern(placePattern)
	spokenOf     = agreement.Pattern(`“[^”]*”|"[^"]* [^"]*"|\d{4}-\d\d-\d\d|` + placePattern + `|"?[\pL\pN]+(?:[-_/][\pL\pN]+)*"?`)
	commandWords = agreement.Pattern(`(?:[;,] (?:or )?|^)engross [a-z]+[^;]*`)
	wrongWords   = agreement.Pattern("^`[^`]*` is wrong: ")
	waiveWords   = agreement.Pattern(`\b(or )?waive this\b`)
)

// pageWords is what is said of a term sheet as a page says it. What stands between “ and
// ” is somebody's own, and stays.
func (s *stated) pageWords(text string) string {
	if s == nil {
		s = &stated{}
	}
	text = strings.ReplaceAll(wrongWords().ReplaceAllString(text, ""), "`", "")
	if rest := commandWords().ReplaceAllString(text, ""); rest != "" {
		text = strings.TrimPrefix(rest, "; ")
	}
	text = waiveWords().ReplaceAllString(text, "${1}accept it")
	return spokenOf().ReplaceAllStringFunc(text, s.wordOf)
}

// wordOf is one word, code or place as a page says it.
func (s *stated) wordOf(word string) string {
	switch {
	case strings.HasPrefix(word, "“"), strings.Contains(word, " "): // somebody's own
		return word
	case dayWords(word) != "":
		return dayWords(word)
	case placeWords().FindString(word) == word:
		return s.place(word)
	}
	bare := strings.Trim(word, `"`)
	if allowedWords()[bare] && (bare != word || !hyphened[bare] && strings.Contains(bare, "-")) {
		return "“" + spokenLower(bare) + "”"
	}
	if s.lib != nil && strings.Contains(bare, "/") {
		if t := s.lib.Topic(bare); t != nil {
			return "“" + t.Title + "”"
		}
	}
	if name := s.byID(bare); name != "" {
		return name
	}
	if name := schema.JurisdictionName(schema.Jurisdiction(word)); name != "" && !notCountries[word] {
		return name
	}
	return word
}

// notCountries are words of messages that are codes of countries too.
var notCountries = map[string]bool{"AI": true}

// allowedWords are the words of the term sheet that stand for one of several choices.
var allowedWords = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, f := range schema.Guide() {
		for _, word := range f.Allowed {
			all[word] = true
		}
	}
	return all
})

// place is what a path leads to: “Company 1: legal name”. Where nothing is there, it is
// named by the path alone.
func (s *stated) place(path string) string {
	if clause, value, ok := strings.Cut(strings.TrimPrefix(path, `clauses."`), `".`); ok {
		return "“" + s.called("/clauses/"+escapeStep(clause)+"/"+strings.ReplaceAll(value, ".", "/")) + "”"
	}
	list, _ := schema.Explain(path)
	if len(list) == 0 {
		if whole := wholePath(path); whole != "" {
			return s.place(whole)
		}
		if strings.ContainsAny(path, ".[") {
			return path // of something else
		}
		return "“" + spokenLower(path) + "”"
	}
	if sum, ok := strings.CutSuffix(path, ".amount"); ok {
		if list, _ := schema.Explain(sum); len(list) > 0 && strings.HasPrefix(list[0].Form, "a sum") {
			path = sum
		}
	}
	if at := s.located(path); at != "" {
		return "“" + s.called(at) + "”"
	}
	return "“" + placeOf(path) + "”"
}

// located is the JSON Pointer to which a path leads, or "".
func (s *stated) located(path string) string {
	if s.File == nil || s.Sheet == nil {
		return ""
	}
	if _, at, ok := s.Sheet.Locate(path); ok {
		return at
	}
	return ""
}

// placeOf is a path that leads nowhere in this term sheet, in words: "Fees f1: amount".
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

// wholePath is the one place of a term sheet that has a name, or "" where several do.
func wholePath(name string) string {
	found := ""
	for _, f := range schema.Guide() {
		if strings.HasSuffix(f.Path, "."+name) {
			if found != "" {
				return ""
			}
			found = f.Path
		}
	}
	return found
}

var (
	givenWords = agreement.Pattern(`(?:^|; |, |\bor )(?:[Gg]ive|[Ss]et|[Ss]tate) ([a-z_.\[\]0-9-]+)\b`)
	hintPlaces = agreement.Pattern(placePattern)
)

// hinted is a hint in which a bare name of what is to be given is a path, so that it is
// called as the page calls it: "give refundable".
func (s *stated) hinted(pointer, hint string) string {
	for _, m := range slices.Backward(givenWords().FindAllStringSubmatchIndex(hint, -1)) {
		word := hint[m[2]:m[3]]
		if at := s.near(pointer, word); at != "" && placeWords().FindString(word) != word {
			hint = hint[:m[2]] + "“" + s.called(at) + "”" + hint[m[3]:]
		}
	}
	return hint
}

// near is the value with a name in what a pointer leads to, or beside it, or the only
// one of that name; "" where there is none.
func (s *stated) near(pointer, name string) string {
	if strings.ContainsAny(name, ".[") {
		return s.located(name)
	}
	for _, of := range []string{pointer, pointer[:max(0, strings.LastIndexByte(pointer, '/'))]} {
		if list, _ := schema.Explain(of + "/" + name); of != "" && len(list) > 0 {
			return of + "/" + name
		}
	}
	if whole := wholePath(name); whole != "" {
		return s.located(whole)
	}
	return ""
}

// wanted is the value that a hint asks for, where it is another than the one that the
// finding is about.
func (s *stated) wanted(p *Problem) string {
	if m := givenWords().FindStringSubmatch(p.Hint); m != nil {
		if at := s.near(p.Pointer, m[1]); at != "" {
			return at
		}
	}
	if path := hintPlaces().FindString(p.Hint); path != "" {
		return s.near(p.Pointer, path)
	}
	return ""
}

// shows is what the term sheet states at a pointer, as a page shows it: choices in words,
// countries and things by their names.
func (s *stated) shows(pointer string) string {
	v := s.at(pointer)
	if v == nil {
		return ""
	}
	list, _ := schema.Explain(pointer)
	if len(list) == 0 {
		return or(dayWords(schema.Plain(v)), codeWords(schema.Plain(v)))
	}
	kind, _ := kindOf(list[0], isElement(pointer))
	labels := map[string]string{}
	for _, a := range list[0].Allowed {
		labels[a] = spokenLower(a)
	}
	if kind == "yes-no" {
		labels["true"], labels["false"] = "yes", "no"
	}
	if ref := schema.ReferenceAt(pointer); ref != nil {
		for _, o := range s.declared(ref) {
			labels[o.Value] = o.Label
		}
	}
	said := func(e any) string {
		text := schema.Plain(e)
		if name := schema.JurisdictionName(schema.Jurisdiction(text)); name != "" && knownCodes[kind] == "countries" {
			return strings.TrimPrefix(name, "the ")
		}
		return or(labels[text], dayWords(text), text)
	}
	things, ok := v.([]any)
	if !ok {
		return said(v)
	}
	var words []string
	for _, e := range things {
		words = append(words, said(e))
	}
	return strings.Join(words, ", ")
}

var codedWords = agreement.Pattern(`[a-z0-9]+(?:-[a-z0-9]+)+`)

// codeWords is a value as the library prints it, with choices in words.
func codeWords(text string) string {
	return codedWords().ReplaceAllStringFunc(text, func(word string) string {
		if allowedWords()[word] {
			return spokenLower(word)
		}
		return word
	})
}

// byID is what the id of a thing of the term sheet stands for, or "" where nothing has
// it or has another name. An id that is also a word stands for a party alone, and only
// where the party is called so.
func (s *stated) byID(id string) string {
	if s.File == nil || s.Sheet == nil {
		return ""
	}
	plain := !strings.ContainsAny(id, "-0123456789")
	for _, p := range s.Sheet.Parties {
		if p.ID == id && p.ShortName != "" && (!plain || strings.EqualFold(p.ID, p.ShortName)) {
			for _, o := range s.Sheet.Parties {
				if o.ID != p.ID && o.ShortName == p.ShortName {
					return or(p.LegalName, id)
				}
			}
			return p.ShortName
		}
	}
	if plain {
		return ""
	}
	if name := s.named()[id]; name != "" {
		return "“" + name + "”"
	}
	return ""
}

// names are what things that have an id and a name are called, by their ids.
func (s *stated) names() map[string]string {
	names := map[string]string{}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			if id, ok := v["id"].(string); ok && at != "/deal" && (v["name"] != nil || v["title"] != nil || v["trigger"] != nil || v["from"] != nil) {
				names[id] = s.nameOf(at)
			}
			for key, e := range v {
				walk(at+"/"+escapeStep(key), e)
			}
		case []any:
			for i, e := range v {
				walk(at+"/"+strconv.Itoa(i), e)
			}
		}
	}
	walk("", s.tree)
	return names
}
