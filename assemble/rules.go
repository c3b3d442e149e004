package assemble

import (
	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

// Rules are what the clauses of the agreement say about its sums.
func (d *Deal) Rules() *money.Rules {
	r := &money.Rules{
		Shares: d.Says(SharesBy).Value, GroupsOnce: d.Says(Affiliates).Value == "once", BackFirst: d.Says(Contributions).Value == "come-back-first",
		ExitForm: d.Says(ExitCost).Value, Counted: d.Says(Credits).Value == "counted", Net: d.Says(Netting).Value == "yes",
	}
	r.Waived, _ = d.Says(ExitWaived).Is.([]string)
	r.SetOff, _ = d.Says(ExitSetOff).Is.(bool)
	if pct, ok := d.Says(CreditsCap).Is.(schema.Percent); ok {
		r.CreditsCap = &pct
	}
	if days, ok := d.Says(DelayEnd).Is.(schema.Days); ok {
		r.DelayEnd = int(days)
	}
	return r
}
