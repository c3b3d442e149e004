package redline

import "github.com/engross/engross/agreement"

// Excerpt is the marked document of res with the provisions that changed alone,
// under their headings: for a reader who knows the rest. What is left out is not
// proved, so [Accept] and [Reject] are not for it.
func Excerpt(res *Result) *Result {
	out := *res
	d := *res.Document
	changed := map[agreement.Block]bool{}
	for _, c := range res.Changes {
		if c.Kind != Consequential && c.block != nil {
			changed[c.block] = true
		}
	}
	d.Body = excerpt(d.Body, changed)
	out.Document = &d
	return &out
}

func excerpt(body []agreement.Block, changed map[agreement.Block]bool) (out []agreement.Block) {
	for _, b := range body {
		c, ok := b.(*agreement.Clause)
		switch {
		case !ok && (touched(b) || changed[b]):
			out = append(out, b)
		case ok && agreement.ChangeOfBlock(c) != agreement.Unchanged:
			out = append(out, b)
		case ok:
			kids := excerpt(c.Body, changed)
			if len(kids) == 0 && !anyChange(c.Heading) && !changed[c] {
				continue
			}
			part := *c
			part.Body = kids
			out = append(out, &part)
		}
	}
	return out
}
