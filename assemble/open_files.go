package assemble

import (
	"go/token"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// list names the files of a tree that end in one of the suffixes, sorted. Files
// at the top, such as the README, are no clauses.
func list(fsys fs.FS, suffixes ...string) ([]string, error) {
	var names []string
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		for _, s := range suffixes {
			if strings.HasSuffix(p, s) && (s == ".yaml" || strings.Contains(p, "/")) {
				names = append(names, p)
			}
		}
		return nil
	})
	slices.Sort(names)
	return names, err
}

// strays are the files of a library that are not read, and look as if they should be.
func (l *Library) strays() agreement.Problems {
	return append(strays("clauses/", l.clauses, isClauseFile), strays("templates/", l.templateFiles, isTemplateFile)...)
}

// strays are the files of a tree that are not read, and look as if they should be.
func strays(folder string, fsys fs.FS, known func(string) bool) agreement.Problems {
	var ps agreement.Problems
	_ = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error { // what cannot be read, list reports
		if err != nil || d.IsDir() || known(name) || strings.HasPrefix(path.Base(name), ".") {
			return nil
		}
		ps.Add(&agreement.Problem{Severity: agreement.Warning, ID: "stray-file", Pos: token.Position{Filename: folder + name, Line: 1},
			Message: "the file is not read", Hint: "a clause is FAMILY/TOPIC.md or FAMILY/TOPIC/VARIANT.md with topic.yaml beside it, a template is NAME.yaml"})
		return nil
	})
	return ps
}

// isClauseFile reports whether a file has its place among clauses.
func isClauseFile(name string) bool {
	depth, base := strings.Count(name, "/"), path.Base(name)
	switch {
	case base == "README.md" || base == "LICENSE.md" || depth == 0 && (base == "names.yaml" || base == indexName) || isBook(name):
		return true
	case strings.HasSuffix(name, ".md"):
		return depth > 0
	case strings.HasSuffix(name, ".go"): // what embeds them
		return depth == 0
	}
	return base == "topic.yaml" && depth > 1
}

// isTemplateFile reports whether a file has its place among templates.
func isTemplateFile(name string) bool {
	if strings.Contains(name, "/") {
		return false
	}
	switch path.Ext(name) {
	case ".yaml", ".json", ".go":
		return true
	}
	return name == "README.md" || name == indexName
}

// byTopic groups the files of topics, what the variants of a topic share before
// the variants.
func byTopic(files []string) [][]string {
	var groups [][]string
	place := map[string]int{}
	for _, name := range files {
		id := topicID(name)
		i, known := place[id]
		if !known {
			i = len(groups)
			place[id] = i
			groups = append(groups, nil)
		}
		if path.Base(name) == "topic.yaml" {
			groups[i] = slices.Insert(groups[i], 0, name)
		} else {
			groups[i] = append(groups[i], name)
		}
	}
	return groups
}

// topicID is the topic that a file belongs to: its folder, or the file itself
// where it stands in the folder of a family.
func topicID(name string) string {
	if isSingle(name) {
		return strings.TrimSuffix(name, ".md")
	}
	return path.Dir(name)
}

// isSingle reports whether a file is a whole topic.
func isSingle(name string) bool {
	return strings.Count(name, "/") == 1 && strings.HasSuffix(name, ".md")
}

// readInto is the contents of a file, in the memory of another one where they fit:
// most files are read only for their digest.
func readInto(b []byte, fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return b, err
	}
	defer f.Close()
	for {
		b = slices.Grow(b, 8<<10)
		n, err := f.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		switch {
		case err == io.EOF:
			return b, nil
		case err != nil:
			return b, err
		}
	}
}

// byteOrderMark is what some editors write before the first letter.
const byteOrderMark = "\ufeff"

// readFile reads a file, which must be text.
func readFile(fsys fs.FS, name, file string, ps *agreement.Problems) (string, bool) {
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		ps.Add(unreadable(file, err))
		return "", false
	}
	src := strings.TrimPrefix(string(b), byteOrderMark)
	return src, isText(src, file, ps)
}
