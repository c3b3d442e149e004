package assemble

import (
	"cmp"
	"fmt"
	"go/token"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// Open parses a library: the clauses in one folder, the templates in another.
// The error is [agreement.Problems] with every mistake that shows without
// looking at the clauses together; what could be parsed is returned beside it,
// for [Library.Vet], which finds the rest.
func Open(clauses, templates fs.FS) (*Library, error) {
	o := newOpener(clauses, templates)
	l, problems, err := o.open()
	if err != nil {
		return nil, err
	}
	variants := l.variants()
	inParallel(len(variants), func(i int) { variants[i].text() })
	for _, v := range variants {
		if _, err := v.text(); err != nil {
			problems.Add(templateProblem(err))
		}
	}
	for _, c := range o.conditions {
		if _, err := c.text(); err != nil {
			problems.Add(templateProblem(err))
		}
	}
	_, wrong := l.names()
	problems = append(problems, wrong...)
	problems.Sort()
	return l, problems.Err()
}

// OpenVetted is [Open] for a library in which [Library.Vet] finds nothing, such as
// one that is part of the program: it parses the text of a clause, and a condition,
// when it is first wanted. Should there be a mistake in it after all, Assemble reports
// it.
func OpenVetted(clauses, templates fs.FS) (*Library, error) {
	l, problems, err := newOpener(clauses, templates).open()
	if err != nil {
		return nil, err
	}
	problems.Sort()
	return l, problems.Err()
}

// An opener reads the files of a library.
type opener struct {
	clauses, templates     fs.FS
	ofClauses, ofTemplates index

	mu         sync.Mutex
	conditions []*condition                                       // all that were read
	made       func(template bool, name, digest string, r record) // is told what files come to, or nil
	buffers    sync.Pool                                          // *[]byte, into which a file is read
}

func newOpener(clauses, templates fs.FS) *opener {
	return &opener{clauses: clauses, templates: templates, ofClauses: readIndex(clauses), ofTemplates: readIndex(templates)}
}

// condition is a condition that stands in a file.
func (o *opener) condition(file string, line int, expr string) *condition {
	c := newCondition(file, line, expr)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.conditions = append(o.conditions, c)
	return c
}

// open does all but parse the texts of clauses and conditions.
func (o *opener) open() (*Library, agreement.Problems, error) {
	l := &Library{clauses: o.clauses, templateFiles: o.templates, topics: map[string]*Topic{}, templates: map[string]*Template{}}
	l.book = sync.OnceValues(func() (*Playbook, agreement.Problems) { return o.readPlaybook(l) })
	l.names = sync.OnceValues(l.readNames)
	var ps agreement.Problems
	files, err := list(o.clauses, ".md", "topic.yaml")
	if err != nil {
		return nil, nil, err
	}
	groups := byTopic(files)
	topics, found := make([]*Topic, len(groups)), make([]agreement.Problems, len(groups))
	inParallel(len(groups), func(i int) { topics[i] = o.readTopic(groups[i], &found[i]) })
	for i, t := range topics {
		ps = append(ps, found[i]...)
		if t != nil {
			l.topics[t.ID] = t
		}
	}
	if files, err = list(o.templates, ".yaml"); err != nil {
		return nil, nil, err
	}
	contents, found := make([]*Template, len(files)), make([]agreement.Problems, len(files))
	inParallel(len(files), func(i int) { contents[i] = o.readTemplate(l, files[i], &found[i]) })
	for i, t := range contents {
		ps = append(ps, found[i]...)
		if t != nil {
			l.templates[t.Name] = t
		}
	}
	l.terms = newVocabulary(l)
	l.hash = sync.OnceValue(l.digest)
	return l, ps, nil
}

// properNames are the names of names.yaml, as far as they can be read.
func (l *Library) properNames() []string {
	names, _ := l.names()
	return names
}

// readNames reads the proper names that a library lists.
func (l *Library) readNames() (names []string, ps agreement.Problems) {
	if src, err := fs.ReadFile(l.clauses, "names.yaml"); err == nil {
		decodeYAML("clauses/names.yaml", string(src), 0, &names, &ps)
	}
	return names, ps
}

// inParallel calls do with 0 to n-1, on all processors. A panic is the caller's, who
// may have other work to save.
func inParallel(n int, do func(int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	var failed atomic.Pointer[any]
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					failed.Store(&p)
				}
			}()
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				do(int(i))
			}
		})
	}
	wg.Wait()
	if p := failed.Load(); p != nil {
		panic(*p)
	}
}

