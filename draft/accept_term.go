package draft

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// termCandidate is the length of the term with which it ends on the day that came back:
// what is printed is the day, what the term sheet states is the months. Where no number of
// months ends on it, the day itself is stated in their place.
func (a *accepter) termCandidate(c *redline.Change) []candidate {
	if !slices.Contains(a.printedAt(c), "/term/length") {
		return nil
	}
	const longest = 1200
	sheet, day := *a.file.Sheet, strings.TrimSpace(c.After)
	was := schema.Plain(sheet.Term.Length)
	for n := schema.Months(1); n <= longest; n++ {
		sheet.Term.Length = &n
		if end, ok := sheet.TermEnd(); ok && end.String() == day {
			return []candidate{{path: []string{"term", "length"}, name: "term.length", before: was, value: json.Number(strconv.Itoa(int(n)))}}
		}
	}
	end, err := time.Parse(printedDate, day)
	if err != nil {
		return nil
	}
	return []candidate{{path: []string{"term", "end"}, name: "term.end", before: was, value: end.Format(time.DateOnly), instead: []string{"term", "length"}}}
}

// countedCandidates are the numbers of days, or of months, with which a day that is
// printed, and not stated, would be the day that came back: a list of days has the day,
// the term sheet how many days it comes after another.
func (a *accepter) countedCandidates(c *redline.Change, made *assemble.Result) (list []candidate) {
	was, err := time.Parse(printedDate, strings.TrimSpace(c.Before))
	if err != nil {
		return nil
	}
	is, err := time.Parse(printedDate, strings.TrimSpace(c.After))
	if err != nil {
		return nil
	}
	printed := a.printedAt(c)
	days := int(is.Sub(was).Hours()) / 24
	later := []int{days, -days, 12*(is.Year()-was.Year()) + int(is.Month()-was.Month())}
	a.leaves(made, func(path []string, raw any) {
		number, ok := raw.(json.Number)
		if !ok || !slices.ContainsFunc(printed, func(p string) bool { return within(pointerTo(path), p) }) {
			return
		}
		n, err := strconv.Atoi(number.String())
		for _, more := range later {
			if err == nil && n+more >= 0 && more != 0 {
				list = append(list, candidate{path: path, name: dotted(path), before: number.String(), value: json.Number(strconv.Itoa(n + more))})
			}
		}
	})
	return list[:min(len(list), mostCandidates)]
}
