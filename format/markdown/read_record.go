package markdown

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// A record is what the comment at the end of our Markdown says; [Write]
// documents it.
type record struct {
	kind, language string
	entries        []*entry
	known          map[string]bool // labels
}

// An entry is one line of a record.
type entry struct {
	depth       int
	block       string // letter of what it is
	label       string
	number      string
	fingerprint string
	id          string
	source      *agreement.Source
	unit        *unit // the block it was found to be about
}

// labels is the labels there were; nil where there is no record.
func (c *record) labels() map[string]bool {
	if c == nil {
		return nil
	}
	return c.known
}

// definitionID is what the ID of a definition has before its term.
const definitionID = "term:"

const recordStart = "<!-- engross 1 "

// findRecord reads the record at the end of the file, if there is one.
func (r *reader) findRecord() {
	r.end = len(r.src)
	start := -1 // of the last; to look for the first again and again is faster than to look for the last
	for from := 0; ; {
		i := bytes.Index(r.src[from:], []byte(recordStart))
		if i < 0 {
			break
		}
		start, from = from+i, from+i+1
	}
	if start < 0 || start > 0 && r.src[start-1] != '\n' {
		return
	}
	body, rest, ok := bytes.Cut(r.src[start+len(recordStart):], []byte("-->"))
	if !ok || len(bytes.TrimSpace(rest)) > 0 {
		return
	}
	lines := strings.Split(string(body), "\n")
	head := fields(lines[0])
	c := &record{kind: at(head, 0), language: at(head, 1), known: map[string]bool{}}
	for _, line := range lines[1:] {
		if e, ok := parseEntry(fields(line)); ok {
			c.entries = append(c.entries, e)
			c.known[e.label] = c.known[e.label] || e.group() == "c"
		}
	}
	r.record, r.end = c, start
}

func fields(line string) []string {
	list := strings.Fields(line)
	for i, f := range list {
		if f == "-" {
			list[i] = ""
		} else if s, err := url.PathUnescape(f); err == nil {
			list[i] = s
		}
	}
	return list
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

func parseEntry(f []string) (*entry, bool) {
	if len(f) < 6 {
		return nil, false
	}
	depth, err := strconv.Atoi(f[0])
	if err != nil || depth < 0 || !strings.Contains("npfsaqtg", f[1]) || len(f[1]) != 1 {
		return nil, false
	}
	e := &entry{depth: depth, block: f[1], label: f[2], number: f[3], fingerprint: f[4], id: f[5]}
	if e.block == "q" {
		e.label, _ = strings.CutPrefix(e.id, definitionID)
	}
	if len(f) >= 10 {
		e.source = &agreement.Source{Topic: f[6], Variant: f[7], Version: f[8], Hash: f[9]}
	}
	return e, true
}

// kind is what a clause with this entry is.
func (e *entry) kind() agreement.Kind {
	switch e.block {
	case "p":
		return agreement.Part
	case "f":
		return agreement.Front
	case "s":
		return agreement.Schedule
	case "a":
		return agreement.Annex
	}
	return agreement.Numbered
}

// group is what an entry can be about: a clause, or a paragraph, table or
// signature page.
func (e *entry) group() string {
	if strings.Contains("npfsa", e.block) {
		return "c"
	}
	return e.block
}

// A unit is a block that can have an entry.
type unit struct {
	group, label, fingerprint string
	entry                     **entry
	matched                   *entry
}

// matchRecord finds which block each entry is about: the one with its label and
// first words; else with its first words, renumbered; else with its label,
// between the same neighbours, reworded.
func (r *reader) matchRecord() {
	if r.record == nil {
		return
	}
	units := r.units()
	pair(r.record.entries, units, func(group, label, print string) string { return group + "\x00" + label + "\x00" + print })
	pair(r.record.entries, units, func(group, _, print string) string {
		if print == "" {
			return ""
		}
		return group + "\x00" + print
	})
	pairBetween(r.record.entries, units)
	for _, u := range units {
		*u.entry = u.matched
	}
}

func (r *reader) units() []*unit {
	var units []*unit
	words := func(text []agreement.Inline, to **entry) {
		if len(text) > 0 {
			units = append(units, &unit{group: "q", label: definedFirst(text), fingerprint: fingerprint(text), entry: to})
		}
	}
	var above *item
	for _, it := range r.items {
		switch {
		case it.table != nil:
			units = append(units, &unit{group: "t", fingerprint: fingerprint(it.table.Head...), entry: &it.entry})
		case it.signatory != nil:
			if above != nil && above.signatory == nil {
				units = append(units, &unit{group: "g", fingerprint: fingerprint(above.text), entry: &it.entry})
			}
		case it.level > 0 || it.labelled:
			u := &unit{group: "c", label: it.label.text, fingerprint: fingerprint(it.heading), entry: &it.entry}
			if len(it.heading) == 0 {
				u.fingerprint = fingerprint(it.text)
			}
			units = append(units, u)
			words(it.text, &it.textEntry)
		default:
			words(it.text, &it.entry)
		}
		above = it
	}
	return units
}

// definedFirst is the term that words begin by defining, or "".
func definedFirst(words []agreement.Inline) string {
	if len(words) > 0 {
		if d, ok := words[0].(*agreement.Define); ok {
			return d.Term
		}
	}
	return ""
}

// pair matches entries and units with the same key, in order, where there are as
// many of one as of the other.
func pair(entries []*entry, units []*unit, key func(group, label, print string) string) {
	have := map[string][]*unit{}
	for _, u := range units {
		if k := key(u.group, u.label, u.fingerprint); u.matched == nil && k != "" {
			have[k] = append(have[k], u)
		}
	}
	want := map[string][]*entry{}
	for _, e := range entries {
		if k := key(e.group(), e.label, e.fingerprint); e.unit == nil && k != "" {
			want[k] = append(want[k], e)
		}
	}
	for k, list := range want {
		if len(list) != len(have[k]) {
			continue
		}
		for i, e := range list {
			e.unit, have[k][i].matched = have[k][i], e
		}
	}
}

// farthest is how many units pairBetween looks at for one entry.
const farthest = 1000

// pairBetween matches entries and units with the same label that stand between
// the same neighbours.
func pairBetween(entries []*entry, units []*unit) {
	place := make(map[*unit]int, len(units))
	for i, u := range units {
		place[u] = i
	}
	ends := make([]int, len(entries)) // the place of the next entry that was matched
	end := len(units)
	for i := len(entries) - 1; i >= 0; i-- {
		ends[i] = end
		if u := entries[i].unit; u != nil {
			end = place[u]
		}
	}
	next := 0 // the first unit after the last that was matched
	for i, e := range entries {
		if e.unit != nil {
			next = place[e.unit] + 1
			continue
		}
		for k := next; k < min(ends[i], next+farthest); k++ {
			u := units[k]
			if u.matched == nil && u.group == e.group() && u.label == e.label && (u.group != "q" || u.label != "") {
				e.unit, u.matched = u, e
				next = k + 1
				break
			}
		}
	}
}
