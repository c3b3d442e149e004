// Package templates embeds the built-in templates: the tables of contents of
// the agreements that engross makes. There is no other Go code here.
package templates

import "embed"

// FS holds the templates, one YAML file for each; a form that has a starter of
// its own has it in a term sheet of the same name.
//
//go:embed *.yaml *.json index.txt
var FS embed.FS
