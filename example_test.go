package engross_test

import (
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/engross/engross"
	"github.com/engross/engross/agreement"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

func load(name string) *engross.Deal {
	source, err := os.ReadFile("testdata/examples/" + name)
	if err != nil {
		log.Fatal(err)
	}
	deal, err := engross.Load(name, source)
	if err != nil {
		log.Fatal(err)
	}
	return deal
}

func Example() {
	deal := load("software-escrow.json")
	report := deal.Check()
	fmt.Println(report.Problems.Count(agreement.Error), "errors")

	product, err := deal.Draft(draft.Markdown)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(product.Files[0].Format, len(product.Files[0].Data) > 10_000)
	// Output:
	// 0 errors
	// md true
}

// A change says which value of the term sheet caused it.
func ExampleDeal_Diff() {
	was := load("software-escrow.json")
	edit, err := was.File.Edit()
	if err == nil {
		err = edit.Set("escrow.objection_days", "12")
	}
	if err != nil {
		log.Fatal(err)
	}
	is, err := engross.Load("next.json", edit.Source())
	if err != nil {
		log.Fatal(err)
	}
	redline, err := was.Diff(is)
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range redline.Changes {
		for _, cause := range c.Causes {
			fmt.Println(c.Kind, cause.String())
		}
	}
	// Output:
	// number escrow.objection_days: 5 → 12
}

// Errors are placed, in the user's words, with what to do.
func ExampleLoad() {
	_, err := engross.Load("deal.json", []byte(`{
  "deal": {"id": "A", "kind": "bilatral", "effective_date": "2027-01-01"}
}`))
	fmt.Println(err)
	// Output:
	// deal.json:1:1: error: `parties` is missing: who is bound, in the order in which the agreement names them, and the escrow agents that it names: from 2 parties to 200 members [missing-field]
	//   hint: add "parties": [{"id": "alpha", "legal_name": "Łódź Technologies Sp. z o.o.", "short_name": "Alpha", "jurisdiction": "DE"}]
	// deal.json:2:31: error: `deal.kind` cannot be "bilatral" [not-allowed]
	//   hint: did you mean "bilateral"? the values are "bilateral", "pool", "consortium", "standard-pool"
}

// A term sheet can be built in Go, without JSON.
func ExampleNew() {
	months := schema.Months(60)
	sheet := &schema.TermSheet{
		Deal: schema.Deal{ID: "A-B-1", Kind: schema.Bilateral, EffectiveDate: schema.Date{Year: 2027, Month: 1, Day: 1}},
		Parties: []schema.Party{
			{ID: "a", LegalName: "Arden Optics Limited", ShortName: "Arden", Jurisdiction: "IE", Roles: []schema.Role{schema.RoleLicensor}},
			{ID: "b", LegalName: "Borealis Lidar AB", ShortName: "Borealis", Jurisdiction: "SE", Roles: []schema.Role{schema.RoleLicensee}},
		},
		Assets:   []schema.Asset{{ID: "p1", Kind: schema.Patent, Title: "Scanning mirror", Owners: []schema.Owner{{Party: "a"}}, Office: "EP", Number: "EP 3141592 B1"}},
		Fields:   []schema.Field{{ID: "cars", Name: "Car Lidar", Definition: "lidar units built into cars"}},
		Grants:   []schema.Grant{{ID: "g1", From: "a", To: []string{"b"}, Assets: []string{"p1"}, Acts: []string{"make", "sell"}, Field: "cars", Exclusivity: schema.Nonexclusive, End: schema.EndTerm}},
		Term:     schema.Term{Length: &months},
		Disputes: schema.Disputes{GoverningLaw: "IE", Forum: schema.Forum{Kind: "courts", Courts: "the courts of Dublin", CourtCountry: "IE"}},
	}
	deal, err := engross.New(sheet)
	if err != nil {
		log.Fatal(err)
	}
	product, err := deal.Draft(draft.Markdown)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(strings.Contains(string(product.Files[0].Data), "Borealis Lidar AB"))
	// Output:
	// true
}
