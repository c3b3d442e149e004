//go:build browser

package serve_test

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// How long a key takes until the text shows it, in the browser, for the pool of five
// members: figures to be read (-v), which a busy machine makes longer. What is asserted
// is that each key is shown.
func TestKeyToText(t *testing.T) {
	p, _ := dealPage(t, "pool-five")
	for _, c := range []struct{ what, at, sort string }{
		{"a figure in one provision", "/escrow/objection_days", "123456789"},
		{"a name in most provisions", "/parties/0/short_name", "abcdefghij"},
	} {
		value := fmt.Sprintf(`#text .value[data-at=%q]`, c.at)
		js[bool](p, fmt.Sprintf(`(document.querySelector(%q).scrollIntoView({block: "center"}), true)`, value))
		p.click(value)
		p.until(fmt.Sprintf(`document.querySelector('#chosen form[data-pointer=%q] [name=value]')`, c.at)) // not the editor of the value before
		js[bool](p, `(() => {
			window.taken = [];
			let begun = 0, wanted = "";
			document.querySelector("#chosen form").addEventListener("input", e => { begun = performance.now(); wanted = e.target.value; }, {capture: true});
			new MutationObserver(() => {
				if (begun && document.querySelector(`+"`"+value+"`"+`)?.textContent.includes(wanted)) { taken.push(performance.now() - begun); begun = 0; }
			}).observe(document.getElementById("text"), {childList: true});
			return true;
		})()`)
		before := processTime()
		const keys = 50
		for i := range keys {
			js[bool](p, `(document.querySelector("#chosen form [name=value]").select(), true)`)
			n := i % len(c.sort)
			p.press(c.sort[n : n+1])
			p.until(fmt.Sprintf("taken.length > %d", i))
		}
		used := (processTime() - before) / keys
		taken := js[[]float64](p, "taken")
		slices.Sort(taken)
		t.Logf("%s: from a key to its text %.0f ms (median), %.0f ms (95 of 100), %.0f to %.0f ms; %v of processor for each on the side of the server and the test",
			c.what, taken[keys/2], taken[keys*95/100], taken[0], taken[keys-1], used.Round(time.Millisecond))
		p.press("Escape")
	}
}

// processTime is what this process, in which the server runs, has used of processors.
func processTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// What the first page of a deal weighs as it is sent, with all that it fetches.
func TestFirstLoad(t *testing.T) {
	p, _ := dealPage(t, "pool-five")
	path := js[string](p, "location.pathname")
	p.visit(path)
	p.until(`document.getElementById("p-findings")?.querySelector("h2")`)
	sent := js[float64](p, `[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].reduce((n, e) => n + e.encodedBodySize, 0)`)
	ready := js[float64](p, `performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd`)
	sentBy := js[float64](p, `performance.getEntriesByType("navigation")[0].responseEnd`)
	shown := js[float64](p, `performance.getEntriesByName("first-contentful-paint")[0].startTime`)
	from := js[string](p, `[...new Set(performance.getEntriesByType("resource").map(e => new URL(e.name).origin))].join(" ")`)
	t.Logf("first load of the pool of five: %.0f kB compressed, sent after %.0f ms, shown after %.0f, its scripts run after %.0f", sent/1000, sentBy, shown, ready)
	if sent > 300_000 {
		t.Errorf("the first load is %.0f kB", sent/1000)
	}
	if from != p.address || strings.Contains(from, " ") {
		t.Errorf("it is fetched from %s", from)
	}
}
