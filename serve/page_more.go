package serve

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// All that a term sheet may say can be said on the page: besides what is asked, each
// thing tells what more may be said of it, and each list takes further elements.

func (d *desk) morePages(mux *http.ServeMux) {
	mux.HandleFunc("GET /deal/{id}/more", d.more)
	mux.HandleFunc("GET /deal/{id}/new", d.newElement)
}

// A listAdd is a list that an element can be added to.
type listAdd struct{ Pointer, One, Meaning string }

// parts are what the schema says of the direct parts of a group.
func parts(pointer string) []schema.FieldInfo {
	list, _ := schema.Explain(pointer)
	if len(list) == 0 {
		return nil
	}
	var direct []schema.FieldInfo
	for _, f := range list[1:] {
		if rest, ok := strings.CutPrefix(f.Path, list[0].Path+"."); ok && !strings.Contains(rest, ".") {
			direct = append(direct, f)
		}
	}
	return direct
}

func isGroupList(f schema.FieldInfo) bool { return f.Group && strings.HasPrefix(f.Form, "a list") }

// partName is the last step of the path of a part.
func partName(f schema.FieldInfo) string {
	return strings.TrimSuffix(f.Path[strings.LastIndexByte(f.Path, '.')+1:], "[]")
}

// isList reports whether a pointer leads to a list of groups as a whole.
func isList(pointer string) bool {
	list, _ := schema.Explain(pointer)
	return len(list) > 0 && isGroupList(list[0]) && !isElement(pointer)
}

// listsOf are the lists of groups at a pointer: itself, or its parts.
func (x *reading) listsOf(pointer string) []listAdd {
	if isList(pointer) {
		if x.isTable(strings.TrimPrefix(pointer, "/")) {
			return nil // which has rows of its own
		}
		list, _ := schema.Explain(pointer)
		return []listAdd{{pointer, one(lastStep(pointer)), list[0].Meaning}}
	}
	var adds []listAdd
	for _, f := range parts(pointer) {
		if isGroupList(f) {
			adds = append(adds, listAdd{pointer + "/" + partName(f), one(partName(f)), f.Meaning})
		}
	}
	return adds
}

// moreOf is the pointer where more may be said, or "" where all of it is asked or a
// list has it.
func (x *reading) moreOf(pointer string) string {
	if isList(pointer) || len(parts(pointer)) == 0 {
		return ""
	}
	return pointer
}

// thingAt is the thing to which a value belongs, by its pointer: the element that it
// is in, or the group in a group. At the head of the term sheet it is "".
func thingAt(pointer string) (of string, element bool) {
	steps := strings.Split(pointer, "/")
	for i := 2; i < len(steps)-1; i++ {
		if isElement("/" + steps[i]) {
			return strings.Join(steps[:i+1], "/"), true
		}
	}
	if len(steps) > 3 {
		return strings.Join(steps[:3], "/"), false
	}
	return "", false
}

// A moreView is what else may be said of a thing.
type moreView struct {
	Fields []*question
	Groups []moreGroup
	Lists  []moreList
}

// A moreGroup is a part with parts of its own.
type moreGroup struct{ Pointer, Name, Meaning string }

// A moreList is a part that is a list, with the elements that it has.
type moreList struct {
	listAdd
	Elements []moreGroup
}

