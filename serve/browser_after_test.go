//go:build browser

package serve_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engross/engross/schema"
	"github.com/engross/engross/serve"
)

// A Word file that came back: what they changed is seen and judged for one side, one
// change is refused with a reply, one answered by the fallback, the others are home.
func TestReturnedWordAccepted(t *testing.T) {
	w, dir := bench(t, "software-escrow")
	l, _ := local(t, w)
	file := filepath.Join(dir, "software-escrow.json")
	theirs := source(t, file)
	for _, x := range [][2]string{{`"objection_days": 5`, `"objection_days": 60`}, {"Europe/Dublin", "Europe/Paris"}, {`"resolver_days": 14`, `"resolver_days": 15`}} {
		if !strings.Contains(theirs, x[0]) {
			t.Fatalf("%s is not in the example", x[0])
		}
		theirs = strings.Replace(theirs, x[0], x[1], 1)
	}
	answer, err := callRaw(t, w, "draft", object{"sheet": theirs, "format": "docx"})
	if err != nil {
		t.Fatal(err)
	}
	back := filepath.Join(t.TempDir(), "returned.docx")
	if err := os.WriteFile(back, answer, 0o644); err != nil {
		t.Fatal(err)
	}
	p := openTab(t, l)
	p.visit(p.openDeal() + "/compare")
	p.upload("#r-file", back)
	p.choose("#r-side", "licensee")
	p.click("#returned button.primary")
	p.until(`document.querySelectorAll("#result ol.redline > li").length > 2`)
	p.shoot("returned")
	p.axe("changes")
	js[bool](p, `([...document.querySelectorAll("#result ol.redline > li")].forEach(li => {
		const change = li.querySelector(".words").textContent;
		const take = what => { const box = li.querySelector('[value="' + what + '"]'); if (!box) throw "nothing to " + what + ": " + change; box.checked = true; };
		take(change.includes("Paris") ? "refuse" : change.includes("60") ? "offer" : "accept");
		if (change.includes("Paris")) li.querySelector("[name=reply]").value = "The courts are in Dublin.";
	}), true)`)
	p.click("#accept")
	p.until(`document.querySelector("#result h2").textContent.includes("home")`)
	p.shoot("accepted")
	now := source(t, file)
	if !strings.Contains(now, `"resolver_days": 15`) || !strings.Contains(now, "Europe/Dublin") {
		t.Error("what was accepted is not in the term sheet, or what was refused is")
	}
	if strings.Contains(now, `"objection_days": 60`) || strings.Contains(now, `"objection_days": 5,`) {
		t.Error("the fallback is not in the term sheet")
	}
	if !strings.Contains(now, "The courts are in Dublin.") {
		t.Error("the reply is not kept for the next draft")
	}
}

// A round is kept under a name, compared with, and gone back to; that is undone as any
// change is.
func TestRounds(t *testing.T) {
	p, file := dealPage(t, "short-software-escrow")
	base, before := js[string](p, "location.pathname"), source(t, file)
	p.visit(base + "/compare")
	p.write("#n-name", "first offer")
	p.write("#n-who", "Anna")
	p.click("#round button")
	p.until(`document.querySelector(".rounds")?.textContent.includes("Anna")`)
	p.visit(base)
	p.click(`#text .value[data-at="/deal/effective_date"]`)
	p.until(`document.querySelector("#chosen [name=value]")`)
	js[bool](p, `(document.querySelector("#chosen [name=value]").value = "2027-10-01", document.querySelector("#chosen form").requestSubmit(), true)`)
	p.said("is now 1 October 2027")
	p.visit(base + "/compare")
	p.click("[data-compare=round-1]")
	p.until(`document.querySelector("#result").textContent.includes("October")`)
	p.axe("rounds")
	p.click("[data-back]")
	p.until(`document.querySelector("#undo")?.title === "back to round 1"`)
	if source(t, file) != before {
		t.Error("the round is not back byte for byte")
	}
}

