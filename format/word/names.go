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

// namesOf is the IDs of a document by the names of their bookmarks.
func namesOf(d *agreement.Document) map[string]string {
	names := map[string]string{}
	agreement.Walk(d.Body, func(b agreement.Block) bool {
		if id := agreement.BlockID(b); id != "" {
			names[Name(id)] = id
		}
		return true
	})
	return names
}

// bookmarks are the names to be given.
type bookmarks struct {
	living map[string]bool // IDs that the new draft has
	left   map[string]bool // IDs of blocks that only the old draft has in their place
	used   map[string]bool
	given  []given // in reading order
	next   *int    // the numbers of the package's annotations
}

// A given bookmark carries an ID.
type given struct{ name, id string }

func newBookmarks(body []agreement.Block, next *int) *bookmarks {
	m := &bookmarks{living: map[string]bool{}, left: map[string]bool{}, used: map[string]bool{}, next: next}
	m.find(body, agreement.Unchanged)
	return m
}

func (m *bookmarks) find(body []agreement.Block, around agreement.Change) {
	for _, b := range body {
		if absent(agreement.ChangeOfBlock(b), around) {
			continue
		}
		switch b := b.(type) {
		case *agreement.Clause:
			change := inherit(b.Change, around)
			m.live(b.ID, change)
			m.find(b.Body, change)
		case *agreement.Paragraph:
			m.live(b.ID, inherit(b.Change, around))
		case *agreement.Table:
			m.live(b.ID, inherit(b.Change, around))
		case *agreement.Signatures:
		}
	}
}

func (m *bookmarks) live(id string, change agreement.Change) {
	if inNew(change) {
		m.living[id] = true
	} else {
		m.left[formerID(id)] = true
	}
}

// now and was are the bookmark of an ID in the new draft and in the old one, or "".
func (m *bookmarks) now(id string) string {
	if id == "" || !m.living[id] {
		return ""
	}
	return Name(id)
}

func (m *bookmarks) was(id string) string {
	if m.left[id] {
		return m.name(id, agreement.Deleted)
	}
	return m.now(id)
}

// formerID is the ID that a block has in the old draft.
func formerID(id string) string { return strings.TrimPrefix(id, agreement.Formerly) }

// name is the bookmark of a block, or "" where it has none. What only the old draft
// has is marked too, so that references lead to it when all is rejected.
func (m *bookmarks) name(id string, change agreement.Change) string {
	switch {
	case id == "":
		return ""
	case !inNew(change) && m.living[formerID(id)]:
		return Name(agreement.Formerly + formerID(id))
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
	m.given = append(m.given, given{name, formerID(id)})
	*m.next++
	p.raw(`<w:bookmarkStart w:id="`, strconv.Itoa(*m.next), `" w:name="`, name, `"/>`)
	return mark{name, *m.next}
}

func (k mark) close(p *printer) {
	if k.name != "" {
		p.raw(`<w:bookmarkEnd w:id="`, strconv.Itoa(k.id), `"/>`)
	}
}
