package assemble

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

var hundred = decimal.NewFromInt(100)

// LDForm is the numbers in Schedule F of the figures of a form; those of no
// known form are reckoned by formula.
func (c *context) LDForm(form string) []string {
	return c.figures(func(ld *schema.LiquidatedDamages) bool { return ld.Form == form })
}

// LDAbove is the numbers of the figures that are above the loss foreseen.
func (c *context) LDAbove() []string {
	return c.figures(func(ld *schema.LiquidatedDamages) bool { return money.Above(ld, hundred) })
}

// LDWithin reports whether each figure has an estimate of the loss foreseen
// that it does not exceed.
func (c *context) LDWithin() bool {
	return c.everyFigure(func(ld *schema.LiquidatedDamages) bool {
		_, ok := money.Ratio(ld)
		return ok && !money.Above(ld, hundred)
	})
}

// LDAll reports whether each figure has the form, or the relation to other
// remedies, that is named; "credit" is a figure set against damages with no
// other relation stated.
func (c *context) LDAll(what string) bool {
	return c.everyFigure(func(ld *schema.LiquidatedDamages) bool {
		if what == "credit" {
			return ld.Exclusive == "" && ld.Credit != nil && *ld.Credit
		}
		return ld.Form == what || ld.Exclusive == what
	})
}

// LDRecorded reports whether it is recorded how a figure was found.
func (c *context) LDRecorded() bool {
	return c.someFigure(func(ld *schema.LiquidatedDamages) bool { return ld.Basis != "" })
}

// HasTrigger reports whether a figure is stated for a breach.
func (c *context) HasTrigger(trigger string) bool {
	return c.someFigure(func(ld *schema.LiquidatedDamages) bool { return ld.Trigger == trigger })
}

// LDCaps reports whether a figure has a cap.
func (c *context) LDCaps() bool {
	return c.someFigure(func(ld *schema.LiquidatedDamages) bool { return ld.Cap != nil })
}

// LDMultiples reports whether a figure is a multiple of a royalty.
func (c *context) LDMultiples() bool {
	return c.someFigure(func(ld *schema.LiquidatedDamages) bool { return ld.Multiple != nil })
}

func (c *context) figures(is func(*schema.LiquidatedDamages) bool) []string {
	var list []string
	for i := range c.Remedies.LD {
		if is(&c.Remedies.LD[i]) {
			list = append(list, strconv.Itoa(i+1))
		}
	}
	return list
}

func (c *context) someFigure(is func(*schema.LiquidatedDamages) bool) bool {
	return slices.ContainsFunc(c.Remedies.LD, func(ld schema.LiquidatedDamages) bool { return is(&ld) })
}

func (c *context) everyFigure(is func(*schema.LiquidatedDamages) bool) bool {
	return len(c.Remedies.LD) > 0 && !c.someFigure(func(ld *schema.LiquidatedDamages) bool { return !is(ld) })
}
