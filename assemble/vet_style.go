package assemble

import (
	"cmp"
	"fmt"
	"go/token"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// discouraged are words that the house rules of drafting rule out, with what
// to write instead.
var discouraged = []struct {
	words func() *regexp.Regexp
	hint  string
}{
	{agreement.Pattern(`(?i)\band/or\b`), "write and, or, or name the cases"},
	{agreement.Pattern(`(?i)\bbest efforts\b|\bbest endeavours\b`), "write reasonable efforts, or say what must be done by when"},
	{agreement.Pattern(`(?i)\bshall be entitled\b`), "write may, or has the right to"},
	{agreement.Pattern(`(?i)\bshall mean\b`), "write means"},
	{agreement.Pattern(`(?i)\bnotwithstanding anything\b`), "name the provision that gives way"},
	{agreement.Pattern(`(?i)\bin the event (that|of)\b`), "write if"},
	{agreement.Pattern(`(?i)\bprior to\b`), "write before"},
	{agreement.Pattern(`(?i)\bpursuant to\b`), "write under"},
	{agreement.Pattern(`(?i)\bwithout limitation\b|\bbut not limited to\b`), "write including: the interpretation clause says that it does not limit"},
	{agreement.Pattern(`(?i)\b(hereinafter|herein|hereof|hereunder|hereto|thereof|therein|aforesaid)\b|\bthe said\b`), "write plain words"},
	{agreement.Pattern(`(?i)\b[as][so] far as\b`), "write to the extent that"},
	{agreement.Pattern(`(?i)\bterms and conditions\b|\bnull and void\b|\brepresents and warrants\b|\bcease and desist\b`), "one word is enough"},
}

// style looks at the words: what is left over, numbers of provisions, what the
// house rules rule out, and capital letters that are wrong or missing.
func (v *vetter) style(x *Variant, said *static) {
	for _, m := range said.heads {
		for _, w := range agreement.Leftovers(m.what) {
			v.add(agreement.Error, "leftover", m.where(w), "write what is meant: an agreement has no blanks and no alternatives", "%q was left over", w)
		}
	}
	for _, m := range said.prose {
		for _, w := range agreement.Leftovers(asTags().ReplaceAllString(m.what, "")) {
			v.add(agreement.Error, "leftover", m.where(w), "write what is meant: an agreement has no blanks and no alternatives", "%q was left over", w)
		}
		for _, w := range hardNumbers(m.what) {
			v.add(agreement.Error, "hard-number", m.where(w), "refer with [](#topic) or [](#topic.name), which prints the number that it has", "%q is a number that the next change makes wrong", w)
		}
		plain := m.what
		for _, name := range v.lib.properNames() {
			plain = strings.ReplaceAll(plain, name, "")
		}
		for _, d := range discouraged {
			for _, w := range d.words().FindAllString(plain, -1) {
				v.add(agreement.Warning, "style", m.where(w), d.hint, "%q is against the house rules of drafting", w)
			}
		}
		for _, w := range v.strayCapitals(m.what) {
			v.add(agreement.Warning, "stray-capital", m.where(w), "define it, write it in lower case, or list it as a name in clauses/names.yaml",
				"%q has a capital and is neither a defined term nor a name", w)
		}
		if v.lib.adopted(x.Topic.ID) {
			continue // its terms are those of the earlier agreement
		}
		for _, w := range v.missingCapitals(m.what) {
			v.add(agreement.Warning, "missing-capital", m.where(w), "write it as it is defined", "%q is a defined term without its capital", w)
		}
	}
}

// defaults looks for what is left over in the words of a default, which are printed as
// they stand: an action in them is no action.
func (v *vetter) defaults(p *Parameter) {
	var told []string
	for _, pos := range []schema.Position{schema.Licensor, schema.Balanced, schema.Licensee} {
		raw, ok := p.Default[pos]
		if !ok {
			continue
		}
		words := strings.Trim(fmt.Sprint(raw), "[]") // a list prints in brackets
		for _, w := range agreement.Leftovers(words) {
			if !slices.Contains(told, w) {
				told = append(told, w)
				v.add(agreement.Error, "leftover", p.pos, "write what is meant: an agreement has no blanks and no alternatives", "parameter %s: %q was left over in its default", p.Name, w)
			}
		}
	}
}

// asTags is mark-up of which the reader of clauses says more.
var asTags = agreement.Pattern(`\[[^\]]*\]\([^)]*\)|</?[A-Za-z][^<>]*>`)

// hardNumber finds a provision, or a schedule, cited by its number or letter.
var hardNumber = agreement.Pattern(`(\bits )?\b((?i:sections?|clauses?|articles?|paragraphs?|sub-?clauses?) (?:\d+(?:\.\d+)*|[IVXLC]+\b)(?:\([a-z0-9]+\))*|(?i:sections?|clauses?|paragraphs?|sub-?clauses?) \([a-z0-9]+\)(?:\([a-z0-9]+\))*|(?i:schedules?|annexe?s?|appendix|exhibit) (?:\d+|[A-Z]\b))`)

// ofStatute begins what follows the number of a provision of a law: "of the
// Bankruptcy Code", "GDPR". So does "its" before it.
var ofStatute = agreement.Pattern(`^,? (?:(?:of|to|in) (?:the |that )?[A-Z]|[A-Z]{2,})`)

func hardNumbers(s string) []string {
	var found []string
	for _, m := range hardNumber().FindAllStringSubmatchIndex(s, -1) {
		if m[2] < 0 && !ofStatute().MatchString(s[m[1]:]) {
			found = append(found, s[m[4]:m[5]])
		}
	}
	return found
}

func (v *vetter) strayCapitals(s string) []string {
	var found []string
	for _, name := range v.lib.properNames() {
		s = strings.ReplaceAll(s, name, strings.ToLower(name))
	}
	words := wordReader{text: s}
	for first := true; ; first = false {
		t, more := words.next()
		if !more {
			return found
		}
		known := false
		for _, f := range v.lib.terms.byFirst[t.word] {
			if rest, ok := words.after(f.words[1:]); ok {
				words, known = rest, true
				break
			}
		}
		if !known && !first && !t.starts && isCapitalised(t.word) {
			found = append(found, t.word)
		}
	}
}

// missingCapitals finds those whom the agreement binds in lower case after a word
// that singles them out: "each party". Other terms have their everyday meaning
// too, of which a library may make use.
func (v *vetter) missingCapitals(s string) []string {
	var found []string
	tokens := splitWords(s)
	for i := 1; i < len(tokens); i++ {
		if !singlesOut[strings.ToLower(tokens[i-1].word)] || tokens[i].apart {
			continue
		}
		for _, f := range v.lib.terms.byLower[tokens[i].word] {
			if len(f.words) == 1 && slices.ContainsFunc(v.lib.terms.homes[f.term], v.lib.inFront) {
				found = append(found, tokens[i].word)
			}
		}
	}
	return found
}

var singlesOut = map[string]bool{"each": true, "either": true, "neither": true, "both": true}

// isCapitalised reports whether a word has a capital first letter and is no
// abbreviation or single letter.
func isCapitalised(w string) bool {
	return len(w) > 1 && w[0] >= 'A' && w[0] <= 'Z' && strings.ToUpper(w) != w
}

var firstLevelItem = agreement.Pattern(`(?m)^1\. .*(?:\n[^\n1 ].*)*`)

// unnamed finds first-level provisions without a name, to which nothing can
// refer and which a redline can follow only by their words.
func (v *vetter) unnamed(x *Variant) {
	body, _, _ := strings.Cut(x.body(), "\n## Definitions")
	for _, m := range firstLevelItem().FindAllStringIndex(body, -1) {
		first, _, _ := strings.Cut(body[m[0]:], "\n")
		if !strings.Contains(first, "{#") && !strings.Contains(body[m[0]:m[1]], "{#") {
			line := 1 + strings.Count(body[:m[0]], "\n")
			v.add(agreement.Warning, "unnamed-provision", token.Position{Filename: x.pos.Filename, Line: line}, "end its first paragraph with {#name}", "a first-level provision has no name")
		}
	}
}

// noField is how the checker of types says that a value has no field of a name.
var noField = agreement.Pattern(`can't use field (\w+) in type (?:\w+\.)?(\w+)`)

// inAuthorsWords says of a name in an action that nothing has it, without Go's
// words.
func inAuthorsWords(p *agreement.Problem) *agreement.Problem {
	m := noField().FindStringSubmatch(p.Message)
	if m == nil {
		return p
	}
	names := fieldsByType()[m[2]]
	of := "the " + m[2] + " of a term sheet"
	if m[2] == reflect.TypeFor[context]().Name() {
		of = "the term sheet"
	}
	p.Message = fmt.Sprintf("there is no .%s in %s", m[1], of)
	p.Hint = cmp.Or(nearest(m[1], names), "its fields are "+strings.Join(names, ", "))
	return p
}

// fieldsByType are the Go names of the fields of the types of a term sheet.
var fieldsByType = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	var visit func(t reflect.Type)
	visit = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || all[t.Name()] != nil {
			return
		}
		all[t.Name()] = []string{}
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && f.Tag.Get("json") != "" {
				all[t.Name()] = append(all[t.Name()], f.Name)
				visit(f.Type)
			}
		}
	}
	sheet := reflect.TypeFor[schema.TermSheet]()
	visit(sheet)
	all[reflect.TypeFor[context]().Name()] = all[sheet.Name()]
	return all
})
