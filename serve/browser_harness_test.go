//go:build browser

package serve_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/engross/engross/serve"
)

// The tests of the page in a real browser run with -tags browser, as CI does; a
// missing browser is a failure. This file alone knows how a browser is driven.

// patience is how long a machine under load may take for one step.
const patience = 45 * time.Second

// A tab is a page in the browser as somebody uses it.
type tab struct {
	t       *testing.T
	ctx     context.Context
	address string
	clicks  int // what somebody did with the pointer
	typed   int // answers typed
}

// browser starts a browser with nothing in it.
func browser(t *testing.T) context.Context {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)
	if path := os.Getenv("CHROMIUM"); path != "" {
		opts = append(opts, chromedp.ExecPath(path))
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("no browser: %v", err)
	}
	return ctx
}

// openTab opens the workbench by its link in a new browser.
func openTab(t *testing.T, l *serve.Local) *tab {
	t.Helper()
	return newTab(t, browser(t), "file://"+l.Link, l)
}

// another opens a second tab of the same browser.
func (p *tab) another(path string) *tab {
	p.t.Helper()
	ctx, cancel := chromedp.NewContext(p.ctx)
	p.t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil { // the tab lives as long as the context of its first step
		p.t.Fatal(err)
	}
	q := &tab{t: p.t, ctx: ctx, address: p.address}
	q.visit(path)
	return q
}

func newTab(t *testing.T, ctx context.Context, first string, l *serve.Local) *tab {
	t.Helper()
	p := &tab{t: t, ctx: ctx, address: "http://" + l.Guard.Hosts[0]}
	p.size(1400, 900)
	if err := chromedp.Do(ctx, chromedp.Navigate(first)); err != nil {
		t.Fatal(err)
	}
	p.until(`location.protocol === "http:" && !location.pathname.startsWith("/enter") && document.readyState === "complete"`)
	return p
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// visit goes to a path of the workbench.
func (p *tab) visit(path string) {
	p.t.Helper()
	for {
		ctx, cancel := context.WithTimeout(p.ctx, patience)
		err := chromedp.Do(ctx, chromedp.Navigate(p.address+path))
		late := ctx.Err()
		cancel()
		if err == nil {
			break
		}
		if late != nil || !strings.Contains(err.Error(), "ERR_ABORTED") { // the page was going elsewhere itself
			p.t.Fatal(err)
		}
	}
	p.until(`document.readyState === "complete"`)
}

// openDeal opens the first deal of the folder, waits until its page is whole, and gives
// the path of that page.
func (p *tab) openDeal() string {
	p.t.Helper()
	p.click("table.deals a")
	p.until(`location.pathname.startsWith("/deal/") && document.getElementById("p-findings")?.querySelector("h2")`)
	return js[string](p, "location.pathname")
}

// js is the value of an expression on the page.
func js[T any](p *tab, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits until something holds on the page.
func (p *tab) until(expression string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	for {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		if err == nil && ok {
			return
		}
		if ctx.Err() != nil {
			p.shoot("stuck")
			p.t.Fatalf("it does not come about: %s (%v)", expression, err)
		}
		time.Sleep(30 * time.Millisecond)
	}
}

// click clicks what a selector finds first, where it is seen, once the scripts of the
// page are there to hear it. A page that comes between finding and clicking is looked at
// anew.
func (p *tab) click(selector string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	for {
		p.until(fmt.Sprintf(`document.readyState === "complete" && (e => e && e.getClientRects().length && !e.disabled)(document.querySelector(%q))`, selector))
		err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(selector)))
		if err == nil {
			p.clicks++
			return
		}
		if ctx.Err() != nil || !strings.Contains(err.Error(), "node") {
			p.shoot("stuck")
			p.t.Fatalf("%s: %v", selector, err)
		}
	}
}

// write puts a text into a field, as somebody types it.
func (p *tab) write(selector, text string) {
	p.t.Helper()
	p.until(fmt.Sprintf(`document.readyState === "complete" && (e => { e?.focus(); e?.select?.(); return e && document.activeElement === e })(document.querySelector(%q))`, selector))
	p.do(chromedp.KeyEvent(text))
	p.typed++
}

// choose takes an option of a list.
func (p *tab) choose(selector, value string) {
	p.t.Helper()
	js[bool](p, fmt.Sprintf(`(e => { e.value = %q; e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true})); return true })(document.querySelector(%q))`, value, selector))
}

// press presses keys: "Tab", "Enter", "shift+Tab", "ctrl+z", or a text.
func (p *tab) press(keys ...string) {
	p.t.Helper()
	named := map[string]string{"Tab": "\t", "Enter": "\r", "Escape": "\x1b", "Space": " ", "Right": "\u0303", "Left": "\u0302"}
	for _, k := range keys {
		var opts []chromedp.KeyOption
		if rest, ok := strings.CutPrefix(k, "shift+"); ok {
			k, opts = rest, append(opts, chromedp.KeyModifiers(chromedp.ModifierShift))
		}
		if rest, ok := strings.CutPrefix(k, "ctrl+"); ok {
			k, opts = rest, append(opts, chromedp.KeyModifiers(chromedp.ModifierCtrl))
		}
		if n, ok := named[k]; ok {
			k = n
		}
		p.do(chromedp.KeyEvent(k, opts...))
	}
}

// upload chooses files for an input.
func (p *tab) upload(selector string, files ...string) {
	p.t.Helper()
	p.do(chromedp.SetUploadFiles(chromedp.CSS(selector), files))
}

func (p *tab) size(width, height int64) {
	p.t.Helper()
	p.do(chromedp.EmulateViewport(width, height))
}

// dark sets whether the person likes dark pages.
func (p *tab) dark(on bool) {
	p.t.Helper()
	value := "light"
	if on {
		value = "dark"
	}
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}}})
		return err
	}))
}

// shoot keeps a picture of the page in the folder that ENGROSS_SHOTS names, for
// somebody to look at.
func (p *tab) shoot(name string) {
	p.t.Helper()
	dir := os.Getenv("ENGROSS_SHOTS")
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	}
	if err != nil {
		p.t.Log(err)
	}
}

// whole keeps a picture of the whole page, from its head to its foot.
func (p *tab) whole(name string, width int64) {
	p.t.Helper()
	if os.Getenv("ENGROSS_SHOTS") == "" {
		return
	}
	p.size(width, int64(js[float64](p, `document.documentElement.scrollHeight`)))
	p.shoot(name)
	p.size(1400, 900)
}

// said is what the page last told those who listen to it.
func (p *tab) said(words string) {
	p.t.Helper()
	p.until(fmt.Sprintf(`document.getElementById("said").textContent.includes(%q)`, words))
}

// axe looks for what keeps people from using the page. AXE is the path of axe.min.js.
func (p *tab) axe(name string) {
	p.t.Helper()
	script, err := os.ReadFile(os.Getenv("AXE"))
	if err != nil {
		p.t.Fatalf("AXE has to name axe.min.js of the npm package axe-core: %v", err)
	}
	if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[any](string(script)+"; true")); err != nil {
		p.t.Fatal(err)
	}
	found := js[string](p, `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => JSON.stringify(r.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.slice(0, 4).map(n => n.target.join(" ") + ": " + n.failureSummary)}))))`)
	var list []struct {
		ID, Help string
		Nodes    []string
	}
	if err := json.Unmarshal([]byte(found), &list); err != nil {
		p.t.Fatal(err)
	}
	for _, v := range list {
		p.t.Errorf("%s: %s: %s\n  %s", name, v.ID, v.Help, strings.Join(v.Nodes, "\n  "))
	}
}
