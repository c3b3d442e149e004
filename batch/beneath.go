package batch

import (
	"strings"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/schema"
)

// beneath adds to the changes of an agreement those that another library makes in its
// own words where words were negotiated in their place: the agreement does not show
// them, and whoever negotiates again wants to know.
func beneath(c *Changes, was, now *assemble.Library, sheet *schema.File) error {
	if len(sheet.Sheet.Wording) == 0 {
		return nil
	}
	e, err := sheet.Edit()
	if err != nil {
		return err
	}
	e.Cut([]string{"wording"})
	bare, err := schema.Load(sheet.Name, e.Source())
	if err != nil {
		return err
	}
	old, err := document(was, bare)
	if err != nil {
		return err
	}
	next, err := document(now, bare)
	if err != nil {
		return err
	}
	moved, _, err := Compare(old, next, sheet.Sheet, sheet.Sheet)
	if err != nil {
		return err
	}
	for _, x := range moved.List {
		if covered(sheet.Sheet.Wording, x.Clause) {
			x.Kind, x.What = "beneath", "under negotiated wording, which stays: "+x.What
			c.List = append(c.List, x)
		}
	}
	c.sign()
	return nil
}

// covered reports that negotiated wording stands in the place of a provision.
func covered(list []schema.Wording, id string) bool {
	for i := range list {
		w := &list[i]
		replaces := w.Action == "" || w.Action == schema.Replace || w.Action == schema.Delete
		if replaces && (id == w.Provision || strings.HasPrefix(id, w.Provision+".")) {
			return true
		}
	}
	return false
}
