package portfolio

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"errors"
)

// A Cache keeps agreements by what the files held that they were read from, so that
// files which have not changed are not read again. It holds confidential grants.
type Cache struct {
	Engine     string // what made it: another engine may read otherwise
	Agreements map[[sha256.Size]byte]*Agreement
	Files      map[string]Stat // what the files were, by their path in the folder
}

// A Stat tells a file that stands as it stood when it was read, as version control does.
type Stat struct {
	Size    int64
	Changed int64 // nanoseconds since 1970
	Sum     [sha256.Size]byte
}

// form changes when what is kept of an agreement does.
const form = "5"

// NewCache is an empty cache of a version of engross.
func NewCache(version string) *Cache {
	return &Cache{Engine: version + " " + form, Agreements: map[[sha256.Size]byte]*Agreement{}, Files: map[string]Stat{}}
}

// A kept is an agreement as a cache has it. Each is a message of its own: one message of
// them all would be copied again and again as it is read.
type kept struct {
	Sum       [sha256.Size]byte
	Agreement *Agreement
}

// OpenCache reads a cache. One of another version, or a damaged one, is empty.
func OpenCache(version string, src []byte) *Cache {
	c := NewCache(version)
	in := gob.NewDecoder(bytes.NewReader(src))
	var engine string
	var n int
	if in.Decode(&engine) != nil || engine != c.Engine || in.Decode(&n) != nil {
		return c
	}
	for range n {
		var k kept
		if in.Decode(&k) != nil || k.Agreement == nil {
			return NewCache(version)
		}
		c.Agreements[k.Sum] = k.Agreement
	}
	if in.Decode(&c.Files) != nil {
		return NewCache(version)
	}
	return c
}

// Bytes is the cache as a file.
func (c *Cache) Bytes() ([]byte, error) {
	var b bytes.Buffer
	out := gob.NewEncoder(&b)
	err := errors.Join(out.Encode(c.Engine), out.Encode(len(c.Agreements)))
	for sum, a := range c.Agreements {
		err = errors.Join(err, out.Encode(kept{sum, a}))
	}
	err = errors.Join(err, out.Encode(c.Files))
	return b.Bytes(), err
}

// Get is the agreement of a file that held the same, under the name and the status that
// the file has now; nil where there is none.
func (c *Cache) Get(sum [sha256.Size]byte, file string, status Status) *Agreement {
	a := c.Agreements[sum]
	if a == nil {
		return nil
	}
	x := *a
	x.File, x.Status = file, status
	return &x
}
