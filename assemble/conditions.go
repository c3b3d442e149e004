package assemble

import (
	"reflect"
	"slices"

	"github.com/engross/engross/schema"
)

// HasExclusivity reports whether a grant has a degree of exclusivity.
func (c *Context) HasExclusivity(degree string) bool {
	return c.run.facts.degrees[schema.Exclusivity(degree)]
}

// MixedExclusivity reports whether grants have different degrees.
func (c *Context) MixedExclusivity() bool { return len(c.run.facts.degrees) > 1 }

// SublicensingAllowed reports whether any grant allows sublicences.
func (c *Context) SublicensingAllowed() bool {
	return slices.ContainsFunc(c.Grants, func(g schema.Grant) bool { return g.Sublicense.Allowed != nil && *g.Sublicense.Allowed })
}

// HasCapture reports whether any grant captures patents by filing date.
func (c *Context) HasCapture() bool {
	return slices.ContainsFunc(c.Grants, func(g schema.Grant) bool { return !g.Capture.To.IsZero() || !g.Capture.From.IsZero() })
}

// HasSecrets reports whether know-how or trade secrets are among the assets.
func (c *Context) HasSecrets() bool {
	return c.hasAsset(func(a *schema.Asset) bool { return a.Kind == schema.TradeSecret || a.Kind == schema.KnowHow })
}

// HasPatents reports whether patents or applications are among the assets, or
// are captured.
func (c *Context) HasPatents() bool {
	return c.HasCapture() || c.hasAsset(func(a *schema.Asset) bool { return a.Kind == schema.Patent || a.Kind == schema.Application })
}

// HasFRAND reports whether an asset is subject to a FRAND commitment, or the
// deal licenses a standard.
func (c *Context) HasFRAND() bool {
	return c.Regulatory.FRAND != (schema.FRAND{}) || c.hasAsset(func(a *schema.Asset) bool { return a.FRAND.Standard != "" || a.FRAND.SSO != "" })
}

// HasAccess reports whether the term sheet says anything of access to improvements.
func (c *Context) HasAccess() bool { return c.Improvements.Access != (schema.Access{}) }

// HasMoveProtocol reports whether it says anything of people who change employer.
func (c *Context) HasMoveProtocol() bool {
	return c.Confidentiality.MoveProtocol != (schema.MoveProtocol{})
}

// HasCommittee, HasDocket, HasUpdates, HasConflicts, HasLog, HasCredits and
// HasValuation report whether the term sheet says anything of the thing.
func (c *Context) HasCommittee() bool {
	return !reflect.ValueOf(c.Governance.Committee).IsZero()
}

func (c *Context) HasDocket() bool { return !reflect.ValueOf(c.Governance.Docket).IsZero() }

func (c *Context) HasUpdates() bool { return !reflect.ValueOf(c.Governance.Updates).IsZero() }

func (c *Context) HasConflicts() bool { return !reflect.ValueOf(c.Governance.Conflicts).IsZero() }

func (c *Context) HasLog() bool { return !reflect.ValueOf(c.Governance.Log).IsZero() }

func (c *Context) HasCredits() bool { return !reflect.ValueOf(c.Credits).IsZero() }

func (c *Context) HasValuation() bool { return !reflect.ValueOf(c.Valuation).IsZero() }

// HasPersonalData reports whether a data set holds personal data.
func (c *Context) HasPersonalData() bool {
	return c.hasAsset(func(a *schema.Asset) bool { return a.PersonalData })
}

func (c *Context) hasAsset(f func(*schema.Asset) bool) bool {
	for i := range c.Assets {
		if f(&c.Assets[i]) {
			return true
		}
	}
	return false
}

// HasRoyalties reports whether royalties are payable.
func (c *Context) HasRoyalties() bool { return len(c.Payments.Royalties) > 0 }

// HasBalancing reports whether a balancing payment is payable.
func (c *Context) HasBalancing() bool { return len(c.Payments.Balancing) > 0 }

// Competitors reports whether parties compete with each other.
func (c *Context) Competitors() bool {
	return slices.ContainsFunc(c.Parties, func(p schema.Party) bool { return len(p.CompetitorOf) > 0 })
}

// Restated reports whether the agreement amends and restates an earlier one.
func (c *Context) Restated() bool { return c.Deal.Amends.ID != "" && c.Deal.Amends.Form != "amendment" }

// Administrator is the short name of the administrator, or "".
func (c *Context) Administrator() string {
	if p := c.TermSheet.Administrator(); p != nil {
		return p.ShortName
	}
	return ""
}

// HasTiers reports whether grants are graded into core, optional and
// supplementary licences.
func (c *Context) HasTiers() bool {
	return slices.ContainsFunc(c.Grants, func(g schema.Grant) bool { return g.Tier != "" })
}

// HasExportControl reports whether an asset has an export control classification.
func (c *Context) HasExportControl() bool {
	return c.hasAsset(func(a *schema.Asset) bool { return a.ExportClass != "" })
}

// RenewsItself reports whether the agreement is renewed unless notice is given.
func (c *Context) RenewsItself() bool {
	r := &c.Term.Renewal
	return r.Auto != nil && *r.Auto && (r.Max == nil || *r.Max > 0)
}

// RenewalStated reports whether the term sheet says that the agreement may be
// renewed.
func (c *Context) RenewalStated() bool {
	r := &c.Term.Renewal
	return (r.Auto != nil || r.Period != nil || r.Max != nil) && (r.Max == nil || *r.Max > 0)
}

// LicencesSetTheTerm reports whether the agreement can last as long as its
// licences: it states neither length nor end, and each licence has an end of
// its own, or none.
func (c *Context) LicencesSetTheTerm() bool {
	return c.Term.Length == nil && c.Term.End.IsZero() && len(c.Grants) > 0 && !slices.ContainsFunc(c.Grants, func(g schema.Grant) bool {
		return !g.Perpetual && (g.End == "" || g.End == schema.EndTerm)
	})
}

// RoyaltiesOutlastTerm reports whether a royalty is still payable when the term
// is renewed.
func (c *Context) RoyaltiesOutlastTerm() bool {
	end, ends := c.TermSheet.TermEnd()
	return slices.ContainsFunc(c.Payments.Royalties, func(r schema.Royalty) bool {
		return r.End.IsZero() || r.EndEvent != "" || !ends || end.Before(r.End)
	})
}
