package redline

import (
	"slices"
	"strings"
	"testing"

	"github.com/engross/engross/agreement"
)

// TestProofCatches spoils a marked document in every way that hides something, one
// at a time, and expects the proof to refuse it.
func TestProofCatches(t *testing.T) {
	old := draftText("# One {one}\n  **Fee** means the sum due under [two] each year.\n  * The Licensee pays it in full.\n# Two {two}\n  | Year | Sum\n  | 2027 | EUR 10\n  | 2028 | EUR 20").document()
	new := draftText("# One {one}\n  **Fee** means the sum due under [two] each month.\n  * The Licensee pays half of it.\n# Two {two}\n  | Year | Sum\n  | 2027 | EUR 15\n  | 2028 | EUR 20").document()
	sign := func(d *agreement.Document, date string) {
		d.Parties = []agreement.Party{{Name: "Alder Limited", Short: "Alder"}}
		d.Body = append(d.Body, &agreement.Signatures{Blocks: []agreement.Signatory{{Party: "Alder Limited", Name: "A. Ito", More: "Date: " + date}}})
	}
	sign(old, "1 May 2027")
	sign(new, "2 May 2027")
	definition := func(d *agreement.Document) *agreement.Paragraph {
		return d.Body[0].(*agreement.Clause).Body[0].(*agreement.Paragraph)
	}
	spoilers := map[string]func(d *agreement.Document){
		"nothing": func(*agreement.Document) {},
		"a defined term is another": func(d *agreement.Document) {
			definition(d).Text[0].(*agreement.Define).Term = "Fees"
		},
		"a defined term is plain words": func(d *agreement.Document) {
			definition(d).Text[0] = &agreement.Text{Text: `"Fee"`}
		},
		"a definition is gone": func(d *agreement.Document) {
			p := definition(d)
			p.Text = p.Text[1:]
		},
		"a definition is hidden": func(d *agreement.Document) {
			definition(d).Text[0].(*agreement.Define).Change = agreement.Inserted
		},
		"words come without a mark": func(d *agreement.Document) {
			for _, x := range definition(d).Text {
				if w, ok := x.(*agreement.Text); ok && w.Change == agreement.Inserted {
					w.Change = agreement.Unchanged
				}
			}
		},
		"words go without a trace": func(d *agreement.Document) {
			p := definition(d)
			p.Text = slices.DeleteFunc(p.Text, func(x agreement.Inline) bool { return agreement.ChangeOf(x) == agreement.Deleted })
		},
		"a reference is printed otherwise": func(d *agreement.Document) {
			for _, x := range definition(d).Text {
				if r, ok := x.(*agreement.Ref); ok {
					r.Text = "Section 9"
				}
			}
		},
		"a number is another":   func(d *agreement.Document) { d.Body[0].(*agreement.Clause).Label = "7." },
		"a citation is another": func(d *agreement.Document) { d.Body[0].(*agreement.Clause).Number = "7" },
		"a heading is another": func(d *agreement.Document) {
			d.Body[1].(*agreement.Clause).Heading = []agreement.Inline{&agreement.Text{Text: "Three"}}
		},
		"a provision is gone": func(d *agreement.Document) { c := d.Body[0].(*agreement.Clause); c.Body = c.Body[:1] },
		"a row is gone": func(d *agreement.Document) {
			tb := d.Body[1].(*agreement.Clause).Body[0].(*agreement.Table)
			tb.Rows = tb.Rows[:1]
		},
		"a title is another":      func(d *agreement.Document) { d.Title = "Other" },
		"an old title is another": func(d *agreement.Document) { d.Was.Title = "Other" },
		"a party is another":      func(d *agreement.Document) { d.Parties = []agreement.Party{{Name: "Birke GmbH"}} },
		"a date signed is hidden": func(d *agreement.Document) {
			d.Body[2].(*agreement.Signatures).Blocks[0].Was = nil
		},
	}
	for name, spoil := range spoilers {
		t.Run(name, func(t *testing.T) {
			res, err := Diff(old, new)
			if err != nil {
				t.Fatal(err)
			}
			spoil(res.Document)
			err = prove(res.Document, old, new, true)
			if (err == nil) != (name == "nothing") {
				t.Errorf("the proof says %v", err)
			}
		})
	}
}

