package docket

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// right makes one right of the lines of an application. Of several publications that
// of the granted right counts, otherwise the last.
func (r *reader) right(group []*line) *Right {
	if len(group) == 0 {
		return nil
	}
	best := group[0]
	for _, l := range group[1:] {
		if l.granted && !best.granted || l.granted == best.granted && best.published.Before(l.published) {
			best = l
		}
	}
	x := &Right{Row: best.row, Disclaimed: slices.ContainsFunc(group, func(l *line) bool { return l.disclaimed })}
	for _, l := range group {
		x.Rows = append(x.Rows, l.row)
		for _, key := range l.keys() {
			if !slices.Contains(x.keys, key) {
				x.keys = append(x.keys, key)
			}
		}
	}
	slices.Sort(x.Rows)
	if grants(group) > 1 {
		r.find(finding{severity: agreement.Error, id: "docket-grants", row: x.Rows[0], message: fmt.Sprintf("rows %s are of one application, and of %d granted patents", strings.Trim(fmt.Sprint(x.Rows), "[]"), grants(group)), hint: "correct the number of the application in one of them"})
		return nil
	}
	n := best.number(group)
	x.Sort, x.Digits, x.Raw = n.sort, n.digits, best.raw[n.sort]
	x.Asset = schema.Asset{Kind: kindOf(best), Title: best.title, Owners: best.owners, Office: n.office, Number: n.String(), Countries: best.countries, FilingDate: best.filed, ExpiryDate: best.expiry, Status: best.status}
	for _, l := range group { // what the row that counts does not say
		a := &x.Asset
		if a.Title == "" {
			a.Title = l.title
		}
		if len(a.Owners) == 0 {
			a.Owners, best.byApplicant = l.owners, l.byApplicant
		}
		if a.FilingDate.IsZero() {
			a.FilingDate = l.filed
		}
		if best.international.IsZero() {
			best.international = l.international
		}
	}
	if x.Asset.Status == "" {
		x.Asset.Status = "pending"
		if best.granted {
			x.Asset.Status = "granted"
		}
	}
	if a := &x.Asset; !a.ExpiryDate.IsZero() && a.ExpiryDate.Before(a.FilingDate) {
		r.find(finding{severity: agreement.Error, id: "docket-date", row: best.row, message: fmt.Sprintf("%s expires on %s, before it was filed on %s", a.Number, a.ExpiryDate.ISO(), a.FilingDate.ISO()), hint: "correct one of the dates"})
		return nil
	}
	r.judge(x, best)
	x.bound(best)
	return x
}

// number is the number that the right is called by.
func (l *line) number(group []*line) number {
	if n := len(l.documents); n > 0 {
		return l.documents[n-1]
	}
	for _, other := range group {
		if n := len(other.documents); n > 0 {
			return other.documents[n-1]
		}
	}
	return l.application
}

func kindOf(l *line) schema.AssetKind {
	switch {
	case l.design:
		return schema.Design
	case l.granted || l.status == "granted" || l.status == "opposed":
		return schema.Patent
	}
	return schema.Application
}

// judge tells what of a right is to be looked at before it is in an agreement.
func (r *reader) judge(x *Right, l *line) {
	tell := func(id, message, hint, many string) {
		r.find(finding{severity: agreement.Warning, id: id, column: "right", row: l.row, message: message, hint: hint, many: many})
	}
	a := &x.Asset
	if len(a.Owners) == 0 {
		tell("docket-no-owner", fmt.Sprintf("nothing says who owns %s", a.Number), "give a column for the owners, or in the mapping \"fixed\": {\"owners\": \"North GmbH\"}", "of %d rights nothing says who owns them")
	}
	if l.byApplicant {
		tell("docket-applicant", fmt.Sprintf("the table has no owner of %s: the applicant is taken for it", a.Number), "compare it with the register", "the table has no owner of %d rights: the applicants are taken for them")
	}
	if len(a.Owners) > 1 {
		tell("docket-shares", fmt.Sprintf("%s has %d owners, and the table does not give their shares", a.Number, len(a.Owners)), "add them to the owners in the term sheet", "%d rights have several owners, whose shares the table does not give")
	}
	if a.Status == "granted" && !l.granted && len(l.documents) > 0 && x.Sort != Grant {
		tell("docket-no-grant", fmt.Sprintf("the table says that %s is granted, and does not have the publication of the grant", a.Number), "export that too, or correct the number in the term sheet", "the table says that %d rights are granted, and does not have the publications of their grants")
	}
	if a.Title == "" {
		tell("docket-title", a.Number+" has no title", "export the titles too", "%d rights have no title")
	}
	if !a.ExpiryDate.IsZero() && x.Disclaimed {
		tell("docket-disclaimer", fmt.Sprintf("there is a terminal disclaimer on %s: see to which right it ties the expiry", a.Number), "compare the expiry with the file of the office", "on %d rights there is a terminal disclaimer: see to which rights it ties their expiry")
	}
}

// twentyYears are offices whose patents last twenty years from filing, before any
// extension.
var twentyYears = []string{"EP", "AT", "AU", "BE", "CH", "CN", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IN", "IT", "JP", "KR", "NL", "NO", "PL", "PT", "SE"}

// bound is the last day on which a right can expire, where the table does not say when
// it does and a rule tells.
func (x *Right) bound(l *line) {
	a := &x.Asset
	from, what := a.FilingDate, "filing"
	if !l.international.IsZero() {
		from, what = l.international, "the international filing"
	}
	years := 20
	switch utility := l.any().kind != "" && (l.any().kind[0] == 'U' || l.any().kind[0] == 'Y'); {
	case !a.ExpiryDate.IsZero():
		x.Rule = "as the table says"
		return
	case a.Kind == schema.Design:
		x.Rule = "unknown: how long a design lasts depends on its renewals"
		return
	case a.Office == "WO":
		x.Rule = "none: an international application grants nothing itself"
		return
	case a.Office == "US":
		x.Rule = "unknown: a term of the United States may be adjusted, extended or disclaimed; take it from the register"
		if x.Disclaimed {
			x.Rule = "unknown: there is a terminal disclaimer; take the expiry from the register"
		}
		return
	case from.IsZero():
		x.Rule = "unknown: the table has no day of filing"
		return
	case utility && (a.Office == "DE" || a.Office == "CN"):
		years = 10
	case utility, !slices.Contains(twentyYears, a.Office):
		x.Rule = "unknown: no rule is kept for this office"
		return
	}
	x.Bound = from.AddMonths(12 * years)
	x.Rule = fmt.Sprintf("%d years from %s, if it is maintained, before any extension or supplementary certificate", years, what)
}
