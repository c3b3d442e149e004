package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// An Operation is one thing that the workbench does: a route of the API, an entry
// of its OpenAPI document and a tool for assistants.
type Operation struct {
	Name   string // in the route and as a tool: "check"
	Title  string // a few words
	About  string // what it does and gives, for programmers and assistants
	Writes bool   // it changes a file
	Files  bool   // it is about the files of a folder, and not there without one

	in, out reflect.Type
	run     func(context.Context, *Workbench, any) (any, error)
}

// operation is an operation that takes an In and gives an Out.
func operation[In, Out any](o Operation, run func(context.Context, *Workbench, *In) (*Out, error)) *Operation {
	o.in, o.out = reflect.TypeFor[In](), reflect.TypeFor[Out]()
	o.run = func(ctx context.Context, w *Workbench, in any) (any, error) { return run(ctx, w, in.(*In)) }
	return &o
}

// Operations are all operations, in the order in which a reader meets them.
func Operations() []*Operation {
	return slices.Concat(sheetOperations(), moneyOperations(), afterOperations(), libraryOperations(), fileOperations(), questionOperations(), negotiateOperations(), batchOperations())
}

// Call carries out an operation on its input as JSON and gives its output as JSON.
// The error is agreement.Problems or a [*Refusal].
func (o *Operation) Call(ctx context.Context, w *Workbench, input []byte) (output []byte, err error) {
	in := reflect.New(o.in)
	if err := o.read(input, in.Interface()); err != nil {
		return nil, err
	}
	defer func() {
		if broken := recover(); broken != nil { // a mistake of ours, told without what is confidential
			output, err = nil, &Refusal{Status: 500, Message: o.Name + " failed by a mistake in engross", Hint: "nothing was changed; please report it with the steps that led to it"}
		}
	}()
	out, err := o.run(ctx, w, in.Interface())
	if err != nil {
		return nil, err
	}
	return encode(out)
}

// read decodes the input of an operation and says what is wrong with it.
func (o *Operation) read(input []byte, into any) error {
	if len(bytes.TrimSpace(input)) == 0 {
		input = []byte("{}")
	}
	d := json.NewDecoder(bytes.NewReader(input))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return o.unreadable(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return &Refusal{Status: 400, Message: "there is more than one JSON value in the request", Hint: "send one object"}
	}
	var given map[string]json.RawMessage
	if err := json.Unmarshal(input, &given); err != nil || given == nil {
		return o.noObject()
	}
	var missing []string
	for _, f := range reflect.VisibleFields(o.in) {
		name, more, _ := strings.Cut(f.Tag.Get("json"), ",")
		if _, ok := given[name]; name != "" && !ok && !strings.Contains(more, "omit") {
			missing = append(missing, name)
		}
	}
	if missing != nil {
		return &Refusal{Status: 400, Message: o.Name + " needs " + strings.Join(missing, " and "), Hint: "its fields are " + fieldNames(o.in)}
	}
	return nil
}

// unreadable is a mistake in a request in the words of who made it.
func (o *Operation) unreadable(err error) error {
	r := &Refusal{Status: 400, Message: "the request is not JSON", Hint: "send one JSON object"}
	var kind *json.UnmarshalTypeError
	switch name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); {
	case unknown:
		r.Message, r.Hint = o.Name+" knows no field "+name, "its fields are "+fieldNames(o.in)
	case errors.As(err, &kind) && kind.Field != "":
		r.Message = fmt.Sprintf("%s cannot be %s", strings.TrimPrefix(kind.Field, "Source."), kindWords(kind.Value))
		r.Hint = "give " + kindWords(kindOfJSON(kind.Type))
	case errors.As(err, &kind):
		return o.noObject()
	}
	return r
}

func (o *Operation) noObject() error {
	return &Refusal{Status: 400, Message: "the request is no JSON object", Hint: "the fields of " + o.Name + " are " + fieldNames(o.in)}
}

// kindOfJSON is what a Go value is called in JSON.
func kindOfJSON(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "bool"
	case reflect.Slice:
		return "array"
	case reflect.Struct, reflect.Map, reflect.Pointer:
		return "object"
	default:
		return "number"
	}
}

// kindWords are what package json calls a kind of value, in words.
func kindWords(kind string) string {
	words := map[string]string{"string": "a text between quotation marks", "bool": "true or false", "array": "a list", "object": "an object"}
	return or(words[kind], "a "+kind)
}

func fieldNames(t reflect.Type) string {
	var names []string
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
			names = append(names, name)
		}
	}
	if names == nil {
		return "none"
	}
	return strings.Join(names, ", ")
}

// encode is a value as JSON, with an empty list where Go has none: the schemas
// promise lists.
func encode(v any) ([]byte, error) {
	fillLists(reflect.ValueOf(v))
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// fillLists makes each nil list under v an empty one.
func fillLists(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fillLists(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() || f.Anonymous {
				fillLists(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.IsNil() && v.CanSet() && v.Type().Elem().Kind() != reflect.Uint8 {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			fillLists(v.Index(i))
		}
	default: // holds no list
	}
}

// A Refusal is why something was not done, in the words of who asked for it.
type Refusal struct {
	Status  int // of HTTP
	Message string
	Hint    string
}

func (r *Refusal) Error() string { return r.Message }

// A Failure is the answer to what was refused.
type Failure struct {
	Problems []Problem `json:"problems" jsonschema_description:"What is wrong, each with what to do."`
}

// A Problem is one thing wrong, or worth knowing.
type Problem struct {
	Severity string `json:"severity" jsonschema:"enum=error,enum=warning,enum=note"`
	ID       string `json:"id,omitempty" jsonschema_description:"The rule it comes from, such as EX01 or unknown-field."`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Pointer  string `json:"pointer,omitempty" jsonschema_description:"JSON Pointer to the value of the term sheet that it concerns."`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty" jsonschema_description:"What to do about it."`
}

func problems(ps agreement.Problems) []Problem {
	list := make([]Problem, 0, len(ps))
	for _, p := range ps {
		list = append(list, Problem{p.Severity.String(), p.ID, p.Pos.Filename, p.Pos.Line, p.Pos.Column, p.Pointer, p.Message, p.Hint})
	}
	return list
}

// failure is an error as an answer, with its status of HTTP.
func failure(err error) (int, *Failure) {
	var ps agreement.Problems
	var r *Refusal
	switch {
	case errors.As(err, &r):
		return r.Status, &Failure{[]Problem{{Severity: "error", Message: r.Message, Hint: r.Hint}}}
	case errors.As(err, &ps):
		return 422, &Failure{problems(ps)}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return 503, &Failure{[]Problem{{Severity: "error", Message: "the work was stopped before it was done", Hint: "ask again"}}}
	}
	return 422, &Failure{[]Problem{{Severity: "error", Message: err.Error()}}}
}
