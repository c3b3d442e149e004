package calendar

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// anActor matches who may be said to do something, as a sentence names them.
const anActor = `\b(?:[Tt]he|[Ee]ach|[Ee]ither|[Bb]oth|[Aa]ll|[Aa]ny|[Aa]n?|[Nn]o|[Nn]either|[Ii]ts?) (?:other |last |acting |independent )?(?:[a-z]+ of (?:the|an?|each) )?[A-Z][A-Za-z-]*(?: (?:or |and )?[A-Z][A-Za-z-]*)*`

var (
	modalWord = agreement.Pattern(` (shall|must|may)[ ,]`)
	toWhom    = agreement.Pattern(` (?i:give|send|tell|pay|notify|show|report to|certify in writing to)(?: in writing)?,? (` + anActor + `)`)
	actor     = agreement.Pattern(anActor)
	thing     = agreement.Pattern(` (Notice|Event|Date|Period|Rights?|Licences?|Dispute|Term|Agreement|Royalty|Patents?|Product|Products)$`)
	relative  = agreement.Pattern(` (that|which|who|whom|to which|where)\b.*$`)
)

// actors are who a sentence says shall, must or may do something, as it names them,
// which of the three, and to whom, where it says so in a way that can be told.
func actors(s string) (who, modal, whom string) {
	m := modalWord().FindStringSubmatchIndex(s)
	if m == nil {
		return "", "", ""
	}
	modal = s[m[2]:m[3]]
	before := s[:m[0]]
	if i := strings.LastIndex(before, ", "); i >= 0 && actor().MatchString(before[i:]) {
		before = before[i:]
	}
	// The subject of "a Party that owes it shall" is the Party.
	if cut := relative().ReplaceAllString(before, ""); actor().MatchString(cut) {
		before = cut
	}
	if list := actor().FindAllString(before, -1); list != nil {
		if who = list[len(list)-1]; thing().MatchString(who) {
			who = ""
		}
	}
	if t := toWhom().FindStringSubmatch(s[m[1]-1:]); t != nil {
		whom = t[1]
	}
	return who, modal, whom
}

var everybody = []string{"Party", "Parties", "Member", "Members"}

// parties are the ids that words name: by a short name, or all that sign. Words for a
// role ("the Licensor") name nobody here: who it is depends on the licence.
func (d *deriver) parties(words string) []string {
	if words == "" {
		return nil
	}
	var ids []string
	for _, id := range d.signers {
		if strings.Contains(words, d.out.Names[id]) {
			ids = append(ids, id)
		}
	}
	fields := strings.Fields(words)
	if ids == nil && len(fields) <= 3 && slices.Contains(everybody, fields[len(fields)-1]) {
		return d.signers
	}
	return ids
}

// partiesInRow are the first party that a row of a table names, and the next.
func (x *reader) partiesInRow() (by, to []string) {
	for _, cell := range x.s.row {
		var ids []string
		for _, id := range x.signers {
			if cell == x.out.Names[id] || strings.Contains(" "+strings.NewReplacer(",", " ", ";", " ").Replace(cell)+" ", " "+x.out.Names[id]+" ") {
				ids = append(ids, id)
			}
		}
		switch {
		case ids == nil:
		case by == nil:
			by = ids
		case to == nil:
			to = ids
		}
	}
	return by, to
}

var conditionWord = agreement.Pattern(`^(If|Where|When|Unless|As long as|Once|After) [^,]*,`)

// condition is the condition with which a sentence begins.
func condition(s string) string {
	return strings.TrimPrefix(strings.TrimSuffix(lower(conditionWord().FindString(s)), ","), "if ")
}

func joinIf(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + "; and " + b
}

func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// phrase is the words of an event, up to where something else begins.
func phrase(s string) string {
	for _, stop := range []string{", ", "; ", ". ", ": ", " unless ", " if the "} {
		if i := strings.Index(s, stop); i > 0 {
			s = s[:i]
		}
	}
	return cutOff(strings.TrimRight(s, ".;:"))
}

var onNotice = agreement.Pattern(`^(’|')? ?notice`)

// trigger is from what a period counts that is counted from nothing in sight.
func trigger(sentence, after string) string {
	if onNotice().MatchString(strings.TrimLeft(after, " ")) || strings.Contains(strings.ToLower(sentence), "on notice of") {
		return "on notice"
	}
	if c := condition(sentence); c != "" {
		return "if " + c
	}
	return ""
}
