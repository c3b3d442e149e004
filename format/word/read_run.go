package word

import (
	"strconv"
	"strings"
)

// inline reads part of a paragraph.
func (r *reader) inline(name string, p *para) error {
	switch name {
	case "r":
		return r.run(p)
	case "ins", "del", "moveFrom", "moveTo":
		return r.within(name, func() error {
			return r.each(func(name string) error { return r.inline(name, p) })
		})
	case "bookmarkStart", "bookmarkEnd":
		p.pieces = append(p.pieces, r.bookmark(name))
	case "hyperlink":
		p.pieces = append(p.pieces, piece{kind: anchorBegin, text: r.attr("anchor"), id: r.attr("id"), in: r.in})
		err := r.each(func(name string) error { return r.inline(name, p) })
		p.pieces = append(p.pieces, piece{kind: anchorEnd, in: r.in})
		return err
	case "fldSimple":
		p.pieces = append(p.pieces, piece{kind: fieldBegin, text: r.attr("instr"), in: r.in}, piece{kind: fieldResult, in: r.in})
		err := r.each(func(name string) error { return r.inline(name, p) })
		p.pieces = append(p.pieces, piece{kind: fieldEnd, in: r.in})
		return err
	case "AlternateContent":
		return r.alternate(func(name string) error { return r.inline(name, p) })
	case "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "pPr", "rPr", "oMathParaPr", "proofErr",
		"moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "commentRangeStart", "commentRangeEnd":
		return nil
	case "t":
		return r.text(p, piece{in: r.in}, true)
	default: // content controls, tags, formulas
		return r.each(func(name string) error { return r.inline(name, p) })
	}
	return nil
}

// run reads words of one look, and what else a run can hold.
func (r *reader) run(p *para) error {
	look := piece{in: r.in}
	return r.each(func(name string) error { return r.runPart(name, &look, p) })
}

func (r *reader) runPart(name string, look *piece, p *para) error {
	add := func(s string) {
		q := *look
		q.text = s
		p.pieces = append(p.pieces, q)
	}
	switch name {
	case "rPr":
		return r.runProps(look)
	case "t", "delText":
		return r.text(p, *look, r.attr("space") != "preserve")
	case "instrText", "delInstrText":
		return r.instruction(p)
	case "fldChar":
		kind := map[string]pieceKind{"begin": fieldBegin, "separate": fieldResult, "end": fieldEnd}[r.attr("fldCharType")]
		if kind != wordsPiece {
			q := *look
			q.kind = kind
			p.pieces = append(p.pieces, q)
		}
	case "tab", "ptab":
		add("\t")
	case "br":
		add("\n")
	case "cr":
		add("\n")
	case "noBreakHyphen":
		add("\u2011")
	case "softHyphen":
		add("\u00ad")
	case "sym":
		if n, err := strconv.ParseUint(r.attr("char"), 16, 32); err == nil {
			if n >= 0xf000 && n <= 0xf0ff {
				n -= 0xf000
			}
			add(string(rune(n)))
		}
	case "footnoteReference", "endnoteReference":
		p.pieces = append(p.pieces, piece{kind: notePiece, text: strings.TrimSuffix(name, "Reference"), id: r.attr("id"), in: r.in})
	case "commentReference":
		p.pieces = append(p.pieces, piece{kind: commentPiece, id: r.attr("id"), in: r.in})
	case "AlternateContent":
		return r.alternate(func(name string) error { return r.runPart(name, look, p) })
	case "drawing", "pict":
		r.found.pictures++
		return r.box()
	case "object":
		r.found.objects++
		return r.box()
	case "ruby":
		return r.each(func(name string) error {
			if name != "rubyBase" {
				return nil
			}
			return r.each(func(name string) error { return r.inline(name, p) })
		})
	}
	return nil
}

// box reads the text boxes in a drawing, which stand after the paragraph.
func (r *reader) box() error {
	return r.each(func(name string) error {
		if name != "txbxContent" {
			if name == "AlternateContent" {
				return r.alternate(func(string) error { return r.box() })
			}
			return r.box()
		}
		outer, pending, boxes := r.in, r.pending, r.boxes
		r.in, r.pending, r.boxes = nil, nil, nil
		body, err := r.blocks()
		r.in, r.pending = outer, pending
		for i := range body {
			body[i].box = true
		}
		r.boxes = append(append(boxes, r.boxes...), body)
		return err
	})
}

func (r *reader) runProps(look *piece) error {
	return r.each(func(name string) error {
		switch name {
		case "rStyle":
			look.style = r.attr("val")
		case "b":
			look.bold = 1
			if off(r.attr("val")) {
				look.bold = -1
			}
		case "vanish":
			look.hidden = !off(r.attr("val"))
		case "rPrChange":
			look.format = r.revision(name)
			r.formats = append(r.formats, look.format)
			was := piece{}
			err := r.each(func(string) error { return r.runProps(&was) })
			look.was = &was
			return err
		default:
			look.mark(markOfProperty(name, r.attr("val")))
		}
		return nil
	})
}

// mark adds a way in which words are marked.
func (q *piece) mark(is string) {
	switch {
	case is == "":
	case q.marks == "":
		q.marks = is
	default:
		q.marks += ", " + is
	}
}

// text reads the words of the element that has just begun.
func (r *reader) text(p *para, look piece, trim bool) error {
	s, err := r.characters()
	if trim {
		s = strings.Trim(s, " \t\n\r")
	}
	if s = strings.NewReplacer("\n", " ", "\t", " ").Replace(s); s != "" {
		look.text = s
		p.pieces = append(p.pieces, look)
	}
	return err
}

func (r *reader) characters() (string, error) {
	depth, s := len(r.open), ""
	for len(r.open) >= depth {
		t, err := r.next()
		if err != nil {
			return s, err
		}
		if t.kind == textToken {
			s += t.text
		}
	}
	return s, nil
}

// instruction reads part of the code of a field.
func (r *reader) instruction(p *para) error {
	s, err := r.characters()
	for i := len(p.pieces) - 1; i >= 0; i-- {
		if p.pieces[i].kind == fieldBegin {
			p.pieces[i].text += s
			break
		}
		if p.pieces[i].kind == fieldResult || p.pieces[i].kind == fieldEnd {
			break
		}
	}
	return err
}
