package redline

import (
	"cmp"
	"math"
	"slices"
)

// A likeness weighs how alike two nodes are: Dice's coefficient over their words
// and pairs of neighbouring words, each weighted by how rare it is (inverse
// document frequency), from 0 to 1.
type likeness struct {
	old, new *draft
	rarity   []float64 // by key
	vectors  [2]map[int]vector
}

// A feature is a word, or two neighbouring words, and its weight.
type feature struct {
	key    uint64
	weight float64
}

// A vector is a node's features in order of their keys, repeated as often as
// they occur.
type vector struct {
	features []feature
	total    float64
}

func newLikeness(old, new *draft, tokens int) *likeness {
	l := &likeness{old: old, new: new, rarity: make([]float64, tokens), vectors: [2]map[int]vector{{}, {}}}
	seen := make([]int, tokens) // the last node a key was counted for
	count := 0
	for _, d := range []*draft{old, new} {
		for i := range d.nodes {
			count++
			for _, k := range d.nodes[i].bag {
				if seen[k] != count {
					seen[k] = count
					l.rarity[k]++
				}
			}
		}
	}
	for k, n := range l.rarity {
		l.rarity[k] = math.Log(1 + float64(count)/(1+n))
	}
	return l
}

// of is the likeness of old node i and new node j.
func (l *likeness) of(i, j int) float64 {
	v, w := l.vector(0, l.old, i), l.vector(1, l.new, j)
	if v.total+w.total == 0 {
		return 0
	}
	shared := 0.0
	for x, y := 0, 0; x < len(v.features) && y < len(w.features); {
		switch cmp.Compare(v.features[x].key, w.features[y].key) {
		case -1:
			x++
		case 1:
			y++
		default:
			shared += v.features[x].weight
			x, y = x+1, y+1
		}
	}
	return 2 * shared / (v.total + w.total)
}

func (l *likeness) vector(side int, d *draft, i int) vector {
	v, ok := l.vectors[side][i]
	if !ok {
		v = l.measure(d.nodes[i].bag)
		l.vectors[side][i] = v
	}
	return v
}

func (l *likeness) measure(bag []int32) vector {
	v := vector{features: make([]feature, 0, 2*len(bag))}
	for i, k := range bag {
		v.features = append(v.features, feature{uint64(k), l.rarity[k]})
		if i > 0 {
			pair := uint64(bag[i-1]+1)<<32 | uint64(k)
			v.features = append(v.features, feature{pair, (l.rarity[bag[i-1]] + l.rarity[k]) / 2})
		}
	}
	slices.SortFunc(v.features, func(x, y feature) int { return cmp.Compare(x.key, y.key) })
	for _, f := range v.features {
		v.total += f.weight
	}
	return v
}

// candidates calls f for the pairs of from and to worth weighing: those that
// share the features fewest nodes of to have.
func (l *likeness) candidates(from, to []int, f func(i, j int)) {
	const (
		telling = 24  // features of a node looked up
		common  = 256 // nodes with a feature that says nothing
		tried   = 8   // nodes weighed
	)
	index := map[uint64][]int{}
	for _, j := range to {
		for _, x := range distinct(l.vector(1, l.new, j).features) {
			index[x.key] = append(index[x.key], j)
		}
	}
	for _, i := range from {
		features := distinct(l.vector(0, l.old, i).features)
		features = slices.DeleteFunc(features, func(x feature) bool {
			n := len(index[x.key])
			return n == 0 || n > common
		})
		slices.SortStableFunc(features, func(x, y feature) int {
			return cmp.Compare(len(index[x.key]), len(index[y.key]))
		})
		votes := map[int]float64{}
		for _, x := range features[:min(telling, len(features))] {
			for _, j := range index[x.key] {
				votes[j] += x.weight
			}
		}
		for _, j := range most(votes, tried) {
			f(i, j)
		}
	}
}

func distinct(features []feature) []feature {
	return slices.CompactFunc(slices.Clone(features), func(x, y feature) bool { return x.key == y.key })
}

// most is the n keys of votes with the most, ties in order of the keys.
func most(votes map[int]float64, n int) []int {
	keys := make([]int, 0, len(votes))
	for k := range votes {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(x, y int) int {
		return cmp.Or(cmp.Compare(votes[y], votes[x]), cmp.Compare(x, y))
	})
	return keys[:min(n, len(keys))]
}

// inOrder pairs x < n with y < m, each at most once and in order, so that the
// sum of score is greatest; pairs that score 0 are not made.
func inOrder(n, m int, score func(x, y int) float64) (pairs [][2]int) {
	scores := make([]float64, n*m)
	best := make([][]float64, n+1)
	best[n] = make([]float64, m+1)
	for x := n - 1; x >= 0; x-- {
		best[x] = make([]float64, m+1)
		for y := m - 1; y >= 0; y-- {
			s := score(x, y)
			scores[x*m+y] = s
			best[x][y] = max(best[x+1][y], best[x][y+1])
			if s > 0 {
				best[x][y] = max(best[x][y], s+best[x+1][y+1])
			}
		}
	}
	for x, y := 0, 0; x < n && y < m; {
		s := scores[x*m+y]
		switch {
		case s > 0 && best[x][y] == s+best[x+1][y+1]:
			pairs = append(pairs, [2]int{x, y})
			x, y = x+1, y+1
		case best[x][y] == best[x+1][y]:
			x++
		default:
			y++
		}
	}
	return pairs
}
