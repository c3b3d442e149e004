package assemble

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/token"
	"io"
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
	l, problems, err := open(clauses, templates)
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
	problems.Sort()
	return l, problems.Err()
}

// OpenVetted is [Open] for a library in which [Library.Vet] finds nothing, such as
// one that is part of the program: it parses the text of a clause when the clause
// is first wanted. Should there be a mistake in it after all, Assemble reports it.
func OpenVetted(clauses, templates fs.FS) (*Library, error) {
	l, problems, err := open(clauses, templates)
	if err != nil {
		return nil, err
	}
	problems.Sort()
	return l, problems.Err()
}

// open does all but parse the texts of clauses.
func open(clauses, templates fs.FS) (*Library, agreement.Problems, error) {
	l := &Library{clauses: clauses, topics: map[string]*Topic{}, templates: map[string]*Template{}}
	l.book = sync.OnceValues(l.readPlaybook)
	var ps agreement.Problems
	files, err := list(clauses, ".md", "topic.yaml")
	if err != nil {
		return nil, nil, err
	}
	groups := byTopic(files)
	topics, found := make([]*Topic, len(groups)), make([]agreement.Problems, len(groups))
	inParallel(len(groups), func(i int) { topics[i] = readTopic(clauses, groups[i], &found[i]) })
	for i, t := range topics {
		ps = append(ps, found[i]...)
		if t != nil {
			l.topics[t.ID] = t
		}
	}
	l.strays = append(strays("clauses/", clauses, isClauseFile), strays("templates/", templates, isTemplateFile)...)
	if src, err := fs.ReadFile(clauses, "names.yaml"); err == nil {
		decodeYAML("clauses/names.yaml", string(src), 0, &l.names, &ps)
	}
	if files, err = list(templates, ".yaml"); err != nil {
		return nil, nil, err
	}
	contents, found := make([]*Template, len(files)), make([]agreement.Problems, len(files))
	inParallel(len(files), func(i int) { contents[i] = l.readTemplate(templates, files[i], &found[i]) })
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

// inParallel calls do with 0 to n-1, on all processors.
func inParallel(n int, do func(int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				do(int(i))
			}
		})
	}
	wg.Wait()
}

// list names the files of a tree that end in one of the suffixes, sorted. Files
// at the top, such as the README, are no clauses.
func list(fsys fs.FS, suffixes ...string) ([]string, error) {
	var names []string
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		for _, s := range suffixes {
			if strings.HasSuffix(p, s) && (s == ".yaml" || strings.Contains(p, "/")) {
				names = append(names, p)
			}
		}
		return nil
	})
	slices.Sort(names)
	return names, err
}

// strays are the files of a tree that are not read, and look as if they should be.
func strays(folder string, fsys fs.FS, known func(string) bool) agreement.Problems {
	var ps agreement.Problems
	_ = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error { // what cannot be read, list reports
		if err != nil || d.IsDir() || known(name) || strings.HasPrefix(path.Base(name), ".") {
			return nil
		}
		ps.Add(&agreement.Problem{Severity: agreement.Warning, ID: "stray-file", Pos: token.Position{Filename: folder + name, Line: 1},
			Message: "the file is not read", Hint: "a clause is FAMILY/TOPIC.md or FAMILY/TOPIC/VARIANT.md with topic.yaml beside it, a template is NAME.yaml"})
		return nil
	})
	return ps
}

// isClauseFile reports whether a file has its place among clauses.
func isClauseFile(name string) bool {
	depth, base := strings.Count(name, "/"), path.Base(name)
	switch {
	case base == "README.md" || depth == 0 && base == "names.yaml" || isBook(name):
		return true
	case strings.HasSuffix(name, ".md"):
		return depth > 0
	case strings.HasSuffix(name, ".go"): // what embeds them
		return depth == 0
	}
	return base == "topic.yaml" && depth > 1
}

// isTemplateFile reports whether a file has its place among templates.
func isTemplateFile(name string) bool {
	if strings.Contains(name, "/") {
		return false
	}
	switch path.Ext(name) {
	case ".yaml", ".json", ".go":
		return true
	}
	return name == "README.md"
}

// byTopic groups the files of topics, what the variants of a topic share before
// the variants.
func byTopic(files []string) [][]string {
	var groups [][]string
	place := map[string]int{}
	for _, name := range files {
		id := topicID(name)
		i, known := place[id]
		if !known {
			i = len(groups)
			place[id] = i
			groups = append(groups, nil)
		}
		if path.Base(name) == "topic.yaml" {
			groups[i] = slices.Insert(groups[i], 0, name)
		} else {
			groups[i] = append(groups[i], name)
		}
	}
	return groups
}

// topicID is the topic that a file belongs to: its folder, or the file itself
// where it stands in the folder of a family.
func topicID(name string) string {
	if isSingle(name) {
		return strings.TrimSuffix(name, ".md")
	}
	return path.Dir(name)
}

// isSingle reports whether a file is a whole topic.
func isSingle(name string) bool {
	return strings.Count(name, "/") == 1 && strings.HasSuffix(name, ".md")
}

