package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/redline"
	"github.com/engross/engross/schema"
)

// A chooser decides on the changes of a draft that came back: what the flags name first,
// then the rules, then whoever is asked.
type chooser struct {
	flags   acceptFlags
	rules   *draft.AcceptRules // or nil
	hands   *draft.Returned    // or nil
	answers []draft.Answer     // where the rules judge, or somebody is asked for a side
	in      *bufio.Reader
	out     io.Writer
	rest    *draft.Choice // what was said of all that is left
}

func (a *app) chooser(lib *assemble.Library, file *schema.File, sent, back *draftInput, f acceptFlags) (*chooser, error) {
	x := &chooser{flags: f, in: bufio.NewReader(a.in), out: a.err}
	var err error
	switch {
	case back.word != nil:
		if x.hands, err = draft.Return(sent.doc, back.word, nil); err != nil {
			return nil, err
		}
	case len(f.author) > 0:
		return nil, &usageError{message: "--author needs a Word file with tracked changes", hint: "name provisions with --only"}
	}
	side := f.side
	if f.rules != "" {
		if x.rules, err = a.acceptRules(f.rules); err != nil {
			return nil, err
		}
		side = cmp.Or(side, x.rules.Side)
	}
	if side == "" && x.rules != nil && x.rules.NeedStanding() {
		return nil, &usageError{message: "the rules ask how changes stand, and for whom is not said", hint: `give "side" in the rules, or --side`}
	}
	if side != "" {
		whose, err := sideOf(file, side)
		if err != nil {
			return nil, err
		}
		r, err := draft.Respond(lib, file, back.doc, x.hands, whose)
		if err != nil {
			return nil, err
		}
		x.answers = r.Answers
	}
	return x, nil
}

func (a *app) acceptRules(name string) (*draft.AcceptRules, error) {
	shown, r, err := a.read(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	src, err := io.ReadAll(io.LimitReader(r, schema.MaxBytes))
	if err != nil {
		return nil, unreadable(name, err)
	}
	return draft.LoadAcceptRules(shown, src)
}

// decide is what becomes of a change.
func (x *chooser) decide(c *redline.Change) draft.Choice {
	by, untracked := x.hands.Of(c)
	choice, ask := draft.Choice{}, x.flags.ask
	switch {
	case concerned(x.flags.refuse, c):
		choice.Decision, ask = draft.Refused, false
	case concerned(x.flags.open, c),
		len(x.flags.only) > 0 && !concerned(x.flags.only, c),
		len(x.flags.author) > 0 && (untracked || !allIn(by, x.flags.author)):
		choice.Decision, ask = draft.Open, false
	case x.rules != nil:
		choice, ask = x.rules.Choose(c, by, untracked, x.standing(c))
	}
	if ask {
		choice = x.ask(c, by, untracked)
	}
	if len(by) == 1 {
		choice.AskedBy = cmp.Or(x.flags.by, by[0])
	}
	return choice
}

// keeps reports a change in a provision that a flag refuses or leaves open: nothing in
// it follows a value that was changed elsewhere.
func (x *chooser) keeps(c *redline.Change) bool {
	return concerned(x.flags.refuse, c) || concerned(x.flags.open, c)
}

func concerned(names []string, c *redline.Change) bool {
	return slices.ContainsFunc(names, func(s string) bool { return draft.Concerns(s, c) })
}

// allIn reports that somebody is named, and nobody who is not in the list.
func allIn(by, list []string) bool {
	return len(by) > 0 && !slices.ContainsFunc(by, func(s string) bool { return !slices.Contains(list, s) })
}

func (x *chooser) answer(c *redline.Change) *draft.Answer {
	for i := range x.answers {
		a := x.answers[i].Change
		if a.ClauseID == c.ClauseID && a.Before == c.Before && a.After == c.After && a.Left == c.Left {
			return &x.answers[i]
		}
	}
	return nil
}

func (x *chooser) standing(c *redline.Change) *assemble.Standing {
	if a := x.answer(c); a != nil {
		return &a.Standing
	}
	return nil
}

// ask asks what becomes of a change. Where nobody answers any more it stays open.
func (x *chooser) ask(c *redline.Change, by []string, untracked bool) draft.Choice {
	if x.rest != nil {
		return *x.rest
	}
	who := ""
	if untracked {
		who = "; nobody tracked it"
	} else if len(by) > 0 {
		who = "; by " + oneLine(strings.Join(by, ", "))
	}
	fmt.Fprintf(x.out, "%s%s\n", changeLine(c), who)
	if a := x.answer(c); a != nil {
		for _, line := range a.Lines() {
			fmt.Fprintln(x.out, "    "+line)
		}
	}
	for {
		fmt.Fprint(x.out, "  [a]ccept, [r]efuse, leave [o]pen, accept [A]ll that is left, [q] leave the rest open: ")
		switch line, err := x.line(); {
		case line == "a" || line == "y":
			return draft.Choice{}
		case line == "r" || line == "n":
			fmt.Fprint(x.out, "  what to say to the other side (nothing for none): ")
			reply, _ := x.line()
			return draft.Choice{Decision: draft.Refused, Reply: reply}
		case line == "o":
			return draft.Choice{Decision: draft.Open}
		case line == "A":
			x.rest = &draft.Choice{}
			return *x.rest
		case line == "q" || err != nil:
			x.rest = &draft.Choice{Decision: draft.Open}
			return *x.rest
		}
	}
}

func (x *chooser) line() (string, error) {
	line, err := x.in.ReadString('\n')
	if line = strings.TrimSpace(line); line != "" && errors.Is(err, io.EOF) {
		err = nil
	}
	return line, err
}
