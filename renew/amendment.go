package renew

import (
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// amend makes the term sheet of the amendment, and that of the agreement as
// amended.
func (w *work) amend(r *Renewal, before, after *assemble.Result) error {
	list, err := Amend(before.Document, after.Document)
	if err != nil {
		return err
	}
	for _, s := range list.Beside {
		w.facts.note("An amendment does not change the title page or the signature page; this differs: %s.", s)
	}
	if len(list.Changes) == 0 {
		w.problems.Add(w.rules.mistake("/form", "the rules change no words of the agreement, so that there is nothing to amend", "say what is to change"))
		return w.sorted()
	}
	if r.Document, err = w.amendmentSheet(list); err != nil {
		return err
	}
	if _, err := w.lib.Assemble(r.Document, assemble.Options{}); err != nil {
		return err
	}
	r.Sheet, err = w.asAmended(r.Document)
	return err
}

// amendmentSheet is the term sheet of the amendment: the parties of the agreement,
// and what changes. It lies beside papers that go out, and holds nothing private.
func (w *work) amendmentSheet(list *Instructions) (*schema.File, error) {
	old := w.last.Sheet.Sheet
	amends := w.amends(Amendment)
	amends.Supersedes, amends.Renumber = list.Changes, list.Renumbered
	t := &schema.TermSheet{
		Deal: schema.Deal{
			ID: w.newID(), Title: w.rules.Title, Kind: old.Deal.Kind, Instrument: "amendment", EffectiveDate: w.span.start, SigningDate: w.rules.SigningDate,
			Language: old.Deal.Language, Numbering: old.Deal.Numbering, Amends: amends,
		},
		Parties: old.Parties,
	}
	t.Governance.Administrator = old.Governance.Administrator
	if t.Deal.Title == "" {
		t.Deal.Title = fmt.Sprintf("Amendment No. %d to the %s", len(amends.History)+1, w.title)
	}
	src, err := t.Sent(func(string) bool { return false })
	if err != nil {
		return nil, err
	}
	return loadMade(w.name, "amendment", src)
}

// asAmended is next year's term sheet: that of the agreement as amended, which
// lists the amendment, so that the next one counts on from it.
func (w *work) asAmended(document *schema.File) (*schema.File, error) {
	old := w.last.Sheet.Sheet.Deal
	listed := schema.Amendment{ID: document.Sheet.Deal.ID, Date: document.Sheet.Deal.EffectiveDate}
	if day := document.Sheet.Deal.SigningDate; !day.IsZero() {
		listed.Date = day
	}
	if old.Amends.ID != "" && old.Amends.ID != old.ID {
		w.facts.note(`The agreement restates an earlier one, which its term sheet names under deal.amends. Give this amendment to the next renewal under "history": {"id": %q, "date": %q}.`, listed.ID, listed.Date.ISO())
		return w.load()
	}
	amends := w.amends(Amendment)
	amends.History = inOrder(append(amends.History, listed))
	w.draft.set(split("deal.amends"), amends, reason{"form", "the amendment is listed, for the renewal after this one"})
	return w.load()
}

// loadMade reads a term sheet that was made here. What is wrong with it cannot be
// placed in a file that the user has.
func loadMade(name, what string, src []byte) (*schema.File, error) {
	f, err := schema.Load(strings.TrimSuffix(name, ".json")+"."+what+".json", src)
	if ps, ok := err.(agreement.Problems); ok {
		for _, p := range ps {
			p.Hint = "restate the agreement instead, and please report this as a bug"
		}
		return nil, ps
	}
	return f, err
}
