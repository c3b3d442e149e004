package assemble

import (
	"regexp"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// What a careful reader sees in a clause as it prints: each of these rules looks at
// the words of a variant with its conditions fallen out in one way.
func (v *vetter) reading(w *wording) {
	for _, d := range w.definitions {
		v.definitionHere(d.paragraph)
	}
	absent := absentPeriods(w.body)
	agreement.Walk(w.body, func(b agreement.Block) bool {
		switch b := b.(type) {
		case *agreement.Clause:
			v.headingWithoutMatter(b)
		case *agreement.Paragraph:
			if words := agreement.Words(b.Text); v.fresh(b, words) || absent != nil {
				v.afterAbsentPeriod(b, words, absent)
				v.dutyWithoutParty(b, words)
			}
		case *agreement.Table:
			v.termsOfTable(b)
		case *agreement.Signatures:
		}
		return true
	})
}

// fresh reports whether words were not yet read in another way through their clause.
func (v *vetter) fresh(b agreement.Block, words string) bool {
	key := posOf(b).String() + "\x00" + words
	if v.told[key] {
		return false
	}
	v.told[key] = true
	return true
}

// references looks at what a clause says of the provisions to which it refers, once
// every clause has been read.
func (v *vetter) references(x *Variant) {
	for _, w := range v.ways[x] {
		for _, d := range w.definitions {
			v.targetDoesNot(x, d.paragraph)
		}
		agreement.Walk(w.body, func(b agreement.Block) bool {
			if p, ok := b.(*agreement.Paragraph); ok {
				v.targetDoesNot(x, p)
			}
			return true
		})
	}
}

// warnOnce warns of something that several ways through a clause show.
func (v *vetter) warnOnce(b agreement.Block, id, hint, format string, args ...any) {
	p := &vetter{}
	p.add(agreement.Warning, id, posOf(b), hint, format, args...)
	key := p.problems[0].Pos.String() + p.problems[0].Message
	if !v.told[key] {
		v.told[key] = true
		v.problems.Add(p.problems[0])
	}
}

var here = agreement.Pattern(`\bthis (section|schedule|provision)\b`)

// definitionHere finds a definition that says where it stands: it moves to the
// dictionary, where the words mean something else.
func (v *vetter) definitionHere(p *agreement.Paragraph) {
	if m := here().FindString(agreement.Words(p.Text)); m != "" {
		v.warnOnce(p, "definition-here", "refer with [](#topic) or [](#name): the definition moves to the dictionary", "%q in a definition means the section of the definitions", m)
	}
}

var (
	paired    = agreement.Pattern(`^(\w[\w -]*?),? and (\w[\w -]*?)\.?$`)
	anyWord   = agreement.Pattern(`[A-Za-z]{4,}`)
	sentences = agreement.Pattern(`[.;:](?:\s|$)`)
)

// headingWithoutMatter finds a run-in heading of two parts of which a condition takes
// one away: "Minimum and cap" over words that, where no minimum is stated, speak of the
// cap alone. What a heading names and no way of the words does is said in other words.
func (v *vetter) headingWithoutMatter(c *agreement.Clause) {
	heading := agreement.Words(c.Heading)
	m := paired().FindStringSubmatch(heading)
	if m == nil || !strings.Contains(c.ID, ".") {
		return
	}
	said := strings.ToLower(wordsOf(c.Body))
	for _, part := range m[1:] {
		key := posOf(c).String() + heading + part
		seen := v.treated[key]
		if treats(said, part) {
			seen.yes = true
		} else {
			seen.no = true
		}
		if v.treated[key] = seen; seen.yes && seen.no {
			v.warnOnce(c, "heading-without-matter", "put the words under one condition with the heading, or name what always stands there",
				"the heading speaks of %q, and under some conditions nothing under it does", part)
		}
	}
}

// treated says whether words under a heading spoke of a part of it, in some way through
// the clause, and whether in some way they did not.
type treated struct{ yes, no bool }

// treats reports whether words have a word of a heading, in any of its forms.
func treats(said, heading string) bool {
	for _, w := range anyWord().FindAllString(strings.ToLower(heading), -1) {
		if strings.Contains(said, stem(w)) {
			return true
		}
	}
	return false
}

func stem(w string) string { return w[:min(len(w), max(3, len(w)-3))] }

func wordsOf(body []agreement.Block) string {
	var b strings.Builder
	agreement.Walk(body, func(x agreement.Block) bool {
		agreement.Inlines(x, func(in []agreement.Inline) { b.WriteString(agreement.Words(in) + "\n") })
		return true
	})
	return b.String()
}

var (
	noPeriod = agreement.Pattern(`\b(?:[Tt]here is|[Hh]as|[Hh]ave) no ((?:[A-Z][\w-]+ )*(?:Period|Time|Window|Term)\b|(?:time|period) (?:to|for|of) \w+)`)
	provided = agreement.Pattern(`\b(?:where there is none|if there is none|if (?:it|there) has one|if any)\b`)
)

// absentPeriods are the periods that a clause says do not exist in some case.
func absentPeriods(body []agreement.Block) []string {
	var list []string
	for _, m := range noPeriod().FindAllStringSubmatch(wordsOf(body), -1) {
		list = append(list, m[1])
	}
	return list
}

// afterAbsentPeriod finds what can be reached only through a period that the clause
// says does not exist in some case: a right within 90 days after a time to cure that a
// breach without a cure has not.
func (v *vetter) afterAbsentPeriod(p *agreement.Paragraph, words string, absent []string) {
	for _, s := range sentences().Split(words, -1) {
		for _, period := range absent {
			if reached := regexp.MustCompile(`\b(?:after|within|end of|expiry of) (?:the |its |that )?` + regexp.QuoteMeta(period) + `\b`); reached.MatchString(s) && !provided().MatchString(s) {
				v.warnOnce(p, "absent-period", "say what holds where there is none", "this runs from %q, which the clause says does not exist in some cases", period)
			}
		}
	}
}

var passive = agreement.Pattern(`\b(?:is|are) (?:kept|sent|handed over|deposited|delivered|maintained|looked at|brought up to date|granted an? [A-Z]\w+)\b`)

// dutyWithoutParty finds what has to be done and by nobody: "is kept", where no word
// says by whom.
func (v *vetter) dutyWithoutParty(p *agreement.Paragraph, words string) {
	for _, s := range sentences().Split(words, -1) {
		m := passive().FindString(s)
		if m != "" && !strings.Contains(s, m+" out") && !strings.Contains(s, " by ") && !strings.Contains(s, "shall") && !strings.Contains(s, "must") && !whenWhere().MatchString(before(s, m)) {
			v.warnOnce(p, "duty-without-party", "say who shall do it", "%q: nobody has to do it", m)
		}
	}
}

// whenWhere begins words that suppose something, and oblige nobody to it.
var whenWhere = agreement.Pattern(`\b(?:[Ii]f|[Ww]hen|[Ww]here|[Uu]nless|[Uu]ntil|[Ww]hile|[Aa]s long as|that|which|to whom|[Ww]hat|[Aa]fter|[Bb]efore|under|in) [^,]*$`)

func before(s, m string) string { return s[:strings.Index(s, m)] }

var (
	nounThat = agreement.Pattern(`\b([A-Za-z-]+)(?: of [A-Za-z-]+)? that $`)
	doesIt   = agreement.Pattern(`^ ([a-z]+s)\b`)
	generic  = []string{"extent", "manner", "what", "all", "one", "those", "anything", "way", "provision", "nothing", "fact", "rule", "matter", "something", "or", "and"}
)

// targetDoesNot finds a reference of whose target something is said that the target does
// not declare: "a Licence that [](#x) preserves", and x is about sums.
func (v *vetter) targetDoesNot(x *Variant, p *agreement.Paragraph) {
	for i, in := range p.Text {
		ref, ok := in.(*agreement.Ref)
		if !ok || i == 0 || i+1 == len(p.Text) {
			continue
		}
		noun := nounThat().FindStringSubmatch(agreement.Words(p.Text[i-1 : i]))
		verb := doesIt().FindStringSubmatch(agreement.Words(p.Text[i+1 : i+2]))
		if noun == nil || verb == nil || verb[1] == "does" || slices.Contains(generic, singular(noun[1])) {
			continue
		}
		_, provision, _ := strings.Cut(ref.Target, ".")
		for _, y := range v.variantsNaming(x, ref.Target) {
			if d := (deed{verb[1], noun[1]}); !y.does(provision, d) {
				v.warnOnce(p, "target-does-not", "refer to the provision that does it, or declare it where it is done: {#name: "+d.verb+" "+singular(d.noun)+"}",
					"%q: %s does not declare it", noun[0]+"..."+verb[0], y)
			}
		}
	}
}

var plainDeed = agreement.Pattern(`^[a-z]+s [A-Za-z][A-Za-z-]*$`)

// deeds finds declarations that nothing can be held against.
func (v *vetter) deeds(x *Variant) {
	for name, list := range x.deeds() {
		for _, d := range list {
			if said := strings.TrimSpace(d.verb + " " + d.noun); !plainDeed().MatchString(said) {
				v.add(agreement.Error, "bad-declaration", x.pos, "write {#"+name+": states period, sum; preserves right}",
					"%s.%s declares %q, which is no verb with a noun", x.Topic.ID, name, said)
			}
		}
	}
}

// variantsNaming are the variants that a reference can lead to.
func (v *vetter) variantsNaming(from *Variant, target string) []*Variant {
	topic, name, _ := strings.Cut(target, ".")
	if topic == from.Topic.ID {
		return []*Variant{from}
	}
	t := v.lib.topics[topic]
	if t == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(t.Variants), func(y *Variant) bool { return name != "" && !y.names(name) })
}

// termsOfTable finds a defined term of several words without its capitals in the cells
// of a table, where nothing else looks for it.
func (v *vetter) termsOfTable(t *agreement.Table) {
	cells := wordsOf([]agreement.Block{&agreement.Table{Rows: t.Rows}}) // a head has sentence case
	lower := strings.ToLower(cells)
	for term := range v.lib.terms.homes {
		if !strings.Contains(term, " ") || len(term) < 8 {
			continue
		}
		for i := 0; ; {
			at := strings.Index(lower[i:], strings.ToLower(term))
			if at < 0 {
				break
			}
			if at += i; at+len(term) <= len(cells) && len(lower) == len(cells) && cells[at:at+len(term)] != term && strings.ToLower(term[1:]) == cells[at+1:at+len(term)] {
				v.warnOnce(t, "missing-capital", "write it as it is defined", "%q is a defined term without its capitals", cells[at:at+len(term)])
			}
			i = at + len(term)
		}
	}
}
