package draft_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// listsOfOne are topics whose lists have an item for each licence, royalty or
// special term, and so may have one. Nothing may be added to them.
var listsOfOne = []string{"schedules/grants", "schedules/royalties", "frame/special-terms"}

// TestNoListOfOne reads every example for a list that has one item: a careful
// reader takes it for a list of which the rest is lost.
func TestNoListOfOne(t *testing.T) {
	lib := library(t)
	for _, file := range examples(t) {
		made, err := lib.Assemble(load(t, file), assemble.Options{})
		if err != nil {
			continue // TestExamples says what is wrong with it
		}
		seeListsOfOne(t, nameOf(file), made.Document.Body)
	}
}

func seeListsOfOne(t *testing.T, name string, body []agreement.Block) {
	for _, b := range body {
		c, ok := b.(*agreement.Clause)
		if !ok {
			continue
		}
		items := 0
		for _, x := range c.Body {
			if item, ok := x.(*agreement.Clause); ok && item.Kind == agreement.Numbered && len(item.Heading) == 0 {
				items++
			}
		}
		if items == 1 && c.Number != "" && !slices.Contains(listsOfOne, topicOf(c.ID)) {
			t.Errorf("%s: %s (%s) is a list of one item", name, c.ID, c.Number)
		}
		seeListsOfOne(t, name, c.Body)
	}
}

func topicOf(id string) string {
	topic, _, _ := strings.Cut(id, ".")
	return topic
}

// A reading is one thing that a careful reader looks for in every provision.
type reading struct {
	name string
	find func(text string) string // what is wrong in words of a provision, or ""
	bad  string                   // words in which it is found
	good string                   // words that come close
}

var readings = []reading{
	{
		name: "a period says what begins it", find: periodWithoutStart,
		bad:  "If it does not take over the defence within 20 days, the other may.",
		good: "If it does not take over the defence within 20 days after it was told of the claim, the other may.",
	},
}

var (
	aPeriod = regexp.MustCompile(`\bwithin \d+ (?:Business )?(?:day|month|hour|year)s?\b`)
	aStart  = regexp.MustCompile(`\b(?:after|from|of|before|until|since|beforehand|a further|at least once|in which|may within|shall within|must within|not|each|as a rule)\b`)
)

// periodWithoutStart finds a sentence with a period and no word of when it begins.
func periodWithoutStart(text string) string {
	for _, s := range sentenceEnd.Split(text, -1) {
		if m := aPeriod.FindString(s); m != "" && strings.Contains(s, m+", the") && !aStart.MatchString(s[strings.Index(s, m)+len(m):]) && !strings.Contains(s[:strings.Index(s, m)], "After") {
			return m
		}
	}
	return ""
}

var whereStates = regexp.MustCompile(`[Ww]here (Schedule [A-Z]) \([^)]*\) states an? ([a-z]+)`)

// unresolved finds a provision for what a schedule states that states nothing of it:
// the program could have left it out. A class of assets prints by its name.
func unresolved(text string, schedules map[string]string) string {
	for _, m := range whereStates.FindAllStringSubmatch(text, -1) {
		if said := schedules[m[1]]; said != "" && m[2] != "class" && !strings.Contains(strings.ToLower(said), m[2]) {
			return m[0]
		}
	}
	return ""
}

func TestUnresolved(t *testing.T) {
	schedules := map[string]string{"Schedule D": "The cap for a year is EUR 5."}
	if unresolved("Where Schedule D (Royalties) states a stacking cap, it is deducted.", map[string]string{"Schedule D": "The rate is 5%."}) == "" {
		t.Error("a cap that no schedule states is not found")
	}
	if found := unresolved("Where Schedule D (Royalties) states a cap, it applies.", schedules); found != "" {
		t.Errorf("%q is found, and the schedule states it", found)
	}
}

// TestReadings reads every example at every position.
func TestReadings(t *testing.T) {
	for _, r := range readings {
		if r.find(r.bad) == "" {
			t.Errorf("%s: not found in %q", r.name, r.bad)
		}
		if found := r.find(r.good); found != "" {
			t.Errorf("%s: %q found in %q", r.name, found, r.good)
		}
	}
	lib := library(t)
	for _, file := range examples(t) {
		for _, position := range []schema.Position{"L", "B", "E"} {
			f := load(t, file)
			f.Sheet.Deal.Position = position
			made, err := lib.Assemble(f, assemble.Options{})
			if err != nil {
				continue // other tests say what is wrong with it
			}
			schedules := map[string]string{}
			for _, b := range made.Document.Body {
				if c, ok := b.(*agreement.Clause); ok && strings.HasPrefix(c.Number, "Schedule ") {
					agreement.Walk(c.Body, func(x agreement.Block) bool {
						agreement.Inlines(x, func(in []agreement.Inline) { schedules[c.Number] += agreement.Words(in) + "\n" })
						return true
					})
				}
			}
			agreement.Walk(made.Document.Body, func(b agreement.Block) bool {
				if p, ok := b.(*agreement.Paragraph); ok {
					if found := unresolved(agreement.Words(p.Text), schedules); found != "" {
						t.Errorf("%s at %s: %q, and it states none: %q", nameOf(file), position, found, agreement.Words(p.Text))
					}
				}
				if p, ok := b.(*agreement.Paragraph); ok {
					for _, r := range readings {
						if found := r.find(agreement.Words(p.Text)); found != "" {
							t.Errorf("%s at %s: %s: %q in %q", nameOf(file), position, r.name, found, agreement.Words(p.Text))
						}
					}
				}
				return true
			})
		}
	}
}
