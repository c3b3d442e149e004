package draft_test

import (
	"bytes"
	"testing"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

// TestWhatIsSentSuffices makes each example, with a comment, a waiver and a market
// share of its own, as it is sent: nothing private is in any file, and the
// agreement can be made again from what the PDF carries, byte for byte.
func TestWhatIsSentSuffices(t *testing.T) {
	lib := library(t)
	for _, file := range examples(t) {
		if nameOf(file) == "pool-forty" {
			continue // it is like pool-five, and takes long
		}
		t.Run(nameOf(file), func(t *testing.T) {
			f := withSecrets(t, file)
			for _, source := range []bool{false, true} {
				deal, err := lib.Resolve(f)
				if err != nil {
					t.Fatal(err)
				}
				p, err := draft.Make(deal, draft.Options{Source: source, Formats: []draft.Format{draft.PDF}})
				if err != nil {
					t.Fatal(err)
				}
				made := p.Files[0].Data
				c, err := draft.Extract("a.pdf", made)
				if err != nil {
					t.Fatal(err)
				}
				for name, data := range map[string][]byte{"term sheet": c.TermSheet, "resolved": c.Resolved, "manifest": c.Manifest.JSON()} {
					if bytes.Contains(data, []byte("SECRET")) {
						t.Errorf("what is private is in the %s", name)
					}
				}
				if has := bytes.Contains(c.Best(), []byte("SECRET")); has != source {
					t.Errorf("with the source %v: the term sheet to work from holds the comment: %v", source, has)
				}
				v, err := draft.VerifyPDF(lib, "a.pdf", made, nil, nil)
				if err != nil || v.Finding != draft.Unaltered {
					t.Errorf("%v %v", v, err)
				}
			}
		})
	}
}

// withSecrets is an example with private values of each kind.
func withSecrets(t *testing.T, file string) *schema.File {
	t.Helper()
	sheet := load(t, file).Sheet.Clone()
	sheet.Waivers = append(sheet.Waivers, schema.Waiver{Check: "CO01", Reason: "SECRET: nobody will ask"})
	sheet.Parties[0].Shares = append(sheet.Parties[0].Shares, schema.MarketShare{Market: "SECRET"})
	if !sheet.Regulatory.MatrixInAgreement { // which a clause may read, and this one does not
		grade := 4
		sheet.Regulatory.Jurisdictions = append(sheet.Regulatory.Jurisdictions, schema.RiskRow{Code: "BR", Regime: "export", Exposure: &grade, Control: "SECRET"})
	}
	data, err := schema.Canonical(sheet)
	if err != nil {
		t.Fatal(err)
	}
	f, err := schema.Load("term-sheet.json", append([]byte("// SECRET\n"), data...))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestPositionStaysInTheHouse drafts each example at the positions of the licensor
// and of the licensee: what is sent does not say the position, and makes the same
// agreement all the same, byte for byte.
func TestPositionStaysInTheHouse(t *testing.T) {
	lib := library(t)
	differ := 0
	for _, file := range examples(t) {
		if nameOf(file) == "pool-forty" {
			continue // it is like pool-five, and takes long
		}
		t.Run(nameOf(file), func(t *testing.T) {
			texts := map[string]bool{}
			for _, position := range []schema.Position{schema.Licensor, schema.Balanced, schema.Licensee} {
				sheet := load(t, file).Sheet.Clone()
				sheet.Deal.Position = position
				made := makeSheet(t, lib, sheet, draft.PDF, draft.Markdown)
				c, err := draft.Extract("a.pdf", made.Files[0].Data)
				if err != nil {
					t.Fatal(err)
				}
				for name, data := range map[string][]byte{"term sheet": c.TermSheet, "resolved term sheet": c.Resolved, "manifest": c.Manifest.JSON()} {
					if bytes.Contains(data, []byte(`"position"`)) {
						t.Errorf("%s: the %s says the position", position, name)
					}
				}
				if v, err := draft.VerifyPDF(lib, "a.pdf", made.Files[0].Data, nil, nil); err != nil || v.Finding != draft.Unaltered {
					t.Errorf("%s: what is sent makes another agreement: %v %v", position, v, err)
				}
				texts[string(made.Files[1].Data)] = true
			}
			if len(texts) > 1 {
				differ++
			}
		})
	}
	if differ == 0 {
		t.Error("no position makes a difference to any example")
	}
}

func makeSheet(t *testing.T, lib *assemble.Library, sheet *schema.TermSheet, formats ...draft.Format) *draft.Product {
	t.Helper()
	deal, err := lib.Resolve(&schema.File{Sheet: sheet})
	if err != nil {
		t.Fatal(err)
	}
	p, err := draft.Make(deal, draft.Options{Formats: formats})
	if err != nil {
		t.Fatal(err)
	}
	return p
}
