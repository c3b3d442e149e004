package word

import (
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// A length is in twentieths of a point, as Word has it.
type length = int

const (
	pt length = 20
	mm length = 57

	marginSide   = 29 * mm
	marginTop    = 30 * mm
	marginBottom = 29 * mm
)

// size is the sheet in its upright position.
func (p Paper) size() (width, height length) {
	if p == Letter {
		return 12240, 15840
	}
	return 11906, 16838
}

func (w *writer) measure(turned bool) length {
	width, height := w.options.Paper.size()
	if turned {
		width = height
	}
	return width - w.margin("left", marginSide) - w.margin("right", marginSide)
}

// margin is that of the reference document, or ours.
func (w *writer) margin(side string, own length) length {
	if r := w.options.Style; r != nil {
		if n, ok := r.margins[side]; ok {
			return n
		}
	}
	return own
}

// turn ends the section where the next sheet is held another way.
func (w *writer) turn(sideways bool) {
	if sideways == w.sheet.turned {
		return
	}
	w.begin(paragraph{style: "Spacer", newSheet: true})
	w.end()
	w.sheet = sheet{sideways, w.measure(sideways)}
}

// sectionProperties says how the sheets of the section that ends here are held.
func (w *writer) sectionProperties() {
	width, height := w.options.Paper.size()
	w.raw(`<w:sectPr>`)
	w.sheetReferences()
	if w.sheet.turned {
		w.raw(`<w:pgSz w:w="`, strconv.Itoa(height), `" w:h="`, strconv.Itoa(width), `" w:orient="landscape"/>`)
	} else {
		w.raw(`<w:pgSz w:w="`, strconv.Itoa(width), `" w:h="`, strconv.Itoa(height), `"/>`)
	}
	w.raw(`<w:pgMar`)
	for _, m := range []struct {
		side string
		own  length
	}{{"top", marginTop}, {"right", marginSide}, {"bottom", marginBottom}, {"left", marginSide}, {"header", 15 * mm}, {"footer", 13 * mm}} {
		w.raw(` w:`, m.side, `="`, strconv.Itoa(w.margin(m.side, m.own)), `"`)
	}
	w.raw(` w:gutter="0"/>`)
	if !w.section && (w.sheetPart("header", "default") == nil && w.sheetPart("footer", "default") == nil || w.options.Style.title) {
		w.raw(`<w:titlePg/>`)
	}
	w.raw(`</w:sectPr>`)
	w.section = true
}

// sheetReferences names the header and the footer of a section: those of the reference
// document where it has them.
func (w *writer) sheetReferences() {
	for _, of := range []string{"default", "first"} {
		if of == "first" && w.section {
			continue
		}
		for _, kind := range []string{"header", "footer"} {
			own := map[string]string{"header default": "rHeader", "header first": "rFirstHeader"}[kind+" "+of]
			if own == "" {
				own = "rFooter"
			}
			if p := w.sheetPart(kind, of); p != nil {
				own = relationID(p)
			}
			w.raw(`<w:`, kind, `Reference w:type="`, of, `" r:id="`, own, `"/>`)
		}
	}
}

// sheetPart is a header or a footer of the reference document, or nil.
func (w *writer) sheetPart(kind, of string) *sheetPart {
	if r := w.options.Style; r != nil {
		for i := range r.sheets {
			if p := &r.sheets[i]; p.kind == kind && p.of == of {
				return p
			}
		}
	}
	return nil
}

func relationID(p *sheetPart) string {
	return "r" + strings.TrimSuffix(strings.TrimPrefix(p.name, "word/"), ".xml")
}

// sideways reports whether the first block of body belongs on a sheet turned
// sideways, alone or as words before a block that does. Words at the end stay on the
// sheet as it is.
func (w *writer) sideways(body []agreement.Block, is bool) bool {
	for _, b := range body {
		if isParagraph(b) {
			continue
		}
		wide := false
		agreement.Walk([]agreement.Block{b}, func(b agreement.Block) bool {
			if t, ok := b.(*agreement.Table); ok && w.tooWide(t) {
				wide = true
			}
			return !wide
		})
		return wide
	}
	return is
}
