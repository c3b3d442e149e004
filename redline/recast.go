package redline

// recast makes one change of the changes in a sentence that was written anew: where
// a few words of it were kept by chance, a reader follows the old sentence and the
// new one more easily than the two cut into each other. Sentences that share words
// are taken together.
func recast(hunks []hunk, a, b *stream) []hunk {
	var out []hunk
	olds, news := sentences(a), sentences(b)
	for len(hunks) > 0 {
		n := together(hunks, a, olds, news)
		if h := (hunk{hunks[0].a0, hunks[n-1].a1, hunks[0].b0, hunks[n-1].b1}); chopped(hunks[:n], h, a, b) {
			out = append(out, h)
		} else {
			out = append(out, hunks[:n]...)
		}
		hunks = hunks[n:]
	}
	return out
}

// together is how many of the hunks, from the first, belong together: neither the end
// of a sentence nor a passage that a reader knows again is kept between them.
func together(hunks []hunk, a *stream, olds, news []int) int {
	const passage = 6 // words
	for n := 1; n < len(hunks); n++ {
		last, next := hunks[n-1], hunks[n]
		if countWords(a.tokens[last.a1:next.a0]) >= passage || apart(last, next, olds, news) {
			return n
		}
	}
	return len(hunks)
}

// apart reports that between two changes a sentence ends in both drafts at once.
func apart(last, next hunk, olds, news []int) bool {
	for k := 0; last.a1+k < next.a0; k++ {
		if olds[last.a1+k] < olds[last.a1+k+1] && news[last.b1+k] < news[last.b1+k+1] {
			return true
		}
	}
	return false
}

// chopped reports that of the words within h, which spans the hunks, too few are kept
// in too many pieces.
func chopped(hunks []hunk, h hunk, a, b *stream) bool {
	const pieces, kept, of = 3, 2, 5 // changes, and the share of the words kept
	if len(hunks) < pieces {
		return false
	}
	words := 0
	for i := 1; i < len(hunks); i++ {
		words += countWords(a.tokens[hunks[i-1].a1:hunks[i].a0])
	}
	shorter := min(countWords(a.tokens[h.a0:h.a1]), countWords(b.tokens[h.b0:h.b1]))
	return words*of < h.size(a, b)*kept && words*2 < shorter
}

// sentences is the number of the sentence that each token is in, counted from 0.
func sentences(s *stream) []int {
	in := make([]int, len(s.tokens)+1)
	n := 0
	for k, t := range s.tokens {
		in[k] = n
		if t.class == breaks || t.class == mark && fullStop(s, k) {
			n++
		}
	}
	in[len(s.tokens)] = n
	return in
}

// fullStop reports the end of a sentence, with white space or nothing after it.
func fullStop(s *stream, k int) bool {
	t := s.tokens[k]
	next := s.tokens[min(k+1, len(s.tokens)-1)]
	switch s.text[t.start:t.end] {
	case ".", "?", "!":
		return next.class == terminal || next.class == breaks || next.space < next.start
	}
	return false
}
