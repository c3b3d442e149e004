package renew

import (
	"testing"

	"github.com/tailscale/hujson"

	"github.com/engross/engross/schema"
)

// TestCommentsStay edits sources as authors write them: the comments that belong to
// what stays, stay, and those of what goes, go.
func TestCommentsStay(t *testing.T) {
	for _, c := range []struct {
		name, src string
		edit      func(d *successor)
		want      string
	}{
		{"a value replaced", "{\"a\": 1, // one\n \"b\": 2}", func(d *successor) { d.Put([]string{"a"}, 5) }, "{\"a\": 5, // one\n \"b\": 2}"},
		{"a member added on its line", `{"a": 1, "b": 2}`, func(d *successor) { d.Put([]string{"c"}, "x") }, `{"a": 1, "b": 2, "c": "x"}`},
		{"a member added to an empty object", `{}`, func(d *successor) { d.Put([]string{"a", "b"}, true) }, `{"a": {"b": true}}`},
		{"a member added on a line of its own", "{\n  \"a\": 1 // one\n}", func(d *successor) { d.Put([]string{"b"}, 2) }, "{\n  \"a\": 1, // one\n  \"b\": 2\n}"},
		{"a member added after a trailing comma", "{\n  \"a\": 1, // one\n}", func(d *successor) { d.Put([]string{"b"}, 2) }, "{\n  \"a\": 1, // one\n  \"b\": 2,\n}"},
		{"an element added", "[\n  1, // one\n  2 // two\n]", func(d *successor) { d.Put([]string{"+"}, 3) }, "[\n  1, // one\n  2, // two\n  3\n]"},
		{"an object added to a list that is not there", `{"a": 1}`, func(d *successor) { d.Put([]string{"l", "+"}, map[string]any{"x": []int{1, 2}}) }, `{"a": 1, "l": [{"x": [1, 2]}]}`},
		{"the first element gone", "[1, 2, 3]", func(d *successor) { d.cut([]string{"0"}) }, "[2, 3]"},
		{"the last element gone", "[1, 2, 3]", func(d *successor) { d.cut([]string{"2"}) }, "[1, 2]"},
		{"the only element gone", "[1]", func(d *successor) { d.cut([]string{"0"}) }, "[]"},
		{"an element gone with its comments", "[\n  1, // one\n  // about two\n  2, // two\n  3 // three\n]", func(d *successor) { d.cut([]string{"1"}) }, "[\n  1, // one\n  3 // three\n]"},
		{"the last element gone with its comment", "[\n  1, // one\n  2 // two\n]", func(d *successor) { d.cut([]string{"1"}) }, "[\n  1 // one\n]"},
		{"a member gone, and a comment after it stays with the next", "{\n  \"a\": 1,\n  // about b\n  \"b\": 2\n}", func(d *successor) { d.cut([]string{"a"}) }, "{\n  // about b\n  \"b\": 2\n}"},
		{"the last member gone after a comma", "{\"a\": 1, \"b\": 2,}", func(d *successor) { d.cut([]string{"b"}) }, "{\"a\": 1}"},
		{"a waiver follows its element", `{"l": [{"id": "x"}, {"id": "y"}], "waivers": [{"pointer": "/l/1/f"}, {"pointer": "/l/0"}, {"pointer": "/m"}]}`, func(d *successor) { d.cut([]string{"l", "0"}) },
			`{"l": [{"id": "y"}], "waivers": [{"pointer": "/l/0/f"}, {"pointer": "/m"}]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			root, err := hujson.Parse([]byte(c.src))
			if err != nil {
				t.Fatal(err)
			}
			d := &successor{Edit: schema.Edit{Root: root}}
			c.edit(d)
			if got := string(d.Source()); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
