package pdf

import (
	"fmt"
	"strings"

	"github.com/engross/engross/agreement"
)

// Sample agreements for the tests of the PDF printer.

func sampleText(s string) []agreement.Inline { return []agreement.Inline{&agreement.Text{Text: s}} }

func samplePara(s string) *agreement.Paragraph { return &agreement.Paragraph{Text: sampleMarkup(s)} }

// parse reads {id|Section 4.2} as a reference and "“Term”" as a definition.
func sampleMarkup(s string) []agreement.Inline {
	var out []agreement.Inline
	for s != "" {
		i := strings.IndexAny(s, "{“")
		if i < 0 {
			return append(out, sampleText(s)...)
		}
		if i > 0 {
			out = append(out, sampleText(s[:i])...)
		}
		if s[i] == '{' {
			inner, rest, _ := strings.Cut(s[i+1:], "}")
			id, words, _ := strings.Cut(inner, "|")
			out, s = append(out, &agreement.Ref{Target: id, Text: words}), rest
			continue
		}
		term, rest, _ := strings.Cut(s[i+len("“"):], "”")
		out, s = append(out, &agreement.Define{Term: term}), rest
	}
	return out
}

var topics = []struct{ title, id string }{
	{"Definitions and interpretation", "definitions"}, {"Grant of licences", "grant"},
	{"Scope and field of use", "field"}, {"Reservation of rights", "reserved"},
	{"Sublicensing", "sublicensing"}, {"Improvements and grant-back", "improvements"},
	{"Consideration and royalties", "royalties"}, {"Records and audit", "audit"},
	{"Confidentiality", "confidentiality"}, {"Source code escrow", "escrow"},
	{"Representations and warranties", "warranties"}, {"Indemnification", "indemnity"},
	{"Limitation of liability", "liability"}, {"Term and termination", "term"},
	{"Consequences of termination", "consequences"}, {"Export control and sanctions", "export"},
	{"Assignment and change of control", "assignment"}, {"Governing law and disputes", "disputes"},
	{"Notices", "notices"}, {"General provisions", "general"},
}

var sentences = []string{
	"Subject to the terms of this Agreement, each Party grants to the other Party and its Affiliates a non-exclusive, worldwide, non-transferable licence under its Licensed Patents to make, have made, use, import, offer for sale and sell Licensed Products in the Field of Use.",
	"No licence or other right is granted, by implication, estoppel or otherwise, under any patent, copyright, trade secret or other intellectual property right except as this Agreement expressly provides.",
	"The Receiving Party shall protect the Confidential Information of the Disclosing Party with the same degree of care as it uses for its own information of like importance, and with no less than reasonable care.",
	"The Escrow Agent shall release the Deposit Materials to the Beneficiary within ten Business Days after it receives a Release Notice that satisfies {escrow.release|Section 10.2}, unless the Depositor delivers an Objection Notice before that period ends.",
	"A Party that intends to assign this Agreement shall give the other Party not less than sixty days’ prior written notice, and the assignment takes effect only when the assignee has undertaken in writing to perform every obligation of the assignor.",
	"Each Party shall keep complete and accurate records of all Licensed Products made, used or sold by it for the period stated in {sch.a|Schedule A (Commercial terms)}, in sufficient detail to enable the amounts payable to be determined.",
	"If an audit shows that the amount paid for a period falls short of the amount due by more than five per cent, the audited Party shall bear the reasonable costs of the audit and pay the shortfall with interest within thirty days.",
	"Neither Party is liable to the other for loss of profit, loss of business or any indirect or consequential loss arising out of this Agreement, whether in contract, tort (including negligence) or otherwise.",
	"The limits in {liability|Section 13} do not apply to liability that cannot be limited under the governing law, to a breach of {confidentiality|Section 9}, or to the obligation to indemnify under {indemnity|Section 12}.",
	"Any dispute that the senior executives of the Parties have not resolved within forty-five days after the referral shall be finally settled under the rules of arbitration named in {sch.a|Schedule A (Commercial terms)} by three arbitrators.",
	"The licences survive the expiry of this Agreement in respect of Licensed Products that were put on the market before the date of expiry, and in respect of their maintenance and repair for as long as the Licensed Patents remain in force.",
	"Improvements that a Party makes alone belong to that Party; Improvements that the Parties make jointly belong to them in equal undivided shares, and each may exploit them without the consent of, or any duty to account to, the other.",
	"Each Party represents that, to its knowledge at the Effective Date, it has the right to grant the licences and no claim is pending that would, if upheld, prevent it from doing so.",
	"A waiver is effective only if it is in writing and signed by the Party against whom it is asserted.",
	"Time is not of the essence.",
	"The Parties shall consult one another in good faith about any change in law that makes performance unlawful in a country of the Territory.",
}

