package assemble

import (
	"reflect"
	"slices"

	"github.com/engross/engross/schema"
)

// stated is the term sheet as given. Defaults are looked up in it, so that a
// default for a ground does not make the ground.
func (c *context) stated() *schema.TermSheet { return c.run.File.Sheet }

// StatedSteps are the steps before proceedings that the term sheet states.
func (c *context) StatedSteps() []schema.DisputeStep {
	c.saw(&c.stated().Disputes.Steps)
	return c.stated().Disputes.Steps
}

// ExpertStated reports whether the term sheet leaves anything to an expert. The
// days alone are asked of what it states: they have a default.
func (c *context) ExpertStated() bool {
	d := &c.stated().Disputes
	c.saw(&d.Expert, &d.ExpertDays, &d.CarveOuts)
	return d.Expert != "" || d.ExpertDays != nil || slices.Contains(d.CarveOuts, "expert-matters") || c.HasStep("expert")
}

// HasGround reports whether the term sheet names a ground for termination.
func (c *context) HasGround(kind string) bool {
	return len(c.groundsOf(kind)) > 0
}

func (c *context) groundsOf(kind string) []*schema.Ground {
	var list []*schema.Ground
	grounds := c.stated().Termination.Grounds
	for i := range grounds {
		if g := &grounds[i]; g.Kind == kind {
			c.saw(&g.Kind)
			list = append(list, g)
		}
	}
	return list
}

// Grounds are the grounds for termination of one kind, each as the term sheet
// states it. A clause that is in although the term sheet names no such ground
// speaks of one that anybody has against anybody.
func (c *context) Grounds(kind string) []*schema.Ground {
	list := c.groundsOf(kind)
	if list == nil {
		list = []*schema.Ground{{Kind: kind}}
	}
	return list
}

// LicensorMayEnd reports whether somebody who grants a licence has a ground of a kind.
func (c *context) LicensorMayEnd(kind string) bool {
	c.saw(&c.TermSheet.Grants)
	for _, g := range c.Grounds(kind) {
		c.saw(&g.By)
		by := c.expand(g.By)
		if len(by) == 0 || slices.ContainsFunc(c.TermSheet.Grants, func(l schema.Grant) bool {
			return slices.ContainsFunc(c.Licensors(&l), func(id string) bool { return slices.Contains(by, id) })
		}) {
			return true
		}
	}
	return false
}

// MixedInsolvency reports whether the grounds for insolvency are of different modes.
func (c *context) MixedInsolvency() bool {
	list := c.groundsOf("insolvency")
	for _, g := range list {
		c.saw(&g.Insolvency)
	}
	return slices.ContainsFunc(list, func(g *schema.Ground) bool { return g.Insolvency != list[0].Insolvency })
}

// HasStep reports whether the term sheet states a step before proceedings.
func (c *context) HasStep(kind string) bool { return c.step(kind) != nil }

// StepDays is the time that the term sheet gives a step before proceedings, or nil.
func (c *context) StepDays(kind string) *schema.Days {
	if s := c.step(kind); s != nil {
		return s.Days
	}
	return nil
}

func (c *context) step(kind string) *schema.DisputeStep {
	steps := c.stated().Disputes.Steps
	for i := range steps {
		c.saw(&steps[i].Kind)
		if steps[i].Kind == kind {
			c.saw(&steps[i].Days)
			return &steps[i]
		}
	}
	return nil
}

// Ground is the first ground for termination of a kind, or an empty one.
func (c *context) Ground(kind string) *schema.Ground { return c.Grounds(kind)[0] }

// Exit is the row of the exit table that the term sheet gives for a ground, or
// an empty one.
func (c *context) Exit(ground string) *schema.Exit {
	for i := range c.Termination.Exits {
		if x := &c.Termination.Exits[i]; x.Ground == ground {
			c.saw(&x.Ground)
			return x
		}
	}
	return new(schema.Exit)
}

// HasRelease reports whether an event is among those that release a deposit.
func (c *context) HasRelease(condition string) bool {
	for i := range c.Escrow.Release {
		if r := &c.Escrow.Release[i]; r.Condition == condition {
			c.saw(&r.Condition)
			return true
		}
	}
	return false
}

// EscrowAgent is the escrow agent, or nil where none is named.
func (c *context) EscrowAgent() *schema.Party {
	c.saw(&c.Escrow.Agent)
	return c.Party(c.Escrow.Agent)
}

// HasMeasure reports whether a step of the ladder takes a measure.
func (c *context) HasMeasure(measure string) bool {
	c.saw(&c.Remedies.Ladder)
	return slices.ContainsFunc(c.Remedies.Ladder, func(s schema.LadderStep) bool { return s.Measure == measure })
}

// HasAccession reports whether the term sheet says how a member joins.
func (c *context) HasAccession() bool {
	c.saw(&c.stated().Membership.Accession)
	return !reflect.ValueOf(c.stated().Membership.Accession).IsZero()
}

// SellsOff reports whether stock may be sold when a licence has ended.
func (c *context) SellsOff() bool {
	c.saw(&c.Termination.SellOffMonths)
	return c.Termination.SellOffMonths != nil && *c.Termination.SellOffMonths > 0
}
