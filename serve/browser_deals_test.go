//go:build browser

package serve_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engross/engross/schema"
)

// A made deal is one that somebody makes in the page alone, from nothing to what is
// signed: what is chosen first, and an answer for each question that is asked.
type madeDeal struct {
	name, form string
	matters    []string
	members    string
	rows       map[string][]string // of tables, as they are pasted from a spreadsheet
	answers    [][2]string         // by a pattern of the pointer
	adds       []string            // matters added under way
}

var company = [][2]string{
	{`/parties/0/short_name`, "Halden"}, {`/parties/0/legal_name`, "Halden Drives AS"}, {`/parties/0/address`, "Storgata 4, 1767 Halden, Norway"}, {`/parties/0/jurisdiction`, "NO"}, {`/parties/0/reg_no`, "911223344"}, {`/parties/0/signatory/name`, "Ingrid Solli"}, {`/parties/0/notices/email`, "legal@halden.example"},
	{`/parties/1/short_name`, "Ostrava"}, {`/parties/1/legal_name`, "Ostrava Motion s.r.o."}, {`/parties/1/address`, "Nádražní 12, 702 00 Ostrava, Czechia"}, {`/parties/1/jurisdiction`, "CZ"}, {`/parties/1/reg_no`, "27654321"}, {`/parties/1/signatory/name`, "Petr Horák"}, {`/parties/1/notices/email`, "pravni@ostrava.example"},
	{`/parties/2/short_name`, "Vault"}, {`/parties/2/legal_name`, "Vault Custody B.V."}, {`/parties/2/jurisdiction`, "NL"}, {`/parties/2/reg_no`, "33445566"}, {`/parties/2/address`, "Keizersgracht 8, Amsterdam, Netherlands"}, {`/parties/2/signatory/name`, "Els de Wit"}, {`/parties/2/notices/email`, "release@vault.example"},
}

var madeDeals = []madeDeal{
	{
		name: "cross-licence", form: "form:cross-licence",
		answers: company,
		rows: map[string][]string{
			"assets":      {"Stator cooled by its winding", "Gearbox with split carrier"},
			"fields":      {"Industrial Drives\telectric drives of more than 1 kW for machines that do not move by themselves"},
			"territories": {"Licensed Countries\tDE, FR, IE"},
		},
	},
	{
		name: "software-escrow", form: "form:software-escrow",
		answers: company,
		rows: map[string][]string{
			"assets": {"Halden Berth Planner"},
		},
	},
	{
		name: "pool", form: "kind:pool", members: "6",
		answers: [][2]string{{`/regulatory/counsel`, "Harbord Lane LLP"}},
		rows: map[string][]string{
			"parties": {
				"Halden\tHalden Drives AS\ta private limited company\tNO\t911223344\tStorgata 4, 1767 Halden, Norway\tIngrid Solli\tChief Executive\tlegal@halden.example",
				"Ostrava\tOstrava Motion s.r.o.\ta private limited company\tCZ\t27654321\tNádražní 12, 702 00 Ostrava, Czechia\tPetr Horák\tManaging Director\tpravni@ostrava.example",
				"Lugano\tLugano Servo SA\ta company limited by shares\tCH\tCHE-112.345.678\tVia Nassa 9, 6900 Lugano, Switzerland\tChiara Bernasconi\tDirector\tlegale@lugano.example",
				"Turku\tTurku Actuators Oy\ta private limited company\tFI\t1234567-8\tLinnankatu 2, 20100 Turku, Finland\tAino Laine\tManaging Director\tlakiasiat@turku.example",
				"Bilbao\tBilbao Reductores S.A.\ta company limited by shares\tES\tA48123456\tGran Vía 30, 48009 Bilbao, Spain\tJon Etxeberria\tDirector\tlegal@bilbao.example",
				"Cork\tCork Bearings Limited\ta private limited company\tIE\t445566\t3 Lapp's Quay, Cork, Ireland\tMaeve Daly\tDirector\tlegal@cork.example",
				"Meridian\tMeridian Pool Services Limited\ta private limited company\tIE\t556677\t8 Mount Street, Dublin, Ireland\tOwen Burke\tDirector\tnotices@meridian.example",
			},
			"assets":      {"Stator cooled by its winding", "Gearbox with split carrier", "Servo loop without sensor", "Actuator with spring return", "Reducer of two stages", "Bearing with wave spring"},
			"territories": {"Licensed Countries\tDE, FR, IE, ES"},
			"fields":      {"Industrial Drives\telectric drives of more than 1 kW for machines that do not move by themselves", "Other Drives\telectric drives of any other kind"},
		},
	},
}

// Three deals, each from nothing to a PDF and a Word file to sign, in the page alone.
func TestDealsFromNothing(t *testing.T) {
	for _, d := range madeDeals {
		t.Run(d.name, func(t *testing.T) { d.make(t) })
	}
}

