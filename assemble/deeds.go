package assemble

import (
	"slices"
	"strings"
)

// A deed is what a provision does for others that refer to it, as its name declares:
// "{#residual: preserves right}". Vet holds "a right that [](#residual) preserves"
// against it; no other code asks for it, and nothing prints it.
type deed struct{ verb, noun string }

// cutDeeds takes out of a text what the names of its provisions declare.
func cutDeeds(body string) (string, map[string][]deed) {
	var out strings.Builder
	out.Grow(len(body))
	var found map[string][]deed
	for rest := body; ; {
		before, after, ok := strings.Cut(rest, "{#")
		out.WriteString(before)
		if !ok {
			return out.String(), found
		}
		out.WriteString("{#")
		rest = after
		said, after, ok := strings.Cut(rest, "}")
		name, does, declares := strings.Cut(said, ": ")
		if !ok || !declares || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			continue
		}
		if found == nil {
			found = map[string][]deed{}
		}
		found[name] = append(found[name], readDeeds(does)...)
		out.WriteString(name)
		rest = "}" + after
	}
}

// readDeeds reads "states deposit, period; requires evidence". What has no noun is kept
// as a verb alone, of which vet tells.
func readDeeds(s string) (list []deed) {
	for _, group := range strings.Split(s, ";") {
		verb, nouns, _ := strings.Cut(strings.TrimSpace(group), " ")
		for _, noun := range strings.Split(nouns, ",") {
			list = append(list, deed{verb, strings.TrimSpace(noun)})
		}
	}
	return list
}

// does reports whether a provision of a variant declares a deed, or where no provision
// is named any of them does.
func (v *Variant) does(provision string, d deed) bool {
	for name, deeds := range v.deeds() {
		if (provision == "" || name == provision) && slices.ContainsFunc(deeds, d.same) {
			return true
		}
	}
	return false
}

func (d deed) same(e deed) bool { return d.verb == e.verb && singular(d.noun) == singular(e.noun) }

// singular is a noun in the singular and without its capital, as far as it takes to compare.
func singular(noun string) string {
	noun = strings.ToLower(noun)
	if s, ok := strings.CutSuffix(noun, "ies"); ok {
		return s + "y"
	}
	return strings.TrimSuffix(noun, "s")
}
