package word

import (
	"strings"

	"github.com/engross/engross/agreement"
)

// A styleBook is the styles of a reference document, as they stand in its file.
type styleBook struct {
	root   string // the start of the outermost element, with its namespaces
	before string // defaults, and what else comes before the first style
	styles []bookStyle
}

type bookStyle struct{ id, name, raw string }

const transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

// readStyleBook cuts the part of styles into its elements.
func readStyleBook(src *source, name string, data []byte) (*styleBook, error) {
	text := string(data)
	start := strings.Index(text, "<w:styles")
	if start < 0 || !strings.Contains(text, `xmlns:w="`+transitional+`"`) && !strings.Contains(text, `xmlns:w='`+transitional+`'`) {
		return nil, src.problem("the styles of the reference document are of another form of Office Open XML than Word writes by default", "open it in Word and save it as “Word Document”, not as “Strict”")
	}
	b := &styleBook{root: text[start : start+strings.IndexByte(text[start:], '>')+1]}
	err := src.scan(name, func(x *scanner) error {
		for {
			from := x.at
			t, err := x.next()
			if err != nil || t.kind == endToken || t.kind == endOfFile {
				return err
			}
			if t.kind != startToken {
				continue
			}
			st := bookStyle{id: x.attr("styleId")}
			style := t.name == "style"
			if err := x.each(func(name string) error {
				if name == "name" {
					st.name = x.attr("val")
				}
				return nil
			}); err != nil {
				return err
			}
			if st.raw = string(x.src[from:x.at]); style {
				b.styles = append(b.styles, st)
			} else {
				b.before += st.raw
			}
		}
	})
	return b, err
}

var (
	styleIDOf      = agreement.Pattern(`w:styleId=["']([^"']*)["']`)
	styleNameOf    = agreement.Pattern(`<w:name w:val=["']([^"']*)["']`)
	styleUse       = agreement.Pattern(`(<w:(?:basedOn|next|link|pStyle|rStyle|tblStyle)\s+w:val=["'])([^"']*)(["'])`)
	numberedStyle  = agreement.Pattern(`(?s)<w:numPr>.*?</w:numPr>|<w:numPr\s*/>`)
	beforeNumbered = agreement.Pattern(`<w:pPr>(?:\s*<w:(?:keepNext|keepLines|pageBreakBefore|framePr|widowControl)\b[^>]*/>)*`)
)

// merged is our styles with those of the reference document in the place of ours of the
// same name, and those that it has besides. Numbers are ours: they are what the
// provisions hang on.
func (b *styleBook) merged(own string) string {
	ours := map[string]string{} // ids of ours by name
	numbers := map[string]string{}
	taken := map[string]bool{}
	list := styleElements(own)
	for _, raw := range list {
		id := styleIDOf().FindStringSubmatch(raw)[1]
		ours[strings.ToLower(styleNameOf().FindStringSubmatch(raw)[1])] = id
		numbers[id], taken[id] = numberedStyle().FindString(raw), true
	}
	ids := b.ids(ours, taken)
	var out strings.Builder
	out.WriteString(xmlHead + b.root + b.before)
	replaced := map[string]bool{}
	for _, st := range b.styles {
		id := ids[st.id]
		raw := numberedStyle().ReplaceAllString(renameStyles(st.raw, ids), "")
		raw = strings.Replace(raw, styleIDOf().FindString(raw), `w:styleId="`+id+`"`, 1)
		out.WriteString(withNumber(raw, numbers[id]))
		replaced[id] = true
	}
	for _, raw := range list {
		if !replaced[styleIDOf().FindStringSubmatch(raw)[1]] {
			out.WriteString(raw)
		}
	}
	out.WriteString("</w:styles>")
	return out.String()
}

// styleElements are the style elements of a style sheet of ours, in order.
func styleElements(sheet string) (list []string) {
	for {
		_, rest, found := strings.Cut(sheet, "<w:style ")
		element, after, closed := strings.Cut(rest, "</w:style>")
		if !found || !closed {
			return list
		}
		list, sheet = append(list, "<w:style "+element+"</w:style>"), after
	}
}

// ids are the ids that styles of the reference document get: ours for those of our
// names, and others where theirs are taken.
func (b *styleBook) ids(ours map[string]string, taken map[string]bool) map[string]string {
	ids := map[string]string{}
	for _, st := range b.styles {
		switch id := ours[strings.ToLower(st.name)]; {
		case id != "":
			ids[st.id] = id
		case taken[st.id]:
			ids[st.id] = st.id + "Reference"
		default:
			ids[st.id] = st.id
		}
	}
	return ids
}

// renameStyles makes what refers to styles refer to their new ids.
func renameStyles(raw string, ids map[string]string) string {
	return styleUse().ReplaceAllStringFunc(raw, func(s string) string {
		m := styleUse().FindStringSubmatch(s)
		if id, ok := ids[m[2]]; ok {
			return m[1] + id + m[3]
		}
		return s
	})
}

// withNumber puts the properties of a numbered list into a style, where the schema has
// them.
func withNumber(raw, number string) string {
	if number == "" {
		return raw
	}
	if at := beforeNumbered().FindStringIndex(raw); at != nil {
		return raw[:at[1]] + number + raw[at[1]:]
	}
	for _, next := range []string{"<w:rPr", "</w:style>"} {
		if i := strings.Index(raw, next); i >= 0 {
			return raw[:i] + "<w:pPr>" + number + "</w:pPr>" + raw[i:]
		}
	}
	return raw
}

// draftLine puts a line before the end of a footer of the reference document: the mark
// of a draft and the notice stand on every page.
func draftLine(footer []byte, line string) []byte {
	text := string(footer)
	if i := strings.LastIndex(text, "</w:ftr>"); i >= 0 {
		return []byte(text[:i] + line + text[i:])
	}
	return footer
}
