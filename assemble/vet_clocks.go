package assemble

import (
	"go/token"
	"regexp"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// What a careful reader finds by holding one clause against another: a claim that must
// be brought while the steps before it still run, and an event that nobody is bound to
// bring about.

var (
	timeBar    = agreement.Pattern(`\bclaim\b[^.;:]{0,60}\b(?:brought|made)\b[^.;:]{0,40}\bwithin\b`)
	timeStands = agreement.Pattern(`\b(?:no|No) [^.;:]*\btime\b[^.;:]*\b(?:claim|sets)\b[^.;:]*\b(?:runs?|stands? still)\b`)
)

// clashingTimes finds steps before proceedings that let the time for a claim run out:
// 60 days to contest a decision, of which negotiation and mediation take 75.
func (v *vetter) clashingTimes() {
	for _, steps := range v.lib.variants() {
		if !v.declares(steps, DatedSteps, "yes") || v.prints(steps, timeStands()) {
			continue
		}
		for _, x := range v.lib.variants() {
			if x.Topic == steps.Topic && x != steps {
				continue // they are never in one agreement
			}
			if at, found := v.where(x, timeBar()); found {
				v.add(agreement.Warning, "clashing-times", steps.pos, "say that no time that the agreement sets for a claim runs while the steps last",
					"a claim has to be brought within a time (%s), which runs out while these steps are taken", at)
				break
			}
		}
	}
}

// failure is an event that turns on a duty that the agreement has to create.
var failure = agreement.Pattern(`\bfails? to ([a-z]+)(?: or ([a-z]+))? [^.;]*\bas this agreement\b[^.;]*\brequires\b`)

// neverOccurs finds an event that cannot occur: somebody fails to do what this agreement
// requires, and neither the clause nor one that it requires makes that a duty.
func (v *vetter) neverOccurs(x *Variant) {
	for _, m := range v.said[x].prose {
		event := failure().FindStringSubmatch(m.what)
		if event == nil || m.from != "" || v.obliges(x, event[1:]) {
			continue
		}
		v.add(agreement.Warning, "never-occurs", m.pos, "say who shall do it, in this clause or in one that it requires",
			"%q: nothing here obliges anybody to it, so that it cannot occur", event[0])
	}
}

// obliges reports whether a provision of a clause, or of one that it requires, says what
// somebody shall do in one of these words.
func (v *vetter) obliges(x *Variant, words []string) bool {
	list := []*Variant{x}
	for _, id := range x.requires() {
		if t := v.lib.topics[id]; t != nil {
			list = append(list, t.Variants...)
		}
	}
	for _, y := range list {
		for _, w := range v.ways[y] {
			for _, b := range w.body {
				said := wordsOf([]agreement.Block{b})
				if strings.Contains(said, "shall") && slices.ContainsFunc(words, func(word string) bool { return word != "" && strings.Contains(strings.ToLower(said), stem(word)) }) {
					return true
				}
			}
		}
	}
	return false
}

// prints reports whether a clause has words of a kind in one of the ways through it.
func (v *vetter) prints(x *Variant, words *regexp.Regexp) bool {
	_, found := v.where(x, words)
	return found
}

// where is the place of words of a kind in a clause.
func (v *vetter) where(x *Variant, words *regexp.Regexp) (at token.Position, found bool) {
	for _, w := range v.ways[x] {
		agreement.Walk(w.body, func(b agreement.Block) bool {
			if p, ok := b.(*agreement.Paragraph); ok && words.MatchString(agreement.Words(p.Text)) {
				at, found = posOf(p), true
			}
			return !found
		})
		if found {
			break
		}
	}
	return at, found
}

// declares reports whether a variant may say this of a fact.
func (v *vetter) declares(x *Variant, f Fact, value string) bool {
	return slices.ContainsFunc(x.facts[f], func(d declared) bool { return d.value == value })
}
