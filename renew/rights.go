package renew

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// rightsGone warns of each right of last year's agreement that the renewal does not
// give: who signs it must not find that out by reading.
func (w *work) rightsGone(next *schema.TermSheet) {
	for i := range w.last.Sheet.Sheet.Grants {
		was := &w.last.Sheet.Sheet.Grants[i]
		name := fmt.Sprintf("grants[%s]", was.ID)
		j := slices.IndexFunc(next.Grants, func(g schema.Grant) bool { return g.ID == was.ID })
		if j < 0 {
			w.rightGone(i, "", fmt.Sprintf("%s is not renewed%s", name, w.whyGone(name)))
			continue
		}
		is := &next.Grants[j]
		if was.Exclusivity != is.Exclusivity {
			w.rightGone(i, "/exclusivity", fmt.Sprintf("%s was %s and is %s%s", name, stated(string(was.Exclusivity)), stated(string(is.Exclusivity)), w.whyGone(name+".exclusivity")))
		}
		if gone := without(was.Assets, is.Assets); len(gone) > 0 {
			w.rightGone(i, "/assets", fmt.Sprintf("%s no longer covers %s", name, strings.Join(gone, ", ")))
		}
	}
}

func (w *work) rightGone(grant int, member, message string) {
	at := fmt.Sprintf("/grants/%d%s", grant, member)
	w.problems.Add(&agreement.Problem{ID: "right-gone", Severity: agreement.Warning, Pos: w.last.Sheet.Pos(at), Pointer: at, Message: message,
		Hint: "if it is to go on, say so with set in the rules; otherwise tell the party that loses it"})
}

// whyGone is the reason that the report gives for what was done to a value.
func (w *work) whyGone(path string) string {
	for _, e := range w.draft.entries {
		if e.Path == path && e.Before != "" {
			return ": " + e.Why
		}
	}
	return ""
}
