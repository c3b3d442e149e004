//go:build browser

package serve_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engross/engross/schema"
)

// Numbers and days are taken as people write them; one that can be read in two ways is
// not guessed at.
func TestAnswersAsPeopleWriteThem(t *testing.T) {
	p, _ := dealPage(t, "short-cross-licence")
	for _, c := range []struct{ how, typed, want string }{
		{"numberOf", "75 000", "75000"}, {"numberOf", "1.500.000", "1500000"}, {"numberOf", "1,500,000.50", "1500000.50"}, {"numberOf", "1.500.000,50", "1500000.50"},
		{"numberOf", "3,5", "3.5"}, {"numberOf", "0.20", "0.20"}, {"numberOf", "75'000", "75000"},
		{"numberOf", "75,000", "two ways"}, {"numberOf", "1.2.3", "no number"}, {"numberOf", "a dozen", "no number"},
		{"dayOf", "1 March 2027", "2027-03-01"}, {"dayOf", "March 1st, 2027", "2027-03-01"}, {"dayOf", "13/4/2027", "2027-04-13"}, {"dayOf", "12.03.2039", "2039-03-12"},
		{"dayOf", "3/4/2027", "two days"}, {"dayOf", "31 Feb 2027", "no day"}, {"dayOf", "soon", "no day"},
	} {
		got := js[string](p, fmt.Sprintf(`import("/edit.js").then(m => (r => r.value ?? r.problem.message)(m.%s(%q)))`, c.how, c.typed))
		if !strings.Contains(got, c.want) || c.want[0] >= '0' && c.want[0] <= '9' && got != c.want {
			t.Errorf("%q gives %q, not %q", c.typed, got, c.want)
		}
	}
}

// A fee is changed as a sum, another one is added as a whole, a country is called by its
// name, and what is wrong is told where it is.
func TestInterviewTypedAndAdded(t *testing.T) {
	w, dir := bench(t)
	if _, err := call(t, w, "begin", object{"file": "deal.json", "form": "exclusive-licence"}); err != nil {
		t.Fatal(err)
	}
	l, _ := local(t, w)
	p := openTab(t, l)
	p.openDeal()
	p.click(`header a[href$="/questions"]`)
	p.click(`#outline a[href$="/questions/payments"]`)
	const amount = `form.field[data-pointer="/payments/fees/0/amount"] [name="value"]`
	p.until(`document.querySelector('` + amount + `')`)
	p.write(amount, "EUR 81.500,50")
	p.press("Enter")
	p.said("81,500.50")
	p.click(`.adds [data-new="/payments/fees"]`)
	p.until(`document.getElementById("new").open`)
	p.axe("new")
	p.click("#new button.primary")
	p.until(`document.querySelectorAll("#new .part .problems li").length === 4`)
	p.write(`#new [data-in="name"] [name="value"]`, "yearly fee")
	for _, c := range [][2]string{{"payer", js[string](p, `document.querySelector('#new [data-in="payer"] option:nth-child(2)').value`)}, {"payee", js[string](p, `document.querySelector('#new [data-in="payee"] option:nth-child(3)').value`)}} {
		p.choose(fmt.Sprintf(`#new [data-in=%q] select`, c[0]), c[1])
	}
	p.write(`#new [data-in="amount"] [name="value"]`, "12,000")
	p.click("#new button.primary")
	p.until(`document.querySelector('#new [data-in="amount"] .problems').textContent.includes("two ways")`)
	p.write(`#new [data-in="amount"] [name="value"]`, "12000")
	p.click("#new button.primary")
	p.until(`document.readyState === "complete" && document.querySelector('form.field[data-pointer="/payments/fees/1/amount"]')`)
	p.click(`details.more[data-of="/payments/fees/1"] summary`)
	p.until(`document.querySelector('form.field[data-pointer="/payments/fees/1/due_days"]')`)
	p.axe("more")
	p.write(`form.field[data-pointer="/payments/fees/1/due_days"] [name="value"]`, "14")
	p.press("Tab")
	p.said("Kept: 14")

	p.visit(strings.TrimSuffix(js[string](p, "location.pathname"), "payments") + "parties")
	const country = `form.field[data-pointer="/parties/1/jurisdiction"]`
	p.write(country+` [name="value"]`, "Atlantis")
	p.press("Tab")
	p.until(`document.querySelector('` + country + ` .problems').textContent.includes("no country that the list knows")`)
	p.write(country+` [name="value"]`, "the Netherlands")
	p.press("Tab")
	p.said("Kept: Netherlands")

	p.click(`#outline a[href$="/questions/assets"]`)
	p.until(`document.readyState === "complete" && document.querySelector("form.rows")`)
	js[bool](p, `(() => { const cell = document.querySelector("form.rows input"); cell.focus(); const data = new DataTransfer();
		data.setData("text/plain", "\"Coating\nof a bearing\"\tPatent\tCompany 1\tEP\tEP 1234567 B1\t1 March 2021\t3/4/2041\n");
		return !cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); })()`)
	p.click("form.rows button.primary")
	p.until(`document.querySelector("form.rows .problems").textContent.includes("Row 1, Expiry date:") && document.querySelector('form.rows [aria-invalid="true"]').value === "3/4/2041"`)
	js[bool](p, `(document.querySelector('form.rows [aria-invalid="true"]').value = "3 April 2041", true)`)
	p.click("form.rows button.primary")
	p.until(`document.readyState === "complete" && !document.querySelector('form.rows [aria-invalid="true"]') && document.querySelector("form.rows input")?.value === "Coating of a bearing"`)

	file := filepath.Join(dir, "deal.json")
	f, err := schema.Load(file, []byte(source(t, file)))
	if err != nil {
		t.Fatal(err)
	}
	fees, asset := f.Sheet.Payments.Fees, f.Sheet.Assets[0]
	if len(fees) != 2 || fees[0].Amount.String() != "EUR 81,500.50" || fees[1].Name != "yearly fee" || fees[1].Amount.String() != "EUR 12,000" || fees[1].DueDays == nil || *fees[1].DueDays != 14 || fees[1].ID != "f2" {
		t.Errorf("the fees are %+v", fees)
	}
	if f.Sheet.Parties[1].Jurisdiction != "NL" || asset.Title != "Coating of a bearing" || asset.FilingDate.ISO() != "2021-03-01" || asset.ExpiryDate.ISO() != "2041-04-03" || asset.Owners[0].Party != f.Sheet.Parties[0].ID {
		t.Errorf("the rest is %+v %+v", f.Sheet.Parties, asset)
	}
}

