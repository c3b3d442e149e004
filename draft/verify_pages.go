package draft

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/engross/engross/format/pdf"
)

// A Difference is a place where the pages of a file are not those of the
// agreement made again. One of Reads and Made is empty where words were added
// or are missing; both are where What says what differs.
type Difference struct {
	Page  int    `json:"page"`         // of the file, from 1; of the agreement made again where the file lacks the page
	To    int    `json:"to,omitempty"` // the last of several pages in a row of which What says the same
	Reads string `json:"reads,omitempty"`
	Made  string `json:"made,omitempty"`
	What  string `json:"what,omitempty"`
}

func (d Difference) String() string {
	page := fmt.Sprintf("page %d", d.Page)
	if d.To > 0 {
		page = fmt.Sprintf("each of pages %d to %d", d.Page, d.To)
	}
	switch {
	case d.What != "":
		return page + " " + d.What
	case d.Reads == "":
		return page + " lacks “" + d.Made + "”"
	case d.Made == "":
		return page + " has “" + d.Reads + "”, which engross did not write"
	}
	return page + " reads “" + d.Reads + "”, where engross wrote “" + d.Made + "”"
}

// comparePages says how a PDF that is not the one made again differs from it, as
// far as it can be read.
func (v *Verdict) comparePages(file, made []byte) {
	v.Finding = NotProved
	if added, ok := bytes.CutPrefix(file, made); ok {
		v.say("%s were added after the end of the file as engross wrote it, and may change what a reader sees", count(len(added), "byte"))
	}
	got, err := pdf.Read(file)
	if err != nil {
		v.say("it is not the file that engross made, and where it differs cannot be told: %v", err)
		return
	}
	want, err := pdf.Read(made)
	if err != nil {
		panic("draft: a file just made cannot be read: " + err.Error())
	}
	if n, m := len(got.Pages), len(want.Pages); n != m {
		v.say("it has %s, and engross wrote %d", count(n, "page"), m)
	}
	v.Where = differentPages(got.Pages, want.Pages)
	v.Reasons = append(v.Reasons, differentRest(got.Rest, want.Rest)...)
	if len(v.Where) == 0 && len(v.Reasons) == 0 {
		v.say("it is not the file that engross made: another program wrote it anew, or it was altered where engross does not read; what a viewer shows may be something else")
	}
}