var runIns = []string{"", "Licence", "Objection", "Procedure", "", "Exceptions", "Survival"}

// sections builds numbered sections with sub-sections, paragraphs and
// sub-paragraphs, some sixteen pages for all topics.
func sections(from, to int) []agreement.Block {
	var out []agreement.Block
	n := from * 7
	next := func() string { n++; return sentences[n%len(sentences)] }
	for i := from; i < to; i++ {
		s := &agreement.Clause{ID: topics[i].id, Label: fmt.Sprintf("%d.", i+1), Number: fmt.Sprintf("Section %d", i+1), Heading: sampleText(topics[i].title)}
		for j := range 4 {
			sub := &agreement.Clause{ID: fmt.Sprintf("%s.%d", topics[i].id, j), Label: fmt.Sprintf("%d.%d", i+1, j+1), Number: fmt.Sprintf("Section %d.%d", i+1, j+1)}
			if topics[i].id == "escrow" && j == 1 {
				sub.ID = "escrow.release"
			}
			if h := runIns[(i+j)%len(runIns)]; h != "" {
				sub.Heading = sampleText(h)
			}
			sub.Body = append(sub.Body, samplePara(next()))
			if (i+j)%3 == 0 {
				sub.Body[0] = samplePara("The obligations in this Section do not apply to information that:")
				for k, words := range []string{
					"is or becomes public other than by breach of this Agreement;",
					"the Receiving Party lawfully held, without any duty of confidence, before it was disclosed, as its written records show;",
					next(),
				} {
					p := &agreement.Clause{ID: fmt.Sprintf("%s.%c", sub.ID, 'a'+k), Label: fmt.Sprintf("(%c)", 'a'+k), Body: []agreement.Block{samplePara(words)}}
					if k == 1 {
						p.Body = append(p.Body, &agreement.Clause{ID: p.ID + ".i", Label: "(i)", Body: []agreement.Block{samplePara("a record made in the ordinary course of business is enough; and")}},
							&agreement.Clause{ID: p.ID + ".ii", Label: "(ii)", Body: []agreement.Block{samplePara("the burden of proof is on the Party that relies on it.")}})
					}
					sub.Body = append(sub.Body, p)
				}
				sub.Body = append(sub.Body, samplePara("This Section applies for as long as the information has not become public."))
			} else {
				sub.Body = append(sub.Body, samplePara(next()))
			}
			s.Body = append(s.Body, sub)
		}
		if i == 0 {
			s.Body = append(s.Body, definitions()...)
		}
		out = append(out, s)
	}
	return out
}

func definitions() []agreement.Block {
	var out []agreement.Block
	for _, d := range []string{
		"“Affiliate” means, of a Party, any entity that controls, is controlled by or is under common control with it, for as long as that control lasts.",
		"“Business Day” means a day other than a Saturday, a Sunday or a public holiday at the seat of either Party.",
		"“Licensed Patents” means the patents and patent applications listed in {sch.b|Schedule B (Licensed Patents)}, with all continuations, divisions, reissues and foreign counterparts.",
		"“Standard” means ISO/IEC 23090-3.",
	} {
		p := samplePara(d)
		p.ID = "term:" + p.Text[0].(*agreement.Define).Term
		out = append(out, p)
	}
	return out
}

const notice = "Prepared with engross from a library of standard clauses. Not legal advice: counsel must review it before anyone relies on it."

// bilateral is an agreement of some eighteen pages.
func bilateral() *agreement.Document {
	d := &agreement.Document{
		Title: "Patent Cross-Licence and Source Code Escrow Agreement", Kind: "bilateral", Reference: "AX-2027-014",
		Language: "en-GB", Date: "1 January 2027", Notice: notice,
		Parties: []agreement.Party{
			{Name: "Łódź Technologies Sp. z o.o.", Short: "Łódź"},
			{Name: "Elliniki Etaireia A.E.", Native: "Ελληνική Εταιρεία Α.Ε.", Short: "Elliniki"},
		},
	}
	d.Body = append(d.Body, &agreement.Clause{ID: "parties", Kind: agreement.Front, Heading: sampleText("Parties"), Body: []agreement.Block{
		&agreement.Clause{ID: "parties.~1", Label: "(1)", Body: []agreement.Block{samplePara("Łódź Technologies Sp. z o.o., a limited liability company incorporated in Poland (KRS 0000123456), whose registered office is at ul. Piotrkowska 1, 90-001 Łódź (“Łódź”); and")}},
		&agreement.Clause{ID: "parties.~2", Label: "(2)", Body: []agreement.Block{samplePara("Elliniki Etaireia A.E. (Ελληνική Εταιρεία Α.Ε.), a company incorporated in Greece, whose registered office is at Leoforos Kifisias 44, 151 25 Marousi (“Elliniki”).")}},
	}}, &agreement.Clause{ID: "background", Kind: agreement.Front, Heading: sampleText("Background"), Body: []agreement.Block{
		&agreement.Clause{ID: "background.~1", Label: "(A)", Body: []agreement.Block{samplePara("Each Party owns patents that the other needs to bring interoperable products to market.")}},
		&agreement.Clause{ID: "background.~2", Label: "(B)", Body: []agreement.Block{samplePara("The Parties wish to license those patents to each other and to place certain source code in escrow, on the terms that follow.")}},
	}})
	d.Body = append(d.Body, &agreement.Clause{ID: "part.a", Kind: agreement.Part, Label: "Part A", Heading: sampleText("Licences")})
	d.Body = append(d.Body, sections(0, 8)...)
	d.Body = append(d.Body, &agreement.Clause{ID: "part.b", Kind: agreement.Part, Label: "Part B", Heading: sampleText("Protection of the Parties")})
	d.Body = append(d.Body, sections(8, 20)...)
	d.Body = append(d.Body, signaturePage(2), commercial(), patents(12))
	return d
}

