package portfolio

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"slices"
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
const form = "6"

// NewCache is an empty cache of a version of engross.
func NewCache(version string) *Cache {
	return &Cache{Engine: version + " " + form, Agreements: map[[sha256.Size]byte]*Agreement{}, Files: map[string]Stat{}}
}

// OpenCache reads a cache. One of another version, or a damaged one, is empty.
func OpenCache(version string, src []byte) *Cache {
	c := NewCache(version)
	rest, known := bytes.CutPrefix(src, []byte(c.Engine+"\n"))
	if !known || len(rest) < crc32.Size || binary.LittleEndian.Uint32(rest) != check(rest[crc32.Size:]) {
		return c
	}
	k := &keeper{reads: true, data: rest[crc32.Size:]}
	k.readTexts()
	if k.cache(c); k.damaged {
		return NewCache(version)
	}
	return c
}

// Bytes is the cache as a file: what made it, a sum that tells whether it is whole, the
// texts, and what is said with them.
func (c *Cache) Bytes() []byte {
	k := newKeeper()
	k.cache(c)
	rest := append(textsOf(k.texts), k.data...)
	return append(binary.LittleEndian.AppendUint32([]byte(c.Engine+"\n"), check(rest)), rest...)
}

// check tells a file that was damaged; nobody but its owner could forge it.
func check(data []byte) uint32 { return crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)) }

// textsOf are texts as they are kept: how many, how long each is, and all of them in one.
func textsOf(texts []string) []byte {
	data := binary.AppendUvarint(nil, uint64(len(texts)))
	for _, s := range texts {
		data = binary.AppendUvarint(data, uint64(len(s)))
	}
	for _, s := range texts {
		data = append(data, s...)
	}
	return data
}

func (k *keeper) readTexts() {
	read := func() int {
		n, size := binary.Uvarint(k.data)
		if size <= 0 || n > uint64(len(k.data)) {
			k.spoilt()
			return 0
		}
		k.data = k.data[size:]
		return int(n)
	}
	k.texts = make([]string, read())
	ends, end := make([]int, len(k.texts)), 0
	for i := range ends {
		end += read()
		ends[i] = end
	}
	if end > len(k.data) {
		k.spoilt()
		return
	}
	all, at := string(k.data[:end]), 0
	for i, end := range ends {
		k.texts[i], at = all[at:end], end
	}
	k.data = k.data[end:]
}

// A kept is an agreement or a file as a cache has it.
type (
	keptAgreement struct {
		sum       [sha256.Size]byte
		agreement *Agreement
	}
	keptFile struct {
		path string
		Stat
	}
)

func (k *keeper) cache(c *Cache) {
	var agreements []keptAgreement
	var files []keptFile
	for sum, a := range c.Agreements {
		agreements = append(agreements, keptAgreement{sum, a})
	}
	for path, s := range c.Files {
		files = append(files, keptFile{path, s})
	}
	slices.SortFunc(agreements, func(a, b keptAgreement) int { return bytes.Compare(a.sum[:], b.sum[:]) })
	slices.SortFunc(files, func(a, b keptFile) int { return cmp.Compare(a.path, b.path) })
	listed(k, &agreements, func(k *keeper, x *keptAgreement) {
		if k.reads {
			x.agreement = new(Agreement)
		}
		k.bytes(x.sum[:])
		k.agreement(x.agreement)
	})
	listed(k, &files, func(k *keeper, x *keptFile) {
		text(k, &x.path)
		num(k, &x.Size)
		num(k, &x.Changed)
		k.bytes(x.Sum[:])
	})
	if !k.reads {
		return
	}
	c.Agreements, c.Files = make(map[[sha256.Size]byte]*Agreement, len(agreements)), make(map[string]Stat, len(files))
	for _, x := range agreements {
		c.Agreements[x.sum] = x.agreement
	}
	for _, x := range files {
		c.Files[x.path] = x.Stat
	}
}

// Get is the agreement of a file that held the same, under the name and the status that
// the file has now; nil where there is none, or where it was proved to be what its pages
// say by another library than that of a proof.
func (c *Cache) Get(sum [sha256.Size]byte, file string, status Status, proof string) *Agreement {
	a := c.Agreements[sum]
	if a == nil || a.Proof != "" && a.Proof != proof {
		return nil
	}
	x := *a
	x.File, x.Status = file, status
	return &x
}
