package main

import (
	"fmt"
	"strings"

	"github.com/engross/engross/assemble"
)

// printForSide prints, of the departures from the balanced standard that changed between
// two term sheets, who gains by them now, and what a side falls back to and walks away
// from: what weighs most, and is against the side, first. It is for the house alone.
func (a *app) printForSide(b *strings.Builder, open opening, sides [2]*draftInput) error {
	o, err := open()
	if err != nil {
		return err
	}
	var deals [2]*assemble.Deal
	for i, s := range sides {
		if deals[i], err = o.Library.Resolve(s.file); err != nil {
			return err
		}
	}
	if err := knownSide(deals[1].Sheet, a.side); err != nil {
		return err
	}
	book, err := o.Library.Playbook()
	if err != nil {
		return err
	}
	list, before := departed(deals[0].Deviations(), deals[1].Deviations())
	if len(list) == 0 {
		fmt.Fprintf(b, "\nFor %s: nothing that changed departs from the balanced standard, or did.\n", a.side)
		return nil
	}
	fmt.Fprintf(b, "\nFor %s, and not for the other side: what changed against the balanced standard.\n", a.side)
	for _, d := range book.Ranked(deals[1].Sheet, list, a.side) {
		a.describeDeparture(b, deals[1], book, d)
		labelled(b, widthOf(a.out), "before", before[[2]string{d.Topic, d.Parameter}])
	}
	return nil
}

// departed are the departures of the new deal that the old one had not, or had
// otherwise, and those of the old deal that are departures no more; with what each was.
func departed(old, new []assemble.Deviation) (list []assemble.Deviation, before map[[2]string]string) {
	before = map[[2]string]string{}
	was, is := map[[2]string]assemble.Deviation{}, map[[2]string]bool{}
	for _, d := range old {
		was[[2]string{d.Topic, d.Parameter}] = d
	}
	for _, d := range new {
		key := [2]string{d.Topic, d.Parameter}
		is[key] = true
		earlier, departed := was[key]
		if departed && earlier.Value == d.Value {
			continue
		}
		if before[key] = d.Balanced + ", the balanced standard"; departed {
			before[key] = earlier.Value
		}
		list = append(list, d)
	}
	for _, d := range old {
		key := [2]string{d.Topic, d.Parameter}
		if is[key] {
			continue
		}
		before[key] = d.Value
		d.Value, d.Gains = d.Balanced, "neither side"
		list = append(list, d)
	}
	return list, before
}