// A clauseFile is what a clause file or topic.yaml comes to.
type clauseFile struct {
	front front
	terms []string // that its text defines
	names []string // what its actions name: see findNames
}

// readTopic reads the files of one topic; it is nil where none can be read.
func (o *opener) readTopic(files []string, ps *agreement.Problems) *Topic {
	id := topicID(files[0])
	t := &Topic{ID: id, ByPosition: map[schema.Position]string{}}
	for _, name := range files {
		o.readClauseFile(t, name, ps)
	}
	if t.pos.Filename == "" {
		return nil
	}
	t.finish(ps)
	return t
}

// lend is memory to read a file into, for as long as it is looked at.
func (o *opener) lend() *[]byte {
	if lent, ok := o.buffers.Get().(*[]byte); ok {
		return lent
	}
	return new([]byte)
}

func (o *opener) readClauseFile(t *Topic, name string, ps *agreement.Problems) {
	file := "clauses/" + name
	lent := o.lend()
	defer o.buffers.Put(lent)
	b, err := readInto((*lent)[:0], o.clauses, name)
	*lent = b
	if err != nil {
		ps.Add(unreadable(file, err))
		return
	}
	shared := path.Base(name) == "topic.yaml"
	digest := digestOf(t.shared, b)
	var f clauseFile
	known := o.ofClauses.find(name, digest, &f)
	if !known && !o.parse(file, string(b), shared, &f, ps) {
		return
	}
	if shared {
		t.shared = slices.Clone(b)
		o.fill(t, &f.front, file, 0, ps)
	} else {
		o.addVariant(t, name, digest, known, &f, ps)
	}
	if o.made != nil {
		if !shared {
			v := t.Variants[len(t.Variants)-1]
			f.terms, f.names = v.terms(), v.named()
		}
		o.made(false, name, digest, &f)
	}
}

// parse reads a clause file of which no index says anything.
func (o *opener) parse(file, src string, shared bool, f *clauseFile, ps *agreement.Problems) bool {
	src = strings.TrimPrefix(src, byteOrderMark)
	if !isText(src, file, ps) {
		return false
	}
	if shared {
		decodeYAML(file, src, 0, &f.front, ps)
		return true
	}
	head, _, ok := cutFront(src)
	if !ok {
		ps.Add(&agreement.Problem{ID: "no-front-matter", Pos: token.Position{Filename: file, Line: 1},
			Message: "the file does not begin with front matter", Hint: "begin with a line ---, then version, source and licence, then a line ---"})
		return false
	}
	decodeYAML(file, head, 1, &f.front, ps)
	return true
}

func unreadable(file string, err error) *agreement.Problem {
	return &agreement.Problem{ID: "unreadable", Pos: token.Position{Filename: file}, Message: err.Error(), Err: err}
}

func isText(src, file string, ps *agreement.Problems) bool {
	i := controlCharacter(src)
	if i >= 0 {
		ps.Add(&agreement.Problem{ID: "control-character", Pos: token.Position{Filename: file, Line: 1 + strings.Count(src[:i], "\n")},
			Message: "the file holds a control character or is no UTF-8 text", Hint: "save it as plain UTF-8 text"})
	}
	return i < 0
}

