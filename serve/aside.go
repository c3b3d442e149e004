package serve

import (
	"context"
	"encoding/json"
	"io"
	"slices"
)

// What is set aside is a value that was taken out of a term sheet and not thrown
// away: it can be put back as long as the term sheet is served from here.
type asideItem struct {
	Pointer string          `json:"pointer"`
	Path    string          `json:"path"`
	Plain   string          `json:"plain" jsonschema_description:"As a reader would write it."`
	Value   json.RawMessage `json:"value"`
}

func asideName(name string) string { return "aside-" + Revision([]byte(name)) + ".json" }

// aside is what is set aside of a term sheet, the latest first.
func (f *Folder) aside(name string) []asideItem {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.readAside(name)
}

func (f *Folder) readAside(name string) []asideItem {
	if f.undo == nil {
		return f.put[name]
	}
	file, err := f.undo.Open(asideName(name))
	if err != nil {
		return nil
	}
	defer file.Close()
	var list []asideItem
	if text, err := io.ReadAll(file); err != nil || json.Unmarshal(text, &list) != nil {
		return nil
	}
	return list
}

// mostAside is how many values are kept of one term sheet.
const mostAside = 200

// keepAside changes what is set aside of a term sheet.
func (f *Folder) keepAside(name string, change func([]asideItem) []asideItem) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := change(f.readAside(name))
	list = list[:min(len(list), mostAside)]
	if f.undo == nil {
		if f.put == nil {
			f.put = map[string][]asideItem{}
		}
		f.put[name] = list
		return nil
	}
	text, err := json.Marshal(list)
	if err != nil {
		return err
	}
	return writeWhole(f.undo, asideName(name), text, false)
}

type asideRequest struct {
	File     string `json:"file"`
	Revision string `json:"revision" jsonschema_description:"Of the text that was seen."`
	Pointer  string `json:"pointer" jsonschema_description:"Of the value that is taken out and kept."`
}

// setAside takes a value out and keeps it.
func setAside(ctx context.Context, w *Workbench, in *asideRequest) (*changeAnswer, error) {
	f, text, err := w.read(in.File)
	if err != nil {
		return nil, err
	}
	sheet, err := loadAny(in.File, text)
	if err != nil {
		return nil, err
	}
	value, err := json.Marshal(statedOf(sheet).at(in.Pointer))
	if err != nil {
		return nil, err
	}
	out, err := changeValue(ctx, w, &changeRequest{File: in.File, Revision: in.Revision, Pointer: in.Pointer})
	if err != nil {
		return nil, err
	}
	item := asideItem{in.Pointer, sheet.Path(in.Pointer), out.Before, value}
	return out, f.keepAside(in.File, func(list []asideItem) []asideItem { return append([]asideItem{item}, list...) })
}

type restoreRequest struct {
	File     string `json:"file"`
	Revision string `json:"revision" jsonschema_description:"Of the text that was seen."`
	Item     int    `json:"item" jsonschema_description:"Which of the values set aside is put back, from 0."`
}

// restore puts back a value that was set aside.
func restore(ctx context.Context, w *Workbench, in *restoreRequest) (*changeAnswer, error) {
	f, err := w.folder()
	if err != nil {
		return nil, err
	}
	list := f.aside(in.File)
	if in.Item < 0 || in.Item >= len(list) {
		return nil, &Refusal{422, "no such value is set aside", "look at what is set aside now"}
	}
	item := list[in.Item]
	pointer := item.Pointer
	if isElement(pointer) { // it is appended: others may stand in its place now
		pointer = pointer[:len(pointer)-len(lastStep(pointer))] + "-"
	}
	out, err := changeValue(ctx, w, &changeRequest{File: in.File, Revision: in.Revision, Pointer: pointer, Value: item.Value})
	if err != nil {
		return nil, err
	}
	return out, f.keepAside(in.File, func(list []asideItem) []asideItem { return slices.Delete(list, in.Item, in.Item+1) })
}

type asideListRequest struct {
	File string `json:"file"`
}

type asideListAnswer struct {
	Items []asideItem `json:"items" jsonschema_description:"The latest first."`
}

func asideList(_ context.Context, w *Workbench, in *asideListRequest) (*asideListAnswer, error) {
	f, err := w.folder()
	if err != nil {
		return nil, err
	}
	if err := f.named(in.File); err != nil {
		return nil, err
	}
	return &asideListAnswer{f.aside(in.File)}, nil
}
