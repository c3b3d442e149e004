package assemble

import (
	"reflect"
	"slices"

	"github.com/engross/engross/schema"
)

// stated is the term sheet as given. Defaults are looked up in it, so that a
// default for a ground does not make the ground.
func (c *Context) stated() *schema.TermSheet { return c.run.File.Sheet }

// StatedSteps are the steps before proceedings that the term sheet states.
func (c *Context) StatedSteps() []schema.DisputeStep { return c.stated().Disputes.Steps }

// HasGround reports whether the term sheet names a ground for termination.
func (c *Context) HasGround(kind string) bool {
	return slices.ContainsFunc(c.stated().Termination.Grounds, func(g schema.Ground) bool { return g.Kind == kind })
}

// Grounds are the grounds for termination of one kind, each as the term sheet
// states it. A clause that is in although the term sheet names no such ground
// speaks of one that anybody has against anybody.
func (c *Context) Grounds(kind string) []schema.Ground {
	var list []schema.Ground
	for _, g := range c.stated().Termination.Grounds {
		if g.Kind == kind {
			list = append(list, g)
		}
	}
	if list == nil {
		list = []schema.Ground{{Kind: kind}}
	}
	return list
}

// Ground is the first ground for termination of a kind, or an empty one.
func (c *Context) Ground(kind string) schema.Ground { return c.Grounds(kind)[0] }

// Exit is the row of the exit table that the term sheet gives for a ground, or
// an empty one.
func (c *Context) Exit(ground string) schema.Exit {
	for _, x := range c.Termination.Exits {
		if x.Ground == ground {
			return x
		}
	}
	return schema.Exit{}
}

// HasRelease reports whether an event is among those that release a deposit.
func (c *Context) HasRelease(condition string) bool {
	return slices.ContainsFunc(c.Escrow.Release, func(r schema.ReleaseCondition) bool { return r.Condition == condition })
}

// EscrowAgent is the escrow agent, or nil where none is named.
func (c *Context) EscrowAgent() *schema.Party { return c.Party(c.Escrow.Agent) }

// HasMeasure reports whether a step of the ladder takes a measure.
func (c *Context) HasMeasure(measure string) bool {
	return slices.ContainsFunc(c.Remedies.Ladder, func(s schema.LadderStep) bool { return s.Measure == measure })
}

// HasAccession reports whether the term sheet says how a member joins.
func (c *Context) HasAccession() bool {
	return !reflect.ValueOf(c.stated().Membership.Accession).IsZero()
}
