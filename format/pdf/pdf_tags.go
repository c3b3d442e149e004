package pdf

import "strconv"

// A structure is the tree of elements ready to be written: ISO 32000-1, 14.7.
type structure struct {
	root     int // number of the object
	parents  int // of that of the parent tree
	elements []*tagNode
	first    int // number of the object of the first
	d        *drawing
	links    int // number of the first annotation
}

// structure numbers the elements that hold anything. The annotations of the links
// get their numbers right after.
func (p *Pages) structure(f *file, d *drawing) *structure {
	s := &structure{root: f.alloc(1), parents: f.alloc(1), d: d}
	for i := range d.links {
		b := &d.links[i]
		b.element.drawn = append(b.element.drawn, drawn{page: b.page, content: -1, link: i + 1})
	}
	s.first = len(f.places) + 1
	s.collect(p.tags, s.root)
	f.alloc(len(s.elements))
	s.links = len(f.places) + 1
	return s
}

// collect gives an element and those in it their numbers, in document order.
func (s *structure) collect(n *tagNode, parent int) {
	n.number, n.parent = s.first+len(s.elements), parent
	s.elements = append(s.elements, n)
	for _, d := range n.drawn {
		if d.element != nil {
			s.collect(d.element, n.number)
		}
	}
	kept := n.within[:0]
	for _, x := range n.within {
		if x.holds() {
			s.collect(x, n.number)
			kept = append(kept, x)
		}
	}
	n.within = kept
}

// holds reports whether there is anything in an element. A cell is one, though
// it is empty.
func (n *tagNode) holds() bool {
	if len(n.drawn) > 0 || n.tag == tagCell || n.tag == tagHead {
		return true
	}
	for _, x := range n.within {
		if x.holds() {
			return true
		}
	}
	return false
}

// write writes the tree, and the way back: from each marked content of a page, and
// from each link, to its element.
func (s *structure) write(f *file) {
	f.object(s.root, "<</Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d>>", s.first, s.parents, len(s.d.elements)+len(s.d.links))
	for _, n := range s.elements {
		f.open(n.number)
		f.pack.Write(s.element(n, f.pack.AvailableBuffer()))
		f.close()
	}
	pages := f.alloc(len(s.d.elements))
	for i, list := range s.d.elements {
		f.open(pages + i)
		b := append(f.pack.AvailableBuffer(), '[')
		for _, n := range list {
			b = reference(n.number).append(b)
		}
		f.pack.Write(append(b, ']'))
		f.close()
	}
	f.open(s.parents)
	b := append(f.pack.AvailableBuffer(), "<</Nums ["...)
	for i := range s.d.elements {
		b = strconv.AppendInt(b, int64(i), 10)
		b = reference(pages + i).append(append(b, ' '))
	}
	for i := range s.d.links {
		b = strconv.AppendInt(b, int64(len(s.d.elements)+i), 10)
		b = reference(s.d.links[i].element.number).append(append(b, ' '))
	}
	f.pack.Write(append(b, "]>>"...))
	f.close()
}

// append writes a reference.
func (r reference) append(b []byte) []byte {
	return append(strconv.AppendInt(b, int64(r), 10), " 0 R "...)
}

// pageObject is the number of the object of a page: see finish.
func pageObject(n int) reference { return reference(3 + 2*n) }

// element is one element as an object.
func (s *structure) element(n *tagNode, b []byte) []byte {
	b = append(append(b, "<</S /"...), n.tag...)
	b = reference(n.parent).append(append(b, " /P "...))
	page := -1
	for _, d := range n.drawn {
		if d.element == nil && d.link == 0 {
			page = d.page
			b = pageObject(page).append(append(b, "/Pg "...))
			break
		}
	}
	switch n.tag {
	case tagHead:
		scope := "/Row"
		if n.columns {
			scope = "/Column"
		}
		b = append(append(append(b, "/A <</O /Table /Scope "...), scope...), ">> "...)
	case tagFigure:
		b = n.figure(b)
	case tagList:
		b = append(append(append(b, "/A <</O /List /ListNumbering /"...), n.counts...), ">> "...)
	}
	if len(n.drawn)+len(n.within) == 0 {
		return append(b, ">>"...)
	}
	b = append(b, "/K ["...)
	for _, d := range n.drawn {
		switch {
		case d.element != nil:
			b = reference(d.element.number).append(b)
		case d.link != 0:
			b = reference(s.links + d.link - 1).append(append(b, "<</Type /OBJR /Obj "...))
			b = append(pageObject(d.page).append(append(b, "/Pg "...)), ">> "...)
		case d.page == page:
			b = append(strconv.AppendInt(b, int64(d.content), 10), ' ')
		default:
			b = pageObject(d.page).append(append(b, "<</Type /MCR /Pg "...))
			b = append(strconv.AppendInt(append(b, "/MCID "...), int64(d.content), 10), ">> "...)
		}
	}
	for _, x := range n.within {
		b = reference(x.number).append(b)
	}
	return append(b, "]>>"...)
}
