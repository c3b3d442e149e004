// Package clauses embeds the built-in library of clauses. The words are in the
// Markdown files beside it, one folder for each family; README.md says how they
// are written. There is no other Go code here.
package clauses

import "embed"

// FS holds the clause files: family/topic/variant.md, family/topic/topic.yaml.
//
//go:embed */* names.yaml playbook.yaml
var FS embed.FS
