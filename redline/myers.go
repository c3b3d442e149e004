package redline

import "math"

// A match says that a[a:a+n] and b[b:b+n] are the same.
type match struct{ a, b, n int }

// costLimit bounds the edits that one search for a split may cross. Two texts
// further apart than that are split at the furthest point reached, which is
// still a true alignment though perhaps not the shortest, so that hostile input
// costs time in proportion to its length.
const costLimit = 512

// common aligns a and b: the matches, ascending, of a longest common
// subsequence. It is the linear-space algorithm of E. W. Myers, "An O(ND)
// Difference Algorithm and Its Variations", Algorithmica 1 (1986), section 4b.
func common(a, b []int32) []match {
	d := differ{a: a, b: b}
	d.align(0, len(a), 0, len(b))
	return d.found
}

type differ struct {
	a, b        []int32
	forth, back []int // furthest x on each diagonal, from the start and from the end
	found       []match
}

func (d *differ) align(a0, a1, b0, b1 int) {
	n := 0
	for a0+n < a1 && b0+n < b1 && d.a[a0+n] == d.b[b0+n] {
		n++
	}
	d.add(match{a0, b0, n})
	a0, b0 = a0+n, b0+n
	n = 0
	for a0 < a1-n && b0 < b1-n && d.a[a1-n-1] == d.b[b1-n-1] {
		n++
	}
	a1, b1 = a1-n, b1-n
	if a0 < a1 && b0 < b1 {
		x, y := d.split(a0, a1, b0, b1)
		d.align(a0, x, b0, y)
		d.align(x, a1, y, b1)
	}
	d.add(match{a1, b1, n})
}

// add appends m, joined to the match before it where they touch.
func (d *differ) add(m match) {
	if m.n == 0 {
		return
	}
	if k := len(d.found) - 1; k >= 0 {
		if last := &d.found[k]; last.a+last.n == m.a && last.b+last.n == m.b {
			last.n += m.n
			return
		}
	}
	d.found = append(d.found, m)
}

// split finds a point on a shortest path through a[a0:a1] and b[b0:b1], which
// are not empty and share neither their first nor their last element. It
// searches from both ends at once until the two searches meet.
func (d *differ) split(a0, a1, b0, b1 int) (x, y int) {
	a, b := d.a[a0:a1], d.b[b0:b1]
	n, m := len(a), len(b)
	zero := m + 1 // index of diagonal 0; diagonal k is x-y
	low, high, delta := -m, n, n-m
	odd := delta&1 != 0
	if d.forth == nil { // the first split is of the most
		d.forth, d.back = make([]int, n+m+3), make([]int, n+m+3)
	}
	forth, back := d.forth, d.back
	forth[zero], back[zero+delta] = 0, n
	fmin, fmax, bmin, bmax := 0, 0, delta, delta
	for cost := 1; ; cost++ {
		fmin, fmax = widen(forth, zero, fmin, fmax, low, high, -1)
		for k := fmax; k >= fmin; k -= 2 {
			x := max(forth[zero+k-1]+1, forth[zero+k+1])
			for x < n && x-k < m && a[x] == b[x-k] {
				x++
			}
			forth[zero+k] = x
			if odd && bmin <= k && k <= bmax && back[zero+k] <= x {
				return a0 + x, b0 + x - k
			}
		}
		bmin, bmax = widen(back, zero, bmin, bmax, low, high, math.MaxInt)
		for k := bmax; k >= bmin; k -= 2 {
			x := min(back[zero+k-1], back[zero+k+1]-1)
			for x > 0 && x-k > 0 && a[x-1] == b[x-k-1] {
				x--
			}
			back[zero+k] = x
			if !odd && fmin <= k && k <= fmax && x <= forth[zero+k] {
				return a0 + x, b0 + x - k
			}
		}
		if cost >= costLimit {
			return furthest(forth, zero, fmin, fmax, a0, b0, n, m)
		}
	}
}

// widen opens the band of diagonals searched by one at each end, within low and
// high, and writes a value that loses every comparison just outside it.
func widen(v []int, zero, kmin, kmax, low, high, sentinel int) (int, int) {
	if kmin > low {
		kmin--
		v[zero+kmin-1] = sentinel
	} else {
		kmin++
	}
	if kmax < high {
		kmax++
		v[zero+kmax+1] = sentinel
	} else {
		kmax--
	}
	return kmin, kmax
}

// furthest is the point with the greatest x+y that the forward search reached.
func furthest(forth []int, zero, kmin, kmax, a0, b0, n, m int) (x, y int) {
	best := -1
	for k := kmax; k >= kmin; k -= 2 {
		fx := min(forth[zero+k], n, m+k)
		if fx >= max(0, k) && fx+fx-k > best {
			best, x, y = fx+fx-k, fx, fx-k
		}
	}
	return a0 + x, b0 + y
}
