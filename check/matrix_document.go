package check

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
	"github.com/engross/engross/schema/regimes"
)

// regimeNames and whyNames are the words for counsel; those of Schedule I are the
// library's.
var regimeNames = map[string]string{
	regimes.Antitrust: "Competition law", regimes.Formalities: "Formalities of rights and licences", regimes.RoyaltyTax: "Tax on payments, and their reporting",
	regimes.Export: "Export control", regimes.Funding: "Rules of public funding", regimes.Data: "Protection of personal data",
	regimes.Insolvency: "Licences in insolvency", regimes.InventorPay: "Pay of employed inventors",
}

var whyNames = map[regimes.Why]string{
	regimes.Territory: "territory", regimes.Seat: "seat of", regimes.Agent: "seat of the escrow agent", regimes.Office: "rights in force there:",
	regimes.Payment: "payments across the border:", regimes.Technology: "technology across the border:", regimes.Deposit: "deposits across the border:",
	regimes.Funded: "funding of", regimes.Inventors: "inventors of", regimes.Personal: "personal data in",
}

const matrixLead = "For counsel, and not for the other side. What the deal touches follows from its territories, seats, offices, payments and deposits. " +
	"A derived row has not been graded by anybody. What is asked is a prompt, not a statement of law."

// matrixNotice is the line that every output carries.
const matrixNotice = "Generated from a term sheet by engross. This matrix is not legal advice; have it completed and reviewed by counsel."

// Document is the matrix as a document that every printer prints: a table of all
// rows, and a chapter for each jurisdiction.
func (m *Matrix) Document(t *schema.TermSheet) *agreement.Document {
	doc := &agreement.Document{Title: "Regulatory risk matrix", Kind: "risk-matrix", Reference: t.Deal.ID, Language: "en-GB", Status: agreement.Final, Notice: matrixNotice,
		Brief: true}
	doc.Body = append(doc.Body, said(matrixLead))
	table := &agreement.Table{Align: make([]agreement.Align, 9), Head: cells("Jurisdiction", "Regime", "From", "Exposure", "Likelihood", "Control", "Owner", "Review", "Findings")}
	for _, j := range m.Jurisdictions {
		for _, r := range j.Rows {
			table.Rows = append(table.Rows, agreement.Row{Cells: r.cells(t, j.Name)})
		}
	}
	if len(table.Rows) > 0 {
		doc.Body = append(doc.Body, table)
	}
	for _, j := range m.Jurisdictions {
		doc.Body = append(doc.Body, j.chapter(t))
	}
	if m.General > 0 {
		doc.Body = append(doc.Body, said(fmt.Sprintf("Beside these, %s the deal as such; engross check prints them.", count(m.General, "finding concerns", "findings concern"))))
	}
	return doc
}

func (r *MatrixRow) cells(t *schema.TermSheet, place string) []agreement.Cell {
	own := cmp.Or(r.Own, &schema.RiskRow{})
	owner := own.Owner
	if p := t.Party(owner); p != nil {
		owner = p.ShortName
	}
	return cells(place, cmp.Or(regimeNames[r.Regime], r.Regime), r.from(), grade(own.Exposure), grade(own.Likelihood),
		cmp.Or(own.Control, "open"), cmp.Or(owner, "open"), cmp.Or(own.ReviewDate.String(), "open"), strconv.Itoa(len(r.Findings)))
}

// from says where a row comes from.
func (r *MatrixRow) from() string {
	if r.Own == nil {
		return "derived"
	}
	return "term sheet"
}

func grade(n *int) string {
	if n == nil {
		return "open"
	}
	return strconv.Itoa(*n)
}

