package assemble

import (
	"reflect"
	"slices"

	"github.com/engross/engross/schema"
)

// HasExclusivity reports whether a grant has a degree of exclusivity.
func (c *context) HasExclusivity(degree string) bool {
	c.sawDegrees()
	return c.run.facts.degrees[schema.Exclusivity(degree)]
}

func (c *context) sawDegrees() {
	if c.run.trace != nil {
		for i := range c.Grants {
			c.saw(&c.Grants[i].Exclusivity)
		}
	}
}

// MixedExclusivity reports whether grants have different degrees.
func (c *context) MixedExclusivity() bool {
	c.sawDegrees()
	return len(c.run.facts.degrees) > 1
}

// SublicensingAllowed reports whether any grant allows sublicences.
func (c *context) SublicensingAllowed() bool {
	return c.hasGrant(func(g *schema.Grant) bool {
		c.saw(&g.Sublicense.Allowed)
		return g.Sublicense.Allowed != nil && *g.Sublicense.Allowed
	})
}

// HasCapture reports whether any grant captures patents by filing date.
func (c *context) HasCapture() bool {
	return c.hasGrant(func(g *schema.Grant) bool {
		c.saw(&g.Capture.To, &g.Capture.From)
		return !g.Capture.To.IsZero() || !g.Capture.From.IsZero()
	})
}

// HasSecrets reports whether know-how or trade secrets are among the assets.
func (c *context) HasSecrets() bool {
	return c.hasAsset(func(a *schema.Asset) bool {
		c.saw(&a.Kind)
		return a.Kind == schema.TradeSecret || a.Kind == schema.KnowHow
	})
}

// HasPatents reports whether patents or applications are among the assets, or
// are captured.
func (c *context) HasPatents() bool {
	return c.HasCapture() || c.hasAsset(func(a *schema.Asset) bool {
		c.saw(&a.Kind)
		return a.Kind == schema.Patent || a.Kind == schema.Application
	})
}

// OnlyPatents reports whether the assets are patents and applications alone.
func (c *context) OnlyPatents() bool {
	return c.HasPatents() && !c.hasAsset(func(a *schema.Asset) bool {
		c.saw(&a.Kind)
		return a.Kind != schema.Patent && a.Kind != schema.Application
	})
}

// HasFRAND reports whether an asset is subject to a FRAND commitment, or the
// deal licenses a standard.
func (c *context) HasFRAND() bool {
	return c.states(&c.Regulatory.FRAND) || c.hasAsset(func(a *schema.Asset) bool {
		c.saw(&a.FRAND.Standard, &a.FRAND.SSO)
		return a.FRAND.Standard != "" || a.FRAND.SSO != ""
	})
}

// HasAccess reports whether the term sheet says anything of access to improvements.
func (c *context) HasAccess() bool { return c.states(&c.Improvements.Access) }

// HasMoveProtocol reports whether it says anything of people who change employer.
func (c *context) HasMoveProtocol() bool {
	return c.states(&c.Confidentiality.MoveProtocol)
}

// HasCommittee and its like report whether the term sheet says anything of the thing.
func (c *context) HasCommittee() bool {
	return c.states(&c.Governance.Committee)
}

func (c *context) HasExitCost() bool { return c.states(&c.Payments.ExitCost) }

func (c *context) HasWithdrawal() bool {
	withdrawal, expulsion := c.states(&c.Membership.Withdrawal), c.states(&c.Membership.Expulsion)
	return withdrawal || expulsion
}

// MayExpel reports whether a member may be made to leave, and MayWithdraw whether it
// may of its own accord: not where the term sheet speaks of expulsion alone. Both ask
// what it states, for each has defaults.
func (c *context) MayExpel() bool {
	t := c.stated()
	c.saw(&t.Membership.Expulsion, &t.Payments.ExitCost.OnExpulsion)
	return !reflect.ValueOf(t.Membership.Expulsion).IsZero() || t.Payments.ExitCost.OnExpulsion
}

func (c *context) MayWithdraw() bool {
	t := c.stated()
	c.saw(&t.Membership.Withdrawal, &t.Payments.ExitCost)
	return !reflect.ValueOf(t.Membership.Withdrawal).IsZero() || !reflect.ValueOf(t.Payments.ExitCost).IsZero() || !c.MayExpel()
}

func (c *context) HasDocket() bool { return c.states(&c.Governance.Docket) }

func (c *context) HasUpdates() bool { return c.states(&c.Governance.Updates) }

func (c *context) HasConflicts() bool { return c.states(&c.Governance.Conflicts) }

func (c *context) HasLog() bool { return c.states(&c.Governance.Log) }

func (c *context) HasCredits() bool { return c.states(&c.Credits) }

