package draft

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

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