func (v *Verdict) say(format string, args ...any) {
	v.Reasons = append(v.Reasons, fmt.Sprintf(format, args...))
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// differentRest names what belongs to no page and is not as it was made.
func differentRest(got, want map[string][32]byte) []string {
	both := maps.Clone(got)
	maps.Copy(both, want)
	var out []string
	for _, what := range slices.Sorted(maps.Keys(both)) {
		g, has := got[what]
		w, had := want[what]
		switch {
		case !had:
			out = append(out, what+" was added")
		case !has:
			out = append(out, what+" was taken out")
		case g != w:
			out = append(out, what+" was changed")
		}
	}
	return out
}

// differentPages compares pages in order; pages put in or taken out are told
// from pages that changed.
func differentPages(got, want []pdf.ReadPage) []Difference {
	var out []Difference
	words := func(p pdf.ReadPage) [32]byte { return sha256.Sum256([]byte(strings.Join(p.Lines, "\n"))) }
	for _, x := range align(keys(got, words), keys(want, words)) {
		switch {
		case x.b < 0:
			out = append(out, Difference{Page: x.a + 1, What: "is not of this agreement: " + opening(got[x.a].Lines)})
		case x.a < 0:
			out = append(out, Difference{Page: x.b + 1, What: "of the agreement is missing: " + opening(want[x.b].Lines)})
		default:
			out = join(out, differentPage(x.a+1, &got[x.a], &want[x.b]))
		}
	}
	return out
}

// join appends the differences of a page. Where the same and nothing else is
// said of the page before, it is said once.
func join(all, of []Difference) []Difference {
	if len(of) == 1 && len(all) > 0 {
		last := &all[len(all)-1]
		if of[0].What != "" && last.What == of[0].What && max(last.Page, last.To)+1 == of[0].Page {
			last.To = of[0].Page
			return all
		}
	}
	return append(all, of...)
}

// opening is how a page begins below its head.
func opening(lines []string) string {
	text := strings.Join(lines[min(len(lines), 2):], " ")
	return "“" + shorten(strings.Fields(text), 0, 12) + "”"
}

func differentPage(n int, got, want *pdf.ReadPage) []Difference {
	var out []Difference
	what := func(format string, args ...any) {
		out = append(out, Difference{Page: n, What: fmt.Sprintf(format, args...)})
	}
	if got.Damage != nil {
		what("cannot be read %s: %v", damaged(got.Lines, want.Lines), got.Damage)
		return out
	}
	line := func(s string) string { return s }
	for _, x := range align(keys(got.Lines, line), keys(want.Lines, line)) {
		switch {
		case x.b < 0:
			out = append(out, Difference{Page: n, Reads: got.Lines[x.a]})
		case x.a >= 0 && got.Lines[x.a] != want.Lines[x.b]:
			reads, made := excerpts(got.Lines[x.a], want.Lines[x.b])
			out = append(out, Difference{Page: n, Reads: reads, Made: made})
		case x.a < 0:
			out = append(out, Difference{Page: n, Made: want.Lines[x.b]})
		}
	}
	if got.Size != want.Size {
		what("has another size")
	}
	if got.Noted != want.Noted {
		what("has %s, and engross made %d", count(got.Noted, "link or annotation"), want.Noted)
	} else if got.Notes != want.Notes {
		what("has links or annotations that were changed")
	}
	if len(out) == 0 && got.Drawn != want.Drawn {
		what("has the same words, but what draws them was changed: their places, fonts, pictures or lines")
	}
	return out
}

// damaged says from where on a page cannot be read.
func damaged(got, want []string) string {
	n := 0
	for n < min(len(got), len(want)) && got[n] == want[n] {
		n++
	}
	if n == len(want) {
		return "to its end"
	}
	return "from “" + shorten(strings.Fields(want[n]), 0, 8) + "” on"
}

// excerpts are two lines around where they differ.
func excerpts(a, b string) (string, string) {
	x, y := strings.Fields(a), strings.Fields(b)
	head, tail := 0, 0
	for head < min(len(x), len(y)) && x[head] == y[head] {
		head++
	}
	for tail < min(len(x), len(y))-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	const around = 4
	from := max(0, head-around)
	return shorten(x, from, len(x)-max(0, tail-around)), shorten(y, from, len(y)-max(0, tail-around))
}

// shorten is some of a line's words, marked where others are left out.
func shorten(words []string, from, to int) string {
	to = min(to, len(words))
	s := strings.Join(words[min(from, to):to], " ")
	if from > 0 {
		s = "… " + s
	}
	if to < len(words) {
		s += " …"
	}
	return s
}

func keys[T any, K comparable](list []T, key func(T) K) []K {
	out := make([]K, len(list))
	for i, x := range list {
		out[i] = key(x)
	}
	return out
}

// A pair is an element of one list and its partner in another, by index; -1 is
// none.
type pair struct{ a, b int }

// mostAligned is the size of the table that align may fill.
const mostAligned = 4 << 20

// align finds partners for as many equal elements as it can, in order, and
// pairs what is left between them, first with first.
func align[K comparable](a, b []K) []pair {
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out []pair
	for i := range head {
		out = append(out, pair{i, i})
	}
	at := pair{head, head}
	between := func(to pair) {
		for at.a < to.a || at.b < to.b {
			p := pair{-1, -1}
			if at.a < to.a {
				p.a, at.a = at.a, at.a+1
			}
			if at.b < to.b {
				p.b, at.b = at.b, at.b+1
			}
			out = append(out, p)
		}
	}
	for _, p := range common(a[head:len(a)-tail], b[head:len(b)-tail]) {
		p.a, p.b = p.a+head, p.b+head
		between(p)
		out = append(out, p)
		at = pair{p.a + 1, p.b + 1}
	}
	between(pair{len(a) - tail, len(b) - tail})
	for i := range tail {
		out = append(out, pair{len(a) - tail + i, len(b) - tail + i})
	}
	return out
}

// common is a longest common subsequence of two lists, or nothing where that
// takes too long to find.
func common[K comparable](a, b []K) []pair {
	if len(a)*len(b) > mostAligned {
		return nil
	}
	width := len(b) + 1
	longest := make([]int32, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i*width+j] = longest[(i+1)*width+j+1] + 1
			} else {
				longest[i*width+j] = max(longest[(i+1)*width+j], longest[i*width+j+1])
			}
		}
	}
	var out []pair
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			out = append(out, pair{i, j})
			i, j = i+1, j+1
		case longest[(i+1)*width+j] >= longest[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	return out
}
