package assemble

import (
	"cmp"
	"reflect"

	"github.com/engross/engross/schema"
)

// Pins are the choices that say what the position of a deal picks: beside the term
// sheet without its position they make the same agreement. A position is a matter
// of the house, so that they are sent in its place. There are none for the balanced
// one.
func (d *Deal) Pins() (map[string]schema.Choice, error) {
	if d.Sheet.Deal.Position == schema.Balanced {
		return nil, nil
	}
	sheet := d.File.Sheet.Clone()
	sheet.Deal.Position = schema.Balanced
	b, err := d.lib.Resolve(&schema.File{Sheet: sheet})
	if err != nil {
		return nil, err
	}
	pins := map[string]schema.Choice{}
	for _, c := range d.chosen {
		if c.variant != nil {
			if pin, differs := d.pin(c, b.byTopic[c.item.Use]); differs {
				pins[c.item.Use] = pin
			}
		}
	}
	for topic := range b.byTopic {
		if !d.Has(topic) {
			pins[topic] = schema.Choice{Omit: true}
		}
	}
	return pins, nil
}

// pin is the choice that makes a topic at the balanced position, where it is as in,
// what it is here.
func (d *Deal) pin(c, in *chosen) (pin schema.Choice, differs bool) {
	own := d.File.Sheet.Clauses[c.item.Use]
	pin.Include = in == nil || own.Include
	pin.Variant = own.Variant
	if in == nil || in.variant != c.variant {
		pin.Variant = cmp.Or(pin.Variant, c.variant.Name)
	}
	differs = in == nil || in.variant != c.variant
	for _, p := range c.variant.Parameters {
		if v, ok := own.Parameters[p.Name]; ok {
			pinValue(&pin, p.Name, v)
		} else if raw := p.Default[d.Sheet.Deal.Position]; raw != nil && !c.given[p.Name] && !reflect.DeepEqual(raw, p.Default[schema.Balanced]) {
			pinValue(&pin, p.Name, raw)
			differs = true
		}
	}
	return pin, differs
}

func pinValue(pin *schema.Choice, parameter string, value any) {
	if pin.Parameters == nil {
		pin.Parameters = map[string]any{}
	}
	pin.Parameters[parameter] = value
}
