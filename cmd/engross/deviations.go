package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
	"golang.org/x/text/width"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/check"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

// printDepartures prints what a reader of the findings needs besides them: the
// warnings accepted, with the reasons, the departures from the balanced standard,
// and what was taken from the standard.
func (a *app) printDepartures(deal *assemble.Deal, found *draft.Examination, all bool) error {
	list, taken, waived := deal.Deviations(), takenFrom(found.Result), found.Waived
	if found.Result != nil {
		list = found.Result.Deviations()
	}
	book, err := deal.Library().Playbook()
	if err != nil {
		return err
	}
	if a.format == "json" {
		return a.printJSON(deviationsJSON(deal.Sheet, book, list, waived, taken))
	}
	var b strings.Builder
	columns := widthOf(a.out)
	for _, w := range waived {
		fmt.Fprintf(&b, "%s: accepted: %s [%s]\n", w.Problem.Pos, w.Problem.Message, w.Problem.ID)
		labelled(&b, columns, "reason", w.Waiver.Reason)
		if w.Waiver.By != "" {
			labelled(&b, columns, "by", w.Waiver.By)
		}
	}
	if len(waived) > 0 {
		fmt.Fprintln(&b)
	}
	fmt.Fprintln(&b, deviationCount(list))
	for _, d := range book.Ranked(deal.Sheet, list, a.side) {
		a.describeDeparture(&b, deal, book, d)
	}
	describeTaken(&b, columns, taken, all)
	_, err = io.WriteString(a.out, b.String())
	return err
}

// describeDeparture prints one departure: what hangs on it, who gains, by name, and what
// the side that loses by it falls back to and walks away from.
func (a *app) describeDeparture(b *strings.Builder, deal *assemble.Deal, book *assemble.Playbook, d assemble.Deviation) {
	columns, stake := widthOf(a.out), ""
	if a.side != "" {
		stake = map[assemble.Stake]string{assemble.Loses: ", against ", assemble.Wins: ", for ", assemble.Neither: ", neutral for "}[book.Stake(deal.Sheet, d, a.side)] + a.side
	}
	fmt.Fprintln(b)
	wrapped(b, columns, "", "  ", fmt.Sprintf("[%s%s] %s: %s", book.Weight(d), stake, d.Topic, d.What))
	labelled(b, columns, "gains", book.Gainers(deal.Sheet, d))
	labelled(b, columns, "here", d.Value+source(deal.File, d))
	labelled(b, columns, "balanced", d.Balanced)
	for _, p := range playsAbout(book, d) {
		labelled(b, columns, sideName[p.Side], playWords(p))
	}
	if d.Fallback != "" {
		labelled(b, columns, "usually", d.Fallback)
	}
	if t := deal.Library().Topic(d.Topic); t != nil && d.Parameter == "" && len(t.Notes) > 0 {
		labelled(b, columns, "note", t.Notes[0])
	}
}

// playsAbout are what the sides do that do not gain by a departure.
func playsAbout(book *assemble.Playbook, d assemble.Deviation) []*assemble.Play {
	var list []*assemble.Play
	for _, side := range []schema.Position{schema.Licensor, schema.Licensee} {
		if p := book.Play(d.Topic, d.Parameter, side); p != nil && sideName[side] != d.Gains && (d.Gains != "neither side" || !p.Derived) {
			list = append(list, p)
		}
	}
	return list
}

// source says where a departure comes from.
func source(sheet *schema.File, d assemble.Deviation) string {
	if d.Pointer == "" {
		return ", from deal.position " + string(sheet.Sheet.Deal.Position)
	}
	return fmt.Sprintf(" [line %d]", sheet.Pos(d.Pointer).Line)
}

// gainer is who gains by a departure, in one word that begins its line.
func gainer(d assemble.Deviation) string {
	word, _, _ := strings.Cut(d.Gains, " ")
	return word
}

