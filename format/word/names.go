package word

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
)

// markPrefix begins the names of our bookmarks.
const markPrefix = "eg_"

// Name is the name of the bookmark that carries the ID of a provision: Word allows
// forty letters, digits and underscores. The part before the hash is for people.
func Name(id string) string {
	const slugLength = 28
	slug := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return r
		}
		return '_'
	}, id)
	sum := sha256.Sum256([]byte(id))
	return markPrefix + slug[:min(len(slug), slugLength)] + "_" + hex.EncodeToString(sum[:4])
}

// Names is the IDs of a document by the names of their bookmarks.
func Names(d *agreement.Document) map[string]string {
	names := map[string]string{}
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		if id := agreement.BlockID(b); id != "" {
			names[Name(id)] = id
		}
		return true
	})
	return names
}

// bookmarks are the names to be given: of each ID one, to the block that the new
// draft has or, where it has none, to the one of the old draft.
type bookmarks struct {
	living map[string]bool
	used   map[string]bool
	next   *int // the numbers of the package's annotations
}

func newBookmarks(body []agreement.Block, next *int) *bookmarks {
	m := &bookmarks{living: map[string]bool{}, used: map[string]bool{}, next: next}
	m.find(body, agreement.Unchanged)
	return m
}

func (m *bookmarks) find(body []agreement.Block, around agreement.Change) {
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			change := inherit(b.Change, around)
			m.living[b.ID] = m.living[b.ID] || inNew(change)
			m.find(b.Body, change)
		case *agreement.Paragraph:
			m.living[b.ID] = m.living[b.ID] || inNew(inherit(b.Change, around))
		case *agreement.Table:
			m.living[b.ID] = m.living[b.ID] || inNew(inherit(b.Change, around))
		case *agreement.Signatures:
		}
	}
}

// name is the bookmark of a block, or "" where it has none.
func (m *bookmarks) name(id string, change agreement.Change) string {
	if id == "" || !inNew(change) && m.living[id] {
		return ""
	}
	return Name(id)
}

// A mark is a bookmark that is open.
type mark struct {
	name string
	id   int
}

// open begins a bookmark, once.
func (m *bookmarks) open(p *printer, id string, change agreement.Change) mark {
	name := m.name(id, change)
	if name == "" || m.used[name] {
		return mark{}
	}
	m.used[name] = true
	*m.next++
	p.raw(`<w:bookmarkStart w:id="`, strconv.Itoa(*m.next), `" w:name="`, name, `"/>`)
	return mark{name, *m.next}
}

func (k mark) close(p *printer) {
	if k.name != "" {
		p.raw(`<w:bookmarkEnd w:id="`, strconv.Itoa(k.id), `"/>`)
	}
}
