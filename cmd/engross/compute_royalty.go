package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/money"
	"github.com/engross/engross/schema"
)

// royaltyFlags are the facts on which a royalty depends besides the term sheet.
type royaltyFlags struct {
	royalty, grant       string
	year                 int
	units, sales         string
	regions, reduced     []string
	early                bool
	credits, mostCredits string
	others               []string
}

func (a *app) computeRoyalty() *cobra.Command {
	var f royaltyFlags
	c := &cobra.Command{
		Use:   "royalty TERM-SHEET",
		Short: "What one payer owes in a royalty for one calendar year",
		Long: `Royalty reckons what one payer, together with its affiliates, owes for a
calendar year: bands, shares of regions, minimum, discounts and caps, in the order
in which the agreement takes them. In a year in which the royalty begins or ends,
boundaries, minimum and caps are those for part of a year.

--region NAME=N says how much of the volume falls to a region; what is left falls to
countries in none. --reduced N, or NAME=N for a region, says how much of the volume
falls to countries in which no valid claim covers the product any more.

--other ID=SUM says what the payer owes for the year in another royalty, by its own
limits; a cap or a waiver that several royalties share is then reckoned.`,
		Example: `  engross compute royalty deal.json --units 6000000 --year 2027
  engross compute royalty deal.json --royalty r1 --units 300000 --region 1=200000 --region 2=100000 --reduced 1=50000`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.royalty(args[0], f) },
	}
	c.Flags().StringVar(&f.royalty, "royalty", "", "id of the royalty, where there are several")
	c.Flags().StringVar(&f.grant, "grant", "", "id of a grant: the royalty that it bears")
	c.Flags().IntVar(&f.year, "year", 0, "calendar year; left out, a whole year")
	c.Flags().StringVar(&f.units, "units", "", "units of the year, for a royalty on units")
	c.Flags().StringVar(&f.sales, "sales", "", "net sales or gross margin of the year, for a royalty on them")
	listVar(c, &f.regions, "region", "NAME=N: volume that falls to a region; may be repeated")
	listVar(c, &f.reduced, "reduced", "N or NAME=N: volume without a valid claim; may be repeated")
	c.Flags().BoolVar(&f.early, "early", false, "the licensee signed in time for the early rate")
	c.Flags().StringVar(&f.credits, "credits", "", "the payer's share of all credits at the end of the year before, for a contribution discount")
	c.Flags().StringVar(&f.mostCredits, "most-credits", "", "the largest share that any payer of the royalty then held")
	listVar(c, &f.others, "other", "ID=SUM: what the payer owes in a royalty that shares a limit; may be repeated")
	return c
}

func (a *app) royalty(name string, f royaltyFlags) error {
	resolved, err := a.resolve(name, (*assemble.Library).Resolve)
	if err != nil {
		return err
	}
	t := resolved.Sheet
	r, err := pickRoyalty(t, f)
	if err != nil {
		return err
	}
	u, err := f.usage(t, r)
	if err != nil {
		return err
	}
	res, err := money.Royalty(r, t.Payments.Currency, u)
	if err != nil {
		return cannotCompute(err)
	}
	res.Title = fmt.Sprintf("%s (%s), payable by %s to %s", cmp.Or(r.Name, "royalty"), r.ID, calledParty(t, r.Payer), calledParty(t, r.Payee))
	if f.year != 0 {
		res.Title += fmt.Sprintf(", calendar year %d", f.year)
	}
	if err := f.together(t, r, res); err != nil {
		return err
	}
	res.Notes = append(res.Notes, f.leftOut(resolved, r)...)
	if a.format == "json" {
		return a.printJSON(struct {
			Royalty string `json:"royalty"`
			Year    int    `json:"year,omitempty"`
			*money.Statement
			Limit   string `json:"limited_by,omitempty"`
			Working string `json:"working"`
			Notice  string `json:"notice"`
		}{r.ID, f.year, &res.Statement, res.Limit, res.Working, money.Notice})
	}
	return a.printStatement(&res.Statement)
}

// pickRoyalty is the royalty that the flags name, or the only one.
func pickRoyalty(t *schema.TermSheet, f royaltyFlags) (*schema.Royalty, error) {
	var ids []string
	for _, r := range t.Payments.Royalties {
		ids = append(ids, r.ID)
	}
	id := f.royalty
	if f.grant != "" {
		g := t.Grant(f.grant)
		switch {
		case g == nil:
			return nil, &usageError{message: fmt.Sprintf("there is no grant %q", f.grant), hint: "give an id from grants"}
		case g.Royalty == "":
			return nil, &usageError{message: fmt.Sprintf("grant %s bears no royalty", f.grant), hint: "a grant names its royalty in grants[].royalty"}
		case id != "" && id != g.Royalty:
			return nil, &usageError{message: fmt.Sprintf("grant %s bears royalty %s, not %s", f.grant, g.Royalty, id), hint: "give one of --grant and --royalty"}
		}
		id = g.Royalty
	}
	switch r := t.Royalty(id); {
	case len(ids) == 0:
		return nil, &usageError{message: "the term sheet has no royalty", hint: "a royalty is declared in payments.royalties"}
	case id == "" && len(ids) == 1:
		return &t.Payments.Royalties[0], nil
	case id == "":
		return nil, &usageError{message: fmt.Sprintf("the term sheet has %d royalties: %s", len(ids), strings.Join(ids, ", ")), hint: "give --royalty " + ids[0]}
	case r == nil:
		return nil, &usageError{message: fmt.Sprintf("there is no royalty %q", id), hint: "the royalties are " + strings.Join(ids, ", ")}
	default:
		return r, nil
	}
}

