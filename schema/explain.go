package schema

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
	"github.com/tailscale/hujson"
)

// validate holds the values against the JSON Schema.
func (r *reader) validate() { r.explain(r.file.book.validate(r.file.plain)) }

// explain reports what the validator found, which comes in no order: the
// innermost values first, and one problem for each value. It finds words for as
// many problems as are listed; of the others the values are only left out.
func (r *reader) explain(all []leaf) {
	slices.SortFunc(all, leaf.compare)
	for _, x := range all {
		switch x.rule {
		case "additionalProperties":
			slices.Sort(x.names)
			for _, name := range x.names {
				if r.listed(agreement.Error) {
					r.unknownField(x.path, name, x.node)
				}
			}
		case "required":
			for _, name := range x.names {
				if r.listed(agreement.Error) {
					r.missingField(x.path, name, x.node)
				}
			}
		default:
			if r.spoilt(x.path) {
				continue
			}
			if !r.listed(agreement.Error) {
				r.bad[pointer(x.path)] = true
				continue
			}
			id, message, hint := r.misfitWords(x)
			r.addAt(x.path, id, message, hint)
		}
	}
}

// listed reports whether one more problem can be listed, and otherwise counts it.
func (r *reader) listed(severity agreement.Severity) bool {
	if len(r.problems) < maxListed {
		return true
	}
	r.unlisted++
	r.gravest = min(r.gravest, severity)
	return false
}

func (x leaf) compare(y leaf) int {
	if c := cmp.Compare(len(y.path), len(x.path)); c != 0 {
		return c
	}
	if c := slices.Compare(x.path, y.path); c != 0 {
		return c
	}
	return cmp.Compare(x.rule, y.rule)
}

func (r *reader) unknownField(path []string, name string, node map[string]any) {
	at := extend(path, name)
	if r.spoilt(at) {
		return
	}
	o, _ := r.file.find(path)
	r.path = at
	place := r.file.member(o.Value.(*hujson.Object), name).Name.StartOffset
	if node["patternProperties"] != nil {
		r.add(place, "bad-name", fmt.Sprintf("`%s` cannot be the name of a topic%s", excerpt(name), r.within(path)),
			"write it in lower case letters, digits and hyphens, with a slash after the family: escrow/release")
		return
	}
	r.add(place, "unknown-field", fmt.Sprintf("unknown field `%s`%s", excerpt(name), r.within(path)), r.file.book.fieldHint(name, path, node))
}

func (r *reader) missingField(path []string, name string, node map[string]any) {
	if r.spoilt(path) {
		return
	}
	property, _ := child2(node, "properties", name)
	message := fmt.Sprintf("`%s` is missing%s", name, r.within(path))
	if about := r.file.book.about(property); about != "" {
		message += ": " + about
	}
	o, _ := r.file.find(path)
	r.path = extend(path, name)
	r.add(o.StartOffset, "missing-field", message, fmt.Sprintf("add %q: %s", name, r.file.book.example(property)))
}

// within names the object that a field lies in, or is "" for the whole.
func (r *reader) within(path []string) string {
	if len(path) == 0 {
		return ""
	}
	return " in `" + r.file.dotted(path) + "`"
}

// misfitWords says in plain words that a value is not what the schema has in
// its place, and what to write.
func (r *reader) misfitWords(x leaf) (id, message, hint string) {
	what := "the " + r.file.book.noun + " "
	if len(x.path) > 0 {
		what = "`" + r.file.dotted(x.path) + "` "
	}
	value := r.valueAt(x.path)
	text, _ := x.got.(string)
	switch x.rule {
	case "type":
		return "wrong-type", what + "must be " + r.file.book.expected(x.node) + ", not " + describe(value), r.file.book.typeHint(value, x.node, r.file.book.typeAt(x.path))
	case "enum":
		return enumWords(what, x.got, x.node)
	case "format":
		var m *misfit
		if errors.As(x.err, &m) {
			return m.id, what + "is wrong: " + m.message, m.hint
		}
		return fmt.Sprint("bad-", x.node["format"]), fmt.Sprintf("%sis not an %s address: %s", what, x.node["format"], describe(value)), "write it like legal@alpha.example"
	case "pattern":
		return r.file.book.patternWords(what, text, x.node)
	case "minimum":
		return "out-of-range", fmt.Sprintf("%smust be at least %s, not %s", what, x.node["minimum"], describe(value)), rangeHint(x.node)
	case "maximum":
		return "out-of-range", fmt.Sprintf("%smust be at most %s, not %s", what, x.node["maximum"], describe(value)), rangeHint(x.node)
	case "minLength":
		return "too-short", fmt.Sprintf("%smust have at least %s characters; it has %d", what, x.node["minLength"], utf8.RuneCountInString(text)), "say more"
	case "maxLength":
		return "too-long", fmt.Sprintf("%smust have at most %s characters; it has %d", what, x.node["maxLength"], utf8.RuneCountInString(text)), "shorten it"
	case "minItems":
		return "too-few", fmt.Sprintf("%sneeds at least %s; it has %d", what, x.node["minItems"], len(anyList(x.got))), "add " + r.file.book.example(x.node["items"])
	case "maxItems":
		return "too-many", fmt.Sprintf("%smay have at most %s; it has %d", what, x.node["maxItems"], len(anyList(x.got))), "take some away"
	case "uniqueItems":
		return "repeated-value", fmt.Sprintf("%slists the same value twice: elements %d and %d, counted from 0", what, x.twins[0], x.twins[1]), "take one away"
	default:
		return "invalid", what + "is not what the schema has here: " + x.rule, ""
	}
}

