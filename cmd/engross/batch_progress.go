package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/engross/engross/batch"
)

// A progress tells how far a batch is: on a terminal in one line that is written
// over, elsewhere in a line now and then. Failures are told in full as they come.
type progress struct {
	app      *app
	terminal *os.File      // on which one line is written over and over, or nil
	every    time.Duration // between lines
	plan     bool          // the batch is only tried: what would be done is printed

	mu     sync.Mutex
	phase  batch.Phase
	began  time.Time // of the phase
	told   time.Time // when the last line was
	done   int
	failed int
	of     int
	again  map[string]int // rows made again, by reason
}

func (a *app) newProgress(plan bool, shard batch.Shard) *progress {
	p := &progress{app: a, plan: plan, every: 10 * time.Second, began: time.Now(), told: time.Now(), again: map[string]int{}}
	if f := terminal(a.err); f != nil && a.format != "json" {
		p.terminal, p.every = f, 100*time.Millisecond
	}
	if shard.Count > 1 {
		p.say(fmt.Sprintf("shard %d of %d", shard.Index, shard.Count))
	}
	return p
}

func (p *progress) report(e batch.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if e.Phase != p.phase {
		p.phase, p.began, p.done, p.failed = e.Phase, now, 0, 0
	}
	p.of = e.Of
	if e.Action == batch.Failing {
		p.failed++
	}
	if e.Phase == batch.Making {
		p.done++
	} else {
		p.done = max(p.done, e.Row)
	}
	switch e.Action {
	case batch.Remade:
		p.again[e.Reason]++
	case batch.Checked, batch.Made, batch.Kept, batch.Failing:
	}
	if e.Problems != nil {
		p.clear()
		p.fail(&e)
	}
	if p.plan && e.Phase == batch.Making {
		p.clear()
		p.step(&e)
	}
	if now.Sub(p.told) >= p.every {
		p.told = now
		p.line(now)
	}
}

// fail tells why a row failed.
func (p *progress) fail(e *batch.Event) {
	if p.app.format == "json" {
		enc := json.NewEncoder(p.app.err)
		enc.SetEscapeHTML(false)
		for _, x := range e.Problems {
			_ = enc.Encode(struct { // standard error cannot be reported on
				Row  int    `json:"row"`
				Name string `json:"name,omitempty"`
				jsonProblem
			}{e.Row, e.Name, problemJSON(x)})
		}
		return
	}
	fmt.Fprintln(p.app.err, row(e)+" failed:")
	p.app.report(e.Problems[:min(shownProblems, len(e.Problems))])
	if more := len(e.Problems) - shownProblems; more > 0 {
		fmt.Fprintf(p.app.err, "and %s\n", plural(more, "more problem of the row", "more problems of the row"))
	}
}

// shownProblems is how many problems of a row are printed: one mistake can have
// many consequences. The manifest has them all.
const shownProblems = 10

func row(e *batch.Event) string {
	if e.Name == "" {
		return fmt.Sprintf("row %d", e.Row)
	}
	return fmt.Sprintf("row %d (%s)", e.Row, e.Name)
}

// step prints what would be done about a row.
func (p *progress) step(e *batch.Event) {
	words := map[batch.Action]string{batch.Made: "make", batch.Remade: "make again", batch.Kept: "keep", batch.Failing: "cannot make"}[e.Action]
	if p.app.format == "json" {
		_ = json.NewEncoder(p.app.out).Encode(struct {
			Row    int    `json:"row"`
			Name   string `json:"name,omitempty"`
			Action string `json:"action"`
			Reason string `json:"reason,omitempty"`
		}{e.Row, e.Name, words, e.Reason})
		return
	}
	if e.Reason != "" {
		words += ": " + e.Reason
	}
	fmt.Fprintf(p.app.out, "%6d  %-40s  %s\n", e.Row, e.Name, words)
}

// line tells how far the batch is.
func (p *progress) line(now time.Time) {
	if p.app.format == "json" {
		return
	}
	s := p.state(now)
	if p.terminal != nil {
		fmt.Fprint(p.terminal, "\r"+s+"\x1b[K") // numbers alone
		return
	}
	fmt.Fprintln(p.app.err, s)
}

// state is how far the batch is, in words.
func (p *progress) state(now time.Time) string {
	rate := float64(p.done) / max(now.Sub(p.began).Seconds(), 0.001)
	var parts []string
	if p.phase == batch.Checking {
		parts = append(parts, fmt.Sprintf("checked %s rows", group(p.done)))
	} else {
		parts = append(parts, fmt.Sprintf("%s of %s rows", group(p.done), group(p.of)))
	}
	if p.failed > 0 {
		parts = append(parts, group(p.failed)+" failed")
	}
	parts = append(parts, fmt.Sprintf("%.0f a second", rate))
	if left := p.of - p.done; p.phase == batch.Making && rate > 0 && left > 0 {
		parts = append(parts, (time.Duration(float64(left)/rate*float64(time.Second))).Round(time.Second).String()+" left")
	}
	return strings.Join(parts, ", ")
}

// say prints a line of its own.
func (p *progress) say(s string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	if p.app.format != "json" {
		fmt.Fprintln(p.app.err, s)
	}
}

func (p *progress) clear() {
	if p.terminal != nil {
		_, _ = io.WriteString(p.terminal, "\r\x1b[K")
	}
}

func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
}

// group is a number with a comma after each three digits.
func group(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
