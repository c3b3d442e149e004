package word

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// runProperties are the properties of a run that say what a mark of words says, in the
// order of the schema.
var runProperties = []struct{ mark, property string }{
	{"bold", `<w:b/>`},
	{"italic", `<w:i/>`},
	{"struck", `<w:strike/>`},
	{"highlighted", `<w:highlight w:val="yellow"/>`},
	{"underlined", `<w:u w:val="single"/>`},
	{"superscript", `<w:vertAlign w:val="superscript"/>`},
	{"subscript", `<w:vertAlign w:val="subscript"/>`},
}

// runMarks is the properties of a run whose words are marked so, as in [agreement.Text].
func runMarks(mark string) string {
	if mark == "" {
		return ""
	}
	list, s := strings.Split(mark, "; "), ""
	for _, p := range runProperties {
		if slices.Contains(list, p.mark) && !(p.mark == "subscript" && slices.Contains(list, "superscript")) {
			s += p.property
		}
	}
	return s
}

// marksOf is how words are marked, and how they were in the old draft of a redline.
func marksOf(x agreement.Inline) (is, was string) {
	switch x := x.(type) {
	case *agreement.Text:
		is, was = x.Mark, x.WasMark
	case *agreement.Ref:
		is, was = x.Mark, x.WasMark
	case *agreement.Define:
	}
	switch was {
	case "":
		was = is
	case agreement.Plain, agreement.Defining:
		was = ""
	default:
		if strings.HasPrefix(was, agreement.Plain+"; ") { // of parts of a word: which, is not known
			was = is
		}
	}
	return is, was
}

// runProps writes the style of a run and how its words are marked: where the drafts mark
// them otherwise, as a tracked change of format.
func (w *writer) runProps(style string, change agreement.Change) {
	is, was := runMarks(w.marked), runMarks(w.wasMarked)
	if change != agreement.Unchanged && !inNew(change) {
		is = was
	}
	if style == "" && is == "" && is == was {
		return
	}
	w.raw(`<w:rPr>`)
	if style != "" {
		w.raw(`<w:rStyle w:val="`, style, `"/>`)
	}
	w.raw(is)
	if change == agreement.Unchanged && is != was {
		w.revision("rPrChange", "")
		w.raw(`<w:rPr>`)
		if style != "" {
			w.raw(`<w:rStyle w:val="`, style, `"/>`)
		}
		w.raw(was, `</w:rPr></w:rPrChange>`)
	}
	w.raw(`</w:rPr>`)
}

// markOfProperty is how a property of a run marks words for a reader, or "".
func markOfProperty(name, val string) string {
	switch name {
	case "i", "strike", "dstrike", "caps", "smallCaps":
		if !off(val) {
			return map[string]string{"i": "italic", "strike": "struck", "dstrike": "struck", "caps": "capitals", "smallCaps": "small capitals"}[name]
		}
	case "u":
		if !off(val) {
			return "underlined"
		}
	case "highlight":
		if !off(val) {
			return "highlighted"
		}
	case "vertAlign":
		if val == "superscript" || val == "subscript" {
			return val
		}
	case "color":
		switch strings.ToUpper(val) {
		case "", "AUTO", "000000":
		case "FFFFFF":
			return "white"
		default:
			return "coloured"
		}
	case "sz":
		if n := number(val, 0); n > 0 && n < smallest {
			return "very small"
		}
	}
	return ""
}

// smallest is the size, in half points, below which words escape a reader.
const smallest = 10

func off(val string) bool { return val == "0" || val == "false" || val == "off" || val == "none" }

// compared are the marks that say something of words in any file; how large, in which
// colour and in which capitals they are set is looks, told of a file that was sent.
var compared = []string{"bold", "highlighted", "italic", "struck", "subscript", "superscript", "underlined"}

// meant is those of the marks of a piece that are compared, as [agreement.Text] has them.
func (q *piece) meant() string {
	var list []string
	if q.marks != "" {
		list = strings.Split(q.marks, ", ")
	}
	if q.bold > 0 && q.style == "" {
		list = append(list, "bold")
	}
	list = slices.DeleteFunc(list, func(m string) bool { return !slices.Contains(compared, m) })
	slices.Sort(list)
	return strings.Join(slices.Compact(list), "; ")
}

// light is spans without bold, which a title is anyway.
func light(spans []span) []span {
	for i := range spans {
		spans[i].mark = without(spans[i].mark, "bold")
	}
	return spans
}

// unbold takes bold from the words of a head, which is bold anyway.
func unbold(cell agreement.Cell) {
	for _, x := range cell {
		if w, ok := x.(*agreement.Text); ok {
			w.Mark = without(w.Mark, "bold")
		}
	}
}

func without(mark, one string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(mark, "; "), func(m string) bool { return m == one }), "; ")
}

// both is two marks of the same words.
func both(mark, other string) string {
	if mark == "" {
		return other
	}
	return mark + "; " + other
}