// addVariant adds a variant in the topic's folder, or the topic that is a single
// file.
func (o *opener) addVariant(t *Topic, name, digest string, known bool, c *clauseFile, ps *agreement.Problems) {
	file, f := "clauses/"+name, &c.front
	v := &Variant{
		Topic: t, Summary: f.Summary, Version: f.Version, Source: f.Source, Licence: f.Licence, Hash: digest,
		pos: token.Position{Filename: file, Line: 1},
	}
	if t.pos.Filename == "" {
		t.pos = v.pos
	}
	if isSingle(name) {
		o.fill(t, f, file, 1, ps)
	} else {
		v.Name = strings.TrimSuffix(path.Base(name), ".md")
		v.Notes, v.Requires, v.Conflicts, v.phrases = f.Notes, f.Requires, f.Conflicts, f.Phrases
		v.Parameters = readParameters(file, 1, f.Parameters, ps)
		v.Title = f.Title
		v.facts = o.facts(f.Facts, file, 1)
		if f.Purpose != "" || f.Variants != nil || f.Choose != nil || f.Fallback != "" || f.Carries != nil || f.Missed != "" {
			ps.Add(&agreement.Problem{ID: "misplaced-front-matter", Pos: v.pos,
				Message: "purpose, variants, choose, fallback, carries and missed belong to the topic, not to one variant",
				Hint:    "move them to topic.yaml"})
		}
	}
	for _, x := range [][2]string{{"version", v.Version}, {"source", v.Source}, {"licence", v.Licence}} {
		if x[1] == "" {
			ps.Add(&agreement.Problem{ID: "missing-front-matter", Pos: v.pos, Message: "the front matter does not give " + x[0],
				Hint: "every clause says its version, where its words come from (source: original) and under which licence"})
		}
	}
	if f.Needs.when != "" {
		v.needs = o.condition(file, f.Needs.line+1, f.Needs.when)
	}
	read := sync.OnceValues(func() (string, map[string][]deed) {
		lent := o.lend()
		defer o.buffers.Put(lent)
		*lent, _ = readInto((*lent)[:0], o.clauses, name) // it was read a moment ago
		_, body, _ := cutFront(strings.TrimPrefix(string(*lent), byteOrderMark))
		return cutDeeds(body)
	})
	v.body = func() string { body, _ := read(); return body }
	v.deeds = func() map[string][]deed { _, deeds := read(); return deeds }
	v.text = sync.OnceValues(func() (*text, error) { return parseText(file, v.body()) })
	v.terms, v.named = v.findTerms, sync.OnceValue(v.findNames)
	if known {
		v.terms, v.named = func() []string { return c.terms }, func() []string { return c.names }
	}
	v.reads = sync.OnceValue(v.findReads)
	v.holds = sync.OnceValue(v.findHolds)
	t.Variants = append(t.Variants, v)
}

func (o *opener) fill(t *Topic, f *front, file string, shift int, ps *agreement.Problems) {
	t.pos = token.Position{Filename: file, Line: 1}
	t.Title, t.Purpose, t.Fallback, t.Notes, t.Survives = f.Title, f.Purpose, f.Fallback, f.Notes, f.Survives
	t.Requires, t.Conflicts, t.phrases = f.Requires, f.Conflicts, f.Phrases
	t.Parameters = readParameters(file, shift, f.Parameters, ps)
	t.facts = o.facts(f.Facts, file, shift)
	t.Missed, t.carries = f.Missed, o.declared(f.Carries, file, shift)
	t.checkCarried(ps)
	for k, v := range f.Variants {
		t.ByPosition[schema.Position(k)] = v
	}
	for _, c := range f.Choose {
		t.choose = append(t.choose, choice{c.Variant, o.condition(file, c.line+shift, c.When)})
	}
}

// finish joins what the topic and its variants say once all are read.
func (t *Topic) finish(ps *agreement.Problems) {
	problem := func(id, message, hint string) {
		ps.Add(&agreement.Problem{ID: id, Pos: t.pos, Message: message, Hint: hint})
	}
	if t.Title == "" {
		problem("missing-front-matter", "the topic "+t.ID+" has no title", "give the heading of the section in topic.yaml")
	}
	if len(t.Variants) == 0 {
		problem("no-variant", "the topic "+t.ID+" has no variant", "add a Markdown file to its folder")
		return
	}
	slices.SortFunc(t.Variants, func(a, b *Variant) int { return strings.Compare(a.Name, b.Name) })
	t.checkPhrases(t.phrases, ps)
	for _, v := range t.Variants {
		v.Title = cmp.Or(v.Title, t.Title)
		t.checkPhrases(v.phrases, ps)
		v.Parameters = append(slices.Clone(t.Parameters), v.Parameters...)
	}
	t.joinFacts(ps)
	for _, p := range []schema.Position{schema.Licensor, schema.Balanced, schema.Licensee} {
		name, ok := t.ByPosition[p]
		switch {
		case !ok && len(t.Variants) == 1:
			t.ByPosition[p] = t.Variants[0].Name
		case !ok:
			problem("no-default-variant", fmt.Sprintf("the topic %s names no variant for position %s", t.ID, p), "add it under variants: in topic.yaml")
		case t.Variant(name) == nil:
			problem("unknown-variant", fmt.Sprintf("the topic %s has no variant %q", t.ID, name), "its variants are "+strings.Join(variantNames(t), ", "))
		}
	}
	for _, c := range t.choose {
		if t.Variant(c.variant) == nil {
			problem("unknown-variant", fmt.Sprintf("choose: the topic %s has no variant %q", t.ID, c.variant), "its variants are "+strings.Join(variantNames(t), ", "))
		}
	}
}

func (v *Variant) requires() []string { return append(slices.Clone(v.Topic.Requires), v.Requires...) }

func (v *Variant) conflicts() []string {
	return append(slices.Clone(v.Topic.Conflicts), v.Conflicts...)
}
