package batch

import (
	"fmt"
	"strconv"
	"strings"
)

// A Shard is the part of a batch that one machine makes: every row whose number,
// less one, leaves Index less one when divided by Count. The zero value is the
// whole batch.
type Shard struct {
	Index int `json:"index"` // from 1
	Count int `json:"count"`
}

// ParseShard reads a shard: "3/8" is the third of eight.
func ParseShard(s string) (Shard, error) {
	index, count, ok := strings.Cut(s, "/")
	i, err1 := strconv.Atoi(index)
	n, err2 := strconv.Atoi(count)
	if !ok || err1 != nil || err2 != nil || i < 1 || i > n || n > 1_000_000 {
		return Shard{}, fmt.Errorf("%q is no shard: the third of eight is 3/8", s)
	}
	return Shard{i, n}, nil
}

func (s Shard) has(row int) bool { return s.Count <= 1 || (row-1)%s.Count == s.Index-1 }

// suffix is what the names of a shard's own files have: "" or ".3-of-8".
func (s Shard) suffix() string {
	if s.Count <= 1 {
		return ""
	}
	return fmt.Sprintf(".%d-of-%d", s.Index, s.Count)
}

// ManifestName is the name of the manifest of a shard, in the folder of the batch.
func (s Shard) ManifestName() string { return "manifest" + s.suffix() + ".jsonl" }
