// Package templates embeds the built-in templates: the tables of contents of
// the agreements that engross makes. There is no other Go code here.
package templates

import "embed"

// FS holds the templates, one YAML file for each.
//
//go:embed *.yaml
var FS embed.FS
