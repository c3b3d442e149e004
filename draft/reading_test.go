package draft_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
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
