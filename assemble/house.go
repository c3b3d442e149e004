package assemble

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"

	"github.com/engross/engross/format/house"
)

// WithHouse is the library with the house style of a firm, in which what it makes is
// printed. The style is part of the library's digest, so that a file made with another
// is told from one that was altered. A nil style changes nothing.
func (l *Library) WithHouse(s *house.Style) *Library {
	if s == nil {
		return l
	}
	own := *l
	own.house = s
	sum := sha256.Sum256([]byte(l.Hash() + " " + s.Digest))
	digest := hex.EncodeToString(sum[:])
	own.hash = func() string { return digest }
	if s.Numbering == "" {
		return &own
	}
	own.templates = maps.Clone(l.templates)
	for name, t := range own.templates {
		numbered := *t
		numbered.Numbering = s.Numbering
		own.templates[name] = &numbered
	}
	return &own
}

// House is the house style of the firm whose library it is, or nil.
func (l *Library) House() *house.Style { return l.house }
