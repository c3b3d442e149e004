package assemble

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// Open parses a library: the clauses in one folder, the templates in another.
// The error is [agreement.Problems] with every mistake that shows without
// looking at the clauses together; what could be parsed is returned beside it,
// for [Library.Vet], which finds the rest.
func Open(clauses, templates fs.FS) (*Library, error) {
	l := &Library{topics: map[string]*Topic{}, templates: map[string]*Template{}}
	var ps agreement.Problems
	files, err := list(clauses, ".md", "topic.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		l.addClauseFile(clauses, name, &ps)
	}
	for _, t := range l.Topics() {
		l.finishTopic(t, &ps)
	}
	if src, err := fs.ReadFile(clauses, "names.yaml"); err == nil {
		decodeYAML("clauses/names.yaml", src, 0, &l.names, &ps)
	}
	files, err = list(templates, ".yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		l.addTemplate(templates, name, &ps)
	}
	l.terms = newVocabulary(l)
	ps.Sort()
	return l, ps.Err()
}

// list names the files of a tree that end in one of the suffixes, sorted, so
// that what is shared in a topic comes before its variants. Files at the top,
// such as the README, are no clauses.
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
	sort.Slice(names, func(i, j int) bool {
		a, b := path.Base(names[i]) == "topic.yaml", path.Base(names[j]) == "topic.yaml"
		if a != b {
			return a
		}
		return names[i] < names[j]
	})
	return names, err
}

// front is the front matter of a clause file, and topic.yaml: what the two may
// hold is told apart by finishTopic.
type front struct {
	Title      string                       `yaml:"title"`
	Purpose    string                       `yaml:"purpose"`
	Summary    string                       `yaml:"summary"`
	Needs      frontNeeds                   `yaml:"needs"`
	Version    string                       `yaml:"version"`
	Source     string                       `yaml:"source"`
	Licence    string                       `yaml:"licence"`
	Survives   bool                         `yaml:"survives"`
	Requires   []string                     `yaml:"requires"`
	Conflicts  []string                     `yaml:"conflicts"`
	Fallback   string                       `yaml:"fallback"`
	Notes      []string                     `yaml:"notes"`
	Phrases    map[string]map[string]string `yaml:"phrases"`
	Variants   map[string]string            `yaml:"variants"`
	Choose     []frontChoice                `yaml:"choose"`
	Parameters yaml.Node                    `yaml:"parameters"`
}

type frontNeeds struct {
	when string
	line int
}

func (n *frontNeeds) UnmarshalYAML(y *yaml.Node) error {
	n.line = y.Line
	return y.Decode(&n.when)
}

type frontChoice struct {
	Variant string `yaml:"variant"`
	When    string `yaml:"when"`
	line    int
}

func (c *frontChoice) UnmarshalYAML(n *yaml.Node) error {
	type plain frontChoice
	c.line = n.Line
	return n.Decode((*plain)(c))
}

type frontParameter struct {
	About    string    `yaml:"about"`
	Type     string    `yaml:"type"`
	Path     string    `yaml:"path"`
	Range    []string  `yaml:"range"`
	Options  []string  `yaml:"options"`
	Fallback string    `yaml:"fallback"`
	Default  yaml.Node `yaml:"default"`
}

