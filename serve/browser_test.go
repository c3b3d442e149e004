//go:build browser

package serve_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engross/engross/serve"
)

// dealPage opens the page of one term sheet and waits for its findings.
func dealPage(t *testing.T, name string) (*tab, string) {
	t.Helper()
	w, dir := bench(t, name)
	l, _ := local(t, w)
	p := openTab(t, l)
	p.openDeal()
	return p, filepath.Join(dir, name+".json")
}

func source(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Every view has nothing that keeps people out, at every width, in dark and light.
func TestViewsForEverybody(t *testing.T) {
	p, _ := dealPage(t, "short-software-escrow")
	views := map[string]func(){
		"deal": func() {},
		"value": func() {
			p.click(`#text .value[data-at="/deal/effective_date"]`)
			p.until(`document.querySelector("#chosen form")`)
		},
		"departures": func() { p.openNotes(); p.click("#tab-departures") },
		"standard":   func() { p.openNotes(); p.click("#tab-standard") },
		"choices": func() {
			p.press("Escape")
			p.click(`button.about[data-topic="escrow/release"]`)
			p.until(`document.getElementById("choices").open`)
		},
	}
	path := js[string](p, "location.pathname")
	for _, look := range []struct {
		width int64
		dark  bool
	}{{1400, false}, {800, true}, {320, true}} {
		p.size(look.width, 900)
		p.dark(look.dark)
		for _, name := range []string{"deal", "value", "departures", "standard", "choices"} {
			p.visit(path)
			p.until(`document.getElementById("p-findings")?.querySelector("h2")`)
			views[name]()
			at := fmt.Sprintf("%s-%d", name, look.width)
			p.shoot(at)
			if look.width != 800 { // it differs from 320 in nothing that is looked for
				p.axe(at)
			}
			p.fits(at, look.width)
		}
	}
	for _, look := range []struct {
		width int64
		dark  bool
	}{{1400, true}, {800, false}, {320, false}} {
		p.size(look.width, 900)
		p.dark(look.dark)
		for name, at := range map[string]string{"see": path + "/see", "questions": path + "/questions/parties", "table": path + "/questions/assets", "compare": path + "/compare", "handover": path + "/handover", "folder": "/"} {
			p.visit(at)
			name := fmt.Sprintf("%s-%d", name, look.width)
			p.shoot(name)
			if look.width != 800 {
				p.axe(name)
			}
			p.fits(name, look.width)
		}
	}
}

// fits finds pages that have to be scrolled sideways.
func (p *tab) fits(name string, width int64) {
	p.t.Helper()
	if wide := js[float64](p, `document.documentElement.scrollWidth`); wide > float64(width) {
		p.t.Errorf("%s: the page is %v wide and has to be scrolled sideways", name, wide)
	}
}

// openNotes opens the notes where they are not beside the text.
func (p *tab) openNotes() {
	p.t.Helper()
	if js[bool](p, `getComputedStyle(document.querySelector(".jumps")).display !== "none"`) {
		p.click("#to-side")
	}
}

// A value is changed in the text: the new words stand there before it is kept, it is
// in the file with the comments, and the page did not scroll.
func TestEditInPlace(t *testing.T) {
	p, file := dealPage(t, "software-escrow")
	const value = `#text .value[data-at="/escrow/objection_days"]`
	js[bool](p, fmt.Sprintf(`(document.querySelector(%q).scrollIntoView({block: "center"}), true)`, value))
	before := js[float64](p, `scrollY`)
	p.click(value)
	p.until(`document.querySelector("#chosen input[name=value]")`)
	p.write(`#chosen input[name="value"]`, "17")
	p.until(fmt.Sprintf(`document.querySelector(%q).textContent.includes("17")`, value))
	if strings.Contains(source(t, file), `"objection_days": 17`) {
		t.Error("a preview was written")
	}
	p.press("Enter")
	p.said("is now 17")
	if text := source(t, file); !strings.Contains(text, `"objection_days": 17`) || !strings.HasPrefix(text, "// A maker of clinical laboratory software") {
		t.Error("the value is not in the file, or its comments are gone")
	}
	if after := js[float64](p, `scrollY`); after != before {
		t.Errorf("the page scrolled from %v to %v", before, after)
	}
	if at := js[string](p, `document.activeElement.dataset.at ?? document.activeElement.id`); at != "/escrow/objection_days" {
		t.Errorf("the focus is at %q, not back at the value", at)
	}
	p.click("#undo")
	p.said("Undone")
	if text := source(t, file); text != string(example(t, "software-escrow")) {
		t.Error("undoing does not put the file back byte for byte")
	}
}

// What does not fit is refused in words beside the value, and nothing is written.
func TestMistakesTeach(t *testing.T) {
	p, file := dealPage(t, "software-escrow")
	p.click(`#text .value[data-at="/escrow/objection_days"]`)
	p.until(`document.querySelector("#chosen input[name=value]")`)
	for typed, told := range map[string]string{"": "A blank is not the same as a value that is not stated", "ten": "Write digits alone", "999999": "25000"} {
		js[bool](p, `(document.querySelector("#chosen input[name=value]").value = "", true)`)
		if typed != "" {
			p.write(`#chosen input[name="value"]`, typed)
		}
		p.click(`#chosen button.primary`)
		p.until(fmt.Sprintf(`document.querySelector("#chosen .problems").textContent.replace(",", "").includes(%q)`, told))
	}
	if source(t, file) != string(example(t, "software-escrow")) {
		t.Error("a mistaken value was written")
	}
}

// A variant shows what it changes before it is taken; what it has no place for is set
// aside and said; one undoing takes all of it back.
func TestSwitchVariant(t *testing.T) {
	p, file := dealPage(t, "software-escrow")
	p.click(`button.about[data-topic="remedies/liability"]`)
	p.until(`document.querySelectorAll("#choices .variant .words").length > 1`)
	p.until(`document.querySelector("#choices .gives").textContent.includes("Liability: supercap")`)
	p.shoot("variants")
	p.click(`#choices [data-take-variant="cap-and-exclusions"]`)
	p.until(`!document.getElementById("choices").open`)
	p.said("one value is set aside")
	if text := source(t, file); !strings.Contains(text, `"cap-and-exclusions"`) || strings.Contains(text, `"supercap"`) {
		t.Error("the variant is not in the file, or what it has no place for still is")
	}
	p.press("ctrl+z")
	p.said("Undone")
	if source(t, file) != string(example(t, "software-escrow")) {
		t.Error("undoing does not put the file back")
	}
}

// Two tabs: the one that saw an earlier text is told, loses nothing, and goes on.
func TestTwoTabs(t *testing.T) {
	p, file := dealPage(t, "software-escrow")
	q := p.another(js[string](p, "location.pathname"))
	q.until(`document.getElementById("p-findings")?.querySelector("h2")`)
	for _, x := range []*tab{p, q} {
		js[bool](x, `(document.querySelector('#text .value[data-at="/escrow/objection_days"]').click(), true)`)
		x.until(`document.querySelector("#chosen input[name=value]")`)
	}
	set := func(x *tab, n string) {
		js[bool](x, fmt.Sprintf(`(document.querySelector("#chosen input[name=value]").value = %q, document.querySelector("#chosen form").requestSubmit(), true)`, n))
	}
	set(p, "21")
	p.said("is now 21")
	set(q, "22")
	q.until(`document.querySelector("#chosen .problems").textContent.includes("changed meanwhile")`)
	if !strings.Contains(source(t, file), `"objection_days": 21`) {
		t.Error("the second tab overwrote the first")
	}
	set(q, "22")
	q.said("is now 22")
}

// A server that was killed: what was typed is still there when it is back.
func TestKilledServer(t *testing.T) {
	w, _ := bench(t, "software-escrow")
	state := t.TempDir()
	begin := func() (*serve.Local, func()) {
		l, err := serve.ListenLocal(state)
		if err != nil {
			t.Fatal(err)
		}
		s := serve.NewServer(w, l.Guard)
		go s.Serve(l.Listener)
		return l, func() { s.Close() }
	}
	l, kill := begin()
	p := openTab(t, l)
	p.openDeal()
	p.click(`#text .value[data-at="/escrow/objection_days"]`)
	p.until(`document.querySelector("#chosen input[name=value]")`)
	p.write(`#chosen input[name="value"]`, "19")
	kill()
	p.click("#chosen button.primary")
	p.until(`document.querySelector("#chosen .problems").textContent.includes("does not answer")`)
	_, kill = begin()
	defer kill()
	p.visit(js[string](p, "location.pathname"))
	p.until(`document.getElementById("p-findings")?.querySelector("h2")`)
	p.click(`#text .value[data-at="/escrow/objection_days"]`)
	p.until(`document.querySelector("#chosen input[name=value]")?.value === "19"`)
	p.click("#chosen button.primary")
	p.said("is now 19")
}

// Values that look like mark-up or scripts are words everywhere on the page.
func TestHostileValues(t *testing.T) {
	const hostile = `<img src=x onerror=document.title='owned'>"'><script>document.title='owned'</script>{{.}}`
	w, dir := bench(t)
	text := strings.ReplaceAll(string(example(t, "software-escrow")), "Laboratory Integration", strings.ReplaceAll(hostile, `"`, `\"`))
	text = strings.ReplaceAll(text, `"title": "Software Cross-Licence and Continuity Agreement"`, `"title": "`+strings.ReplaceAll(hostile, `"`, `\"`)+`"`)
	text = strings.ReplaceAll(text, "Orders and results", hostile)
	if err := os.WriteFile(filepath.Join(dir, `a "><b>.json`), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	l, _ := local(t, w)
	p := openTab(t, l)
	p.openDeal()
	p.click("#tab-values")
	p.until(`document.querySelector("#values details")`)
	js[bool](p, `(document.querySelectorAll("#values details").forEach(d => d.open = true), true)`)
	p.click(`#values [data-at="/deal/title"]`)
	p.until(`document.querySelector("#chosen form")`)
	for _, tab := range []string{"#tab-departures", "#tab-standard", "#tab-findings"} {
		p.click(tab)
	}
	if title := js[string](p, "document.title"); title == "owned" || !strings.Contains(title, "<img") {
		t.Errorf("the title is %q", title)
	}
	base := js[string](p, "location.pathname")
	for _, path := range []string{base, base + "/questions", base + "/questions/parties", base + "/questions/assets", base + "/questions/fields", base + "/see", base + "/compare", base + "/handover", "/", "/batch"} {
		if path != base { // where all that was opened above still stands
			p.visit(path)
		}
		if n := js[float64](p, `document.querySelectorAll("img, body script:not([src])").length`); n != 0 {
			t.Errorf("%s: %v elements came out of values", path, n)
		}
		if js[string](p, "document.title") == "owned" {
			t.Errorf("%s: a script of a value ran", path)
		}
	}
}

// The interview without a pointer: an answer is typed, Enter keeps it and goes on; what
// does not fit is told and not kept; going on to the next page takes all along.
func TestInterviewByKeyboard(t *testing.T) {
	p, file := dealPage(t, "short-cross-licence")
	p.visit(js[string](p, "location.pathname") + "/questions")
	p.press("Tab", "Enter")
	for range 40 {
		if js[string](p, `document.activeElement.closest("form.field")?.dataset.pointer ?? ""`) == "/deal/id" {
			break
		}
		p.press("Tab")
	}
	p.press("ctrl+a", "BRE-KES-2028", "Enter")
	p.said("Kept: BRE-KES-2028")
	next := js[string](p, `document.activeElement.closest("form.field")?.dataset.pointer ?? ""`)
	if next == "" || next == "/deal/id" {
		t.Errorf("Enter goes on to %q", next)
	}
	p.visit(strings.TrimSuffix(js[string](p, "location.pathname"), "/questions") + "/questions/term")
	js[bool](p, `(document.querySelector('form.field[data-pointer="/term/length"] [name="value"]').select(), document.querySelector('form.field[data-pointer="/term/length"] [name="value"]').focus(), true)`)
	p.press("long", "Enter")
	p.until(`document.querySelector('form.field[data-pointer="/term/length"] .problems').textContent.includes("no whole number")`)
	p.press("ctrl+a", "120")
	for range 60 { // on to the link to the next page, which keeps what is typed
		if js[bool](p, `document.activeElement.matches(".onward .next")`) {
			break
		}
		p.press("Tab")
	}
	p.press("Enter")
	p.until(`!location.pathname.endsWith("/term") && document.readyState === "complete"`)
	if text := source(t, file); !strings.Contains(text, "BRE-KES-2028") || !strings.Contains(text, `"length": 120`) {
		t.Error("an answer is not in the term sheet")
	}
}

// All of it without a pointer: to a value in the text, change it, back, undo.
func TestKeyboardOnly(t *testing.T) {
	p, file := dealPage(t, "software-escrow")
	p.press("Tab")
	if first := js[string](p, `document.activeElement.textContent`); first != "Skip to the text" {
		t.Errorf("the first stop is %q", first)
	}
	p.press("Enter", "Tab")
	p.until(`document.activeElement.closest("#text")`)
	for range 400 {
		if js[string](p, `document.activeElement.dataset.at ?? ""`) == "/interpretation/time_zone" {
			break
		}
		p.press("Tab")
	}
	p.press("Enter")
	p.until(`document.activeElement.name === "value"`)
	p.press("ctrl+a", "Europe/Paris", "Tab", "Enter")
	p.said("is now Europe/Paris")
	if !strings.Contains(source(t, file), "Europe/Paris") {
		t.Error("the value is not kept")
	}
	if at := js[string](p, `document.activeElement.dataset.at ?? ""`); at != "/interpretation/time_zone" {
		t.Errorf("the focus is not back at the value: %q", at)
	}
	p.press("ctrl+z")
	p.said("Undone")
	if seen := js[string](p, `(o => o.outlineStyle + o.outlineWidth)(getComputedStyle(document.activeElement))`); !strings.Contains(seen, "solid") {
		t.Errorf("the focus is not seen: %s", seen)
	}
}

// A finding with a fix is mended by its button.
func TestFindingFixedByItsButton(t *testing.T) {
	w, dir := bench(t)
	text := strings.Replace(string(example(t, "short-cross-licence")), `"term": {`, `"improvements": {"publication_review_days": 30}, "term": {`, 1)
	file := filepath.Join(dir, "deal.json")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	l, _ := local(t, w)
	p := openTab(t, l)
	p.openDeal()
	p.shoot("finding")
	p.click(`#p-findings [data-fix="/improvements/publication_review_days"]`)
	p.said("Set aside")
	if strings.Contains(source(t, file), "publication_review_days") {
		t.Error("the button did not mend the finding")
	}
}