func signaturePage(parties int) agreement.Block {
	s := &agreement.Signatures{Lead: sampleText("The Parties have signed this Agreement by their duly authorised representatives on the dates written below. It takes effect on the Effective Date.")}
	for i := range parties {
		b := agreement.Signatory{Party: fmt.Sprintf("Member Number %d Holdings Limited", i+1), Seal: i%7 == 3}
		switch i {
		case 0:
			b.Party, b.Name, b.Title = "Łódź Technologies Sp. z o.o.", "Agnieszka Wiśniewska-Kowalczyk", "President of the Management Board"
		case 1:
			b.Party, b.Native = "Elliniki Etaireia A.E.", "Ελληνική Εταιρεία Α.Ε."
		case 2:
			b.Party, b.Native = "Romashka LLC", "ООО «Ромашка»"
		}
		s.Blocks = append(s.Blocks, b)
	}
	return &agreement.Clause{ID: "signatures", Kind: agreement.Front, Heading: sampleText("Signatures"), Body: []agreement.Block{s}}
}

func commercial() agreement.Block {
	t := &agreement.Table{ID: "commercial", Align: []agreement.Align{agreement.Left, agreement.Left, agreement.Right}}
	t.Head = sampleCells("Term", "Provision", "Amount")
	for _, r := range [][]string{
		{"Royalty", "Percentage of Net Sales of Licensed Products, payable quarterly in arrear within forty-five days after the end of each calendar quarter", "1.75 %"},
		{"Minimum royalty", "For each full calendar year of the Term", "EUR 250,000.00"},
		{"Liability cap", "In aggregate for each contract year", "EUR 5,000,000.00"},
		{"Retention of records", "After the end of the year to which they relate", "7 years"},
		{"Arbitration", "Rules of the German Arbitration Institute; seat in Vienna; language English", "—"},
	} {
		t.Rows = append(t.Rows, agreement.Row{Cells: sampleCells(r...)})
	}
	return &agreement.Clause{ID: "sch.a", Kind: agreement.Schedule, Label: "Schedule A", Number: "Schedule A", Heading: sampleText("Commercial terms"), Body: []agreement.Block{
		&agreement.Clause{ID: "sch.a.1", Label: "1.", Body: []agreement.Block{samplePara("The terms in the table apply in place of any standard term, and an amount in it is exclusive of value added tax.")}},
		t,
		&agreement.Clause{ID: "sch.a.2", Label: "2.", Heading: sampleText("Interest"), Body: []agreement.Block{samplePara("An amount that is not paid when due bears interest from the due date at eight percentage points above the main refinancing rate of the European Central Bank.")}},
	}}
}

func sampleCells(of ...string) []agreement.Cell {
	out := make([]agreement.Cell, len(of))
	for i, w := range of {
		out[i] = sampleText(w)
	}
	return out
}

func patents(n int) agreement.Block {
	t := &agreement.Table{ID: "patents", Align: make([]agreement.Align, 5), Head: sampleCells("No.", "Owner", "Publication", "Title", "Expires")}
	for i := range n {
		t.Rows = append(t.Rows, agreement.Row{Cells: sampleCells(fmt.Sprint(i+1), []string{"Łódź", "Elliniki"}[i%2], fmt.Sprintf("EP %d B1", 2345678+31*i), "Method and apparatus for the entropy coding of transform coefficients in a block-based video codec", fmt.Sprintf("%d March 20%d", i%28+1, 30+i%10))})
	}
	return &agreement.Clause{ID: "sch.b", Kind: agreement.Schedule, Label: "Schedule B", Number: "Schedule B", Heading: sampleText("Licensed Patents"), Body: []agreement.Block{samplePara("Patents licensed at the Effective Date:"), t}}
}

