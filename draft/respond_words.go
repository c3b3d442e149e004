package draft

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// StandingWords are a standing for a reader.
func StandingWords(s assemble.Standing) string { return strings.Replace(s.String(), "-", " ", 1) }

// Lines are an answer in words: the standing and the reasons, then the notes of the
// library and what to offer.
func (x *Answer) Lines() []string {
	lines := []string{strings.ToUpper(StandingWords(x.Standing)[:1]) + StandingWords(x.Standing)[1:]}
	for i := range x.Judgements {
		j := &x.Judgements[i]
		line := fmt.Sprintf("%s, %s instead of %s: %s", j.About, j.Theirs, j.Sent, j.Because)
		if j.WalkAway != "" && j.Standing != assemble.BeyondWalkAway {
			line += "; walk-away: " + j.WalkAway
		}
		if j.Approve != "" && j.Standing > assemble.WithinFallback {
			line += "; to approve: " + j.Approve
		}
		if j.Trade != "" && j.Standing > assemble.WithinPosition {
			line += "; ask in return: " + j.Trade
		}
		lines = append(lines, line+".")
	}
	switch {
	case x.Words && x.Topic != "":
		lines = append(lines, "Words of "+x.Topic+" were changed that no value explains; the library has no other words for them.")
	case x.Words:
		lines = append(lines, "Words were changed that are not the library's.")
	}
	if x.Words && x.Fallback != "" {
		lines = append(lines, "Fallback: "+x.Fallback+".")
	}
	for _, note := range x.Notes {
		lines = append(lines, "Note: "+note)
	}
	for i, s := range x.Offer {
		if i == 0 {
			s = "Offer: " + s
		}
		lines = append(lines, s)
	}
	return lines
}

// asJSON is a value of a parameter as a term sheet holds it.
func asJSON(v any) any {
	switch v := v.(type) {
	case schema.Days, schema.BusinessDays, schema.Hours, schema.Months, schema.Years:
		return json.Number(fmt.Sprintf("%d", v))
	}
	return v
}

// Of is who made a change of the redline of what was sent and what came back, and
// whether nobody tracked it.
func (r *Returned) Of(c *redline.Change) (by []string, untracked bool) {
	by = []string{}
	if r == nil {
		return by, false
	}
	for i := range r.Untracked {
		u := &r.Untracked[i]
		if u.ClauseID == c.ClauseID && u.Before == c.Before && u.After == c.After {
			return by, true
		}
	}
	known := map[string]bool{}
	add := func(exact bool) {
		for _, t := range r.Tracked {
			touches := !exact || sharesWords(t.Before, c.Before) || sharesWords(t.After, c.After)
			if t.ID == c.ClauseID && touches && !t.Format && !known[t.Author] {
				known[t.Author] = true
				by = append(by, t.Author)
			}
		}
	}
	if add(true); len(by) == 0 {
		add(false)
	}
	return by, len(by) == 0 && len(r.Untracked) > 0 && c.Scope != redline.Head && untrackedIn(r.Untracked, c.ClauseID)
}

func untrackedIn(list []redline.Change, id string) bool {
	for i := range list {
		if list[i].ClauseID == id {
			return true
		}
	}
	return false
}

func sharesWords(a, b string) bool {
	a, b = strings.TrimSpace(strings.Trim(a, "¶")), strings.TrimSpace(b)
	return a != "" && b != "" && (strings.Contains(a, b) || strings.Contains(b, a))
}
