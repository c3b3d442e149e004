package assemble

import (
	"errors"
	"fmt"
	"go/token"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

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
	Carries    frontList                    `yaml:"carries"`
	Missed     string                       `yaml:"missed"`
	Notes      []string                     `yaml:"notes"`
	Phrases    map[string]map[string]string `yaml:"phrases"`
	Variants   map[string]string            `yaml:"variants"`
	Choose     []frontChoice                `yaml:"choose"`
	Facts      frontFacts                   `yaml:"facts"`
	Parameters frontParameters              `yaml:"parameters"`
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
	Weight   Weight    `yaml:"weight"`
	Default  yaml.Node `yaml:"default"`

	name         string
	line, column int
	byPosition   map[schema.Position]any // the default
}

// frontParameters are the parameters of front matter, in the order of the file.
type frontParameters []frontParameter

func (l *frontParameters) UnmarshalYAML(n *yaml.Node) error {
	var wrong yaml.TypeError
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		p := frontParameter{name: key.Value, line: key.Line, column: key.Column}
		var te *yaml.TypeError
		switch err := n.Content[i+1].Decode(&p); {
		case errors.As(err, &te):
			wrong.Errors = append(wrong.Errors, te.Errors...)
			continue
		case err != nil:
			return err
		}
		p.byPosition = readDefault(&p.Default)
		*l = append(*l, p)
	}
	if wrong.Errors != nil {
		return &wrong
	}
	return nil
}

// cutFront parts a clause file into front matter and body. In the body the
// front matter is replaced by as many empty lines, so that lines keep their numbers.
func cutFront(src string) (front, body string, ok bool) {
	s := strings.ReplaceAll(src, "\r\n", "\n")
	rest, ok := strings.CutPrefix(s, "---\n")
	head, body, ok2 := strings.Cut(rest, "\n---\n")
	return head, strings.Repeat("\n", strings.Count(head, "\n")+3) + body, ok && ok2
}

func readParameters(file string, shift int, l frontParameters, ps *agreement.Problems) []*Parameter {
	var list []*Parameter
	for _, f := range l {
		p := &Parameter{Name: f.name, About: f.About, Type: f.Type, Path: f.Path, Range: f.Range, Options: f.Options, Fallback: f.Fallback, Weight: f.Weight,
			Default: f.byPosition, pos: token.Position{Filename: file, Line: f.line + shift, Column: f.column}}
		if message := p.mistake(); message != "" {
			ps.Add(&agreement.Problem{ID: "bad-parameter", Pos: p.pos, Message: "parameter " + p.Name + ": " + message})
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

// checkPhrases refuses control characters, which YAML can spell; the reader
// takes them for its own marks.
func (t *Topic) checkPhrases(phrases map[string]map[string]string, ps *agreement.Problems) {
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
	for i, r := range s {
		if ' ' <= r && r < 0x7f || r == '\n' {
			continue
		}
		if r == utf8.RuneError || unicode.IsControl(r) && r != '\t' && r != '\r' {
			return i
		}
	}
	return -1
}

// decodeYAML decodes strictly and places each mistake; shift is added to the
// line numbers.
func decodeYAML(file, src string, shift int, into any, ps *agreement.Problems) {
	d := yaml.NewDecoder(strings.NewReader(src))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil && err.Error() != "EOF" {
		yamlProblems(file, shift, err, ps)
	}
}

var yamlLine = agreement.Pattern(`^(?:yaml: )?(?:unmarshal errors:\s*)?line (\d+): (.*)`)

func yamlProblems(file string, shift int, err error, ps *agreement.Problems) {
	lines := []string{err.Error()}
	var te *yaml.TypeError
	if errors.As(err, &te) {
		lines = te.Errors
	}
	for _, line := range lines {
		p := &agreement.Problem{ID: "bad-yaml", Pos: token.Position{Filename: file, Line: 1 + shift}, Message: strings.TrimPrefix(line, "yaml: "), Err: err}
		if m := yamlLine().FindStringSubmatch(line); m != nil {
			n, _ := strconv.Atoi(m[1])
			p.Pos.Line, p.Message = n+shift, m[2]
		}
		ps.Add(p)
	}
}

// checkCarried finds declarations of what a topic carries that name nothing.
func (t *Topic) checkCarried(ps *agreement.Problems) {
	for _, x := range t.carries {
		if err := schema.KnowsPath(x.value); err != nil {
			ps.Add(&agreement.Problem{ID: "unknown-path", Pos: t.pos, Message: fmt.Sprintf("%s carries %q, which no term sheet has", t.ID, x.value), Err: err,
				Hint: "carries lists paths of the term sheet, to which this topic alone gives effect"})
		}
	}
}