func (c *context) HasValuation() bool { return c.states(&c.Valuation) }

// states reports whether the term sheet says anything of a part of it.
func (c *context) states(part any) bool {
	c.saw(part)
	return !reflect.ValueOf(part).Elem().IsZero()
}

// HasCombinations and HasMostFavoured report whether a grant says so.
func (c *context) HasCombinations() bool {
	return c.hasGrant(func(g *schema.Grant) bool { c.saw(&g.Combinations); return g.Combinations != "" })
}

func (c *context) HasMostFavoured() bool {
	return c.hasGrant(func(g *schema.Grant) bool { c.saw(&g.MostFavoured); return g.MostFavoured })
}

// HasSecrecy and HasLiability report whether the term sheet says anything of
// secrecy, of limits of liability.
func (c *context) HasSecrecy() bool { return c.states(&c.Confidentiality) || c.HasSecrets() }

// CapsMultiple reports whether liability is limited to a multiple of what is paid, and
// to a sum as well: both are stated, and not that the sum alone is meant.
func (c *context) CapsMultiple() bool {
	l := &c.stated().Remedies.Liability
	if l.Cap == nil || l.Form == "fixed" || l.Form == "share-of-project" {
		return false
	}
	c.saw(&l.Multiple)
	return l.Multiple != nil
}

func (c *context) HasLiability() bool { return c.states(&c.Remedies.Liability) }

func (c *context) HasDiligence() bool {
	return c.hasGrant(func(g *schema.Grant) bool {
		c.saw(&g.Diligence, &g.Minimum, &g.Loss)
		return len(g.Diligence) > 0 || g.Minimum != nil || g.Loss != ""
	})
}

// HasPersonalData reports whether a data set holds personal data.
func (c *context) HasPersonalData() bool {
	return c.hasAsset(func(a *schema.Asset) bool {
		c.saw(&a.PersonalData)
		return a.PersonalData
	})
}

func (c *context) hasAsset(f func(*schema.Asset) bool) bool {
	for i := range c.Assets {
		if f(&c.Assets[i]) {
			return true
		}
	}
	return false
}

// HasRoyalties reports whether royalties are payable.
func (c *context) HasRoyalties() bool {
	c.saw(&c.Payments.Royalties)
	return len(c.Payments.Royalties) > 0
}

// HasPoolIncome reports whether anybody collects for the members what they share: where
// the term sheet says how it is shared, a royalty or a sublicence comes in through an
// administrator or another who does not license what it is paid for. What each licensor
// is paid for its own licences is nobody else's income.
func (c *context) HasPoolIncome() bool {
	c.saw(&c.Payments.Royalties, &c.Payments.Distribution, &c.Governance.Administrator, &c.Governance.Conflicts.RecognitionFundPct)
	if c.TermSheet.Administrator() != nil || c.states(&c.Payments.Distribution) || c.Governance.Conflicts.RecognitionFundPct != nil {
		return true
	}
	return slices.ContainsFunc(c.Payments.Royalties, func(r schema.Royalty) bool {
		return !slices.ContainsFunc(c.grantsBearing(&r), func(id string) bool {
			return slices.Contains(c.Licensors(c.Grant(id)), r.Payee)
		})
	})
}

// HasBalancing reports whether a balancing payment is payable.
func (c *context) HasBalancing() bool {
	c.saw(&c.Payments.Balancing)
	return len(c.Payments.Balancing) > 0
}

// Competitors reports whether parties compete with each other.
func (c *context) Competitors() bool {
	some := false
	for i := range c.Parties {
		c.saw(&c.Parties[i].CompetitorOf)
		some = some || len(c.Parties[i].CompetitorOf) > 0
	}
	return some
}

// Restated reports whether the agreement amends and restates an earlier one.
func (c *context) Restated() bool {
	c.saw(&c.Deal.Amends.ID, &c.Deal.Instrument)
	if c.Deal.Amends.ID == "" || c.Deal.Instrument == "amendment" || c.Deal.Instrument == "accession" {
		return false
	}
	c.saw(&c.Deal.Amends.Form)
	return c.Deal.Amends.Form != "amendment"
}

// Administrator is the short name of the administrator, or "".
func (c *context) Administrator() string {
	c.saw(&c.Governance.Administrator)
	if p := c.TermSheet.Administrator(); p != nil {
		c.saw(&p.ShortName, &p.Roles)
		return p.ShortName
	}
	return ""
}

// HasExportControl reports whether an asset has an export control classification.
func (c *context) HasExportControl() bool {
	return c.hasAsset(func(a *schema.Asset) bool {
		c.saw(&a.ExportClass)
		return a.ExportClass != ""
	})
}