// addClauseFile reads topic.yaml, a variant in a topic's folder, or a topic
// that is a single file.
func (l *Library) addClauseFile(fsys fs.FS, name string, ps *agreement.Problems) {
	src, err := fs.ReadFile(fsys, name)
	file := "clauses/" + name
	if err != nil {
		ps.Add(&agreement.Problem{ID: "unreadable", Pos: token.Position{Filename: file}, Message: err.Error(), Err: err})
		return
	}
	if i := controlCharacter(string(src)); i >= 0 {
		ps.Add(&agreement.Problem{ID: "control-character", Pos: token.Position{Filename: file, Line: 1 + strings.Count(string(src[:i]), "\n")},
			Message: "the file holds a control character or is no UTF-8 text", Hint: "save it as plain UTF-8 text"})
		return
	}
	dir, base := path.Split(name)
	id := strings.TrimSuffix(dir, "/")
	if base == "topic.yaml" {
		var f front
		decodeYAML(file, src, 0, &f, ps)
		t := l.topic(id, token.Position{Filename: file, Line: 1})
		t.shared = src
		t.fill(&f, file, 0, ps)
		return
	}
	variant := strings.TrimSuffix(base, ".md")
	single := strings.Count(name, "/") == 1
	if single {
		id = strings.TrimSuffix(name, ".md")
		variant = ""
	}
	f, body, ok := cutFront(file, src, ps)
	if !ok {
		return
	}
	t := l.topic(id, token.Position{Filename: file, Line: 1})
	v := &Variant{
		Topic: t, Name: variant, Summary: f.Summary, Version: f.Version, Source: f.Source, Licence: f.Licence,
		pos: token.Position{Filename: file, Line: 1},
	}
	sum := sha256.Sum256(append(append([]byte{}, t.shared...), src...))
	v.Hash = hex.EncodeToString(sum[:])
	if single {
		t.fill(f, file, 1, ps)
	} else {
		v.Notes, v.Requires, v.Conflicts, v.phrases = f.Notes, f.Requires, f.Conflicts, f.Phrases
		v.Parameters = readParameters(file, 1, &f.Parameters, ps)
		if f.Title != "" || f.Purpose != "" || f.Variants != nil || f.Choose != nil || f.Fallback != "" {
			ps.Add(&agreement.Problem{ID: "misplaced-front-matter", Pos: v.pos,
				Message: "title, purpose, variants, choose and fallback belong to the topic, not to one variant",
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
		if v.needs, err = parseCondition(file, f.Needs.line+1, f.Needs.when); err != nil {
			ps.Add(templateProblem(err))
		}
	}
	v.text, err = parseText(file, body)
	if err != nil {
		ps.Add(templateProblem(err))
		return
	}
	t.Variants = append(t.Variants, v)
}

func (l *Library) topic(id string, pos token.Position) *Topic {
	t := l.topics[id]
	if t == nil {
		t = &Topic{ID: id, pos: pos, ByPosition: map[schema.Position]string{}}
		l.topics[id] = t
	}
	return t
}

func (t *Topic) fill(f *front, file string, shift int, ps *agreement.Problems) {
	t.pos.Filename = file
	t.Title, t.Purpose, t.Fallback, t.Notes, t.Survives = f.Title, f.Purpose, f.Fallback, f.Notes, f.Survives
	t.Requires, t.Conflicts, t.phrases = f.Requires, f.Conflicts, f.Phrases
	t.Parameters = readParameters(file, shift, &f.Parameters, ps)
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

// finishTopic joins what the topic and its variants say once all are read.
func (l *Library) finishTopic(t *Topic, ps *agreement.Problems) {
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
	l.checkPhrases(t, t.phrases, ps)
	for _, v := range t.Variants {
		l.checkPhrases(t, v.phrases, ps)
		v.Parameters = append(slices.Clone(t.Parameters), v.Parameters...)
		v.reads = v.findReads()
	}
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

// checkPhrases refuses control characters, which YAML can spell; the reader
// takes them for its own marks.
func (l *Library) checkPhrases(t *Topic, phrases map[string]map[string]string, ps *agreement.Problems) {
	for name, set := range phrases {
		for code, words := range set {
			if controlCharacter(strings.TrimSpace(words)) >= 0 || strings.Contains(words, "\n\n") {
				ps.Add(&agreement.Problem{ID: "control-character", Pos: t.pos, Message: fmt.Sprintf("the phrase %s for %s is not one line of plain text", name, code)})
			}
		}
	}
}

// controlCharacter is the place of the first control character other than a
// line feed, a tab or a carriage return, or of what is no UTF-8; -1 for none.
func controlCharacter(s string) int {
	return strings.IndexFunc(s, func(r rune) bool {
		return r == utf8.RuneError || unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r'
	})
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

// cutFront parts a clause file into front matter and body. In the body the
// front matter is replaced by as many empty lines, so that lines keep their numbers.
func cutFront(file string, src []byte, ps *agreement.Problems) (*front, string, bool) {
	s := strings.ReplaceAll(string(src), "\r\n", "\n")
	rest, ok := strings.CutPrefix(s, "---\n")
	head, body, ok2 := strings.Cut(rest, "\n---\n")
	if !ok || !ok2 {
		ps.Add(&agreement.Problem{ID: "no-front-matter", Pos: token.Position{Filename: file, Line: 1},
			Message: "the file does not begin with front matter", Hint: "begin with a line ---, then version, source and licence, then a line ---"})
		return nil, "", false
	}
	var f front
	decodeYAML(file, []byte(head), 1, &f, ps)
	return &f, strings.Repeat("\n", strings.Count(head, "\n")+3) + body, true
}

func readParameters(file string, shift int, n *yaml.Node, ps *agreement.Problems) []*Parameter {
	var list []*Parameter
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		pos := token.Position{Filename: file, Line: key.Line + shift, Column: key.Column}
		var f frontParameter
		if err := val.Decode(&f); err != nil {
			yamlProblems(file, shift, err, ps)
			continue
		}
		p := &Parameter{Name: key.Value, About: f.About, Type: f.Type, Path: f.Path, Range: f.Range, Options: f.Options, Fallback: f.Fallback, pos: pos}
		p.Default = readDefault(&f.Default)
		if message := p.mistake(); message != "" {
			ps.Add(&agreement.Problem{ID: "bad-parameter", Pos: pos, Message: "parameter " + p.Name + ": " + message})
		}
		list = append(list, p)
	}
	return list
}

// readDefault reads one default for all positions, or one for each.
func readDefault(n *yaml.Node) map[schema.Position]any {
	if n.IsZero() {
		return nil
	}
	var byPosition map[schema.Position]any
	if n.Kind == yaml.MappingNode && n.Decode(&byPosition) == nil {
		for k := range byPosition {
			if k != schema.Licensor && k != schema.Balanced && k != schema.Licensee {
				byPosition = nil
				break
			}
		}
		if byPosition != nil {
			return byPosition
		}
	}
	var one any
	_ = n.Decode(&one) // a scalar, list or mapping always decodes into any
	return map[schema.Position]any{schema.Licensor: one, schema.Balanced: one, schema.Licensee: one}
}

func (l *Library) addTemplate(fsys fs.FS, name string, ps *agreement.Problems) {
	file := "templates/" + name
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		ps.Add(&agreement.Problem{ID: "unreadable", Pos: token.Position{Filename: file}, Message: err.Error(), Err: err})
		return
	}
	var y struct {
		Title      string            `yaml:"title"`
		Summary    string            `yaml:"summary"`
		Kinds      []schema.DealKind `yaml:"kinds"`
		Instrument string            `yaml:"instrument"`
		Numbering  string            `yaml:"numbering"`
		Signing    string            `yaml:"signing"`
		Signers    []string          `yaml:"signers"`
		Adopts     bool              `yaml:"adopts_terms"`
		Front      []templateItem    `yaml:"front"`
		Clauses    []templateItem    `yaml:"clauses"`
		Schedules  []templateItem    `yaml:"schedules"`
	}
	decodeYAML(file, src, 0, &y, ps)
	sum := sha256.Sum256(src)
	t := &Template{
		Name: strings.TrimSuffix(name, ".yaml"), Title: y.Title, Summary: y.Summary, Kinds: y.Kinds, Instrument: y.Instrument,
		Numbering: y.Numbering, Signing: y.Signing, signers: y.Signers, Adopts: y.Adopts, Hash: hex.EncodeToString(sum[:]), pos: token.Position{Filename: file, Line: 1},
	}
	if t.Numbering != "decimal" && t.Numbering != "article" {
		ps.Add(&agreement.Problem{ID: "bad-template", Pos: t.pos, Message: fmt.Sprintf("numbering is %q", t.Numbering), Hint: "write decimal or article"})
	}
	for _, role := range t.signers {
		if role != acceding && role != string(schema.RoleAdministrator) {
			ps.Add(&agreement.Problem{ID: "bad-template", Pos: t.pos, Message: fmt.Sprintf("%q is not a role that signs", role), Hint: "write acceding or administrator, or leave signers out: then all parties sign"})
		}
	}
	add := func(items []templateItem, place Place) {
		for _, it := range items {
			item := &Item{Part: it.Part, Use: it.Use, Place: place, Letter: it.Letter, pos: token.Position{Filename: file, Line: it.line}}
			if it.When != "" {
				if item.when, err = parseCondition(file, it.line, it.When); err != nil {
					ps.Add(templateProblem(err))
				}
			}
			if item.Part == "" && l.topics[item.Use] == nil {
				ps.Add(&agreement.Problem{ID: "unknown-topic", Pos: item.pos, Message: fmt.Sprintf("there is no topic %q", item.Use), Hint: nearest(item.Use, l.topicIDs())})
				continue
			}
			t.Items = append(t.Items, item)
		}
	}
	add(y.Front, InFront)
	add(y.Clauses, InBody)
	add(y.Schedules, InSchedule)
	l.templates[t.Name] = t
}

func (l *Library) topicIDs() []string {
	var ids []string
	for id := range l.topics {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// templateItem is a line of a template: a topic by itself, or with more.
type templateItem struct {
	Part   string `yaml:"part"`
	Use    string `yaml:"use"`
	Letter string `yaml:"letter"`
	When   string `yaml:"when"`
	line   int
}

func (t *templateItem) UnmarshalYAML(n *yaml.Node) error {
	t.line = n.Line
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&t.Use)
	}
	type plain templateItem
	return n.Decode((*plain)(t))
}

// decodeYAML decodes strictly and places each mistake; shift is added to the
// line numbers.
func decodeYAML(file string, src []byte, shift int, into any, ps *agreement.Problems) {
	d := yaml.NewDecoder(strings.NewReader(string(src)))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil && err.Error() != "EOF" {
		yamlProblems(file, shift, err, ps)
	}
}

var yamlLine = regexp.MustCompile(`^(?:yaml: )?(?:unmarshal errors:\s*)?line (\d+): (.*)`)

func yamlProblems(file string, shift int, err error, ps *agreement.Problems) {
	lines := []string{err.Error()}
	var te *yaml.TypeError
	if errors.As(err, &te) {
		lines = te.Errors
	}
	for _, line := range lines {
		p := &agreement.Problem{ID: "bad-yaml", Pos: token.Position{Filename: file, Line: 1 + shift}, Message: strings.TrimPrefix(line, "yaml: "), Err: err}
		if m := yamlLine.FindStringSubmatch(line); m != nil {
			n, _ := strconv.Atoi(m[1])
			p.Pos.Line, p.Message = n+shift, m[2]
		}
		ps.Add(p)
	}
}
