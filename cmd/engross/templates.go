package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/engross/engross/assemble"
)

func (a *app) templatesCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "templates",
		Short:   "List the templates, or show the table of contents of one",
		Example: "  engross templates\n  engross templates show pool",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return a.listTemplates() },
	}
	c.AddCommand(&cobra.Command{
		Use:   "show NAME",
		Short: "Show a template: its parts and clauses, with the condition on which each is in",
		Args:  cobra.ExactArgs(1),
		RunE:  func(_ *cobra.Command, args []string) error { return a.showTemplate(args[0]) },
	})
	return c
}

func (a *app) listTemplates() error {
	lib, err := a.openLibrary()
	if err != nil {
		return err
	}
	if a.format == "json" {
		var list []templateJSON
		for _, t := range lib.Templates() {
			list = append(list, templateJSON{Name: t.Name, Title: t.Title, Summary: t.Summary, Size: t.Size})
		}
		return a.printJSON(list)
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, t := range lib.Templates() {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", t.Name, t.Title, t.Size, t.Summary)
	}
	return w.Flush()
}

func (a *app) showTemplate(name string) error {
	lib, err := a.openLibrary()
	if err != nil {
		return err
	}
	t, err := namedTemplate(lib, name)
	if err != nil {
		return err
	}
	if a.format == "json" {
		return a.printJSON(contentsJSON(lib, t))
	}
	fmt.Fprintf(a.out, "%s\n%s\n%s\nnumbering: %s\n", t.Name, t.Title, t.Summary, t.Numbering)
	if t.Size != "" {
		fmt.Fprintf(a.out, "size: %s\n", t.Size)
	}
	w := tabwriter.NewWriter(a.out, 2, 0, 2, ' ', 0)
	for _, item := range t.Items {
		switch {
		case item.Part != "":
			fmt.Fprintf(w, "%s\n", item.Part)
		case item.Place == assemble.InSchedule:
			fmt.Fprintf(w, "  %s\t%s\tSchedule %s\t%s\n", item.Use, lib.Topic(item.Use).Title, item.Letter, item.When())
		default:
			fmt.Fprintf(w, "  %s\t%s\t\t%s\n", item.Use, lib.Topic(item.Use).Title, item.When())
		}
	}
	return w.Flush()
}

// templateJSON is a template for a program; its contents are there where one is shown.
type templateJSON struct {
	Name      string     `json:"name"`
	Title     string     `json:"title"`
	Summary   string     `json:"summary"`
	Size      string     `json:"size,omitempty"`
	Numbering string     `json:"numbering,omitempty"`
	Items     []itemJSON `json:"items,omitempty"`
}

// itemJSON is a part, or a clause in it with the condition on which it is in.
type itemJSON struct {
	Part     string `json:"part,omitempty"`
	Topic    string `json:"topic,omitempty"`
	Title    string `json:"title,omitempty"`
	Schedule string `json:"schedule,omitempty"`
	When     string `json:"when,omitempty"`
}

func contentsJSON(lib *assemble.Library, t *assemble.Template) templateJSON {
	out := templateJSON{Name: t.Name, Title: t.Title, Summary: t.Summary, Size: t.Size, Numbering: t.Numbering}
	for _, item := range t.Items {
		if item.Part != "" {
			out.Items = append(out.Items, itemJSON{Part: item.Part})
			continue
		}
		out.Items = append(out.Items, itemJSON{Topic: item.Use, Title: lib.Topic(item.Use).Title, Schedule: item.Letter, When: item.When()})
	}
	return out
}

func namedTemplate(lib *assemble.Library, name string) (*assemble.Template, error) {
	if t := lib.Template(name); t != nil {
		return t, nil
	}
	var names []string
	for _, t := range lib.Templates() {
		names = append(names, t.Name)
	}
	return nil, &usageError{message: fmt.Sprintf("the library has no template %q", name), hint: "its templates are " + strings.Join(names, ", ")}
}
