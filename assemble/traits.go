package assemble

import (
	"fmt"
	"slices"

	"github.com/engross/engross/schema"
)

// GrantHas reports whether any licence has a trait on which a provision depends. With
// it a clause leaves out what it would say of licences that nobody has granted.
func (c *context) GrantHas(trait string) (bool, error) {
	has, ok := grantTraits[trait]
	if !ok {
		return false, fmt.Errorf("licences have no trait %q", trait)
	}
	return c.hasGrant(func(g *schema.Grant) bool { return has(c, g) }), nil
}

// EveryGrantHas reports whether all licences have a trait.
func (c *context) EveryGrantHas(trait string) (bool, error) {
	has, ok := grantTraits[trait]
	if !ok {
		return false, fmt.Errorf("licences have no trait %q", trait)
	}
	return !c.hasGrant(func(g *schema.Grant) bool { return !has(c, g) }), nil
}

var grantTraits = map[string]func(*context, *schema.Grant) bool{
	"no-field":     func(c *context, g *schema.Grant) bool { c.saw(&g.Field); return g.Field == "" },
	"no-territory": func(c *context, g *schema.Grant) bool { c.saw(&g.Territory); return g.Territory == "" },
	"class":        func(c *context, g *schema.Grant) bool { c.saw(&g.Class); return g.Class != "" },
	"last-to-expire": func(c *context, g *schema.Grant) bool {
		c.saw(&g.End)
		return g.End == schema.EndLastToExpire && !g.Perpetual
	},
	"outlasts-term": func(c *context, g *schema.Grant) bool {
		c.saw(&g.End, &g.Perpetual)
		if g.Perpetual || g.End == "" || g.End == schema.EndTerm || g.End == schema.EndLastToExpire {
			return g.Perpetual || g.End == schema.EndLastToExpire
		}
		last, err := schema.ParseDate(string(g.End))
		end := c.TermEnd()
		return err != nil || end == nil || end.Before(last)
	},
	"source":        func(c *context, g *schema.Grant) bool { c.saw(&g.SourceCode); return g.SourceCode },
	"core":          func(c *context, g *schema.Grant) bool { c.saw(&g.Tier); return g.Tier == "" || g.Tier == "core" },
	"supplementary": func(c *context, g *schema.Grant) bool { c.saw(&g.Tier); return g.Tier == "supplementary" },
	"optional":      func(c *context, g *schema.Grant) bool { c.saw(&g.Tier); return g.Tier == "optional" },
	"no-tier":       func(c *context, g *schema.Grant) bool { c.saw(&g.Tier); return g.Tier == "" },
	"foreground":    func(c *context, g *schema.Grant) bool { c.saw(&g.Class); return g.Class == "foreground" },
	"no-window": func(c *context, g *schema.Grant) bool {
		c.saw(&g.Tier, &g.OptionWindowMonths)
		return g.Tier == "optional" && g.OptionWindowMonths == nil
	},
	"step-down": func(c *context, g *schema.Grant) bool { c.saw(&g.StepDown); return !g.StepDown.IsZero() },
	"window": func(c *context, g *schema.Grant) bool {
		c.saw(&g.OptionWindowMonths)
		return g.OptionWindowMonths != nil
	},
	"optional-fee": func(c *context, g *schema.Grant) bool {
		c.saw(&g.Tier, &g.ExerciseFee)
		return g.Tier == "optional" && g.ExerciseFee != nil
	},
	"supplementary-fee": func(c *context, g *schema.Grant) bool {
		c.saw(&g.Tier, &g.ExerciseFee)
		return g.Tier == "supplementary" && g.ExerciseFee != nil
	},
	"evidence": func(c *context, g *schema.Grant) bool {
		c.saw(&g.Diligence)
		return slices.ContainsFunc(g.Diligence, func(m schema.Milestone) bool { return m.Evidence != "" })
	},
	"no-evidence": func(c *context, g *schema.Grant) bool {
		c.saw(&g.Diligence)
		return slices.ContainsFunc(g.Diligence, func(m schema.Milestone) bool { return m.Evidence == "" })
	},
	"most-favoured": func(c *context, g *schema.Grant) bool { c.saw(&g.MostFavoured); return g.MostFavoured },

	"reserved": func(c *context, g *schema.Grant) bool {
		c.saw(&g.OwnerReserved, &g.ExistingLicences, &g.SubjectTo)
		return len(g.OwnerReserved)+len(g.ExistingLicences)+len(g.SubjectTo) > 0
	},
	"loss":    func(c *context, g *schema.Grant) bool { c.saw(&g.Loss); return g.Loss != "" },
	"no-loss": func(c *context, g *schema.Grant) bool { return c.toAchieve(g) && g.Loss == "" },

	"to-achieve": func(c *context, g *schema.Grant) bool { return c.toAchieve(g) || g.Loss != "" },

	"royalty": func(c *context, g *schema.Grant) bool {
		for i := range c.Payments.Royalties {
			if slices.Contains(c.grantsBearing(&c.Payments.Royalties[i]), g.ID) {
				return true
			}
		}
		return false
	},

	"sublicensed": func(c *context, g *schema.Grant) bool { return c.sublicensed(g) },
	"consent":     func(c *context, g *schema.Grant) bool { return c.sublicensed(g) && g.Sublicense.Consent == "" },
	"own-consent": func(c *context, g *schema.Grant) bool { return c.sublicensed(g) && g.Sublicense.Consent != "" },
	"asked": func(c *context, g *schema.Grant) bool {
		return c.sublicensed(g) && !slices.Contains([]string{"", "none", "affiliates-only"}, g.Sublicense.Consent)
	},
	"deep": func(c *context, g *schema.Grant) bool {
		c.saw(&g.Sublicense.Depth)
		return c.sublicensed(g) && g.Sublicense.Depth != nil && *g.Sublicense.Depth > 1
	},
	"survive": func(c *context, g *schema.Grant) bool {
		c.saw(&g.Sublicense.Survive)
		return c.sublicensed(g) && g.Sublicense.Survive != ""
	},
	"no-survive": func(c *context, g *schema.Grant) bool {
		c.saw(&g.Sublicense.Survive)
		return c.sublicensed(g) && g.Sublicense.Survive == ""
	},
}

