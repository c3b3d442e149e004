package draft

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// A candidate is a value of the term sheet that would explain a change, if it were
// another.
type candidate struct {
	path    []string
	name    string // for a reader
	before  string
	value   any
	instead []string // a value that this one takes the place of, or nil
	length  int      // of what is printed: the longer, the likelier
	topic   string   // of a choice among clauses: it is taken where it explains all that changed in the topic
}

// mostCandidates is how many values are tried for one change.
const mostCandidates = 30

// candidates are the values that are printed where a change is, as they would be if
// what is printed there now were they. The trace says which they are; on the title page
// there is none, and all are looked at.
func (a *accepter) candidates(c *redline.Change, made *assemble.Result) (list []candidate) {
	printed := a.printedAt(c)
	if len(printed) == 0 && c.Scope != redline.Head {
		return nil
	}
	before := strings.TrimSpace(c.Left + " " + c.Before + " " + c.Right)
	from := strings.Index(before, c.Before)
	if c.Left != "" {
		from = len(c.Left) + 1
	}
	try := func(path []string, raw any) {
		if len(printed) > 0 && !slices.ContainsFunc(printed, func(p string) bool { return within(pointerTo(path), p) }) {
			return
		}
		for _, form := range forms(raw) {
			words, ok := reprinted(form, before, from, c)
			if !ok {
				continue
			}
			if value, ok := reparsed(raw, words); ok {
				key := strings.Join(path, "\x00") + "\x00" + words
				if !a.tried[key] {
					a.tried[key] = true
					list = append(list, candidate{path: path, name: dotted(path), before: schema.Plain(raw), value: value, length: len(form)})
				}
			}
		}
	}
	a.leaves(made, try)
	slices.SortStableFunc(list, func(x, y candidate) int { return cmp.Compare(y.length, x.length) })
	return list[:min(len(list), mostCandidates)]
}

// printedAt are the values that are printed where a change is, as JSON Pointers. Of a
// default it is where the term sheet would state it.
func (a *accepter) printedAt(c *redline.Change) (list []string) {
	for i := range c.Causes {
		if c.Causes[i].Kind != redline.Printed {
			continue
		}
		list = append(list, c.Causes[i].Pointer)
		steps := strings.Split(c.Causes[i].Pointer, "/")
		if len(steps) != 5 || steps[1] != "clauses" { // not "/clauses/TOPIC/parameters/NAME"
			continue
		}
		if path := a.pathOf(pointerUnescapes.Replace(steps[2]), steps[4]); path != "" {
			list = append(list, pointerTo(a.stepsTo(path)))
		}
	}
	return list
}

// pathOf is the path of a parameter, which others may have too.
func (a *accepter) pathOf(topic, parameter string) string {
	if t := a.lib.Topic(topic); t != nil {
		for _, v := range t.Variants {
			for _, p := range v.Parameters {
				if p.Name == parameter && p.Path != "" {
					return p.Path
				}
			}
		}
	}
	return ""
}

// within reports that a pointer leads to a value or into it.
func within(pointer, value string) bool {
	rest, ok := strings.CutPrefix(pointer, value)
	return ok && (rest == "" || rest[0] == '/')
}

func pointerTo(steps []string) string {
	var b strings.Builder
	for _, s := range steps {
		b.WriteString("/" + pointerEscapes.Replace(s))
	}
	return b.String()
}

var (
	pointerEscapes   = strings.NewReplacer("~", "~0", "/", "~1")
	pointerUnescapes = strings.NewReplacer("~1", "/", "~0", "~")
)

// headCandidates are the values that the title page prints.
func (a *accepter) headCandidates(c *redline.Change) []candidate {
	if c.Scope != redline.Head {
		return nil
	}
	d := a.target
	switch c.Heading {
	case "Title":
		return []candidate{{path: []string{"deal", "title"}, name: "deal.title", value: d.Title}}
	case "Reference":
		return []candidate{{path: []string{"deal", "id"}, name: "deal.id", before: a.file.Sheet.Deal.ID, value: d.Reference}}
	case "Date":
		if day, err := time.Parse(printedDate, d.Date); err == nil {
			return []candidate{{path: []string{"deal", "effective_date"}, name: "deal.effective_date", before: a.file.Sheet.Deal.EffectiveDate.String(), value: day.Format(time.DateOnly)}}
		}
	}
	return nil
}

// leaves calls f for each value that the term sheet states, and for each that a clause
// took as a default.
func (a *accepter) leaves(made *assemble.Result, f func(path []string, raw any)) {
	d := json.NewDecoder(bytes.NewReader(a.file.JSON))
	d.UseNumber()
	var root any
	if d.Decode(&root) != nil {
		return
	}
	walkLeaves(root, nil, f)
	for _, t := range made.Defaults() {
		path := []string{"clauses", t.Topic, "parameters", t.Parameter}
		if t.Path != "" {
			if path = a.stepsTo(t.Path); path == nil {
				continue
			}
		}
		if n := leadingNumber().FindString(t.Value); n != "" {
			f(path, json.Number(strings.ReplaceAll(n, ",", "")))
		} else {
			f(path, t.Value)
		}
	}
}

