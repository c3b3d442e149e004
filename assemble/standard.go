package assemble

import "github.com/engross/engross/schema"

// Standard is the same deal in the balanced standard: the facts of a term sheet,
// without its choices among variants and with the balanced default in the place
// of every value that has one.
func (l *Library) Standard(f *schema.File) (*schema.TermSheet, error) {
	t := f.Sheet.Clone()
	t.Deal.Position = schema.Balanced
	t.Clauses = nil
	for _, topic := range l.Topics() {
		for _, v := range topic.Variants {
			for _, p := range v.Parameters {
				standard := p.Default[schema.Balanced]
				if p.Path == "" || standard == nil {
					continue
				}
				if _, given := t.Get(p.Path); !given {
					continue
				}
				if err := t.Set(p.Path, standard); err != nil {
					return nil, err
				}
			}
		}
	}
	return t, nil
}
