package licences

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite licences.txt")

// notices matches the files in which a module says what it is licensed under.
var notices = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)(\.(txt|md))?$`)

// TestLicencesAreWhatIsLinked compares the text with the modules that the programs
// link, on any system, and what they say.
func TestLicencesAreWhatIsLinked(t *testing.T) {
	const module = "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}"
	var modules []string
	for _, system := range []string{"linux", "darwin", "windows"} {
		c := exec.Command("go", "list", "-deps", "-f", module, "../engross", "../engross-fleet")
		c.Env = append(os.Environ(), "GOOS="+system)
		out, err := c.Output()
		if err != nil {
			t.Fatal(err)
		}
		modules = append(modules, strings.Split(strings.TrimSpace(string(out)), "\n")...)
	}
	slices.Sort(modules)
	said := map[string][]string{} // by what is said, who says it
	var order []string
	say := func(who, what string) {
		what = strings.TrimSpace(strings.ReplaceAll(what, "\r\n", "\n"))
		if said[what] == nil {
			order = append(order, what)
		}
		said[what] = append(said[what], who)
	}
	say("Go, its standard library", read(t, filepath.Join(goRoot(t), "LICENSE")))
	for _, m := range slices.Compact(modules) {
		part := strings.Split(m, "\t")
		if len(part) != 3 {
			continue
		}
		files, err := os.ReadDir(part[2])
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, f := range files {
			if notices.MatchString(f.Name()) {
				say(part[0]+" "+part[1], read(t, filepath.Join(part[2], f.Name())))
				found = true
			}
		}
		if !found {
			t.Errorf("%s does not say under what it is licensed", part[0])
		}
	}
	say("Source Serif 4, the typeface that is built in", read(t, "../../format/pdf/fonts/OFL.txt"))
	for _, patterns := range []string{"hyph-en-gb.tex", "hyph-en-us.tex"} {
		head, _, _ := strings.Cut(read(t, "../../format/pdf/hyphenation/"+patterns), "% ====")
		say("Hyphenation patterns "+patterns, strings.TrimSpace(regexp.MustCompile(`(?m)^% ?`).ReplaceAllString(head, "")))
	}
	var b strings.Builder
	b.WriteString("engross is made with what follows, each under the terms that stand below its name.\n")
	for _, what := range order {
		fmt.Fprintf(&b, "\n%s\n%s\n%s\n\n%s\n", strings.Repeat("=", 78), strings.Join(said[what], "\n"), strings.Repeat("=", 78), what)
	}
	if *update {
		if err := os.WriteFile("licences.txt", []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if b.String() != text {
		t.Error("licences.txt is not what the programs are made with: go test ./cmd/licences -update")
	}
}

func goRoot(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
