package batch

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/excel"
)

// Merged says what came of joining the shards of a batch.
type Merged struct {
	Manifest string  `json:"manifest"`
	Failures string  `json:"failures,omitempty"` // the list of all that failed, or ""
	Shards   int     `json:"shards"`
	Absent   []Shard `json:"absent"` // shards without a manifest
	Rows     int     `json:"rows"`
	Failed   int     `json:"failed"`
	Missing  int     `json:"missing"` // rows before the last that are in none of the manifests
}

// MergeFolder joins the manifests of the shards in a folder into its manifest, in
// the order of the rows, and their lists of failures into one. Records of other
// inputs that the manifest of the folder has are kept. The error is
// [agreement.Problems] where two shards have different records of one name.
func MergeFolder(dir string) (*Merged, error) {
	shards, err := shardsIn(dir)
	if err != nil {
		return nil, err
	}
	m := &merge{dir: dir, inputs: map[string]string{}}
	m.Manifest = filepath.Join(dir, Shard{}.ManifestName())
	m.Shards, m.Absent = len(shards), absent(shards)
	for _, s := range shards {
		if err := m.take(filepath.Join(dir, s.ManifestName()), func(*Record) bool { return true }); err != nil {
			return nil, err
		}
	}
	own := maps.Clone(m.inputs)
	if _, err := os.Stat(m.Manifest); err == nil {
		if err := m.take(m.Manifest, func(r *Record) bool { return own[r.Input] == "" }); err != nil {
			return nil, err
		}
	}
	if err := m.drop(); err != nil {
		return nil, err
	}
	if err := (folder{create: createTemp}).fill(m.Manifest, temporary, m.write); err != nil {
		return nil, cannotWrite(m.Manifest, err)
	}
	return &m.Merged, m.failures(shards)
}

var shardManifest = agreement.Pattern(`^manifest\.([0-9]+)-of-([0-9]+)\.jsonl$`)

// shardsIn are the shards whose manifests are in a folder, in their order.
func shardsIn(dir string) ([]Shard, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, unreadable(dir, err)
	}
	var list []Shard
	for _, e := range entries {
		if x := shardManifest().FindStringSubmatch(e.Name()); x != nil {
			if s, err := ParseShard(x[1] + "/" + x[2]); err == nil {
				list = append(list, s)
			}
		}
	}
	if len(list) == 0 {
		return nil, problem("manifest", dir, "there is no manifest of a shard in the folder, such as manifest.3-of-8.jsonl", "name the folder that the shards wrote to")
	}
	slices.SortFunc(list, func(a, b Shard) int { return cmp.Or(a.Count-b.Count, a.Index-b.Index) })
	if first, last := list[0].Count, list[len(list)-1].Count; first != last {
		return nil, problem("manifest", dir, fmt.Sprintf("some manifests are of %d shards and some of %d", first, last), "take away those of an earlier run")
	}
	return list, nil
}

func absent(shards []Shard) []Shard {
	list := []Shard{}
	for i := range shards[0].Count {
		if s := (Shard{i + 1, shards[0].Count}); !slices.Contains(shards, s) {
			list = append(list, s)
		}
	}
	return list
}

type merge struct {
	Merged
	dir    string
	opened []*manifest
	inputs map[string]string // each once
	all    []place
}

// A place is where a record stands.
type place struct {
	manifest int
	row      int
	input    string
	id       nameHash
}

// take notes the records of a manifest that are wanted.
func (m *merge) take(path string, wanted func(*Record) bool) error {
	opened, err := readManifest(path)
	if err != nil {
		return err
	}
	m.opened = append(m.opened, opened)
	for r, err := range opened.records() {
		if err != nil {
			return err
		}
		if !wanted(r) {
			continue
		}
		if _, ok := m.inputs[r.Input]; !ok {
			m.inputs[r.Input] = r.Input
		}
		m.all = append(m.all, place{len(m.opened) - 1, r.Row, m.inputs[r.Input], r.id()})
	}
	return nil
}

func (m *merge) find(p place) (*Record, error) { return m.opened[p.manifest].find(p.id) }

// drop leaves each name once, sorts the records and counts the rows.
func (m *merge) drop() error {
	var ps agreement.Problems
	seen := map[nameHash]int{} // index in kept
	kept := m.all[:0]
	for _, p := range m.all {
		at, again := seen[p.id]
		if !again {
			seen[p.id] = len(kept)
			kept = append(kept, p)
			continue
		}
		better, err := m.better(kept[at], p)
		if err != nil {
			ps.Add(err)
			continue
		}
		kept[at] = better
	}
	slices.SortStableFunc(kept, func(a, b place) int {
		return cmp.Or(strings.Compare(a.input, b.input), cmp.Compare(a.row, b.row))
	})
	m.all = kept
	for i, p := range kept {
		before := 0
		if i > 0 && kept[i-1].input == p.input {
			before = kept[i-1].row
		}
		if p.manifest < m.Shards {
			m.Missing += max(0, p.row-before-1)
		}
	}
	return ps.Err()
}

// better is the one of two records of a name that the folder agrees with.
func (m *merge) better(a, b place) (place, *agreement.Problem) {
	x, err1 := m.find(a)
	y, err2 := m.find(b)
	if err := errors.Join(err1, err2); err != nil {
		return a, &agreement.Problem{ID: "manifest", Message: err.Error(), Err: err}
	}
	if x.Key == y.Key && x.Status == y.Status {
		return a, nil
	}
	switch first, second := m.stands(x), m.stands(y); {
	case first && !second:
		return a, nil
	case second && !first:
		return b, nil
	}
	return a, &agreement.Problem{ID: "same-name", Message: fmt.Sprintf("%s and %s have different records of %s", m.opened[a.manifest].path, m.opened[b.manifest].path, y.Name),
		Hint: "run the shards of one batch on one input, with the same options"}
}

// stands reports whether the files of a record are in the folder as they were made.
func (m *merge) stands(r *Record) bool {
	for _, o := range r.Outputs {
		if sum, err := digestOf(filepath.Join(m.dir, o.File)); err != nil || sum != o.SHA256 {
			return false
		}
	}
	return r.Status == Done
}

func (m *merge) write(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<16)
	for _, p := range m.all {
		r, err := m.find(p)
		if err != nil {
			return err
		}
		if r.Row > 0 {
			m.Rows++
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

// failures joins the shards' lists of failures, each of which begins with the same
// header where it is CSV.
func (m *merge) failures(shards []Shard) error {
	book, err := mergeBooks(m.dir, shards)
	if err != nil {
		return err
	}
	if book != nil {
		m.Failures = filepath.Join(m.dir, "failures.xlsx")
		if err := WriteFile(m.Failures, book); err != nil {
			return cannotWrite(m.Failures, err)
		}
	}
	for _, ext := range []string{".csv", ".jsonl", ".txt"} {
		var all []byte
		for _, s := range shards {
			text, err := os.ReadFile(filepath.Join(m.dir, "failures"+s.suffix()+ext))
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return unreadable(m.dir, err)
			}
			if ext == ".csv" && len(all) > 0 {
				text = withoutHeader(text)
			}
			all = append(all, text...)
		}
		if len(all) == 0 {
			continue
		}
		m.Failures = filepath.Join(m.dir, "failures"+ext)
		if err := WriteFile(m.Failures, all); err != nil {
			return cannotWrite(m.Failures, err)
		}
	}
	return nil
}

func withoutHeader(text []byte) []byte {
	text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord = excel.BeginCSV(text).Comma, -1
	if _, err := r.Read(); err != nil {
		return nil // a list of failures has a header
	}
	return text[r.InputOffset():]
}