// deviationCount is one line that says whom the departures favour.
func deviationCount(list []assemble.Deviation) string {
	if len(list) == 0 {
		return "no departures from the balanced standard"
	}
	n := map[string]int{}
	for _, d := range list {
		n[gainer(d)]++
	}
	noun := "departures"
	if len(list) == 1 {
		noun = "departure"
	}
	return fmt.Sprintf("%d %s from the balanced standard; who gains: [licensor] %d, [licensee] %d, [neither] %d",
		len(list), noun, n["licensor"], n["licensee"], n["neither"])
}

type deviationReport struct {
	Deviations []departureJSON `json:"deviations"`
	Waived     []waivedJSON    `json:"waived"`
	Defaults   []takenJSON     `json:"defaults"` // taken from the standard
}

type waivedJSON struct {
	Finding jsonProblem `json:"finding"`
	Reason  string      `json:"reason"`
	By      string      `json:"by,omitempty"`
}

// A departureJSON is a departure with what the playbook says of it.
type departureJSON struct {
	assemble.Deviation
	Weight  assemble.Importance `json:"weight"`
	Gainers string              `json:"gainers"` // by name
	Plays   []playJSON          `json:"plays"`   // of the sides that do not gain
}

// A playJSON is what a side does about one term.
type playJSON struct {
	Side     schema.Position     `json:"side"`
	Weight   assemble.Importance `json:"weight"`
	Fallback string              `json:"fallback"`
	WalkAway string              `json:"walk_away,omitempty"`
	Approve  string              `json:"approve,omitempty"`
	Trade    string              `json:"trade,omitempty"`
	Derived  bool                `json:"derived,omitempty"` // from the defaults, for want of an entry
}

func playAsJSON(p *assemble.Play) playJSON {
	return playJSON{p.Side, p.Weight, p.Shown(p.Fallback), p.Limit(), p.Approve, p.Trade, p.Derived}
}

func deviationsJSON(t *schema.TermSheet, book *assemble.Playbook, list []assemble.Deviation, waived []check.Waived, taken []takenJSON) deviationReport {
	out := deviationReport{Defaults: taken, Deviations: []departureJSON{}, Waived: []waivedJSON{}}
	for _, d := range list {
		x := departureJSON{Deviation: d, Weight: book.Weight(d), Gainers: book.Gainers(t, d), Plays: []playJSON{}}
		for _, p := range playsAbout(book, d) {
			x.Plays = append(x.Plays, playAsJSON(p))
		}
		out.Deviations = append(out.Deviations, x)
	}
	for _, w := range waived {
		out.Waived = append(out.Waived, waivedJSON{problemJSON(w.Problem), w.Waiver.Reason, w.Waiver.By})
	}
	return out
}

const (
	usualColumns  = 100 // where the output is no terminal
	fewestColumns = 40
)

// widthOf is how many columns an output has.
func widthOf(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return usualColumns
	}
	n, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return usualColumns
	}
	return max(n, fewestColumns)
}

// labelled writes a label and a text beside it, wrapped.
func labelled(b *strings.Builder, columns int, label, text string) {
	const indent = "            "
	wrapped(b, columns, fmt.Sprintf("  %-10s", label), indent, text)
}

// wrapped writes a text in lines of at most so many columns, the first after
// one prefix and the others after another. A word that is longer is not broken,
// so that it can be found and copied.
func wrapped(b *strings.Builder, columns int, first, others, text string) {
	line, used, empty := first, columnsOf(first), true
	for _, word := range strings.Fields(text) {
		n := columnsOf(word)
		if !empty && used+1+n > columns {
			fmt.Fprintln(b, line)
			line, used, empty = others, columnsOf(others), true
		}
		if !empty {
			line, used = line+" ", used+1
		}
		line, used, empty = line+word, used+n, false
	}
	fmt.Fprintln(b, line)
}

// columnsOf is how many columns a text takes: two for each wide character of
// East Asia.
func columnsOf(s string) int {
	n := 0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
