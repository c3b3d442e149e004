package redline

import (
	"math/rand/v2"
	"testing"
)

// lcs is the length of a longest common subsequence, by the textbook table.
func lcs(a, b []int32) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			above := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(row[j+1], row[j])
			}
			diagonal = above
		}
	}
	return row[len(b)]
}

func checkCommon(t *testing.T, a, b []int32) (matched int) {
	t.Helper()
	i, j := 0, 0
	for _, m := range common(a, b) {
		if m.a < i || m.b < j || m.n <= 0 {
			t.Fatalf("match %v is out of order in %v, %v", m, a, b)
		}
		for k := range m.n {
			if a[m.a+k] != b[m.b+k] {
				t.Fatalf("match %v pairs different elements of %v, %v", m, a, b)
			}
		}
		i, j = m.a+m.n, m.b+m.n
		matched += m.n
	}
	if i > len(a) || j > len(b) {
		t.Fatalf("matches run past the end of %v, %v", a, b)
	}
	return matched
}

func TestCommonIsLongest(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		a, b := randomInts(rng, 30, 4), randomInts(rng, 30, 4)
		if got, want := checkCommon(t, a, b), lcs(a, b); got != want {
			t.Fatalf("common(%v, %v) matched %d, want %d", a, b, got, want)
		}
	}
}

func TestCommonPastCostLimit(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	a, b := randomInts(rng, 9000, 5000), randomInts(rng, 9000, 5000)
	checkCommon(t, a, b)
}

func randomInts(rng *rand.Rand, length, alphabet int) []int32 {
	s := make([]int32, rng.IntN(length+1))
	for i := range s {
		s[i] = int32(rng.IntN(alphabet))
	}
	return s
}
