package redline

import (
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// kept is the asides of a draft without the marks between number and title of the
// provisions that it alone has, which are shown without them.
func kept(list []agreement.Aside, body []agreement.Block, change agreement.Change) []agreement.Aside {
	if len(list) == 0 {
		return nil
	}
	alone := map[string]bool{}
	agreement.Walk(body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok && c.Change == change {
			alone[strings.TrimPrefix(c.ID, formerly)] = true
		}
		return true
	})
	return slices.DeleteFunc(slices.Clone(list), func(a agreement.Aside) bool {
		return a.Kind == agreement.Unread && alone[a.In] && strings.Trim(a.Text, ".:–—-") == ""
	})
}

// typedListings is the asides of both drafts without the lines of contents that name a
// provision of either as it is: Word makes them anew of the provisions when it is asked,
// and until then they are those of the draft before.
func typedListings(old, new *agreement.Document) (was, is []agreement.Aside) {
	listing := func(a agreement.Aside) bool { return a.Kind == agreement.Listing }
	if !slices.ContainsFunc(old.Asides, listing) && !slices.ContainsFunc(new.Asides, listing) {
		return old.Asides, new.Asides
	}
	named := map[string]bool{}
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if !wordRune(r) {
				return -1
			}
			return r
		}, s)
	}
	for _, d := range []*agreement.Document{old, new} {
		agreement.Walk(d.Body, func(b agreement.Block) bool {
			switch b := b.(type) {
			case *agreement.Clause:
				named[letters(b.Label+agreement.Words(b.Heading))], named[letters(agreement.Words(b.Heading))] = true, true
				if first, ok := runIn(b.Body); ok {
					named[letters(b.Label+agreement.Words(b.Heading)+agreement.Words(first.Text))] = true
				}
			case *agreement.Paragraph:
				named[letters(agreement.Words(b.Text))] = true
			case *agreement.Table, *agreement.Signatures:
			}
			return true
		})
	}
	typed := func(list []agreement.Aside) []agreement.Aside {
		return slices.DeleteFunc(slices.Clone(list), func(a agreement.Aside) bool { return listing(a) && named[letters(a.Text)] })
	}
	return typed(old.Asides), typed(new.Asides)
}

// asides lists what the two files say differently beside their words.
func (l *lister) asides(was, is []agreement.Aside) {
	ids := map[[2]string]int32{}
	key := func(list []agreement.Aside) []int32 {
		keys := make([]int32, len(list))
		for i, a := range list {
			k := [2]string{a.Kind, a.Text}
			if _, ok := ids[k]; !ok {
				ids[k] = int32(len(ids))
			}
			keys[i] = ids[k]
		}
		return keys
	}
	x, y := 0, 0
	for _, m := range append(common(key(was), key(is)), match{len(was), len(is), 0}) {
		for x < m.a || y < m.b {
			switch {
			case x < m.a && y < m.b && was[x].Kind == is[y].Kind:
				l.aside(&was[x], &is[y])
				x, y = x+1, y+1
			case x < m.a:
				l.aside(&was[x], nil)
				x++
			default:
				l.aside(nil, &is[y])
				y++
			}
		}
		x, y = m.a+m.n, m.b+m.n
	}
}

func (l *lister) aside(old, new *agreement.Aside) {
	c := Change{Kind: Markup, Scope: Words, at: place{node: -1}}
	for _, side := range []struct {
		a  *agreement.Aside
		to *string
	}{{old, &c.Before}, {new, &c.After}} {
		if side.a == nil {
			continue
		}
		if *side.to = side.a.Text; side.a.Kind != agreement.Unread {
			*side.to = side.a.Kind + " " + side.a.Text
		} else {
			c.Kind = Substantive
		}
		c.ClauseID = side.a.In
		c.Heading = side.a.Kind
	}
	l.block, l.under = nil, nil
	l.add(c)
}