// usage turns the flags into what the payer did in the year.
func (f *royaltyFlags) usage(t *schema.TermSheet, r *schema.Royalty) (money.Usage, error) {
	u := money.Usage{Early: f.early}
	if len(r.Tiers) == 0 {
		return u, &usageError{message: fmt.Sprintf("royalty %s has no bands, so there is nothing to reckon", r.ID), hint: "give tiers in payments.royalties"}
	}
	total, err := f.total(r)
	if err != nil {
		return u, err
	}
	if u.Uses, err = f.uses(r, total); err != nil {
		return u, err
	}
	if f.year != 0 {
		if u.Part, err = money.RunsIn(r, t.Deal.EffectiveDate, f.year); err != nil {
			return u, cannotCompute(err)
		}
	}
	if f.early && r.EarlyRate.Pct == nil {
		return u, &usageError{message: fmt.Sprintf("royalty %s has no early rate", r.ID), hint: "leave out --early"}
	}
	credits, err := decimalFlag("credits", f.credits)
	if err != nil {
		return u, err
	}
	most, err := decimalFlag("most-credits", f.mostCredits)
	switch {
	case err != nil:
		return u, err
	case credits == nil && most == nil:
	case credits == nil || most == nil || most.IsZero():
		return u, &usageError{message: "a contribution discount needs the payer's share of credits and the largest share", hint: "give --credits and --most-credits"}
	case r.ContributionDiscount == nil:
		return u, &usageError{message: fmt.Sprintf("royalty %s has no contribution discount", r.ID), hint: "leave out --credits and --most-credits"}
	default:
		u.Credits, u.MostCredits = credits.Decimal, most.Decimal
	}
	return u, nil
}

// total is the volume of the year by the flag that fits the royalty, or nil where
// the regions give it.
func (f *royaltyFlags) total(r *schema.Royalty) (*schema.Decimal, error) {
	name, value, other, wrong := "units", f.units, "sales", f.sales
	if r.Base != schema.PerUnit {
		name, value, other, wrong = "sales", f.sales, "units", f.units
	}
	if wrong != "" {
		return nil, &usageError{message: fmt.Sprintf("royalty %s is measured on %s, not on %s", r.ID, cmp.Or(map[schema.RoyaltyBase]string{schema.PerUnit: "units", schema.OnNetSales: "net sales", schema.OnGrossMargin: "gross margin"}[r.Base], string(r.Base)), other),
			hint: "give --" + name + " instead of --" + other}
	}
	if value == "" && len(f.regions) == 0 {
		return nil, &usageError{message: "no volume", hint: fmt.Sprintf("give --%s, the volume of the year", name)}
	}
	return decimalFlag(name, value)
}

// uses divides the volume among the regions, and the countries in none.
func (f *royaltyFlags) uses(r *schema.Royalty, total *schema.Decimal) ([]money.Use, error) {
	regions, err := keyedFlag("region", f.regions)
	if err != nil {
		return nil, err
	}
	rest := schema.Decimal{}
	if total != nil {
		rest = *total
	}
	volume := map[string]schema.Decimal{}
	var order []string
	for _, k := range regions {
		if !hasRegion(r, k.key) {
			return nil, &usageError{message: fmt.Sprintf("royalty %s has no region %q", r.ID, k.key), hint: cmp.Or(regionHint(r), "leave out --region: the full rate applies everywhere")}
		}
		volume[k.key] = k.value
		order = append(order, k.key)
		if total != nil {
			rest.Decimal = rest.Sub(k.value.Decimal)
		}
	}
	if rest.IsNegative() {
		return nil, &usageError{message: "the volumes of the regions exceed the whole, " + total.String(), hint: "correct --region, or leave the total out"}
	}
	if rest.IsPositive() || len(order) == 0 {
		volume[""] = rest
		order = append(order, "")
	}
	reduced, err := f.reducedVolumes(volume)
	if err != nil {
		return nil, err
	}
	var uses []money.Use
	for _, name := range order {
		full := volume[name].Sub(reduced[name].Decimal)
		if full.IsPositive() || reduced[name].IsZero() {
			uses = append(uses, money.Use{Region: name, Volume: full})
		}
		if reduced[name].IsPositive() {
			uses = append(uses, money.Use{Region: name, Volume: reduced[name].Decimal, Reduced: true})
		}
	}
	return uses, nil
}