// chapter is what is to be said about one jurisdiction.
func (j *Jurisdiction) chapter(t *schema.TermSheet) *agreement.Clause {
	c := &agreement.Clause{ID: "jurisdiction-" + strings.ToLower(j.Code), Kind: agreement.Front, Heading: value(fmt.Sprintf("%s (%s)", j.Name, j.Code))}
	for i := range j.Rows {
		r := &j.Rows[i]
		lines := factLines(r.Facts)
		for _, f := range r.Filings {
			lines = append(lines, filingLine(f))
		}
		addItem(c, cmp.Or(regimeNames[r.Regime], r.Regime), r.touchedBy(t), append(lines, findingLines(r.Findings)...))
	}
	if len(j.OtherLaw) > 0 {
		addItem(c, "Law of contract", "It governs the agreement.", factLines(j.OtherLaw))
	}
	if len(j.Other) > 0 {
		addItem(c, "Other findings", "", findingLines(j.Other))
	}
	return c
}

// addItem adds a numbered provision with lettered lines.
func addItem(c *agreement.Clause, heading, first string, lines []string) {
	n := len(c.Body) + 1
	x := &agreement.Clause{ID: fmt.Sprintf("%s.~%d", c.ID, n), Label: fmt.Sprintf("%d.", n), Heading: value(heading)}
	if first != "" {
		x.Body = append(x.Body, said(first))
	}
	for i, line := range lines {
		label := fmt.Sprintf("(%d)", i+1)
		x.Body = append(x.Body, &agreement.Clause{ID: fmt.Sprintf("%s.~%d", x.ID, i+1), Label: label, Body: []agreement.Block{said(line)}})
	}
	c.Body = append(c.Body, x)
}

const mostNamed = 6 // ids that one ground names

// touchedBy is why a row is there.
func (r *MatrixRow) touchedBy(t *schema.TermSheet) string {
	var why []string
	for _, g := range r.Grounds {
		names := slices.Clone(g.IDs)
		for i, id := range names {
			if p := t.Party(id); p != nil && (g.Why == regimes.Seat || g.Why == regimes.Agent || g.Why == regimes.Funded) {
				names[i] = p.ShortName
			}
		}
		why = append(why, whyNames[g.Why]+" "+printable(some(names, mostNamed)))
	}
	switch {
	case len(why) == 0:
		return "From the term sheet alone."
	case r.Own == nil:
		return "Derived: " + strings.Join(why, "; ") + "."
	}
	return "From the term sheet; touched by " + strings.Join(why, "; ") + "."
}

func factLines(facts []regimes.Fact) []string {
	var lines []string
	for _, f := range facts {
		line := fmt.Sprintf("Ask counsel %s.", f.Text)
		if f.Seen() {
			line = fmt.Sprintf("As of %s, seen in %s: %s.", f.AsOf, f.Source, f.Text)
		}
		if !slices.Contains(lines, line) { // what the Union and a member say alike
			lines = append(lines, line)
		}
	}
	return lines
}

func filingLine(x schema.Filing) string {
	s := fmt.Sprintf("Planned filing: %s, with %s", x.Instrument, x.Authority)
	if !x.Deadline.IsZero() {
		s += ", by " + x.Deadline.String()
	}
	return printable(s) + "."
}

func findingLines(findings []Finding) []string {
	var lines []string
	for _, f := range findings {
		s := fmt.Sprintf("%s %s: %s", strings.ToUpper(f.Severity.String()[:1])+f.Severity.String()[1:], f.ID, f.Message)
		if f.Pos.Line > 0 {
			s += fmt.Sprintf(" (line %d)", f.Pos.Line)
		}
		if f.Waiver != nil {
			s += "; accepted, because " + printable(f.Waiver.Reason)
		} else if f.Hint != "" {
			s += "; " + f.Hint
		}
		lines = append(lines, s+".")
	}
	return lines
}

// said is a paragraph of values: nothing in it is markup.
func said(s string) *agreement.Paragraph { return &agreement.Paragraph{Text: value(s)} }

func value(s string) []agreement.Inline {
	return []agreement.Inline{&agreement.Text{Text: s, Value: true}}
}

func cells(words ...string) []agreement.Cell {
	var list []agreement.Cell
	for _, w := range words {
		list = append(list, value(printable(w)))
	}
	return list
}
