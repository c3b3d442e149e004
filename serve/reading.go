package serve

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"sync"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/schema"
)

// A reading is a term sheet as it stands on disk, and the agreement it makes, with
// each provision as a piece of a page.
type reading struct {
	name     string
	Revision string
	file     *schema.File     // nil where it is not JSON
	says     *stated          // the same, with its values; nil with it
	result   *assemble.Result // nil where no agreement can be made
	Broken   []Problem        // then why
	Pieces   []piece

	judge func() *draft.Examination // of the checks, found when first asked for
}

// A piece is a provision at the top of the agreement, as HTML.
type piece struct {
	ID   string
	HTML string
}

// A shelf keeps the readings that pages were lately given, so that a page is sent
// only what changed since.
type shelf struct {
	mu   sync.Mutex
	list []*reading // the latest last
}

// mostReadings is how many are kept: of a few term sheets, and a few steps back.
const mostReadings = 12

// at is the reading of a term sheet as it stands.
func (s *shelf) at(w *Workbench, name string) (*reading, error) {
	text, err := w.Folder.Read(name)
	if err != nil {
		return nil, err
	}
	rev := Revision(text)
	if r := s.find(name, rev); r != nil {
		return r, nil
	}
	r := newReading(w.Library, name, rev, text)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.list = append(s.list, r); len(s.list) > mostReadings {
		s.list = slices.Clone(s.list[len(s.list)-mostReadings:])
	}
	return r, nil
}

// find is the reading of a revision, or nil where it is no longer kept.
func (s *shelf) find(name, rev string) *reading {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.list {
		if r.name == name && r.Revision == rev {
			return r
		}
	}
	return nil
}

// last is the latest reading of a term sheet that has an agreement, or nil.
func (s *shelf) last(name string) *reading {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range slices.Backward(s.list) {
		if r.name == name && r.result != nil {
			return r
		}
	}
	return nil
}

func newReading(lib *assemble.Library, name, rev string, text []byte) *reading {
	r := &reading{name: name, Revision: rev}
	file, err := schema.Load(name, text)
	if r.file = file; file != nil {
		r.says = statedOf(file)
		r.says.lib = lib
	}
	if err == nil {
		r.result, err = lib.Assemble(file, assemble.Options{Trace: true})
	}
	if err != nil {
		r.Broken = r.says.worded(problems(errorsOf(err)))
	} else {
		r.Pieces = piecesOf(r.result.Document)
	}
	r.judge = sync.OnceValue(func() *draft.Examination {
		if file == nil || file.Problems.Err() != nil {
			return nil
		}
		deal, err := lib.Resolve(file)
		if err != nil {
			return nil
		}
		return draft.Examine(deal)
	})
	return r
}

// errorsOf are the problems of an error that stop the work.
func errorsOf(err error) agreement.Problems {
	return slices.DeleteFunc(slices.Clone(asProblems(err)), func(p *agreement.Problem) bool { return p.Severity != agreement.Error })
}

func piecesOf(d *agreement.Document) []piece {
	title := textWriter{}
	title.title(d)
	list := []piece{{"title", title.b.String()}}
	for _, b := range d.Body {
		p := textWriter{}
		p.top(b)
		list = append(list, piece{idOf(b), p.b.String()})
	}
	return list
}

// idOf is the id of a block at the top of an agreement.
func idOf(b agreement.Block) string {
	if id := agreement.BlockID(b); id != "" {
		return id
	}
	if _, ok := b.(*agreement.Signatures); ok {
		return "signatures"
	}
	return "front"
}

// since are the pieces that differ from those of an earlier reading, or all.
func (r *reading) since(old *reading) map[string]string {
	had := map[string]string{}
	if old != nil {
		for _, p := range old.Pieces {
			had[p.ID] = p.HTML
		}
	}
	changed := map[string]string{}
	for _, p := range r.Pieces {
		if had[p.ID] != p.HTML {
			changed[p.ID] = p.HTML
		}
	}
	return changed
}

func (r *reading) order() []string {
	ids := []string{}
	for _, p := range r.Pieces {
		ids = append(ids, p.ID)
	}
	return ids
}

// fileID names a term sheet in an address: names of files are never in one.
func fileID(name string) string {
	sum := sha256.Sum256([]byte("file " + name))
	return hex.EncodeToString(sum[:6])
}

// byID is the name of the term sheet with an id.
func (f *Folder) byID(id string) (string, error) {
	names, err := f.Names()
	if err != nil {
		return "", err
	}
	for _, name := range names {
		if fileID(name) == id {
			return name, nil
		}
	}
	return "", errNoSheet
}

var errNoSheet = errors.New("there is no such term sheet")