// RenewsItself reports whether the agreement is renewed unless notice is given.
func (c *context) RenewsItself() bool {
	r := &c.Term.Renewal
	c.saw(&r.Auto, &r.Max)
	return r.Auto != nil && *r.Auto && (r.Max == nil || *r.Max > 0)
}

// RenewalStated reports whether the term sheet says that the agreement may be
// renewed.
func (c *context) RenewalStated() bool {
	r := &c.Term.Renewal
	c.saw(&r.Auto, &r.Period, &r.Max)
	return (r.Auto != nil || r.Period != nil || r.Max != nil) && (r.Max == nil || *r.Max > 0)
}

// LicencesSetTheTerm reports whether the agreement can last as long as its
// licences: it states neither length nor end, and each licence has an end of
// its own, or none.
func (c *context) LicencesSetTheTerm() bool {
	c.saw(&c.Term.Length, &c.Term.End)
	return c.Term.Length == nil && c.Term.End.IsZero() && len(c.Grants) > 0 && !slices.ContainsFunc(c.Grants, func(g schema.Grant) bool {
		return !g.Perpetual && (g.End == "" || g.End == schema.EndTerm)
	})
}

// RoyaltiesOutlastTerm reports whether a royalty is still payable when the term
// is renewed.
func (c *context) RoyaltiesOutlastTerm() bool {
	end, ends := c.TermSheet.TermEnd()
	return slices.ContainsFunc(c.Payments.Royalties, func(r schema.Royalty) bool {
		return r.End.IsZero() || r.EndEvent != "" || !ends || end.Before(r.End)
	})
}

// SeveralBeneficiaries reports whether a deposit has, or in a deal of several parties may
// have, more than one.
func (c *context) SeveralBeneficiaries() bool {
	several := c.Multi()
	for i := range c.Escrow.Deposits {
		d := &c.Escrow.Deposits[i]
		c.saw(&d.Beneficiaries)
		several = several || len(d.Beneficiaries) > 1
	}
	return several
}

// HasSoftware reports whether software is among the assets.
func (c *context) HasSoftware() bool {
	return c.hasAsset(func(a *schema.Asset) bool { c.saw(&a.Kind); return a.Kind == schema.Software })
}

// HasData reports whether a database or a data set is among the assets.
func (c *context) HasData() bool {
	return c.hasAsset(func(a *schema.Asset) bool {
		c.saw(&a.Kind)
		return a.Kind == schema.Database || a.Kind == schema.DataSet
	})
}

// HasStepDown reports whether a grant states the day from which it is
// non-exclusive.
func (c *context) HasStepDown() bool {
	return c.hasGrant(func(g *schema.Grant) bool { c.saw(&g.StepDown); return !g.StepDown.IsZero() })
}

// HasPlatform reports whether a grant's field is a critical platform.
func (c *context) HasPlatform() bool {
	return c.hasGrant(func(g *schema.Grant) bool { c.saw(&g.SelectivePlatform); return g.SelectivePlatform })
}

// HasMilestones reports whether a grant states milestones.
func (c *context) HasMilestones() bool {
	return c.hasGrant(func(g *schema.Grant) bool { c.saw(&g.Diligence); return len(g.Diligence) > 0 })
}

// HasExtensionFee reports whether a milestone may be put off for a fee.
func (c *context) HasExtensionFee() bool {
	return c.hasGrant(func(g *schema.Grant) bool {
		return slices.ContainsFunc(g.Diligence, func(m schema.Milestone) bool { return m.ExtensionFee != nil })
	})
}

// HasMinimum reports whether a grant states a yearly minimum.
func (c *context) HasMinimum() bool {
	return c.hasGrant(func(g *schema.Grant) bool { c.saw(&g.Minimum); return g.Minimum != nil })
}

// HasCap reports whether the term sheet states a cap of liability, or how it is set.
func (c *context) HasCap() bool {
	l := &c.stated().Remedies.Liability
	c.saw(&l.Cap, &l.Form, &l.Multiple)
	return l.Form != "none" && (l.Cap != nil || l.Form != "" || l.Multiple != nil)
}

// HasOptions reports whether a grant is there to be taken up.
func (c *context) HasOptions() bool {
	return c.hasGrant(func(g *schema.Grant) bool { c.saw(&g.Tier); return g.Tier == "optional" || g.Tier == "supplementary" })
}

// HasPassiveSales reports whether a grant says what holds for orders not sought.
func (c *context) HasPassiveSales() bool {
	return c.hasGrant(func(g *schema.Grant) bool { c.saw(&g.PassiveSales); return g.PassiveSales != "" })
}

