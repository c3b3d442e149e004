package main

import (
	"path/filepath"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

// nextSheet is the file of next year's term sheet.
const nextSheet = "term-sheet.json"

// printRenewal prints the report of a renewal.
func (a *app) printRenewal(r *renew.Report) error {
	if a.format == "json" {
		return a.printJSON(r)
	}
	return a.emit(r.Markdown())
}

// writeRenewal writes the files of a renewal to a folder and names them, and says
// what the checks find in it that they do not find in last year's agreement.
func (a *app) writeRenewal(deal *assemble.Deal, last *renew.Last, r *renew.Renewal, o draft.Options, f renewFlags) error {
	p, err := draft.Make(deal, o)
	if err != nil {
		return err
	}
	lib := deal.Library()
	next := deal
	if r.Sheet != r.Document {
		if next, err = lib.Resolve(r.Sheet); err != nil {
			return err
		}
	}
	files := []outFile{{filepath.Join(f.to, nextSheet), r.Sheet.Source}}
	name := "agreement"
	if r.Form == renew.Amendment {
		name = "amendment"
		files = append(files, outFile{filepath.Join(f.to, "amendment.json"), r.Document.Source})
	}
	add := func(name string, p *draft.Product) {
		for _, x := range p.Files {
			files = append(files, outFile{filepath.Join(f.to, name+"."+string(x.Format)), x.Data})
		}
	}
	if add(name, p); r.Form == renew.Amendment {
		o := o
		o.Final, o.Annex = false, false // it is for reading; what is signed is the amendment
		if p, err = draft.Make(next, o); err != nil {
			return err
		}
		add("as-amended", p)
	}
	compared, err := a.renewalRedline(lib, last, r, o, f)
	if err != nil {
		return err
	}
	files = append(append(files, compared...), outFile{filepath.Join(f.to, "report.md"), r.Report.Markdown()})
	if err := a.writeInto(f.to, files, f.force); err != nil {
		return err
	}
	return a.reportNew(last.Sheet, next)
}

// renewalRedline is the redline against last year's agreement.
func (a *app) renewalRedline(lib *assemble.Library, last *renew.Last, r *renew.Renewal, o draft.Options, f renewFlags) ([]outFile, error) {
	before, err := assembled(lib, last.Sheet)
	if err != nil {
		return nil, err
	}
	after, err := assembled(lib, r.Compared)
	if err != nil {
		return nil, err
	}
	before.name, after.name = before.doc.Reference, after.doc.Reference
	if r.Form == renew.Amendment {
		after.name += " as amended by " + r.Document.Sheet.Deal.ID
	}
	res, err := compare(opened(lib), before, after)
	if err != nil {
		return nil, err
	}
	var files []outFile
	o.House = lib.House()
	for _, format := range o.Formats {
		data, err := draft.Redline(res, format, o, draft.Reviser{})
		if err != nil {
			return nil, err
		}
		files = append(files, outFile{filepath.Join(f.to, "redline."+string(format)), data})
	}
	return files, nil
}

// reportNew prints the errors and warnings of the checks that are new since last
// year.
func (a *app) reportNew(last *schema.File, next *assemble.Deal) error {
	was, err := next.Library().Resolve(last)
	if err != nil {
		return err
	}
	before, after := draft.Examine(was), draft.Examine(next)
	known := map[string]bool{}
	for _, p := range before.Problems {
		known[p.ID+p.Message] = true
	}
	var fresh agreement.Problems
	for _, p := range after.Problems {
		if p.Severity != agreement.Note && !known[p.ID+p.Message] {
			fresh.Add(p)
		}
	}
	a.report(fresh)
	return nil
}
