package draft

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// answer notes in the term sheet what is refused and what is open, so that the next
// Word draft says so beside the words. What an earlier round noted of a provision goes
// once this one has decided on it.
func (a *accepter) answer() error {
	if len(a.choices) == 0 {
		return nil
	}
	decided := map[string]bool{}
	for _, s := range a.choices {
		decided[s.ClauseID] = true
	}
	next, err := a.edited(func(e *schema.Edit) {
		for i := len(a.file.Sheet.Answers) - 1; i >= 0; i-- {
			if decided[a.file.Sheet.Answers[i].Provision] {
				e.Cut([]string{"answers", strconv.Itoa(i)})
			}
		}
		for _, s := range a.choices {
			if s.Decision != Accepted {
				e.Put([]string{"answers", schema.AppendStep}, answerTo(s, a.how.Date))
			}
		}
	})
	if err == nil {
		a.file = next
	}
	return err
}

func answerTo(s settled, day schema.Date) schema.Answer {
	x := schema.Answer{Provision: s.ClauseID, Before: short(s.Before), After: short(s.After), AskedBy: s.AskedBy, Date: day, Reply: s.Reply, Why: s.Why, Decision: schema.Refused}
	if s.Decision == Open {
		x.Decision = schema.LeftOpen
	}
	return x
}

// short is words as an answer quotes them.
func short(s string) string {
	const mostWords = 60
	words := strings.Fields(s)
	if len(words) > mostWords {
		words = append(slices.Clone(words[:mostWords]), "…")
	}
	return strings.Join(words, " ")
}

// answered is the comments of a draft on what was asked for and not accepted, each at
// its provision or the nearest one around it that the draft has.
func answered(d *agreement.Document, list []schema.Answer) map[agreement.Block][]string {
	if len(list) == 0 {
		return nil
	}
	at := map[string]agreement.Block{}
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		if id := agreement.BlockID(b); id != "" && at[id] == nil {
			at[id] = b
		}
		return true
	})
	comments := map[agreement.Block][]string{}
	for i := range list {
		b := nearestTo(list[i].Provision, at)
		if b == nil && len(d.Body) > 0 {
			b = d.Body[0]
		}
		comments[b] = append(comments[b], spoken(&list[i]))
	}
	return comments
}

func nearestTo(id string, at map[string]agreement.Block) agreement.Block {
	for at[id] == nil {
		i := strings.LastIndexByte(id, '.')
		if i < 0 {
			return nil
		}
		id = id[:i]
	}
	return at[id]
}

// spoken is an answer in words for the other side.
func spoken(x *schema.Answer) string {
	said := "Not accepted: "
	if x.Decision == schema.LeftOpen {
		said = "Still open: "
	}
	switch {
	case x.Before == "":
		said += fmt.Sprintf("to insert “%s”", x.After)
	case x.After == "":
		said += fmt.Sprintf("to delete “%s”", x.Before)
	default:
		said += fmt.Sprintf("“%s” instead of “%s”", x.After, x.Before)
	}
	if x.AskedBy != "" {
		said += ", asked for by " + x.AskedBy
	}
	said += "."
	if x.Reply != "" {
		said += "\n" + x.Reply
	}
	return said
}
