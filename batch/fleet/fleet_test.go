package fleet

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/batch"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/renew"
)

// The test binary is the processes of a fleet too, when told so by this variable.
const roleVariable = "ENGROSS_FLEET_TEST_ROLE"

func TestMain(m *testing.M) {
	role, rest, _ := strings.Cut(os.Getenv(roleVariable), " ")
	ackWait, pingEvery, again, patience = 2*time.Second, 300*time.Millisecond, 3*time.Second, 2*time.Second
	var err error
	switch role {
	case "worker":
		err = testWorker(strings.Fields(rest))
	case "coordinator":
		err = testCoordinator(strings.Fields(rest))
	default:
		os.Exit(m.Run())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

const front = "---\nversion: 1.0.0\nsource: original\nlicence: CC-BY-4.0\ntitle: One\n---\n"

func library() (*assemble.Library, error) {
	return assemble.Open(fstest.MapFS{
		"frame/definitions.md": {Data: []byte(front + "1. In this agreement: {#definitions}\n\n## Definitions\n\n**\"Thing\"** means a thing.\n")},
		"a/one.md":             {Data: []byte(front + "1. {{ (index .Parties 1).LegalName }} shall deliver each Thing. {#first}\n")},
	}, fstest.MapFS{"t.yaml": {Data: []byte("title: Test Agreement\nkinds: [bilateral]\nnumbering: decimal\nsigning: Signed.\nclauses:\n  - frame/definitions\n  - a/one\n")}})
}

// testWorker works at an address, for at most some time at a row. It dies of a row of the party Poison, and sleeps
// over one of the party Sleeper.
func testWorker(args []string) error {
	lib, err := library()
	if err != nil {
		return err
	}
	limit, err := time.ParseDuration(args[1])
	if err != nil {
		return err
	}
	nc, err := Connect(accessOf(args[0]), "worker")
	if err != nil {
		return err
	}
	w := &Worker{Means: Means{Library: lib}, Hands: 2, Attempts: 3, Limit: limit}
	w.Make = func(m *batch.Maker, row *renew.Last) (*batch.Outcome, error) {
		switch name := row.Sheet.Sheet.Parties[1].LegalName; {
		case strings.Contains(name, "Poison"):
			os.Exit(9)
		case strings.Contains(name, "Sleeper"):
			time.Sleep(time.Hour)
		case strings.Contains(name, "Panic"):
			panic("of the row")
		}
		time.Sleep(50 * time.Millisecond) // so that there is something to interrupt
		return make1(m, row)
	}
	return w.Work(context.Background(), nc)
}

var settings = &Settings{Formats: []draft.Format{draft.Markdown, batch.TermSheet}}

// accessOf is how a process of a test reaches a queue: "address", or "address,token,ca".
func accessOf(arg string) Access {
	parts := append(strings.Split(arg, ","), "", "")
	return Access{URL: parts[0], TokenFile: parts[1], CAFile: parts[2]}
}

// testCoordinator makes a batch: of an input, into a folder, with a queue at an address
// whose store is given, and on a disk on which no file may grow larger than a limit.
func testCoordinator(args []string) error {
	if len(args) > 4 {
		if err := smallDisk(args[4]); err != nil {
			return err
		}
	}
	s, err := Serve(Listen{Address: args[2], Store: args[3]})
	if err != nil {
		return err
	}
	defer s.Shutdown()
	_, err = coordinate(args[0], args[1], s.ClientURL())
	return err
}

func coordinate(input, to, address string) (batch.Summary, error) {
	lib, err := library()
	if err != nil {
		return batch.Summary{}, err
	}
	means := Means{Library: lib}
	nc, err := Connect(accessOf(address), "coordinator")
	if err != nil {
		return batch.Summary{}, err
	}
	defer nc.Close()
	own := means.Settings()
	own.Formats = settings.Formats
	maker, err := own.Maker(means)
	if err != nil {
		return batch.Summary{}, err
	}
	c, err := Coordinate(context.Background(), nc, own)
	if err != nil {
		return batch.Summary{}, err
	}
	defer c.Close()
	in, err := batch.Open(input, batch.InputOptions{})
	if err != nil {
		return batch.Summary{}, err
	}
	return batch.Run(context.Background(), in, maker, to, batch.Options{MaxFailures: -1, Workers: 16, Elsewhere: c.Make})
}

// rows writes an input; some parties have names of their own.
func rows(t testing.TB, n int, names map[int]string) string {
	t.Helper()
	var b strings.Builder
	for i := range n {
		name := names[i]
		if name == "" {
			name = fmt.Sprintf("Beta %d GmbH", i)
		}
		fmt.Fprintf(&b, `{"deal":{"id":"D-%04d","kind":"bilateral","effective_date":"2027-01-01"},"parties":[`+
			`{"id":"alpha","legal_name":"Alpha Ltd","short_name":"Alpha","jurisdiction":"IE"},{"id":"beta","legal_name":%q,"short_name":"Beta","jurisdiction":"DE"}]}`+"\n", i, name)
	}
	path := filepath.Join(t.TempDir(), "rows.jsonl")
	if err := os.WriteFile(path, []byte(b.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func start(t testing.TB, role string) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), roleVariable+"="+role)
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

var durations = regexp.MustCompile(`"duration_ms":[0-9.]+`)

// contents are the files of a folder.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = durations.ReplaceAllString(string(text), `"duration_ms":0`)
	}
	return all
}

// alone makes a batch as one machine does.
func alone(t testing.TB, input string) map[string]string {
	t.Helper()
	lib, err := library()
	if err != nil {
		t.Fatal(err)
	}
	maker, err := settings.Maker(Means{Library: lib})
	if err != nil {
		t.Fatal(err)
	}
	in, err := batch.Open(input, batch.InputOptions{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := batch.Run(context.Background(), in, maker, dir, batch.Options{MaxFailures: -1}); err != nil {
		t.Fatal(err)
	}
	return contents(t, dir)
}

func compare(t testing.TB, want, got map[string]string) {
	t.Helper()
	if len(want) < 10 {
		t.Fatal("nothing was made")
	}
	if sum(want) != sum(got) {
		t.Errorf("(-alone +fleet):\n%.3000s", cmp.Diff(want, got))
	}
}

func sum(files map[string]string) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%q %q\n", name, files[name])
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func freeAddress(t testing.TB) string {
	t.Helper()
	s, err := Serve(Listen{Address: "127.0.0.1:0", Store: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Shutdown()
	return strings.TrimPrefix(s.ClientURL(), "nats://")
}

// TestARowOfWhichWorkersDie is given up, and takes no other along.
func TestARowOfWhichWorkersDie(t *testing.T) {
	input, dir := rows(t, 10, map[int]string{3: "Poison Ltd"}), t.TempDir()
	s, err := Serve(Listen{Address: "127.0.0.1:0", Store: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Shutdown()
	ended, gone := make(chan struct{}), make(chan struct{})
	go func() { // as something that looks after a worker would
		defer close(gone)
		for {
			w, died := start(t, "worker "+s.ClientURL()+" 2m"), make(chan struct{})
			go func() {
				_ = w.Wait()
				close(died)
			}()
			select {
			case <-died:
			case <-ended:
				_ = w.Process.Kill()
				<-died
				return
			}
		}
	}()
	summary, err := coordinate(input, dir, s.ClientURL())
	close(ended)
	<-gone
	if err != nil || summary.Made != 9 || summary.Failed != 1 {
		t.Fatalf("%+v %v", summary, err)
	}
	for r, err := range batch.Records(filepath.Join(dir, "manifest.jsonl")) {
		if err != nil || (r.Row == 4) != (len(r.Findings) == 1 && strings.Contains(r.Findings[0].Message, "given up after 3 attempts")) {
			t.Errorf("%+v %v", r, err)
		}
	}
}

// TestRowsThatCannotBeMade fails a row that does not end and one at which engross
// fails, and makes all others.
func TestRowsThatCannotBeMade(t *testing.T) {
	input, dir := rows(t, 12, map[int]string{7: "Sleeper Ltd", 9: "Panic Ltd"}), t.TempDir()
	s, err := Serve(Listen{Address: "127.0.0.1:0", Store: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Shutdown()
	w := start(t, "worker "+s.ClientURL()+" 10s")
	defer func() {
		_ = w.Process.Kill()
		_ = w.Wait()
	}()
	summary, err := coordinate(input, dir, s.ClientURL())
	if err != nil || summary.Made != 10 || summary.Failed != 2 {
		t.Fatalf("%+v %v", summary, err)
	}
	for r, err := range batch.Records(filepath.Join(dir, "manifest.jsonl")) {
		if err != nil {
			t.Fatal(err)
		}
		want := map[int]string{8: "took longer than 10s", 10: "engross failed on the row: of the row"}[r.Row]
		switch {
		case r.Name == "" || r.Key == "", want == "" && r.Status != batch.Done, want != "" && (len(r.Findings) != 1 || !strings.Contains(r.Findings[0].Message, want) || r.Findings[0].Hint == ""):
			t.Errorf("row %d: %+v", r.Row, r)
		}
	}
}

func TestOtherWorkersAreRefused(t *testing.T) {
	s, err := Serve(Listen{Address: "127.0.0.1:0", Store: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Shutdown()
	nc, err := Connect(Access{URL: s.ClientURL()}, "test")
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	lib, err := library()
	if err != nil {
		t.Fatal(err)
	}
	build := *draft.ThisBuild()
	build.Go = "go0"
	for want, other := range map[string]*Settings{"another build": {Build: &build, Library: lib.Hash()}, "another clause library": {Build: draft.ThisBuild(), Library: "x"},
		"another house style": {Build: draft.ThisBuild(), Library: lib.Hash(), House: "x"}, "other fonts": {Build: draft.ThisBuild(), Library: lib.Hash(), Fonts: "x"}} {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		c, err := Coordinate(ctx, nc, other)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.send("key", encode(&job{Key: "key", Settings: c.settings})); err != nil {
			t.Fatal(err)
		}
		err = (&Worker{Means: Means{Library: lib}}).Work(ctx, nc)
		var no *refusal
		if !errors.As(err, &no) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
		c.Close()
		cancel()
	}
}

func TestBeyondThisMachine(t *testing.T) {
	open := filepath.Join(t.TempDir(), "open")
	if err := os.WriteFile(open, []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, l := range []Listen{{Address: "0.0.0.0:0"}, {Address: "192.0.2.1:4222"}, {Address: "127.0.0.1"}, {Address: "127.0.0.1:0", Token: open}} {
		l.Store = t.TempDir()
		if s, err := Serve(l); err == nil {
			s.Shutdown()
			t.Errorf("%+v is served", l)
		}
	}
	if _, err := Connect(Access{URL: "nats://192.0.2.1:4222"}, "x"); err == nil || !strings.Contains(err.Error(), "tls://") {
		t.Error(err)
	}
}
