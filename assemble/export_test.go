package assemble

// WordingsSize is the most text that is remembered for one variant.
const WordingsSize = wordingsSize

// Remembered is the most text that the library remembers for one of its variants.
func (l *Library) Remembered() int {
	most := 0
	for _, t := range l.topics {
		for _, v := range t.Variants {
			kept := 0
			for text := range v.wordings.byText {
				kept += len(text)
			}
			most = max(most, kept)
		}
	}
	return most
}

// LeavePrograms makes text/template fill every clause.
func (l *Library) LeavePrograms() {
	for _, t := range l.topics {
		for _, v := range t.Variants {
			if text, err := v.text(); err == nil {
				text.program = nil
			}
		}
	}
}
