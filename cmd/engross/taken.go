package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/engross/engross/assemble"
)

// takenJSON is a value that was taken from the standard because the term sheet is
// silent.
type takenJSON struct {
	Weight assemble.Weight `json:"weight"`
	Number string          `json:"number,omitempty"` // of the provision
	Topic  string          `json:"topic"`
	About  string          `json:"about"`
	Value  string          `json:"value"`
	Change string          `json:"change"` // where the term sheet states another value
}

func takenFrom(res *assemble.Result) []takenJSON {
	list := []takenJSON{}
	if res == nil { // no agreement can be made, so nothing is taken
		return list
	}
	for _, d := range res.Taken() {
		list = append(list, takenJSON{Weight: d.Weight, Number: d.Number(res.Document), Topic: d.Topic, About: d.About, Value: d.Value, Change: d.Change()})
	}
	return list
}

// weightWords introduce the values of a weight.
var weightWords = map[assemble.Weight]string{
	assemble.AboutMoney: "money", assemble.AboutRights: "rights", assemble.AboutTime: "time", assemble.AboutTerms: "other terms",
}

// describeTaken lists what was taken from the standard, a line each; without all,
// other terms are only counted.
func describeTaken(b *strings.Builder, columns int, list []takenJSON, all bool) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "\ntaken from the standard, where the term sheet is silent: %d\n", len(list))
	left := 0
	for _, weight := range assemble.Weights {
		begun := false
		for _, x := range list {
			switch {
			case x.Weight != weight:
			case weight == assemble.AboutTerms && !all:
				left++
			default:
				if !begun {
					fmt.Fprintf(b, "\n%s\n", weightWords[weight])
					begun = true
				}
				wrapped(b, columns, fmt.Sprintf("  %-6s ", cmp.Or(x.Number, "–")), "          ", fmt.Sprintf("%s: %s [%s]", x.About, x.Value, x.Change))
			}
		}
	}
	if left > 0 {
		fmt.Fprintf(b, "\nand %d other terms: engross check --defaults\n", left)
	}
}