// more is a piece of a page: what else may be said of a thing.
func (d *desk) more(w http.ResponseWriter, r *http.Request) {
	x, err := d.says(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	of := r.URL.Query().Get("of")
	var view moreView
	taken := x.standardPaths()
	for _, f := range parts(of) {
		at := of + "/" + partName(f)
		switch {
		case isGroupList(f):
			view.Lists = append(view.Lists, moreList{listAdd{at, one(partName(f)), f.Meaning}, x.elements(at)})
		case f.Group && !strings.HasPrefix(f.Form, "a sum"):
			if strings.Count(of, "/") > 1 || !x.file.Given(at) { // of a whole page it has a section of its own
				view.Groups = append(view.Groups, moreGroup{at, spoken(partName(f)), f.Meaning})
			}
		case !x.file.Given(at) && !taken[at]:
			y, err := fieldAt(d.Library, x.says, at)
			if err == nil && partName(f) != idColumn {
				view.Fields = append(view.Fields, &question{field: y})
			}
		}
	}
	d.part(w, r, "more", view)
}

// standardPaths are the values that the standard answers, and that are asked for with it.
func (x *reading) standardPaths() map[string]bool {
	at := map[string]bool{}
	if x.result != nil {
		for _, t := range x.result.Taken() {
			at["/"+strings.ReplaceAll(t.Path, ".", "/")] = true
		}
	}
	return at
}

// elements are those of a list, with what they are called.
func (x *reading) elements(pointer string) []moreGroup {
	things, _ := x.says.at(pointer).([]any)
	var list []moreGroup
	for i := range things {
		at := fmt.Sprintf("%s/%d", pointer, i)
		list = append(list, moreGroup{Pointer: at, Name: x.says.nameOf(at)})
	}
	return list
}

// says is the reading of a term sheet of which values can be told.
func (d *desk) says(r *http.Request) (*reading, error) {
	x, err := d.sheet(r)
	if err == nil && (x.file == nil || x.file.Sheet == nil) {
		err = &Refusal{422, x.name + " cannot be read as a term sheet", "mend what the page says of it, in an editor"}
	}
	return x, err
}

// A newField is a value of an element that is being added.
type newField struct {
	*field
	In string // its path within the element
}

// newElement is a form for a further element of a list: what it has to say, and what
// it may.
func (d *desk) newElement(w http.ResponseWriter, r *http.Request) {
	x, err := d.says(r)
	if err != nil {
		d.failed(w, err)
		return
	}
	list := r.URL.Query().Get("of")
	if !isList(list) {
		d.failed(w, &Refusal{404, "there is no list " + quoted(list), "reload the page"})
		return
	}
	about, _ := schema.Explain(list)
	there, _ := x.says.at(list).([]any)
	view := struct {
		listAdd
		ID           string // made for it, or "" where it has none
		Needed, Free []newField
	}{listAdd: listAdd{list, one(lastStep(list)), about[0].Meaning}}
	element := fmt.Sprintf("%s/%d", list, len(there))
	for _, f := range parts(element) {
		if partName(f) == idColumn {
			view.ID = freshID(there, lastStep(list))
			continue
		}
		d.newFields(x, element, partName(f), f, f.Required, func(y newField, needed bool) {
			if needed {
				view.Needed = append(view.Needed, y)
			} else {
				view.Free = append(view.Free, y)
			}
		})
	}
	d.part(w, r, "new", view)
}

// newFields visits the values of a part of a new element. A group that has to be there
// is gone into, and so is the first element of a list that has to be.
func (d *desk) newFields(x *reading, element, in string, f schema.FieldInfo, needed bool, visit func(newField, bool)) {
	if f.Group && !strings.HasPrefix(f.Form, "a sum") {
		if !needed {
			return // it is said when the element is there
		}
		if isGroupList(f) {
			in += "/0"
		}
		for _, part := range parts(element + "/" + in) {
			if part.Required {
				d.newFields(x, element, in+"/"+partName(part), part, true, visit)
			}
		}
		return
	}
	y, err := fieldAt(d.Library, x.says, element+"/"+in)
	if err != nil {
		return
	}
	y.Label = labelOf(withoutIndexes(in))
	visit(newField{y, in}, needed)
}

var countedID = agreement.Pattern(`^([a-z-]*?)(\d+)$`)

// freshID is an id that no element of a list has, made as theirs are: g3 after g1 and g2.
func freshID(list []any, name string) string {
	prefix, most := strings.ToLower(one(name))[:1], 0
	var taken []string
	for _, e := range list {
		o, _ := e.(map[string]any)
		id, _ := o["id"].(string)
		taken = append(taken, id)
		if m := countedID().FindStringSubmatch(id); m != nil {
			if n, err := strconv.Atoi(m[2]); err == nil && n > most {
				prefix, most = m[1], n
			}
		}
	}
	for n := most + 1; ; n++ {
		if id := prefix + strconv.Itoa(n); !slices.Contains(taken, id) {
			return id
		}
	}
}