// TestOneChangeIsListedOnce holds the list of changes to the marked document, on
// which what is derived from it relies: each place marked is in one change, with the
// words marked there and no others.
func TestOneChangeIsListedOnce(t *testing.T) {
	for seed := range uint64(60) {
		s := newScript(seed, 4, seed%2 == 0)
		res, err := Diff(s.old, s.new)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[place]string{}
		for _, c := range res.Changes {
			if c.Scope != Words || c.Kind == Consequential || c.at.node < 0 {
				continue
			}
			places := c.places()
			if len(c.Occurrences) > 0 {
				places = places[1:] // the first of them stands for all
			}
			for _, at := range places {
				if before, ok := seen[at]; ok && before == c.Before+"→"+c.After {
					t.Errorf("seed %d: %q is listed twice", seed, before)
				}
				seen[at] = c.Before + "→" + c.After
			}
		}
		for _, c := range res.Changes { // the words of the old draft at its place are those that went
			if c.Scope != Words || c.at.node < 0 || c.at.cell > 0 || len(c.Occurrences) > 0 || c.Kind == Consequential || c.Kind == Markup {
				continue
			}
			var runs []string
			agreement.Inlines(res.blocks[c.at.node], func(in []agreement.Inline) { runs = append(runs, agreement.Words(in)) })
			if runs[0] == "" || c.at.to > len(runs[0]) {
				continue // a paragraph that was split or merged
			}
			if got := runs[0][c.at.from:c.at.to]; strings.TrimSpace(got) != strings.TrimSpace(c.Before) {
				t.Errorf("seed %d: the change of %q is placed at %q", seed, c.Before, got)
			}
		}
	}
}

// TestBeforeIsWhatWas expects every quotation of the old draft in the list of changes
// to stand there.
func TestBeforeIsWhatWas(t *testing.T) {
	for seed := range uint64(60) {
		s := newScript(seed, 5, seed%2 == 0)
		res, err := Diff(s.old, s.new)
		if err != nil {
			t.Fatal(err)
		}
		text := func(d *agreement.Document) string { return squash(strings.Join(spellWords(d), "")) }
		was, is := text(s.old), text(s.new)
		for _, c := range res.Changes {
			if c.Scope != Words || c.Kind == Consequential || c.Kind == Markup || strings.Contains(c.Before+c.After, "¶") || strings.Contains(c.Left, " | ") {
				continue
			}
			before, after := quotedWords(&c, true), quotedWords(&c, false)
			if strings.Contains(before+after, "…") {
				continue
			}
			if !strings.Contains(was, squash(before)) {
				t.Errorf("seed %d: %q is not in the old draft", seed, before)
			}
			if !strings.Contains(is, squash(after)) {
				t.Errorf("seed %d: %q is not in the new draft", seed, after)
			}
		}
	}
}

// TestTraceNamesTheValue edits by hand what a draft printed from its term sheet.
func TestTraceNamesTheValue(t *testing.T) {
	origin := func(how agreement.How, v agreement.Value) *agreement.Origin {
		return &agreement.Origin{How: how, Values: []agreement.Value{v}}
	}
	draft := func(days, word string) *agreement.Document {
		return &agreement.Document{Body: []agreement.Block{&agreement.Paragraph{Text: []agreement.Inline{
			&agreement.Text{Text: "An objection is due within "},
			&agreement.Text{Text: days, Value: true, Origin: origin(agreement.Printed, agreement.Value{Pointer: "/escrow/objection_days"})},
			&agreement.Text{Text: " days after the notice, and a cure takes "},
			&agreement.Text{Text: word, Origin: origin(agreement.Printed, agreement.Value{Default: &agreement.Default{Pointer: "/escrow/cure_days"}})},
			&agreement.Text{Text: " days."}}}}}
	}
	edited := Accept(draft("20", "nine"))
	res, err := Diff(draft("10", "eight"), edited)
	if err != nil {
		t.Fatal(err)
	}
	Trace(res, func(p string) string { return strings.ReplaceAll(p[1:], "/", ".") })
	var got []string
	for _, c := range res.Changes {
		for _, w := range c.Causes {
			got = append(got, w.String())
		}
	}
	if want := []string{"escrow.objection_days: 10 → 20", "escrow.cure_days: eight → nine"}; !slices.Equal(got, want) {
		t.Errorf("causes %q, want %q", got, want)
	}
}

// TestExcerpt leaves out what did not change, and keeps the headings over what did.
func TestExcerpt(t *testing.T) {
	old := draftText("# One {one}\n  # Alpha {a}\n    The first words.\n  # Beta {b}\n    The second words.\n# Two {two}\n  Nothing here.").document()
	new := draftText("# One {one}\n  # Alpha {a}\n    The first words.\n  # Beta {b}\n    The other words.\n# Two {two}\n  Nothing here.").document()
	res, err := Diff(old, new)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := show(Excerpt(res).Document), "1. One\n  1.2 Beta\n    The {-second-}{+other+} words.\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestRestyledInOneLine writes every number in another style.
func TestRestyledInOneLine(t *testing.T) {
	src := draftText("# One {one}\n  # Alpha {a}\n    The first words.\n# Two {two}\n  # Beta {b}\n    The second words.")
	old, new := src.document(), src.document()
	agreement.Walk(new.Body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok {
			c.Label = "§ " + strings.TrimSuffix(c.Label, ".")
			c.Number = c.Label
		}
		return true
	})
	res, err := Diff(old, new)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Changes) != 2 || res.Closing() != "The two drafts have the same words; numbers of provisions differ." {
		t.Errorf("%d changes, %s\n%s", len(res.Changes), res.Closing(), showChanges(res))
	}
}