func (d *madeDeal) make(t *testing.T) {
	w, dir := bench(t)
	l, _ := local(t, w)
	p := openTab(t, l)
	begun := time.Now()
	p.shoot(d.name + "-1-begin")
	p.click(fmt.Sprintf(`#begin label:has([value=%q])`, d.form))
	if d.members != "" {
		p.write("#b-parties", d.members)
	}
	p.write("#b-name", d.name)
	p.click("#begin button.primary")
	p.until(`location.pathname.endsWith("/questions")`)
	p.until(`document.querySelector("form.field")`)
	p.shoot(d.name + "-2-questions")
	p.axe("questions")
	questions := d.interview(p)
	p.shoot(d.name + "-4-answered")
	p.click(`header a[href$="/see"]`)
	p.until(`document.querySelector("main.glance")`)
	p.shoot(d.name + "-5-glance")
	p.click(`header nav a`)
	p.until(`document.querySelector("#p-findings h2")`)
	p.shoot(d.name + "-6-agreement")
	p.click(`header a[href$="/handover"]`)
	p.until(`location.pathname.endsWith("/handover") && document.readyState === "complete"`)
	p.shoot(d.name + "-7-handover")
	p.axe("handover")
	if !js[bool](p, `document.getElementById("final-pdf") !== null`) {
		t.Fatalf("no copy to sign: %s", js[string](p, `document.querySelector("main").innerText`))
	}
	pdf := p.fetched(`#final-pdf`)
	word := p.fetched(`a[href$="docx?copy=final"]`)
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || !bytes.HasPrefix(word, []byte("PK")) {
		t.Errorf("the files to sign begin with %.5q and %.5q", pdf, word)
	}
	text := source(t, filepath.Join(dir, d.name+".json"))
	if !strings.Contains(text, "Halden Drives AS") {
		t.Error("what was answered is not in the term sheet")
	}
	for _, word := range regexp.MustCompile(`"[^"]*"`).FindAllString(text, -1) {
		if schema.IsFiller(strings.Trim(word, `"`)) {
			t.Errorf("%s is still the starter's own", word)
		}
	}
	if out := os.Getenv("ENGROSS_SHOTS"); out != "" {
		for name, data := range map[string][]byte{".pdf": pdf, ".docx": word, ".json": []byte(text)} {
			if err := os.WriteFile(filepath.Join(out, d.name+name), data, 0o644); err != nil {
				t.Error(err)
			}
		}
	}
	t.Logf("%s: %d questions answered, %d clicks, %.0f seconds by script", d.name, questions, p.clicks, time.Since(begun).Seconds())
}

// fetched is the file under a link.
func (p *tab) fetched(selector string) []byte {
	p.t.Helper()
	p.clicks++
	text := js[string](p, fmt.Sprintf(`fetch(document.querySelector(%q).href).then(r => r.blob()).then(b => new Promise(done => { const f = new FileReader(); f.onload = () => done(f.result.split(",")[1]); f.readAsDataURL(b); }))`, selector))
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		p.t.Fatal(err)
	}
	return data
}

// interview answers whatever is needed, page after page, as the page asks for it.
func (d *madeDeal) interview(p *tab) (questions int) {
	p.t.Helper()
	shot := false
	const mostPages = 40
	for range mostPages {
		head := js[string](p, `document.querySelector("#outline [aria-current]").getAttribute("href").split("/").at(-1)`)
		if rows := d.rows[head]; rows != nil {
			js[bool](p, fmt.Sprintf(`(() => { const to = document.querySelector("form.rows tbody input"); to.focus(); const e = new Event("paste", {bubbles: true, cancelable: true}); e.clipboardData = {getData: () => %q}; to.dispatchEvent(e); return true })()`, strings.Join(rows, "\n")))
			questions += strings.Count(strings.Join(rows, "\n"), "\t") + len(rows)
		}
		n := int(js[float64](p, `document.querySelectorAll("form.rows .filler").length`))
		for i := range n { // what was not pasted is typed
			js[bool](p, fmt.Sprintf(`(document.querySelectorAll("form.rows .filler")[0].id = "now", document.getElementById("now").value = %q, document.getElementById("now").dispatchEvent(new Event("input", {bubbles: true})), document.getElementById("now").removeAttribute("id"), true)`, cellAnswer(p, i)))
			questions++
		}
		for {
			pointer := js[string](p, `document.querySelector("form.field.needed")?.dataset.pointer ?? ""`)
			if pointer == "" {
				break
			}
			selector := fmt.Sprintf(`form.field[data-pointer=%q]`, pointer)
			if d.knows(pointer) || !js[bool](p, fmt.Sprintf(`"look" in document.querySelector(%q).dataset`, selector)) {
				p.write(selector+` [name="value"]`, d.answer(p.t, pointer))
				p.press("Enter")
			} else {
				p.click(selector + " [data-right]")
			}
			questions++
			p.until(fmt.Sprintf(`!document.querySelector(%q)?.classList.contains("needed")`, selector))
		}
		if !shot && head == "parties" {
			shot = true
			p.shoot(d.name + "-3-" + head)
		}
		path := js[string](p, "location.pathname")
		if js[bool](p, `document.querySelector(".onward .next.primary") !== null`) {
			p.click(".onward .next.primary")
		} else if js[bool](p, `document.querySelector("#progress .need") !== null || document.querySelector("form.rows") !== null`) {
			p.click(".onward a.next:last-child")
		} else {
			return questions
		}
		p.until(fmt.Sprintf(`location.pathname !== %q && document.readyState === "complete"`, path))
		if !js[bool](p, `location.pathname.includes("/questions")`) {
			return questions
		}
	}
	p.t.Fatal("the interview does not end")
	return 0
}

// knows reports whether the deal has an answer of its own to a question.
func (d *madeDeal) knows(pointer string) bool {
	return slices.ContainsFunc(d.answers, func(a [2]string) bool { return a[0] == pointer })
}

// answer is what the deal has to say to a question.
func (d *madeDeal) answer(t *testing.T, pointer string) string {
	t.Helper()
	for _, a := range d.answers {
		if pointer == a[0] {
			return a[1]
		}
	}
	t.Errorf("%s: nobody thought of the question %s", d.name, pointer)
	return "An answer"
}

// cellAnswer is what is typed into a cell that nothing was pasted into.
func cellAnswer(p *tab, n int) string {
	label := js[string](p, `document.querySelector("form.rows .filler").ariaLabel`)
	if strings.Contains(strings.ToLower(label), "number") {
		return fmt.Sprintf("EP 34%05d B1", 11288+n)
	}
	return "Answer " + fmt.Sprint(n+1)
}