// rangeHint says between what numbers a value lies.
func rangeHint(node map[string]any) string {
	least, most := node["minimum"], node["maximum"]
	switch {
	case most == nil:
		return fmt.Sprintf("write %v or more", least)
	case least == nil:
		return fmt.Sprintf("write %v or less", most)
	}
	return fmt.Sprintf("write a number from %v to %v", least, most)
}

func enumWords(what string, value any, node map[string]any) (id, message, hint string) {
	var allowed []string
	for _, v := range anyList(node["enum"]) {
		allowed = append(allowed, fmt.Sprint(v))
	}
	got := fmt.Sprint(value)
	if near := nearest(got, allowed); near != "" && len(allowed) > 1 {
		hint = fmt.Sprintf("did you mean %q? ", near)
	}
	if s, ok := value.(string); ok {
		got = `"` + excerpt(s) + `"`
	}
	return "not-allowed", what + "cannot be " + got, hint + "the values are " + list(quoted(allowed))
}

func (b *rulebook) patternWords(what string, got string, node map[string]any) (id, message, hint string) {
	want := node["pattern"].(string)
	switch {
	case strings.HasPrefix(want, "^[a-z0-9][a-z0-9-]"):
		return "bad-id", fmt.Sprintf("%scannot be an id: \"%s\"", what, excerpt(got)), idHint(got)
	case strings.Contains(want, "[.][0-9]"):
		return "bad-number", fmt.Sprintf("%sis not a plain number: \"%s\"", what, excerpt(got)), numberHint(got)
	}
	if example := b.example(node); example != noExample {
		hint = "write it like " + example
	}
	return "bad-form", fmt.Sprintf("%sis not of the right form: \"%s\"", what, excerpt(got)), hint
}

// idHint proposes an id made of what was written.
func idHint(s string) string {
	hint := "write at most 40 lower case letters, digits and hyphens"
	id := strings.Trim(strings.Map(func(c rune) rune {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			return c
		case 'A' <= c && c <= 'Z':
			return c - 'A' + 'a'
		}
		return '-'
	}, s), "-")
	if isID(id) {
		hint += fmt.Sprintf(": %q", id)
	}
	return hint
}

// numberHint proposes the number that a text with a unit or with separators
// means; where it can mean two, as "1,500" can, it gives both.
func numberHint(s string) string {
	plain := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "%", "", "_", "", "'", "", "’", "").Replace(s)
	plain = strings.TrimFunc(plain, func(c rune) bool { return unicode.Is(unicode.Sc, c) })
	code := strings.Trim(plain, "-.,0123456789")
	if _, known := Currency(code).Digits(); known {
		plain = strings.Replace(plain, code, "", 1)
	}
	if whole, frac, found := strings.Cut(plain, ","); found && !notThreeDigits(frac) && readsTwoWays(whole+"."+frac[:2]+"0") {
		return fmt.Sprintf("write %q, or %q if the comma begins the fraction", whole+frac, strings.TrimRight(strings.TrimRight(whole+"."+frac, "0"), "."))
	}
	plain = pointed(plain)
	switch d, err := ParseDecimal(plain); {
	case err != nil:
	case d.IsNegative():
		return "write an amount of its own, without a sign: who pays whom says the direction"
	default:
		return fmt.Sprintf("write %q, without separators or unit", plain)
	}
	return "write digits, with a decimal point: 1500000, 0.25"
}

// pointed is a number with its groups of three digits joined and a point before
// its fraction: 1.500.000,00 and 1,500,000.00 are 1500000.00.
func pointed(s string) string {
	last := strings.LastIndexAny(s, ".,")
	if last < 0 {
		return s
	}
	mark := s[last : last+1]
	other := map[string]string{".": ",", ",": "."}[mark]
	if groups := strings.Split(s, mark); len(groups) > 2 && !slices.ContainsFunc(groups[1:], notThreeDigits) {
		return strings.Join(groups, "")
	}
	whole, frac := s[:last], s[last+1:]
	groups := strings.Split(whole, other)
	if slices.ContainsFunc(groups[1:], notThreeDigits) || strings.Contains(whole, mark) {
		return s
	}
	return strings.Join(groups, "") + "." + frac
}

func notThreeDigits(s string) bool { return len(s) != 3 || strings.Trim(s, "0123456789") != "" }

// valueAt is the decoded value at a path.
func (r *reader) valueAt(path []string) any {
	v := r.file.plain
	for _, name := range path {
		v = step(v, name)
	}
	return v
}

// describe says what a value is: the text "30 days", 5, a list.
func describe(v any) string {
	switch v := v.(type) {
	case string:
		return `the text "` + excerpt(v) + `"`
	case json.Number:
		return excerpt(v.String())
	case bool:
		return fmt.Sprint(v)
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	}
	return "null"
}

// typeHint says how to write a value so that it has the right type. Of names the
// definition that the schema has for its place.
func (b *rulebook) typeHint(v any, node map[string]any, of string) string {
	example := b.example(node)
	text, isText := v.(string)
	number, isNumber := v.(json.Number)
	switch wanted := node["type"]; {
	case v == nil:
		return "leave the field out instead of writing null, or write " + example
	case wanted == "integer":
		return integerHint(v, of)
	case wanted == "string" && isNumber:
		return fmt.Sprintf("write %q", excerpt(number.String()))
	case wanted == "array" && isText && b.resolve(node["items"])["type"] == "string":
		return "put it between brackets: [" + compact(excerpt(text)) + "]"
	case wanted == "boolean":
		return "write true or false, without quotation marks"
	}
	return "write it like " + example
}