// HasOpeningCredits reports whether a member begins with credits.
func (c *context) HasOpeningCredits() bool {
	return slices.ContainsFunc(c.Contributions, func(x schema.Contribution) bool { return x.OpeningCredits != nil })
}

// HasHaveMade reports whether a grant allows products to be made by others.
func (c *context) HasHaveMade() bool {
	return c.hasGrant(func(g *schema.Grant) bool { c.saw(&g.HaveMade, &g.Acts); return haveMade(g) })
}

// haveMade reports whether a grant allows products to be made by others: it
// says so, or names the act.
func haveMade(g *schema.Grant) bool {
	return g.HaveMade != "" && g.HaveMade != "none" || g.HaveMade == "" && slices.Contains(g.Acts, "have-made")
}

// FlowDownUnstated reports whether a grant allows sublicences and does not say
// what they must pass on.
func (c *context) FlowDownUnstated() bool {
	return c.hasGrant(func(g *schema.Grant) bool {
		return g.Sublicense.Allowed != nil && *g.Sublicense.Allowed && len(g.Sublicense.FlowDown) == 0
	})
}

// HasDirectedCarveOut reports whether something is kept out of some grants only.
func (c *context) HasDirectedCarveOut() bool {
	return slices.ContainsFunc(c.CarveOuts, func(x schema.CarveOut) bool { return len(x.Grants) > 0 })
}

// HasExchange reports whether two parties license each other.
func (c *context) HasExchange() bool {
	given := map[[2]string]bool{}
	for i := range c.Grants {
		g := &c.Grants[i]
		c.saw(&g.From, &g.To)
		for _, l := range c.Licensors(g) {
			for _, e := range c.Licensees(g) {
				if given[[2]string{e, l}] {
					return true
				}
				given[[2]string{l, e}] = true
			}
		}
	}
	return false
}

// HasReviewedSunset reports whether a right that lapses is to be reviewed first.
func (c *context) HasReviewedSunset() bool {
	return slices.ContainsFunc(c.Term.Sunsets, func(s schema.Sunset) bool { return s.Consequence == "review" })
}

// EachLicensesOthers reports whether each member of the deal grants a licence to
// each other one.
func (c *context) EachLicensesOthers() bool {
	given := map[[2]string]bool{}
	for i := range c.Grants {
		for _, l := range c.Licensors(&c.Grants[i]) {
			for _, e := range c.Licensees(&c.Grants[i]) {
				given[[2]string{l, e}] = true
			}
		}
	}
	members := c.Members()
	for _, l := range members {
		for _, e := range members {
			if l.ID != e.ID && !given[[2]string{l.ID, e.ID}] {
				return false
			}
		}
	}
	return len(members) > 1
}

// ActsUnstated reports whether a grant states no acts.
func (c *context) ActsUnstated() bool {
	return c.hasGrant(func(g *schema.Grant) bool { c.saw(&g.Acts); return len(g.Acts) == 0 })
}

// HasMakeTerritory reports whether a grant states another territory for making.
func (c *context) HasMakeTerritory() bool {
	return c.hasGrant(func(g *schema.Grant) bool {
		c.saw(&g.MakeTerritory, &g.Territory)
		return g.MakeTerritory != "" && g.MakeTerritory != g.Territory
	})
}

// AffiliatesUse reports whether affiliates of a party may use what it is licensed, by the
// agreement or by a sublicence.
func (c *context) AffiliatesUse() bool {
	if c.SublicensingAllowed() {
		return true
	}
	i := &c.Interpretation
	c.saw(&i.BindAffiliates)
	if i.BindAffiliates == "" || i.BindAffiliates == "none" {
		return false
	}
	c.saw(&i.AffiliateBenefit)
	return i.AffiliateBenefit != nil && *i.AffiliateBenefit
}

// HasOutsideOwner reports whether an asset belongs to somebody outside the deal.
func (c *context) HasOutsideOwner() bool {
	return c.hasAsset(func(a *schema.Asset) bool {
		c.saw(&a.Owners)
		for i := range a.Owners {
			c.saw(&a.Owners[i].Party)
		}
		return slices.ContainsFunc(a.Owners, func(o schema.Owner) bool { return c.Party(o.Party) == nil })
	})
}

// MostRenewals is the number of renewals that the term sheet allows, or 0.
func (c *context) MostRenewals() int {
	if c.saw(&c.Term.Renewal.Max); c.Term.Renewal.Max == nil {
		return 0
	}
	return *c.Term.Renewal.Max
}

// HasIncomeShare reports whether a licensor has a share of what sublicences
// bring.
func (c *context) HasIncomeShare() bool {
	return c.hasGrant(func(g *schema.Grant) bool { c.saw(&g.Sublicense.IncomeShare); return g.Sublicense.IncomeShare != nil })
}
