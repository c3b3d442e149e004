package batch

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// Changes are how an agreement differs from an earlier one, told so that the same
// step taken by two deals reads the same: names, references and dates that are
// each deal's own are named by what they are, and sums of money by how far they
// moved.
type Changes struct {
	Signature string   `json:"signature"` // digest of the list: equal for the same changes; "" where there are none
	List      []Change `json:"list"`      // each once, in the order of the agreement
}

// A Change is one change, or several that read the same in one clause.
type Change struct {
	Clause string `json:"clause,omitempty"` // id of the provision, the same in every agreement
	Where  string `json:"where,omitempty"`  // its number and heading in this agreement; no part of the signature
	Kind   string `json:"kind"`             // as package redline has it
	What   string `json:"what"`
}

// Compare says how new differs from old. Changes of numbering alone, and annexes,
// which are no part of the agreement, are left out. Was and is are their term sheets,
// whose dates are each deal's own, or nil.
func Compare(old, new *agreement.Document, was, is *schema.TermSheet) (*Changes, *redline.Result, error) {
	res, err := redline.Diff(withoutAnnex(old), withoutAnnex(new))
	if err != nil {
		return nil, nil, err
	}
	own := factsOf(old, new)
	own.datesOf("last year's ", was)
	own.datesOf("", is)
	c := &Changes{List: []Change{}}
	for i := range res.Changes {
		x := &res.Changes[i]
		if x.Kind == redline.Consequential || x.Scope == redline.Head {
			continue
		}
		where := strings.TrimSpace(strings.TrimSpace(x.Where()) + " " + x.Heading)
		c.List = append(c.List, Change{x.ClauseID, where, x.Kind.String(), own.told(x)})
	}
	c.sign()
	return c, res, nil
}

// sign leaves each change once and makes the signature, which does not depend on
// their order.
func (c *Changes) sign() {
	seen := map[string]bool{}
	c.List = slices.DeleteFunc(c.List, func(x Change) bool {
		again := seen[x.key()]
		seen[x.key()] = true
		return again
	})
	if len(seen) > 0 {
		c.Signature = digest([]byte(strings.Join(slices.Sorted(maps.Keys(seen)), "")))
	}
}

// key is what two agreements have in common that changed alike.
func (x Change) key() string { return fmt.Sprintf("%q %q %q\n", x.Clause, x.Kind, x.What) }

// Same reports whether two changes are the same, in whichever agreements.
func (x Change) Same(y Change) bool {
	return x.Clause == y.Clause && x.Kind == y.Kind && x.What == y.What
}

func withoutAnnex(d *agreement.Document) *agreement.Document {
	c := *d
	c.Body = slices.DeleteFunc(slices.Clone(d.Body), func(b agreement.Block) bool {
		x, ok := b.(*agreement.Clause)
		return ok && x.Kind == agreement.Annex
	})
	return &c
}

// own are the words that are each deal's own, and what they stand for.
type own struct {
	words   *regexp.Regexp // or nil
	meaning map[string]string
	dates   map[string]string // as printed, to the value of the term sheet that each is
}

func factsOf(old, new *agreement.Document) own {
	o := own{meaning: map[string]string{}, dates: map[string]string{}}
	is := func(words, meaning string) {
		if _, known := o.meaning[words]; words != "" && !known {
			o.meaning[words] = "{" + meaning + "}"
		}
	}
	is(new.Reference, "reference")
	is(old.Reference, "old reference")
	is(new.Date, "effective date")
	is(old.Date, "old effective date")
	for _, d := range []*agreement.Document{new, old} {
		for i, p := range d.Parties {
			is(p.Name, fmt.Sprintf("party %d", i+1))
			is(p.Native, fmt.Sprintf("party %d", i+1))
			is(p.Short, fmt.Sprintf("party %d", i+1))
		}
	}
	var words []string
	for w := range o.meaning {
		words = append(words, regexp.QuoteMeta(w))
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) })
	if len(words) > 0 {
		o.words = regexp.MustCompile(`(^|[^\pL\pN])(` + strings.Join(words, "|") + `)($|[^\pL\pN])`)
	}
	return o
}

// general is a text with what is the deal's own named by what it is.
func (o own) general(s string) string {
	if o.words == nil {
		return s
	}
	var b strings.Builder
	for {
		m := o.words.FindStringSubmatchIndex(s)
		if m == nil {
			return b.String() + s
		}
		b.WriteString(s[:m[4]] + o.meaning[s[m[4]:m[5]]])
		s = s[m[5]:]
	}
}

