package markdown

import "sort"

// A Span is the bytes of a file from Start to before End.
type Span struct{ Start, End int }

// An origin is where the words of an inline come from. Each jump is a place in
// the words after which the file goes on elsewhere, because mark-up stands
// between.
type origin struct {
	span  Span
	jumps []jump
}

type jump struct{ word, src int }

func (o origin) offset(i int) int {
	n := sort.Search(len(o.jumps), func(k int) bool { return o.jumps[k].word > i })
	at := o.span.Start + i
	if n > 0 {
		at = o.jumps[n-1].src + i - o.jumps[n-1].word
	}
	return min(at, o.span.End)
}

// slice is the origin of the words from i to before j.
func (o origin) slice(i, j int) origin {
	part := origin{span: Span{o.offset(i), o.offset(j)}}
	if part.span.End < part.span.Start || j > i && o.offset(j-1) >= part.span.End {
		part.span.End = o.offset(j-1) + 1
	}
	for _, p := range o.jumps {
		if p.word > i && p.word < j {
			part.jumps = append(part.jumps, jump{p.word - i, p.src})
		}
	}
	return part
}