// stepsTo is the steps to a path at which the term sheet may have nothing yet; nil
// where what stands there is chosen from a list that does not have it.
func (a *accepter) stepsTo(path string) []string {
	end := strings.LastIndex(path, "]")
	if end < 0 {
		return strings.Split(path, ".")
	}
	_, at, ok := a.file.Sheet.Locate(path[:end+1])
	if !ok {
		return nil
	}
	steps := strings.Split(strings.TrimPrefix(at, "/"), "/")
	if rest := strings.TrimPrefix(path[end+1:], "."); rest != "" {
		steps = append(steps, strings.Split(rest, ".")...)
	}
	return steps
}

var leadingNumber = agreement.Pattern(`^[0-9][0-9,]*(?:\.[0-9]+)?`)

func walkLeaves(v any, path []string, f func([]string, any)) {
	switch v := v.(type) {
	case map[string]any:
		if path == nil {
			for _, name := range []string{"waivers", "wording", "answers", "$schema"} {
				delete(v, name)
			}
		}
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			walkLeaves(v[name], append(path[:len(path):len(path)], name), f)
		}
	case []any:
		for i, x := range v {
			walkLeaves(x, append(path[:len(path):len(path)], strconv.Itoa(i)), f)
		}
	case string, json.Number:
		f(path, v)
	}
}

// printedDate is how an agreement prints a day.
const printedDate = "2 January 2006"

var decimalText = agreement.Pattern(`^[0-9]+(?:\.[0-9]+)?$`)

// forms are the ways in which an agreement prints a value.
func forms(raw any) []string {
	var s string
	switch raw := raw.(type) {
	case json.Number:
		s = raw.String()
	case string:
		if day, err := time.Parse(time.DateOnly, raw); err == nil {
			return []string{day.Format(printedDate)}
		}
		s = raw
	}
	if g := grouped(s); decimalText().MatchString(s) && g != s {
		return []string{g, s}
	}
	return []string{s}
}

// grouped is a number with a comma after each thousand.
func grouped(s string) string {
	whole, rest, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest != "" {
		return whole + "." + rest
	}
	return whole
}

// reprinted is what stands, after a change, in the place of a form that the change
// touches.
func reprinted(form, before string, from int, c *redline.Change) (string, bool) {
	to := from + len(c.Before)
	for at := 0; form != "" && at < len(before); {
		i := strings.Index(before[at:], form)
		if i < 0 {
			return "", false
		}
		i += at
		end := i + len(form)
		at = i + 1
		if end <= from || i >= to || !wholeWord(before, i, end) {
			continue
		}
		left, right := before[min(i, from):from], before[to:max(to, end)] // of the form, outside the change
		if i > from {
			left = ""
		}
		head, tail := before[from:max(from, i)], before[min(to, end):to] // of the change, outside the form
		after, ok := strings.CutPrefix(c.After, head)
		if !ok {
			continue
		}
		if after, ok = cutUnit(after, tail); !ok {
			continue
		}
		if printed := left + after + right; strings.TrimSpace(printed) != "" && printed != form {
			return strings.TrimSpace(printed), true
		}
	}
	return "", false
}

// cutUnit cuts words off the end, be they of one thing there and of several here: "hour"
// of "2 hours".
func cutUnit(s, unit string) (string, bool) {
	rest, ok := strings.CutSuffix(s, unit)
	if !ok && unit != "" {
		if rest, ok = strings.CutSuffix(s, unit+"s"); !ok {
			rest, ok = strings.CutSuffix(s, strings.TrimSuffix(unit, "s"))
		}
	}
	return rest, ok
}

func wholeWord(s string, from, to int) bool {
	digit := func(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
	return (from == 0 || !digit(s[from-1]) && s[from-1] != ',' && s[from-1] != '.') && (to == len(s) || !digit(s[to]))
}

// reparsed is the value that is printed so, of the kind that the value was.
func reparsed(raw any, printed string) (any, bool) {
	plain := strings.ReplaceAll(printed, ",", "")
	switch raw := raw.(type) {
	case json.Number:
		if decimalText().MatchString(plain) {
			return json.Number(plain), true
		}
	case string:
		if _, err := time.Parse(time.DateOnly, raw); err == nil {
			day, err := time.Parse(printedDate, printed)
			return day.Format(time.DateOnly), err == nil
		}
		if decimalText().MatchString(raw) {
			return plain, decimalText().MatchString(plain)
		}
		return printed, true
	}
	return nil, false
}

// dotted is a path as a reader writes it.
func dotted(path []string) string {
	s := ""
	for i, step := range path {
		switch _, err := strconv.Atoi(step); {
		case err == nil:
			s += "[" + step + "]"
		case i > 0 && path[0] == "clauses" && i == 1:
			s += "." + strconv.Quote(step)
		case i > 0:
			s += "." + step
		default:
			s += step
		}
	}
	return s
}
