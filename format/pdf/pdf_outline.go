package pdf

import "fmt"

// A bookmark is an entry of the outline that readers show beside the pages.
type bookmark struct {
	title    string
	page     int    // from 0
	y        length // from the foot of the page
	level    int    // 0 or 1
	parent   int    // these are indices of other bookmarks, or -1
	next     int
	previous int
	first    int
	last     int
	children int
}

// bookmarks links the entries of the outline, parts with the sections in them.
func (p *Pages) bookmarks() []bookmark {
	var out []bookmark
	latest := [2]int{-1, -1} // of each level
	for _, e := range p.outline {
		at := p.anchors[e.anchor]
		if at.page < 0 {
			continue
		}
		n := len(out)
		b := bookmark{title: e.String(), page: at.page, y: p.pages[at.page].height - at.y, parent: -1, next: -1, previous: -1, first: -1, last: -1}
		if e.level > 0 && latest[0] >= 0 {
			b.level, b.parent = 1, latest[0]
			parent := &out[b.parent]
			if parent.first < 0 {
				parent.first, latest[1] = n, -1
			}
			parent.last = n
			parent.children++
		}
		if b.previous = latest[b.level]; b.previous >= 0 {
			out[b.previous].next = n
		}
		latest[b.level] = n
		out = append(out, b)
	}
	return out
}

// String is the entry as a reader's outline shows it.
func (e entry) String() string {
	if e.label == "" || e.title == "" {
		return e.label + e.title
	}
	return e.label + " " + e.title
}

// outline writes bookmarks, closed, and returns the number of their root, or 0
// where there are none: ISO 32000-1, 12.3.3.
func (f *file) outline(marks []bookmark) int {
	if len(marks) == 0 {
		return 0
	}
	base := f.alloc(len(marks) + 1)
	root := base + len(marks)
	top, last := 0, 0
	for i, b := range marks {
		parent := root
		if b.parent >= 0 {
			parent = base + b.parent
		} else {
			top++
			last = i
		}
		s := fmt.Sprintf("<</Title %s /Parent %d 0 R /Dest [%d 0 R /XYZ 0 %d null]", textString(b.title), parent, 3+2*b.page, b.y/pt)
		for _, l := range []struct {
			key string
			to  int
		}{{"Prev", b.previous}, {"Next", b.next}, {"First", b.first}, {"Last", b.last}} {
			if l.to >= 0 {
				s += fmt.Sprintf(" /%s %d 0 R", l.key, base+l.to)
			}
		}
		if b.children > 0 {
			s += fmt.Sprintf(" /Count -%d", b.children)
		}
		f.object(base+i, "%s>>", s)
	}
	f.object(root, "<</Type /Outlines /First %d 0 R /Last %d 0 R /Count %d>>", base, base+last, top)
	return root
}
