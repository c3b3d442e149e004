package main

import (
	"bytes"

	"github.com/engross/engross/check"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/schema/regimes"
)

// printMatrix prints a risk matrix, as Markdown or as JSON.
func (a *app) printMatrix(t *schema.TermSheet, m *check.Matrix) error {
	doc := m.Document(t)
	if a.format != "json" {
		var b bytes.Buffer
		if err := markdown.Write(&b, doc); err != nil {
			return err
		}
		return a.emit(b.Bytes())
	}
	out := matrixJSON{Deal: t.Deal.ID, Jurisdictions: []jurisdictionJSON{}, General: m.General, Notice: doc.Notice}
	for _, j := range m.Jurisdictions {
		out.Jurisdictions = append(out.Jurisdictions, jurisdictionAsJSON(j))
	}
	return a.printJSON(out)
}

type matrixJSON struct {
	Deal          string             `json:"deal"`
	Jurisdictions []jurisdictionJSON `json:"jurisdictions"`
	General       int                `json:"general_findings"` // about the deal as such
	Notice        string             `json:"notice"`
}

type jurisdictionJSON struct {
	Code          string         `json:"code"`
	Name          string         `json:"name"`
	Rows          []riskJSON     `json:"rows"`
	ContractLaw   []regimes.Fact `json:"contract_law,omitempty"`
	OtherFindings []findingJSON  `json:"other_findings,omitempty"`
}

type riskJSON struct {
	Regime     string           `json:"regime"`
	Derived    bool             `json:"derived"`
	Grounds    []regimes.Ground `json:"grounds"`
	Exposure   *int             `json:"exposure"`
	Likelihood *int             `json:"likelihood"`
	Control    string           `json:"control,omitempty"`
	Owner      string           `json:"owner,omitempty"`
	Review     schema.Date      `json:"review_date,omitzero"`
	Facts      []regimes.Fact   `json:"facts"`
	Filings    []schema.Filing  `json:"filings,omitempty"`
	Findings   []findingJSON    `json:"findings"`
}

type findingJSON struct {
	jsonProblem
	Accepted string `json:"accepted,omitempty"` // the reason of the waiver
}

func jurisdictionAsJSON(j check.Jurisdiction) jurisdictionJSON {
	out := jurisdictionJSON{Code: j.Code, Name: j.Name, Rows: []riskJSON{}, ContractLaw: j.OtherLaw, OtherFindings: findingsAsJSON(j.Other)}
	for _, r := range j.Rows {
		x := riskJSON{Regime: r.Regime, Derived: r.Own == nil, Grounds: listed(r.Grounds), Facts: listed(r.Facts), Filings: r.Filings, Findings: findingsAsJSON(r.Findings)}
		if own := r.Own; own != nil {
			x.Exposure, x.Likelihood, x.Control, x.Owner, x.Review = own.Exposure, own.Likelihood, own.Control, own.Owner, own.ReviewDate
		}
		out.Rows = append(out.Rows, x)
	}
	return out
}

// listed is a list that JSON prints as one, even where it is empty.
func listed[T any](list []T) []T { return append([]T{}, list...) }

func findingsAsJSON(list []check.Finding) []findingJSON {
	out := []findingJSON{}
	for _, f := range list {
		x := findingJSON{jsonProblem: problemJSON(f.Problem)}
		if f.Waiver != nil {
			x.Accepted = f.Waiver.Reason
		}
		out = append(out, x)
	}
	return out
}