// What a royalty comes to at a volume is said for the pointer on its curve and for the
// keys on a slider; how the deal ends is told by event; departures are drawn.
func TestSeeTheDeal(t *testing.T) {
	p, _ := dealPage(t, "short-pool-licence")
	p.visit(js[string](p, "location.pathname") + "/see")
	const form = `document.querySelector("form.sums")`
	p.until(form + `.querySelector("output").textContent !== ""`)
	for what, act := range map[string]string{
		"the slider":  `(f => { f.elements.range.value = "250"; f.elements.range.dispatchEvent(new Event("input", {bubbles: true})); return true })(` + form + `)`,
		"the pointer": `(svg => { const b = svg.getBoundingClientRect(); svg.dispatchEvent(new PointerEvent("pointermove", {bubbles: true, clientX: b.left + b.width * 0.45, clientY: b.top + 20})); return true })([...document.querySelectorAll("figure")].find(f => f.querySelector("figcaption").textContent.toLowerCase() === ` + form + `.dataset.title.toLowerCase()).querySelector("svg"))`,
	} {
		before := js[string](p, form+`.querySelector("output").textContent`)
		js[bool](p, act)
		p.until(fmt.Sprintf(form+`.querySelector("output").textContent !== %q`, before))
		if said := js[string](p, form+`.querySelector("output").textContent`); !strings.Contains(said, ": ") || !strings.ContainsAny(said, "0123456789") {
			t.Errorf("%s: it says %q", what, said)
		}
	}
	if n := js[float64](p, form+`.querySelectorAll(".working li").length`); n == 0 {
		t.Error("the working is not there")
	}
	if ends := js[string](p, `document.querySelector("table.exits").innerText`); !strings.Contains(ends, "days") || !strings.Contains(ends, "Section ") {
		t.Errorf("how it ends is not told: %s", ends)
	}
	if !js[bool](p, `[...document.querySelectorAll("figcaption")].some(f => f.textContent === "Who gains, by clause")`) {
		t.Error("departures are not drawn")
	}
	p.whole("see-whole", 1400)
	p.axe("see")
}

// All agreements of a folder are renewed with the progress shown, looked through in groups
// and approved; they are in the folder.
func TestRenewThemAll(t *testing.T) {
	w, dir := bench(t, "software-escrow", "short-cross-licence", "short-exclusive-licence")
	l, _ := local(t, w)
	p := openTab(t, l)
	p.until(`[...document.querySelectorAll("td.next")].every(c => c.textContent !== "…")`)
	p.shoot("folder-table")
	p.click(`a[href="/batch"]`)
	p.click(`#renew [name="agreed"]`)
	p.click(`#renew [value="docx"]`)
	p.write(`#renew [name="months"]`, "24")
	js[bool](p, `(document.querySelector('#renew [name="signing"]').value = "2027-06-01", true)`)
	p.click("#renew button.primary")
	p.until(`document.querySelector("#result [data-approve]")`)
	p.shoot("renewals")
	p.axe("renewals")
	p.click("#result [data-approve]")
	p.until(`document.querySelector("#result .problems")?.textContent.includes("nobody is named")`)
	p.write("#who", "Anna Berg")
	p.click("#result [data-approve]")
	p.until(`document.querySelector("#result .ready")?.textContent.includes("Approved by Anna Berg")`)
	p.shoot("approved")
	made, err := filepath.Glob(filepath.Join(dir, "renewals", "*.pdf"))
	if err != nil || len(made) == 0 {
		t.Errorf("no renewal is in the folder: %v", err)
	}
	if text := source(t, filepath.Join(dir, "renewals", "approvals.review")); !strings.Contains(text, "Anna Berg") {
		t.Errorf("the approval is not kept: %s", text)
	}
}

// callRaw is the file that an operation makes.
func callRaw(t *testing.T, w *serve.Workbench, name string, in any) ([]byte, error) {
	t.Helper()
	out, err := call(t, w, name, in)
	if err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(out["data"].(string))
}

// Rows of a spreadsheet are pasted into a table and kept; what is taken out is set
// aside and put back.
func TestPasteAndSetAside(t *testing.T) {
	w, dir := bench(t, "short-cross-licence")
	l, _ := local(t, w)
	file := filepath.Join(dir, "short-cross-licence.json")
	p := openTab(t, l)
	base := p.openDeal()
	p.visit(base + "/questions/territories")
	p.click("[data-more]")
	js[bool](p, `(() => { const e = new Event("paste", {bubbles: true, cancelable: true}); e.clipboardData = {getData: () => "The Nordics\tDK, FI, SE\nBenelux\tBE, NL, LU\n"}; document.activeElement.dispatchEvent(e); return true })()`)
	rev := js[string](p, `document.body.dataset.revision`)
	p.click("form.rows button.primary")
	p.until(fmt.Sprintf(`document.readyState === "complete" && document.body.dataset.revision !== %q`, rev))
	p.shoot("table")
	if text := source(t, file); !strings.Contains(text, "The Nordics") || !strings.Contains(text, `"LU"`) {
		t.Error("the rows are not in the term sheet")
	}
	before := source(t, file)
	p.visit(base + "/questions/term")
	selector := js[string](p, `document.querySelector("form.field:has([data-take])")?.dataset.pointer ?? ""`)
	p.click(fmt.Sprintf(`form.field[data-pointer=%q] [data-take]`, selector))
	p.until(`document.querySelector("[data-restore]")`)
	p.shoot("aside")
	if source(t, file) == before {
		t.Error("the value was not taken out")
	}
	p.click("[data-restore]")
	p.until(`document.readyState === "complete" && !document.querySelector("[data-restore]")`)
	if f, err := schema.Load(file, []byte(source(t, file))); err != nil || !f.Given(selector) {
		t.Errorf("the value was not put back: %v", err)
	}
}
