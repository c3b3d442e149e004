package assemble

import (
	"fmt"
	"go/token"
	"io/fs"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// frontTemplate is a template as its file has it.
type frontTemplate struct {
	Title      string            `yaml:"title"`
	Titles     []titleItem       `yaml:"titles"`
	Summary    string            `yaml:"summary"`
	Kinds      []schema.DealKind `yaml:"kinds"`
	Instrument string            `yaml:"instrument"`
	Numbering  string            `yaml:"numbering"`
	Signing    string            `yaml:"signing"`
	Signers    []string          `yaml:"signers"`
	Adopts     bool              `yaml:"adopts_terms"`
	Core       []string          `yaml:"core"`
	Size       string            `yaml:"size"`
	Front      []templateItem    `yaml:"front"`
	Clauses    []templateItem    `yaml:"clauses"`
	Schedules  []templateItem    `yaml:"schedules"`
}

// readTemplate reads a template, once the topics are known; it is nil where it
// cannot be read.
func (o *opener) readTemplate(l *Library, name string, ps *agreement.Problems) *Template {
	file := "templates/" + name
	src, ok := readFile(o.templates, name, file, ps)
	if !ok {
		return nil
	}
	var y frontTemplate
	digest := digestOf([]byte(src))
	if !o.ofTemplates.find(name, digest, &y) {
		decodeYAML(file, src, 0, &y, ps)
	}
	if o.made != nil {
		o.made(true, name, digest, &y)
	}
	t := &Template{
		Name: strings.TrimSuffix(name, ".yaml"), Title: y.Title, Summary: y.Summary, Kinds: y.Kinds, Instrument: y.Instrument,
		Numbering: y.Numbering, Signing: y.Signing, signers: y.Signers, Adopts: y.Adopts, Core: y.Core, Size: y.Size, Hash: digest, pos: token.Position{Filename: file, Line: 1},
	}
	if t.Numbering != "decimal" && t.Numbering != "article" {
		ps.Add(&agreement.Problem{ID: "bad-template", Pos: t.pos, Message: fmt.Sprintf("numbering is %q", t.Numbering), Hint: "write decimal or article"})
	}
	for _, role := range t.signers {
		if role != acceding && role != string(schema.RoleAdministrator) {
			ps.Add(&agreement.Problem{ID: "bad-template", Pos: t.pos, Message: fmt.Sprintf("%q is not a role that signs", role), Hint: "write acceding or administrator, or leave signers out: then all parties sign"})
		}
	}
	for _, x := range y.Titles {
		t.titles = append(t.titles, titled{x.Title, o.condition(file, x.line, x.When)})
	}
	add := func(items []templateItem, place Place) {
		for _, it := range items {
			item := &Item{Part: it.Part, Use: it.Use, Variant: it.Variant, Place: place, Letter: it.Letter, pos: token.Position{Filename: file, Line: it.line}}
			if it.When != "" {
				item.when = o.condition(file, it.line, it.When)
			}
			if item.Part == "" && l.topics[item.Use] == nil {
				ps.Add(&agreement.Problem{ID: "unknown-topic", Pos: item.pos, Message: fmt.Sprintf("there is no topic %q", item.Use), Hint: nearest(item.Use, l.topicIDs())})
				continue
			}
			if topic := l.topics[item.Use]; item.Variant != "" && topic.Variant(item.Variant) == nil {
				ps.Add(&agreement.Problem{ID: "unknown-variant", Pos: item.pos, Message: fmt.Sprintf("%s has no variant %q", item.Use, item.Variant), Hint: "its variants are " + strings.Join(variantNames(topic), ", ")})
				item.Variant = ""
			}
			t.Items = append(t.Items, item)
		}
	}
	if _, err := fs.Stat(o.templates, t.Name+".json"); err == nil {
		t.Starter, _ = readFile(o.templates, t.Name+".json", "templates/"+t.Name+".json", ps)
	}
	add(y.Front, InFront)
	add(y.Clauses, InBody)
	add(y.Schedules, InSchedule)
	return t
}

// titleItem is a title that a template has for some deals.
type titleItem struct {
	Title string `yaml:"title"`
	When  string `yaml:"when"`
	line  int
}

func (t *titleItem) UnmarshalYAML(n *yaml.Node) error {
	t.line = n.Line
	type plain titleItem
	return n.Decode((*plain)(t))
}

// templateItem is a line of a template: a topic by itself, or with more.
type templateItem struct {
	Part    string `yaml:"part"`
	Use     string `yaml:"use"`
	Variant string `yaml:"variant"`
	Letter  string `yaml:"letter"`
	When    string `yaml:"when"`
	line    int
}

func (t *templateItem) UnmarshalYAML(n *yaml.Node) error {
	t.line = n.Line
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&t.Use)
	}
	type plain templateItem
	return n.Decode((*plain)(t))
}

// acceding is the role of a party that joins an earlier agreement.
const acceding = "acceding"
