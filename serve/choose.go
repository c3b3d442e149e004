package serve

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/tailscale/hujson"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

type chooseRequest struct {
	File     string `json:"file"`
	Revision string `json:"revision" jsonschema_description:"Of the text that was seen."`
	Topic    string `json:"topic" jsonschema_description:"The clause, such as escrow/release."`
	Variant  string `json:"variant" jsonschema_description:"One of its variants; library lists them."`
}

type chooseAnswer struct {
	changeAnswer
	Aside []asideItem `json:"aside" jsonschema_description:"Values for which the variant has no place: they were taken out and can be put back."`
}

// chooseVariant words a clause in another way. What the variant has no place for is
// set aside, in the same change.
func chooseVariant(_ context.Context, w *Workbench, in *chooseRequest) (*chooseAnswer, error) {
	f, text, err := w.seen(in.File, in.Revision)
	if err != nil {
		return nil, err
	}
	sheet, err := loadAny(in.File, text)
	if err != nil {
		return nil, err
	}
	t := w.Library.Topic(in.Topic)
	if t == nil || !slices.ContainsFunc(t.Variants, func(v *assemble.Variant) bool { return v.Name == in.Variant }) {
		return nil, &Refusal{422, "the library has no variant " + quoted(in.Variant) + " of " + quoted(in.Topic), "the operation library lists them"}
	}
	next, aside, err := choosing(w, sheet, t, in.Variant)
	if err != nil {
		return nil, err
	}
	what := t.Title + ": " + spokenLower(in.Variant)
	if err := f.Change(in.File, in.Revision, what, next.Source); err != nil {
		return nil, err
	}
	out := &chooseAnswer{changeAnswer: changeAnswer{Revision: Revision(next.Source), Pointer: variantPointer(t), After: what, Findings: problems(next.Problems)}, Aside: aside}
	return out, f.keepAside(in.File, func(list []asideItem) []asideItem { return append(slices.Clone(aside), list...) })
}

func variantPointer(t *assemble.Topic) string { return "/clauses/" + escapeStep(t.ID) + "/variant" }

// choosing is a term sheet that names a variant, and what it then no longer states.
func choosing(w *Workbench, f *schema.File, t *assemble.Topic, variant string) (*schema.File, []asideItem, error) {
	root, err := hujson.Parse(f.Source)
	if err != nil {
		return nil, nil, &Refusal{422, f.Name + " is not JSON, so that no value in it can be changed", "mend it in an editor first"}
	}
	edit := schema.Edit{Root: root}
	var aside []asideItem
	if deal, err := w.Library.Resolve(f); err == nil {
		losses := deal.Losses(t.ID, variant)
		says := statedOf(f)
		slices.SortFunc(losses, laterFirst)
		for _, at := range losses {
			value, err := json.Marshal(says.at(at))
			path, bad := steps2path(at)
			if err != nil || bad != nil || edit.At(path) == nil {
				continue
			}
			aside = append(aside, asideItem{at, f.Path(at), says.shows(at), value})
			edit.Cut(path)
			cutEmpty(&edit, path)
		}
	}
	path, err := steps2path(variantPointer(t))
	if err != nil {
		return nil, nil, err
	}
	edit.Put(path, variant)
	next, err := schema.Load(f.Name, edit.Source())
	if worse := worsened(f.Name, f.Source, err); worse != nil {
		return nil, nil, worse
	}
	return next, aside, nil
}

// laterFirst orders pointers so that taking out one element of a list leads none of
// the others astray.
func laterFirst(a, b string) int {
	switch {
	case len(a) != len(b):
		return len(b) - len(a)
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}
