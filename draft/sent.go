package draft

import (
	"bytes"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// sentBy is the term sheet of a deal as it may be sent, and the deal that it makes:
// this one, or where a position picked what it takes, one that states what was picked.
// What is private in it is there only where the agreement would not be the same
// without it, as printed says by JSON Pointer; words are the agreement as Markdown.
func (o Options) sentBy(deal *assemble.Deal, res *assemble.Result, words []byte) (sent []byte, stated *assemble.Deal, printed func(string) bool, err error) {
	pins, err := deal.Pins()
	if err != nil {
		return nil, nil, nil, err
	}
	var needed []string // what clauses may read; whether they do hangs on conditions
	sent = deal.File.Sent(func(at string) bool {
		if !mayRead(res.Sources, at) {
			return false
		}
		needed = append(needed, at)
		return true
	}, pins)
	slices.Sort(needed)
	needed = slices.Compact(needed)
	printed = func(at string) bool { return slices.Contains(needed, at) }
	var said []string
	if res.Trace != nil && len(needed) > 0 {
		said = res.Trace.Printed(needed)
	}
	for _, at := range slices.Clone(needed) {
		if slices.Contains(said, at) {
			continue
		}
		without := deal.File.Sent(func(other string) bool { return other != at && printed(other) }, pins)
		if o.sameWords(deal.Library(), without, words) {
			needed = slices.DeleteFunc(needed, func(other string) bool { return other == at })
			sent = without
		}
	}
	if deal.Sheet.Deal.Position == schema.Balanced {
		return sent, deal, printed, nil
	}
	f, err := schema.Load(sheetName, sent)
	if err != nil {
		return nil, nil, nil, err
	}
	stated, err = deal.Library().Resolve(f)
	return sent, stated, printed, err
}

// sameWords reports whether a term sheet makes the same agreement, given as Markdown.
// One with an annex prints what is private, and stays in the house.
func (o Options) sameWords(lib *assemble.Library, sheet, words []byte) bool {
	if o.Annex {
		return false
	}
	f, err := schema.Load(sheetName, sheet)
	if err != nil {
		return false
	}
	deal, err := lib.Resolve(f)
	if err != nil {
		return false
	}
	other, err := deal.Assemble(assemble.Options{Final: o.Final})
	if err != nil {
		return false
	}
	other.Document.Digest = noDigest
	theirs, err := print(other.Document, Markdown, o, nil, wordPackage{})
	return err == nil && bytes.Equal(words, theirs)
}

// mayRead reports whether a clause may read a value of the term sheet, given by its
// JSON Pointer.
func mayRead(sources []*agreement.Source, pointer string) bool {
	return slices.ContainsFunc(sources, func(s *agreement.Source) bool {
		return slices.ContainsFunc(s.Reads, func(read string) bool { return read == pointer || strings.HasPrefix(read, pointer+"/") })
	})
}
