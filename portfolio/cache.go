package portfolio

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
)

// A Cache keeps agreements by what the files held that they were read from, so that
// files which have not changed are not read again. It holds confidential grants.
type Cache struct {
	Engine     string // what made it: another engine may read otherwise
	Agreements map[[sha256.Size]byte]*Agreement
}

// form changes when what is kept of an agreement does.
const form = "3"

// NewCache is an empty cache of a version of engross.
func NewCache(version string) *Cache {
	return &Cache{Engine: version + " " + form, Agreements: map[[sha256.Size]byte]*Agreement{}}
}

// OpenCache reads a cache. One of another version, or a damaged one, is empty.
func OpenCache(version string, src []byte) *Cache {
	empty := NewCache(version)
	c := new(Cache)
	if err := gob.NewDecoder(bytes.NewReader(src)).Decode(c); err != nil || c.Engine != empty.Engine || c.Agreements == nil {
		return empty
	}
	return c
}

// Bytes is the cache as a file.
func (c *Cache) Bytes() ([]byte, error) {
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(c)
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
