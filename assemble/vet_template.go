package assemble

import (
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// known finds kinds and instruments that no term sheet can have.
func (v *vetter) known(t *Template) {
	for _, kind := range t.Kinds {
		if !slices.Contains(schema.DealKinds, kind) {
			v.add(agreement.Error, "unknown-kind", t.pos, "the kinds are "+enumerate(textsOf(schema.DealKinds), "and"), "there is no kind of deal %q", kind)
		}
	}
	if t.Instrument != "" && !slices.Contains(schema.Instruments, t.Instrument) {
		v.add(agreement.Error, "unknown-instrument", t.pos, "the instruments are "+enumerate(schema.Instruments, "and"), "there is no instrument %q", t.Instrument)
	}
}

// letters finds two schedules of one letter that can stand together.
func (p *proof) letters() {
	var before []*Item
	for _, item := range p.template.Items {
		if item.Place != InSchedule {
			continue
		}
		if len(item.Letter) != 1 || item.Letter < "A" || item.Letter > "Z" {
			p.add(agreement.Error, "bad-letter", item.pos, "write a letter from A to Z", "the schedule %s has the letter %q", item.Use, item.Letter)
		}
		for _, other := range before {
			if other.Letter != item.Letter {
				continue
			}
			if _, both := counterexample(p.expand(and(item.condition(), other.condition())), not(always)); both {
				p.add(agreement.Error, "repeated-letter", item.pos, "give each schedule its own letter", "%s has the letter %s of %s", item.Use, item.Letter, other.Use)
			}
		}
		before = append(before, item)
	}
}

// forms finds kinds of deals with several templates of which none is the standard.
func (v *vetter) forms() {
	for _, kind := range schema.DealKinds {
		for _, instrument := range schema.Instruments {
			var fit []*Template
			var names []string
			for _, t := range v.lib.Templates() {
				if t.fits(kind, instrument) {
					fit, names = append(fit, t), append(names, t.Name)
				}
			}
			if len(fit) > 1 && !slices.Contains(names, string(kind)) && !slices.Contains(names, instrument) {
				v.add(agreement.Warning, "no-standard-template", fit[0].pos, "name the standard one "+string(kind)+".yaml; a term sheet names another in deal.template",
					"%s are all for %s, instrument %s, and none is the standard", enumerate(names, "and"), kind, instrument)
			}
		}
	}
}

func textsOf(kinds []schema.DealKind) []string {
	texts := make([]string, len(kinds))
	for i, k := range kinds {
		texts[i] = string(k)
	}
	return texts
}