// told is what a change says.
func (o own) told(c *redline.Change) string {
	before, after := o.general(c.Before), o.general(c.After)
	if c.Kind == redline.Number && c.Before != "" && c.After != "" {
		if step, ok := o.stepOf(before, after); ok {
			return step
		}
	}
	before, after = o.undated(before), o.undated(after)
	switch {
	case c.Kind == redline.Moved:
		return "moved"
	case c.Before == "":
		return "+ " + after
	case c.After == "":
		return "- " + before
	}
	return before + " → " + after
}

const months = "January|February|March|April|May|June|July|August|September|October|November|December"

var quantity = agreement.Pattern(`\b(?:([0-9]{1,2} (?:` + months + `) [0-9]{4})|([A-Z]{3} )?([0-9][0-9,]*(?:\.[0-9]+)?))`)

// stepOf tells numbers by how far they moved: dates by years, months or days, sums
// of money and large numbers by percent, small numbers as they are. It is not ok
// where the words around them are not the same.
func (o own) stepOf(before, after string) (string, bool) {
	from, to := quantity().FindAllStringSubmatchIndex(before, -1), quantity().FindAllStringSubmatchIndex(after, -1)
	if len(from) != len(to) || len(from) == 0 {
		return "", false
	}
	var b strings.Builder
	i, j := 0, 0
	for k := range from {
		x, y := from[k], to[k]
		if before[i:x[0]] != after[j:y[0]] || (x[2] < 0) != (y[2] < 0) {
			return "", false
		}
		b.WriteString(before[i:x[0]])
		if x[2] >= 0 {
			b.WriteString(o.dateStep(before[x[0]:x[1]], after[y[0]:y[1]]))
		} else {
			b.WriteString(numberStep(before, after, x, y))
		}
		i, j = x[1], y[1]
	}
	b.WriteString(before[i:])
	return b.String(), before[i:] == after[j:]
}

// dateStep tells a date that moved: by whole years or months, which a rule may have
// said, or as the value of the term sheet that it is. A number of days is each deal's
// own, and says nothing.
func (o own) dateStep(before, after string) string {
	from, err1 := time.Parse("2 January 2006", before)
	to, err2 := time.Parse("2 January 2006", after)
	if err1 != nil || err2 != nil {
		return before + " → " + after
	}
	lastDay := func(t time.Time) bool { return t.AddDate(0, 0, 1).Day() == 1 }
	n := (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
	is, own := o.dates[after]
	switch {
	case from.Equal(to):
		return "the same date"
	case own && o.signing(is):
		return "{" + is + "}"
	case from.Day() != to.Day() && !(lastDay(from) && lastDay(to)):
		if own {
			return "{" + is + "}"
		}
		if len(o.dates) == 0 { // nobody knows whose it is
			return "date, not by whole months"
		}
		return fmt.Sprintf("date %+d days", int(to.Sub(from).Hours()/24))
	case n%12 == 0:
		return fmt.Sprintf("date %+d years", n/12)
	}
	return fmt.Sprintf("date %+d months", n)
}

// signing reports whether a date is one on which people sign, which follows no rule.
func (o own) signing(path string) bool { return strings.HasPrefix(path, "deal.") }

// undated is a text with the dates that are the deal's own named by what they are.
func (o own) undated(s string) string {
	if len(o.dates) == 0 {
		return s
	}
	return printedDate().ReplaceAllStringFunc(s, func(date string) string {
		if is, ok := o.dates[date]; ok {
			return "{" + is + "}"
		}
		return date
	})
}

var printedDate = agreement.Pattern(`\b[0-9]{1,2} (?:` + months + `) [0-9]{4}\b`)

// datesOf notes the dates of a term sheet, those noted before going first.
func (o own) datesOf(whose string, t *schema.TermSheet) {
	if t == nil {
		return
	}
	t.EachDate(func(path string, d schema.Date) {
		if _, known := o.dates[d.String()]; !known {
			o.dates[d.String()] = whose + path
		}
	})
}

// numberStep tells a number that moved; x and y are matches of quantity.
func numberStep(before, after string, x, y []int) string {
	was, is := before[x[0]:x[1]], after[y[0]:y[1]]
	digits := func(text string, m []int) (float64, string) {
		v, _ := strconv.ParseFloat(strings.ReplaceAll(text[m[6]:m[7]], ",", ""), 64) // quantity lets nothing else through
		if m[4] < 0 {
			return v, ""
		}
		return v, text[m[4]:m[5]]
	}
	a, from := digits(before, x)
	b, to := digits(after, y)
	switch {
	case was == is:
		return was
	case from != to || a == 0 || from == "" && !strings.Contains(was, ","):
		return was + " → " + is
	}
	return fmt.Sprintf("%s%+.1f%%", from, (b/a-1)*100)
}
