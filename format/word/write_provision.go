package word

import (
	"slices"

	"github.com/engross/engross/agreement"
)

func (w *writer) clause(c *agreement.Clause, at place) {
	in := at
	in.change = inherit(c.Change, at.change)
	w.moved(c.Move, in.change, at, func() {
		if c.Move != 0 {
			in.move = c.Move
		}
		if c.Kind != agreement.Numbered || at.depth == 0 && !at.runIn && len(c.Heading) > 0 {
			w.headed(c, at, in)
		} else {
			w.provision(c, at, in)
		}
	})
}

// headed writes a clause under a heading of its own, and turns the sheet where a
// table in it is too wide.
func (w *writer) headed(c *agreement.Clause, at, in place) {
	turns := c.Kind != agreement.Numbered && !at.inside
	sideways := turns && c.Kind != agreement.Front && w.sideways(c.Body, false)
	w.turn(sideways)
	in.inside, in.runIn = true, c.Kind != agreement.Numbered && c.Kind != agreement.Part
	style := headingStyle(c.Kind, at.inside)
	if c.Kind == agreement.Numbered {
		in.depth = 1
	}
	if c.Label != "" || len(c.Heading) > 0 {
		w.heading(c, style, in)
	}
	if !turns {
		w.blocks(c.Body, in)
		return
	}
	for i := range c.Body {
		sideways = w.sideways(c.Body[i:], sideways)
		w.turn(sideways)
		w.blocks(c.Body[i:i+1], in)
	}
	w.turn(false)
}

func headingStyle(k agreement.Kind, inside bool) string {
	switch {
	case inside:
		return "FormHeading"
	case k == agreement.Part:
		return "PartHeading"
	case k == agreement.Front:
		return "FrontHeading"
	case k == agreement.Schedule:
		return "ScheduleHeading"
	case k == agreement.Annex:
		return "AnnexHeading"
	}
	return "Heading1"
}

func (w *writer) heading(c *agreement.Clause, style string, in place) {
	list := w.numbers.places[c]
	typed := list == nil && c.Label != ""
	w.begin(paragraph{style: style, list: list, typed: typed, keep: true, change: in.change})
	m := w.marks.open(&w.printer, c.ID, in.change)
	w.comment(c, func() {
		if typed {
			w.typedLabel(c, in.change)
		}
		w.inlines(c.Heading, "", in.change)
		w.changes(agreement.Unchanged)
	})
	m.close(&w.printer)
	w.end()
}

// provision writes a clause as a paragraph: its number, its title, and its first
// words.
func (w *writer) provision(c *agreement.Clause, at, in place) {
	in.depth = at.depth + 1
	if in.depth == 2 && len(c.Label) > 0 && c.Label[0] == '(' { // a list straight under a section
		in.depth++
	}
	in.inside = true
	body := present(c.Body, in.change)
	leading := 0
	for leading < len(body) && isParagraph(body[leading]) {
		leading++
	}
	now, was := -1, -1 // which of the leading paragraphs stands beside the number, in each draft
	for i, b := range body[:leading] {
		change := inherit(b.(*agreement.Paragraph).Change, in.change)
		if now < 0 && inNew(change) {
			now = i
		}
		if was < 0 && inOld(change) {
			was = i
		}
	}
	first := max(now, was) + 1
	if first == 0 || in.change != agreement.Unchanged {
		first = min(leading, 1)
	}
	w.leading(c, body[:first], body[first:], now, was, in)
	w.blocks(body[first:], in)
}

// present is a body without the blocks that are not at this end of a move.
func present(body []agreement.Block, around agreement.Change) []agreement.Block {
	if around != agreement.MovedFrom && around != agreement.MovedTo {
		return body
	}
	return slices.DeleteFunc(slices.Clone(body), func(b agreement.Block) bool { return absent(agreement.ChangeOfBlock(b), around) })
}

func isParagraph(b agreement.Block) bool {
	_, ok := b.(*agreement.Paragraph)
	return ok
}

// leading writes the paragraphs of a provision of which one stands beside its number:
// in a redline it may be another in each draft. What follows them is after.
func (w *writer) leading(c *agreement.Clause, body, after []agreement.Block, now, was int, in place) {
	list := w.numbers.places[c]
	beside := paragraph{style: depthStyle("Level", in.depth), list: list, typed: list == nil}
	under := paragraph{style: depthStyle("Text", in.depth)}
	if len(body) == 0 {
		beside.keep, beside.change = true, in.change
		w.paragraphs(beside, &agreement.Paragraph{}, c, in, w.before(c, in.change, false), in.change)
		return
	}
	for i, b := range body {
		q := b.(*agreement.Paragraph)
		own := inherit(q.Change, in.change)
		whole := in.change != agreement.Unchanged || now == was
		p := beside
		p.change = own
		head := in.change // how the title goes with the paragraph
		switch {
		case whole:
		case now < 0 || was < 0: // the number stays without words
			p.change = agreement.Unchanged
		case i == now && inOld(own):
			p.was, head = &under, agreement.Inserted
		case i == was && inNew(own):
			kind := beside
			p, head = under, agreement.Deleted
			p.change, p.was = own, &kind
		case i == now:
			head = agreement.Inserted
		case i == was:
			head = agreement.Deleted
		default:
			w.flush(q, in, false)
			continue
		}
		rest := after
		if i+1 < len(body) {
			rest = body[i+1:]
		}
		p.keep = len(rest) > 0 && introduces(q, rest[0]) || len(q.Text) == 0
		w.moved(q.Move, own, in, func() {
			w.paragraphs(p, q, c, in, w.before(c, head, len(q.Text) > 0), head)
		})
	}
}

// before writes what goes before the words of a provision: a typed label, and a title
// that runs into them.
func (w *writer) before(c *agreement.Clause, change agreement.Change, more bool) func() {
	title := c.Heading
	if c.Change == agreement.Unchanged && change != agreement.Unchanged { // the title of one draft
		has := inNew
		if change == agreement.Deleted {
			has = inOld
		}
		title = sideOf(c.Heading, has, change == agreement.Deleted)
	}
	return func() {
		if w.numbers.places[c] == nil && (c.Label != "" || c.Was != "") {
			w.typedLabel(c, change)
		}
		if len(title) > 0 {
			w.inlines(title, "ProvisionHeading", change)
			w.headingStop(title, more, change)
		}
	}
}
