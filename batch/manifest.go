package batch

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
)

// A manifest is a file of records. While a batch runs, records are added at its
// end, and one replaces those before it with the same name; a batch that comes
// to its end leaves each row once, in order.
type manifest struct {
	path string
	last map[nameHash]int64 // where the last record of each name begins
	size int64              // of the whole records: what follows was not written to its end
}

// readManifest finds the records of a manifest; there are none where there is no
// such file.
func readManifest(path string) (*manifest, error) {
	m := &manifest{path: path, last: map[nameHash]int64{}}
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, problem("manifest", path, "it is a link or no plain file, and a batch does not write through one", "move it away; the batch makes its own")
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<16)
	for line := 1; ; line++ {
		text, err := r.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, unreadable(path, err)
		}
		if err != nil {
			return m, nil // what is left has no end
		}
		var record Record
		if err := json.Unmarshal(text, &record); err != nil || record.Status == "" {
			return nil, notManifest(path, line)
		}
		m.last[record.id()] = m.size
		m.size += int64(len(text))
	}
}

func notManifest(path string, line int) error {
	ps := problem("manifest", path, "the line is no record of a batch", "name the manifest.jsonl that engross batch wrote")
	ps[0].Pos.Line = line
	return ps
}

// find is the last record with an id, or nil.
func (m *manifest) find(id nameHash) (*Record, error) {
	at, ok := m.last[id]
	if !ok {
		return nil, nil
	}
	f, err := os.Open(m.path)
	if err != nil {
		return nil, unreadable(m.path, err)
	}
	defer f.Close()
	var record Record
	err = json.NewDecoder(io.NewSectionReader(f, at, m.size-at)).Decode(&record)
	return &record, err
}

// records goes over the records that stand, in the order of the file.
func (m *manifest) records() iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		if m.size == 0 {
			return
		}
		f, err := os.Open(m.path)
		if err != nil {
			yield(nil, unreadable(m.path, err))
			return
		}
		defer f.Close()
		r := bufio.NewReaderSize(io.NewSectionReader(f, 0, m.size), 1<<16)
		at := int64(0)
		for {
			text, err := r.ReadBytes('\n')
			if err != nil {
				return
			}
			var record Record
			if err := json.Unmarshal(text, &record); err != nil {
				yield(nil, fmt.Errorf("%s was changed while it was read: %w", m.path, err))
				return
			}
			if m.last[record.id()] == at && !yield(&record, nil) {
				return
			}
			at += int64(len(text))
		}
	}
}

// Records goes over the records of a manifest, in its order.
func Records(path string) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		if _, err := os.Stat(path); err != nil {
			yield(nil, unreadable(path, err))
			return
		}
		m, err := readManifest(path)
		if err != nil {
			yield(nil, err)
			return
		}
		m.records()(yield)
	}
}

// A journal adds records to a manifest.
type journal struct {
	file  *os.File
	start int64 // where the records of this run begin
	end   int64
}

func (m *manifest) open() (*journal, error) {
	f, err := os.OpenFile(m.path, os.O_RDWR|os.O_CREATE, 0o644)
	if err == nil {
		err = f.Truncate(m.size)
	}
	if err != nil {
		return nil, cannotWrite(m.path, err)
	}
	return &journal{f, m.size, m.size}, nil
}

// add writes a record to the end, whole or not at all.
func (j *journal) add(r *Record) error {
	line, err := r.line()
	if err != nil {
		return err
	}
	if _, err := j.file.WriteAt(line, j.end); err != nil {
		_ = j.file.Truncate(j.end) // the next run passes over half a line in any case
		return cannotWrite(j.file.Name(), err)
	}
	j.end += int64(len(line))
	return nil
}

// finish leaves in the manifest the records that are carried over, which carry
// writes, then those of this run.
func (j *journal) finish(dir folder, prefix string, carry func(io.Writer) error) error {
	defer j.file.Close()
	if j.start == 0 {
		if err := j.file.Sync(); err != nil {
			return cannotWrite(j.file.Name(), err)
		}
		return nil
	}
	err := dir.fill(j.file.Name(), prefix, func(w io.Writer) error {
		b := bufio.NewWriterSize(w, 1<<16)
		if err := carry(b); err != nil {
			return err
		}
		if _, err := io.Copy(b, io.NewSectionReader(j.file, j.start, j.end-j.start)); err != nil {
			return err
		}
		return b.Flush()
	})
	if err != nil {
		return cannotWrite(j.file.Name(), err)
	}
	return nil
}

// close leaves the manifest as it is.
func (j *journal) close() {
	_ = j.file.Sync() // it can be read as far as it goes
	j.file.Close()
}

func cannotWrite(name string, err error) error {
	var pe *os.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	ps := problem("cannot-write", name, "it cannot be written: "+err.Error(), "what was made before stands; mend this and run the same command again")
	ps[0].Err = err
	return ps
}