// readTopic reads the files of one topic; it is nil where none can be read.
func readTopic(fsys fs.FS, files []string, ps *agreement.Problems) *Topic {
	id := topicID(files[0])
	t := &Topic{ID: id, ByPosition: map[schema.Position]string{}}
	for _, name := range files {
		file := "clauses/" + name
		src, ok := readFile(fsys, name, file, ps)
		if !ok {
			continue
		}
		if path.Base(name) == "topic.yaml" {
			var f front
			decodeYAML(file, src, 0, &f, ps)
			t.shared = src
			t.fill(&f, file, 0, ps)
		} else if f, body, ok := cutFront(file, src, ps); ok {
			t.addVariant(name, src, f, body, ps)
		}
	}
	if t.pos.Filename == "" {
		return nil
	}
	t.finish(ps)
	return t
}

// readFile reads a file, which must be text.
func readFile(fsys fs.FS, name, file string, ps *agreement.Problems) (string, bool) {
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		ps.Add(&agreement.Problem{ID: "unreadable", Pos: token.Position{Filename: file}, Message: err.Error(), Err: err})
		return "", false
	}
	src := string(b)
	if i := controlCharacter(src); i >= 0 {
		ps.Add(&agreement.Problem{ID: "control-character", Pos: token.Position{Filename: file, Line: 1 + strings.Count(src[:i], "\n")},
			Message: "the file holds a control character or is no UTF-8 text", Hint: "save it as plain UTF-8 text"})
		return "", false
	}
	return src, true
}

// addVariant adds a variant in the topic's folder, or the topic that is a single
// file.
func (t *Topic) addVariant(name, src string, f *front, body string, ps *agreement.Problems) {
	file := "clauses/" + name
	v := &Variant{
		Topic: t, Summary: f.Summary, Version: f.Version, Source: f.Source, Licence: f.Licence,
		body: body, pos: token.Position{Filename: file, Line: 1},
	}
	h := sha256.New()
	io.WriteString(h, t.shared) // a hash never fails
	io.WriteString(h, src)
	v.Hash = hex.EncodeToString(h.Sum(nil))
	if t.pos.Filename == "" {
		t.pos = v.pos
	}
	if isSingle(name) {
		t.fill(f, file, 1, ps)
	} else {
		v.Name = strings.TrimSuffix(path.Base(name), ".md")
		v.Notes, v.Requires, v.Conflicts, v.phrases = f.Notes, f.Requires, f.Conflicts, f.Phrases
		v.Parameters = readParameters(file, 1, &f.Parameters, ps)
		v.Title = f.Title
		v.facts = f.Facts.declare(file, 1, ps)
		if f.Purpose != "" || f.Variants != nil || f.Choose != nil || f.Fallback != "" || f.Carries != nil || f.Missed != "" {
			ps.Add(&agreement.Problem{ID: "misplaced-front-matter", Pos: v.pos,
				Message: "purpose, variants, choose, fallback, carries and missed belong to the topic, not to one variant",
				Hint:    "move them to topic.yaml"})
		}
	}
	for what, value := range map[string]string{"version": v.Version, "source": v.Source, "licence": v.Licence} {
		if value == "" {
			ps.Add(&agreement.Problem{ID: "missing-front-matter", Pos: v.pos, Message: "the front matter does not give " + what,
				Hint: "every clause says its version, where its words come from (source: original) and under which licence"})
		}
	}
	if f.Needs.when != "" {
		needs, err := parseCondition(file, f.Needs.line+1, f.Needs.when)
		if err != nil {
			ps.Add(templateProblem(err))
		}
		v.needs = needs
	}
	v.text = sync.OnceValues(func() (*text, error) { return parseText(file, body) })
	v.reads = sync.OnceValue(v.findReads)
	v.holds = sync.OnceValue(v.findHolds)
	t.Variants = append(t.Variants, v)
}

func (t *Topic) fill(f *front, file string, shift int, ps *agreement.Problems) {
	t.pos = token.Position{Filename: file, Line: 1}
	t.Title, t.Purpose, t.Fallback, t.Notes, t.Survives = f.Title, f.Purpose, f.Fallback, f.Notes, f.Survives
	t.Requires, t.Conflicts, t.phrases = f.Requires, f.Conflicts, f.Phrases
	t.Parameters = readParameters(file, shift, &f.Parameters, ps)
	t.facts = f.Facts.declare(file, shift, ps)
	t.Missed, t.carries = f.Missed, f.Carries.declare(file, shift, ps)
	t.checkCarried(ps)
	for k, v := range f.Variants {
		t.ByPosition[schema.Position(k)] = v
	}
	for _, c := range f.Choose {
		when, err := parseCondition(file, c.line+shift, c.When)
		if err != nil {
			ps.Add(templateProblem(err))
			continue
		}
		t.choose = append(t.choose, choice{c.Variant, when})
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

func variantNames(t *Topic) []string {
	var names []string
	for _, v := range t.Variants {
		names = append(names, v.Name)
	}
	return names
}

func (v *Variant) phrase(set, code string) (string, bool) {
	if p, ok := v.phrases[set][code]; ok {
		return p, true
	}
	p, ok := v.Topic.phrases[set][code]
	return p, ok
}

func (v *Variant) parameter(name string) *Parameter {
	for _, p := range v.Parameters {
		if p.Name == name {
			return p
		}
	}
	return nil
}

func (v *Variant) requires() []string { return append(slices.Clone(v.Topic.Requires), v.Requires...) }
func (v *Variant) conflicts() []string {
	return append(slices.Clone(v.Topic.Conflicts), v.Conflicts...)
}

func (l *Library) topicIDs() []string {
	var ids []string
	for id := range l.topics {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
