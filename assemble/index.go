package assemble

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/engross/engross/schema"
)

// indexName is the file of a folder that says what its other files come to.
const indexName = "index.txt"

// indexForm is the form of what an index holds; another form is not read.
const indexForm = "1"

// An index is what the files of a folder come to once they are read, by name: YAML
// takes twenty times as long as all else that opening a library does. What it says of
// a file counts only for the very bytes that it was made of, so it is never wrong: a
// file that was changed, or that one of a user's own hides, is read.
type index map[string]string

// readIndex is the index of a folder; nil where there is none.
func readIndex(fsys fs.FS) index {
	f, err := fsys.Open(indexName)
	if err != nil {
		return nil
	}
	defer f.Close()
	var text strings.Builder // the file is read without ever standing in memory twice
	if info, err := f.Stat(); err == nil {
		text.Grow(int(info.Size()))
	}
	if _, err := io.Copy(&text, f); err != nil {
		return nil
	}
	c := coder{in: text.String()}
	x := index{}
	for len(c.in) > 0 && !c.bad {
		var name, record string
		c.text(&name)
		c.text(&record)
		x[name] = record
		c.in = strings.TrimPrefix(c.in, "\n")
	}
	return x
}

// A record is what can be coded.
type record interface{ code(*coder) }

// find reads what the index says of a file whose bytes have a digest.
func (x index) find(name, digest string, r record) bool {
	c := coder{in: x[name]}
	var of string
	if c.in == "" {
		return false
	}
	if c.text(&of); of != indexForm+" "+digest {
		return false
	}
	r.code(&c)
	return !c.bad && c.in == ""
}

// indexWriter makes an index.
type indexWriter map[string]string

func (w indexWriter) put(name, digest string, r record) {
	c := coder{writing: true}
	of := indexForm + " " + digest
	c.text(&of)
	if r.code(&c); !c.bad {
		w[name] = string(c.out)
	}
}

func (w indexWriter) bytes() []byte {
	c := coder{writing: true}
	for _, name := range slices.Sorted(maps.Keys(w)) {
		record := w[name]
		c.text(&name)
		c.text(&record)
		c.out = append(c.out, '\n')
	}
	return c.out
}

// Index is the file index.txt of the folder of clauses, and that of the folder of
// templates, of a library in which [Library.Vet] finds nothing.
func Index(clauses, templates fs.FS) (ofClauses, ofTemplates []byte, err error) {
	of := map[bool]indexWriter{false: {}, true: {}}
	var mu sync.Mutex
	o := &opener{clauses: clauses, templates: templates}
	o.made = func(template bool, name, digest string, r record) {
		mu.Lock()
		defer mu.Unlock()
		of[template].put(name, digest, r)
	}
	lib, problems, err := o.open()
	if err == nil {
		err = problems.Err()
	}
	if err != nil {
		return nil, nil, err
	}
	for _, v := range lib.variants() {
		if _, err := v.text(); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", v.pos.Filename, err)
		}
	}
	if _, problems := lib.book(); len(problems) > 0 {
		return nil, nil, problems.Err()
	}
	of[true][hashName] = lib.Hash()
	return of[false].bytes(), of[true].bytes(), nil
}

// hashName is the name by which the index of the templates gives the digest of the
// whole library that it was made of.
const hashName = "library"

// IndexedHash is [Library.Hash] as the index of a folder of templates gives it, for
// what only tells it; "" where there is none.
func IndexedHash(templates fs.FS) string { return readIndex(templates)[hashName] }

// digestOf is the SHA-256 of files, one after the other.
func digestOf(files ...[]byte) string {
	h := sha256.New()
	for _, b := range files {
		h.Write(b) // a hash never fails
	}
	var sum [sha256.Size]byte
	return hex.EncodeToString(h.Sum(sum[:0]))
}

func (f *clauseFile) code(c *coder) {
	f.front.code(c)
	c.texts(&f.terms)
	c.texts(&f.names)
}

func (f *front) code(c *coder) {
	for _, s := range []*string{&f.Title, &f.Purpose, &f.Summary, &f.Needs.when, &f.Version, &f.Source, &f.Licence, &f.Fallback, &f.Missed} {
		c.text(s)
	}
	c.number(&f.Needs.line)
	c.flag(&f.Survives)
	for _, list := range []*[]string{&f.Requires, &f.Conflicts, &f.Notes} {
		c.texts(list)
	}
	f.Carries.code(c)
	codeMap(c, &f.Phrases, func(m *map[string]string) { codeMap(c, m, c.text) })
	codeMap(c, &f.Variants, c.text)
	codeList(c, &f.Choose, func(x *frontChoice) {
		c.text(&x.Variant)
		c.text(&x.When)
		c.number(&x.line)
	})
	codeMap(c, (*map[Fact]frontList)(&f.Facts), func(l *frontList) { l.code(c) })
	codeList(c, (*[]frontParameter)(&f.Parameters), func(p *frontParameter) { p.code(c) })
}

func (l *frontList) code(c *coder) {
	codeList(c, (*[]frontFact)(l), func(x *frontFact) {
		c.text(&x.Value)
		c.text(&x.Parameter)
		c.text(&x.When)
		c.number(&x.line)
	})
}

func (p *frontParameter) code(c *coder) {
	for _, s := range []*string{&p.name, &p.About, &p.Type, &p.Path, &p.Fallback, (*string)(&p.Weight)} {
		c.text(s)
	}
	c.number(&p.line)
	c.number(&p.column)
	c.texts(&p.Range)
	c.texts(&p.Options)
	codeMap(c, &p.byPosition, c.value)
}

func (t *frontTemplate) code(c *coder) {
	for _, s := range []*string{&t.Title, &t.Summary, &t.Instrument, &t.Numbering, &t.Signing, &t.Size} {
		c.text(s)
	}
	codeList(c, &t.Titles, func(x *titleItem) {
		c.text(&x.Title)
		c.text(&x.When)
		c.number(&x.line)
	})
	codeList(c, &t.Kinds, func(k *schema.DealKind) { c.text((*string)(k)) })
	c.texts(&t.Signers)
	c.flag(&t.Adopts)
	c.texts(&t.Core)
	for _, items := range []*[]templateItem{&t.Front, &t.Clauses, &t.Schedules} {
		codeList(c, items, func(x *templateItem) {
			for _, s := range []*string{&x.Part, &x.Use, &x.Variant, &x.Letter, &x.When} {
				c.text(s)
			}
			c.number(&x.line)
		})
	}
}

func (r *bookRule) code(c *coder) { codeMap(c, &r.Approve, c.text) }

func (e *entry) code(c *coder) {
	c.text(&e.Sides)
	codeTerm(c, &e.Variant)
	codeMap(c, &e.Parameters, func(t **bookTerm) { codeTerm(c, t) })
}

func codeTerm(c *coder, t **bookTerm) {
	codePointer(c, t, func(t *bookTerm) {
		c.text((*string)(&t.Weight))
		for _, side := range []**bookSide{&t.Licensor, &t.Licensee} {
			codePointer(c, side, func(s *bookSide) {
				c.value(&s.Fallback)
				c.value(&s.WalkAway)
				c.text(&s.Approve)
			})
		}
		c.text(&t.Trade)
		c.number(&t.line)
	})
}
