package batch

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// Merged says what came of joining manifests.
type Merged struct {
	Rows    int `json:"rows"`
	Failed  int `json:"failed"`
	Missing int `json:"missing"` // rows before the last that are in none of the manifests
}

// place is where a record stands.
type standing struct {
	manifest int
	row      int
	input    string
	id       nameHash
}

// Merge joins the manifests of the shards of a batch into one, in the order of
// the rows. The error is [agreement.Problems] where two of them have different
// records of one name.
func Merge(to string, manifests []string) (*Merged, error) {
	var all []standing
	inputs := map[string]string{} // each once
	opened := make([]*manifest, len(manifests))
	for i, path := range manifests {
		if filepath.Clean(path) == filepath.Clean(to) {
			return nil, problem("manifest", path, "it is to be merged into itself", "write to another file with --to")
		}
		var err error
		if opened[i], err = readManifest(path); err != nil {
			return nil, err
		}
		for r, err := range Records(path) {
			if err != nil {
				return nil, err
			}
			if _, ok := inputs[r.Input]; !ok {
				inputs[r.Input] = r.Input
			}
			all = append(all, standing{i, r.Row, inputs[r.Input], r.id()})
		}
	}
	slices.SortStableFunc(all, func(a, b standing) int {
		return cmp.Or(strings.Compare(a.input, b.input), cmp.Compare(a.row, b.row))
	})
	all, err := withoutDoubles(all, opened)
	if err != nil {
		return nil, err
	}
	m := &Merged{Rows: len(all), Missing: missing(all)}
	err = folder{createTemp}.fill(to, temporary, func(w io.Writer) error { return writeMerged(w, all, opened, m) })
	return m, err
}

// withoutDoubles leaves each record once.
func withoutDoubles(all []standing, opened []*manifest) ([]standing, error) {
	seen := map[nameHash]int{}
	var ps agreement.Problems
	kept := all[:0]
	for _, s := range all {
		other, again := seen[s.id]
		if !again {
			seen[s.id] = s.manifest
			kept = append(kept, s)
			continue
		}
		a, err := opened[other].find(s.id)
		if err != nil {
			return nil, err
		}
		b, err := opened[s.manifest].find(s.id)
		if err != nil {
			return nil, err
		}
		if a.Key != b.Key || a.Status != b.Status || a.Row != b.Row {
			ps.Add(&agreement.Problem{ID: "same-name", Message: fmt.Sprintf("%s and %s have different records of %s", opened[other].path, opened[s.manifest].path, b.Name),
				Hint: "merge the manifests of one run of one batch"})
		}
	}
	return kept, ps.Err()
}

// missing counts the rows before the last of each input that no manifest has.
func missing(all []standing) int {
	n := 0
	for i, s := range all {
		before := 0
		if i > 0 && all[i-1].input == s.input {
			before = all[i-1].row
		}
		n += max(0, s.row-before-1)
	}
	return n
}

func writeMerged(w io.Writer, all []standing, opened []*manifest, m *Merged) error {
	b := bufio.NewWriterSize(w, 1<<16)
	for _, s := range all {
		r, err := opened[s.manifest].find(s.id)
		if err != nil {
			return err
		}
		if r.Status == Failed {
			m.Failed++
		}
		line, err := r.line()
		if err != nil {
			return err
		}
		if _, err := b.Write(line); err != nil {
			return err
		}
	}
	return b.Flush()
}
