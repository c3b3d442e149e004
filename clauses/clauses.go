// Package clauses embeds the built-in library of clauses. The words are in the
// Markdown files beside it, one folder for each family; README.md says how they
// are written. There is no other Go code here.
package clauses

import "embed"

// FS holds the clause files: family/topic/variant.md, family/topic/topic.yaml; and
// index.txt, which "go generate ./schema" makes of them.
//
//go:embed */* names.yaml playbook.yaml index.txt
var FS embed.FS
