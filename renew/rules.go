package renew

import (
	"bytes"
	_ "embed"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// Rules say how last year's agreement becomes next year's. What they leave out
// stays as it was; each thing that is done nonetheless is in the report.
type Rules struct {
	// Address of the JSON Schema of renewal rules, for editors. It has no effect.
	Schema string `json:"$schema,omitempty"`
	// Whether the whole agreement is restated (the default), or amended: only what changes, and the rest remains in force.
	Form Form `json:"form,omitempty" jsonschema:"enum=restated,enum=amendment"`
	// Reference of the new document (its deal.id). Left out, it is made from last year's: the year in it is replaced, or "-R1" or "-A1" added.
	ID string `json:"id,omitempty" jsonschema:"maxLength=60,example=ALPHA-BETA-2032"`
	// Title of the new document. Left out, a restated agreement keeps last year's, and an amendment is called "Amendment No. 1 to the ...".
	Title string `json:"title,omitempty" jsonschema:"maxLength=200"`
	// The day on which the new document is, or is to be, signed.
	SigningDate schema.Date `json:"signing_date,omitzero"`
	// Amendments of last year's agreement that its term sheet does not list under deal.amends.history.
	History []schema.Amendment `json:"history,omitempty"`
	// What has happened to last year's agreement.
	Facts Facts `json:"facts,omitzero"`
	// How long the renewal lasts.
	Term Term `json:"term,omitzero"`
	// How sums of money rise or fall. Each sum is lifted once at most.
	Uplift []Uplift `json:"uplift,omitempty" jsonschema:"maxItems=50"`
	// Who joins and who leaves.
	Members Members `json:"members,omitzero"`
	// Which assets come and go.
	Assets Assets `json:"assets,omitzero"`
	// Values that last year's agreement took from the library: kept, by writing into the new term sheet those that the library would now give otherwise (pin), or taken again from the library as it is now (library, the default). To know them, renew needs the PDF of last year's agreement.
	Defaults string `json:"defaults,omitempty" jsonschema:"enum=library,enum=pin"`
	// The words of the clauses: as the library has them now (upgrade, the default), with a report of what that changes, or refused unless they are last year's (pin).
	Library string `json:"library,omitempty" jsonschema:"enum=upgrade,enum=pin"`
	// Any other values, by their path or JSON Pointer in the term sheet: {"governance.committee.chair": "beta", "grants[g1].minimum": null}. null takes a value away; [+] appends to a list.
	Set map[string]any `json:"set,omitempty"`

	file *schema.File // where the rules stand, or nil
}

// Form is what kind of document a renewal is.
type Form string

const (
	Restated  Form = "restated"  // the whole text, which amends and restates last year's
	Amendment Form = "amendment" // only what changes
)

// Facts are what has happened to last year's agreement.
type Facts struct {
	// The day on which it ended or will end early, by termination.
	Terminated schema.Date `json:"terminated,omitzero"`
	// Notices of non-renewal.
	NonRenewal []Notice `json:"non_renewal,omitempty"`
	// All parties have agreed to renew, though the time to propose it has passed, the renewals are used up, or the agreement provides for none.
	Agreed bool `json:"agreed,omitempty"`
}

// A Notice is a notice of non-renewal.
type Notice struct {
	// Id of the party that gave it.
	By string `json:"by" jsonschema:"required"`
	// The day on which it was received.
	Date schema.Date `json:"date" jsonschema:"required"`
}

// Term says how long the renewal lasts.
type Term struct {
	// Length in months. Left out, term.renewal.period of last year's agreement.
	Months *schema.Months `json:"months,omitempty"`
	// Last day. Give this or months.
	End schema.Date `json:"end,omitzero"`
	// First day, for an agreement without an end. Left out, the next anniversary of its beginning after today.
	Start schema.Date `json:"start,omitzero"`
	// What becomes of a day that a month does not have. same-day (the default): the same day of the month as at first, or the last day of a month that lacks it. month-end: a term that began on the last day of a month ends on the day before the last day of a month.
	Anniversary string `json:"anniversary,omitempty" jsonschema:"enum=same-day,enum=month-end"`
	// How the renewed agreement is renewed in its turn. Left out, as last year's.
	Then string `json:"then,omitempty" jsonschema:"enum=fixed,enum=auto-renew,enum=evergreen"`
	// Most renewals from now on, counted from the beginning of the agreement. Left out, as last year's.
	Max *int `json:"max,omitempty" jsonschema:"minimum=0,maximum=100"`
}

// An Uplift changes sums of money by a percentage, a fixed amount or an index.
type Uplift struct {
	// Which sums: rates (royalty for each unit), fees (yearly), minimums, entry-fees (for joining), instalments (with their total), caps (of royalties), option-prices, escrow-fees. Left out, all but option-prices and escrow-fees. Percentages of net sales are never lifted.
	Of []string `json:"of,omitempty" jsonschema:"enum=rates,enum=fees,enum=minimums,enum=entry-fees,enum=instalments,enum=caps,enum=option-prices,enum=escrow-fees,uniqueItems=true"`
	// Only what lies under these paths: "payments.royalties[r1]".
	Only []string `json:"only,omitempty"`
	// By so many percent; a negative number lowers.
	Percent *schema.Percent `json:"percent,omitempty"`
	// By a fixed sum, which is added to each sum in the same currency.
	Amount *schema.Money `json:"amount,omitempty"`
	// By the change of a price index.
	Index *IndexRule `json:"index,omitempty"`
	// Most by which a sum rises, in percent.
	CapPct *schema.Percent `json:"cap_pct,omitempty"`
	// Least by which a sum rises, in percent; 0 means that it never falls.
	FloorPct *schema.Percent `json:"floor_pct,omitempty"`
	// How results are rounded.
	Round Round `json:"round,omitzero"`
	// The parties agree expressly that royalty rates may rise by more than term.renewal.rate_cap_pct. Otherwise they are held at it.
	BeyondRateCap bool `json:"beyond_rate_cap,omitempty"`
}

// An IndexRule says which values of which index are compared.
type IndexRule struct {
	// Id of the index, as its file gives it.
	ID string `json:"id" jsonschema:"required,example=hicp-ea"`
	// The month with which it is compared, as YYYY-MM.
	Base string `json:"base" jsonschema:"required,pattern=^[0-9]{4}-(0[1-9]|1[0-2])$,example=2026-09"`
	// The month that is compared.
	Month string `json:"month" jsonschema:"required,pattern=^[0-9]{4}-(0[1-9]|1[0-2])$,example=2031-09"`
	// Share of the change that is passed on, in percent. Left out, all of it.
	SharePct *schema.Percent `json:"share_pct,omitempty"`
	// Decimals to which the percentage of change is rounded before it is used. Left out, it is not rounded.
	Decimals *int `json:"decimals,omitempty" jsonschema:"minimum=0,maximum=8"`
}

// Round says how sums are rounded.
type Round struct {
	// To a multiple of this: "0.01", "1", "500". Left out, to the minor unit of the currency, and a rate to as many decimals as it has.
	To *schema.Decimal `json:"to,omitempty"`
	// Which way. Left out, half-up: to the nearest, and a half away from zero.
	Mode string `json:"mode,omitempty" jsonschema:"enum=half-up,enum=half-even,enum=up,enum=down"`
}

// Members says who joins and who leaves.
type Members struct {
	// Parties that join, as the term sheet describes them. They take part in every grant among the members; add grants, assets and contributions of their own under assets and set.
	Add []schema.Party `json:"add,omitempty" jsonschema:"maxItems=100"`
	// Ids of the parties that leave.
	Drop []string `json:"drop,omitempty" jsonschema:"maxItems=100,uniqueItems=true"`
}

// Assets says which assets come and go.
type Assets struct {
	// Assets that are added, as the term sheet describes them.
	Add []schema.Asset `json:"add,omitempty"`
	// Ids of the assets that are taken out.
	Drop []string `json:"drop,omitempty" jsonschema:"uniqueItems=true"`
	// Those that have expired before the renewal begins, or are lapsed, refused or revoked: taken out (drop, the default) or kept.
	Expired string `json:"expired,omitempty" jsonschema:"enum=drop,enum=keep"`
}

// RulesURL and IndexURL are where the JSON Schemas of renewal rules and of files of
// index values are published, and their "$id".
const (
	RulesURL = "https://raw.githubusercontent.com/engross/engross/main/renew/rules.schema.json"
	IndexURL = "https://raw.githubusercontent.com/engross/engross/main/renew/index.schema.json"
)

//go:embed rules.schema.json
var rulesSchema []byte

var rulesForm = schema.NewForm("renewal rules", rulesSchema)

// RulesSchema is the JSON Schema (draft 2020-12) of renewal rules. The caller may
// keep and change the bytes.
func RulesSchema() []byte { return bytes.Clone(rulesSchema) }

// LoadRules reads renewal rules: JSON, in which comments and trailing commas are
// allowed. The error is [agreement.Problems] with all that is wrong, placed.
func LoadRules(name string, src []byte) (*Rules, error) {
	r := &Rules{}
	f, err := rulesForm.Load(name, src, r)
	if err != nil {
		return nil, err
	}
	r.file = f
	if err := r.Check(); err != nil {
		return nil, err
	}
	return r, nil
}

// Check finds contradictions in rules that were not, or not only, read from a file.
func (r *Rules) Check() error {
	var ps agreement.Problems
	r.check(&ps)
	ps.Sort()
	return ps.Err()
}

// check finds what the schema cannot say.
func (r *Rules) check(ps *agreement.Problems) {
	if r.Term.Months != nil && !r.Term.End.IsZero() {
		r.problem(ps, "/term/end", "both term.months and term.end are given", "give one of them")
	}
	if r.Term.Months != nil && *r.Term.Months == 0 {
		r.problem(ps, "/term/months", "a renewal of 0 months is none", "give the length in months")
	}
	for i, u := range r.Uplift {
		u.check(r, ps, at("uplift", i))
	}
	for _, path := range sortedKeys(r.Set) {
		if _, err := parsePath(path); err != nil {
			r.problem(ps, "/set/"+escape(path), err.Error(), `write it like "grants[g1].territory", "grants[+]" or "/grants/0/territory"`)
		}
	}
}

// problem reports an error at a place of the rules.
func (r *Rules) problem(ps *agreement.Problems, pointer, message, hint string) {
	ps.Add(r.mistake(pointer, message, hint))
}

func (r *Rules) mistake(pointer, message, hint string) *agreement.Problem {
	p := &agreement.Problem{ID: "bad-rule", Pointer: pointer, Message: message, Hint: hint}
	if r.file != nil {
		p.Pos = r.file.Pos(pointer)
	}
	return p
}

// form is the form of the renewal.
func (r *Rules) form() Form {
	if r.Form == Amendment {
		return Amendment
	}
	return Restated
}