// pool is an agreement among n members with a grant matrix.
func pool(n int) *agreement.Document {
	d := bilateral()
	d.Title, d.Parties = "Patent Pool Agreement", nil
	head := []string{"Licensor"}
	var rows [][]string
	for i := range n {
		d.Parties = append(d.Parties, agreement.Party{Name: fmt.Sprintf("Member Number %d Holdings Limited", i+1), Short: fmt.Sprintf("M%02d", i+1)})
		head = append(head, fmt.Sprintf("Member %d", i+1))
	}
	for i := range n {
		row := []string{fmt.Sprintf("Member %d", i+1)}
		for j := range n {
			row = append(row, []string{"A, B", "A", "—"}[(i*j+i)%3])
		}
		rows = append(rows, row)
	}
	t := &agreement.Table{ID: "matrix", Head: sampleCells(head...), Align: make([]agreement.Align, n+1)}
	for i := range t.Align[1:] {
		t.Align[i+1] = agreement.Center
	}
	for _, r := range rows {
		t.Rows = append(t.Rows, agreement.Row{Cells: sampleCells(r...)})
	}
	d.Body = append(d.Body[:len(d.Body)-3], signaturePage(n), commercial(), &agreement.Clause{ID: "sch.c", Kind: agreement.Schedule, Label: "Schedule C", Heading: sampleText("Grant matrix"), Body: []agreement.Block{samplePara("A row grants; a column receives. A and B are the fields of use."), t}})
	return d
}

// redlined is a short redline with a change of each kind.
func redlined() *agreement.Document {
	with := func(c agreement.Change, s string) agreement.Inline { return &agreement.Text{Text: s, Change: c} }
	d := bilateral()
	d.Compared = []string{"AX-2027-014 v3.md", "AX-2027-014 v4.md"}
	d.Body = d.Body[:5]
	s := d.Body[4].(*agreement.Clause)
	s.Label, s.Was = "2.", "3."
	s.Body = []agreement.Block{
		&agreement.Clause{ID: "r.1", Label: "2.1", Was: "3.1", Heading: sampleText("Payment"), Body: []agreement.Block{&agreement.Paragraph{Text: []agreement.Inline{
			with(0, "The Licensee shall pay the royalty within "), with(agreement.Deleted, "forty-five"), with(agreement.Inserted, "thirty"),
			with(0, " days after the end of each calendar quarter, as "), &agreement.Ref{Target: "sch.a", Text: "Section 8.1", Was: "Section 9.1"},
			with(0, " provides, "), with(agreement.Inserted, "together with a statement of the Net Sales on which it was computed, certified by an officer of the Licensee, "),
			with(0, "to the account that the Licensor names."),
		}}}},
		&agreement.Clause{ID: "r.2", Label: "2.2", Change: agreement.Inserted, Body: []agreement.Block{&agreement.Paragraph{Change: agreement.Inserted, Text: []agreement.Inline{
			with(agreement.Inserted, "A payment that is late bears interest at the rate stated in Schedule A, from the day on which it was due until the day on which it is received."),
		}}}},
		&agreement.Clause{ID: "r.3", Label: "3.3", Change: agreement.Deleted, Heading: []agreement.Inline{with(agreement.Deleted, "Set-off")}, Body: []agreement.Block{&agreement.Paragraph{Change: agreement.Deleted, Text: []agreement.Inline{
			with(agreement.Deleted, "The Licensee may set off against the royalty any amount that the Licensor owes it."),
		}}}},
		&agreement.Clause{ID: "r.4", Label: "3.4", Change: agreement.MovedFrom, Move: 1, Body: []agreement.Block{&agreement.Paragraph{Change: agreement.MovedFrom, Text: []agreement.Inline{
			with(agreement.MovedFrom, "Each Party bears its own costs."),
		}}}},
		&agreement.Clause{ID: "r.5", Label: "2.3", Change: agreement.MovedTo, Move: 1, Body: []agreement.Block{&agreement.Paragraph{Change: agreement.MovedTo, Text: []agreement.Inline{
			with(agreement.MovedTo, "Each Party bears its own "), with(agreement.Inserted, "and its Affiliates’ "), with(agreement.MovedTo, "costs."),
		}}}},
	}
	t := commercial().(*agreement.Clause)
	table := t.Body[1].(*agreement.Table)
	table.Rows[1].Change, table.Rows[2].Change = agreement.Deleted, agreement.Inserted
	d.Body = append(d.Body, t)
	return d
}
