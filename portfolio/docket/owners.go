package docket

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/format/excel"
	"github.com/engross/engross/portfolio"
	"github.com/engross/engross/schema"
)

// owners finds the parties of a deal by their names.
type owners struct {
	ids   map[string]string   // id of the party, by its name however it is written
	cores map[string][]string // registered names of parties, by the name without the form of company
}

func ownersOf(sheet *schema.TermSheet, aliases *portfolio.Aliases) *owners {
	o := &owners{map[string]string{}, map[string][]string{}}
	if sheet == nil {
		return o
	}
	for _, p := range sheet.Parties {
		for _, name := range []string{p.LegalName, p.NativeName, p.ShortName, p.ID} {
			if key := portfolio.Fold(name); key != "" && o.ids[key] == "" {
				o.ids[key] = p.ID
			}
		}
		core := portfolio.Core(portfolio.Fold(p.LegalName))
		o.cores[core] = append(o.cores[core], p.LegalName)
	}
	if aliases == nil {
		return o
	}
	for _, group := range aliases.Parties {
		for _, name := range group {
			id := o.ids[portfolio.Fold(name)]
			if id == "" {
				continue
			}
			for _, other := range group {
				if key := portfolio.Fold(other); o.ids[key] == "" {
					o.ids[key] = id
				}
			}
		}
	}
	return o
}

// ownersIn are the owners of a row, or its applicants where it has none.
func (r *reader) ownersIn(l *line, row excel.Row) {
	at := atOwners
	text := r.text(row, at)
	if text == "" {
		at = atApplicants
		text = r.text(row, at)
		l.byApplicant = text != ""
	}
	for _, name := range r.names(text) {
		id := r.owners.ids[portfolio.Fold(name)]
		if id == "" {
			id = name
			r.stranger(row, at, name)
		}
		if !slices.ContainsFunc(l.owners, func(o schema.Owner) bool { return o.Party == id }) {
			l.owners = append(l.owners, schema.Owner{Party: id})
		}
	}
}

// names are the names in a cell. A comma stands between names, and within them:
// "North, Inc., Brook B.V." are two, as far as the parties are known.
func (r *reader) names(text string) []string {
	sep := r.table.mapping.Separator
	if text == "" || sep == "" || r.owners.ids[portfolio.Fold(text)] != "" {
		return slices.DeleteFunc([]string{text}, func(s string) bool { return s == "" })
	}
	var parts []string
	for _, part := range strings.Split(text, sep) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	if sep != "," {
		return parts
	}
	var list []string
	for len(parts) > 0 {
		n := 1
		for k := min(len(parts), 4); k > 1; k-- {
			if r.owners.ids[portfolio.Fold(strings.Join(parts[:k], ", "))] != "" {
				n = k
				break
			}
		}
		if n == 1 && len(list) > 0 && portfolio.IsLegalForm(parts[0]) {
			list[len(list)-1] += ", " + parts[0]
		} else {
			list = append(list, strings.Join(parts[:n], ", "))
		}
		parts = parts[n:]
	}
	return list
}

// stranger tells once of an owner who is no party.
func (r *reader) stranger(row excel.Row, at place, name string) {
	key := portfolio.Fold(name)
	if r.asked[key] || r.options.Sheet == nil {
		return
	}
	r.asked[key] = true
	hint := "if it is one, say so in a file for --aliases: {\"parties\": [[\"registered name\", \"other name\"]]}"
	message := fmt.Sprintf("the owner %q is no party of the deal, and is named as it is", name)
	if near := r.owners.cores[portfolio.Core(key)]; len(near) > 0 {
		message += ", though perhaps it is " + strings.Join(near, " or ")
		hint = fmt.Sprintf("if it is, say so in a file for --aliases: {\"parties\": [[%q, %q]]}", near[0], name)
	}
	r.at(row, at, agreement.Warning, "docket-owner", message, hint, "")
}