// sublicensed reports whether a licence allows sublicences.
func (c *context) sublicensed(g *schema.Grant) bool {
	c.saw(&g.Sublicense.Allowed, &g.Sublicense.Consent)
	return g.Sublicense.Allowed != nil && *g.Sublicense.Allowed
}

// toAchieve reports whether a licence states what its licensee has to achieve.
func (c *context) toAchieve(g *schema.Grant) bool {
	c.saw(&g.Diligence, &g.Minimum, &g.Loss)
	return len(g.Diligence) > 0 || g.Minimum != nil
}

// CarveOutHas reports whether any excluded asset is treated in a way, or whether some
// state when their exclusion is reviewed, or do not.
func (c *context) CarveOutHas(trait string) (bool, error) {
	has, ok := carveOutTraits[trait]
	if !ok {
		return false, fmt.Errorf("excluded assets have no trait %q", trait)
	}
	for i := range c.CarveOuts {
		x := &c.CarveOuts[i]
		c.saw(&x.Treatment, &x.ReviewDate)
		if has(x) {
			return true, nil
		}
	}
	return false, nil
}

var carveOutTraits = map[string]func(*schema.CarveOut) bool{
	"not-licensed": func(x *schema.CarveOut) bool { return x.Treatment == "not-licensed" },
	"case-by-case": func(x *schema.CarveOut) bool { return x.Treatment == "case-by-case" },
	"escrow-only":  func(x *schema.CarveOut) bool { return x.Treatment == "escrow-only" },
	"review":       func(x *schema.CarveOut) bool { return !x.ReviewDate.IsZero() },
	"no-review":    func(x *schema.CarveOut) bool { return x.ReviewDate.IsZero() },
}

func (c *context) hasGrant(f func(*schema.Grant) bool) bool {
	for i := range c.Grants {
		if f(&c.Grants[i]) {
			return true
		}
	}
	return false
}