// An answer that stands in the way of an execution copy is asked again where it was
// given, and one that the PDF has no letters for is said before the files are taken.
func TestAnswersThatCannotStand(t *testing.T) {
	w, _ := bench(t, "short-cross-licence")
	l, _ := local(t, w)
	p := openTab(t, l)
	p.openDeal()
	p.click(`header a[href$="/questions"]`)
	p.until(`location.pathname.endsWith("/questions") && document.readyState === "complete"`)
	p.click(`#outline a[href$="/parties"]`)
	p.until(`location.pathname.endsWith("/parties") && document.readyState === "complete"`)
	const name = `form.field[data-pointer="/parties/1/legal_name"]`
	p.write(name+` [name="value"]`, "Minato <Seiki> K.K.")
	p.press("Enter")
	p.until(`document.querySelector('` + name + `').classList.contains("needed") && document.querySelector('` + name + ` .problems').textContent.includes("left over")`)
	p.until(`document.querySelector("#progress .need")?.textContent.includes("1 needed")`)
	p.write(name+` [name="value"]`, "ミナト精機")
	p.press("Enter")
	p.until(`!document.querySelector('` + name + `').classList.contains("needed") && document.querySelector("#progress .need") === null`)
	p.click(`header a[href$="/handover"]`)
	p.until(`location.pathname.endsWith("/handover") && document.readyState === "complete"`)
	if text := js[string](p, `document.querySelector("main").innerText`); !strings.Contains(text, "no font has 'ミ'") || !strings.Contains(text, "--fonts") {
		t.Errorf("it is not said that no PDF can be made: %s", text)
	}
	if js[bool](p, `document.querySelector('a[href*="/file/pdf"], a[href$="/summary/pdf"]') !== null`) {
		t.Error("a PDF is offered that cannot be made")
	}
	if word := p.fetched(`a[href$="docx?copy=final"]`); !strings.HasPrefix(string(word), "PK") {
		t.Errorf("the Word file to sign begins with %.5q", word)
	}
	p.axe("handover without a PDF")
}