// reducedVolumes is the volume without a valid claim, by region.
func (f *royaltyFlags) reducedVolumes(volume map[string]schema.Decimal) (map[string]schema.Decimal, error) {
	reduced := map[string]schema.Decimal{}
	for _, v := range f.reduced {
		name, number, named := strings.Cut(v, "=")
		if !named {
			name, number = "", v
		}
		d, err := decimalFlag("reduced", cmp.Or(number, "?"))
		if err != nil {
			return nil, err
		}
		whole, known := volume[name]
		switch {
		case !known && name == "":
			return nil, &usageError{message: "--reduced " + v + " names no region, and all volume falls to regions", hint: "write --reduced NAME=" + v}
		case !known:
			return nil, &usageError{message: fmt.Sprintf("--reduced names region %q, to which no volume falls", name), hint: "give --region " + name + "=N too"}
		}
		if reduced[name] = (schema.Decimal{Decimal: reduced[name].Add(d.Decimal)}); reduced[name].GreaterThan(whole.Decimal) {
			return nil, &usageError{message: fmt.Sprintf("--reduced %s is more than the volume that it is part of, %s", v, whole), hint: "correct one of the two"}
		}
	}
	return reduced, nil
}

func hasRegion(r *schema.Royalty, name string) bool {
	for _, x := range r.Regions {
		if x.Region == name {
			return true
		}
	}
	return false
}

func regionHint(r *schema.Royalty) string {
	var names []string
	for _, x := range r.Regions {
		names = append(names, x.Region)
	}
	if len(names) == 0 {
		return ""
	}
	return "the regions are " + strings.Join(names, ", ")
}

// leftOut says what the agreement may add to or take from the royalty and the
// working does not.
func (f *royaltyFlags) leftOut(resolved *assemble.Deal, r *schema.Royalty) []string {
	var notes []string
	note := func(when bool, text string) {
		if when {
			notes = append(notes, text)
		}
	}
	end, ends := resolved.Sheet.TermEnd()
	note(len(r.Regions) > 0 && len(f.regions) == 0, "no volume is given to a region, so the full rate is applied to all of it; give --region")
	note(f.year == 0 && (!r.Start.IsZero() || !r.End.IsZero()), "a whole year is reckoned; give --year for one in which the royalty begins or ends")
	note(ends && f.year > end.Year, fmt.Sprintf("the term ends on %s; only what is licensed beyond it bears a royalty in %d", end, f.year))
	note(r.EarlyRate.Pct != nil && !f.early, "the discount for early signature is not taken; give --early for a licensee that has it")
	note(r.ContributionDiscount != nil && f.credits == "", "the discount for contribution is not taken; give --credits and --most-credits")
	notes = append(notes, money.NotReckoned(r)...)
	others := f.unknownOthers(resolved.Sheet, r)
	note(len(others) > 0, "a limit that it shares is not reckoned: it depends on what other royalties come to; give --other "+strings.Join(others, "=SUM --other ")+"=SUM")
	return notes
}

// together applies the limits that the royalty shares with others that are given.
func (f *royaltyFlags) together(t *schema.TermSheet, r *schema.Royalty, res *money.Result) error {
	others, err := keyedFlag("other", f.others)
	if err != nil || len(others) == 0 {
		return err
	}
	owed := []money.Owed{{Royalty: r.ID, Sum: res.Money()}}
	for _, k := range others {
		x := t.Royalty(k.key)
		if x == nil || x == r || !slices.Contains(money.SharingLimits(t.Payments.RoyaltyLimits, r.ID), k.key) {
			return &usageError{message: fmt.Sprintf("royalty %s shares no limit with %q", r.ID, k.key), hint: "limits that royalties share are in payments.royalty_limits"}
		}
		owed = append(owed, money.Owed{Royalty: k.key, Sum: schema.Money{Amount: k.value, Currency: cmp.Or(x.Currency, t.Payments.Currency)}})
	}
	owed, steps, err := money.Together(t.Payments.RoyaltyLimits, owed)
	if err != nil {
		return cannotCompute(err)
	}
	res.Steps, res.Due = append(res.Steps, steps.Steps...), &owed[0].Sum
	return nil
}

// unknownOthers are the royalties with which one shares a limit and of which the flags
// do not say what they come to.
func (f *royaltyFlags) unknownOthers(t *schema.TermSheet, r *schema.Royalty) []string {
	return slices.DeleteFunc(money.SharingLimits(t.Payments.RoyaltyLimits, r.ID), func(id string) bool {
		return slices.ContainsFunc(f.others, func(v string) bool { return strings.HasPrefix(v, id+"=") })
	})
}
